import { computed, shallowRef, watch, type ShallowRef } from 'vue'
import type { OrderView } from '@/bindings/OrderView'

/** Which orders are chosen to be acted on together. What is chosen stays chosen while more of the list is loaded. */
export function useSelection(orders: ShallowRef<OrderView[]>, whole: () => boolean) {
  const chosen = shallowRef<ReadonlyMap<number, OrderView>>(new Map())
  /** Where a range begins, and what was chosen besides it. */
  let anchor: { id: number; besides: ReadonlyMap<number, OrderView> } | undefined

  function put(next: Iterable<OrderView>): void {
    chosen.value = new Map([...next].map((order) => [order.id, order]))
  }

  function toggle(id: number): void {
    const next = new Map(chosen.value)
    const order = orders.value.find((one) => one.id === id)
    if (!next.delete(id) && order) next.set(id, order)
    chosen.value = next
    anchor = { id, besides: next }
  }

  /** Everything from where the range began up to `to`; it begins at `from` when none has. */
  function stretch(from: number, to: number): void {
    const at = (id: number): number => orders.value.findIndex((order) => order.id === id)
    if (!anchor || at(anchor.id) < 0) anchor = { id: from, besides: chosen.value }
    const ends = [at(anchor.id), at(to)].sort((a, b) => a - b)
    if (ends[0]! < 0) return
    put([...anchor.besides.values(), ...orders.value.slice(ends[0], ends[1]! + 1)])
  }

  // An order that is no longer in the list must not be acted on unseen; while parts of the list are not loaded nobody can tell.
  watch(orders, (shown) => {
    if (chosen.value.size === 0) return
    const fresh = new Map(shown.map((order) => [order.id, order]))
    put([...chosen.value.values()].flatMap((order) => fresh.get(order.id) ?? (whole() ? [] : order)))
  })

  return {
    chosen,
    list: computed(() => [...chosen.value.values()]),
    toggle,
    stretch,
    /** The next range begins where the next step is made. */
    rest: () => {
      anchor = undefined
    },
    choose: put,
    /** Lets go of the others. */
    keep: (fits: (order: OrderView) => boolean) => {
      anchor = undefined
      if (chosen.value.size > 0) put([...chosen.value.values()].filter(fits))
    },
    clear: () => {
      anchor = undefined
      if (chosen.value.size > 0) chosen.value = new Map()
    },
  }
}
