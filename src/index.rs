//! Many blocklists compiled once, then only queried.
//!
//! # The idea
//!
//! A host is looked up for every link of every page, and almost none is listed; so the index is made for *no*.
//! A name can hold a rule for a host only if it is the host or one of its parents.
//! All of these end where the host ends, so one walk over the host from its last byte to its first passes each of
//! them, and a hash that is rolled along is, at every dot, the hash of that parent.
//! Each of these hashes is looked for in one table; when it is not there, that parent is on no list, and neither a
//! name was compared nor memory asked for.
//!
//! # The hot buffer
//!
//! Everything that a look-up reads is one flat buffer, little-endian, stored and loaded by a copy:
//!
//! | part | size | holds |
//! |---|---|---|
//! | header | 40 bytes | magic, version, checksum of all that follows, how large each part is |
//! | lists | a few bytes a list | rank, id, name |
//! | slots | 12 bytes, five for four names | 64-bit hash of a name, its first rule |
//! | rules | 8 bytes a rule | list, severity, whether it is the name's last, row |
//! | digests | 36 bytes a starred-out name | SHA-256, first rule; sorted |
//!
//! **Slots** lie in the order of their hashes, each at the place that is its hash's share of the table or, where
//! that is taken, right behind.
//! A search begins at that place and ends at the first hash that is not smaller or at a gap: some three slots,
//! next to each other, mostly one cache line.
//! Nothing wraps around, since the table is as long as its last name needs.
//!
//! **Rules** of one name lie next to each other in the order of the lists, at most one a list.
//! Two names with one hash would count as one name; among a million names that happens once in forty million
//! indexes.
//!
//! **Digests** are consulted only when there are any: then every parent is hashed with SHA-256 too.
//! A name in clear and the digest of the same name are one name.
//!
//! # The cold buffer
//!
//! What only an explanation reads, the names as lists show them and the comments, is a second buffer: [`Rows`].
//!
//! # Trust
//!
//! Both buffers come back from storage. A wrong magic, version, checksum or size is an [`IndexError`], and means:
//! compile again. Whatever the bytes, nothing here panics or runs without end.

mod bytes;
mod compile;
mod lookup;
mod rows;

use thiserror::Error;

pub use compile::{Compiled, Entry, compile};
pub use rows::{Row, Rows};

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
    /// The name that matched, in clear also when the list shows it starred out.
    pub listed: String,
    /// Which entry of all lists: see [`Rows::row`].
    pub row: u32,
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
    #[error("stored index has version {0} and not {version}", version = bytes::VERSION)]
    Version(u32),
    /// Changed since it was written.
    #[error("stored index is damaged: its checksum does not fit")]
    Checksum,
    /// Its parts do not have the sizes that its header says.
    #[error("stored index is damaged: its parts do not fit")]
    Layout,
}

/// The rules of all lists, ready to be queried.
#[derive(Clone, Debug)]
pub struct Index {
    lists: Vec<ListInfo>,
    tables: Tables,
}

impl Index {
    /// Takes [`Compiled::hot`] back into service.
    pub fn load(hot: Vec<u8>) -> Result<Index, IndexError> {
        let mut reader = Reader::open(bytes::HOT, &hot)?;
        let [lists, range, slots, rules, digests] = reader.numbers()?;
        let lists = (0..lists)
            .map(|_| read_list(&mut reader))
            .collect::<Option<_>>()
            .ok_or(IndexError::Layout)?;
        let tables = Tables::locate(reader.position(), range, [slots, rules, digests], hot)?;
        Ok(Index { lists, tables })
    }

    /// The lists, in the order in which they were compiled.
    pub fn lists(&self) -> &[ListInfo] {
        &self.lists
    }

    /// What each list says about this domain, in the order of the lists.
    ///
    /// Every list decides once, as Mastodon does (`app/models/domain_block.rb`, `rule_for`): of the domain itself and
    /// its parents down to the top-level domain, the longest name that it holds wins, even when it is milder.
    pub fn find(&self, domain: &Domain) -> Vec<Hit> {
        let mut hits = Vec::new();
        let name = domain.as_str();
        if domain.is_ip() {
            self.tables.find_whole(name, &mut hits);
        } else {
            self.tables.find_suffixes(name, &mut hits);
        }
        hits
    }

