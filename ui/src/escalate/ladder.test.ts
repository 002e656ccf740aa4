// The ladder as a stepper, filings, limits, and who the seller is.
import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createWorld, refuse, type Seed } from '@/test/world'
import { ladderSeeds } from '@/test/stories'
import { all, called, click, find, get, openPage, press, settled, type } from '@/test/page'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj3uQAAAABJRU5ErkJggg=='
const LATE: Seed = { platform: '云边卡盟', product: '1000 Q币', amount_fen: 98_500, paid_ago: 30 * HOUR, shots: 1 }
const DIAGNOSED: Seed = { ...LATE, diagnosed: { ago: HOUR, page: 'processing', bill: 'paid', account: 'same', paying: 'smooth' } }
const mains = (): (string | undefined)[] => Array.from(document.querySelectorAll<HTMLElement>('.case .btn.main')).map((button) => button.dataset.testid)
const state = (key: string): string | undefined => get(`step-${key}`).dataset.state

describe('the one main button', () => {
  it.each([
    [1, 'diagnose-open'],
    [2, 'mark-arrived'],
    [3, 'case-main'],
    [4, 'mark-arrived'],
    [5, 'case-main'],
    [6, 'mark-arrived'],
  ])('of case %i is %s', async (id, button) => {
    await openPage(ladderSeeds, `/orders/${id}`)
    expect(mains()).toEqual([button])
  })

  it('is none once the matter is settled', async () => {
    await openPage(ladderSeeds, '/orders/7')
    expect(mains()).toEqual([])
    expect(document.querySelector('.ladder')).toBeNull()
    expect(find('diagnose-open')).toBeNull()
  })

  it('moves to what was begun, and comes back', async () => {
    const { host } = await openPage(ladderSeeds, '/orders/3')
    await click('case-main')
    expect(mains()).toEqual(['letter-copy'])
    await click('file-complaint')
    expect(mains()).toEqual(['file-save'])
    await press('Escape', get('file-number'))
    expect(mains()).toEqual(['letter-copy'])
    await click('mark-refunded')
    expect(mains()).toEqual(['refund-confirm'])
    await press('Escape', get('refund-amount'))
    await click('step-toggle-payment')
    expect(mains()).toEqual(['case-main'])
    await click('diagnose-open')
    expect(mains()).toEqual([])
    await press('Escape')
    expect(mains()).toEqual(['case-main'])
    await host.drop('新的.png')
    await settled()
    expect(mains()).toEqual(['attach-shots'])
    await click('attach-shots')
    expect(mains()).toEqual(['case-main'])
    await host.set({ choose: [['新的一张.png']] })
    writeFileSync(`${host.folder}/新的一张.png`, Buffer.from(PNG, 'base64'))
    await click('choose-files')
    expect(called(host, 'choose_files')).toHaveLength(1)
    expect(mains()).toEqual(['attach-shots'])
  })

  it('leads to the seller, the filing, the refund or the look, as the shell says', async () => {
    for (const [act, step, focused] of [['seller', null, 'seller-kind'], ['file', '12315', 'file-number'], ['refund', null, 'refund-amount'], ['look', 'payment', 'step-toggle-payment']] as const) {
      const host = await createWorld([LATE])
      const ask = host.escalation
      host.escalation = async (id) => ({ ...(await ask(id)), main: { act, step, letter: null, until: null, label: '去做', why: '因为' } })
      const { wrapper } = await openPage([], '/orders/1', host)
      await click('case-main')
      const at = document.activeElement as HTMLElement
      expect(at.dataset.testid ?? at.closest<HTMLElement>('[data-testid]')?.dataset.testid).toContain(focused)
      wrapper.unmount()
      document.body.innerHTML = ''
    }
  })

  it('proposes to tell how it ended while there is only waiting or looking', async () => {
    await openPage([{ paid_ago: HOUR }], '/orders/1')
    expect(get('case-main').dataset.act).toBe('look')
    expect(get('case-main').tagName).toBe('P')
    expect(mains()).toEqual(['mark-arrived'])
    expect(get('case-not-yet').textContent).toBe('还没到')
  })

  it('is where the card on the first page leads', async () => {
    const { router } = await openPage(ladderSeeds)
    const late = all('todo-action').find((link) => link.closest('[data-topic="overdue"]'))!
    late.click()
    await settled()
    expect(get('diagnose-question')).not.toBeNull()
    expect(router.currentRoute.value.query).toEqual({})
    await router.push('/orders/3?open=main')
    await settled()
    expect(document.activeElement).toBe(get('letter-text'))
    expect(get('letter').dataset.to).toBe('payment-wechat')
  })

  it('is left out, with the reason, when the ladder cannot be read', async () => {
    const host = await createWorld([LATE])
    const ask = host.escalation
    host.escalation = async () => refuse('failed', '规则文件读不出来')
    await openPage([], '/orders/1', host)
    expect(document.querySelector('.now')?.textContent).toContain('规则文件读不出来')
    expect(mains()).toEqual(['mark-arrived'])
    host.escalation = ask
    document.querySelector<HTMLButtonElement>('.now .notice button')!.click()
    await settled()
    expect(mains()).toEqual(['diagnose-open'])
  })
})

