// From "没到账" to a copied letter and a filed complaint.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ladderSeeds, type Seed } from '@/host/fixture'
import { all, called, click, find, get, openPage, press, settled, type } from '@/test/page'

const HOUR = 3_600_000
const LATE: Seed = { platform: '云边卡盟', product: '1000 Q币', amount_fen: 98_500, paid_ago: 30 * HOUR }

beforeEach(() => localStorage.clear())
afterEach(() => (document.body.innerHTML = ''))

describe('the conversation', () => {
  it('asks one thing at a time and ends with what to do, in a few clicks', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    expect(all('case-main')).toHaveLength(0)
    await click('diagnose-open')
    expect(get('diagnose-question').dataset.key).toBe('page')
    await click('diagnose-option-processing')
    expect(get('diagnose-question').dataset.key).toBe('bill')
    await click('diagnose-option-paid')
    expect(get('diagnose-result').dataset.act).toBe('letter')
    expect(called(host, 'diagnose').at(-1)?.[2]).toBe(true)
    await click('diagnose-next')
    expect(document.activeElement).toBe(get('letter-text'))
  })

  it('is driven by digits and arrows, and an answer can be changed', async () => {
    await openPage([LATE], '/orders/1')
    await click('diagnose-open')
    await press('2')
    expect(get('diagnose-question').dataset.key).toBe('bill')
    await press('ArrowDown')
    expect(document.activeElement?.getAttribute('data-testid')).toBe('diagnose-option-pending')
    await click('diagnose-answered-page')
    expect(get('diagnose-question').dataset.key).toBe('page')
    await press('Escape')
    expect(find('diagnose-question')).toBeNull()
  })
})

describe('the letter', () => {
  it('asks again before it is copied with open fields, and takes what is typed', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('step-toggle-12315')
    const open = all('letter-blank-0')
    if (open.length === 0) throw new Error('the made-up letter has no open field')
    await click('letter-copy')
    expect(get('letter-doubt').textContent).toContain('没填')
    expect(called(host, 'copy_letter').every((call) => call[4] === false)).toBe(true)
    await type('letter-blank-0', '示例商行')
    expect(get<HTMLTextAreaElement>('letter-text').value).toContain('示例商行')
  })

  it('claims fraud only after its warning was read', async () => {
    await openPage([LATE], '/orders/1')
    await click('step-toggle-12315')
    get<HTMLInputElement>('letter-fraud').click()
    await settled()
    expect(get('letter-fraud-warning').textContent).toContain('排除合理怀疑')
    expect(get<HTMLInputElement>('letter-fraud').checked).toBe(false)
    await click('letter-fraud-yes')
    expect(get<HTMLInputElement>('letter-fraud').checked).toBe(true)
  })
})

describe('the ladder', () => {
  it('has exactly one main button for every case, and says why a way does not fit', async () => {
    for (let id = 1; id <= ladderSeeds.length; id++) {
      const { wrapper } = await openPage(ladderSeeds, `/orders/${id}`)
      const main = Array.from(document.querySelectorAll('.case .btn.main'))
      expect(main.length, `order ${id}: ${main.map((button) => button.textContent).join()}`).toBeLessThanOrEqual(1)
      wrapper.unmount()
      document.body.innerHTML = ''
    }
  })

  it('keeps a filing with its number, its deadlines and its answer', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('step-toggle-12315')
    await click('file-complaint')
    await type('file-number', 'Z-1')
    await click('file-save')
    expect(called(host, 'file_complaint')).toEqual([[1, '12315', 'Z-1', '']])
    expect(get('filing-number').textContent).toBe('Z-1')
    await click('filing-answer-accepted')
    expect(called(host, 'answer_filing')[0]?.slice(2)).toEqual(['accepted', ''])
    expect(get('filing').dataset.answerState).toBe('accepted')
  })
})

describe('the seller', () => {
  it('is told by kind, name and address, and can be taken back', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    get('seller-kind-company').querySelector('input')!.click()
    await settled()
    await type('seller-legal-name', '示例商行')
    await type('seller-address', '示例路 1 号')
    await click('seller-save')
    expect(called(host, 'set_seller')[0]?.[0]).toMatchObject({ platform: '云边卡盟', kind: 'company', legal_name: '示例商行' })
    expect(get('seller-known').textContent).toContain('示例路 1 号')
    await click('undo')
    expect(find('seller-known')).toBeNull()
  })
})

describe('corrections', () => {
  it('are kept beside the shipped rules, and a broken one is named with its line', async () => {
    const { host } = await openPage([], '/settings')
    const row = get('rule-letter-platform')
    row.querySelector<HTMLButtonElement>('[data-testid="rule-edit"]')!.click()
    await settled()
    const text = row.querySelector<HTMLTextAreaElement>('[data-testid="rule-text"]')!
    text.value = '0|您好\n0|{{ product'
    text.dispatchEvent(new Event('input', { bubbles: true }))
    row.querySelector<HTMLButtonElement>('[data-testid="rule-save"]')!.click()
    await settled()
    expect(row.querySelector('[data-testid="form-error"]')?.textContent).toContain('第 2 行')
    text.value = '0|您好'
    text.dispatchEvent(new Event('input', { bubbles: true }))
    row.querySelector<HTMLButtonElement>('[data-testid="rule-save"]')!.click()
    await settled()
    expect(called(host, 'set_rule').at(-1)).toEqual(['letter', 'platform', '0|您好'])
    expect(get('rule-letter-platform').textContent).toContain('自己的')
  })
})
