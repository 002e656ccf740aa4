import { monthText, type Words } from '@/format/time'
import { language } from '@/locales/language'

const DAY = 86_400
/** Lengths of time that people count in, in seconds. */
const MARKS = [10, 60, 300, 600, 1800, 3600, 10_800, 21_600, 43_200, DAY, 2 * DAY, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 365 * DAY, 3650 * DAY]

/** Shorter than the first mark is drawn on it: nobody compares seconds. */
export function height(seconds: number): number {
  return Math.log10(Math.max(MARKS[0]!, seconds))
}

/** From the mark below the shortest to the mark above the longest, and at most `most` marks that stand apart. */
export function timeScale(shortest: number, longest: number, most = 6): { from: number; to: number; marks: number[] } {
  const from = MARKS.findLast((mark) => mark <= shortest) ?? MARKS[0]!
  const to = MARKS.find((mark) => mark >= longest && mark > from) ?? MARKS.at(-1)!
  const gap = (height(to) - height(from)) / most
  const marks = [from]
  for (const mark of MARKS) {
    const apart = Math.min(height(mark) - height(marks.at(-1)!), height(to) - height(mark))
    if (mark > from && mark < to && apart >= gap * 0.85) marks.push(mark)
  }
  return { from, to, marks: [...marks, to] }
}

/** "¥850", "¥1.2万", "¥3亿" or "¥12K": for an axis, where nobody counts 分. */
export function shortMoney(fen: number): string {
  const yuan = fen / 100
  if (yuan < 1e4) return `¥${Number(yuan.toFixed(yuan < 10 ? 2 : 0)).toLocaleString('en-US')}`
  return `¥${new Intl.NumberFormat(language.value, { notation: 'compact', maximumFractionDigits: 1 }).format(yuan)}`
}

/** The noon of a calendar day, "2026-11-20": no change of clocks can move it to its neighbour. */
export function noonOf(day: string): number {
  return new Date(`${day}T12:00:00`).getTime()
}

/** "11月20日", and "2025年11月" where a chart shows more than about a year. */
export function dayText(words: Words, at: number, long = false): string {
  const day = new Date(at)
  const values = { year: day.getFullYear(), month: monthText(words, day), day: day.getDate() }
  return words(long ? 'charts.month' : 'charts.day', values)
}
