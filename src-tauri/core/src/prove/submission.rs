//! 提交版: the files that go to 12315, within what it takes: at most four of at most 5,000,000 bytes each, and the text
//! for its field.

use super::exhibits::{Exhibit, ExhibitBody, of_which};
use super::pages::{
    Complainant, Complaint, Dispute, EvidenceFile, EvidenceGroup, LARGEST_UPLOAD, Listed, OrderLine,
    PrintedEvidence, Reference, Respondent, Shown, ShownExhibit, Stamp, TimelineEntry, Typesetter,
};
use super::{Body, DossierCase, Entry};
use crate::order::{
    BEIJING, Event, EventKind, Fen, Media, Moment, Seller, Sha256, Shot, Status, Zone, check_chain, given,
    named_or_blank, undone,
};
use crate::rules::{Rules, Say, three_times};
use crate::words::Text;
use crate::{Failure, Outcome, text};
use chrono::{Datelike, Offset, Timelike};

/// How many pieces one evidence file holds at most: no one reads more, and each takes its time to set.
const MOST_A_FILE: usize = 150;

/// Up to so many pieces in a row that stand in no file are listed one by one; more are one line.
const LISTED_APART: usize = 5;

/// What goes into which field of the form.
pub(super) const GUIDE: &str = "填写指南.txt";

/// The text for the form's field.
pub(super) const FIELD: &str = "投诉内容.txt";

/// What the field takes, in UTF-16 units.
pub(super) const FIELD_LIMIT: usize = 400;

/// Behind it the guide names the orders' numbers.
pub(super) const ORDER_NOS: &str = "订单号：";

/// Behind it the guide names the files to upload.
const ATTACHED: &str = "附件（最多 4 个，每个不超过 5 MB）：";

/// The folder of the submission inside of a package.
pub const SUBMISSION: &str = "提交版";

/// What the submission is made of, besides the cases.
pub struct Brief<'a> {
    /// The cases, of one platform and open: nothing is asked for where it is settled.
    pub cases: &'a [DossierCase],
    pub exhibits: &'a [Exhibit],
    /// Who is complained about.
    pub seller: &'a Seller,
    pub complainant: &'a Complainant,
    /// Whether the person claims 欺诈.
    pub fraud: bool,
    pub rules: &'a Rules,
    pub now: Moment,
    /// Where the person is; all times are Beijing's, and it is said where that is not theirs.
    pub zone: Zone,
}

impl Brief<'_> {
    /// What stands behind a time, where the person's own is another.
    fn whose_time(&self, words: &'static str) -> &'static str {
        if self.now.is_as_in_beijing(self.zone) {
            ""
        } else {
            words
        }
    }
}

pub struct Submission {
    pub entries: Vec<Entry>,
    /// What the person should know before uploading them, one sentence each.
    pub warnings: Vec<Text>,
}

/// An evidence file that was set, with which exhibits it holds.
struct Set {
    number: u8,
    file: EvidenceFile,
    /// The places of its exhibits among all.
    places: Vec<usize>,
    made: PrintedEvidence,
}

