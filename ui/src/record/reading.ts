import { computed, reactive, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { ReadingView } from '@/bindings/ReadingView'
import { toFailure } from '@/host/failure'
import type { Host } from '@/host/host'
import type { FieldName, Fields } from './recording'

/** What a page or a text can tell of an order. */
const READABLE: readonly string[] = ['platform', 'product', 'kind', 'amount', 'paid_at', 'account', 'order_no', 'channel', 'payment_no', 'merchant_order_no', 'merchant'] satisfies FieldName[]

function isReadable(field: string): field is FieldName {
  return READABLE.includes(field)
}

/** A field was filled by the machine and nobody has looked at it yet. */
export interface Mark {
  doubt: string | null
}

export interface Reading {
  /** What is being read. */
  busy: Ref<'shot' | 'text' | undefined>
  marks: Map<FieldName, Mark>
  /** What came of the last reading that was waited for. */
  outcome: ShallowRef<{ layout: string; status: string | null; filled: number } | undefined>
  trouble: Ref<string>
  /** How to read better from now on. */
  hint: Ref<string>
  /** The picture that was read last. */
  source: Ref<string | undefined>
  /** The orders of a pasted text, which of them is in the form, and which are logged. */
  orders: ShallowRef<ReadingView[]>
  at: Ref<number>
  logged: Ref<Set<number>>
  /** The next order of the text that is not logged. */
  waiting: ComputedRef<number | undefined>
  /** Grows with each reading that ended while the person left the form alone. */
  rounds: Ref<number>
  readShot: (sha256: string) => Promise<void>
  /** Whether the text told of an order. */
  readText: (text: string) => Promise<boolean>
  /** No longer waits for what is being read. */
  skip: () => void
  /** Puts another order of the text into the form, in place of what was read before. */
  take: (index: number) => void
  /** The one in the form was logged: the other one takes its place in the emptied form. */
  goOn: (index: number) => void
  confirm: (name: FieldName) => void
  forget: () => void
}

/** Fills what the person has left empty, and remembers what of it nobody has looked at. */
export function createReading(host: Host, fields: Fields, kindChosen: Ref<boolean>): Reading {
  const busy = ref<'shot' | 'text'>()
  const marks = reactive(new Map<FieldName, Mark>())
  const outcome = shallowRef<{ layout: string; status: string | null; filled: number }>()
  const trouble = ref('')
  const hint = ref('')
  const source = ref<string>()
  const orders = shallowRef<ReadingView[]>([])
  const at = ref(0)
  const logged = ref(new Set<number>())
  const rounds = ref(0)
  const touched = new Set<FieldName>()
  const filled = new Map<FieldName, string>()
  let asked = 0
  let touches = 0
  let mine = false

  for (const name of READABLE.filter(isReadable)) {
    // At once, or what the machine writes could not be told from what the person does.
    watch(() => fields[name], () => {
      if (mine) return
      marks.delete(name)
      touched.add(name)
      touches += 1
    }, { flush: 'sync' })
  }
  watch(kindChosen, (chosen) => {
    if (chosen) marks.delete('kind')
  }, { flush: 'sync' })

  function write(change: () => void): void {
    mine = true
    try {
      change()
    } finally {
      mine = false
    }
  }

  function isFree(name: FieldName): boolean {
    // A kind that was only guessed gives way to one that was read.
    return name === 'kind' ? !kindChosen.value : fields[name] === '' && !touched.has(name)
  }

  function fill(view: ReadingView): void {
    let count = 0
    write(() => {
      for (const { field, value, doubt } of view.fields) {
        if (!isReadable(field) || value === '' || !isFree(field)) continue
        fields[field] = value
        marks.set(field, { doubt })
        filled.set(field, value)
        count += 1
      }
    })
    outcome.value = { layout: view.layout, status: view.status, filled: count }
    if (view.hint) hint.value = view.hint
  }

  function empty(): void {
    write(() => {
      for (const [name, value] of filled) if (fields[name] === value) fields[name] = ''
      for (const name of filled.keys()) {
        marks.delete(name)
        if (fields[name] === '') touched.delete(name)
      }
    })
    filled.clear()
  }

  /** What is in the form is nobody's any more. */
  function release(): void {
    marks.clear()
    touched.clear()
    filled.clear()
  }

  function take(index: number): void {
    const view = orders.value[index]
    if (!view) return
    empty()
    at.value = index
    fill(view)
    rounds.value += 1
  }

  /** Waits for one reading; another question or `skip` in the meantime makes its answer void. */
  async function read<T>(what: 'shot' | 'text', ask: () => Promise<T>, use: (answer: T) => void): Promise<void> {
    const turn = ++asked
    const before = touches
    busy.value = what
    trouble.value = ''
    outcome.value = undefined
    try {
      const answer = await ask()
      if (turn !== asked) return
      use(answer)
      if (touches === before) rounds.value += 1
    } catch (thrown) {
      if (turn === asked) trouble.value = toFailure(thrown).message
    } finally {
      if (turn === asked) busy.value = undefined
    }
  }

  const reading: Reading = {
    busy,
    marks,
    outcome,
    trouble,
    hint,
    source,
    orders,
    at,
    logged,
    waiting: computed(() => {
      const next = orders.value.findIndex((_, i) => !logged.value.has(i) && i !== at.value)
      return next < 0 ? undefined : next
    }),
    rounds,
    readShot: (sha256) => {
      source.value = sha256
      return read('shot', () => host.readShot(sha256), fill)
    },
    async readText(text) {
      let told = false
      await read('text', () => host.readText(text), (views) => {
        told = views.length > 0
        orders.value = views.length > 1 ? views : []
        logged.value = new Set()
        at.value = 0
        fill(views[0] ?? { layout: '', fields: [], status: null, hint: null })
      })
      return told
    },
    skip() {
      asked += 1
      busy.value = undefined
    },
    take,
    goOn(index) {
      logged.value = new Set([...logged.value, at.value])
      release()
      take(index)
    },
    confirm(name) {
      marks.delete(name)
    },
    forget() {
      reading.skip()
      release()
      outcome.value = undefined
      trouble.value = ''
      source.value = undefined
      orders.value = []
      at.value = 0
      logged.value = new Set()
    },
  }
  return reading
}
