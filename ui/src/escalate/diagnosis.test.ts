// The conversation: where the trouble is, and what follows from it.
import { describe, expect, it } from 'vitest'
import { createWorld, refuse, type Seed } from '@/test/world'
import { all, called, click, find, get, openPage, press, settled } from '@/test/page'

const HOUR = 3_600_000
const LATE: Seed = { platform: '云边卡盟', product: '1000 Q币', amount_fen: 98_500, paid_ago: 30 * HOUR, shots: 2 }
const DIAGNOSED: Seed = { ...LATE, diagnosed: { ago: HOUR, page: 'processing', bill: 'paid', account: 'same', paying: 'smooth' } }
const kinds = (): (string | undefined)[] => all('event-item').map((item) => item.dataset.kind)

async function answer(...options: string[]): Promise<void> {
  for (const option of options) await click(`diagnose-option-${option}`)
}

describe('the conversation', () => {
  it('asks one thing at a time, and what it found is in the timeline after five clicks', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('diagnose-open')
    expect(get('diagnose-question').dataset.key).toBe('page')
    expect(all('diagnose-question')).toHaveLength(1)
    await answer('processing')
    expect(get('diagnose-question').dataset.key).toBe('bill')
    expect(kinds()).not.toContain('diagnosed')
    await answer('paid', 'same', 'smooth')
    const result = get('diagnose-result')
    for (const words of ['平台还没有充成', '谁来处理平台', '账单显示已扣款', '截下处理中的页面', '请它限时到账', '本应用的起始值']) expect(result.textContent).toContain(words)
    expect(kinds()).toContain('diagnosed')
    expect(called(host, 'diagnose').map(([, , record]) => record)).toEqual([false, true, true, true, true])
    expect(document.activeElement).toBe(get('diagnose-next'))
  })

  it('proposes what the newest picture of the page shows, and takes nothing for the person', async () => {
    const host = await createWorld([LATE])
    host.pageState = async () => ({ sha256: '0'.repeat(64), name: '页面.png', added_at: new Date().toISOString(), state: '待付款', answer: 'unpaid' })
    await openPage([], '/orders/1', host)
    await click('diagnose-open')
    expect(get('diagnose-question').dataset.key).toBe('page')
    expect(get('diagnose-read').textContent).toContain('页面.png')
    expect(get('diagnose-read').textContent).toContain('待付款')
    expect(get('diagnose-reads-unpaid').textContent).not.toBe('')
    await answer('unpaid', 'paid', 'smooth')
    expect(get('diagnose-result').dataset.row).toBe('unpaid-late')
    await click('diagnose-next')
    expect(get<HTMLTextAreaElement>('letter-text').value).toContain('补单')
  })

  it('leads from a part that came to the form in which it is noted', async () => {
    await openPage([LATE], '/orders/1')
    await click('diagnose-open')
    await answer('partly', 'paid')
    expect(get('diagnose-result').dataset.act).toBe('problem')
    await click('diagnose-next')
    expect(find('problem-kind')).not.toBeNull()
  })

  it('lists what the app knows by itself', async () => {
    await openPage([LATE], '/orders/1')
    await click('diagnose-open')
    expect(document.querySelector('.known')?.textContent).toContain('已过应到账时间')
  })

  it('is driven by digits, arrows and Escape', async () => {
    await openPage([LATE], '/orders/1')
    await click('diagnose-open')
    expect(document.activeElement).toBe(get('diagnose-option-processing'))
    await press('2')
    expect(get('diagnose-question').dataset.key).toBe('bill')
    await press('ArrowDown')
    expect(document.activeElement).toBe(get('diagnose-option-pending'))
    await press('End')
    expect(document.activeElement).toBe(get('diagnose-option-refunded'))
    await press('ArrowDown')
    expect(document.activeElement).toBe(get('diagnose-option-paid'))
    await press('9')
    expect(get('diagnose-question').dataset.key).toBe('bill')
    await press('1', undefined, { altKey: true })
    expect(get('diagnose-question').dataset.key).toBe('bill')
    await press('Escape')
    expect(find('diagnose-question')).toBeNull()
    expect(document.activeElement).toBe(get('diagnose-open'))
    expect(get('case-title')).not.toBeNull()
  })

  it('numbers the first nine answers, and keeps the place of a number before the others', async () => {
    await openPage([LATE], '/orders/1')
    await click('diagnose-open')
    const keys = Array.from(document.querySelectorAll('.diagnosis .option'), (option) => option.querySelector('kbd')!)
    expect(keys.slice(0, 9).map(({ textContent }) => textContent)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9'])
    expect(keys.map(({ className }) => className)).toEqual([...Array<string>(9).fill(''), 'keyless', 'keyless'])
  })

  it('leaves keys to the input method', async () => {
    await openPage([LATE], '/orders/1')
    await click('diagnose-open')
    await press('2', undefined, { keyCode: 229 })
    await press('Escape', undefined, { keyCode: 229 })
    expect(get('diagnose-question').dataset.key).toBe('page')
  })

  it('shows what was answered, and goes back to it', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('diagnose-open')
    await answer('success', 'paid')
    expect(get('diagnose-answered-page').textContent).toContain('充值成功')
    await click('diagnose-back')
    expect(get('diagnose-question').dataset.key).toBe('bill')
    await answer('paid')
    await click('diagnose-answered-page')
    expect(get('diagnose-question').dataset.key).toBe('page')
    expect(find('diagnose-back')).toBeNull()
    expect(called(host, 'diagnose').at(-1)?.[1]).toMatchObject({ page: null, bill: null })
  })

  it.each([
    [['missing', 'paid', 'smooth'], 'letter', 'letter-text'],
    [['processing', 'refunded'], 'refund', 'refund-amount'],
    [['processing', 'pending', 'smooth'], 'wait', 'mark-arrived'],
    [['failed', 'failed'], 'look', 'mark-arrived'],
  ])('leads from %s (%s) to what there is to do', async (answers, act, focused) => {
    await openPage([LATE], '/orders/1')
    await click('diagnose-open')
    await answer(...answers)
    expect(get('diagnose-result').dataset.act).toBe(act)
    await click('diagnose-next')
    expect(document.activeElement).toBe(get(focused))
    if (act === 'letter') expect(get('letter').dataset.to).toBe('platform')
  })

  it('leads to the letter, whose button is then the main one', async () => {
    await openPage([LATE], '/orders/1')
    await click('diagnose-open')
    await answer('processing', 'paid', 'same', 'smooth')
    await click('diagnose-next')
    expect(document.activeElement).toBe(get('letter-text'))
    expect(get('letter-copy').classList.contains('main')).toBe(true)
  })

  it('keeps what was found in sight, and asks again when wanted', async () => {
    await openPage([DIAGNOSED], '/orders/1')
    expect(get('case-diagnosis').textContent).toContain('平台还没有充成')
    expect(get('case-main').dataset.act).toBe('letter')
    await click('diagnose-open')
    expect(get('diagnose-question').dataset.key).toBe('page')
  })

  it('can be taken back from the timeline', async () => {
    await openPage([DIAGNOSED], '/orders/1')
    await click('event-undo')
    expect(find('case-diagnosis')).toBeNull()
    expect(get('diagnose-open').dataset.act).toBe('diagnose')
  })

  it('says when it cannot go on, and goes on when it can', async () => {
    const host = await createWorld([LATE])
    const { diagnose } = host
    host.diagnose = async () => refuse('failed', '数据文件被占用')
    await openPage([], '/orders/1', host)
    await click('diagnose-open')
    expect(document.querySelector('.diagnosis')?.textContent).toContain('数据文件被占用')
    host.diagnose = diagnose
    document.querySelector<HTMLButtonElement>('.diagnosis .notice button')!.click()
    await settled()
    expect(get('diagnose-question').dataset.key).toBe('page')
  })

  it('writes down once what is known without a question', async () => {
    const host = await createWorld([DIAGNOSED])
    const found = (await host.escalation(1)).diagnosis!
    const asked: boolean[] = []
    host.diagnose = async (_id, answers, record) => {
      asked.push(record)
      return { answers, known: [], question: null, found }
    }
    await openPage([], '/orders/1', host)
    await click('diagnose-open')
    expect(get('diagnose-result').dataset.row).toBe(found.row)
    expect(asked).toEqual([false])
    await click('diagnose-close')
    found.row = 'another'
    await click('diagnose-open')
    expect(asked).toEqual([false, false, true])
  })
})
