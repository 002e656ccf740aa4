//! One made-up paper of each form, and what its rows say.

use super::made::{Grid, Pdf, Sheet};

/// The cells of a row that are compared, in the form's order.
pub type Said = Vec<&'static str>;

const WECHAT: Grid<'_> = Grid {
    lefts: &[36.0, 140.0, 205.0, 262.0, 312.0, 362.0, 412.0, 466.0],
    right: 565.0,
    size: 7.0,
    lead: 9.0,
};

const WECHAT_NAMES: [&str; 8] = [
    "交易单号",
    "交易时间",
    "交易类型",
    "收/支/其他",
    "交易方式",
    "金额(元)",
    "交易对方",
    "商户单号",
];

/// 微信: numbers and times over two lines, a row that goes on over the page, a watermark, a refund.
pub fn wechat_proof() -> (Pdf, Vec<Said>) {
    let mut first = Sheet::upright();
    first.text(36.0, 60.0, 8.0, "编号：2026010100000000000000000000012");
    first.text(220.0, 90.0, 16.0, "微信支付交易明细证明");
    first.text(
        36.0,
        120.0,
        8.0,
        "兹证明：测试乙（居民身份证：999999190001010000），在其微信号：made_up中的交易明细信息如下：",
    );
    first.text(
        36.0,
        140.0,
        8.0,
        "交易明细对应时间段 2026-09-01 00:00:00 至 2026-09-30 23:59:59",
    );
    let mut y = WECHAT.heading(&mut first, 160.0, &WECHAT_NAMES);
    y = WECHAT.row(
        &mut first,
        y,
        &[
            vec!["42000009992026092500", "00000001"],
            vec!["2026-09-25", "09:20:31"],
            vec!["商户消费"],
            vec!["支出"],
            vec!["零钱"],
            vec!["481.00"],
            vec!["乙充值"],
            vec!["SH202609250920310", "00001"],
        ],
    );
    y = WECHAT.row(
        &mut first,
        y,
        &[
            vec!["50300009992026092700", "000000000009"],
            vec!["2026-09-27", "10:00:00"],
            vec!["乙充值-退款"],
            vec!["收入"],
            vec!["零钱"],
            vec!["100.00"],
            vec!["乙充值"],
            vec!["SH202609250920310", "00001"],
        ],
    );
    first.pale(250.0, y - 8.0, 30.0, "样例");
    // Only the first lines of the last row fit.
    WECHAT.row(
        &mut first,
        808.0,
        &[
            vec!["42000009992026092400"],
            vec!["2026-09-24"],
            vec!["扫二维码付款"],
            vec!["支出"],
            vec!["测试银行"],
            vec!["1,020.50"],
            vec!["测试便利店"],
            vec!["/"],
        ],
    );
    let mut second = Sheet::upright();
    let y = WECHAT.row(
        &mut second,
        40.0,
        &[
            vec!["00000002"],
            vec!["08:00:01"],
            vec![],
            vec![],
            vec!["(0000)"],
            vec![],
            vec!["（东区）"],
            vec![],
        ],
    );
    WECHAT.row(
        &mut second,
        y,
        &[
            vec!["10000500012026092312", "34567890123"],
            vec!["2026-09-23", "23:59:59"],
            vec!["零钱提现"],
            vec!["其他"],
            vec!["零钱"],
            vec!["5.00"],
            vec!["/"],
            vec!["/"],
        ],
    );
    second.text(
        36.0,
        400.0,
        8.0,
        "说明： 1. 仅证明在用户选择的交易类型和时间段内的交易。",
    );
    let rows = vec![
        vec![
            "4200000999202609250000000001",
            "2026-09-25 09:20:31",
            "商户消费",
            "支出",
            "零钱",
            "481.00",
            "乙充值",
            "SH20260925092031000001",
        ],
        vec![
            "50300009992026092700000000000009",
            "2026-09-27 10:00:00",
            "乙充值-退款",
            "收入",
            "零钱",
            "100.00",
            "乙充值",
            "SH20260925092031000001",
        ],
        vec![
            "4200000999202609240000000002",
            "2026-09-24 08:00:01",
            "扫二维码付款",
            "支出",
            "测试银行(0000)",
            "1,020.50",
            "测试便利店（东区）",
            "/",
        ],
        vec![
            "1000050001202609231234567890123",
            "2026-09-23 23:59:59",
            "零钱提现",
            "其他",
            "零钱",
            "5.00",
            "/",
            "/",
        ],
    ];
    (Pdf::of(vec![first, second]), rows)
}

