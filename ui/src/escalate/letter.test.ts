// The letters: their open fields, their limits, and what is chosen about them.
import { describe, expect, it } from 'vitest'
import { createWorld, refuse, type Seed } from '@/test/world'
import type { LetterView } from '@/bindings/LetterView'
import { called, click, find, get, openPage, press, settled, type } from '@/test/page'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const LATE: Seed = { platform: '云边卡盟', product: '1000 Q币', amount_fen: 98_500, paid_ago: 30 * HOUR, shots: 1, diagnosed: { ago: HOUR, page: 'processing', bill: 'paid', account: 'same', paying: 'smooth' } }
const UNANSWERED: Seed = { ...LATE, paid_ago: 5 * DAY, demanded_ago: 2 * DAY }
const text = (): string => get<HTMLTextAreaElement>('letter-text').value
const wish = (name: string, host: Awaited<ReturnType<typeof openPage>>['host']): unknown => called(host, name).at(-1)?.[2]

/** The page at a letter of the shell that was changed on its way. */
async function withLetter(change: Partial<LetterView>, seed: Seed = LATE) {
  const host = await createWorld([seed])
  const write = host.letter
  host.letter = async (...args) => ({ ...(await write(...args)), ...change })
  return openPage([], '/orders/1', host)
}

describe('the open fields of a letter', () => {
  it('are filled right there, and can be changed and emptied again', async () => {
    await openPage([LATE], '/orders/1')
    await click('step-toggle-consumer-association')
    expect(text()).toContain('【姓名】')
    await type('letter-blank-1', '示例姓名')
    expect(text()).toContain('投诉人：示例姓名')
    await type('letter-blank-1', '另一个')
    expect(text()).toContain('投诉人：另一个，')
    await type('letter-blank-1', '')
    expect(text()).toContain('【姓名】')
    expect(find('letter-reset')).toBeNull()
  })

  it('are kept for the other letters of the case', async () => {
    await openPage([LATE], '/orders/1')
    await click('step-toggle-consumer-association')
    await type('letter-blank-1', '示例姓名')
    await click('step-toggle-police')
    expect(text()).toContain('报警人：示例姓名')
  })

  it('stay where they were when the text is rewritten by hand', async () => {
    await openPage([LATE], '/orders/1')
    await click('step-toggle-consumer-association')
    await type('letter-blank-1', '示例姓名')
    await type('letter-text', `${text()}\n另外，请书面答复。`)
    expect(get('letter-blank-1').dataset.name).toBe('联系电话')
    await type('letter-blank-1', '13800000000')
    expect(text()).toContain('联系电话：13800000000')
    expect(text()).toContain('请书面答复')
    await click('letter-reset')
    expect(text()).not.toContain('请书面答复')
    expect(text()).toContain('示例姓名')
  })

  it('take what is typed as it is, whatever it looks like', async () => {
    await openPage([LATE], '/orders/1')
    await click('step-toggle-consumer-association')
    await type('letter-blank-1', '$& {{7*7}} 【电话】')
    expect(text()).toContain('投诉人：$& {{7*7}} 【电话】')
  })

  it('are asked about before the letter is copied with them', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('step-toggle-consumer-association')
    await click('letter-copy')
    expect(called(host, 'copy_letter')).toEqual([])
    expect(get('letter-doubt').textContent).toContain('还有 6 处没填：受理的消协所在地、姓名、联系电话、联系地址、商家全称、商家地址')
    await click('letter-fill')
    expect(document.activeElement).toBe(get('letter-blank-0'))
    await click('letter-copy-anyway')
    expect(called(host, 'copy_letter')[0]?.slice(3)).toEqual([{ answer_by: '', fraud: false }, true])
    expect(find('letter-doubt')).toBeNull()
  })

  it('go to the first that is still open', async () => {
    await openPage([LATE], '/orders/1')
    await click('step-toggle-consumer-association')
    await type('letter-blank-0', '示例市')
    await click('letter-copy')
    expect(get('letter-doubt').textContent).toContain('还有 5 处没填')
    await click('letter-fill')
    expect(document.activeElement).toBe(get('letter-blank-1'))
  })

  it('are asked about too when only the shell sees them', async () => {
    const { host } = await openPage([{ ...LATE, product: '【官方】Q币' }], '/orders/1')
    await click('step-toggle-consumer-association')
    for (const [i, value] of ['示例市', '示例姓名', '13800000000', '某市某区', '示例商行', '某市某路'].entries()) await type(`letter-blank-${i}`, value)
    // The name of the product is none, what the person writes is one.
    await type('letter-text', `${text()}\n【平台名称】`)
    await click('letter-copy')
    expect(get('letter-doubt').textContent).toContain('还有 1 处没填：平台名称')
    await click('letter-copy-anyway')
    expect(called(host, 'copy_letter').map((call) => call[4])).toEqual([false, true])
  })
})

