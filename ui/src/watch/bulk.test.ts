// Choosing orders and acting on them together; tags.
import { describe, expect, it } from 'vitest'
import type { OrderQuery } from '@/bindings/OrderQuery'
import { createWorld, ordersOf, refuse, type Seed } from '@/test/world'
import { all, called, click, find, get, openPage, press, settled, type } from '@/test/page'
import { tagsIn } from './tagging'

const HOUR = 3_600_000
const many = (n: number, more: Partial<Seed> = {}): Seed[] => Array.from({ length: n }, (_, i) => ({ product: `商品${i + 1}号`, paid_ago: (n - i) * 60_000, amount_fen: 1000, ...more }))

const chosen = (): number[] => all('order-row').flatMap((row, i) => (row.getAttribute('aria-selected') === 'true' ? [i] : []))
const idsOf = (rows: number[]): number[] => rows.map((i) => Number(all('order-row')[i]!.dataset.orderId))
const box = (i: number, more: MouseEventInit = {}): Promise<void> => {
  all('order-select')[i]!.dispatchEvent(new MouseEvent('click', { bubbles: true, ...more }))
  return settled()
}

describe('choosing', () => {
  it('by Space, by Shift with the arrows, by Ctrl+A, and not by Escape', async () => {
    const { router } = await openPage(many(5), '/orders')
    all('order-row')[1]!.focus()
    await press(' ')
    expect(chosen()).toEqual([1])
    expect(router.currentRoute.value.path).toBe('/orders')
    await press('ArrowDown', undefined, { shiftKey: true })
    await press('ArrowDown', undefined, { shiftKey: true })
    expect(chosen()).toEqual([1, 2, 3])
    await press('ArrowUp', undefined, { shiftKey: true })
    expect(chosen()).toEqual([1, 2])
    expect(document.activeElement).toBe(all('order-row')[2])
    await press('ArrowDown')
    await press('ArrowDown')
    await press(' ')
    expect(chosen()).toEqual([1, 2, 4])
    await press('a', undefined, { ctrlKey: true })
    expect(chosen()).toEqual([0, 1, 2, 3, 4])
    await press('Escape')
    expect(chosen()).toEqual([])
    expect(find('bulk-bar')).toBeNull()
    expect(document.activeElement).toBe(all('order-row')[4])
  })

  it('upwards over the row where it began', async () => {
    await openPage(many(4), '/orders')
    all('order-row')[2]!.focus()
    await press('ArrowUp', undefined, { shiftKey: true })
    await press('ArrowUp', undefined, { shiftKey: true })
    expect(chosen()).toEqual([0, 1, 2])
    await press('ArrowUp', undefined, { shiftKey: true })
    expect(document.activeElement).toBe(all('order-row')[0])
  })

  it('by mouse: the box, a range, and the box of the head', async () => {
    const { router } = await openPage(many(5), '/orders')
    await box(1)
    await box(3, { shiftKey: true })
    expect(chosen()).toEqual([1, 2, 3])
    expect(get('order-select-all').getAttribute('aria-checked')).toBe('mixed')
    await click('order-select-all')
    expect(chosen()).toHaveLength(5)
    expect(get('order-select-all').getAttribute('aria-checked')).toBe('true')
    await click('order-select-all')
    expect(chosen()).toEqual([])
    all('order-row')[0]!.dispatchEvent(new MouseEvent('click', { bubbles: true, ctrlKey: true }))
    await settled()
    expect(chosen()).toEqual([0])
    expect(router.currentRoute.value.path).toBe('/orders')
  })

  it('leaves the keys of the box in the head to it', async () => {
    const { router } = await openPage(many(2), '/orders')
    await press('Enter', get('order-select-all'))
    await press(' ', get('order-select-all'))
    expect(router.currentRoute.value.path).toBe('/orders')
    expect(chosen()).toEqual([])
  })

  it('all that fit, also those that are not listed yet', async () => {
    const { host } = await openPage(many(150), '/orders')
    expect(find('bulk-all')).toBeNull()
    await click('order-select-all')
    expect(get('bulk-count').textContent).toBe('已选 100 笔')
    expect(get('bulk-all').textContent).toContain('150')
    await click('bulk-all')
    expect(get('bulk-count').textContent).toBe('已选 150 笔')
    await click('bulk-arrived')
    expect((called(host, 'bulk')[0]![0] as number[]).length).toBe(150)
  })

  it('forgets with another question, and drops what is no longer in the list', async () => {
    const { host } = await openPage([...many(3), { product: '到了', status: 'arrived' }], '/orders')
    await box(0)
    await click('filter-arrived')
    expect(find('bulk-bar')).toBeNull()
    await click('filter-awaiting')
    await box(0)
    await box(1)
    await host.markArrived(idsOf([0])[0]!, '')
    await settled()
    expect(get('bulk-count').textContent).toBe('已选 1 笔')
  })
})

