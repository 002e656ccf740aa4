// Orders to look at, as people have them.
import { DAY, HOUR, MINUTE } from './clock'
import type { Seed } from './seed'

export const ordinary: Seed[] = [
  { platform: '云边卡盟', product: '1000 Q币', amount_fen: 98_500, paid_ago: 2 * DAY + 3 * HOUR, shots: 3, recordings: ['和客服通话 11-22.mp3', '录屏 订单页面.mp4'] },
  { platform: '小满充值', product: '话费 100 元（移动）', kind: 'phone-credit-fast', amount_fen: 9_850, paid_ago: 5 * HOUR, account: '13800001234', demanded_ago: 2 * HOUR, shots: 1 },
  { platform: '星河点卡', product: '王者荣耀 648 点券', kind: 'game-points', amount_fen: 61_200, paid_ago: 65 * MINUTE, shots: 2 },
  { platform: '云边卡盟', product: 'Steam 充值卡 50 元 卡密', kind: 'card-key', amount_fen: 4_700, paid_ago: 18 * MINUTE },
  { platform: '小满充值', product: '话费慢充 200 元', kind: 'phone-credit-slow', amount_fen: 18_600, paid_ago: DAY, account: '13900005678' },
  { platform: '青柠会员', product: '视频会员年卡', kind: 'membership', amount_fen: 14_800, paid_ago: 3 * DAY, status: 'arrived' },
  { platform: '青柠会员', product: '音乐会员季卡', kind: 'membership', amount_fen: 4_500, paid_ago: 4 * DAY, status: 'refunded' },
  { platform: '星河点卡', product: '油卡 500 元', kind: 'fuel-card', amount_fen: 48_500, paid_ago: 9 * DAY, status: 'closed' },
]

/** One of every kind of thing that can need the person. */
export const reminders: Seed[] = [
  ...ordinary,
  { platform: '云边卡盟', product: '500 Q币', amount_fen: 49_000, paid_ago: 3 * DAY, demanded_ago: 26 * HOUR },
  { platform: '星河点卡', product: '点券 328', kind: 'game-points', amount_fen: 31_000, paid_ago: 2 * DAY, promised: { ago: 8 * HOUR, span: 5 * HOUR } },
  { platform: '青柠会员', product: '视频会员半年卡', kind: 'membership', amount_fen: 8_800, paid_ago: 2 * DAY, refused_ago: 3 * HOUR },
  { platform: '小满充值', product: '话费 50 元（联通）', kind: 'phone-credit-fast', amount_fen: 4_950, paid_ago: 6 * DAY, filed_ago: 2 * DAY },
  { platform: '中油在线', product: '油卡 500 元', kind: 'fuel-card', amount_fen: 48_500, paid_ago: 30 * HOUR },
  { platform: '云边卡盟', product: '200 Q币', amount_fen: 19_600, paid_ago: 50 * MINUTE },
  { platform: '星河点卡', product: '点券 60', kind: 'game-points', amount_fen: 5_700, paid_ago: 9 * HOUR, promised: { ago: HOUR, span: 3 * HOUR } },
]

const PENDING = { page: 'processing', bill: 'paid', account: 'same', paying: 'smooth' }

/** One case on every step of the ladder. */
export const ladderSeeds: Seed[] = [
  { platform: '云边卡盟', product: '1000 Q币', amount_fen: 98_500, paid_ago: 2 * DAY + 3 * HOUR, shots: 3 },
  { platform: '小满充值', product: '话费 100 元（移动）', kind: 'phone-credit-fast', amount_fen: 9_850, paid_ago: 9 * HOUR, account: '13800001234', diagnosed: { ago: 5 * HOUR, ...PENDING }, demanded_ago: 4 * HOUR, shots: 1, seller: { kind: 'operator', legal_name: '示例移动通信有限公司' } },
  { platform: '星河点卡', product: '王者荣耀 648 点券', kind: 'game-points', amount_fen: 61_200, paid_ago: 6 * DAY, diagnosed: { ago: 5 * DAY, ...PENDING }, demanded_ago: 4 * DAY, final: { ago: 3 * DAY, span: 2 * DAY }, shots: 4, seller: { kind: 'shop', marketplace: '某某商城', legal_name: '示例星河科技有限公司' } },
  {
    platform: '青柠会员', product: '视频会员半年卡', kind: 'membership', amount_fen: 18_800, paid_ago: 24 * DAY, diagnosed: { ago: 23 * DAY, page: 'success', bill: 'paid', account: 'same' }, demanded_ago: 22 * DAY, final: { ago: 20 * DAY, span: 2 * DAY }, shots: 5,
    filings: [{ to: 'payment', ago: 17 * DAY, number: 'TS20261106000017', answer: 'ended', answered_ago: 14 * DAY }, { to: '12315', ago: 6 * DAY, number: '13301062026111700023' }],
    seller: { kind: 'company', legal_name: '示例青柠网络科技有限公司', address: '示例省示例市高新区一号路 1 号', phone: '400-000-0000' },
  },
  { platform: '一夜卡盟', product: 'Steam 充值卡 500 元 卡密', kind: 'card-key', amount_fen: 47_000, paid_ago: 4 * DAY, merchant: null, diagnosed: { ago: 3 * DAY, page: 'missing', bill: 'paid', paying: 'smooth' }, demanded_ago: 3 * DAY, shots: 2, seller: { kind: 'nobody', vanished: true } },
  { platform: '小满充值', product: '话费慢充 200 元', kind: 'phone-credit-slow', amount_fen: 18_600, paid_ago: DAY, account: '13900005678' },
  { platform: '青柠会员', product: '音乐会员季卡', kind: 'membership', amount_fen: 4_500, paid_ago: 4 * DAY, status: 'refunded' },
]

/** Half a year with three platforms, one of them worse than the others. */
export function history(): Seed[] {
  const arrived = (count: number, late: number, seed: Seed & { took: number }): Seed[] =>
    Array.from({ length: count }, (_, i) => ({
      ...seed,
      paid_ago: (4 + i * (170 / count)) * DAY,
      status: i % 7 === 6 ? 'refunded' : 'arrived',
      took: seed.took * (i % late === late - 1 ? 14 : 1 + (i % 5) / 3),
      tags: i % 3 === 0 ? ['家里'] : i % 4 === 0 ? ['给爸妈充的', '报销'] : [],
    }))
  return [
    ...ordinary,
    { platform: '小满充值', seller: { kind: 'company', legal_name: '示例网络科技有限公司', phone: '400-000-0000', contact: 'QQ 群 000000', icp: '示例ICP备00000000号-1', notes: '晚上十点以后没有人。' }, paid_ago: 2 * DAY, shots: 5, status: 'arrived', kind: 'phone-credit-fast', product: '话费 50 元（移动）', amount_fen: 4_950, took: 6 * MINUTE },
    ...arrived(12, 12, { platform: '小满充值', kind: 'phone-credit-fast', product: '话费 50 元（移动）', amount_fen: 4_950, took: 6 * MINUTE }),
    ...arrived(8, 3, { platform: '云边卡盟', kind: 'q-coin', product: '500 Q币', amount_fen: 49_000, took: 3 * HOUR }),
    ...arrived(6, 2, { platform: '星河点卡', kind: 'game-points', product: '点券 328', amount_fen: 31_000, took: 40 * MINUTE }),
  ]
}
