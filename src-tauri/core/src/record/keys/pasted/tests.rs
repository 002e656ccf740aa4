use super::*;
use proptest::prelude::*;

/// The keys of a block, a number and its password with `+` between them.
fn read(text: &str, room: u32) -> Vec<String> {
    let pasted =
        read_keys(text, false, room).unwrap_or_else(|failure| panic!("{text}: {}", failure.message()));
    said(&pasted)
}

fn said(pasted: &Pasted) -> Vec<String> {
    pasted
        .keys
        .iter()
        .map(|key| match &key.number {
            Some(number) => format!("{number}+{}", key.key),
            None => key.key.clone(),
        })
        .collect()
}

const THREE: [&str; 3] = ["ABCD-1234-EFGH", "IJKL-5678-MNOP", "QRST-9012-UVWX"];

#[test]
fn keys_are_found_between_whatever_shops_print() {
    for between in [
        "\n",
        "\r\n",
        "\r",
        ",",
        "，",
        ";",
        "；",
        "、",
        "|",
        "｜",
        "\t",
        "  ",
        "    ",
        "----",
        "------",
        "——",
        " / ",
        "/",
        "。",
        "\n\n",
        ", ",
        "，\n",
        " | ",
        "\u{3000}\u{3000}",
        "\u{2028}",
        " ---- ",
        "\n----\n",
        "，，",
        ";\t",
    ] {
        assert_eq!(read(&THREE.join(between), 10), THREE, "{between:?}");
    }
    // A blank alone parts what is too long for a group of one key.
    assert_eq!(
        read("ABCD1234EF IJKL5678MN QRST9012UV", 10),
        ["ABCD1234EF", "IJKL5678MN", "QRST9012UV"]
    );
}

#[test]
fn numbers_in_front_of_a_line_are_no_part_of_a_key() {
    for (one, two, three) in [
        ("1. ", "2. ", "3. "),
        ("1.", "2.", "3."),
        ("1、", "2、", "3、"),
        ("①", "②", "③"),
        ("① ", "② ", "③ "),
        ("(1)", "(2)", "(3)"),
        ("（1）", "（2）", "（3）"),
        ("1) ", "2) ", "3) "),
        ("1）", "2）", "3）"),
        ("[1] ", "[2] ", "[3] "),
        ("【1】", "【2】", "【3】"),
        ("第1张：", "第2张：", "第3张："),
        ("第一张：", "第二张：", "第三张："),
        ("一、", "二、", "三、"),
        ("#1 ", "#2 ", "#3 "),
        ("No.1 ", "No.2 ", "No.3 "),
        ("1\t", "2\t", "3\t"),
        ("1  ", "2  ", "3  "),
        ("1 ", "2 ", "3 "),
        ("1: ", "2: ", "3: "),
        ("1．", "2．", "3．"),
        ("⒈", "⒉", "⒊"),
        ("- ", "- ", "- "),
        ("• ", "• ", "• "),
        ("卡密1：", "卡密2：", "卡密3："),
        ("CDK:", "CDK:", "CDK:"),
        ("兑换码：", "兑换码：", "兑换码："),
    ] {
        let text = format!("{one}{}\n{two}{}\n{three}{}", THREE[0], THREE[1], THREE[2]);
        assert_eq!(read(&text, 10), THREE, "{one:?}");
    }
    assert_eq!(
        read("1001\tABCDEFGH1234\n1002\tIJKLMNOP5678\n1003\tQRSTUVWX9012", 10).len(),
        3
    );
}

