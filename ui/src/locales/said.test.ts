import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { computed } from 'vue'
import { toFailure } from '@/host/failure'
import { openPage, settled } from '@/test/page'
import { literals, sentences, shape, type Sentence } from '@/test/sentences'
import { createWorld, refuse } from '@/test/world'
import { language, speak } from './language'
import { readTables, said } from './said'
import { chinese, type Exception } from './said/chinese'
import { tables } from './said/tables'

const spoken = sentences()
const pairs = Object.values(tables).flat()
const known = new Set(pairs.map(([text]) => shape(text)))
const place = /\{[^{}\s]*\}/g

function isOf(exception: Exception, { file }: Sentence): boolean {
  return exception.file.endsWith('/') ? file.startsWith(exception.file) : file === exception.file
}

function isOneOf(only: string, text: string): boolean {
  return only === text || (only.endsWith('…') && text.startsWith(only.slice(0, -1)))
}

function isExcepted(sentence: Sentence): boolean {
  return chinese.some((exception) => isOf(exception, sentence) && (exception.only?.some((only) => isOneOf(only, sentence.text)) ?? true))
}

describe('what the core says', () => {
  it('is in the tables, or stays Chinese for a reason', () => {
    const missing = spoken.filter((sentence) => !known.has(shape(sentence.text)) && !isExcepted(sentence))
    expect(missing.map(({ file, line, text }) => `${file}:${line} ${text}`)).toEqual([])
  })

  it('was really read', () => {
    expect(spoken.length).toBeGreaterThan(500)
    expect(new Set(spoken.map(({ file }) => file)).size).toBeGreaterThan(50)
    expect(spoken.some(({ text }) => text.startsWith('发货钟点太多了'))).toBe(true)
  })

  it('has no exception for what is no longer said', () => {
    const stale = chinese.flatMap((exception) => {
      const of = spoken.filter((sentence) => isOf(exception, sentence))
      if (of.length === 0) return [exception.file]
      return (exception.only ?? []).filter((text) => !of.some((sentence) => isOneOf(text, sentence.text))).map((text) => `${exception.file} ${text}`)
    })
    expect(stale).toEqual([])
  })

  it('has no English for what is no longer said', () => {
    const still = new Set(spoken.map(({ text }) => shape(text)))
    const rooms = Object.entries(tables).filter(([name]) => name !== 'pieces')
    const stale = rooms.flatMap(([, room]) => room.map(([text]) => text).filter((text) => !still.has(shape(text))))
    expect(stale).toEqual([])
  })
})

describe('the tables', () => {
  it('say one thing once', () => {
    const seen = new Set<string>()
    const twice = pairs.filter(([text]) => seen.size === seen.add(shape(text)).size).map(([text]) => text)
    expect(twice).toEqual([])
  })

  it('fill in all that the Chinese fills in, and nothing else', () => {
    const wrong = pairs.filter(([text, english]) => {
      const places = (text.match(place) ?? []).length
      const used = new Set([...english.matchAll(/\{=?(\d+)(\|[^{}]*)?\}/g)].map(([, at]) => Number(at)))
      return used.size !== places || [...used].some((at) => at >= places) || (english.match(/[{}]/g) ?? []).length !== 2 * [...english.matchAll(/\{=?\d+(\|[^{}|]*\|[^{}|]*)?\}/g)].length
    })
    expect(wrong).toEqual([])
  })

  it('leave nothing empty', () => {
    expect(pairs.filter(([text, english]) => !text.trim() || !english.trim())).toEqual([])
  })
})

