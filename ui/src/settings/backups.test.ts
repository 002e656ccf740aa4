import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { all, called, click, find, get, openPage, press, settled, type } from '@/test/page'
import { draftOf } from '@/test/seed'
import { backUp, createWorld, DAY, hold, HOUR, NOW, type Seed, type World } from '@/test/world'
import { readMegabytes } from './megabytes'

const SEEDS: Seed[] = [{ product: '一' }, { product: '二' }, { product: '三' }, { product: '四' }]
const OLD = '旧的口令在这里'

async function products(host: World): Promise<string[]> {
  const { orders } = await host.app.listOrders({ status: null, tag: null, search: '', limit: 10, after: null })
  return orders.sort((a, b) => a.id - b.id).map(({ product }) => product)
}

/** Four orders, and backups of the days on which there were two, three and four. */
async function kept(): Promise<World> {
  const host = await createWorld(SEEDS.slice(0, 2))
  await backUp(host, NOW - 4 * DAY)
  await host.app.logOrder(draftOf(SEEDS[2]!, NOW))
  await backUp(host, NOW - 27 * HOUR)
  await host.app.logOrder(draftOf(SEEDS[3]!, NOW))
  await backUp(host, NOW - 3 * HOUR)
  return host
}

/** A backup of an earlier machine, with a passphrase of its own. */
async function lockedElsewhere(): Promise<string> {
  const other = await createWorld([SEEDS[3]!])
  await other.app.protect('', OLD)
  return backUp(other, NOW - 22 * DAY)
}

describe('a size as it is typed', () => {
  it.each([
    ['2000', 2000],
    ['2000 MB', 2000],
    ['  500mb ', 500],
    ['2 GB', 2000],
    ['1.5G', 1500],
    ['２０００', 2000],
    ['', undefined],
    ['0', undefined],
    ['-5', undefined],
    ['很多', undefined],
    ['2 TB', undefined],
    ['999999999 GB', undefined],
  ])('%s is %s', (typed, size) => {
    expect(readMegabytes(typed)).toBe(size)
  })
})

