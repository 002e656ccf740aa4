// What the core names and says, in the language that the page speaks.
import { mkdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { toFailure } from '@/host/failure'
import { click, find, get, openPage, press, settled, type } from '@/test/page'
import { createWorld, HOUR, refuse, type Seed, type World } from '@/test/world'
import { language, speak } from './language'

const HAN = /\p{Script=Han}/u

async function choose(value: string): Promise<void> {
  const select = get<HTMLSelectElement>('settings-language')
  select.value = value
  select.dispatchEvent(new Event('change', { bubbles: true }))
  await settled()
}

async function inEnglish(seeds: Seed[] = []): Promise<World> {
  const host = await createWorld(seeds)
  await host.app.setSettings({ ...(await host.app.settings()), language: 'en' })
  return host
}

function inside<T extends HTMLElement = HTMLElement>(row: string, testId: string): T {
  return get(row).querySelector<T>(`[data-testid="${testId}"]`)!
}

async function write(text: string): Promise<void> {
  const box = inside<HTMLInputElement>('rule-window-q-coin', 'rule-text')
  box.value = text
  box.dispatchEvent(new Event('input', { bubbles: true }))
  await settled()
}

it('is asked for anew when the language changes, and back', async () => {
  const { host, router } = await openPage([{ kind: 'q-coin', channel: 'wechat', paid_ago: 30 * HOUR }], '/settings')
  await choose('en')
  await press('n', document.body, { ctrlKey: true })
  const kinds = (): (string | null)[] => Array.from(get('form-kind').querySelectorAll('option'), (option) => option.textContent)
  expect(kinds()).toContain('Card key')
  await type('form-kind', 'phone-credit-slow')
  expect(get('form-window').closest('dialog')!.textContent).toContain('Usual time for “Phone credit, slow”: overdue after 72 hours')
  await type('form-kind', 'q-coin')
  expect(get('form-window').closest('dialog')!.textContent).toContain('Usual time for “Q coins”: asked after 30 minutes, overdue after 24 hours')
  await click('form-cancel')
  await router.push('/orders/1')
  await settled()
  expect(document.body.textContent).toContain('Not arrived – find out what went wrong')
  await click('diagnose-open')
  expect(get('diagnose-question').textContent).not.toMatch(HAN)
  await router.push('/settings')
  await settled()
  await choose('zh-CN')
  await press('n', document.body, { ctrlKey: true })
  expect(kinds()).toContain('卡密')
  expect((await host.app.settings()).language).toBe('zh-CN')
})

it('follows where the language is chosen: warnings, rules and their hints', async () => {
  const host = await inEnglish()
  mkdirSync(`${host.folder}/坚果云`)
  await host.set({ choose: [['坚果云']] })
  await openPage([], '/settings', host)
  await click('backups-choose')
  inside('rule-window-q-coin', 'rule-edit').click()
  await settled()
  const texts = (): string[] => ['backups-warnings', 'rules-limit', 'rule-window-q-coin'].map((part) => get(part).textContent!)
  expect(texts()[0]!.replaceAll('坚果云', '')).not.toMatch(HAN)
  expect(texts()[1]).not.toMatch(HAN)
  expect(texts()[2]).toContain('until you are asked')
  // What is being typed stays.
  await write('15分钟')
  await choose('zh-CN')
  expect(texts()[0]).toContain('备份在云盘的同步文件夹里')
  expect(texts()[1]).toContain('三年期限')
  expect(texts()[2]).toContain('先写多久问一声')
  expect(inside<HTMLInputElement>('rule-window-q-coin', 'rule-text').value).toBe('15分钟')
})

it('follows what another process set', async () => {
  const { host } = await openPage([{}], '/orders')
  expect([language.value, document.documentElement.lang, document.title]).toEqual(['zh-CN', 'zh-CN', '到账'])
  await host.app.setSettings({ ...(await host.app.settings()), language: 'en' })
  await settled()
  expect([language.value, document.documentElement.lang, document.title]).toEqual(['en', 'en', 'Daozhang'])
  expect(document.querySelector('nav')!.textContent).not.toMatch(HAN)
})

it('is that of before while a locked file does not tell', async () => {
  const host = await inEnglish()
  await host.app.protect('', '口令123456')
  await host.restart()
  await host.app.speakAsBefore('en')
  await openPage([], '/', host)
  await type('unlock-passphrase', '不对')
  await press('Enter', get('unlock-passphrase'))
  expect(get('form-error').textContent).not.toMatch(HAN)
  await host.app.speakAsBefore('zh-CN')
  await press('Enter', get('unlock-passphrase'))
  expect(get('form-error').textContent).toContain('口令不对')
  // Once it is open its settings count.
  expect(language.value).toBe('zh-CN')
  await type('unlock-passphrase', '口令123456')
  await press('Enter', get('unlock-passphrase'))
  expect(find('unlock-passphrase')).toBeNull()
  expect(language.value).toBe('en')
})

describe('why something failed', () => {
  it('is in the language of the page, and follows it where it is looked at anew', async () => {
    const host = await inEnglish()
    // A refusal of the core, where it refuses nothing.
    host.todo = () => host.app.setRule('window', '甲', '1天') as never
    await openPage([], '/', host)
    expect(language.value).toBe('en')
    const failure = (): string => document.querySelector('main .failed .notice')!.textContent!
    expect(failure()).toContain('甲')
    expect(failure().replace('甲', '')).not.toMatch(HAN)
    await host.app.setSettings({ ...(await host.app.settings()), language: 'zh-CN' })
    await settled()
    expect(failure().replace('甲', '')).toMatch(HAN)
  })

  it('stays on the spot as it was said, until it is tried again', async () => {
    await openPage([], '/settings', await inEnglish())
    inside('rule-window-q-coin', 'rule-edit').click()
    await settled()
    await write('?')
    const save = async (): Promise<string> => {
      inside('rule-window-q-coin', 'rule-save').click()
      await settled()
      return get('form-error').textContent!
    }
    const english = await save()
    expect(english).toContain('Separate the two times')
    await choose('zh-CN')
    expect(get('form-error').textContent).toBe(english)
    expect(await save()).not.toContain('Separate')
  })

  it('is gone from the quiet hours with the change, which saves what holds', async () => {
    await openPage([], '/settings', await inEnglish())
    await type('settings-quiet-from', '99:99')
    expect(get('form-error').textContent).not.toMatch(HAN)
    await choose('zh-CN')
    expect(find('form-error')).toBeNull()
  })

  it('keeps its code, and words that nobody knows', async () => {
    const host = await inEnglish()
    host.todo = async () => refuse('failed', '一句谁也没说过的话')
    await openPage([], '/', host)
    expect(document.body.textContent).toContain('一句谁也没说过的话')
    speak('en')
    expect(toFailure({ code: 'damaged', message: '一句谁也没说过的话', more: 1 })).toEqual({ code: 'damaged', message: '一句谁也没说过的话' })
    expect(toFailure(new Error('x is not a function'))).toEqual({ code: 'failed', message: 'x is not a function' })
    expect(toFailure('x')).toEqual({ code: 'failed', message: 'x' })
  })
})
