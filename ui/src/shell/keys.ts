import { onScopeDispose, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { isImeEnter, takesTyping } from '@/keys/ime'

/** `mod` is Ctrl, or Cmd. A plain key is no shortcut while something takes typing. */
export interface Shortcut {
  keys: string
  run: () => void
  /** The keys are taken, but nothing happens, while a dialog is in front. */
  overDialogs?: 'swallow'
  when?: MaybeRefOrGetter<boolean>
}

const shortcuts: Shortcut[] = []
/** The newest stands in front: what is open takes every key before anything else sees it. */
const takers: ((e: KeyboardEvent) => boolean)[] = []

function nameOf(e: KeyboardEvent): string | undefined {
  if (e.altKey) return undefined
  const mod = e.ctrlKey || e.metaKey
  if (mod && e.shiftKey) return undefined
  return mod ? `mod+${e.key.toLowerCase()}` : e.key
}

function onKeydown(e: KeyboardEvent): void {
  if (e.defaultPrevented || isImeEnter(e)) return
  const name = nameOf(e)
  const found = shortcuts.findLast(({ keys, when }) => keys === name && (when === undefined || toValue(when)))
  if (!found || (!found.keys.startsWith('mod+') && takesTyping(e.target))) return
  const behind = document.querySelector('dialog[open]') !== null
  if (behind && !found.overDialogs) return
  e.preventDefault()
  if (!behind) found.run()
}

function onKeydownFirst(e: KeyboardEvent): void {
  if (!takers.at(-1)?.(e)) return
  e.preventDefault()
  e.stopPropagation()
}

// The one place where the page listens to keys for itself; a part listens to those of its own element.
window.addEventListener('keydown', onKeydown)
window.addEventListener('keydown', onKeydownFirst, true)

/** Holds as long as the component does; of two for the same keys the newer one counts. */
export function useShortcuts(own: Shortcut[]): void {
  shortcuts.push(...own)
  onScopeDispose(() => {
    for (const shortcut of own) shortcuts.splice(shortcuts.indexOf(shortcut), 1)
  })
}

/** While `open`, every key goes to `take` first, wherever the focus is; what it answers true to reaches nothing else. */
export function useEveryKey(open: MaybeRefOrGetter<boolean>, take: (e: KeyboardEvent) => boolean): void {
  const leave = (): void => {
    const at = takers.indexOf(take)
    if (at >= 0) takers.splice(at, 1)
  }
  watch(() => toValue(open), (now) => {
    leave()
    if (now) takers.push(take)
  }, { immediate: true })
  onScopeDispose(leave)
}
