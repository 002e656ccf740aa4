import type { EventKind } from '@/bindings/EventKind'
import type { EventView } from '@/bindings/EventView'

const CAN_BE_TAKEN_BACK: EventKind[] = ['contacted', 'demanded', 'promised', 'refused', 'note', 'checked', 'snoozed', 'diagnosed', 'filed', 'answered', 'arrived', 'refunded', 'closed']

/** The last thing a person did that still counts and can be taken back. */
export function undoable(events: EventView[]): EventView | undefined {
  return events.findLast((event) => !event.undone && CAN_BE_TAKEN_BACK.includes(event.kind))
}
