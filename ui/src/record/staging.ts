import { inject, onScopeDispose, ref, type InjectionKey, type Ref } from 'vue'
import type { StagedShot } from '@/bindings/StagedShot'
import type { StagedShots } from '@/bindings/StagedShots'
import { toFailure } from '@/host/failure'
import type { Host } from '@/host/host'
import type { Toasts } from '@/shell/toasts'
import type { Recording } from './recording'

export interface Staging {
  /** Something is on its way into the shell. */
  busy: Ref<boolean>
  /** Files are being dragged over the window. */
  hover: Ref<boolean>
  /** Takes what a command or a drop answered to where the person is looking. */
  take: (answer: StagedShots) => void
  /** Runs a command that stages something, and takes its answer. */
  run: (ask: () => Promise<StagedShots>, quiet?: boolean) => Promise<void>
  /** While the caller lives, pictures go to it instead of into a new order. */
  receive: (receiver: (more: StagedShot[]) => void) => void
}

export const stagingKey: InjectionKey<Staging> = Symbol('staging')

export function createStaging(host: Host, recording: Recording, toasts: Toasts): Staging {
  const busy = ref(false)
  const hover = ref(false)
  const receivers: ((more: StagedShot[]) => void)[] = []
  let running = 0

  function take(answer: StagedShots, quiet = false): void {
    if (!quiet) for (const sentence of [...answer.refused, ...answer.damaged]) toasts.warn(sentence)
    if (answer.staged.length === 0) return
    const receiver = receivers.at(-1)
    if (!recording.open.value && receiver) {
      receiver(answer.staged)
      return
    }
    // The form looks for leftovers when it opens, and what is being put in now is none.
    recording.start()
    recording.stage(answer.staged)
  }

  onScopeDispose(host.on('shots://staged', (answer) => {
    hover.value = false
    take(answer)
  }))
  onScopeDispose(host.on('shots://hover', ({ over }) => {
    hover.value = over
  }))

  return {
    busy,
    hover,
    take,
    async run(ask, quiet = false) {
      running += 1
      busy.value = true
      try {
        take(await ask(), quiet)
      } catch (thrown) {
        if (!quiet) toasts.warn(toFailure(thrown).message)
      } finally {
        running -= 1
        busy.value = running > 0
      }
    },
    receive(receiver) {
      receivers.push(receiver)
      onScopeDispose(() => {
        const at = receivers.indexOf(receiver)
        if (at >= 0) receivers.splice(at, 1)
      })
    },
  }
}

export function useStaging(): Staging {
  const staging = inject(stagingKey)
  if (!staging) throw new Error('BUG: no staging was provided to the page')
  return staging
}
