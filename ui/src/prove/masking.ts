import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { MaskBox } from '@/bindings/MaskBox'
import { toFailure } from '@/host/failure'
import { useHost } from '@/host/host'
import { areSame } from './boxes'

export interface Masking {
  boxes: ShallowRef<MaskBox[]>
  /** Whether it is known what is blacked out already; drawing begins from there. */
  known: Ref<boolean>
  /** Whether they are being drawn. */
  on: Ref<boolean>
  dirty: ComputedRef<boolean>
  saving: Ref<boolean>
  /** For another picture; nothing of the one before stays. */
  load: (sha256: string | undefined) => Promise<void>
  /** Whether everything is written down now. */
  save: () => Promise<boolean>
  /** Writes down what was drawn and stops drawing: a box that somebody drew and that is not there later would show what it hid. */
  leave: () => Promise<boolean>
}

/** What is blacked out of one picture of an order in an export for sharing. */
export function useMasking(orderId: () => number, tell: { saved: (boxes: number) => void; failed: (message: string) => void }): Masking {
  const host = useHost()
  const boxes = shallowRef<MaskBox[]>([])
  const kept = shallowRef<MaskBox[]>([])
  const known = ref(false)
  const on = ref(false)
  const saving = ref(false)
  const dirty = computed(() => !areSame(boxes.value, kept.value))
  let of: string | undefined

  async function load(sha256: string | undefined): Promise<void> {
    of = sha256
    on.value = false
    known.value = false
    boxes.value = []
    kept.value = []
    if (sha256 === undefined) return
    try {
      const answer = await host.mask(orderId(), sha256)
      if (of !== sha256) return
      kept.value = answer
      boxes.value = answer
      known.value = true
    } catch (thrown) {
      if (of === sha256) tell.failed(toFailure(thrown).message)
    }
  }

  async function save(): Promise<boolean> {
    if (of === undefined || !dirty.value) return true
    const sha256 = of
    const drawn = boxes.value
    saving.value = true
    try {
      await host.setMask(orderId(), sha256, drawn)
      if (of === sha256) kept.value = drawn
      tell.saved(drawn.length)
      return true
    } catch (thrown) {
      tell.failed(toFailure(thrown).message)
      return false
    } finally {
      saving.value = false
    }
  }

  async function leave(): Promise<boolean> {
    if (!on.value) return true
    if (!(await save())) return false
    on.value = false
    return true
  }

  return { boxes, known, on, dirty, saving, load, save, leave }
}
