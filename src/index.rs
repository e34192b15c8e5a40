//! Many blocklists compiled once, then only queried.
//!
//! # The idea
//!
//! A host is looked up for every link of every page, and almost none is listed; so the index is made for *no*.
//! A name can hold a rule for a host only if it is the host or one of its parents.
//! All of these end where the host ends, so one walk over the host from its last byte to its first passes each of
//! them, and a hash that is rolled along is, at every dot, the hash of that parent.
//! Each of these hashes is first held against a sieve, one bit for each, which is small enough to stay in the processor's
//! nearer memory and lets one in eight of the others through; what gets through is looked for in one table. When it is
//! not there, that parent is on no list, and neither a name was compared nor memory asked for.
//!
//! # The hot buffer
//!
//! Everything that a look-up reads is one flat buffer, little-endian, stored and loaded by a copy:
//!
//! | part | size | holds |
//! |---|---|---|
//! | header | 48 bytes | magic, version, checksum of all that follows, how large each part is |
//! | lists | a few bytes a list | rank, id, name |
//! | patterns | a few bytes a pattern | list, language, rule, text |
//! | sieve | a byte a name | a bit at the place that is the share of each name's hash |
//! | slots | 12 bytes, six for five names | 64-bit hash of a name, its first rule |
//! | rules | 8 bytes a rule | list, severity, flags (what the name covers, whether it is the name's last), row |
//! | digests | 36 bytes a starred-out name | SHA-256, first rule; sorted |
//! | glimpses | 2 bytes a starred-out name | a bit for what can be seen of the name |
//!
//! **Slots** lie in the order of their hashes, each at the place that is its hash's share of the table or, where
//! that is taken, right behind.
//! A search begins at that place and ends at the first hash that is not smaller or at a gap: some three slots,
//! next to each other, mostly one cache line.
//! Nothing wraps around, since the table is as long as its last name needs.
//!
//! **Rules** of one name lie next to each other in the order of the lists, at most one a list and reach.
//! Two names with one hash would count as one name; among a million names that happens once in forty million
//! indexes.
//!
//! **Digests** are consulted only when there are any, and only for a parent whose visible letters are those of a
//! starred-out name: that is seen from the **glimpses**, sixteen bits a name, without hashing with SHA-256.
//! A name in clear and the digest of the same name are one name.
//!
//! **Patterns** are few, of few servers, and each is tried on each host.
//!
//! # One list
//!
//! Of each list two buffers are kept beside the index. [`keys()`] has what the index needs of it: hashes, digests,
//! patterns. So when one list changes, the index is made anew from numbers, and no list is read again.
//! [`Rows`] has all else, which is read only for an explanation, a search or an export: the names as the list shows
//! them, comments, days.
//!
//! # Trust
//!
//! All buffers come back from storage. A wrong magic, version, checksum or size is an [`IndexError`], and means: make it
//! again, the index from keys, keys from rows. Whatever the bytes, nothing here panics or runs without end.

mod bytes;
mod compile;
mod glimpse;
mod keys;
mod lookup;
mod rows;
mod rule;

use thiserror::Error;

pub use compile::{Entry, compile};
pub use rows::{Row, Rows};

use crate::blocklist::Blocklist;
use crate::domain::Domain;
use crate::severity::Severity;
use bytes::Reader;
use lookup::Tables;
use serde::{Deserialize, Serialize};

/// Who is heard first; highest authority first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Rank {
    /// The user's own rules.
    Own,
    /// The servers where the user has an account.
    Home,
    /// What the build's maker states.
    Brand,
    /// Other servers, subscriptions, files.
    Other,
}

/// One list of an [`Index`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListInfo {
    /// Names the list between parts of the program.
    pub id: String,
    /// The name that people read.
    pub name: String,
    /// Whose list it is.
    pub rank: Rank,
}

/// What one list says about a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Position in [`Index::lists`].
    pub list: usize,
    /// How strict the list is.
    pub severity: Severity,
    /// How the list's name and the domain are related.
    pub how: How,
    /// The name that matched, in clear also when the list shows it starred out; or the pattern.
    pub listed: String,
    /// Which entry of the list: see [`Rows::row`].
    pub row: u32,
    /// An explicit permission, which counts before all other entries of its list.
    pub permits: bool,
}

