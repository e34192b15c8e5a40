//! A second look at a list before it takes the place of the one in force.
//!
//! A list can go wrong at its source: emptied by accident, cut off, or with a row that covers half the web, as one real
//! list had when the header of an imported file became a block of the name `domain`. Such a list is held back, and the
//! person asked, while the former one stays in force.

use crate::blocklist::pattern::fits;
use crate::blocklist::{BlockName, Blocklist, Covers, DomainBlock, Precedence};
use crate::digest::Digest;
use crate::domain::Domain;

/// From how many names on a list can shrink suspiciously.
const MIN_SHRINKING: u32 = 10;
/// How many of the ordinary sites are shown at most.
const EXAMPLES: usize = 3;

/// Why a list is better asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It had names and has none.
    Emptied {
        /// How many it had.
        from: u32,
    },
    /// It lost more than half of its names.
    Shrunk {
        /// How many it had.
        from: u32,
        /// How many it has.
        to: u32,
    },
    /// It would mark a server where the reader has an account.
    NamesHome {
        /// That server.
        home: Domain,
        /// The name in the list, as people read it.
        listed: String,
    },
    /// It would mark a quarter or more of a choice of well-known sites that have nothing to do with social networks.
    NamesOrdinarySites {
        /// How many sites were looked at.
        of: u32,
        /// How many of them it would mark.
        hit: u32,
        /// The first few of these.
        examples: Vec<&'static str>,
    },
}

/// What speaks against a list. `former` is how many names the list in force has, canaries left out, `None` when there
/// is none; `homes` are the servers where the reader has an account.
pub fn doubts(former: Option<u32>, list: &Blocklist, homes: &[Domain]) -> Vec<Doubt> {
    let mut doubts: Vec<_> = former.and_then(|from| lost(from, size(list))).into_iter().collect();
    let ordinary = ordinary_sites();
    let hosts: Vec<_> = homes.iter().chain(ordinary.iter().map(|(domain, _)| domain)).collect();
    let marks = marks(list, &hosts);
    doubts.extend(homes.iter().zip(&marks).filter_map(|(home, mark)| {
        let listed = (*mark)?.name.shown().to_owned();
        Some(Doubt::NamesHome { home: home.clone(), listed })
    }));
    let mut hit = 0_u32;
    let mut examples = Vec::new();
    for ((_, site), _) in
        ordinary.iter().zip(marks.iter().skip(homes.len())).filter(|(_, mark)| mark.is_some())
    {
        hit += 1;
        if examples.len() < EXAMPLES {
            examples.push(*site);
        }
    }
    let of = u32::try_from(ordinary.len()).unwrap_or_default();
    if hit > 0 && hit * 4 >= of {
        doubts.push(Doubt::NamesOrdinarySites { of, hit, examples });
    }
    doubts
}

fn lost(from: u32, to: u32) -> Option<Doubt> {
    match (from, to) {
        (0, _) => None,
        (_, 0) => Some(Doubt::Emptied { from }),
        _ if from >= MIN_SHRINKING && to < from.div_ceil(2) => Some(Doubt::Shrunk { from, to }),
        _ => None,
    }
}

fn size(list: &Blocklist) -> u32 {
    let counts = list.counts();
    counts.suspended + counts.limited + counts.allowed + counts.other
}

