// What the charts are told to show, and that they follow the page: its theme, its data, its end.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ArrivalPoint } from '@/bindings/ArrivalPoint'
import { createWords } from '@/locales'
import ChartFigure from './ChartFigure.vue'
import { readColours } from './colours'
import { arrivalsOption, atRiskOption, bucketsOption, inSeries } from './options'
import { dayText, height, noonOf, shortMoney, timeScale } from './scale'

const drawn = vi.hoisted(() => ({ shown: [] as unknown[], resized: 0, ended: 0, fails: false, pick: (() => undefined) as (series: number, at: number) => void }))
vi.mock('@/charts/draw', () => ({
  draw: (_box: HTMLElement, pick: typeof drawn.pick) => {
    if (drawn.fails) throw new Error('no canvas')
    drawn.pick = pick
    return { show: (option: unknown) => drawn.shown.push(option), resize: () => (drawn.resized += 1), end: () => (drawn.ended += 1) }
  },
}))

const words = createWords().global.t as (key: string, values?: Record<string, unknown>) => string
const colours = { ...readColours(), accent: '#0f6b75', ink: '#111111', surface: '#ffffff' }
const NOW = new Date('2026-11-23T12:00:00+08:00')
const point = (id: number, took: number, late = false): ArrivalPoint => ({ order_id: id, paid_at: `2026-11-${String(10 + id)}T10:00:00+08:00`, took_seconds: took, kind: 'q-coin', late })

interface Series {
  type: string
  symbol?: string
  step?: string
  data: number[][]
  itemStyle: { color: string; borderColor?: string }
  tooltip: { formatter: (at: { dataIndex: number }) => string }
  markLine?: { data: { yAxis: number }[]; label: { formatter: string } }
}
interface Option {
  animation: boolean
  tooltip: { renderMode: string; formatter: (at: unknown) => string }
  xAxis: { axisLabel: { formatter: (at: number) => string }; minInterval?: number }
  yAxis: { min: number; max: number; data?: string[]; axisLabel: { customValues: number[]; formatter: (at: number) => string } }
  series: Series[]
}
const as = (option: unknown): Option => option as Option

describe('the scale of times', () => {
  it.each([
    [120, 3000, ['1 分钟', '1 小时']],
    [1, 5, ['10 秒', '1 分钟']],
    [3600, 3600, ['1 小时', '3 小时']],
    [200, 400_000, ['1 分钟', '7 天']],
  ])('from %i to %i seconds ends on marks people count in', (shortest, longest, [first, last]) => {
    const scale = timeScale(shortest, longest)
    const named = scale.marks.map((mark) => words(mark < 60 ? 'span.seconds' : mark < 3600 ? 'span.minutes' : mark < 86_400 ? 'span.hours' : 'span.days', { s: mark, m: mark / 60, h: mark / 3600, d: mark / 86_400 }))
    expect([named[0], named.at(-1)]).toEqual([first, last])
  })

  it('holds every time it is made for, with few marks that stand apart', () => {
    for (const [shortest, longest] of [[30, 90], [60, 86_400 * 40], [3000, 90_000], [5, 86_400 * 4000]] as const) {
      const { from, to, marks } = timeScale(shortest, longest)
      expect(height(from)).toBeLessThanOrEqual(height(shortest))
      expect(height(to)).toBeGreaterThanOrEqual(Math.min(height(longest), height(3650 * 86_400)))
      expect(marks.length).toBeLessThanOrEqual(8)
      const gaps = marks.slice(1).map((mark, i) => height(mark) - height(marks[i]!))
      expect(Math.min(...gaps)).toBeGreaterThan((height(to) - height(from)) / 10)
    }
  })

  it('says money shortly', () => {
    expect([0, 99, 85_000, 1_234_500, 120_000_000_00, 350].map((fen) => shortMoney(fen))).toEqual(['¥0', '¥0.99', '¥850', '¥1.2万', '¥1.2亿', '¥3.5'])
  })

  it('names days, and months where there are many', () => {
    expect(dayText(words, noonOf('2026-11-01'))).toBe('11月1日')
    expect(dayText(words, noonOf('2025-02-01'), true)).toBe('2025年2月')
  })
})

