//! Where the computer stands in another zone than the shops.

use super::{NOW, draft};
use crate::{DataFile, LetterWish};
use daozhang_core::order::{BEIJING, Moment, Span, Zone};
use daozhang_core::record::{Chosen, Draft, Told};
use daozhang_core::store::Query;

const ZONES: [Zone; 4] = [
    BEIJING,
    Zone::America__New_York,
    Zone::Europe__Berlin,
    Zone::Pacific__Auckland,
];

fn at(text: &str) -> Moment {
    chrono::DateTime::parse_from_rfc3339(text).unwrap().into()
}

#[test]
fn what_a_payment_page_shows_is_beijings() {
    for zone in ZONES {
        let folder = tempfile::tempdir().unwrap();
        let mut data = DataFile::open(folder.path(), zone).unwrap();
        let slow = Draft {
            kind: "phone-credit-fast".into(),
            window: String::new(),
            paid_at: "2026-11-30 10:00".into(),
            ..draft("话费100元")
        };
        // The last day of a month has twelve hours of grace, by the calendar of the operators.
        let id = data.log(&slow, &[], at("2026-11-30T10:05:00+08:00")).unwrap();
        let order = data.show(id).unwrap().order;
        assert_eq!(at(&order.paid_at), at("2026-11-30T10:00:00+08:00"), "{zone}");
        assert_eq!(at(&order.due_at), at("2026-12-01T22:00:00+08:00"), "{zone}");
    }
}

#[test]
fn a_shop_issues_by_beijings_clock_wherever_the_computer_is_carried() {
    for home in ZONES {
        let folder = tempfile::tempdir().unwrap();
        let mut data = DataFile::open(folder.path(), home).unwrap();
        let id = data.log(&draft("100 Q币"), &[], NOW).unwrap();
        let counted_from = |data: &DataFile| at(&data.show(id).unwrap().order.counted_from);
        // Each time the clock is counted anew.
        for (zone, time) in ZONES.into_iter().zip(["22:00", "21:00", "20:00", "23:30"]) {
            data.set_zone(zone);
            data.set_release_times("星河卡盟", time, NOW).unwrap();
            let issued = at(&format!("2026-11-23T{time}:00+08:00"));
            assert_eq!(counted_from(&data), issued, "{home}, carried to {zone}");
        }
    }
}

#[test]
fn a_letter_tells_the_time_of_the_payment_page() {
    for zone in ZONES {
        let folder = tempfile::tempdir().unwrap();
        let mut data = DataFile::open(folder.path(), zone).unwrap();
        let id = data.log(&draft("100 Q币"), &[], NOW).unwrap();
        let letter = data
            .letter(id, "platform", &LetterWish::default(), NOW + Span::hours(2))
            .unwrap();
        assert!(
            letter.text.contains("2026年11月23日 08:00"),
            "{zone}: {}",
            letter.text
        );
    }
}

#[test]
fn saving_an_order_unchanged_writes_nothing() {
    for (now, zone) in [
        (NOW, BEIJING),
        (Moment(NOW.0 + 123), BEIJING),
        // Half past one comes twice in New York.
        (at("2026-11-01T01:30:00-04:00"), Zone::America__New_York),
        (at("2026-11-01T01:30:00-05:00"), Zone::America__New_York),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut data = DataFile::open(folder.path(), zone).unwrap();
        let id = data.log(&draft("100 Q币"), &[], now).unwrap();
        let before = data.show(id).unwrap();
        // As the form fills itself in again.
        let shown = at(&before.order.paid_at).in_zone(BEIJING);
        let again = Draft {
            paid_at: shown.format("%Y-%m-%d %H:%M:%S%.3f").to_string(),
            ..draft("100 Q币")
        };
        data.edit(id, &again, now + Span::HOUR).unwrap();
        let after = data.show(id).unwrap();
        assert_eq!(after.events.len(), before.events.len(), "{zone}");
        assert_eq!(after.order.paid_at, before.order.paid_at);
    }
}

#[test]
fn a_shop_names_beijings_hour_and_a_reminder_is_for_the_persons_own() {
    for zone in ZONES {
        let folder = tempfile::tempdir().unwrap();
        let mut data = DataFile::open(folder.path(), zone).unwrap();
        let id = data.log(&draft("100 Q币"), &[], NOW).unwrap();
        let tomorrow = NOW.in_zone(zone).date_naive().succ_opt().unwrap();
        let morning = tomorrow
            .and_hms_opt(9, 0, 0)
            .unwrap()
            .and_local_timezone(zone)
            .unwrap();
        for (kind, until, meant) in [
            ("promised", "明天 18:00", at("2026-11-24T18:00:00+08:00")),
            ("promised", "今晚12点前", at("2026-11-24T00:00:00+08:00")),
            ("promised", "2个工作日", at("2026-11-25T23:59:59+08:00")),
            ("promised", "24小时内", NOW + Span::DAY),
            ("snoozed", "明天 9:00", morning.into()),
        ] {
            let told = Told {
                kind: kind.into(),
                until: until.into(),
                ..Told::default()
            };
            data.tell(id, &told, &[], NOW).unwrap();
            let event = data.show(id).unwrap().events.into_iter().next_back().unwrap();
            assert_eq!(event.until.as_deref().map(at), Some(meant), "{zone} {until}");
        }
    }
}

#[test]
fn a_list_made_in_china_is_read_by_its_clock() {
    for zone in ZONES {
        let folder = tempfile::tempdir().unwrap();
        let mut data = DataFile::open(folder.path(), zone).unwrap();
        let list = "平台,商品,品类,金额,付款时间\n星河卡盟,话费100元,话费快充,98.50,2026-11-22 10:00\n";
        let opened = data
            .open_sheet("a.csv", list.as_bytes(), &Chosen::new(), NOW)
            .unwrap();
        data.import_sheet(&opened, &[], false, NOW).unwrap();
        let order = &data.page(&Query::default()).unwrap().orders[0];
        assert_eq!(order.facts.paid_at, at("2026-11-22T10:00:00+08:00"), "{zone}");
    }
}
