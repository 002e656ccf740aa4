import { inject, onScopeDispose, ref, type InjectionKey, type Ref } from 'vue'
import type { Host } from '@/host/host'

export const nowKey: InjectionKey<Ref<Date>> = Symbol('now')

/** The moment all countdowns are read against. The shell moves it; the page has no clock of its own. */
export function createNow(host: Host): Ref<Date> {
  const now = ref(new Date())
  const look = (): void => {
    if (document.visibilityState !== 'hidden') now.value = new Date()
  }
  const stops = [
    host.on('watch://tick', (tick) => {
      const told = new Date(tick.now)
      now.value = Number.isNaN(told.getTime()) ? new Date() : told
    }),
    host.on('orders://changed', look),
  ]
  // Coming back to the window after an hour must not show the countdown of an hour ago.
  window.addEventListener('focus', look)
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => {
    for (const stop of stops) stop()
    window.removeEventListener('focus', look)
    document.removeEventListener('visibilitychange', look)
  })
  return now
}

export function useNow(): Ref<Date> {
  const now = inject(nowKey)
  if (!now) throw new Error('BUG: no clock was provided to the page')
  return now
}
