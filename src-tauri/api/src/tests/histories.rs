//! Whatever was paid and came back, in whichever files of whichever form it stands, and in whatever order and however often
//! they are imported: each payment is one order, and what is owed for it is what was paid less what came back.

use super::{NOW, draft, fresh, open};
use crate::DataFile;
use daozhang_core::order::{Moment, Span, Zone};
use daozhang_core::record::Draft;
use daozhang_core::store::{FILE_NAME, Query};
use proptest::prelude::*;
use std::collections::HashMap;
use std::path::Path;

const SELLERS: [&str; 2] = ["星河充值", "青橙话费"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum App {
    Wechat,
    Alipay,
}

/// How an order was logged by hand, before any bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ByHand {
    No,
    WithNumber,
    WithSeller,
}

#[derive(Clone, Debug)]
struct Purchase {
    app: App,
    seller: String,
    /// In 分.
    price: i64,
    /// Since the first of November.
    minute: i64,
    /// Whether it goes under a merchant's number that others have as well.
    contract: bool,
    by_hand: ByHand,
}

#[derive(Clone, Debug)]
struct Back {
    of: usize,
    amount: i64,
    minute: i64,
}

/// A bill of one app of some days, exported at their end.
#[derive(Clone, Debug)]
struct File {
    app: App,
    from: i64,
    until: i64,
    /// Saved by a spreadsheet: seconds and the last digits of numbers are gone.
    resaved: bool,
    /// Which rows somebody deleted.
    without: u32,
}

#[derive(Clone, Debug)]
struct World {
    purchases: Vec<Purchase>,
    backs: Vec<Back>,
    files: Vec<File>,
}

fn moment(minute: i64, second: usize) -> Moment {
    // The first of November 2026 in Shanghai.
    Moment(1_793_462_400_000) + Span::minutes(minute) + Span(second as i64 * 1_000)
}

impl World {
    fn payment_no(&self, at: usize) -> String {
        // One that ends with zeros looks as if a spreadsheet had rounded it.
        let own = 13_579_246_801 + at;
        match self.purchases[at].app {
            App::Wechat => format!("42000000002026111{own}"),
            App::Alipay => format!("20261112220014000{own}"),
        }
    }

    fn merchant_no(&self, at: usize) -> String {
        let purchase = &self.purchases[at];
        if purchase.contract {
            format!("CONTRACT-{}-0001", purchase.price)
        } else {
            format!("M20261112{:08}", at + 1)
        }
    }

    fn back_no(&self, at: usize) -> String {
        let of = self.backs[at].of;
        match self.purchases[of].app {
            App::Wechat => format!("50300000002026112{}", 13_579_246_801 + at),
            App::Alipay => format!("{}_{:08}", self.payment_no(of), at + 1),
        }
    }

    fn came_back_by(&self, of: usize, until: i64) -> i64 {
        let backs = self.backs.iter().filter(|back| back.of == of);
        backs
            .filter(|back| back.minute <= until)
            .map(|back| back.amount)
            .sum()
    }

    fn has_purchase(&self, file: &File, at: usize) -> bool {
        let purchase = &self.purchases[at];
        purchase.app == file.app
            && (file.from..=file.until).contains(&purchase.minute)
            && file.without & (1 << at) == 0
    }

    fn has_back(&self, file: &File, at: usize) -> bool {
        let back = &self.backs[at];
        self.purchases[back.of].app == file.app
            && (file.from..=file.until).contains(&back.minute)
            && file.without & (1 << (at + 16)) == 0
    }

    /// Whether a file still shows a payment as one that something is waited for.
    fn shows_open(&self, file: &File, at: usize) -> bool {
        let all = self.came_back_by(at, file.until) == self.purchases[at].price;
        self.has_purchase(file, at) && !(file.app == App::Alipay && all)
    }

