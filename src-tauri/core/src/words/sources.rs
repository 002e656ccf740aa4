//! What the sources say besides the catalogues: no sentence, but in files that print papers or match what others wrote.

use super::MESSAGES;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::HashSet;
use std::path::Path;

/// The folders that are built into the app, below `src-tauri`.
const BUILT: &[&str] = &["core/src", "api/src", "src", "reader/src", "typeset/src"];

/// Files, and folders that end in `/`, which write for others than the person or for later: papers, files and their names, the
/// timeline, the app's own name. They are Chinese whatever the person speaks.
const PRINTED: &[&str] = &[
    "api/src/backups.rs",
    "api/src/bills/import.rs",
    "api/src/everything.rs",
    "api/src/filings.rs",
    "api/src/letters.rs",
    "api/src/operations.rs",
    "api/src/orders_file.rs",
    "api/src/package.rs",
    "api/src/package/write.rs",
    "api/src/platforms.rs",
    "api/src/samples.rs",
    "api/src/settle.rs",
    "core/src/escalate/fields.rs",
    "core/src/prove/contents.rs",
    "core/src/prove/exhibits.rs",
    "core/src/prove/manifest.rs",
    "core/src/prove/names.rs",
    "core/src/prove/submission.rs",
    "core/src/prove/verify.rs",
    "core/src/record/field.rs",
    "core/src/record/sheet.rs",
    "core/src/record/shot.rs",
    "core/src/store/file/everything.rs",
    "core/src/store/file/rescue.rs",
    "src/bubble.rs",
    "typeset/src/evidence.rs",
    "typeset/src/world.rs",
];

/// Files, and folders that end in `/`, in which words stand that are looked for in what others wrote. A sentence they do
/// not say.
const MATCHED: &[&str] = &[
    "api/src/check.rs",
    "api/src/sheet.rs",
    "core/src/record/bill/",
    "core/src/record/draft.rs",
    "core/src/record/moment.rs",
    "core/src/record/reading/",
    "core/src/record/window.rs",
    "core/src/rules/ends.rs",
    "core/src/store/file/location.rs",
];

/// The tests among the sources.
fn is_test(file: &str) -> bool {
    file.ends_with("tests.rs")
        || file.contains("/tests/")
        || file.ends_with("/made.rs")
        || [
            "core/src/adding.rs",
            "core/src/record/read_alike.rs",
            "core/src/words/sources.rs",
        ]
        .contains(&file)
}

/// The built sources: the path below `src-tauri`, and what stands there.
fn sources() -> Vec<(String, String)> {
    fn read(root: &Path, folder: &Path, all: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                read(root, &path, all);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let below = path.strip_prefix(root).unwrap().components();
                let parts: Vec<_> = below.map(|part| part.as_os_str().to_str().unwrap()).collect();
                all.push((parts.join("/"), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut all = Vec::new();
    for folder in BUILT {
        read(root, &root.join(folder), &mut all);
    }
    all.sort();
    all
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The strings in which Chinese stands, as the source has them, without those of comments and of tests.
fn chinese(tokens: TokenStream, found: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                tokens.next_if(|next| matches!(next, TokenTree::Punct(mark) if mark.as_char() == '!'));
                let Some(TokenTree::Group(attribute)) =
                    tokens.next_if(|next| matches!(next, TokenTree::Group(_)))
                else {
                    continue;
                };
                let said = attribute.stream().to_string().replace(' ', "");
                if said == "cfg(test)" {
                    // The whole item: it ends with its braces or its semicolon.
                    let _ = tokens.find(|next| match next {
                        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                        TokenTree::Punct(mark) => mark.as_char() == ';',
                        _ => false,
                    });
                } else if !said.starts_with("doc") {
                    chinese(attribute.stream(), found);
                }
            }
            TokenTree::Group(group) => chinese(group.stream(), found),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                if text.ends_with(['"', '#']) && text.contains(is_han) {
                    found.push(text);
                }
            }
            TokenTree::Punct(_) | TokenTree::Ident(_) => {}
        }
    }
}

fn is_of(list: &[&str], file: &str) -> bool {
    list.iter()
        .any(|one| *one == file || (one.ends_with('/') && file.starts_with(one)))
}

#[test]
fn no_sentence_stands_in_the_code() {
    let mut out_of_place = Vec::new();
    let mut used = Vec::new();
    for (file, source) in sources().into_iter().filter(|(file, _)| !is_test(file)) {
        let mut found = Vec::new();
        chinese(source.parse().unwrap(), &mut found);
        if found.is_empty() {
            continue;
        }
        used.push(file.clone());
        let matched = is_of(MATCHED, &file);
        if is_of(PRINTED, &file) || matched && found.iter().all(|text| !text.contains('。')) {
            continue;
        }
        out_of_place.extend(found.iter().map(|text| format!("{file}: {text}")));
    }
    assert!(
        out_of_place.is_empty(),
        "these belong into the catalogues (core/words), or their files into a list above:\n{}",
        out_of_place.join("\n")
    );
    for one in PRINTED.iter().chain(MATCHED) {
        assert!(
            used.iter().any(|file| is_of(&[*one], file)),
            "{one} holds no Chinese any more"
        );
    }
}

#[test]
fn comments_and_tests_say_what_they_like() {
    let source = r##"
        //! 说明
        /// "文档" 里的话
        const A: &str = "说一句 {name}";
        #[help = "帮助"]
        fn f() { let (c, life): (char, &'static str) = ('字', r#"原样的"话""#); g!(["一行", 2]) }
        /* 注释 /* 里面 */ "不算" */
        #[cfg(test)]
        mod tests { fn f() { let s = "测试 } 里的"; } }
        #[cfg(test)]
        mod other;
        const END: &str = "最后";
    "##;
    let mut found = Vec::new();
    chinese(source.parse().unwrap(), &mut found);
    assert_eq!(
        found,
        [
            "\"说一句 {name}\"",
            "\"帮助\"",
            "r#\"原样的\"话\"\"#",
            "\"一行\"",
            "\"最后\""
        ]
    );
}

/// One that nobody says would be translated in vain.
#[test]
fn every_sentence_is_said_somewhere() {
    let mut all: String = sources().into_iter().map(|(_, source)| source).collect();
    all.retain(|c| !c.is_whitespace());
    let behind = |opening: &'static str| all.split(opening).skip(1);
    let made = behind("text!(").filter_map(|rest| rest.split([',', ')']).next());
    let named = behind("Some(\"").filter_map(|rest| rest.split('"').next());
    let said: HashSet<String> = made
        .map(|name| name.replace('_', "-"))
        .chain(named.map(str::to_owned))
        .collect();
    let unsaid: Vec<&str> = MESSAGES
        .iter()
        .map(|(key, _)| *key)
        .filter(|key| !said.contains(*key))
        .collect();
    assert!(unsaid.is_empty(), "nobody says {unsaid:?}");
}
