import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { useHost } from '@/host/host'

const PAUSE = 150

/** When the platform issues; asked a moment after the last letter. */
export function useReleases(platform: () => string): Ref<string> {
  const host = useHost()
  const release = ref('')
  let asked = 0
  let timer: number | undefined

  async function look(name: string): Promise<void> {
    const mine = ++asked
    try {
      const answer = name === '' ? '' : await host.releaseTimes(name)
      if (mine === asked) release.value = answer
    } catch {
      if (mine === asked) release.value = ''
    }
  }

  watch(platform, (name, before) => {
    asked += 1
    release.value = ''
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void look(name), before === undefined ? 0 : PAUSE)
  }, { immediate: true })
  onScopeDispose(() => window.clearTimeout(timer))
  return release
}
