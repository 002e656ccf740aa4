//! Makes the corpus: our own designs of bill and order pages with made-up values, photographed by a browser.
//!
//! `pages [DIR]` writes the pictures and `truth.toml` into DIR (default `fixtures/pages` of this package).

use image::ImageEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

type Done<T> = Result<T, Box<dyn Error>>;

/// A small generator of numbers, so that the same corpus comes out every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n.max(1)
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of.get(self.below(of.len())).copied().unwrap_or_default()
    }

    fn digits(&mut self, n: usize) -> String {
        (0..n)
            .map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap_or(0)))
            .collect()
    }
}

/// The words from which one half of the corpus is made.
struct Words {
    split: &'static str,
    seed: u64,
    shops: &'static [&'static str],
    companies: &'static [&'static str],
    /// Product, its kind where the words say it, its account's label and an account.
    products: &'static [(&'static str, &'static str, &'static str, &'static str)],
    /// Shown form and the amount in 元.
    amounts: &'static [(&'static str, &'static str)],
    banks: &'static [&'static str],
}

const TUNE: Words = Words {
    split: "tune",
    seed: 7,
    shops: &["星河卡盟", "小鹿充值", "南山数卡", "云上话费", "青禾点卡店"],
    companies: &[
        "星河网络科技（测试）有限公司",
        "南山数字服务有限公司",
        "青禾（测试市）信息技术股份有限公司第一分公司",
        "小鹿电子商务有限公司",
    ],
    products: &[
        ("100 Q币", "q-coin", "充值账号", "10000001"),
        ("话费慢充100元", "phone-credit-slow", "手机号", "13800000001"),
        (
            "中国测试移动全国流量10GB月包",
            "data-plan",
            "充值号码",
            "13900000002",
        ),
        (
            "星星视频VIP会员月卡",
            "membership",
            "会员账号",
            "xing_he88@example.com",
        ),
        ("加油卡充值500元", "fuel-card", "加油卡号", "1000111122223333444"),
        ("电费充值200元", "electricity", "户号", "0330000012345"),
        ("冒险游戏600点券", "game-points", "游戏账号", "player_2048"),
    ],
    amounts: &[
        ("98.50", "98.50"),
        ("1,098.50", "1098.50"),
        ("0.01", "0.01"),
        ("98.00", "98.00"),
        ("199.99", "199.99"),
        ("30.00", "30.00"),
        ("485.00", "485.00"),
        ("7.35", "7.35"),
    ],
    banks: &["零钱", "测试银行储蓄卡(1234)", "零钱通", "样本银行信用卡(0007)"],
};

const HOLD: Words = Words {
    split: "hold",
    seed: 41,
    shops: &[
        "白鲸数卡",
        "橙子充值铺",
        "飞鸟点卡",
        "北极星会员店",
        "大树生活缴费",
    ],
    companies: &[
        "白鲸数字科技（样例）有限公司",
        "橙子信息服务有限公司",
        "飞鸟（虚构）电子商务股份有限公司华东分公司",
        "北极星网络有限责任公司",
    ],
    products: &[
        ("50Q币自动充值", "q-coin", "QQ号", "20000456"),
        ("话费快充50元", "phone-credit-fast", "充值手机号", "13700000890"),
        ("全国通用流量20GB", "data-plan", "手机号码", "15900000377"),
        (
            "月亮音乐会员季卡",
            "membership",
            "充值账号",
            "moon.user_7@example.org",
        ),
        ("加油卡充值1000元", "fuel-card", "加油卡号", "9030888877776666555"),
        ("生活缴费电费300元", "electricity", "户号", "5210007788990"),
        ("方块世界1280点券", "game-points", "游戏账号", "blockhero1993"),
        ("影视礼品卡卡密100元", "card-key", "接收手机号", "18600000642"),
    ],
    amounts: &[
        ("49.80", "49.80"),
        ("2,345.67", "2345.67"),
        ("0.10", "0.10"),
        ("100.00", "100.00"),
        ("288.88", "288.88"),
        ("16.90", "16.90"),
        ("950.05", "950.05"),
        ("3.99", "3.99"),
    ],
    banks: &["零钱", "虚构银行储蓄卡(8899)", "样例银行信用卡(3016)", "零钱通"],
};

