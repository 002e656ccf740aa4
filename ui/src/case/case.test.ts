import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createWorld, refuse, type Seed } from '@/test/world'
import { all, called, click, find, get, openPage, press, settled, type } from '@/test/page'

const HOUR = 3_600_000
const LATE: Seed = { product: '1000 Q币', amount_fen: 98_500, paid_ago: 30 * HOUR, account: '1234567890', shots: 2 }
const ASKED: Seed = { ...LATE, diagnosed: { ago: HOUR, page: 'processing', bill: 'paid', account: 'same', paying: 'smooth' } }
const AT_ONCE = { masked: false, archive_only: false, declared: { own_use: false, real_identity: false, not_elsewhere: false }, fraud: false, person: null }
const status = (): string | undefined => get('order-status').dataset.status

describe('the case page', () => {
  it('copies the letter as it was rewritten, records it, and can take that back', async () => {
    const { host } = await openPage([ASKED], '/orders/1')
    expect(get<HTMLTextAreaElement>('letter-text').value).toContain('1000 Q币')
    await type('letter-text', '请今天到账')
    expect(get('letter-count').textContent).toMatch(/^\s*5 字/)
    await click('letter-copy')
    expect(called(host, 'copy_letter')).toEqual([[1, 'platform', '请今天到账', { answer_by: '', fraud: false }, false]])
    expect(all('event-item').map((item) => item.dataset.kind)).toContain('demanded')
    await click('undo')
    expect(called(host, 'undo_event')).toEqual([[1, 5]])
  })

  it('keeps a rewritten letter when the order changes elsewhere', async () => {
    const { host } = await openPage([ASKED], '/orders/1')
    await type('letter-text', '我自己写的')
    host.tell('orders://changed', null)
    await settled()
    expect(get<HTMLTextAreaElement>('letter-text').value).toBe('我自己写的')
  })

  it('says when a letter is too long for its recipient', async () => {
    await openPage([ASKED], '/orders/1')
    await click('step-toggle-payment')
    await type('letter-text', '字'.repeat(300))
    expect(get('letter-count').textContent).toContain('300 / 300 字')
    await type('letter-text', '字'.repeat(303))
    expect(get('letter-count').textContent).toContain('超出 3 字')
  })

  it('marks as arrived in one click and takes it back in one', async () => {
    await openPage([LATE], '/orders/1')
    await click('mark-arrived')
    expect(status()).toBe('arrived')
    expect(get('case-countdown').textContent).toBe('已到账')
    await click('undo')
    expect(status()).toBe('overdue')
    expect(all('event-item').map((item) => item.dataset.kind)).toEqual(['undone', 'arrived', 'shot-added', 'shot-added', 'logged'])
  })

  it('takes back from the timeline too, only the last thing that still counts', async () => {
    const { host } = await openPage([{ ...LATE, shots: 1, demanded_ago: HOUR }], '/orders/1')
    await click('mark-arrived')
    expect(all('event-undo')).toHaveLength(1)
    await click('event-undo')
    await click('event-undo')
    expect(called(host, 'undo_event').map(([, seq]) => seq)).toEqual([4, 3])
    // What is left is a file that was attached.
    expect(all('shot-thumb')).toHaveLength(1)
    expect(find('event-undo')).toBeNull()
  })

  it('takes an arrival back also after a file got another role', async () => {
    const { host } = await openPage([{ ...LATE, shots: 1 }], '/orders/1')
    await click('mark-arrived')
    const [shot] = (await host.showOrder(1)).shots
    await host.setShotRole(1, shot!.sha256, 'chat')
    host.tell('orders://changed', null)
    await settled()
    await click('event-undo')
    expect(called(host, 'undo_event').map(([, seq]) => seq)).toEqual([3])
    expect(status()).toBe('overdue')
    expect((await host.showOrder(1)).shots[0]?.role).toBe('chat')
  })

  it('takes a refund in part: the order stays open with the rest', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('mark-refunded')
    expect(get<HTMLInputElement>('refund-amount').value).toBe('985')
    await type('refund-amount', '100')
    await press('Enter', get('refund-amount'))
    expect(called(host, 'mark_refunded')).toEqual([[1, { amount: '100', at: '', to: 'original', accepted: false }]])
    expect(status()).toBe('overdue')
    expect(document.body.textContent).toContain('已退 ¥100.00，还差 ¥885.00')
  })

  it('counts a refund into a balance only where it was accepted', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('mark-refunded')
    await type('refund-to', 'balance')
    await click('refund-confirm')
    expect(called(host, 'mark_refunded')).toEqual([[1, { amount: '985', at: '', to: 'balance', accepted: false }]])
    expect(status()).toBe('disputed')
    expect(document.body.textContent).toContain('还要追 ¥985.00')
    await click('undo')
    expect(status()).toBe('overdue')
  })

  it('claims the part that is not right, and asks again where the count is wrong', async () => {
    const { host } = await openPage([{ ...LATE, amount_fen: 10_000, quantity: '10' }], '/orders/1')
    await click('tell-problem')
    await type('problem-kind', 'short')
    await type('problem-received', '12')
    await click('problem-confirm')
    expect(get('form-error').textContent).toBe('到了 12 份，比下单的 10 份还多，请核对。')
    expect(document.activeElement).toBe(get('problem-received'))
    await type('problem-received', '8')
    await click('problem-confirm')
    expect(called(host, 'tell_problem').at(-1)).toEqual([1, { problem: 'short', received: '8', text: '', at: '' }])
    expect(status()).toBe('disputed')
    expect(get('case-countdown').textContent).toBe('有争议')
    expect(document.body.textContent).toContain('还要追 ¥20.00')
  })

  it('opens what arrived again when something goes wrong with it, and keeps the arrival', async () => {
    await openPage([{ ...LATE, status: 'arrived' }], '/orders/1')
    await click('tell-problem')
    await type('problem-kind', 'lost-after')
    await type('problem-text', '账号被封')
    await click('problem-confirm')
    expect(status()).toBe('disputed')
    expect(all('event-item').map((item) => item.dataset.kind)).toEqual(expect.arrayContaining(['arrived', 'problem']))
    await click('undo')
    expect(status()).toBe('arrived')
  })

  it('puts what is wrong with a refund under its amount', async () => {
    await openPage([LATE], '/orders/1')
    await click('mark-refunded')
    await type('refund-amount', '9999')
    await click('refund-confirm')
    expect(get('form-error').textContent).toBe('退款 9999.00 元超过了还没退的 985.00 元，请核对。')
    expect(document.activeElement).toBe(get('refund-amount'))
    expect(status()).toBe('overdue')
  })

  it('closes only with a reason', async () => {
    await openPage([LATE], '/orders/1')
    await click('close-order')
    await click('close-confirm')
    expect(get('form-error').textContent).toContain('还没有写关闭的原因')
    await type('close-reason', '不追了')
    await click('close-confirm')
    expect(status()).toBe('closed')
    expect(document.body.textContent).toContain('已关闭：不追了')
  })

  it('records what the other side promised, with until when', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    get<HTMLInputElement>('contact-promised').click()
    await settled()
    await type('contact-until', '2026-11-24 18:00')
    await type('contact-text', '客服说会补')
    await click('contact-save')
    expect(called(host, 'add_event')).toEqual([[1, { kind: 'promised', text: '客服说会补', at: '', until: '2026-11-24 18:00' }]])
    expect(get<HTMLTextAreaElement>('contact-text').value).toBe('')
  })

  it('tells a promised refund from a promise to deliver', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    get<HTMLInputElement>('contact-promised').click()
    await settled()
    await type('contact-until', '2天')
    get<HTMLInputElement>('contact-refund').click()
    await settled()
    await click('contact-save')
    expect(called(host, 'add_event').at(-1)).toEqual([1, { kind: 'promised', text: '', at: '', until: '2天', refund: true }])
    expect(get<HTMLInputElement>('contact-refund').checked).toBe(false)
    expect(get('case-waits').textContent).toContain('前退款')
    expect(all('event-item')[0]!.textContent).toContain('前退款')
  })

  it('records why the other side refused, by its reason or by its words', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    expect(find('contact-reason')).toBeNull()
    get<HTMLInputElement>('contact-promised').click()
    await settled()
    expect(get<HTMLTextAreaElement>('contact-text').placeholder).toContain('到账')
    get<HTMLInputElement>('contact-refused').click()
    await settled()
    expect(get<HTMLTextAreaElement>('contact-text').placeholder).toContain('概不退换')
    expect([...get<HTMLSelectElement>('contact-reason').options].map(({ text }) => text)).toContain('已使用或者已激活')
    await type('contact-reason', 'used')
    await type('contact-text', '有人用过')
    await click('contact-save')
    await type('contact-text', '虚拟商品概不退换')
    await click('contact-save')
    expect(called(host, 'add_event')).toEqual([
      [1, { kind: 'refused', text: '有人用过', at: '', until: '', reason: 'used' }],
      [1, { kind: 'refused', text: '虚拟商品概不退换', at: '', until: '' }],
    ])
    expect(document.body.textContent).toContain('已使用或者已激活：有人用过')
  })

  it('keeps the times that only the page of the shop shows, the last one typed', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    expect(get('page-times-shown').textContent).toContain('没有填')
    await click('page-times-edit')
    await click('page-times-save')
    expect(get('page-times-error').textContent).toContain('还没有填页面上写的时间')
    for (const until of ['2天3小时', '3天']) {
      if (!find('page-times-until')) await click('page-times-edit')
      await type('page-times-until', until)
      await click('page-times-save')
    }
    expect(called(host, 'add_event').slice(-1)).toEqual([[1, { kind: 'auto-confirm', text: '', at: '', until: '3天' }]])
    expect(get('page-times-shown').querySelectorAll('span')).toHaveLength(1)
    expect(get('page-times-shown').textContent).toContain('自动确认收货')
    expect(get('case-why').textContent).toContain('没到账先别点“确认收货”')
    await click('page-times-edit')
    await type('page-times-kind', 'guarantee')
    await type('page-times-until', '30天')
    await click('page-times-save')
    expect(get('page-times-shown').querySelectorAll('span')).toHaveLength(2)
    expect(document.activeElement).toBe(get('page-times-edit'))
    await click('event-undo')
    expect(get('page-times-shown').textContent).not.toContain('质保')
  })

  it('hides the account until asked', async () => {
    await openPage([LATE], '/orders/1')
    expect(get('fact-account').textContent).not.toContain('1234567890')
    await click('reveal-account')
    expect(get('fact-account').textContent).toContain('1234567890')
    await click('reveal-account')
    expect(get('fact-account').textContent).not.toContain('1234567890')
  })

  it('edits with the form filled as it was', async () => {
    const { host } = await openPage([{ ...LATE, window_seconds: 7200 }], '/orders/1')
    await click('edit-order')
    expect(get<HTMLInputElement>('form-amount').value).toBe('985')
    expect(get<HTMLInputElement>('form-window').value).toBe('2小时')
    expect(find('choose-files')?.closest('dialog')).toBeFalsy()
    await type('form-product', '1200 Q币')
    await click('form-save')
    expect(called(host, 'edit_order')).toHaveLength(1)
    expect(get('case-title').textContent).toBe('1200 Q币')
  })

  it('shows a picture large, steps through with the arrows, and leaves with Escape', async () => {
    await openPage([LATE], '/orders/1')
    all('shot-thumb')[0]!.click()
    await settled()
    expect(get('shot-viewer').textContent).toContain('1 / 2')
    await press('ArrowRight', get('shot-viewer'))
    expect(get('shot-viewer').textContent).toContain('2 / 2')
    await press('Escape', get('shot-viewer'))
    expect(find('shot-viewer')).toBeNull()
  })

  it('exports and shows where, how much and what to mind', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('export-package')
    expect(called(host, 'export_package')).toEqual([[[1], false, AT_ONCE]])
    const written = readdirSync(get('export-result').dataset.dir!, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(get('export-result').textContent).toContain(`已导出${written.length} 个文件，`)
    expect(get('export-result').textContent).toContain('付款只有一项证据')
    await click('open-export')
    expect(called(host, 'open_export')).toEqual([[get('export-result').dataset.dir]])
  })

  it('exports where the person chooses', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('export-elsewhere')
    expect(called(host, 'export_package')).toEqual([[[1], true, AT_ONCE]])
  })

  it('says what would make the letter stronger', async () => {
    await openPage([{ ...ASKED, order_no: null }], '/orders/1')
    expect(get('letter-missing').textContent).toContain('订单号')
    get('letter-missing').querySelector('button')!.click()
    await settled()
    expect(find('form-order-no')).not.toBeNull()
  })

  it('says nothing when the export was cancelled', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await host.set({ choose: [[]] })
    await click('export-elsewhere')
    expect(called(host, 'export_package')).toHaveLength(1)
    expect(find('export-result')).toBeNull()
    expect(find('toast')).toBeNull()
  })

  it('shows what a refused command says, and changes nothing', async () => {
    const host = await createWorld([LATE])
    host.markArrived = async () => refuse('failed', '数据文件被占用，没有记下')
    await openPage([], '/orders/1', host)
    await click('mark-arrived')
    expect(get('toast').textContent).toContain('数据文件被占用')
    expect(status()).toBe('overdue')
  })

  it('says what is waited for until when', async () => {
    await openPage([{ ...LATE, promised: { ago: HOUR, span: 3 * HOUR } }, { ...LATE, filed_ago: HOUR }], '/orders/1')
    expect(get('case-waits').textContent).toMatch(/对方承诺 .* 前处理/)
    await click('rail-orders')
    get('order-search')
    all('order-row').find((row) => row.dataset.orderId === '2')!.click()
    await settled()
    expect(get('case-waits').textContent).toMatch(/支付投诉：.* 23:59 前应有答复.*支付投诉：.* 23:59 前应处理完/)
  })

  it('ends a snooze by taking it back', async () => {
    const { host } = await openPage([{ ...LATE, snoozed: { ago: 1000, span: HOUR } }], '/orders/1')
    expect(get('case-snoozed').textContent).toContain('再提醒')
    await click('case-resume')
    expect(called(host, 'undo_event')).toEqual([[1, 4]])
    expect(find('case-waits')).toBeNull()
  })

  it('asks whether it came while that is the question', async () => {
    const { host } = await openPage([{ paid_ago: HOUR }, LATE], '/orders/1')
    await click('case-not-yet')
    expect(called(host, 'add_event')).toEqual([[1, { kind: 'checked', text: '', at: '', until: '' }]])
    expect(find('case-not-yet')).toBeNull()
    expect(all('event-item')[0]!.textContent).toContain('查看仍未到账')
  })

  it('does not call late what has to be confirmed first', async () => {
    await openPage([{ kind: 'fuel-card', paid_ago: 30 * HOUR }], '/orders/1')
    expect(get('case-countdown').textContent).toBe('到时限了，先确认')
    expect(get('case-not-yet').textContent).toBe('已圈存仍未到账')
    expect(document.body.textContent).toContain('请先到加油站')
    await click('case-not-yet')
    expect(status()).toBe('overdue')
  })

  it('records a complaint with the payment channel and then waits for its answer', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('step-toggle-payment')
    await click('file-complaint')
    expect(document.activeElement).toBe(get('file-number'))
    await type('file-number', 'TS0001')
    await type('file-at', '2026-11-20 00:00')
    await click('file-save')
    expect(get('form-error').textContent).toContain('早于付款时间')
    expect(document.activeElement).toBe(get('file-at'))
    await type('file-at', '')
    await press('Enter', get('file-at'), { keyCode: 229 })
    expect(called(host, 'file_complaint')).toHaveLength(1)
    await press('Enter', get('file-at'))
    expect(called(host, 'file_complaint')[1]).toEqual([1, 'payment', 'TS0001', ''])
    expect(find('file-number')).toBeNull()
    expect(get('case-waits').textContent).toContain('前应有答复')
    await click('undo')
    expect(find('case-waits')).toBeNull()
  })

  it('keeps the release times of the platform, and says what is wrong with them', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    expect(get('release-shown').textContent).toBe('没有固定时间')
    await click('release-edit')
    await type('release-times', '25:00')
    await click('release-save')
    expect(get('form-error').textContent).toContain('25:00')
    await type('release-times', '10:00，22:00')
    await press('Enter', get('release-times'))
    expect(called(host, 'set_release_times').at(-1)).toEqual(['云边卡盟', '10:00，22:00'])
    expect(get('release-shown').textContent).toBe('每天 10:00、22:00')
  })

  it('takes no part while a dialog is in front', async () => {
    await openPage([LATE], '/orders/1')
    const app = document.querySelector<HTMLElement>('.app')!
    for (const [open, shut] of [['new-order', 'form-cancel'], ['edit-order', 'form-cancel']] as const) {
      await click(open)
      expect(app.classList.contains('behind')).toBe(true)
      expect(get('form-platform').closest('dialog')?.open).toBe(true)
      expect(app.contains(get('form-platform'))).toBe(false)
      await click(shut)
      expect(app.classList.contains('behind')).toBe(false)
      expect(document.querySelector('dialog[open]')).toBeNull()
    }
  })

  it('says that an order is gone', async () => {
    await openPage([LATE], '/orders/99')
    expect(document.body.textContent).toContain('这笔订单已经不在了')
  })
})
