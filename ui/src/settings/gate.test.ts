// The whole window while the data file cannot be used, and the way back.
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createGate } from '@/host/gate'
import { all, called, click, find, get, openPage, press, settled, type } from '@/test/page'
import { draftOf } from '@/test/seed'
import { backUp, createWorld, damage, DAY, hold, HOUR, lose, NOW, type Seed, type World } from '@/test/world'

const SEEDS: Seed[] = [{ product: '一' }, { product: '二' }]
const PASSPHRASE = '春天的第一场雨'

/** What stands in the timeline of the first order. */
const NOTE = '坏在这一条'

async function locked(): Promise<World> {
  const host = await createWorld(SEEDS)
  await host.app.protect('', PASSPHRASE)
  await host.restart()
  return host
}

/** Nothing of it can be read. */
async function ruined(): Promise<World> {
  const host = await createWorld(SEEDS)
  await backUp(host, NOW - HOUR)
  await damage(host)
  return host
}

/** Its timelines cannot be read; its settings can, and so the folder of the backups is known. */
async function spoiled(): Promise<World> {
  const host = await createWorld([SEEDS[0]!])
  await backUp(host, NOW - DAY)
  await host.app.logOrder(draftOf(SEEDS[1]!, NOW))
  await backUp(host, NOW - HOUR)
  // Its text is not searched for, and so stands in the timeline alone.
  await host.app.addEvent(1, { kind: 'snoozed', text: NOTE, at: '', until: '1h' })
  await damage(host, NOTE)
  return host
}

describe('the gate', () => {
  it('hears a refusal of any command, and changes no answer', async () => {
    const bare = await createWorld(SEEDS)
    const gate = createGate(bare)
    expect((await gate.host.listOrders({ status: null, tag: null, search: '', limit: 10, after: null })).orders).toHaveLength(2)
    await damage(bare)
    await expect(gate.host.showOrder(1)).rejects.toMatchObject({ code: 'damaged' })
    expect(gate.shut.value).toMatchObject({ code: 'damaged' })
  })

  it('takes no other refusal for one', async () => {
    const gate = createGate(await createWorld(SEEDS))
    await expect(gate.host.showOrder(99)).rejects.toMatchObject({ code: 'not-found' })
    expect(gate.shut.value).toBeUndefined()
  })

  it('stays open to what was asked before it was opened', async () => {
    const bare = await createWorld(SEEDS)
    const gate = createGate(bare)
    let refuse: (thrown: unknown) => void = () => undefined
    bare.todo = () => new Promise((_resolve, reject) => (refuse = reject))
    const late = gate.host.todo()
    gate.open()
    refuse({ code: 'locked', message: '' })
    await expect(late).rejects.toMatchObject({ code: 'locked' })
    expect(gate.shut.value).toBeUndefined()
  })
})

describe('a protected file', () => {
  it('replaces the whole window, asks for nothing more at the start, and is ready', async () => {
    const host = await locked()
    await openPage([], '/', host)
    expect(get('lock-page').textContent).toContain('数据文件加了锁')
    expect(find('rail-todo')).toBeNull()
    expect(document.activeElement).toBe(get('unlock-passphrase'))
    expect(called(host, 'page_ready')).toHaveLength(1)
    expect(called(host, 'backups')).toHaveLength(0)
    expect(called(host, 'protection')).toHaveLength(0)
  })

  it('opens by its passphrase, and everything is fetched anew where the person was', async () => {
    const host = await locked()
    await openPage([], '/orders', host)
    await type('unlock-passphrase', '不对')
    await press('Enter', get('unlock-passphrase'), { keyCode: 229 } as KeyboardEventInit)
    expect(called(host, 'unlock')).toHaveLength(0)
    await press('Enter', get('unlock-passphrase'))
    expect(get('form-error').textContent).toContain('口令不对')
    expect(document.activeElement).toBe(get('unlock-passphrase'))
    await type('unlock-passphrase', PASSPHRASE)
    const before = called(host, 'list_orders').length
    await press('Enter', get('unlock-passphrase'))
    expect(find('lock-page')).toBeNull()
    expect(get('rail-orders').className).toContain('router-link-active')
    expect(called(host, 'list_orders').length).toBeGreaterThan(before)
    expect(all('order-row')).toHaveLength(2)
  })

  it('closes the page whichever command is refused, with what lies over it', async () => {
    const { host, router } = await openPage(SEEDS, '/orders')
    await click('new-order')
    await host.app.protect('', PASSPHRASE)
    await host.restart()
    await router.push('/overview')
    await import('@/overview/OverviewPage.vue')
    await settled()
    expect(find('lock-page')).not.toBeNull()
    expect(find('form-platform')).toBeNull()
    expect(find('toast')).toBeNull()
    await press('n', document.body, { ctrlKey: true })
    host.tell('app://record-from-clipboard', null)
    await settled()
    expect(find('form-platform')).toBeNull()
    expect(called(host, 'stage_clipboard')).toHaveLength(0)
  })

  it('does not take an earlier restore for one that opens it', async () => {
    const host = await createWorld(SEEDS)
    await backUp(host, NOW - HOUR)
    await openPage([], '/settings', host)
    all('backup-restore')[0]!.click()
    await settled()
    await click('restore-confirm')
    expect(find('restored')).not.toBeNull()
    await host.app.protect('', PASSPHRASE)
    // What the page asks anew because of that is not to meet the lock yet.
    await settled()
    await host.restart()
    await host.set({ choose: [['.']] })
    await click('backups-choose')
    await click('gate-restore-open')
    expect(find('restored')).toBeNull()
    expect(find('restore-file')).not.toBeNull()
  })

  it('whose passphrase is forgotten gives way to a backup', async () => {
    const host = await locked()
    const other = await createWorld([{ product: '旧的' }])
    await other.app.protect('', '旧的口令在这里')
    await host.set({ choose: [[await backUp(other, NOW - 22 * DAY)]] })
    await openPage([], '/', host)
    await click('gate-restore-open')
    await click('restore-file')
    await type('restore-passphrase', '旧的口令在这里')
    await press('Enter', get('restore-passphrase'))
    await click('restore-confirm')
    expect(get('restored').dataset.kept).toBeTruthy()
    await click('gate-open')
    expect(find('lock-page')).toBeNull()
    expect(find('rail-todo')).not.toBeNull()
  })
})