    fn bytes(&self, file: &File) -> Vec<u8> {
        let mut rows: Vec<(Moment, String)> = Vec::new();
        let time = |at: Moment| {
            let at = at.local(Zone::Asia__Shanghai).to_string();
            if file.resaved {
                at[..16].replace('-', "/")
            } else {
                at
            }
        };
        let number = |number: String| {
            if file.resaved && number.bytes().all(|b| b.is_ascii_digit()) {
                format!("{}.{}E+{}", &number[..1], &number[1..6], number.len() - 1)
            } else {
                number
            }
        };
        let yuan = |fen: i64| format!("{}.{:02}", fen / 100, fen % 100);
        for (at, purchase) in self.purchases.iter().enumerate() {
            if !self.has_purchase(file, at) {
                continue;
            }
            let Purchase { seller, price, .. } = purchase;
            let (paid, price) = (moment(purchase.minute, at * 7 % 60), *price);
            let back = self.came_back_by(at, file.until);
            let (no, merchant) = (number(self.payment_no(at)), self.merchant_no(at));
            let (when, amount) = (time(paid), yuan(price));
            let row = match file.app {
                App::Wechat => {
                    let status = match back {
                        0 => "支付成功".to_owned(),
                        back if back == price => "已全额退款".to_owned(),
                        back => format!("已退款(￥{})", yuan(back)),
                    };
                    format!(
                        "{when},商户消费,{seller},话费充值100元,支出,¥{amount},零钱,{status},{no}\t,{merchant}\t,/"
                    )
                }
                App::Alipay => {
                    let (way, status) = if back == price {
                        ("不计收支", "交易关闭")
                    } else {
                        ("支出", "交易成功")
                    };
                    format!(
                        "{when},充值缴费,{seller},/,话费充值100元,{way},{amount},余额,{status},{no}\t,{merchant}\t,"
                    )
                }
            };
            rows.push((paid, row));
        }
        for (at, back) in self.backs.iter().enumerate() {
            if !self.has_back(file, at) {
                continue;
            }
            let seller = &self.purchases[back.of].seller;
            let (no, merchant) = (number(self.back_no(at)), self.merchant_no(back.of));
            let came = moment(back.minute, at * 11 % 60);
            let (when, amount) = (time(came), yuan(back.amount));
            rows.push((
                came,
                match file.app {
                    App::Wechat => format!(
                        "{when},{seller}-退款,{seller},话费充值100元,收入,¥{amount},零钱,已退款(￥{amount}),{no}\t,{merchant}\t,/"
                    ),
                    App::Alipay => format!(
                        "{when},退款,{seller},/,退款-话费充值100元,不计收支,{amount},余额,退款成功,{no}\t,{merchant}\t,"
                    ),
                },
            ));
        }
        // The latest comes first, as the apps have it.
        rows.sort_by(|a, b| b.cmp(a));
        let exported = moment(file.until, 59).local(Zone::Asia__Shanghai);
        let mut text = match file.app {
            App::Wechat => format!(
                "微信支付账单明细,\n导出时间：[{exported}],\n交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n"
            ),
            App::Alipay => format!(
                "导出时间：[{exported}],\n交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注\n"
            ),
        };
        for (_, row) in rows {
            text += &row;
            text.push('\n');
        }
        text.into_bytes()
    }

    fn log_by_hand(&self, data: &mut DataFile) {
        for (at, purchase) in self.purchases.iter().enumerate() {
            if purchase.by_hand == ByHand::No {
                continue;
            }
            let numbered = purchase.by_hand == ByHand::WithNumber;
            let paid_at = moment(purchase.minute, at * 7 % 60).local(Zone::Asia__Shanghai);
            let app = match purchase.app {
                App::Wechat => "wechat",
                App::Alipay => "alipay",
            };
            let drafted = Draft {
                platform: if numbered {
                    "某某卡盟".into()
                } else {
                    purchase.seller.clone()
                },
                amount: format!("{}.{:02}", purchase.price / 100, purchase.price % 100),
                paid_at: paid_at.to_string(),
                channel: app.into(),
                payment_no: if numbered {
                    self.payment_no(at)
                } else {
                    String::new()
                },
                force: true,
                ..draft("话费")
            };
            data.log(&drafted, &[], NOW).unwrap();
        }
    }

    /// What is to be known at last of each purchase: its price, and what came back.
    fn truth(&self) -> Vec<(i64, i64)> {
        self.each(|own, told_of, tells| own && told_of || tells)
    }

    /// The most that may be known of each order: a refund whose payment's row is missing may be found by its seller.
    fn most(&self) -> Vec<(i64, i64)> {
        self.each(|own, _, tells| own || tells)
    }

    /// Each order that is known: its price, and what came back of it. Which refunds count is asked with whether a file has
    /// its row, whether something tells to which payment that belongs, and whether the payment's own row tells of it.
    fn each(&self, counts: impl Fn(bool, bool, bool) -> bool) -> Vec<(i64, i64)> {
        let mut truth = Vec::new();
        for (at, purchase) in self.purchases.iter().enumerate() {
            let shown = self.files.iter().filter(|file| self.has_purchase(file, at));
            let open = self.files.iter().any(|file| self.shows_open(file, at));
            if !open && purchase.by_hand == ByHand::No {
                continue;
            }
            // The payment's own row tells of all that had come back by then.
            let told = shown.map(|file| file.until).max();
            let wechat = purchase.app == App::Wechat;
            let backs = self.backs.iter().enumerate().filter(|(back, one)| {
                let own = self.files.iter().any(|file| self.has_back(file, *back));
                one.of == at
                    // A refund of 微信 has the merchant's number only, which the payment's row tells.
                    && counts(own, !wechat || told.is_some(), wechat && told.is_some_and(|until| one.minute <= until))
            });
            truth.push((purchase.price, backs.map(|(_, one)| one.amount).sum()));
        }
        truth.sort();
        truth
    }
}

