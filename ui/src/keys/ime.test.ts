import { describe, expect, it } from 'vitest'
import { isEnter, isEscape, isImeEnter, isSave, takesTyping } from './ime'

function key(name: string, more: KeyboardEventInit = {}): KeyboardEvent {
  return new KeyboardEvent('keydown', { key: name, ...more })
}

describe('Enter and the input method', () => {
  it.each([
    ['a plain Enter', {}, false],
    ['Enter while composing', { isComposing: true }, true],
    ['Enter that WebKit says the input method has used', { keyCode: 229 }, true],
    ['Enter with its own key code', { keyCode: 13 }, false],
  ])('%s', (_what, more, ime) => {
    expect(isImeEnter(key('Enter', more))).toBe(ime)
    expect(isEnter(key('Enter', more))).toBe(!ime)
    expect(isSave(key('Enter', { ...more, ctrlKey: true }))).toBe(!ime)
    expect(isEscape(key('Escape', more))).toBe(!ime)
  })

  it('saves with Ctrl+Enter and with Cmd+Enter, not with Enter', () => {
    expect(isSave(key('Enter', { ctrlKey: true }))).toBe(true)
    expect(isSave(key('Enter', { metaKey: true }))).toBe(true)
    expect(isSave(key('Enter'))).toBe(false)
    expect(isEnter(key('Enter', { ctrlKey: true }))).toBe(false)
    expect(isEnter(key('Enter', { shiftKey: true }))).toBe(false)
  })

  it('knows what takes typing', () => {
    const checkbox = document.createElement('input')
    checkbox.type = 'checkbox'
    expect(takesTyping(document.createElement('input'))).toBe(true)
    expect(takesTyping(document.createElement('textarea'))).toBe(true)
    expect(takesTyping(checkbox)).toBe(false)
    expect(takesTyping(document.createElement('button'))).toBe(false)
    expect(takesTyping(null)).toBe(false)
  })
})
