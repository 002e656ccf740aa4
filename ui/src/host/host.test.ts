// When the page hears of what was written.
import { describe, expect, it } from 'vitest'
import { createHost, type HostEvents } from './host'

/** An app that is told when to answer. */
function app() {
  const listeners: Record<string, ((payload: never) => void)[]> = {}
  const waiting: { answer: () => void; refuse: () => void }[] = []
  const heard: string[] = []
  const host = createHost({
    call: (name) =>
      new Promise((answer, refuse) => {
        waiting.push({ answer: () => answer(name as never), refuse: () => refuse(new Error(name)) })
      }),
    stageBytes: () => Promise.reject(new Error('not asked')),
    on: (name, tell) => {
      ;(listeners[name] ??= []).push(tell as (payload: never) => void)
      return () => undefined
    },
    pictureUrl: () => '',
    thumbUrl: () => '',
  })
  const tell = <Name extends keyof HostEvents>(name: Name, payload: HostEvents[Name]): void => listeners[name]?.forEach((listener) => listener(payload as never))
  const stop = host.on('orders://changed', () => heard.push('changed'))
  host.on('watch://tick', ({ now }) => heard.push(now))
  return { host, waiting, heard, tell, stop }
}

describe('what was written', () => {
  it('is heard of after the answer to who wrote it, once', async () => {
    const { host, waiting, heard, tell } = app()
    const act = host.markArrived(1, '').then(() => heard.push('answered'))
    tell('orders://changed', null)
    tell('orders://changed', null)
    expect(heard).toEqual([])
    waiting[0]!.answer()
    await act
    expect(heard.filter((one) => one === 'changed')).toHaveLength(1)
    tell('orders://changed', null)
    expect(heard.filter((one) => one === 'changed')).toHaveLength(2)
  })

  it('is heard of also where the act was refused', async () => {
    const { host, waiting, heard, tell } = app()
    const act = host.markArrived(1, '').catch(() => heard.push('refused'))
    tell('orders://changed', null)
    waiting[0]!.refuse()
    await act
    expect(heard).toContain('changed')
  })

  it('waits for all acts that are under way', async () => {
    const { host, waiting, heard, tell } = app()
    const acts = [host.markArrived(1, ''), host.markArrived(2, '')]
    tell('orders://changed', null)
    waiting[0]!.answer()
    await acts[0]
    expect(heard).toEqual([])
    waiting[1]!.answer()
    await acts[1]
    expect(heard).toEqual(['changed'])
  })

  it('is not told to who has stopped listening meanwhile', async () => {
    const { host, waiting, heard, tell, stop } = app()
    const act = host.markArrived(1, '')
    tell('orders://changed', null)
    stop()
    waiting[0]!.answer()
    await act
    expect(heard).toEqual([])
  })

  it('is heard of at once while something is only asked, and so is all else', () => {
    const { host, heard, tell } = app()
    void host.todo()
    tell('orders://changed', null)
    expect(heard).toEqual(['changed'])
    void host.markArrived(1, '')
    tell('watch://tick', { now: 'later' })
    expect(heard).toEqual(['changed', 'later'])
  })

  it('is heard of after the letter was copied, too', async () => {
    const { host, waiting, heard, tell } = app()
    const copied = host.copyLetter(1, 'platform', 'a', { answer_by: '', fraud: false }, false)
    tell('orders://changed', null)
    expect(heard).toEqual([])
    waiting[0]!.answer()
    await copied
    expect(heard).toEqual(['changed'])
  })
})
