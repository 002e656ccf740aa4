import { describe, expect, it } from 'vitest'
import type { Settings } from '@/bindings/Settings'
import { called, click, find, get, openPage, press, settled, type } from '@/test/page'
import { createWorld } from '@/test/world'

describe('the settings', () => {
  it('save every change at once', async () => {
    const { host } = await openPage([], '/settings')
    await click('settings-tray')
    await click('settings-login')
    await click('settings-shortcut')
    await click('settings-discreet')
    await type('settings-quiet-from', '22:30')
    expect(called(host, 'set_settings').at(-1)).toEqual([{ quiet_hours: '22:30-08:00', close_to_tray: false, start_at_login: true, global_shortcut: false, discreet_bubbles: true, language: '' }])
    expect(called(host, 'set_settings')).toHaveLength(5)
  })

  it('turn the quiet hours off and on again as they were', async () => {
    const { host } = await openPage([], '/settings')
    await type('settings-quiet-until', '07:00')
    await click('settings-quiet-off')
    expect(find('settings-quiet-from')).toBeNull()
    await click('settings-quiet-off')
    expect(called(host, 'set_settings').map(([settings]) => (settings as Settings).quiet_hours)).toEqual(['23:00-07:00', '', '23:00-07:00'])
    expect(get<HTMLInputElement>('settings-quiet-off').checked).toBe(true)
  })

  it('say what is wrong with the quiet hours, under them', async () => {
    const { host } = await openPage([], '/settings')
    await type('settings-quiet-from', '25:00')
    expect(get('form-error').textContent).toContain('安静时段看不懂')
    expect(get<HTMLInputElement>('settings-quiet-from').value).toBe('25:00')
    await type('settings-quiet-from', '22:00')
    await press('Enter', get('settings-quiet-from'))
    expect(find('form-error')).toBeNull()
    expect(called(host, 'set_settings')).toHaveLength(2)
  })

  it('show what the system refused', async () => {
    const host = await createWorld([], { refusals: ['全局快捷键没有生效，可能被别的程序占用，或这个桌面不支持。'] })
    await openPage([], '/settings', host)
    await click('settings-shortcut')
    expect(get('settings-refused').textContent).toContain('全局快捷键没有生效')
    await host.set({ refusals: [] })
    await click('settings-shortcut')
    expect(find('settings-refused')).toBeNull()
  })

  it('pause the reminders and resume them', async () => {
    const { host } = await openPage([{}], '/settings')
    expect(find('settings-resume')).toBeNull()
    for (const how of ['hour', 'morning', 'day']) await click(`settings-pause-${how}`)
    expect(get('settings-paused').textContent).toContain('提醒已暂停到')
    await click('settings-resume')
    expect(called(host, 'pause_reminders')).toEqual([['hour'], ['morning'], ['day'], ['no']])
    expect(find('settings-resume')).toBeNull()
  })

  it('open the folder of the log, or say why not', async () => {
    const { host } = await openPage([], '/settings')
    await click('open-logs')
    expect(called(host, 'open_logs')).toHaveLength(1)
    host.openLogs = () => Promise.reject({ code: 'failed', message: '打不开文件夹，请自己打开：/家/数据/logs' })
    await click('open-logs')
    expect(document.body.textContent).toContain('打不开文件夹')
  })
})

describe('the global shortcut', () => {
  it('opens the form with the picture of the clipboard', async () => {
    const { host } = await openPage([{}], '/orders/1')
    await host.set({ clipboard: '付款.png' })
    host.tell('app://record-from-clipboard', null)
    await settled()
    expect(find('form-platform')).not.toBeNull()
    expect(called(host, 'stage_clipboard')).toHaveLength(1)
    expect(get('staged-shot')).not.toBeNull()
  })
})