/// Makes the submission. `fetch` gives an original's bytes by hash; its failure ends the work.
///
/// # Errors
/// No font for Chinese, a character that no font has, and what `fetch` says.
pub fn submission(
    brief: &Brief<'_>,
    typesetter: &dyn Typesetter,
    mut fetch: impl FnMut(Sha256) -> Outcome<Vec<u8>>,
) -> Outcome<Submission> {
    let stamp = stamp(brief.now, BEIJING);
    let is_talk = |one: &Exhibit| {
        let group = brief.rules.evidence.groups.get(one.group);
        group.is_some_and(|group| group.key == "demand")
    };
    let (recordings, pages): (Vec<usize>, Vec<usize>) =
        (0..brief.exhibits.len()).partition(|at| recording(&brief.exhibits[*at]).is_some());
    let (talk, deal): (Vec<usize>, Vec<usize>) =
        pages.into_iter().partition(|at| is_talk(&brief.exhibits[*at]));
    let mut sets = Vec::new();
    let mut beyond = Vec::new();
    for (number, title, mut places) in [(2, "交易与支付凭证", deal), (3, "沟通与催告记录", talk)]
    {
        if !places.is_empty() {
            beyond.extend(places.split_off(places.len().min(MOST_A_FILE)));
            sets.push(set(brief, typesetter, number, title, places, &stamp, &mut fetch)?);
        }
    }
    // What had no room in its file goes into the fourth.
    let mut more: Vec<usize> = sets
        .iter()
        .flat_map(|set| set.made.left_out.iter().map(|at| set.places[*at]))
        .chain(beyond)
        .collect();
    let nowhere = more.split_off(more.len().min(MOST_A_FILE));
    if !more.is_empty() {
        sets.push(set(brief, typesetter, 4, "补充材料", more, &stamp, &mut fetch)?);
    }
    let mut warnings = Vec::new();
    if !nowhere.is_empty() {
        warnings.push(text!(
            submission_too_many,
            most = MOST_A_FILE,
            count = nowhere.len()
        ));
    }
    let free = sets.iter().all(|set| set.number < 4);
    let played = fourth(brief, &recordings, free, &mut warnings);
    let printed = typesetter.complaint(&complaint(brief, &sets, played.as_ref())?, &stamp)?;
    if printed.pdf.len() as u64 > LARGEST_UPLOAD {
        warnings.push(text!(submission_too_long, bytes = printed.pdf.len().to_string()));
    }
    let mut pages = vec![printed.pages];
    let mut entries = vec![entry("1-投诉材料.pdf", Body::Bytes(printed.pdf))];
    let last = sets.iter().map(|set| set.number).max();
    for set in sets {
        // What had no room in the files before is in the fourth; only what that leaves out has to be said.
        let in_another = last == Some(4) && set.number < 4;
        warnings.extend(set.made.warnings(&set.file, in_another));
        if set.made.places.iter().all(Option::is_none) {
            continue;
        }
        let name = format!("{}-{}.pdf", set.number, set.file.title);
        pages.push(set.made.pages);
        entries.push(entry(&name, Body::Bytes(set.made.pdf)));
    }
    if let Some(played) = played {
        entries.push(entry(&played.name, Body::Original(played.sha256)));
    }
    let text = field_text(brief);
    if let Some(text) = &text {
        entries.push(entry(FIELD, Body::Text(format!("{text}\n"))));
    } else {
        warnings.push(text!(submission_field_too_long));
    }
    entries.push(entry(GUIDE, Body::Text(guide(brief, &entries, &pages))));
    Ok(Submission { entries, warnings })
}

fn entry(name: &str, body: Body) -> Entry {
    Entry {
        path: format!("{SUBMISSION}/{name}"),
        body,
    }
}

fn set(
    brief: &Brief<'_>,
    typesetter: &dyn Typesetter,
    number: u8,
    title: &str,
    places: Vec<usize>,
    stamp: &Stamp,
    fetch: &mut impl FnMut(Sha256) -> Outcome<Vec<u8>>,
) -> Outcome<Set> {
    let file = EvidenceFile {
        number,
        title: title.to_owned(),
        case_title: case_title(brief),
        exhibits: places.iter().map(|at| shown(brief, *at)).collect(),
    };
    let made = typesetter.evidence(&file, LARGEST_UPLOAD, stamp, &mut |at| {
        let exhibit = places.get(at).and_then(|at| brief.exhibits.get(*at));
        let hash = exhibit.and_then(Exhibit::sha256);
        fetch(hash.ok_or_else(|| Failure::failed(text!(export_exhibit_missing)))?)
    })?;
    Ok(Set {
        number,
        file,
        places,
        made,
    })
}

