# Bills: which app wrote one, and how it is refused.
bill-app-alipay = 支付宝
bill-app-wechat = 微信
bill-app-jd = 京东
bill-app-meituan = 美团
bill-format-alipay = 支付宝账单
bill-format-alipay-2021 = 支付宝账单（2021 年版）
bill-format-alipay-web = 支付宝网页版账单
bill-format-wechat = 微信支付账单
bill-format-wechat-csv = 微信支付账单（CSV）
bill-format-jd = 京东账单
bill-format-meituan = 美团账单
bill-is-alipay-book = 这是支付宝记账本，没有订单号和状态。请改为导出：支付宝 我的→账单→右上角…→开具交易流水证明→用于个人对账。
bill-is-sheet = 这是自己填的订单表格，不是支付 App 的账单，请按表格导入。
bill-is-order-list = 这像是订单列表（表头是“{ $heading }”…），不是账单。要按表格导入，请照模板把列名改成“{ $columns }”，其余的列可以留着。
bill-unnamed = 认不出这份账单的列，请重新导出原始账单。
bill-incomplete = 这份文件像{ $format }，但缺少“{ $columns }”列。请重新导出原始账单，不要删列或改列名。
bill-unknown = 这不是能读的账单：没有“交易时间、金额、交易状态”等列。{ $ways }；{ $others }也可以。
bill-unknown-heading = 这不是能读的账单（表头是“{ $heading }”…）：没有“交易时间、金额、交易状态”等列。{ $ways }；{ $others }也可以。
bill-way = { $app }：{ $way }

# Rows that were left out.
bill-column-time = 交易时间
bill-column-amount = 金额
bill-other-bill = 从这里起是另一种账单（{ $format }），没有读入，请单独存成一个文件再导入。
bill-sheet-left-out = 工作表“{ $sheet }”没有读入：{ $why }
bill-no-time = 这一行没有交易时间，没有读入。
bill-no-hour = 时间“{ $cell }”没有钟点，没有读入；请导入没有另存过的原始账单。
bill-odd-time = 时间“{ $cell }”看不懂，没有读入。
bill-no-amount = 这一行没有金额，可能文件不完整，没有读入。
bill-odd-amount = 金额“{ $cell }”看不懂，没有读入。

# What to know of a row that was read.
bill-unknown-status = 账单上的交易状态没有见过，请自己核对这一笔。
bill-unknown-direction = 账单没有写清这一笔是支出还是收入，请自己核对。
bill-no-seconds = 时间没有秒，账单可能用表格软件另存过；时间按整分钟记。
bill-number-rounded = 单号被表格软件改过，后几位已经丢失，请用原始账单或照支付页面补全。
bill-columns-shifted = 商品名里的逗号让这一行错了列，已按列名摆回，请核对。

# Whether all of it was read.
bill-income = 收入
bill-expense = 支出

# The word that the bill itself has for what is neither.
bill-neutral = { $word }
bill-rows-differ = 账单说 { $stated } 笔，读到 { $read } 笔。文件可能不完整或改动过，请重新导出核对。
bill-rows-differ-unread = 账单说 { $stated } 笔，读到 { $read } 笔，另有 { $unread } 行读不出。文件可能不完整或改动过，请重新导出核对。
bill-sum-differs = { $name }账单说 { $stated } 笔 { $stated_sum } 元，读到 { $read } 笔 { $read_sum } 元
bill-sums-differ = { $sums }。文件可能改动过或没有读全，请用原始账单核对。
bill-all-read = 应 { $rows } 笔，读到 { $rows } 笔。
bill-read-without-totals = 读到 { $rows } 笔；这份账单没有写合计，没法核对。

