import type { Declared } from '@/bindings/Declared'

export function nothingDeclared(): Declared {
  return { own_use: false, real_identity: false, not_elsewhere: false }
}

/** What a question of the preflight declares. */
export const declares: Record<string, keyof Declared> = { 'own-use': 'own_use', 'real-identity': 'real_identity', 'not-elsewhere': 'not_elsewhere' }