const ALIPAY: Grid<'_> = Grid {
    lefts: &[36.0, 75.0, 130.0, 205.0, 265.0, 305.0, 405.0, 500.0],
    right: 565.0,
    size: 7.0,
    lead: 9.0,
};

/// 支付宝: thin rules, words that break, a refund under the payment's number.
pub fn alipay_proof() -> (Pdf, Vec<Said>) {
    let mut sheet = Sheet::upright();
    sheet.text(300.0, 50.0, 8.0, "编号: 2026010100000000000000000000000000000034");
    sheet.text(180.0, 80.0, 12.0, "支付宝支付科技有限公司 交易流水证明");
    sheet.text(
        36.0,
        110.0,
        8.0,
        "兹证明:测试乙(证件号码:999999190001010000)在其支付宝账号a@example.com中明细信息如下:",
    );
    sheet.text(
        36.0,
        130.0,
        8.0,
        "交易时间段：2026-09-01 00:00:00 至 2026-09-30 23:59:59",
    );
    let names = [
        "收/支",
        "交易对方",
        "商品说明",
        "收/付款方式",
        "金额",
        "交易订单号",
        "商家订单号",
        "交易时间",
    ];
    let mut y = ALIPAY.heading(&mut sheet, 150.0, &names);
    for row in [
        [
            vec!["不计收", "支"],
            vec!["丙点卡"],
            vec!["退款-游戏点卡"],
            vec!["账户余额"],
            vec!["50.00"],
            vec!["2026092022001400000000", "0007_RF1"],
            vec!["DK20260920"],
            vec!["2026-09-21", "11:00:00"],
        ],
        [
            vec!["支出"],
            vec!["丙点卡"],
            vec!["游戏点卡 50", "元"],
            vec!["账户余额"],
            vec!["50.00"],
            vec!["2026092022001400000000", "0007"],
            vec!["DK20260920"],
            vec!["2026-09-20", "10:30:00"],
        ],
    ] {
        y = ALIPAY.row(&mut sheet, y, &row);
    }
    sheet.text(
        36.0,
        y + 30.0,
        7.0,
        "特别提示: 1.本证明仅证明所选类型和时间段的交易。",
    );
    sheet.text(280.0, 810.0, 7.0, "第1页/共1页");
    let rows = vec![
        vec![
            "不计收支",
            "丙点卡",
            "退款-游戏点卡",
            "账户余额",
            "50.00",
            "20260920220014000000000007_RF1",
            "DK20260920",
            "2026-09-21 11:00:00",
        ],
        vec![
            "支出",
            "丙点卡",
            "游戏点卡 50元",
            "账户余额",
            "50.00",
            "20260920220014000000000007",
            "DK20260920",
            "2026-09-20 10:30:00",
        ],
    ];
    (Pdf::of(vec![sheet]), rows)
}

/// 电子回单: labels and values, the notes drawn first.
pub fn alipay_receipt() -> (Pdf, Vec<Said>) {
    let mut sheet = Sheet::upright();
    sheet.text(60.0, 600.0, 8.0, "注：1.本回单仅证明申请时的付款。");
    sheet.text(300.0, 50.0, 8.0, "编号: 2026010100000000000000000000000000000056");
    sheet.text(240.0, 90.0, 14.0, "支付宝电子回单");
    sheet.text(300.0, 110.0, 8.0, "回单生成时间：2026-09-30 08:00:00");
    for (at, (label, value)) in [
        ("", "账户名：测试乙"),
        ("付款方", "账号：a@example.com"),
        ("", "账户名：丙点卡"),
        ("收款方", "账号：b***@example.com"),
        ("支付宝流水号", "20260920220014000000000007"),
        ("付款时间", "2026-09-20 10:30:00"),
        ("付款金额", "小写：50.00"),
        ("", "大写：伍拾元整"),
        ("摘要", "游戏点卡 50元"),
    ]
    .into_iter()
    .enumerate()
    {
        let y = 150.0 + 22.0 * at as f64;
        sheet.text(70.0, y, 9.0, label);
        sheet.text(160.0, y, 9.0, value);
    }
    let row = vec![
        "20260920220014000000000007",
        "2026-09-20 10:30:00",
        "50.00",
        "游戏点卡 50元",
        "丙点卡",
    ];
    (Pdf::of(vec![sheet]), vec![row])
}

