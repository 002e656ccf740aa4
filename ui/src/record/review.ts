import { computed, nextTick, ref, watch, type ComputedRef } from 'vue'
import { fieldsThatAre, type FieldName } from './fields'
import type { Slip } from './slip'

const REQUIRED = fieldsThatAre('required')
/** The amount first: a slip in it costs most. The others as they stand in the form. */
const IN_ORDER: FieldName[] = ['amount', ...fieldsThatAre('readable').filter((name) => name !== 'amount')]
/** A kind or a channel is seen at a glance. */
const WEIGHTY: FieldName[] = IN_ORDER.filter((name) => name !== 'kind' && name !== 'channel')

export interface Review {
  /** What is to be compared before it is logged. */
  doubted: ComputedRef<FieldName[]>
  /** Enter in a field moves on, where the machine has filled the form. Whether it was meant for that. */
  takeEnter: (target: EventTarget | null) => boolean
  /** To what is to be looked at after this field. */
  moveOn: (name: FieldName) => void
  /** Whether the focus went to something that is doubted and was not gone to yet. */
  goToDoubt: () => boolean
}

interface Form {
  slip: () => Slip | undefined
  rounds: () => number | undefined
  idOf: (name: string) => string
  focus: (name: string, select?: boolean) => Promise<void>
}

/** From what was read to a saved order with as few keys as it takes to look at what is not sure. */
export function useReview(form: Form): Review {
  const shown = ref(false)

  const doubted = computed(() => WEIGHTY.filter((name) => form.slip()?.marks.get(name)?.doubt))
  const lacking = (): FieldName[] => REQUIRED.filter((name) => form.slip()?.fields[name].trim() === '')

  /** Somebody who has gone to another field is left there. */
  function isElsewhere(): boolean {
    const active = document.activeElement
    // What is being composed is in the box already, but not yet in the form.
    if (active instanceof HTMLInputElement && active.id === form.idOf('platform') && active.value !== form.slip()?.fields.platform) return true
    const { id = '' } = active ?? {}
    return IN_ORDER.some((name) => name !== 'platform' && id === form.idOf(name)) || ['window', 'note'].some((name) => id === form.idOf(name))
  }

  watch([form.slip, form.rounds], async ([slip, round], [slipBefore, roundBefore]) => {
    shown.value = false
    if (round === roundBefore) return
    await nextTick()
    if (slip === slipBefore && isElsewhere()) return
    const [doubt] = doubted.value
    shown.value = doubt !== undefined
    await form.focus(doubt ?? lacking()[0] ?? 'save', doubt !== undefined)
  })

  function moveOn(name: FieldName): void {
    const after = (all: FieldName[]): FieldName | undefined => all.find((one) => IN_ORDER.indexOf(one) > IN_ORDER.indexOf(name)) ?? all[0]
    const doubt = after(doubted.value.filter((one) => one !== name))
    void form.focus(doubt ?? after(lacking().filter((one) => one !== name)) ?? 'save', doubt !== undefined)
  }

  return {
    doubted,
    moveOn,
    takeEnter(target) {
      const slip = form.slip()
      if (!slip?.outcome || !(target instanceof HTMLElement)) return false
      const name = IN_ORDER.find((one) => target.id === form.idOf(one))
      if (name === undefined) return false
      slip.confirm(name)
      moveOn(name)
      return true
    },
    goToDoubt() {
      const [doubt] = doubted.value
      if (shown.value || doubt === undefined) return false
      shown.value = true
      void form.focus(doubt, true)
      return true
    },
  }
}
