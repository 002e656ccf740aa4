// The moment at which a test stands, for the page as well.

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** 2026-11-23 15:00:00, a Monday, in China. */
export const NOW = Date.parse('2026-11-23T15:00:00+08:00')

export const clock: { now: number | undefined } = { now: undefined }

const RealDate = Date

/** Date, but now is when the clock says. */
export class StoppedDate extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(clock.now ?? RealDate.now())
    else super(...(given as [number]))
  }

  static override now(): number {
    return clock.now ?? RealDate.now()
  }
}