describe('arrivals', () => {
  const POINTS = [point(1, 600), point(2, 90_000, true), point(3, 1200), point(4, 7200)]
  const option = as(arrivalsOption(POINTS, () => 'Q币', null, words, colours, NOW))

  it('tells the late ones by their shape, not by colour alone', () => {
    const [inTime, late] = option.series
    expect([inTime!.data.length, late!.data.length]).toEqual([3, 1])
    expect(inTime!.symbol).not.toBe(late!.symbol)
    expect(inSeries(POINTS)[1].map((one) => one.order_id)).toEqual([2])
  })

  it('puts each where it was paid and how long it took', () => {
    expect(option.series[0]!.data[0]).toEqual([Date.parse(POINTS[0]!.paid_at), Math.log10(600)])
    expect(option.yAxis.axisLabel.formatter(Math.log10(1800))).toBe('30 分钟')
    expect(option.yAxis.min).toBeLessThanOrEqual(Math.log10(600))
    expect(option.yAxis.max).toBeGreaterThanOrEqual(Math.log10(90_000))
  })

  it('says of a mark when, what and how long', () => {
    expect(option.series[0]!.tooltip.formatter({ dataIndex: 1 })).toBe('11月13日 10:00\nQ币，用了 20 分钟')
    expect(option.series[1]!.tooltip.formatter({ dataIndex: 0 })).toContain('过了时限')
    expect(option.series[0]!.tooltip.formatter({ dataIndex: 9 })).toBe('')
  })

  it('draws the window only where there is one', () => {
    expect(option.series[0]!.markLine).toBeUndefined()
    const one = as(arrivalsOption(POINTS, () => 'Q币', 864_000, words, colours, NOW)).series[0]!.markLine!
    expect(one.data).toEqual([{ yAxis: Math.log10(864_000) }])
    expect(one.label.formatter).toBe('时限 10 天')
  })
})

describe('every chart', () => {
  const options = {
    arrivals: as(arrivalsOption([point(1, 600)], () => 'Q币', 60, words, colours, NOW)),
    risk: as(atRiskOption([{ day: '2026-11-01', fen: 100 }, { day: '2026-11-02', fen: 5000 }], words, colours)),
    buckets: as(bucketsOption([{ label: '5 分钟内', count: 3 }, { label: '1–3 天', count: 0 }], words, colours)),
  }

  it.each(Object.entries(options))('%s stands still and puts no element into the page', (_name, option) => {
    expect(option.animation).toBe(false)
    expect(option.tooltip.renderMode).toBe('richText')
  })

  it('says the money of the day, and of days never the same twice', () => {
    expect(options.risk.tooltip.formatter([{ dataIndex: 1 }])).toBe('11月2日\n¥50.00')
    expect(options.risk.tooltip.formatter([])).toBe('')
    expect(options.risk.series[0]!.data[1]).toEqual([noonOf('2026-11-02'), 5000])
    expect(options.risk.xAxis.minInterval).toBe(86_400_000)
  })

  it('counts what each length of time holds', () => {
    expect(options.buckets.yAxis.data).toEqual(['5 分钟内', '1–3 天'])
    expect(options.buckets.series[0]!.data).toEqual([3, 0])
    expect(options.buckets.tooltip.formatter({ dataIndex: 0 })).toBe('5 分钟内：3 笔')
  })
})

