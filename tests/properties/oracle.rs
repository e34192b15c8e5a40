//! The matching rules once more, told differently: everything in a list that is about a host is collected, and then
//! what counts is picked from that.

use std::collections::HashMap;

use fencepost::blocklist::pattern::{Pattern, fits};
use fencepost::blocklist::{BlockName, Blocklist, Covers, DomainBlock, Precedence};
use fencepost::digest::Digest;
use fencepost::domain::Domain;
use fencepost::index::{How, Index, Rank, Rows};
use fencepost::severity::Severity;

/// What lists say, for an index to be held against.
pub struct Oracle<'l> {
    index: &'l Index,
    rows: &'l [Rows],
    lists: Vec<List<'l>>,
}

struct List<'l> {
    named: HashMap<String, Vec<&'l DomainBlock>>,
    patterns: Vec<(&'l Pattern, &'l DomainBlock)>,
    precedence: Precedence,
}

/// The index of these lists.
pub fn index(lists: &[Blocklist]) -> Index {
    let entries: Vec<_> = lists.iter().map(|it| ("", Rank::Other, it)).collect();
    Index::of(&entries).unwrap()
}

impl<'l> Oracle<'l> {
    /// What these lists say, of which the index and the rows were made.
    pub fn new(lists: &'l [Blocklist], index: &'l Index, rows: &'l [Rows]) -> Oracle<'l> {
        Oracle { index, rows, lists: lists.iter().map(List::new).collect() }
    }

    /// Checks that the index says the same of each of these names and of hosts that are like them; how many hosts that
    /// were, and how often a list spoke of one.
    pub fn check<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> (usize, usize) {
        let (mut n_checked, mut n_hits) = (0, 0);
        for name in names {
            let around = [
                name.to_owned(),
                format!("sub.{name}"),
                format!("www.{name}"),
                format!("not{name}"),
                format!("{name}.example.org"),
                format!("{}.", name.to_uppercase()),
                name.replace('*', "a"),
            ];
            for domain in around.iter().filter_map(|it| Domain::parse(it).ok()) {
                n_checked += 1;
                n_hits += self.check_host(&domain);
            }
        }
        (n_checked, n_hits)
    }

    fn check_host(&self, domain: &Domain) -> usize {
        let host = domain.as_str();
        let hits = self.index.find(domain);
        let names = suffixes(domain);
        let mut actual = hits.iter().map(|it| (it.list, it.severity, it.listed.as_str(), it.how));
        for (list, oracle) in self.lists.iter().enumerate() {
            let Some((severity, listed)) = oracle.judge(&names) else { continue };
            let (found, found_severity, name, how) = actual.next().expect(host);
            assert_eq!((found, found_severity), (list, severity), "{host}");
            assert!(how == How::Glob || name == listed, "{host}: {name}");
            let is_whole = name == host;
            let is_other = matches!(how, How::Digest | How::Glob);
            assert!(is_other || (how == How::Exact) == is_whole, "{host}: {how:?}");
        }
        assert_eq!(actual.next(), None, "no list too many");
        for hit in &hits {
            let shown = self.rows[hit.list].row(hit.row).unwrap().shown;
            assert!(shown == hit.listed || hit.how == How::Digest && shown.contains('*'));
        }
        hits.len()
    }
}

impl<'l> List<'l> {
    fn new(list: &'l Blocklist) -> List<'l> {
        let (mut named, mut patterns) = (HashMap::<_, Vec<_>>::new(), Vec::new());
        for block in &list.blocks {
            let key = match &block.name {
                BlockName::Domain(domain) => domain.to_string(),
                BlockName::Obfuscated { digest: Some(digest), .. } => digest.to_string(),
                BlockName::Pattern(pattern) => {
                    patterns.push((pattern, block));
                    continue;
                }
                _ => continue,
            };
            named.entry(key).or_default().push(block);
        }
        List { named, patterns, precedence: list.precedence }
    }

    /// The severity, and the name or pattern that counts. `names` are the host and its parents, with their digests.
    fn judge(&self, names: &[(String, String)]) -> Option<(Severity, String)> {
        let host = names.first()?.0.as_str();
        let mut about = Vec::new();
        for (name, digest) in names {
            let blocks = [self.named.get(name), self.named.get(digest)];
            about.extend(blocks.into_iter().flatten().flatten().filter_map(|block| {
                let applies = match block.covers {
                    Covers::Below | Covers::BelowBeforeAll => true,
                    Covers::Only => name == host,
                    Covers::OnlyAndWww => name == host || format!("www.{name}") == host,
                };
                let permits = block.covers == Covers::BelowBeforeAll;
                applies.then(|| (permits, name.len(), block.severity, name.to_owned()))
            }));
        }
        let named =
            about.into_iter().max_by_key(|(permits, length, severity, _)| match self.precedence {
                Precedence::Longest => (*permits, *length, Severity::Noop, *severity, 0),
                Precedence::Strictest => (*permits, 0, *severity, Severity::Noop, *length),
            });
        let fitting = self.patterns.iter().filter(|(it, _)| fits(it.kind(), it.text(), host));
        let pattern = fitting.max_by_key(|(_, block)| block.severity);
        match (named, pattern) {
            (Some((permits, _, severity, name)), pattern)
                if permits || pattern.is_none_or(|(_, block)| block.severity <= severity) =>
            {
                Some((severity, name))
            }
            (_, pattern) => pattern.map(|(it, block)| (block.severity, it.text().to_owned())),
        }
    }
}

/// A host and its parents, with their digests.
fn suffixes(host: &Domain) -> Vec<(String, String)> {
    let host = host.as_str();
    let is_ip = host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok();
    let parents = host.match_indices('.').map(|(at, _)| &host[at + 1..]).filter(|_| !is_ip);
    let names = [host].into_iter().chain(parents);
    names.map(|name| (name.to_owned(), Digest::of(name).to_string())).collect()
}
