import { computed, inject, type InjectionKey, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { FormOptions } from '@/bindings/FormOptions'
import type { Host } from '@/host/host'
import { useLive, type Live } from '@/host/live'
import { namedOptions } from '@/locales/names'

export type Options = Omit<Live<FormOptions>, 'data'> & { data: Readonly<Ref<FormOptions | undefined>> }

export const optionsKey: InjectionKey<Options> = Symbol('options')

/** What a form can choose from, by the names of the language spoken. */
export function createOptions(host: Host): Options {
  const { t } = useI18n()
  const live = useLive(() => host.options())
  return { ...live, data: computed(() => live.data.value && namedOptions(live.data.value, (role) => t(`roles.${role}`))) }
}

/** Names of kinds, channels and roles, and the platforms used before. */
export function useOptions(): Options {
  const options = inject(optionsKey)
  if (!options) throw new Error('BUG: no form options were provided to the page')
  return options
}
