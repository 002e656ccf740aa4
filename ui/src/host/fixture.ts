// An in-memory shell with made-up data: for the tests, and for looking at the page in a plain browser. Never in the production bundle.
import type { ChannelOption } from '@/bindings/ChannelOption'
import type { Code } from '@/bindings/Code'
import type { Draft } from '@/bindings/Draft'
import type { EventView } from '@/bindings/EventView'
import type { Failure } from '@/bindings/Failure'
import type { KindOption } from '@/bindings/KindOption'
import type { OrderDetail } from '@/bindings/OrderDetail'
import type { OrderView } from '@/bindings/OrderView'
import type { RoleOption } from '@/bindings/RoleOption'
import type { StagedShot } from '@/bindings/StagedShot'
import type { Settings } from '@/bindings/Settings'
import type { Status } from '@/bindings/Status'
import type { TodoCard } from '@/bindings/TodoCard'
import type { Topic } from '@/bindings/Topic'
import type { Host, HostEvents } from './host'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const fixtureKinds: KindOption[] = [
  { key: 'q-coin', name: 'Q币', window_seconds: 86_400, window_text: '24 小时', remind_text: '30 分钟', account_label: 'QQ 号' },
  { key: 'game-points', name: '游戏点券', window_seconds: 3600, window_text: '1 小时', remind_text: '30 分钟', account_label: '游戏账号' },
  { key: 'card-key', name: '卡密', window_seconds: 1800, window_text: '30 分钟', remind_text: '10 分钟', account_label: '接收账号' },
  { key: 'phone-credit-fast', name: '话费快充', window_seconds: 7200, window_text: '2 小时', remind_text: '30 分钟', account_label: '手机号' },
  { key: 'phone-credit-slow', name: '话费慢充', window_seconds: 259_200, window_text: '3 天', remind_text: '3 天', account_label: '手机号' },
  { key: 'membership', name: '会员', window_seconds: 7200, window_text: '2 小时', remind_text: '30 分钟', account_label: '会员账号' },
  { key: 'fuel-card', name: '油卡', window_seconds: 86_400, window_text: '24 小时', remind_text: '30 分钟', account_label: '油卡卡号' },
  { key: 'other', name: '其他', window_seconds: 86_400, window_text: '24 小时', remind_text: '30 分钟', account_label: '账号' },
]
const REMIND: Record<string, number> = { 'card-key': 10 * MINUTE, 'phone-credit-slow': 3 * DAY }
/** The kinds that ask for a confirmation before an order counts as overdue. */
const CONFIRM: Record<string, string> = { 'fuel-card': '加油卡充值后还要圈存才能用。请先到加油站、网点或 App 圈存一次，再看是否到账。' }
const CHANNELS: ChannelOption[] = [
  { key: 'wechat', name: '微信支付', payment_no_label: '交易单号', merchant_order_no_label: '商户单号' },
  { key: 'alipay', name: '支付宝', payment_no_label: '订单号', merchant_order_no_label: '商家订单号' },
  { key: 'unionpay', name: '云闪付', payment_no_label: '交易参考号', merchant_order_no_label: '商户订单号' },
  { key: 'other', name: '其他', payment_no_label: '支付单号', merchant_order_no_label: '商户单号' },
]
const ROLES: RoleOption[] = [
  { key: 'payment', name: '付款凭证' },
  { key: 'order-page', name: '订单页面' },
  { key: 'chat', name: '聊天记录' },
  { key: 'arrival-check', name: '到账查询' },
  { key: 'merchant-identity', name: '商户身份' },
  { key: 'other', name: '其他' },
]

export function refuse(code: Code, message: string): never {
  const failure: Failure = { code, message }
  throw failure
}

/** RFC 3339 with the local offset, as the shell writes it. */
function rfc(at: number): string {
  return new Date(at).toISOString().replace('Z', '+00:00')
}

export interface Seed {
  platform?: string
  product?: string
  kind?: string
  amount_fen?: number
  /** Milliseconds before now. */
  paid_ago?: number
  window_seconds?: number
  status?: Status
  account?: string | null
  order_no?: string | null
  merchant?: string | null
  note?: string | null
  channel?: string | null
  payment_no?: string | null
  sample?: boolean
  shots?: number
  demanded_ago?: number
  refused_ago?: number
  /** Given so long ago, for so long. */
  promised?: { ago: number; span: number }
  filed_ago?: number
  snoozed?: { ago: number; span: number }
}