describe('acting on the chosen', () => {
  it('sums up what is still to come, and nothing that is settled', async () => {
    const { host } = await openPage([...many(2), { product: '到了', amount_fen: 7700, status: 'arrived' }, { product: '退了', amount_fen: 5500, status: 'refunded' }], '/orders')
    await host.markRefunded(1, { amount: '2.50', at: '', to: 'original', accepted: false })
    await settled()
    await click('order-select-all')
    expect(get('bulk-count').textContent).toBe('已选 4 笔')
    expect(get('bulk-open').textContent).toBe('未了结 ¥17.50')
  })

  it('marks them as arrived, only those still open, and takes it back', async () => {
    const { host } = await openPage([...many(2), { product: '到了', status: 'arrived' }], '/orders')
    await click('order-select-all')
    await click('bulk-arrived')
    expect(called(host, 'bulk')).toEqual([[expect.arrayContaining([1, 2]), 'arrived', '']])
    expect(called(host, 'bulk')[0]![0]).toHaveLength(2)
    expect(document.body.textContent).toContain('2 笔已记为到账')
    expect(find('bulk-bar')).toBeNull()
    await click('undo')
    expect(called(host, 'undo_bulk')).toHaveLength(1)
    expect((await ordersOf(host)).map((order) => order.status)).toEqual(['awaiting', 'awaiting', 'arrived'])
  })

  it('closes them with a reason, asked for where it is missing', async () => {
    const { host } = await openPage(many(2), '/orders')
    await click('order-select-all')
    await click('bulk-close')
    expect(document.activeElement).toBe(get('bulk-text'))
    await press('Enter', get('bulk-text'))
    expect(get('form-error').textContent).toContain('还没有写关闭的原因')
    await type('bulk-text', '不追了')
    await press('Enter', get('bulk-text'), { isComposing: true })
    expect(called(host, 'bulk')).toHaveLength(1)
    await press('Enter', get('bulk-text'))
    expect(called(host, 'bulk').at(-1)![2]).toBe('不追了')
    expect((await ordersOf(host)).map((order) => order.closed_reason)).toEqual(['不追了', '不追了'])
  })

  it('adds a note to settled ones too', async () => {
    const { host } = await openPage(many(2, { status: 'arrived' }), '/orders')
    await click('order-select-all')
    expect(get<HTMLButtonElement>('bulk-arrived').disabled).toBe(true)
    await click('bulk-note')
    await type('bulk-text', '统一补发')
    await click('bulk-confirm')
    expect(called(host, 'bulk')[0]).toEqual([expect.any(Array), 'note', '统一补发'])
    expect(document.body.textContent).toContain('2 笔已加备注')
  })

  it('says which were left alone', async () => {
    const host = await createWorld(many(2))
    host.bulk = async () => ({ done: 1, refused: ['“商品2号”已经了结，没有改动。'], undo: [{ id: 1, seq: 2 }] })
    await openPage([], '/orders', host)
    await click('order-select-all')
    await click('bulk-arrived')
    const toasts = all('toast').map((toast) => toast.textContent)
    expect(toasts.some((text) => text?.includes('有 1 笔没有改动') && text.includes('“商品2号”已经了结'))).toBe(true)
    expect(toasts.some((text) => text?.includes('1 笔已记为到账'))).toBe(true)
  })

  it('keeps what was typed when the shell refuses', async () => {
    const host = await createWorld(many(2))
    host.bulk = async () => refuse('failed', '数据文件写不进去')
    await openPage([], '/orders', host)
    await click('order-select-all')
    await click('bulk-note')
    await type('bulk-text', '统一补发')
    await click('bulk-confirm')
    expect(get('form-error').textContent).toBe('数据文件写不进去')
    expect(get<HTMLInputElement>('bulk-text').value).toBe('统一补发')
    expect(get('bulk-count').textContent).toBe('已选 2 笔')
  })

  it('folds with Escape first, and lets go with the next', async () => {
    await openPage(many(2), '/orders')
    await click('order-select-all')
    await click('bulk-close')
    await press('Escape', get('bulk-text'))
    expect(find('bulk-text')).toBeNull()
    expect(document.activeElement).toBe(get('bulk-close'))
    await press('Escape')
    expect(find('bulk-bar')).toBeNull()
    expect(document.activeElement).toBe(all('order-row')[0])
  })

  it('exports together what was bought in one place, and only that', async () => {
    const { router } = await openPage([...many(2, { platform: '甲' }), { platform: '乙', paid_ago: 9 * HOUR }], '/orders')
    await click('order-select-all')
    expect(get('bulk-export').getAttribute('aria-disabled')).toBe('true')
    expect(get('bulk-export').getAttribute('aria-description')).toContain('不是同一个平台')
    expect(get('bulk-export').title).toContain('不是同一个平台')
    await click('bulk-export')
    expect(router.currentRoute.value.path).toBe('/orders')
    await box(all('order-row').findIndex((row) => row.textContent?.includes('乙')))
    expect(get('bulk-export').getAttribute('aria-disabled')).toBeNull()
    await click('bulk-export')
    expect(router.currentRoute.value.path).toBe('/orders/1')
    expect(get('together-sum').textContent).toContain('2 笔')
    expect(all('together-order').map((tick) => (tick as HTMLInputElement).checked)).toEqual([true])
  })
})

