import { spanText, type Words } from './time'

/** How long something took: "12 分钟", "3 小时 5 分"; seconds are not told apart. */
export function tookText(words: Words, seconds: number): string {
  return seconds < 60 ? words('countdown.soon') : spanText(words, seconds * 1000)
}

/** A window that somebody would set: whole minutes, from two hours on whole ten minutes, from twelve on whole hours. Never shorter than asked. */
export function roundedWindow(seconds: number): number {
  const step = seconds <= 7200 ? 60 : seconds <= 43_200 ? 600 : 3600
  return Math.max(60, Math.ceil(seconds / step) * step)
}

/** A share as people say it; what is not quite all is never called all. */
export function percent(share: number): number {
  return share < 1 ? Math.min(99, Math.round(share * 100)) : 100
}
