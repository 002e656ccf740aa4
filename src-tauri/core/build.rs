//! Checks the catalogues of words and makes one constructor of each message, so that a message that is missing in a language,
//! or an argument that is misspelt, does not compile.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The language in which a message begins to exist; the others have to say the same.
const FIRST: &str = "zh-CN";

/// The messages of a language, each with the names of its arguments.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn main() {
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("words");
    println!("cargo::rerun-if-changed={}", folder.display());
    // What is embedded of the rules is found, not listed: a file that comes or goes is noticed by this.
    println!("cargo::rerun-if-changed=rules");
    let mut languages = BTreeMap::new();
    for language in entries(&folder) {
        println!("cargo::rerun-if-changed={}", language.display());
        let mut messages = Messages::new();
        let files = entries(&language);
        for file in &files {
            println!("cargo::rerun-if-changed={}", file.display());
            read(file, &mut messages);
        }
        languages.insert(name(&language), (files, messages));
    }
    let Some((_, first)) = languages.get(FIRST) else {
        panic!("there is no catalogue {FIRST}");
    };
    for (tag, (_, messages)) in &languages {
        compare(tag, messages, first);
    }
    let mut code = String::from(
        "/// Every language with its sources.\npub(super) const SOURCES: &[(&str, &[&str])] = &[\n",
    );
    for (tag, (files, _)) in &languages {
        let included: String = files
            .iter()
            .map(|file| format!("include_str!({:?}), ", file.display().to_string()))
            .collect();
        let _ = writeln!(code, "({tag:?}, &[{included}]),");
    }
    code.push_str(
        "];\n/// Every message with the names of its arguments.\nconst MESSAGES: &[(&str, &[&str])] = &[\n",
    );
    for (key, arguments) in first {
        let names: String = arguments.iter().map(|one| format!("{one:?}, ")).collect();
        let _ = writeln!(code, "({key:?}, &[{names}]),");
    }
    code.push_str("];\n#[allow(non_camel_case_types)]\npub mod messages {\nuse super::{Arg, Text};\n");
    for (key, arguments) in first {
        let name = key.replace('-', "_");
        let fields: String = arguments.iter().map(|one| format!("pub {one}: Arg, ")).collect();
        let args: String = arguments
            .iter()
            .map(|one| format!("({one:?}, self.{one}), "))
            .collect();
        let _ = writeln!(
            code,
            "pub struct {name} {{ {fields} }}\nimpl {name} {{ pub fn text(self) -> Text {{ Text::message({key:?}, vec![{args}]) }} }}"
        );
    }
    code.push_str("}\n");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("words.rs");
    fs::write(&out, code).unwrap_or_else(|error| panic!("{}: {error}", out.display()));
}

/// What is in a folder, by name.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found: Vec<_> = read.flatten().map(|entry| entry.path()).collect();
    found.sort();
    found
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn read(file: &Path, messages: &mut Messages) {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let resource: Resource<&str> = fluent_syntax::parser::parse(text.as_str())
        .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.display()));
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => {
                let key = message.id.name;
                let Some(pattern) = &message.value else {
                    panic!("{}: {key} says nothing", file.display());
                };
                assert!(
                    key.bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                    "{}: {key}: a key is lower-case words and hyphens",
                    file.display()
                );
                let mut arguments = BTreeSet::new();
                arguments_of(pattern, &mut arguments);
                let twice = messages.insert(key.to_owned(), arguments);
                assert!(twice.is_none(), "{}: {key} is there twice", file.display());
            }
            Entry::Junk { content } => panic!("{}: cannot be read: {content}", file.display()),
            _ => {}
        }
    }
}

fn arguments_of(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            expression_of(expression, found);
        }
    }
}

fn expression_of(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => inline_of(inline, found),
        Expression::Select { selector, variants } => {
            inline_of(selector, found);
            for variant in variants {
                arguments_of(&variant.value, found);
            }
        }
    }
}

fn inline_of(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => expression_of(expression, found),
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        other => panic!("only arguments and literals stand in a message, not {other:?}"),
    }
}

fn compare(tag: &str, messages: &Messages, first: &Messages) {
    for (key, arguments) in first {
        match messages.get(key) {
            None => panic!("{tag} lacks {key}"),
            Some(own) if own != arguments => {
                panic!("{key} has the arguments {own:?} in {tag} and {arguments:?} in {FIRST}")
            }
            Some(_) => {}
        }
    }
    for key in messages.keys() {
        assert!(first.contains_key(key), "{tag} has {key}, which {FIRST} lacks");
    }
}
