import { writeFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import type { Draft } from '@/bindings/Draft'
import type { Code } from '@/bindings/Code'
import { all, called, click, find, get, openPage, press, settled, type } from '@/test/page'
import { createWorld, hold, refuse } from '@/test/world'
import { nextRole } from './roles'

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj3uQAAAABJRU5ErkJggg=='

async function fill(): Promise<void> {
  await type('form-platform', '云边卡盟')
  await type('form-product', '1000 Q币')
  await type('form-amount', '985')
  await type('form-paid-at', '2026-11-20 21:03:45')
}

/** One message is shown, at the field that it is about. */
function expectMessage(testId: string, message: string): void {
  const shown = all('form-error')
  expect(shown.map((error) => error.textContent)).toEqual([message])
  const control = get(testId)
  expect(document.activeElement).toBe(control)
  expect(control.getAttribute('aria-invalid')).toBe('true')
  expect(control.getAttribute('aria-describedby')).toBe(shown[0]!.id)
}

describe('the form', () => {
  it('opens with Ctrl+N anywhere, with the focus in its first field', async () => {
    await openPage([{}], '/orders')
    await press('n', document.body, { ctrlKey: true })
    expect(document.activeElement).toBe(get('form-platform'))
  })

  it('sends everything exactly as typed and then shows the case', async () => {
    const { host, router } = await openPage()
    await click('new-order')
    await fill()
    await type('form-account', ' 0012345678 ')
    await type('form-window', '30分钟')
    await type('form-channel', 'wechat')
    await type('form-payment-no', '4200002026112000000001')
    await click('form-save')
    const [draft] = called(host, 'log_order')[0] as [Draft]
    expect(draft).toMatchObject({
      platform: '云边卡盟',
      product: '1000 Q币',
      kind: 'q-coin',
      amount: '985',
      paid_at: '2026-11-20 21:03:45',
      account: ' 0012345678 ',
      window: '30分钟',
      channel: 'wechat',
      payment_no: '4200002026112000000001',
      note: '',
      shots: [],
      force: false,
    })
    expect(router.currentRoute.value.path).toBe('/orders/1')
    expect(get('case-title').textContent).toBe('1000 Q币')
    expect(find('form-platform')).toBeNull()
  })

  it('saves with Ctrl+Enter from any field, once', async () => {
    const { host } = await openPage()
    await click('new-order')
    await fill()
    const note = get('form-note')
    note.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }))
    note.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }))
    await settled()
    expect(called(host, 'log_order')).toHaveLength(1)
  })

  it('does not save on an Enter of the input method, nor close on its Escape', async () => {
    const { host } = await openPage()
    await click('new-order')
    await fill()
    await press('Enter', get('form-product'), { ctrlKey: true, keyCode: 229 })
    await press('Enter', get('form-product'), { ctrlKey: true, isComposing: true })
    await press('Escape', get('form-product'), { keyCode: 229 })
    expect(called(host, 'log_order')).toHaveLength(0)
    expect(find('form-product')).not.toBeNull()
  })

  it.each([
    ['platform', 'form-platform', ''],
    ['product', 'form-product', ''],
    ['kind', 'form-kind', ''],
    ['amount', 'form-amount', '一百'],
    ['paid_at', 'form-paid-at', '从前'],
    ['account', 'form-account', '1'.repeat(201)],
    ['order_no', 'form-order-no', '1'.repeat(201)],
    ['window', 'form-window', '很快'],
    ['payment_no', 'form-payment-no', '1'.repeat(201)],
    ['merchant_order_no', 'form-merchant-order-no', '1'.repeat(201)],
    ['merchant', 'form-merchant', '某'.repeat(201)],
    ['note', 'form-note', '长'.repeat(2001)],
  ] as [Code, string, string][])('puts the message of "%s" under that field and goes there', async (code, testId, wrong) => {
    const { host } = await openPage()
    await click('new-order')
    await fill()
    await type('form-channel', 'wechat')
    await type(testId, wrong)
    await click('form-save')
    const [draft] = called(host, 'log_order')[0] as [Draft]
    const refused = await host.app.logOrder(draft).catch((failure: unknown) => failure)
    expect(refused).toMatchObject({ code })
    expectMessage(testId, (refused as { message: string }).message)
  })

  it('does so with the channel, which cannot be wrong in the form', async () => {
    const host = await createWorld()
    host.logOrder = async () => refuse('channel', '没有这个渠道')
    await openPage([], '/', host)
    await click('new-order')
    await click('form-save')
    expectMessage('form-channel', '没有这个渠道')
  })

  it('takes the message away when the field is changed', async () => {
    await openPage()
    await click('new-order')
    await click('form-save')
    expect(all('form-error')).toHaveLength(1)
    await type('form-platform', '云')
    expect(all('form-error')).toHaveLength(0)
  })

  it('offers to log a duplicate all the same', async () => {
    const { host } = await openPage([{ platform: '云边卡盟', order_no: 'YB1' }])
    await click('new-order')
    await fill()
    await type('form-order-no', 'YB1')
    await click('form-save')
    expect(get('form-trouble').textContent).toContain('已经记过')
    await click('form-force')
    expect(called(host, 'log_order').map(([draft]) => (draft as Draft).force)).toEqual([false, true])
    expect((await host.app.showOrder(2)).product).toBe('1000 Q币')
  })

  it('shows any other failure as it is, and keeps what was typed', async () => {
    const host = await createWorld()
    host.logOrder = async () => refuse('failed', '磁盘满了，没有记下')
    await openPage([], '/', host)
    await click('new-order')
    await fill()
    await click('form-save')
    expect(get('form-trouble').textContent).toContain('磁盘满了，没有记下')
    expect(find('form-force')).toBeNull()
    expect(get<HTMLInputElement>('form-product').value).toBe('1000 Q币')
  })

  it('keeps the unsaved draft when it is closed, until it is cleared', async () => {
    await openPage()
    await click('new-order')
    await type('form-product', '半张')
    await press('Escape', get('form-product'))
    expect(find('form-product')).toBeNull()
    await click('new-order')
    expect(get<HTMLInputElement>('form-product').value).toBe('半张')
    await click('form-clear')
    expect(get<HTMLInputElement>('form-product').value).toBe('')
    expect(find('form-clear')).toBeNull()
  })

  it('starts empty again after an order was saved', async () => {
    await openPage()
    await click('new-order')
    await fill()
    await click('form-save')
    await click('new-order')
    expect(get<HTMLInputElement>('form-product').value).toBe('')
  })

  it('takes labels and the usual window from the kind', async () => {
    await openPage()
    await click('new-order')
    await type('form-kind', 'q-coin')
    const account = get<HTMLInputElement>('form-account')
    expect(document.querySelector(`label[for="${account.id}"]`)?.textContent).toBe('QQ 号')
    expect(find('form-window-hint')?.textContent).toBe('按 Q币 的常见时限：30 分钟提醒，24 小时逾期')
    expect(get('form-window').getAttribute('aria-describedby')).toBe(get('form-window-hint').id)
    await type('form-kind', 'phone-credit-slow')
    expect(get('form-window-hint').textContent).toBe('按 话费慢充 的常见时限：72 小时逾期')
    await type('form-window', '2小时')
    expect(get('form-window-hint').textContent).toBe('以平台承诺的时限为准')
  })

  it('says when the platform issues, once it is typed', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const host = await createWorld()
      await host.app.setReleaseTimes('云边卡盟', '10:00、22:00')
      await openPage([], '/', host)
      await click('new-order')
      await type('form-platform', '云边')
      await type('form-platform', '云边卡盟')
      await vi.advanceTimersByTimeAsync(200)
      await settled()
      expect(get('form-release').textContent).toBe('这个平台每天 10:00、22:00 发货，从下一次发货算起')
      expect(called(host, 'release_times')).toEqual([['云边卡盟']])
      await type('form-platform', '别的')
      expect(find('form-release')).toBeNull()
    } finally {
      vi.useRealTimers()
    }
  })

  it('shows the payment numbers once a channel is chosen, under the words of that channel', async () => {
    await openPage()
    await click('new-order')
    expect(find('form-payment-no')).toBeNull()
    await type('form-channel', 'wechat')
    const number = get<HTMLInputElement>('form-payment-no')
    expect(document.querySelector(`label[for="${number.id}"]`)?.textContent).toBe('交易单号')
  })

  it('fills in the present moment for 刚刚', async () => {
    await openPage()
    await click('new-order')
    await click('form-just-now')
    expect(get<HTMLInputElement>('form-paid-at').value).toBe('2026-11-23 15:00:00')
  })

  it('suggests platforms used before, by keyboard', async () => {
    await openPage([{ platform: '云边卡盟' }, { platform: '小满充值' }])
    await click('new-order')
    await type('form-platform', '小')
    await press('ArrowDown', get('form-platform'))
    await press('Enter', get('form-platform'))
    expect(get<HTMLInputElement>('form-platform').value).toBe('小满充值')
  })

  it('sets aside what the shell refused and sends the rest with their roles', async () => {
    const { host } = await openPage()
    writeFileSync(`${host.folder}/一.png`, Buffer.from(PNG, 'base64'))
    writeFileSync(`${host.folder}/二.pdf`, '%PDF-1.7')
    writeFileSync(`${host.folder}/说明.docx`, 'x')
    await host.set({ choose: [['一.png', '说明.docx', '二.pdf']] })
    await click('new-order')
    await click('choose-files')
    expect(all('staged-shot')).toHaveLength(2)
    expect(get('toast').textContent).toContain('说明.docx')
    const role = all('staged-shot')[1]!.querySelector('select')!
    role.value = 'chat'
    role.dispatchEvent(new Event('change'))
    await fill()
    await click('form-save')
    const [draft] = called(host, 'log_order')[0] as [Draft]
    expect(draft.shots.map((shot) => shot.role)).toEqual(['payment', 'chat'])
  })
})

