# What is typed into a form, field by field.
amount-missing = 还没有填金额，请填实际付了多少元，例如 98.50。
requested-missing = 还没有填应付金额，请填页面要您付多少元，例如 98.50。
refund-amount-missing = 还没有填退款金额，请填退回了多少元，例如 98.50。
amount-unreadable = 看不懂金额“{ $typed }”，请只填数字，例如 98.50。
requested-unreadable = 看不懂应付金额“{ $typed }”，请只填数字，例如 98.50。
refund-amount-unreadable = 看不懂退款金额“{ $typed }”，请只填数字，例如 98.50。
amount-negative = 金额不能是负数，请填实际付了多少元。
requested-negative = 应付金额不能是负数，请填页面要您付多少元。
refund-amount-negative = 退款金额不能是负数，请填退回了多少元。
amount-too-fine = 金额“{ $typed }”的小数多于两位，请按账单填到分，例如 98.50。
requested-too-fine = 应付金额“{ $typed }”的小数多于两位，请按页面填到分，例如 98.50。
refund-amount-too-fine = 退款金额“{ $typed }”的小数多于两位，请按账单填到分，例如 98.50。
amount-too-large = 金额超过了 1,000,000 元，请核对是不是多打了几位。
requested-too-large = 应付金额超过了 1,000,000 元，请核对是不是多打了几位。
refund-amount-too-large = 退款金额超过了 1,000,000 元，请核对是不是多打了几位。
amount-zero = 金额不能是 0，请填实际付了多少元。
requested-zero = 应付金额不能是 0，请填页面要您付多少元。
refund-amount-zero = 退款金额不能是 0，请填退回了多少元。

time-missing = 还没有填时间，请照支付页面填，例如 2026-11-20 21:03:45。
time-unreadable = 看不懂时间“{ $typed }”，请写成 2026-11-20 21:03:45、今天 21:03 或 昨天 21:03。
time-without-hour = 只有日期没有钟点，请补上几点几分，例如 2026-11-20 21:03。
time-which-date = “{ $typed }”哪个是年、哪个是月、哪个是日？请写成 年-月-日，例如 2026-11-20 21:03。
time-which-hour = “{ $typed }”说的是几点？请用 24 小时制写，例如 昨天 21:03。
time-which-year = “{ $typed }”是哪一年？请把年份也写上，例如 2026-11-20 21:03。
time-which-month = “{ $typed }”是哪个月？请把月份也写上，例如 11月20日 21:03。
time-other-weekday = “{ $typed }”里的日期和星期对不上，请核对。
time-skipped = “{ $typed }”这个钟点不存在：那天调快时钟，跳过了它，请核对。
time-typed-too-early = 时间“{ $typed }”太早了，请核对年份。
time-too-early = 时间 { $at } 太早了，请核对年份。
time-to-come = 时间 { $at } 还没有到，请核对日期（现在是 { $now }）。
time-before-payment = 时间 { $at } 早于付款时间 { $paid }，请核对。

window-unreadable = 看不懂到账时限“{ $typed }”，请写成 30分钟、2小时 或 3天。
window-without-unit = “{ $typed }”是分钟、小时还是天？请把单位也写上，例如 30分钟。
window-without-end = “{ $typed }”没有说最晚多久，请写最晚的时间，例如 30分钟、24小时。
window-uneven = “{ $typed }”有几天每个月不一样，请写成天数，例如 30天。
window-in-working-days = “{ $typed }”要看从哪天数起，这里请写成 30分钟、2小时 或 3天。
working-days-unknown = 那时的放假安排还没有公布，“{ $typed }”数不出来，请写最晚哪一天，例如 5天。
window-negative = 到账时限不能是负数，请写成 30分钟、2小时 或 3天。
window-zero = 到账时限不能是 0，请写成 30分钟、2小时 或 3天。
window-too-long = 到账时限超过了 365 天，请核对是不是多打了几位。
windows-not-two = 请把两个时限用斜线隔开：30分钟 / 24小时，前一个是多久问一声，后一个是多久算逾期。
windows-turned = 前一个时限是多久问一声，不能比后一个（多久算逾期）更长。