/// A table without rules: where its columns begin, and where each line of a cell stands beside the row's own line.
struct Open<'a> {
    lefts: &'a [f64],
    size: f64,
    /// Whether letters come by their own map.
    mapped: bool,
}

impl Open<'_> {
    fn row(&self, sheet: &mut Sheet, y: f64, lead: f64, cells: &[&[&str]]) {
        for (left, lines) in self.lefts.iter().zip(cells) {
            let up = (lines.len() as f64 - 1.0) / 2.0 * lead;
            for (at, line) in lines.iter().enumerate() {
                let y = y - up + lead * at as f64;
                match self.mapped {
                    true => sheet.mapped(*left, y, self.size, line),
                    false => sheet.text(*left, y, self.size, line),
                }
            }
        }
    }
}

/// 招商: days alone, cells in the middle of the row's height, English names, two equal rows on both sides of a page's end.
pub fn cmb_statement() -> (Pdf, Vec<Said>) {
    let open = Open {
        lefts: &[36.0, 88.3, 135.4, 213.8, 292.2, 375.8, 480.3],
        size: 8.0,
        mapped: false,
    };
    let head = |sheet: &mut Sheet, y: f64| {
        open.row(
            sheet,
            y,
            12.0,
            &[
                &["记账日期"],
                &["货币"],
                &["交易金额"],
                &["联机余额"],
                &["交易摘要"],
                &["对手信息"],
                &["客户摘要"],
            ],
        );
        open.row(
            sheet,
            y + 14.0,
            12.0,
            &[
                &["Date"],
                &["Currency"],
                &["Amount"],
                &["Balance"],
                &["Type"],
                &["Party"],
                &["Note"],
            ],
        );
    };
    let mut first = Sheet::upright();
    first.text(230.0, 50.0, 14.0, "招商银行交易流水");
    first.text(240.0, 70.0, 9.0, "2026-09-01 -- 2026-09-30");
    first.text(36.0, 95.0, 8.0, "户 名：测试乙");
    first.text(36.0, 115.0, 8.0, "申请时间：2026-10-01 09:00:00");
    head(&mut first, 150.0);
    open.row(
        &mut first,
        200.0,
        12.0,
        &[
            &["2026-09-02"],
            &["CNY"],
            &["1,000.00"],
            &["1,500.00"],
            &["代发工资"],
            &["测试雇主"],
            &[""],
        ],
    );
    open.row(
        &mut first,
        226.2,
        12.0,
        &[
            &["2026-09-25"],
            &["CNY"],
            &["-481.00"],
            &["1,019.00"],
            &["快捷支付"],
            &["财付通-乙充值加油", "卡专营 0000001"],
            &["消费"],
        ],
    );
    open.row(
        &mut first,
        252.4,
        12.0,
        &[
            &["2026-09-26"],
            &["CNY"],
            &["-9.50"],
            &["1,009.50"],
            &["快捷支付"],
            &["支付宝-测试地铁"],
            &[""],
        ],
    );
    first.text(550.0, 820.0, 8.0, "1/2");
    let mut second = Sheet::upright();
    head(&mut second, 60.0);
    open.row(
        &mut second,
        110.0,
        12.0,
        &[
            &["2026-09-26"],
            &["CNY"],
            &["-9.50"],
            &["1,000.00"],
            &["快捷支付"],
            &["支付宝-测试地铁"],
            &[""],
        ],
    );
    second.text(36.0, 150.0, 8.0, "合并统计");
    second.text(36.0, 170.0, 8.0, "收入合计 1,000.00 支出合计 500.00");
    let rows = vec![
        vec![
            "2026-09-02",
            "CNY",
            "1,000.00",
            "1,500.00",
            "代发工资",
            "测试雇主",
            "",
        ],
        vec![
            "2026-09-25",
            "CNY",
            "-481.00",
            "1,019.00",
            "快捷支付",
            "财付通-乙充值加油卡专营 0000001",
            "消费",
        ],
        vec![
            "2026-09-26",
            "CNY",
            "-9.50",
            "1,009.50",
            "快捷支付",
            "支付宝-测试地铁",
            "",
        ],
        vec![
            "2026-09-26",
            "CNY",
            "-9.50",
            "1,000.00",
            "快捷支付",
            "支付宝-测试地铁",
            "",
        ],
    ];
    (Pdf::of(vec![first, second]), rows)
}

