import { computed, inject, onScopeDispose, shallowReactive, watch, type ComputedRef, type InjectionKey } from 'vue'

/** Who wants to be the one filled button of the page: what the page proposes, and what the person has begun on top of it. */
export interface Accent {
  proposed: symbol[]
  begun: symbol[]
}

export const accentKey: InjectionKey<Accent> = Symbol('accent')

export function createAccent(): Accent {
  return { proposed: shallowReactive([]), begun: shallowReactive([]) }
}

/**
 * Whether the caller's button is the filled one. What was begun last wins, and what the page proposes comes back when
 * that is done or given up; so there is never more than one.
 */
export function useAccent(wants: () => boolean, kind: keyof Accent = 'begun'): ComputedRef<boolean> {
  const accent = inject(accentKey)
  if (!accent) throw new Error('BUG: no accent was provided to the page')
  const me = Symbol('button')
  const mine = accent[kind]
  const leave = (): void => {
    const at = mine.indexOf(me)
    if (at >= 0) mine.splice(at, 1)
  }
  watch(wants, (value) => {
    leave()
    if (value) mine.push(me)
  }, { immediate: true, flush: 'sync' })
  onScopeDispose(leave)
  return computed(() => (accent.begun.at(-1) ?? accent.proposed.at(-1)) === me)
}
