// All that the core says, by room. Read when the page first speaks English.
import { bills } from './bills'
import { diagnosis } from './diagnosis'
import { escalate } from './escalate'
import { law } from './law'
import { limits } from './limits'
import { names } from './names'
import type { Pair } from './pair'
import { pieces } from './pieces'
import { prove } from './prove'
import { record } from './record'
import { shell } from './shell'
import { steps } from './steps'
import { store } from './store'
import { watch } from './watch'

export const tables: Record<string, Pair[]> = { record, bills, watch, escalate, steps, diagnosis, limits, law, prove, store, names, shell, pieces }
