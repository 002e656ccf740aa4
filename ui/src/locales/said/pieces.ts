// What the core puts together out of several strings, so that none of its sources holds it whole.
import type { Pair } from './pair'

export const pieces: Pair[] = [
  // A moment.
  ['{#}年{#}月{#}日', '{0}-{1}-{2}'],
  ['{#}年{#}月{#}日 {#}:{#}', '{0}-{1}-{2} {3}:{4}'],
  // A sentence with how often it holds; characters with how many there are; a number with what else was done.
  ['{}（共 {#} 处）', '{0} ({1} in all)'],
  ['{}等 {#} 个字', '{=0} … ({1} characters in all)'],
  ['{#}，其中 {#} 张还缩小了尺寸', '{0}, and {1} of them made smaller'],
  // Operators whose numbers are told apart.
  ['中国移动', 'China Mobile'],
  ['中国联通', 'China Unicom'],
  ['中国电信', 'China Telecom'],
  ['中国广电', 'China Broadnet'],
  ['虚拟运营商', 'a virtual operator'],
]
