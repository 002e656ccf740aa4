//! What the sources say besides the catalogues.

use super::MESSAGES;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::HashSet;
use std::path::Path;

/// The folders that are built into the app, below `src-tauri`.
const BUILT: &[&str] = &["core/src", "api/src", "src", "reader/src", "typeset/src"];

/// The tests among the sources.
fn is_test(file: &str) -> bool {
    file.ends_with("tests.rs")
        || file.contains("/tests/")
        || file.ends_with("/made.rs")
        || [
            "core/src/how_to_add.rs",
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

/// What stands in the code in Chinese, file by file, is what the snapshot lists and nothing else: words that are looked for in
/// what others wrote, names of files and columns, and what is printed in papers and kept in the timeline, which is Chinese
/// whatever the person speaks. A sentence for the person belongs into the catalogues (`core/words`), not into the snapshot.
#[test]
fn no_sentence_stands_in_the_code() {
    let mut kept = String::new();
    for (file, source) in sources().into_iter().filter(|(file, _)| !is_test(file)) {
        let mut found = Vec::new();
        chinese(source.parse().unwrap(), &mut found);
        if !found.is_empty() {
            kept.push_str(&format!("{file}\n"));
            found
                .iter()
                .for_each(|text| kept.push_str(&format!("    {text}\n")));
        }
    }
    insta::assert_snapshot!(kept);
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
