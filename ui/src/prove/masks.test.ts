import { beforeEach, describe, expect, it } from 'vitest'
import { all, called, click, find, get, openPage, press, settled } from '@/test/page'
import { createWorld, HOUR, refuse, type Seed, type World } from '@/test/world'
import { areSame, isWorthKeeping, moved, resized, spanned } from './boxes'

const PICTURE = { width: 1000, height: 2000 }

describe('a box on a picture', () => {
  it('spans two corners in either direction, whole and inside', () => {
    expect(spanned({ x: 10.6, y: 20.2 }, { x: 99.1, y: 50 }, PICTURE)).toEqual({ x: 10, y: 20, width: 90, height: 30 })
    expect(spanned({ x: 99.1, y: 50 }, { x: 10.6, y: 20.2 }, PICTURE)).toEqual({ x: 10, y: 20, width: 90, height: 30 })
    expect(spanned({ x: -50, y: 1990 }, { x: 20, y: 5000 }, PICTURE)).toEqual({ x: 0, y: 1990, width: 20, height: 10 })
  })

  it('is not kept when it was only a click', () => {
    expect(isWorthKeeping(spanned({ x: 5, y: 5 }, { x: 7, y: 400 }, PICTURE), PICTURE)).toBe(false)
    expect(isWorthKeeping({ x: 5, y: 5, width: 10, height: 10 }, PICTURE)).toBe(true)
  })

  it('stays inside while it is moved and sized', () => {
    const box = { x: 900, y: 10, width: 90, height: 40 }
    expect(moved(box, { x: 500, y: -500 }, PICTURE)).toEqual({ x: 910, y: 0, width: 90, height: 40 })
    expect(resized(box, { x: 500, y: -500 }, PICTURE)).toEqual({ x: 900, y: 10, width: 100, height: 10 })
  })

  it('is compared by where it lies', () => {
    const box = { x: 1, y: 2, width: 3, height: 4 }
    expect(areSame([box], [{ ...box }])).toBe(true)
    expect(areSame([box], [{ ...box, width: 5 }])).toBe(false)
    expect(areSame([box], [])).toBe(false)
  })
})

const SEED: Seed = { paid_ago: 30 * HOUR, shots: 2 }

/** jsdom loads no pictures and lays nothing out: a picture of 1000 × 2000, shown at 100, 50 in a quarter of its size. */
beforeEach(() => {
  Element.prototype.getBoundingClientRect = () => ({ left: 100, top: 50, x: 100, y: 50, width: 250, height: 500, right: 350, bottom: 550, toJSON: () => ({}) })
})

function loaded(): Promise<void> {
  const picture = document.querySelector<HTMLImageElement>('[data-testid="shot-viewer"] img')!
  Object.defineProperties(picture, { naturalWidth: { value: PICTURE.width }, naturalHeight: { value: PICTURE.height } })
  picture.dispatchEvent(new Event('load'))
  return settled()
}

/** The hash of the order's first picture. */
const first = async (host: World): Promise<string> => (await host.app.showOrder(1)).shots[0]!.sha256

async function openViewer(given?: World): Promise<World> {
  const host = given ?? (await createWorld([SEED]))
  await openPage([], '/orders/1', host)
  all('shot-thumb')[0]!.click()
  await settled()
  await loaded()
  return host
}

function pointer(kind: string, on: EventTarget, x: number, y: number): void {
  on.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true, button: 0, clientX: x, clientY: y }))
}

async function drag(on: EventTarget, from: [number, number], to: [number, number]): Promise<void> {
  pointer('pointerdown', on, ...from)
  pointer('pointermove', window, ...to)
  pointer('pointerup', window, ...to)
  await settled()
}

