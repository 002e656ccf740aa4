// The core and the shell speak Chinese. Where the page speaks English, so does what they say, as far as it is known here.
import { shallowRef, watch } from 'vue'
import { language } from './language'

const find = shallowRef<(text: string) => string | undefined>()
let asked: Promise<void> | undefined

/** Reads the tables, which nobody needs who reads Chinese. */
export function readTables(): Promise<void> {
  asked ??= Promise.all([import('./said/tables'), import('./said/find')]).then(([{ tables }, { finder }]) => {
    find.value = finder(Object.values(tables).flat())
  })
  return asked
}

watch(
  language,
  (spoken) => {
    if (spoken === 'en') void readTables()
  },
  { immediate: true },
)

/** A sentence or a name of the core in the language of the page; what is not known stays as it came. */
export function said(text: string): string {
  if (language.value !== 'en' || !text) return text
  return find.value?.(text) ?? text
}
