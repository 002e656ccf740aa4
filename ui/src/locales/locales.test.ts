import { describe, expect, it, vi } from 'vitest'
import { countdownText } from '@/format/countdown'
import { dueDayText, daysLeftText, spanText, typedWindow, whenText, windowText, type Words } from '@/format/time'
import { shortMoney } from '@/charts/scale'
import { called, click, find, get, openPage, settled } from '@/test/page'
import { createWorld, HOUR, type Seed, type World } from '@/test/world'
import { catalogues, createWords } from '.'
import { language, languageOf, speak } from './language'
import { lengthOf } from './notation'

function strings(catalogue: object, before = ''): [key: string, text: string][] {
  return Object.entries(catalogue).flatMap(([key, value]) => (typeof value === 'string' ? [[before + key, value] as [string, string]] : strings(value as object, `${before}${key}.`)))
}

const chinese = new Map(strings(catalogues['zh-CN']))
const english = strings(catalogues.en)

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort()
}

describe('the English catalogue', () => {
  it('fills in what the Chinese one fills in, in every form of a string', () => {
    const wrong = english.flatMap(([key, text]) => text.split(' | ').filter((form) => placeholders(form).join() !== placeholders(chinese.get(key) ?? '').join()).map((form) => `${key}: ${form}`))
    expect(wrong).toEqual([])
  })

  it('says what the Chinese one says, and nothing is left empty', () => {
    expect(english.map(([key]) => key).sort()).toEqual([...chinese.keys()].sort())
    expect(english.filter(([, text]) => text.trim() === '')).toEqual([])
    expect([...chinese].filter(([, text]) => text.trim() === '').map(([key]) => key).sort()).toEqual(['letter.in_chinese', 'rules.in_chinese'])
  })

  it('has Chinese only where a person has to find it in another app or folder', () => {
    const PROPER = ['语言', '提交版', '支付宝服务消息', '微信支付', '（仅限个人对账）', '账单导出', '开具交易流水证明', '用于个人对账', '我的钱包', '我的', '我', '服务', '钱包', '常见问题', '下载账单', '账单', '导出', '交易单号', '商户单号', '交易订单号', '商家订单号', '黑猫投诉']
    const stripped = (text: string): string => [...PROPER].sort((a, b) => b.length - a.length).reduce((rest, proper) => rest.replaceAll(proper, ''), text)
    expect(english.filter(([, text]) => /[\p{Script=Han}，。：；！？（）「」、]/u.test(stripped(text)))).toEqual([])
  })

  it('tells one from many by what is counted', () => {
    for (const [key, text] of english.filter(([, it]) => it.includes(' | '))) {
      expect(text.split(' | '), key).toHaveLength(2)
      expect(placeholders(text).some((name) => name === 'n' || name === 'd'), key).toBe(true)
    }
    speak('en')
    const t = createWords().global.t
    expect([t('platforms.orders', { n: 1 }), t('platforms.orders', { n: 2 }), t('platforms.orders', { n: 0 })]).toEqual(['1 order', '2 orders', '0 orders'])
  })
})

describe('in English', () => {
  const NOW = new Date('2026-11-23T12:00:00+08:00')
  function words(): Words {
    speak('en')
    return createWords().global.t as Words
  }

  it('moments are English ones', () => {
    const t = words()
    expect(whenText(t, '2026-11-23T21:03:00+08:00', NOW)).toBe('today 21:03')
    expect(whenText(t, '2026-03-05T21:03:00+08:00', NOW)).toBe('5 Mar, 21:03')
    expect(whenText(t, '2025-03-05T21:03:00+08:00', NOW)).toBe('5 Mar 2025, 21:03')
    expect(dueDayText(t, '2026-12-01T00:00:00+08:00', NOW)).toBe('Mon 30 Nov')
    expect(daysLeftText(t, '2026-11-25T00:00:00+08:00', NOW)).toBe('1 day left')
  })

  it('spans are English ones, and one day is no days', () => {
    const t = words()
    expect(spanText(t, 12 * 60_000)).toBe('12 min')
    expect(spanText(t, 28 * 3_600_000)).toBe('1 day 4 h')
    expect(spanText(t, 72 * 3_600_000)).toBe('3 days')
    expect(windowText(t, 5400)).toBe('1 h 30 min')
    const order = { status: 'overdue' as const, paid_at: '2026-11-20T12:00:00+08:00', due_at: '2026-11-22T12:00:00+08:00' }
    expect(countdownText(t, order, NOW)).toBe('1 day late')
  })

  it('a window is typed as the shell reads it', () => {
    const t = words()
    expect([1800, 7200, 259_200, 45].map((seconds) => typedWindow(t, seconds))).toEqual(['30min', '2h', '3days', '45s'])
  })

  it('large amounts go by thousands', () => {
    speak('en')
    expect([85_000, 1_234_500, 120_000_000_00].map(shortMoney)).toEqual(['¥850', '¥12.3K', '¥120M'])
  })

  it('lengths go by their unit', () => {
    speak('en')
    expect(lengthOf('1 小时 30 分钟')).toBe('1 h 30 min')
    expect(['1 天', '30分钟 / 24小时', '7 个工作日', '3 年'].map(lengthOf)).toEqual(['1 day', '30 min / 24 h', '7 working days', '3 years'])
  })
})

