//! Every language of `_locales` against English: no key missing, none too many, no value forgotten, and of what is
//! counted every form that the language has.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "all of it is a test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use serde_json::Value;

/// The forms that languages can have (<https://cldr.unicode.org/index/cldr-spec/plural-rules>).
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

type Messages = BTreeMap<String, String>;

#[test]
fn every_language_says_what_english_says() {
    let languages = languages();
    let english = &languages["en"];
    let wrong: Vec<String> = languages
        .iter()
        .flat_map(|(language, messages)| {
            let forms = forms(&messages["locale"]);
            let wrong = compare(english, messages, &forms).into_iter();
            wrong.map(move |what| format!("{language}: {what}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} wrong in _locales:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_language_says_which_it_is() {
    for (language, messages) in languages() {
        let locale = &messages["locale"];
        assert!(locale.starts_with(&language.replace('_', "-")), "{language} says {locale}");
        assert!(["ltr", "rtl"].contains(&messages["direction"].as_str()), "{language}");
    }
}

#[test]
fn sees_what_is_wrong() {
    #[track_caller]
    fn check(english: &[(&str, &str)], other: &[(&str, &str)], expected: &[&str]) {
        let messages = |pairs: &[(&str, &str)]| -> Messages {
            pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
        };
        let forms = ["one", "few", "other"].map(str::to_owned);
        assert_eq!(compare(&messages(english), &messages(other), &forms), expected);
    }
    check(&[("a", "b")], &[("a", "c")], &[]);
    check(&[("a", "b")], &[("c", "b")], &["a is missing", "c is not in English"]);
    check(&[("a", "b")], &[("a", " ")], &["a is empty"]);
    check(&[("a", "$1 $2")], &[("a", "$2 $1")], &[]);
    check(&[("a", "$1 $2")], &[("a", "$1")], &["a has {1} where English has {1, 2}"]);
    check(&[("a", " b")], &[("a", "c")], &["a begins without the space that English begins with"]);
    let english = [("a_one", "$1 b"), ("a_other", "$1 bs")];
    check(&english, &[("a_one", "b"), ("a_few", "$1 b"), ("a_other", "$1 b")], &[]);
    check(&english, &[("a_one", "b"), ("a_other", "$1 b")], &["a_few is missing"]);
    check(
        &english,
        &[("a_one", "b"), ("a_two", "$1 b"), ("a_few", "$3 b"), ("a_other", "b")],
        &[
            "a_few has {3} where English has {1}",
            "a_other has {} where English has {1}",
            "a_two is not in English",
        ],
    );
}

/// What is wrong with the messages of a language that has these plural forms.
fn compare(english: &Messages, messages: &Messages, forms: &[String]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut wanted = BTreeSet::new();
    for (key, text) in english {
        // What is counted is compared once, with the form that every language has.
        let keys = match counted(key) {
            Some((stem, "other")) => forms.iter().map(|form| format!("{stem}_{form}")).collect(),
            Some(_) => continue,
            None => vec![key.clone()],
        };
        for key in keys {
            match messages.get(&key) {
                None => wrong.push(format!("{key} is missing")),
                Some(said) => wrong.extend(difference(&key, text, said)),
            }
            wanted.insert(key);
        }
    }
    let surplus = messages.keys().filter(|key| !wanted.contains(*key));
    wrong.extend(surplus.map(|key| format!("{key} is not in English")));
    wrong
}

fn difference(key: &str, english: &str, said: &str) -> Option<String> {
    if said.trim().is_empty() {
        return Some(format!("{key} is empty"));
    }
    if english.starts_with(' ') && !said.starts_with(' ') {
        return Some(format!("{key} begins without the space that English begins with"));
    }
    let (expected, given) = (values(english), values(said));
    // “One rule” needs no 1; “other” and what is not counted have all values.
    let may_lack = counted(key).is_some_and(|(_, form)| form != "other");
    let fits = if may_lack { given.is_subset(&expected) } else { given == expected };
    let lists = || format!("{key} has {given:?} where English has {expected:?}");
    (!fits).then(lists)
}

/// The numbers of the values that fill a text.
fn values(text: &str) -> BTreeSet<usize> {
    (1..=9).filter(|number| text.contains(&format!("${number}"))).collect()
}

/// The key of something counted, apart from its form.
fn counted(key: &str) -> Option<(&str, &str)> {
    key.rsplit_once('_').filter(|(_, form)| FORMS.contains(form))
}

/// The plural forms of a language, as browsers know them.
fn forms(locale: &str) -> Vec<String> {
    let script = "console.log(JSON.stringify(
        new Intl.PluralRules(process.argv[1]).resolvedOptions().pluralCategories))";
    let answer = Command::new("node").args(["--eval", script, locale]).output().unwrap();
    serde_json::from_slice(&answer.stdout).unwrap()
}

/// The messages of each folder.
fn languages() -> BTreeMap<String, Messages> {
    let folders = fs::read_dir(xtask::root().join("extension/_locales")).unwrap();
    let messages = folders.map(|folder| {
        let folder = folder.unwrap();
        let text = fs::read_to_string(folder.path().join("messages.json")).unwrap();
        let messages: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
        let text = |message: Value| message["message"].as_str().unwrap().to_owned();
        let messages = messages.into_iter().map(|(key, message)| (key, text(message))).collect();
        (folder.file_name().into_string().unwrap(), messages)
    });
    messages.collect()
}