describe('drawing what is blacked out', () => {
  it('draws with the mouse in pixels of the original, and saves', async () => {
    const host = await openViewer()
    await click('mask-mode')
    expect(document.body.textContent).toContain('只用于遮盖版，原图不动')
    expect(get('mask-count').textContent).toBe('还没有遮盖')
    await drag(get('mask-layer'), [110, 60], [210, 80])
    expect(get('mask-count').dataset.count).toBe('1')
    expect(get('mask-box').style.left).toBe('4%')
    await click('mask-save')
    expect(called(host, 'set_mask')).toEqual([[1, await first(host), [{ x: 40, y: 40, width: 400, height: 80 }]]])
    expect(get<HTMLButtonElement>('mask-save').disabled).toBe(true)
  })

  it('takes no click for a box', async () => {
    await openViewer()
    await click('mask-mode')
    await drag(get('mask-layer'), [110, 60], [111, 61])
    expect(find('mask-box')).toBeNull()
  })

  it('moves and sizes a box with the mouse', async () => {
    const host = await openViewer()
    await click('mask-mode')
    await drag(get('mask-layer'), [110, 60], [210, 80])
    await drag(get('mask-box'), [120, 70], [145, 95])
    await drag(get('mask-handle'), [200, 100], [225, 150])
    await click('mask-save')
    expect(called(host, 'set_mask')[0]![2]).toEqual([{ x: 140, y: 140, width: 500, height: 280 }])
  })

  it('is done by keyboard alone', async () => {
    const host = await openViewer()
    await click('mask-mode')
    await click('mask-add')
    expect(document.activeElement).toBe(get('mask-box'))
    await press('ArrowRight')
    await press('ArrowDown')
    await press('ArrowLeft', undefined, { shiftKey: true })
    await press('ArrowDown', undefined, { shiftKey: true })
    await click('mask-save')
    expect(called(host, 'set_mask')[0]![2]).toEqual([{ x: 310, y: 950, width: 390, height: 130 }])
    expect(get('shot-viewer').textContent).toContain('1 / 2')
    await press('Delete')
    expect(find('mask-box')).toBeNull()
    await click('mask-save')
    expect(called(host, 'set_mask')[1]![2]).toEqual([])
  })

  it('chooses the next box after one was removed', async () => {
    await openViewer()
    await click('mask-mode')
    await click('mask-add')
    await click('mask-add')
    all('mask-box')[0]!.focus()
    await press('Delete')
    expect(all('mask-box')).toHaveLength(1)
    expect(document.activeElement).toBe(get('mask-box'))
  })

  it('clears all, and shows again what was saved', async () => {
    const host = await createWorld([SEED])
    await host.app.setMask(1, await first(host), [{ x: 1, y: 2, width: 300, height: 40 }, { x: 5, y: 600, width: 300, height: 40 }])
    await openViewer(host)
    expect(get('mask-count').textContent).toBe('2 块遮盖')
    expect(find('mask-box')).toBeNull()
    await click('mask-mode')
    expect(all('mask-box')).toHaveLength(2)
    await click('mask-clear')
    expect(get('mask-count').dataset.count).toBe('0')
    await click('mask-save')
    expect(called(host, 'set_mask').at(-1)).toEqual([1, await first(host), []])
  })

  it('writes down what was drawn however it is left', async () => {
    const host = await openViewer()
    await click('mask-mode')
    await click('mask-add')
    await press('Escape')
    expect(called(host, 'set_mask')).toHaveLength(1)
    expect(find('mask-layer')).toBeNull()
    expect(find('shot-viewer')).not.toBeNull()
    await click('mask-mode')
    await click('mask-add')
    await click('shot-viewer-close')
    expect(called(host, 'set_mask')).toHaveLength(2)
    expect(find('shot-viewer')).toBeNull()
    expect(document.body.textContent).toContain('已保存 2 块遮盖')
  })

  it('keeps the pictures apart', async () => {
    const host = await openViewer()
    await click('mask-mode')
    await click('mask-add')
    get('shot-viewer').querySelector<HTMLButtonElement>('[aria-label="下一张"]')!.click()
    await settled()
    await loaded()
    expect(called(host, 'set_mask').map(([, sha256]) => sha256)).toEqual([await first(host)])
    expect(find('mask-count')).toBeNull()
    await click('mask-mode')
    expect(find('mask-box')).toBeNull()
  })

  it('stays open with the boxes when they could not be saved', async () => {
    const host = await createWorld([SEED])
    host.setMask = () => Promise.resolve().then(() => refuse('failed', '没能写下，磁盘满了'))
    await openViewer(host)
    await click('mask-mode')
    await click('mask-add')
    await click('shot-viewer-close')
    expect(document.body.textContent).toContain('磁盘满了')
    expect(all('mask-box')).toHaveLength(1)
  })

  it('is not begun while nobody knows what is blacked out already', async () => {
    const host = await createWorld([SEED])
    host.mask = () => Promise.resolve().then(() => refuse('failed', '读不出来'))
    await openViewer(host)
    expect(get<HTMLButtonElement>('mask-mode').disabled).toBe(true)
    expect(document.body.textContent).toContain('读不出来')
  })

  it('has the viewer outside of the page that stands still behind it', async () => {
    await openViewer()
    expect(get('shot-viewer').closest('[inert]')).toBeNull()
  })
})
