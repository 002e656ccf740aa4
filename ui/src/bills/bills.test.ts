import { copyFileSync, existsSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { FIRST_LINE, lay, wechatBill, type BillLine } from '@/test/bill'
import { all, called, click, find, get, openPage, press, settled, type } from '@/test/page'
import { createWorld, DAY, hold, HOUR, ordersOf, refuse, type Seed, type World } from '@/test/world'

const NAME = '微信支付账单(20260901-20261122).csv'
const NO_PDF = '这份 PDF 损坏了，打不开，请重新下载原件再试。'
/** A packed bill of one row; its password is 123456. */
const LOCKED = `${import.meta.dirname}/../test/locked-bill.zip`

const SEEDS: Seed[] = [
  { paid_ago: HOUR, amount_fen: 98_500, payment_no: '4200000001000001' },
  { paid_ago: 2 * HOUR, payment_no: '4200000001000002' },
  { paid_ago: 3 * DAY, amount_fen: 61_200, order_no: 'WZ202611200003' },
  { paid_ago: 4 * DAY, amount_fen: 5_000, platform: '小满充值' },
  { paid_ago: 5 * DAY },
  { paid_ago: 6 * DAY, amount_fen: 4_000, payment_no: '4200000001000006' },
]
const KNOWN: BillLine = { merchant: '云边卡盟', item: '40 Q币', yuan: '40.00', ago: 6 * DAY, payment_no: '4200000001000006' }
const CHOICE: BillLine[] = [
  { merchant: '示例星河网络科技有限公司', item: '1000 Q币', yuan: '985.00', ago: HOUR, payment_no: '4200000001000001' },
  { merchant: '示例星河网络科技有限公司', item: '话费充值 100 元', yuan: '99.00', ago: 2 * HOUR, payment_no: '4200000001000002' },
  { merchant: '云边卡盟', item: '王者荣耀 648 点券', yuan: '612.00', ago: 2 * DAY, status: '已全额退款', merchant_no: 'WZ202611200003', refund: true },
  { merchant: '青柠会员', item: '视频会员月卡', yuan: '25.00', ago: 5 * HOUR },
  { merchant: '小满充值', item: '普通充值', yuan: '199.00', ago: 20 * DAY, minutes: true },
  { merchant: '某某加油卡服务', item: '油卡充值 500 元', yuan: '485.00', ago: 65 * DAY, status: '已退款(￥485.00)', merchant_no: 'YK202609190001' },
  KNOWN,
  { merchant: '某某加油卡服务', item: '油卡充值 500 元', yuan: '485.00', ago: 64 * DAY, status: '已退款(￥485.00)', merchant_no: 'YK202609190001', refund: true },
]
/** What it is that a row looks like no order. */
const SHOPS: BillLine[] = Array.from({ length: 250 }, (_, i) => ({ merchant: `便利店 ${i + 1} 号`, item: '日用百货', yuan: (10 + i / 100).toFixed(2), ago: (i + 3) * HOUR }))
const ORDINARY = [...CHOICE, ...SHOPS]

/** The six orders, of which the last one has its row of an earlier bill, and one file to choose. */
async function desk(content = wechatBill(ORDINARY), name = NAME): Promise<World> {
  const host = await createWorld(SEEDS)
  await lay(host, ['上个月.csv', wechatBill([KNOWN])])
  await host.app.chooseBill()
  await host.app.importBill([0])
  await lay(host, [name, content])
  return host
}

async function opened(content?: string, name?: string, host?: World) {
  const world = host ?? (await desk(content, name))
  const { router } = await openPage([], '/bills', world)
  await click('choose-bill')
  return { host: world, router }
}

async function locked() {
  const host = await createWorld()
  copyFileSync(LOCKED, `${host.folder}/账单.zip`)
  await host.set({ choose: [['账单.zip']] })
  return opened(undefined, undefined, host)
}

const box = (row: number): HTMLInputElement => {
  const found = all('bill-check').find((one) => one.dataset.row === String(row))
  if (!found) throw new Error(`no row ${row} is shown`)
  return found as HTMLInputElement
}
const line = (row: number): HTMLElement => all('bill-row').find((one) => one.dataset.row === String(row))!
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
    expect(get('template-saved').textContent).toContain(`${host.folder}/documents`)
    expect(existsSync(get('template-saved').querySelector('.muted')!.textContent!)).toBe(true)
  })

  it('stays as it is when nothing was chosen', async () => {
    await openPage([], '/bills')
    await click('choose-bill')
    expect(find('bill-invite')).not.toBeNull()
    expect(find('bill-trouble')).toBeNull()
  })

  it('says why a file is no bill, and keeps the way to another one', async () => {
    const host = await createWorld()
    await lay(host, ['记账.csv', '记录时间,分类,收支类型,金额,备注,账户,来源,标签\n2026-11-20 21:03:45,购物,支出,98.50,,余额,,\n'])
    await opened(undefined, undefined, host)
    expect(get('bill-trouble').textContent).toBe('这是支付宝记账本，没有订单号和状态。请改为导出：支付宝 我的→账单→右上角…→开具交易流水证明→用于个人对账。')
    expect(find('choose-bill')).not.toBeNull()
    expect(find('toast')).toBeNull()
  })

  it('keeps what is looked at when another file is none', async () => {
    const { host } = await opened()
    await lay(host, ['流水证明.csv', '%PDF-1.7'])
    await click('bill-another')
    expect(get('bill-trouble').textContent).toBe(NO_PDF)
    await click('bill-import')
    expect(find('bill-trouble')).toBeNull()
    expect(get('bill-result').textContent).toContain('导入好了')
  })

  it('shows that it is reading', async () => {
    const host = await desk()
    const go = hold(host, 'chooseBill')
    await opened(undefined, undefined, host)
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
    const { host } = await locked()
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
    const { host } = await locked()
    await press('Escape', get('bill-password-input'))
    expect(find('bill-password')).toBeNull()
    expect(find('bill-invite')).not.toBeNull()
    expect(called(host, 'forget_bill')).toHaveLength(1)
    await expect(host.app.unlockBill('123456')).rejects.toMatchObject({ code: 'failed' })
  })
})