describe('the stepper', () => {
  it('says how every step stands, and unfolds the one to take', async () => {
    await openPage(ladderSeeds, '/orders/3')
    expect(['platform', 'platform-final', 'payment', '12315'].map(state)).toEqual(['done', 'done', 'now', 'later'])
    expect(get('step-toggle-payment').getAttribute('aria-expanded')).toBe('true')
    expect(get('step-toggle-payment').getAttribute('aria-current')).toBe('step')
    expect(get('step-payment').textContent).toContain('对订单有疑惑')
    await click('step-toggle-12315')
    expect(get('step-toggle-payment').getAttribute('aria-expanded')).toBe('false')
    await click('step-toggle-12315')
    expect(find('letter-text')).toBeNull()
  })

  it('folds what does not fit, with the reason', async () => {
    await openPage(ladderSeeds, '/orders/5')
    const unfit = get('ladder-unfit')
    expect(unfit.querySelector('summary')?.textContent).toBe('不适合这笔的途径（7）')
    expect(unfit.textContent).toContain('还找不到商家是谁，没有明确的被投诉人很可能不予受理')
    expect(all('step-12315').every((row) => unfit.contains(row))).toBe(true)
    expect(unfit.querySelector('button')).toBeNull()
  })

  it('keeps a step in sight that was taken although it does not fit any more', async () => {
    await openPage([{ ...LATE, filings: [{ to: '12315', ago: HOUR }], seller: { kind: 'nobody', vanished: true } }], '/orders/1')
    expect(find('ladder-unfit')?.querySelector('[data-testid="step-12315"]')).toBeNull()
    expect(get('step-12315')).not.toBeNull()
  })

  it('writes addresses as text and links to none of them', async () => {
    await openPage(ladderSeeds, '/orders/1')
    await click('step-toggle-12315')
    expect(get('step-official').textContent).toBe('全国 12315 平台 www.12315.cn')
    expect(document.querySelector('.ladder a[href^="http"]')).toBeNull()
    expect(get('step-warning').textContent).toContain('消费者协会')
  })

  it('leads from what is missing to where it can be mended', async () => {
    await openPage([{ ...LATE, payment_no: null, shots: 0 }], '/orders/1')
    await click('step-toggle-12315')
    const need = (place: string): HTMLElement => all('step-need').find((button) => button.dataset.place === place)!
    need('seller').click()
    await settled()
    expect(document.activeElement?.closest('.seller')).not.toBeNull()
    need('shots').click()
    await settled()
    expect(document.activeElement).toBe(get('choose-files'))
    need('facts').click()
    await settled()
    expect(find('form-payment-no')).not.toBeNull()
  })

  it('offers nothing where nothing can be mended', async () => {
    const host = await createWorld([DIAGNOSED])
    const ask = host.escalation
    host.escalation = async (id) => {
      const it = await ask(id)
      return { ...it, steps: it.steps.map((step) => ({ ...step, needs: [{ name: '本人身份', place: 'nowhere' as const }] })) }
    }
    await openPage([], '/orders/1', host)
    expect(get('step-platform').textContent).toContain('本人身份')
    expect(find('step-need')).toBeNull()
  })

  it('writes an early letter from the page of an order that still has time', async () => {
    await openPage([{ paid_ago: HOUR, kind: 'phone-credit-slow' }], '/orders/1')
    expect(find('letter-text')).toBeNull()
    await click('letter-open')
    expect(document.activeElement).toBe(get('letter-text'))
    expect(mains()).toEqual(['letter-copy'])
  })
})

