import { effectScope, reactive, watch } from 'vue'
import type { PageStanding } from '@/bindings/PageStanding'
import type { ReadingView } from '@/bindings/ReadingView'
import { emptyFields, fieldsThatAre, type FieldName, type Fields } from './fields'
import type { RoledShot } from './roles'

const TELLING = fieldsThatAre('telling')
const READABLE = fieldsThatAre('readable')

/** What comes from the engine is put nowhere else, whatever it says. */
function isReadable(field: FieldName): boolean {
  return READABLE.includes(field)
}

/** A field was filled by the machine and nobody has looked at it yet. */
export interface Mark {
  doubt: string | null
  /** What else it was read as. */
  others: string[]
}

/** One order on its way to being logged: what was typed and read of it, and its pictures. */
export interface Slip {
  /** Its number among those that are recorded together, from 1. */
  nth: number
  /** Those that were copied together have the same. */
  batch: number | undefined
  fields: Fields
  /** The kind was chosen or read, not guessed from the product. */
  kindChosen: boolean
  shots: RoledShot[]
  marks: Map<FieldName, Mark>
  /** What came of the last reading. */
  outcome: { layout: string; filled: number; found: number } | undefined
  trouble: string
  /** What the page says of the order. */
  status: string | null
  standing: PageStanding | null
  /** Where the page says that all of it came back: this is written down with it. */
  moneyBack: boolean
  /** The picture that most was read on. */
  source: string | undefined
  /** The pictures that were read. */
  read: Set<string>
  /** Pictures that seem to tell of another order, with what they tell. */
  strays: { sha256: string; view: ReadingView }[]
  /** It was begun because what was read is not of the order in the form. */
  setApart: boolean
  /** Nothing is in it that tells one order from another. */
  isBlank: () => boolean
  isEmpty: () => boolean
  /** Fills what the person has left empty, and marks it. */
  fill: (view: ReadingView) => void
  confirm: (name: FieldName) => void
  /** How often the person changed something. */
  touches: () => number
  end: () => void
}

export function createSlip(nth: number, batch?: number): Slip {
  const touched = new Set<FieldName>()
  const scope = effectScope(true)
  let touches = 0
  let mine = false

  const slip: Slip = reactive({
    nth,
    batch,
    fields: emptyFields(),
    kindChosen: false,
    shots: [],
    marks: new Map<FieldName, Mark>(),
    outcome: undefined,
    trouble: '',
    status: null,
    standing: null,
    moneyBack: true,
    source: undefined,
    read: new Set<string>(),
    strays: [],
    setApart: false,
    isBlank: () => TELLING.every((name) => slip.fields[name] === ''),
    isEmpty: () => slip.shots.length === 0 && Object.values(slip.fields).every((value) => value === ''),
    fill(view: ReadingView) {
      let filled = 0
      mine = true
      try {
        for (const { field, value, doubt, others } of view.fields) {
          if (!isReadable(field) || value === '' || !isFree(field)) continue
          slip.fields[field] = value
          if (field === 'kind') slip.kindChosen = true
          slip.marks.set(field, { doubt, others })
          filled += 1
        }
      } finally {
        mine = false
      }
      const found = view.fields.filter(({ field }) => isReadable(field)).length
      // A chat beside the payment tells nothing; what the payment told still holds.
      if (found > 0 || !slip.outcome?.found) slip.outcome = { layout: view.layout, filled, found }
      if (view.status !== null) {
        slip.status = view.status
        slip.standing = view.standing
      }
    },
    confirm(name: FieldName) {
      slip.marks.delete(name)
    },
    touches: () => touches,
    end: () => scope.stop(),
  })

  function isFree(name: FieldName): boolean {
    // A kind that was only guessed gives way to one that was read.
    return name === 'kind' ? !slip.kindChosen : slip.fields[name] === '' && !touched.has(name)
  }

  scope.run(() => {
    for (const name of READABLE) {
      // At once, or what the machine writes could not be told from what the person does.
      watch(() => slip.fields[name], () => {
        if (mine) return
        slip.marks.delete(name)
        touched.add(name)
        // A kind changes by itself, with the product it is guessed from.
        if (name !== 'kind') touches += 1
      }, { flush: 'sync' })
    }
  })
  return slip
}
