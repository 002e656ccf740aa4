import type { FormOptions } from '@/bindings/FormOptions'
import { names } from './en/names'
import { language } from './language'

export type NameRoom = keyof typeof names

/** What goes by a Chinese name and is known by a word: its name in the language spoken. What is not known keeps its name. */
export function nameOf(room: NameRoom, word: string, name: string): string {
  if (language.value !== 'en') return name
  const known: Record<string, string> = names[room]
  return Object.hasOwn(known, word) ? known[word]! : name
}

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

/** What a form can choose from, by the names of the language spoken. */
export function namedOptions(options: FormOptions, role: (word: string) => string): FormOptions {
  if (language.value !== 'en') return options
  return {
    ...options,
    kinds: options.kinds.map((kind) => ({
      ...kind,
      name: nameOf('kinds', kind.key, kind.name),
      account_label: nameOf('accounts', kind.key, kind.account_label),
      window_text: lengthOf(kind.window_text),
      remind_text: lengthOf(kind.remind_text),
    })),
    channels: options.channels.map((channel) => ({
      ...channel,
      name: nameOf('channels', channel.key, channel.name),
      payment_no_label: nameOf('payment-numbers', channel.key, channel.payment_no_label),
      merchant_order_no_label: nameOf('merchant-numbers', channel.key, channel.merchant_order_no_label),
    })),
    roles: options.roles.map(({ key }) => ({ key, name: role(key) })),
  }
}