fn group_name(brief: &Brief<'_>, group: usize) -> String {
    const NUMERALS: [&str; 8] = ["一", "二", "三", "四", "五", "六", "七", "八"];
    let name = brief
        .rules
        .evidence
        .groups
        .get(group)
        .map_or("", |group| group.name.chinese());
    format!("{}、{name}", NUMERALS.get(group).unwrap_or(&"另"))
}

fn shown(brief: &Brief<'_>, at: usize) -> ShownExhibit {
    let exhibit = &brief.exhibits[at];
    let path = exhibit.path.clone();
    let (sha256, shown) = match &exhibit.body {
        ExhibitBody::Shot(shot) if shot.media.is_picture() => {
            (shot.sha256.to_string(), Shown::Picture(shot.pixels))
        }
        ExhibitBody::Shot(shot) => (
            shot.sha256.to_string(),
            Shown::Text(format!("这一项是 PDF 文件，原件在留存版里：{path}")),
        ),
        ExhibitBody::Text { text, .. } => (String::new(), Shown::Text(text.clone())),
    };
    ShownExhibit {
        group: group_name(brief, exhibit.group),
        number: exhibit.number.clone(),
        name: exhibit.name.chinese(),
        source: exhibit.source.clone(),
        time: format!(
            "{}{}",
            exhibit.at.local(BEIJING),
            brief.whose_time("（北京时间）")
        ),
        file: path,
        sha256,
        shown,
    }
}

fn case_title(brief: &Brief<'_>) -> String {
    let facts = &brief.cases[0].order.facts;
    let platform = named_or_blank(&facts.platform);
    match brief.cases.len() {
        1 => format!("{platform}　{}", facts.product),
        n => format!("{platform}　{n} 笔订单"),
    }
}

/// A recording that goes to 12315 as its fourth file.
struct Played {
    /// Its place among the exhibits.
    at: usize,
    /// Its name in the submission.
    name: String,
    sha256: Sha256,
}

/// The file of an exhibit that is a recording.
fn recording(exhibit: &Exhibit) -> Option<&Shot> {
    match &exhibit.body {
        ExhibitBody::Shot(shot) if shot.media.is_recording() => Some(shot),
        _ => None,
    }
}

/// The recording that has a place in the submission: the first that is short enough, if the fourth file is free. What
/// the others need is said in `warnings`.
fn fourth(brief: &Brief<'_>, recordings: &[usize], free: bool, warnings: &mut Vec<Text>) -> Option<Played> {
    let mut played = None;
    for at in recordings {
        let exhibit = &brief.exhibits[*at];
        let Some(shot) = recording(exhibit) else { continue };
        let (number, what) = (&exhibit.number, shot.media.name());
        if shot.bytes > LARGEST_UPLOAD {
            warnings.push(text!(
                submission_recording_too_large,
                number = number,
                what = what
            ));
        } else if !free || played.is_some() {
            warnings.push(text!(submission_recording_no_room, number = number, what = what));
        } else {
            // An M4A is an MP4 by its content; 12315 goes by the ending.
            let ending = if shot.media == Media::Mp3 { "mp3" } else { "mp4" };
            played = Some(Played {
                at: *at,
                name: format!("4-{what}.{ending}"),
                sha256: shot.sha256,
            });
        }
    }
    played
}

