import { inject, shallowReactive, type InjectionKey } from 'vue'

/** The open dialogs, the frontmost last. What has to stay above a dialog has to be inside of it. */
export type Dialogs = HTMLElement[]

export const dialogsKey: InjectionKey<Dialogs> = Symbol('dialogs')

export function createDialogs(): Dialogs {
  return shallowReactive<HTMLElement[]>([])
}

export function useDialogs(): Dialogs {
  const dialogs = inject(dialogsKey)
  if (!dialogs) throw new Error('BUG: no dialogs were provided to the page')
  return dialogs
}
