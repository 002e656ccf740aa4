import type { KindWord } from '@/bindings/KindWord'

/** The kind that a product's name tells, by the words that the shell knows; empty if it tells none. */
export function guessKind(product: string, words: KindWord[]): string {
  const name = product.normalize('NFKC').toLowerCase().replace(/\s/g, '')
  return words.find(({ word }) => name.includes(word))?.kind ?? ''
}
