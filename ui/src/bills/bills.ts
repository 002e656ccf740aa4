import { inject, onScopeDispose, ref, shallowRef, watch, type InjectionKey, type Ref, type ShallowRef } from 'vue'
import type { BillCandidate } from '@/bindings/BillCandidate'
import type { BillDropped } from '@/bindings/BillDropped'
import type { ColumnChoice } from '@/bindings/ColumnChoice'
import type { Imported } from '@/bindings/Imported'
import type { Failure } from '@/bindings/Failure'
import type { OpenedFile } from '@/bindings/OpenedFile'
import { toFailure } from '@/host/failure'
import type { Host } from '@/host/host'
import { language } from '@/locales/language'

export interface Bills {
  /** What is looked at; nothing of it is saved. */
  opened: ShallowRef<OpenedFile | undefined>
  /** The rows that are to be imported. */
  chosen: Ref<Set<number>>
  /** A packed file waits for its password. */
  locked: Ref<boolean>
  busy: Ref<'opening' | 'importing' | 'listing' | undefined>
  trouble: Ref<string>
  /** With the name of the format as the person was shown it; the shell tells a key here. */
  imported: ShallowRef<Imported | undefined>
  /** What came out of a spreadsheet. */
  logged: ShallowRef<Imported | undefined>
  choose: () => Promise<void>
  unlock: (password: string) => Promise<void>
  take: (dropped: BillDropped) => void
  importBill: () => Promise<void>
  /** What the columns of the spreadsheet are taken for, where the person corrects it. */
  mapSheet: (columns: ColumnChoice[]) => Promise<void>
  /** With the lines of the equal rows that are payments of their own. */
  importSheet: (twins: number[]) => Promise<void>
  /** Lists further proposals, ticked as those that are listed are. */
  more: () => Promise<void>
  forget: () => void
  /** A refund comes with the payment that it needs, and does not stay without it. */
  setChosen: (rows: BillCandidate[], on: boolean) => void
}

export const billsKey: InjectionKey<Bills> = Symbol('bills')

/** The one file that is open. It outlives its page, as it does in the shell. */
export function createBills(host: Host): Bills {
  const opened = shallowRef<OpenedFile>()
  const chosen = ref(new Set<number>())
  const locked = ref(false)
  const busy = ref<'opening' | 'importing' | 'listing'>()
  const trouble = ref('')
  const imported = shallowRef<Imported>()
  const logged = shallowRef<Imported>()
  /** The payment that a refund needs; of every row that can be among the chosen. */
  const needs = new Map<number, number>()

  function learn(rows: BillCandidate[]): void {
    for (const { row, needs: payment } of rows) if (payment !== null) needs.set(row, payment)
  }

  function withoutOrphans(rows: Set<number>): Set<number> {
    return new Set([...rows].filter((row) => !needs.has(row) || rows.has(needs.get(row)!)))
  }

  // What the core said of it is said anew in another language: at once, where the settings were changed elsewhere, and again
  // when those that were chosen here are written.
  let asked = 0
  let stale = false
  async function sayAnew(): Promise<void> {
    if (!opened.value) return
    const mine = ++asked
    const file = await host.openedFile().catch(() => null)
    if (file && mine === asked && opened.value) opened.value = file
  }
  watch(language, () => {
    stale = true
    void sayAnew()
  })
  onScopeDispose(host.on('orders://changed', () => {
    if (!stale) return
    stale = false
    void sayAnew()
  }))

  function show(file: OpenedFile): void {
    asked += 1
    opened.value = file
    needs.clear()
    learn(file.bill?.candidates ?? [])
    chosen.value = withoutOrphans(new Set(file.bill?.candidates.filter((row) => row.ticked).map(({ row }) => row)))
    locked.value = false
    trouble.value = ''
    imported.value = undefined
    logged.value = undefined
  }

  function refused(failure: Failure): void {
    trouble.value = failure.message
    if (failure.code !== 'password') return
    // What was looked at before is not open in the shell any more.
    locked.value = true
    opened.value = undefined
  }

  async function run(what: 'opening' | 'importing' | 'listing', act: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = what
    trouble.value = ''
    try {
      await act()
    } catch (thrown) {
      refused(toFailure(thrown))
    } finally {
      busy.value = undefined
    }
  }

  function close(): void {
    opened.value = undefined
    chosen.value = new Set()
    locked.value = false
    trouble.value = ''
  }

  return {
    opened,
    chosen,
    locked,
    busy,
    trouble,
    imported,
    logged,
    choose: () =>
      run('opening', async () => {
        const file = await host.chooseBill()
        if (file) show(file)
      }),
    unlock: (password) => run('opening', async () => show(await host.unlockBill(password))),
    take(dropped) {
      if (dropped.opened) show(dropped.opened)
      else if (dropped.failure) refused(dropped.failure)
    },
    importBill: () =>
      run('importing', async () => {
        const result = await host.importBill([...chosen.value].sort((a, b) => a - b))
        const format = opened.value?.bill?.format ?? result.format
        close()
        imported.value = { ...result, format }
      }),
    more: () =>
      run('listing', async () => {
        const bill = opened.value?.bill
        if (!bill) return
        const rows = await host.billProposals(bill.candidates.length)
        // Another file may have been opened meanwhile.
        if (opened.value?.bill !== bill) return
        learn(rows)
        opened.value = { ...opened.value, bill: { ...bill, candidates: [...bill.candidates, ...rows] } }
        chosen.value = withoutOrphans(new Set([...chosen.value, ...rows.filter((row) => row.ticked).map(({ row }) => row)]))
      }),
    mapSheet: (columns) => run('opening', async () => show(await host.mapSheet(columns))),
    importSheet: (twins) =>
      run('importing', async () => {
        const result = await host.importSheet(twins)
        close()
        logged.value = result
      }),
    forget() {
      close()
      imported.value = undefined
      logged.value = undefined
      void host.forgetBill().catch(() => undefined)
    },
    setChosen(rows, on) {
      learn(rows)
      const next = new Set(chosen.value)
      for (const { row } of rows) {
        if (!on) next.delete(row)
        else {
          next.add(row)
          const payment = needs.get(row)
          if (payment !== undefined) next.add(payment)
        }
      }
      chosen.value = withoutOrphans(next)
    },
  }
}

export function useBills(): Bills {
  const bills = inject(billsKey)
  if (!bills) throw new Error('BUG: no bills were provided to the page')
  return bills
}
