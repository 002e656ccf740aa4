// What is said beside the ladder: letters, complaints, corrected rules.
import type { Pair } from './pair'

export const escalate: Pair[] = [
  ['支付单号', 'payment number'],
  ['商户单号', 'merchant’s number'],
  ['订单号', 'order number'],
  ['支付渠道', 'payment channel'],
  ['投诉', 'Complaint'],
]
