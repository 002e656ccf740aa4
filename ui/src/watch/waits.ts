import type { OrderView } from '@/bindings/OrderView'
import { whenText, type Words } from '@/format/time'

type Waiting = Pick<OrderView, 'deadlines' | 'snoozed_until'>

/** Until when the person wants to hear nothing, while that is still ahead. */
export function snoozedUntil(order: Waiting, now: Date): string | null {
  return order.snoozed_until !== null && Date.parse(order.snoozed_until) > now.getTime() ? order.snoozed_until : null
}

/** What is still waited for, a sentence each: "等客服答复到 明天 17:30". */
export function waitTexts(words: Words, order: Waiting, now: Date): string[] {
  return order.deadlines
    .filter((one) => Date.parse(one.at) > now.getTime())
    .map((one) => words(`waits.${one.topic}`, { when: whenText(words, one.at, now) }))
}
