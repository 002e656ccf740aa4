import type zh from '../zh-CN/charts'
import type { Worded } from '../worded'

const charts: Worded<typeof zh> = {
  charts: {
    numbers: 'Show numbers',
    day: '{day} {month}',
    month: '{month} {year}',
    point: '{kind}, took {took}',
    point_late: '{kind}, took {took}, too late',
    window: 'Allowed: {window}',
    bucket: '{label}: {n} order | {label}: {n} orders',
  },
}
export default charts
