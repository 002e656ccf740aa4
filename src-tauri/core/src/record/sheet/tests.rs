use super::super::table::made::{Made, workbook};
use super::super::table::{FileKind, kind_of};
use super::*;

fn read(text: &str) -> Outcome<Sheet> {
    read_sheet("a.csv", text.as_bytes(), &Chosen::new())
}

#[test]
fn the_template_is_read_and_its_example_is_not_an_order() {
    assert!(sheet_template().starts_with(b"\xef\xbb\xbf"));
    let sheet = read_sheet("a.csv", &sheet_template(), &Chosen::new()).unwrap();
    assert_eq!((sheet.rows, sheet.missing), (Vec::new(), Vec::new()));
    let text = String::from_utf8(sheet_template()).unwrap().replace("示例：", "");
    let sheet = read(&text).unwrap();
    assert_eq!(sheet.mapping(), None);
    let [row] = &sheet.rows[..] else {
        panic!("{sheet:?}");
    };
    assert_eq!(
        (row.line, row.draft.amount.as_str(), row.draft.window.as_str()),
        (2, "98.50", "24小时")
    );
}

#[test]
fn columns_may_stand_in_any_order_with_others_between() {
    let text = "我的订单,,,,,\n付款时间,随便,金额（元）,品类,商品,平台\n\n2026/9/28 17:20,x,98.50,Q币,Q币100个,某店\n,,,,,\n";
    let sheet = read(text).unwrap();
    assert_eq!(
        sheet.rows,
        [SheetRow {
            line: 4,
            draft: Draft {
                platform: "某店".to_owned(),
                product: "Q币100个".to_owned(),
                kind: "Q币".to_owned(),
                amount: "98.50".to_owned(),
                paid_at: "2026/9/28 17:20".to_owned(),
                ..Draft::default()
            },
            ..SheetRow::default()
        }]
    );
    assert_eq!(sheet.mapping(), None);
    let other = sheet.columns.iter().find(|column| column.name == "随便").unwrap();
    assert_eq!((other.field, other.example.as_str()), (None, "x"));
}

#[test]
fn columns_with_other_names_are_mapped_and_said() {
    for (header, mapping) in [
        (
            "店铺,宝贝,类别,实付,下单时间",
            "这几列按意思对上了：“店铺”当作平台、“宝贝”当作商品、“类别”当作品类、“实付”当作金额、“下单时间”当作付款时间。",
        ),
        (
            "平台,商品名称*,品类,实付金额（元）,付款时间",
            "这几列按意思对上了：“商品名称*”当作商品、“实付金额（元）”当作金额。",
        ),
        // What was paid comes before a price, and the time of payment before that of the order.
        (
            "卖家,名称,品类,实付款,付款时间,总价,下单时间",
            "这几列按意思对上了：“卖家”当作平台、“名称”当作商品、“实付款”当作金额。",
        ),
    ] {
        let row = "某店,Q币100个,Q币,98.50,2026-11-20 21:03,100,2026-11-20 21:02";
        let sheet = read(&format!("{header}\n{row}\n")).unwrap();
        assert_eq!(sheet.mapping().unwrap().chinese(), mapping);
        assert_eq!(sheet.missing, []);
        let draft = &sheet.rows[0].draft;
        assert_eq!(
            (
                draft.platform.as_str(),
                draft.amount.as_str(),
                draft.paid_at.as_str()
            ),
            ("某店", "98.50", "2026-11-20 21:03")
        );
    }
}

#[test]
fn the_person_corrects_what_a_column_is_taken_for() {
    let text = "店铺,宝贝,品类,原价,实际花了,付款时间\n某店,Q币,Q币,100,98.50,2026-11-20 21:03\n";
    assert_eq!(
        read(text).unwrap().missing,
        [(String::new(), vec![Field::Amount])]
    );
    let chosen = Chosen::from([("实际花了".to_owned(), Some(Field::Amount))]);
    let sheet = read_sheet("a.csv", text.as_bytes(), &chosen).unwrap();
    assert_eq!(
        (sheet.missing, sheet.rows[0].draft.amount.as_str()),
        (Vec::new(), "98.50")
    );
    // A name of the template can be taken away as well.
    let chosen = Chosen::from([
        ("品类".to_owned(), None),
        ("原价".to_owned(), Some(Field::Amount)),
    ]);
    let sheet = read_sheet("a.csv", text.as_bytes(), &chosen).unwrap();
    assert!(sheet.without_kinds && sheet.rows[0].draft.kind.is_empty());
    let chosen = Chosen::from([("没有的列".to_owned(), Some(Field::Note))]);
    let refused = read_sheet("a.csv", text.as_bytes(), &chosen).unwrap_err();
    assert_eq!(refused.message(), "表格里没有“没有的列”这一列。");
}

#[test]
fn missing_columns_are_named_in_one_sentence() {
    let refusal = |text: &str| read(text).unwrap().refusal().unwrap().message();
    assert_eq!(
        refusal("平台,商品,金额,备注\n某店,x,1,\n"),
        "表格缺少“付款时间”列，请在表头补上再导入；可以先下载模板照着填。"
    );
    assert_eq!(
        refusal("平台,品类\n某店,Q币\n"),
        "表格缺少“商品”“金额”“付款时间”列，请在表头补上再导入；可以先下载模板照着填。"
    );
    let refused = read("a,b,c\n1,2,3\n").unwrap_err();
    assert!(refused.message().contains("没有找到表头"));
}

