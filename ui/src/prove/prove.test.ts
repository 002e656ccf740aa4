import { describe, expect, it, vi } from 'vitest'
import type { ExportWish } from '@/bindings/ExportWish'
import { all, called, click, find, get, openPage, press, settled, type } from '@/test/page'
import { createWorld, DAY, HOUR, NOW, refuse, type Seed } from '@/test/world'

const LATE: Seed = { product: '1000 Q币', amount_fen: 98_500, paid_ago: 30 * HOUR, shots: 2 }
const COMPANY: Seed = {
  platform: '青柠会员',
  product: '视频会员半年卡',
  kind: 'membership',
  amount_fen: 18_800,
  paid_ago: 24 * DAY,
  shots: 5,
  diagnosed: { ago: 23 * DAY, page: 'success', bill: 'paid', account: 'same' },
  demanded_ago: 22 * DAY,
  final: { ago: 20 * DAY, span: 2 * DAY },
  filings: [
    { to: 'payment', ago: 17 * DAY, number: 'TS20261106000017', answer: 'ended', answered_ago: 14 * DAY },
    { to: '12315', ago: 6 * DAY, number: '13301062026111700023' },
  ],
  seller: { kind: 'company', legal_name: '示例青柠网络科技有限公司', address: '示例省示例市高新区一号路 1 号', phone: '400-000-0000' },
}

const group = (key: string): HTMLElement => get(`evidence-group-${key}`)
const check = async (testId: string): Promise<void> => {
  get<HTMLInputElement>(testId).click()
  await settled()
}
const wishes = (host: Parameters<typeof called>[0]): ExportWish[] => called(host, 'export_package').map(([, , wish]) => wish as ExportWish)

describe('the evidence as a picture', () => {
  it('shows the six groups, filled with their pieces or missing with what to add', async () => {
    await openPage([LATE], '/orders/1')
    const filled = Object.fromEntries(['identity', 'contract', 'performance', 'not-arrived', 'demand', 'loss'].map((key) => [key, group(key).dataset.filled]))
    expect(filled).toEqual({ identity: 'false', contract: 'true', performance: 'true', 'not-arrived': 'false', demand: 'false', loss: 'true' })
    expect(group('performance').textContent).toContain('3-1支付凭证截图')
    expect(group('identity').textContent).toContain('营业执照')
    expect(group('loss').textContent).toContain('可以没有')
    expect(get('evidence-stand').textContent).toBe('还缺 3 项')
    expect(find('evidence-mend-performance')).toBeNull()
  })

  it('leads to where the missing piece is added', async () => {
    await openPage([LATE], '/orders/1')
    await click('evidence-mend-identity')
    expect(document.activeElement?.closest('.shots-panel')).not.toBeNull()
    await click('evidence-mend-demand')
    expect(document.activeElement?.closest('section')?.contains(get('letter-text'))).toBe(true)
  })

  it('fills when a piece is added', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await host.play(NOW, 'attach_shots', { id: 1 }, [['执照.png', 'merchant-identity']])
    await settled()
    expect(group('identity').dataset.filled).toBe('true')
    expect(group('identity').textContent).toContain('1-1')
  })

  it('gives a file another role, takes one off, and puts it back', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    const roles = (): string[] => (all('shot-role') as HTMLSelectElement[]).map((select) => select.value)
    expect(roles()).toEqual(['payment', 'order-page'])
    const [first] = all('shot-role') as HTMLSelectElement[]
    first!.value = 'arrival-check'
    first!.dispatchEvent(new Event('change', { bubbles: true }))
    await settled()
    expect(roles()).toEqual(['arrival-check', 'order-page'])
    expect(group('not-arrived').dataset.filled).toBe('true')
    expect(group('performance').dataset.filled).toBe('false')
    all('take-off-shot')[0]!.click()
    await settled()
    expect(roles()).toEqual(['order-page'])
    expect(group('not-arrived').dataset.filled).toBe('false')
    await click('undo')
    expect(roles()).toEqual(['order-page', 'arrival-check'])
    expect(called(host, 'set_shot_role')).toHaveLength(3)
  })

  it('writes down no role that the arrows only pass on their way', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    const [first] = all('shot-role') as HTMLSelectElement[]
    const step = (role: string): void => {
      first!.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))
      first!.value = role
      first!.dispatchEvent(new Event('change', { bubbles: true }))
    }
    first!.focus()
    for (const role of ['order-page', 'chat', 'arrival-check']) step(role)
    await settled()
    expect(called(host, 'set_shot_role')).toEqual([])
    first!.blur()
    await settled()
    expect(called(host, 'set_shot_role')).toHaveLength(1)
    expect((all('shot-role') as HTMLSelectElement[]).map((select) => select.value)).toEqual(['arrival-check', 'order-page'])
    await click('undo')
    expect((all('shot-role') as HTMLSelectElement[])[0]!.value).toBe('payment')
    first!.focus()
    step('chat')
    first!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    first!.blur()
    await settled()
    expect(called(host, 'set_shot_role')).toHaveLength(2)
  })

  it('keeps the focus among the files when one is taken off', async () => {
    await openPage([LATE], '/orders/1')
    all('take-off-shot')[1]!.click()
    await settled()
    expect(document.activeElement).toBe(all('take-off-shot')[0])
    all('take-off-shot')[0]!.click()
    await settled()
    expect(document.activeElement?.closest('.shots-panel')).not.toBeNull()
  })

  it('says that all is there', async () => {
    await openPage([{ ...LATE, shots: 5, demanded_ago: HOUR }], '/orders/1')
    expect(get('evidence-stand').textContent).toBe('该有的都有了')
  })

  it('leads to no letter where none is written any more', async () => {
    await openPage([{ ...LATE, status: 'closed' }], '/orders/1')
    expect(group('demand').dataset.filled).toBe('false')
    expect(find('evidence-mend-demand')).toBeNull()
    expect(find('evidence-mend-identity')).not.toBeNull()
  })

  it('folds what would make a tile tall', async () => {
    await openPage([{ ...LATE, shots: 30 }], '/orders/1')
    expect(group('contract').textContent).not.toContain('2-5')
    group('contract').querySelector('button')!.click()
    await settled()
    expect(group('contract').textContent).toContain('2-5')
  })
})

