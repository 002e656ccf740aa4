// What stays Chinese on purpose although the page can speak English, and why. Whatever is in neither this list nor the
// tables fails a test.

export interface Exception {
  /** Below src-tauri. A name that ends with a slash stands for all in that folder. */
  file: string
  /** Only these; all of the file where it is left out. What ends with … only begins so. */
  only?: string[]
  why: string
}

const EVIDENCE = 'part of the evidence package, which Chinese offices read'
const TIMELINE = 'written into the timeline, which is evidence'
const A_FILE = 'a name or heading in a file of Chinese words'
const RECOGNISED = 'a word that is recognised in what the person, a bill or a page says'
const COMMAND_LINE = 'only the command line says it'
const SYSTEM = 'shown by the system: notifications, tray, bubble, file dialogs, the window itself'
const SAMPLE = 'part of the made-up orders, as a person would have written it'
const LETTER = 'filled into letters, whose readers are Chinese'

export const chinese: Exception[] = [
  {
    file: 'core/src/escalate/fields.rs',
    only: [
      '%Y年%-m月%-d日', '商户单号', '限期催告', '甲',
    ],
    why: LETTER,
  },
  {
    file: 'api/src/bills/import.rs',
    only: [
      '按账单补全', '支出', '收入', '不计收支', '{}，第 {} 行：{} {} {}，{way} {} 元，{}', '账单没写商户', '账单没写商品',
      '账单显示这一笔共退款 {} 元，没有写退款时间，按导出账单的时间记。{said}',
    ],
    why: TIMELINE,
  },
  {
    file: 'api/src/orders_file.rs',
    only: [
      '{}分钟', '编号', '已退款', '应到账时间', '状态', '了结时间', '标签',
    ],
    why: A_FILE,
  },
  {
    file: 'api/src/letters.rs',
    only: [
      '{}，由{}处理。{}\n先查：{}\n下一步：{}', '发给{}：\n{text}',
    ],
    why: TIMELINE,
  },
  {
    file: 'api/src/filings.rs',
    only: [
      '，编号 {number}',
    ],
    why: TIMELINE,
  },
  {
    file: 'api/src/platforms.rs',
    only: [
      '平台由“{}”改为“{to}”',
    ],
    why: TIMELINE,
  },
  {
    file: 'api/src/samples.rs',
    only: [
      '发给平台客服（示例）', '支付页面（示例）.png',
    ],
    why: SAMPLE,
  },
  {
    file: 'api/src/settle.rs',
    only: [
      '撤销按账单补全',
    ],
    why: TIMELINE,
  },
  {
    file: 'api/src/sheet.rs',
    only: [
      '支付',
    ],
    why: A_FILE,
  },
  {
    file: 'core/src/order/moment.rs',
    only: [
      '%Y年%-m月%-d日 %H:%M',
    ],
    why: LETTER,
  },
  { file: 'core/src/prove/contents.rs', why: EVIDENCE },
  {
    file: 'core/src/prove/manifest.rs',
    only: [
      '这个文件夹怎么核对', '第 {} 版，{} 导出。', '这是遮盖版：账号、单号和电话等只留首尾，图片上遮盖的地方已经涂黑，不能用来核对时间线。', '里面有什么', '- 提交版：交给 12315 的文件。', '- 原件：截图和文件的原件，逐字节未改。',
      '- order.json：订单的全部信息和时间线；时间线.txt 是给人看的。', '- manifest.json：文件清单；SHA256SUMS：每个文件的 SHA-256。', '不用这个软件怎么核对',
      '- Linux：在这个文件夹里运行 sha256sum -c SHA256SUMS', '- macOS：运行 shasum -a 256 -c SHA256SUMS',
      '- Windows：用 certutil -hashfile 文件名 SHA256，和 SHA256SUMS 里的对比', '每一行都显示 OK（或一致），说明文件自导出后未被更改。', '哈希说明什么',
      '本清单中的哈希值用于核对文件自导出后未被更改。它不说明截图是什么时候、怎样得到的。', '时间线里每一条都含前一条的哈希，可以核对中间没有插入或删改；末条哈希写在 manifest.json 里。', '想证明导出的时间',
      '可以把 SHA256SUMS.tsq（时间戳请求，只含哈希）交给可信时间戳服务机构，换回的 .tsr 或 .tsa 文件', '用 daozhang stamp 加进来，核对时会一并检查它是不是对着这份 SHA256SUMS。',
    ],
    why: EVIDENCE,
  },
  { file: 'core/src/prove/names.rs', why: EVIDENCE },
  {
    file: 'core/src/prove/submission.rs',
    only: [
      '提交版', '交易与支付凭证', '沟通与催告记录', '补充材料', '1-投诉材料.pdf', '投诉内容.txt', '填写指南.txt', '一', '二', '三', '四', '五', '六', '七', '八', '另', '{}　{n} 笔订单', '网络购买，{}',
      '{} 等 {} 笔，见涉及订单', '{} 元', '已付款，商家至今未交付，尚有 {} 元没有退还。', '退还货款和服务费用：退还未交付部分的款项 {} 元。', '【第 {} 笔：{}】\n{}', '{}（留存版的文件夹：订单-{}）', '无', '见留存版',
      '{}等 {left_out} 项', '本人保存；逐项的来源、文件名和哈希见留存版的证据清单', '付款', '{} 元，{}', '应到账', '平台承诺的时限', '同类商品的常见时限，供参考', ' 等 {} 份', '{} 元 {text}', '期限 {}　{text}',
      '（后来撤销）{text}', '时间为事情发生的时间，由本人记录；每一条都含前一条的哈希。', '时间线末条哈希{of_which}：{}', '注意：时间线{of_which}从第 {} 条起哈希对不上，可能被改动过。', '（还没有填，请先查清）',
      '{name}（{pages} 页）', '全国 12315 平台填写指南', '（www.12315.cn，消费者投诉；各栏目名称以页面为准）', '被投诉企业：按名称或统一社会信用代码搜索“{}”', '企业地址：{}', '商品或服务名称（约 50 字以内）：{}',
      '销售方式：网购', '电商平台：没有的话选“其他”，填网站或 App 的名字（20 字以内）', '电商平台：{}，入驻商户：{}', '订单号：{order_nos}', '内容（1–400 字）：打开“投诉内容.txt”；页面不让粘贴的话，照着输入',
      '内容（1–400 字）：几笔合起来超过 400 字，请照“1-投诉材料.pdf”的事实与理由写要点，并写明“详见附件”；也可以逐笔投诉', '附件（最多 4 个，每个不超过 5 MB）：{}', '填的时候：',
      '1. 商品类别要从候选里选；改了商品类别，问题类别要重选；改了销售方式，处理单位要重选。', '2. 不要点“上一步”，也不要连点提交；提示服务器出错就从须知页重新开始。', '3. 请用本人真实身份信息，投诉里不要写“诈骗”“举报”，那是另外的途径。',
      '4. 提交后把编号记到“到账”里，受理和调解的期限会自动算好。', '依据：2026-09-17 由他人实际提交时核对的页面（同一平台的另一类业务，两类共用代码）。供参考，以页面和受理机关要求为准。', '这一项是 PDF 文件，原件在留存版里：{path}',
    ],
    why: EVIDENCE,
  },
  {
    file: 'typeset/src/evidence.rs',
    only: [
      '文件{}　{}',
    ],
    why: EVIDENCE,
  },
  {
    file: 'typeset/src/world.rs',
    only: [
      '到账',
    ],
    why: EVIDENCE,
  },
  { file: 'core/src/prove/verify.rs', why: COMMAND_LINE },
  { file: 'core/src/record/bill/apps/alipay.rs', why: RECOGNISED },
  { file: 'core/src/record/bill/apps/jd.rs', why: RECOGNISED },
  { file: 'core/src/record/bill/apps/meituan.rs', why: RECOGNISED },
  { file: 'core/src/record/bill/apps/mod.rs', why: RECOGNISED },
  { file: 'core/src/record/bill/apps/wechat.rs', why: RECOGNISED },
  {
    file: 'core/src/record/bill/engine.rs',
    only: [
      '列1',
    ],
    why: RECOGNISED,
  },
  {
    file: 'core/src/record/bill/header.rs',
    only: [
      '金额', '收/支', '(元)', '平台', '品类', '共', '已收入', '待收入', '已支出', '待支出', '导出', '起始', '特别提示', '注：', '姓名：', '支出', '收入', '其他',
    ],
    why: RECOGNISED,
  },
  {
    file: 'core/src/record/bill/row.rs',
    only: [
      '全额退款', '退款', '-退款', '退款-', '退款成功',
    ],
    why: RECOGNISED,
  },
  { file: 'core/src/record/bill/status.rs', why: RECOGNISED },
  {
    file: 'core/src/record/bill/totals.rs',
    only: [
      '起始', '终止', '导出时间',
    ],
    why: RECOGNISED,
  },
  {
    file: 'core/src/record/draft.rs',
    only: [
      '明天', '后天', '今天{rest}',
    ],
    why: RECOGNISED,
  },
  {
    file: 'core/src/record/moment.rs',
    only: [
      '刚刚', '现在', '今天', '昨天', '前天', '今日', '昨日', '凌晨', '早上', '上午', '中午', '下午', '傍晚', '晚上', '夜里',
    ],
    why: RECOGNISED,
  },
  { file: 'core/src/record/reading/looks.rs', why: RECOGNISED },
  { file: 'core/src/record/reading/page.rs', why: RECOGNISED },
  { file: 'core/src/record/reading/value.rs', why: RECOGNISED },
  {
    file: 'core/src/record/sheet.rs',
    only: [
      '示例', '某话费充值店', '话费充值100元', '话费快充', '支付宝', '24小时',
      '示例：照这样填，每笔一行；这一行不会导入，可以删掉', '(元)',
    ],
    why: RECOGNISED,
  },
  {
    file: 'core/src/record/window.rs',
    only: [
      '半小时', '30分钟', '半天', '12小时', '秒', '秒钟', '分', '分钟', '时', '小时', '钟头', '天', '日', '周', '星期',
    ],
    why: RECOGNISED,
  },
  {
    file: 'core/src/rules/ends.rs',
    only: [
      '小时', '天', '日', '个自然日', '个工作日', '工作日', '个月', '月', '年',
    ],
    why: RECOGNISED,
  },
  { file: 'src/bubble.rs', why: SYSTEM },
  {
    file: 'api/src/package.rs',
    only: [
      '到账证据包',
    ],
    why: A_FILE,
  },
  {
    file: 'api/src/operations.rs',
    only: [
      '到账证据包', '到账期限.ics', '到账-订单表格.csv',
    ],
    why: A_FILE,
  },
  {
    file: 'core/src/prove/exhibits.rs',
    only: [
      '本人保存{}，{} 加入，原文件名 {}', '，由支付机构生成', '支付机构导出的账单，由支付机构生成，{} 导入，见 {BILL_ROWS}', '本人当时在本机记录，{} 记入时间线第 {} 条', '账单记录.txt', '时间线.txt',
    ],
    why: EVIDENCE,
  },
  {
    file: 'core/src/store/file/everything.rs',
    only: [
      '这里是到账里的全部内容，用开放的格式写成，不用到账也能读：…',
    ],
    why: A_FILE,
  },
  {
    file: 'core/src/store/file/location.rs',
    only: [
      '坚果云', '百度网盘', '百度云同步盘', 'wps云盘', '阿里云盘', '腾讯微云',
    ],
    why: RECOGNISED,
  },
  {
    file: 'api/src/package/write.rs',
    only: [
      '怎么核对.txt', '{folder}（第 {} 版）', '订单-{}/', '原件', '到账证据包{}-{}-{}-{}', '（遮盖版）',
    ],
    why: EVIDENCE,
  },
  { file: 'core/src/record/field.rs', only: ['品类', '金额', '付款时间', '时限'], why: A_FILE },
  { file: 'api/src/everything.rs', why: A_FILE },
  { file: 'api/src/backups.rs', only: ['到账备份-{}.db'], why: A_FILE },
]
