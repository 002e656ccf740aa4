// What the core and the shell say in Chinese, as it stands in their sources.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface Sentence {
  /** Below src-tauri, with slashes. */
  file: string
  line: number
  /** As the source has it; `{name}` and `{}` stand for what is filled in. */
  text: string
}

const SHELL = join(process.cwd(), '..', 'src-tauri')
const ROOMS = ['core/src', 'typeset/src', 'reader/src', 'api/src', 'src'] as const
const HAN = /\p{Script=Han}/u
/** Files that only tests read; their modules are marked in another file. */
const OF_TESTS = /(^|\/)(tests?(\/|\.rs$)|made\.rs$|core\/src\/adding\.rs$|record\/read_alike\.rs$)/
const ESCAPED: Record<string, string> = { n: '\n', t: '\t', r: '\r', 0: '\0' }

/** `{name}`, `{:?}` and `{}` all stand for something filled in. */
export function shape(text: string): string {
  return text.replace(/\{[^{}\s]*\}/g, '{}')
}

/** The strings of Rust source, without those of comments and of tests, which are not built into the app. */
export function literals(source: string): { at: number; text: string }[] {
  const found: { at: number; text: string }[] = []
  const dead = testsOf(source)
  let i = 0
  while (i < source.length) {
    const skip = dead.find(([from, to]) => i >= from && i < to)
    if (skip) {
      i = skip[1]
      continue
    }
    const next = token(source, i)
    if (next.text !== undefined) found.push({ at: i, text: next.text })
    i = next.end
  }
  return found
}

/** The stretches of items marked `#[cfg(test)]`. */
function testsOf(source: string): [number, number][] {
  const stretches: [number, number][] = []
  let i = 0
  while (i < source.length) {
    if (!source.startsWith('#[cfg(test)]', i)) {
      i = token(source, i).end
      continue
    }
    const from = i
    let depth = 0
    for (i += '#[cfg(test)]'.length; i < source.length; ) {
      const letter = source[i]
      i = token(source, i).end
      if (letter === ';' && depth === 0) break
      if (letter === '{') depth++
      if (letter === '}' && --depth === 0) break
    }
    stretches.push([from, i])
  }
  return stretches
}

function token(source: string, i: number): { end: number; text?: string } {
  if (source.startsWith('//', i)) return { end: endOf(source, '\n', i) }
  if (source.startsWith('/*', i)) return { end: behindComment(source, i) }
  const raw = /^b?r(#*)"/.exec(source.slice(i, i + 12))
  if (raw && !/\w/.test(source[i - 1] ?? '')) {
    const start = i + raw[0].length
    const end = endOf(source, `"${raw[1]!}`, start)
    return { end: end + 1 + raw[1]!.length, text: source.slice(start, end) }
  }
  if (source[i] === '"') return quoted(source, i + 1)
  // A character, not a lifetime.
  const letter = source[i] === "'" ? /^'(\\[^']*.?|[^\\'])'/su.exec(source.slice(i, i + 14)) : null
  return { end: i + (letter ? letter[0].length : 1) }
}

/** Comments stand in comments in Rust. */
function behindComment(source: string, from: number): number {
  const mark = /\/\*|\*\//g
  mark.lastIndex = from
  for (let depth = 0, found = mark.exec(source); found; found = mark.exec(source)) {
    depth += found[0] === '/*' ? 1 : -1
    if (depth === 0) return mark.lastIndex
  }
  return source.length
}

function endOf(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from)
  return at < 0 ? source.length : at
}

function quoted(source: string, from: number): { end: number; text: string } {
  let text = ''
  let i = from
  while (i < source.length && source[i] !== '"') {
    if (source[i] !== '\\') {
      text += source[i++]
      continue
    }
    const kind = source[i + 1]!
    if (kind === '\n') {
      i += 2
      while (/\s/.test(source[i] ?? 'x')) i++
    } else if (kind === 'u') {
      const end = endOf(source, '}', i)
      text += String.fromCodePoint(parseInt(source.slice(i + 3, end), 16))
      i = end + 1
    } else if (kind === 'x') {
      text += String.fromCharCode(parseInt(source.slice(i + 2, i + 4), 16))
      i += 4
    } else {
      text += ESCAPED[kind] ?? kind
      i += 2
    }
  }
  return { end: i + 1, text }
}

/** Every Chinese sentence and word of the sources. */
export function sentences(): Sentence[] {
  return ROOMS.flatMap((room) =>
    readdirSync(join(SHELL, room), { recursive: true, encoding: 'utf8' })
      .map((name) => `${room}/${name.replaceAll('\\', '/')}`)
      .filter((file) => /\.rs$/.test(file) && !OF_TESTS.test(file))
      .sort()
      .flatMap((file) => {
        const source = readFileSync(join(SHELL, file), 'utf8')
        return literals(source).map(({ at, text }) => ({ file, line: source.slice(0, at).split('\n').length, text }))
      })
      .filter(({ text }) => HAN.test(text)),
  )
}
