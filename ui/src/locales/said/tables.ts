// All that the core says, by room. Read when the page first speaks English.
import { escalate } from './escalate'
import { names } from './names'
import type { Pair } from './pair'
import { pieces } from './pieces'
import { prove } from './prove'
import { record } from './record'
import { shell } from './shell'
import { store } from './store'

export const tables: Record<string, Pair[]> = { record, escalate, prove, store, names, shell, pieces }
