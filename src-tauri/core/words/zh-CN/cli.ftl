cli-logged = 已记下，编号 { $id }，应在 { $due } 前到账。
cli-no-status = 没有“{ $word }”这个状态，可以用：{ $known }。
cli-no-orders = 没有订单。
cli-order = { $id }  [{ $status }]  { $platform }  { $product }  { $amount } 元  应到账 { $due }
cli-double = { "  " }支付单号和编号 { $id } 的一样，很可能是同一笔付款记了两次，请核对。
cli-no-role = 没有“{ $word }”这种用途，请从这些里选一个：{ $all }。
cli-shot = { "  " }{ $role }：{ $name }（{ $sha256 }）
cli-shot-unnamed = 截图的文件名是空的。
cli-any-time = 随时发货。
cli-release-times = 每天 { $times } 发货。
cli-release-times-beijing = 每天北京时间 { $times } 发货。
cli-quiet-hours = 不弹提醒的时段：{ $hours }
cli-quiet-never = 不弹提醒的时段：没有
cli-closing-hides = 关闭窗口时：收进托盘
cli-closing-quits = 关闭窗口时：退出
cli-bubbles-discreet = 弹出的提醒：不写商品、平台和金额
cli-language = 语言：{ $language }
cli-written = 已写到 { $file }
cli-template-written = 已写到 { $file }。
cli-notice = { $id }  { $title }：{ $body }
cli-handed-over = 到账正开着，提醒由它弹出，最多一分钟。
cli-no-notices = 没有新的提醒。

cli-restored = 已恢复，现在有 { $orders } 笔订单。
cli-restored-kept = 换下来的数据文件留在 { $file }。
cli-begun-anew = 已重新开始，现在没有订单；原来的备份都留着。
cli-protected = 已加锁。忘了口令，谁也打不开，也没有找回的办法；请记在别处。
cli-unprotected = 已去掉口令。
cli-rescued = 抢救出 { $orders } 笔订单、{ $files } 个截图和文件；坏的数据文件留在 { $kept }。
cli-backup-holds = 里面有 { $orders } 笔订单（{ $open } 笔还没到账）、{ $files } 个截图和文件。
cli-backup-newest = 最新一笔付款于 { $at }。
cli-everything = { $orders } 笔订单和全部原件已写到 { $file }。里面没有加锁，请放在别人拿不到的地方。
cli-backed-up = 已备份到 { $file }
cli-backup-needless = 现在不用备份。

cli-masked = 已记下遮盖，原图没有改动。
cli-box-unread = 看不懂遮盖“{ $cover }”，请写成 左,上,宽,高，例如 10,200,300,40。
cli-verified = { $files } 个文件都与导出时一致。
cli-exported = 已导出 { $files } 个文件到 { $folder }
cli-warning = 注意：{ $warning }
cli-evidence-group = { $mark } { $name }：{ $what }
cli-finding = - { $text }。{ $mend }
cli-finding-asked = - 请确认：{ $text }。{ $mend }
cli-person-forgotten = 已忘掉投诉人的信息。
cli-person-kept = 已记下投诉人的信息，只用来填投诉登记表；用 --forget 可以忘掉。
cli-person-none = 没有记投诉人的信息。
cli-stamped = 已加进 { $file }，时间戳的时间是 { $at }。{ $signature }

