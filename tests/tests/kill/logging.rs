//! Logging an order with its shot.

use std::fs;
use std::process::Command;

use daozhang_tests::App;
use daozhang_tests::fault::Found;

use super::{Left, Lock, Work, add, app_with_orders, picture};

pub struct Logging {
    app: App,
}

impl Logging {
    const BYTES: usize = 300_000;

    /// Makes the ground for it.
    pub fn new(lock: Lock) -> Self {
        Self {
            app: app_with_orders(3, Self::BYTES, lock),
        }
    }

    fn product(number: usize) -> String {
        format!("LOG-{number:06}")
    }

    fn shot(&self, number: usize) -> String {
        picture(
            &self.app,
            &Self::product(number),
            1_000_000 + number as u64,
            Self::BYTES,
        )
    }
}

impl Work for Logging {
    fn name(&self) -> &'static str {
        "add"
    }

    fn ready(&mut self, number: usize) -> Command {
        let (product, shot) = (Self::product(number), self.shot(number));
        self.app.away(["--json"].into_iter().chain(add(&product, &shot)))
    }

    fn left(&self, number: usize) -> Left {
        let found = Found::in_folder(self.app.data());
        // What belongs to no order would be the half of one.
        assert_eq!(
            found.number("SELECT count(*) FROM files WHERE sha256 NOT IN (SELECT sha256 FROM shots)"),
            0
        );
        assert_eq!(
            found.number("SELECT count(*) FROM orders WHERE id NOT IN (SELECT order_id FROM events)"),
            0
        );
        let product = Self::product(number);
        let kept: Result<Vec<u8>, _> = found.connection.query_row(
            "SELECT bytes FROM files JOIN shots USING (sha256) JOIN orders ON orders.id = order_id
             WHERE product = ?1 AND order_no = ?1 AND amount_fen = 9850",
            [&product],
            |row| row.get(0),
        );
        match kept {
            Ok(bytes) => {
                assert_eq!(bytes, fs::read(self.shot(number)).unwrap(), "{product}");
                Left::Whole
            }
            Err(_) => {
                assert_eq!(
                    found.number(&format!(
                        "SELECT count(*) FROM orders WHERE product = '{product}'"
                    )),
                    0,
                    "an order without its shot"
                );
                Left::Absent
            }
        }
    }

    fn go_on(&self, number: usize, left: Left) {
        let product = Self::product(number);
        if left == Left::Absent {
            self.app.json(add(&product, &self.shot(number)));
        }
        let found = self.app.json(["list", "--search", &product]);
        assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
        let order = self.app.json(["show", &found[0]["id"].to_string()]);
        assert_eq!(order["events"][0]["kind"], "logged", "{order}");
        assert_eq!(order["shots"].as_array().unwrap().len(), 1, "{order}");
    }

    fn close(&self, acknowledged: &[usize]) {
        for number in acknowledged {
            assert_eq!(self.left(*number), Left::Whole, "acknowledged and lost later");
        }
    }
}
