import { describe, expect, it } from 'vitest'
import { called, click, find, get, openPage, press, settled, type } from '@/test/page'
import { createWorld, hold } from '@/test/world'

async function withPassphrase(passphrase: string) {
  const host = await createWorld([{ product: '一' }])
  await host.app.protect('', passphrase)
  return openPage([], '/settings', host)
}

describe('the passphrase', () => {
  it('is set by typing it twice, long enough', async () => {
    const { host } = await openPage([{}], '/settings')
    expect(get('protect-state').dataset.on).toBe('false')
    await click('protect-set')
    expect(document.activeElement).toBe(get('protect-wanted'))
    expect(get('protect-warning').textContent).toContain('没有找回的办法')
    await type('protect-wanted', '五个字的呢')
    await click('protect-send')
    expect(get('form-error').textContent).toContain('至少要 6 位')
    await type('protect-wanted', '春天的第一场雨')
    await type('protect-again', '春天的第一场雪')
    await press('Enter', get('protect-again'))
    expect(get('form-error').textContent).toContain('不一样')
    expect(called(host, 'protect')).toHaveLength(0)
    await type('protect-again', '春天的第一场雨')
    await press('Enter', get('protect-again'))
    expect(called(host, 'protect')).toEqual([['', '春天的第一场雨']])
    expect(get('protect-state').dataset.on).toBe('true')
    expect(find('protect-form')).toBeNull()
  })

  it('is hidden as it is typed, until it is shown', async () => {
    await openPage([{}], '/settings')
    await click('protect-set')
    expect(get<HTMLInputElement>('protect-wanted').type).toBe('password')
    await click('protect-wanted-show')
    expect(get<HTMLInputElement>('protect-wanted').type).toBe('text')
    expect(get<HTMLInputElement>('protect-again').type).toBe('text')
  })

  it('is forgotten by the page when the form is left', async () => {
    await openPage([{}], '/settings')
    await click('protect-set')
    await type('protect-wanted', '春天的第一场雨')
    await press('Escape', get('protect-wanted'))
    expect(find('protect-form')).toBeNull()
    await click('protect-set')
    expect(get<HTMLInputElement>('protect-wanted').value).toBe('')
  })

  it('is changed and taken away only with the present one', async () => {
    const { host } = await withPassphrase('春天的第一场雨')
    await click('protect-change')
    await type('protect-current', '不对不对不对')
    await type('protect-wanted', '夏天的第一声蝉')
    await type('protect-again', '夏天的第一声蝉')
    await click('protect-send')
    expect(get('form-error').textContent).toContain('口令不对')
    await type('protect-current', '春天的第一场雨')
    await click('protect-send')
    expect(called(host, 'protect').at(-1)).toEqual(['春天的第一场雨', '夏天的第一声蝉'])
    await click('protect-off')
    await click('protect-send')
    expect(get('form-error').textContent).toContain('请输入')
    await type('protect-current', '夏天的第一声蝉')
    await click('protect-send')
    expect(called(host, 'protect').at(-1)).toEqual(['夏天的第一声蝉', ''])
    expect(get('protect-state').dataset.on).toBe('false')
    await host.restart()
    expect((await host.app.showOrder(1)).product).toBe('一')
  })

  it('shows that it takes a while, and is sent once', async () => {
    const { host } = await withPassphrase('春天的第一场雨')
    const go = hold(host, 'protect')
    await click('protect-off')
    await type('protect-current', '春天的第一场雨')
    await click('protect-send')
    await click('protect-send')
    expect(find('working')).not.toBeNull()
    go()
    await settled()
    expect(called(host, 'protect')).toHaveLength(1)
  })

  it('is asked for at once where the person locks', async () => {
    await withPassphrase('春天的第一场雨')
    await click('protect-lock')
    expect(find('lock-page')).not.toBeNull()
    expect(find('rail-todo')).toBeNull()
  })
})
