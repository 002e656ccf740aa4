dialog-shots = 选择截图或凭证
dialog-shots-files = 图片、PDF、录音录像
dialog-bill = 选择账单或订单表格
dialog-bill-files = 账单、表格
dialog-holidays = 选择放假安排文件
dialog-holidays-files = 放假安排（JSON）
dialog-package = 证据包放在哪里
dialog-timestamp = 选择时间戳文件
dialog-timestamp-files = 时间戳（.tsr、.tsa）
dialog-backup-folder = 选择放备份的文件夹
dialog-backup = 备份
dialog-everything = 导出全部
dialog-look = 选择备份
dialog-look-files = 备份（.db）或导出的全部数据（.zip）
clipboard-missing = 这里没有剪贴板，请手动复制。
folder-by-hand = 文件管理器打不开，请手动打开 { $folder }
backup-locked = 这份备份加了锁，请给出它的口令。

passphrase-missing = 请输入口令。
copies-left = 这些没能跟着改写，里面的内容可能还能直接读出来；不要了请自己删掉，磁盘接上后也可以再设一次口令：{ $files }
backup-other-way = 请用“从文件恢复”选择这份备份。
backup-in-use = 这就是现在的数据文件，请选一份备份。
backup-unchosen = 请先选一份备份。
backup-limit = 备份最多占多少，请填 10 到 1000000 之间的数（MB）。
backup-folder-gone = 这个文件夹不在了，请另选一个。
backup-folder-unnamed = 这个文件夹的名字有读不出的字符，请另选一个。
backup-none-yet = 还没有备份，放备份的文件夹要到第一次备份时才建。
backup-elsewhere = 请不要放在数据文件的文件夹里，另选一个文件夹。
language-unknown = 没有这种语言，请选简体中文或 English。

file-unwritable = 文件写不进去（{ $file }：{ $why }），请换一个地方。
file-unopened = 文件“{ $name }”打不开，请检查它还在不在。
file-no-bill = “{ $name }”不是文件，请选账单文件本身。
text-unopened = { $file } 打不开，请检查文件还在不在。
text-too-large = { $file } 太大了（最多 1 MB），请换一个。
text-no-text = { $file } 不是文本文件，请换一个。
shot-unopened = 文件“{ $file }”打不开（{ $why }），请检查它还在不在。
shots-too-many = 一次添加的文件太多了，请先保存这一单再添加其余的。
shots-gone = 有一张截图已经不在了，请重新添加。
shot-gone = 这张截图已经不在了，请重新添加。
shot-no-picture = 这个文件不是图片，读不出文字。
shot-unreadable = “{ $name }”不是图片，读不出订单；请给截图，或 .txt 文字。
shot-number-wrong = 这张截图的编号不对，请重新打开订单。
shot-of-another = 这笔订单没有这张截图。
masks-too-many = 遮盖的地方太多了，一张图最多 100 处。
samples-unread = 示例读不出来：{ $error }

filing-refused = 不能记录提交给“{ $to }”的投诉，可以记的是：{ $known }。
filing-lost = 没有找到刚记下的投诉，请重新打开订单看看。
filing-answer-unknown = 没有“{ $answer }”这种答复，可以记的是：{ $known }。
filing-gone = 这笔订单没有这次投诉，可能已经撤销了。
checked-of-disputed = 这一单不是没到，是到了不对，不能记“仍未到账”。请记和平台的沟通，或者更正哪里不对。
refund-done = 这笔订单已经全额退款了。
refund-too-much = 退款 { $amount } 元超过了还没退的 { $open } 元，请核对。
refund-above-amount = 金额比已退款的 { $refunded } 元还少，请核对。
entry-missing = 这笔订单没有第 { $seq } 条记录。
entry-undone = 这条记录已经撤销过了。
bulk-refused = 订单 { $id }：{ $why }
order-twice = 这个平台的同一个订单号已经记过了（编号 { $id }）；确实是另一笔的话，可以选择仍要记下。
order-paid-twice = 这个支付单号已经记过了（编号 { $id }），一笔付款不能记两次。填错了请改正；一笔付款付了几个订单的话，这里先留空。
order-paid-together = 这个支付单号已经记在编号 { $id } 里，那笔付款还有没归到订单的部分；一笔付款付了几个订单的话，可以选择仍要记下。
order-of-merchant-twice = 同一个商户单号、一天之内、同样的金额已经记过了（编号 { $id }）；确实是另一笔的话，可以选择仍要记下。
order-numbered-alike = 这个平台的同一个订单号已经记过了：{ $platform }的“{ $product }”。
order-paid-alike = 同一个支付单号已经记过了：{ $platform }的“{ $product }”。
order-of-merchant-alike = 同一个商户单号和金额已经记过了：{ $platform }的“{ $product }”。
order-alike = 和{ $platform }的“{ $product }”很像：差不多的时间、同样的商品或金额；确认不是同一笔再记。
advice-overdue = 这个平台还有 { $count } 笔逾期没到账，先别在这里再买大额。
advice-operator = 商品写的是{ $named ->
    [mobile] 移动
    [unicom] 联通
    [telecom] 电信
   *[broadnet] 广电
}，这个号段原属{ $operator }；没有携号转网的话请核对号码。
advice-first = 第一次在这里买：还没付款的话，先买一笔小额试试到账，再买大额。
advice-shot = 还没有付款截图，最好现在就截一张支付详情页粘贴进来。

