//! B5: from the bytes of a list to what can be looked up and shown.
//!
//! Ours ends with an index, rows to be shown, and a report on each entry that cannot be used. The others end with a set
//! of names, whatever these are.

use std::collections::HashSet;
use std::fmt::Write;

use fencepost::address::NativeParser;
use fencepost::blocklist::Blocklist;
use fencepost::day::Day;
use fencepost::digest::Digest;
use fencepost::index::{Index, Rank, Rows};
use serde::Deserialize;

use crate::MEMORY;
use crate::contest::{Contestant, Figure, take_turns};
use crate::names::Corpus;

/// Times reading a list of so many entries.
pub fn measure(size: usize, rounds: usize) -> Vec<Figure> {
    let names = Corpus::new(size).names;
    let (json, csv) = (json(&names), csv(&names));
    let mut figures = Vec::new();
    type Kind<'k> = (&'k str, &'k str, &'static str, fn(&str) -> usize);
    let kinds: [Kind<'_>; 2] =
        [("JSON", &json, "serde_json, HashSet", json_set), ("CSV", &csv, "csv, HashSet", csv_set)];
    for (kind, text, peer, read) in kinds {
        let case = format!("{size} entries, {kind}");
        let mut contestants: Vec<Contestant<'_>> = vec![
            ("ours", Box::new(|| ours(text))),
            ("ours, list only", Box::new(|| list(text).blocks.len())),
            (peer, Box::new(|| read(text))),
        ];
        if kind == "JSON" {
            let checked = "serde_json, HashSet, digests compared";
            contestants.push((checked, Box::new(|| checked_json_set(text))));
        }
        figures.extend(take_turns("B5", &case, rounds, size, contestants));
        let case = format!("{size} entries, {kind}, peak memory");
        let mut add = |contestant, bytes: usize| {
            let value = bytes as f64 / size as f64;
            figures.push(Figure::exact("B5", case.clone(), contestant, "bytes", value));
        };
        add("ours", peak(|| ours(text)));
        add(peer, peak(|| read(text)));
    }
    figures
}

fn ours(text: &str) -> usize {
    let list = list(text);
    let today = Day::from_number(20_000).expect("a day");
    let rows = Rows::write(&list, today, None);
    let index = Index::of(&[("list", Rank::Home, &list)]).expect("whole keys");
    rows.len() + index.lists().len()
}

fn list(text: &str) -> Blocklist {
    Blocklist::read(text.as_bytes(), &NativeParser).expect("a list")
}

fn json_set(text: &str) -> usize {
    #[derive(Deserialize)]
    struct Entry {
        domain: String,
    }
    let entries: Vec<Entry> = serde_json::from_str(text).expect("JSON");
    entries.into_iter().map(|it| it.domain).collect::<HashSet<_>>().len()
}

fn checked_json_set(text: &str) -> usize {
    #[derive(Deserialize)]
    struct Entry {
        domain: String,
        digest: String,
    }
    let entries: Vec<Entry> = serde_json::from_str(text).expect("JSON");
    let is_right = |it: &Entry| Digest::parse(&it.digest) == Ok(Digest::of(&it.domain));
    entries.into_iter().filter(is_right).map(|it| it.domain).collect::<HashSet<_>>().len()
}

fn csv_set(text: &str) -> usize {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(|it| it.expect("CSV")[0].to_owned());
    rows.collect::<HashSet<_>>().len()
}

/// As a Mastodon server answers.
fn json(names: &[String]) -> String {
    let mut text = "[".to_owned();
    for name in names {
        let (digest, comment) = (Digest::of(name), "Unmoderated: spam and worse");
        let digest: String = digest.as_bytes().iter().map(|it| format!("{it:02x}")).collect();
        write!(
            text,
            "{{\"domain\":\"{name}\",\"digest\":\"{digest}\",\"severity\":\"suspend\",\"comment\":\"{comment}\"}},"
        )
        .expect("memory");
    }
    text.pop();
    text.push(']');
    text
}

/// As Mastodon exports it.
fn csv(names: &[String]) -> String {
    let head = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n";
    let row = |name: &String| {
        format!("{name},suspend,true,true,\"Unmoderated: spam, and worse\",false\n")
    };
    std::iter::once(head.to_owned()).chain(names.iter().map(row)).collect()
}

/// How many bytes are held at once at most.
fn peak(act: impl FnOnce() -> usize) -> usize {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    std::hint::black_box(act());
    MEMORY.peak_usage() - before
}
