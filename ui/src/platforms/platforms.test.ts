// The platforms and what is known of each.
import { describe, expect, it, vi } from 'vitest'
import { createWorld, ordersOf, refuse, type Seed } from '@/test/world'
import { percent, roundedWindow, tookText } from '@/format/took'
import { createWords } from '@/locales'
import { all, called, click, find, get, openPage, press, settled, type } from '@/test/page'
// Pages come when somebody goes there; a test that goes there wants them at once.
import './PlatformPage.vue'
import './PlatformsPage.vue'

const drawn = vi.hoisted(() => [] as { series: { data: unknown[]; markLine?: unknown }[] }[])
vi.mock('@/charts/draw', () => ({ draw: () => ({ show: (option: (typeof drawn)[number]) => drawn.push(option), resize: () => undefined, end: () => undefined }) }))

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const words = createWords().global.t as (key: string, values?: Record<string, unknown>) => string

const arrived = (platform: string, n: number, took = 20 * MINUTE): Seed[] => Array.from({ length: n }, (_, i) => ({ platform, product: `${platform}${i + 1}`, paid_ago: (i + 2) * DAY, status: 'arrived' as const, took: took + i * MINUTE }))
const SOME: Seed[] = [...arrived('小满充值', 12), { platform: '云边卡盟', product: '没到的', amount_fen: 98_500, paid_ago: 3 * DAY }, { platform: '青柠会员', status: 'arrived', seller: { kind: 'company', legal_name: '示例青柠网络科技有限公司' } }]
const at = (name: string): string => `/platforms/${encodeURIComponent(name)}`
const names = (): (string | undefined)[] => all('platform-row').map((row) => row.querySelector('.name')?.textContent?.trim())

describe('平台', () => {
  it('lists them with what is open first, and what their record says', async () => {
    await openPage(SOME, '/platforms')
    expect(names()[0]).toBe('云边卡盟')
    expect(all('platform-row')[0]!.textContent).toContain('¥985.00')
    const reliable = all('platform-row').find((row) => row.textContent?.includes('小满充值'))!
    expect(reliable.querySelector('[data-level="good"]')?.textContent).toBe('靠得住')
    expect(reliable.textContent).toContain('12 笔')
    expect(all('platform-row').find((row) => row.textContent?.includes('青柠'))!.textContent).toContain('还看不出')
  })

  it('finds by name and by the full name of the company, as typed', async () => {
    await openPage(SOME, '/platforms')
    await type('platform-search', '网络科技')
    expect(names()).toEqual(['青柠会员'])
    await type('platform-search', '没有这家')
    expect(document.body.textContent).toContain('没有这个平台')
  })

  it('moves by keyboard with one tab stop, and comes back to the row it left', async () => {
    const { router } = await openPage(SOME, '/platforms')
    get('platform-search').focus()
    await press('ArrowDown')
    expect(document.activeElement).toBe(all('platform-row')[0])
    await press('ArrowDown')
    expect(all('platform-row').map((row) => row.tabIndex)).toEqual([-1, 0, -1])
    const name = names()[1]!
    all('platform-row')[1]!.click()
    await settled()
    expect(get('platform-name').textContent).toBe(name)
    await press('Escape', document.body)
    await settled()
    expect(router.currentRoute.value.path).toBe('/platforms')
    expect(document.activeElement?.textContent).toContain(name)
    await press('Home')
    await press('ArrowUp')
    expect(document.activeElement).toBe(get('platform-search'))
  })

  it('invites to record where there is none', async () => {
    await openPage([], '/platforms')
    await click('platforms-record')
    expect(find('form-platform')).not.toBeNull()
  })

  it('says what is wrong when they cannot be read', async () => {
    const host = await createWorld(SOME)
    host.platforms = async () => refuse('failed', '数据文件打不开')
    await openPage([], '/platforms', host)
    expect(document.body.textContent).toContain('数据文件打不开')
  })

  it('is reached from the case', async () => {
    const { router } = await openPage([{ platform: '甲/乙 100%', product: '东西' }], '/orders/1')
    await click('case-platform')
    expect(get('platform-name').textContent).toBe('甲/乙 100%')
    expect(router.currentRoute.value.params.name).toBe('甲/乙 100%')
  })
})

