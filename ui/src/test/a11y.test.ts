// Every page as a reader of the screen gets it. Contrast and places need a real browser and are not judged here.
import { writeFileSync } from 'node:fs'
import axe from 'axe-core'
import { describe, expect, it, vi } from 'vitest'
import { wechatBill } from './bill'
import { all, click, find, get, openPage, press, settled, type } from './page'
import { history, ladderSeeds, ordinary, reminders } from './stories'
import { backUp, createWorld, damage, DAY, HOUR, lose, NOW, type Seed, type World } from './world'

// A whole page is walked by every rule; a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000 })

/** Judged by what is drawn, and nothing is drawn here. */
const DRAWN = { 'color-contrast': { enabled: false }, 'label-content-name-mismatch': { enabled: false } }

async function expectNothingSerious(): Promise<void> {
  const { violations } = await axe.run(document.body, { rules: DRAWN, resultTypes: ['violations'] })
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))).toEqual([])
}

/** What a page loads when somebody goes there has come. */
async function whole(): Promise<void> {
  await Promise.all([import('@/platforms/PlatformsPage.vue'), import('@/platforms/PlatformPage.vue'), import('@/overview/OverviewPage.vue'), import('@/settings/LicencesList.vue')])
  await settled()
}

async function openWhole(at: string, host: World): Promise<void> {
  await openPage([], at, host)
  await whole()
}

describe('nothing serious is found', () => {
  const seeds: [string, Seed[]][] = [
    ['nothing', []],
    ['ordinary orders', ordinary],
    ['reminders', reminders],
    ['a history', history()],
  ]
  for (const [what, data] of seeds) {
    it.each(['/', '/orders', '/platforms', '/bills', '/overview', '/settings'])(`with ${what} on %s`, async (address) => {
      await openWhole(address, await createWorld(data))
      await expectNothingSerious()
    })
  }

  it.each(ladderSeeds.map((seed, i) => [i + 1, seed.product ?? '']))('in case %i %s', async (id) => {
    await openWhole(`/orders/${id}`, await createWorld(ladderSeeds))
    await expectNothingSerious()
  })

  it('on the page of one platform', async () => {
    const host = await createWorld(ordinary)
    await openWhole(`/platforms/${encodeURIComponent(ordinary[0]!.platform!)}`, host)
    await expectNothingSerious()
  })

  it('in the form, empty, refused and filled', async () => {
    await openWhole('/', await createWorld(ordinary))
    await click('new-order')
    await expectNothingSerious()
    await click('form-save')
    await expectNothingSerious()
    await type('form-platform', '云边卡盟')
    await expectNothingSerious()
  })

  it('with a bill opened, and with one that is locked', async () => {
    const host = await createWorld(ordinary)
    await openWhole('/bills', host)
    writeFileSync(`${host.folder}/微信支付账单.csv`, wechatBill([{ merchant: '星河卡盟', item: '100 Q币', yuan: '98.50', ago: 66 * HOUR }]))
    await host.set({ choose: [['微信支付账单.csv'], [`${import.meta.dirname}/locked-bill.zip`]] })
    await click('choose-bill')
    expect(all('bill-row').length).toBeGreaterThan(0)
    await expectNothingSerious()
    await click('bill-another')
    expect(find('bill-password')).not.toBeNull()
    await expectNothingSerious()
  })

  it('in the settings with everything unfolded', async () => {
    const host = await createWorld(ordinary)
    await host.app.setRule('letter', 'platform', '0|在吗？{{ product }} 付了款没到账，订单号 {{ order_no }}。\n0|今天内不到账请退款。')
    await host.app.setRule('window', 'q-coin', '15分钟 / 2小时')
    await backUp(host, NOW - 2 * DAY)
    await backUp(host, NOW - HOUR)
    const { rules, backups } = host
    host.rules = async () => {
      const it = await rules()
      return { ...it, rules: it.rules.map((rule, i) => (rule.own === null ? rule : { ...rule, shipped_changed: true, shipped_before: '以前的话', trouble: i % 2 === 0 ? '第 1 行：没有 plattform 这个名字。' : null })) }
    }
    host.backups = async () => ({ ...(await backups()), trouble: '磁盘满了，备份没有写成；请腾出一些空间再试。', warnings: ['备份在云盘的同步文件夹里。'] })
    await openWhole('/settings', host)
    for (const details of document.querySelectorAll('details')) details.open = true
    await click('licences-open')
    await whole()
    await click('protect-set')
    await click('protect-send')
    await type('backups-limit', '?')
    all('backup-restore')[0]!.click()
    await settled()
    expect(get('restore-look')).not.toBeNull()
    await expectNothingSerious()
    await click('restore-confirm')
    await expectNothingSerious()
  })

  it('while the data file is protected', async () => {
    const host = await createWorld(ordinary)
    await host.app.protect('', '春天的第一场雨')
    await host.restart()
    await openWhole('/', host)
    await expectNothingSerious()
    await type('unlock-passphrase', '不对')
    await press('Enter', get('unlock-passphrase'))
    await click('gate-restore-open')
    await expectNothingSerious()
  })

  it('while the data file is damaged, and when it was rescued', async () => {
    const host = await createWorld(ordinary)
    await host.app.addEvent(1, { kind: 'note', text: '坏在这一条', at: '', until: '' })
    await damage(host, '坏在这一条')
    await openWhole('/', host)
    await expectNothingSerious()
    await click('rescue')
    expect(find('rescued')).not.toBeNull()
    await expectNothingSerious()
  })

  it('while the data file is gone, and when it is about to be begun anew', async () => {
    const host = await createWorld(ordinary)
    await backUp(host, NOW)
    await lose(host)
    await openWhole('/', host)
    await expectNothingSerious()
    await click('anew')
    await expectNothingSerious()
  })

  it('is no empty claim: a box without a name is found', async () => {
    await openWhole('/', await createWorld())
    document.body.append(document.createElement('input'))
    await expect(expectNothingSerious()).rejects.toThrow(/label/)
  })
})