fn complaint(brief: &Brief<'_>, sets: &[Set], played: Option<&Played>) -> Outcome<Complaint> {
    let seller = brief.seller;
    let paid = brief
        .cases
        .iter()
        .fold(Fen(0), |sum, case| sum + case.order.facts.amount);
    let open = brief.cases.iter().fold(Fen(0), |sum, case| {
        sum + case.order.standing.claim(&case.order.facts)
    });
    let says = brief
        .cases
        .iter()
        .map(|case| brief.rules.say(&case.order))
        .collect::<Outcome<Vec<Say>>>()?;
    // What is the same of all is said once, and what is not of each.
    let of_each = |words: fn(&Say) -> &str| -> String {
        match &says[..] {
            [first, others @ ..] if others.iter().all(|say| words(say) == words(first)) => {
                words(first).to_owned()
            }
            _ => (1..)
                .zip(&says)
                .map(|(nth, say)| format!("第 {nth} 笔{}", words(say)))
                .collect::<Vec<_>>()
                .join("；"),
        }
    };
    let whole =
        |case: &DossierCase| case.order.standing.refunded == Fen(0) && !case.order.standing.is_disputed();
    let request = match &says[..] {
        [one] => one.request.clone(),
        _ if brief.cases.iter().all(whole) => format!("全额退款 {} 元", open.yuan()),
        several => format!(
            "共 {} 元，其中{}",
            open.yuan(),
            (1..)
                .zip(several)
                .map(|(nth, say)| format!("第 {nth} 笔{}", say.request))
                .collect::<Vec<_>>()
                .join("；")
        ),
    };
    let mut requests = vec![format!("退还货款和服务费用：{request}。")];
    // Each order has its own least sum; money that came back wrongly was not taken by fraud.
    let defrauded: Vec<Fen> = brief
        .cases
        .iter()
        .zip(&says)
        .filter(|(_, say)| say.of_goods)
        .map(|(case, _)| &case.order)
        .map(|order| three_times(order.facts.amount - order.facts.worth(order.standing.received)))
        .collect();
    if brief.fraud && !defrauded.is_empty() {
        let more = defrauded.into_iter().fold(Fen(0), |sum, more| sum + more);
        requests.push(format!("赔偿损失：按价款的三倍增加赔偿 {} 元。", more.yuan()));
    }
    let first = &brief.cases[0];
    let facts = &first.order.facts;
    let several = brief.cases.len() > 1;
    let times: Vec<String> = brief
        .cases
        .iter()
        .map(|case| case.order.facts.paid_at.spoken(BEIJING).chinese())
        .collect();
    Ok(Complaint {
        case_title: case_title(brief),
        complainant: brief.complainant.clone(),
        respondent: Respondent {
            // The payee in the bill is not the seller until the person says so.
            name: given(&seller.legal_name),
            contact: None,
            phone: given(&seller.phone),
            address: given(&seller.address),
        },
        dispute: Dispute {
            time: format!("{}{}", times.join("；"), brief.whose_time("（北京时间，下同）")),
            place: format!("网络购买，{}", named_or_blank(&facts.platform)),
            content: if several {
                format!("“{}”等 {} 笔，见涉及订单", facts.product, brief.cases.len())
            } else {
                format!("“{}”", facts.product)
            },
            amount: format!("{} 元", paid.yuan()),
            situation: format!(
                "已付款，{}，尚有 {} 元没有退还。",
                of_each(|say| &say.trouble),
                open.yuan()
            ),
        },
        requests,
        facts: brief
            .cases
            .iter()
            .enumerate()
            .map(|(nth, case)| match several {
                true => format!(
                    "【第 {} 笔：{}】\n{}",
                    nth + 1,
                    case.order.facts.product,
                    case.long_text
                ),
                false => case.long_text.clone(),
            })
            .collect::<Vec<_>>()
            .join("\n\n"),
        addressee: None,
        orders: if several { order_lines(brief) } else { Vec::new() },
        evidence: evidence_groups(brief, sets, played),
        timeline: timeline(brief),
        timeline_notes: timeline_notes(brief),
    })
}

fn order_lines(brief: &Brief<'_>) -> Vec<OrderLine> {
    brief
        .cases
        .iter()
        .map(|case| {
            let facts = &case.order.facts;
            OrderLine {
                platform: named_or_blank(&facts.platform),
                product: format!("{}（留存版的文件夹：订单-{}）", facts.product, case.order.id.0),
                order_no: facts.order_no.clone().unwrap_or_else(|| "无".to_owned()),
                paid_at: facts.paid_at.local(BEIJING),
                amount: facts.amount.yuan(),
                status: case.order.status.name().chinese(),
            }
        })
        .collect()
}