/// How a page is drawn and photographed.
struct Look {
    font: &'static str,
    scale: f32,
    dark: bool,
    width: u32,
    /// Font size of the rows in CSS pixels.
    size: u32,
    /// Where values stand: at the left of their column, at the right, or under their label.
    align: Align,
    /// CSS pixels cut from the top and from each side.
    cut: (u32, u32),
}

#[derive(Clone, Copy, PartialEq)]
enum Align {
    Left,
    Right,
    Under,
}

const FONTS: [&str; 5] = [
    "Noto Sans CJK SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "AR PL UMing CN",
    "AR PL UKai CN",
];

/// Font, scale, dark, width, size, alignment and cut of each page of a layout.
type Row = (usize, f32, bool, u32, u32, Align, (u32, u32));

const LOOKS: [Row; 10] = [
    (0, 2.0, false, 390, 15, Align::Left, (0, 0)),
    (0, 3.0, false, 390, 15, Align::Right, (0, 0)),
    (1, 2.0, true, 375, 15, Align::Left, (0, 0)),
    (2, 1.5, false, 360, 14, Align::Right, (0, 0)),
    (3, 3.0, false, 412, 16, Align::Left, (0, 0)),
    (0, 1.0, false, 430, 15, Align::Left, (0, 0)),
    (0, 2.0, true, 414, 16, Align::Right, (60, 6)),
    (4, 2.0, false, 390, 16, Align::Left, (0, 0)),
    (2, 3.0, false, 393, 17, Align::Under, (40, 8)),
    (1, 1.0, true, 412, 16, Align::Right, (0, 0)),
];

