import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Field } from '@/bindings/Field'
import type { Draft } from '@/bindings/Draft'
import { all, called, click, find, get, openPage, press, settled, type } from '@/test/page'
import { createWorld, hold, MINUTE, refuse, type Seed, type World } from '@/test/world'

/** A bill of 微信支付, line by line, with a name over the amount; by parts, so that a test can have others. */
const PARTS = {
  title: '全部账单',
  platform: '云边卡盟',
  amount: '-98.50',
  status: '当前状态|支付成功',
  paid_at: '支付时间|2026年11月20日 21:03:45',
  product: '商品|1000 Q币',
  merchant: '商户全称|示例星河网络科技有限公司',
  payment_no: '交易单号|4200002026202611200000000001',
  merchant_order_no: '商户单号|SH2026112021034500001',
  account: '',
}
const bill = (other: Partial<typeof PARTS> = {}): string[] => Object.values({ ...PARTS, ...other }).filter((line) => line !== '')

const WITH_PLATFORM = bill()
/** Nobody's name is over the amount. */
const PLAIN = bill({ platform: '' })
/** The point of the amount is lost on the first look, and the account is faint. */
const DOUBTED = bill({ amount: '-985.00', account: '充值账号|~13800001234' })
const DOUBTED_AGAIN = bill({ account: '充值账号|~13800001234' })
const DOUBTS = { page: DOUBTED, again: DOUBTED_AGAIN }

const ORDER_PAGE = ['订单详情', '实付款|12.00', '订单号|YB7000001']

const hostWith = (page: string[], seeds: Seed[] = []): Promise<World> => createWorld(seeds, { page })

/** Drops a picture on the window; gives its hash. */
async function drop(host: World, name = '付款截图.png'): Promise<string> {
  await host.drop(name)
  await settled()
  return createHash('sha256').update(readFileSync(`${host.folder}/${name}`)).digest('hex')
}

const value = (testId: string): string => get<HTMLInputElement>(testId).value
const mark = (testId: string): HTMLElement | undefined => all('read-mark').find((one) => one.dataset.for === get(testId).id)
const drafts = (host: World): Draft[] => called(host, 'log_order').map(([draft]) => draft as Draft)

async function pasteText(text: string, on: Element): Promise<Event> {
  const e = new Event('paste', { bubbles: true, cancelable: true })
  Object.defineProperty(e, 'clipboardData', { value: { getData: (kind: string) => (kind === 'text/plain' ? text : ''), items: [], files: [] } })
  on.dispatchEvent(e)
  await settled()
  return e
}

