//! Lists as files, for other programs and for safe keeping.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::blocklist::pattern::{Pattern, PatternKind};
use crate::blocklist::{BlockName, Covers, DomainBlock, MAX_ENTRIES, MAX_PATTERNS};
use crate::day::Day;
use crate::digest::Digest;
use crate::domain::Domain;
use crate::index::{Rank, Row};
use crate::severity::Severity;

/// The header of Mastodon's own export (`app/controllers/admin/export_domain_blocks_controller.rb`); with another one
/// Mastodon takes every row for a suspension and the header for a domain (`app/models/admin/import.rb`).
const HEADER: &str = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n";

/// One entry of a list as JSON: the fields of Mastodon's API
/// (<https://docs.joinmastodon.org/entities/DomainBlock/>) and its admin twin, and what Fencepost knows beyond them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    domain: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    severity: String,
    comment: Option<String>,
    reject_media: bool,
    reject_reports: bool,
    /// The day of the decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<String>,
    /// The day on which Fencepost first found the entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_seen: Option<String>,
    /// What the software itself calls the severity.
    #[serde(skip_serializing_if = "Option::is_none")]
    word: Option<String>,
    /// How the name is matched, where it is not as on Mastodon.
    #[serde(skip_serializing_if = "Option::is_none")]
    matching: Option<String>,
}

/// As for the readers of lists, in bytes.
const LONGEST_PATTERN: usize = 253;
/// The words for how names are matched.
const LITERAL: &str = "literal";
const STARRED: &str = "starred";
const COVERS: [(Covers, &str); 3] = [
    (Covers::BelowBeforeAll, "before-all"),
    (Covers::Only, "exact"),
    (Covers::OnlyAndWww, "exact-or-www"),
];
const PATTERNS: [(PatternKind, &str); PatternKind::ALL.len()] = [
    (PatternKind::Glob, "glob"),
    (PatternKind::OneEach, "one-each"),
    (PatternKind::AnyBelow, "any-below"),
    (PatternKind::Beginning, "beginning"),
];

/// Whether so many entries are more than any list may have.
pub fn are_too_many(records: &[Record]) -> bool {
    let is_pattern = |it: &&Record| {
        PATTERNS.iter().any(|(_, matching)| Some(*matching) == it.matching.as_deref())
    };
    records.len() > MAX_ENTRIES || records.iter().filter(is_pattern).count() > MAX_PATTERNS
}

impl Record {
    /// An entry that was first seen on a day.
    pub fn of(block: &DomainBlock, first_seen: Option<Day>) -> Record {
        let digest = match &block.name {
            BlockName::Obfuscated { digest, .. } => *digest,
            BlockName::Domain(domain) => Some(Digest::of(domain.as_str())),
            BlockName::Literal(_) | BlockName::Pattern(_) => None,
        };
        let covers = COVERS.iter().find(|it| it.0 == block.covers).map(|it| it.1);
        let matching = match &block.name {
            BlockName::Literal(_) => Some(LITERAL),
            BlockName::Obfuscated { digest: None, .. } => Some(STARRED),
            BlockName::Pattern(pattern) => {
                PATTERNS.iter().find(|it| it.0 == pattern.kind()).map(|it| it.1)
            }
            BlockName::Domain(_) | BlockName::Obfuscated { .. } => covers,
        };
        Record {
            domain: block.name.shown().to_owned(),
            digest: digest.map(|it| it.to_string()),
            severity: block.severity.as_str().to_owned(),
            comment: block.public_comment.clone(),
            reject_media: block.reject_media,
            reject_reports: block.reject_reports,
            created_at: block.since.map(|it| it.to_string()),
            first_seen: first_seen.map(|it| it.to_string()),
            word: block.word.clone(),
            matching: matching.map(str::to_owned),
        }
    }

