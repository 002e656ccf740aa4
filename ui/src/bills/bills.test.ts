import { describe, expect, it, vi } from 'vitest'
import { createFixtureHost, refuse, type FixtureHost } from '@/host/fixture'
import { all, called, click, find, get, openPage, press, settled, type } from '@/test/fixture-page'

const HOUR = 3_600_000
const SEEDS = Array.from({ length: 6 }, (_, i) => ({ paid_ago: (i + 1) * HOUR }))

async function opened(which = 'ordinary'): Promise<{ host: FixtureHost; router: Awaited<ReturnType<typeof openPage>>['router'] }> {
  const host = createFixtureHost(SEEDS)
  host.desk.choose(which)
  const { router } = await openPage([], '/bills', host)
  await click('choose-bill')
  return { host, router }
}

const box = (row: number): HTMLInputElement => {
  const found = all('bill-check').find((one) => one.dataset.row === String(row))
  if (!found) throw new Error(`no row ${row} is shown`)
  return found as HTMLInputElement
}
const rowsOf = (group: string): string[] => Array.from(get(`bill-group-${group}`).querySelectorAll<HTMLElement>('[data-testid="bill-row"]')).map((row) => row.dataset.row!)
async function check(row: number): Promise<void> {
  box(row).click()
  await settled()
}

describe('the page of bills', () => {
  it('stands in the rail and says what a bill is for and how to get one', async () => {
    const { router } = await openPage()
    await click('rail-bills')
    expect(router.currentRoute.value.path).toBe('/bills')
    expect(get('bill-invite').textContent).toContain('最有力的中立证据')
    expect(get('bill-invite').textContent).toContain('开具交易流水证明')
    expect(get('bill-invite').textContent).toContain('常见问题 → 下载账单')
  })

  it('writes a template for an own spreadsheet and says where', async () => {
    const { host } = await openPage([], '/bills')
    await click('save-template')
    expect(called(host, 'save_sheet_template')).toHaveLength(1)
    expect(get('template-saved').textContent).toContain('到账-订单模板.csv')
  })

  it('stays as it is when nothing was chosen', async () => {
    const host = createFixtureHost()
    host.desk.file = null
    await openPage([], '/bills', host)
    await click('choose-bill')
    expect(find('bill-invite')).not.toBeNull()
    expect(find('bill-trouble')).toBeNull()
  })

  it('says why a file is no bill, and keeps the way to another one', async () => {
    const host = createFixtureHost()
    host.chooseBill = () => Promise.resolve().then(() => refuse('failed', '这是记账本的导出，没有订单号。'))
    await openPage([], '/bills', host)
    await click('choose-bill')
    expect(get('bill-trouble').textContent).toBe('这是记账本的导出，没有订单号。')
    expect(find('choose-bill')).not.toBeNull()
    expect(find('toast')).toBeNull()
  })

  it('shows that it is reading', async () => {
    const host = createFixtureHost()
    let go = (): void => undefined
    host.desk.step = () => new Promise((resolve) => (go = resolve))
    await openPage([], '/bills', host)
    await click('choose-bill')
    expect(get('bill-busy').textContent).toContain('正在读账单')
    expect(get<HTMLButtonElement>('choose-bill').disabled).toBe(true)
    go()
    await settled()
    expect(find('bill-busy')).toBeNull()
    expect(find('bill')).not.toBeNull()
  })
})

describe('a packed bill', () => {
  it('asks for its password, again when that was wrong', async () => {
    const { host } = await opened('locked')
    expect(get('bill-password').textContent).toContain('这个压缩包有密码')
    expect(find('bill-trouble')).toBeNull()
    expect(document.activeElement).toBe(get('bill-password-input'))
    expect(get<HTMLButtonElement>('bill-unlock').disabled).toBe(true)
    await type('bill-password-input', '000000')
    await press('Enter', get('bill-password-input'), { keyCode: 229 })
    expect(called(host, 'unlock_bill')).toHaveLength(0)
    await press('Enter', get('bill-password-input'))
    expect(get('bill-password').textContent).toContain('密码不对')
    await type('bill-password-input', '123456')
    await click('bill-unlock')
    expect(called(host, 'unlock_bill')).toEqual([['000000'], ['123456']])
    expect(find('bill-password')).toBeNull()
    expect(find('bill')).not.toBeNull()
  })

  it('is let go with Escape', async () => {
    const { host } = await opened('locked')
    await press('Escape', get('bill-password-input'))
    expect(find('bill-password')).toBeNull()
    expect(find('bill-invite')).not.toBeNull()
    expect(called(host, 'forget_bill')).toHaveLength(1)
  })
})