describe('the backups', () => {
  it('are made daily or not, at once', async () => {
    const { host } = await openPage(SEEDS, '/settings')
    expect(get<HTMLInputElement>('backups-daily').checked).toBe(true)
    await click('backups-daily')
    expect(called(host, 'set_backups')).toEqual([[false, 2000]])
    expect(get<HTMLInputElement>('backups-daily').checked).toBe(false)
  })

  it('go back to what holds where the change is refused', async () => {
    const { host } = await openPage(SEEDS, '/settings')
    host.setBackups = () => Promise.reject({ code: 'failed', message: '写不进去。' })
    await click('backups-daily')
    expect(get<HTMLInputElement>('backups-daily').checked).toBe(true)
    expect(get('toast').textContent).toContain('写不进去')
  })

  it('take a size with its unit, and say so where it is none', async () => {
    const { host } = await openPage(SEEDS, '/settings')
    expect(get<HTMLInputElement>('backups-limit').value).toBe('2000 MB')
    await type('backups-limit', '很多')
    expect(get('backups-limit-error').textContent).toContain('看不懂')
    await type('backups-limit', '3 GB')
    await press('Enter', get('backups-limit'))
    expect(called(host, 'set_backups')).toEqual([[true, 3000]])
    expect(get<HTMLInputElement>('backups-limit').value).toBe('3000 MB')
    expect(find('backups-limit-error')).toBeNull()
    await type('backups-limit', '5')
    expect(get('backups-limit-error').textContent).toContain('请填 10 到 1000000 之间的数')
  })

  it('lie in another folder, and in the usual one again', async () => {
    const { host } = await openPage(SEEDS, '/settings')
    expect(find('backups-usual')).toBeNull()
    const usual = get('backups-folder').textContent
    await host.set({ choose: [['.'], []] })
    await click('backups-choose')
    expect(get('backups-folder').textContent).not.toBe(usual)
    await click('backups-usual')
    expect(get('backups-folder').textContent).toBe(usual)
    await click('backups-choose')
    expect(called(host, 'choose_backup_folder')).toHaveLength(2)
    expect(get('backups-folder').textContent).toBe(usual)
    await click('backups-open')
    expect(all('toast').at(-1)!.textContent).toContain('还没有备份')
    await backUp(host, NOW)
    await click('backups-open')
    expect((await host.machine()).opened).toEqual([usual])
  })

  it('say what is doubtful about the folder', async () => {
    const host = await createWorld(SEEDS)
    mkdirSync(`${host.folder}/坚果云`)
    await host.set({ choose: [['坚果云']] })
    await openPage([], '/settings', host)
    expect(find('backups-warnings')).toBeNull()
    await click('backups-choose')
    const synced = `备份在云盘的同步文件夹里（${host.folder}/坚果云）：同步软件可能在写到一半时搬动文件，也会把内容传到别处；最好放到别的文件夹。`
    const told = (): string[] => Array.from(get('backups-warnings').children, (sentence) => sentence.textContent!)
    expect(told()).toEqual([synced])
    // No folder of a test lies on another machine.
    const remote = `数据文件在网络文件夹里（${host.folder}/data）：断线时可能写坏；最好放到这台电脑自己的磁盘上。`
    const plain = host.backups
    host.backups = async () => ({ ...(await plain()), warnings: [remote, ...(await plain()).warnings] })
    host.tell('orders://changed', null)
    await settled()
    expect(told()).toEqual([remote, synced])
  })

  it('say what went wrong the last time', async () => {
    const host = await createWorld(SEEDS)
    const plain = host.backups
    host.backups = async () => ({ ...(await plain()), trouble: '磁盘满了，备份没有写成；请腾出一些空间再试。' })
    await openPage([], '/settings', host)
    expect(get('backups-trouble').textContent).toContain('磁盘满了')
  })

  it('are listed newest first, with a word where there are none', async () => {
    const { host } = await openPage(SEEDS, '/settings')
    expect(get('backups-none')).not.toBeNull()
    const made: string[] = []
    for (let day = 30; day >= 0; day--) made.unshift(await backUp(host, NOW - day * DAY))
    host.tell('orders://changed', null)
    await settled()
    expect(find('backups-none')).toBeNull()
    expect(all('backup-file').map((it) => it.dataset.path)).toEqual(made)
    expect(made.length).toBeGreaterThan(30)
    expect(made[0]).toContain('20261123')
  })

  it('are made by hand, and say where', async () => {
    const { host } = await openPage(SEEDS, '/settings')
    await host.set({ choose: [['我的备份.db'], ['全部.zip'], [], ['data/我的备份.db']] })
    for (const [button, name] of [['backup-now', '我的备份.db'], ['export-everything', '全部.zip']] as const) {
      await click(button)
      expect(get('backups-written').dataset.path).toBe(`${host.folder}/${name}`)
      expect(existsSync(`${host.folder}/${name}`)).toBe(true)
    }
    await click('backup-now')
    expect(find('backups-written')).toBeNull()
    await click('backup-now')
    expect(get('backups-write-error').textContent).toContain('请不要放在数据文件的文件夹里')
  })
})

