// Bills of 微信支付 as they are exported, row by row.
import { writeFileSync } from 'node:fs'
import { stamp } from '@/format/time'
import { NOW } from './clock'
import type { World } from './world'

export interface BillLine {
  /** 商户消费 unless told otherwise. */
  kind?: string
  merchant: string
  item?: string
  yuan: string
  /** Milliseconds before `NOW`. */
  ago: number
  /** As a spreadsheet saves it again: without the seconds. */
  minutes?: boolean
  status?: string
  payment_no?: string
  merchant_no?: string
  /** Money that came back. */
  refund?: boolean
}

/** The line of the first row. */
export const FIRST_LINE = 13

/** `stated` is how many rows the bill says that it has: all of them, unless told otherwise; null where it says nothing. */
export function wechatBill(lines: BillLine[], stated: number | null = lines.length): string {
  const above = [
    '微信支付账单明细', '微信昵称：[某人]', '起始时间：[2026-09-01 00:00:00] 终止时间：[2026-11-23 23:59:59]', '导出类型：[全部]', '导出时间：[2026-11-23 08:00:00]', '',
    stated === null ? '' : `共${stated}笔记录`, '', '', '', '----------------------微信支付账单明细列表--------------------',
  ]
  const rows = lines.map((line, i) => {
    const at = stamp(new Date(NOW - line.ago))
    return [
      line.minutes ? at.slice(0, -3) : at, line.refund ? `${line.merchant}-退款` : (line.kind ?? '商户消费'), line.merchant, line.item ?? '/', line.refund ? '收入' : '支出', `¥${line.yuan}`, '零钱',
      line.status ?? '支付成功', `${line.payment_no ?? `42000099${String(i).padStart(12, '0')}`}\t`, `${line.merchant_no ?? '/'}\t`, '/',
    ]
  })
  const header = ['交易时间', '交易类型', '交易对方', '商品', '收/支', '金额(元)', '支付方式', '当前状态', '交易单号', '商户单号', '备注']
  const quoted = (cell: string): string => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return `\ufeff${above.map((text) => `${text},,,,,,,,`).join('\n')}\n${[header, ...rows].map((row) => row.map(quoted).join(',')).join('\n')}\n`
}

/** Writes files below the world's folder, to be chosen one after the other. */
export async function lay(host: World, ...files: [name: string, content: string][]): Promise<void> {
  for (const [name, content] of files) writeFileSync(`${host.folder}/${name}`, content)
  await host.set({ choose: files.map(([name]) => [name]) })
}