/// 工商: the day over its time, a watermark between the rows, sums on the page.
pub fn icbc_statement() -> (Pdf, Vec<Said>) {
    let open = Open {
        lefts: &[
            30.0, 90.0, 185.0, 215.0, 250.0, 290.0, 320.0, 375.0, 420.0, 500.0, 565.0, 660.0, 750.0,
        ],
        size: 7.0,
        mapped: false,
    };
    let names: Vec<&[&str]> = vec![
        &["交易日期"],
        &["账号"],
        &["储种"],
        &["序号"],
        &["币种"],
        &["钞汇"],
        &["摘要"],
        &["地区"],
        &["收入/支出金额"],
        &["余额"],
        &["对方户名"],
        &["对方账号"],
        &["渠道"],
    ];
    let mut sheet = Sheet::level();
    sheet.text(300.0, 40.0, 12.0, "中国工商银行借记账户历史明细（电子版）");
    sheet.text(
        30.0,
        60.0,
        8.0,
        "卡号 6200000000000000001 户名：测试乙 起止日期：2026-09-01 — 2026-09-30",
    );
    open.row(&mut sheet, 85.0, 9.0, &names);
    let own = ["0200000000000000001", "活期", "00000", "人民币", "钞"];
    for (at, (day, time, what, amount, balance, whom)) in [
        (
            "2026-09-03",
            "12:47:24",
            "他行汇入",
            "+2,000.00",
            "2,000.00",
            vec!["测试雇主"],
        ),
        (
            "2026-09-25",
            "09:20:33",
            "消费",
            "-481.00",
            "1,519.00",
            vec!["财付通支付", "科技有限公司"],
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let y = 110.0 + 24.0 * at as f64;
        open.row(
            &mut sheet,
            y,
            9.0,
            &[
                &[day, time],
                &[own[0]],
                &[own[1]],
                &[own[2]],
                &[own[3]],
                &[own[4]],
                &[what],
                &["0200"],
                &[amount],
                &[balance],
                &whom,
                &["0935****5500"],
                &["快捷支付"],
            ],
        );
        sheet.pale(440.0 + 20.0 * at as f64, y + 10.0, 7.0, "印");
    }
    sheet.text(30.0, 540.0, 7.0, "本页支出算术合计：481.00");
    sheet.text(300.0, 540.0, 7.0, "本页收入算术合计：2,000.00");
    sheet.text(30.0, 555.0, 7.0, "本页交易笔数：2");
    let row = |at, what, amount, balance, whom| {
        vec![
            at,
            own[0],
            own[1],
            own[2],
            own[3],
            own[4],
            what,
            "0200",
            amount,
            balance,
            whom,
            "0935****5500",
            "快捷支付",
        ]
    };
    let rows = vec![
        row(
            "2026-09-03 12:47:24",
            "他行汇入",
            "+2,000.00",
            "2,000.00",
            "测试雇主",
        ),
        row(
            "2026-09-25 09:20:33",
            "消费",
            "-481.00",
            "1,519.00",
            "财付通支付科技有限公司",
        ),
    ];
    (Pdf::of(vec![sheet]), rows)
}

/// 中国银行: names and cells in the middle, dashes for nothing, one of them right against the next cell.
pub fn boc_statement() -> (Pdf, Vec<Said>) {
    let middles = [
        60.0, 125.0, 175.0, 230.0, 300.0, 370.0, 430.0, 500.0, 580.0, 660.0, 730.0, 800.0,
    ];
    let size = 7.0;
    let centred = |sheet: &mut Sheet, y: f64, cells: &[&str]| {
        for (middle, cell) in middles.iter().zip(cells) {
            let width: f64 = cell
                .chars()
                .map(|c| if c.is_ascii() { size / 2.0 } else { size })
                .sum();
            sheet.text(middle - width / 2.0, y, size, cell);
        }
    };
    let mut sheet = Sheet::level();
    sheet.text(330.0, 40.0, 12.0, "中国银行交易流水明细清单");
    sheet.text(
        60.0,
        60.0,
        8.0,
        "交易区间： 2026-09-01 至 2026-09-30 客户姓名： 测试乙",
    );
    sheet.text(60.0, 75.0, 8.0, "借方发生数： 481.00 贷方发生数： 20.00");
    sheet.text(700.0, 75.0, 8.0, "行数: 2");
    centred(
        &mut sheet,
        100.0,
        &[
            "记账日期",
            "记账时间",
            "币别",
            "金额",
            "余额",
            "交易名称",
            "渠道",
            "网点名称",
            "附言",
            "对方账户名",
            "对方卡号/账号",
            "对方开户行",
        ],
    );
    centred(
        &mut sheet,
        130.0,
        &[
            "2026-09-25",
            "09:20:33",
            "人民币",
            "-481.00",
            "519.00",
            "网上快捷支付",
            "银企对接",
            "-----------",
            "财付通-乙充值",
            "财付通",
            "3180******3000",
            "-----------",
        ],
    );
    centred(
        &mut sheet,
        150.0,
        &[
            "2026-09-26",
            "10:00:00",
            "人民币",
            "20.00",
            "539.00",
            "网上快捷退款",
            "银企对接",
            "-----------",
            "支付宝-测试",
            "支付宝",
            "3180******3000",
            "-----------",
        ],
    );
    let rows = vec![
        vec![
            "2026-09-25",
            "09:20:33",
            "人民币",
            "-481.00",
            "519.00",
            "网上快捷支付",
            "银企对接",
            "-----------",
            "财付通-乙充值",
            "财付通",
            "3180******3000",
            "-----------",
        ],
        vec![
            "2026-09-26",
            "10:00:00",
            "人民币",
            "20.00",
            "539.00",
            "网上快捷退款",
            "银企对接",
            "-----------",
            "支付宝-测试",
            "支付宝",
            "3180******3000",
            "-----------",
        ],
    ];
    (Pdf::of(vec![sheet]), rows)
}

/// 交通: its 摘要 carries the numbers; the English names stand above.
pub fn bocom_statement() -> (Pdf, Vec<Said>) {
    let open = Open {
        lefts: &[
            30.0, 65.0, 130.0, 190.0, 250.0, 290.0, 350.0, 410.0, 500.0, 590.0, 660.0,
        ],
        size: 7.0,
        mapped: false,
    };
    let mut sheet = Sheet::level();
    sheet.text(330.0, 40.0, 12.0, "交通银行个人客户交易清单");
    sheet.text(
        30.0,
        60.0,
        8.0,
        "查询起日Query Starting Date: 2026-09-01 查询止日Query Ending Date: 2026-09-30",
    );
    open.row(
        &mut sheet,
        100.0,
        9.0,
        &[
            &["序号"],
            &["交易日期"],
            &["交易时间"],
            &["交易类型"],
            &["借贷"],
            &["交易金额"],
            &["余额"],
            &["对方账号"],
            &["对方户名"],
            &["交易地点"],
            &["摘要"],
        ],
    );
    open.row(
        &mut sheet,
        140.0,
        9.0,
        &[
            &["1"],
            &["2026-09-25"],
            &["09:20:33"],
            &["网上支付"],
            &["借 Dr"],
            &["481.00"],
            &["519.00"],
            &["6355620000000000000"],
            &["支付宝（中国）", "网络技术有限公司"],
            &["网上支付"],
            &[
                "网上支付 订单编号SH2026092509203",
                "1000001乙充值 交易流水号2026092522",
                "0014000000000001",
            ],
        ],
    );
    open.row(
        &mut sheet,
        180.0,
        9.0,
        &[
            &["2"],
            &["2026-09-26"],
            &["00:10:00"],
            &["存款利息"],
            &["贷 Cr"],
            &["1.00"],
            &["520.00"],
            &[""],
            &[""],
            &[""],
            &["结息"],
        ],
    );
    sheet.text(65.0, 215.0, 7.0, "打印完毕");
    let rows = vec![
        vec![
            "1",
            "2026-09-25",
            "09:20:33",
            "网上支付",
            "借 Dr",
            "481.00",
            "519.00",
            "6355620000000000000",
            "支付宝（中国）网络技术有限公司",
            "网上支付",
            "网上支付 订单编号SH20260925092031000001乙充值 交易流水号20260925220014000000000001",
        ],
        vec![
            "2",
            "2026-09-26",
            "00:10:00",
            "存款利息",
            "贷 Cr",
            "1.00",
            "520.00",
            "",
            "",
            "",
            "结息",
        ],
    ];
    (Pdf::of(vec![sheet]), rows)
}

/// 农业: bare digits, and radicals where characters should be.
pub fn abc_statement() -> (Pdf, Vec<Said>) {
    let open = Open {
        lefts: &[30.0, 90.0, 140.0, 190.0, 245.0, 300.0, 390.0, 450.0, 500.0],
        size: 6.0,
        mapped: true,
    };
    let mut sheet = Sheet::upright();
    sheet.mapped(200.0, 40.0, 12.0, "中国农业银⾏账⼾活期交易明细清单");
    sheet.mapped(30.0, 60.0, 7.0, "⼾名：测试⼄ 账⼾：6228000000000000000");
    sheet.mapped(
        30.0,
        75.0,
        7.0,
        "起⽌⽇期：20260901-20260930 电⼦流⽔号：88404350000000000001",
    );
    open.row(
        &mut sheet,
        100.0,
        8.0,
        &[
            &["交易⽇期"],
            &["交易时间"],
            &["交易摘要"],
            &["交易⾦额"],
            &["本次余额"],
            &["对⼿信息"],
            &["⽇志号"],
            &["交易渠道"],
            &["交易附⾔"],
        ],
    );
    open.row(
        &mut sheet,
        130.0,
        8.0,
        &[
            &["20260925"],
            &["092033"],
            &["财付通"],
            &["-481.00"],
            &["519.00"],
            &["微信⽀付⼄充值"],
            &["140000001"],
            &["电⼦商务"],
            &["微信⽀付"],
        ],
    );
    open.row(
        &mut sheet,
        146.0,
        8.0,
        &[
            &["20260926"],
            &[""],
            &["结息"],
            &["+1.00"],
            &["520.00"],
            &["测试⾏"],
            &["140000002"],
            &["超级⽹银"],
            &[""],
        ],
    );
    let rows = vec![
        vec![
            "20260925",
            "092033",
            "财付通",
            "-481.00",
            "519.00",
            "微信支付乙充值",
            "140000001",
            "电子商务",
            "微信支付",
        ],
        vec![
            "20260926",
            "",
            "结息",
            "+1.00",
            "520.00",
            "测试行",
            "140000002",
            "超级网银",
            "",
        ],
    ];
    (Pdf::of(vec![sheet]), rows)
}

/// 建设: without 币别 and 钞汇, days alone.
pub fn ccb_statement() -> (Pdf, Vec<Said>) {
    let open = Open {
        lefts: &[30.0, 70.0, 140.0, 210.0, 280.0, 350.0, 470.0],
        size: 7.0,
        mapped: false,
    };
    let mut sheet = Sheet::upright();
    sheet.text(170.0, 40.0, 12.0, "中国建设银行个人活期账户全部交易明细");
    sheet.text(30.0, 60.0, 8.0, "客户名称：测试乙 起止日期：20260901-20260930");
    sheet.text(30.0, 75.0, 8.0, "总支出：481.00 总收入：20.00");
    open.row(
        &mut sheet,
        100.0,
        9.0,
        &[
            &["序号"],
            &["摘要"],
            &["交易日期"],
            &["交易金额"],
            &["账户余额"],
            &["交易地点/附言"],
            &["对方账号与户名"],
        ],
    );
    open.row(
        &mut sheet,
        130.0,
        9.0,
        &[
            &["1"],
            &["消费"],
            &["20260925"],
            &["-481.00"],
            &["519.00"],
            &["财付通-微信支付-", "乙充值"],
            &["2000/财付通"],
        ],
    );
    open.row(
        &mut sheet,
        160.0,
        9.0,
        &[
            &["2"],
            &["转存"],
            &["20260926"],
            &["20.00"],
            &["539.00"],
            &["***"],
            &["测试友"],
        ],
    );
    let rows = vec![
        vec![
            "1",
            "消费",
            "",
            "",
            "20260925",
            "-481.00",
            "519.00",
            "财付通-微信支付-乙充值",
            "2000/财付通",
        ],
        vec![
            "2",
            "转存",
            "",
            "",
            "20260926",
            "20.00",
            "539.00",
            "***",
            "测试友",
        ],
    ];
    (Pdf::of(vec![sheet]), rows)
}

/// Every form, by its key.
pub fn all() -> Vec<(&'static str, Pdf, Vec<Said>)> {
    type Make = fn() -> (Pdf, Vec<Said>);
    let makes: [(&str, Make); 9] = [
        ("wechat-proof", wechat_proof),
        ("alipay-proof", alipay_proof),
        ("alipay-receipt", alipay_receipt),
        ("cmb-statement", cmb_statement),
        ("icbc-statement", icbc_statement),
        ("boc-statement", boc_statement),
        ("bocom-statement", bocom_statement),
        ("abc-statement", abc_statement),
        ("ccb-statement", ccb_statement),
    ];
    makes
        .into_iter()
        .map(|(key, make)| {
            let (pdf, rows) = make();
            (key, pdf, rows)
        })
        .collect()
}
