import type { KindOption } from '@/bindings/KindOption'

// How people write what they bought. The first that fits wins, so the narrow ones stand before the wide ones.
const SIGNS: [kind: string, sign: RegExp][] = [
  ['q-coin', /q\s*币|qb\b|扣币/i],
  ['card-key', /卡密|激活码|兑换码|cdk|礼品卡/i],
  ['fuel-card', /油卡|加油|中石化|中石油/],
  ['electricity', /电费/],
  ['data-plan', /流量/],
  ['phone-credit-slow', /话费.*慢充|慢充/],
  ['phone-credit-fast', /话费|充值卡|移动.*元|联通.*元|电信.*元/],
  ['membership', /会员|vip|季卡|年卡|月卡|黄钻|绿钻/i],
  ['game-points', /点券|点卡|元宝|钻石|金币|皮肤|原石|代币|游戏/],
]

/** The kind a product's name speaks of, if the shell knows that kind. */
export function guessKind(product: string, kinds: KindOption[]): string {
  const found = SIGNS.find(([kind, sign]) => sign.test(product) && kinds.some((option) => option.key === kind))
  return found?.[0] ?? ''
}
