import type { BillCandidate } from '@/bindings/BillCandidate'

export type GroupName = 'ask' | 'match' | 'refund' | 'new' | 'offered' | 'aside' | 'known'

export interface BillGroup {
  name: GroupName
  rows: BillCandidate[]
}

const IN_ORDER: GroupName[] = ['ask', 'match', 'refund', 'new', 'offered', 'aside', 'known']

function groupOf(row: BillCandidate): GroupName {
  if (row.asks && row.standing !== 'known') return 'ask'
  return row.standing === 'other' ? 'new' : row.standing
}

/** What waits for a yes comes first, then what was there before: it proves what is already pursued. */
export function groupedRows(candidates: BillCandidate[]): BillGroup[] {
  return IN_ORDER.map((name) => ({ name, rows: candidates.filter((row) => groupOf(row) === name) })).filter((group) => group.rows.length > 0)
}

/** What is there to be looked at only if somebody asks for it. */
export function isFolded(name: GroupName): boolean {
  return name === 'aside' || name === 'known'
}

/** Nothing would come of importing it again. */
export function canBeChosen(row: BillCandidate): boolean {
  return row.standing !== 'known'
}

/** A refund whose payment is neither in sight nor chosen: whoever ticked it would not see what else that takes along. */
export function waitsForPayment(row: BillCandidate, shown: ReadonlySet<number>, chosen: ReadonlySet<number>): boolean {
  return row.needs !== null && !shown.has(row.needs) && !chosen.has(row.needs)
}

/** The line of the payment as the bill counts it; what is not in sight is known only from the sentence about it. */
export function paymentLine(row: BillCandidate): string {
  return /\d+/.exec(row.proposal)?.[0] ?? ''
}