describe('guesses', () => {
  it('the kind from the product, and anew with another product', async () => {
    await openPage()
    await click('new-order')
    const kind = get<HTMLSelectElement>('form-kind')
    await type('form-product', '话费慢充 200')
    expect(kind.value).toBe('phone-credit-slow')
    await type('form-product', '什么都不是')
    expect(kind.value).toBe('')
    await type('form-product', '1000 Ｑ 币')
    expect(kind.value).toBe('q-coin')
    await type('form-product', '')
    expect(kind.value).toBe('')
  })

  it('goes by the product that stands in the form, however late the answer is', async () => {
    const host = await createWorld()
    await openPage([], '/', host)
    await click('new-order')
    const go = hold(host, 'guessKind')
    await type('form-product', '话费 100')
    go()
    await type('form-product', '')
    expect(get<HTMLSelectElement>('form-kind').value).toBe('')
  })

  it('is waited for before it is logged', async () => {
    const host = await createWorld()
    await openPage([], '/', host)
    await click('new-order')
    const go = hold(host, 'guessKind')
    await fill()
    await click('form-save')
    expect(called(host, 'log_order')).toHaveLength(0)
    go()
    await settled()
    expect((called(host, 'log_order')[0] as [Draft])[0].kind).toBe('q-coin')
  })

  it('leaves a kind alone that was chosen', async () => {
    await openPage()
    await click('new-order')
    await type('form-kind', 'other')
    await type('form-product', '1000 Q币')
    expect(get<HTMLSelectElement>('form-kind').value).toBe('other')
  })

  it('gives pictures the usual roles in turn', () => {
    expect(nextRole([])).toBe('payment')
    expect(nextRole(['payment'])).toBe('order-page')
    expect(nextRole(['payment', 'order-page', 'chat', 'arrival-check'])).toBe('other')
  })
})
