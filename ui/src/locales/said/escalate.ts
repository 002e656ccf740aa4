// What is said beside the ladder: letters, complaints, corrected rules.
import type { Pair } from './pair'

export const escalate: Pair[] = [
  ['支付单号', 'payment number'],
  ['商户单号', 'merchant’s number'],
  ['{#} 小时', '{0} {0|hour|hours}'],
  ['订单号', 'order number'],
  ['支付渠道', 'payment channel'],
  ['不能记录提交给“{}”的投诉，可以记的是：{}。', 'A complaint to “{0}” cannot be written down here. These can: {1}.'],
  ['没有找到刚记下的投诉，请重新打开订单看看。', 'The complaint just written down was not found. Open the order again to see.'],
  ['没有“{}”这种答复，可以记的是：{}。', 'There is no answer “{=0}”. These can be written down: {1}.'],
  ['这笔订单没有这次投诉，可能已经撤销了。', 'This order has no such complaint. It may have been undone.'],
  ['投诉', 'Complaint'],
  ['看不懂这个期限，请写成 7 个工作日、60 天、5 个月 或 72 小时。', 'This limit cannot be read. Write it as 7 个工作日 (working days), 60 天 (days), 5 个月 (months) or 72 小时 (hours).'],
  ['没有这条期限，新版本里可能去掉了。', 'There is no such limit. It may have been dropped in this version.'],
  ['没有这一类规则。', 'There is no such kind of rule.'],
  ['一行一句；行首的“2|”表示字数不够时可以先省，数字越大越先省，0 不省', 'One sentence per line. “2|” at the start of a line says that it may be left out when space is short: the higher the number, the sooner; 0 never.'],
  ['先写多久问一声，再写多久算逾期：30分钟 / 24小时', 'First how long until you are asked, then how long until it counts as overdue: 30分钟 / 24小时'],
  ['7 个工作日、60 天、5 个月、3 年 或 72 小时', '7 个工作日 (working days), 60 天 (days), 5 个月 (months), 3 年 (years) or 72 小时 (hours)'],
  ['没有“{}”这条规则。', 'There is no rule “{=0}”.'],
  ['导入之后没有找到这一年，请再试一次。', 'The year was not found after the import. Please try again.'],
  ['没有这条规则。', 'There is no such rule.'],
  ['{#} 天', '{0} {0|day|days}'],
  ['{#} 个工作日', '{0} working {0|day|days}'],
  ['{#} 个月', '{0} {0|month|months}'],
  ['{#} 年', '{0} {0|year|years}'],
  ['限期催告', 'Final demand'],
]
