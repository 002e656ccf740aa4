import { computed, inject, ref, shallowRef, type ComputedRef, type InjectionKey, type Ref, type ShallowRef } from 'vue'
import type { StagedShot } from '@/bindings/StagedShot'
import type { Host } from '@/host/host'
import { sortOf } from './media'
import { createReading, type Reading } from './reading'
import { withRoles } from './roles'
import { createSlip, type Slip } from './slip'

export interface Recording {
  open: Ref<boolean>
  /** The orders that are being recorded: mostly one. */
  slips: ShallowRef<Slip[]>
  /** The one in the form. */
  slip: ShallowRef<Slip>
  /** Something unsaved from earlier is shown again. */
  restored: Ref<boolean>
  dirty: ComputedRef<boolean>
  start: () => void
  close: () => void
  clear: () => void
  show: (slip: Slip) => void
  /** This one is not logged; returns what takes that back. */
  drop: (slip: Slip) => () => void
  /** Whether another one is left to be logged; it is in the form now. */
  saved: (logged: Slip) => boolean
  reading: Reading
  stage: (more: StagedShot[]) => void
  unstage: (sha256: string) => void
}

export const recordingKey: InjectionKey<Recording> = Symbol('recording')

/** The orders that are being recorded. They outlive the dialog, so that closing never costs what was typed. */
export function createRecording(host: Host): Recording {
  const open = ref(false)
  const slips = shallowRef<Slip[]>([createSlip(1)])
  const slip = shallowRef(slips.value[0]!)
  const restored = ref(false)
  const dirty = computed(() => slips.value.length > 1 || !slip.value.isEmpty())

  function add(batch?: number): Slip {
    // One that was left over from more is the first again.
    if (slips.value.length === 1) slips.value[0]!.nth = 1
    const more = createSlip(Math.max(...slips.value.map((one) => one.nth)) + 1, batch)
    slips.value = [...slips.value, more]
    return more
  }
  function show(other: Slip): void {
    slip.value = other
  }
  const reading = createReading(host, { present: () => slip.value, all: () => slips.value, add, show })

  function leave(shots: { sha256: string }[]): void {
    for (const { sha256 } of shots) reading.leave(sha256)
  }
  function forget(): void {
    reading.skip()
    for (const one of slips.value) one.end()
    slips.value = [createSlip(1)]
    slip.value = slips.value[0]!
    restored.value = false
  }
  /** Another one comes into the form in the place of this one. */
  function takeOut(gone: Slip): void {
    leave(gone.shots)
    const at = slips.value.indexOf(gone)
    slips.value = slips.value.filter((one) => one !== gone)
    if (slip.value === gone) slip.value = slips.value[at] ?? slips.value[0]!
  }

  return {
    open,
    slips,
    slip,
    restored,
    dirty,
    start() {
      if (open.value) return
      restored.value = dirty.value
      open.value = true
    },
    close() {
      open.value = false
    },
    clear() {
      for (const shot of slips.value.flatMap(({ shots }) => shots)) void host.discardStaged(shot.sha256).catch(() => undefined)
      forget()
    },
    show,
    drop(gone) {
      takeOut(gone)
      // Its pictures stay with the shell as long as it can come back.
      return () => {
        const [only] = slips.value
        const more = slips.value.length === 1 && only!.isEmpty() ? [] : slips.value
        gone.nth = Math.max(0, ...more.map((one) => one.nth)) + 1
        slips.value = [...more, gone]
        slip.value = gone
        open.value = true
      }
    },
    saved(logged) {
      if (slips.value.length === 1) {
        forget()
        open.value = false
        return false
      }
      takeOut(logged)
      logged.end()
      const next = slip.value
      // Orders that were copied together are of one platform.
      if (next.fields.platform === '' && next.batch !== undefined && next.batch === logged.batch) next.fields.platform = logged.fields.platform
      reading.rounds.value += 1
      return true
    },
    reading,
    stage(more) {
      const other = slips.value.find((one) => one !== slip.value && one.shots.some((shot) => more.some(({ sha256 }) => sha256 === shot.sha256)))
      // A picture belongs to one order; the same again leads to it.
      if (other && more.length === 1) {
        show(other)
        return
      }
      const known = new Set(slips.value.flatMap(({ shots }) => shots.map(({ sha256 }) => sha256)))
      const news = more.filter(({ sha256 }) => !known.has(sha256))
      slip.value.shots = withRoles(slip.value.shots, news)
      for (const shot of news) if (sortOf(shot.media) === 'picture') reading.readShot(slip.value, shot.sha256)
    },
    unstage(sha256) {
      const from = slip.value
      reading.leave(sha256)
      from.shots = from.shots.filter((shot) => shot.sha256 !== sha256)
      from.strays = from.strays.filter((stray) => stray.sha256 !== sha256)
      from.read.delete(sha256)
      if (from.source === sha256) from.source = undefined
      void host.discardStaged(sha256).catch(() => undefined)
    },
  }
}

export function useRecording(): Recording {
  const recording = inject(recordingKey)
  if (!recording) throw new Error('BUG: no recording was provided to the page')
  return recording
}
