//! What changed between two versions of a list.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::blocklist::{BlockName, Blocklist};
use crate::severity::Severity;

/// How many names of each kind are kept.
const KEPT_NAMES: usize = 200;
/// How many changes of a list are kept.
const KEPT_ENTRIES: usize = 90;
/// How long they are kept, in milliseconds: 90 days.
const KEPT_MS: f64 = 90.0 * 86_400_000.0;

/// One entry of a list, as far as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// What it is recognised by in the other version: the digest of a starred-out name, else the name as it is shown.
    pub key: Cow<'a, str>,
    /// The name as people read it.
    pub shown: &'a str,
    /// How strict it is.
    pub severity: Severity,
    /// The reason that the server publishes.
    pub comment: Option<&'a str>,
}

/// What changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Changes {
    /// Names that are new.
    pub added: Names,
    /// Names that are gone.
    pub removed: Names,
    /// Names that are treated more strictly or more mildly.
    pub severity: Names,
    /// Names for which only another reason is given.
    pub comment: Names,
}

/// Names that changed in one way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Names {
    /// How many there are.
    pub count: u32,
    /// The first 200 of them, in the order of their keys.
    pub first: Vec<Changed>,
}

/// A name that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// As people read it.
    pub name: String,
    /// How strict the entry was; `None` of a new one.
    pub from: Option<Severity>,
    /// How strict it is; `None` of one that is gone.
    pub to: Option<Severity>,
}

/// What one refresh changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    /// When it was seen, in milliseconds since 1970.
    pub at: f64,
    /// What changed.
    pub changes: Changes,
}

impl Changes {
    /// Compares two versions of a list.
    ///
    /// Of several rows with one key, which no list that was [read](Blocklist::read) has, each is compared with one of
    /// the other version.
    pub fn between<'a>(
        former: impl IntoIterator<Item = Row<'a>>,
        latter: impl IntoIterator<Item = Row<'a>>,
    ) -> Changes {
        let (former, latter) =
            (sorted(former.into_iter().collect()), sorted(latter.into_iter().collect()));
        let (mut former, mut latter) = (former.iter().peekable(), latter.iter().peekable());
        let mut changes = Changes::default();
        loop {
            let order = match (former.peek(), latter.peek()) {
                (Some(old), Some(new)) => old.key.cmp(&new.key),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return changes,
            };
            let old = former.next_if(|_| order.is_le());
            let new = latter.next_if(|_| order.is_ge());
            let kind = match (old, new) {
                (None, Some(_)) => &mut changes.added,
                (Some(_), None) => &mut changes.removed,
                (Some(old), Some(new)) if old.severity != new.severity => &mut changes.severity,
                (Some(old), Some(new)) if old.comment != new.comment => &mut changes.comment,
                _ => continue,
            };
            kind.add(old, new);
        }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        [&self.added, &self.removed, &self.severity, &self.comment].iter().all(|it| it.count == 0)
    }
}

impl Names {
    fn add(&mut self, old: Option<&Row<'_>>, new: Option<&Row<'_>>) {
        self.count = self.count.saturating_add(1);
        if self.first.len() < KEPT_NAMES {
            self.first.push(Changed {
                name: new.or(old).map_or_else(String::new, |it| it.shown.to_owned()),
                from: old.map(|it| it.severity),
                to: new.map(|it| it.severity),
            });
        }
    }
}

/// The rows of a list. Canaries are left out, as from everything that people are told of a list.
pub fn rows(list: &Blocklist) -> impl Iterator<Item = Row<'_>> {
    list.blocks.iter().filter(|it| !it.canary).map(|block| Row {
        key: match &block.name {
            BlockName::Obfuscated { digest: Some(digest), .. } => digest.to_string().into(),
            name => name.shown().into(),
        },
        shown: block.name.shown(),
        severity: block.severity,
        comment: block.public_comment.as_deref(),
    })
}

/// Puts a history into order, the newest first, and drops what is older than 90 days or more than 90 entries.
pub fn prune(history: &mut Vec<HistoryEntry>, now: f64) {
    history.retain(|it| now - it.at <= KEPT_MS);
    history.sort_unstable_by(|left, right| right.at.total_cmp(&left.at));
    history.truncate(KEPT_ENTRIES);
}