describe('a bill that was dropped on the window', () => {
  it('is shown on its page, wherever the person was', async () => {
    const { host, router } = await openPage([], '/orders')
    await click('new-order')
    host.emit('bill://dropped', { opened: host.desk.file, failure: null })
    await settled()
    expect(router.currentRoute.value.path).toBe('/bills')
    expect(find('bill')).not.toBeNull()
    expect(find('form-product')).toBeNull()
  })

  it('asks for its password as well', async () => {
    const { host } = await openPage()
    host.emit('bill://dropped', { opened: null, failure: { code: 'password', message: '有密码' } })
    await settled()
    expect(get('bill-password').textContent).toContain('有密码')
  })

  it('says what was wrong with it', async () => {
    const { host } = await openPage()
    host.emit('bill://dropped', { opened: null, failure: { code: 'failed', message: '这是一份 PDF。' } })
    await settled()
    expect(get('bill-trouble').textContent).toBe('这是一份 PDF。')
  })

  it('is still there after a look at another page', async () => {
    await opened()
    await check(6)
    await click('rail-orders')
    await click('rail-bills')
    expect(box(6).checked).toBe(true)
  })
})

describe('the rows of a bill', () => {
  it('are grouped by what they are, ticked as proposed', async () => {
    await opened()
    expect(rowsOf('match')).toEqual(['1', '2'])
    expect(rowsOf('refund')).toEqual(['3', '8'])
    expect(rowsOf('new')).toEqual(['4', '5', '6'])
    expect(get('bill-fold-known').getAttribute('aria-expanded')).toBe('false')
    expect([1, 2, 3, 4, 5, 6].map((row) => box(row).checked)).toEqual([true, false, true, true, true, false])
    expect(get('bill-import').textContent).toBe('导入选中的 4 条')
    const first = all('bill-row')[0]!
    expect(first.textContent).toContain('补进订单 1 的支付凭证')
    expect(box(1).getAttribute('aria-label')).toContain('¥985.00，补进订单 1 的支付凭证')
    expect(first.querySelector('[data-testid="bill-order"]')!.getAttribute('href')).toContain('/orders/1')
    expect(all('bill-row')[1]!.textContent).toContain('金额不一致')
    expect(document.getElementById(box(2).getAttribute('aria-describedby')!)!.textContent).toContain('金额不一致')
    expect(all('bill-row')[2]!.textContent).toContain('已退 ¥612.00')
    expect(all('bill-row')[5]!.textContent).toContain('以前在这家充过值')
  })

  it('that were imported before cannot be chosen', async () => {
    await opened()
    await click('bill-fold-known')
    expect(box(7).disabled).toBe(true)
    expect(find('bill-all-known')).toBeNull()
    all('bill-row').find((row) => row.dataset.row === '7')!.click()
    await settled()
    expect(get('bill-import').textContent).toContain('4')
  })

  it('are chosen one by one, and all or none of a group', async () => {
    const { router } = await opened()
    await check(6)
    expect(get('bill-picked-new').textContent).toBe('选了 3 / 3')
    await click('bill-none-new')
    expect([4, 5, 6].map((row) => box(row).checked)).toEqual([false, false, false])
    expect(box(1).checked).toBe(true)
    await click('bill-all-new')
    expect(get('bill-picked-new').textContent).toBe('选了 3 / 3')
    all('bill-row').find((row) => row.dataset.row === '4')!.click()
    await settled()
    expect(box(4).checked).toBe(false)
    all('bill-order')[0]!.click()
    await settled()
    expect(router.currentRoute.value.path).toBe('/orders/1')
    await click('rail-bills')
    expect(box(1).checked).toBe(true)
  })

  it('are one stop of the tab key, and the arrows move between them across groups', async () => {
    await opened()
    expect(all('bill-check').filter((one) => one.tabIndex === 0).map((one) => one.dataset.row)).toEqual(['1'])
    box(1).focus()
    await press('ArrowUp')
    expect(document.activeElement).toBe(box(1))
    await press('ArrowDown')
    await press('ArrowDown')
    expect(document.activeElement).toBe(box(3))
    expect(all('bill-check').filter((one) => one.tabIndex === 0).map((one) => one.dataset.row)).toEqual(['3'])
    await press('End')
    expect(document.activeElement).toBe(box(6))
    await press('ArrowDown', document.activeElement!, { keyCode: 229 })
    expect(document.activeElement).toBe(box(6))
    await press('Home')
    expect(document.activeElement).toBe(box(1))
  })

  it('that are refunds come with their payment and go with it', async () => {
    const { host } = await opened()
    expect([6, 8].map((row) => box(row).checked)).toEqual([false, false])
    // The line by which the refund calls its payment.
    expect(all('bill-row').find((row) => row.dataset.row === '6')!.querySelector('.when')!.textContent).toContain('第 23 行')
    await check(8)
    expect([6, 8].map((row) => box(row).checked)).toEqual([true, true])
    await check(6)
    expect([6, 8].map((row) => box(row).checked)).toEqual([false, false])
    await click('bill-all-refund')
    expect(box(6).checked).toBe(true)
    await click('bill-none-new')
    expect(box(8).checked).toBe(false)
    expect(box(3).checked).toBe(true)
    await check(6)
    await check(8)
    await click('bill-import')
    expect(called(host, 'import_bill')).toEqual([[[1, 3, 6, 8]]])
  })

  it('that are refunds are not proposed without their payment', async () => {
    const host = createFixtureHost(SEEDS)
    for (const row of host.desk.file!.bill!.candidates) if (row.row === 8) row.ticked = true
    await openPage([], '/bills', host)
    await click('choose-bill')
    expect(box(8).checked).toBe(false)
    expect(get('bill-import').textContent).toBe('导入选中的 4 条')
  })

  it('that are refunds of a payment out of sight say which line to choose first', async () => {
    const host = createFixtureHost(SEEDS)
    const refund = host.desk.file!.bill!.candidates.find((row) => row.row === 8)!
    Object.assign(refund, { needs: 150, proposal: '第 167 行那一笔的退款' })
    await openPage([], '/bills', host)
    await click('choose-bill')
    expect(box(8).disabled).toBe(true)
    expect(document.getElementById(box(8).getAttribute('aria-describedby')!)!.textContent).toBe('先选中第 167 行')
    await click('bill-all-refund')
    expect([3, 8].map((row) => box(row).checked)).toEqual([true, false])
    expect(get('bill-picked-refund').textContent).toBe('选了 1 / 1')
    await click('bill-fold-other')
    await click('bill-more')
    expect(box(8).disabled).toBe(false)
    await check(8)
    expect(box(150).checked).toBe(true)
  })

  it('write the sign of the currency in one way', async () => {
    await opened()
    expect(get('bill').textContent).toContain('已退款(¥485.00)')
    expect(get('bill').textContent).not.toContain('￥')
  })

  it('besides are fetched when they are unfolded, searched, and continued', async () => {
    const { host } = await opened()
    expect(called(host, 'bill_rows')).toHaveLength(0)
    expect(get('bill-group-other').textContent).toContain('250')
    await click('bill-fold-other')
    expect(called(host, 'bill_rows')).toEqual([['', 0]])
    expect(rowsOf('other')).toHaveLength(100)
    await click('bill-more')
    expect(called(host, 'bill_rows')[1]).toEqual(['', 100])
    expect(rowsOf('other')).toHaveLength(200)
    await check(150)
    expect(get('bill-import').textContent).toContain('5')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      await type('bill-search', '便利店 24')
      await type('bill-search', '便利店 249')
      await vi.advanceTimersByTimeAsync(200)
      await settled()
    } finally {
      vi.useRealTimers()
    }
    expect(called(host, 'bill_rows').slice(2)).toEqual([['便利店 249', 0]])
    expect(rowsOf('other')).toEqual(['348'])
    expect(find('bill-more')).toBeNull()
    // What was chosen stays chosen although it is out of sight.
    expect(get('bill-import').textContent).toContain('5')
  })
})