describe('tags', () => {
  const TAGGED: Seed[] = [{ product: '一', paid_ago: 3 * HOUR, tags: ['家里', '报销'] }, { product: '二', paid_ago: 2 * HOUR, tags: ['家里'] }, { product: '三', paid_ago: HOUR }]

  it('are read from what is typed', () => {
    expect(tagsIn(' 家里、报销,,家里； 车 ')).toEqual(['家里', '报销', '车'])
    expect(tagsIn('、 ，')).toEqual([])
  })

  it('filter the list, with how many carry each', async () => {
    const { host } = await openPage(TAGGED, '/orders')
    expect(all('tag-filter').map((chip) => chip.textContent?.replace(/\s+/g, ''))).toEqual(['家里2', '报销1'])
    all('tag-filter')[0]!.click()
    await settled()
    expect(all('order-row').map((row) => row.querySelector('.product')?.textContent)).toEqual(['一', '二'])
    expect((called(host, 'list_orders').at(-1)![0] as OrderQuery).tag).toBe('家里')
    expect(all('tag-filter')[0]!.getAttribute('aria-pressed')).toBe('true')
    // The numbers of the states count within the search alone.
    expect(get('filter-all').textContent).not.toContain('3')
    all('tag-filter')[0]!.click()
    await settled()
    expect(all('order-row')).toHaveLength(3)
    expect(get('filter-all').textContent).toContain('3')
  })

  it('keep of the selection what is still listed', async () => {
    await openPage(TAGGED, '/orders')
    await click('order-select-all')
    all('tag-filter')[0]!.click()
    await settled()
    expect(get('bulk-count').textContent).toBe('已选 2 笔')
    expect(chosen()).toEqual([0, 1])
    all('tag-filter')[0]!.click()
    await settled()
    expect(all('order-row')).toHaveLength(3)
    expect(chosen()).toHaveLength(2)
  })

  it('keep the chosen one in sight when nothing carries it any more', async () => {
    const { host } = await openPage(TAGGED, '/orders')
    all('tag-filter')[1]!.click()
    await settled()
    await host.tagOrders([1], [], ['报销'])
    await settled()
    expect(document.body.textContent).toContain('没有符合条件的订单')
    const chip = all('tag-filter').find((one) => one.dataset.tag === '报销')!
    chip.click()
    await settled()
    expect(all('order-row')).toHaveLength(3)
  })

  it('fold away when they are many', async () => {
    await openPage([{ tags: Array.from({ length: 30 }, (_, i) => `标签${i}`) }], '/orders')
    expect(all('tag-filter')).toHaveLength(8)
    await click('tag-filter-more')
    expect(all('tag-filter')).toHaveLength(30)
    expect(all('row-tag')).toHaveLength(2)
    expect(all('order-row')[0]!.textContent).toContain('+28')
  })

  it('are added to many; taking it back leaves those that had it before', async () => {
    const { host } = await openPage(TAGGED, '/orders')
    await click('order-select-all')
    await click('bulk-tags')
    expect(document.activeElement).toBe(get('tag-text'))
    await type('tag-text', '报销、车')
    await press('Enter', get('tag-text'), { isComposing: true })
    expect(called(host, 'tag_orders')).toEqual([])
    await press('Enter', get('tag-text'))
    expect((await ordersOf(host)).map((order) => order.tags)).toEqual([['家里', '报销', '车'], ['家里', '报销', '车'], ['报销', '车']])
    expect(get<HTMLInputElement>('tag-text').value).toBe('')
    await click('undo')
    expect((await ordersOf(host)).map((order) => order.tags)).toEqual([['家里', '报销'], ['家里'], []])
    expect(get('bulk-count').textContent).toBe('已选 3 笔')
  })

  it('are taken from many, and given back', async () => {
    const { host } = await openPage(TAGGED, '/orders')
    await click('order-select-all')
    await click('bulk-tags')
    all('tag-remove')[0]!.click()
    await settled()
    expect(called(host, 'tag_orders')).toEqual([[[1, 2], [], ['家里']]])
    await click('undo')
    expect((await host.app.showOrder(2)).tags).toEqual(['家里'])
  })

  it('are added on the case, with those used before to choose from', async () => {
    const { host } = await openPage(TAGGED, '/orders/3')
    await click('tag-open')
    expect(document.activeElement).toBe(get('tag-text'))
    await type('tag-text', '家')
    await press('ArrowDown', get('tag-text'))
    await press('Enter', get('tag-text'))
    expect(get<HTMLInputElement>('tag-text').value).toBe('家里')
    await press('Enter', get('tag-text'))
    expect((await host.app.showOrder(3)).tags).toEqual(['家里'])
    expect(all('tag-chip')).toHaveLength(1)
    await press('Escape', get('tag-text'))
    expect(document.activeElement).toBe(get('tag-open'))
    await click('tag-remove')
    expect((await host.app.showOrder(3)).tags).toEqual([])
    await click('undo')
    expect((await host.app.showOrder(3)).tags).toEqual(['家里'])
  })

  it('say where they are typed what the shell has against them', async () => {
    await openPage(TAGGED, '/orders/3')
    await click('tag-open')
    await type('tag-text', '长'.repeat(40))
    await click('tag-add')
    expect(get('form-error').textContent).toContain('太长了')
    expect(document.activeElement).toBe(get('tag-text'))
  })
})