/// What is known of each order: its price, and what came back. No payment is doubled.
fn known(data: &DataFile, folder: &Path) -> Vec<(i64, i64)> {
    let query = Query {
        limit: 1_000,
        ..Query::default()
    };
    let orders = data.page(&query).unwrap().orders;
    let mut known: Vec<(i64, i64)> = orders
        .iter()
        .map(|order| (order.facts.amount.0, order.standing.refunded.0))
        .collect();
    known.sort();
    let raw = rusqlite::Connection::open(folder.join(FILE_NAME)).unwrap();
    let (payments, wrong): (i64, i64) = raw
        .query_row(
            "SELECT count(*), coalesce(sum(probable_double OR amount_fen <>
                 (SELECT sum(amount_fen) FROM payment_ties WHERE payment_id = payments.id)), 0) FROM payments",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    assert_eq!((payments, wrong), (known.len() as i64, 0), "{known:?}");
    known
}

fn import(data: &mut DataFile, bytes: &[u8]) {
    let opened = data.open_bill("账单.csv", bytes, None).unwrap();
    if std::env::var_os("DAOZHANG_TELL").is_some() {
        println!("{}", String::from_utf8_lossy(bytes));
        for candidate in &opened.candidates {
            println!("  {candidate:?}");
        }
    }
    data.import_bill(&opened, None, NOW).unwrap();
}

/// Imports the files in this order by turns through two connections, of which one read all of its own before the other began;
/// then all of them until each has seen the others.
fn by_turns(world: &World, order: &[usize]) -> Vec<(i64, i64)> {
    let (folder, mut one) = fresh();
    world.log_by_hand(&mut one);
    let mut other = open(folder.path());
    let bytes: Vec<Vec<u8>> = world.files.iter().map(|file| world.bytes(file)).collect();
    let early: HashMap<usize, _> = order
        .iter()
        .map(|at| (*at, other.open_bill("账单.csv", &bytes[*at], None).unwrap()))
        .collect();
    for (turn, at) in order.iter().enumerate() {
        if turn % 2 == 0 {
            import(&mut one, &bytes[*at]);
        } else {
            other.import_bill(&early[at], None, NOW).unwrap();
        }
    }
    // A refund whose payment comes in a later file is left the first time.
    for bytes in bytes.iter().chain(&bytes) {
        import(&mut one, bytes);
    }
    let end = known(&one, folder.path());
    for bytes in bytes.iter().rev() {
        import(&mut other, bytes);
        assert_eq!(
            known(&other, folder.path()),
            end,
            "importing again changed something"
        );
    }
    end
}

/// Imports the files in this order in two threads at once; then all of them likewise.
fn at_once(world: &World, order: &[usize]) -> Vec<(i64, i64)> {
    let (folder, mut data) = fresh();
    world.log_by_hand(&mut data);
    let bytes: Vec<Vec<u8>> = world.files.iter().map(|file| world.bytes(file)).collect();
    std::thread::scope(|scope| {
        for backwards in [false, true] {
            let (bytes, folder) = (&bytes, folder.path());
            scope.spawn(move || {
                let mut data = open(folder);
                let order: Vec<usize> = match backwards {
                    false => order.to_vec(),
                    true => order.iter().rev().copied().collect(),
                };
                for at in order {
                    import(&mut data, &bytes[at]);
                }
            });
        }
    });
    for bytes in bytes.iter().chain(&bytes) {
        import(&mut data, bytes);
    }
    known(&data, folder.path())
}

/// A refund of 微信 without the row of its payment names the seller alone: two payments at one could not be told apart.
fn seller_of(app: App, seller: usize, at: usize) -> String {
    match app {
        App::Wechat => format!("{}{at}号店", SELLERS[seller]),
        App::Alipay => SELLERS[seller].to_owned(),
    }
}

fn any_app() -> impl Strategy<Value = App> {
    prop_oneof![Just(App::Wechat), Just(App::Alipay)]
}

prop_compose! {
    fn any_file(rounded: bool)(
        app in any_app(), from in 0i64..18_000, days in 1i64..14, resaved in any::<bool>(), without in any::<u32>(),
        whole in 0u8..3,
    ) -> File {
        File {
            app,
            from,
            until: (from + days * 1_440).min(31_000),
            resaved: resaved && rounded,
            // Most files are whole.
            without: if whole == 0 { without & (without >> 3) } else { 0 },
        }
    }
}