describe('the preflight', () => {
  it('asks what only the person knows and says how to mend the rest', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    expect(find('declare-own-use')).toBeNull()
    expect(get('preflight-count').textContent).toBe('有 7 处要留意')
    await click('export-preflight')
    expect(get('export-preflight').getAttribute('aria-expanded')).toBe('true')
    expect(all('finding').map((item) => item.dataset.key)).toEqual(['seller-named', 'demanded', 'two-sources-payment', 'two-sources-not-arrived'])
    expect(document.body.textContent).toContain('代理、批发转卖的请走协商或诉讼')
    await check('declare-own-use')
    expect(document.body.textContent).not.toContain('代理、批发转卖的请走协商或诉讼')
    expect(find('declare-own-use')).not.toBeNull()
    await check('declare-real-identity')
    await check('declare-not-elsewhere')
    expect(get('preflight-count').textContent).toBe('有 4 处要留意')
    await click('export-package')
    expect(wishes(host)[0]!.declared).toEqual({ own_use: true, real_identity: true, not_elsewhere: true })
  })

  it('says so when there is nothing to mend', async () => {
    const host = await createWorld([COMPANY])
    await host.play(NOW, 'attach_shots', { id: 1 }, [['银行扣款.png', 'payment']])
    await openPage([], '/orders/1', host)
    await click('export-preflight')
    expect(all('finding')).toHaveLength(0)
    expect(document.body.textContent).toContain('没有看到会被退回的地方')
    for (const key of ['own-use', 'real-identity', 'not-elsewhere']) await check(`declare-${key}`)
    expect(get('preflight-count').textContent).toBe('没有要留意的')
  })

  it('is mended at the seller', async () => {
    await openPage([LATE], '/orders/1')
    await click('export-preflight')
    all('finding-mend')[0]!.click()
    await settled()
    expect(document.activeElement?.closest('.seller')).not.toBeNull()
    get('seller-kind-company').querySelector('input')!.click()
    await settled()
    await type('seller-legal-name', '示例网络科技有限公司')
    await type('seller-address', '示例省示例市一号路 1 号')
    await click('seller-save')
    expect(all('finding').map((item) => item.dataset.key)).not.toContain('seller-named')
  })

  it('folds with Escape and stays on the page', async () => {
    const { router } = await openPage([LATE], '/orders/1')
    await click('export-preflight')
    await press('Escape', get('person-name'), { isComposing: true })
    expect(find('declare-own-use')).not.toBeNull()
    await press('Escape', get('declare-own-use'))
    expect(find('declare-own-use')).toBeNull()
    expect(document.activeElement).toBe(get('export-preflight'))
    expect(router.currentRoute.value.path).toBe('/orders/1')
  })

  it('makes the export the one filled button while it is open', async () => {
    await openPage([LATE], '/orders/1')
    expect(get('export-package').classList).not.toContain('main')
    await click('export-preflight')
    expect(get('export-package').classList).toContain('main')
    expect(document.querySelectorAll('.case .btn.main')).toHaveLength(1)
  })
})

