import type { OrderView } from '@/bindings/OrderView'
import { roughSpanText, spanText, type Words } from './time'

type Timed = Pick<OrderView, 'status' | 'paid_at' | 'due_at'> & Partial<Pick<OrderView, 'topic' | 'snoozed_until'>>

/** Past its window, but not late before something was confirmed; while that is put off only the snooze tells. */
function asksFirst(order: Timed, now: Date): boolean {
  if (order.status !== 'awaiting' || now.getTime() < Date.parse(order.due_at)) return false
  return order.topic === 'confirm' || Date.parse(order.snoozed_until ?? '') > now.getTime()
}

/** Late by the clock, even when the shell has not written it down yet. */
export function isLate(order: Timed, now: Date): boolean {
  if (order.status === 'overdue') return true
  return order.status === 'awaiting' && now.getTime() >= Date.parse(order.due_at) && !asksFirst(order, now)
}

export function isOpen(order: Pick<OrderView, 'status'>): boolean {
  return order.status === 'awaiting' || order.status === 'overdue' || order.status === 'disputed'
}

/** "还有 12 分钟", "已逾期 3 小时", or the status when nothing is running any more. */
export function countdownText(words: Words, order: Timed, now: Date): string {
  // What came is not late, however wrong it is.
  if (!isOpen(order) || order.status === 'disputed') return words(`status.${order.status}`)
  if (asksFirst(order, now)) return words('countdown.confirm')
  const left = Date.parse(order.due_at) - now.getTime()
  if (left <= 0) return -left < 60_000 ? words('countdown.just_late') : words('countdown.late', { span: roughSpanText(words, left) })
  // An order already marked late whose clock runs again (the clock was set back) is still late.
  if (order.status === 'overdue') return words('countdown.just_late')
  return left < 60_000 ? words('countdown.soon') : words('countdown.left', { span: spanText(words, left) })
}

/** What is left of the window, 1 (just paid) to 0 (due). */
export function windowLeft(order: Timed, now: Date): number {
  if (order.status !== 'awaiting') return 0
  const due = Date.parse(order.due_at)
  const whole = due - Date.parse(order.paid_at)
  if (!(whole > 0)) return 0
  return Math.min(1, Math.max(0, (due - now.getTime()) / whole))
}
