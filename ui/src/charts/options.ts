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

const DAY = 86_400_000
const YEAR = 400 * DAY

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
    minInterval: DAY,
    axisLabel: { ...label(colours), hideOverlap: true, formatter: (at: number) => dayText(words, at, long) },
  }
}

/** Room around the marks, so that none lies on the frame and is cut by it, as a share of the axis. */
const ROOM = 0.04

/** In the order in which they are drawn: first those in time, then the late ones. */
export function inSeries(points: ArrivalPoint[]): [ArrivalPoint[], ArrivalPoint[]] {
  return [points.filter((point) => !point.late), points.filter((point) => point.late)]
}

export function arrivalsOption(points: ArrivalPoint[], kindName: (kind: string) => string, window: number | null, words: Words, colours: Colours, now: Date): EChartsCoreOption {
  const took = [...points.map((point) => point.took_seconds), ...(window === null ? [] : [window])]
  const scale = timeScale(Math.min(...took), Math.max(...took))
  const room = (height(scale.to) - height(scale.from)) * ROOM
  const paid = points.map((point) => Date.parse(point.paid_at))
  const [first, last] = [Math.min(...paid), Math.max(...paid)]
  // A single one stands in the middle of its day.
  const beside = Math.max(((last - first) * ROOM) / 2, DAY / 2)
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
    xAxis: { ...timeAxis(words, colours, paid), min: first - beside, max: last + beside },
    yAxis: {
      type: 'value',
      min: height(scale.from) - room,
      // A window often is a length people count in: it must not coincide with the end of the axis, where nothing is drawn.
      max: height(scale.to) + room,
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
                lineStyle: { color: colours.ink2, type: 'dashed', width: 1 },
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

/**
 * Small changes with a second point a hair after them: movements of under two pixels are left out while drawing, and the
 * step would become a slope as long as the day after it.
 */
function steps(days: DayPoint[]): { day: DayPoint; at: number }[] {
  const all = days.map((day) => ({ day, at: noonOf(day.day) }))
  const hair = ((all.at(-1)?.at ?? 0) - (all[0]?.at ?? 0)) / 300
  const small = Math.max(...days.map(({ fen }) => fen)) / 50
  const change = (i: number): number => Math.abs((days[i]?.fen ?? 0) - (days[i - 1]?.fen ?? 0))
  return all.flatMap((point, i) => {
    const alone = i > 0 && i < all.length - 1 && change(i) > 0 && change(i) < small && change(i + 1) === 0
    return alone ? [point, { ...point, at: point.at + hair }] : [point]
  })
}

export function atRiskOption(days: DayPoint[], words: Words, colours: Colours): EChartsCoreOption {
  const points = steps(days)
  return {
    ...base(colours),
    tooltip: {
      trigger: 'axis',
      ...tooltip(colours),
      axisPointer: { type: 'line', lineStyle: { color: colours.lineStrong }, label: { show: false } },
      formatter: (at: { dataIndex: number }[]) => {
        const day = points[at[0]?.dataIndex ?? -1]?.day
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
      axisLabel: { ...label(colours), formatter: (fen: number) => shortMoney(fen) },
    },
    series: [
      {
        type: 'line',
        step: 'end',
        showSymbol: false,
        emphasis: { disabled: true },
        lineStyle: { color: colours.accent, width: 2, join: 'miter' },
        itemStyle: { color: colours.accent },
        areaStyle: { color: colours.accentSoft, opacity: 0.8 },
        data: points.map(({ day, at }) => [at, day.fen]),
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
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...label(colours), interval: 0, width: 120, overflow: 'truncate' },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 14,
        emphasis: { disabled: true },
        itemStyle: { color: colours.accent, borderRadius: 3 },
        label: { show: true, position: 'right', color: colours.ink, fontFamily: colours.font, fontSize: 12, formatter: ({ value }: { value: number }) => (value > 0 ? String(value) : '') },
        data: buckets.map((bucket) => bucket.count),
      },
    ],
  }
}