describe("the complainant's own details", () => {
  it('go into this export alone unless they are to be kept', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('export-preflight')
    await type('person-name', '张示例')
    await type('person-phone', '13800000001')
    get('person-publish-no').querySelector('input')!.click()
    await settled()
    await click('export-package')
    expect(wishes(host)[0]!.person).toEqual({ name: '张示例', phone: '13800000001', id_kind: '', id_number: '', address: '', publish: false, mediate: null })
    expect(called(host, 'keep_person')).toEqual([])
    expect(find('person-forget')).toBeNull()
  })

  it('are kept when ticked, filled in again, and forgotten', async () => {
    const { host } = await openPage([LATE, LATE], '/orders/1')
    await click('export-preflight')
    await type('person-name', '张示例')
    await check('person-remember')
    expect(called(host, 'keep_person')).toHaveLength(1)
    await type('person-address', '示例市一号路 1 号')
    expect(called(host, 'keep_person').at(-1)).toEqual([expect.objectContaining({ name: '张示例', address: '示例市一号路 1 号' })])
    await click('export-package')
    expect(wishes(host)[0]!.person).toBeNull()

    document.body.innerHTML = ''
    await openPage([], '/orders/2', host)
    await click('export-preflight')
    expect(get<HTMLInputElement>('person-name').value).toBe('张示例')
    await click('person-forget')
    expect(called(host, 'keep_person').at(-1)).toEqual([null])
    expect(get<HTMLInputElement>('person-name').value).toBe('')
    expect(find('person-forget')).toBeNull()
    await click('undo')
    expect(get<HTMLInputElement>('person-name').value).toBe('张示例')
    expect(find('person-forget')).not.toBeNull()
  })

  it('show what was refused under the field', async () => {
    await openPage([LATE], '/orders/1')
    await click('export-preflight')
    await type('person-phone', '1'.repeat(201))
    await check('person-remember')
    expect(get('form-error').textContent).toContain('联系电话太长')
    expect(get('person-phone').getAttribute('aria-invalid')).toBe('true')
  })
})

describe('the export', () => {
  it('names the edition and the files to hand in, and comes into view', async () => {
    const seen = vi.spyOn(Element.prototype, 'scrollIntoView')
    await openPage([LATE], '/orders/1')
    await click('export-package')
    expect(get('export-result').textContent).toContain('第 1 版已导出')
    expect(get('export-submission').textContent).toContain('1-投诉材料.pdf')
    expect(seen).toHaveBeenCalled()
    await click('export-package')
    expect(get('export-result').textContent).toContain('第 2 版已导出')
  })

  it('makes a masked edition on request', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('export-masked')
    expect(wishes(host)[0]!.masked).toBe(true)
    expect(get('export-result').textContent).toContain('遮盖版已导出')
    expect(find('export-submission')).toBeNull()
  })

  it('shows what the preflight did not say, and folds what it did', async () => {
    const host = await createWorld([LATE])
    const plain = host.exportPackage
    host.exportPackage = async (...args) => {
      const view = await plain(...args)
      return view && { ...view, warnings: [...view.warnings, '没有生成 PDF：这台电脑上没有中文字体。'] }
    }
    await openPage([], '/orders/1', host)
    await click('export-package')
    expect(get('export-result').querySelector('.notice')!.textContent).toBe('没有生成 PDF：这台电脑上没有中文字体。')
    expect(get('export-result').querySelector('details')!.textContent).toContain('缺商家的全称或地址')
  })

  it('shows its progress when it takes a while, and is stopped calmly', async () => {
    const host = await createWorld([LATE])
    await openPage([], '/orders/1', host)
    await host.set({ hold: true })
    await click('export-package')
    expect(find('job-cancel')).toBeNull()
    await vi.waitFor(() => get('job-progress'))
    const far = (): string => get('job-progress').textContent!
    expect(far()).toContain('0 / ')
    // While the PDFs are set no step is done, and it can be stopped at each of their pages.
    while (far().includes('0 / ')) {
      await host.set({ on: 1 })
      await settled()
    }
    expect(far()).toContain('1 / 11')
    await click('job-cancel')
    expect(called(host, 'cancel_export')).toHaveLength(1)
    expect(get<HTMLButtonElement>('job-cancel').disabled).toBe(true)
    await host.set({ on: 1 })
    await settled()
    expect(get('export-cancelled').textContent).toContain('已停下')
    expect(find('export-result')).toBeNull()
    expect(find('job-progress')).toBeNull()
    expect(find('toast')).toBeNull()
    expect(get<HTMLButtonElement>('export-package').disabled).toBe(false)
  })

  it('still works when the preflight could not be read', async () => {
    const host = await createWorld([LATE])
    const plain = host.preflight
    host.preflight = () => Promise.resolve().then(() => refuse('failed', '读不出来'))
    await openPage([], '/orders/1', host)
    await click('export-preflight')
    expect(document.body.textContent).toContain('读不出来')
    await click('export-package')
    expect(find('export-result')).not.toBeNull()
    host.preflight = plain
    host.tell('orders://changed', null)
    await settled()
    expect(find('declare-own-use')).not.toBeNull()
  })
})