describe('a screenshot', () => {
  it('is read as soon as it lands in the form, and saved with one Enter', async () => {
    const host = await hostWith(WITH_PLATFORM)
    await openPage([], '/', host)
    const sha256 = await drop(host)
    expect(called(host, 'read_shot')).toEqual([[sha256]])
    expect(get('reading-outcome').textContent).toContain('从微信支付账单详情识别出 9 项')
    expect(get('reading-outcome').textContent).toContain('页面显示：成功')
    expect(value('form-amount')).toBe('98.50')
    expect(value('form-channel')).toBe('wechat')
    expect(value('form-kind')).toBe('q-coin')
    expect(get('form-save').textContent).toContain('记下')
    // A button is pressed by Enter; jsdom has to be told.
    expect(document.activeElement).toBe(get('form-save'))
    await click('form-save')
    expect(drafts(host)[0]).toMatchObject({ platform: '云边卡盟', amount: '98.50', paid_at: '2026-11-20 21:03:45', payment_no: '4200002026202611200000000001', shots: [{ sha256, role: 'payment' }] })
  })

  it('leads to what it does not tell', async () => {
    const host = await hostWith(PLAIN)
    await openPage([], '/', host)
    await drop(host)
    expect(document.activeElement).toBe(get('form-platform'))
    await type('form-platform', '云边卡盟')
    await press('Enter', get('form-platform'))
    expect(document.activeElement).toBe(get('form-save'))
  })

  it('fills only what is empty and was not touched', async () => {
    const host = await hostWith(WITH_PLATFORM)
    const go = hold(host, 'readShot')
    await openPage([], '/', host)
    await click('new-order')
    await type('form-product', '自己写的')
    await drop(host)
    expect(get('reading-busy').textContent).toContain('正在识别截图')
    await type('form-amount', '7')
    await type('form-amount', '')
    await type('form-kind', 'other')
    go()
    await settled()
    expect(value('form-product')).toBe('自己写的')
    expect(value('form-amount')).toBe('')
    expect(value('form-kind')).toBe('other')
    expect(value('form-platform')).toBe('云边卡盟')
    expect(mark('form-platform')).toBeDefined()
    expect(mark('form-product')).toBeUndefined()
  })

  it('may be skipped; what comes afterwards is not taken', async () => {
    const host = await hostWith(WITH_PLATFORM)
    const go = hold(host, 'readShot')
    await openPage([], '/', host)
    await drop(host)
    await click('reading-skip')
    expect(find('reading-busy')).toBeNull()
    expect(called(host, 'cancel_reading')).toHaveLength(1)
    go()
    await settled()
    expect(value('form-amount')).toBe('')
  })

  it('leaves the focus to whoever is typing', async () => {
    const host = await hostWith(WITH_PLATFORM)
    const go = hold(host, 'readShot')
    await openPage([], '/', host)
    await drop(host)
    get('form-note').focus()
    await type('form-note', '备注')
    go()
    await settled()
    expect(document.activeElement).toBe(get('form-note'))
  })

  it('leaves the focus in the first field while that is being filled in', async () => {
    const host = await hostWith(WITH_PLATFORM)
    const go = hold(host, 'readShot')
    await openPage([], '/', host)
    await drop(host)
    await type('form-platform', '云')
    go()
    await settled()
    expect(document.activeElement).toBe(get('form-platform'))
    expect(value('form-platform')).toBe('云')
  })

  it('does not take the focus out of a name that is being composed', async () => {
    const host = await hostWith(PLAIN)
    const go = hold(host, 'readShot')
    await openPage([], '/', host)
    await drop(host)
    const platform = get<HTMLInputElement>('form-platform')
    platform.dispatchEvent(new Event('compositionstart'))
    platform.value = 'yun'
    platform.dispatchEvent(new Event('input'))
    await host.set({ page: WITH_PLATFORM })
    go()
    await settled()
    expect(document.activeElement).toBe(platform)
    expect(platform.value).toBe('yun')
  })

  it('is read like those before it, and fills only what is still empty', async () => {
    const host = await hostWith(PLAIN)
    await openPage([], '/', host)
    const first = await drop(host)
    expect(get('compare-picture').dataset.sha256).toBe(first)
    await host.set({ page: ['订单详情', '商品名称|100 点券', '订单号|YB20261120'] })
    const second = await drop(host, '订单页面.png')
    expect(called(host, 'read_shot')).toEqual([[first], [second]])
    expect(value('form-order-no')).toBe('YB20261120')
    expect(value('form-product')).toBe('1000 Q币')
    expect(value('form-kind')).toBe('q-coin')
    expect(find('reading-stray')).toBeNull()
    all('staged-look')[0]!.click()
    await settled()
    expect(get('compare-picture').dataset.sha256).toBe(first)
    expect(find('compare-read')).toBeNull()
  })

  it('that was skipped is read on request', async () => {
    const host = await hostWith(PLAIN)
    const go = hold(host, 'readShot')
    await openPage([], '/', host)
    await drop(host)
    await click('reading-skip')
    go()
    await click('compare-read')
    expect(value('form-amount')).toBe('98.50')
    expect(find('compare-read')).toBeNull()
  })

  it('is told what it shows, unless the person said so', async () => {
    const host = await hostWith(['订单详情', '实付款|98.50'])
    await openPage([], '/', host)
    await drop(host)
    const role = (i: number): HTMLSelectElement => all('staged-shot')[i]!.querySelector('select')!
    expect(role(0).value).toBe('order-page')
    const go = hold(host, 'readShot')
    await host.set({ page: PLAIN })
    await drop(host, '第二张.png')
    role(1).value = 'chat'
    role(1).dispatchEvent(new Event('change'))
    go()
    await settled()
    expect(role(1).value).toBe('chat')
  })

  it('enlarged begins in the middle of its top', async () => {
    const host = await hostWith(PLAIN)
    await openPage([], '/', host)
    await drop(host)
    const stage = get('compare-stage')
    Object.defineProperty(stage, 'scrollWidth', { value: 580 })
    Object.defineProperty(stage, 'clientWidth', { value: 280 })
    stage.scrollTop = 90
    await click('compare-near')
    expect([stage.scrollLeft, stage.scrollTop]).toEqual([150, 0])
  })

  it('is not read where there is nothing to see: a recording or a PDF', async () => {
    const host = await hostWith(PLAIN)
    await openPage([], '/', host)
    await drop(host, '通话.mp3')
    await drop(host, '账单.pdf')
    expect(called(host, 'read_shot')).toHaveLength(0)
    expect(find('compare-picture')).toBeNull()
    await drop(host)
    expect(called(host, 'read_shot')).toHaveLength(1)
  })

  it('says calmly that it could not be read, and loses nothing', async () => {
    const { host } = await openPage()
    await drop(host)
    expect(get('reading-trouble').textContent).toContain('没能识别：没有识别引擎，这里读不了截图。')
    expect(find('toast')).toBeNull()
    await click('form-save')
    expect(called(host, 'log_order')).toHaveLength(1)
  })

  it('fills no field that a page cannot tell', async () => {
    const host = await createWorld()
    host.readShot = async () => ({ layout: '怪页面', status: null, standing: null, role: null, fields: [{ field: 'note', value: 'x', doubt: null, others: [] }, { field: 'window', value: '1小时', doubt: null, others: [] }] })
    await openPage([], '/', host)
    await drop(host)
    expect(get('reading-outcome').textContent).toContain('没有识别出能用的内容')
    expect([value('form-note'), value('form-window')]).toEqual(['', ''])
  })

  it.each(['__proto__', 'force'])('takes nothing from a reading with the field %s, which no form has', async (field) => {
    const host = await createWorld()
    host.readShot = async () => ({ layout: '怪页面', status: null, standing: null, role: null, fields: [{ field: field as Field, value: 'true', doubt: null, others: [] }, { field: 'product', value: 'x', doubt: null, others: [] }] })
    await openPage([], '/', host)
    await drop(host)
    expect(get('reading-trouble').textContent).toContain('没能识别')
    expect(value('form-product')).toBe('')
  })

  it('is forgotten with the draft', async () => {
    const host = await hostWith(WITH_PLATFORM)
    await openPage([], '/', host)
    await drop(host)
    await click('form-save')
    await click('new-order')
    expect(all('read-mark')).toHaveLength(0)
    expect(find('reading-outcome')).toBeNull()
    await drop(host)
    expect(value('form-amount')).toBe('98.50')
  })
})