/// How a listed name and a domain are related.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// The same name.
    Exact,
    /// The listed name is a parent of the domain.
    Ancestor,
    /// The domain or a parent has the digest of a name that is starred out.
    Digest,
    /// The domain fits a listed pattern.
    Glob,
    /// Another name of the same platform is listed. Never found by the index itself.
    Alias,
}

/// Why stored bytes are no index, so that it has to be compiled again.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IndexError {
    /// Something else, or nothing.
    #[error("not a stored index")]
    Magic,
    /// Of another release.
    #[error("stored index has version {0}, which is not read")]
    Version(u32),
    /// Changed since it was written.
    #[error("stored index is damaged")]
    Checksum,
    /// Its parts do not have the sizes that its header says.
    #[error("stored index is damaged: its parts do not fit")]
    Layout,
}

/// The rules of all lists, ready to be queried.
#[derive(Clone, Debug, Default)]
pub struct Index {
    lists: Vec<ListInfo>,
    tables: Tables,
}

impl Index {
    /// Takes what [`compile`] made back into service.
    pub fn load(hot: Vec<u8>) -> Result<Index, IndexError> {
        let mut reader = Reader::open(bytes::HOT, &hot)?;
        let [lists, n_patterns, range, sieve, slots, rules, digests, glimpses] =
            reader.numbers()?;
        let lists = (0..lists)
            .map(|_| read_list(&mut reader))
            .collect::<Option<_>>()
            .ok_or(IndexError::Layout)?;
        let start = reader.position();
        for _ in 0..n_patterns {
            let list = reader.short();
            list.and_then(|_| keys::read_pattern(&mut reader)).ok_or(IndexError::Layout)?;
        }
        let patterns = start..reader.position();
        let sizes = [sieve, slots, rules, digests, glimpses];
        let tables = Tables::locate(n_patterns, patterns, range, sizes, hot)?;
        Ok(Index { lists, tables })
    }

    /// The index of lists that are in memory, each with its name, which is its id too.
    pub fn of(lists: &[(&str, Rank, &Blocklist)]) -> Result<Index, IndexError> {
        let all_keys: Vec<_> = lists.iter().map(|(.., list)| keys(list)).collect();
        let entry = |(&(name, rank, _), keys)| Entry { id: name, name, rank, keys };
        let entries: Vec<_> =
            lists.iter().zip(all_keys.iter().map(Vec::as_slice)).map(entry).collect();
        Index::load(compile(&entries)?)
    }

    /// The lists, in the order in which they were compiled.
    pub fn lists(&self) -> &[ListInfo] {
        &self.lists
    }

    /// What each list says about this domain, in the order of the lists.
    ///
    /// Every list decides once, as its server does: which names count is in [`Covers`](crate::blocklist::Covers), and
    /// which of several in [`Precedence`](crate::blocklist::Precedence).
    pub fn find(&self, domain: &Domain) -> Vec<Hit> {
        let mut hits = Vec::new();
        let name = domain.as_str();
        if domain.is_ip() {
            self.tables.find_ip(name, &mut hits);
        } else {
            self.tables.find_host(name, &mut hits);
        }
        hits
    }

    /// Whether [`Index::find`] may find something, of a text that need not be read as a [`Domain`] for that: `false` for
    /// nearly every host on no list, `true` for what has other letters than a domain, or an empty label.
    pub fn may_know(&self, host: &str) -> bool {
        self.tables.may_know(host)
    }

    /// What each list says about exactly this name, which is written as [`Domain`] writes it; parents do not count.
    pub fn find_name(&self, name: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.tables.find_whole(name, &mut hits);
        hits
    }
}

/// What [`compile`] needs of a list.
pub fn keys(list: &Blocklist) -> Vec<u8> {
    keys::write(list)
}

/// Tells the [`keys`](keys()) of one list apart from those of another.
pub fn fingerprint(keys: &[u8]) -> String {
    bytes::fingerprint(keys)
}

/// Whether [`compile`] can use these keys: they are of this version, and as they were written.
pub fn are_whole(keys: &[u8]) -> bool {
    Reader::open(bytes::KEYS, keys).is_ok()
}