describe('a bill that was dropped on the window', () => {
  it('is shown on its page, wherever the person was', async () => {
    const { host, router } = await openPage([], '/orders')
    await click('new-order')
    await lay(host, [NAME, wechatBill(CHOICE)])
    await host.drop(NAME)
    await settled()
    expect(router.currentRoute.value.path).toBe('/bills')
    expect(find('bill')).not.toBeNull()
    expect(find('form-product')).toBeNull()
  })

  it('asks for its password as well', async () => {
    const { host } = await openPage()
    await host.drop(LOCKED)
    await settled()
    expect(get('bill-password').textContent).toContain('这个压缩包有密码')
  })

  it('says what was wrong with it', async () => {
    const { host } = await openPage()
    await lay(host, ['流水证明.csv', '%PDF-1.7'])
    await host.drop('流水证明.csv')
    await settled()
    expect(get('bill-trouble').textContent).toBe(NO_PDF)
  })

  it('speaks the language of the page when that changes, and keeps what was ticked', async () => {
    const { host } = await opened()
    await check(5)
    await host.app.setSettings({ ...(await host.app.settings()), language: 'en' })
    await settled()
    await settled()
    expect(get('bill-totals').textContent).not.toMatch(/\p{Script=Han}/u)
    expect(box(5).checked).toBe(true)
  })

  it('is still there after a look at another page', async () => {
    await opened()
    await check(5)
    await click('rail-orders')
    await click('rail-bills')
    expect(box(5).checked).toBe(true)
  })
})

