import { inject, type InjectionKey } from 'vue'
import type { FormOptions } from '@/bindings/FormOptions'
import type { Live } from '@/host/live'

export const optionsKey: InjectionKey<Live<FormOptions>> = Symbol('options')

/** Names of kinds, channels and roles, and the platforms used before. */
export function useOptions(): Live<FormOptions> {
  const options = inject(optionsKey)
  if (!options) throw new Error('BUG: no form options were provided to the page')
  return options
}
