import type zh from '../zh-CN/time'
import type { Worded } from '../worded'

// Spans, moments and what is left of them. The units are also what the app reads when a length of time is typed.
const time: Worded<typeof zh> = {
  span: {
    seconds: '{s} s',
    minutes: '{m} min',
    minutes_part: '{m} min',
    hours: '{h} h',
    hours_minutes: '{h} h {m} min',
    days: '{d} day | {d} days',
    days_hours: '{d} day {h} h | {d} days {h} h',
  },
  countdown: { left: '{span} left', soon: 'Under 1 min', late: '{span} late', just_late: 'Just late', confirm: 'Confirm first' },
  time: {
    today: 'today {clock}',
    yesterday: 'yesterday {clock}',
    tomorrow: 'tomorrow {clock}',
    this_year: '{day} {month}, {clock}',
    other_year: '{day} {month} {year}, {clock}',
    due_day: '{weekday} {day} {month}',
    due_day_year: '{weekday} {day} {month} {year}',
    months: { '1': 'Jan', '2': 'Feb', '3': 'Mar', '4': 'Apr', '5': 'May', '6': 'Jun', '7': 'Jul', '8': 'Aug', '9': 'Sep', '10': 'Oct', '11': 'Nov', '12': 'Dec' },
    weekdays: { '0': 'Sun', '1': 'Mon', '2': 'Tue', '3': 'Wed', '4': 'Thu', '5': 'Fri', '6': 'Sat' },
    over_today: 'ended today',
    over_days: 'ended {n} day ago | ended {n} days ago',
    last_day: 'today is the last day',
    days_left: '{n} day left | {n} days left',
  },
}
export default time
