/*
 * The app that a test drives: the real core over HTTP, in a folder of its own, at a moment that stands still.
 *
 *   const { host, router } = await openPage([{ product: '甲', paid_ago: 30 * HOUR }], '/orders')   // seeds, then the page
 *   const host = await createWorld(seeds); await openPage([], '/', host)                           // where something comes before
 *
 * Seeds are logged one after the other, as orders 1, 2, 3…, by the real operations at the moments that they name.
 * `NOW` is the present moment, in the page as well (Date.now()); `await host.set({ now: NOW + HOUR })` moves it, sweeps what fell
 * due, and tells the page the time.
 *
 *   host.calls, called(host, 'log_order')        what the page asked: names and arguments
 *   await host.app.showOrder(1)                  asks beside the page, and is not recorded; the page hears of what is written
 *   await host.set({ choose: [['a.csv'], []] })  what is chosen in the next two dialogs (the second is cancelled): paths below
 *                                                host.folder, which holds real files (node:fs), or absolute ones
 *   await host.set({ page: WECHAT_LINES })       what the OCR sees on every picture; without, the machine has no OCR
 *   await host.drop('支付.png', '通话.mp3')       puts files on the window; they are made where they are not in host.folder
 *   await host.restart()                         closes the data file, host.dataFile; the next call opens it, as after a new start: locked, where it has a passphrase
 *   await damage(host)                           the same, and it is damaged: all of it, or where a text stands
 *   await lose(host)                             the same, and it is gone
 *   await backUp(host, NOW - HOUR)               one of its own backups
 *   await host.set({ hold: true })               a package that is written stops at each file; { on: 1 } sends it on by one, { hold: false } for good
 *   await host.machine()                         what was copied, which folders were opened
 *   host.tell('orders://changed', null)          says what the app would say
 *   const go = hold(host, 'readShot'); go()      keeps the calls of one operation waiting until it is let go
 *   host.todo = async () => refuse('failed', '') one answer that cannot be had otherwise; such calls are not recorded
 *
 * `settled()` of ./page waits until every call was answered and shown. No test sleeps.
 */
import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { inject } from 'vitest'
import type { Code } from '@/bindings/Code'
import type { Failure } from '@/bindings/Failure'
import type { OrderDetail } from '@/bindings/OrderDetail'
import { createOperations, type Call, type Operations } from '@/bindings/operations'
import { createHost, type Host } from '@/host/host'
import { httpTransport, type HttpTransport } from '@/host/http'
import { clock, NOW } from './clock'
import { stamp } from '@/format/time'
import { plant, type Seed } from './seed'

export { DAY, HOUR, MINUTE, NOW } from './clock'
export type { Seed } from './seed'

/** What the machine answers from now on; what is left out stays as it is. See `Settings` of the host process. */
export interface MachineSettings {
  now?: number
  choose?: string[][]
  page?: string[]
  again?: string[]
  clipboard?: string
  notices?: boolean
  refusals?: string[]
  hold?: boolean
  on?: number
}

export interface World extends Host {
  calls: { name: string; args: unknown[] }[]
  app: Operations
  folder: string
  dataFile: string
  set: (settings: MachineSettings) => Promise<void>
  drop: (...names: string[]) => Promise<void>
  restart: () => Promise<void>
  machine: () => Promise<{ copied: string[]; opened: string[] }>
  tell: HttpTransport['tell']
  /** Carries out an operation at a moment, with made files by name and role. */
  play: <T>(at: number, name: string, payload: object, files?: [string, string][]) => Promise<T>
}

let pending = 0
let waiting: (() => void)[] = []
const begun: { base: string; end: () => void }[] = []

/** Counts a call until it is answered. */
async function counted<T>(call: Promise<T>): Promise<T> {
  pending += 1
  try {
    return await call
  } finally {
    rest()
  }
}

function rest(): void {
  pending -= 1
  if (pending > 0) return
  for (const go of waiting) go()
  waiting = []
}

/** Until no call is on its way; whether there was one. */
export async function answered(): Promise<boolean> {
  if (pending === 0) return false
  await new Promise<void>((go) => waiting.push(go))
  return true
}

