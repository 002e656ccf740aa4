// What the core puts together out of several strings, so that none of its sources holds it whole.
import type { Pair } from './pair'

const FILES = [
  ['截图', 'screenshot'],
  ['文件', 'file'],
  ['录音', 'audio recording'],
  ['录像', 'video recording'],
] as const
const ROLES = [
  ['支付凭证', 'Payment proof'],
  ['订单页面', 'Order page'],
  ['沟通记录', 'Chat'],
  ['到账查询', 'Arrival check'],
  ['商家身份', 'Merchant identity'],
  ['其他', 'Other'],
] as const

export const pieces: Pair[] = [
  // How long something takes, in its two largest units.
  ['{#} 天 {#} 小时', '{0} {0|day|days} {1} {1|hour|hours}'],
  ['{#} 小时 {#} 分钟', '{0} {0|hour|hours} {1} {1|minute|minutes}'],
  ['{#} 分钟', '{0} {0|minute|minutes}'],
  ['{#} 分钟 {#} 秒', '{0} {0|minute|minutes} {1} {1|second|seconds}'],
  ['{#} 秒', '{0} {0|second|seconds}'],
  // A moment.
  ['{#}年{#}月{#}日', '{0}-{1}-{2}'],
  ['{#}年{#}月{#}日 {#}:{#}', '{0}-{1}-{2} {3}:{4}'],
  // A sentence with how often it holds; characters with how many there are; a number with what else was done.
  ['{}（共 {#} 处）', '{0} ({1} in all)'],
  ['{}等 {#} 个字', '{=0} … ({1} characters in all)'],
  ['{#}，其中 {#} 张还缩小了尺寸', '{0}, and {1} of them made smaller'],
  // A piece of evidence out of one of several orders.
  ['{}（第 {#} 笔）', '{0} (order {1})'],
  ...ROLES.flatMap(([role, inEnglish]) => FILES.map(([file, fileInEnglish]): Pair => [role + file, `${inEnglish} (${fileInEnglish})`])),
  // Operators whose numbers are told apart.
  ['中国移动', 'China Mobile'],
  ['中国联通', 'China Unicom'],
  ['中国电信', 'China Telecom'],
  ['中国广电', 'China Broadnet'],
  ['虚拟运营商', 'a virtual operator'],
]
