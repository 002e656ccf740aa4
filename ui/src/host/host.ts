import { inject, type InjectionKey } from 'vue'
import { createOperations, type Call, type HostEvents, type Operations } from '@/bindings/operations'
import type { StagedShots } from '@/bindings/StagedShots'

export type { HostEvents } from '@/bindings/operations'

/** What a person can add to the timeline by hand. */
export type ContactKind = 'contacted' | 'promised' | 'refused' | 'note'

/** How the page reaches the app. */
export interface Transport {
  /** Carries out an operation of the table by its name. */
  call: Call
  /** Beside the table: bytes that JSON would blow up. */
  stageBytes(name: string, bytes: Uint8Array): Promise<StagedShots>
  /** Returns the function that stops listening. */
  on<Name extends keyof HostEvents>(name: Name, tell: (payload: HostEvents[Name]) => void): () => void
  pictureUrl(sha256: string): string
  thumbUrl(sha256: string): string
}

/** Everything the page asks of the app. The page has no other way out. */
export interface Host extends Operations, Omit<Transport, 'call'> {}

/**
 * What the table calls `act` or `tells` is answered after everybody was told of it. Here they hear of it after the answer: a
 * part of the page that the news takes away could not say any more what came of its act, nor offer to undo it.
 */
export function createHost({ call, on, ...beside }: Transport): Host {
  let acting = 0
  /** One for each listener: there is nothing in it, and many are as good as one. */
  const news = new Set<() => void>()

  const act: Call = async (name, payload) => {
    acting += 1
    try {
      return await call(name, payload)
    } finally {
      acting -= 1
      // What a listener asks now is answered after whoever waits for the act went on.
      if (acting === 0) {
        const late = [...news]
        news.clear()
        for (const tell of late) tell()
      }
    }
  }

  function hear(name: keyof HostEvents, tell: (payload: never) => void): () => void {
    let stopped = false
    const again = (): void => {
      if (!stopped) tell(null as never)
    }
    const stop = on(name, (payload) => {
      if (acting > 0 && name === 'orders://changed') news.add(again)
      else if (!stopped) tell(payload as never)
    })
    return () => {
      stopped = true
      stop()
    }
  }

  return { ...createOperations(call, act), on: hear, ...beside }
}

export const hostKey: InjectionKey<Host> = Symbol('host')

export function useHost(): Host {
  const host = inject(hostKey)
  if (!host) throw new Error('BUG: no host was provided to the page')
  return host
}
