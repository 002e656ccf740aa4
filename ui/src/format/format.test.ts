import { describe, expect, it } from 'vitest'
import { createWords } from '@/locales'
import { certaintyText } from './certainty'
import { countdownText, isLate, windowLeft } from './countdown'
import { money, typedYuan, yuan } from './money'
import { countChars, fileSize, lengthAs, mask } from './text'
import { beijingStamp, daysLeftText, dueDayText, isElsewhere, spanText, stamp, typedWindow, whenText, windowText, type Words } from './time'

const words = createWords().global.t as Words
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NOW = new Date('2026-11-23T16:30:00+08:00')

function order(leftMs: number, status: 'awaiting' | 'overdue' | 'arrived' | 'refunded' | 'closed' = 'awaiting', windowMs = DAY) {
  const due = NOW.getTime() + leftMs
  return { status, due_at: new Date(due).toISOString(), paid_at: new Date(due - windowMs).toISOString() }
}

describe('money', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [9850, '98.50'],
    [123456, '1,234.56'],
    [100000000, '1,000,000.00'],
    [12345678900, '123,456,789.00'],
    [-1, '-0.01'],
    [-123456, '-1,234.56'],
  ])('%i 分 is %s', (fen, text) => {
    expect(yuan(fen)).toBe(text)
  })

  it('never goes through a fraction: every amount up to 100 yuan reads back exactly', () => {
    for (let fen = 0; fen <= 10_000; fen++) {
      const [whole, rest] = yuan(fen).split('.') as [string, string]
      expect(Number(whole) * 100 + Number(rest)).toBe(fen)
    }
  })

  it('carries the sign before the currency', () => {
    expect(money(-9850)).toBe('-¥98.50')
    expect(money(9850)).toBe('¥98.50')
  })

  it.each([
    [9850, '98.50'],
    [10000, '100'],
    [123456, '1234.56'],
  ])('%i 分 is typed as %s', (fen, text) => {
    expect(typedYuan(fen)).toBe(text)
  })
})

describe('countdown', () => {
  it.each([
    [30_000, 'awaiting', '不到 1 分钟'],
    [MINUTE, 'awaiting', '还有 1 分钟'],
    [12 * MINUTE + 59_000, 'awaiting', '还有 12 分钟'],
    [HOUR, 'awaiting', '还有 1 小时'],
    [3 * HOUR + 5 * MINUTE, 'awaiting', '还有 3 小时 5 分'],
    [23 * HOUR + 59 * MINUTE, 'awaiting', '还有 23 小时 59 分'],
    [DAY + 4 * HOUR, 'awaiting', '还有 1 天 4 小时'],
    [5 * DAY + 4 * HOUR, 'awaiting', '还有 5 天'],
    [0, 'awaiting', '刚刚逾期'],
    [-30_000, 'overdue', '刚刚逾期'],
    [-MINUTE, 'overdue', '已逾期 1 分钟'],
    [-3 * HOUR - 59 * MINUTE, 'overdue', '已逾期 3 小时'],
    [-2 * DAY - HOUR, 'overdue', '已逾期 2 天'],
    [-400 * DAY, 'overdue', '已逾期 400 天'],
    [5 * HOUR, 'overdue', '刚刚逾期'],
    [-DAY, 'arrived', '已到账'],
    [-DAY, 'refunded', '已退款'],
    [DAY, 'closed', '已关闭'],
  ] as const)('%i ms left and %s reads %s', (left, status, text) => {
    expect(countdownText(words, order(left, status), NOW)).toBe(text)
  })

  it('is late by the clock even before the shell has written it down', () => {
    expect(isLate(order(-1), NOW)).toBe(true)
    expect(isLate(order(0), NOW)).toBe(true)
    expect(isLate(order(1), NOW)).toBe(false)
    expect(isLate(order(-DAY, 'arrived'), NOW)).toBe(false)
  })

  it.each([
    [order(DAY), 1],
    [order(DAY / 2), 0.5],
    [order(0), 0],
    [order(-DAY), 0],
    [order(2 * DAY), 1],
    [order(HOUR, 'arrived'), 0],
    [order(HOUR, 'awaiting', 0), 0],
  ])('the ring empties with the window', (timed, left) => {
    expect(windowLeft(timed, NOW)).toBeCloseTo(left)
  })
})

