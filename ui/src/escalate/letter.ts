import { computed, onMounted, reactive, ref, shallowRef, watch, type Ref } from 'vue'
import type { LetterView } from '@/bindings/LetterView'
import type { LetterWish } from '@/bindings/LetterWish'
import type { OrderDetail } from '@/bindings/OrderDetail'
import { lengthAs } from '@/format/text'
import { toFailure } from '@/host/failure'
import { useHost } from '@/host/host'
import { filled, openField, useFills } from './fills'

/** One letter of one order: as the shell writes it, as the person filled and rewrote it, and on its way to the clipboard. */
export function useLetter(order: () => OrderDetail, key: Ref<string>) {
  const host = useHost()
  const fills = useFills()
  const written = shallowRef<LetterView>()
  /** What the person made of it, open fields still in place; undefined while it is untouched. */
  const rewritten = ref<string>()
  const wish = reactive<LetterWish>({ answer_by: '', fraud: false })
  /** The wish changed after the text was rewritten, so the text does not follow it. */
  const behind = ref(false)
  const trouble = ref('')
  const wishTrouble = ref('')
  /** What is in the way of copying: open fields. */
  const doubt = ref('')
  const copying = ref(false)

  const base = computed(() => rewritten.value ?? written.value?.text ?? '')
  const text = computed({
    get: () => filled(base.value, written.value?.blanks ?? [], fills),
    set: (value) => {
      rewritten.value = value === filled(written.value?.text ?? '', written.value?.blanks ?? [], fills) ? undefined : value
      doubt.value = ''
    },
  })
  /** Fields that stand in the text as it is kept: still open, or filled but not yet rewritten by hand. */
  const fields = computed(() => (written.value?.blanks ?? []).filter((name) => base.value.includes(openField(name))))
  const open = computed(() => fields.value.filter((name) => text.value.includes(openField(name))))
  const length = computed(() => lengthAs(text.value, written.value?.count ?? 'chars'))
  const over = computed(() => (written.value?.limit ? Math.max(0, length.value - written.value.limit) : 0))

  let asked = 0
  async function write(): Promise<void> {
    const mine = ++asked
    try {
      const letter = await host.letter(order().id, key.value, { ...wish })
      if (mine !== asked) return
      written.value = letter
      trouble.value = wishTrouble.value = ''
    } catch (thrown) {
      if (mine !== asked) return
      const failure = toFailure(thrown)
      if (wish.answer_by !== '' && failure.code !== 'failed' && failure.code !== 'not-found') wishTrouble.value = failure.message
      else trouble.value = failure.message
    }
  }

  function reset(): void {
    rewritten.value = undefined
    behind.value = false
    doubt.value = ''
  }

  /** The event that the copying itself wrote: what was sent stays as it was sent. */
  let ownEvent: number | undefined

  /** Puts it on the clipboard. Undefined when something is in the way, which is then told. */
  async function copy(withBlanks: boolean, ask: (open: string[]) => string): Promise<OrderDetail | undefined> {
    const letter = written.value
    if (!letter || copying.value) return undefined
    doubt.value = ''
    if (!withBlanks && open.value.length > 0) {
      doubt.value = ask(open.value)
      return undefined
    }
    copying.value = true
    try {
      // The page may have been open for hours: what is sent says how late it is now.
      if (rewritten.value === undefined) await write()
      if (wishTrouble.value !== '') return undefined
      const answer = await host.copyLetter(order().id, letter.to, text.value, { ...wish }, withBlanks)
      ownEvent = answer.events.at(-1)?.seq
      return answer
    } catch (thrown) {
      const failure = toFailure(thrown)
      if (failure.code !== 'blanks') throw thrown
      doubt.value = failure.message
      return undefined
    } finally {
      copying.value = false
    }
  }

  onMounted(write)
  watch(order, (it) => {
    if (it.events.at(-1)?.seq !== ownEvent) void write()
  })
  watch(key, () => {
    reset()
    written.value = undefined
    trouble.value = wishTrouble.value = ''
    Object.assign(wish, { answer_by: '', fraud: false })
    void write()
  })
  watch([() => wish.answer_by, () => wish.fraud], () => {
    behind.value = rewritten.value !== undefined
    void write()
  })

  return { written, text, wish, fills, fields, open, length, over, behind, changed: computed(() => rewritten.value !== undefined), trouble, wishTrouble, doubt, copying, write, reset, copy }
}