describe('a mark', () => {
  async function read(page = WITH_PLATFORM, again = page): Promise<World> {
    const host = await createWorld([], { page, again })
    await openPage([], '/', host)
    await drop(host)
    return host
  }

  it('goes when it is clicked, when the field is edited, and with Enter in it', async () => {
    await read()
    expect(mark('form-amount')!.textContent!.trim()).toBe('识别')
    expect(mark('form-amount')!.getAttribute('aria-label')).toContain('金额')
    mark('form-amount')!.click()
    await settled()
    expect(mark('form-amount')).toBeUndefined()
    expect(value('form-amount')).toBe('98.50')
    await type('form-product', '1001 Q币')
    expect(mark('form-product')).toBeUndefined()
    await press('Enter', get('form-paid-at'), { keyCode: 229 })
    expect(mark('form-paid-at')).toBeDefined()
    await press('Enter', get('form-paid-at'))
    expect(mark('form-paid-at')).toBeUndefined()
    expect(document.activeElement).toBe(get('form-save'))
  })

  it('that is doubted says why, in the field and beside it, and says it once', async () => {
    await read(DOUBTED, DOUBTED_AGAIN)
    expect(mark('form-amount')!.textContent!.trim()).toBe('待核对')
    expect(get('form-amount').classList).toContain('doubted')
    const why = document.getElementById(get('form-amount').getAttribute('aria-describedby')!)!
    expect(why.textContent).toBe('再看一遍读成了“98.50”，请和图片核对。')
    expect(get('form-amount').getAttribute('aria-invalid')).toBeNull()
    expect(get('form-product').classList).not.toContain('doubted')
  })

  it('leads from one doubt to the next, the amount first, and then to the button', async () => {
    const host = await read(DOUBTED, DOUBTED_AGAIN)
    const save = get('form-save')
    const amount = get<HTMLInputElement>('form-amount')
    expect(save.textContent).toContain('核对无误，记下')
    expect(document.activeElement).toBe(amount)
    expect([amount.selectionStart, amount.selectionEnd]).toEqual([0, '985.00'.length])
    await press('Enter', amount)
    expect(mark('form-amount')!).toBeUndefined()
    expect(save.textContent).toContain('核对无误，记下')
    expect(document.activeElement).toBe(get('form-account'))
    await press('Enter', get('form-account'))
    expect(save.textContent).not.toContain('核对无误')
    expect(document.activeElement).toBe(save)
    await click('form-save')
    expect(drafts(host)[0]!.amount).toBe('985.00')
  })

  it.each(['paid_at', 'merchant', 'platform', 'product', 'account', 'payment_no'] as const)('on %s changes the button and takes the focus', async (field) => {
    const line = PARTS[field] || '充值账号|1234567890'
    await read(bill({ [field]: line.replace(/([^|]*)$/, '~$1') }))
    expect(mark(`form-${field.replaceAll('_', '-')}`)!.textContent!.trim()).toBe('待核对')
    expect(get('form-save').textContent).toContain('核对无误，记下')
    expect(document.activeElement).toBe(get(`form-${field.replaceAll('_', '-')}`))
  })

  it('on the channel is no matter for the button', async () => {
    await read(['全部账单', '云边卡盟', '-98.50', '支付时间|2026年11月20日 21:03:45', '商品|1000 Q币'])
    expect(mark('form-channel')!.textContent!.trim()).toBe('待核对')
    expect(get('form-save').textContent).not.toContain('核对无误')
  })

  it('offers what it was read as on another look', async () => {
    await read(DOUBTED, DOUBTED_AGAIN)
    const offers = all('form-correct')
    expect(offers.map((offer) => offer.textContent)).toEqual(['改成 98.50'])
    offers[0]!.click()
    await settled()
    expect(value('form-amount')).toBe('98.50')
    expect(mark('form-amount')).toBeUndefined()
    expect(all('form-correct')).toHaveLength(0)
    expect(document.activeElement).toBe(get('form-account'))
  })

  it('offers it whole, however long it is', async () => {
    const named = (district: string): string[] => bill({ merchant: `商户全称|示例星河网络科技有限公司北京市第一分公司${district}营业部` })
    await read(named('东城区'), named('西城区'))
    expect(all('form-correct').map((offer) => offer.textContent)).toEqual(['改成 示例星河网络科技有限公司北京市第一分公司西城区营业部'])
  })

  it('never keeps anybody from saving', async () => {
    const host = await read(DOUBTED, DOUBTED_AGAIN)
    await press('Enter', get('form-amount'), { ctrlKey: true })
    expect(called(host, 'log_order')).toHaveLength(1)
  })

  it('is gone to once by whoever was elsewhere when the reading ended', async () => {
    const host = await createWorld([], DOUBTS)
    const go = hold(host, 'readShot')
    await openPage([], '/', host)
    await drop(host)
    get('form-note').focus()
    go()
    await settled()
    await press('Enter', get('form-note'), { ctrlKey: true })
    expect(called(host, 'log_order')).toHaveLength(0)
    expect(document.activeElement).toBe(get('form-amount'))
    await press('Enter', get('form-amount'), { ctrlKey: true })
    expect(called(host, 'log_order')).toHaveLength(1)
  })

  it('does not keep a mouse from saving at once', async () => {
    const host = await read(DOUBTED, DOUBTED_AGAIN)
    await click('form-save')
    expect(called(host, 'log_order')).toHaveLength(1)
  })
})