describe('the rows of a bill', () => {
  it('are grouped by what they are, ticked as proposed', async () => {
    await opened()
    // The number of a payment on two sums is the person's to tell.
    expect(rowsOf('ask')).toEqual(['1'])
    expect(get('bill-said').textContent).toContain(`第 ${FIRST_LINE + 1} 行：金额不一致：账单是 99.00 元，记的是 98.50 元`)
    expect(rowsOf('match')).toEqual(['0'])
    expect(rowsOf('refund')).toEqual(['2', '7'])
    expect(rowsOf('new')).toEqual(['3', '4', '5'])
    expect(get('bill-fold-known').getAttribute('aria-expanded')).toBe('false')
    expect([0, 1, 2, 3, 4, 5].map((row) => box(row).checked)).toEqual([true, false, true, true, true, false])
    expect(get('bill-import').textContent).toBe('导入选中的 4 条')
    expect(line(0).textContent).toContain('补进订单 1 的付款凭证')
    expect(box(0).getAttribute('aria-label')).toContain('¥985.00，补进订单 1 的付款凭证')
    expect(line(0).querySelector('[data-testid="bill-order"]')!.getAttribute('href')).toContain('/orders/1')
    expect(line(1).textContent).toContain('金额不一致')
    expect(document.getElementById(box(1).getAttribute('aria-describedby')!)!.textContent).toContain('金额不一致：账单是 99.00 元，记的是 98.50 元')
    expect(line(2).textContent).toContain('订单 3 退款 612.00 元')
    expect(line(3).textContent).toContain('商品里有“视频会员”')
    expect(line(4).textContent).toContain('商品里有“充值”')
    expect(line(4).textContent).toContain('时间没有秒')
    expect(line(5).textContent).toContain('已退 ¥485.00')
  })

  it('that may be recharges are offered unticked, and payments that are no orders are folded away', async () => {
    const { host } = await opened(wechatBill([
      { merchant: '某发卡', item: '订单 20260901', yuan: '20.00', ago: HOUR },
      { merchant: '某视频', item: '某视频会员1个月自动续费', yuan: '25.00', ago: 2 * HOUR },
      { merchant: '某昵称', item: '转账备注:Q币500', yuan: '430.00', ago: 3 * HOUR, kind: '转账', status: '对方已收钱' },
    ]))
    expect(rowsOf('offered')).toEqual(['0'])
    expect(box(0).checked).toBe(false)
    expect(line(0).textContent).toContain('商户名里有“发卡”')
    expect(get('bill-fold-aside').getAttribute('aria-expanded')).toBe('false')
    await click('bill-fold-aside')
    expect(rowsOf('aside')).toEqual(['1', '2'])
    expect([1, 2].map((row) => box(row).checked)).toEqual([false, false])
    await check(0)
    await check(1)
    await click('bill-import')
    expect(called(host, 'import_bill')).toEqual([[[0, 1]]])
  })

  it('that were imported before cannot be chosen', async () => {
    await opened()
    await click('bill-fold-known')
    expect(box(6).disabled).toBe(true)
    expect(line(6).textContent).toContain('已经在订单 6 里了')
    expect(find('bill-all-known')).toBeNull()
    line(6).click()
    await settled()
    expect(get('bill-import').textContent).toContain('4')
  })

  it('are chosen one by one, and all or none of a group', async () => {
    const { router } = await opened()
    await check(5)
    expect(get('bill-picked-new').textContent).toBe('选了 3 / 3')
    await click('bill-none-new')
    expect([3, 4, 5].map((row) => box(row).checked)).toEqual([false, false, false])
    expect(box(0).checked).toBe(true)
    await click('bill-all-new')
    expect(get('bill-picked-new').textContent).toBe('选了 3 / 3')
    line(3).click()
    await settled()
    expect(box(3).checked).toBe(false)
    line(0).querySelector<HTMLElement>('[data-testid="bill-order"]')!.click()
    await settled()
    expect(router.currentRoute.value.path).toBe('/orders/1')
    await click('rail-bills')
    expect(box(0).checked).toBe(true)
  })

  it('are one stop of the tab key, and the arrows move between them across groups', async () => {
    await opened()
    expect(all('bill-check').filter((one) => one.tabIndex === 0).map((one) => one.dataset.row)).toEqual(['1'])
    box(1).focus()
    await press('ArrowUp')
    expect(document.activeElement).toBe(box(1))
    await press('ArrowDown')
    await press('ArrowDown')
    expect(document.activeElement).toBe(box(2))
    expect(all('bill-check').filter((one) => one.tabIndex === 0).map((one) => one.dataset.row)).toEqual(['2'])
    await press('End')
    expect(document.activeElement).toBe(box(5))
    await press('ArrowDown', document.activeElement!, { keyCode: 229 })
    expect(document.activeElement).toBe(box(5))
    await press('Home')
    expect(document.activeElement).toBe(box(1))
  })

  it('that are refunds come with their payment and go with it', async () => {
    const { host } = await opened()
    expect([5, 7].map((row) => box(row).checked)).toEqual([false, false])
    // The line by which the refund calls its payment.
    expect(line(7).textContent).toContain(`第 ${FIRST_LINE + 5} 行那一笔的退款`)
    expect(line(5).querySelector('.when')!.textContent).toContain(`第 ${FIRST_LINE + 5} 行`)
    await check(7)
    expect([5, 7].map((row) => box(row).checked)).toEqual([true, true])
    await check(5)
    expect([5, 7].map((row) => box(row).checked)).toEqual([false, false])
    await click('bill-all-refund')
    expect(box(5).checked).toBe(true)
    await click('bill-none-new')
    expect(box(7).checked).toBe(false)
    expect(box(2).checked).toBe(true)
    await check(5)
    await check(7)
    await click('bill-import')
    expect(called(host, 'import_bill')).toEqual([[[0, 2, 5, 7]]])
    expect((await ordersOf(host)).at(-1)).toMatchObject({ amount_fen: 48_500, refunded_fen: 48_500 })
  })

  it('that are refunds are not proposed without their payment', async () => {
    const host = await desk(wechatBill(CHOICE.map((row) => (row.merchant_no === 'YK202609190001' ? { ...row, ago: row.ago - 30 * DAY } : row))))
    const plain = host.chooseBill
    // As of a bill with so many proposals that the last ones are left out.
    host.chooseBill = async () => {
      const file = await plain()
      const { candidates } = file!.bill!
      expect(candidates.find(({ row }) => row === 7)!.ticked).toBe(true)
      candidates.splice(candidates.findIndex(({ row }) => row === 5), 1)
      return file
    }
    await opened(undefined, undefined, host)
    expect(box(7).checked).toBe(false)
    expect(get('bill-import').textContent).toBe('导入选中的 4 条')
  })

  it('that are refunds of a payment out of sight say which line to choose first', async () => {
    const bought: BillLine = { merchant: '便利店 151 号', item: '日用百货', yuan: '88.00', ago: 300 * HOUR, merchant_no: 'BL202611080001' }
    await opened(wechatBill([...CHOICE, { ...bought, ago: HOUR, status: '已全额退款', refund: true }, ...SHOPS.slice(0, 140), bought]))
    await click('bill-fold-other')
    expect(box(8).disabled).toBe(true)
    expect(document.getElementById(box(8).getAttribute('aria-describedby')!)!.textContent).toBe(`先选中第 ${FIRST_LINE + 149} 行`)
    await click('bill-all-other')
    expect([8, 9].map((row) => box(row).checked)).toEqual([false, true])
    expect(get('bill-picked-other').textContent).toBe('选了 99 / 99')
    await click('bill-more')
    expect(box(8).disabled).toBe(false)
    await check(8)
    expect(box(149).checked).toBe(true)
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
    expect(called(host, 'bill_rows')[1]).toEqual(['', 108])
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
    expect(rowsOf('other')).toEqual(['256'])
    expect(find('bill-more')).toBeNull()
    // What was chosen stays chosen although it is out of sight.
    expect(get('bill-import').textContent).toContain('5')
  })
})