describe('whether all of a bill was read', () => {
  it('is told quietly when it agrees', async () => {
    await opened()
    expect(get('bill-totals').dataset.agree).toBe('agree')
    expect(get('bill-totals').textContent).toContain('应 41 笔，读到 41 笔')
    expect(get('bill-totals').classList).not.toContain('notice')
  })

  it('is told to be looked at when it differs, with the lines that could not be read', async () => {
    const { host } = await opened('differ')
    expect(get('bill-totals').classList).toContain('notice')
    expect(get('bill-totals').textContent).toContain('应 41 笔，读到 38 笔')
    expect(get('faults').querySelector('summary')!.textContent).toBe('2 行没能读懂，没有放进来')
    expect(get<HTMLDetailsElement>('faults').open).toBe(false)
    expect(all('fault').map((one) => one.textContent)).toEqual(['第 20 行“金额(元)”看不懂“¥1O.00”，没有放进来。', '第 58 行这一行只有一半，文件可能没有下载完。'])
    await click('bill-import')
    expect(get('bill-result').textContent).toContain('对不上')
    expect(called(host, 'import_bill')).toHaveLength(1)
  })

  it('is told as unknown when the bill says nothing of it', async () => {
    const host = createFixtureHost(SEEDS)
    host.desk.file!.bill!.totals = { agree: 'not-stated', sentences: [] }
    await openPage([], '/bills', host)
    await click('choose-bill')
    expect(get('bill-totals').textContent).toBe('账单没有写总数')
  })

  it('lists a great many faults only in part', async () => {
    const host = createFixtureHost(SEEDS)
    host.desk.file!.bill!.faults = Array.from({ length: 5000 }, (_, i) => ({ line: i + 1, column: '', message: '坏的' }))
    await openPage([], '/bills', host)
    await click('choose-bill')
    expect(all('fault')).toHaveLength(100)
    expect(get('faults').textContent).toContain('还有 4900 处')
  })
})

