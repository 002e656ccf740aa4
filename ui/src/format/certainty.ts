import type { Words } from './time'

const KNOWN = ['A', 'B', 'C', 'own']

/** How sure a rule is, in words. What is not known is shown as it is. */
export function certaintyText(words: Words, certainty: string): string {
  return KNOWN.includes(certainty) ? words(`certainty.${certainty}`) : certainty
}