prop_compose! {
    /// Purchases of a few prices that all have whole numbers.
    fn whole_numbers()(
        purchases in prop::collection::vec(
            (any_app(), 0usize..2, 0i64..3, 0i64..12_000, any::<bool>(), 0u8..4), 1..6
        ),
        backs in prop::collection::vec((any::<prop::sample::Index>(), 0u8..4, 1i64..9_000), 0..6),
        files in prop::collection::vec(any_file(false), 1..5),
    ) -> World {
        let purchases: Vec<Purchase> = purchases
            .into_iter()
            .enumerate()
            .map(|(at, (app, seller, price, minute, contract, by_hand))| Purchase {
                app,
                seller: seller_of(app, seller, at),
                price: [3_000, 5_000, 8_000][price as usize],
                minute,
                contract: contract && app == App::Alipay,
                by_hand: if by_hand == 0 { ByHand::WithNumber } else { ByHand::No },
            })
            .collect();
        let backs = backs.into_iter().map(|(of, share, after)| (of.index(purchases.len()), share, after));
        let backs = some_backs(&purchases, backs.collect());
        World { purchases, backs, files }
    }
}

prop_compose! {
    /// Purchases of which a file may have lost the numbers: no two have one price.
    fn lost_numbers()(
        purchases in prop::collection::vec((any_app(), 0usize..2, 0i64..12_000, 0u8..4), 1..6),
        backs in prop::collection::vec((any::<prop::sample::Index>(), 0u8..4, 1i64..9_000), 0..4),
        files in prop::collection::vec(any_file(true), 1..5),
    ) -> World {
        let purchases: Vec<Purchase> = (1..)
            .zip(purchases)
            .map(|(number, (app, seller, minute, by_hand))| Purchase {
                app,
                seller: seller_of(app, seller, number as usize),
                price: number * 10_000,
                minute,
                contract: false,
                by_hand: match by_hand {
                    0 => ByHand::WithNumber,
                    1 => ByHand::WithSeller,
                    _ => ByHand::No,
                },
            })
            .collect();
        let backs = backs.into_iter().map(|(of, share, after)| (of.index(purchases.len()), share, after));
        let backs = some_backs(&purchases, backs.collect());
        World { purchases, backs, files }
    }
}

/// Refunds of all or of parts, never of more than was paid. Those of 微信 differ in their sums, because a payment's row tells
/// of no more than a sum.
fn some_backs(purchases: &[Purchase], wished: Vec<(usize, u8, i64)>) -> Vec<Back> {
    let mut left: Vec<i64> = purchases.iter().map(|purchase| purchase.price).collect();
    let mut backs = Vec::new();
    for (number, (of, share, after)) in wished.into_iter().enumerate() {
        let part = match purchases[of].app {
            App::Alipay => 1_000,
            App::Wechat => 700 + (1 << number),
        };
        let amount = if share == 0 { left[of] } else { part };
        if amount == 0 || amount > left[of] {
            continue;
        }
        left[of] -= amount;
        backs.push(Back {
            of,
            amount,
            minute: purchases[of].minute + after,
        });
    }
    backs
}

fn any_order() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0usize..4, 0..7)
}

/// The files that there are, in this order.
fn order_of(world: &World, order: &[usize]) -> Vec<usize> {
    order.iter().map(|at| at % world.files.len()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn each_payment_counts_once_and_each_refund_once(world in whole_numbers(), order in any_order()) {
        let end = by_turns(&world, &order_of(&world, &order));
        prop_assert_eq!(&end, &world.truth());
        prop_assert_eq!(&at_once(&world, &order_of(&world, &order)), &end);
    }

    #[test]
    fn a_row_that_lost_its_number_comes_to_the_same(world in lost_numbers(), order in any_order()) {
        let straight = by_turns(&world, &[]);
        let end = by_turns(&world, &order_of(&world, &order));
        prop_assert_eq!(&end, &straight);
        let paid = |known: &[(i64, i64)]| -> Vec<i64> { known.iter().map(|one| one.0).collect() };
        prop_assert_eq!(paid(&end), paid(&world.truth()));
        for (known, most) in end.iter().zip(world.most()) {
            prop_assert!(known.1 <= most.1, "{:?} {:?}", known, most);
        }
    }
}

/// Each history is a few files on a disk: fewer than elsewhere, unless more are asked for.
fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|cases| cases.parse().ok()).unwrap_or(24)
}