describe('whether all of a bill was read', () => {
  it('is told quietly when it agrees', async () => {
    await opened()
    expect(get('bill-totals').dataset.agree).toBe('agree')
    expect(get('bill-totals').textContent).toContain('应 258 笔，读到 258 笔')
    expect(get('bill-totals').classList).not.toContain('notice')
  })

  it('is told to be looked at when it differs, with the lines that could not be read', async () => {
    const broken: BillLine[] = [{ merchant: '便利店', yuan: '1O.00', ago: HOUR }, { merchant: '便利店', yuan: '', ago: HOUR }]
    const { host } = await opened(wechatBill([...CHOICE, ...broken], 11).replace('¥,零钱', ',零钱'))
    expect(get('bill-totals').classList).toContain('notice')
    expect(get('bill-totals').textContent).toContain('账单说 11 笔，读到 8 笔，另有 2 行读不出')
    expect(get('faults').querySelector('summary')!.textContent).toBe('2 行没能读懂，没有放进来')
    expect(get<HTMLDetailsElement>('faults').open).toBe(false)
    const [odd, empty] = [FIRST_LINE + 8, FIRST_LINE + 9]
    expect(all('fault').map((one) => one.textContent)).toEqual([`第 ${odd} 行“金额”金额“¥1O.00”看不懂，没有读入。`, `第 ${empty} 行“金额”这一行没有金额，可能文件不完整，没有读入。`])
    await click('bill-import')
    expect(get('bill-result').textContent).toContain('对不上')
    expect(called(host, 'import_bill')).toHaveLength(1)
  })

  it('names the line alone where a fault is not about one column', async () => {
    const other = ['交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注', '2026-11-20 21:03:45,购物,云边卡盟,/,40 Q币,支出,40.00,余额,交易成功,2026112000000001,YB1,']
    await opened(`${wechatBill(CHOICE)}${other.join('\n')}\n`)
    const at = FIRST_LINE + CHOICE.length
    expect(all('fault').map((one) => one.querySelector('.place')!.textContent)).toEqual([`第 ${at} 行`])
    expect(get('fault').textContent).toBe(`第 ${at} 行从这里起是另一种账单（支付宝账单），没有读入，请单独存成一个文件再导入。`)
  })

  it('is told as unknown when the bill says nothing of it', async () => {
    await opened(wechatBill(CHOICE, null))
    expect(get('bill-totals').textContent).toBe('账单没有写总数读到 8 笔；这份账单没有写合计，没法核对。')
    expect(get('bill-totals').dataset.agree).toBe('not-stated')
  })

  it('lists a great many faults only in part', async () => {
    await opened(wechatBill([...CHOICE, ...Array.from({ length: 5000 }, (): BillLine => ({ merchant: '便利店', yuan: '坏的', ago: HOUR }))]))
    expect(all('fault')).toHaveLength(100)
    expect(get('faults').textContent).toContain('还有 4900 处')
  })
})

