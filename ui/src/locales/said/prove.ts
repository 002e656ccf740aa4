// What is said of evidence: pieces, findings before a complaint, warnings of an export.
import type { Pair } from './pair'

export const prove: Pair[] = [
  ['订单 {}：自 {} 的上一版以来，新增 {told} 条记录、{files} 个文件。', 'Order {0}: since the last edition of {1}, {2} new {2|entry|entries} and {3} new {3|file|files}.'],
  ['商家的身份', 'who the merchant is'],
  ['订单的内容、订单号和订单状态', 'what was ordered, the order number and its status'],
  ['本人已付款，及付款的时间、金额、收款方', 'that you paid, when, how much and to whom'],
  ['商品没有到账', 'that it did not arrive'],
  ['本人与平台沟通、催告的经过和对方的答复', 'how you contacted the platform and demanded delivery, and what it answered'],
  ['见文件内容', 'see the file'],
]
