// What a form and a reading say of an order, for the shell to find out whether they speak of the same one.
import type { Identity } from '@/bindings/Identity'
import type { ReadingView } from '@/bindings/ReadingView'
import type { Host } from '@/host/host'
import { ALL, type FieldValues } from './fields'
import type { Slip } from './slip'

/** What a doubt puts in quotes: the values that were read on another look. What was cut short is none. */
export function quotedIn(doubt: string | null | undefined): string[] {
  return Array.from(doubt?.matchAll(/“([^”]+)”/g) ?? [], ([, value]) => value!.trim()).filter((value) => value !== '' && !value.endsWith('…'))
}

function toldBy(view: ReadingView): FieldValues {
  return Object.fromEntries(view.fields.filter(({ value }) => value.trim() !== '').map(({ field, value, doubt }) => [field, [value, ...quotedIn(doubt)]]))
}

function heldIn(slip: Slip): FieldValues {
  const filled = ALL.filter((name) => slip.fields[name].trim() !== '')
  return Object.fromEntries(filled.map((name) => [name, [slip.fields[name], ...quotedIn(slip.marks.get(name)?.doubt)]]))
}

/** Whether a reading is of the order in a form; of a form that was not there yet, nothing is known. */
export type Compared = (view: ReadingView, slip: Slip) => Identity

export async function compare(host: Host, views: ReadingView[], slips: Slip[]): Promise<Compared> {
  const found = views.length > 0 && slips.length > 0 ? await host.compareOrders(views.map(toldBy), slips.map(heldIn)) : []
  return (view, slip) => found[views.indexOf(view)]?.[slips.indexOf(slip)] ?? 'unknown'
}
