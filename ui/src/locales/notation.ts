// What is kept and typed in Chinese notation, as the language of the page shows it.
import { language } from './language'

const UNITS: Record<string, [one: string, many: string]> = {
  秒: ['s', 's'],
  分钟: ['min', 'min'],
  小时: ['h', 'h'],
  天: ['day', 'days'],
  个工作日: ['working day', 'working days'],
  个月: ['month', 'months'],
  年: ['year', 'years'],
}
const LENGTH = new RegExp(`(\\d+) ?(${Object.keys(UNITS).join('|')})`, 'g')

/** A length of time as the shell says it: "1 小时 30 分钟" is "1 h 30 min". */
export function lengthOf(text: string): string {
  if (language.value !== 'en') return text
  return text.replace(LENGTH, (_, number: string, unit: string) => `${number} ${UNITS[unit]![number === '1' ? 0 : 1]}`)
}

/** Times of day as the shell lists them: "10:00、22:00". */
export function listOf(text: string): string {
  return language.value === 'en' ? text.replaceAll('、', ', ') : text
}