export async function createWorld(seeds: Seed[] = [], settings: MachineSettings = {}): Promise<World> {
  const all = `${inject('host')}/world`
  clock.now = settings.now ?? NOW
  const { number, folder } = await httpTransport(all).ask<{ number: number; folder: string }>('', { now: clock.now })
  const base = `${all}/${number}`
  const transport = httpTransport(base)
  // A package that is held is not waited for.
  let held = false
  let resting = false
  transport.on('export://progress', () => {
    if (!held || resting) return
    resting = true
    rest()
  })
  const goOn = (): void => {
    if (resting) pending += 1
    resting = false
  }
  let ended = false
  begun.push({
    base,
    end() {
      ended = true
      held = false
      goOn()
    },
  })
  // A page that is left behind by its test may still ask; nobody waits for the answer.
  const sent = <T>(call: () => Promise<T>): Promise<T> => (ended ? new Promise(() => undefined) : counted(call()))
  const calls: World['calls'] = []
  const asked: Call = (name, payload) => counted(transport.call(name, payload))
  const world: World = {
    ...createHost({
      on: transport.on,
      pictureUrl: transport.pictureUrl,
      thumbUrl: transport.thumbUrl,
      call: (name, payload) => {
        calls.push({ name, args: Object.values(payload) })
        return sent(() => transport.call(name, payload))
      },
      stageBytes: (name, bytes) => {
        calls.push({ name: 'stage_bytes', args: [name, bytes] })
        return sent(() => transport.stageBytes(name, bytes))
      },
    }),
    calls,
    app: createOperations(asked, asked),
    folder,
    dataFile: `${folder}/data/daozhang.db`,
    async set(wish) {
      if (wish.now !== undefined) clock.now = wish.now
      held = wish.hold ?? held
      if (!held || wish.on) goOn()
      await counted(transport.ask('set', wish))
    },
    drop: (...names) => counted(transport.ask('drop', names)),
    restart: () => counted(transport.ask('close')),
    machine: () => transport.ask('machine'),
    tell: transport.tell,
    play: (at, name, payload, files = []) =>
      transport.ask<never>('play', { at, name, payload, files }).catch((thrown: Failure) => {
        throw new Error(`${name} was refused: ${thrown.message}`)
      }),
  }
  for (const seed of seeds) await plant(world, seed)
  await world.set({ ...settings, now: clock.now })
  return world
}

/** Ends the worlds of a test. */
export async function endWorlds(): Promise<void> {
  const worlds = begun.splice(0)
  for (const { end } of worlds) end()
  await Promise.all(worlds.map(({ base }) => fetch(base, { method: 'DELETE' }).then((response) => response.text())))
  await answered()
}

const PAGE = 4096

/** Closes the data file and spoils its first pages, so that nothing of it can be read, or only those on which a text stands. */
export async function damage(host: World, text?: string): Promise<void> {
  await host.restart()
  const bytes = readFileSync(host.dataFile)
  if (text === undefined) bytes.fill(0xff, 100, 4 * PAGE)
  for (let at = 0; text !== undefined && at < bytes.length; at += PAGE) {
    const page = bytes.subarray(at, at + PAGE)
    if (page.includes(text)) page.fill(0xff)
  }
  writeFileSync(host.dataFile, bytes)
}

/** Closes the data file and takes it away. */
export async function lose(host: World): Promise<void> {
  await host.restart()
  rmSync(host.dataFile)
}

/** Writes a backup, named and dated as the app does at that moment, among its own or into another folder; gives its path. */
export async function backUp(host: World, at: number, folder = `${host.folder}/data/backups`): Promise<string> {
  const path = `${folder}/daozhang-${stamp(new Date(at)).replace(/[-:]/g, '').replace(' ', '-')}.db`
  mkdirSync(folder, { recursive: true })
  await host.set({ choose: [[path]] })
  await host.app.backupNow()
  utimesSync(path, at / 1000, at / 1000)
  return path
}

/** Keeps the calls of an operation waiting, unsent, until the function that is given back is called. */
export function hold(host: World, operation: keyof Operations): () => void {
  let go: () => void = () => undefined
  const let_go = new Promise<void>((resolve) => (go = resolve))
  const plain = host[operation] as (...args: unknown[]) => Promise<unknown>
  const held = async (...args: unknown[]): Promise<unknown> => {
    await let_go
    return plain(...args)
  }
  Object.assign(host, { [operation]: held })
  return () => {
    Object.assign(host, { [operation]: plain })
    go()
  }
}

/** Every order, in full, by number. */
export async function ordersOf(host: World): Promise<OrderDetail[]> {
  const { orders } = await host.app.listOrders({ status: null, tag: null, search: '', after: null, limit: 500 })
  return Promise.all(orders.map(({ id }) => id).sort((a, b) => a - b).map((id) => host.app.showOrder(id)))
}

export function refuse(code: Code, message: string): never {
  const failure: Failure = { code, message }
  throw failure
}

export function called(host: Pick<World, 'calls'>, name: string): unknown[][] {
  return host.calls.filter((call) => call.name === name).map((call) => call.args)
}