const ONE = '商品：1000 Q币\n店铺：云边卡盟\n实付：985.00\n付款时间：2026-11-20 21:03\n订单号：YB1000001'
const THREE = `${ONE}\n\n商品：500 Q币\n实付：490\n付款时间：2026-11-20 21:04\n\n商品：200 Q币\n实付：196\n付款时间：2026-11-20 21:05`

describe('a pasted text', () => {
  it('fills the form when it is pasted beside the fields', async () => {
    const { host } = await openPage()
    await click('new-order')
    const e = await pasteText(ONE, document.querySelector('.order-form')!)
    expect(e.defaultPrevented).toBe(true)
    expect(value('form-order-no')).toBe('YB1000001')
    expect(value('form-kind')).toBe('q-coin')
    expect(find('reading-orders')).toBeNull()
    expect(document.activeElement).toBe(get('form-save'))
    expect(called(host, 'read_text')).toEqual([[ONE]])
  })

  it('is an order also in a field when it has several lines, and else the field’s', async () => {
    const { host } = await openPage()
    await click('new-order')
    expect((await pasteText('云边卡盟', get('form-platform'))).defaultPrevented).toBe(false)
    expect((await pasteText(ONE, get('form-note'))).defaultPrevented).toBe(false)
    expect(called(host, 'read_text')).toHaveLength(0)
    await pasteText(ONE, get('form-platform'))
    expect(value('form-platform')).toBe('云边卡盟')
    expect(value('form-amount')).toBe('985.00')
  })

  it('that is doubted is compared with the text', async () => {
    await openPage()
    await click('new-order')
    await pasteText(ONE.replace('付款时间', '下单时间'), document.querySelector('.order-form')!)
    expect(get('form-doubt').textContent).toBe('页面上只有下单时间，请确认付款时间。')
  })

  it('that tells of no order goes into the field after all', async () => {
    await openPage()
    await click('new-order')
    await pasteText('就是\n两行字', get('form-product'))
    expect(value('form-product')).toBe('就是 两行字')
  })

  it('has a place of its own', async () => {
    await openPage()
    await click('new-order')
    await click('paste-open')
    expect(document.activeElement).toBe(get('paste-text'))
    expect(get<HTMLButtonElement>('paste-read').disabled).toBe(true)
    await type('paste-text', ONE)
    await press('Enter', get('paste-text'), { ctrlKey: true })
    expect(value('form-amount')).toBe('985.00')
    expect(find('paste-text')).toBeNull()
  })

  it('keeps that place when nothing was found in it', async () => {
    await openPage()
    await click('new-order')
    await click('paste-open')
    await type('paste-text', '没有订单')
    await click('paste-read')
    expect(get('reading-outcome').textContent).toContain('没有识别出')
    expect(value('paste-text')).toBe('没有订单')
    await press('Escape', get('paste-text'))
    expect(find('paste-text')).toBeNull()
    expect(find('form-product')).not.toBeNull()
  })

  it('with several orders offers each, and saving moves on to the next', async () => {
    const { host, router } = await openPage()
    await click('new-order')
    await pasteText(THREE, document.querySelector('.order-form')!)
    expect(get('reading-orders').textContent).toContain('共 3 笔')
    get('reading-order-2').querySelector('input')!.click()
    await settled()
    expect(value('form-product')).toBe('500 Q币')
    expect(value('form-order-no')).toBe('')
    get('reading-order-1').querySelector('input')!.click()
    await settled()
    expect(value('form-order-no')).toBe('YB1000001')
    await click('form-save')
    expect(get('toast').textContent).toContain('接着记下一笔')
    expect(find('reading-order-1')).toBeNull()
    expect(value('form-product')).toBe('500 Q币')
    expect(value('form-order-no')).toBe('')
    expect(value('form-platform')).toBe('云边卡盟')
    await click('form-save')
    expect(value('form-product')).toBe('200 Q币')
    await click('form-save')
    expect(drafts(host).map((draft) => [draft.platform, draft.product, draft.amount])).toEqual([['云边卡盟', '1000 Q币', '985.00'], ['云边卡盟', '500 Q币', '490.00'], ['云边卡盟', '200 Q币', '196.00']])
    expect(find('form-product')).toBeNull()
    expect(router.currentRoute.value.path).toBe('/orders/3')
  })
})