describe('what is drawn', () => {
  /** The same parts, drawn as text that can be read. */
  async function svgOf(option: Record<string, unknown>): Promise<string> {
    await vi.importActual('./draw')
    const { init, setPlatformAPI, use } = await import('echarts/core')
    setPlatformAPI({ measureText: (text: string) => ({ width: text.length * 12 }) })
    const { SVGRenderer } = await import('echarts/renderers')
    use(SVGRenderer)
    const chart = init(null, null, { renderer: 'svg', ssr: true, width: 800, height: 240 })
    chart.setOption(option)
    const svg = chart.renderToSVGString()
    chart.dispose()
    return svg
  }

  it('has marks that people count in, the days, and the window', async () => {
    const svg = await svgOf(arrivalsOption([point(1, 600), point(9, 7000), point(12, 90_000, true)], () => 'Q币', 3600, words, colours, NOW))
    for (const text of ['10 分钟', '2 天', '11月15日', '时限 1 小时']) expect(svg).toContain(text)
  })

  it('has the window also where it is the highest mark', async () => {
    const svg = await svgOf(arrivalsOption([point(1, 600), point(6, 600)], () => 'Q币', 86_400, words, colours, NOW))
    expect(svg).toContain('时限 24 小时')
    expect(svg).toContain('stroke-dasharray')
  })

  it('cuts no mark at the frame', async () => {
    const svg = await svgOf(arrivalsOption([point(1, 600), point(6, 86_400)], () => 'Q币', null, words, { ...colours, line: '#dddddd' }, NOW))
    const marks = [...svg.matchAll(/transform="matrix\([^)]*,([\d.]+),([\d.]+)\)" fill="#0f6b75"/g)].map(([, x, y]) => [Number(x), Number(y)] as const)
    const lines = [...svg.matchAll(/d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"[^>]*stroke="#dddddd"/g)]
    expect([marks.length, lines.length > 2]).toEqual([2, true])
    const [left, right] = [Number(lines[0]![1]), Number(lines[0]![3])]
    for (const [x] of marks) {
      expect(x).toBeGreaterThan(left + 5)
      expect(x).toBeLessThan(right - 5)
    }
    // Above the bottom as well: the longest one stands on the highest mark, and that below the edge of the canvas.
    expect(Math.min(...marks.map(([, y]) => y))).toBeGreaterThan(14)
  })

  it('shows a single arrival within days, not years', async () => {
    const svg = await svgOf(arrivalsOption([point(1, 600)], () => 'Q币', null, words, colours, NOW))
    expect(svg).not.toMatch(/>(?:1月1日|4月1日|\d+年\d+月)</)
    expect(svg).toContain('11月1')
  })

  it('turns square corners, however small the step', async () => {
    const days = Array.from({ length: 180 }, (_, i) => ({ day: new Date(Date.parse('2026-06-01T12:00:00Z') + i * 86_400_000).toISOString().slice(0, 10), fen: 170_000 + (i >= 90 ? 1_495 : 0) }))
    const option = as(atRiskOption(days, words, colours))
    const line = option.series[0]!
    const day = line.data[2]![0]! - line.data[1]![0]!
    const [before, turn, after] = [line.data[89]!, line.data[90]!, line.data[91]!]
    expect([before[1], turn[1], after[1]]).toEqual([170_000, 171_495, 171_495])
    // As much as the drawing leaves out, and no more.
    expect(after[0]! - turn[0]!).toBeLessThan(day * 0.7)
    expect(option.tooltip.formatter([{ dataIndex: 91 }])).toBe(option.tooltip.formatter([{ dataIndex: 90 }]))
    expect(option.tooltip.formatter([{ dataIndex: 92 }])).toContain('8月31日')
    // Large ones need no help, and where days change one after the other there would be no room for it.
    const large = as(atRiskOption(days.map((one, i) => ({ ...one, fen: i >= 90 ? 170_000 : 10_000 + Math.min(i, 3) })), words, colours)).series[0]!
    expect(large.data).toHaveLength(days.length + 1)
    expect((line as unknown as { lineStyle: { join: string } }).lineStyle.join).toBe('miter')
  })

  it('has the money of the days', async () => {
    const svg = await svgOf(atRiskOption(Array.from({ length: 30 }, (_, i) => ({ day: `2026-11-${String(i + 1).padStart(2, '0')}`, fen: i * 100_000 })), words, colours))
    for (const text of ['¥0', '¥3万', '11月5日']) expect(svg).toContain(text)
  })

  it('has every length of time with its count', async () => {
    const svg = await svgOf(bucketsOption([{ label: '5 分钟内', count: 37 }, { label: '1–3 天', count: 0 }], words, colours))
    for (const text of ['5 分钟内', '1–3 天', '>37<']) expect(svg).toContain(text)
  })
})

describe('the figure', () => {
  beforeEach(() => Object.assign(drawn, { shown: [], resized: 0, ended: 0, fails: false }))

  function open(option: () => Record<string, unknown> = () => ({ first: true })) {
    return mount(ChartFigure, {
      attachTo: document.body,
      props: { title: '图', says: '三笔', option },
      slots: { numbers: '<table data-testid="table"><tbody><tr><td>3</td></tr></tbody></table>' },
      global: { plugins: [createWords()] },
    })
  }

  it('says what it shows, and shows the numbers to whoever asks', async () => {
    const figure = open()
    await flushPromises()
    expect(figure.find('[role="img"]').attributes('aria-label')).toBe('三笔')
    expect(figure.find('[data-testid="table"]').exists()).toBe(false)
    const details = figure.find('details').element as HTMLDetailsElement
    details.open = true
    details.dispatchEvent(new Event('toggle'))
    await flushPromises()
    expect(figure.find('[data-testid="table"]').exists()).toBe(true)
  })

  it('draws again when the theme or the data change, and ends with the page', async () => {
    const figure = open()
    await flushPromises()
    expect(drawn.shown).toEqual([{ first: true }])
    document.documentElement.classList.toggle('dark')
    await flushPromises()
    expect(drawn.shown).toHaveLength(2)
    await figure.setProps({ option: () => ({ second: true }) })
    expect(drawn.shown.at(-1)).toEqual({ second: true })
    figure.unmount()
    document.documentElement.classList.toggle('dark')
    await flushPromises()
    expect(drawn.ended).toBe(1)
    expect(drawn.shown).toHaveLength(3)
  })

  it('tells what was clicked', async () => {
    const figure = open()
    await flushPromises()
    drawn.pick(1, 4)
    expect(figure.emitted('pick')).toEqual([[1, 4]])
  })

  it('shows the numbers where it cannot draw', async () => {
    drawn.fails = true
    const seen: unknown[] = []
    const figure = mount(ChartFigure, {
      props: { title: '图', says: '三笔', option: () => ({}) },
      slots: { numbers: '<table data-testid="table"></table>' },
      global: { plugins: [createWords()], config: { errorHandler: (thrown) => seen.push(thrown) } },
    })
    await flushPromises()
    expect(figure.find('[data-testid="table"]').exists()).toBe(true)
    expect(seen).toHaveLength(1)
  })
})
