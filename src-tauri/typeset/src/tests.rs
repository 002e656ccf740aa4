//! Documents as a reader gets them: their text by `pdftotext`, their pages by `pdftoppm` (Debian:
//! poppler-utils).

use super::complaint::complaint as set_complaint;
use super::evidence::evidence;
use super::*;
use daozhang_core::Failure;
use daozhang_core::prove::pages::*;
use daozhang_core::words::Text;
use image::{ExtendedColorType, ImageEncoder, RgbImage};
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

const STAMP: Stamp = Stamp {
    year: 2026,
    month: 11,
    day: 23,
    hour: 20,
    minute: 5,
    second: 9,
    offset_minutes: 480,
};
const HOSTILE: &str =
    r#"#panic() $x$ *bold* _it_ = h1 @ref <label> \u{41} // /* `raw` "q" </script> & https://a.example"#;

fn fonts() -> Fonts {
    Fonts::of_this_machine().unwrap()
}

/// What a program of poppler's writes about a PDF.
fn poppler(program: &str, pdf: &[u8], args: &[&str], after: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new(program)
        .args(args)
        .arg(&file)
        .args(after)
        .output()
        .expect("the tests need poppler-utils");
    assert!(output.status.success(), "{program} {args:?}");
    output.stdout
}

/// The text of each page without blanks, which Chinese text does not have and line ends put everywhere.
fn pages(pdf: &[u8]) -> Vec<String> {
    let text = String::from_utf8(poppler("pdftotext", pdf, &["-raw"], &["-"])).unwrap();
    let mut pages: Vec<String> = text.split('\u{c}').map(bare).collect();
    pages.pop();
    pages
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn look(pdf: &[u8], page: usize, dpi: usize) -> RgbImage {
    let (page, dpi) = (page.to_string(), dpi.to_string());
    let ppm = poppler("pdftoppm", pdf, &["-r", &dpi, "-f", &page, "-l", &page], &[]);
    // The header is `P6`, the size and the highest value, each on a line.
    let ends: Vec<usize> = (0..ppm.len()).filter(|i| ppm[*i] == b'\n').take(3).collect();
    let size = std::str::from_utf8(&ppm[ends[0] + 1..ends[1]]).unwrap();
    let (width, height) = size.split_once(' ').unwrap();
    RgbImage::from_raw(
        width.parse().unwrap(),
        height.parse().unwrap(),
        ppm[ends[2] + 1..].to_vec(),
    )
    .unwrap()
}

fn png(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(
            picture,
            picture.width(),
            picture.height(),
            ExtendedColorType::Rgb8,
        )
        .unwrap();
    bytes
}

fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let (width, height) = picture.dimensions();
    let mut bytes = Vec::new();
    jpeg_encoder::Encoder::new(&mut bytes, quality)
        .encode(picture, width as u16, height as u16, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    bytes
}

/// A made-up photograph with a noise of so many steps, different for each seed.
fn noise(width: u32, height: u32, steps: u8, seed: usize) -> RgbImage {
    static RANDOM: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut state = 2_654_435_761u32;
        let next = || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            (state >> 8) as u8
        };
        std::iter::repeat_with(next).take(40_000_000).collect()
    });
    let length = (width * height * 3) as usize;
    let random = &RANDOM[seed * 10_007 % 1_000_000..];
    let pixels = random[..length].iter().enumerate();
    let pixels = pixels.map(|(i, value)| (90 + i / 9_000 % 60) as u8 + value % steps);
    RgbImage::from_raw(width, height, pixels.collect()).unwrap()
}

fn exhibit(number: &str, name: &str) -> ShownExhibit {
    ShownExhibit {
        group: "三、履行".into(),
        number: number.into(),
        name: name.into(),
        source: "本人手机微信".into(),
        time: "2026-11-20 21:03:45".into(),
        file: format!("原件/{number}.png"),
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        shown: Shown::Picture(None),
    }
}

fn file(exhibits: Vec<ShownExhibit>) -> EvidenceFile {
    EvidenceFile {
        number: 2,
        title: "交易与支付凭证".into(),
        case_title: "星河卡盟充值未到账".into(),
        exhibits,
    }
}

