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
        hits.sort_unstable_by_key(|it| it.list);
        hits
    }

    /// What each list says about exactly this name, which is written as [`Domain`] writes it; parents do not count.
    pub fn find_name(&self, name: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.tables.find_whole(name, &mut hits);
        hits.sort_unstable_by_key(|it| it.list);
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
