// All that the core says, by room. Read when the page first speaks English.
import { diagnosis } from './diagnosis'
import { escalate } from './escalate'
import { names } from './names'
import type { Pair } from './pair'
import { pieces } from './pieces'
import { prove } from './prove'
import { record } from './record'
import { shell } from './shell'
import { store } from './store'
import { watch } from './watch'

export const tables: Record<string, Pair[]> = { record, watch, escalate, diagnosis, prove, store, names, shell, pieces }