# Which order a row belongs to.
bill-matched-by-amount = 单号对不上，是按金额和时间对上的，请核对。
bill-matched-by-seller = 单号对不上，是按商户、商品和金额对上的，请核对。
bill-others-alike = 另有 { $others } 笔金额相同、时间相近的订单，请核对是不是这一笔。
bill-amount-disagrees = 金额不一致：账单是 { $bill } 元，记的是 { $order } 元。
bill-time-disagrees = 时间不一致：账单是 { $bill }，记的是 { $order }。
bill-same-row-whole = 导入过的同一行丢了单号，这一份里是完整的，补上。
bill-like-several = 有几个订单都像是这一行的，请核对。
bill-number-twice = 文件里有两行是同一个交易单号，金额或时间却不同，请核对。
bill-number-of-order = 这个单号已经是订单 { $order } 的，金额或时间却不同，请核对。
bill-like-order = 像订单 { $order }：{ $why }。请核对是不是同一笔。
bill-row-like-order = 第 { $line } 行像订单 { $order }：{ $why }。请核对是不是同一笔。
bill-same-amount = 金额相同，时间相差 { $apart }
bill-same-amount-same-day = 金额相同，是同一天
bill-same-amount-next-day = 金额相同，日期相差一天
bill-other-amount = 金额是 { $bill } 元，订单是 { $order } 元，时间相差 { $apart }
bill-other-seller = 商户是“{ $bill }”，订单的平台是“{ $order }”
bill-no-recharge = 看不出是充值
bill-other-merchant-number = 商户单号不一样
bill-paid-twice = 同一个商户单号付了两次，另一次在第 { $line } 行，可能是重复扣款，请核对。
bill-paid-twice-order = 同一个商户单号付了两次，另一次在订单 { $order } 里，可能是重复扣款，请核对。
bill-name-order = 订单 { $order }
bill-name-line = 第 { $line } 行
bill-refund-of-several = 分不清是{ $of }中哪一笔的退款，请核对。
bill-row-refund-of-several = 第 { $line } 行的退款分不清是哪一笔的：{ $of }。请核对。
bill-refund-of-none = 没找到这笔退款的订单。
bill-row-refund-of-none = 第 { $line } 行的退款没找到订单：“{ $seller }”退回 { $amount } 元。如果退的是记着的订单，请在那个订单里记一笔退款。
bill-refund-number-twice = 这个退款单号已经记在订单 { $order } 里，金额却是 { $amount } 元，请核对。
bill-refund-beside = 订单里已经记的退款 { $noted } 元和这一笔 { $refund } 元对不上，两笔都算，请核对。
bill-refund-surplus = 退款 { $refund } 元，付的是 { $paid } 元，已退 { $refunded } 元，多出的 { $more } 元没有记。
bill-refund-known = 这笔退款已经记过，只补作凭证。
bill-refund-in-part = 退款是 { $refund } 元，其中 { $fresh } 元还没有记。

# What importing a row does, and why it is proposed.
bill-becomes-proof = 补进订单 { $order } 的付款凭证
bill-becomes-refund-proof = 补进订单 { $order } 的退款凭证
bill-becomes-refund = 订单 { $order } 退款 { $amount } 元
bill-becomes-refund-of = 第 { $line } 行那一笔的退款
bill-becomes-news = 订单 { $order } 现在显示共退款 { $amount } 元
bill-is-known = 已经在订单 { $order } 里了
bill-is-repeated = 同一行在文件里出现了不止一次
bill-becomes-order = 记成新订单
bill-without-order = 没有找到对应的订单
bill-unpaid = 没有付款
bill-no-payment = 不是付款
bill-why-category = 账单里的分类是“{ $category }”
bill-why-word = 商品里有“{ $word }”
bill-why-seller = 商户名里有“{ $word }”
bill-aside-renewal = 是自动续费（“{ $word }”），不是等到账的订单
bill-aside-after-use = 是用过以后或还没付钱的账单（“{ $word }”），没有东西要等
bill-aside-family = 是替别人付的（“{ $word }”），这笔是谁买的、买了什么，账单没有写
bill-aside-transfer = 是转给个人的钱（“{ $word }”），备注说明不了买了什么
bill-aside-red-packet = 是红包（“{ $word }”），可能被当作赠与
bill-aside-repayment = 是还款（“{ $word }”），不是新的一笔消费
bill-aside-instalment = 是分期的一期（“{ $word }”），不是新的一笔消费
bill-aside-deposit = 是定金（“{ $word }”），付尾款以后才算一笔订单
bill-row-says = 第 { $line } 行：{ $text }
bill-row-of-future = 第 { $line } 行的时间在以后，没有导入，请核对电脑的时间。
bill-row-of-nothing = 第 { $line } 行的金额是 0，没有导入。
bill-row-too-large = 第 { $line } 行的金额超过 100 万元，没有导入；请核对账单。
bill-row-paid = 第 { $line } 行的支付单号已经记在编号 { $order } 里，金额或时间对不上，没有再记；请核对那一单。
bill-row-refund-left = 第 { $line } 行是第 { $payment } 行的退款，那一行没有一起导入，这一行也没有导入。
bill-row-paid-above = 第 { $line } 行和上面一行的支付单号一样，金额或时间不同，没有导入；请核对账单。
bill-row-kept = 账单里的一行已经记在别的订单里了，没有导入；请重新打开账单再导入。

