// Names of channels, kinds and numbers that stand in what is said of bills and pictures.
import type { Pair } from './pair'

export const names: Pair[] = [
  ['备注', 'Note'],
  ['已退款', 'Refunded'],
  ['已关闭', 'Closed'],
  ['其他', 'Other'],
  ['截图', 'screenshot'],
  ['交易单号', 'Transaction no. (交易单号)'],
  ['支付宝', 'Alipay'],
  ['交易订单号', 'Transaction no. (交易订单号)'],
  ['商家订单号', 'Merchant no. (商家订单号)'],
  ['云闪付', 'UnionPay'],
  ['充值成功', 'Recharge succeeded'],
  ['话费快充', 'Phone credit, fast'],
]
