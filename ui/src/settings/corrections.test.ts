// What a person may correct about letters, windows, limits and the calendar.
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { called, click, find, get, openPage, press, settled } from '@/test/page'
import { createWorld, type World } from '@/test/world'

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

const SHIPPED = '您好，我在{{ platform }}购买的“{{ product }}”已付款，{{ say.so_far }}，请协助处理。'
const BEFORE = '您好，我在{{ platform }}购买的“{{ product }}”已付款，{{ say.so_far }}，请尽快处理。'

/** As an earlier version of the app would have left them behind: the same file, but for words of the same length. */
async function earlier(host: World, words: [now: string, then: string][]): Promise<void> {
  await host.restart()
  let file = readFileSync(host.dataFile).toString('latin1')
  for (const [now, then] of words) {
    const [from, to] = [now, then].map((text) => Buffer.from(text).toString('latin1')) as [string, string]
    expect([to.length, file.includes(from)]).toEqual([from.length, true])
    file = file.replaceAll(from, to)
  }
  writeFileSync(host.dataFile, file, 'latin1')
}

async function corrected() {
  const host = await createWorld()
  await host.app.setRule('letter', 'platform', '0|在吗？{{ product }} 付了款没到账，订单号 {{ order_no }}。\n0|今天内不到账请退款。')
  await host.app.setRule('letter', '12315', '0|{{ platform  }}')
  await host.app.setRule('window', 'q-coin', '15分钟 / 2小时')
  await earlier(host, [[SHIPPED, BEFORE], ['{{ platform  }}', '{{ plattform }}']])
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

  it.each([
    ['platform', 'zh-CN', '“首次催告”的话术第 2 行有错：写法不对，大括号或条件没有配对。'],
    ['platform-reply', 'zh-CN', '“回“请耐心等待”或者拒绝”的话术第 2 行有错：写法不对，大括号或条件没有配对。'],
    ['12315', 'zh-CN', '“12315 投诉内容”的话术第 2 行有错：写法不对，大括号或条件没有配对。'],
    ['platform', 'en', 'Line 2 of the letter “First demand” has a mistake: it is not written right: a brace or a condition has no match.'],
    ['12315', 'en', 'Line 2 of the letter “12315 complaint” has a mistake: it is not written right: a brace or a condition has no match.'],
  ])('that is broken is named with its line, and the line is marked: %s in %s', async (key, language, said) => {
    const host = await createWorld()
    await host.app.setSettings({ ...(await host.app.settings()), language })
    await openPage([], '/settings', host)
    await press_in(`letter-${key}`, 'rule-edit')
    await write(`letter-${key}`, '0|您好\n0|{{ product')
    await press_in(`letter-${key}`, 'rule-save')
    expect(inside(`letter-${key}`, 'form-error')?.textContent).toBe(said)
    const box = inside<HTMLTextAreaElement>(`letter-${key}`, 'rule-text')!
    expect(document.activeElement).toBe(box)
    expect(box.value.slice(box.selectionStart, box.selectionEnd)).toBe('0|{{ product')
    expect((await host.app.rules()).rules.find((rule) => rule.group === 'letter' && rule.key === key)?.own).toBeNull()
  })

  it('of one line is saved with Enter, and given up with Escape', async () => {
    const { host } = await openPage([], '/settings')
    await press_in('limit-12315-acceptance', 'rule-edit')
    await write('limit-12315-acceptance', '9 个工作日')
    await press('Enter', inside('limit-12315-acceptance', 'rule-text')!, { keyCode: 229 })
    expect(called(host, 'set_rule')).toEqual([])
    await press('Enter', inside('limit-12315-acceptance', 'rule-text')!)
    expect(get('rule-limit-12315-acceptance').textContent).toContain('9 个工作日')
    await press_in('window-q-coin', 'rule-edit')
    await write('window-q-coin', '随便')
    await press('Escape', inside('window-q-coin', 'rule-text')!)
    expect(get('rule-window-q-coin').textContent).toContain('30 分钟 / 1 天')
    expect(document.activeElement).toBe(inside('window-q-coin', 'rule-edit'))
    expect(called(host, 'set_rule')).toHaveLength(1)
  })

  it('says where it comes from, when it was checked, and how sure it is', async () => {
    await openPage([], '/settings')
    await press_in('limit-12315-mediation', 'rule-edit')
    for (const words of ['总局令第 121 号）第十八条、第二十三条', '法条或官方原文', '2026-11-27', '7 个工作日、60 天、5 个月、3 年 或 72 小时']) expect(get('rule-limit-12315-mediation').textContent).toContain(words)
  })

  it('whose shipped words changed shows both, and is decided by the person', async () => {
    const { host } = await corrected()
    expect(get('rules-letter').hasAttribute('open')).toBe(true)
    expect(get('rules-limit').hasAttribute('open')).toBe(false)
    const changed = inside('letter-platform', 'rule-changed')!
    for (const words of ['今天内不到账请退款', '请协助处理', '请尽快处理', '您写的时候']) expect(changed.textContent).toContain(words)
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
    expect(inside('letter-12315', 'rule-trouble')?.textContent).toBe('您的写法用不了，现在用的是原来的：“12315 投诉内容”的话术第 1 行有错：用了没有的名字。')
    await press_in('letter-12315', 'rule-edit')
    expect(inside<HTMLTextAreaElement>('letter-12315', 'rule-text')!.value).toBe('0|{{ plattform }}')
  })
})

describe('the calendar of working days', () => {
  const year = (n: number): HTMLElement => document.querySelector<HTMLElement>(`[data-testid="holiday-year"][data-year="${n}"]`)!

  it('says which years are announced, and takes a newer file', async () => {
    const { host } = await openPage([], '/settings')
    expect(year(2026).textContent).toContain('已公布')
    expect(year(2027).textContent).toContain('按周末推算')
    const days = Array.from({ length: 20 }, (_, i) => ({ name: '节', date: `2027-02-${String(i + 1).padStart(2, '0')}`, isOffDay: true }))
    writeFileSync(`${host.folder}/2027.json`, JSON.stringify({ year: 2027, papers: ['https://www.gov.cn/'], days }))
    await host.set({ choose: [['2027.json']] })
    await click('rules-import')
    expect(called(host, 'import_holidays')).toHaveLength(1)
    expect(year(2027).dataset.announced).toBe('true')
    expect(get('toast').textContent).toContain('2027')
  })

  it('says nothing when the choosing was cancelled', async () => {
    const { host } = await openPage([], '/settings')
    await click('rules-import')
    expect(called(host, 'import_holidays')).toHaveLength(1)
    expect(find('toast')).toBeNull()
  })
})
