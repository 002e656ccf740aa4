// What a person sets going with a button: one at a time, and what fails is said.
import { ref, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Failure } from '@/bindings/Failure'
import { toFailure } from '@/host/failure'
import { useToasts } from './toasts'

export interface Action {
  busy: Ref<boolean>
  /** What failed the last time, where that is said on the spot. */
  trouble: Ref<string>
  /** Answers whether it was done: not while another is under way, and not if it failed. */
  run: (act: () => Promise<unknown>) => Promise<boolean>
}

/** What fails is said in a toast, on the spot (`trouble`), or as the function says it. */
export function useAction(failed: 'toast' | 'here' | ((failure: Failure) => unknown) = 'toast'): Action {
  const toasts = useToasts()
  const busy = ref(false)
  const trouble = ref('')

  async function run(act: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    trouble.value = ''
    try {
      await act()
      return true
    } catch (thrown) {
      const failure = toFailure(thrown)
      if (failed === 'toast') toasts.warn(failure.message)
      else if (failed === 'here') trouble.value = failure.message
      else await failed(failure)
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, trouble, run }
}

/** Says what was done and, where it can be taken back, offers to. */
export function useUndo(): (said: string, takeBack: (() => Promise<unknown>) | undefined, undone?: string, stays?: number) => void {
  const { t } = useI18n()
  const toasts = useToasts()

  async function undo(takeBack: () => Promise<unknown>, undone: string): Promise<void> {
    try {
      await takeBack()
      toasts.tell(undone)
    } catch (thrown) {
      toasts.warn(toFailure(thrown).message)
    }
  }

  return (said, takeBack, undone = t('case.did_undo'), stays) =>
    toasts.tell(said, takeBack && { label: t('common.undo'), testId: 'undo', stays, run: () => void undo(takeBack, undone) })
}
