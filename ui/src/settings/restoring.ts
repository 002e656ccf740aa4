import { inject, ref, shallowRef, type InjectionKey, type Ref, type ShallowRef } from 'vue'
import type { BackupLook } from '@/bindings/BackupLook'
import type { Restored } from '@/bindings/Restored'
import { toFailure } from '@/host/failure'
import type { Host } from '@/host/host'

export interface Restoring {
  /** The backup that is looked into; nothing is replaced by looking. */
  look: ShallowRef<BackupLook | undefined>
  busy: Ref<'looking' | 'restoring' | undefined>
  trouble: Ref<string>
  /** What came of the last one. */
  restored: ShallowRef<Restored | undefined>
  /** The last one was itself taken back. */
  undone: Ref<boolean>
  /** Null: the person chooses a file. */
  lookInto: (path: string | null) => Promise<void>
  unlock: (passphrase: string) => Promise<void>
  restore: () => Promise<void>
  /** Puts back what was replaced; where that wants a passphrase it is asked for first. */
  undo: () => Promise<void>
  leave: () => void
  /** Leaves, and lets go of what came of the last one. */
  forget: () => void
}

export const restoringKey: InjectionKey<Restoring> = Symbol('restoring')

/** A restore that is under way. It outlives the page it was begun on, and so does the offer to take it back. */
export function createRestoring(host: Host): Restoring {
  const look = shallowRef<BackupLook>()
  const busy = ref<'looking' | 'restoring'>()
  const trouble = ref('')
  const restored = shallowRef<Restored>()
  const undone = ref(false)
  /** What is looked into is what an earlier restore replaced. */
  let taken: string | undefined

  async function run(what: 'looking' | 'restoring', act: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = what
    trouble.value = ''
    try {
      await act()
    } catch (thrown) {
      trouble.value = toFailure(thrown).message
    } finally {
      busy.value = undefined
    }
  }

  function see(answer: BackupLook | null): void {
    if (answer === null) return
    look.value = answer
  }

  async function put(): Promise<void> {
    const answer = await host.restoreBackup()
    undone.value = taken !== undefined && look.value?.path === taken
    restored.value = answer
    look.value = undefined
  }

  function leave(): void {
    look.value = undefined
    trouble.value = ''
  }

  return {
    look,
    busy,
    trouble,
    restored,
    undone,
    lookInto: (path) =>
      run('looking', async () => {
        // A file that cannot be read must not leave another one on offer.
        if (path !== null) look.value = undefined
        see(await host.lookInto(path, ''))
      }),
    unlock: (passphrase) =>
      run('looking', async () => {
        if (look.value) see(await host.lookInto(look.value.path, passphrase))
      }),
    restore: () => run('restoring', put),
    undo: () =>
      run('restoring', async () => {
        taken = restored.value?.kept
        if (taken === undefined) return
        const answer = await host.lookInto(taken, '')
        if (!answer) return
        if (answer.locked) {
          see(answer)
          return
        }
        look.value = answer
        await put()
      }),
    leave,
    forget() {
      leave()
      restored.value = undefined
    },
  }
}

export function useRestoring(): Restoring {
  const restoring = inject(restoringKey)
  if (!restoring) throw new Error('BUG: no restoring was provided to the page')
  return restoring
}