describe('what is checked while the form is filled in', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())
  const pause = async (ms: number): Promise<void> => {
    await vi.advanceTimersByTimeAsync(ms)
    await settled()
  }

  it('shows the account in groups and what is odd about it, a moment after the last letter', async () => {
    const { host } = await openPage()
    await pause(10)
    await click('new-order')
    await type('form-kind', 'phone-credit-fast')
    await type('form-account', '1380000')
    await pause(200)
    await type('form-account', '13800000001')
    await pause(200)
    expect(called(host, 'check_draft')).toHaveLength(0)
    await pause(150)
    expect(called(host, 'check_draft')).toHaveLength(1)
    expect(get('form-account-check').textContent).toContain('将充到 138 0000 0001')
    expect(get('form-account').getAttribute('aria-describedby')).toBe(get('form-account-check').id)
    expect(find('form-account-fault')).toBeNull()
    await type('form-account', '1380000')
    await pause(350)
    expect(get('form-account-fault').textContent).toBe('手机号是 11 位，这里有 7 位，请核对。')
  })

  it('asks nothing while the form is empty, and nothing about the note', async () => {
    const { host } = await openPage()
    await click('new-order')
    await pause(400)
    expect(called(host, 'check_draft')).toHaveLength(0)
    await type('form-product', 'Q币')
    await pause(400)
    await type('form-note', '备注')
    await pause(400)
    expect(called(host, 'check_draft')).toHaveLength(1)
  })

  it('points to an order that looks the same by its name, and logs it all the same when told so', async () => {
    const { host, router } = await openPage([{ amount_fen: 98_500, paid_ago: MINUTE }])
    await click('new-order')
    await type('form-platform', '云边卡盟')
    await type('form-product', '1000 Q币')
    await type('form-amount', '985')
    await type('form-paid-at', '刚刚')
    await pause(400)
    expect(get('form-twin').textContent).toContain('和云边卡盟的“1000 Q币”很像')
    expect(get('form-twin').textContent).not.toContain('编号')
    expect(get('form-twin-look').textContent).toBe('查看那一笔')
    expect(get('form-save').textContent).toContain('不是同一笔，仍然记下')
    get('form-twin-look').click()
    await settled()
    expect(router.currentRoute.value.path).toBe('/orders/1')
    expect(find('form-product')).toBeNull()
    await click('new-order')
    await pause(400)
    await click('form-save')
    expect(drafts(host).map((draft) => draft.force)).toEqual([true])
    expect((await host.app.showOrder(2)).product).toBe('1000 Q币')
  })

  it('does not take a look-alike for told that was not looked for yet', async () => {
    const { host } = await openPage([{ amount_fen: 98_500, paid_ago: MINUTE }])
    await click('new-order')
    await type('form-platform', '云边卡盟')
    await type('form-product', '1000 Q币')
    await type('form-amount', '985')
    await pause(400)
    expect(find('form-twin')).not.toBeNull()
    await type('form-account', '123')
    await click('form-save')
    expect(drafts(host).map((draft) => draft.force)).toEqual([false])
  })

  it('gives at most two pieces of advice', async () => {
    const { host } = await openPage()
    await click('new-order')
    await type('form-platform', '云边卡盟')
    await type('form-product', '联通话费')
    await type('form-kind', 'phone-credit-fast')
    await type('form-amount', '500')
    await type('form-account', '13800000001')
    await pause(400)
    const [draft] = called(host, 'check_draft').at(-1) as [Draft]
    const { advice } = await host.app.checkDraft(draft)
    expect(advice).toHaveLength(3)
    expect(Array.from(get('form-advice').children).map((line) => line.textContent)).toEqual(advice.slice(0, 2))
  })

  it('says nothing when it could not be checked', async () => {
    const host = await createWorld()
    host.checkDraft = () => Promise.resolve().then(() => refuse('failed', '坏了'))
    await openPage([], '/', host)
    await click('new-order')
    await type('form-product', 'Q币')
    await pause(400)
    expect(find('form-advice')).toBeNull()
    expect(find('toast')).toBeNull()
  })

  it('is asked again when a screenshot was added', async () => {
    const { host } = await openPage()
    await click('new-order')
    await type('form-platform', '云边卡盟')
    await pause(400)
    expect(get('form-advice').textContent).toContain('还没有付款截图')
    await drop(host)
    await pause(400)
    expect(find('form-advice')).toBeNull()
  })
})