/// A page: what is drawn and what is true of it.
struct Page {
    layout: &'static str,
    html: String,
    status: &'static str,
    truth: Vec<(&'static str, String)>,
}

/// A time as the page shows it and as the form takes it.
fn time(dice: &mut Dice, style: usize) -> (String, String, String) {
    let (month, day) = (1 + dice.below(11), 1 + dice.below(28));
    let (hour, minute, second) = (dice.below(24), dice.below(60), dice.below(60));
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    let shown = match style % 3 {
        0 => format!("2026年{month}月{day}日 {clock}"),
        1 => format!("2026-{month:02}-{day:02} {clock}"),
        _ => format!("2026/{month:02}/{day:02} {clock}"),
    };
    (
        shown,
        format!("2026-{month:02}-{day:02} {clock}"),
        format!("2026{month:02}{day:02}"),
    )
}

fn row(label: &str, value: &str) -> String {
    format!("<div class=row><div class=k>{label}</div><div class=v>{value}</div></div>")
}

fn wechat(words: &Words, dice: &mut Dice, n: usize) -> Page {
    let shop = dice.pick(words.shops);
    let company = dice.pick(words.companies);
    let (product, kind, _, _) = words.products[n % words.products.len()];
    let (shown, amount) = words.amounts[n % words.amounts.len()];
    let (at, paid_at, date) = time(dice, 0);
    let payment_no = format!("42000{}{date}{}", dice.digits(5), dice.digits(10));
    let merchant_no = match n % 3 {
        0 => format!("XH{date}{}", dice.digits(12)),
        1 => format!("{date}{}", dice.digits(14)),
        _ => dice.digits(24),
    };
    let refunded = "已退款(￥0.01)";
    let (state, status) = match n % 5 {
        3 => ("已全额退款", "refunded"),
        4 => (refunded, "partly-refunded"),
        _ => ("支付成功", "success"),
    };
    let sign = ["-", "-", "-¥"][n % 3];
    let mut rows = row("当前状态", state);
    rows += &row("支付时间", &at);
    rows += &row("商品", product);
    rows += &row("商户全称", company);
    if n.is_multiple_of(2) {
        rows += &row("收单机构", "样例支付服务有限公司");
    }
    rows += &row("支付方式", dice.pick(words.banks));
    rows += &row("交易单号", &payment_no);
    rows += &row("商户单号", &merchant_no);
    let html = format!(
        "<div class=bar>全部账单</div><div class=mid><div class=dot>{}</div><div class=name>{shop}</div>\
         <div class=big>{sign}{shown}</div></div><div class=rows>{rows}</div><div class=foot>账单服务</div>",
        shop.chars().next().unwrap_or('星')
    );
    let truth = vec![
        ("platform", shop.to_owned()),
        ("amount", amount.to_owned()),
        ("paid_at", paid_at),
        ("product", product.to_owned()),
        ("kind", kind.to_owned()),
        ("merchant", company.to_owned()),
        ("channel", "wechat".to_owned()),
        ("payment_no", payment_no),
        ("merchant_order_no", merchant_no),
    ];
    Page {
        layout: "wechat",
        html,
        status,
        truth,
    }
}

fn alipay(words: &Words, dice: &mut Dice, n: usize) -> Page {
    let company = dice.pick(words.companies);
    let shop = dice.pick(words.shops);
    let (product, kind, _, _) = words.products[(n + 2) % words.products.len()];
    let (shown, amount) = words.amounts[(n + 3) % words.amounts.len()];
    let (at, paid_at, date) = time(dice, 1);
    let payment_no = format!("{date}22001{}{}", dice.digits(5), dice.digits(10));
    let merchant_no = match n % 3 {
        0 => format!("T200P{date}{}", dice.digits(10)),
        1 => dice.digits(18),
        _ => format!("{date}{}", dice.digits(16)),
    };
    let (state, status) = [
        ("交易成功", "success"),
        ("交易成功", "success"),
        ("等待对方发货", "processing"),
        ("交易关闭", "closed"),
        ("退款成功", "refunded"),
    ][n % 5];
    let mut rows = String::new();
    if n.is_multiple_of(2) {
        rows += &row("订单金额", shown);
    }
    if n % 3 != 2 {
        rows += &row("付款方式", dice.pick(&words.banks[1..2]));
    }
    rows += &row("商品说明", product);
    if n % 2 == 1 {
        rows += &row("收单机构", "样例支付服务有限公司");
    }
    rows += &row("收款方全称", company);
    rows += &row(
        if n.is_multiple_of(2) {
            "创建时间"
        } else {
            "支付时间"
        },
        &at,
    );
    rows += &row("订单号", &payment_no);
    rows += &row("商家订单号", &merchant_no);
    let html = format!(
        "<div class=bar>账单详情</div><div class=mid><div class=name>{shop}</div><div class=big>-{shown}</div>\
         <div class=say>{state}</div></div><div class=rows>{rows}</div><div class=foot>账单管理</div>"
    );
    let truth = vec![
        ("platform", shop.to_owned()),
        ("amount", amount.to_owned()),
        ("paid_at", paid_at),
        ("product", product.to_owned()),
        ("kind", kind.to_owned()),
        ("merchant", company.to_owned()),
        ("channel", "alipay".to_owned()),
        ("payment_no", payment_no),
        ("merchant_order_no", merchant_no),
    ];
    Page {
        layout: "alipay",
        html,
        status,
        truth,
    }
}

fn unionpay(words: &Words, dice: &mut Dice, n: usize) -> Page {
    let company = dice.pick(words.companies);
    let (shown, amount) = words.amounts[(n + 5) % words.amounts.len()];
    let (at, paid_at, date) = time(dice, n);
    let payment_no = format!("{}{date}{}", dice.digits(2), dice.digits(12));
    let merchant_no = format!("{}{date}{}", ["", "UP"][n % 2], dice.digits(10));
    let (state, status) = [
        ("交易成功", "success"),
        ("交易成功", "success"),
        ("处理中", "processing"),
        ("交易失败", "failed"),
    ][n % 4];
    let money = match n % 4 {
        0 => format!("¥{shown}"),
        1 => format!("{shown}元"),
        2 => format!("-¥{shown}"),
        _ => format!("￥{shown}"),
    };
    let mut rows = String::new();
    if n % 2 == 1 {
        rows += &row("交易金额", &money);
    }
    rows += &row("商户名称", company);
    rows += &row("交易时间", &at);
    rows += &row("付款卡", dice.pick(&words.banks[1..2]));
    rows += &row("订单编号", &payment_no);
    rows += &row("商户订单号", &merchant_no);
    let html = format!(
        "<div class=bar>交易详情</div><div class=mid><div class=name>云闪付</div><div class=big>{money}</div>\
         <div class=say>{state}</div></div><div class=rows>{rows}</div><div class=foot>中国银联云闪付</div>"
    );
    let truth = vec![
        ("amount", amount.to_owned()),
        ("paid_at", paid_at),
        ("merchant", company.to_owned()),
        ("channel", "unionpay".to_owned()),
        ("payment_no", payment_no),
        ("merchant_order_no", merchant_no),
    ];
    Page {
        layout: "unionpay",
        html,
        status,
        truth,
    }
}

/// An amount before a discount of 5 元.
fn with_five(amount: &str) -> String {
    let (yuan, fen) = amount.split_once('.').unwrap_or((amount, "00"));
    format!("{}.{fen}", yuan.parse::<u64>().unwrap_or(0) + 5)
}

fn order_page(words: &Words, dice: &mut Dice, n: usize) -> Page {
    let shop = dice.pick(words.shops);
    let (product, kind, account_label, account) = words.products[(n + 4) % words.products.len()];
    let (shown, amount) = words.amounts[(n + 1) % words.amounts.len()];
    let (at, paid_at, date) = time(dice, n + 1);
    let order_no = match n % 4 {
        0 => format!("{date}{}", dice.digits(10)),
        1 => format!("KM{date}{}", dice.digits(8)),
        2 => format!("{}-{}-{}", dice.digits(3), dice.digits(7), dice.digits(7)),
        _ => dice.digits(19),
    };
    let (state, status) = [
        ("充值中", "processing"),
        ("充值成功", "success"),
        ("处理中", "processing"),
        ("充值失败", "failed"),
        ("已退款", "refunded"),
        ("已关闭", "closed"),
    ][n % 6];
    let (channel_shown, channel) = [
        ("微信支付", "wechat"),
        ("支付宝", "alipay"),
        ("云闪付", "unionpay"),
        ("QQ钱包", "qq"),
    ][(n / 2) % 4];
    let sign = ["¥", "￥", "¥ ", ""][n % 4];
    let unit = if sign.is_empty() { "元" } else { "" };
    let mut rows = row("订单状态", state);
    rows += &row(["商品", "商品名称"][n % 2], product);
    rows += &row(account_label, account);
    rows += &row("数量", ["1", "x1"][n % 2]);
    if n.is_multiple_of(3) {
        rows += &row("商品总价", &format!("{sign}{}{unit}", with_five(amount)));
        rows += &row("优惠", &format!("-{sign}5.00{unit}"));
    }
    rows += &row(
        ["实付款", "实付金额", "实际支付"][n % 3],
        &format!("<b>{sign}{shown}{unit}</b>"),
    );
    rows += &row(["订单号", "订单编号"][(n / 2) % 2], &order_no);
    if n.is_multiple_of(2) {
        // The order is made a little before it is paid.
        let made = format!("{} 00:00:0{}", &paid_at[..10], n % 10);
        rows += &row("下单时间", &made);
    }
    rows += &row(["付款时间", "支付时间"][(n / 3) % 2], &at);
    rows += &row(["支付方式", "付款方式"][n % 2], channel_shown);
    let html = format!(
        "<div class=bar>订单详情</div><div class=mid><div class=name>{shop}</div></div><div class=rows>{rows}</div>\
         <div class=foot>联系客服</div>"
    );
    let truth = vec![
        ("platform", shop.to_owned()),
        ("amount", amount.to_owned()),
        ("paid_at", paid_at),
        ("product", product.to_owned()),
        ("kind", kind.to_owned()),
        ("account", account.to_owned()),
        ("channel", channel.to_owned()),
        ("order_no", order_no),
    ];
    Page {
        layout: "order-page",
        html,
        status,
        truth,
    }
}

fn document(page: &Page, look: &Look) -> String {
    let (ground, ink, faint, line) = if look.dark {
        ("#1b1b1d", "#d6d6d8", "#8f8f94", "#333")
    } else {
        ("#ffffff", "#1a1a1a", "#888888", "#eee")
    };
    let (value, row) = match look.align {
        Align::Left => ("flex:1;text-align:left", "display:flex"),
        Align::Right => ("flex:1;text-align:right", "display:flex"),
        Align::Under => ("text-align:left;margin-top:4px", "display:block"),
    };
    let size = look.size;
    format!(
        "<!doctype html><meta charset=utf-8><style>*{{box-sizing:border-box}}body{{margin:0;background:{ground};\
         color:{ink};font:{size}px '{}';line-height:1.5}}.bar{{text-align:center;font-weight:600;padding:12px}}\
         .mid{{text-align:center;padding:14px 20px}}.dot{{width:44px;height:44px;border-radius:22px;background:#3a7afe;\
         color:#fff;line-height:44px;margin:0 auto 8px}}.big{{font-size:36px;font-weight:600;margin:6px}}\
         .say{{color:{faint}}}.rows{{margin:0 18px;border-top:1px solid {line};padding-top:10px}}\
         .row{{{row};padding:6px 0}}.k{{width:96px;color:{faint};flex:none}}.v{{{value};word-break:break-all}}\
         .foot{{margin:10px 18px 0;border-top:1px solid {line};padding:12px 0;color:{faint}}}</style>{}",
        look.font, page.html
    )
}

fn photograph(html: &str, look: &Look, height: u32, to: &Path) -> Done<()> {
    let source = to.with_extension("html");
    std::fs::write(&source, html)?;
    let done = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"])
        .arg(format!("--force-device-scale-factor={}", look.scale))
        .arg(format!("--window-size={},{height}", look.width))
        .arg(format!("--screenshot={}", to.display()))
        .arg(format!("file://{}", source.canonicalize()?.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    std::fs::remove_file(&source)?;
    if !done.success() {
        return Err("chromium failed".into());
    }
    let picture = image::open(to)?;
    let px = |css: u32| (css as f32 * look.scale) as u32;
    let (top, side) = (px(look.cut.0), px(look.cut.1));
    let cut = picture
        .crop_imm(side, top, picture.width() - 2 * side, picture.height() - top)
        .into_rgb8();
    // What is below the last ink is left out, as a person would.
    let ground = *cut.get_pixel(0, cut.height() - 1);
    let last = cut
        .rows()
        .enumerate()
        .filter(|(_, row)| row.clone().any(|p| *p != ground))
        .map(|(y, _)| y)
        .max();
    let kept = (u32::try_from(last.unwrap_or(0))? + px(16)).min(cut.height());
    let kept = image::imageops::crop_imm(&cut, 0, 0, cut.width(), kept).to_image();
    let grey = image::DynamicImage::ImageRgb8(kept).into_luma8();
    let file = std::fs::File::create(to)?;
    PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::Adaptive).write_image(
        &grey,
        grey.width(),
        grey.height(),
        image::ExtendedColorType::L8,
    )?;
    Ok(())
}

fn main() -> Done<()> {
    let dir = std::env::args()
        .nth(1)
        .unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/pages").to_owned());
    let only = std::env::args().nth(2);
    let dir = Path::new(&dir);
    std::fs::create_dir_all(dir)?;
    let mut truth = String::from("# What is true of each picture. Every value is made up.\n");
    for words in [&TUNE, &HOLD] {
        let mut dice = Dice(words.seed);
        let makers: [fn(&Words, &mut Dice, usize) -> Page; 4] = [wechat, alipay, unionpay, order_page];
        for (m, make) in makers.into_iter().enumerate() {
            for (n, (font, scale, dark, width, size, align, cut)) in LOOKS.into_iter().enumerate() {
                let n = n + if words.split == "hold" { 3 } else { 0 };
                let page = make(words, &mut dice, n);
                let font = FONTS[(font + m) % FONTS.len()];
                let look = Look {
                    font,
                    scale,
                    dark,
                    width,
                    size,
                    align,
                    cut,
                };
                let name = format!("{}-{}-{n:02}", words.split, page.layout);
                if only.as_deref().is_none_or(|only| words.split == only) {
                    photograph(
                        &document(&page, &look),
                        &look,
                        1100,
                        &dir.join(format!("{name}.png")),
                    )?;
                }
                write!(
                    truth,
                    "\n[[page]]\nfile = \"{name}.png\"\nsplit = \"{}\"\nlayout = \"{}\"\nstatus = \"{}\"\n",
                    words.split, page.layout, page.status
                )?;
                for (field, value) in &page.truth {
                    writeln!(truth, "{field} = \"{value}\"")?;
                }
            }
        }
    }
    std::fs::write(dir.join("truth.toml"), truth)?;
    Ok(())
}
