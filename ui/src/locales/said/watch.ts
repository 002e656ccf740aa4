// What is said of platforms, settling and reminders.
import type { Pair } from './pair'

export const watch: Pair[] = [
  ['“{}”这条记录不能撤销。', 'The entry “{0}” cannot be undone.'],
  ['这笔订单{name}了，要改的话请先在时间线里撤销。', 'This order is settled ({0}). To change it, undo that in the timeline first.'],
  ['没有“{}”这个钟点，请写成 10:00、22:00 这样。', '“{=0}” is not a time of day. Write it as 10:00 or 22:00.'],
  ['发货钟点太多了，一天最多写 24 个。', 'Too many release times; 24 a day at most.'],
  ['安静时段看不懂，请写成 23:00-08:00；不需要就留空。', 'The quiet hours cannot be read. Write them as 23:00-08:00, or leave them empty.'],
]
