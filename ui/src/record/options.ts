import { inject, type InjectionKey } from 'vue'
import type { FormOptions } from '@/bindings/FormOptions'
import type { Host } from '@/host/host'
import { useLive, type Live } from '@/host/live'

export type Options = Live<FormOptions>

export const optionsKey: InjectionKey<Options> = Symbol('options')

/** What a form can choose from. */
export function createOptions(host: Host): Options {
  return useLive(() => host.options())
}

/** Names of kinds, channels and roles, and the platforms used before. */
export function useOptions(): Options {
  const options = inject(optionsKey)
  if (!options) throw new Error('BUG: no form options were provided to the page')
  return options
}
