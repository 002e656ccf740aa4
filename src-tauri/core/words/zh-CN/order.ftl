# Where an order stands.
status-awaiting = 待到账
status-overdue = 已逾期
status-disputed = 有争议
status-arrived = 已到账
status-refunded = 已退款
status-closed = 已关闭
order-settled = 这笔订单{ $status }了，要改的话请先在时间线里撤销。

# What happened, as the timeline calls it.
event-logged = 记下订单
event-edited = 更正信息
event-shot-added = 添加凭证
event-contacted = 联系平台
event-demanded = 发出催告
event-promised = 平台承诺
event-refused = 平台拒绝
event-note = 备注
event-checked = 查看仍未到账
event-auto-confirm = 页面自动确认收货的时间
event-guarantee = 店铺的质保期
event-snoozed = 稍后提醒
event-filed = 提交投诉
event-answered = 受理答复
event-diagnosed = 看问题出在哪
event-billed = 账单记录
event-arrived = 已到账
event-problem = 东西不对
event-keys-added = 记下卡密
event-key-tried = 试用卡密
event-refunded = 收到退款
event-closed = 关闭
event-undone = 撤销
event-exported = 导出证据包
event-stays = “{ $event }”这条记录不能撤销。

# How a complaint was answered.
answer-accepted = 已受理
answer-refused = 不予受理
answer-ended = 已办结

# What begins at a moment that is waited for.
topic-remind = 到账了吗
topic-confirm = 圈存了吗
topic-overdue = 到账时限已到
topic-disputed = 东西不对，还没有找平台
topic-no-reply = 客服答复时间已到
topic-refused = 平台拒绝后的下一步
topic-promise-broken = 商家承诺的时间已到
topic-refund-promised = 答应退款的时间已到
topic-final-deadline = 限期催告的期限已到
topic-dispute-reply = 支付投诉应有答复
topic-dispute-finish = 支付投诉应处理完
topic-dispute-follow-up = 支付投诉该有结果了
topic-auto-confirm = 页面快要自动确认收货
topic-after-sale = 售后快要截止
topic-acceptance = 12315 应告知是否受理
topic-mediation = 12315 调解期限已到
topic-telecom-decision = 电信申诉应告知是否受理
topic-telecom-answer = 电信申诉应有答复
topic-filing-follow-up = 投诉该有结果了
topic-answered = 投诉有了答复
topic-stalling = 满十五天未退款
topic-refund-route = 原路退款的期限快到
topic-telecom-window = 电信申诉的期限快到
topic-limitation = 三年期限快到
topic-rescission = 解除合同的一年快到

# What an attached file shows, and what kind of file it is.
role-payment = 支付凭证
role-order-page = 订单页面
role-chat = 沟通记录
role-arrival-check = 到账查询
role-merchant-identity = 商家身份
role-other = 其他
media-picture = 截图
media-pdf = PDF 文件
media-sound = 录音
media-film = 录像

# How long something takes.
span-days = { $count } 天
span-hours = { $count } 小时
span-minutes = { $count } 分钟
span-seconds = { $count } 秒
span-two = { $larger } { $smaller }
moment-spoken = { $year }年{ $month }月{ $day }日 { $time }

problem-not-delivered = 没到账
problem-short = 少到
problem-bad-key = 卡密无效或已被使用
problem-wrong-item = 发错商品
problem-wrong-account = 充错账号
problem-lost-after = 到账后失效
problem-to-balance = 退到余额
problem-double-charge = 重复扣款
refund-to-original = 原路退回
refund-to-balance = 平台余额
refund-to-card = 本人的另一张卡或账户
refund-to-voucher = 优惠券或代金券
refund-to-credit = 冲抵信用账单
refund-to-other = 其他方式

# 卡密
key-untried = 还没试
key-works = 可用
key-used = 已使用
key-invalid = 无效
key-expired = 已过期
key-other = 其他原因用不了
