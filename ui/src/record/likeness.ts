// What a form and a reading say of an order, for the shell to find out whether they speak of the same one.
import type { Identity } from '@/bindings/Identity'
import type { ReadingView } from '@/bindings/ReadingView'
import type { Host } from '@/host/host'
import { ALL, type FieldValues } from './fields'
import type { Slip } from './slip'

function toldBy(view: ReadingView): FieldValues {
  return Object.fromEntries(view.fields.filter(({ value }) => value.trim() !== '').map(({ field, value, others }) => [field, [value, ...others]]))
}

function heldIn(slip: Slip): FieldValues {
  const filled = ALL.filter((name) => slip.fields[name].trim() !== '')
  return Object.fromEntries(filled.map((name) => [name, [slip.fields[name], ...(slip.marks.get(name)?.others ?? [])]]))
}

/** Whether a reading is of the order in a form; of a form that was not there yet, nothing is known. */
export type Compared = (view: ReadingView, slip: Slip) => Identity

/** Asks until the forms are still what they were when it was asked. */
export async function compare(host: Host, views: ReadingView[], slips: () => Slip[]): Promise<Compared> {
  const told = views.map(toldBy)
  for (;;) {
    const asked = slips()
    const held = asked.map(heldIn)
    const found = told.length > 0 && asked.length > 0 ? await host.compareOrders(told, held) : []
    const now = slips()
    const same = now.length === asked.length && now.every((slip, i) => slip === asked[i])
    if (same && JSON.stringify(now.map(heldIn)) === JSON.stringify(held)) return (view, slip) => found[views.indexOf(view)]?.[asked.indexOf(slip)] ?? 'unknown'
  }
}
