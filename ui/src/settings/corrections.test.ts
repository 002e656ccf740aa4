// What a person may correct about letters, windows, limits and the calendar.
import { describe, expect, it } from 'vitest'
import { correctedRules, createFixtureHost } from '@/host/fixture'
import { called, click, find, get, openPage, press, settled } from '@/test/fixture-page'

const inside = <T extends HTMLElement = HTMLElement>(row: string, testId: string): T | null => get(`rule-${row}`).querySelector<T>(`[data-testid="${testId}"]`)

async function press_in(row: string, testId: string): Promise<void> {
  inside<HTMLButtonElement>(row, testId)!.click()
  await settled()
}

async function write(row: string, text: string): Promise<void> {
  const box = inside<HTMLTextAreaElement>(row, 'rule-text')!
  box.value = text
  box.dispatchEvent(new Event('input', { bubbles: true }))
  await settled()
}

async function corrected() {
  const host = createFixtureHost()
  host.corrections.rules = correctedRules()
  return openPage([], '/settings', host)
}

describe('a rule', () => {
  it('is kept in the person’s words beside the shipped ones, and goes back to them', async () => {
    const { host } = await openPage([], '/settings')
    await press_in('letter-platform', 'rule-edit')
    expect(document.activeElement).toBe(inside('letter-platform', 'rule-text'))
    await write('letter-platform', '0|您好')
    await press_in('letter-platform', 'rule-save')
    expect(called(host, 'set_rule').at(-1)).toEqual(['letter', 'platform', '0|您好'])
    expect(get('rule-letter-platform').textContent).toContain('自己的')
    await press_in('letter-platform', 'rule-edit')
    expect(inside('letter-platform', 'rule-shipped')?.textContent).toContain('请协助处理')
    await press_in('letter-platform', 'rule-restore')
    expect(called(host, 'set_rule').at(-1)).toEqual(['letter', 'platform', ''])
    expect(get('rule-letter-platform').textContent).not.toContain('自己的')
  })

  it('that is broken is named with its line, and the line is marked', async () => {
    const { host } = await openPage([], '/settings')
    await press_in('letter-platform', 'rule-edit')
    await write('letter-platform', '0|您好\n0|{{ product')
    await press_in('letter-platform', 'rule-save')
    expect(inside('letter-platform', 'form-error')?.textContent).toContain('第 2 行')
    const box = inside<HTMLTextAreaElement>('letter-platform', 'rule-text')!
    expect(document.activeElement).toBe(box)
    expect(box.value.slice(box.selectionStart, box.selectionEnd)).toBe('0|{{ product')
    expect(host.corrections.rules.find((rule) => rule.key === 'platform')?.own).toBeNull()
  })

  it('of one line is saved with Enter, and given up with Escape', async () => {
    const { host } = await openPage([], '/settings')
    await press_in('limit-acceptance', 'rule-edit')
    await write('limit-acceptance', '9 个工作日')
    await press('Enter', inside('limit-acceptance', 'rule-text')!, { keyCode: 229 })
    expect(called(host, 'set_rule')).toEqual([])
    await press('Enter', inside('limit-acceptance', 'rule-text')!)
    expect(get('rule-limit-acceptance').textContent).toContain('9 个工作日')
    await press_in('window-q-coin', 'rule-edit')
    await write('window-q-coin', '随便')
    await press('Escape', inside('window-q-coin', 'rule-text')!)
    expect(get('rule-window-q-coin').textContent).toContain('30分钟 / 24小时')
    expect(document.activeElement).toBe(inside('window-q-coin', 'rule-edit'))
    expect(called(host, 'set_rule')).toHaveLength(1)
  })

  it('says where it comes from, when it was checked, and how sure it is', async () => {
    await openPage([], '/settings')
    await press_in('limit-mediation', 'rule-edit')
    for (const words of ['市场监督管理投诉举报处理办法', '二手资料', '2026-11-23', '写成「7 个工作日」']) expect(get('rule-limit-mediation').textContent).toContain(words)
  })

  it('whose shipped words changed shows both, and is decided by the person', async () => {
    const { host } = await corrected()
    expect(get('rules-letter').hasAttribute('open')).toBe(true)
    expect(get('rules-limit').hasAttribute('open')).toBe(false)
    const changed = inside('letter-platform', 'rule-changed')!
    for (const words of ['今天内不到账请退款', '请协助处理', '您写的时候']) expect(changed.textContent).toContain(words)
    await press_in('letter-platform', 'rule-keep')
    expect(called(host, 'keep_rule')).toEqual([['letter', 'platform']])
    expect(inside('letter-platform', 'rule-changed')).toBeNull()
    expect(get('rule-letter-platform').textContent).toContain('自己的')
    expect(get('rules-letter').hasAttribute('open')).toBe(true)
  })

  it('takes the new shipped words when asked to', async () => {
    const { host } = await corrected()
    await press_in('letter-platform', 'rule-take')
    expect(called(host, 'set_rule')).toEqual([['letter', 'platform', '']])
    expect(get('rule-letter-platform').textContent).not.toContain('自己的')
  })

  it('that is not used says why', async () => {
    await corrected()
    expect(inside('letter-12315', 'rule-trouble')?.textContent).toContain('plattform')
  })
})

describe('the calendar of working days', () => {
  const year = (n: number): HTMLElement => document.querySelector<HTMLElement>(`[data-testid="holiday-year"][data-year="${n}"]`)!

  it('says which years are announced, and takes a newer file', async () => {
    const { host } = await openPage([], '/settings')
    expect(year(2026).textContent).toContain('已公布')
    expect(year(2027).textContent).toContain('按周末推算')
    await click('rules-import')
    expect(called(host, 'import_holidays')).toHaveLength(1)
    expect(year(2027).dataset.announced).toBe('true')
    expect(get('toast').textContent).toContain('2027')
  })

  it('says nothing when the choosing was cancelled', async () => {
    const host = createFixtureHost()
    host.importHolidays = async () => null
    await openPage([], '/settings', host)
    await click('rules-import')
    expect(find('toast')).toBeNull()
  })
})