describe('a filing', () => {
  it('opens in the payment step when nothing else is meant', async () => {
    await openPage([LATE], '/orders/1?open=file')
    expect(document.activeElement).toBe(get('file-number'))
    expect(get('step-payment').contains(get('file-number'))).toBe(true)
  })

  it('is kept with its number and its deadlines, and can be taken back', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    expect(state('12315')).toBe('later')
    await click('step-toggle-12315')
    await click('file-complaint')
    await type('file-number', 'Z-1')
    await click('file-save')
    expect(called(host, 'file_complaint')).toEqual([[1, '12315', 'Z-1', '']])
    expect(get('filing-number').textContent).toBe('Z-1')
    expect(get('filing').textContent).toMatch(/12315 告知是否受理.*月.*日 周.*还有 \d+ 天/)
    expect(state('12315')).toBe('done')
    expect(get('case-waits').textContent).toContain('应告知是否受理')
    await click('undo')
    expect(find('filing')).toBeNull()
    expect(state('12315')).toBe('later')
  })

  it('warns of what the other authority will say, and does not fit once that one took it on', async () => {
    const { host } = await openPage([{ ...LATE, filings: [{ to: 'consumer-association', ago: HOUR }] }], '/orders/1')
    expect(state('12315')).toBe('later')
    await click('step-toggle-12315')
    await click('file-complaint')
    await click('file-save')
    expect(get('file-warnings').textContent).toContain('消费者协会或者其他行政机关受理或者处理过的，12315 不予受理')
    await click('undo')
    const { filings } = await host.app.escalation(1)
    await host.app.answerFiling(1, filings[0]!.id, 'accepted', '')
    await settled()
    expect(get('ladder-unfit').textContent).toContain('同一争议已由消费者协会或其他机关、法院受理')
    expect(state('12315')).toBe('unfit')
  })

  it('takes the answer with its day, and then what ended it', async () => {
    const { host } = await openPage([{ ...LATE, paid_ago: 30 * DAY, filings: [{ to: '12315', ago: 20 * DAY, number: 'Z-1' }] }], '/orders/1?open=main')
    expect(document.activeElement).toBe(get('filing-answer-accepted'))
    await type('filing-answer-at', '1999-01-01 08:00')
    await click('filing-answer-accepted')
    expect(get('form-error').textContent).toContain('请核对')
    expect(document.activeElement).toBe(get('filing-answer-at'))
    await type('filing-answer-at', '')
    await click('filing-answer-accepted')
    expect(called(host, 'answer_filing').at(-1)).toEqual([1, 3, 'accepted', ''])
    expect(get('filing-answered').textContent).toContain('已受理')
    expect(find('filing-answer-refused')).toBeNull()
    expect(get('case-waits').textContent).toContain('调解最迟到')
    await click('filing-answer-ended')
    expect(get('filing').dataset.answerState).toBe('ended')
    expect(find('filing-answer-ended')).toBeNull()
    await click('undo')
    expect(get('filing').dataset.answerState).toBe('accepted')
    expect(all('event-item').map((item) => item.dataset.kind)).toContain('answered')
  })

  it('shows its letters again on request only', async () => {
    await openPage(ladderSeeds, '/orders/4')
    await click('step-toggle-payment')
    expect(find('letter-text')).toBeNull()
    expect(get('file-complaint').textContent).toBe('再记一次提交')
    await click('letter-open')
    expect(document.activeElement).toBe(get('letter-text'))
  })
})