    /// The entry; `None` when it is damaged.
    pub fn block(self) -> Option<DomainBlock> {
        let severity = Severity::ALL.into_iter().find(|it| it.as_str() == self.severity)?;
        let matching = self.matching.as_deref().unwrap_or_default();
        let pattern = PATTERNS.iter().find(|it| it.1 == matching).map(|it| it.0);
        let covers = COVERS.iter().find(|it| it.1 == matching).map(|it| it.0);
        let digest = self.digest.as_deref().and_then(|it| Digest::parse(it).ok());
        let name = match (pattern, Domain::parse(&self.domain)) {
            (Some(_), _) if self.domain.len() > LONGEST_PATTERN => return None,
            (Some(kind), _) => BlockName::Pattern(Pattern::new(&self.domain, kind)),
            (None, Ok(domain)) => BlockName::Domain(domain),
            (None, Err(_)) if matching == LITERAL => BlockName::Literal(self.domain),
            (None, Err(_)) if self.domain.contains('*') => {
                BlockName::Obfuscated { shown: self.domain, digest }
            }
            (None, Err(_)) => return None,
        };
        let canary =
            matches!(&name, BlockName::Domain(domain) if crate::blocklist::is_canary(domain));
        Some(DomainBlock {
            covers: covers.unwrap_or_default(),
            word: self.word,
            public_comment: self.comment.filter(|it| !it.is_empty()),
            reject_media: self.reject_media,
            reject_reports: self.reject_reports,
            since: self.created_at.as_deref().and_then(Day::parse),
            canary,
            ..DomainBlock::new(name, severity)
        })
    }

    /// See [`Row::first_seen`].
    pub fn first_seen(&self) -> Option<Day> {
        self.first_seen.as_deref().and_then(Day::parse)
    }
}

/// Several lists as one: for each name what the highest authority says, and within one rank the strictest. Canaries
/// are left out, and what the user allows.
pub fn merged<'r>(lists: impl IntoIterator<Item = (Rank, Vec<Row<'r>>)>) -> Vec<Row<'r>> {
    let mut merged: Vec<(Rank, Row<'r>)> = Vec::new();
    let mut places = HashMap::new();
    for (rank, rows) in lists {
        for row in rows.into_iter().filter(|row| !row.canary) {
            match places.entry(row.identity()) {
                Entry::Vacant(place) => {
                    place.insert(merged.len());
                    merged.push((rank, row));
                }
                Entry::Occupied(place) => {
                    let Some(former) = merged.get_mut(*place.get()) else { continue };
                    if rank < former.0 || rank == former.0 && row.severity > former.1.severity {
                        *former = (rank, row);
                    }
                }
            }
        }
    }
    merged.retain(|(rank, row)| *rank != Rank::Own || row.severity != Severity::Noop);
    merged.into_iter().map(|(_, row)| row).collect()
}

/// As Mastodon's own export, which Mastodon imports: no starred-out names, no patterns, no canaries, and of what is
/// neither suspended nor limited only that whose media are rejected, as there.
pub fn csv<'r>(rows: impl IntoIterator<Item = Row<'r>>) -> String {
    let mut text = HEADER.to_owned();
    let blocks = rows.into_iter().filter(|row| !row.canary).filter_map(|row| row.block());
    for block in blocks {
        let BlockName::Domain(domain) = &block.name else { continue };
        let severity = match block.severity {
            Severity::Noop if !block.reject_media => continue,
            Severity::Noted => continue,
            severity => severity.as_str(),
        };
        // Mastodon takes nothing else for a name (`app/validators/domain_validator.rb`).
        if domain.is_ip() || domain.as_str().contains('_') {
            continue;
        }
        let comment = quoted(block.public_comment.as_deref().unwrap_or_default());
        // Writing to a text cannot fail.
        let _ = writeln!(
            text,
            "{domain},{severity},{},{},{comment},false",
            block.reject_media, block.reject_reports
        );
    }
    text
}

/// One name a line, the suspended first, then the limited; starred-out names and canaries left out.
pub fn text<'r>(rows: impl IntoIterator<Item = Row<'r>>) -> String {
    let rows: Vec<_> = rows.into_iter().filter(|row| !row.canary && row.is_name()).collect();
    let mut text = String::new();
    for (severity, title) in [(Severity::Suspend, "suspended"), (Severity::Silence, "limited")] {
        let names: Vec<_> =
            rows.iter().filter(|row| row.severity == severity).map(|row| row.shown).collect();
        if !names.is_empty() {
            let _ = write!(text, "# {title}\n{}\n", names.join("\n"));
        }
    }
    text
}

/// All that is known of each entry, as a JSON array that Fencepost reads again.
pub fn json<'r>(rows: impl IntoIterator<Item = Row<'r>>) -> String {
    let records: Vec<_> = records(rows);
    serde_json::to_string(&records).unwrap_or_default()
}

/// All that is known of each entry.
pub fn records<'r>(rows: impl IntoIterator<Item = Row<'r>>) -> Vec<Record> {
    rows.into_iter()
        .filter_map(|row| Some(Record::of(&row.block()?, Some(row.first_seen))))
        .collect()
}

