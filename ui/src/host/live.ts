import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { Failure } from '@/bindings/Failure'
import { toFailure } from './failure'
import { useHost } from './host'

export interface Live<T> {
  data: ShallowRef<T | undefined>
  failure: ShallowRef<Failure | undefined>
  loading: Ref<boolean>
  refresh: () => Promise<void>
}

/** Fetches now and again whenever something was written; an answer overtaken by a later question is dropped. */
export function useLive<T>(fetch: () => Promise<T>): Live<T> {
  const host = useHost()
  const data = shallowRef<T>()
  const failure = shallowRef<Failure>()
  const loading = ref(false)
  let asked = 0

  async function refresh(): Promise<void> {
    const mine = ++asked
    loading.value = true
    try {
      const answer = await fetch()
      if (mine !== asked) return
      data.value = answer
      failure.value = undefined
    } catch (thrown) {
      if (mine === asked) failure.value = toFailure(thrown)
    } finally {
      if (mine === asked) loading.value = false
    }
  }

  onScopeDispose(host.on('orders://changed', () => void refresh()))
  return { data, failure, loading, refresh }
}
