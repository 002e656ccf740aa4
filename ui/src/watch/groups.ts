import type { TodoCard } from '@/bindings/TodoCard'
import type { Topic } from '@/bindings/Topic'

const FILING: readonly Topic[] = ['acceptance', 'mediation', 'telecom-decision', 'telecom-answer', 'filing-follow-up']
const LIMIT: readonly Topic[] = ['stalling', 'refund-route', 'telecom-window', 'limitation']
const DISPUTE: readonly Topic[] = ['dispute-reply', 'dispute-finish', 'dispute-follow-up']

export type GroupName = 'overdue' | 'promise-broken' | 'no-reply' | 'refused' | 'final-deadline' | 'dispute' | 'filing' | 'limit' | 'confirm' | 'after-sale' | 'remind'

/** What costs money soonest comes first. */
const ORDER: GroupName[] = ['overdue', 'promise-broken', 'no-reply', 'refused', 'final-deadline', 'dispute', 'filing', 'limit', 'confirm', 'after-sale', 'remind']

function groupOf(topic: Topic): GroupName {
  if (DISPUTE.includes(topic)) return 'dispute'
  if (FILING.includes(topic)) return 'filing'
  return LIMIT.includes(topic) ? 'limit' : (topic as GroupName)
}

/** Cards by what to do next; those with nothing to do are in no group. */
export function grouped(cards: TodoCard[]): { name: GroupName; cards: TodoCard[] }[] {
  return ORDER.map((name) => ({ name, cards: cards.filter(({ order }) => order.topic !== null && groupOf(order.topic) === name) })).filter(
    (group) => group.cards.length > 0,
  )
}
