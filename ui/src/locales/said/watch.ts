// What is said of platforms, settling and reminders.
import type { Pair } from './pair'

export const watch: Pair[] = [
  ['“{}”这条记录不能撤销。', 'The entry “{0}” cannot be undone.'],
  ['这笔订单{name}了，要改的话请先在时间线里撤销。', 'This order is settled ({0}). To change it, undo that in the timeline first.'],
]
