export default {
  tags: {
    filter: '按标签筛选',
    more: '更多 {n} 个',
    of: '标签',
    add: '加标签',
    add_to: '给这笔订单加标签',
    name: '标签的名字',
    hint: '写好按回车，可以用顿号隔开几个',
    suggestions: '用过的标签',
    remove: '去掉标签“{tag}”',
    added: '已加上标签“{tag}”',
    added_many: '{n} 笔已加上标签“{tag}”',
    removed: '已去掉标签“{tag}”',
    removed_many: '{n} 笔已去掉标签“{tag}”',
    rest: '还有 {n} 个标签：{all}',
    joint: '、',
  },
}