describe('the limits', () => {
  it('are listed soonest first, with day, rest, basis and how sure they are; those that are over apart', async () => {
    await openPage(ladderSeeds, '/orders/4')
    const over = get('limits-over')
    const running = all('limit').filter((row) => !over.contains(row))
    expect(running.map((row) => row.dataset.key)).toEqual(['refund-route-wechat', 'rescission', 'limitation'])
    expect(running[0]!.textContent).toMatch(/微信支付原路退款.*年.*月.*日 周.*还有 \d+ 天/)
    expect(running[0]!.textContent).toContain('超过 365 天')
    expect(running[0]!.textContent).toContain('法条')
    expect(all('limit').filter((row) => over.contains(row)).map((row) => row.dataset.key)).toEqual(['stalling'])
    expect(over.textContent).toContain('已过')
    expect(over.textContent).toContain('超过十五日未退款')
  })

  it('say when they were counted by weekends alone, and when they are inferred', async () => {
    await openPage([{ ...LATE, channel: 'alipay' }], '/orders/1')
    const [route, , limitation] = all('limit')
    expect(route!.textContent).toContain('推断')
    expect(route!.textContent).not.toContain('按周末推算')
    expect(limitation!.textContent).toContain('按周末推算')
  })

  it('take no room once the matter is settled', async () => {
    await openPage([{ ...LATE, status: 'refunded' }], '/orders/1')
    expect(find('limits')).toBeNull()
  })
})

describe('the seller', () => {
  it('is told by kind, name and address, and can be taken back', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('seller-kind-company')
    await type('seller-legal-name', '示例商行')
    await type('seller-address', '示例路 1 号')
    expect(mains()).toEqual(['seller-save'])
    await click('seller-save')
    expect(called(host, 'set_seller')[0]?.[0]).toMatchObject({ platform: '云边卡盟', kind: 'company', legal_name: '示例商行', address: '示例路 1 号', vanished: false })
    expect(get('seller-known').textContent).toContain('示例路 1 号')
    await click('undo')
    expect(find('seller-known')).toBeNull()
  })

  it('changes the ladder', async () => {
    await openPage([LATE], '/orders/1')
    await click('seller-kind-nobody')
    expect(find('seller-legal-name')).toBeNull()
    await click('seller-vanished')
    expect(state('police')).toBe('open')
    await click('seller-save')
    expect(get('ladder-unfit').textContent).toContain('平台已经联系不上，催告很可能送不到')
    expect(['payment', '12315', 'police'].map(state)).toEqual(['now', 'later', 'now'])
  })

  it('suggests the name in the bill', async () => {
    await openPage([{ ...LATE, merchant: '示例网络科技有限公司' }], '/orders/1')
    await click('seller-kind-shop')
    expect(get('seller-marketplace')).not.toBeNull()
    await click('seller-suggest')
    expect(get<HTMLInputElement>('seller-legal-name').value).toBe('示例网络科技有限公司')
    expect(find('seller-suggest')).toBeNull()
  })

  it('says under the field what is wrong', async () => {
    await openPage([LATE], '/orders/1')
    await click('seller-kind-company')
    await type('seller-phone', '4'.repeat(201))
    await press('Enter', get('seller-phone'), { isComposing: true })
    expect(find('form-error')).toBeNull()
    await press('Enter', get('seller-phone'))
    expect(get('form-error').textContent).toContain('商家电话太长了')
    expect(document.activeElement).toBe(get('seller-phone'))
  })

  it('keeps what is being typed when something else is written', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('seller-kind-company')
    await type('seller-legal-name', '打到一半')
    host.tell('orders://changed', null)
    await settled()
    expect(get<HTMLInputElement>('seller-legal-name').value).toBe('打到一半')
    await click('seller-cancel')
    expect(find('seller-save')).toBeNull()
  })

  it('is edited from what is known, and given up with Escape', async () => {
    const { host } = await openPage([{ ...LATE, seller: { kind: 'company', legal_name: '示例商行' } }], '/orders/1')
    await click('seller-edit')
    await type('seller-legal-name', '改一改')
    await press('Escape', get('seller-legal-name'))
    expect(get('seller-known').textContent).toContain('示例商行')
    expect(document.activeElement).toBe(get('seller-edit'))
    expect(called(host, 'set_seller')).toEqual([])
  })
})
