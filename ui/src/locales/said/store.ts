// What is said when the data file cannot be read or written.
import type { Pair } from './pair'

export const store: Pair[] = [
  ['（读不出的平台）', '(unreadable platform)'],
]
