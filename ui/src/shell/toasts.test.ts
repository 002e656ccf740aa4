// Where short messages stand: in the corner, and never over the buttons there.
import { describe, expect, it } from 'vitest'
import { get, openPage, settled } from '@/test/page'

const rect = (left: number, top: number, right: number, bottom: number): DOMRect => ({ left, top, right, bottom, x: left, y: top, width: right - left, height: bottom - top, toJSON: () => undefined })

/** jsdom has no layout; these are the places of a window of 1024 × 768. */
function at(element: Element, place: DOMRect): void {
  element.getBoundingClientRect = () => place
}

async function told(): Promise<HTMLElement> {
  const { host } = await openPage([{ product: '一' }], '/orders/1')
  const list = document.querySelector<HTMLElement>('.toasts')!
  at(list, rect(700, 700, 1000, 748))
  host.tell('shots://staged', { staged: [], refused: ['这张读不了'], damaged: [] })
  await settled()
  expect(get('toast').textContent).toContain('这张读不了')
  return list
}

async function foot(place: DOMRect): Promise<HTMLElement> {
  const row = document.createElement('footer')
  row.dataset.foot = ''
  at(row, place)
  document.body.append(row)
  await settled()
  return row
}

describe('toasts', () => {
  it('stand in the corner where nothing else is', async () => {
    expect((await told()).style.bottom).toBe('20px')
  })

  it('make room for a row of buttons that comes, and go down when it is gone', async () => {
    const list = await told()
    const row = await foot(rect(200, 700, 900, 750))
    expect(list.style.bottom).toBe(`${window.innerHeight - 700 + 12}px`)
    row.remove()
    await settled()
    expect(list.style.bottom).toBe('20px')
  })

  it('stay where the buttons are elsewhere', async () => {
    const list = await told()
    await foot(rect(200, 400, 900, 450))
    await foot(rect(0, 700, 600, 750))
    expect(list.style.bottom).toBe('20px')
  })
})
