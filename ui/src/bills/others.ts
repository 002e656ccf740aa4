import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { BillCandidate } from '@/bindings/BillCandidate'
import { toFailure } from '@/host/failure'
import { useHost } from '@/host/host'

const PAUSE = 150

/** The rows that look like no order, as they are searched, page by page, never holding an answer to an older question. */
export function useOtherRows() {
  const host = useHost()
  const search = ref('')
  const rows = shallowRef<BillCandidate[]>([])
  const next = ref<number | null>(null)
  const loading = ref(false)
  const ready = ref(false)
  const trouble = ref('')
  let asked = 0

  async function fetch(from: number): Promise<void> {
    const mine = ++asked
    loading.value = true
    try {
      const page = await host.billRows(search.value.trim(), from)
      if (mine !== asked) return
      rows.value = from === 0 ? page.rows : [...rows.value, ...page.rows]
      next.value = page.next
      ready.value = true
      trouble.value = ''
    } catch (thrown) {
      if (mine === asked) trouble.value = toFailure(thrown).message
    } finally {
      if (mine === asked) loading.value = false
    }
  }

  let timer: number | undefined
  watch(search, () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void fetch(0), PAUSE)
  })
  onScopeDispose(() => window.clearTimeout(timer))

  return {
    search,
    rows,
    next,
    loading,
    ready,
    trouble,
    load: async () => {
      if (!ready.value) await fetch(0)
    },
    more: async () => {
      if (next.value !== null && !loading.value) await fetch(next.value)
    },
  }
}