fn case() -> Complaint {
    let item = |number: &str, place| Listed {
        number: number.into(),
        name: "微信支付账单详情截图".into(),
        source: "本人手机微信".into(),
        proves: "投诉人已付款".into(),
        place,
        sha256: Some("ab".repeat(32)),
    };
    Complaint {
        case_title: "星河卡盟充值未到账".into(),
        complainant: Complainant {
            name: Some("王小明".into()),
            phone: Some("13800138000".into()),
            publish: Some(false),
            mediate: Some(true),
            ..Complainant::default()
        },
        respondent: Respondent {
            name: Some("杭州星河网络科技有限公司".into()),
            ..Respondent::default()
        },
        dispute: Dispute {
            time: "2026年11月20日 21:03".into(),
            place: "星河卡盟网站".into(),
            content: "Q币 100 个".into(),
            amount: "98.50 元".into(),
            situation: "付款后没有到账。".into(),
        },
        requests: vec!["退还货款 98.50 元".into(), "书面答复".into()],
        facts: "第一段。\n第二段。".into(),
        addressee: Some("杭州市余杭区市场监督管理局".into()),
        orders: vec![],
        evidence: vec![EvidenceGroup {
            name: "三、履行".into(),
            items: vec![
                item(
                    "3-1",
                    Reference::File {
                        number: 2,
                        first: 2,
                        last: 10,
                    },
                ),
                item("3-2", Reference::Timeline),
                item(
                    "3-3",
                    Reference::Elsewhere {
                        text: "见留存版".into(),
                    },
                ),
            ],
        }],
        timeline: vec![TimelineEntry {
            time: "2026-11-20 22:10:00".into(),
            what: "催平台".into(),
            text: "客服：请等待。\n没有结果。".into(),
        }],
        timeline_notes: vec!["时间线末条哈希：0123".into()],
    }
}

fn set(complaint: &Complaint) -> Outcome<Printed> {
    set_complaint(&fonts(), complaint, &STAMP)
}

fn set_file(file: &EvidenceFile, pictures: &[Vec<u8>]) -> PrintedEvidence {
    evidence(&fonts(), file, LARGEST_UPLOAD, &STAMP, |place| {
        Ok(pictures[place].clone())
    })
    .unwrap()
}

#[test]
fn the_complaint_says_all_that_it_was_given() {
    let mut case = case();
    for number in ["A-1001", "20261120210345987654321012345678901234567890"] {
        case.orders.push(OrderLine {
            platform: "星河卡盟".into(),
            product: "Q币 100 个".into(),
            order_no: number.into(),
            paid_at: "2026-11-20 21:03:45".into(),
            amount: "98.50".into(),
            status: "已逾期 3 天".into(),
        });
    }
    let printed = set(&case).unwrap();
    let pages = pages(&printed.pdf);
    assert_eq!(pages.len(), printed.pages as usize);
    let all = pages.concat();
    for fact in [
        "投诉登记表",
        "王小明",
        "13800138000",
        "杭州星河网络科技有限公司",
        "2026年11月20日21:03",
        "98.50元",
        "付款后没有到账。",
        "退还货款98.50元",
        "书面答复",
        "√是否",
        "是√否",
        "第一段。",
        "第二段。",
        "杭州市余杭区市场监督管理局",
        "投诉人（签名）：",
        "提交日期：",
        "A-1001",
        "20261120210345987654321012345678901234567890",
        "已逾期3天",
        "文件2第2–10页",
        "见留存版",
        "催平台",
        "客服：请等待。没有结果。",
        "时间线末条哈希：0123",
    ] {
        assert!(all.contains(fact), "{fact} is missing in {all}");
    }
    assert!(all.contains(&"ab".repeat(32)));
    for (i, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("第{}页/共{}页", i + 1, pages.len())));
        assert!(
            page.contains("星河卡盟充值未到账")
                && page.contains("本清单中的哈希值用于核对文件自导出后未被更改")
        );
    }
}

