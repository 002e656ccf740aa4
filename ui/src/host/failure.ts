import type { Code } from '@/bindings/Code'
import type { Failure } from '@/bindings/Failure'
import { said } from '@/locales/said'

/**
 * Every rejected command carries a Failure; whatever else was thrown is a fault of the page and becomes one. Its message
 * is in the language of the page, and follows it where it is read while something is shown.
 */
export function toFailure(thrown: unknown): Failure {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown) {
    return spoken(String(thrown.code) as Code, String(thrown.message))
  }
  return spoken('failed', thrown instanceof Error ? thrown.message : String(thrown))
}

function spoken(code: Code, message: string): Failure {
  return {
    code,
    get message() {
      return said(message)
    },
  }
}
