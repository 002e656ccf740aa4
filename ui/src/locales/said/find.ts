import type { Pair } from './pair'

interface Pattern {
  /** What stands before, between and behind what is filled in. */
  literals: string[]
  /** Whether only a number can be filled in, by place. */
  numbers: boolean[]
  english: string
  weight: number
}

const PLACE = /\{[^{}\s]*\}/
const NUMBER = /^[-+]?\d[\d,.]*$/
/** Longer than anything that the core says by itself: a letter, or what a person wrote. */
const LONGEST = 2000
const MOST_KEPT = 2000
const LISTS = [
  ['；', '; '],
  ['、', ', '],
] as const

function compile([chinese, english]: Pair): Pattern {
  const literals = chinese.split(new RegExp(PLACE, 'g'))
  const numbers = [...chinese.matchAll(new RegExp(PLACE, 'g'))].map(([place]) => place === '{#}')
  return { literals, numbers, english, weight: literals.join('').length }
}

/** What was filled in, or nothing where the text is not of this pattern. Looks at every character once. */
function fillsOf(pattern: Pattern, text: string): string[] | undefined {
  const { literals, numbers } = pattern
  const first = literals[0]!
  const last = literals[literals.length - 1]!
  const end = text.length - last.length
  if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return undefined
  const fills: string[] = []
  let at = first.length
  for (const between of literals.slice(1, -1)) {
    const next = text.indexOf(between, at)
    if (next < 0 || next + between.length > end) return undefined
    fills.push(text.slice(at, next))
    at = next + between.length
  }
  fills.push(text.slice(at, end))
  return fills.every((fill, i) => !numbers[i] || NUMBER.test(fill)) ? fills : undefined
}

/** What finds the English of what the core says; nothing for what is not known. */
export function finder(pairs: Pair[]): (text: string) => string | undefined {
  const exact = new Map<string, string>()
  const byFirst = new Map<string, Pattern[]>()
  const byLast = new Map<string, Pattern[]>()
  const open: Pattern[] = []
  const kept = new Map<string, string | undefined>()

  for (const pair of pairs) {
    if (!PLACE.test(pair[0])) {
      exact.set(...pair)
      continue
    }
    const pattern = compile(pair)
    const first = pattern.literals[0]!.charAt(0)
    const last = pattern.literals[pattern.literals.length - 1]!.slice(-1)
    if (first) byFirst.set(first, [...(byFirst.get(first) ?? []), pattern])
    else if (last) byLast.set(last, [...(byLast.get(last) ?? []), pattern])
    else open.push(pattern)
  }

  function known(text: string): string | undefined {
    if (!kept.has(text)) {
      if (kept.size >= MOST_KEPT) kept.clear()
      kept.set(text, looked(text))
    }
    return kept.get(text)
  }

  function looked(text: string): string | undefined {
    if (text.length > LONGEST) return undefined
    return exact.get(text) ?? patterned(text) ?? several(text)
  }

  function patterned(text: string): string | undefined {
    let best: Pattern | undefined
    let fills: string[] = []
    for (const pattern of [...(byFirst.get(text.charAt(0)) ?? []), ...(byLast.get(text.slice(-1)) ?? []), ...open]) {
      if (best && pattern.weight <= best.weight) continue
      const found = fillsOf(pattern, text)
      if (!found) continue
      best = pattern
      fills = found
    }
    return best && filled(best.english, fills)
  }

  function filled(english: string, fills: string[]): string {
    return english
      .replace(/\{(=?)(\d+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (_all, own: string, place: string, one?: string, more?: string) => {
        const fill = fills[Number(place)] ?? ''
        if (one !== undefined) return (fill === '1' ? one : more) ?? ''
        return own ? fill : (known(fill) ?? listed(fill) ?? fill)
      })
      .replace(/([.?!])\.$/, '$1')
  }

  /** A list of which everything is known. */
  function listed(text: string): string | undefined {
    for (const [mark, comma] of LISTS) {
      if (!text.includes(mark)) continue
      const parts = text.split(mark).map(known)
      if (parts.every((part) => part !== undefined)) return parts.join(comma)
    }
    return undefined
  }

  /** A name made a sentence by its full stop, or several sentences of which each is known. */
  function several(text: string): string | undefined {
    const parts = text.match(/[^。\n]+[。\n]*|[。\n]+/g) ?? []
    if (parts.length > 1) {
      const said = parts.map((part) => known(part.trim()))
      return said.every((part) => part !== undefined) ? said.join(' ') : undefined
    }
    if (!text.endsWith('。')) return undefined
    const name = known(text.slice(0, -1))
    return name === undefined || /[.?!]$/.test(name) ? name : `${name}.`
  }

  return known
}