platform-missing = 还没有填平台：在哪里买的，例如店铺或网站的名字。
platform-of-seller-missing = 还没有填平台：是哪个平台的卖家。
platform-unnamed = “{ $platform }”只是一个代称，不知道是哪家；请先在订单里写上平台的名称，再记它的信息。
platform-new-name-missing = 还没有填平台：写它的新名字。
product-missing = 还没有填商品：买的是什么，例如 100 Q币。
kind-missing = 还没有选品类，请选一个最接近的。
text-too-long = { $name }太长了（{ $chars } 字，最多 { $longest } 字），请只留要紧的部分。
number-rounded = “{ $typed }”是表格软件改过的，后几位已经丢失；请照支付页面填完整的{ $name }，没有就留空。
number-several = “{ $typed }”里有好几个号码，请只留{ $name }，例如 A0000001。

# What a field is called in the sentence above.
name-platform = 平台
name-product = 商品
name-account = 充值账号
name-order-no = 订单号
name-payment-no = 支付单号
name-merchant-order-no = 商户单号
name-merchant = 商户全称
name-note = 备注
name-text = 内容
name-legal-name = 商家全称
name-merchant-address = 商家地址
name-merchant-phone = 商家电话
name-marketplace = 电商平台
name-contact = 客服联系方式
name-icp = 备案号
name-person = 姓名
name-person-phone = 联系电话
name-id-kind = 证件类型
name-id-number = 证件号码
name-person-address = 联系地址
name-tag = 标签
name-reason = 关闭原因
name-filing-number = 投诉编号
name-letter = 话术

# What is told of an order that is logged.
excuse-unknown = 没有“{ $typed }”这种拒绝的理由，可以用：{ $known }；不知道是哪一种就不填。
promise-of-refund = 退款
refund-of-no-promise = 只有商家的承诺（promised）才能注明是退款，别的记录请不要注明。
reason-of-no-refusal = 只有商家的拒绝（refused）才有理由，别的记录请不要填理由。
told-unknown = 没有“{ $typed }”这种记录，可以记的是：{ $known }。
until-unreadable = 看不懂期限“{ $typed }”，请写成 24小时、明天 18:00 或 3个工作日。
until-which-hour = “{ $typed }”说的是几点？请用 24 小时制写，例如 明天 18:00。
until-without-hour = “{ $typed }”只有日期没有钟点，请补上几点，例如 明天 18:00。
until-without-end = “{ $typed }”没有说最晚什么时候，请写成 24小时、明天 18:00 或 3个工作日。
until-over = “{ $typed }”已经过了，请写一个以后的时间，例如 24小时、明天 18:00。
promise-before-itself = 承诺的期限早于承诺的时间，请核对。
until-too-far = 期限在一年以后，请核对年份。
page-time-missing = 还没有填页面上写的时间，例如 2天3小时、2026-12-01 18:00。
page-time-before-payment = 页面上的时间 { $at } 早于付款时间 { $paid }，请核对。
page-time-over = 页面上的时间 { $at } 已经过了，请填还没到的那个时间。
guarantee-too-far = 质保期在二十年以后，请核对年份；终身质保的不用填。
snooze-without-end = 还没有说到什么时候再提醒，例如 1小时、明天 08:00。
note-empty = 备注还是空的，请写几个字。
deadline-over = 期限已经过了，请写一个以后的时间，例如 24小时。
deadline-too-far = 期限太长了，限期催告一般给 24 到 72 小时。
tag-empty = 标签是空的，请写一两个词。
reason-empty = 还没有写关闭的原因，例如：记错了、不再追究。
letter-text-empty = 话术是空的，没有可以复制的内容。