describe('one platform', () => {
  it('says how reliable it is, why, and by how many orders', async () => {
    await openPage(SOME, at('小满充值'))
    expect(get('verdict').textContent).toContain('靠得住')
    expect(document.body.textContent).toContain('根据 12 笔')
    expect(document.body.textContent).toContain('12 笔里 12 笔按时到账')
  })

  it('says nothing under five orders', async () => {
    await openPage(SOME, at('云边卡盟'))
    expect(get('verdict').textContent).toContain('记录还不到五笔')
    expect(get('platform-open').textContent).toBe('¥985.00')
    expect(document.body.textContent).toContain('还没有到账过的订单')
  })

  it('counts why it refused', async () => {
    const host = await createWorld(SOME)
    await openPage([], at('云边卡盟'), host)
    expect(find('refusals')).toBeNull()
    document.body.innerHTML = ''
    const id = (await ordersOf(host)).find(({ platform }) => platform === '云边卡盟')!.id
    for (const text of ['库存不足', '没货', '不行', '系统维护']) await host.app.addEvent(id, { kind: 'refused', text, at: '', until: '' })
    await openPage([], at('云边卡盟'), host)
    expect(get('refusals').textContent).toContain('4 次')
    expect(get('refusals').textContent).toContain('库存不足 2 次、系统维护或者上游通道的问题 1 次')
  })

  it('gives no share of what was on time before it gives a verdict', async () => {
    await openPage(arrived('小满充值', 4), at('小满充值'))
    expect(get('kind-on-time').textContent).toBe('—')
    expect(get('kind-row').textContent).toContain('21 分钟')
    document.body.innerHTML = ''
    await openPage(arrived('小满充值', 5), at('小满充值'))
    expect(get('kind-on-time').textContent).toBe('100%')
  })

  it('offers longer to take a merging back than a renaming', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      await openPage(SOME, at('云边卡盟'))
      for (const [name, until] of [['云边', 10_000], ['小满充值', 30_000]] as const) {
        await click('platform-rename')
        await type('platform-new-name', name)
        await click('platform-save-name')
        await vi.advanceTimersByTimeAsync(until - 500)
        expect(find('undo'), name).not.toBeNull()
        await vi.advanceTimersByTimeAsync(1000)
        expect(find('undo'), name).toBeNull()
      }
    } finally {
      vi.useRealTimers()
    }
  })

  it('takes the suggested window, takes it back, and goes back to the default', async () => {
    const { host } = await openPage(SOME, at('小满充值'))
    const row = (): string => get('kind-row').textContent ?? ''
    expect(row()).toContain('24 小时')
    expect(row()).toContain('到账的 95% 在 31 分钟内')
    await click('window-take')
    expect(called(host, 'set_platform_window')).toEqual([['小满充值', 'q-coin', '31分钟']])
    expect(row()).toContain('31 分钟')
    expect(row()).toContain('这个平台专用')
    expect(find('window-take')).toBeNull()
    await click('undo')
    expect(row()).toContain('24 小时')
    await click('window-take')
    await click('window-restore')
    expect(called(host, 'set_platform_window').at(-1)).toEqual(['小满充值', 'q-coin', ''])
    await click('undo')
    expect(called(host, 'set_platform_window').at(-1)).toEqual(['小满充值', 'q-coin', '31分钟'])
  })

  it('suggests nothing before ten arrivals', async () => {
    await openPage(arrived('小满充值', 9), at('小满充值'))
    expect(get('kind-row').textContent).toContain('9 笔')
    expect(find('window-take')).toBeNull()
  })

  it('shows the numbers of the chart, each leading to its order', async () => {
    const { router } = await openPage([...arrived('小满充值', 3), { platform: '小满充值', kind: 'card-key', status: 'arrived', paid_ago: 9 * DAY, took: 2 * HOUR, window_seconds: 1800 }], at('小满充值'))
    const details = get<HTMLDetailsElement>('chart-numbers')
    details.open = true
    details.dispatchEvent(new Event('toggle'))
    await settled()
    expect(all('arrival-row')).toHaveLength(4)
    expect(all('arrival-row').at(-1)!.textContent).toContain('过了时限')
    expect(drawn.at(-1)!.series.map(({ data }) => data.length)).toEqual([3, 1])
    expect(drawn.at(-1)!.series[0]!.markLine).toBeUndefined()
    get('arrivals-card-key').querySelector('input')!.click()
    await settled()
    expect(all('arrival-row')).toHaveLength(1)
    expect(drawn.at(-1)!.series.map(({ data }) => data.length)).toEqual([0, 1])
    expect(drawn.at(-1)!.series[0]!.markLine).toBeDefined()
    expect(get('chart').getAttribute('aria-label')).toContain('1 笔到账的订单各用了多久，其中 1 笔过了时限')
    all('arrival-row')[0]!.querySelector('a')!.click()
    await settled()
    expect(router.currentRoute.value.path).toBe('/orders/4')
  })

  it('is renamed in its place, and named back', async () => {
    const { host, router } = await openPage(SOME, at('云边卡盟'))
    await click('platform-rename')
    await type('platform-new-name', '  云边 ')
    expect(get('rename-hint').textContent).toContain('就合并到一起')
    await press('Enter', get('platform-new-name'), { isComposing: true })
    expect(called(host, 'rename_platform')).toEqual([])
    await press('Enter', get('platform-new-name'))
    expect(called(host, 'rename_platform')).toEqual([['云边卡盟', '云边']])
    expect(get('platform-name').textContent).toBe('云边')
    expect(router.currentRoute.value.params.name).toBe('云边')
    expect(document.activeElement).toBe(get('platform-rename'))
    await click('undo')
    expect(called(host, 'move_platform')).toEqual([[[13], '云边卡盟']])
    expect(get('platform-name').textContent).toBe('云边卡盟')
    expect(document.body.textContent).not.toContain('它可能已改名')
  })

  it('is merged into another one that has the name already, and taken apart again', async () => {
    const { host } = await openPage(SOME, at('云边卡盟'))
    await click('platform-rename')
    await type('platform-new-name', '小满充值')
    expect(get('rename-hint').textContent).toBe('已有“小满充值”，两边的订单会合到一起')
    expect(get('platform-save-name').textContent).toBe('合并到“小满充值”')
    await click('platform-save-name')
    expect(get('platform-name').textContent).toBe('小满充值')
    expect(document.body.textContent).toContain('1 笔订单已合并到“小满充值”')
    await click('undo')
    expect((await ordersOf(host)).filter((order) => order.platform === '云边卡盟')).toHaveLength(1)
    expect((await ordersOf(host)).filter((order) => order.platform === '小满充值')).toHaveLength(12)
  })

  it('says at the name what the shell has against it, until something else is typed', async () => {
    const host = await createWorld(SOME)
    host.renamePlatform = async () => refuse('platform', '这个名字太长了')
    await openPage([], at('云边卡盟'), host)
    await click('platform-rename')
    await type('platform-new-name', '新名字')
    await click('platform-save-name')
    expect(get('form-error').textContent).toBe('这个名字太长了')
    await type('platform-new-name', '新名')
    expect(find('form-error')).toBeNull()
    await press('Escape', get('platform-new-name'))
    expect(get('platform-name').textContent).toBe('云边卡盟')
    expect(document.activeElement).toBe(get('platform-rename'))
  })

  it('keeps how customer service is reached, the number of the website and notes', async () => {
    const { host } = await openPage(SOME, at('云边卡盟'))
    await type('seller-contact', '微信 yunbian')
    await type('seller-icp', '示例ICP备00000000号')
    await type('seller-notes', '晚上没人')
    await click('seller-save')
    expect(called(host, 'set_seller')[0]?.[0]).toMatchObject({ platform: '云边卡盟', contact: '微信 yunbian', icp: '示例ICP备00000000号', notes: '晚上没人' })
  })

  it('shows the evidence of who it is, only to be looked at', async () => {
    await openPage([{ platform: '云边卡盟', shots: 6 }], at('云边卡盟'))
    expect(all('identity-thumb')).toHaveLength(1)
    await click('identity-thumb')
    expect(find('shot-viewer')).not.toBeNull()
    expect(find('mask-mode')).toBeNull()
    await press('Escape')
    expect(document.body.textContent).toContain('云边卡盟')
  })

  it('lists the newest orders, a few at first, leading to their cases', async () => {
    const { router } = await openPage(arrived('小满充值', 12), at('小满充值'))
    expect(all('platform-order')).toHaveLength(8)
    await click('platform-orders-more')
    expect(all('platform-order')).toHaveLength(12)
    all('platform-order')[0]!.click()
    await settled()
    expect(router.currentRoute.value.name).toBe('case')
  })

  it('says so when there is no such platform', async () => {
    await openPage(SOME, at('没有这家'))
    expect(document.body.textContent).toContain('没有这个平台了')
  })

  it('follows what is written elsewhere', async () => {
    const { host } = await openPage(SOME, at('云边卡盟'))
    await host.markRefunded(13, { amount: '985', at: '', to: 'original', accepted: false })
    await settled()
    expect(get('platform-open').textContent).toBe('¥0.00')
    expect(document.body.textContent).toContain('没有欠着的')
  })
})

describe('times', () => {
  it.each([[5, '不到 1 分钟'], [61, '1 分钟'], [7500, '2 小时 5 分'], [200_000, '2 天 7 小时']])('%i seconds took %s', (seconds, text) => {
    expect(tookText(words, seconds)).toBe(text)
  })

  it.each([[1, 60], [60, 60], [61, 120], [7201, 7800], [43_201, 46_800], [266_400, 266_400]])('a window of %i seconds is offered as %i', (seconds, window) => {
    expect(roundedWindow(seconds)).toBe(window)
  })

  it('never calls nearly all all', () => {
    expect([0, 0.5, 0.994, 0.999, 1].map(percent)).toEqual([0, 50, 99, 99, 100])
  })
})
