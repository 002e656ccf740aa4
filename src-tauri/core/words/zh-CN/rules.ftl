rule-file-unread = 规则文件 { $file } 读不出来：{ $why }
rule-topic-missing = 规则文件 reminders.toml 里缺少 { $topic }。
rule-dates-unread = 规则文件 holidays.toml 里的日期读不出来。
rule-step-missing = 规则文件 { $file } 里的途径“{ $step }”不存在。

article-cited = 《{ $law }》{ $article }
step-unknown = 没有“{ $step }”这条途径，现有的是：{ $known }。
kind-unknown = 没有“{ $kind }”这个品类，请从这些里选一个：{ $known }。
channel-unknown = 没有“{ $channel }”这个支付渠道，请从这些里选一个：{ $known }。
letter-unknown = 没有写给“{ $to }”的话术，现有的是：{ $known }。
form-unknown = 没有“{ $form }”这张表，现有的是：{ $known }。
form-field-unfilled = 表“{ $form }”里的“{ $field }”填不出来：它的规则有错。
form-field-long = 比这一栏能填的 { $limit } 字长，请缩短后再填。
letter-empty = 话术不能是空的；想回到原来的，请点“恢复原样”。

holidays-unusable = 这个放假安排文件用不了：{ $why }。请换一个完整的文件。
holidays-line = 第 { $line } 行读不出来
holidays-year = 年份 { $year } 不对
holidays-none = { $year } 年的放假安排在这个文件里还是空的，等国务院公布后再导入。
holidays-of-another-year = 里面有 { $day } 这样不属于 { $year } 年的日子
holidays-day-twice = 同一天写了两次
holidays-few = 只有 { $days } 个放假日，不像一整年的安排
holidays-own = 自己导入的文件

after-sale-closes = 卖家售后截止
auto-confirm-name = 页面自动确认收货
auto-confirm-basis = 您照页面填的时间。自动确认以后，钱一般就到了卖家手里，再申请退款会更难；页面改了时间的，再填一次就按新的。

need-legal-name = 商家全称
need-address = 商家地址
need-payment-shot = 付款凭证截图
need-payment-no = 支付单号
need-order-no = 订单号
need-channel = 支付渠道
need-demand = 一次有记录的催告

length-working-days = { $count } 个工作日
length-months = { $count } 个月
length-years = { $count } 年
