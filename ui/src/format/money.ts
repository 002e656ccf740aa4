/** 分 as yuan with two decimals and thousands marks, e.g. 123456 → "1,234.56". Integer arithmetic only. */
export function yuan(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100)
  const rest = String(Math.abs(fen) % 100).padStart(2, '0')
  return `${fen < 0 ? '-' : ''}${String(whole).replace(/\B(?=(\d{3})+$)/g, ',')}.${rest}`
}

/** The same with the sign of the currency. */
export function money(fen: number): string {
  return fen < 0 ? `-¥${yuan(-fen)}` : `¥${yuan(fen)}`
}

/** Bills write the sign of the currency in either width; beside ours it must not look like another one. */
export function oneSign(text: string): string {
  return text.replaceAll('￥', '¥')
}

/** As a person would type it into a field: no marks, no needless decimals. */
export function typedYuan(fen: number): string {
  return yuan(fen).replaceAll(',', '').replace(/\.00$/, '')
}
