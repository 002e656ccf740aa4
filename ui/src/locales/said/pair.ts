/**
 * What the core says, and the same in English.
 *
 * In the Chinese `{}` and `{name}` stand for what is filled in, `{#}` for a number. In the English `{0}` is the first of
 * them, in English too where it is something known; `{=0}` as it is, for the person's own words; `{0|row|rows}` the
 * word that goes with that number.
 */
export type Pair = readonly [chinese: string, english: string]
