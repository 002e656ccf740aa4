// Every page as a reader of the screen gets it. Contrast and places need a real browser and are not judged here.
import axe from 'axe-core'
import { describe, expect, it, vi } from 'vitest'
import { correctedRules, createFixtureHost, ladderSeeds, type FixtureHost, type Seed } from '@/host/fixture'
import { historySeeds } from '@/host/fixture/platforms'
import { ordinary, reminders } from '@/host/fixture/seeds'
import { all, click, get, openPage, press, settled, type } from './fixture-page'

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

async function openWhole(at: string, host: FixtureHost): Promise<void> {
  await openPage([], at, host)
  await whole()
}

describe('nothing serious is found', () => {
  const seeds: [string, Seed[]][] = [
    ['nothing', []],
    ['ordinary orders', ordinary],
    ['reminders', reminders],
    ['a history', historySeeds()],
  ]
  for (const [what, data] of seeds) {
    it.each(['/', '/orders', '/platforms', '/bills', '/overview', '/settings'])(`with ${what} on %s`, async (address) => {
      await openWhole(address, createFixtureHost(data))
      await expectNothingSerious()
    })
  }

  it.each(ladderSeeds.map((seed, i) => [i + 1, seed.product ?? '']))('in case %i %s', async (id) => {
    await openWhole(`/orders/${id}`, createFixtureHost(ladderSeeds))
    await expectNothingSerious()
  })

  it('on the page of one platform', async () => {
    const host = createFixtureHost(ordinary)
    await openWhole(`/platforms/${encodeURIComponent([...host.orders.values()][0]!.platform)}`, host)
    await expectNothingSerious()
  })

  it('in the form, empty, refused and filled', async () => {
    await openWhole('/', createFixtureHost(ordinary))
    await click('new-order')
    await expectNothingSerious()
    await click('form-save')
    await expectNothingSerious()
    await type('form-platform', '云边卡盟')
    await expectNothingSerious()
  })

  it('with a bill opened, and with one that is locked', async () => {
    const host = createFixtureHost(ordinary)
    await openWhole('/bills', host)
    await click('choose-bill')
    await expectNothingSerious()
    host.desk.choose('locked')
    await click('bill-another')
    await expectNothingSerious()
  })

  it('in the settings with everything unfolded', async () => {
    const host = createFixtureHost(ordinary)
    host.corrections.rules = correctedRules()
    host.vault.choose('long')
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
    const host = createFixtureHost(ordinary)
    host.vault.choose('locked')
    await openWhole('/', host)
    await expectNothingSerious()
    await type('unlock-passphrase', '不对')
    await press('Enter', get('unlock-passphrase'))
    await click('gate-restore-open')
    await expectNothingSerious()
  })

  it('while the data file is damaged, and when it was rescued', async () => {
    const host = createFixtureHost(ordinary)
    host.vault.choose('damaged')
    await openWhole('/', host)
    await expectNothingSerious()
    await click('rescue')
    await expectNothingSerious()
  })

  it('is no empty claim: a box without a name is found', async () => {
    await openWhole('/', createFixtureHost())
    document.body.append(document.createElement('input'))
    await expect(expectNothingSerious()).rejects.toThrow(/label/)
  })
})
