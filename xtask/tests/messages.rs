//! `_locales/en/messages.json` against what is asked of it: no key missing, none unused, no `$1` left unfilled.
//!
//! The sources are only scanned: a key is a string in a call that shows a message, and what fills it are the elements
//! of the array after it. A key that reaches the call by another way is given nothing, or, when it has plural forms,
//! the count. Keys that stand in a [table](TABLES) or are [made of words](families) are known by that.
#![allow(clippy::unwrap_used, reason = "all of it is a test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fencepost::blocklist::Format;
use serde_json::Value;

/// Calls whose first argument is a key, with how many values it is given when there is no array.
const CALLS: [(&str, usize); 9] = [
    ("Message::new(", 0),
    ("say(", 0),
    ("plain(", 0),
    ("tell(", 0),
    ("failed(", 0),
    ("name(", 0),
    // These two make one value themselves.
    ("message(", 1),
    ("about(", 1),
    ("getMessage(", 0),
];

/// Functions and tables that give keys which others show, by how they begin, with how many values that is then given. What names
/// no message has no capital letter.
const TABLES: [(&str, usize); 3] =
    [("fn key(self)", 1), ("fn request(does: &str", 1), ("const LISTS: [(&str, &str)", 1)];

/// How keys begin and end that are shown far from where they stand.
const BEGINNINGS: [&str; 3] = ["fail", "doubt", "because"];
const ENDING: &str = "Count";

#[test]
fn every_key_is_there_and_filled() {
    let messages = messages();
    let sources = sources();
    let mut given: BTreeMap<&str, usize> = BTreeMap::new();
    let calls = sources.iter().flat_map(|(_, text)| calls(text));
    let calls = calls.chain(sources.iter().flat_map(|(_, text)| attributes(text)));
    for (key, values) in calls.chain(sources.iter().flat_map(|(_, text)| tables(text))) {
        let forms = [key.to_owned(), format!("{key}_other")];
        assert!(forms.iter().any(|key| messages.contains_key(key)), "there is no message {key}");
        let least = given.entry(key).or_insert(values);
        *least = values.min(*least);
    }
    let far = sources.iter().flat_map(|(_, text)| strings(text)).filter(|text| is_far(text));
    for key in far.map(str::to_owned).chain(families()) {
        let forms = [key.clone(), format!("{key}_other")];
        assert!(forms.iter().any(|key| messages.contains_key(key)), "there is no message {key}");
    }
    for (key, text) in &messages {
        let stem = stem(key);
        let counted = usize::from(stem != key);
        let given = given.get(stem).copied().unwrap_or_default().max(counted);
        let wanted = (1..=9).filter(|n| text.contains(&format!("${n}"))).max().unwrap_or_default();
        assert!(wanted <= given, "{key} wants {wanted} values and is given {given}: {text}");
    }
}

#[test]
fn no_key_is_unused() {
    let sources = sources();
    let manifest = fs::read_to_string(xtask::root().join("extension/manifest.json")).unwrap();
    let named = manifest.split("__MSG_").skip(1).filter_map(|rest| rest.split("__").next());
    let used: BTreeSet<&str> =
        sources.iter().flat_map(|(_, text)| strings(text)).chain(named).collect();
    let families: Vec<_> = families().collect();
    let is_used = |key: &String| used.contains(stem(key)) || families.contains(key);
    let messages = messages();
    let unused: Vec<_> = messages.keys().filter(|key| !is_used(key)).collect();
    assert!(unused.is_empty(), "nobody shows {unused:?}");
}

#[test]
fn plural_forms_are_whole() {
    let messages = messages();
    for key in messages.keys().filter(|key| stem(key) != key.as_str()) {
        assert!(messages.contains_key(&format!("{}_other", stem(key))), "{key} has no other");
        assert!(!messages.contains_key(stem(key)), "{key} and {} are both there", stem(key));
    }
}

/// The scan itself, or a change of style would make it find nothing.
#[test]
fn the_scan_sees_calls() {
    #[track_caller]
    fn check(text: &str, expected: &[(&str, usize)]) {
        assert_eq!(calls(text), expected, "{text}");
    }
    check("text::plain(\"a\")", &[("a", 0)]);
    check(
        "Message::new(\n    \"a\",\n    [Value::name(&b.c), Value::Text(d(e, f))],\n)",
        &[("a", 2)],
    );
    check("text::say(\"a\", &[Value::Count(b)])", &[("a", 1)]);
    check("plain(if b { \"a\" } else { \"c\" })", &[("a", 0), ("c", 0)]);
    check("plain(match b { B::C => \"a\", B::D => \"c\" })", &[("a", 0), ("c", 0)]);
    check("let key = if b { \"a\" } else { \"c\" };\nsay(key, &[d, e])", &[("a", 2), ("c", 2)]);
    check("for (b, key) in [(c, \"a\"), (d, \"e\")] {\n    plain(key)", &[("a", 0), ("e", 0)]);
    check("const B: &str = \"a\";\nMessage::new(B, [c, d])", &[("a", 2)]);
    check("message(\"a\", Value::Text(b)), about(\"c\", server)", &[("a", 1), ("c", 1)]);
    check("browser.i18n.getMessage(\"a\")", &[("a", 0)]);
    check("tell(&text::say(\"a\", &[b]))", &[("a", 1)]);
    check("explain(\"a\")", &[]);
    let table = "fn key(self) -> &str {\n    match self { B => \"aB\", C => \"c\" }\n}\n\n\"dE\"";
    assert_eq!(tables(table), [("aB", 1)]);
    assert!(is_far("failBad") && is_far("allCount") && !is_far("failed") && !is_far("fail-b"));
    assert_eq!(
        attributes("<p data-message=\"a\"><p data-message-label=\"b\">"),
        [("a", 0), ("b", 0)]
    );
}

