// Questions, signs and causes of the diagnosis. From rules/diagnosis.toml.
import type { Pair } from './pair'

export const diagnosis: Pair[] = [
  ['充值成功', 'Recharge succeeded'],
]
