/** Words come from the catalogue; these functions only choose them. */
export type Words = (key: string, values?: Record<string, unknown>) => string

/** By how much Beijing's clocks are ahead of UTC, in milliseconds. */
const BEIJING_AHEAD = 8 * 3_600_000

const two = (n: number): string => String(n).padStart(2, '0')

function clock(at: Date): string {
  return `${two(at.getHours())}:${two(at.getMinutes())}`
}

/** Whole calendar days from `now` to `at`, by the local calendar. */
function daysApart(at: Date, now: Date): number {
  const day = (d: Date): number => Date.UTC(d.getFullYear(), d.getMonth(), d.getDate())
  return Math.round((day(at) - day(now)) / 86_400_000)
}

/** A month as it stands in a date: a number in Chinese, a word in English. */
export function monthText(words: Words, at: Date): string {
  return words(`time.months.${at.getMonth() + 1}`)
}

/** "今天 21:03", "昨天 21:03", "11月20日 21:03", "2025年11月20日 21:03". */
export function whenText(words: Words, instant: string, now: Date): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  const named = { '-1': 'time.yesterday', '0': 'time.today', '1': 'time.tomorrow' }[String(daysApart(at, now))]
  if (named) return words(named, { clock: clock(at) })
  const values = { year: at.getFullYear(), month: monthText(words, at), day: at.getDate(), clock: clock(at) }
  return words(at.getFullYear() === now.getFullYear() ? 'time.this_year' : 'time.other_year', values)
}

/** Exact and sortable, in local time, as it is typed into a form: "2026-11-20 21:03:45". */
export function stamp(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock(at)}:${two(at.getSeconds())}`
}

/** A time of payment as it is typed: exact, and by the clock of the payment page, which is Beijing's wherever the computer stands. */
export function beijingStamp(at: Date): string {
  const there = new Date(at.getTime() + BEIJING_AHEAD).toISOString()
  return `${there.slice(0, 10)} ${there.slice(11, at.getTime() % 1000 === 0 ? 19 : 23)}`
}

/** Whether the computer's clock shows another time than Beijing's. */
export function isElsewhere(at: Date): boolean {
  return at.getTimezoneOffset() * -60_000 !== BEIJING_AHEAD
}

/** Where a language tells one from many it goes by `n`. */
function daysText(words: Words, days: number): string {
  return words('span.days', { d: days, n: days })
}

/** A length of time in at most two units: "12 分钟", "3 小时 5 分", "2 天 4 小时". Rounded down; never below one minute. */
export function spanText(words: Words, milliseconds: number): string {
  const minutes = Math.max(1, Math.floor(Math.abs(milliseconds) / 60_000))
  if (minutes < 60) return words('span.minutes', { m: minutes })
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return minutes % 60 ? words('span.hours_minutes', { h: hours, m: minutes % 60 }) : words('span.hours', { h: hours })
  const days = Math.floor(hours / 24)
  return days < 3 && hours % 24 ? words('span.days_hours', { d: days, h: hours % 24, n: days }) : daysText(words, days)
}

/** The largest unit alone: "3 小时", "2 天". How late something is needs no minutes. */
export function roughSpanText(words: Words, milliseconds: number): string {
  const minutes = Math.max(1, Math.floor(Math.abs(milliseconds) / 60_000))
  if (minutes < 60) return words('span.minutes', { m: minutes })
  if (minutes < 1440) return words('span.hours', { h: Math.floor(minutes / 60) })
  return daysText(words, Math.floor(minutes / 1440))
}

/** A window as it is typed into a form: one unit, nothing lost. */
export function typedWindow(words: Words, seconds: number): string {
  const typed =
    seconds % 86_400 === 0 && seconds > 86_400
      ? daysText(words, seconds / 86_400)
      : seconds % 3600 === 0
        ? words('span.hours', { h: seconds / 3600 })
        : seconds % 60 === 0
          ? words('span.minutes', { m: seconds / 60 })
          : words('span.seconds', { s: seconds })
  return typed.replaceAll(' ', '')
}

/** A window as it is told to a person: "30 分钟", "24 小时", "3 天", "75 秒". Nothing is rounded away. */
export function windowText(words: Words, seconds: number): string {
  if (seconds >= 172_800 && seconds % 86_400 === 0) return daysText(words, seconds / 86_400)
  if (seconds >= 3600 && seconds % 3600 === 0) return words('span.hours', { h: seconds / 3600 })
  if (seconds < 3600 && seconds % 60 === 0) return words('span.minutes', { m: seconds / 60 })
  if (seconds < 120) return words('span.seconds', { s: seconds })
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  return [h && words('span.hours', { h }), m && words('span.minutes_part', { m }), s && words('span.seconds', { s })].filter(Boolean).join(' ')
}

/** A limit that ends at midnight ends with the day before, as people count. */
function lastMoment(instant: string): Date {
  return new Date(Date.parse(instant) - 1)
}

/** The last day of a limit: "11月30日 周一", with the year where it is another one. */
export function dueDayText(words: Words, instant: string, now: Date): string {
  const at = lastMoment(instant)
  if (Number.isNaN(at.getTime())) return instant
  const values = { year: at.getFullYear(), month: monthText(words, at), day: at.getDate(), weekday: words(`time.weekdays.${at.getDay()}`) }
  return words(at.getFullYear() === now.getFullYear() ? 'time.due_day' : 'time.due_day_year', values)
}

/** How many days a limit still runs, or how long it is over. */
export function daysLeftText(words: Words, instant: string, now: Date): string {
  const days = daysApart(lastMoment(instant), now)
  if (now.getTime() >= Date.parse(instant)) return days === 0 ? words('time.over_today') : words('time.over_days', { n: -days })
  return days === 0 ? words('time.last_day') : words('time.days_left', { n: days })
}
