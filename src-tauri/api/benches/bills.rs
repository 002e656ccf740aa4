//! Bills: reading them, matching their rows, and taking them over.

use super::data::{Mix, NOW, fill};
use super::{Failed, Figure, median, milliseconds};
use daozhang_api::DataFile;
use daozhang_core::order::{Moment, Span, Zone};
use daozhang_core::record::read_bill;
use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

const ROWS: i64 = 100_000;
/// One row in so many is a recharge, as in the bills of ordinary people.
const RECHARGES: i64 = 20;

/// A bill of the app of 支付宝 with so many rows, of which one in `recharges` is one, in its own encoding.
pub fn alipay(rows: i64, recharges: i64) -> Vec<u8> {
    let zone = Zone::Asia__Shanghai;
    let mut text = format!(
        "------------------------\n导出信息：\n共{rows}笔记录\n\n------------------------支付宝支付科技有限公司  电子客户回单------------------------\n\
         交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,\n"
    );
    for i in 0..rows {
        let at = (NOW - Span(i * 120_000)).local(zone);
        let (category, item) = if i % recharges == 0 {
            ("充值缴费", "话费充值100元")
        } else {
            ("餐饮美食", "午餐")
        };
        let _ = writeln!(
            text,
            "{at},{category},商户{},s***@example.com,{item},支出,{}.{:02},余额,交易成功,{i:028}\t,M{i:020}\t,,",
            i % 700,
            10 + i % 400,
            i % 100
        );
    }
    let (bytes, ..) = encoding_rs::GB18030.encode(&text);
    bytes.into_owned()
}

/// Reading, matching against 100,000 orders, and importing.
pub fn figures(folder: &Path, runs: usize) -> Result<Vec<Figure>, Failed> {
    let bytes = alipay(ROWS, RECHARGES);
    let all = alipay(ROWS, 1);
    let (mut reading, mut matching, mut importing, mut importing_all) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let logged = folder.join("matching");
    fill(&logged, 100_000, Mix::Ordinary)?;
    let now = Moment(NOW.0 + Span::HOUR.0);
    for run in 0..runs {
        let start = Instant::now();
        let bill = read_bill("账单.csv", &bytes, None)?;
        reading.push(milliseconds(start.elapsed()));
        if bill.rows.len() as i64 != ROWS || !bill.faults.is_empty() {
            return Err("the bill was not read whole".into());
        }
        let data = DataFile::open(&logged, Zone::Asia__Shanghai)?;
        let start = Instant::now();
        let opened = data.open_bill("账单.csv", &bytes, None)?;
        matching.push(milliseconds(start.elapsed()) - median(&reading));
        drop(opened);
        for (bytes, orders, times, name) in [
            (&bytes, ROWS / RECHARGES, &mut importing, "import"),
            (&all, ROWS, &mut importing_all, "import-all"),
        ] {
            let target = folder.join(format!("{name}-{run}"));
            let mut data = DataFile::open(&target, Zone::Asia__Shanghai)?;
            let opened = data.open_bill("账单.csv", bytes, None)?;
            let start = Instant::now();
            let imported = data.import_bill(&opened, None, now)?;
            times.push(milliseconds(start.elapsed()));
            if imported.orders_created as i64 != orders {
                return Err(format!("{} orders instead of {orders}", imported.orders_created).into());
            }
            drop(data);
            std::fs::remove_dir_all(&target)?;
        }
    }
    let figure = |name, ours: Vec<f64>, most: f64, reach| Figure {
        name,
        reached: median(&ours) < most,
        ours,
        bare: Vec::new(),
        reach,
    };
    Ok(vec![
        figure("read a bill of 100,000 rows", reading, 1000.0, "< 1 s"),
        figure("match it against 100,000 orders", matching, 1000.0, "< 1 s"),
        figure("import it, 5,000 rows are recharges", importing, 3000.0, "< 3 s"),
        figure("import it, all 100,000 rows are", importing_all, 3000.0, "< 3 s"),
    ])
}
