import en from 'element-plus/es/locale/lang/en'
import zhCn from 'element-plus/es/locale/lang/zh-cn'
import { computed, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { language } from './language'

const PARTS = { 'zh-CN': zhCn, en }

/** Lets the words and what the document says of itself follow the language; the answer is that of Element Plus. */
export function useSpoken() {
  const { t, locale } = useI18n()
  watch(language, (now) => {
    locale.value = now
    document.documentElement.lang = now
    document.title = t('app.name')
  }, { immediate: true, flush: 'sync' })
  return computed(() => PARTS[language.value])
}
