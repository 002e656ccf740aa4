/** Letters as a person counts them: one for 汉, one for an emoji of two code units. */
export function countChars(text: string): number {
  return Array.from(text).length
}

/** The length of a text as its recipient counts it: what a form in a browser counts, or letters as a person does. */
export function lengthAs(text: string, count: 'utf16' | 'chars'): number {
  return count === 'utf16' ? text.length : countChars(text)
}

/** Hides the middle: enough is left at both ends to recognise one's own number. */
export function mask(value: string): string {
  const chars = Array.from(value)
  if (chars.length <= 2) return '•'.repeat(chars.length)
  const head = chars.length >= 7 ? 3 : 1
  const tail = chars.length >= 9 ? 4 : chars.length >= 7 ? 2 : 1
  return chars.slice(0, head).join('') + '•'.repeat(Math.min(chars.length - head - tail, 8)) + chars.slice(chars.length - tail).join('')
}

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const kilo = bytes / 1024
  if (kilo < 1024) return `${Math.round(kilo)} KB`
  return `${(kilo / 1024).toFixed(1)} MB`
}
