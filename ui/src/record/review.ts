import { nextTick, ref, watch } from 'vue'
import type { Reading } from './reading'
import type { FieldName, Fields } from './recording'

const REQUIRED: FieldName[] = ['platform', 'product', 'kind', 'amount', 'paid_at']
/** As they stand in the form. */
const IN_ORDER: FieldName[] = [...REQUIRED, 'account', 'order_no', 'channel', 'payment_no', 'merchant_order_no', 'merchant']

export interface Review {
  /** Enter in a field moves on, where the machine has filled the form. Whether it was meant for that. */
  takeEnter: (target: EventTarget | null) => boolean
  /** Whether the focus went to an amount that is doubted and was not gone to yet. */
  goToDoubtedAmount: () => boolean
}

/** From what was read to a saved order with as few keys as it takes to look at what is not sure. */
export function useReview(fields: Fields, reading: () => Reading | undefined, at: { idOf: (name: string) => string; focus: (name: string) => Promise<void> }): Review {
  const shown = ref(false)

  const isLacking = (name: FieldName): boolean => REQUIRED.includes(name) && fields[name].trim() === ''
  const isDoubted = (name: FieldName): boolean => Boolean(reading()?.marks.get(name)?.doubt)

  /** Somebody who has gone to another field is left there. */
  function isElsewhere(): boolean {
    const active = document.activeElement
    // What is being composed is in the box already, but not yet in the form.
    if (active instanceof HTMLInputElement && active.id === at.idOf('platform') && active.value !== fields.platform) return true
    const { id = '' } = active ?? {}
    return IN_ORDER.some((name) => name !== 'platform' && id === at.idOf(name)) || ['window', 'note'].some((name) => id === at.idOf(name))
  }

  watch(() => reading()?.rounds.value, async () => {
    shown.value = false
    await nextTick()
    if (isElsewhere()) return
    await at.focus(IN_ORDER.find(isLacking) ?? 'save')
  })

  return {
    takeEnter(target) {
      const now = reading()
      if (!now?.outcome.value || !(target instanceof HTMLElement)) return false
      const name = IN_ORDER.find((one) => target.id === at.idOf(one))
      if (name === undefined) return false
      now.confirm(name)
      const open = IN_ORDER.filter((one) => one !== name && (isLacking(one) || isDoubted(one)))
      void at.focus(open.find((one) => IN_ORDER.indexOf(one) > IN_ORDER.indexOf(name)) ?? open[0] ?? 'save')
      return true
    },
    goToDoubtedAmount() {
      if (shown.value || !isDoubted('amount')) return false
      shown.value = true
      void at.focus('amount')
      return true
    },
  }
}