describe('importing a bill', () => {
  it('takes exactly the chosen rows and says what came of it', async () => {
    const { host, router } = await opened()
    await check(3)
    expect(get('bill').textContent).toContain('没选的不会保存')
    await click('bill-import')
    expect(called(host, 'import_bill')).toEqual([[[0, 2, 4]]])
    expect(find('bill')).toBeNull()
    expect(find('bill-invite')).toBeNull()
    expect(['created', 'matched', 'refunds', 'skipped'].map((key) => get(`bill-count-${key}`).querySelector('dd')!.textContent)).toEqual(['1', '1', '1', '255'])
    expect(get('bill-result').textContent).toContain('时间没有秒')
    expect(document.activeElement?.contains(get('bill-result'))).toBe(true)
    await click('bill-to-orders')
    expect(router.currentRoute.value.path).toBe('/orders')
    const orders = await ordersOf(host)
    expect(orders).toHaveLength(SEEDS.length + 1)
    expect(orders[2]!.refunded_fen).toBe(61_200)
  })

  it('calls the format by the name that was shown before', async () => {
    await opened()
    await click('bill-import')
    expect(get('bill-result').textContent).toContain('微信支付账单（CSV），258 行读到 258 行')
    expect(get('bill-result').textContent).not.toContain('wechat')
    expect(get('bill-result').querySelector('.done > .icon')).not.toBeNull()
  })

  it('says so, without a tick, when nothing new came of it', async () => {
    await opened(wechatBill([{ merchant: '青柠会员', item: '视频会员月卡', yuan: '0.00', ago: HOUR }]))
    await click('bill-import')
    expect(get('bill-result').textContent).toContain('没有新的内容')
    expect(get('bill-result').textContent).toContain('的金额是 0，没有导入')
    expect(get('bill-result').textContent).not.toContain('导入好了')
    expect(get('bill-result').querySelector('.icon')).toBeNull()
  })

  it('asks for a row first', async () => {
    await opened()
    for (const group of ['match', 'refund', 'new']) await click(`bill-none-${group}`)
    expect(get<HTMLButtonElement>('bill-import').disabled).toBe(true)
  })

  it('keeps everything when it failed', async () => {
    const { host } = await opened()
    host.importBill = async () => refuse('failed', '磁盘满了，一条都没有导入。')
    await click('bill-import')
    expect(get('bill-trouble').textContent).toContain('一条都没有导入')
    expect(box(0).checked).toBe(true)
  })

  it('is begun once', async () => {
    const { host } = await opened()
    const go = hold(host, 'importBill')
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
    await lay(host, ['我的充值记录.csv', SHEET])
    await click('bill-another')
    expect(find('bill-result')).toBeNull()
    expect(find('sheet')).not.toBeNull()
  })

  it('says so when there is nothing that looks like an order', async () => {
    const { host } = await opened(wechatBill(SHOPS))
    expect(find('bill-nothing')).not.toBeNull()
    expect(get<HTMLButtonElement>('bill-import').disabled).toBe(true)
    await click('bill-forget')
    expect(find('bill-invite')).not.toBeNull()
    expect(called(host, 'forget_bill')).toHaveLength(1)
  })
})