/// A cell of a CSV (RFC 4180), without what no text holds.
pub(crate) fn quoted(cell: &str) -> String {
    let cell = cell.replace(|it: char| it.is_control() && !it.is_whitespace(), "");
    if cell.contains([',', '"', '\n', '\r']) || cell.trim() != cell {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::Blocklist;
    use crate::index::Rows;

    const LIST: &str = "domain,severity,reject_media,reject_reports,public_comment\n\
        a.example,suspend,false,false,\"spam, and \"\"worse\"\"\"\n\
        b.example,silence,true,false,\n\
        c.example,noop,true,true,\n\
        d.example,noop,false,false,\n\
        s***.example,suspend,false,false,\n\
        *.e.example,suspend,false,false,\n\
        192.0.2.1,suspend,false,false,\n\
        dni.invalid,suspend,false,false,\n";

    fn rows(csv: &str) -> Rows {
        let list = Blocklist::read(csv.as_bytes(), &NativeParser).unwrap();
        Rows::load(Rows::write(&list, Day::parse("2026-01-02").unwrap(), None)).unwrap()
    }

    #[test]
    fn what_mastodon_imports() {
        assert_eq!(
            csv(rows(LIST).iter()),
            "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n\
             a.example,suspend,false,false,\"spam, and \"\"worse\"\"\",false\n\
             b.example,silence,true,false,,false\n\
             c.example,noop,true,true,,false\n"
        );
    }

    #[test]
    fn what_no_text_holds_is_left_out() {
        let mut list = Blocklist::read(b"a.example,suspend", &NativeParser).unwrap();
        list.blocks[0].public_comment = Some("a\0b\u{7}\nc".to_owned());
        let rows = Rows::load(Rows::write(&list, Day::parse("2026-01-02").unwrap(), None)).unwrap();
        assert!(csv(rows.iter()).ends_with("a.example,suspend,false,false,\"ab\nc\",false\n"));
    }

    #[test]
    fn names_alone() {
        let expected = "# suspended\na.example\n192.0.2.1\n# limited\nb.example\n";
        assert_eq!(text(rows(LIST).iter()), expected);
        assert_eq!(text(rows("domain\n").iter()), "");
    }

    #[test]
    fn json_comes_back() {
        let mut list = Blocklist::read(LIST.as_bytes(), &NativeParser).unwrap();
        list.blocks[0].since = Day::parse("2025-01-20");
        list.blocks[0].covers = Covers::OnlyAndWww;
        list.blocks[1].word = Some("followers_only".to_owned());
        for (kind, _) in PATTERNS {
            let name = BlockName::Pattern(Pattern::new("x.*", kind));
            list.blocks.push(DomainBlock::new(name, Severity::Suspend));
        }
        let name = BlockName::Obfuscated {
            shown: "t***".to_owned(),
            digest: Some(Digest::of("t.example")),
        };
        list.blocks.push(DomainBlock::new(name, Severity::Silence));
        let today = Day::parse("2026-01-02").unwrap();
        let rows = Rows::load(Rows::write(&list, today, None)).unwrap();
        let records: Vec<Record> = serde_json::from_str(&json(rows.iter())).unwrap();
        assert_eq!(records[0].first_seen(), Some(today));
        let blocks: Vec<_> = records.into_iter().map(|it| it.block().unwrap()).collect();
        assert_eq!(blocks, list.blocks);
    }

    #[test]
    fn a_damaged_record_is_no_entry() {
        let check = |domain: &str, severity: &str| {
            let (domain, severity) = (domain.to_owned(), severity.to_owned());
            assert_eq!(Record { domain, severity, ..Record::default() }.block(), None);
        };
        check("a.example", "worst");
        check("a b", "suspend");
        check("", "suspend");
    }

    #[test]
    fn the_highest_authority_then_the_strictest() {
        let own = rows("domain,severity\na.example,noop\nb.example,silence\n");
        let home =
            rows("domain,severity\na.example,suspend\nb.example,suspend\nc.example,silence\n");
        let others = [
            rows("domain,severity\nc.example,suspend\nd.example,silence\ndni.invalid,suspend\n"),
            rows("domain,severity\nd.example,suspend\n"),
        ];
        let lists = [(Rank::Own, &own), (Rank::Home, &home)]
            .into_iter()
            .chain(others.iter().map(|it| (Rank::Other, it)));
        let merged = merged(lists.map(|(rank, rows)| (rank, rows.iter().collect())));
        let merged: Vec<_> =
            merged.iter().map(|row| format!("{} {}", row.shown, row.severity.as_str())).collect();
        assert_eq!(merged, ["b.example silence", "c.example silence", "d.example suspend"]);
    }
}
