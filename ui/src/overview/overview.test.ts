// All money at a glance.
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createWorld, refuse, type Seed } from '@/test/world'
import { all, called, click, find, get, openPage, press, settled } from '@/test/page'
// Pages come when somebody goes there; a test that goes there wants them at once.
import '@/platforms/PlatformPage.vue'
import '@/platforms/PlatformsPage.vue'
import './OverviewPage.vue'


const HOUR = 3_600_000
const DAY = 24 * HOUR
const SOME: Seed[] = [
  { platform: '云边卡盟', amount_fen: 98_500, paid_ago: 3 * DAY },
  { platform: '小满充值', amount_fen: 4_950, paid_ago: HOUR },
  { platform: '青柠会员', amount_fen: 4_500, paid_ago: 4 * DAY, status: 'refunded' },
  { platform: '青柠会员', amount_fen: 14_800, paid_ago: 5 * DAY, status: 'arrived', took: 10 * 60_000 },
]

async function unfold(i: number): Promise<void> {
  const details = all('chart-numbers')[i] as HTMLDetailsElement
  details.open = true
  details.dispatchEvent(new Event('toggle'))
  await settled()
}

describe('概览', () => {
  it('says what is owed, what of it is overdue, and what came back', async () => {
    await openPage(SOME, '/overview')
    expect(get('owed-total').textContent).toBe('¥1,034.50')
    expect(get('overdue-total').textContent).toContain('¥985.00')
    expect(get('overdue-total').classList).toContain('late')
    expect(get('refunded-total').textContent).toBe('¥45.00')
    expect(get('arrived-total').textContent).toContain('¥148.00')
  })

  it('is red only while something is overdue', async () => {
    await openPage(SOME.slice(1), '/overview')
    expect(get('overdue-total').classList).not.toContain('late')
  })

  it('leads to the platforms that owe, the most first', async () => {
    const { router } = await openPage(SOME, '/overview')
    expect(all('owed-platform').map((link) => link.querySelector('.name')?.textContent)).toEqual(['云边卡盟', '小满充值'])
    all('owed-platform')[0]!.click()
    await settled()
    expect(router.currentRoute.value.params.name).toBe('云边卡盟')
  })

  it('shows a few platforms at first and the others when asked', async () => {
    await openPage(Array.from({ length: 15 }, (_, i) => ({ platform: `平台${i}`, amount_fen: 1000 + i, paid_ago: HOUR })), '/overview')
    expect(all('owed-platform')).toHaveLength(7)
    await click('owed-more')
    expect(all('owed-platform')).toHaveLength(15)
  })

  it('tells its charts in words and in numbers', async () => {
    await openPage(SOME, '/overview')
    const [risk, buckets] = all('chart').map((chart) => chart.getAttribute('aria-label'))
    expect(risk).toMatch(/最近 6 天.*最多时是.*¥\d.*现在是 ¥1,034\.50/)
    expect(buckets).toContain('10 分钟内：1 笔')
    await unfold(0)
    // The days on which nothing changed are left out.
    expect(all('risk-row').length).toBeLessThan(10)
    expect(all('risk-row')[0]!.textContent).toContain('¥1,034.50')
    await unfold(1)
    expect(all('bucket-row').find((row) => row.textContent?.includes('10 分钟内'))!.textContent).toContain('1')
  })

  it('ends its chart on the money of the headline, also where a part came back', async () => {
    const host = await createWorld(SOME)
    await host.markRefunded(1, { amount: '85', at: '', to: 'original', accepted: false })
    await openPage([], '/overview', host)
    expect(get('owed-total').textContent).toBe('¥949.50')
    expect(all('chart')[0]!.getAttribute('aria-label')).toContain('现在是 ¥949.50')
  })

  it('begins where there first was something to lose', async () => {
    await openPage([...SOME, { platform: '云边卡盟', paid_ago: 100 * DAY }], '/overview')
    expect(document.body.textContent).toContain('最近 102 天')
  })

  it('counts no days where all came on the day it was paid', async () => {
    await openPage([{ status: 'arrived', paid_ago: HOUR, took: 10 * 60_000 }], '/overview')
    expect(document.querySelector('main')!.textContent).toContain('还没有过隔天没到账的钱')
    expect(document.querySelector('main')!.textContent).not.toContain('最近')
  })

  it('writes everything into one file and says where', async () => {
    const { host } = await openPage(SOME, '/overview')
    await click('export-all-csv')
    expect(get('export-all-result').dataset.path).toMatch(/全部订单-.*\.csv$/)
    expect(existsSync(get('export-all-result').dataset.path!)).toBe(true)
    await click('export-all-json')
    expect(called(host, 'export_all')).toEqual([['csv'], ['json']])
    expect(get('export-all-result').textContent).toMatch(/全部订单-.*\.json/)
    host.exportAll = async () => refuse('failed', '磁盘满了')
    await click('export-all-csv')
    expect(get('form-error').textContent).toBe('磁盘满了')
    expect(find('export-all-result')).toBeNull()
  })

  it('invites to record where there is nothing to see', async () => {
    await openPage([], '/overview')
    await click('overview-record')
    expect(find('form-platform')).not.toBeNull()
  })

  it('says what is wrong when it cannot be read', async () => {
    const host = await createWorld(SOME)
    host.overview = async () => refuse('failed', '数据文件打不开')
    await openPage([], '/overview', host)
    expect(document.body.textContent).toContain('数据文件打不开')
  })

  it.each([['1', '/'], ['2', '/orders'], ['3', '/platforms'], ['5', '/overview'], ['6', '/settings']])('Ctrl+%s leads to %s', async (key, path) => {
    const { router } = await openPage(SOME, path === '/overview' ? '/' : '/overview')
    await press(key, document.body, { ctrlKey: true })
    expect(router.currentRoute.value.path).toBe(path)
  })

  it('is reached from the rail', async () => {
    const { router } = await openPage(SOME)
    await click('rail-platforms')
    expect(router.currentRoute.value.path).toBe('/platforms')
    await click('rail-overview')
    expect(get('owed-total')).not.toBeNull()
  })
})