/// The entry that marks each of these hosts, by the rule of the list's server; `None` where none does.
///
/// As the index would find it, but in one pass over the list: compiling a list only to ask forty questions would take
/// longer.
fn marks<'a>(list: &'a Blocklist, hosts: &[&Domain]) -> Vec<Option<&'a DomainBlock>> {
    let mut names: Vec<(&str, usize)> = hosts
        .iter()
        .enumerate()
        .flat_map(|(host, domain)| domain.ancestors().map(move |name| (name, host)))
        .collect();
    names.sort_unstable();
    let mut digests: Vec<(Digest, &str)> =
        names.iter().map(|(name, _)| (Digest::of(name), *name)).collect();
    digests.sort_unstable();
    digests.dedup();

    let mut found: Vec<Option<(Weight, &DomainBlock)>> = vec![None; hosts.len()];
    let mut consider = |host: usize, length: usize, block: &'a DomainBlock| {
        let weight = weight(list.precedence, length, block);
        if let Some(best) = found.get_mut(host)
            && best.is_none_or(|(former, _)| weight > former)
        {
            *best = Some((weight, block));
        }
    };
    for block in &list.blocks {
        let name = match &block.name {
            BlockName::Domain(domain) => domain.as_str(),
            BlockName::Obfuscated { digest: Some(digest), .. } => {
                match digests.binary_search_by(|(it, _)| it.cmp(digest)) {
                    Ok(at) => digests.get(at).map_or("", |(_, name)| name),
                    Err(_) => continue,
                }
            }
            BlockName::Pattern(pattern) => {
                for (host, domain) in hosts.iter().enumerate() {
                    if fits(pattern.kind(), pattern.text(), domain.as_str()) {
                        consider(host, pattern.text().len(), block);
                    }
                }
                continue;
            }
            BlockName::Obfuscated { digest: None, .. } | BlockName::Literal(_) => continue,
        };
        let first = names.partition_point(|(it, _)| *it < name);
        for (_, host) in names.iter().skip(first).take_while(|(it, _)| *it == name) {
            if hosts.get(*host).is_some_and(|it| covers(block.covers, name, it.as_str())) {
                consider(*host, name.len(), block);
            }
        }
    }
    found
        .into_iter()
        .map(|it| it.map(|(_, block)| block).filter(|it| it.severity.is_marked()))
        .collect()
}

/// Whether an entry for this name, which is the host's or a parent's, is about the host.
fn covers(covers: Covers, name: &str, host: &str) -> bool {
    match covers {
        Covers::Below | Covers::BelowBeforeAll => true,
        Covers::Only => name == host,
        Covers::OnlyAndWww => name == host.strip_prefix("www.").unwrap_or(host) || name == host,
    }
}

/// Of several entries for a host the one with the greatest weight counts.
type Weight = (bool, usize, u8);

fn weight(precedence: Precedence, length: usize, block: &DomainBlock) -> Weight {
    let length = match precedence {
        Precedence::Longest => length,
        Precedence::Strictest => 0,
    };
    (block.covers == Covers::BelowBeforeAll, length, block.severity as u8)
}

/// What `build.rs` makes of `data/ordinary.json`: a domain each line.
const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/ordinary.tsv"));

