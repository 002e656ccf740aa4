// What each chart shows, as the drawing library wants to be told.
import type { EChartsCoreOption } from 'echarts/core'
import type { ArrivalPoint } from '@/bindings/ArrivalPoint'
import type { DayPoint } from '@/bindings/DayPoint'
import type { Overview } from '@/bindings/Overview'
import { money } from '@/format/money'
import { whenText, windowText, type Words } from '@/format/time'
import { tookText } from '@/format/took'
import type { Colours } from './colours'
import { dayText, height, noonOf, shortMoney, timeScale } from './scale'

const YEAR = 400 * 86_400_000

function base(colours: Colours): EChartsCoreOption {
  return {
    animation: false,
    textStyle: { fontFamily: colours.font },
    grid: { left: 8, right: 16, top: 14, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
  }
}

/** Drawn on the canvas: as an element it would carry styles that the policy forbids. */
function tooltip(colours: Colours): object {
  return {
    renderMode: 'richText',
    confine: true,
    backgroundColor: colours.surface,
    borderColor: colours.lineStrong,
    borderWidth: 1,
    padding: [6, 10],
    textStyle: { color: colours.ink, fontFamily: colours.font, fontSize: 13, lineHeight: 20 },
  }
}

const label = (colours: Colours): object => ({ color: colours.ink2, fontSize: 12, fontFamily: colours.font })
const grid = (colours: Colours): object => ({ show: true, lineStyle: { color: colours.line } })

function timeAxis(words: Words, colours: Colours, times: number[]): object {
  const long = Math.max(...times) - Math.min(...times) > YEAR
  return {
    type: 'time',
    axisLine: { lineStyle: { color: colours.lineStrong } },
    axisTick: { show: false },
    splitLine: { show: false },
    splitNumber: 5,
    // The labels are days: two of them must not be the same one.
    minInterval: 86_400_000,
    axisLabel: { ...label(colours), hideOverlap: true, formatter: (at: number) => dayText(words, at, long) },
  }
}

/** In the order in which they are drawn: first those in time, then the late ones. */
export function inSeries(points: ArrivalPoint[]): [ArrivalPoint[], ArrivalPoint[]] {
  return [points.filter((point) => !point.late), points.filter((point) => point.late)]
}

export function arrivalsOption(points: ArrivalPoint[], kindName: (kind: string) => string, window: number | null, words: Words, colours: Colours, now: Date): EChartsCoreOption {
  const took = [...points.map((point) => point.took_seconds), ...(window === null ? [] : [window])]
  const scale = timeScale(Math.min(...took), Math.max(...took))
  const data = (part: ArrivalPoint[]): number[][] => part.map((point) => [Date.parse(point.paid_at), height(point.took_seconds)])
  const [inTime, late] = inSeries(points)
  const tell = (part: ArrivalPoint[]) => ({ dataIndex }: { dataIndex: number }): string => {
    const point = part[dataIndex]
    if (!point) return ''
    const said = words(point.late ? 'charts.point_late' : 'charts.point', { kind: kindName(point.kind), took: tookText(words, point.took_seconds) })
    return `${whenText(words, point.paid_at, now)}\n${said}`
  }
  return {
    ...base(colours),
    tooltip: { trigger: 'item', ...tooltip(colours) },
    xAxis: timeAxis(words, colours, points.map((point) => Date.parse(point.paid_at))),
    yAxis: {
      type: 'value',
      min: height(scale.from),
      max: height(scale.to),
      axisLine: { show: false },
      axisTick: { show: false, customValues: scale.marks.map(height) },
      splitLine: grid(colours),
      axisLabel: { ...label(colours), customValues: scale.marks.map(height), formatter: (at: number) => windowText(words, Math.round(10 ** at)) },
    },
    series: [
      {
        type: 'scatter',
        symbol: 'circle',
        symbolSize: 8,
        cursor: 'pointer',
        itemStyle: { color: colours.accent, opacity: 0.72 },
        data: data(inTime),
        tooltip: { formatter: tell(inTime) },
        ...(window === null
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: 'none',
                lineStyle: { color: colours.ink3, type: 'dashed', width: 1 },
                label: { ...label(colours), position: 'insideStartTop', formatter: words('charts.window', { window: windowText(words, window) }) },
                data: [{ yAxis: height(window) }],
              },
            }),
      },
      {
        type: 'scatter',
        symbol: 'triangle',
        symbolSize: 10,
        cursor: 'pointer',
        itemStyle: { color: colours.surface, borderColor: colours.ink, borderWidth: 1.5 },
        data: data(late),
        tooltip: { formatter: tell(late) },
      },
    ],
  }
}

export function atRiskOption(days: DayPoint[], words: Words, colours: Colours): EChartsCoreOption {
  return {
    ...base(colours),
    tooltip: {
      trigger: 'axis',
      ...tooltip(colours),
      axisPointer: { type: 'line', lineStyle: { color: colours.lineStrong }, label: { show: false } },
      formatter: (at: { dataIndex: number }[]) => {
        const day = days[at[0]?.dataIndex ?? -1]
        return day ? `${dayText(words, noonOf(day.day))}\n${money(day.fen)}` : ''
      },
    },
    xAxis: timeAxis(words, colours, days.map(({ day }) => noonOf(day))),
    yAxis: {
      type: 'value',
      min: 0,
      minInterval: 100,
      splitNumber: 4,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: grid(colours),
      axisLabel: { ...label(colours), formatter: (fen: number) => shortMoney(words, fen) },
    },
    series: [
      {
        type: 'line',
        step: 'end',
        showSymbol: false,
        emphasis: { disabled: true },
        lineStyle: { color: colours.accent, width: 2 },
        itemStyle: { color: colours.accent },
        areaStyle: { color: colours.accentSoft, opacity: 0.8 },
        data: days.map(({ day, fen }) => [noonOf(day), fen]),
      },
    ],
  }
}

export function bucketsOption(buckets: Overview['arrivals'], words: Words, colours: Colours): EChartsCoreOption {
  return {
    ...base(colours),
    tooltip: {
      trigger: 'item',
      ...tooltip(colours),
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const bucket = buckets[dataIndex]
        return bucket ? words('charts.bucket', { label: bucket.label, n: bucket.count }) : ''
      },
    },
    grid: { left: 0, right: 44, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'value', show: false, min: 0 },
    // Lying, so that the words beside them need no breaking; the shortest time is on top, as it is read.
    yAxis: {
      type: 'category',
      inverse: true,
      data: buckets.map((bucket) => bucket.label),
      axisLine: { lineStyle: { color: colours.lineStrong } },
      axisTick: { show: false },
      axisLabel: { ...label(colours), interval: 0, width: 120, overflow: 'truncate' },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 14,
        emphasis: { disabled: true },
        itemStyle: { color: colours.accent, borderRadius: [0, 4, 4, 0] },
        label: { show: true, position: 'right', color: colours.ink, fontFamily: colours.font, fontSize: 12, formatter: ({ value }: { value: number }) => (value > 0 ? String(value) : '') },
        data: buckets.map((bucket) => bucket.count),
      },
    ],
  }
}