#[test]
fn a_reference_to_the_same_file_names_its_real_page() {
    let mut case = case();
    // Facts of several pages push the timeline back.
    case.facts = "投诉人多次联系平台客服，没有结果。\n".repeat(100);
    let pages = pages(&set(&case).unwrap().pdf);
    let timeline = pages
        .iter()
        .position(|page| page.contains("时间线") && page.contains("催平台"))
        .unwrap()
        + 1;
    assert!(timeline > 4);
    assert!(pages.concat().contains(&format!("本文件第{timeline}页")));
}

#[test]
fn a_reference_to_an_evidence_file_names_its_real_pages() {
    let file = file(vec![
        exhibit("3-1", "付款截图"),
        exhibit("3-2", "很长的聊天记录"),
        exhibit("3-3", "余额截图"),
    ]);
    let phone = png(&RgbImage::from_pixel(1080, 2400, image::Rgb([200, 220, 240])));
    let long = png(&RgbImage::from_pixel(1080, 9000, image::Rgb([240, 220, 200])));
    let set = set_file(&file, &[phone.clone(), long, phone]);
    let pages = pages(&set.pdf);
    assert_eq!(pages.len(), set.pages as usize);
    let on = |heading: &str| pages.iter().position(|page| page.contains(heading)).unwrap() as u32 + 1;
    let (second, third) = (on("3-2很长的聊天记录"), on("3-3余额截图"));
    assert!(third - second > 2);
    assert_eq!(
        set.places,
        [Some((1, 1)), Some((second, third - 1)), Some((third, third))]
    );
    let slices = third - second;
    assert!(pages[second as usize].contains(&format!("续2/{slices}")));
    for fact in [
        "本人手机微信",
        "2026-11-2021:03:45",
        "原件/3-1.png",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ] {
        assert!(pages[0].contains(fact), "{fact}");
    }
}

#[test]
fn no_text_is_read_as_markup() {
    let mut case = case();
    case.case_title = HOSTILE.chars().take(30).collect();
    case.complainant.name = Some(HOSTILE.into());
    case.facts = HOSTILE.into();
    case.requests = vec![HOSTILE.into()];
    case.evidence[0].items[0].proves = HOSTILE.into();
    case.timeline[0].text = HOSTILE.into();
    let all = pages(&set(&case).unwrap().pdf).concat();
    assert_eq!(all.matches(&bare(HOSTILE)).count(), 5, "{all}");

    let mut exhibit = exhibit("3-1", HOSTILE);
    exhibit.group = HOSTILE.into();
    exhibit.file = HOSTILE.into();
    exhibit.shown = Shown::Text(HOSTILE.into());
    let all = pages(&set_file(&file(vec![exhibit]), &[]).pdf).concat();
    assert_eq!(all.matches(&bare(HOSTILE)).count(), 3, "{all}");
}

#[test]
fn a_character_without_a_glyph_is_named_with_its_remedy() {
    for (text, named, remedy) in [
        ("\u{2ebe1}", "U+2EBE1", "fonts-babelstone-han"),
        ("\u{e123}", "U+E123", "自造字"),
        ("\u{13000}", "U+13000", "其他文字"),
    ] {
        let mut case = case();
        case.complainant.name = Some(format!("王{text}"));
        let refused = set(&case).unwrap_err().message();
        assert!(
            refused.contains(named) && refused.contains(text) && refused.contains("安装"),
            "{refused}"
        );
        assert!(
            refused.contains(remedy) || !cfg!(target_os = "linux"),
            "{refused}"
        );
    }
    let mut rare = exhibit("3-1", "\u{2ebe1}");
    rare.shown = Shown::Picture(None);
    let asked =
        |_| -> Outcome<Vec<u8>> { panic!("pictures are not worked on before the text is known to be drawn") };
    assert!(evidence(&fonts(), &file(vec![rare]), LARGEST_UPLOAD, &STAMP, asked).is_err());
}

