// What the core names and says, in the language that the page speaks.
import { expect, it } from 'vitest'
import { click, get, openPage, press, settled } from '@/test/page'
import { HOUR } from '@/test/world'

async function choose(value: string): Promise<void> {
  const select = get<HTMLSelectElement>('settings-language')
  select.value = value
  select.dispatchEvent(new Event('change', { bubbles: true }))
  await settled()
}

it('is asked for anew when the language changes, and back', async () => {
  const { host, router } = await openPage([{ kind: 'q-coin', channel: 'wechat', paid_ago: 30 * HOUR }], '/settings')
  await choose('en')
  await press('n', document.body, { ctrlKey: true })
  const kinds = (): (string | null)[] => Array.from(get('form-kind').querySelectorAll('option'), (option) => option.textContent)
  expect(kinds()).toContain('Card key')
  await click('form-cancel')
  await router.push('/orders/1')
  await settled()
  expect(document.body.textContent).toContain('Not arrived – find out what went wrong')
  await click('diagnose-open')
  expect(get('diagnose-question').textContent).not.toMatch(/\p{Script=Han}/u)
  await router.push('/settings')
  await settled()
  await choose('zh-CN')
  await press('n', document.body, { ctrlKey: true })
  expect(kinds()).toContain('卡密')
  expect((await host.app.settings()).language).toBe('zh-CN')
})
