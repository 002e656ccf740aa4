import { describe, expect, it } from 'vitest'
import { all, click, get, openPage } from './page'
import type { Seed } from './world'

const EVIL = '<img src=x onerror="window.hit=1">{{7*7}}<b>粗</b> @:app.name | {0}'
const SEED: Seed = { platform: EVIL, product: EVIL, account: EVIL, order_no: EVIL, merchant: EVIL, note: EVIL, payment_no: EVIL, paid_ago: 30 * 3_600_000, tags: ['<img src=x onerror=1', '{{7*7}}<b>粗</b>', '@:app.name | {0}'] }

function nothingCameAlive(): void {
  expect(document.querySelector('img[src="x"]')).toBeNull()
  expect(Array.from(document.querySelectorAll('b')).map((b) => b.textContent)).not.toContain('粗')
  expect((window as { hit?: number }).hit).toBeUndefined()
  expect(document.body.textContent).not.toMatch(/(^|[^\d])49<b>/)
}

describe('what people typed is shown as text', () => {
  it.each(['/', '/orders', '/orders/1', '/platforms', `/platforms/${encodeURIComponent(EVIL)}`, '/overview'])('on %s', async (address) => {
    await openPage([SEED], address)
    expect(document.body.textContent).toContain(EVIL)
    nothingCameAlive()
  })

  it('in the letter, the timeline, the toast and the shot names', async () => {
    const { host } = await openPage([SEED], '/orders/1?open=letter')
    expect(get<HTMLTextAreaElement>('letter-text').value).toContain(EVIL)
    await click('letter-copy')
    expect(all('event-item')[0]!.textContent).toContain('<img src=x')
    await click('close-order')
    const reason = get<HTMLInputElement>('close-reason')
    reason.value = EVIL
    reason.dispatchEvent(new Event('input'))
    await click('close-confirm')
    expect(document.body.textContent).toContain(`已关闭：${EVIL}`)
    expect((await host.app.showOrder(1)).closed_reason).toBe(EVIL)
    nothingCameAlive()
  })

  it('in the suggestions and in the form', async () => {
    await openPage([SEED])
    await click('new-order')
    get('form-platform').click()
    await click('form-cancel')
    nothingCameAlive()
  })
})
