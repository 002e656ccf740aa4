// What is said beside the ladder: letters, complaints, corrected rules.
import type { Pair } from './pair'

export const escalate: Pair[] = [
  ['支付单号', 'payment number'],
  ['商户单号', 'merchant’s number'],
  ['{#} 小时', '{0} {0|hour|hours}'],
  ['订单号', 'order number'],
  ['支付渠道', 'payment channel'],
  ['投诉', 'Complaint'],
  ['{#} 天', '{0} {0|day|days}'],
  ['{#} 个工作日', '{0} working {0|day|days}'],
  ['{#} 个月', '{0} {0|month|months}'],
  ['{#} 年', '{0} {0|year|years}'],
  ['限期催告', 'Final demand'],
]