fn sorted(mut rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    rows.sort_unstable_by(|left, right| left.key.cmp(&right.key));
    rows
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::address::NativeParser;

    fn row<'a>(key: &'a str, severity: Severity, comment: Option<&'a str>) -> Row<'a> {
        Row { key: key.into(), shown: key, severity, comment }
    }

    fn describe(names: &Names) -> String {
        let word = |it: Option<Severity>| it.map_or("", Severity::as_str);
        let first: Vec<_> = names
            .first
            .iter()
            .map(|it| format!("{} {}>{}", it.name, word(it.from), word(it.to)))
            .collect();
        format!("{}: {}", names.count, first.join(", "))
    }

    #[track_caller]
    fn check(former: &str, latter: &str, expected: [&str; 4]) {
        let read = |json: &str| Blocklist::read(json.as_bytes(), &NativeParser).unwrap();
        let (former, latter) = (read(former), read(latter));
        let changes = Changes::between(rows(&former), rows(&latter));
        let actual =
            [&changes.added, &changes.removed, &changes.severity, &changes.comment].map(describe);
        assert_eq!(actual, expected);
        assert_eq!(changes.is_empty(), expected == ["0: "; 4]);
    }

    #[test]
    fn kinds_of_changes() {
        check("[]", "[]", ["0: "; 4]);
        check(
            r#"[{"domain":"b.example"},{"domain":"a.example"},{"domain":"c.example","comment":"x"},{"domain":"d.example","severity":"silence"}]"#,
            r#"[{"domain":"e.example"},{"domain":"a.example"},{"domain":"c.example","comment":"y"},{"domain":"d.example","comment":"z"}]"#,
            [
                "1: e.example >suspend",
                "1: b.example suspend>",
                "1: d.example silence>suspend",
                "1: c.example suspend>suspend",
            ],
        );
    }

    #[test]
    fn starred_names_are_known_by_their_digest() {
        let starred = |shown: &str, name: &str, severity: &str| {
            let digest = crate::digest::Digest::of(name);
            format!(r#"{{"domain":"{shown}","digest":"{digest}","severity":"{severity}"}}"#)
        };
        let former = format!("[{}]", starred("ba*.****ple", "bad.example", "silence"));
        let latter = format!(
            "[{},{}]",
            starred("ba*.****ple", "bat.example", "silence"),
            starred("b**.****ple", "bad.example", "suspend")
        );
        let expected = ["1: ba*.****ple >silence", "0: ", "1: b**.****ple silence>suspend", "0: "];
        check(&former, &latter, expected);
        check(
            r#"[{"domain":"ba*.example"}]"#,
            "[]",
            ["0: ", "1: ba*.example suspend>", "0: ", "0: "],
        );
    }

    #[test]
    fn canaries_are_left_out() {
        check("[]", r#"[{"domain":"dni.invalid"}]"#, ["0: "; 4]);
    }

    #[test]
    fn names_are_counted_beyond_what_is_kept() {
        let keys: Vec<_> = (0..1000).map(|it| format!("n{it:04}.example")).collect();
        let rows = keys.iter().map(|it| row(it, Severity::Suspend, None));
        let changes = Changes::between([], rows);
        assert_eq!(changes.added.count, 1000);
        assert_eq!(changes.added.first.len(), 200);
        assert_eq!(changes.added.first[199].name, "n0199.example");
    }

    #[test]
    fn stored_as_plain_data() {
        let changes = Changes::between([row("a.example", Severity::Silence, None)], []);
        let entry = HistoryEntry { at: 1.0, changes };
        let json = serde_json::to_string(&entry).unwrap();
        assert_eq!(serde_json::from_str::<HistoryEntry>(&json).unwrap(), entry);
        assert!(json.contains(r#"{"name":"a.example","from":"silence","to":null}"#), "{json}");
    }

    #[track_caller]
    fn check_pruned(days: &[f64], expected: &[f64]) {
        const NOW: f64 = 1_700_000_000_000.0;
        let entry =
            |day: &f64| HistoryEntry { at: NOW - day * 86_400_000.0, changes: Changes::default() };
        let mut history: Vec<_> = days.iter().map(entry).collect();
        prune(&mut history, NOW);
        assert_eq!(history, expected.iter().map(entry).collect::<Vec<_>>());
    }

    #[test]
    fn history_is_short() {
        check_pruned(&[], &[]);
        check_pruned(&[3.0, 1.0, 2.0], &[1.0, 2.0, 3.0]);
        check_pruned(&[0.0, 90.0, 90.5, 400.0], &[0.0, 90.0]);
        check_pruned(&[f64::NAN, 1.0, -1.0], &[-1.0, 1.0]);
        let hours: Vec<_> = (0..200).map(|it| f64::from(it) / 24.0).collect();
        check_pruned(&hours, &hours[..90]);
    }

    proptest! {
        #[test]
        fn each_name_changes_in_at_most_one_way(
            former in prop::collection::btree_map("[a-d]{1,2}", 0..3_usize, 0..20),
            latter in prop::collection::btree_map("[a-d]{1,2}", 0..3_usize, 0..20),
        ) {
            fn rows_of(map: &BTreeMap<String, usize>) -> impl Iterator<Item = Row<'_>> {
                map.iter().rev().map(|(key, it)| row(key, Severity::ALL[*it], None))
            }
            let changes = Changes::between(rows_of(&former), rows_of(&latter));
            let gone = former.keys().filter(|it| !latter.contains_key(*it)).count();
            let new = latter.keys().filter(|it| !former.contains_key(*it)).count();
            let other = former.iter().filter(|(key, it)| latter.get(*key).is_some_and(|new| new != *it));
            prop_assert_eq!(changes.removed.count as usize, gone);
            prop_assert_eq!(changes.added.count as usize, new);
            prop_assert_eq!(changes.severity.count as usize, other.count());
            prop_assert_eq!(changes.comment.count, 0);
        }
    }
}
