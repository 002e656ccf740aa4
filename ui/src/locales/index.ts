import { createI18n } from 'vue-i18n'
import zhCN from './zh-CN'

/** The shape every catalogue has. A second language is one more file of this type and one more line in `messages`. */
export type Catalogue = typeof zhCN

export const catalogues: Record<'zh-CN', Catalogue> = { 'zh-CN': zhCN }

export function createWords() {
  return createI18n({
    legacy: false,
    locale: 'zh-CN',
    fallbackLocale: 'zh-CN',
    messages: catalogues,
    // A missing string is a fault that has to be seen in development and in tests.
    missing: (_locale, key) => {
      if (import.meta.env.PROD) return key
      throw new Error(`BUG: no string for ${key}`)
    },
  })
}