describe('restoring', () => {
  async function lookInto(nth: number) {
    const opened = await openPage([], '/settings', await kept())
    all('backup-restore')[nth]!.click()
    await settled()
    return opened
  }

  it('shows what is inside before anything is replaced', async () => {
    const { host } = await lookInto(1)
    expect(get('restore-look').textContent).toContain('3 笔订单')
    expect(get('restore-look').textContent).toContain('现在的数据有 4 笔订单')
    expect(get('restore-look').textContent).toContain('少 1 笔')
    expect(document.activeElement).toBe(get('restore-look'))
    await press('Escape', get('restore-look'))
    expect(find('restore-look')).toBeNull()
    expect(document.activeElement).toBe(all('backup-restore')[1])
    expect(called(host, 'restore_backup')).toHaveLength(0)
    expect(await products(host)).toHaveLength(4)
  })

  it('says where the replaced data is, and takes it back', async () => {
    const { host } = await lookInto(1)
    await click('restore-confirm')
    expect(await products(host)).toEqual(['一', '二', '三'])
    const kept = get('restored').dataset.kept!
    expect(existsSync(kept)).toBe(true)
    expect(get('restored').textContent).toContain(kept)
    await click('restored-undo')
    expect(called(host, 'look_into').at(-1)).toEqual([kept, ''])
    expect(await products(host)).toEqual(['一', '二', '三', '四'])
    expect(get('restored').textContent).toContain('已撤销')
  })

  it('keeps the offer to take it back on the way to other pages', async () => {
    const { router } = await lookInto(1)
    await click('restore-confirm')
    await router.push('/')
    await settled()
    await router.push('/settings')
    await settled()
    expect(find('restored-undo')).not.toBeNull()
    // Nor does a look into another one cost it.
    all('backup-restore')[0]!.click()
    await settled()
    await click('restore-cancel')
    expect(find('restored-undo')).not.toBeNull()
  })

  it('asks for the passphrase of a protected file, and again where it was wrong', async () => {
    const { host } = await openPage(SEEDS, '/settings')
    await host.set({ choose: [[await lockedElsewhere()]] })
    await click('restore-file')
    expect(find('restore-confirm')).toBeNull()
    expect(document.activeElement).toBe(get('restore-passphrase'))
    await type('restore-passphrase', '不是这个')
    await press('Enter', get('restore-passphrase'), { isComposing: true })
    expect(called(host, 'look_into')).toHaveLength(1)
    await press('Enter', get('restore-passphrase'))
    expect(get('form-error').textContent).toContain('口令不对')
    await type('restore-passphrase', '旧的口令在这里')
    await click('restore-unlock')
    expect(get('restore-counts').textContent).toContain('1 笔订单')
    await click('restore-confirm')
    expect(await products(host)).toEqual(['四'])
  })

  it('asks for the passphrase also where what was replaced is put back', async () => {
    const { host } = await lookInto(1)
    await click('restore-confirm')
    copyFileSync(await lockedElsewhere(), get('restored').dataset.kept!)
    await click('restored-undo')
    expect(await products(host)).toEqual(['一', '二', '三'])
    await type('restore-passphrase', OLD)
    await click('restore-unlock')
    await click('restore-confirm')
    expect(await products(host)).toEqual(['四'])
    expect(get('restored').textContent).toContain('已撤销')
  })

  it('says that a file is none of its own, and offers nothing of an earlier one', async () => {
    const { host } = await lookInto(1)
    writeFileSync(`${host.folder}/猫.db`, '喵')
    await host.set({ choose: [['猫.db']] })
    await click('restore-cancel')
    await click('restore-file')
    expect(get('form-error').textContent).toContain('“猫.db”不是到账的备份')
    expect(find('restore-look')).toBeNull()
  })

  it('can be thought better of in the dialog', async () => {
    const { host } = await openPage(SEEDS, '/settings')
    await host.set({ choose: [[]] })
    await click('restore-file')
    expect(called(host, 'look_into')).toHaveLength(1)
    expect(find('restore-look')).toBeNull()
    expect(find('form-error')).toBeNull()
  })

  it('shows that it takes a while, and runs once', async () => {
    const { host } = await lookInto(1)
    const go = hold(host, 'restoreBackup')
    await click('restore-confirm')
    await click('restore-confirm')
    expect(find('working')).not.toBeNull()
    expect(get<HTMLButtonElement>('restore-cancel').disabled).toBe(true)
    go()
    await settled()
    expect(called(host, 'restore_backup')).toHaveLength(1)
    expect(find('working')).toBeNull()
  })
})

describe('the licences', () => {
  it('are looked through', async () => {
    await openPage([], '/settings')
    expect(find('licences')).toBeNull()
    await click('licences-open')
    await import('./LicencesList.vue')
    await settled()
    expect(all('licence').length).toBeGreaterThanOrEqual(3)
    await type('licences-search', 'vue-router')
    expect(all('licence').every((it) => it.textContent!.includes('vue-router'))).toBe(true)
    expect(all('licence').length).toBeGreaterThan(0)
  })
})
