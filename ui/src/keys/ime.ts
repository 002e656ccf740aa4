/**
 * Enter and Escape belong to the input method while a candidate is being chosen. WebKit ends the composition before it sends
 * the key that ended it, so `isComposing` alone is not enough: keyCode 229 says the input method has already used the key.
 */
export function isImeEnter(e: KeyboardEvent): boolean {
  return e.isComposing || e.keyCode === 229
}

/** Enter meant for the page, without a modifier. */
export function isEnter(e: KeyboardEvent): boolean {
  return e.key === 'Enter' && !isImeEnter(e) && !e.ctrlKey && !e.metaKey && !e.altKey && !e.shiftKey
}

/** Ctrl+Enter, or Cmd+Enter: save. */
export function isSave(e: KeyboardEvent): boolean {
  return e.key === 'Enter' && !isImeEnter(e) && (e.ctrlKey || e.metaKey)
}

/** Escape meant for the page, not for the candidate list. */
export function isEscape(e: KeyboardEvent): boolean {
  return e.key === 'Escape' && !isImeEnter(e)
}

/** Whether what has the focus takes typing, so that a bare letter or "/" is text and no shortcut. */
export function takesTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'reset', 'range'].includes(target.type)
}
