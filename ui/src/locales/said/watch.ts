// What is said of platforms, settling and reminders.
import type { Pair } from './pair'

export const watch: Pair[] = [
  ['订单 {}：{}', 'Order {0}: {1}'],
  ['导出写不进去，请检查磁盘空间和文件夹的权限。', 'The export could not be written. Check the free disk space and the folder’s permissions.'],
  ['有一笔订单写不成 JSON，请先备份数据文件。', 'One order could not be written as JSON. Back up the data file first.'],
  ['没有这个平台的订单，也没有记过它的信息。', 'There are no orders from this platform, and nothing is noted about it.'],
  ['名字没有变。', 'The name is the same as before.'],
  ['没有这个平台的订单。', 'There are no orders from this platform.'],
  ['10 分钟内', 'within 10 minutes'],
  ['1 小时内', 'within 1 hour'],
  ['6 小时内', 'within 6 hours'],
  ['1 天内', 'within 1 day'],
  ['3 天内', 'within 3 days'],
  ['7 天内', 'within 7 days'],
  ['更久', 'longer'],
  ['示例读不出来：{}', 'The samples cannot be read: {=0}'],
  ['这笔订单已经全额退款了。', 'This order is already refunded in full.'],
  ['退款 {} 元超过了还没退的 {} 元，请核对。', 'A refund of ¥{0} is more than the ¥{1} still outstanding. Please check.'],
  ['这笔订单没有第 {seq} 条记录。', 'This order has no entry {0}.'],
  ['“{}”这条记录不能撤销。', 'The entry “{0}” cannot be undone.'],
  ['这条记录已经撤销过了。', 'This entry is already undone.'],
  ['这笔订单{name}了，要改的话请先在时间线里撤销。', 'This order is settled ({0}). To change it, undo that in the timeline first.'],
  ['没有“{}”这个钟点，请写成 10:00、22:00 这样。', '“{=0}” is not a time of day. Write it as 10:00 or 22:00.'],
  ['发货钟点太多了，一天最多写 24 个。', 'Too many release times; 24 a day at most.'],
  ['安静时段看不懂，请写成 23:00-08:00；不需要就留空。', 'The quiet hours cannot be read. Write them as 23:00-08:00, or leave them empty.'],
]
