import type { BillCandidate } from '@/bindings/BillCandidate'

export type GroupName = 'match' | 'refund' | 'new' | 'known'

export interface BillGroup {
  name: GroupName
  rows: BillCandidate[]
}

const IN_ORDER: GroupName[] = ['match', 'refund', 'new', 'known']

/** What was there before comes first: it proves what is already pursued. */
export function groupedRows(candidates: BillCandidate[]): BillGroup[] {
  return IN_ORDER.map((name) => ({ name, rows: candidates.filter((row) => (row.standing === 'other' ? 'new' : row.standing) === name) })).filter((group) => group.rows.length > 0)
}

/** Nothing would come of importing it again. */
export function canBeChosen(row: BillCandidate): boolean {
  return row.standing !== 'known'
}
