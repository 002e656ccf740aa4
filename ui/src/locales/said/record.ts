// What is said while an order is logged: the form, spreadsheets, screenshots.
import type { Pair } from './pair'

export const record: Pair[] = [
  ['移动', 'China Mobile'],
  ['联通', 'China Unicom'],
  ['电信', 'China Telecom'],
  ['广电', 'China Broadnet'],
  ['平台', 'platform'],
  ['商品', 'product'],
  ['充值账号', 'Account'],
  ['商户全称', 'merchant’s full name'],
  ['标签', 'tag'],
]
