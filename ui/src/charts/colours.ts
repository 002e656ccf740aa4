import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/** The colours of the page as a canvas needs them: resolved, not as names. */
export interface Colours {
  ink: string
  ink2: string
  ink3: string
  line: string
  lineStrong: string
  surface: string
  accent: string
  accentSoft: string
  font: string
}

const TOKENS: Record<keyof Colours, string> = {
  ink: '--ink',
  ink2: '--ink-2',
  ink3: '--ink-3',
  line: '--line',
  lineStrong: '--line-strong',
  surface: '--surface',
  accent: '--accent',
  accentSoft: '--accent-soft',
  font: '--font',
}

export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement)
  return Object.fromEntries(Object.entries(TOKENS).map(([name, token]) => [name, style.getPropertyValue(token).trim()])) as unknown as Colours
}

/** Read again when light turns dark or back. */
export function useColours(): ShallowRef<Colours> {
  const colours = shallowRef(readColours())
  const observer = new MutationObserver(() => {
    colours.value = readColours()
  })
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class'] })
  onScopeDispose(() => observer.disconnect())
  return colours
}