const SHEET = `平台,商品,品类,金额,付款时间
云边卡盟,1000 Q币,q-coin,985.00,2026-11-20 21:03:45
小满充值,话费 100 元,phone-credit-fast,98.50,2026-11-19 10:00:00
,,,,
青柠会员,视频会员年卡,membership,148.00,2025-12-01 10:00:00
`

describe('an own spreadsheet', () => {
  it('is looked at and then logged as a whole', async () => {
    const { host } = await opened(SHEET, '我的充值记录.csv')
    expect(all('sheet-row').map((row) => row.querySelector('td')!.textContent)).toEqual(['2', '3', '5'])
    expect(get('sheet').textContent).toContain('每一行都读懂了')
    expect(get('sheet-import').textContent).toBe('导入 3 笔订单')
    await click('sheet-import')
    expect(called(host, 'import_sheet')).toHaveLength(1)
    expect(get('sheet-result').textContent).toContain('已导入 3 笔订单')
    expect(await ordersOf(host)).toHaveLength(SEEDS.length + 3)
  })

  it('says before it is imported what of it is left out', async () => {
    const over = SHEET.replace('付款时间', '付款时间,状态').replace('2025-12-01 10:00:00', '2025-12-01 10:00:00,已到账')
    const { host } = await opened(over, '我的充值记录.csv')
    expect([...get('said').querySelectorAll('li')].map((one) => one.textContent)).toEqual(['第 5 行写着“已到账”，不是还在等到账的订单，没有记。'])
    expect(get('sheet').textContent).not.toContain('每一行都读懂了')
    expect(get('sheet-import').textContent).toBe('导入 2 笔订单')
    await click('sheet-import')
    expect(await ordersOf(host)).toHaveLength(SEEDS.length + 2)
  })

  it('with a fault is not imported at all', async () => {
    await opened(SHEET.replace('98.50', '几十块').replace('2025-12-01 10:00:00', ''), '我的充值记录.csv')
    expect(all('fault').map((one) => one.textContent)).toEqual(['第 3 行“金额”看不懂金额“几十块”，请只填数字，例如 98.50。', '第 5 行“付款时间”还没有填时间，请照支付页面填，例如 2026-11-20 21:03:45。'])
    expect(get<HTMLDetailsElement>('faults').open).toBe(true)
    expect(find('sheet-stopped')).not.toBeNull()
    expect(get<HTMLButtonElement>('sheet-import').disabled).toBe(true)
  })
})

