// jsdom cannot draw; what a chart is told to show is looked at where it is told.
import { vi } from 'vitest'

export const shown = vi.fn()

export function draw() {
  return { show: shown, resize: () => undefined, end: () => undefined }
}