fn read_list(reader: &mut Reader<'_>) -> Option<ListInfo> {
    let rank = match reader.number()? {
        0 => Rank::Own,
        1 => Rank::Home,
        2 => Rank::Brand,
        3 => Rank::Other,
        _ => return None,
    };
    Some(ListInfo { rank, id: reader.text()?.to_owned(), name: reader.text()?.to_owned() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::pattern::{Pattern, PatternKind};
    use crate::blocklist::{BlockName, Covers, DomainBlock, Precedence};
    use crate::day::Day;
    use crate::digest::Digest;

    /// A list of CSV rows without header, a `#` before a name that is only given by its digest.
    fn list(rows: &str) -> Blocklist {
        let csv =
            format!("domain,severity,public_comment\n{}", rows.replace([' ', '#'], "\n").trim());
        let mut list = Blocklist::read(csv.as_bytes(), &NativeParser).unwrap();
        for block in &mut list.blocks {
            let name = block.name.shown().to_owned();
            if rows.contains(&format!("#{name},")) {
                block.name = BlockName::Obfuscated {
                    shown: "s***".to_owned(),
                    digest: Some(Digest::of(&name)),
                };
            }
        }
        list
    }

    fn compiled(lists: &[&str]) -> Vec<u8> {
        let keys: Vec<_> = lists.iter().map(|it| keys(&list(it))).collect();
        let entries: Vec<_> = keys
            .iter()
            .map(|keys| Entry { id: "id", name: "name", rank: Rank::Other, keys })
            .collect();
        compile(&entries).unwrap()
    }

    fn rows(list: &Blocklist) -> Rows {
        Rows::load(Rows::write(list, TODAY, None)).unwrap()
    }

    const TODAY: Day = Day::from_number(20_000).unwrap();

    fn text(hits: &[Hit]) -> String {
        let hits = hits.iter().map(|it| {
            let how = serde_json::to_string(&it.how).unwrap();
            format!("{} {} {} {}", it.list, it.severity.as_str(), how.trim_matches('"'), it.listed)
        });
        hits.collect::<Vec<_>>().join("; ")
    }

    #[track_caller]
    fn check(lists: &[&str], host: &str, expected: &str) {
        let index = Index::load(compiled(lists)).unwrap();
        assert_eq!(text(&index.find(&Domain::parse(host).unwrap())), expected);
        assert!(index.may_know(host) || expected.is_empty(), "{host}");
    }

    #[test]
    fn what_is_not_listed_is_seen_at_a_glance() {
        let knows = |list: &str, host| Index::load(compiled(&[list])).unwrap().may_know(host);
        for host in ["net", "notthreads.net", "threads.net.example", "192.0.2.1"] {
            assert!(!knows("threads.net,suspend", host), "{host}");
            assert!(!knows("", host), "{host}");
        }
        for host in [
            "",
            "a..b",
            "Example.org",
            "example.org.",
            "[::1]",
            "bü.example",
            "https://example.org/",
        ] {
            assert!(knows("threads.net,suspend", host), "{host}");
        }
    }

    #[test]
    fn a_name_covers_what_is_below_it() {
        let lists = ["threads.net,suspend"];
        check(&lists, "threads.net", "0 suspend exact threads.net");
        check(&lists, "THREADS.NET.", "0 suspend exact threads.net");
        check(&lists, "a.b.threads.net", "0 suspend ancestor threads.net");
        check(&lists, "notthreads.net", "");
        check(&lists, "threads.net.example.org", "");
        check(&lists, "net", "");
        check(&["google,silence"], "www.google", "0 silence ancestor google");
        check(&[], "threads.net", "");
    }

    #[test]
    fn the_longest_name_wins_even_when_milder() {
        let lists = ["example.com,suspend good.example.com,noop a.good.example.com,silence"];
        check(&lists, "example.com", "0 suspend exact example.com");
        check(&lists, "b.good.example.com", "0 noop ancestor good.example.com");
        check(&lists, "a.good.example.com", "0 silence exact a.good.example.com");
        check(&lists, "bad.example.com", "0 suspend ancestor example.com");
    }

    #[test]
    fn every_list_decides_once() {
        let lists = [
            "com,silence",
            "x.example.com,noop example.com,suspend",
            "org,suspend",
            "#example.com,silence",
        ];
        check(
            &lists,
            "x.example.com",
            "0 silence ancestor com; 1 noop exact x.example.com; 3 silence digest example.com",
        );
        check(
            &lists,
            "example.com",
            "0 silence ancestor com; 1 suspend exact example.com; 3 silence digest example.com",
        );
    }

    #[test]
    fn a_digest_is_the_name_it_is_of() {
        check(&["#example.com,suspend"], "www.example.com", "0 suspend digest example.com");
        check(&["#example.com,suspend"], "notexample.com", "");
        check(
            &["#example.com,suspend www.example.com,silence"],
            "www.example.com",
            "0 silence exact www.example.com",
        );
        check(
            &["example.com,suspend #www.example.com,silence"],
            "www.example.com",
            "0 silence digest www.example.com",
        );
        check(&["s***,suspend *.example.com,suspend"], "www.example.com", "");
    }

    #[test]
    fn in_clear_and_by_digest_the_stricter_counts() {
        let index = |clear: Severity, digest: Severity| {
            let mut list = list("example.com,suspend #b.example,suspend");
            list.blocks[0].severity = clear;
            list.blocks[1].severity = digest;
            list.blocks[1].name = BlockName::Obfuscated {
                shown: "e**".to_owned(),
                digest: Some(Digest::of("example.com")),
            };
            let index = Index::of(&[("name", Rank::Own, &list)]).unwrap();
            text(&index.find(&Domain::parse("example.com").unwrap()))
        };
        assert_eq!(index(Severity::Silence, Severity::Suspend), "0 suspend digest example.com");
        assert_eq!(index(Severity::Suspend, Severity::Silence), "0 suspend exact example.com");
        assert_eq!(index(Severity::Silence, Severity::Silence), "0 silence exact example.com");
    }

    #[test]
    fn addresses_match_exactly() {
        check(&["192.0.2.1,suspend"], "192.0.2.1", "0 suspend exact 192.0.2.1");
        check(&["1,suspend 0.2.1,suspend"], "192.0.2.1", "");
        check(&["[2001:db8::1],suspend"], "[2001:DB8::1]", "0 suspend exact [2001:db8::1]");
    }

    #[test]
    fn of_duplicates_the_strictest_counts() {
        let mut list = list("a.example,silence b.example,suspend c.example,suspend");
        let name = list.blocks[0].name.clone();
        list.blocks.iter_mut().for_each(|it| it.name = name.clone());
        let index = Index::of(&[("", Rank::Own, &list)]).unwrap();
        let hits = index.find(&Domain::parse("a.example").unwrap());
        assert_eq!((hits.len(), hits[0].severity, hits[0].row), (1, Severity::Suspend, 1));
    }

    #[test]
    fn alone_and_with_what_is_below_are_two_entries() {
        let check = |alone: Severity, below: Severity, host: &str, expected: &str| {
            let mut list = list("a.example,suspend b.example,suspend");
            list.precedence = Precedence::Strictest;
            list.blocks[1].name = list.blocks[0].name.clone();
            (list.blocks[0].covers, list.blocks[0].severity) = (Covers::Only, alone);
            list.blocks[1].severity = below;
            let index = Index::of(&[("", Rank::Own, &list)]).unwrap();
            assert_eq!(text(&index.find(&Domain::parse(host).unwrap())), expected);
        };
        use Severity::{Silence, Suspend};
        check(Suspend, Suspend, "sub.a.example", "0 suspend ancestor a.example");
        check(Suspend, Silence, "sub.a.example", "0 silence ancestor a.example");
        check(Suspend, Silence, "a.example", "0 suspend exact a.example");
        check(Silence, Suspend, "a.example", "0 suspend exact a.example");
    }

    #[test]
    fn find_name_does_not_look_at_parents() {
        let index = Index::load(compiled(&["com,suspend", "#example.com,silence"])).unwrap();
        assert_eq!(text(&index.find_name("example.com")), "1 silence digest example.com");
        assert_eq!(text(&index.find_name("com")), "0 suspend exact com");
        assert_eq!(text(&index.find_name("www.example.com")), "");
    }

    #[test]
    fn every_severity_comes_back() {
        for severity in Severity::ALL {
            let mut list = list("a.example,suspend");
            list.blocks[0].severity = severity;
            let index = Index::of(&[("", Rank::Brand, &list)]).unwrap();
            assert_eq!(index.find_name("a.example")[0].severity, severity);
        }
    }

    /// The rules of other software than Mastodon, each beside what Mastodon would say.
    #[track_caller]
    fn check_rule(change: impl Fn(&mut Blocklist), rows: &str, host: &str, expected: [&str; 2]) {
        let mut list = list(rows);
        for (change, expected) in [(None, expected[0]), (Some(change), expected[1])] {
            if let Some(change) = change {
                change(&mut list);
            }
            let index = Index::of(&[("", Rank::Home, &list)]).unwrap();
            assert_eq!(text(&index.find(&Domain::parse(host).unwrap())), expected, "{host}");
            assert!(index.may_know(host) || expected.is_empty(), "{host}");
        }
    }

    #[test]
    fn names_that_cover_nothing_else() {
        let only = |list: &mut Blocklist| list.blocks[0].covers = Covers::Only;
        let www = |list: &mut Blocklist| list.blocks[0].covers = Covers::OnlyAndWww;
        let (exact, below) = ("0 suspend exact a.example", "0 suspend ancestor a.example");
        check_rule(only, "a.example,suspend", "a.example", [exact, exact]);
        check_rule(only, "a.example,suspend", "www.a.example", [below, ""]);
        check_rule(www, "a.example,suspend", "a.example", [exact, exact]);
        check_rule(www, "a.example,suspend", "www.a.example", [below, below]);
        check_rule(www, "a.example,suspend", "b.a.example", [below, ""]);
        check_rule(www, "a.example,suspend", "www.b.a.example", [below, ""]);
        let (digest, digest_only) = ("0 suspend digest a.example", "0 suspend digest a.example");
        check_rule(only, "#a.example,suspend", "a.example", [digest, digest_only]);
        check_rule(only, "#a.example,suspend", "www.a.example", [digest, ""]);
    }

    #[test]
    fn every_entry_applies() {
        let strictest = |list: &mut Blocklist| list.precedence = Precedence::Strictest;
        let rows = "example.com,suspend a.example.com,silence b.a.example.com,suspend";
        let longest = "0 silence exact a.example.com";
        let both = [longest, "0 suspend ancestor example.com"];
        check_rule(strictest, rows, "a.example.com", both);
        let same = "0 suspend exact b.a.example.com";
        check_rule(strictest, rows, "b.a.example.com", [same, same]);
    }

    #[test]
    fn a_permission_that_counts_before_all() {
        let permit = |list: &mut Blocklist| list.blocks[1].covers = Covers::BelowBeforeAll;
        let rows = "example.com,suspend a.example.com,noop b.a.example.com,suspend";
        let permitted = "0 noop ancestor a.example.com";
        let both = ["0 suspend exact b.a.example.com", permitted];
        check_rule(permit, rows, "b.a.example.com", both);
        check_rule(permit, rows, "c.a.example.com", [permitted, permitted]);
        let suspended = "0 suspend exact example.com";
        check_rule(permit, rows, "example.com", [suspended, suspended]);
    }

    #[test]
    fn patterns_are_tried_on_the_whole_host() {
        let glob = |list: &mut Blocklist| {
            list.blocks[0].name =
                BlockName::Pattern(Pattern::new("*.a.example", PatternKind::Glob));
        };
        let (below, fits) = ("0 suspend ancestor a.example", "0 suspend glob *.a.example");
        check_rule(glob, "a.example,suspend", "b.a.example", [below, fits]);
        check_rule(glob, "a.example,suspend", "a.example", ["0 suspend exact a.example", ""]);
        let ip = |list: &mut Blocklist| {
            list.blocks[0].name = BlockName::Pattern(Pattern::new("192.*", PatternKind::Glob));
        };
        check_rule(ip, "a.example,suspend", "192.0.2.1", ["", "0 suspend glob 192.*"]);
    }

    #[test]
    fn lists_come_back() {
        let (mine, home) =
            (list("a.example,silence,why"), list("c***,suspend dni.invalid,suspend"));
        let keys = [keys(&mine), keys(&home)];
        let entry = |id, name, rank, keys| Entry { id, name, rank, keys };
        let hot = compile(&[
            entry("own", "Mine", Rank::Own, &keys[0]),
            entry("home:ä", "Ä", Rank::Home, &keys[1]),
        ]);
        let index = Index::load(hot.unwrap()).unwrap();
        let info = |id: &str, name: &str, rank| ListInfo {
            id: id.to_owned(),
            name: name.to_owned(),
            rank,
        };
        assert_eq!(
            index.lists(),
            [info("own", "Mine", Rank::Own), info("home:ä", "Ä", Rank::Home)]
        );
        assert_eq!(index.find_name("dni.invalid")[0].row, 1);
        assert_eq!(rows(&home).row(1).map(|it| it.canary), Some(true));
    }

    #[test]
    fn rows_are_all_that_a_list_says() {
        let mut list = list(
            "a.example,silence,why b.example,noop c***,suspend #d.example,suspend dni.invalid,suspend \
             *.e.example,suspend",
        );
        list.blocks[1].covers = Covers::OnlyAndWww;
        list.blocks[1].word = Some("media_removal".to_owned());
        list.blocks[1].since = Day::parse("2025-01-20");
        list.blocks[1].reject_media = true;
        list.blocks[2].reject_reports = true;
        list.blocks[2].public_comment = Some("ä ✓".to_owned());
        for kind in PatternKind::ALL {
            let name = BlockName::Pattern(Pattern::new("x.*", kind));
            list.blocks.push(DomainBlock::new(name, Severity::Suspend));
        }
        let rows = rows(&list);
        let back: Vec<_> = rows.iter().map(|row| row.block().unwrap()).collect();
        assert_eq!(back, list.blocks);
        assert_eq!((rows.len(), rows.precedence()), (list.blocks.len(), Precedence::Longest));
        assert_eq!(rows.row(0).map(|it| (it.shown, it.comment)), Some(("a.example", Some("why"))));
        assert_eq!(rows.row(u32::try_from(list.blocks.len()).unwrap()), None);
        assert_eq!(rows.row(u32::MAX), None);
    }

    #[test]
    fn keys_are_made_anew_from_rows() {
        for precedence in [Precedence::Longest, Precedence::Strictest] {
            let mut list = list(
                "a.example,silence,why c***,suspend #d.example,suspend dni.invalid,suspend b.example,noop",
            );
            list.precedence = precedence;
            list.blocks[0].covers = Covers::Only;
            list.blocks[4].covers = Covers::BelowBeforeAll;
            let name = BlockName::Pattern(Pattern::new("x.*", PatternKind::Glob));
            list.blocks.push(DomainBlock::new(name, Severity::Suspend));
            assert_eq!(keys(&rows(&list).list()), keys(&list));
        }
    }

    #[test]
    fn keys_are_whole_or_not() {
        let [_, rows, mut keys] = stored();
        assert!(are_whole(&keys));
        assert!(!are_whole(&rows));
        assert!(!are_whole(&[]));
        *keys.last_mut().unwrap() ^= 1;
        assert!(!are_whole(&keys));
    }

    #[test]
    fn what_was_there_before_keeps_the_day_it_was_first_seen() {
        let before = rows(&list("a.example,suspend #b.example,suspend"));
        let now = list("c.example,suspend a.example,silence #b.example,silence");
        let later = Day::from_number(20_100).unwrap();
        let now = Rows::load(Rows::write(&now, later, Some(&before))).unwrap();
        let days: Vec<_> = now.iter().map(|row| row.first_seen.number()).collect();
        assert_eq!(days, [20_100, 20_000, 20_000]);
    }

    #[test]
    fn a_hundred_thousand_names_fit_the_budget() {
        let names: Vec<_> = (0..100_000).map(|it| format!("host-{it}.example")).collect();
        let to_block = |it: &String| {
            DomainBlock::new(BlockName::Domain(Domain::parse(it).unwrap()), Severity::Suspend)
        };
        let mut list = list("a.example,suspend");
        list.blocks = names.iter().map(to_block).collect();
        let keys = keys(&list);
        let hot =
            compile(&[Entry { id: "id", name: "name", rank: Rank::Own, keys: &keys }]).unwrap();
        assert!(hot.len() <= 24 * names.len(), "{} bytes", hot.len());
        let index = Index::load(hot).unwrap();
        for name in names.iter().step_by(97) {
            assert_eq!(index.find_name(name).len(), 1);
            assert_eq!(index.find_name(&format!("x{name}")).len(), 0);
            assert_eq!(index.find(&Domain::parse(&format!("x.{name}")).unwrap()).len(), 1);
        }
    }

    #[test]
    fn rows_that_lie_in_each_other_are_damaged() {
        let rows = Rows::write(&list("a.example,suspend b.example,suspend"), TODAY, None);
        let mut body = rows[16..].to_vec();
        body[8..12].copy_from_slice(&[200, 0, 0, 0]);
        let rows = bytes::seal([&bytes::begin(bytes::ROWS)[..], &body].concat());
        assert_eq!(Rows::load(rows).map(|it| it.len()), Err(IndexError::Layout));
        let cut = bytes::seal([&bytes::begin(bytes::ROWS)[..], &body[..10]].concat());
        assert_eq!(Rows::load(cut).map(|it| it.len()), Err(IndexError::Layout));
    }

    #[track_caller]
    fn check_error(hot: Vec<u8>, expected: &str) {
        assert_eq!(Index::load(hot).unwrap_err().to_string(), expected);
    }

    #[test]
    fn what_is_no_index_says_why() {
        let hot = compiled(&["threads.net,suspend"]);
        let rows = Rows::write(&list("threads.net,suspend"), TODAY, None);
        check_error(Vec::new(), "not a stored index");
        check_error(rows.clone(), "not a stored index");
        let mut other = hot.clone();
        other[4] = 0;
        check_error(other, "stored index has version 0, which is not read");
        let mut other = hot.clone();
        *other.last_mut().unwrap() ^= 1;
        check_error(other, "stored index is damaged");
        check_error(hot[..hot.len() - 1].to_vec(), "stored index is damaged");
        check_error(
            bytes::seal([&hot[..], &[0]].concat()),
            "stored index is damaged: its parts do not fit",
        );
        assert_eq!(Rows::load(hot).unwrap_err(), IndexError::Magic);
        assert_eq!(Rows::load(bytes::seal(rows[..20].to_vec())).unwrap_err(), IndexError::Layout);
    }

    /// The stored forms of one list.
    fn stored() -> [Vec<u8>; 3] {
        let mut list = list("a.example,silence,why com,noop #b.com,suspend c.example,suspend");
        list.blocks[3].name = BlockName::Pattern(Pattern::new("c*", PatternKind::Glob));
        let keys = keys(&list);
        let entry = Entry { id: "id", name: "name", rank: Rank::Other, keys: &keys };
        [compile(&[entry]).unwrap(), Rows::write(&list, TODAY, None), keys]
    }

    fn compile_one(keys: &[u8]) -> Result<Vec<u8>, IndexError> {
        compile(&[Entry { id: "id", name: "name", rank: Rank::Other, keys }])
    }

    proptest! {
        #[test]
        fn random_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(compile_one(&bytes).is_err());
            prop_assert!(Index::load(bytes.clone()).is_err());
            prop_assert!(Rows::load(bytes).is_err());
        }

        #[test]
        fn a_changed_byte_is_noticed(at in 0..1000usize, bit in 0..8) {
            let [hot, rows, keys] = stored().map(|mut it| {
                let at = at % it.len();
                it[at] ^= 1_u8 << bit;
                it
            });
            prop_assert!(Index::load(hot).is_err());
            prop_assert!(Rows::load(rows).is_err());
            prop_assert!(compile_one(&keys).is_err());
        }

        /// Even when the checksum was made to fit.
        #[test]
        fn forged_bytes_do_no_harm(changes in prop::collection::vec((16..1000usize, any::<u8>()), 1..8)) {
            let [hot, rows, keys] = stored().map(|mut it| {
                for (at, byte) in &changes {
                    let at = 16 + at % (it.len() - 16);
                    it[at] = *byte;
                }
                bytes::seal(it)
            });
            let of_keys = compile_one(&keys).and_then(Index::load);
            for index in [Index::load(hot), of_keys].into_iter().flatten() {
                for host in ["a.example", "x.b.com", "192.0.2.1", "com"] {
                    index.find(&Domain::parse(host).unwrap());
                    index.find_name(host);
                }
            }
            if let Ok(rows) = Rows::load(rows) {
                rows.iter().for_each(|row| drop(row.block()));
                rows.row(u32::MAX);
            }
        }
    }
}
