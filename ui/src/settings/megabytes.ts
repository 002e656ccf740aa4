/** More than any disk it could be meant for. */
const MOST = 10_000_000

/** A size as a person types it, in whole megabytes: "2000", "2000 MB", "2 GB", "１.5G". Undefined where it is none. */
export function readMegabytes(typed: string): number | undefined {
  const [, digits, unit] = /^(\d{1,9}(?:\.\d{1,3})?)\s*(m|mb|g|gb)?$/i.exec(typed.normalize('NFKC').trim()) ?? []
  if (digits === undefined) return undefined
  const size = Math.round(Number(digits) * (unit?.toLowerCase().startsWith('g') ? 1000 : 1))
  return size > 0 && size <= MOST ? size : undefined
}
