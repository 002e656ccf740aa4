import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OrderQuery } from '@/bindings/OrderQuery'
import { all, called, click, find, get, openPage, press, settled, type } from '@/test/page'
import { draftOf } from '@/test/seed'
import { createWorld, DAY, HOUR, NOW, ordersOf, refuse, type Seed } from '@/test/world'

const LATE: Seed = { product: '晚了的', paid_ago: 30 * HOUR, amount_fen: 9_850 }
// Slow enough not to be asked about before it is due.
const WAITING: Seed = { product: '还早的', kind: 'phone-credit-slow', window_seconds: 86_400, paid_ago: 20 * HOUR, amount_fen: 100 }

describe('待办', () => {
  it('greets an empty store and loads the samples', async () => {
    const { host } = await openPage()
    expect(find('welcome')).not.toBeNull()
    await click('load-samples')
    expect(find('welcome')).toBeNull()
    expect(all('todo-card').length).toBeGreaterThan(0)
    await click('remove-samples')
    expect(await ordersOf(host)).toEqual([])
    expect(find('welcome')).not.toBeNull()
  })

  it('shows a card a case with the money that is overdue, and leads to its one next action', async () => {
    const { router } = await openPage([LATE, WAITING, { ...LATE, amount_fen: 150, demanded_ago: 25 * HOUR }])
    expect(all('todo-card')).toHaveLength(2)
    expect(get('overdue-total').textContent).toBe('¥100.00')
    expect(all('todo-action').map((link) => link.textContent?.trim())).toEqual(['没到账，看怎么办', '看下一步'])
    await click('todo-action')
    expect(router.currentRoute.value.path).toBe('/orders/1')
    expect(find('diagnose-question')).not.toBeNull()
  })

  it('groups by what to do next, the dearest first, and keeps what only waits apart', async () => {
    await openPage([
      { product: '问一声', paid_ago: HOUR },
      { product: '油卡', kind: 'fuel-card', paid_ago: 30 * HOUR },
      { ...LATE, product: '投诉了', filed_ago: 49 * HOUR, paid_ago: 80 * HOUR },
      { ...LATE, product: '没答复', demanded_ago: 25 * HOUR },
      { ...LATE, product: '食言', promised: { ago: 3 * HOUR, span: 2 * HOUR } },
      { ...LATE, product: '拒绝', refused_ago: 2 * HOUR },
      LATE,
      { ...LATE, product: '等着', demanded_ago: HOUR },
      { ...LATE, product: '放着', snoozed: { ago: 1000, span: HOUR } },
    ])
    const groups = Array.from(document.querySelectorAll<HTMLElement>('[data-testid^="todo-group-"]'))
    expect(groups.map((group) => group.dataset.testid?.replace('todo-group-', ''))).toEqual([
      'overdue', 'promise-broken', 'no-reply', 'refused', 'dispute', 'confirm', 'remind', 'waiting',
    ])
    expect(get('todo-group-overdue').textContent).toContain('催平台1 件')
    expect(get('todo-group-confirm').textContent).toContain('圈存一次')
    expect(all('todo-waiting').map((row) => row.textContent)).toEqual([expect.stringContaining('等客服答复到'), expect.stringContaining('再提醒')])
    expect(all('todo-card')).toHaveLength(7)
  })

  it('groups what an authority has to answer, and leads to its filing', async () => {
    await openPage([
      { ...LATE, product: '受理', paid_ago: 40 * DAY, filings: [{ to: '12315', ago: 20 * DAY }] },
      { ...LATE, product: '申诉', paid_ago: 40 * DAY, filings: [{ to: 'telecom', ago: 20 * DAY }] },
      { ...LATE, product: '跟进', paid_ago: 40 * DAY, filings: [{ to: 'heimao', ago: 20 * DAY }] },
    ])
    const group = get('todo-group-filing')
    expect(all('todo-card').map((card) => card.dataset.topic)).toEqual(['acceptance', 'telecom-decision', 'filing-follow-up'])
    expect(group.textContent).toContain('12315 应告知是否受理了')
    all('todo-action')[0]!.click()
    await settled()
    expect(document.activeElement).toBe(get('filing-answer-accepted'))
  })

  it.each(['acceptance', 'mediation', 'filing-follow-up', 'telecom-decision', 'telecom-answer', 'stalling', 'refund-route', 'telecom-window', 'limitation', 'rescission'] as const)('has words for %s, on the card and for the wait', async (topic) => {
    const host = await createWorld([LATE, LATE])
    const { todo } = host
    host.todo = async () => {
      const it = await todo()
      const [card, other] = it.cards
      card!.order.topic = topic
      other!.order.topic = null
      other!.order.deadlines = [{ at: new Date(Date.now() + 48 * HOUR).toISOString(), topic }]
      return { ...it, cards: [card!], waiting: [other!] }
    }
    await openPage([], '/', host)
    expect(get('todo-card').textContent).not.toMatch(/todo\.|waits\./)
    expect(get('todo-action').textContent?.trim()).not.toBe('')
    expect(get('todo-waiting').textContent).toMatch(/\d+:\d\d|月\d+日/)
  })

  it('asks whether it came: not yet is written down, and taken back', async () => {
    const { host } = await openPage([{ paid_ago: HOUR }])
    await click('todo-not-yet')
    expect(called(host, 'add_event')).toEqual([[1, { kind: 'checked', text: '', at: '', until: '' }]])
    expect(find('todo-card')).toBeNull()
    await click('undo')
    expect(called(host, 'undo_event')).toEqual([[1, 2]])
    expect(all('todo-card')).toHaveLength(1)
  })

  it('marks as arrived from the card', async () => {
    const { host } = await openPage([{ paid_ago: HOUR }])
    await click('todo-arrived')
    expect(called(host, 'mark_arrived')).toEqual([[1, '']])
    expect(find('todo-card')).toBeNull()
  })

  it('puts a card off by mouse and by keyboard, and offers to take that back', async () => {
    const { host } = await openPage([LATE])
    await click('todo-snooze')
    expect(document.activeElement).toBe(get('todo-snooze-hour'))
    await click('todo-snooze-hour')
    expect(called(host, 'add_event')).toEqual([[1, { kind: 'snoozed', text: '', at: '', until: '1h' }]])
    expect(find('todo-card')).toBeNull()
    expect(get('todo-waiting').textContent).toContain('再提醒')
    await click('undo')
    await click('todo-snooze')
    await press('ArrowDown')
    expect(document.activeElement).toBe(get('todo-snooze-morning'))
    await press('End')
    expect(document.activeElement).toBe(get('todo-snooze-days'))
    await press('Escape')
    expect(find('todo-snooze-days')).toBeNull()
    expect(document.activeElement).toBe(get('todo-snooze'))
    await click('todo-snooze')
    await click('todo-snooze-morning')
    expect((called(host, 'add_event')[1]?.[1] as { until: string }).until).toMatch(/^\d{4}-\d\d-\d\d 08:00:00$/)
  })

  it('notes that a card was dealt with', async () => {
    const { host } = await openPage([LATE])
    await click('todo-done')
    expect(called(host, 'add_event')).toEqual([[1, { kind: 'contacted', text: '处理完成', at: '', until: '' }]])
    expect(find('todo-card')).toBeNull()
    expect(get('todo-waiting').textContent).toContain('等客服答复到')
    expect(document.body.textContent).toContain('等答复就好')
    expect(find('undo')).not.toBeNull()
  })

  it('leads a refused case to its next step', async () => {
    await openPage([{ ...LATE, refused_ago: 2 * HOUR }])
    await click('todo-action')
    expect(document.activeElement).toBe(get('letter-text'))
  })

  it('says that reminders are paused, what was not shown, and resumes', async () => {
    const host = await createWorld([LATE, LATE], { notices: false })
    await host.app.pauseReminders('hour')
    await openPage([], '/', host)
    expect(get('todo-paused').textContent).toContain('提醒已暂停到')
    expect(get('todo-unseen').textContent).toContain('有 2 条提醒还没弹出过')
    await click('todo-resume')
    expect(called(host, 'pause_reminders')).toEqual([['no']])
    expect(find('todo-paused')).toBeNull()
  })

  it('writes the calendar and says where', async () => {
    const { host } = await openPage([LATE])
    await click('export-calendar')
    const path = get('calendar-result').dataset.path!
    expect(path).toBe(`${host.folder}/documents/到账证据包/到账期限.ics`)
    expect(get('calendar-result').textContent).toContain(path)
    expect(readFileSync(path, 'utf8')).toContain('晚了的')
  })

  it('says kindly that nothing is due, and what is next', async () => {
    await openPage([WAITING])
    expect(find('todo-card')).toBeNull()
    expect(document.body.textContent).toContain('现在没有要您处理的')
    expect(get('next-due').textContent).toContain('还早的')
  })

  it('offers to try again when the shell could not answer', async () => {
    const host = await createWorld([LATE])
    const todo = host.todo
    host.todo = async () => refuse('failed', '数据文件打不开')
    await openPage([], '/', host)
    expect(document.body.textContent).toContain('数据文件打不开')
    host.todo = todo
    host.tell('orders://changed', null)
    await settled()
    expect(all('todo-card')).toHaveLength(1)
  })

  it('tells the shell once that the page is ready, also when the list could not be read', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'] })
    try {
      const host = await createWorld()
      host.todo = async () => refuse('failed', '打不开')
      await openPage([], '/', host)
      await vi.advanceTimersByTimeAsync(200)
      host.tell('orders://changed', null)
      await vi.advanceTimersByTimeAsync(200)
      await settled()
      expect(called(host, 'page_ready')).toHaveLength(1)
    } finally {
      vi.useRealTimers()
    }
  })

  it('moves its countdowns when the shell says what time it is, and by no clock of its own', async () => {
    const { host } = await openPage([WAITING], '/orders/1')
    expect(get('case-countdown').textContent).toBe('还有 4 小时')
    host.tell('watch://tick', { now: new Date(Date.now() + 3 * HOUR).toISOString() })
    await settled()
    expect(get('case-countdown').textContent).toBe('还有 1 小时')
    host.tell('watch://tick', { now: new Date(Date.now() + 7 * HOUR).toISOString() })
    await settled()
    expect(get('case-countdown').textContent).toMatch(/^已逾期 \d 小时$/)
  })

  it('opens the order the shell asks for', async () => {
    const { host } = await openPage([LATE, WAITING])
    host.tell('app://open-order', { id: 2 })
    await settled()
    expect(get('case-title').textContent).toBe('还早的')
  })
})