describe('the length of a letter', () => {
  it.each([
    ['utf16', '👍好', 3],
    ['chars', '👍好', 2],
  ] as const)('is counted as the recipient counts (%s)', async (count, typed, length) => {
    await withLetter({ count, limit: 3 })
    await type('letter-text', typed)
    expect(get('letter-count').textContent).toContain(`${length} / 3 字`)
    await type('letter-text', `${typed}👍`)
    expect(get('letter-count').textContent).toContain(count === 'utf16' ? '超出 2 字' : '3 / 3 字')
  })

  it('counts what was filled in', async () => {
    await openPage([LATE], '/orders/1')
    await click('step-toggle-consumer-association')
    const before = Number.parseInt(get('letter-count').textContent ?? '')
    await type('letter-blank-1', '十'.repeat(14))
    expect(Number.parseInt(get('letter-count').textContent ?? '')).toBe(before + 20)
  })

  it('says what was left out to fit', async () => {
    await withLetter({ shortened: 2 })
    expect(get('letter-shortened').textContent).toContain('省去了 2 句')
    await type('letter-text', '自己写的')
    expect(find('letter-shortened')).toBeNull()
  })
})

describe('the deadline of the final demand', () => {
  it('is chosen, or written by hand', async () => {
    const { host } = await openPage([UNANSWERED], '/orders/1')
    await click('case-main')
    expect(get('letter').dataset.to).toBe('platform-final')
    expect(wish('letter', host)).toEqual({ answer_by: '', fraud: false })
    await click('letter-deadline-72')
    expect(wish('letter', host)).toMatchObject({ answer_by: '72小时' })
    await click('letter-deadline-own')
    expect(document.activeElement).toBe(get('letter-deadline-text'))
    await type('letter-deadline-text', '后天 18:00')
    expect(wish('letter', host)).toMatchObject({ answer_by: '后天 18:00' })
    expect(get('letter-answer-by').textContent).toContain('18:00')
    await click('letter-copy')
    expect(called(host, 'copy_letter')[0]?.[3]).toMatchObject({ answer_by: '后天 18:00' })
    expect(get('case-waits').textContent).toContain('给对方的期限到')
  })

  it('says under the field what is wrong, and copies nothing with it', async () => {
    const { host } = await openPage([UNANSWERED], '/orders/1')
    await click('case-main')
    await click('letter-deadline-own')
    await type('letter-deadline-text', '改天吧')
    expect(get('form-error').textContent).toContain('改天吧')
    await click('letter-copy')
    expect(called(host, 'copy_letter')).toEqual([])
    await press('Enter', get('letter-deadline-text'), { keyCode: 229 })
    await type('letter-deadline-text', '36小时')
    expect(find('form-error')).toBeNull()
  })

  it('does not change what the person has rewritten, and says so', async () => {
    await openPage([UNANSWERED], '/orders/1')
    await click('case-main')
    await type('letter-text', '我自己写的催告')
    await click('letter-deadline-24')
    expect(text()).toBe('我自己写的催告')
    expect(get('letter').textContent).toContain('没有跟着变')
  })

  it('is not asked for other letters', async () => {
    await openPage([LATE], '/orders/1')
    expect(find('letter-deadline-24')).toBeNull()
  })
})

describe('claiming fraud', () => {
  it('is offered only where it can be claimed', async () => {
    await openPage([LATE], '/orders/1')
    expect(find('letter-fraud')).toBeNull()
    await click('step-toggle-12315')
    expect(find('letter-fraud')).not.toBeNull()
  })

  it('takes effect only after its warning was read', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('step-toggle-12315')
    await click('letter-fraud')
    expect(get('letter-fraud-warning').textContent).toContain('排除合理怀疑')
    expect(get('letter-fraud-warning').textContent).toContain('终止调解')
    expect(get<HTMLInputElement>('letter-fraud').checked).toBe(false)
    expect(wish('letter', host)).toMatchObject({ fraud: false })
    await click('letter-fraud-yes')
    expect(get<HTMLInputElement>('letter-fraud').checked).toBe(true)
    expect(wish('letter', host)).toMatchObject({ fraud: true })
    expect(text()).toContain('增加赔偿')
    expect(get('letter-cites').textContent).toContain('第五十五条')
    await click('letter-fraud')
    expect(wish('letter', host)).toMatchObject({ fraud: false })
    expect(text()).not.toContain('增加赔偿')
  })

  it('can be declined', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('step-toggle-12315')
    await click('letter-fraud')
    await click('letter-fraud-no')
    expect(find('letter-fraud-warning')).toBeNull()
    expect(wish('letter', host)).toMatchObject({ fraud: false })
  })

  it('is not carried into another letter', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    await click('step-toggle-12315')
    await click('letter-fraud')
    await click('letter-fraud-yes')
    await click('letter-tab-12315-long')
    expect(wish('letter', host)).toMatchObject({ fraud: false })
    expect(get<HTMLInputElement>('letter-fraud').checked).toBe(false)
  })
})