# What to look at in an account before it is sent.
account-full-width = 里面有全角字符，充值页面可能不认；请换成半角再填。
account-blank-inside = 中间有空格，复制到充值页面前请去掉。
account-invisible = 里面有看不见的字符，请手动重打一遍。
account-mobile-letters = 手机号里混进了字母，像是把 0 写成 O、1 写成 l，请核对。
account-mobile-digits = 手机号应当全是数字，请核对。
account-mobile-length = 手机号是 11 位，这里有 { $length } 位，请核对。
account-mobile-range = { $start } 开头不是常见的手机号段，请核对。
account-qq-digits = QQ 号应当全是数字，请核对是不是填成了昵称或邮箱。
account-qq-length = QQ 号是 5 到 11 位、不以 0 开头，这里是 { $length } 位，请核对。
account-letter-like-digit = 数字里混进了一个像数字的字母（O/0、l/1），请核对。
account-mixed-case = 有大写也有小写，请照账号原样填，不少平台区分大小写。

# Files that are attached.
shot-id-wrong = 这张截图的编号不对，请重新添加。
shot-empty = 文件“{ $name }”是空的（0 字节），请重新截图或换一个文件。
shot-unaccepted = 文件“{ $name }”是 { $format } 图片，12315 和多数平台不收这种格式，请在手机上截图或另存为 JPEG 再添加。
shot-of-no-kind = 文件“{ $name }”的内容不是 PNG、JPEG、WebP 图片、PDF 或 MP3、M4A、MP4 录音录像，请换成截图再添加。
shot-damaged = 文件“{ $name }”不完整，后面的内容看不到，可能没下载完或没存完；已照原样收下，能找到完整的请再添加一次。
shot-oversized = 图片“{ $name }”太大，这里看不了，证据 PDF 里也放不下；已照原样收下，请再分成几张短的添加。
shot-locked = “{ $name }”要密码才能打开，收材料的人也打不开；已照原样收下，请另存一份不用密码的再添加。
shot-without-size = 图片“{ $name }”已损坏，读不出尺寸，请重新截图。
shot-too-large = 文件“{ $name }”超过 30 MB，请截取需要的部分或压缩后再添加。
shot-without-thumbnail = 这张图片读不出来，原件仍保留着。

# How good a platform has been.
verdict-good = 到账及时。
verdict-of-nobody = 这里只是一个代称，不知道是哪家，不作评价；认出来后可以给平台改名。
verdict-mixed = 有时不按时，大额请留心。
verdict-bad = 经常不按时，建议换一家。
verdict-kept = { $known } 笔里 { $kept } 笔按时到账。
verdict-late = { $count } 笔晚到。
verdict-overdue = { $count } 笔现在还没有到账。
verdict-disputed = { $count } 笔到了但不对。
verdict-refunded = { $count } 笔最后退了款。

# 问题与退款
quantity-wrong = 数量写的是“{ $typed }”，请写 1 到 { $most } 的整数，例如 10。
quantity-below-received = 已经记了有 { $received } 份没问题，数量要比它多，请核对。
problem-unknown = 没有“{ $typed }”这种问题，可以用：{ $known }。
problem-arrived-already = 这一单记过“已到账”。如果其实没到，请先在时间线里撤销“已到账”；到了但不对，请选别的问题。
problem-before-arrival = 还没有记过到账，说不上“到账后失效”。请先记已到账和到账的时间。
problem-earlier-than-arrival = 出问题的时间不能早于到账的 { $arrived }，请核对。
problem-of-so-many = （共 { $quantity } 份，{ $received } 份没问题）
problem-of-one = 这一单的数量是 1，算不出少了多少。请先把数量改成能数的，例如充 100 元话费只到 50 元，数量写 100。
received-missing = 请写到了几份（一共 { $quantity } 份）。
received-wrong = 到了几份写的是“{ $typed }”，请写整数，例如 8。
received-too-many = 到了 { $received } 份，比下单的 { $quantity } 份还多，请核对。
received-all = { $quantity } 份都没问题的话，请记“已到账”。
received-zero = 一份都没到的话，请选“没到账”。
received-none = “{ $problem }”不用写到了几份，请把它留空。
refund-to-unknown = 没有“{ $typed }”这种退款去向，可以用：{ $known }。
refund-accepted = 退到{ $way }，本人同意以此代替退款
refund-credit-accepted = 冲抵了信用账单，本人同意以此代替退款
refund-not-accepted = 退到{ $way }，本人没有同意以此代替退款
refund-credit-not-accepted = 冲抵了信用账单，本人没有同意以此代替退款