#[test]
fn a_machine_without_chinese_fonts_is_told_what_to_install() {
    let empty = tempfile::tempdir().unwrap();
    let refused = Fonts::in_folders(&[empty.path()]).err().unwrap().message();
    assert!(
        refused.contains("没有找到可用的中文字体") && refused.contains("再导出"),
        "{refused}"
    );
    assert!(refused.contains("fonts-noto-cjk") || !cfg!(target_os = "linux"));
}

#[test]
fn the_faces_for_simplified_chinese_are_taken_out_of_a_collection() {
    let noto = Path::new("/usr/share/fonts/opentype/noto");
    if noto.join("NotoSansCJK-Regular.ttc").exists() {
        let fonts = Fonts::in_folders(&[noto]).unwrap();
        assert!(fonts.text_family().ends_with("CJK SC") && fonts.head_family().ends_with("CJK SC"));
    }
}

#[test]
fn a_long_screenshot_loses_no_row() {
    // Bands of 40 rows, each with its own colour: three digits to the base of six, none of them a grey.
    let colours: Vec<[u8; 3]> = (0..216u8)
        .map(|code| [code / 36, code / 6 % 6, code % 6])
        .filter(|digits| digits[0].abs_diff(digits[1]).max(digits[1].abs_diff(digits[2])) > 1)
        .map(|digits| digits.map(|digit| digit * 50))
        .collect();
    let bands = colours.len() as u32;
    let colour = |band: u32| image::Rgb(colours[band as usize]);
    let picture = RgbImage::from_fn(1080, bands * 40, |_, y| colour(y / 40));
    for bytes in [png(&picture), jpeg(&picture, 95)] {
        let set = set_file(&file(vec![exhibit("3-1", "长图")]), &[bytes]);
        let mut seen: Vec<Vec<u32>> = Vec::new();
        for page in 1..=set.pages as usize {
            let page = look(&set.pdf, page, 60);
            let near = |a: [u8; 3], b: [u8; 3]| (0..3).all(|i| a[i].abs_diff(b[i]) < 12);
            let column: Vec<[u8; 3]> = (0..page.height())
                .map(|y| page.get_pixel(page.width() / 2, y).0)
                .collect();
            // Where one band changes into the next, the drawing mixes both.
            let flat = column
                .windows(3)
                .filter(|three| near(three[0], three[1]) && near(three[1], three[2]));
            let mut here: Vec<u32> = flat
                .filter_map(|three| (0..bands).find(|band| near(three[1], colour(*band).0)))
                .collect();
            here.dedup();
            seen.push(here);
        }
        assert!(seen.len() > 3);
        let mut next = 0;
        for here in &seen {
            // The first bands repeat the page before, the others go on without a gap.
            assert!(next == 0 || here[0] < next, "{seen:?}");
            assert_eq!(*here, (here[0]..here[0] + here.len() as u32).collect::<Vec<_>>());
            next = here[here.len() - 1] + 1;
        }
        assert_eq!(next, bands);
    }
}

#[test]
fn a_very_long_screenshot_is_still_there() {
    // Longer than the longest JPEG that the PDF writer takes, and too noisy to be kept without loss.
    let mut picture = noise(600, 20_000, 60, 5);
    for y in 19_900..20_000 {
        for x in 0..600 {
            picture.put_pixel(x, y, image::Rgb([250, 0, 0]));
        }
    }
    let set = set_file(&file(vec![exhibit("3-1", "长图")]), &[jpeg(&picture, 99)]);
    assert!(set.reduced.is_some() && set.pages > 5);
    let last = look(&set.pdf, set.pages as usize, 60);
    assert!(last.pixels().any(|pixel| pixel.0[0] > 230 && pixel.0[1] < 40));
    let first = look(&set.pdf, 1, 60);
    let middle = first.get_pixel(first.width() / 2, first.height() / 2).0;
    assert!(middle.iter().all(|value| (60..220).contains(value)), "{middle:?}");
}

