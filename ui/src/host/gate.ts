// Where the data file cannot be used, no command can answer; one place notices it for the whole page.
import { shallowRef, type ShallowRef } from 'vue'
import type { Failure } from '@/bindings/Failure'
import { toFailure } from './failure'
import type { Host } from './host'

/** Why nothing is possible now but unlocking, saving what can be saved, restoring, and beginning anew. */
export type Shut = Failure & { code: 'locked' | 'damaged' | 'missing' }

function isShut(failure: Failure): failure is Shut {
  return failure.code === 'locked' || failure.code === 'damaged' || failure.code === 'missing'
}

export interface Gate {
  /** Undefined while the data file can be used. */
  shut: ShallowRef<Shut | undefined>
  /** The file can be used again, as far as the page knows. */
  open: () => void
  /** The same shell, its refusals listened to. */
  host: Host
}

export function createGate(bare: Host): Gate {
  const shut = shallowRef<Shut>()
  let opened = 0

  function listen(thrown: unknown, era: number): void {
    const failure = toFailure(thrown)
    // What was asked before the file was opened says nothing about it now.
    if (isShut(failure) && era === opened) shut.value = failure
  }

  const host = new Proxy(bare, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return (...args: unknown[]): unknown => {
        const era = opened
        const answer: unknown = Reflect.apply(member, target, args)
        // Heard beside the one who asked: the answer is neither changed nor later.
        if (answer instanceof Promise) answer.catch((thrown: unknown) => listen(thrown, era))
        return answer
      }
    },
  })

  return {
    shut,
    open() {
      opened += 1
      shut.value = undefined
    },
    host,
  }
}
