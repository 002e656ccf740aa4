export default {
  charts: {
    numbers: '看数字',
    day: '{month}月{day}日',
    month: '{year}年{month}月',
    point: '{kind}，用了 {took}',
    point_late: '{kind}，用了 {took}，过了时限',
    window: '时限 {window}',
    bucket: '{label}：{n} 笔',
  },
}