describe('said', () => {
  beforeAll(readTables)
  afterEach(() => speak('zh-CN'))

  it('changes nothing in Chinese', () => {
    for (const [text] of pairs) expect(said(text)).toBe(text)
  })

  it('leaves what it does not know, and nothing, as it came', () => {
    speak('en')
    expect(said('一句谁也没说过的话')).toBe('一句谁也没说过的话')
    expect(said('一句谁也没说过的话。发货钟点太多了，一天最多写 24 个。')).toBe('一句谁也没说过的话。发货钟点太多了，一天最多写 24 个。')
    expect(said('')).toBe('')
    expect(said('Already English.')).toBe('Already English.')
  })

  it('is told when the language changes', () => {
    const shown = computed(() => said('发货钟点太多了，一天最多写 24 个。'))
    expect(shown.value).toContain('钟点')
    speak('en')
    expect(shown.value).toBe('Too many release times; 24 a day at most.')
    speak('zh-CN')
    expect(shown.value).toContain('钟点')
  })

  it.each([
    ['发货钟点太多了，一天最多写 24 个。没有订单。', '发货钟点太多了，一天最多写 24 个。没有订单。'],
    ['发货钟点太多了，一天最多写 24 个。\n安静时段看不懂，请写成 23:00-08:00；不需要就留空。', 'Too many release times; 24 a day at most. The quiet hours cannot be read. Write them as 23:00-08:00, or leave them empty.'],
  ])('%s', (chineseText, english) => {
    speak('en')
    expect(said(chineseText)).toBe(english)
  })

  it('keeps the words of the person, even where they are words that it knows', () => {
    speak('en')
    expect(said('没有“订单”这个钟点，请写成 10:00、22:00 这样。')).toContain('“订单”')
  })

  it('finds every sentence by its own pattern, not by another that is like it', () => {
    speak('en')
    const lost = pairs.filter(([text, english]) => {
      let at = 0
      const fills: string[] = []
      const whole = text.replace(place, (mark) => {
        fills.push(mark === '{#}' ? String(++at + 1) : `Fill${++at + 1}`)
        return fills[fills.length - 1]!
      })
      const expected = english.replace(/\{=?(\d+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (_all, place: string, one?: string, more?: string) => (one === undefined ? fills[Number(place)]! : more!))
      // What stands side by side cannot be told apart; it is looked at above.
      return !/\}\{/.test(text) && said(whole) !== expected
    })
    expect(lost).toEqual([])
  })

  it('costs a long list next to nothing', () => {
    speak('en')
    const rows = Array.from({ length: 200 }, (_, i) => `第 ${i} 行：${i} 笔第${i}种没有人知道的情况，已经看过了。`)
    const start = performance.now()
    for (let again = 0; again < 20; again++) for (const row of rows) said(row)
    expect(performance.now() - start).toBeLessThan(1000)
  })

  it('is not held up by hostile text', () => {
    speak('en')
    const start = performance.now()
    expect(said(`收入账单说 ${'笔 元，读到 笔 '.repeat(150)}`)).toContain('收入')
    expect(said('第 1 行：'.repeat(300))).toContain('1')
    expect(said('、'.repeat(1999))).toBe('、'.repeat(1999))
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('the page', () => {
  beforeAll(readTables)
  afterEach(() => speak('zh-CN'))

  it('says in its language why something failed, and follows when the language changes', async () => {
    const host = await createWorld()
    host.todo = async () => refuse('failed', '发货钟点太多了，一天最多写 24 个。')
    await host.app.setSettings({ ...(await host.app.settings()), language: 'en' })
    await openPage([], '/', host)
    expect(language.value).toBe('en')
    expect(document.body.textContent).toContain('Too many release times; 24 a day at most.')
    speak('zh-CN')
    await settled()
    expect(document.body.textContent).toContain('发货钟点太多了，一天最多写 24 个。')
  })

  it('keeps the code of a failure, and a message that nobody knows', () => {
    speak('en')
    expect(toFailure({ code: 'damaged', message: '发货钟点太多了，一天最多写 24 个。' })).toEqual({ code: 'damaged', message: 'Too many release times; 24 a day at most.' })
    expect(toFailure(new Error('x is not a function')).message).toBe('x is not a function')
  })
})

describe('the scan of the sources', () => {
  it('reads what is built into the app and nothing else', () => {
    const rust = `
      //! 说明
      /// "文档" 里的话
      const A: &str = "说一句 {name}";
      let c = '"'; let life: &'static str = r#"原样的"话""#;
      let long = "一行 \\
                  两行";
      /* 注释 /* 里面 */ "不算" */
      #[cfg(test)]
      mod tests { fn f() { let s = "测试 } 里的"; } }
      #[cfg(test)]
      mod other;
      let end = "最后\\u{3002}";
    `
    expect(literals(rust).map(({ text }) => text)).toEqual(['说一句 {name}', '原样的"话"', '一行 两行', '最后。'])
    expect(shape('{} 笔 {name}，{0:?}')).toBe('{} 笔 {}，{}')
  })
})
