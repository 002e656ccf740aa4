//! Importing a bill: all of it or nothing.

use std::path::PathBuf;
use std::process::Command;

use daozhang_tests::App;
use daozhang_tests::app::ended;
use daozhang_tests::clock::{minutes, moment};
use daozhang_tests::fault::Found;

use super::{Folders, Left, Lock, NOW, Work, app_with_orders};

pub struct Importing {
    folders: Folders,
    bill: PathBuf,
}

impl Importing {
    const ROWS: i64 = 600;

    /// Makes the ground for it.
    pub fn new(lock: Lock) -> Self {
        let model = app_with_orders(1, 1000, lock);
        let bill = model.file("账单.csv", bill(Self::ROWS).as_bytes());
        Self {
            folders: Folders::like(model),
            bill,
        }
    }

    fn command(&self, app: &App) -> Command {
        app.away(["--json".as_ref(), "import".as_ref(), self.bill.as_os_str()])
    }
}

/// A bill of recharges, each at its own minute, as 支付宝 writes it.
fn bill(rows: i64) -> String {
    let mut lines = vec![
        "导出信息：".to_owned(),
        "姓名：某人".to_owned(),
        format!("共{rows}笔记录"),
        "收入：0笔 0.00元".to_owned(),
        format!("支出：{rows}笔 {rows}0.00元"),
        "不计收支：0笔 0.00元".to_owned(),
        String::new(),
        "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,"
            .to_owned(),
    ];
    let last = moment(NOW) - minutes(60);
    for row in 0..rows {
        let at = (last - minutes(row * 7)).format("%Y-%m-%d %H:%M:%S");
        lines.push(format!(
            "{at},充值缴费,甲充值店,jia***@example.com,话费充值10元第{row}笔,支出,10.00,余额,交易成功,20261120220014{row:014}\t,APP{row:013}\t,,"
        ));
    }
    lines.join("\r\n") + "\r\n"
}

impl Work for Importing {
    fn name(&self) -> &'static str {
        "import"
    }

    fn ready(&mut self, number: usize) -> Command {
        let app = self.folders.make(number).clone();
        self.command(&app)
    }

    fn left(&self, number: usize) -> Left {
        let found = Found::in_folder(self.folders.of(number).data());
        let counts = [
            "SELECT count(*) - 1 FROM orders",
            "SELECT count(DISTINCT order_id) FROM bill_rows",
            "SELECT count(DISTINCT order_id) - 1 FROM events",
        ]
        .map(|sql| found.number(sql));
        match counts {
            [0, 0, 0] => Left::Absent,
            [Self::ROWS, Self::ROWS, Self::ROWS] => Left::Whole,
            _ => panic!("a part of the bill was imported: {counts:?}"),
        }
    }

    fn go_on(&self, number: usize, left: Left) {
        let imported = ended(&mut self.command(self.folders.of(number))).json();
        let expected = if left == Left::Whole { 0 } else { Self::ROWS };
        assert_eq!(imported["orders_created"], expected, "{imported}");
        assert_eq!(self.left(number), Left::Whole);
    }
}
