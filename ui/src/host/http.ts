// The app without a window, as `daozhang-host` serves it: for the tests and for a plain browser. Never in the production bundle.
import type { Failure } from '@/bindings/Failure'
import { createHost, type Host, type HostEvents, type Transport } from './host'

type Line = { event: keyof HostEvents; payload: never } | { answer: unknown } | { failure: Failure }

export interface HttpTransport extends Transport {
  /** What is beside the table: `set`, `play`, `drop`, `close`, `machine`. */
  ask: <T>(place: string, body?: unknown) => Promise<T>
  /** Speaks to the page as the app does. */
  tell: <Name extends keyof HostEvents>(name: Name, payload: HostEvents[Name]) => void
}

/** Over the world that lies at an address. */
export function httpTransport(base: string): HttpTransport {
  const listeners = new Map<string, Set<(payload: never) => void>>()

  function tell(name: string, payload: unknown): void {
    for (const listener of [...(listeners.get(name) ?? [])]) listener(payload as never)
  }

  async function post<T>(place: string, body: BodyInit, headers: Record<string, string> = {}): Promise<T> {
    const response = await fetch(`${base}/${place}`, { method: 'POST', body, headers })
    const reader = response.body!.getReader()
    const decoder = new TextDecoder()
    for (let rest = ''; ; ) {
      const { value, done } = await reader.read()
      if (done) throw new Error(`the host broke off: ${place}`)
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
      rest = lines.pop()!
      for (const line of lines) {
        const said = JSON.parse(line) as Line
        if ('event' in said) tell(said.event, said.payload)
        else if ('failure' in said) throw said.failure
        else return said.answer as T
      }
    }
  }

  return {
    call: (name, payload) => post(`call/${name}`, JSON.stringify(payload)),
    stageBytes: (name, bytes) => post('stage', bytes as Uint8Array<ArrayBuffer>, { 'x-name': encodeURIComponent(name) }),
    on(name, listener) {
      const all = listeners.get(name) ?? new Set()
      listeners.set(name, all)
      all.add(listener as (payload: never) => void)
      return () => void all.delete(listener as (payload: never) => void)
    },
    pictureUrl: (sha256) => `${base}/picture/${sha256}`,
    thumbUrl: (sha256) => `${base}/thumb/${sha256}`,
    ask: (place, body = null) => post(place, JSON.stringify(body)),
    tell,
  }
}

/** In a plain browser, on the world of `cargo xtask page`. Whoever comes back to the page sees what fell due. */
export function browserHost(): Host {
  const { call, stageBytes, on, pictureUrl, thumbUrl, ask } = httpTransport('/world/0')
  document.addEventListener('visibilitychange', () => void ask('set', {}))
  return createHost({ call, stageBytes, on, pictureUrl, thumbUrl })
}