platform-unknown = 没有这个平台的订单，也没有记过它的信息。
platform-same-name = 名字没有变。
platform-no-orders = 没有这个平台的订单。
within-ten-minutes = 10 分钟内
within-hour = 1 小时内
within-six-hours = 6 小时内
within-day = 1 天内
within-three-days = 3 天内
within-week = 7 天内
within-longer = 更久

limit-unread = 看不懂这个期限，请写成 7 个工作日、60 天、5 个月 或 72 小时。
limit-missing = 没有这条期限，新版本里可能去掉了。
rule-group-missing = 没有这一类规则。
rule-hint-letter = 一行一句；行首的“2|”表示字数不够时可以先省，数字越大越先省，0 不省
rule-hint-window = 先写多久问一声，再写多久算逾期：30分钟 / 24小时
rule-hint-limit = 7 个工作日、60 天、5 个月、3 年 或 72 小时
rule-unknown = 没有“{ $key }”这条规则。
rule-missing = 没有这条规则。
holidays-lost = 导入之后没有找到这一年，请再试一次。

package-synced = 这个文件夹在云盘的同步目录里，证据包会被上传到网上；不想这样请换一个文件夹。
package-no-pdf = 没有生成 PDF：{ $why }
package-no-order = 没有选订单，请至少选一笔再导出。
package-mixed = 这几笔不是同一个平台的；一份投诉只能写一个商家，请按平台分开导出。
package-unnamed = 这几笔都没有写平台，不一定是同一个商家；一份投诉只能写一个商家，请先在每笔订单里写上平台。
package-settled = 订单 { $which } 已经了结，只放进了留存版，没有写进投诉材料。
package-all-settled = 订单 { $which } 已经了结，没有可投诉的，只导出了留存版。
package-no-shots = 订单 { $id } 没有截图，建议补上支付凭证和订单页面后再导出一次。
package-paper = 订单 { $id } 的付款凭证里有 PDF，原样放进去了；支付公司或银行的流水证明里还有您其他的付款和证件号码，交出去之前请看一遍，不想给的用遮盖版。
package-masks-damaged = 订单 { $id } 有 { $count } 张图片的遮盖读不出来，没有放进去；请重新画好遮盖再导出。
package-unmasked = 订单 { $id } 有 { $count } 张图片没有画遮盖，原样放进去了；请看一眼里面有没有个人信息。
package-unopened = 订单 { $id } 有 { $count } 张图片打不开，没有放进去：{ $which }。
package-unmaskable = 订单 { $id } 的 PDF 和录音录像没法遮盖，没有放进去。
package-original-lost = 数据文件里缺少原件 { $sha256 }，已停止导出；请从备份恢复。
package-not-stamped = 只能给刚导出的证据包加时间戳；旧的请用命令行 daozhang stamp。
package-not-opened = 只能打开刚导出的证据包。
export-no-json = 有一笔订单写不成 JSON，请先备份数据文件。

parts-apart = 程序的两部分没有对上，这一步没有做；请重启到账。
answer-unwritten = 结果写不出来，请重启到账再看。