#[test]
fn a_number_and_its_password_are_one_key() {
    let two = ["100200300400500+778899", "100200300400501+665544"];
    for text in [
        "卡号：100200300400500 密码：778899\n卡号：100200300400501 密码：665544",
        "卡号:100200300400500密码:778899\n卡号:100200300400501密码:665544",
        "卡号：100200300400500，卡密：778899\n卡号：100200300400501，卡密：665544",
        "卡号：100200300400500\n密码：778899\n卡号：100200300400501\n密码：665544",
        "卡号：100200300400500\n密码：778899\n\n卡号：100200300400501\n密码：665544",
        "卡号：\n100200300400500\n密码：\n778899\n卡号：\n100200300400501\n密码：\n665544",
        "卡号100200300400500 密码778899\n卡号100200300400501 密码665544",
        "卡号1：100200300400500 密码1：778899\n卡号2：100200300400501 密码2：665544",
        "序列号=100200300400500;密码=778899\n序列号=100200300400501;密码=665544",
        "密码：778899 卡号：100200300400500\n密码：665544 卡号：100200300400501",
        "密码：778899\n卡号：100200300400500\n密码：665544\n卡号：100200300400501",
        "1、卡号：100200300400500 密码：778899 有效期：2027-11-20\n2、卡号：100200300400501 密码：665544 有效期：2027-11-20",
        "100200300400500----778899\n100200300400501----665544",
        "100200300400500 ---- 778899\n100200300400501 ---- 665544",
        "100200300400500——778899\n100200300400501——665544",
        "100200300400500:778899\n100200300400501:665544",
        "100200300400500\t778899\n100200300400501\t665544",
        "100200300400500,778899\n100200300400501,665544",
        "100200300400500 778899\n100200300400501 665544",
        "卡号\t密码\n100200300400500\t778899\n100200300400501\t665544",
        "卡号 密码\n100200300400500 778899\n100200300400501 665544",
        "SN：100200300400500 PIN：778899\nSN：100200300400501 PIN：665544",
        "1\t100200300400500\t778899\n2\t100200300400501\t665544",
        "①卡号：100200300400500 密码：778899 ②卡号：100200300400501 密码：665544",
        "卡号密码：100200300400500 778899\n卡号密码：100200300400501 665544",
        "１００２００３００４００５００－－－－７７８８９９\n100200300400501----665544",
    ] {
        assert_eq!(read(text, 10), two, "{text}");
    }
    // The password of a card that came first is the one of the number before it.
    assert_eq!(
        read("卡号：A1B2C3D4\n卡号：E5F6G7H8", 10),
        ["A1B2C3D4", "E5F6G7H8"]
    );
}

#[test]
fn what_could_be_one_key_or_two_goes_by_how_many_are_to_come() {
    let two = "ABCDEFGH12345678----IJKLMNOP12345678";
    assert_eq!(read(two, 1), ["ABCDEFGH12345678+IJKLMNOP12345678"]);
    assert_eq!(read(two, 2), ["ABCDEFGH12345678", "IJKLMNOP12345678"]);
    assert_eq!(read(two, 9), ["ABCDEFGH12345678+IJKLMNOP12345678"]);
    let lines = "ABCDEFGH12345678,IJKLMNOP12345678\nQRSTUVWX12345678,YZABCDEF12345678";
    assert_eq!(read(lines, 2).len(), 2);
    assert_eq!(read(lines, 4).len(), 4);
    assert_eq!(read(lines, 3).len(), 2);
    let asked = read_keys("ABCDEFGH12345678 IJKLMNOP12345678", false, 9);
    assert!(asked.is_err());
    let told = read_keys("ABCDEFGH12345678 IJKLMNOP12345678", true, 9).unwrap();
    assert_eq!(said(&told), ["ABCDEFGH12345678+IJKLMNOP12345678"]);
}

#[test]
fn a_slash_inside_of_a_key_stays() {
    for key in [
        "aB3/dEfGhIjK+lMnOp==",
        "AB/CDEFGHIJKL",
        "ABCD1234/EFGH",
        "aBcDeFgH/iJkLmNoP",
    ] {
        assert_eq!(read(key, 10), [key]);
    }
    assert_eq!(
        read("ABCD1234EFGH/IJKL5678MNOP", 10),
        ["ABCD1234EFGH", "IJKL5678MNOP"]
    );
}