describe('the language', () => {
  it('is Chinese until another was chosen', () => {
    expect([languageOf(''), languageOf(undefined), languageOf('zh-CN'), languageOf('fr'), languageOf('en')]).toEqual(['zh-CN', 'zh-CN', 'zh-CN', 'zh-CN', 'en'])
    expect(language.value).toBe('zh-CN')
  })

  it('is that of the last time from the first moment on', async () => {
    window.localStorage.setItem('language', 'en')
    vi.resetModules()
    expect((await import('./language')).language.value).toBe('en')
    window.localStorage.removeItem('language')
    vi.resetModules()
    expect((await import('./language')).language.value).toBe('zh-CN')
  })

  async function choose(value: string): Promise<void> {
    const select = get<HTMLSelectElement>('settings-language')
    select.value = value
    select.dispatchEvent(new Event('change', { bubbles: true }))
    await settled()
  }

  it('changes everywhere at once, and back', async () => {
    const { host } = await openPage([{}], '/settings')
    expect(get<HTMLSelectElement>('settings-language').value).toBe('zh-CN')
    expect(document.documentElement.lang).toBe('zh-CN')
    const asked = called(host, 'options').length
    await choose('en')
    expect(called(host, 'set_settings').at(-1)).toEqual([expect.objectContaining({ language: 'en' })])
    expect(document.body.textContent).toContain('Settings')
    expect(document.querySelector('nav')!.textContent).not.toMatch(/\p{Script=Han}/u)
    expect([document.documentElement.lang, document.title]).toEqual(['en', 'Daozhang'])
    // What the app names comes anew, in its words.
    expect(called(host, 'options').length).toBeGreaterThan(asked)
    await choose('zh-CN')
    expect(document.querySelector('nav')!.textContent).toContain('设置')
    expect([document.documentElement.lang, document.title]).toEqual(['zh-CN', '到账'])
  })

  it('goes back when it could not be saved', async () => {
    const { host } = await openPage([], '/settings')
    host.setSettings = () => Promise.reject({ code: 'failed', message: '没能保存。' })
    await choose('en')
    expect(language.value).toBe('zh-CN')
    expect(get<HTMLSelectElement>('settings-language').value).toBe('zh-CN')
  })

  async function readInEnglish(seeds: Seed[] = []): Promise<World> {
    const host = await createWorld(seeds)
    await host.app.setSettings({ ...(await host.app.settings()), language: 'en' })
    return host
  }

  it('is corrected by the settings once they have come', async () => {
    await openPage([], '/', await readInEnglish())
    expect(language.value).toBe('en')
    expect(document.querySelector('nav')!.textContent).toContain('Orders')
  })

  it('leaves to Chinese readers what is theirs', async () => {
    speak('en')
    await openPage([], '/orders/1?open=letter', await readInEnglish([{ paid_ago: 30 * HOUR }]))
    expect(get('letter-in-chinese').textContent).toContain('in Chinese')
    expect(get<HTMLTextAreaElement>('letter-text').value).toMatch(/\p{Script=Han}/u)
    expect(get<HTMLTextAreaElement>('letter-text').lang).toBe('zh-CN')
    speak('zh-CN')
    await settled()
    expect(find('letter-in-chinese')).toBeNull()
  })

  it('writes what the app writes into the timeline in Chinese', async () => {
    const host = await readInEnglish([{ paid_ago: 30 * HOUR }])
    await openPage([], '/', host)
    expect(get('todo-done').textContent).toContain('Dealt with')
    await click('todo-done')
    expect(called(host, 'add_event').at(-1)![1]).toMatchObject({ text: '处理完成' })
    expect((await host.app.showOrder(1)).events.map(({ text }) => text)).toContain('处理完成')
  })
})