    /// What each list says about exactly this name, which is written as [`Domain`] writes it; parents do not count.
    pub fn find_name(&self, name: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.tables.find_whole(name, &mut hits);
        hits
    }
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
    use crate::blocklist::{BlockName, Blocklist, DomainBlock};
    use crate::digest::Digest;

    /// Lists as CSV rows without header, a `#` before a name that is only given by its digest.
    fn blocks(rows: &str) -> Vec<DomainBlock> {
        let csv =
            format!("domain,severity,public_comment\n{}", rows.replace([' ', '#'], "\n").trim());
        let mut blocks = Blocklist::read(csv.as_bytes(), &NativeParser).unwrap().blocks;
        for block in &mut blocks {
            let name = block.name.shown().to_owned();
            if rows.contains(&format!("#{name},")) {
                block.name = BlockName::Obfuscated {
                    shown: "s***".to_owned(),
                    digest: Some(Digest::of(&name)),
                };
            }
        }
        blocks
    }

    fn compiled(lists: &[&str]) -> Compiled {
        let blocks: Vec<_> = lists.iter().map(|it| blocks(it)).collect();
        let entries: Vec<_> = blocks
            .iter()
            .map(|blocks| Entry { id: "id", name: "name", rank: Rank::Other, blocks })
            .collect();
        compile(&entries)
    }

    fn text(hits: &[Hit]) -> String {
        let hits = hits.iter().map(|it| {
            let how = serde_json::to_string(&it.how).unwrap();
            format!("{} {} {} {}", it.list, it.severity.as_str(), how.trim_matches('"'), it.listed)
        });
        hits.collect::<Vec<_>>().join("; ")
    }

    #[track_caller]
    fn check(lists: &[&str], host: &str, expected: &str) {
        let index = Index::load(compiled(lists).hot).unwrap();
        assert_eq!(text(&index.find(&Domain::parse(host).unwrap())), expected);
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
            let mut blocks = blocks("example.com,suspend #b.example,suspend");
            blocks[0].severity = clear;
            blocks[1].severity = digest;
            blocks[1].name = BlockName::Obfuscated {
                shown: "e**".to_owned(),
                digest: Some(Digest::of("example.com")),
            };
            let entry = Entry { id: "id", name: "name", rank: Rank::Own, blocks: &blocks };
            let index = Index::load(compile(&[entry]).hot).unwrap();
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
        let mut blocks = blocks("a.example,silence b.example,suspend c.example,suspend");
        let name = blocks[0].name.clone();
        blocks.iter_mut().for_each(|it| it.name = name.clone());
        let index = Index::load(
            compile(&[Entry { id: "", name: "", rank: Rank::Own, blocks: &blocks }]).hot,
        )
        .unwrap();
        let hits = index.find(&Domain::parse("a.example").unwrap());
        assert_eq!((hits.len(), hits[0].severity, hits[0].row), (1, Severity::Suspend, 1));
    }

    #[test]
    fn find_name_does_not_look_at_parents() {
        let index = Index::load(compiled(&["com,suspend", "#example.com,silence"]).hot).unwrap();
        assert_eq!(text(&index.find_name("example.com")), "1 silence digest example.com");
        assert_eq!(text(&index.find_name("com")), "0 suspend exact com");
        assert_eq!(text(&index.find_name("www.example.com")), "");
    }

    #[test]
    fn every_severity_comes_back() {
        for severity in Severity::ALL {
            let mut blocks = blocks("a.example,suspend");
            blocks[0].severity = severity;
            let entry = Entry { id: "", name: "", rank: Rank::Brand, blocks: &blocks };
            let index = Index::load(compile(&[entry]).hot).unwrap();
            assert_eq!(index.find_name("a.example")[0].severity, severity);
        }
    }

    #[test]
    fn lists_and_rows_come_back() {
        let (mine, home) =
            (blocks("a.example,silence,why"), blocks("c***,suspend dni.invalid,suspend"));
        let compiled = compile(&[
            Entry { id: "own", name: "Mine", rank: Rank::Own, blocks: &mine },
            Entry { id: "home:ä", name: "Ä", rank: Rank::Home, blocks: &home },
        ]);
        let index = Index::load(compiled.hot).unwrap();
        let info = |id: &str, name: &str, rank| ListInfo {
            id: id.to_owned(),
            name: name.to_owned(),
            rank,
        };
        assert_eq!(
            index.lists(),
            [info("own", "Mine", Rank::Own), info("home:ä", "Ä", Rank::Home)]
        );
        let rows = Rows::load(compiled.cold).unwrap();
        assert_eq!(
            rows.row(0),
            Some(Row { shown: "a.example", comment: Some("why"), canary: false })
        );
        assert_eq!(rows.row(1), Some(Row { shown: "c***", comment: None, canary: false }));
        assert_eq!(rows.row(2), Some(Row { shown: "dni.invalid", comment: None, canary: true }));
        assert_eq!(rows.row(3), None);
        assert_eq!(index.find_name("dni.invalid")[0].row, 2);
    }

