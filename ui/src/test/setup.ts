import { config, enableAutoUnmount } from '@vue/test-utils'
import { afterEach, vi } from 'vitest'
import { speak } from '@/locales/language'
import { clock, StoppedDate } from './clock'
import { endWorlds } from './world'

enableAutoUnmount(afterEach)
afterEach(async () => {
  document.body.innerHTML = ''
  speak('')
  clock.now = undefined
  await endWorlds()
})

globalThis.Date = StoppedDate as DateConstructor

// Dialogs are looked at where they really are, and without waiting for their way in and out.
config.global.stubs = { transition: true, 'transition-group': true }

// jsdom cannot draw; what a chart is told to show is looked at where it is told.
vi.mock('@/charts/draw', () => ({ draw: () => ({ show: () => undefined, resize: () => undefined, end: () => undefined }) }))

// jsdom has no layout.
window.ResizeObserver ??= class {
  observe = (): void => undefined
  unobserve = (): void => undefined
  disconnect = (): void => undefined
}
Element.prototype.scrollTo ??= () => undefined
Element.prototype.scrollIntoView ??= () => undefined
window.matchMedia ??= ((query: string) => ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined })) as unknown as typeof window.matchMedia

// jsdom knows the element and not what it does.
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true
}
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
  this.open = false
  this.dispatchEvent(new Event('close'))
}
