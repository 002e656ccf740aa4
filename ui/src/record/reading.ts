import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import type { ReadingView } from '@/bindings/ReadingView'
import { toFailure } from '@/host/failure'
import type { Host } from '@/host/host'
import { compare, type Compared } from './likeness'
import { withReadRole } from './roles'
import type { Slip } from './slip'

/** Where what was read is put. */
export interface Desk {
  /** The one in the form. */
  present: () => Slip
  all: () => Slip[]
  /** A further one, behind the others. */
  add: (batch?: number) => Slip
  show: (slip: Slip) => void
}

export interface Reading {
  /** What is being read. */
  busy: ComputedRef<'shot' | 'text' | undefined>
  /** Grows with each reading that ended while the person left the form alone. */
  rounds: Ref<number>
  /** One picture after the other. */
  readShot: (slip: Slip, sha256: string) => void
  /** Whether the text told of an order. */
  readText: (text: string) => Promise<boolean>
  /** No longer waits for what is being read. */
  skip: () => void
  /** The same for one picture. */
  leave: (sha256: string) => void
  /** A picture that seems to be of another order gets a form of its own, */
  part: (slip: Slip, sha256: string) => Promise<void>
  /** or is of this one after all. */
  join: (slip: Slip, sha256: string) => void
}

interface Job {
  slip: Slip
  sha256: string
}

/** Reads pictures and texts, and puts what they tell to the order they tell of. */
export function createReading(host: Host, desk: Desk): Reading {
  const rounds = ref(0)
  const job = shallowRef<Job>()
  const readingText = ref(false)
  let waiting: Job[] = []
  let texts = 0
  let batches = 0

  function takeShot({ slip, sha256 }: Job, view: ReadingView, compared: Compared): void {
    slip.read.add(sha256)
    slip.shots = withReadRole(slip.shots, sha256, view.role)
    if (compared(view, slip) === 'other') {
      slip.strays = [...slip.strays, { sha256, view }]
      return
    }
    fillFrom(slip, sha256, view)
  }

  function fillFrom(slip: Slip, sha256: string, view: ReadingView): void {
    const before = slip.touches()
    slip.fill(view)
    if (!slip.source || (slip.outcome?.filled ?? 0) > 0) slip.source = sha256
    if (slip === desk.present() && slip.touches() === before) rounds.value += 1
  }

  /** Nobody waits for what is being read any more, so that the machine need not go on. */
  function dropJob(): void {
    if (job.value) void host.cancelReading(job.value.sha256).catch(() => undefined)
    job.value = undefined
  }

  async function work(): Promise<void> {
    while (!job.value) {
      const next = waiting.shift()
      if (!next) return
      job.value = next
      next.slip.trouble = ''
      const before = next.slip.touches()
      try {
        const view = await host.readShot(next.sha256)
        const compared = await compare(host, [view], () => [next.slip])
        if (job.value !== next) return
        const round = rounds.value
        takeShot(next, view, compared)
        // Whoever typed in the meantime is left where they are.
        if (next.slip.touches() !== before) rounds.value = round
      } catch (thrown) {
        if (job.value !== next) return
        next.slip.trouble = toFailure(thrown).message
      }
      job.value = undefined
    }
  }

  /** The form that a reading belongs to; a new one rather than two orders in one. */
  function homeOf(view: ReadingView, present: Slip, taken: Slip[], batch: number | undefined, compared: Compared): Slip {
    const open = [present, ...desk.all().filter((slip) => slip !== present)].filter((slip) => !taken.includes(slip))
    const same = open.find((slip) => compared(view, slip) === 'same')
    if (same) return same
    const fits = batch === undefined ? !['other', 'unlike'].includes(compared(view, present)) : present.isBlank()
    return fits && open.includes(present) ? present : desk.add(batch)
  }

  function takeText(present: Slip, views: ReadingView[], compared: Compared): void {
    if (views.length === 0) {
      present.outcome = { layout: '', filled: 0, found: 0 }
      return
    }
    const batch = views.length > 1 ? ++batches : undefined
    const taken: Slip[] = []
    for (const view of views) {
      const before = desk.all()
      const home = homeOf(view, present, taken, batch, compared)
      home.batch ??= batch
      home.setApart = !before.includes(home) && taken[0] !== present
      home.fill(view)
      taken.push(home)
    }
    desk.show(taken[0]!)
  }

  const reading: Reading = {
    busy: computed(() => (readingText.value ? 'text' : job.value ? 'shot' : undefined)),
    rounds,
    readShot(slip, sha256) {
      if ([job.value, ...waiting].some((one) => one?.sha256 === sha256)) return
      slip.source ??= sha256
      waiting.push({ slip, sha256 })
      void work()
    },
    async readText(text) {
      const turn = ++texts
      const asked = desk.present()
      const before = asked.touches()
      asked.trouble = ''
      readingText.value = true
      try {
        const views = await host.readText(text)
        const compared = await compare(host, views, desk.all)
        if (turn !== texts) return false
        takeText(desk.all().includes(asked) ? asked : desk.present(), views, compared)
        if (asked.touches() === before) rounds.value += 1
        return views.length > 0
      } catch (thrown) {
        if (turn === texts) asked.trouble = toFailure(thrown).message
        return false
      } finally {
        if (turn === texts) readingText.value = false
      }
    },
    skip() {
      texts += 1
      readingText.value = false
      dropJob()
      waiting = []
    },
    leave(sha256) {
      waiting = waiting.filter((one) => one.sha256 !== sha256)
      if (job.value?.sha256 !== sha256) return
      dropJob()
      void work()
    },
    async part(slip, sha256) {
      const stray = slip.strays.find((one) => one.sha256 === sha256)
      if (!stray) return
      const compared = await compare(host, [stray.view], desk.all).catch(() => () => 'unknown')
      if (!slip.strays.includes(stray)) return
      const home = desk.all().find((other) => other !== slip && compared(stray.view, other) === 'same') ?? desk.add()
      slip.strays = slip.strays.filter((one) => one !== stray)
      home.shots = [...home.shots, ...slip.shots.filter((shot) => shot.sha256 === sha256)]
      slip.shots = slip.shots.filter((shot) => shot.sha256 !== sha256)
      slip.read.delete(sha256)
      if (slip.source === sha256) slip.source = undefined
      home.read.add(sha256)
      desk.show(home)
      fillFrom(home, sha256, stray.view)
    },
    join(slip, sha256) {
      const stray = slip.strays.find((one) => one.sha256 === sha256)
      if (!stray) return
      slip.strays = slip.strays.filter((one) => one !== stray)
      fillFrom(slip, sha256, stray.view)
    },
  }
  return reading
}