#[test]
fn what_stands_around_a_key_goes_and_one_in_groups_stays_whole() {
    for (text, keys) in [
        ("【ABCD-1234-EFGH】", vec!["ABCD-1234-EFGH"]),
        ("“ABCD-1234-EFGH”。", vec!["ABCD-1234-EFGH"]),
        ("ABCD-1234-EFGH（未使用）", vec!["ABCD-1234-EFGH"]),
        ("ABCD-1234-EFGH 未使用", vec!["ABCD-1234-EFGH"]),
        ("ＡＢＣＤ－１２３４－ＥＦＧＨ", vec!["ABCD-1234-EFGH"]),
        ("AB\u{200b}CD-12\u{feff}34-EF\u{ad}GH", vec!["ABCD-1234-EFGH"]),
        ("ABCD 1234 EFGH 5678", vec!["ABCD 1234 EFGH 5678"]),
        (
            "AB12C DE34F GH56I\nJK78L MN90P QR12S",
            vec!["AB12C DE34F GH56I", "JK78L MN90P QR12S"],
        ),
        (
            "卡密：ABCD-1234-EFGH，IJKL-5678-MNOP",
            vec!["ABCD-1234-EFGH", "IJKL-5678-MNOP"],
        ),
        (
            "卡密：\nABCD-1234-EFGH\nIJKL-5678-MNOP",
            vec!["ABCD-1234-EFGH", "IJKL-5678-MNOP"],
        ),
        ("========\nABCD-1234-EFGH\n--------", vec!["ABCD-1234-EFGH"]),
        (
            "https://example.com/r?c=AB-CD--12",
            vec!["https://example.com/r?c=AB-CD--12"],
        ),
    ] {
        assert_eq!(read(text, 10), keys, "{text}");
    }
}

#[test]
fn what_is_no_key_is_left_out_and_said() {
    let text = "亲，您的卡密如下，请在 2027-01-01 前使用：\nABCD-1234-EFGH\n\n兑换地址：https://example.com/redeem\n如有问题联系客服QQ123456789";
    let pasted = read_keys(text, false, 10).unwrap();
    assert_eq!(said(&pasted), ["ABCD-1234-EFGH"]);
    assert_eq!(pasted.left_out, [1, 4]);
    for nothing in [
        "",
        "  \n",
        "没有",
        "1\n2\n3",
        "2026-11-20",
        "98.50",
        "----",
        "abc",
    ] {
        assert!(read_keys(nothing, false, 10).is_err(), "{nothing:?}");
    }
    assert!(read_keys(&"A1".repeat(300), false, 10).is_err());
}

#[test]
fn doubles_are_counted_once_however_they_are_grouped() {
    let pasted = read_keys(
        "ABCD-1234-EFGH\nABCD1234EFGH\nＡＢＣＤ－１２３４－ＥＦＧＨ\nIJKL-5678-MNOP",
        false,
        10,
    )
    .unwrap();
    assert_eq!(
        (said(&pasted), pasted.doubled),
        (vec!["ABCD-1234-EFGH".to_owned(), "IJKL-5678-MNOP".to_owned()], 2)
    );
}

#[test]
fn several_hundred_are_read() {
    let all: Vec<String> = (0..800)
        .map(|n| format!("{}. QX{n:04}-ZZ{:04}-KM{n:04}", n + 1, 9999 - n))
        .collect();
    assert_eq!(read(&all.join("\n"), 800).len(), 800);
}

proptest! {
    #[test]
    fn whatever_is_pasted_is_read_or_refused(text in "[0-9A-Z一号卡密码：:、，,\\-/|. \\n\\t①（）()]{0,120}", room in 0u32..20) {
        let _ = read_keys(&text, false, room);
        let _ = read_keys(&text, true, room);
    }

    #[test]
    fn whatever_characters_come_nothing_breaks(text in "\\PC{0,80}") {
        let _ = read_keys(&text, false, 5);
    }

    /// Keys of one make come back as they were, between any of the signs.
    #[test]
    fn keys_come_back_as_they_were(
        keys in prop::collection::btree_set("[A-Z]{4}-[0-9]{4}-[A-Z]{4}", 3..40),
        between in prop::sample::select(vec!["\n", ",", "，", "；", "、", "|", "\t", "   ", "----", "\r\n"]),
    ) {
        let keys: Vec<String> = keys.into_iter().collect();
        prop_assert_eq!(read(&keys.join(between), 100), keys);
    }
}
