import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Field } from '@/bindings/Field'
import type { Draft } from '@/bindings/Draft'
import type { ReadingView } from '@/bindings/ReadingView'
import { createFixtureHost, refuse, type FixtureHost, type Seed } from '@/host/fixture'
import { doubtedPage, plainPage } from '@/host/fixture/reading'
import { all, called, click, find, get, openPage, press, settled, type } from '@/test/fixture-page'

function hostWith(page: ReadingView, seeds: Seed[] = []): FixtureHost {
  const host = createFixtureHost(seeds)
  host.pages.page = page
  return host
}

const realTimeout = globalThis.setTimeout

/** The kinds are fetched once the first page is painted. */
async function optionsKnown(host: FixtureHost): Promise<void> {
  for (let i = 0; i < 40 && called(host, 'options').length === 0; i++) await new Promise((resolve) => realTimeout(resolve, 1))
  await settled()
}

/** As the shell tells of a picture that was pasted or dropped. */
async function drop(host: FixtureHost, name = '付款截图.png'): Promise<string> {
  await optionsKnown(host)
  const answer = await host.stageBytes(name, new Uint8Array(4))
  host.emit('shots://staged', answer)
  await settled()
  return answer.staged[0]!.sha256
}

const value = (testId: string): string => get<HTMLInputElement>(testId).value
const mark = (testId: string): HTMLElement | undefined => all('read-mark').find((one) => one.dataset.for === get(testId).id)
const drafts = (host: FixtureHost): Draft[] => called(host, 'log_order').map(([draft]) => draft as Draft)

async function pasteText(text: string, on: Element): Promise<Event> {
  const e = new Event('paste', { bubbles: true, cancelable: true })
  Object.defineProperty(e, 'clipboardData', { value: { getData: (kind: string) => (kind === 'text/plain' ? text : ''), items: [], files: [] } })
  on.dispatchEvent(e)
  await settled()
  return e
}

const WITH_PLATFORM: ReadingView = { ...plainPage, fields: [...plainPage.fields, { field: 'platform', value: '云边卡盟', doubt: null }] }