# The file that is open.
bill-file-too-large = 文件“{ $name }”超过 200 MB，不像账单；请按月份分段导出后再导入。
bill-closed = 这个文件已经关掉了，请重新选择。
bill-none-locked = 没有等着密码的文件，请重新选择账单。

# Sealed papers: which one it is.
bill-app-cmb = 招商银行
bill-app-icbc = 工商银行
bill-app-boc = 中国银行
bill-app-bocom = 交通银行
bill-app-abc = 农业银行
bill-app-ccb = 建设银行
bill-format-wechat-proof = 微信支付交易明细证明
bill-format-alipay-proof = 支付宝交易流水证明
bill-format-alipay-receipt = 支付宝电子回单
bill-format-cmb = 招商银行交易流水
bill-format-icbc = 工商银行历史明细
bill-format-boc = 中国银行交易流水明细清单
bill-format-bocom = 交通银行个人客户交易清单
bill-format-abc = 农业银行账户活期交易明细清单
bill-format-ccb = 建设银行个人活期账户全部交易明细
bill-day-only = 流水只写了日期，没有钟点。
bill-bank-has-no-number = 银行流水只有金额和时间，没有这一笔的单号，请自己核对

# Sealed papers: what is found in one.
paper-signature-none = 没有找到数字签名
paper-signature-found = 文件带有数字签名，没有核验
paper-signature-changed = 文件带有数字签名，没有核验；签名之后文件又被改动或追加过
paper-unknown-letters = 第 { $page } 页有 { $count } 个字读不出来，请对照原件核对。
paper-page-rowless = 第 { $page } 页有表格，却没有读出行，请对照原件核对。
paper-chain-broken = 第 { $page } 页的余额前后对不上，可能有行没读出来，请对照原件核对。
paper-sum-differs = { $name }：流水上写 { $stated } 元，读到 { $read } 元，可能有行没读出来，请对照原件核对。

# Sealed papers: why nothing is read.
paper-no-pdf = 这个文件里面不是 PDF，请重新下载原件再试。
paper-cut = 文件不完整，可能没下载完，请重新下载原件再试。
paper-broken = 这份 PDF 损坏了，打不开，请重新下载原件再试。
paper-locked = 这份 PDF 有打开密码，请输入：招商银行在“申请记录”、工商银行在“办理进度”、建设银行在“导出历史”、微信在“微信支付”公众号、支付宝在“服务消息”里给；中国银行在“申请记录”里重新下载的没有密码。
paper-wrong-password = 这份 PDF 的打开密码不对，请照申请时给的原样再输一次。
paper-other-lock = 这份 PDF 用别的办法加了密（不是打开密码），读不了，请重新申请一份。
paper-scan = 这份 PDF 是扫描件或图片，读不出行；可以当图片放进订单的凭证。
paper-letters = 这份 PDF 能显示但读不出文字；可以当附件放进订单的凭证。
paper-unknown = 认不出这份 PDF 是哪家的流水；可以当附件放进订单的凭证。要导入账单，请用“用于个人对账”的表格。
paper-columns = 这份流水的列和已知的不一样，没有读；可以当附件放进订单的凭证。
paper-rowless = 这份流水里没有读到一行交易，请核对它的时间段。
paper-too-large = 这份 PDF 太大，没有读：最大 30 MB，展开后最大 256 MB。请申请短一些的时间段。
paper-too-many-pages = 这份 PDF 超过 { $most } 页，没有读。请申请短一些的时间段。
paper-too-many-rows = 这份 PDF 超过 { $most } 行，没有读。请申请短一些的时间段。
paper-too-wide = 这份 PDF 的页面大得不像流水，没有读。
paper-too-much = 读这份 PDF 花的时间或内存太多，停下了，没有读；它可能损坏或不是正常的流水。
mail-only-link = 这封信里没有附件，只有一个下载链接（一般 7 天内有效）；请自己下载后再导入那个文件。
mail-without-files = 这封信里没有可以导入的附件。
mail-unread = 这封信读不出来，请从邮箱里重新保存成 .eml 再试。
mail-too-large = 这封信的附件太大，没有读：合起来最大 30 MB。
mail-too-many = 这封信的附件超过 { $most } 个，没有读；请把要的附件另存出来再导入。
mail-several = 这封信里有 { $count } 个附件可以导入；请把要的附件另存出来，再一个一个导入。
mail-attachment = 邮件“{ $subject }”的附件“{ $name }”