describe('two orders', () => {
  const OTHER = '店铺：小满充值\n商品：话费 50 元\n实付：49.80\n下单时间：2026-11-22 22:10\n订单号：XM9000001'
  const form = (): Element => document.querySelector('.order-form')!
  async function choose(nth: number): Promise<void> {
    get(`reading-order-${nth}`).querySelector('input')!.click()
    await settled()
  }

  it('are never mixed: a text over what was read begins a form of its own, with its own pictures', async () => {
    const host = await hostWith(WITH_PLATFORM)
    const { router } = await openPage([], '/', host)
    const sha256 = await drop(host)
    await pasteText(OTHER, form())
    expect(get('reading-apart').textContent).toContain('原来那笔没有动')
    expect(value('form-platform')).toBe('小满充值')
    expect(value('form-amount')).toBe('49.80')
    expect(find('form-payment-no')).toBeNull()
    expect(all('staged-shot')).toHaveLength(0)
    await choose(1)
    expect(value('form-amount')).toBe('98.50')
    expect(value('form-kind')).toBe('q-coin')
    expect(value('form-order-no')).toBe('')
    expect(mark('form-amount')).toBeDefined()
    expect(all('staged-shot')).toHaveLength(1)
    await choose(2)
    await type('form-kind', 'phone-credit-fast')
    await click('form-save')
    expect(value('form-amount')).toBe('98.50')
    expect(find('reading-orders')).toBeNull()
    await click('form-save')
    expect(drafts(host).map(({ platform, kind, order_no, payment_no, shots }) => ({ platform, kind, order_no, payment_no, shots: shots.map((shot) => shot.sha256) }))).toEqual([
      { platform: '小满充值', kind: 'phone-credit-fast', order_no: 'XM9000001', payment_no: '', shots: [] },
      { platform: '云边卡盟', kind: 'q-coin', order_no: '', payment_no: '4200002026202611200000000001', shots: [sha256] },
    ])
    expect(router.currentRoute.value.path).toBe('/orders/2')
  })

  it('also not where the first was typed', async () => {
    await openPage()
    await click('new-order')
    await type('form-product', '自己写的')
    await type('form-amount', '7')
    await pasteText(OTHER, form())
    expect(value('form-product')).toBe('话费 50 元')
    await choose(1)
    expect([value('form-product'), value('form-amount'), value('form-order-no')]).toEqual(['自己写的', '7', ''])
  })

  it.each([
    ['number', '店铺：云边卡盟\n商品：1000 Q币\n实付：985.00\n订单号：YB2000001'],
    ['time', '店铺：云边卡盟\n商品：1000 Q币\n实付：985.00\n付款时间：2026-11-21 21:03'],
  ])('are told apart by the %s alone', async (_what, text) => {
    await openPage()
    await click('new-order')
    await pasteText(ONE, form())
    await pasteText(text, form())
    expect(get('reading-orders').textContent).toContain('共 2 笔')
    await choose(1)
    expect(value('form-order-no')).toBe('YB1000001')
  })

  it('keep what is in the form when a text tells of several', async () => {
    await openPage()
    await click('new-order')
    await type('form-amount', '985')
    await pasteText(THREE, form())
    expect(get('reading-orders').textContent).toContain('共 4 笔')
    await choose(1)
    expect([value('form-amount'), value('form-product')]).toEqual(['985', ''])
  })

  it('are one where the text tells of the same: the rest is filled in', async () => {
    await openPage()
    await click('new-order')
    await type('form-amount', '985')
    await pasteText(ONE, form())
    expect(find('reading-orders')).toBeNull()
    expect(value('form-order-no')).toBe('YB1000001')
    await pasteText(ONE, form())
    expect(find('reading-orders')).toBeNull()
    expect(get('reading-outcome').textContent).toContain('没有表单还缺的内容')
  })

  it('do not become more when the same text is pasted again', async () => {
    await openPage()
    await click('new-order')
    await pasteText(THREE, form())
    await pasteText(THREE, form())
    expect(get('reading-orders').textContent).toContain('共 3 笔')
  })

  it('need not all be logged', async () => {
    const { host } = await openPage()
    await click('new-order')
    await pasteText(THREE, form())
    await click('reading-drop')
    expect(value('form-product')).toBe('500 Q币')
    expect(get('reading-orders').textContent).toContain('共 2 笔')
    await click('reading-drop-undo')
    expect(value('form-product')).toBe('1000 Q币')
    await click('reading-drop')
    await click('reading-drop')
    await click('form-cancel')
    expect(called(host, 'log_order')).toHaveLength(0)
  })

  it('a picture that seems to be of another one waits for a word', async () => {
    const host = await hostWith(WITH_PLATFORM)
    await openPage([], '/', host)
    const first = await drop(host)
    await host.set({ page: ORDER_PAGE })
    const second = await drop(host, '另一笔.png')
    expect(get('reading-stray').textContent).toContain('这张图像是另一笔')
    expect(value('form-order-no')).toBe('')
    await click('reading-part')
    expect(value('form-order-no')).toBe('YB7000001')
    expect(value('form-amount')).toBe('12.00')
    expect(get('compare-picture').dataset.sha256).toBe(second)
    await choose(1)
    expect(all('staged-shot')).toHaveLength(1)
    expect(get('compare-picture').dataset.sha256).toBe(first)
    expect(find('reading-stray')).toBeNull()
  })

  it('is compared with what stands in the form when the answer is there', async () => {
    const host = await hostWith(ORDER_PAGE)
    await openPage([], '/', host)
    await click('new-order')
    const go = hold(host, 'compareOrders')
    await drop(host, '另一笔.png')
    await type('form-order-no', 'YB9000009')
    go()
    await settled()
    expect(get('reading-stray').textContent).toContain('这张图像是另一笔')
    expect([value('form-order-no'), value('form-amount')]).toEqual(['YB9000009', ''])
  })

  it('and so is a text', async () => {
    const host = await createWorld()
    await openPage([], '/', host)
    await click('new-order')
    const go = hold(host, 'compareOrders')
    await pasteText(ONE, form())
    await type('form-order-no', 'YB9000009')
    go()
    await settled()
    expect(get('reading-orders').textContent).toContain('共 2 笔')
    await choose(1)
    expect([value('form-order-no'), value('form-amount')]).toEqual(['YB9000009', ''])
  })

  it('or belongs to this one after all', async () => {
    const host = await hostWith(WITH_PLATFORM)
    await openPage([], '/', host)
    await drop(host)
    await host.set({ page: ORDER_PAGE })
    await drop(host, '同一笔.png')
    await click('reading-join')
    expect([value('form-order-no'), value('form-amount')]).toEqual(['YB7000001', '98.50'])
    expect(all('staged-shot')).toHaveLength(2)
    expect(find('reading-orders')).toBeNull()
  })

  it('an amount that was read otherwise on another look is not another order', async () => {
    const host = await createWorld([], DOUBTS)
    await openPage([], '/', host)
    await drop(host)
    await host.set({ page: ['订单详情', '实付款|98.5', '订单号|YB7000001'], again: [] })
    await drop(host, '订单.png')
    expect(find('reading-stray')).toBeNull()
    expect(value('form-order-no')).toBe('YB7000001')
  })
})