#[test]
fn reducing_a_picture_does_not_change_its_pages() {
    let screen = jpeg(&noise(1920, 6000, 60, 7), 95);
    let file = file(vec![exhibit("3-1", "电脑网页长截图")]);
    let set = |limit| evidence(&fonts(), &file, limit, &STAMP, |_| Ok(screen.clone())).unwrap();
    let whole = set(u64::MAX);
    assert!(whole.reduced.is_none() && whole.pages > 1);
    let mut narrowed = 0;
    for share in [2, 3, 4, 5] {
        let small = set(LARGEST_UPLOAD / share);
        let Some(reduced) = small.reduced else { continue };
        narrowed += reduced.narrowed;
        assert_eq!(
            (whole.pages, &whole.places),
            (small.pages, &small.places),
            "1/{share}"
        );
    }
    assert!(narrowed > 0, "none of these limits asks for a narrower picture");
}

#[test]
fn endless_names_leave_room_for_the_picture() {
    let mut exhibit = exhibit("3-1", &"很长的名字".repeat(2_000));
    exhibit.source = "来源".repeat(5_000);
    exhibit.file = "a".repeat(5_000);
    let picture = png(&RgbImage::from_pixel(1080, 2400, image::Rgb([0, 120, 240])));
    let set = set_file(&file(vec![exhibit]), &[picture]);
    assert!(set.pages < 4);
    assert!(
        look(&set.pdf, 1, 40)
            .pixels()
            .any(|pixel| pixel.0[2] > 200 && pixel.0[0] < 40)
    );
}

#[test]
fn pictures_that_fit_are_embedded_byte_for_byte() {
    let photo = jpeg(&noise(1080, 2400, 30, 1), 90);
    let set = set_file(&file(vec![exhibit("3-1", "照片")]), std::slice::from_ref(&photo));
    assert_eq!(set.reduced, None);
    assert!(set.pdf.windows(photo.len()).any(|window| window == photo));
}

