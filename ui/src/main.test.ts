// How the page starts, by the real main.ts.
import { expect, it, vi } from 'vitest'
import { find, get, press, settled, type } from '@/test/page'
import { createWorld, hold, type World } from '@/test/world'

async function start(host: World): Promise<void> {
  const body = document.createElement('div')
  body.id = 'app'
  document.body.append(body)
  vi.resetModules()
  vi.doMock('@/host/tauri', () => ({ tauriHost: host }))
  await import('./main')
  await vi.dynamicImportSettled()
  await settled()
}

it('tells what was spoken last before anything is shown', async () => {
  const host = await createWorld()
  await host.app.setSettings({ ...(await host.app.settings()), language: 'en' })
  await host.app.protect('', '口令123456')
  await host.restart()
  window.localStorage.setItem('language', 'en')
  const go = hold(host, 'speakAsBefore')
  await start(host)
  expect(host.calls).toEqual([])
  expect(document.getElementById('app')!.childNodes).toHaveLength(0)
  go()
  await settled()
  expect(host.calls[0]).toEqual({ name: 'speak_as_before', args: ['en'] })
  expect(document.title).toBe('Daozhang')
  await type('unlock-passphrase', '不对')
  await press('Enter', get('unlock-passphrase'))
  expect(get('form-error').textContent).not.toMatch(/\p{Script=Han}/u)
  await type('unlock-passphrase', '口令123456')
  await press('Enter', get('unlock-passphrase'))
  expect(find('unlock-passphrase')).toBeNull()
  expect(document.querySelector('nav')!.textContent).toContain('Orders')
})
