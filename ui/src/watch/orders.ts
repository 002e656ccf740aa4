import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { Failure } from '@/bindings/Failure'
import type { OrderCounts } from '@/bindings/OrderCounts'
import type { OrderView } from '@/bindings/OrderView'
import type { Status } from '@/bindings/Status'
import { toFailure } from '@/host/failure'
import { useHost } from '@/host/host'

const PAGE = 100
/** After a write at most this many rows are fetched again; whoever scrolled further starts over from there. */
const REFETCH = 500
const PAUSE = 150

/** The list as it is filtered and searched, page by page, never holding an answer to an older question. */
export function useOrders() {
  const host = useHost()
  const status = ref<Status | null>(null)
  const search = ref('')
  const tag = ref<string | null>(null)
  const orders = shallowRef<OrderView[]>([])
  const counts = shallowRef<OrderCounts>()
  const next = ref<string | null>(null)
  const ready = ref(false)
  const failure = shallowRef<Failure>()
  let asked = 0
  let loadingMore = false

  async function load(atLeast: number): Promise<void> {
    const mine = ++asked
    const question = { status: status.value, tag: tag.value, search: search.value.trim(), limit: PAGE }
    try {
      const counting = host.countOrders(question.search)
      let page = await host.listOrders({ ...question, after: null })
      const rows = [...page.orders]
      while (page.next !== null && rows.length < atLeast && mine === asked) {
        page = await host.listOrders({ ...question, after: page.next })
        rows.push(...page.orders)
      }
      const counted = await counting
      if (mine !== asked) return
      orders.value = rows
      next.value = page.next
      counts.value = counted
      failure.value = undefined
    } catch (thrown) {
      if (mine === asked) failure.value = toFailure(thrown)
    } finally {
      if (mine === asked) ready.value = true
    }
  }

  async function more(): Promise<void> {
    if (next.value === null || loadingMore) return
    loadingMore = true
    const mine = asked
    try {
      const page = await host.listOrders({ status: status.value, tag: tag.value, search: search.value.trim(), limit: PAGE, after: next.value })
      if (mine !== asked) return
      const known = new Set(orders.value.map((order) => order.id))
      orders.value = [...orders.value, ...page.orders.filter((order) => !known.has(order.id))]
      next.value = page.next
    } catch (thrown) {
      if (mine === asked) failure.value = toFailure(thrown)
    } finally {
      loadingMore = false
    }
  }

  /** Every order that fits, also those that are not listed yet. */
  async function everything(): Promise<OrderView[]> {
    const question = { status: status.value, tag: tag.value, search: search.value.trim(), limit: REFETCH }
    const all = new Map<number, OrderView>()
    for (let after: string | null | undefined; after !== null; ) {
      const page = await host.listOrders({ ...question, after: after ?? null })
      for (const order of page.orders) all.set(order.id, order)
      after = page.next
    }
    return [...all.values()]
  }

  let timer: number | undefined
  watch(search, () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void load(0), PAUSE)
  })
  watch([status, tag], () => void load(0))
  onScopeDispose(() => window.clearTimeout(timer))

  return {
    status,
    search,
    tag,
    orders,
    counts,
    next,
    ready,
    failure,
    load: () => load(0),
    refetch: () => load(Math.min(orders.value.length, REFETCH)),
    more,
    everything,
  }
}