    #[test]
    fn a_hundred_thousand_names_fit_the_budget() {
        let names: Vec<_> = (0..100_000).map(|it| format!("host-{it}.example")).collect();
        let to_block = |it: &String| {
            DomainBlock::new(BlockName::Domain(Domain::parse(it).unwrap()), Severity::Suspend)
        };
        let blocks: Vec<_> = names.iter().map(to_block).collect();
        let hot =
            compile(&[Entry { id: "id", name: "name", rank: Rank::Own, blocks: &blocks }]).hot;
        assert!(hot.len() <= 24 * names.len(), "{} bytes", hot.len());
        let index = Index::load(hot).unwrap();
        for name in names.iter().step_by(97) {
            assert_eq!(index.find_name(name).len(), 1);
            assert_eq!(index.find_name(&format!("x{name}")).len(), 0);
            assert_eq!(index.find(&Domain::parse(&format!("x.{name}")).unwrap()).len(), 1);
        }
    }

    #[track_caller]
    fn check_error(hot: Vec<u8>, expected: &str) {
        assert_eq!(Index::load(hot).unwrap_err().to_string(), expected);
    }

    #[test]
    fn what_is_no_index_says_why() {
        let Compiled { hot, cold } = compiled(&["threads.net,suspend"]);
        check_error(Vec::new(), "not a stored index");
        check_error(cold.clone(), "not a stored index");
        let mut other = hot.clone();
        other[4] = 0;
        check_error(other, "stored index has version 0 and not 1");
        let mut other = hot.clone();
        *other.last_mut().unwrap() ^= 1;
        check_error(other, "stored index is damaged: its checksum does not fit");
        check_error(
            hot[..hot.len() - 1].to_vec(),
            "stored index is damaged: its checksum does not fit",
        );
        check_error(
            bytes::seal([&hot[..], &[0]].concat()),
            "stored index is damaged: its parts do not fit",
        );
        assert_eq!(Rows::load(hot).unwrap_err(), IndexError::Magic);
        assert_eq!(Rows::load(bytes::seal(cold[..20].to_vec())).unwrap_err(), IndexError::Layout);
    }

    proptest! {
        #[test]
        fn random_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(Index::load(bytes.clone()).is_err());
            prop_assert!(Rows::load(bytes).is_err());
        }

        #[test]
        fn a_changed_byte_is_noticed(at in 0..1000usize, bit in 0..8) {
            let Compiled { mut hot, mut cold } = compiled(&["a.example,silence,why com,noop", "#b.com,suspend"]);
            let at = (at % hot.len(), at % cold.len());
            hot[at.0] ^= 1_u8 << bit;
            cold[at.1] ^= 1_u8 << bit;
            prop_assert!(Index::load(hot).is_err());
            prop_assert!(Rows::load(cold).is_err());
        }

        /// Even when the checksum was made to fit.
        #[test]
        fn forged_bytes_do_no_harm(changes in prop::collection::vec((16..1000usize, any::<u8>()), 1..8)) {
            let Compiled { mut hot, mut cold } = compiled(&["a.example,silence,why com,noop", "#b.com,suspend"]);
            for (at, byte) in changes {
                let at = (16 + at % (hot.len() - 16), 16 + at % (cold.len() - 16));
                hot[at.0] = byte;
                cold[at.1] = byte;
            }
            if let Ok(index) = Index::load(bytes::seal(hot)) {
                for host in ["a.example", "x.b.com", "192.0.2.1", "com"] {
                    index.find(&Domain::parse(host).unwrap());
                    index.find_name(host);
                }
            }
            if let Ok(rows) = Rows::load(bytes::seal(cold)) {
                for row in (0..5).chain([u32::MAX]) {
                    rows.row(row);
                }
            }
        }
    }
}
