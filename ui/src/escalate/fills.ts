import { inject, provide, reactive, type InjectionKey } from 'vue'

/** What the person typed into the open fields of letters, by name. It is kept for the other letters of the case, and nowhere else. */
export type Fills = Record<string, string>

const fillsKey: InjectionKey<Fills> = Symbol('fills')

export function provideFills(): void {
  provide(fillsKey, reactive({}))
}

export function useFills(): Fills {
  return inject(fillsKey, () => reactive({}), true)
}

/** How an open field stands in a letter. */
export function openField(name: string): string {
  return `【${name}】`
}

/** The letter with what was typed in place of its open fields. */
export function filled(text: string, names: string[], fills: Fills): string {
  return names.reduce((so_far, name) => {
    const value = fills[name]?.trim()
    return value ? so_far.replaceAll(openField(name), () => value) : so_far
  }, text)
}
