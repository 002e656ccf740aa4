import { watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { language } from './language'

/** Lets the words and what the document says of itself follow the language. */
export function useSpoken(): void {
  const { t, locale } = useI18n()
  watch(language, (now) => {
    locale.value = now
    document.documentElement.lang = now
    document.title = t('app.name')
  }, { immediate: true, flush: 'sync' })
}