describe('coming back', () => {
  it.each([['todo', '/', 'todo'], ['orders', '/orders', 'list_orders']])('to %s asks once again', async (page, path, command) => {
    const host = await createWorld([{ product: '一' }])
    // A page that hears nothing of what is written.
    const { on } = host
    host.on = (event, hear) => (event === 'orders://changed' ? () => undefined : on(event, hear))
    const { router } = await openPage([], path, host)
    const before = called(host, command).length
    await click('rail-settings')
    expect(called(host, command)).toHaveLength(before)
    await host.app.editOrder(1, draftOf({ product: '改过的' }, NOW))
    await click(`rail-${page}`)
    expect(router.currentRoute.value.path).toBe(path)
    expect(called(host, command)).toHaveLength(before + 1)
    expect(document.querySelector('main')!.textContent).toContain('改过的')
  })

  it('asks only once at the start', async () => {
    const { host } = await openPage([{ product: '一' }])
    expect(called(host, 'todo')).toHaveLength(1)
    await click('rail-orders')
    expect(called(host, 'list_orders')).toHaveLength(1)
  })
})

describe('订单', () => {
  const many = (n: number): Seed[] => Array.from({ length: n }, (_, i) => ({ product: `商品${i + 1}号`, paid_ago: (n - i) * HOUR }))

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  async function wait(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms)
    await settled()
  }

  it('moves by keyboard with one tab stop and opens with Enter', async () => {
    const { router } = await openPage(many(3), '/orders')
    const rows = all('order-row')
    expect(rows.map((row) => row.tabIndex)).toEqual([0, -1, -1])
    rows[0]!.focus()
    await press('ArrowDown')
    await press('ArrowDown')
    await press('ArrowDown')
    expect(document.activeElement).toBe(all('order-row')[2])
    await press('ArrowUp')
    expect(document.activeElement).toBe(all('order-row')[1])
    expect(all('order-row').map((row) => row.tabIndex)).toEqual([-1, 0, -1])
    await press('End')
    expect(document.activeElement).toBe(all('order-row')[2])
    await press('Home')
    expect(document.activeElement).toBe(all('order-row')[0])
    await press('Enter', undefined, { keyCode: 229 })
    expect(router.currentRoute.value.path).toBe('/orders')
    await press('Enter')
    expect(router.currentRoute.value.path).toBe(`/orders/${rows[0]!.dataset.orderId}`)
  })

  it('comes back with Escape to the row it left', async () => {
    const { router } = await openPage(many(3), '/orders')
    all('order-row')[0]!.focus()
    await press('ArrowDown')
    const id = (document.activeElement as HTMLElement).dataset.orderId
    await press('Enter')
    expect(get('case-title')).not.toBeNull()
    await press('Escape', get('contact-text'))
    expect(router.currentRoute.value.path).toBe(`/orders/${id}`)
    await press('Escape', document.body)
    expect(router.currentRoute.value.path).toBe('/orders')
    expect((document.activeElement as HTMLElement).dataset.orderId).toBe(id)
  })

  it('goes from the search into the list and back', async () => {
    await openPage(many(3), '/orders')
    await press('/', document.body)
    expect(document.activeElement).toBe(get('order-search'))
    await press('ArrowDown')
    expect(document.activeElement).toBe(all('order-row')[0])
    await press('ArrowUp')
    expect(document.activeElement).toBe(get('order-search'))
  })

  it('reaches the search with / from any page, but types a / where text is typed', async () => {
    const { router } = await openPage(many(1), '/orders/1')
    await press('/', get('letter-open'))
    await settled()
    expect(router.currentRoute.value.path).toBe('/orders')
    expect(document.activeElement).toBe(get('order-search'))
    await router.push('/orders/1')
    await settled()
    await press('/', get('contact-text'))
    expect(router.currentRoute.value.path).toBe('/orders/1')
  })

  it('searches a moment after the last letter, once', async () => {
    const { host } = await openPage(many(3), '/orders')
    const before = called(host, 'list_orders').length
    await type('order-search', '商')
    await type('order-search', '商品2号')
    await wait(100)
    expect(called(host, 'list_orders')).toHaveLength(before)
    await wait(100)
    expect(called(host, 'list_orders')).toHaveLength(before + 1)
    expect(all('order-row').map((row) => row.textContent)).toEqual([expect.stringContaining('商品2号')])
  })

  it('does not search while a candidate is being chosen', async () => {
    const { host } = await openPage(many(3), '/orders')
    const before = called(host, 'list_orders').length
    const box = get<HTMLInputElement>('order-search')
    box.dispatchEvent(new Event('compositionstart'))
    box.value = 'di'
    box.dispatchEvent(new Event('input'))
    await wait(500)
    expect(called(host, 'list_orders')).toHaveLength(before)
    box.value = '商品3'
    box.dispatchEvent(new Event('compositionend'))
    await wait(500)
    expect((called(host, 'list_orders').at(-1)?.[0] as OrderQuery).search).toBe('商品3')
  })

  it('filters by status and counts within the search', async () => {
    await openPage([LATE, WAITING, { ...WAITING, status: 'arrived' }], '/orders')
    expect(get('filter-all').textContent).toContain('3')
    expect(get('filter-overdue').textContent).toContain('1')
    await click('filter-arrived')
    expect(get('filter-arrived').getAttribute('aria-pressed')).toBe('true')
    expect(all('order-row')).toHaveLength(1)
    await click('filter-refunded')
    expect(document.body.textContent).toContain('没有符合条件的订单')
  })

  it('loads on by cursor when the keyboard nears the end', async () => {
    const { host } = await openPage(many(150), '/orders')
    expect(all('order-row')).toHaveLength(100)
    all('order-row')[0]!.focus()
    await press('End')
    await settled()
    expect(all('order-row')).toHaveLength(150)
    expect(new Set(all('order-row').map((row) => row.dataset.orderId)).size).toBe(150)
    expect((called(host, 'list_orders').at(-1)?.[0] as OrderQuery).after).not.toBeNull()
  })

  it('keeps what was loaded when something is written', async () => {
    const { host } = await openPage(many(150), '/orders')
    all('order-row')[0]!.focus()
    await press('End')
    host.tell('orders://changed', null)
    await settled()
    expect(all('order-row')).toHaveLength(150)
  })

  it('drops an answer that a newer question has overtaken', async () => {
    const host = await createWorld([LATE, { ...WAITING, status: 'arrived' }])
    const list = host.listOrders
    let release: (() => void) | undefined
    await openPage([], '/orders', host)
    host.listOrders = async (query) => {
      const answer = await list(query)
      if (query.status === 'overdue') await new Promise<void>((resolve) => (release = resolve))
      return answer
    }
    await click('filter-overdue')
    await click('filter-arrived')
    release?.()
    await settled()
    expect(all('order-row').map((row) => row.textContent)).toEqual([expect.stringContaining('还早的')])
  })
})
