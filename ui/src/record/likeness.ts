// Whether what was read tells of the order in the form. Two orders in one form would be a false record.
import type { ReadingView } from '@/bindings/ReadingView'
import { fieldsThatAre, type FieldName } from './fields'
import type { Slip } from './slip'

const NUMBERS = fieldsThatAre('number')

/** How far apart two pages may date one order: it is placed, and then paid. */
const ONE_ORDER = 10 * 60_000
const MINUTE = 60_000

/** What a doubt puts in quotes: the values that were read on another look. What was cut short is none. */
export function quotedIn(doubt: string | null | undefined): string[] {
  return Array.from(doubt?.matchAll(/“([^”]+)”/g) ?? [], ([, value]) => value!.trim()).filter((value) => value !== '' && !value.endsWith('…'))
}

/** Each value that it may be. */
type Told = (name: FieldName) => string[]

function toldBy(view: ReadingView): Told {
  return (name) => {
    const field = view.fields.find((one) => one.field === name)
    return field && field.value.trim() !== '' ? [field.value.trim(), ...quotedIn(field.doubt)] : []
  }
}

function heldIn(slip: Slip): Told {
  return (name) => {
    const value = slip.fields[name].trim()
    return value === '' ? [] : [value, ...quotedIn(slip.marks.get(name)?.doubt)]
  }
}

function fen(amount: string): number {
  return Math.round(Number(amount.replace(/[^\d.]/g, '') || Number.NaN) * 100)
}

function moment(text: string | undefined): number {
  return text !== undefined && /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}/.test(text) ? Date.parse(text.replace(' ', 'T')) : Number.NaN
}

function areUnlike(ours: string | undefined, theirs: string | undefined): boolean {
  return ours !== undefined && theirs !== undefined && !ours.includes(theirs) && !theirs.includes(ours)
}

/**
 * `same` where a number, or the amount with its minute, agrees; `other` where the amount or a number differs, and with `closely`
 * also where the time or both names do; else nothing speaks for or against it.
 */
export function likeness(slip: Slip, view: ReadingView, closely: boolean): 'same' | 'other' | 'unknown' {
  const ours = heldIn(slip)
  const theirs = toldBy(view)
  const share = (one: unknown[], two: unknown[]): boolean => one.some((value) => two.includes(value))

  // One page calls the order's number what the other calls the merchant's.
  if (share(NUMBERS.flatMap(ours), NUMBERS.flatMap(theirs))) return 'same'
  if (NUMBERS.some((name) => ours(name).length > 0 && theirs(name).length > 0)) return 'other'

  const amounts = [ours('amount').map(fen), theirs('amount').map(fen)].map((all) => all.filter((one) => !Number.isNaN(one))) as [number[], number[]]
  const agree = share(...amounts)
  if (!agree && amounts.every((all) => all.length > 0)) return 'other'

  const apart = Math.abs(moment(ours('paid_at')[0]) - moment(theirs('paid_at')[0]))
  if (agree && apart < MINUTE) return 'same'
  if (!closely) return 'unknown'
  if (apart > ONE_ORDER) return 'other'
  return areUnlike(ours('platform')[0], theirs('platform')[0]) && areUnlike(ours('product')[0], theirs('product')[0]) ? 'other' : 'unknown'
}