describe('a letter', () => {
  it('is chosen among those of its step', async () => {
    await openPage([LATE], '/orders/1')
    await click('step-toggle-12315')
    expect(get('letter').dataset.to).toBe('12315')
    await click('letter-tab-12315-long')
    expect(get('letter').dataset.to).toBe('12315-long')
    expect(get('letter-count').textContent).not.toContain('/')
  })

  it('lists the articles it cites with gist, source and how sure they are', async () => {
    await openPage([LATE], '/orders/1')
    await click('step-toggle-12315')
    const cites = get('letter-cites')
    expect(cites.querySelector('summary')?.textContent).toContain('3 条')
    for (const words of ['《电子商务法》第二十条', '《民法典》第五百七十七条', '按照承诺或者与消费者约定', '法条']) expect(cites.textContent).toContain(words)
    expect(cites.hasAttribute('open')).toBe(false)
    expect(get('letter').textContent).toContain('供参考，以现行法规及受理机关要求为准')
  })

  it('asks for the number once it was copied for an authority, and writes nothing', async () => {
    const { host } = await openPage([{ ...LATE, refused_ago: 2 * HOUR }], '/orders/1')
    await click('step-toggle-payment')
    await click('letter-copy')
    expect(called(host, 'copy_letter')).toHaveLength(1)
    expect(find('undo')).toBeNull()
    expect(get('letter-after').textContent).toContain('记下编号')
    await click('letter-file')
    expect(document.activeElement).toBe(get('file-number'))
  })

  it('stays as it was sent', async () => {
    const host = await createWorld([LATE])
    const write = host.letter
    let times = 0
    host.letter = async (...args) => ({ ...(await write(...args)), text: `第 ${++times} 稿` })
    await openPage([], '/orders/1', host)
    await click('letter-copy')
    expect(called(host, 'copy_letter')[0]?.[2]).toBe('第 2 稿')
    expect(text()).toBe('第 2 稿')
  })

  it('follows what happens to the order while it is untouched', async () => {
    const { host } = await openPage([LATE], '/orders/1')
    const before = called(host, 'letter').length
    await type('contact-text', '没人理')
    await click('contact-save')
    expect(called(host, 'letter').length).toBeGreaterThan(before)
  })

  it('tells that the own template is broken, and where to mend it', async () => {
    const { router } = await withLetter({ broken: '第 3 行：没有 plattform 这个名字。' })
    expect(get('letter-broken').textContent).toContain('第 3 行')
    get('letter-broken').querySelector('a')!.click()
    await settled()
    expect(router.currentRoute.value.path).toBe('/settings')
  })

  it('can be fetched again when that failed', async () => {
    const host = await createWorld([LATE])
    const write = host.letter
    host.letter = async () => refuse('failed', '话术读不出来')
    await openPage([], '/orders/1', host)
    expect(get('letter').textContent).toContain('话术读不出来')
    expect(get<HTMLButtonElement>('letter-copy').disabled).toBe(true)
    host.letter = write
    get('letter').querySelector<HTMLButtonElement>('.notice button')!.click()
    await settled()
    expect(text()).toContain('1000 Q币')
  })

  it('drops an answer that a newer question has overtaken', async () => {
    const host = await createWorld([LATE])
    const write = host.letter
    let release: (() => void) | undefined
    host.letter = async (id, to, wish) => {
      if (to === '12315') await new Promise<void>((resolve) => (release = resolve))
      return write(id, to, wish)
    }
    await openPage([], '/orders/1', host)
    await click('step-toggle-12315')
    await click('letter-tab-12315-long')
    release?.()
    await settled()
    expect(get('letter-count').textContent).not.toContain('/')
  })
})
