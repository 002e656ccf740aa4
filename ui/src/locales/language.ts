import { readonly, ref, type Ref } from 'vue'

export type Language = 'zh-CN' | 'en'

/** Each by its own name: whoever looks for it may read no other. */
export const LANGUAGES: Record<Language, string> = { 'zh-CN': '简体中文', en: 'English' }

const KEPT = 'language'

/** What a setting means. Chinese is what the app speaks until somebody chose otherwise. */
export function languageOf(setting: string | null | undefined): Language {
  return setting === 'en' ? 'en' : 'zh-CN'
}

function lastChoice(): Language {
  try {
    return languageOf(window.localStorage.getItem(KEPT))
  } catch {
    return 'zh-CN'
  }
}

const spoken = ref<Language>(lastChoice())

/** What the page speaks now. Whoever reads it while showing something is told when it changes. */
export const language: Readonly<Ref<Language>> = readonly(spoken)

/** From now on the page speaks as the setting says, and so it does at its next start, before the settings have come. */
export function speak(setting: string | null | undefined): void {
  spoken.value = languageOf(setting)
  try {
    window.localStorage.setItem(KEPT, spoken.value)
  } catch {
    // Without a memory the next start is corrected once the settings have come.
  }
}