fn ordinary_sites() -> Vec<(Domain, &'static str)> {
    TABLE.lines().filter_map(|it| Some((Domain::parse(it).ok()?, it))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::pattern::{Pattern, PatternKind};
    use crate::severity::Severity;

    fn domain(name: &str) -> Domain {
        Domain::parse(name).unwrap()
    }

    /// A list that begins with as many harmless names.
    fn list(count: usize, blocks: Vec<DomainBlock>) -> Blocklist {
        let mut list = Blocklist::read(b"[]", &NativeParser).unwrap();
        list.blocks = (0..count).map(|it| block(&format!("n{it}.example"))).collect();
        list.blocks.extend(blocks);
        list
    }

    fn block(name: &str) -> DomainBlock {
        DomainBlock::new(BlockName::Domain(domain(name)), Severity::Suspend)
    }

    fn describe(doubt: &Doubt) -> String {
        match doubt {
            Doubt::Emptied { from } => format!("emptied from {from}"),
            Doubt::Shrunk { from, to } => format!("shrunk from {from} to {to}"),
            Doubt::NamesHome { home, listed } => format!("{home} by {listed}"),
            Doubt::NamesOrdinarySites { of, hit, examples } => {
                format!("{hit} of {of}: {}", examples.join(", "))
            }
        }
    }

    #[track_caller]
    fn check(former: Option<u32>, list: &Blocklist, expected: &[&str]) {
        let homes = [domain("home.example"), domain("social.home.test")];
        let actual: Vec<_> = doubts(former, list, &homes).iter().map(describe).collect();
        assert_eq!(actual, expected);
    }

    #[test]
    fn lists_that_get_smaller() {
        check(None, &list(0, vec![]), &[]);
        check(Some(0), &list(0, vec![]), &[]);
        check(Some(1), &list(0, vec![]), &["emptied from 1"]);
        check(Some(1500), &list(0, vec![]), &["emptied from 1500"]);
        check(Some(9), &list(1, vec![]), &[]);
        check(Some(10), &list(4, vec![]), &["shrunk from 10 to 4"]);
        check(Some(10), &list(5, vec![]), &[]);
        check(Some(11), &list(5, vec![]), &["shrunk from 11 to 5"]);
        check(Some(11), &list(6, vec![]), &[]);
        check(Some(u32::MAX), &list(1, vec![]), &["shrunk from 4294967295 to 1"]);
        check(Some(10), &list(500, vec![]), &[]);
    }

    #[test]
    fn canaries_are_no_names() {
        let canary = DomainBlock { canary: true, ..block("dni.invalid") };
        check(Some(5), &list(0, vec![canary]), &["emptied from 5"]);
    }

    #[track_caller]
    fn check_blocks(blocks: Vec<DomainBlock>, expected: &[&str]) {
        check(None, &list(3, blocks), expected);
    }

    fn starred(shown: &str, digest: Option<Digest>) -> DomainBlock {
        let name = BlockName::Obfuscated { shown: shown.to_owned(), digest };
        DomainBlock::new(name, Severity::Suspend)
    }

    fn pattern(text: &str, kind: PatternKind) -> DomainBlock {
        DomainBlock::new(BlockName::Pattern(Pattern::new(text, kind)), Severity::Silence)
    }

    #[test]
    fn homes() {
        check_blocks(vec![block("home.example")], &["home.example by home.example"]);
        check_blocks(vec![block("home.test")], &["social.home.test by home.test"]);
        check_blocks(vec![block("example")], &["home.example by example"]);
        check_blocks(vec![block("me.home.example"), block("athome.example")], &[]);
        let only = DomainBlock { covers: Covers::Only, ..block("home.test") };
        check_blocks(vec![only], &[]);
        let www = DomainBlock { covers: Covers::OnlyAndWww, ..block("home.example") };
        check_blocks(vec![www], &["home.example by home.example"]);
    }

    #[test]
    fn homes_by_digest_and_pattern() {
        let digest = Some(Digest::of("home.example"));
        check_blocks(vec![starred("ho**.*****le", digest)], &["home.example by ho**.*****le"]);
        check_blocks(vec![starred("ho**.*****le", None)], &[]);
        check_blocks(vec![starred("x", Some(Digest::of("x.example")))], &[]);
        check_blocks(
            vec![pattern("*.home.test", PatternKind::Glob)],
            &["social.home.test by *.home.test"],
        );
        let literal = BlockName::Literal("*.home.test".to_owned());
        check_blocks(vec![DomainBlock::new(literal, Severity::Suspend)], &[]);
    }

    #[test]
    fn an_exception_for_a_home_counts_as_it_does_for_the_server() {
        let exception = || DomainBlock { severity: Severity::Noop, ..block("home.example") };
        check_blocks(vec![exception(), block("example")], &[]);
        check_blocks(vec![block("example"), exception()], &[]);
        let mut strictest = list(0, vec![exception(), block("example")]);
        strictest.precedence = Precedence::Strictest;
        check(None, &strictest, &["home.example by example"]);
        let allowed = DomainBlock {
            covers: Covers::BelowBeforeAll,
            severity: Severity::Noop,
            ..block("example")
        };
        check_blocks(vec![allowed, block("home.example")], &[]);
    }

    #[test]
    fn ordinary_names() {
        check_blocks(vec![block("com")], &["16 of 40: apnews.com, apple.com, britannica.com"]);
        check_blocks(vec![block("org")], &["14 of 40: apache.org, archive.org, arxiv.org"]);
        check_blocks(
            vec![pattern("*", PatternKind::Glob)],
            &[
                "home.example by *",
                "social.home.test by *",
                "40 of 40: apache.org, apnews.com, apple.com",
            ],
        );
        let sites = |count| TABLE.lines().take(count).map(block).collect::<Vec<_>>();
        check_blocks(sites(9), &[]);
        check_blocks(sites(10), &["10 of 40: apache.org, apnews.com, apple.com"]);
        let allowed = sites(40)
            .into_iter()
            .map(|it| DomainBlock { severity: Severity::Noop, ..it })
            .collect();
        check_blocks(allowed, &[]);
    }

    #[test]
    fn every_row_of_the_table() {
        let sites = ordinary_sites();
        assert_eq!(sites.len(), TABLE.lines().count());
        assert!(sites.is_sorted_by(|left, right| left.1 < right.1), "in alphabetical order");
        for (domain, text) in sites {
            assert_eq!(domain.as_str(), text);
            assert!(text.contains('.'), "{text}");
        }
    }
}
