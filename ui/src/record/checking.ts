import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { Draft } from '@/bindings/Draft'
import type { DraftCheck } from '@/bindings/DraftCheck'
import { useHost } from '@/host/host'

const PAUSE = 300

export interface Checking {
  check: ShallowRef<DraftCheck | undefined>
  /** Nothing was changed since. */
  fresh: ComputedRef<boolean>
}

/** What is worth knowing about a draft, asked a moment after the last change; nothing while there is none. */
export function useDraftCheck(draft: () => Draft | undefined): Checking {
  const host = useHost()
  const check = shallowRef<DraftCheck>()
  const checked = shallowRef<string>()
  let asked = 0
  let timer: number | undefined

  async function look(wanted: Draft, of: string): Promise<void> {
    const mine = ++asked
    try {
      const answer = await host.checkDraft(wanted)
      if (mine !== asked) return
      check.value = answer
      checked.value = of
    } catch {
      // It is advice: an order is logged without it as well.
      if (mine === asked) check.value = undefined
    }
  }

  const signs = (): string | undefined => {
    const it = draft()
    return it && JSON.stringify([it.account, it.platform, it.product, it.kind, it.amount, it.order_no, it.paid_at, it.shots])
  }
  watch(signs, (now) => {
    window.clearTimeout(timer)
    const wanted = draft()
    if (now === undefined || !wanted) {
      asked += 1
      check.value = undefined
      return
    }
    timer = window.setTimeout(() => void look(wanted, now), PAUSE)
  }, { immediate: true })
  onScopeDispose(() => window.clearTimeout(timer))
  return { check, fresh: computed(() => checked.value !== undefined && checked.value === signs()) }
}
