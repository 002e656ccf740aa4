import { computed, inject, reactive, ref, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import type { Draft } from '@/bindings/Draft'
import type { OrderView } from '@/bindings/OrderView'
import type { ShotRole } from '@/bindings/ShotRole'
import type { StagedShot } from '@/bindings/StagedShot'
import { typedYuan } from '@/format/money'
import { stamp } from '@/format/time'
import type { Host } from '@/host/host'
import { sortOf } from './media'
import { createReading, type Reading } from './reading'

/** What is typed into the form, exactly as typed. */
export type Fields = Omit<Draft, 'shots' | 'force'>
export type FieldName = keyof Fields
export type RoledShot = StagedShot & { role: ShotRole }

export function emptyFields(): Fields {
  return {
    platform: '',
    product: '',
    kind: '',
    amount: '',
    paid_at: '',
    account: '',
    order_no: '',
    window: '',
    channel: '',
    payment_no: '',
    merchant_order_no: '',
    merchant: '',
    note: '',
  }
}

/** The form as it would have been typed for an order that is already there. */
export function fieldsOf(order: OrderView, promisedWindow: string): Fields {
  return {
    platform: order.platform,
    product: order.product,
    kind: order.kind,
    amount: typedYuan(order.amount_fen),
    paid_at: stamp(new Date(order.paid_at)),
    account: order.account ?? '',
    order_no: order.order_no ?? '',
    window: order.window_promised ? promisedWindow : '',
    channel: order.channel ?? '',
    payment_no: order.payment_no ?? '',
    merchant_order_no: order.merchant_order_no ?? '',
    merchant: order.merchant ?? '',
    note: order.note ?? '',
  }
}

const USUAL_ROLES: ShotRole[] = ['payment', 'order-page', 'chat', 'arrival-check']

/** The role a further picture most likely has: the first usual one that is still missing. */
export function nextRole(taken: ShotRole[]): ShotRole {
  return USUAL_ROLES.find((role) => !taken.includes(role)) ?? 'other'
}

/** Adds pictures with a likely role; the same picture twice is one. */
export function withRoles(have: RoledShot[], more: StagedShot[], alreadyThere: ShotRole[] = []): RoledShot[] {
  const all = [...have]
  for (const shot of more) {
    if (all.some((known) => known.sha256 === shot.sha256)) continue
    all.push({ ...shot, role: nextRole([...alreadyThere, ...all.map((known) => known.role)]) })
  }
  return all
}

export interface Recording {
  open: Ref<boolean>
  fields: Fields
  shots: Ref<RoledShot[]>
  kindChosen: Ref<boolean>
  /** Something unsaved from earlier is shown again. */
  restored: Ref<boolean>
  dirty: ComputedRef<boolean>
  start: () => void
  close: () => void
  clear: () => void
  /** Whether another order of a pasted text is in the form now. */
  saved: () => boolean
  reading: Reading
  stage: (more: StagedShot[]) => void
  unstage: (sha256: string) => void
}

export const recordingKey: InjectionKey<Recording> = Symbol('recording')

/** The one order being recorded. It outlives the dialog, so that closing never costs what was typed. */
export function createRecording(host: Host): Recording {
  const open = ref(false)
  const fields = reactive(emptyFields())
  const shots = ref<RoledShot[]>([])
  const kindChosen = ref(false)
  const restored = ref(false)
  const dirty = computed(() => shots.value.length > 0 || Object.values(fields).some((value) => value !== ''))

  const reading = createReading(host, fields, kindChosen)

  function empty(): void {
    Object.assign(fields, emptyFields())
    shots.value = []
    kindChosen.value = false
    restored.value = false
  }
  function forget(): void {
    empty()
    reading.forget()
  }

  return {
    open,
    fields,
    shots,
    kindChosen,
    restored,
    dirty,
    start() {
      if (open.value) return
      restored.value = dirty.value
      open.value = true
    },
    close() {
      open.value = false
    },
    clear() {
      for (const shot of shots.value) void host.discardStaged(shot.sha256).catch(() => undefined)
      forget()
    },
    saved() {
      const next = reading.waiting.value
      if (next === undefined) {
        forget()
        open.value = false
        return false
      }
      const { platform } = fields
      empty()
      reading.goOn(next)
      // Orders that were copied together are of one platform.
      if (fields.platform === '') fields.platform = platform
      return true
    },
    reading,
    stage(more) {
      const first = shots.value.every((shot) => sortOf(shot.media) !== 'picture')
      shots.value = withRoles(shots.value, more)
      const picture = first && shots.value.find((shot) => sortOf(shot.media) === 'picture')
      if (picture) void reading.readShot(picture.sha256)
    },
    unstage(sha256) {
      if (reading.busy.value === 'shot' && reading.source.value === sha256) reading.skip()
      shots.value = shots.value.filter((shot) => shot.sha256 !== sha256)
      void host.discardStaged(sha256).catch(() => undefined)
    },
  }
}

export function useRecording(): Recording {
  const recording = inject(recordingKey)
  if (!recording) throw new Error('BUG: no recording was provided to the page')
  return recording
}