cli-platform = { $name }：{ $orders } 笔，{ $open } 笔没了结　{ $verdict }
cli-no-platforms = 还没有平台。
cli-platform-refusals = 拒绝过 { $count } 次
cli-platform-excuse = {"  "}以{ $name }为由：{ $count } 次
cli-refund-asks = 还没有算作退款，仍按没退追讨。您愿意以此代替退款的，请加 --accepted 再记一次。
cli-refund-asks-credit = 还没有算作退款，仍按没退追讨。花呗、信用卡等账单确实少了这笔、您认可的，请加 --accepted 再记一次。
cli-platform-orders = { $name }：{ $orders } 笔
cli-kind-unarrived = { $kind }：{ $arrived } 笔到账，还没有到账过
cli-kind-arrived = { $kind }：{ $arrived } 笔到账，一半在 { $minutes } 分钟内到账
cli-renamed = 已改名为“{ $name }”，{ $orders } 笔订单。
cli-merged = 已合并到“{ $name }”，{ $orders } 笔订单。
cli-window-usual = 已恢复默认时限。
cli-window-set = 以后在这里记的同类订单按这个时限。
cli-tagged = 标签已更新。
cli-overview = 还没着落的钱：{ $owed } 元（{ $open } 笔，其中逾期 { $overdue } 笔、{ $late } 元）。已退回 { $refunded } 元。
cli-dumped = 已把 { $orders } 笔订单写到 { $file }。
cli-fault = 第 { $line } 行“{ $column }”：{ $message }
cli-faults-more = 另有 { $count } 处。
cli-faults-end = 整张表都没有导入，改好后再导入一次。
cli-imported = 文件有 { $rows } 行，读到 { $read } 行{ $totals ->
    [agree] ，与账单自己的合计一致
    [differ] ，与账单自己的合计对不上
   *[none] { "" }
}。{ $written ->
    [yes] 新记了
   *[no] 会新记
} { $created } 笔订单，对上 { $matched } 笔已有的订单，{ $refunds } 笔退款；其余 { $skipped } 行没有保存。
cli-offered = 有 { $count } 行可能是充值，没有导入；是的就用 --line 加行号导入（可写多个，如 --line 7,9-12）：
cli-offered-row = 第 { $line } 行：{ $merchant } { $item } { $amount } 元（{ $why }）
cli-offered-more = 还有 { $count } 行没有列出，--json 里有全部。
# A kind of payment that is no order of its own, and in which lines there are some.
cli-aside = { $kind ->
    [renewal] 自动续费
    [after-use] 用后付账或还没付钱
    [family] 替别人付的
    [transfer] 转账
    [red-packet] 红包
    [repayment] 还款
    [instalment] 分期还款
    [deposit] 定金
   *[other] 其他
} { $count } 行，没有当作订单（第 { $lines } 行{ $more ->
    [yes] 等
   *[no] { "" }
}）。
cli-no-such-line = 账单里第 { $line } 行不是一笔交易，没有导入；请照账单或 offered 里的行号写。
cli-read-layout = { $layout }，{ $status }
cli-read-field = { $field }：{ $value }
cli-read-doubt = { $field }：{ $value }　（{ $doubt }）
cli-read-nothing = 没有读出订单的内容。

cli-noted = 已记下。
cli-rule-unread = 看不懂“{ $rule }”，请写成 letter:platform、window:q-coin 这样。
cli-undiagnosed = 这些情况还看不出问题在哪，请把页面和账单再看一遍。
cli-diagnosed-who = 由谁处理：{ $who }
cli-diagnosed-because = 因为：{ $reasons }
cli-diagnosed-check = 先查：{ $check }
cli-diagnosed-next = 下一步：{ $next }
cli-diagnosed-from = 页面状态从截图“{ $file }”读出：{ $state }
cli-page-unread = 这笔订单没有读得出状态的订单页截图。请用 --page 写明页面现在显示什么，例如 --page processing。
cli-not-filed = 这笔订单没有记过提交给“{ $to }”的投诉。
cli-filing-numbered = { $name }，编号 { $number }
cli-filing-answered = { $filing }，{ $answer }
cli-limit = { $due }  { $name }{ $over ->
    [yes] （已过）
   *[no] { "" }
}（{ $basis }{ $guessed ->
    [yes] ；没有那一年的放假安排，除法定节日外按周末推算
   *[no] { "" }
}）
cli-main = 现在：{ $label }。{ $why }
cli-step = { $mark } { $name }（{ $key }）：{ $why }
cli-no-seller-kind = 没有“{ $word }”这种卖家，请从这些里选一个：{ $all }。
cli-seller-name = 商家全称：{ $value }
cli-seller-address = 地址：{ $value }
cli-seller-phone = 电话：{ $value }
cli-unknown = 还不知道
cli-rule-broken = { $rule }（自己的用不了，用的是原样）
cli-rule-own = { $rule }（自己的）
cli-year-announced = { $year } 年：放假安排已公布
cli-year-guessed = { $year } 年：没有放假安排，除法定节日外按周末推算
cli-paper = 编号 { $number }，共 { $pages } 页；{ $signature }。
cli-form = { $name }（{ $page }）
cli-form-limit = { $field }（最多 { $limit } 字）
cli-form-field = { $number }. { $field }：{ $value }
cli-form-open = 【待补】
cli-form-unseen = { $field }（页面上没有核对过）
cli-form-note = {"　　"}{ $note }
cli-form-source = 栏目的来源：{ $source }（{ $checked } 核对）
cli-column-unknown = 看不懂“{ $typed }”，请写成 列名=内容，例如 实付=金额；可以写的内容：{ $known }。
cli-no-such-twin = 第 { $line } 行没有和它完全一样的行，不用写 --line。
cli-columns-of-bill = 这是支付 App 的账单，列名是固定的，不用写 --column（写了“{ $column }”）。
cli-key = 第 { $n } 个  { $shown }  { $state }
cli-key-tried = {"　　"}{ $at } 首次试用
cli-key-says = {"　　"}页面的说法：{ $says }
cli-keys-added = 记下 { $count } 个卡密。
cli-keys-doubled = 重复的 { $count } 个只记一次。
cli-keys-known = 台账里已有的 { $count } 个没有再记。
cli-keys-left-out = 第 { $lines } 行有内容不是卡密，没有记。
cli-keys-open = 下单 { $quantity } 个，台账里有 { $came } 个，还不知道其余的到了没有。到手的就是这些的话，请用 key { $id } add --all。