describe('importing a bill', () => {
  it('takes exactly the chosen rows and says what came of it', async () => {
    const { host, router } = await opened()
    await check(2)
    await check(4)
    expect(get('bill').textContent).toContain('没选的不会保存')
    await click('bill-import')
    expect(called(host, 'import_bill')).toEqual([[[1, 2, 3, 5]]])
    expect(find('bill')).toBeNull()
    expect(find('bill-invite')).toBeNull()
    expect(['created', 'matched', 'refunds', 'skipped'].map((key) => get(`bill-count-${key}`).querySelector('dd')!.textContent)).toEqual(['1', '2', '1', '0'])
    expect(get('bill-result').textContent).toContain('时间没有秒')
    expect(document.activeElement?.contains(get('bill-result'))).toBe(true)
    await click('bill-to-orders')
    expect(router.currentRoute.value.path).toBe('/orders')
  })

  it('calls the format by the name that was shown before', async () => {
    await opened()
    await click('bill-import')
    expect(get('bill-result').textContent).toContain('微信支付账单，41 行读到 41 行')
    expect(get('bill-result').textContent).not.toContain('wechat')
    expect(get('bill-result').querySelector('.done > .icon')).not.toBeNull()
  })

  it('says so, without a tick, when nothing new came of it', async () => {
    const host = createFixtureHost(SEEDS)
    host.importBill = async () => ({ format: 'wechat-csv', rows: 6, read: 6, orders_created: 0, matched: 0, refunds: 0, skipped: 6, flagged: [], totals_agree: null })
    await openPage([], '/bills', host)
    await click('choose-bill')
    await click('bill-import')
    expect(get('bill-result').textContent).toContain('没有新的内容')
    expect(get('bill-result').textContent).not.toContain('导入好了')
    expect(get('bill-result').querySelector('.icon')).toBeNull()
  })

  it('asks for a row first', async () => {
    await opened()
    for (const group of ['match', 'refund', 'new']) await click(`bill-none-${group}`)
    expect(get<HTMLButtonElement>('bill-import').disabled).toBe(true)
  })

  it('keeps everything when it failed', async () => {
    const host = createFixtureHost(SEEDS)
    host.importBill = () => Promise.resolve().then(() => refuse('failed', '磁盘满了，一条都没有导入。'))
    await openPage([], '/bills', host)
    await click('choose-bill')
    await click('bill-import')
    expect(get('bill-trouble').textContent).toContain('一条都没有导入')
    expect(box(1).checked).toBe(true)
  })

  it('is begun once', async () => {
    const { host } = await opened()
    let go = (): void => undefined
    host.desk.step = () => new Promise((resolve) => (go = resolve))
    await click('bill-import')
    expect(get('bill-import').textContent).toBe('正在导入…')
    await click('bill-import')
    go()
    await settled()
    expect(called(host, 'import_bill')).toHaveLength(1)
  })

  it('goes on with another file', async () => {
    const { host } = await opened()
    await click('bill-import')
    host.desk.choose('sheet')
    await click('bill-another')
    expect(find('bill-result')).toBeNull()
    expect(find('sheet')).not.toBeNull()
  })

  it('says so when there is nothing that looks like an order', async () => {
    const host = createFixtureHost(SEEDS)
    host.desk.file!.bill!.candidates = []
    await openPage([], '/bills', host)
    await click('choose-bill')
    expect(find('bill-nothing')).not.toBeNull()
    expect(get<HTMLButtonElement>('bill-import').disabled).toBe(true)
    await click('bill-forget')
    expect(find('bill-invite')).not.toBeNull()
    expect(called(host, 'forget_bill')).toHaveLength(1)
  })
})