export interface FixtureHost extends Host {
  /** Every command as it was called, for the tests. */
  calls: { name: string; args: unknown[] }[]
  /** Speaks as the shell does. */
  emit: <Name extends keyof HostEvents>(name: Name, payload: HostEvents[Name]) => void
  orders: Map<number, OrderDetail>
  /** How many alerts nobody has been shown. */
  unseen: number
  /** What the system refuses when the settings are written. */
  refusals: string[]
}

export function createFixtureHost(seeds: Seed[] = [], clock: () => number = Date.now): FixtureHost {
  const orders = new Map<number, OrderDetail>()
  const staged = new Map<string, StagedShot>()
  const listeners = new Map<string, Set<(payload: never) => void>>()
  const calls: FixtureHost['calls'] = []
  const releases = new Map<string, string>()
  let settings: Settings = { quiet_hours: '23:00-08:00', close_to_tray: true, start_at_login: false, global_shortcut: true }
  let pausedUntil = 0
  let lastId = 0
  let lastShot = 0

  function emit<Name extends keyof HostEvents>(name: Name, payload: HostEvents[Name]): void {
    for (const tell of listeners.get(name) ?? []) tell(payload as never)
  }

  function record(order: OrderDetail, event: Partial<EventView> & Pick<EventView, 'kind'>, at = clock()): void {
    order.events.push({
      seq: order.events.length + 1,
      at: rfc(at),
      recorded_at: rfc(at),
      text: null,
      until: null,
      amount_fen: null,
      shot_sha256: null,
      undoes: null,
      undone: false,
      facts: null,
      hash: 'f'.repeat(64),
      hashed_ms: [at, at, null],
      ...event,
    })
  }

  /** Status is what the facts say, so that undoing is only marking. */
  function settle(order: OrderDetail): void {
    const live = order.events.filter((event) => !event.undone)
    order.refunded_fen = live.reduce((sum, event) => sum + (event.kind === 'refunded' ? (event.amount_fen ?? 0) : 0), 0)
    const last = live.findLast((event) => event.kind === 'arrived' || event.kind === 'closed')
    const whole = order.refunded_fen >= order.amount_fen
    const course = courseOf(order, live)
    const unconfirmed = order.kind in CONFIRM && !live.some((event) => event.kind === 'checked')
    order.status = whole
      ? 'refunded'
      : last?.kind === 'arrived'
        ? 'arrived'
        : last?.kind === 'closed'
          ? 'closed'
          : Date.parse(order.due_at) <= clock() && !unconfirmed
            ? 'overdue'
            : 'awaiting'
    order.closed_reason = order.status === 'closed' ? (last?.text ?? null) : null
    order.settled_at = order.status === 'awaiting' || order.status === 'overdue' ? null : (live.at(-1)?.at ?? null)
    order.stage = order.settled_at ? 'closed' : order.status === 'overdue' ? 'demand' : 'waiting'
    order.deadlines = course.deadlines
    order.snoozed_until = course.snoozed_until
    const begun: { at: string; topic: Topic }[] = order.deadlines.length > 0 ? [...order.deadlines] : [{ at: order.due_at, topic: unconfirmed ? 'confirm' : 'overdue' }]
    if (order.deadlines.length === 0 && order.remind_at) begun.push({ at: order.remind_at, topic: 'remind' })
    const passed = begun.filter((one) => Date.parse(one.at) <= clock()).sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    const put = order.snoozed_until !== null && Date.parse(order.snoozed_until) > clock()
    order.topic = order.settled_at || put ? null : (passed[0]?.topic ?? null)
  }

  /** What is waited for since the person last did something. */
  function courseOf(order: OrderDetail, live: EventView[]): Pick<OrderDetail, 'deadlines' | 'snoozed_until'> {
    let deadlines: OrderDetail['deadlines'] = []
    let snoozed: string | null = null
    for (const event of live) {
      const after = (span: number): string => rfc(Date.parse(event.at) + span)
      const midnight = (days: number): string => {
        const day = new Date(event.at)
        day.setHours(24 * (days + 1), 0, 0, 0)
        return rfc(day.getTime())
      }
      if (event.kind === 'snoozed') snoozed = event.until
      else if (event.kind === 'contacted' || event.kind === 'demanded') deadlines = [{ at: event.until ?? after(DAY), topic: event.until ? 'final-deadline' : 'no-reply' }]
      else if (event.kind === 'promised') deadlines = [event.until ? { at: event.until, topic: 'promise-broken' } : { at: after(DAY), topic: 'no-reply' }]
      else if (event.kind === 'refused') deadlines = [{ at: after(HOUR), topic: 'refused' }]
      else if (event.kind === 'filed') {
        deadlines =
          order.channel === 'wechat'
            ? [{ at: midnight(1), topic: 'dispute-reply' }, { at: midnight(3), topic: 'dispute-finish' }]
            : [{ at: after(3 * DAY), topic: 'dispute-follow-up' }]
      } else if (event.kind === 'checked') {
        if (deadlines.length === 0 && Date.parse(event.at) >= Date.parse(order.due_at)) deadlines = [{ at: after(4 * HOUR), topic: 'overdue' }]
        else if (deadlines.length === 0) deadlines = [{ at: order.due_at, topic: 'overdue' }]
      } else continue
      if (event.kind !== 'snoozed') snoozed = null
    }
    return { deadlines, snoozed_until: snoozed }
  }

  function plant(seed: Seed): OrderDetail {
    const kind = fixtureKinds.find((option) => option.key === (seed.kind ?? 'q-coin')) ?? fixtureKinds[0]!
    const paid = clock() - (seed.paid_ago ?? HOUR)
    const window = seed.window_seconds ?? kind.window_seconds
    const order: OrderDetail = {
      id: ++lastId,
      platform: seed.platform ?? '云边卡盟',
      product: seed.product ?? '1000 Q币',
      kind: kind.key,
      account: seed.account === undefined ? '1234567890' : seed.account,
      order_no: seed.order_no === undefined ? `YB20261120${String(lastId).padStart(6, '0')}` : seed.order_no,
      amount_fen: seed.amount_fen ?? 9850,
      refunded_fen: 0,
      channel: seed.channel === undefined ? 'wechat' : seed.channel,
      payment_no: seed.payment_no === undefined ? '4200002026112000000000000000' : seed.payment_no,
      merchant_order_no: null,
      merchant: seed.merchant === undefined ? '某某网络科技有限公司' : seed.merchant,
      note: seed.note ?? null,
      paid_at: rfc(paid),
      window_seconds: window,
      window_promised: seed.window_seconds !== undefined,
      counted_from: rfc(paid),
      remind_at: (REMIND[kind.key] ?? 30 * MINUTE) < window * 1000 ? rfc(paid + (REMIND[kind.key] ?? 30 * MINUTE)) : null,
      due_at: rfc(paid + window * 1000),
      topic: null,
      deadlines: [],
      snoozed_until: null,
      status: 'awaiting',
      stage: 'waiting',
      next_alert_at: null,
      settled_at: null,
      closed_reason: null,
      sample: seed.sample ?? false,
      created_at: rfc(paid + 5 * MINUTE),
      events: [],
      shots: [],
    }
    record(order, { kind: 'logged' }, paid + 5 * MINUTE)
    for (let i = 0; i < (seed.shots ?? 0); i++) {
      const shot = newShot(`截图 ${i + 1}.png`, 120_000 + i * 31_000)
      order.shots.push({ ...shot, role: ROLES[i % ROLES.length]!.key, added_at: rfc(paid + 5 * MINUTE) })
    }
    if (seed.demanded_ago !== undefined) record(order, { kind: 'demanded', text: '您好，订单已超过承诺的到账时间，请在今天 18:00 前给出处理结果。' }, clock() - seed.demanded_ago)
    if (seed.refused_ago !== undefined) record(order, { kind: 'refused', text: '客服说充值成功，不退款。' }, clock() - seed.refused_ago)
    if (seed.promised) record(order, { kind: 'promised', text: '客服说会补发。', until: rfc(clock() - seed.promised.ago + seed.promised.span) }, clock() - seed.promised.ago)
    if (seed.filed_ago !== undefined) record(order, { kind: 'filed', text: '向支付渠道投诉' }, clock() - seed.filed_ago)
    if (seed.snoozed) record(order, { kind: 'snoozed', until: rfc(clock() - seed.snoozed.ago + seed.snoozed.span) }, clock() - seed.snoozed.ago)
    if (seed.status === 'arrived') record(order, { kind: 'arrived' })
    if (seed.status === 'closed') record(order, { kind: 'closed', text: '记错了' })
    if (seed.status === 'refunded') record(order, { kind: 'refunded', amount_fen: order.amount_fen })
    settle(order)
    orders.set(order.id, order)
    return order
  }

  function newShot(name: string, bytes: number, media = 'image/png'): StagedShot {
    const shot: StagedShot = { sha256: (++lastShot).toString(16).padStart(64, '0'), name, media, bytes, width: 1080, height: 2340 }
    return shot
  }

  function stage(name: string, bytes: number): StagedShot {
    const shot = newShot(name, bytes)
    staged.set(shot.sha256, shot)
    return shot
  }

  /** "1h", "3d" or a moment. */
  function readUntil(text: string): number {
    const span = /^(\d+)([mhd])$/.exec(text)
    if (span) return clock() + Number(span[1]) * { m: MINUTE, h: HOUR, d: DAY }[span[2] as 'm' | 'h' | 'd']
    return Date.parse(text.replace(' ', 'T'))
  }

  function find(id: number): OrderDetail {
    return orders.get(id) ?? refuse('not-found', '这笔订单已经不在了')
  }

  /** Late ones first and the latest of them first, then those still running by due moment, then the settled ones. */
  function byUrgency(a: OrderView, b: OrderView): number {
    const rank = (order: OrderView): number => (order.status === 'overdue' ? 0 : order.status === 'awaiting' ? 1 : 2)
    return rank(a) - rank(b) || Date.parse(a.due_at) - Date.parse(b.due_at) || a.id - b.id
  }

  function matching(search: string): OrderDetail[] {
    const tokens = search.toLowerCase().split(/\s+/).filter(Boolean)
    return [...orders.values()].filter((order) => {
      const text = [order.platform, order.product, order.order_no, order.account, order.note, order.merchant].join(' ').toLowerCase()
      return tokens.every((token) => text.includes(token))
    })
  }

  function read(draft: Draft): Seed {
    if (draft.platform.trim() === '') refuse('platform', '请填写在哪个平台买的')
    if (draft.product.trim() === '') refuse('product', '请填写买了什么')
    const kind = fixtureKinds.find((option) => option.key === draft.kind) ?? refuse('kind', '请选择品类')
    if (!/^\d+(\.\d{1,2})?$/.test(draft.amount.trim())) refuse('amount', '金额要写成 98.50 这样，单位是元')
    if (draft.paid_at.trim() === '') refuse('paid_at', '请填写付款时间')
    const paid = /^\d{4}-/.test(draft.paid_at) ? Date.parse(draft.paid_at.replace(' ', 'T')) : clock()
    if (Number.isNaN(paid)) refuse('paid_at', '看不懂这个付款时间，请写成 2026-11-20 21:03')
    const window = /^(\d+)\s*(分钟|小时|天)$/.exec(draft.window.trim())
    if (draft.window.trim() !== '' && !window) refuse('window', '时限要写成 30分钟、2小时 或 3天')
    const unit = { 分钟: 60, 小时: 3600, 天: 86_400 }[window?.[2] ?? '分钟']!
    return {
      platform: draft.platform.trim(),
      product: draft.product.trim(),
      kind: kind.key,
      amount_fen: Math.round(Number(draft.amount) * 100),
      paid_ago: clock() - paid,
      account: draft.account || null,
      order_no: draft.order_no || null,
      channel: draft.channel || null,
      payment_no: draft.payment_no || null,
      merchant: draft.merchant || null,
      note: draft.note || null,
      ...(window ? { window_seconds: Number(window[1]) * unit } : {}),
    }
  }

  /** Runs one command as the shell would: later, on a copy, and telling the page when something was written. */
  async function command<T>(name: string, args: unknown[], act: () => T, writes = false): Promise<T> {
    calls.push({ name, args })
    await Promise.resolve()
    for (const order of orders.values()) settle(order)
    const answer = structuredClone(act())
    if (writes) queueMicrotask(() => emit('orders://changed', {}))
    return answer
  }

  for (const seed of seeds) plant(seed)

  const host: FixtureHost = {
    calls,
    emit,
    orders,
    unseen: 0,
    refusals: [],
    options: () =>
      command('options', [], () => ({
        kinds: fixtureKinds,
        channels: CHANNELS,
        roles: ROLES,
        platforms: [...new Set([...orders.values()].map((order) => order.platform))],
      })),
    todo: () =>
      command('todo', [], () => {
        const all = [...orders.values()].sort(byUrgency)
        const late = all.filter((order) => order.status === 'overdue')
        const awaiting = all.filter((order) => order.status === 'awaiting')
        const card = (order: OrderDetail): TodoCard => ({
          order,
          last_demanded_at: order.events.findLast((event) => event.kind === 'demanded' && !event.undone)?.at ?? null,
          confirm: order.topic === 'confirm' ? (CONFIRM[order.kind] ?? null) : null,
        })
        return {
          cards: all.filter((order) => order.topic !== null).slice(0, 50).map(card),
          waiting: late.slice(0, 50).filter((order) => order.topic === null).map(card),
          unseen: host.unseen,
          overdue_fen: late.reduce((sum, order) => sum + order.amount_fen - order.refunded_fen, 0),
          overdue: late.length,
          awaiting: awaiting.length,
          next_due: awaiting[0] ?? null,
          paused_until: pausedUntil > clock() ? rfc(pausedUntil) : null,
          total: orders.size,
          samples: all.filter((order) => order.sample).length,
        }
      }),
    listOrders: (query) =>
      command('list_orders', [query], () => {
        const found = matching(query.search).filter((order) => query.status === null || order.status === query.status).sort(byUrgency)
        const from = Number(query.after ?? 0)
        const upTo = from + query.limit
        return { orders: found.slice(from, upTo), next: upTo < found.length ? String(upTo) : null }
      }),
    countOrders: (search) =>
      command('count_orders', [search], () => {
        const counts = { all: 0, awaiting: 0, overdue: 0, arrived: 0, refunded: 0, closed: 0 }
        for (const order of matching(search)) {
          counts.all += 1
          counts[order.status] += 1
        }
        return counts
      }),
    showOrder: (id) => command('show_order', [id], () => find(id)),

    logOrder: (draft) =>
      command('log_order', [draft], () => {
        const seed = read(draft)
        const twin = [...orders.values()].find((order) => order.platform === seed.platform && order.amount_fen === seed.amount_fen && order.product === seed.product)
        if (twin && !draft.force) refuse('duplicate', `看起来已经记过：${twin.platform}，${twin.product}`)
        const order = plant(seed)
        for (const shot of draft.shots) {
          const known = staged.get(shot.sha256) ?? refuse('shot', '有一张截图已经不在了，请重新放入')
          order.shots.push({ ...known, role: shot.role, added_at: rfc(clock()) })
          staged.delete(shot.sha256)
        }
        return order
      }, true),
    editOrder: (id, draft) =>
      command('edit_order', [id, draft], () => {
        const order = find(id)
        const seed = read(draft)
        const window = seed.window_seconds ?? fixtureKinds.find((option) => option.key === seed.kind)!.window_seconds
        const paid = clock() - seed.paid_ago!
        Object.assign(order, {
          platform: seed.platform,
          product: seed.product,
          kind: seed.kind,
          amount_fen: seed.amount_fen,
          account: seed.account,
          order_no: seed.order_no,
          channel: seed.channel,
          payment_no: seed.payment_no,
          merchant: seed.merchant,
          note: seed.note,
          paid_at: rfc(paid),
          window_seconds: window,
          window_promised: seed.window_seconds !== undefined,
          due_at: rfc(paid + window * 1000),
        })
        record(order, { kind: 'edited' })
        settle(order)
        return order
      }, true),
    stageBytes: (name, bytes) => command('stage_bytes', [name, bytes], () => ({ staged: [stage(name, bytes.length)], refused: [] })),
    stageClipboard: () => command('stage_clipboard', [], () => ({ staged: [stage('剪贴板.png', 88_000)], refused: [] })),
    chooseFiles: () =>
      command('choose_files', [], () => ({ staged: [stage('付款截图.png', 231_000), stage('订单页面.png', 187_000)], refused: ['「说明.docx」不是图片或 PDF，没有放入'] })),
    discardStaged: (sha256) => command('discard_staged', [sha256], () => void staged.delete(sha256)),
    attachShots: (id, shots) =>
      command('attach_shots', [id, shots], () => {
        const order = find(id)
        for (const shot of shots) {
          const known = staged.get(shot.sha256) ?? refuse('shot', '有一张截图已经不在了，请重新放入')
          order.shots.push({ ...known, role: shot.role, added_at: rfc(clock()) })
          record(order, { kind: 'shot-added', shot_sha256: shot.sha256, text: known.name })
        }
        return order
      }, true),

    markArrived: (id, at) =>
      command('mark_arrived', [id, at], () => {
        const order = find(id)
        record(order, { kind: 'arrived' })
        settle(order)
        return order
      }, true),
    markRefunded: (id, amount, at) =>
      command('mark_refunded', [id, amount, at], () => {
        const order = find(id)
        const fen = Math.round(Number(amount) * 100)
        if (!(fen > 0)) refuse('refund_amount', '退款金额要写成 98.50 这样，单位是元')
        if (fen > order.amount_fen - order.refunded_fen) refuse('refund_amount', '退款不能多过付的钱')
        record(order, { kind: 'refunded', amount_fen: fen })
        settle(order)
        return order
      }, true),
    closeOrder: (id, reason) =>
      command('close_order', [id, reason], () => {
        const order = find(id)
        if (reason.trim() === '') refuse('reason', '请写一句为什么关闭')
        record(order, { kind: 'closed', text: reason.trim() })
        settle(order)
        return order
      }, true),
    undoEvent: (id, seq) =>
      command('undo_event', [id, seq], () => {
        const order = find(id)
        const event = order.events.find((candidate) => candidate.seq === seq) ?? refuse('not-found', '这条记录已经不在了')
        event.undone = true
        record(order, { kind: 'undone', undoes: seq })
        settle(order)
        return order
      }, true),
    addEvent: (id, event) =>
      command('add_event', [id, event], () => {
        const order = find(id)
        if (event.kind === 'note' && event.text.trim() === '') refuse('text', '请写点什么')
        const until = readUntil(event.until)
        if (event.until && Number.isNaN(until)) refuse('until', '看不懂这个时间，请写成 2026-11-24 18:00')
        if (event.kind === 'snoozed' && !event.until) refuse('until', '还没有说到什么时候再提醒')
        record(order, { kind: event.kind, text: event.text || null, until: event.until ? rfc(until) : null })
        settle(order)
        return order
      }, true),

    fileComplaint: (id, number, at) =>
      command('file_complaint', [id, number, at], () => {
        const order = find(id)
        const filed = at.trim() === '' ? clock() : Date.parse(at.replace(' ', 'T'))
        if (Number.isNaN(filed)) refuse('at', `看不懂时间“${at}”，请写成 2026-11-20 21:03:45`)
        if (filed < Date.parse(order.paid_at)) refuse('at', '时间早于付款时间，请核对。')
        record(order, { kind: 'filed', text: number.trim() ? `向支付渠道投诉，编号 ${number.trim()}` : '向支付渠道投诉' }, filed)
        settle(order)
        return order
      }, true),
    pauseReminders: (pause) =>
      command('pause_reminders', [pause], () => {
        const morning = new Date(clock())
        morning.setHours(morning.getHours() >= 8 ? 32 : 8, 0, 0, 0)
        pausedUntil = { hour: clock() + HOUR, morning: morning.getTime(), day: clock() + DAY, no: 0 }[pause]
      }, true),
    releaseTimes: (platform) => command('release_times', [platform], () => releases.get(platform) ?? ''),
    setReleaseTimes: (platform, times) =>
      command('set_release_times', [platform, times], () => {
        const all = times.split(/[,，、;；\s]+/).filter(Boolean).map((time) => time.replace('：', ':'))
        const wrong = all.find((time) => !/^([01]?\d|2[0-3]):[0-5]\d$/.test(time))
        if (wrong !== undefined) refuse('text', `没有“${wrong}”这个钟点，请写成 10:00、22:00 这样。`)
        releases.set(platform, all.join('、'))
        return all.join('、')
      }, true),
    exportCalendar: () => command('export_calendar', [], () => '/家/文档/到账证据包/到账期限.ics'),

    letter: (id, to) =>
      command('letter', [id, to], () => {
        const order = find(id)
        const text = `您好，我在贵平台购买的「${order.product}」至今没有到账。\n付款时间：${order.paid_at.slice(0, 16).replace('T', ' ')}\n金额：${(order.amount_fen / 100).toFixed(2)} 元\n订单号：${order.order_no ?? '无'}\n充值账号：${order.account ?? '无'}\n已经超过到账时限，请核实后在 24 小时内充值到账，或原路退款，并告诉我处理结果。`
        return { to, recipient: `${order.platform}客服`, text, chars: Array.from(text).length, limit: 300, missing: order.order_no ? [] : ['订单号'] }
      }),
    copyLetter: (id, to, text) =>
      command('copy_letter', [id, to, text], () => {
        const order = find(id)
        record(order, { kind: 'demanded', text })
        settle(order)
        return order
      }, true),
    exportPackage: async (ids, choose) => {
      emit('export://progress', { done: 1, total: 4 })
      return command('export_package', [ids, choose], () => ({ dir: '/家/证据包/到账-2026-11-20', files: 7, bytes: 1_830_000, warnings: ['还没有商户身份的截图，12315 可能要求补充'] }))
    },
    openExport: (dir) => command('open_export', [dir], () => undefined),

    loadSamples: () => command('load_samples', [], () => ordinary.map((seed) => plant({ ...seed, sample: true })).length, true),
    removeSamples: () =>
      command('remove_samples', [], () => {
        const samples = [...orders.values()].filter((order) => order.sample)
        for (const order of samples) orders.delete(order.id)
        return samples.length
      }, true),
    about: () => command('about', [], () => ({ version: '0.1.0', data_file: '/家/数据/daozhang/daozhang.db' })),
    settings: () => command('settings', [], () => settings),
    setSettings: (wanted) =>
      command('set_settings', [wanted], () => {
        if (!/^(([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)?$/.test(wanted.quiet_hours)) refuse('text', '安静时段看不懂，请写成 23:00-08:00；不需要就留空。')
        settings = { ...wanted }
        return host.refusals
      }, true),
    pageReady: () => command('page_ready', [], () => undefined),
    reportPageError: (message) => command('report_page_error', [message], () => undefined),

    on(name, tell) {
      const all = listeners.get(name) ?? new Set()
      listeners.set(name, all)
      all.add(tell as (payload: never) => void)
      return () => void all.delete(tell as (payload: never) => void)
    },
    pictureUrl: (sha256) => picture(sha256, 1080, 2340),
    thumbUrl: (sha256) => picture(sha256, 240, 520),
  }
  return host
}

/** A stand-in for a payment screenshot. */
function picture(sha256: string, width: number, height: number): string {
  const hue = (Number.parseInt(sha256.slice(-6), 16) * 67) % 360
  const bar = (y: number, w: number, ink: string): string => `<rect x="40" y="${y}" width="${w}" height="26" rx="8" fill="${ink}"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 540 1170"><rect width="540" height="1170" fill="hsl(${hue} 30% 96%)"/><circle cx="270" cy="190" r="60" fill="hsl(${hue} 45% 45%)"/>${bar(300, 460, '#888')}${bar(370, 300, '#bbb')}${bar(440, 420, '#bbb')}${bar(510, 250, '#bbb')}${bar(580, 380, '#bbb')}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

const ordinary: Seed[] = [
  { platform: '云边卡盟', product: '1000 Q币', amount_fen: 98_500, paid_ago: 2 * DAY + 3 * HOUR, shots: 3 },
  { platform: '小满充值', product: '话费 100 元（移动）', kind: 'phone-credit-fast', amount_fen: 9_850, paid_ago: 5 * HOUR, account: '13800001234', demanded_ago: 2 * HOUR, shots: 1 },
  { platform: '星河点卡', product: '王者荣耀 648 点券', kind: 'game-points', amount_fen: 61_200, paid_ago: 65 * MINUTE, shots: 2 },
  { platform: '云边卡盟', product: 'Steam 充值卡 50 元 卡密', kind: 'card-key', amount_fen: 4_700, paid_ago: 18 * MINUTE },
  { platform: '小满充值', product: '话费慢充 200 元', kind: 'phone-credit-slow', amount_fen: 18_600, paid_ago: DAY, account: '13900005678' },
  { platform: '青柠会员', product: '视频会员年卡', kind: 'membership', amount_fen: 14_800, paid_ago: 3 * DAY, status: 'arrived' },
  { platform: '青柠会员', product: '音乐会员季卡', kind: 'membership', amount_fen: 4_500, paid_ago: 4 * DAY, status: 'refunded' },
  { platform: '星河点卡', product: '油卡 500 元', kind: 'fuel-card', amount_fen: 48_500, paid_ago: 9 * DAY, status: 'closed' },
]

/** One of every kind of thing that can need the person. */
const reminders: Seed[] = [
  ...ordinary,
  { platform: '云边卡盟', product: '500 Q币', amount_fen: 49_000, paid_ago: 3 * DAY, demanded_ago: 26 * HOUR },
  { platform: '星河点卡', product: '点券 328', kind: 'game-points', amount_fen: 31_000, paid_ago: 2 * DAY, promised: { ago: 8 * HOUR, span: 5 * HOUR } },
  { platform: '青柠会员', product: '视频会员半年卡', kind: 'membership', amount_fen: 8_800, paid_ago: 2 * DAY, refused_ago: 3 * HOUR },
  { platform: '小满充值', product: '话费 50 元（联通）', kind: 'phone-credit-fast', amount_fen: 4_950, paid_ago: 6 * DAY, filed_ago: 2 * DAY },
  { platform: '中油在线', product: '油卡 500 元', kind: 'fuel-card', amount_fen: 48_500, paid_ago: 30 * HOUR },
  { platform: '云边卡盟', product: '200 Q币', amount_fen: 19_600, paid_ago: 50 * MINUTE },
  { platform: '星河点卡', product: '点券 60', kind: 'game-points', amount_fen: 5_700, paid_ago: 9 * HOUR, promised: { ago: HOUR, span: 3 * HOUR } },
]

function many(): Seed[] {
  const long = '特别特别长的商品名称'.repeat(20)
  const seeds: Seed[] = [
    { product: long, platform: '名字非常非常长的某某某某网络充值平台'.repeat(10), account: '9'.repeat(200), order_no: 'X'.repeat(200), note: '备注'.repeat(100), merchant: '某某'.repeat(100), amount_fen: 123_456_789_00, paid_ago: 40 * DAY, shots: 14, demanded_ago: DAY },
    { product: '<img src=x onerror="document.title=1">{{7*7}}', platform: '<b>平台</b>', note: '{{constructor}}', paid_ago: 3 * DAY },
  ]
  for (let i = 0; i < 58; i++) seeds.push({ ...ordinary[i % ordinary.length]!, paid_ago: (i * 3.7 + 0.2) * HOUR, product: `${ordinary[i % ordinary.length]!.product} 第 ${i + 1} 笔` })
  return seeds
}

/** `?data=empty|ordinary|calm|many|reminders|quiet` chooses what there is to look at. */
export function fixtureFromAddress(address: string): FixtureHost {
  const wish = new URLSearchParams(address).get('data') ?? 'ordinary'
  if (wish === 'empty') return createFixtureHost()
  if (wish === 'many') return createFixtureHost(many())
  if (wish === 'reminders') {
    const host = createFixtureHost(reminders)
    host.unseen = 2
    void host.pauseReminders('morning')
    void host.setReleaseTimes('云边卡盟', '10:00、22:00')
    return host
  }
  if (wish === 'quiet') return createFixtureHost([{ ...reminders.at(-1)! }, ordinary[1]!, { ...ordinary[2]!, snoozed: { ago: MINUTE, span: HOUR } }])
  if (wish === 'calm') return createFixtureHost(ordinary.slice(3))
  if (wish === 'samples') return createFixtureHost(ordinary.map((seed) => ({ ...seed, sample: true })))
  return createFixtureHost(ordinary)
}
