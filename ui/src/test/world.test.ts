// What the worlds of the tests can do: the machine answers as it was told, and the page is none the wiser.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lay, wechatBill } from './bill'
import { all, called, click, find, get, openPage, settled } from './page'
import { createWorld, damage, HOUR, NOW } from './world'

/** A page of 微信支付, as the OCR sees it. */
const WECHAT = ['全部账单', '星河卡盟', '-98.50', '当前状态|支付成功', '支付时间|2026年11月20日 21:03:45', '商品|100 Q币', '交易单号|4200001234202611201234567890']

describe('a world', () => {
  it('has a clock that the page goes by, and what falls due is swept', async () => {
    const { host } = await openPage([{ paid_ago: HOUR, window_seconds: 7200, kind: 'card-key' }], '/orders/1')
    expect(get('case-countdown').textContent).toBe('还有 1 小时')
    await host.set({ now: NOW + 2 * HOUR })
    await settled()
    expect(get('case-countdown').textContent).toBe('已逾期 1 小时')
    expect((await host.app.showOrder(1)).status).toBe('overdue')
  })

  it('sees on a picture what it was told, and doubts where a second look differs', async () => {
    const host = await createWorld([], { page: WECHAT, again: WECHAT.map((line) => line.replace('98.50', '93.50')) })
    await openPage([], '/', host)
    await click('new-order')
    await host.drop('支付.png')
    await settled()
    expect(get<HTMLInputElement>('form-product').value).toBe('100 Q币')
    expect(get('form-amount').classList).toContain('doubted')
  })

  it('opens the bill that is chosen, and nothing when the dialog is cancelled', async () => {
    const { host } = await openPage([], '/bills')
    await click('choose-bill')
    expect(find('bill-row')).toBeNull()
    await lay(host, ['微信支付账单.csv', wechatBill([{ merchant: '星河卡盟', item: '100 Q币', yuan: '98.50', ago: 66 * HOUR }])])
    await click('choose-bill')
    expect(document.querySelector('main')!.textContent).toContain('100 Q币')
  })

  it('writes a package file by file, and stops where it is held', async () => {
    const { host } = await openPage([{ shots: 1 }], '/orders/1')
    await host.set({ hold: true })
    await click('export-package')
    expect(find('export-result')).toBeNull()
    expect(get('export-package').textContent).toContain('正在导出')
    await host.set({ on: 1 })
    await settled()
    expect(find('export-result')).toBeNull()
    await host.set({ hold: false })
    await settled()
    expect(find('export-result')).not.toBeNull()
    expect(readFileSync(`${get('export-result').dataset.dir!}/SHA256SUMS`, 'utf8')).toContain('.png')
  })

  it('can be locked, and be damaged, before the page looks', async () => {
    const host = await createWorld([{ product: '一' }])
    await host.app.protect('', '春天的第一场雨')
    await host.restart()
    await openPage([], '/', host)
    expect(find('lock-page')).not.toBeNull()
    await expect(host.app.unlock('不对')).rejects.toMatchObject({ code: 'passphrase' })
    await host.app.unlock('春天的第一场雨')
    await host.app.protect('春天的第一场雨', '')
    await damage(host)
    await expect(host.app.todo()).rejects.toMatchObject({ code: 'damaged' })
  })

  it('keeps what was copied', async () => {
    const { host } = await openPage([{ paid_ago: 30 * HOUR }], '/orders/1?open=letter')
    await click('letter-copy')
    expect((await host.machine()).copied).toEqual([called(host, 'copy_letter')[0]![2]])
    expect(all('event-item')).toHaveLength(2)
  })
})