describe('an own spreadsheet', () => {
  it('is looked at and then logged as a whole', async () => {
    const { host } = await opened('sheet')
    expect(all('sheet-row').map((row) => row.querySelector('td')!.textContent)).toEqual(['2', '3', '5'])
    expect(get('sheet').textContent).toContain('每一行都读懂了')
    expect(get('sheet-import').textContent).toBe('导入 3 笔订单')
    await click('sheet-import')
    expect(called(host, 'import_sheet')).toHaveLength(1)
    expect(get('sheet-result').textContent).toContain('已导入 3 笔订单')
    expect(host.orders.size).toBe(SEEDS.length + 3)
  })

  it('with a fault is not imported at all', async () => {
    await opened('broken-sheet')
    expect(all('fault').map((one) => one.textContent)).toEqual(['第 3 行“金额”“九十八块五”不是金额，请写成 98.50。', '第 4 行“付款时间”这一格是空的。'])
    expect(get<HTMLDetailsElement>('faults').open).toBe(true)
    expect(find('sheet-stopped')).not.toBeNull()
    expect(get<HTMLButtonElement>('sheet-import').disabled).toBe(true)
  })
})

describe('a hostile bill', () => {
  it('is only ever text', async () => {
    const evil = '<img src=x onerror="window.hit=1">{{7*7}} @:app.name | {0}'
    const host = createFixtureHost(SEEDS)
    const bill = host.desk.file!.bill!
    Object.assign(bill, { name: evil, format: evil, faults: [{ line: 1, column: evil, message: evil }], totals: { agree: 'differ', sentences: [evil] } })
    bill.candidates = bill.candidates.map((row) => ({ ...row, merchant: evil, item: evil, proposal: evil, status: evil, notes: [evil], flags: [evil], why: evil }))
    await openPage([], '/bills', host)
    await click('choose-bill')
    expect(document.querySelector('img[src="x"]')).toBeNull()
    expect(get('bill').textContent).toContain('{{7*7}}')
    await click('bill-import')
    expect(document.querySelector('img[src="x"]')).toBeNull()
  })
})
