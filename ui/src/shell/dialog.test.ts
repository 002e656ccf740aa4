import { mount } from '@vue/test-utils'
import { nextTick } from 'vue'
import { describe, expect, it } from 'vitest'
import ModalDialog from './ModalDialog.vue'
import { createDialogs, dialogsKey } from './dialogs'

async function openDialog() {
  const dialogs = createDialogs()
  const wrapper = mount(ModalDialog, {
    attachTo: document.body,
    props: { modelValue: true, title: '标题' },
    slots: { default: '<input data-testid="inside">' },
    global: { provide: { [dialogsKey as symbol]: dialogs } },
  })
  await nextTick()
  const dialog = document.querySelector('dialog')!
  return { wrapper, dialogs, dialog, inside: document.querySelector('[data-testid="inside"]')! }
}

function mouse(type: string, on: Element): void {
  on.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }))
}

describe('a dialog', () => {
  it('is in front while it is open, with a name', async () => {
    const { wrapper, dialogs, dialog } = await openDialog()
    expect(dialogs).toEqual([dialog])
    expect(dialog.getAttribute('aria-label')).toBe('标题')
    await wrapper.setProps({ modelValue: false })
    expect(dialogs).toEqual([])
    expect(dialog.open).toBe(false)
    expect(document.querySelector('[data-testid="inside"]')).toBeNull()
  })

  it('closes by a click beside it', async () => {
    const { wrapper, dialog } = await openDialog()
    mouse('mousedown', dialog)
    expect(wrapper.emitted('update:modelValue')).toBeUndefined()
    mouse('click', dialog)
    expect(wrapper.emitted('update:modelValue')).toEqual([[false]])
  })

  it('stays where a text is selected out of it, or something inside is clicked', async () => {
    const { wrapper, dialog, inside } = await openDialog()
    mouse('mousedown', inside)
    mouse('click', dialog)
    mouse('mousedown', inside)
    mouse('click', inside)
    expect(wrapper.emitted('update:modelValue')).toBeUndefined()
  })

  it('leaves Escape to what is inside', async () => {
    const { wrapper, dialog } = await openDialog()
    const cancel = new Event('cancel', { cancelable: true })
    dialog.dispatchEvent(cancel)
    expect(cancel.defaultPrevented).toBe(true)
    expect(wrapper.emitted('update:modelValue')).toBeUndefined()
  })
})
