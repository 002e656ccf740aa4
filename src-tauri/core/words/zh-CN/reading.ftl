# What kind of page was read.
page-wechat = 微信支付账单详情
page-alipay = 支付宝账单详情
page-unionpay = 云闪付交易详情
page-order = 订单页面
page-text = 粘贴的文字

# The state that a page shows.
page-unpaid = 待付款
page-processing = 处理中
page-success = 成功
page-failed = 失败
page-closed = 已关闭
page-refunded = 已全额退款
page-partly-refunded = 已部分退款
page-abnormal = 订单异常
page-frozen = 已冻结
page-partly = 只给了一部分
page-without-goods = 显示已发货，没有给东西

# Why a value that was read is not sure.
doubt-faint = 这里看得不太清楚，请和图片核对。
doubt-differs = 再看一遍读成了“{ $other }”，请和图片核对。
doubt-mended = 个别字符看不清，已按常理补正，请逐字核对。
doubt-shape = 位数和平常不一样，请逐位核对。
doubt-no-point = 没有看到小数点，请核对金额。
doubt-amounts = 页面上还有一个金额 { $other } 对不上，请核对实际付了多少。
doubt-dates = 和单号里的日期或其他时间对不上，请核对。
doubt-ordered = 页面上只有下单时间，请确认付款时间。
doubt-no-label = 页面上没有写明，是按位置猜的，请核对。
doubt-another = 这里还写着另一个“{ $other }”，请核对是哪一个。
doubt-wrapped = 这个号码写成了几行，请逐位核对有没有连错、漏掉。
doubt-starred = 有几位被星号遮住了，请填上完整的。
doubt-sentence = 这是从一句话里取出来的，请核对头尾。
doubt-summed = 这是表格里各行加起来的，请核对实际付了多少。

picture-unreadable = 这张图片读不出来，请重新截图，或换成 PNG、JPEG、WebP 图片。
picture-too-large = 这张图片太大，读不了，请把长截图分成几张。
picture-too-small = 这张图片太小，看不清文字，请用手机上的原图。