fn evidence_groups(brief: &Brief<'_>, sets: &[Set], played: Option<&Played>) -> Vec<EvidenceGroup> {
    let place = |at: usize| {
        if let Some(played) = played.filter(|played| played.at == at) {
            return Reference::Elsewhere {
                text: played.name.clone(),
            };
        }
        sets.iter()
            .find_map(|set| {
                let within = set.places.iter().position(|place| *place == at)?;
                let (first, last) = (*set.made.places.get(within)?)?;
                Some(Reference::File {
                    number: set.number,
                    first,
                    last,
                })
            })
            .unwrap_or_else(|| match &brief.exhibits[at].body {
                // What was told stands in the timeline too.
                ExhibitBody::Text { .. } => Reference::Timeline,
                ExhibitBody::Shot(_) => Reference::Elsewhere {
                    text: "见留存版".to_owned(),
                },
            })
    };
    let mut groups: Vec<EvidenceGroup> = Vec::new();
    let mut from = 0;
    while from < brief.exhibits.len() {
        let exhibit = &brief.exhibits[from];
        let name = group_name(brief, exhibit.group);
        if groups.last().is_none_or(|group| group.name != name) {
            groups.push(EvidenceGroup {
                name,
                items: Vec::new(),
            });
        }
        let left_out = brief.exhibits[from..]
            .iter()
            .zip(from..)
            .take_while(|(one, at)| {
                one.group == exhibit.group
                    && one.proves == exhibit.proves
                    && matches!(one.body, ExhibitBody::Shot(_))
                    && played.is_none_or(|played| played.at != *at)
                    && matches!(place(*at), Reference::Elsewhere { .. })
            })
            .count();
        let listed = if left_out > LISTED_APART {
            let last = &brief.exhibits[from + left_out - 1];
            Listed {
                number: format!("{}～{}", exhibit.number, last.number),
                name: format!("{}等 {left_out} 项", exhibit.name.chinese()),
                source: "本人保存；逐项的来源、文件名和哈希见留存版的证据清单".to_owned(),
                proves: exhibit.proves.chinese().to_owned(),
                place: place(from),
                sha256: None,
            }
        } else {
            Listed {
                number: exhibit.number.clone(),
                name: exhibit.name.chinese(),
                source: exhibit.source.clone(),
                proves: exhibit.proves.chinese().to_owned(),
                place: place(from),
                sha256: exhibit.sha256().map(|hash| hash.to_string()),
            }
        };
        from += if left_out > LISTED_APART { left_out } else { 1 };
        if let Some(group) = groups.last_mut() {
            group.items.push(listed);
        }
    }
    groups
}