describe('a screenshot', () => {
  it('is read as soon as it lands in the form, and saved with one Enter', async () => {
    const host = hostWith(WITH_PLATFORM)
    await openPage([], '/', host)
    const sha256 = await drop(host)
    expect(called(host, 'read_shot')).toEqual([[sha256]])
    expect(get('reading-outcome').textContent).toContain('从微信支付账单详情识别出 8 项')
    expect(get('reading-outcome').textContent).toContain('页面显示：成功')
    expect(value('form-amount')).toBe('98.50')
    expect(value('form-channel')).toBe('wechat')
    expect(value('form-kind')).toBe('q-coin')
    expect(get('form-save').textContent).toContain('记下')
    // A button is pressed by Enter; jsdom has to be told.
    expect(document.activeElement).toBe(get('form-save'))
    await click('form-save')
    expect(drafts(host)[0]).toMatchObject({ platform: '云边卡盟', amount: '98.50', paid_at: '2026-11-20 21:03:45', payment_no: '4200002026112000000000000001', shots: [{ sha256, role: 'payment' }] })
  })

  it('leads to what it does not tell', async () => {
    const host = hostWith(plainPage)
    await openPage([], '/', host)
    await drop(host)
    expect(document.activeElement).toBe(get('form-platform'))
    await type('form-platform', '云边卡盟')
    await press('Enter', get('form-platform'))
    expect(document.activeElement).toBe(get('form-save'))
  })

  it('fills only what is empty and was not touched', async () => {
    const host = hostWith(WITH_PLATFORM)
    let go = (): void => undefined
    host.pages.step = () => new Promise((resolve) => (go = resolve))
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
    const host = hostWith(WITH_PLATFORM)
    let go = (): void => undefined
    host.pages.step = () => new Promise((resolve) => (go = resolve))
    await openPage([], '/', host)
    await drop(host)
    await click('reading-skip')
    expect(find('reading-busy')).toBeNull()
    go()
    await settled()
    expect(value('form-amount')).toBe('')
  })

  it('leaves the focus to whoever is typing', async () => {
    const host = hostWith(WITH_PLATFORM)
    let go = (): void => undefined
    host.pages.step = () => new Promise((resolve) => (go = resolve))
    await openPage([], '/', host)
    await drop(host)
    get('form-note').focus()
    await type('form-note', '备注')
    go()
    await settled()
    expect(document.activeElement).toBe(get('form-note'))
  })

  it('leaves the focus in the first field while that is being filled in', async () => {
    const host = hostWith(WITH_PLATFORM)
    let go = (): void => undefined
    host.pages.step = () => new Promise((resolve) => (go = resolve))
    await openPage([], '/', host)
    await drop(host)
    await type('form-platform', '云')
    go()
    await settled()
    expect(document.activeElement).toBe(get('form-platform'))
    expect(value('form-platform')).toBe('云')
  })

  it('does not take the focus out of a name that is being composed', async () => {
    const host = hostWith(plainPage)
    let go = (): void => undefined
    host.pages.step = () => new Promise((resolve) => (go = resolve))
    await openPage([], '/', host)
    await drop(host)
    const platform = get<HTMLInputElement>('form-platform')
    platform.dispatchEvent(new Event('compositionstart'))
    platform.value = 'yun'
    platform.dispatchEvent(new Event('input'))
    host.pages.page = WITH_PLATFORM
    go()
    await settled()
    expect(document.activeElement).toBe(platform)
    expect(platform.value).toBe('yun')
  })

  it('is read like those before it, and fills only what is still empty', async () => {
    const host = hostWith(plainPage)
    await openPage([], '/', host)
    const first = await drop(host)
    expect(get('compare-picture').dataset.sha256).toBe(first)
    host.pages.page = { layout: '订单页面', status: null, standing: null, role: 'order-page', hint: null, fields: [{ field: 'order_no', value: 'YB1', doubt: null }, { field: 'product', value: '别的叫法', doubt: null }, { field: 'kind', value: 'other', doubt: null }] }
    const second = await drop(host, '订单页面.png')
    expect(called(host, 'read_shot')).toEqual([[first], [second]])
    expect(value('form-order-no')).toBe('YB1')
    expect(value('form-product')).toBe('1000 Q币')
    expect(find('reading-stray')).toBeNull()
    all('staged-look')[0]!.click()
    await settled()
    expect(get('compare-picture').dataset.sha256).toBe(first)
    expect(find('compare-read')).toBeNull()
  })

  it('that was skipped is read on request', async () => {
    const host = hostWith(plainPage)
    let go = (): void => undefined
    host.pages.step = () => new Promise((resolve) => (go = resolve))
    await openPage([], '/', host)
    await drop(host)
    await click('reading-skip')
    go()
    host.pages.step = () => Promise.resolve()
    await click('compare-read')
    expect(value('form-amount')).toBe('98.50')
    expect(find('compare-read')).toBeNull()
  })

  it('is told what it shows, unless the person said so', async () => {
    const host = hostWith({ ...plainPage, role: 'order-page' })
    await openPage([], '/', host)
    await drop(host)
    const role = (i: number): HTMLSelectElement => all('staged-shot')[i]!.querySelector('select')!
    expect(role(0).value).toBe('order-page')
    let go = (): void => undefined
    host.pages.step = () => new Promise((resolve) => (go = resolve))
    host.pages.page = { ...plainPage, role: 'payment' }
    await drop(host, '第二张.png')
    role(1).value = 'chat'
    role(1).dispatchEvent(new Event('change'))
    go()
    await settled()
    expect(role(1).value).toBe('chat')
  })

  it('enlarged begins in the middle of its top', async () => {
    const host = hostWith(plainPage)
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
    const host = hostWith(plainPage)
    await openPage([], '/', host)
    await drop(host, '通话.mp3')
    await drop(host, '账单.pdf')
    expect(called(host, 'read_shot')).toHaveLength(0)
    expect(find('compare-picture')).toBeNull()
    await drop(host)
    expect(called(host, 'read_shot')).toHaveLength(1)
  })

  it('tells calmly when nothing could be read', async () => {
    const host = createFixtureHost()
    host.readShot = () => Promise.resolve().then(() => refuse('failed', '这张图太大'))
    await openPage([], '/', host)
    await drop(host)
    expect(get('reading-trouble').textContent).toContain('没能识别：这张图太大')
    expect(find('toast')).toBeNull()
    await click('form-save')
    expect(called(host, 'log_order')).toHaveLength(1)
  })

  it('tells once how to read better', async () => {
    const host = hostWith({ ...plainPage, hint: '装上会更准：sudo apt install tesseract-ocr' })
    await openPage([], '/', host)
    await drop(host)
    expect(get('reading-hint').textContent).toContain('sudo apt install tesseract-ocr')
    await click('reading-hint-dismiss')
    expect(find('reading-hint')).toBeNull()
  })

  it('ignores fields that no form has', async () => {
    const host = hostWith({ layout: '怪页面', status: null, standing: null, role: null, hint: null, fields: [{ field: '__proto__' as Field, value: 'x', doubt: null }, { field: 'force' as Field, value: 'true', doubt: null }, { field: 'note', value: 'x', doubt: null }] })
    await openPage([], '/', host)
    await drop(host)
    expect(get('reading-outcome').textContent).toContain('没有识别出能用的内容')
    expect(value('form-note')).toBe('')
  })

  it('is forgotten with the draft', async () => {
    const host = hostWith(WITH_PLATFORM)
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
  async function read(page = WITH_PLATFORM): Promise<FixtureHost> {
    const host = hostWith(page)
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
    await read(doubtedPage)
    expect(mark('form-amount')!.textContent!.trim()).toBe('待核对')
    expect(get('form-amount').classList).toContain('doubted')
    const why = document.getElementById(get('form-amount').getAttribute('aria-describedby')!)!
    expect(why.textContent).toBe('再看一遍读成了“98.50”，请和图片核对。')
    expect(get('form-amount').getAttribute('aria-invalid')).toBeNull()
    expect(get('form-product').classList).not.toContain('doubted')
  })

  it('leads from one doubt to the next, the amount first, and then to the button', async () => {
    const host = await read(doubtedPage)
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

  it.each<Field>(['paid_at', 'merchant', 'platform', 'product', 'account', 'payment_no'])('on %s changes the button and takes the focus', async (field) => {
    await read({ ...WITH_PLATFORM, fields: [...WITH_PLATFORM.fields.filter((one) => one.field !== field), { field, value: WITH_PLATFORM.fields.find((one) => one.field === field)?.value ?? '123', doubt: '请核对。' }] })
    expect(get('form-save').textContent).toContain('核对无误，记下')
    expect(document.activeElement).toBe(get(`form-${field.replaceAll('_', '-')}`))
  })

  it('on the channel is no matter for the button', async () => {
    await read({ ...WITH_PLATFORM, fields: WITH_PLATFORM.fields.map((one) => (one.field === 'channel' ? { ...one, doubt: '请核对。' } : one)) })
    expect(get('form-save').textContent).not.toContain('核对无误')
  })

  it('offers what it was read as on another look', async () => {
    await read(doubtedPage)
    const offers = all('form-correct')
    expect(offers.map((offer) => offer.textContent)).toEqual(['改成 98.50'])
    offers[0]!.click()
    await settled()
    expect(value('form-amount')).toBe('98.50')
    expect(mark('form-amount')).toBeUndefined()
    expect(all('form-correct')).toHaveLength(0)
    expect(document.activeElement).toBe(get('form-account'))
  })

  it('never keeps anybody from saving', async () => {
    const host = await read(doubtedPage)
    await press('Enter', get('form-amount'), { ctrlKey: true })
    expect(called(host, 'log_order')).toHaveLength(1)
  })

  it('is gone to once by whoever was elsewhere when the reading ended', async () => {
    const host = hostWith(doubtedPage)
    let go = (): void => undefined
    host.pages.step = () => new Promise((resolve) => (go = resolve))
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
    const host = await read(doubtedPage)
    await click('form-save')
    expect(called(host, 'log_order')).toHaveLength(1)
  })
})

const ONE = '店铺：云边卡盟\n商品：1000 Q币\n实付：985.00\n下单时间：2026-11-20 21:03\n订单号：YB1'
const THREE = `${ONE}\n\n商品：500 Q币\n实付：490\n付款时间：2026-11-20 21:04\n\n商品：200 Q币\n实付：196\n付款时间：2026-11-20 21:05`

describe('a pasted text', () => {
  it('fills the form when it is pasted beside the fields', async () => {
    const { host } = await openPage()
    await click('new-order')
    const e = await pasteText(ONE, document.querySelector('.order-form')!)
    expect(e.defaultPrevented).toBe(true)
    expect(value('form-order-no')).toBe('YB1')
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
    const host = createFixtureHost()
    host.readText = async () => [{ layout: '订单文字', status: null, standing: null, role: null, hint: null, fields: [{ field: 'amount', value: '98.50', doubt: '写了两个金额，请核对。' }] }]
    await openPage([], '/', host)
    await click('new-order')
    await pasteText(ONE, document.querySelector('.order-form')!)
    expect(get('form-doubt').textContent).toBe('写了两个金额，请核对。')
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
    expect(value('form-order-no')).toBe('YB1')
    await click('form-save')
    expect(get('toast').textContent).toContain('接着记下一笔')
    expect(find('reading-order-1')).toBeNull()
    expect(value('form-product')).toBe('500 Q币')
    expect(value('form-order-no')).toBe('')
    expect(value('form-platform')).toBe('云边卡盟')
    await click('form-save')
    expect(value('form-product')).toBe('200 Q币')
    await click('form-save')
    expect(drafts(host).map((draft) => [draft.platform, draft.product, draft.amount])).toEqual([['云边卡盟', '1000 Q币', '985.00'], ['云边卡盟', '500 Q币', '490'], ['云边卡盟', '200 Q币', '196']])
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
    expect(get('form-account-fault').textContent).toBe('手机号要 11 位，现在是 7 位。')
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
    const { host, router } = await openPage([{ platform: '云边卡盟', product: '1000 Q币', amount_fen: 98_500 }])
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
    expect(host.orders.size).toBe(2)
  })

  it('does not take a look-alike for told that was not looked for yet', async () => {
    const { host } = await openPage([{ platform: '云边卡盟', product: '1000 Q币', amount_fen: 98_500 }])
    await click('new-order')
    await type('form-platform', '云边卡盟')
    await type('form-product', '1000 Q币')
    await type('form-amount', '985')
    await pause(400)
    await type('form-account', '123')
    await click('form-save')
    expect(drafts(host).map((draft) => draft.force)).toEqual([false])
  })

  it('gives at most two pieces of advice', async () => {
    const host = createFixtureHost()
    host.checkDraft = async () => ({ duplicate: null, account: null, advice: ['一', '二', '三'] })
    await openPage([], '/', host)
    await click('new-order')
    await type('form-product', 'Q币')
    await pause(400)
    expect(Array.from(get('form-advice').children).map((line) => line.textContent)).toEqual(['一', '二'])
  })

  it('says nothing when it could not be checked', async () => {
    const host = createFixtureHost()
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
    await type('form-product', 'Q币')
    await pause(400)
    expect(get('form-advice').textContent).toContain('还没有添加付款截图')
    await drop(host)
    await pause(400)
    expect(find('form-advice')).toBeNull()
  })
})

describe('two orders', () => {
  const OTHER = '店铺：小满充值\n商品：话费 50 元\n实付：49.80\n下单时间：2026-11-22 22:10\n订单号：XM9'
  const form = (): Element => document.querySelector('.order-form')!
  async function choose(nth: number): Promise<void> {
    get(`reading-order-${nth}`).querySelector('input')!.click()
    await settled()
  }

  it('are never mixed: a text over what was read begins a form of its own, with its own pictures', async () => {
    const host = hostWith(WITH_PLATFORM)
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
      { platform: '小满充值', kind: 'phone-credit-fast', order_no: 'XM9', payment_no: '', shots: [] },
      { platform: '云边卡盟', kind: 'q-coin', order_no: '', payment_no: '4200002026112000000000000001', shots: [sha256] },
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
    ['number', '店铺：云边卡盟\n商品：1000 Q币\n实付：985.00\n订单号：YB2'],
    ['time', '店铺：云边卡盟\n商品：1000 Q币\n实付：985.00\n下单时间：2026-11-21 21:03'],
  ])('are told apart by the %s alone', async (_what, text) => {
    await openPage()
    await click('new-order')
    await pasteText(ONE, form())
    await pasteText(text, form())
    expect(get('reading-orders').textContent).toContain('共 2 笔')
    await choose(1)
    expect(value('form-order-no')).toBe('YB1')
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
    expect(value('form-order-no')).toBe('YB1')
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

  const ORDER_PAGE: ReadingView = { layout: '订单页面', status: null, standing: null, role: 'order-page', hint: null, fields: [{ field: 'amount', value: '12', doubt: null }, { field: 'order_no', value: 'YB7', doubt: null }] }

  it('a picture that seems to be of another one waits for a word', async () => {
    const host = hostWith(WITH_PLATFORM)
    await openPage([], '/', host)
    const first = await drop(host)
    host.pages.page = ORDER_PAGE
    const second = await drop(host, '另一笔.png')
    expect(get('reading-stray').textContent).toContain('这张图像是另一笔')
    expect(value('form-order-no')).toBe('')
    await click('reading-part')
    expect(value('form-order-no')).toBe('YB7')
    expect(value('form-amount')).toBe('12')
    expect(get('compare-picture').dataset.sha256).toBe(second)
    await choose(1)
    expect(all('staged-shot')).toHaveLength(1)
    expect(get('compare-picture').dataset.sha256).toBe(first)
    expect(find('reading-stray')).toBeNull()
  })

  it('or belongs to this one after all', async () => {
    const host = hostWith(WITH_PLATFORM)
    await openPage([], '/', host)
    await drop(host)
    host.pages.page = ORDER_PAGE
    await drop(host, '同一笔.png')
    await click('reading-join')
    expect([value('form-order-no'), value('form-amount')]).toEqual(['YB7', '98.50'])
    expect(all('staged-shot')).toHaveLength(2)
    expect(find('reading-orders')).toBeNull()
  })

  it('an amount that was read otherwise on another look is not another order', async () => {
    const host = hostWith(doubtedPage)
    await openPage([], '/', host)
    await drop(host)
    host.pages.page = { ...ORDER_PAGE, fields: [{ field: 'amount', value: '98.5', doubt: null }, { field: 'order_no', value: 'YB7', doubt: null }] }
    await drop(host, '订单.png')
    expect(find('reading-stray')).toBeNull()
    expect(value('form-order-no')).toBe('YB7')
  })
})

describe('what the page says of the order', () => {
  const RETURNED: ReadingView = { ...WITH_PLATFORM, status: '已全额退款', standing: 'returned' }

  it('that all came back is written down with it', async () => {
    const host = hostWith(RETURNED)
    await openPage([], '/', host)
    await drop(host)
    expect(get('reading-returned').textContent).toContain('钱已经退回来了')
    expect(get<HTMLInputElement>('reading-money-back').checked).toBe(true)
    await click('form-save')
    expect(called(host, 'mark_refunded')).toEqual([[1, '98.50', '']])
    expect(host.orders.get(1)!.status).toBe('refunded')
    expect(get('toast').textContent).toContain('同时记为已退款')
    expect(get('toast').textContent).not.toContain('会提醒您')
  })

  it('but not when that is unticked', async () => {
    const host = hostWith(RETURNED)
    await openPage([], '/', host)
    await drop(host)
    await click('reading-money-back')
    await click('form-save')
    expect(called(host, 'log_order')).toHaveLength(1)
    expect(called(host, 'mark_refunded')).toHaveLength(0)
  })

  it('is logged once although the refund could not be written down', async () => {
    const host = hostWith(RETURNED)
    host.markRefunded = () => Promise.resolve().then(() => refuse('failed', '磁盘满了'))
    const { router } = await openPage([], '/', host)
    await drop(host)
    await click('form-save')
    expect(get('toast').textContent).toContain('没能记为已退款：磁盘满了')
    expect(find('form-product')).toBeNull()
    expect(router.currentRoute.value.path).toBe('/orders/1')
  })

  it.each(['已关闭', '失败', '待付款'])('%s may not be worth logging', async (status) => {
    const host = hostWith({ ...WITH_PLATFORM, status, standing: 'ended' })
    await openPage([], '/', host)
    await drop(host)
    expect(get('reading-ended').textContent).toBe(`页面显示：${status}。还没付款或已经退款的，不用记。`)
    expect(find('reading-returned')).toBeNull()
  })

  it.each(['处理中', '成功', '已部分退款'])('%s is only told', async (status) => {
    const host = hostWith({ ...WITH_PLATFORM, status })
    await openPage([], '/', host)
    await drop(host)
    expect(get('reading-outcome').textContent).toContain(`页面显示：${status}`)
    expect(find('reading-ended')).toBeNull()
    expect(find('reading-returned')).toBeNull()
  })

  it('does not promise to remind of what is due already', async () => {
    const host = hostWith({ ...WITH_PLATFORM, fields: WITH_PLATFORM.fields.map((one) => (one.field === 'paid_at' ? { ...one, value: '2020-01-01 10:00:00' } : one)) })
    await openPage([], '/', host)
    await drop(host)
    await click('form-save')
    expect(get('toast').textContent).toContain('已经过了应到账时间')
  })
})

describe('the further fields', () => {
  it('stay folded after a reading that has nothing for them', async () => {
    const host = hostWith({ ...WITH_PLATFORM, fields: WITH_PLATFORM.fields.filter(({ field }) => !['payment_no', 'merchant_order_no', 'merchant'].includes(field)) })
    await openPage([], '/', host)
    await drop(host)
    expect(value('form-channel')).toBe('wechat')
    expect(find('form-payment-no')).toBeNull()
    expect(find('form-more')).not.toBeNull()
  })

  it('are shown when something was read into them', async () => {
    const host = hostWith(WITH_PLATFORM)
    await openPage([], '/', host)
    await drop(host)
    expect(value('form-payment-no')).toBe('4200002026112000000000000001')
    expect(find('form-more')).toBeNull()
  })
})

describe('a picture on a case', () => {
  it('is told what it shows, and fills nothing', async () => {
    const host = createFixtureHost([{}])
    await openPage([], '/orders/1', host)
    host.pages.page = { ...plainPage, role: 'chat' }
    const sha256 = await drop(host, '聊天.png')
    expect(called(host, 'read_shot')).toEqual([[sha256]])
    expect(get('staged-shot').querySelector('select')!.value).toBe('chat')
    await click('attach-shots')
    expect(host.orders.get(1)!.shots.map(({ role }) => role)).toEqual(['chat'])
    expect(find('form-product')).toBeNull()
  })

  it('keeps the role that was chosen, and a likely one when it could not be read', async () => {
    const host = createFixtureHost([{}])
    await openPage([], '/orders/1', host)
    let go = (): void => undefined
    host.pages.step = () => new Promise((resolve) => (go = resolve))
    host.pages.page = { ...plainPage, role: 'payment' }
    await drop(host)
    const role = get('staged-shot').querySelector('select')!
    role.value = 'arrival-check'
    role.dispatchEvent(new Event('change'))
    go()
    await settled()
    expect(role.value).toBe('arrival-check')
    host.readShot = () => Promise.resolve().then(() => refuse('failed', '坏了'))
    await drop(host, '二.png')
    expect(find('toast')).toBeNull()
    await click('attach-shots')
    expect(host.orders.get(1)!.shots.map(({ role: kept }) => kept)).toEqual(['arrival-check', 'payment'])
  })
})
