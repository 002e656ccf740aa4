// The whole window while the data file cannot be used, and the way back.
import { describe, expect, it, vi } from 'vitest'
import { createFixtureHost, type FixtureHost, type Seed } from '@/host/fixture'
import { createGate } from '@/host/gate'
import { all, called, click, find, get, openPage, press, settled, type } from '@/test/fixture-page'

const SEEDS: Seed[] = [{ product: '一' }, { product: '二' }]
const PASSPHRASE = '春天的第一场雨'

function shutHost(standing: 'locked' | 'damaged', seeds = SEEDS): FixtureHost {
  const host = createFixtureHost(seeds)
  if (standing === 'locked') host.vault.passphrase = PASSPHRASE
  // The backups are made before the file is shut.
  host.vault.choose('')
  host.vault.standing = standing
  return host
}

describe('the gate', () => {
  it('hears a refusal of any command, and changes no answer', async () => {
    const bare = createFixtureHost(SEEDS)
    const gate = createGate(bare)
    expect((await gate.host.listOrders({ status: null, tag: null, search: '', limit: 10, after: null })).orders).toHaveLength(2)
    bare.vault.standing = 'damaged'
    await expect(gate.host.showOrder(1)).rejects.toMatchObject({ code: 'damaged' })
    expect(gate.shut.value).toMatchObject({ code: 'damaged' })
  })

  it('takes no other refusal for one', async () => {
    const gate = createGate(createFixtureHost(SEEDS))
    await expect(gate.host.showOrder(99)).rejects.toMatchObject({ code: 'not-found' })
    expect(gate.shut.value).toBeUndefined()
  })

  it('stays open to what was asked before it was opened', async () => {
    const bare = createFixtureHost(SEEDS)
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
    const host = shutHost('locked')
    await openPage([], '/', host)
    expect(get('lock-page').textContent).toContain('数据文件加了锁')
    expect(find('rail-todo')).toBeNull()
    expect(document.activeElement).toBe(get('unlock-passphrase'))
    // It waits for a frame, which a busy machine gives late.
    await vi.waitFor(() => expect(called(host, 'page_ready')).toHaveLength(1))
    expect(called(host, 'backups')).toHaveLength(0)
    expect(called(host, 'protection')).toHaveLength(0)
  })

  it('opens by its passphrase, and everything is fetched anew where the person was', async () => {
    const host = shutHost('locked')
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
    host.vault.passphrase = PASSPHRASE
    host.vault.standing = 'locked'
    await router.push('/overview')
    await import('@/overview/OverviewPage.vue')
    await settled()
    expect(find('lock-page')).not.toBeNull()
    expect(find('form-platform')).toBeNull()
    expect(find('toast')).toBeNull()
    await press('n', document.body, { ctrlKey: true })
    host.emit('app://record-from-clipboard', {})
    await settled()
    expect(find('form-platform')).toBeNull()
    expect(called(host, 'stage_clipboard')).toHaveLength(0)
  })

  it('does not take an earlier restore for one that opens it', async () => {
    const { host } = await openPage(SEEDS, '/settings')
    all('backup-restore')[1]!.click()
    await settled()
    await click('restore-confirm')
    expect(find('restored')).not.toBeNull()
    host.vault.passphrase = PASSPHRASE
    host.vault.standing = 'locked'
    await click('backups-choose')
    await click('gate-restore-open')
    expect(find('restored')).toBeNull()
    expect(find('restore-file')).not.toBeNull()
  })

  it('whose passphrase is forgotten gives way to a backup', async () => {
    const host = shutHost('locked')
    host.vault.lists = true
    await openPage([], '/', host)
    await click('gate-restore-open')
    host.vault.chosen = '/家/文档/daozhang-20261101.db'
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
    await openPage([], '/', shutHost('damaged'))
    expect(get('damaged-page').textContent).toContain('没有动过')
    expect(get('damaged-message').textContent).toContain('第 12 页')
    expect(document.activeElement).toBe(get('rescue'))
  })

  it('is rescued, with a report of what was lost, and the page comes back', async () => {
    const host = shutHost('damaged')
    await openPage([], '/orders', host)
    let pass: () => void = () => undefined
    host.vault.step = () => new Promise((resolve) => (pass = resolve))
    await click('rescue')
    await click('rescue')
    expect(find('working')).not.toBeNull()
    pass()
    await settled()
    expect(called(host, 'rescue')).toHaveLength(1)
    expect(get('rescued').textContent).toContain('救回 2 笔订单')
    for (const sentence of host.vault.lost) expect(get('rescued').textContent).toContain(sentence)
    expect(get('rescued').textContent).toContain(get('rescued').dataset.kept!)
    expect(document.activeElement).toBe(get('rescued'))
    await click('gate-open')
    expect(all('order-row')).toHaveLength(2)
  })

  it('that cannot be rescued says why, and can be tried again', async () => {
    const host = shutHost('damaged')
    host.rescue = () => Promise.reject({ code: 'failed', message: '磁盘满了，存不下新文件。' })
    await openPage([], '/', host)
    await click('rescue')
    expect(get('rescue-error').textContent).toContain('磁盘满了')
    expect(get<HTMLButtonElement>('rescue').disabled).toBe(false)
  })

  it('gives way to one of the listed backups', async () => {
    const host = shutHost('damaged')
    await openPage([], '/', host)
    all('backup-restore')[1]!.click()
    await settled()
    await click('restore-confirm')
    expect(find('rescue')).toBeNull()
    expect(find('restored-undo')).toBeNull()
    await click('gate-open')
    expect(find('damaged-page')).toBeNull()
    expect(host.orders.size).toBe(1)
  })

  it('leaves choosing a file where the backups cannot be listed', async () => {
    const host = shutHost('damaged')
    host.vault.lists = false
    await openPage([], '/', host)
    expect(all('backup-file')).toHaveLength(0)
    expect(find('restore-file')).not.toBeNull()
    expect(get('damaged-page').textContent).not.toContain('undefined')
  })
})