fn timeline(brief: &Brief<'_>) -> Vec<TimelineEntry> {
    let several = brief.cases.len() > 1;
    let mut entries: Vec<(Moment, TimelineEntry)> = Vec::new();
    for (nth, case) in brief.cases.iter().enumerate() {
        let of_which = of_which(several.then_some(nth)).chinese();
        let facts = &case.order.facts;
        let mut line = |at: Moment, what: String, text: String| {
            entries.push((
                at,
                TimelineEntry {
                    time: at.local(BEIJING),
                    what: format!("{what}{of_which}"),
                    text,
                },
            ));
        };
        line(
            facts.paid_at,
            "付款".to_owned(),
            format!("{} 元，{}", facts.amount.yuan(), facts.product),
        );
        // What came is not late.
        if case.order.status != Status::Disputed {
            let limit = if facts.window_promised {
                "平台承诺的时限"
            } else {
                "同类商品的常见时限，供参考"
            };
            line(case.order.clock.due_at, "应到账".to_owned(), limit.to_owned());
        }
        let gone = undone(&case.events);
        // Files that were added one behind the other at one time are one thing that happened.
        let steps = case.events.chunk_by(|one, next| {
            let added = |event: &Event| event.what.kind == EventKind::ShotAdded;
            added(one) && added(next) && one.what.at == next.what.at
        });
        for step in steps {
            let Some(event) = step.first() else { continue };
            let what = &event.what;
            let mut text = what.text.clone().unwrap_or_default();
            if step.len() > 1 {
                text.push_str(&format!(" 等 {} 份", step.len()));
            }
            if let Some(amount) = what.amount {
                text = format!("{} 元 {text}", amount.yuan());
            }
            if let Some(until) = what.until {
                text = format!("期限 {}　{text}", until.local(BEIJING));
            }
            if gone.contains(&event.seq) {
                text = format!("（后来撤销）{text}");
            }
            line(what.at, what.kind.name().chinese(), text);
        }
    }
    entries.sort_by_key(|(at, _)| *at);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

fn timeline_notes(brief: &Brief<'_>) -> Vec<String> {
    let mut notes = vec![format!(
        "时间为事情发生的{}时间，由本人记录；每一条都含前一条的哈希。",
        brief.whose_time("北京")
    )];
    for (nth, case) in brief.cases.iter().enumerate() {
        let of_which = of_which((brief.cases.len() > 1).then_some(nth)).chinese();
        let Some(last) = case.events.last() else { continue };
        notes.push(match check_chain(&case.events) {
            Ok(()) => format!("时间线末条哈希{of_which}：{}", last.hash),
            Err(fault) => format!(
                "注意：时间线{of_which}从第 {} 条起哈希对不上，可能被改动过。",
                fault.seq
            ),
        });
    }
    notes
}

/// The text for the form's field: one order's own, or all of them where they fit together.
fn field_text(brief: &Brief<'_>) -> Option<String> {
    let text: String = brief.cases.iter().map(|case| case.field_text.as_str()).collect();
    (text.encode_utf16().count() <= FIELD_LIMIT).then_some(text)
}

/// What each order says of itself, once.
pub(super) fn each<'a>(said: impl Iterator<Item = &'a str>) -> String {
    let mut all: Vec<&str> = Vec::new();
    for text in said {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    all.join("、")
}

/// How the guide names what was bought.
pub(super) fn product_line(products: &str) -> String {
    let short: String = products.chars().take(49).collect();
    format!("商品或服务名称（约 50 字以内）：{short}")
}

/// What goes into which field of the form.
fn guide(brief: &Brief<'_>, entries: &[Entry], pages: &[u32]) -> String {
    let seller = brief.seller;
    let facts = || brief.cases.iter().map(|case| &case.order.facts);
    let payee = facts().find_map(|facts| facts.merchant.as_deref());
    let files: Vec<String> = entries
        .iter()
        .filter_map(|entry| entry.path.rsplit('/').next())
        .filter(|name| !name.ends_with(".txt"))
        .enumerate()
        .map(|(at, name)| match pages.get(at) {
            Some(pages) => format!("{name}（{pages} 页）"),
            None => name.to_owned(),
        })
        .collect();
    let mut lines = vec![
        "全国 12315 平台填写指南".to_owned(),
        "（www.12315.cn，消费者投诉；各栏目名称以页面为准）".to_owned(),
        String::new(),
    ];
    if seller.legal_name.is_empty() {
        lines.push("被投诉企业：还没有商家全称，请先到 gsxt.gov.cn（公司）、beian.miit.gov.cn（网站备案）或网站首页的营业执照信息里查清".to_owned());
        if let Some(payee) = payee {
            lines.push(format!(
                "　账单收款方是“{payee}”，可能只是代收的，请核对是否就是商家"
            ));
        }
    } else {
        lines.push(format!(
            "被投诉企业：按名称或统一社会信用代码搜索“{}”",
            seller.legal_name
        ));
    }
    lines.push(if seller.address.is_empty() {
        "企业地址：还没有，公司的登记地址可以在 gsxt.gov.cn 查到".to_owned()
    } else {
        format!("企业地址：{}", seller.address)
    });
    lines.push(if seller.marketplace.is_empty() {
        "处理单位：自建网站或 App 选商家住所地的县（区）级市场监管局".to_owned()
    } else {
        "处理单位：平台里的店铺，可以选店铺公示地址所在地的，也可以选平台住所地的（由您选；没有公示地址或者联系不上的，选平台住所地）".to_owned()
    });
    lines.extend([
        product_line(&each(facts().map(|facts| facts.product.as_str()))),
        "销售方式：网购".to_owned(),
    ]);
    if seller.marketplace.is_empty() {
        lines.push("电商平台：没有的话选“其他”，填网站或 App 的名字（20 字以内）".to_owned());
    } else {
        lines.push(format!(
            "电商平台：{}，入驻商户：{}",
            seller.marketplace,
            named_or_blank(&brief.cases[0].order.facts.platform)
        ));
    }
    let order_nos = each(facts().filter_map(|facts| facts.order_no.as_deref()));
    if !order_nos.is_empty() {
        lines.push(format!("{ORDER_NOS}{order_nos}"));
    }
    let has_text = entries.iter().any(|entry| entry.path.ends_with(FIELD));
    lines.extend([
        if has_text {
            "内容（1–400 字）：打开“投诉内容.txt”；页面不让粘贴的话，照着输入"
        } else {
            "内容（1–400 字）：几笔合起来超过 400 字，请照“1-投诉材料.pdf”的事实与理由写要点，并写明“详见附件”"
        }
        .to_owned(),
        format!("{ATTACHED}{}", files.join("、")),
        String::new(),
        "填的时候：".to_owned(),
        "1. 商品类别要从候选里选；改了商品类别，问题类别要重选；改了销售方式，处理单位要重选。".to_owned(),
        "2. 不要点“上一步”，也不要连点提交；提示服务器出错就从须知页重新开始。".to_owned(),
        "3. 请用本人真实身份信息和本人的电话；几个人用同一个电话投诉，会被怀疑不是生活消费。".to_owned(),
        "4. 同一家、同一类问题的几笔写在一个投诉里；短期内对同一家分开投诉很多次，也会被怀疑不是生活消费。不同的商家、不同的事分开投诉。".to_owned(),
        "5. 商家没有亮照、虚假宣传、收了钱不提供的，另外在“举报”栏反映更清楚；一份材料里两样都写的，部门会分别处理。被骗的请报警。".to_owned(),
        "6. 提示商家是“绿色通道（ODR）企业”的，先由企业处理约十个工作日，请在“到账”里记成绿色通道。".to_owned(),
        "7. 提交后把编号记到“到账”里，受理和调解的期限会自动算好。".to_owned(),
        String::new(),
        "依据：2026-09-17 由他人实际提交时核对的页面（同一平台的另一类业务，两类共用代码）。供参考，以页面和受理机关要求为准。".to_owned(),
    ]);
    lines.join("\n") + "\n"
}

/// The files that a guide names for the upload; packages of every version name them like this.
pub(super) fn attached(guide: &str) -> Vec<&str> {
    let line = guide.lines().find_map(|line| line.strip_prefix(ATTACHED));
    line.into_iter()
        .flat_map(|line| line.split('、'))
        .map(|file| file.split('（').next().unwrap_or(file))
        .collect()
}

fn stamp(now: Moment, zone: Zone) -> Stamp {
    let local = now.in_zone(zone);
    let small = |n: u32| u8::try_from(n).unwrap_or_default();
    Stamp {
        year: local.year(),
        month: small(local.month()),
        day: small(local.day()),
        hour: small(local.hour()),
        minute: small(local.minute()),
        second: small(local.second()),
        offset_minutes: local.offset().fix().local_minus_utc() / 60,
    }
}