describe('a list with columns of its own names', () => {
  const LIST = `店铺,宝贝,类别,实付,下单时间,用途
云边卡盟,1000 Q币,Q币,985.00,2026-11-20 21:03:45,送人
`

  it('is mapped, and the person corrects the mapping', async () => {
    const { host } = await opened(LIST, '我的.csv')
    expect(get('said').textContent).toContain('“实付”当作金额')
    expect(get<HTMLDetailsElement>('sheet-columns').open).toBe(true)
    const selects = (): HTMLSelectElement[] => all('sheet-column').map((column) => column.querySelector('select')!)
    expect(selects().map((select) => select.value)).toEqual(['platform', 'product', 'kind', 'amount', 'paid_at', ''])
    selects()[5]!.value = 'note'
    selects()[5]!.dispatchEvent(new Event('change'))
    await settled()
    expect(called(host, 'map_sheet')).toHaveLength(1)
    expect(selects()[5]!.value).toBe('note')
    await click('sheet-import')
    expect(get('sheet-result').textContent).toContain('已导入 1 笔订单')
  })

  it('that lacks one is told which, and waits until it is chosen', async () => {
    await opened(LIST.replace('实付', '花了'), '我的.csv')
    expect(get('sheet-incomplete').textContent).toContain('缺少“金额”列')
    expect(get<HTMLButtonElement>('sheet-import').disabled).toBe(true)
    const select = all('sheet-column')[3]!.querySelector('select')!
    select.value = 'amount'
    select.dispatchEvent(new Event('change'))
    await settled()
    expect(find('sheet-incomplete')).toBeNull()
    expect(get<HTMLButtonElement>('sheet-import').disabled).toBe(false)
  })

  it('asks about rows that are the same', async () => {
    const { host } = await opened(LIST + LIST.split('\n')[1]! + '\n', '我的.csv')
    expect(get('sheet-twins').textContent).toContain('第 3 行（和第 2 行一样）')
    expect(get('sheet-import').textContent).toBe('导入 1 笔订单')
    await click('sheet-twin')
    expect(get('sheet-import').textContent).toBe('导入 2 笔订单')
    await click('sheet-import')
    expect(called(host, 'import_sheet')).toEqual([[[3]]])
    expect(get('sheet-result').textContent).toContain('已导入 2 笔订单')
  })
})

describe('a hostile bill', () => {
  it('is only ever text', async () => {
    const evil = '<img src=x onerror="window.hit=1">{{7*7}} @:app.name | {0}'
    const rows = [...CHOICE, ...SHOPS.slice(0, 3)].map((row) => ({ ...row, merchant: `${row.merchant}${evil}`, item: `${row.item}${evil}`, status: row.refund ? row.status : evil }))
    await opened(wechatBill([...rows, { merchant: evil, yuan: evil, ago: HOUR }]), `${evil}.csv`)
    await click('bill-fold-other')
    expect(document.querySelector('img[src="x"]')).toBeNull()
    expect(get('bill').textContent).toContain('{{7*7}}')
    await click('bill-import')
    expect(get('bill-result').textContent).toContain('<img src=x onerror=…')
    expect(document.querySelector('img[src="x"]')).toBeNull()
    expect((window as { hit?: number }).hit).toBeUndefined()
  })
})