describe('time', () => {
  it.each([
    ['2026-11-23T21:03:45+08:00', '今天 21:03'],
    ['2026-11-23T00:00:00+08:00', '今天 00:00'],
    ['2026-11-22T23:59:59+08:00', '昨天 23:59'],
    ['2026-11-24T08:00:00+08:00', '明天 08:00'],
    ['2026-11-20T21:03:45+08:00', '11月20日 21:03'],
    ['2025-12-31T21:03:45+08:00', '2025年12月31日 21:03'],
    ['2026-11-22T17:00:00Z', '今天 01:00'],
    ['not a time', 'not a time'],
  ])('%s reads %s', (instant, text) => {
    expect(whenText(words, instant, NOW)).toBe(text)
  })

  it('fills a form with the exact local time', () => {
    expect(stamp(new Date('2026-01-02T03:04:05+08:00'))).toBe('2026-01-02 03:04:05')
  })

  it.each([
    ['2026-11-20T14:03:45+01:00', '2026-11-20 21:03:45'],
    ['2026-12-31T20:00:00Z', '2027-01-01 04:00:00'],
    ['2026-11-20T21:03:45.120+08:00', '2026-11-20 21:03:45.120'],
    ['2026-11-01T01:30:00-05:00', '2026-11-01 14:30:00'],
    ['2026-11-01T01:30:00-04:00', '2026-11-01 13:30:00'],
  ])('a payment at %s is typed as %s wherever the computer stands', (instant, text) => {
    expect(beijingStamp(new Date(instant))).toBe(text)
  })

  it.each([
    [-480, false],
    [-60, true],
    [300, true],
  ])('a clock %s minutes behind UTC shows another time than Beijing: %s', (behind, elsewhere) => {
    const at = new Date('2026-11-20T21:03:45Z')
    at.getTimezoneOffset = () => behind
    expect(isElsewhere(at)).toBe(elsewhere)
  })

  it.each([
    [0, '1 分钟'],
    [59 * MINUTE, '59 分钟'],
    [2 * HOUR, '2 小时'],
    [2 * DAY, '2 天'],
    [2 * DAY + 5 * HOUR, '2 天 5 小时'],
  ])('a span of %i ms is %s', (ms, text) => {
    expect(spanText(words, ms)).toBe(text)
  })

  it.each([
    [1800, '30 分钟'],
    [3600, '1 小时'],
    [86_400, '24 小时'],
    [259_200, '3 天'],
    [5400, '1 小时 30 分'],
    [75, '75 秒'],
    [30, '30 秒'],
    [150, '2 分 30 秒'],
    [3661, '1 小时 1 分 1 秒'],
    [90_061, '25 小时 1 分 1 秒'],
  ])('a window of %i s is %s', (seconds, text) => {
    expect(windowText(words, seconds)).toBe(text)
  })
})

describe('a limit', () => {
  it.each([
    ['2026-12-01T00:00:00+08:00', '11月30日 周一', '还有 7 天'],
    ['2026-11-30T18:00:00+08:00', '11月30日 周一', '还有 7 天'],
    ['2026-11-24T00:00:00+08:00', '11月23日 周一', '今天是最后一天'],
    ['2026-11-25T00:00:00+08:00', '11月24日 周二', '还有 1 天'],
    ['2026-11-23T12:00:00+08:00', '11月23日 周一', '今天已过'],
    ['2026-11-23T00:00:00+08:00', '11月22日 周日', '已过 1 天'],
    ['2027-01-05T00:00:00+08:00', '2027年1月4日 周一', '还有 42 天'],
  ])('until %s ends on %s: %s', (instant, day, left) => {
    expect(dueDayText(words, instant, NOW)).toBe(day)
    expect(daysLeftText(words, instant, NOW)).toBe(left)
  })

  it('says in words how sure it is', () => {
    expect(certaintyText(words, 'own')).toBe('本应用的起始值')
    expect(certaintyText(words, 'C')).toBe('推断')
    expect(certaintyText(words, '待核对')).toBe('待核对')
  })
})

describe('a window typed into the form', () => {
  it.each([
    [1800, '30分钟'],
    [5400, '90分钟'],
    [86_400, '24小时'],
    [129_600, '36小时'],
    [259_200, '3天'],
    [75, '75秒'],
    [3661, '3661秒'],
  ])('%i s is %s', (seconds, text) => {
    expect(typedWindow(words, seconds)).toBe(text)
  })
})

describe('text', () => {
  it.each([
    ['', ''],
    ['12', '••'],
    ['1234', '1••4'],
    ['1234567', '123••67'],
    ['13800001234', '138••••1234'],
    ['1234567890', '123•••7890'],
  ])('%s is masked as %s', (value, masked) => {
    expect(mask(value)).toBe(masked)
  })

  it('never shows a whole value of more than two letters', () => {
    for (let n = 1; n <= 40; n++) expect(mask('7'.repeat(n))).toContain('•')
  })

  it('counts letters as a person does', () => {
    expect(countChars('到账')).toBe(2)
    expect(countChars('👍好')).toBe(2)
  })

  it('counts letters as the form of a recipient does', () => {
    expect(lengthAs('👍好', 'chars')).toBe(2)
    expect(lengthAs('👍好', 'utf16')).toBe(3)
  })

  it.each([
    [512, '512 B'],
    [2048, '2 KB'],
    [1_830_000, '1.7 MB'],
  ])('%i bytes read %s', (bytes, text) => {
    expect(fileSize(bytes)).toBe(text)
  })
})