describe('what the page says of the order', () => {
  const RETURNED = bill({ status: '当前状态|已全额退款' })
  /** Soon after the payment, when the order is not due yet. */
  const EVENING = Date.parse('2026-11-20T21:10:00+08:00')

  it('that all came back is written down with it', async () => {
    const host = await createWorld([], { page: RETURNED, now: EVENING })
    await openPage([], '/', host)
    await drop(host)
    expect(get('reading-returned').textContent).toContain('钱已经退回来了')
    expect(get<HTMLInputElement>('reading-money-back').checked).toBe(true)
    await click('form-save')
    expect(called(host, 'mark_refunded')).toEqual([[1, { amount: '98.50', at: '', to: 'original', accepted: false }]])
    expect((await host.app.showOrder(1)).status).toBe('refunded')
    expect(get('toast').textContent).toContain('同时记为已退款')
    expect(get('toast').textContent).not.toContain('会提醒您')
  })

  it('but not when that is unticked', async () => {
    const host = await createWorld([], { page: RETURNED, now: EVENING })
    await openPage([], '/', host)
    await drop(host)
    await click('reading-money-back')
    await click('form-save')
    expect(called(host, 'log_order')).toHaveLength(1)
    expect(called(host, 'mark_refunded')).toHaveLength(0)
  })

  it('is logged once although the refund could not be written down', async () => {
    const host = await createWorld([], { page: RETURNED, now: EVENING })
    host.markRefunded = () => Promise.resolve().then(() => refuse('failed', '磁盘满了'))
    const { router } = await openPage([], '/', host)
    await drop(host)
    await click('form-save')
    expect(get('toast').textContent).toContain('没能记为已退款：磁盘满了')
    expect(find('form-product')).toBeNull()
    expect(router.currentRoute.value.path).toBe('/orders/1')
  })

  it.each([
    ['已关闭', '交易关闭'],
    ['失败', '支付失败'],
    ['待付款', '等待付款'],
  ])('%s may not be worth logging', async (status, words) => {
    const host = await hostWith(bill({ status: `当前状态|${words}` }))
    await openPage([], '/', host)
    await drop(host)
    expect(get('reading-ended').textContent).toBe(`页面显示：${status}。还没付款或已经退款的，不用记。`)
    expect(find('reading-returned')).toBeNull()
  })

  it.each([
    ['处理中', '充值中'],
    ['成功', '支付成功'],
    ['已部分退款', '已退款(￥10.00)'],
  ])('%s is only told', async (status, words) => {
    const host = await hostWith(bill({ status: `当前状态|${words}` }))
    await openPage([], '/', host)
    await drop(host)
    expect(get('reading-outcome').textContent).toContain(`页面显示：${status}`)
    expect(find('reading-ended')).toBeNull()
    expect(find('reading-returned')).toBeNull()
  })

  it('does not promise to remind of what is due already', async () => {
    const host = await hostWith(WITH_PLATFORM)
    await openPage([], '/', host)
    await drop(host)
    await click('form-save')
    expect(get('toast').textContent).toContain('已经过了应到账时间')
  })

  it('but of what is still to come', async () => {
    const host = await createWorld([], { page: WITH_PLATFORM, now: EVENING })
    await openPage([], '/', host)
    await drop(host)
    await click('form-save')
    expect(get('toast').textContent).toContain('会提醒您')
  })
})

