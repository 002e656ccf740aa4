import { config, enableAutoUnmount } from '@vue/test-utils'
import { afterEach } from 'vitest'

enableAutoUnmount(afterEach)
afterEach(() => {
  document.body.innerHTML = ''
})
// Dialogs are looked at where they really are, and without waiting for their way in and out.
config.global.stubs = { transition: true, 'transition-group': true }

// jsdom has no layout.
Element.prototype.scrollTo ??= () => undefined
Element.prototype.scrollIntoView ??= () => undefined
window.matchMedia ??= ((query: string) => ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined })) as unknown as typeof window.matchMedia
