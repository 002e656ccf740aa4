// Spans, moments and what is left of them.
export default {
  span: {
    seconds: '{s} 秒',
    minutes: '{m} 分钟',
    minutes_part: '{m} 分',
    hours: '{h} 小时',
    hours_minutes: '{h} 小时 {m} 分',
    days: '{d} 天',
    days_hours: '{d} 天 {h} 小时',
  },
  countdown: { left: '还有 {span}', soon: '不到 1 分钟', late: '已逾期 {span}', just_late: '刚刚逾期', confirm: '到时限了，先确认' },
  time: {
    today: '今天 {clock}',
    yesterday: '昨天 {clock}',
    tomorrow: '明天 {clock}',
    this_year: '{month}月{day}日 {clock}',
    other_year: '{year}年{month}月{day}日 {clock}',
    due_day: '{month}月{day}日 {weekday}',
    due_day_year: '{year}年{month}月{day}日 {weekday}',
    months: { '1': '1', '2': '2', '3': '3', '4': '4', '5': '5', '6': '6', '7': '7', '8': '8', '9': '9', '10': '10', '11': '11', '12': '12' },
    weekdays: { '0': '周日', '1': '周一', '2': '周二', '3': '周三', '4': '周四', '5': '周五', '6': '周六' },
    over_today: '今天已过',
    over_days: '已过 {n} 天',
    last_day: '今天是最后一天',
    days_left: '还有 {n} 天',
  },
}
