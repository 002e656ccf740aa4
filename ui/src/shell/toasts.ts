import { inject, reactive, type InjectionKey } from 'vue'

export interface Toast {
  id: number
  text: string
  tone: 'done' | 'warn'
  /** `stays` in milliseconds, where the usual time is too short. */
  action?: { label: string; run: () => void; testId: string; stays?: number }
}

export interface Toasts {
  shown: Toast[]
  tell: (text: string, action?: Toast['action']) => void
  warn: (text: string) => void
  dismiss: (id: number) => void
}

export const toastsKey: InjectionKey<Toasts> = Symbol('toasts')

const STAYS = 5_000
/** Whoever may want to undo needs time to notice the mistake. */
const STAYS_WITH_ACTION = 10_000
const STAYS_WARNING = 9_000
/** For what only this offer can take back. */
export const LONG = 30_000

export function createToasts(): Toasts {
  const shown = reactive<Toast[]>([])
  let last = 0

  function dismiss(id: number): void {
    const at = shown.findIndex((toast) => toast.id === id)
    if (at >= 0) shown.splice(at, 1)
  }

  function add(toast: Omit<Toast, 'id'>, stays: number): void {
    const id = ++last
    // The same sentence twice tells nothing new, and an older offer to undo would undo the wrong thing.
    for (const old of [...shown]) if (old.text === toast.text || (toast.action && old.action)) dismiss(old.id)
    shown.push({ id, ...toast })
    if (shown.length > 3) shown.shift()
    window.setTimeout(() => dismiss(id), stays)
  }

  return {
    shown,
    tell: (text, action) => add({ text, tone: 'done', action }, action ? (action.stays ?? STAYS_WITH_ACTION) : STAYS),
    warn: (text) => add({ text, tone: 'warn' }, STAYS_WARNING),
    dismiss,
  }
}

export function useToasts(): Toasts {
  const toasts = inject(toastsKey)
  if (!toasts) throw new Error('BUG: no toasts were provided to the page')
  return toasts
}
