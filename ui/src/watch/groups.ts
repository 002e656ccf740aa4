import type { TodoCard } from '@/bindings/TodoCard'
import type { Topic } from '@/bindings/Topic'

export type GroupName = Exclude<Topic, 'dispute-reply' | 'dispute-finish' | 'dispute-follow-up'> | 'dispute'

/** What costs money soonest comes first. */
const ORDER: GroupName[] = ['overdue', 'promise-broken', 'no-reply', 'refused', 'final-deadline', 'dispute', 'confirm', 'after-sale', 'remind']

function groupOf(topic: Topic): GroupName {
  return topic === 'dispute-reply' || topic === 'dispute-finish' || topic === 'dispute-follow-up' ? 'dispute' : topic
}

/** Cards by what to do next; those with nothing to do are in no group. */
export function grouped(cards: TodoCard[]): { name: GroupName; cards: TodoCard[] }[] {
  return ORDER.map((name) => ({ name, cards: cards.filter(({ order }) => order.topic !== null && groupOf(order.topic) === name) })).filter(
    (group) => group.cards.length > 0,
  )
}

export type Wish = 'letter' | 'contact' | 'file'

/** Where on the case page the one next action of a topic is. */
export const WISHES: Record<Exclude<Topic, 'remind' | 'confirm'>, Wish> = {
  overdue: 'letter',
  'promise-broken': 'letter',
  'no-reply': 'letter',
  refused: 'file',
  'final-deadline': 'file',
  'dispute-reply': 'contact',
  'dispute-finish': 'contact',
  'dispute-follow-up': 'contact',
  'after-sale': 'letter',
}