describe('a damaged file', () => {
  it('is told in calm words, with what the shell says of it', async () => {
    await openPage([], '/', await ruined())
    expect(get('damaged-page').textContent).toContain('没有动过')
    expect(get('damaged-message').textContent).toContain('数据文件已损坏，没有改动它')
    expect(document.activeElement).toBe(get('rescue'))
  })

  it('is rescued, with a report of what was lost, and the page comes back', async () => {
    const host = await spoiled()
    const { router } = await openPage([], '/orders/1', host)
    const go = hold(host, 'rescue')
    await click('rescue')
    await click('rescue')
    expect(find('working')).not.toBeNull()
    go()
    await settled()
    expect(called(host, 'rescue')).toHaveLength(1)
    expect(get('rescued').textContent).toContain('救回 2 笔订单')
    expect(get('rescued').textContent).toContain('“时间线”里有 2 处读不出来')
    const kept = get('rescued').dataset.kept!
    expect(existsSync(kept)).toBe(true)
    expect(get('rescued').textContent).toContain(kept)
    expect(document.activeElement).toBe(get('rescued'))
    await click('gate-open')
    // Where the person was.
    expect(router.currentRoute.value.fullPath).toBe('/orders/1')
    expect(find('case-title')).not.toBeNull()
    await router.push('/orders')
    await settled()
    expect(all('order-row')).toHaveLength(2)
  })

  it('that cannot be rescued says why, and can be tried again', async () => {
    await openPage([], '/', await ruined())
    await click('rescue')
    expect(get('rescue-error').textContent).toContain('一笔也读不出来')
    expect(get<HTMLButtonElement>('rescue').disabled).toBe(false)
  })

  it('gives way to one of the listed backups', async () => {
    const host = await spoiled()
    await openPage([], '/orders/1', host)
    all('backup-restore')[1]!.click()
    await settled()
    await click('restore-confirm')
    expect(find('rescue')).toBeNull()
    expect(find('restored-undo')).toBeNull()
    await click('gate-open')
    expect(find('damaged-page')).toBeNull()
    expect((await host.app.listOrders({ status: null, tag: null, search: '', limit: 10, after: null })).orders.map(({ product }) => product)).toEqual(['一'])
  })

  it('lists its backups although nothing of it can be read', async () => {
    await openPage([], '/', await ruined())
    expect(all('backup-file')).toHaveLength(1)
    expect(find('restore-file')).not.toBeNull()
    expect(get('damaged-page').textContent).not.toContain('undefined')
    await click('backup-restore')
    await click('restore-confirm')
    await click('gate-open')
    expect(find('rail-todo')).not.toBeNull()
  })
})

describe('a data file that is gone', () => {
  async function gone(): Promise<World> {
    const host = await createWorld(SEEDS)
    await backUp(host, NOW - DAY)
    await lose(host)
    return host
  }

  it('is told with both ways on, and nothing is begun unasked', async () => {
    const host = await gone()
    await openPage([], '/', host)
    expect(get('missing-page').textContent).toContain('数据文件不见了')
    expect(find('rail-todo')).toBeNull()
    expect(all('backup-file')).toHaveLength(1)
    expect(find('restore-file')).not.toBeNull()
    expect(find('anew')).not.toBeNull()
    expect(existsSync(host.dataFile)).toBe(false)
  })

  it('comes back from a backup', async () => {
    const host = await gone()
    await openPage([], '/orders', host)
    await click('backup-restore')
    await click('restore-confirm')
    expect(find('anew')).toBeNull()
    await click('gate-open')
    expect(all('order-row')).toHaveLength(2)
  })

  it('is begun anew after a second question, and the backups stay', async () => {
    const host = await gone()
    await openPage([], '/', host)
    await click('anew')
    expect(document.activeElement).toBe(get('anew-sure'))
    await click('anew-cancel')
    expect(document.activeElement).toBe(get('anew'))
    expect(called(host, 'begin_anew')).toHaveLength(0)
    await click('anew')
    await click('anew-sure')
    expect(find('missing-page')).toBeNull()
    expect(find('rail-todo')).not.toBeNull()
    expect((await host.app.backups()).files).toHaveLength(1)
  })
})
