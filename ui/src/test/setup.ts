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

// Vue keeps an event from a listener that is not older than it, by Date.now(); where the clock stands, that would be every
// listener but the first.
for (const name of ['keydown', 'keyup', 'input', 'change', 'click', 'mousedown', 'pointerdown', 'focusin', 'focusout', 'drop', 'paste', 'submit', 'toggle']) {
  window.addEventListener(name, (event) => Object.assign(event, { _vts: Infinity }), true)
}

// Dialogs are looked at where they really are, and without waiting for their way in and out.
config.global.stubs = { transition: true, 'transition-group': true }

// By the file beside it: a mock made by a function is missed by the second of two charts that ask for it at once.
vi.mock('@/charts/draw')

// Nothing is painted: what waits for that goes on at once, so that a test that waits for the page waits for that too.
window.requestAnimationFrame = (go) => {
  queueMicrotask(() => go(performance.now()))
  return 0
}

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
