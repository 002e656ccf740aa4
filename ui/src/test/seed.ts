// Orders that a test begins with, logged and told of by the operations of the app at the moments when that was.
import type { Draft } from '@/bindings/Draft'
import type { FilingAnswer } from '@/bindings/FilingAnswer'
import type { Seller } from '@/bindings/Seller'
import type { ShotRole } from '@/bindings/ShotRole'
import { stamp } from '@/format/time'
import { clock, HOUR, MINUTE } from './clock'
import type { World } from './world'

const ROLES: ShotRole[] = ['payment', 'order-page', 'chat', 'arrival-check', 'merchant-identity', 'other']

export interface Seed {
  platform?: string
  product?: string
  kind?: string
  amount_fen?: number
  quantity?: string
  requested?: string
  /** Milliseconds before now, as all that ends in `ago`. */
  paid_ago?: number
  /** What the platform promised; without, the kind's usual window counts. */
  window_seconds?: number
  status?: 'arrived' | 'refunded' | 'closed'
  account?: string | null
  order_no?: string | null
  merchant?: string | null
  note?: string | null
  channel?: string | null
  payment_no?: string | null
  tags?: string[]
  /** Milliseconds from the payment to the arrival; without, it arrived just now. */
  took?: number
  shots?: number
  /** File names of recordings. */
  recordings?: string[]
  diagnosed?: { ago: number; page: string; bill: string; account?: string; paying?: string }
  demanded_ago?: number
  /** Sent so long ago, with so long to answer. */
  final?: { ago: number; span: number }
  refused_ago?: number
  /** Given so long ago, for so long. */
  promised?: { ago: number; span: number }
  /** With the payment channel. */
  filed_ago?: number
  filings?: { to: string; ago: number; number?: string; answer?: FilingAnswer; answered_ago?: number }[]
  seller?: Partial<Omit<Seller, 'platform'>>
  snoozed?: { ago: number; span: number }
}

const span = (ms: number): string => `${ms / MINUTE}分钟`

let planted = 0

export function draftOf(seed: Seed, now: number): Draft {
  const kind = seed.kind ?? 'q-coin'
  const number = String(++planted).padStart(6, '0')
  const given = (value: string | null | undefined, usual: string): string => (value === undefined ? usual : (value ?? ''))
  return {
    platform: seed.platform ?? '云边卡盟',
    product: seed.product ?? '1000 Q币',
    kind,
    amount: ((seed.amount_fen ?? 9850) / 100).toFixed(2),
    quantity: seed.quantity ?? '',
    requested: seed.requested ?? '',
    paid_at: stamp(new Date(now - (seed.paid_ago ?? HOUR))),
    account: given(seed.account, kind.startsWith('phone') ? '13800001234' : '1234567890'),
    order_no: given(seed.order_no, `YB20261120${number}`),
    window: seed.window_seconds === undefined ? '' : `${seed.window_seconds}秒`,
    channel: given(seed.channel, 'wechat'),
    payment_no: given(seed.payment_no, `4200002026112000000000${number}`),
    merchant_order_no: '',
    merchant: given(seed.merchant, '某某网络科技有限公司'),
    note: seed.note ?? '',
    shots: [],
    force: true,
  }
}

const loggedAt = (paid: number, now: number): number => Math.min(paid + 5 * MINUTE, now)

interface Happening {
  at: number
  name: string
  payload: (id: number) => object | Promise<object>
}

/** Logs an order and lets happen to it what its seed says; gives its number. */
export async function plant(world: World, seed: Seed): Promise<number> {
  const now = clock.now ?? Date.now()
  const paid = now - (seed.paid_ago ?? HOUR)
  const files: [string, string][] = [
    ...Array.from({ length: seed.shots ?? 0 }, (_, i): [string, string] => [`截图 ${i + 1}.png`, ROLES[i % ROLES.length]!]),
    ...(seed.recordings ?? []).map((name): [string, string] => [name, 'chat']),
  ]
  const { id } = await world.play<{ id: number }>(loggedAt(paid, now), 'log_order', { draft: draftOf(seed, now) }, files)
  const happenings = happeningsOf(world, seed, now, paid).sort((a, b) => a.at - b.at)
  for (const { at, name, payload } of happenings) await world.play(at, name, await payload(id))
  return id
}

function happeningsOf(world: World, seed: Seed, now: number, paid: number): Happening[] {
  const all: Happening[] = []
  const add = (ago: number, name: string, payload: object): void => void all.push({ at: now - ago, name, payload: (id) => ({ id, ...payload }) })
  const told = (ago: number, kind: string, text: string, until = ''): void => add(ago, 'add_event', { event: { kind, text, at: '', until } })
  const logged = loggedAt(paid, now)

  if (seed.tags) all.push({ at: logged, name: 'tag_orders', payload: (id) => ({ ids: [id], add: seed.tags, remove: [] }) })
  if (seed.seller) {
    const platform = seed.platform ?? '云边卡盟'
    const nobody: Seller = { platform, kind: '', vanished: false, legal_name: '', address: '', phone: '', marketplace: '', contact: '', icp: '', notes: '' }
    all.push({ at: now, name: 'set_seller', payload: () => ({ seller: { ...nobody, ...seed.seller } }) })
  }
  if (seed.diagnosed) {
    const { ago, page, bill, account = null, paying = null } = seed.diagnosed
    add(ago, 'diagnose', { answers: { page, bill, account, paying }, record: true })
  }
  if (seed.demanded_ago !== undefined) {
    add(seed.demanded_ago, 'copy_letter', { to: 'platform', text: '您好，订单已超过承诺的到账时间，请给出处理结果，不能到账的请退款。', wish: { answer_by: '', fraud: false }, withBlanks: true })
  }
  if (seed.final) {
    add(seed.final.ago, 'copy_letter', { to: 'platform-final', text: '限期催告：请在期限内完成到账或原路退款。', wish: { answer_by: span(seed.final.span), fraud: false }, withBlanks: true })
  }
  if (seed.refused_ago !== undefined) told(seed.refused_ago, 'refused', '客服说充值成功，不退款。')
  if (seed.promised) told(seed.promised.ago, 'promised', '客服说会补发。', span(seed.promised.span))
  if (seed.snoozed) told(seed.snoozed.ago, 'snoozed', '', span(seed.snoozed.span))
  if (seed.filed_ago !== undefined) add(seed.filed_ago, 'file_complaint', { to: 'payment', number: '', at: '' })
  for (const { to, ago, number = '', answer, answered_ago = 0 } of seed.filings ?? []) {
    all.push({ at: now - ago, name: 'file_complaint', payload: (id) => ({ id, to, number, at: '' }) })
    if (answer) {
      all.push({
        at: now - answered_ago,
        name: 'answer_filing',
        payload: async (id) => {
          const { filings } = await world.app.escalation(id)
          return { id, filing: filings.findLast((one) => one.to === to)!.id, answer, at: '' }
        },
      })
    }
  }
  if (seed.status === 'arrived') all.push({ at: now, name: 'mark_arrived', payload: (id) => ({ id, at: seed.took === undefined ? '' : stamp(new Date(paid + seed.took)) }) })
  if (seed.status === 'closed') add(0, 'close_order', { reason: '记错了' })
  if (seed.status === 'refunded') add(0, 'mark_refunded', { refund: { amount: ((seed.amount_fen ?? 9850) / 100).toFixed(2), at: '', to: '', accepted: false } })
  return all
}
