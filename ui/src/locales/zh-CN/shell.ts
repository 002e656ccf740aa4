// The frame of the page, and words that every part of it uses.
export default {
  app: { name: '到账' },
  rail: { label: '主导航', todo: '待办', orders: '订单', platforms: '平台', bills: '账单', overview: '概览', settings: '设置', new_order: '记一单', new_order_hint: '记一单（Ctrl+N）', todo_count: '{n} 件待办' },
  common: {
    cancel: '取消',
    close: '收起',
    retry: '再试一次',
    undo: '撤销',
    copied: '已复制',
    copy_failed: '没能复制，请手动选中后复制',
    choose: '请选择',
    none: '未选择',
    dismiss: '知道了',
    sample: '示例',
  },
  status: { all: '全部', awaiting: '待到账', overdue: '已逾期', disputed: '有争议', arrived: '已到账', refunded: '已退款', closed: '已关闭' },
  suggest: { count: '{n} 个建议' },
}
