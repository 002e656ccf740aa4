import { describe, expect, it } from 'vitest'
import { NOW, type Seed } from '@/test/world'
import { called, click, find, get, openPage, press, type } from '@/test/page'

const HOUR = 3_600_000
const CARDS: Seed = { product: '视频月卡', kind: 'card-key', amount_fen: 10_000, quantity: '3', paid_ago: 2 * HOUR, account: null }
const BLOCK = 'QWER-1111-TYUI-9001\nQWER-2222-TYUI-9002\nQWER-3333-TYUI-9003'
const status = (): string | undefined => get('order-status').dataset.status
const state = (n: number): string | undefined => get(`key-${n}`).dataset.state

describe('the ledger of card keys', () => {
  it('is shown only where card keys come', async () => {
    await openPage([{ product: '1000 Q币' }, CARDS], '/orders/1')
    expect(find('keys-panel')).toBeNull()
    await openPage([{ product: '1000 Q币' }, CARDS], '/orders/2')
    expect(find('keys-panel')).not.toBeNull()
  })

  it('notes a block, masks it, and marks each by one click or one key', async () => {
    const { host } = await openPage([CARDS], '/orders/1')
    await type('keys-text', BLOCK)
    await click('keys-add')
    expect(called(host, 'add_keys')).toEqual([[1, { text: BLOCK, at: '', all: false, pairs: false }]])
    expect(get('key-value-2').textContent).toBe('••••9002')
    expect(document.body.textContent).not.toContain('2222')
    await type('keys-says', '该卡已被使用')
    await click('key-2-used')
    expect(called(host, 'try_keys').at(-1)).toEqual([1, { keys: ['2'], state: 'used', at: '', says: '该卡已被使用', piece: '' }])
    expect(state(2)).toBe('used')
    expect(get('key-2').textContent).toContain('该卡已被使用')
    expect(get<HTMLInputElement>('keys-says').value).toBe('')
    expect(status()).toBe('disputed')
    await press('3', get('key-3-works'))
    expect(state(3)).toBe('invalid')
    await press('0', get('key-3-invalid'))
    expect(state(3)).toBe('untried')
    await click('keys-rest-work')
    expect([state(1), state(2), state(3)]).toEqual(['works', 'used', 'works'])
    expect(get('keys-sum').textContent).toContain('可用 2，用不了 1')
  })

  it('takes back what was noted last', async () => {
    await openPage([CARDS], '/orders/1')
    await type('keys-text', BLOCK)
    await click('keys-add')
    await click('key-1-expired')
    await click('undo')
    expect(state(1)).toBe('untried')
  })

  it('shows a key in full only when asked for', async () => {
    const { host } = await openPage([CARDS], '/orders/1')
    await type('keys-text', BLOCK)
    await click('keys-add')
    await click('key-reveal-3')
    expect(get('key-value-3').textContent).toBe('QWER-3333-TYUI-9003')
    expect(get('key-value-1').textContent).toBe('••••9001')
    await click('key-reveal-3')
    expect(get('key-value-3').textContent).toBe('••••9003')
    await click('key-copy-1')
    expect(called(host, 'reveal_keys')).toEqual([[1, [3]], [1, [1]]])
  })

  it('asks whether fewer are all, and says what cannot be', async () => {
    await openPage([{ ...CARDS, quantity: '4' }], '/orders/1')
    await type('keys-text', BLOCK)
    await click('keys-add')
    expect(get('keys-open').textContent).toContain('还不知道其余的到了没有')
    await click('keys-all')
    expect(find('keys-open')).toBeNull()
    expect(status()).toBe('disputed')
    await click('keys-more')
    await type('keys-text', `${BLOCK}\nAAAA-1111-BBBB\nCCCC-2222-DDDD`)
    await click('keys-add')
    expect(get('keys-error').textContent).toContain('多出来了')
    expect(get<HTMLTextAreaElement>('keys-text').value).toContain('AAAA-1111-BBBB')
  })

  it('refuses a time that is to come and keeps what was typed', async () => {
    await openPage([CARDS], '/orders/1')
    await type('keys-text', BLOCK)
    await click('keys-add')
    await type('keys-at', new Date(NOW + 48 * HOUR).toISOString().slice(0, 16).replace('T', ' '))
    await click('key-1-used')
    expect(get('keys-error').textContent).toContain('还没有到')
    expect(state(1)).toBe('untried')
  })
})