/// The messages by their keys.
fn messages() -> BTreeMap<String, String> {
    let text =
        fs::read_to_string(xtask::root().join("extension/_locales/en/messages.json")).unwrap();
    let messages: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    let text = |message: &Value| message["message"].as_str().unwrap().to_owned();
    messages.iter().map(|(key, message)| (key.clone(), text(message))).collect()
}

/// The key without its plural form (<https://cldr.unicode.org/index/cldr-spec/plural-rules>).
fn stem(key: &str) -> &str {
    const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
    key.rsplit_once('_').filter(|(_, form)| FORMS.contains(form)).map_or(key, |(stem, _)| stem)
}

/// The keys that are made of a word.
fn families() -> impl Iterator<Item = String> {
    Format::ALL.into_iter().map(|format| format!("format_{}", format.as_str()))
}

/// The keys in [`TABLES`]. A blank line ends each.
fn tables(text: &str) -> Vec<(&str, usize)> {
    let mut found = Vec::new();
    for (name, values) in TABLES {
        for part in text.split(name).skip(1) {
            let part = part.split("\n\n").next().unwrap_or_default();
            let keys = strings(part).filter(|it| is_key(it) && it.contains(char::is_uppercase));
            found.extend(keys.map(|key| (key, values)));
        }
    }
    found
}

/// Whether it is a key wherever it stands.
fn is_far(text: &str) -> bool {
    let begins = BEGINNINGS.iter().filter_map(|it| text.strip_prefix(it));
    let mut begins = begins.filter(|rest| rest.starts_with(char::is_uppercase));
    is_key(text) && (begins.next().is_some() || text.ends_with(ENDING))
}

/// Everything that can show a message, without its tests.
fn sources() -> Vec<(String, String)> {
    let mut sources = Vec::new();
    for (folder, kinds) in [("src", &["rs"][..]), ("extension", &["html", "js"])] {
        read(&xtask::root().join(folder), kinds, &mut sources);
    }
    sources
}

fn read(folder: &Path, kinds: &[&str], sources: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, kinds, sources);
        } else if path.extension().is_some_and(|kind| kinds.iter().any(|it| kind == *it)) {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            sources.push((path.display().to_string(), text.to_owned()));
        }
    }
}

/// The keys in attributes of HTML, which are filled with nothing.
fn attributes(text: &str) -> Vec<(&str, usize)> {
    let names = ["data-message=", "data-message-label=", "data-message-placeholder="];
    let parts = names.iter().flat_map(|name| text.split(name).skip(1));
    parts.filter_map(|part| strings(part).next()).map(|key| (key, 0)).collect()
}

/// The keys in calls, each with how many values it is given.
fn calls(text: &str) -> Vec<(&str, usize)> {
    let mut found = Vec::new();
    for (name, least) in CALLS {
        for (at, _) in text.match_indices(name) {
            let is_other = |it: char| it.is_alphanumeric() || "_:.".contains(it);
            if text[..at].ends_with(is_other)
                && !["text::", "i18n."].iter().any(|it| text[..at].ends_with(it))
            {
                continue;
            }
            let arguments = split(&text[at + name.len()..]);
            let values = arguments
                .iter()
                .skip(1)
                .find_map(|it| it.trim_start_matches('&').strip_prefix('['));
            let values = values.map_or(least, |values| split(values).len());
            let Some(first) = arguments.first() else { continue };
            if CALLS.iter().any(|(call, _)| first.contains(call)) {
                continue;
            }
            let key = value_of(first, &text[..at], text).unwrap_or(first);
            found.extend(strings(key).filter(|key| is_key(key)).map(|key| (key, values)));
        }
    }
    found
}

/// What a name stands for that is given to a call: a constant of the file, or what was bound last before the call.
fn value_of<'t>(name: &str, before: &'t str, text: &'t str) -> Option<&'t str> {
    if name.contains(|it: char| !it.is_ascii_alphanumeric() && it != '_') {
        return None;
    }
    let until_semicolon = |text: &'t str| text.split(';').next();
    if let Some((_, value)) = text.split_once(&format!("const {name}: &str = ")) {
        return until_semicolon(value);
    }
    let bound = before.rfind(&format!("let {name} = "));
    let bound = bound.max(before.rfind(&format!("let ({name}, ")));
    let each = before.match_indices("for (").map(|(at, _)| at).filter(|at| {
        let pattern = before[*at..].split(" in [").next().unwrap_or_default();
        pattern.len() < 80 && pattern.contains(&format!(" {name}"))
    });
    let each = each.last();
    match (bound, each) {
        (Some(bound), each) if each.is_none_or(|each| each < bound) => {
            until_semicolon(&before[bound..])
        }
        (_, Some(each)) => before[each..].split_once(" in [")?.1.split("] {").next(),
        _ => None,
    }
}

/// The arguments, or elements, up to the bracket that ends them.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, character) in text.char_indices() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth > 0 => depth -= 1,
            ')' | ']' | '}' | ',' if depth == 0 => {
                let part = text[start..at].trim();
                parts.extend((!part.is_empty()).then_some(part));
                start = at + 1;
                if character != ',' {
                    break;
                }
            }
            _ => {}
        }
    }
    parts
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| it.is_ascii_alphanumeric())
}

/// What stands in double quotes. A quotation mark in a string or a comment confuses it only until the line ends.
fn strings(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('"').skip(1).step_by(2))
}
