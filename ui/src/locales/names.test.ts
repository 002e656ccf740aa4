// The names of what the app knows by a word, in both languages.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Answers } from '@/bindings/Answers'
import type { Diagnosis } from '@/bindings/Diagnosis'
import { createWorld, DAY, HOUR, type World } from '@/test/world'

const RULES = join(process.cwd(), '..', 'src-tauri', 'core', 'rules')
/** What a person has to find under this name in another app. */
const PROPER = /交易单号|商户单号|交易订单号|商家订单号|黑猫投诉/g
const NOTHING: Answers = { page: null, bill: null, account: null, paying: null }
const NOT_ENGLISH = /^\s*$|[\p{Script=Han}，。：；！？（）「」、]/u

/** The values of a key in the tables of one name in a rule file. */
function values(file: string, table: string, key = 'key'): string[] {
  const parts = readFileSync(join(RULES, file), 'utf8').split(/^(?=\[\[)/m)
  return parts.filter((part) => part.startsWith(`[[${table}]]`)).map((part) => new RegExp(`^${key} = "([^"]+)"`, 'm').exec(part)![1]!)
}

const sorted = (words: Iterable<string>): string[] => [...new Set(words)].sort()

/** Everything that can be found of an order. */
async function found(host: World, id: number, answers = NOTHING): Promise<Diagnosis[]> {
  const turn = await host.app.diagnose(id, answers, false)
  if (turn.found) return [turn.found]
  const { key, options } = turn.question!
  const all: Diagnosis[] = []
  for (const option of options) all.push(...(await found(host, id, { ...turn.answers, [key]: option.key })))
  return all
}

type Names = Record<string, Record<string, string>>

/** What the core calls what it knows by a word. */
async function named(host: World): Promise<Names> {
  const names = <T>(list: T[], key: (it: T) => string, name: (it: T) => string): Record<string, string> => Object.fromEntries(list.map((it) => [key(it), name(it)]))
  const { kinds, channels } = await host.app.options()
  const { rules } = await host.app.rules()
  const { steps } = await host.app.escalation(1)
  const { groups } = await host.app.preflight([1], { own_use: true, real_identity: true, not_elsewhere: true })
  const rulesOf = (wanted: string): Record<string, string> => names(rules.filter(({ group }) => group === wanted), ({ key }) => key, ({ name }) => name)
  const letters = rulesOf('letter')
  const views = []
  for (const to of Object.keys(letters)) views.push(await host.app.letter(1, to, { answer_by: '', fraud: false }))
  const causes = [...(await found(host, 1)), ...(await found(host, 2)), ...(await found(host, 3)), ...(await found(host, 4))]
  return {
    kinds: names(kinds, ({ key }) => key, ({ name }) => name),
    windows: rulesOf('window'),
    accounts: names(kinds, ({ key }) => key, (it) => it.account_label),
    channels: names(channels, ({ key }) => key, ({ name }) => name),
    'payment numbers': names(channels, ({ key }) => key, (it) => it.payment_no_label),
    'merchant numbers': names(channels, ({ key }) => key, (it) => it.merchant_order_no_label),
    steps: names(steps, ({ key }) => key, ({ name }) => name),
    limits: rulesOf('limit'),
    evidence: names(groups, ({ key }) => key, ({ name }) => name),
    causes: names(causes, ({ cause }) => cause, (it) => it.cause_name),
    whos: names(causes, ({ who }) => who, (it) => it.who_name),
    letters,
    'letters of orders': names(views, ({ to }) => to, ({ name }) => name),
    recipients: names(views, ({ to }) => to, ({ recipient }) => recipient),
  }
}

it('everything that the rules name has its name in English', async () => {
  const host = await createWorld([{ paid_ago: 30 * HOUR }, { paid_ago: HOUR }, { paid_ago: 10 * DAY }, { paid_ago: 30 * HOUR, requested: '9999.01' }])
  const chinese = await named(host)
  await host.app.setSettings({ ...(await host.app.settings()), language: 'en' })
  const english = await named(host)
  const kinds = values('product-kinds.toml', 'kind')
  const channels = values('channels.toml', 'channel')
  const letters = readdirSync(join(RULES, 'letters')).map((file) => file.replace(/\.toml$/, ''))
  const wanted: Record<string, string[]> = {
    kinds, windows: kinds, accounts: kinds, channels, 'payment numbers': channels, 'merchant numbers': channels,
    steps: values('steps.toml', 'step'), limits: values('limits.toml', 'limit'), evidence: values('evidence.toml', 'group'),
    causes: values('diagnosis.toml', 'row', 'cause'), whos: values('diagnosis.toml', 'row', 'who'),
    letters, 'letters of orders': letters, recipients: letters,
  }
  for (const [room, keys] of Object.entries(wanted)) {
    expect(keys.length, room).toBeGreaterThan(3)
    for (const names of [english, chinese]) expect(sorted(Object.keys(names[room]!)), room).toEqual(sorted(keys))
    for (const [key, name] of Object.entries(english[room]!)) {
      expect(name.replace(PROPER, ''), `${room}: ${key}`).not.toMatch(NOT_ENGLISH)
      expect(chinese[room]![key], `${room}: ${key}`).toMatch(/\p{Script=Han}/u)
    }
  }
  expect(english).toMatchObject({
    kinds: { 'q-coin': 'Q coins', 'phone-credit-slow': 'Phone credit, slow' },
    accounts: { 'q-coin': 'QQ number' },
    'payment numbers': { wechat: 'Transaction no. (交易单号)', alipay: 'Transaction no. (交易订单号)' },
    'merchant numbers': { wechat: 'Merchant no. (商户单号)', alipay: 'Merchant no. (商家订单号)' },
    steps: { '12315': '12315 complaint', heimao: 'Black Cat complaint (黑猫投诉)' },
    recipients: { '12315': '12315, complaint text' },
  })
  expect(chinese).toMatchObject({ kinds: { 'q-coin': 'Q币' } })
})