describe('the further fields', () => {
  it('stay folded after a reading that has nothing for them', async () => {
    const host = await hostWith(bill({ payment_no: '', merchant_order_no: '', merchant: '' }))
    await openPage([], '/', host)
    await drop(host)
    expect(value('form-channel')).toBe('wechat')
    expect(find('form-payment-no')).toBeNull()
    expect(find('form-more')).not.toBeNull()
  })

  it('are shown when something was read into them', async () => {
    const host = await hostWith(WITH_PLATFORM)
    await openPage([], '/', host)
    await drop(host)
    expect(value('form-payment-no')).toBe('4200002026202611200000000001')
    expect(find('form-more')).toBeNull()
  })
})

describe('a picture on a case', () => {
  it('is told what it shows, and fills nothing', async () => {
    const host = await hostWith(['订单详情', '实付款|98.50'], [{}])
    await openPage([], '/orders/1', host)
    const sha256 = await drop(host, '订单.png')
    expect(called(host, 'read_shot')).toEqual([[sha256]])
    expect(get('staged-shot').querySelector('select')!.value).toBe('order-page')
    await click('attach-shots')
    expect((await host.app.showOrder(1)).shots.map(({ role }) => role)).toEqual(['order-page'])
    expect(find('form-product')).toBeNull()
  })

  it('keeps the role that was chosen, and a likely one when it could not be read', async () => {
    const host = await hostWith(PLAIN, [{}])
    await openPage([], '/orders/1', host)
    const go = hold(host, 'readShot')
    await drop(host)
    const role = get('staged-shot').querySelector('select')!
    role.value = 'arrival-check'
    role.dispatchEvent(new Event('change'))
    go()
    await settled()
    expect(role.value).toBe('arrival-check')
    await host.set({ page: [] })
    await drop(host, '二.png')
    await drop(host, '三.png')
    expect(find('toast')).toBeNull()
    await click('attach-shots')
    expect((await host.app.showOrder(1)).shots.map(({ role: kept }) => kept)).toEqual(['arrival-check', 'payment', 'order-page'])
  })
})
