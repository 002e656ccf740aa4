import type { Person } from '@/bindings/Person'

export function emptyPerson(): Person {
  return { name: '', phone: '', id_kind: '', id_number: '', address: '', publish: null, mediate: null }
}

export function isSamePerson(a: Person, b: Person): boolean {
  return (Object.keys(a) as (keyof Person)[]).every((key) => a[key] === b[key])
}

/** What an export is told: nothing where nothing was typed or what was typed is what is kept. */
export function personForExport(typed: Person, kept: Person | null): Person | null {
  return isSamePerson(typed, kept ?? emptyPerson()) ? null : { ...typed }
}
