import type { Code } from '@/bindings/Code'
import type { Failure } from '@/bindings/Failure'

/**
 * Every rejected command carries a Failure, its message in the language that the app speaks; whatever else was thrown is a
 * fault of the page and becomes one.
 */
export function toFailure(thrown: unknown): Failure {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown) {
    return { code: String(thrown.code) as Code, message: String(thrown.message) }
  }
  return { code: 'failed', message: thrown instanceof Error ? thrown.message : String(thrown) }
}