#[test]
fn a_sheet_of_a_workbook_that_lacks_a_column_is_named() {
    let head = ["平台", "商品", "品类", "金额", "付款时间"];
    let row = ["某店", "Q币", "Q币", "98.50", "2026-11-20 21:03"];
    let rows = |width: usize| {
        let cells = |row: &[&'static str; 5]| row[..width].iter().copied().map(Made::Shared).collect();
        vec![(1, cells(&head)), (2, cells(&row))]
    };
    let prose = vec![(1, vec![Made::Shared("怎么填")])];
    let workbook = workbook(&[rows(5), prose, rows(3)]);
    let sheet = read_sheet("a.xlsx", &workbook, &Chosen::new()).unwrap();
    assert_eq!(
        sheet.refusal().unwrap().message(),
        "工作表“S3”缺少“金额”“付款时间”列，整份表格都没有读；请在表头补上，或者把这张工作表另存成一个文件。"
    );
}

#[test]
fn a_serial_becomes_a_time_or_a_day() {
    let text = "平台,商品,品类,金额,付款时间\n某店,x,会员,1,46293.96523148148\n某店,y,会员,1,46293\n";
    let rows = read(text).unwrap().rows;
    assert_eq!(rows[0].draft.paid_at, "2026-09-28 23:09:56");
    assert_eq!(rows[1].draft.paid_at, "2026-09-28");
}

#[test]
fn a_rounded_number_is_left_out_and_said() {
    let text = "平台,商品,品类,金额,付款时间,订单号,充值账号\n某店,x,会员,1,2026-09-28 10:00,2.02609E+27,13800000000\n";
    let [row] = &read(text).unwrap().rows[..] else {
        panic!()
    };
    assert_eq!(
        (row.draft.order_no.as_str(), row.draft.account.as_str()),
        ("", "13800000000")
    );
    assert_eq!(
        row.flags.iter().map(Text::chinese).collect::<Vec<_>>(),
        ["订单号被表格软件改过，后几位已经丢失，没有记；请照订单页面补上。"]
    );
}

#[test]
fn a_row_tells_what_became_of_it() {
    let list = |state: &str, refunded: &str, settled: &str| {
        let text = format!(
            "平台,商品,品类,金额,已退款,付款时间,状态,了结时间\n某店,x,会员,98,{refunded},2026-09-28 10:00,{state},{settled}\n"
        );
        let row = read(&text).unwrap().rows.remove(0);
        (row.over, row.came_back)
    };
    let back = |amount: &str| Some(("已退款".to_owned(), amount.to_owned()));
    let over = |state: &str| Some(state.to_owned());
    for (state, refunded, settled, told) in [
        ("", "", "", (None, None)),
        ("待到账", "0.00", "", (None, None)),
        ("已逾期", "/", "-", (None, None)),
        (
            "已到账",
            "0.00",
            "2026-09-28T10:00:00+08:00",
            (over("已到账"), None),
        ),
        ("已退款", "98.00", "", (over("已退款"), None)),
        ("", "", "2026-09-28", (over("2026-09-28"), None)),
        ("已逾期", "30.00", "", (None, back("30.00"))),
        ("", "退了一半", "", (None, back("退了一半"))),
    ] {
        assert_eq!(
            list(state, refunded, settled),
            told,
            "{state} {refunded} {settled}"
        );
    }
}

#[test]
fn a_text_kept_from_running_as_a_formula_is_itself_again() {
    let text = "平台,商品,品类,金额,付款时间,备注\n某店,\"'=1+1\",会员,1,2026-09-28 10:00,'你好\n";
    let rows = read(text).unwrap().rows;
    assert_eq!(
        (rows[0].draft.product.as_str(), rows[0].draft.note.as_str()),
        ("=1+1", "'你好")
    );
}

#[test]
fn lists_are_told_from_bills_by_whatever_names() {
    for (header, list) in [
        ("平台,商品,品类,金额,付款时间", true),
        ("平台,品类", true),
        ("店铺,宝贝,类别,实付,下单时间", true),
        // The order pages of shops, as scripts write them.
        ("订单编号,宝贝标题,店铺名称,实付款,订单创建时间,交易状态", true),
        ("订单号,商品名称,实付金额,下单时间,订单状态", true),
        ("日期,姓名,部门", false),
        // Statements of banks.
        ("交易日期,交易时间,收入,支出,余额,摘要,对方户名", false),
        ("记账日期,货币,交易金额,联机余额,交易摘要,对手信息", false),
    ] {
        let row = header.split(',').map(|_| "x").collect::<Vec<_>>().join(",");
        let kind = kind_of("a.csv", format!("{header}\n{row}\n").as_bytes(), None);
        assert_eq!(kind == Ok(FileKind::Sheet), list, "{header}");
        assert!(list || kind.is_err(), "{header}");
    }
}

#[test]
fn the_apps_own_table_is_refused() {
    let text = "编号,平台,商品,品类,金额,付款时间,应到账时间,状态,标签\n1,某店,x,会员,1,2026-09-28 10:00,2026-09-29 10:00,已到账,\n";
    let refused = read(text).unwrap_err();
    assert!(
        refused.message().starts_with("这是到账自己导出的订单表"),
        "{}",
        refused.message()
    );
}
