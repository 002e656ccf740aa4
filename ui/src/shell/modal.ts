import { computed, inject, onScopeDispose, ref, watch, type ComputedRef, type InjectionKey, type Ref } from 'vue'

export interface Modals {
  /** A dialog is in front: what is behind it takes no part. */
  any: ComputedRef<boolean>
  opened: () => void
  shut: () => void
}

export const modalsKey: InjectionKey<Modals> = Symbol('modals')

export function createModals(): Modals {
  const count = ref(0)
  return {
    any: computed(() => count.value > 0),
    opened: () => void (count.value += 1),
    shut: () => void (count.value -= 1),
  }
}

export function useModals(): Modals {
  const modals = inject(modalsKey)
  if (!modals) throw new Error('BUG: no modals were provided to the page')
  return modals
}

/** Says while `open` holds that a dialog is in front. */
export function useModal(open: Ref<boolean>): void {
  const modals = useModals()
  let counted = false
  const count = (value: boolean): void => {
    if (value === counted) return
    counted = value
    if (value) modals.opened()
    else modals.shut()
  }
  // At once: the dialog gives the focus back while it closes, and what is inert does not take it.
  watch(open, count, { immediate: true, flush: 'sync' })
  onScopeDispose(() => count(false))
}
