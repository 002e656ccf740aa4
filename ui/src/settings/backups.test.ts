import { describe, expect, it } from 'vitest'
import { createFixtureHost, type Seed } from '@/host/fixture'
import { all, called, click, find, get, openPage, press, settled, type } from '@/test/fixture-page'
import { readMegabytes } from './megabytes'

const SEEDS: Seed[] = [{ product: '一' }, { product: '二' }, { product: '三' }, { product: '四' }]
const products = (host: ReturnType<typeof createFixtureHost>): string[] => [...host.orders.values()].map(({ product }) => product)

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
    expect(get('backups-limit-error').textContent).toContain('太小')
  })

  it('lie in another folder, and in the usual one again', async () => {
    const { host } = await openPage(SEEDS, '/settings')
    expect(find('backups-usual')).toBeNull()
    const usual = get('backups-folder').textContent
    await click('backups-choose')
    expect(get('backups-folder').textContent).not.toBe(usual)
    await click('backups-usual')
    expect(get('backups-folder').textContent).toBe(usual)
    host.vault.chosen = null
    await click('backups-choose')
    expect(get('backups-folder').textContent).toBe(usual)
    await click('backups-open')
    expect(called(host, 'open_backup_folder')).toHaveLength(1)
  })

  it('say what went wrong and what is doubtful about the folder', async () => {
    const host = createFixtureHost(SEEDS)
    host.vault.choose('trouble')
    await openPage([], '/settings', host)
    expect(get('backups-trouble').textContent).toContain('磁盘满了')
    for (const sentence of host.vault.warnings) expect(get('backups-warnings').textContent).toContain(sentence)
  })

  it('are listed newest first, with a word where there are none', async () => {
    const host = createFixtureHost(SEEDS)
    host.vault.choose('empty')
    const { wrapper } = await openPage([], '/settings', host)
    expect(get('backups-none')).not.toBeNull()
    wrapper.unmount()
    const many = createFixtureHost(SEEDS)
    many.vault.choose('long')
    await openPage([], '/settings', many)
    const paths = all('backup-file').map((it) => it.dataset.path)
    expect(paths.length).toBeGreaterThan(30)
    expect(paths[0]).toContain('20261123')
  })

  it('are made by hand, and say where', async () => {
    const { host } = await openPage(SEEDS, '/settings')
    await click('backup-now')
    expect(get('backups-written').dataset.path).toContain('到账备份')
    await click('export-everything')
    expect(get('backups-written').dataset.path).toContain('.zip')
    host.vault.chosen = null
    await click('backup-now')
    expect(find('backups-written')).toBeNull()
    host.backupNow = () => Promise.reject({ code: 'failed', message: '磁盘满了。' })
    await click('backup-now')
    expect(get('backups-write-error').textContent).toContain('磁盘满了')
  })
})

describe('restoring', () => {
  async function lookInto(nth: number) {
    const opened = await openPage(SEEDS, '/settings')
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
    expect(products(host)).toHaveLength(4)
  })

  it('says where the replaced data is, and takes it back', async () => {
    const { host } = await lookInto(1)
    await click('restore-confirm')
    expect(products(host)).toEqual(['二', '三', '四'])
    const kept = get('restored').dataset.kept!
    expect(get('restored').textContent).toContain(kept)
    await click('restored-undo')
    expect(called(host, 'look_into').at(-1)).toEqual([kept, ''])
    expect(products(host)).toEqual(['一', '二', '三', '四'])
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
    expect(products(host)).toEqual(['四'])
  })

  it('asks for the passphrase also where what was replaced is put back', async () => {
    const { host } = await openPage(SEEDS, '/settings')
    await click('restore-file')
    await type('restore-passphrase', '旧的口令在这里')
    await click('restore-unlock')
    await click('restore-confirm')
    const kept = get('restored').dataset.kept!
    host.vault.files.get(kept)!.passphrase = '另一个口令'
    await click('restored-undo')
    expect(products(host)).toEqual(['四'])
    await type('restore-passphrase', '另一个口令')
    await click('restore-unlock')
    await click('restore-confirm')
    expect(products(host)).toEqual(['一', '二', '三', '四'])
    expect(get('restored').textContent).toContain('已撤销')
  })

  it('says that a file is none of its own, and offers nothing of an earlier one', async () => {
    const { host } = await lookInto(1)
    host.vault.chosen = '/家/图片/猫.png'
    await click('restore-cancel')
    await click('restore-file')
    expect(get('form-error').textContent).toContain('不是到账的备份')
    expect(find('restore-look')).toBeNull()
  })

  it('can be thought better of in the dialog', async () => {
    const { host } = await openPage(SEEDS, '/settings')
    host.vault.chosen = null
    await click('restore-file')
    expect(find('restore-look')).toBeNull()
    expect(find('form-error')).toBeNull()
  })

  it('shows that it takes a while, and runs once', async () => {
    const { host } = await lookInto(1)
    let pass: () => void = () => undefined
    host.vault.step = () => new Promise((resolve) => (pass = resolve))
    await click('restore-confirm')
    await click('restore-confirm')
    expect(find('working')).not.toBeNull()
    expect(get<HTMLButtonElement>('restore-cancel').disabled).toBe(true)
    pass()
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
