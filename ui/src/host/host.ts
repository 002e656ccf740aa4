import { inject, type InjectionKey } from 'vue'
import { createOperations, type HostEvents, type Operations } from '@/bindings/operations'
import type { StagedShots } from '@/bindings/StagedShots'

export type { HostEvents } from '@/bindings/operations'

/** What a person can add to the timeline by hand. */
export type ContactKind = 'contacted' | 'promised' | 'refused' | 'note'

/** What can be told of an order: also that it was looked for in vain, and that it may wait. */
export type ToldKind = ContactKind | 'checked' | 'snoozed'

/** How the page reaches the app. */
export interface Transport {
  /** Carries out an operation of the table by its name. */
  call: <T>(name: string, payload: object) => Promise<T>
  /** Beside the table: bytes that JSON would blow up. */
  stageBytes(name: string, bytes: Uint8Array): Promise<StagedShots>
  /** Returns the function that stops listening. */
  on<Name extends keyof HostEvents>(name: Name, tell: (payload: HostEvents[Name]) => void): () => void
  pictureUrl(sha256: string): string
  thumbUrl(sha256: string): string
}

/** Everything the page asks of the app. The page has no other way out. */
export interface Host extends Operations, Omit<Transport, 'call'> {}

export function createHost({ call, ...beside }: Transport): Host {
  return { ...createOperations(call), ...beside }
}

export const hostKey: InjectionKey<Host> = Symbol('host')

export function useHost(): Host {
  const host = inject(hostKey)
  if (!host) throw new Error('BUG: no host was provided to the page')
  return host
}
