//! Made-up orders in any number, written past the core in one transaction: what is measured is not how they got there.

use daozhang_api::DataFile;
use daozhang_core::order::{Moment, Span, Zone};
use daozhang_core::store::FILE_NAME;
use rusqlite::{Connection, params};
use std::path::Path;

/// The moment at which all measurements take place.
pub const NOW: Moment = Moment(1_795_392_000_000);

/// What kind of data to make.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mix {
    /// As people have it: most are settled, a fifth is awaited, a few are overdue (and have been told).
    Ordinary,
    /// Every order falls due at [`NOW`].
    AllDue,
}

const PLATFORMS: [&str; 10] = [
    "星辰卡盟",
    "青橙话费",
    "乐享会员店",
    "快卡网",
    "云端点券",
    "蓝鲸充值",
    "小满数卡",
    "极光游戏城",
    "同城缴费",
    "万象卡券",
];
const PRODUCTS: [&str; 10] = [
    "100 Q币 直充",
    "话费慢充 200 元",
    "视频会员 月卡",
    "礼品卡 100 元",
    "游戏点券 648",
    "音乐会员 季卡",
    "流量包 10G",
    "加油卡 500 元",
    "电费代缴 300 元",
    "文库会员 年卡",
];

/// How many platforms have a name of their own besides the well-known ones, and how many orders in a hundred go there.
const OTHERS: usize = 2_000;
const TO_OTHERS: i64 = 20;

/// The name of a lesser-known platform: no two of them are alike, and each has few orders.
pub fn other_platform(number: usize) -> String {
    const FIRST: [char; 20] = [
        '云', '川', '北', '南', '东', '江', '山', '河', '明', '辰', '安', '远', '金', '林', '海', '天', '宇',
        '文', '嘉', '新',
    ];
    const SECOND: [char; 10] = ['岚', '屿', '舟', '禾', '岭', '泽', '枫', '晴', '霖', '朗'];
    const THIRD: [&str; 10] = [
        "数卡",
        "话费铺",
        "点券屋",
        "会员站",
        "充值坊",
        "卡券行",
        "小店",
        "优选",
        "直充网",
        "商行",
    ];
    let (first, rest) = (number % 20, number / 20);
    format!("{}{}{}", FIRST[first], SECOND[rest % 10], THIRD[rest / 10 % 10])
}

/// Makes a data file with `count` orders in a folder.
pub fn fill(folder: &Path, count: i64, mix: Mix) -> Result<(), Box<dyn std::error::Error>> {
    drop(DataFile::open(folder, Zone::Asia__Shanghai)?);
    let mut raw = Connection::open(folder.join(FILE_NAME))?;
    let transaction = raw.transaction()?;
    for (i, name) in PLATFORMS.iter().enumerate() {
        transaction.execute(
            "INSERT INTO platforms (id, name) VALUES (?1, ?2)",
            params![i as i64 + 1, name],
        )?;
    }
    for number in 0..OTHERS {
        transaction.execute(
            "INSERT INTO platforms (id, name) VALUES (?1, ?2)",
            params![(PLATFORMS.len() + number) as i64 + 1, other_platform(number)],
        )?;
    }
    {
        let mut insert = transaction.prepare(
            "INSERT INTO orders (platform_id, product, kind, account, order_no, amount_fen, refunded_fen, channel,
                 payment_no, paid_at, window_ms, window_promised, due_at, status, stage, alert_after, settled_at,
                 created_at, urgency, search_text)
             VALUES (?1, ?2, 'q-coin', ?3, ?4, ?5, 0, 'wechat', ?6, ?7, ?8, 1, ?9, ?10, ?11, ?12, ?13, ?7, ?14, ?15)",
        )?;
        for i in 0..count {
            let window = Span::HOUR;
            let (due_at, status, stage) = match mix {
                Mix::AllDue => (NOW - Span(i % 60_000), "awaiting", "waiting"),
                // Scattered, so that no platform has all of what is overdue.
                Mix::Ordinary => match ((i * 2_654_435_761) >> 7) % 20 {
                    0 => (NOW - Span(i * 7_001 % Span::DAY.0), "overdue", "demand"),
                    // Far off, so that nothing falls due while something is measured on a real clock.
                    1..=4 => (
                        NOW + Span(300 * Span::DAY.0 + i * 7_001 % Span::DAY.0),
                        "awaiting",
                        "waiting",
                    ),
                    _ => (NOW - Span(i * 60_000), "arrived", "closed"),
                },
            };
            let settled_at = (stage == "closed").then_some(due_at.0);
            let platform = if i % 100 < TO_OTHERS {
                PLATFORMS.len() + ((i * 2_654_435_761) >> 11) as usize % OTHERS
            } else {
                i as usize % PLATFORMS.len()
            };
            let name = match PLATFORMS.get(platform) {
                Some(name) => (*name).to_owned(),
                None => other_platform(platform - PLATFORMS.len()),
            };
            let product = PRODUCTS[i as usize / 7 % PRODUCTS.len()];
            let account = format!("1{:010}", i * 7919 % 10_000_000_000);
            let order_no = format!("XC{:016}", i * 104_729);
            let payment_no = format!("42000000{:020}", i * 1_299_709);
            let text = format!("{name}\n{product}\n{account}\n{order_no}\n{payment_no}").to_lowercase();
            insert.execute(params![
                platform as i64 + 1,
                product,
                account,
                order_no,
                1000 + i % 50_000,
                payment_no,
                (due_at - window).0,
                window.0,
                due_at.0,
                status,
                stage,
                (status == "awaiting").then_some(due_at.0),
                settled_at,
                settled_at.map_or(due_at.0, |at| (1 << 62) - at),
                text,
            ])?;
        }
    }
    transaction.commit()?;
    raw.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    drop(raw);
    DataFile::open(folder, Zone::Asia__Shanghai)?.index_again()?;
    Ok(())
}