#[test]
fn what_a_camera_notes_beside_the_picture_stays_out() {
    let plain = jpeg(&noise(600, 800, 30, 1), 90);
    let note = |marker: u8, text: &[u8]| {
        let length = (text.len() as u16 + 2).to_be_bytes();
        [&[0xff, marker, length[0], length[1]], text].concat()
    };
    let photo = [
        &plain[..2],
        &note(0xe1, b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0 the place"),
        &note(0xe1, b"http://ns.adobe.com/xap/1.0/\0 the place"),
        &note(0xed, b"Photoshop 3.0\0 the place"),
        &note(0xfe, b"the place"),
        &plain[2..],
    ]
    .concat();
    let set = set_file(&file(vec![exhibit("3-1", "照片")]), &[photo]);
    assert_eq!((set.reduced, set.unreadable.len()), (None, 0));
    assert!(set.pdf.windows(plain.len()).any(|window| window == plain));
    assert!(!set.pdf.windows(9).any(|window| window == b"the place"));
}

#[test]
fn a_turned_photograph_stands_upright() {
    // Red above, blue below, kept lying on its side with a note to turn it by a quarter.
    let lying = RgbImage::from_fn(400, 300, |x, _| {
        image::Rgb(if x < 200 { [220, 0, 0] } else { [0, 0, 220] })
    });
    let plain = jpeg(&lying, 95);
    let mut exif =
        b"\xff\xe1\x00\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend(&plain[2..]);
    let turned = [&plain[..2], &exif].concat();
    let set = set_file(&file(vec![exhibit("3-1", "照片")]), &[turned]);
    assert_eq!(set.reduced, None);
    let page = look(&set.pdf, 1, 60);
    let column: Vec<_> = (0..page.height())
        .map(|y| page.get_pixel(page.width() / 2, y).0)
        .collect();
    let red = column
        .iter()
        .position(|pixel| pixel[0] > 180 && pixel[2] < 60)
        .unwrap();
    let blue = column
        .iter()
        .position(|pixel| pixel[2] > 180 && pixel[0] < 60)
        .unwrap();
    assert!(red < blue);
}

#[test]
fn every_number_of_large_screenshots_fits_or_is_named() {
    for (count, all_fit) in [(1, true), (10, true), (60, false)] {
        let exhibits = (0..count)
            .map(|i| exhibit(&format!("3-{}", i + 1), "聊天记录"))
            .collect();
        let file = file(exhibits);
        let picture = |seed: usize| jpeg(&noise(1080, 2400, 90, seed), 93);
        assert!(picture(0).len() > 2_500_000, "{}", picture(0).len());
        let set = evidence(&fonts(), &file, LARGEST_UPLOAD, &STAMP, |place| {
            Ok(picture(place))
        })
        .unwrap();
        assert!(set.pdf.len() as u64 <= LARGEST_UPLOAD);
        let shown = set.places.iter().flatten().count();
        assert_eq!(shown + set.left_out.len(), count);
        assert_eq!(set.left_out.is_empty(), all_fit);
        assert!(shown >= 1 && set.pages as usize == shown);
        assert!(
            all_fit
                || Text::sentences(set.warnings(&file, false))
                    .chinese()
                    .contains("放不下")
        );
    }
}

#[test]
fn a_damaged_picture_does_not_stop_the_others() {
    let good = png(&RgbImage::new(300, 200));
    let bad = good[..good.len() / 2].to_vec();
    // A picture of 60,000 by 60,000 pixels, or so it says.
    let mut bomb = good.clone();
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let file = file(
        ["3-1", "3-2", "3-3", "3-4"]
            .map(|number| exhibit(number, "截图"))
            .to_vec(),
    );
    let set = set_file(&file, &[good, bad, bomb, b"not a picture".to_vec()]);
    assert_eq!((set.pages, set.unreadable.as_slice()), (4, &[1, 2, 3][..]));
    assert!(pages(&set.pdf)[1].contains("打不开"));
    assert!(
        Text::sentences(set.warnings(&file, false))
            .chinese()
            .contains("3-2、3-3、3-4")
    );
}

#[test]
fn a_picture_that_is_too_large_is_called_so() {
    let mut large = jpeg(&RgbImage::new(300, 200), 90);
    let frame = large.windows(2).position(|mark| mark == [0xff, 0xc0]).unwrap();
    large[frame + 5..frame + 9].copy_from_slice(&[0x27, 0x10, 0x27, 0x10]);
    let mut file = file([exhibit("3-1", "长截图")].to_vec());
    file.exhibits[0].shown = Shown::Picture(Some((10_000, 10_000)));
    let set = set_file(&file, &[large]);
    let page = &pages(&set.pdf)[0];
    assert!(page.contains("太大") && !page.contains("打不开"), "{page}");
    let said = Text::sentences(set.warnings(&file, false)).chinese();
    assert!(said.contains("太大（3-1）") && !said.contains("打不开"), "{said}");
}

#[test]
fn a_failure_to_fetch_ends_the_work() {
    let stopped = evidence(
        &fonts(),
        &file(vec![exhibit("3-1", "截图")]),
        LARGEST_UPLOAD,
        &STAMP,
        |_| Err(Failure::failed(Text::as_it_is("已取消"))),
    );
    assert_eq!(stopped.unwrap_err().message(), "已取消");
}

#[test]
fn the_same_input_gives_the_same_bytes_of_a_pdf_a() {
    let photos: Vec<Vec<u8>> = (0..3).map(|seed| jpeg(&noise(900, 1600, 40, seed), 92)).collect();
    let file = file(vec![
        exhibit("3-1", "甲"),
        exhibit("3-2", "乙"),
        exhibit("3-3", "丙"),
    ]);
    let small = |limit| evidence(&fonts(), &file, limit, &STAMP, |place| Ok(photos[place].clone())).unwrap();
    assert_eq!(small(700_000).pdf, small(700_000).pdf);
    let first = set(&case()).unwrap().pdf;
    assert_eq!(first, set(&case()).unwrap().pdf);
    let text = String::from_utf8_lossy(&first);
    assert!(
        text.contains("<pdfaid:part>2</pdfaid:part>")
            && text.contains("<pdfaid:conformance>B</pdfaid:conformance>")
    );
    assert!(text.contains("2026-11-23T20:05:09+08:00"));
    assert!(text.contains("/Outlines"));
}
