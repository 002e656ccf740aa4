import { createI18n } from 'vue-i18n'
import en from './en'
import { language, type Language } from './language'
import type { Worded } from './worded'
import zhCN from './zh-CN'

/** The shape every catalogue has: that of the Chinese one. */
export type Catalogue = Worded<typeof zhCN>

export const catalogues: Record<Language, Catalogue> = { 'zh-CN': zhCN, en }

export function createWords() {
  return createI18n({
    legacy: false,
    locale: language.value,
    fallbackLocale: 'zh-CN',
    messages: catalogues,
    // A missing string is a fault that has to be seen in development and in tests.
    missing: (_locale, key) => {
      if (import.meta.env.PROD) return key
      throw new Error(`BUG: no string for ${key}`)
    },
  })
}
