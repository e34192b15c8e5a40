//! Every rule that applies to one target, and which one is shown.
//!
//! Each list judges by its own rule: its longest matching name decides for it.
//! A list that says nothing of the name itself speaks of it all the same when it names another name of the same
//! platform. Among lists the highest authority that has an opinion is shown, and within one rank the strictest.

use std::cmp::Reverse;

use crate::domain::Domain;
use crate::index::{Hit, How, Index};
use crate::platform::{Platform, platform_of};
use crate::severity::Severity;
use crate::target::Target;

/// Every rule that applies to a listed target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What was judged.
    pub target: Target,
    /// The rule that is shown.
    pub shown: Hit,
    /// What the other lists say.
    pub others: Vec<Hit>,
}

impl Verdict {
    /// The severity that is shown.
    pub fn severity(&self) -> Severity {
        self.shown.severity
    }

    /// Whether only a wrapper is listed, and not where the link leads.
    pub fn is_of_wrapper(&self) -> bool {
        self.target.via.as_ref() == Some(&self.target.domain)
    }

    /// The names of all lists that apply, in the order in which the index holds them.
    pub fn lists<'a>(&self, index: &'a Index) -> Vec<&'a str> {
        let applies =
            |list| self.shown.list == list || self.others.iter().any(|it| it.list == list);
        let lists = index.lists().iter().enumerate().filter(|(list, _)| applies(*list));
        lists.map(|(_, list)| list.name.as_str()).collect()
    }
}

/// The verdict on the first of these targets that any list has an opinion about.
///
/// `targets` come from [`recognise`](crate::target::recognise).
pub fn judge(index: &Index, targets: &[Target]) -> Option<Verdict> {
    targets.iter().find_map(|target| judge_one(index, target))
}

/// What every list says about a domain, also those that name another name of its platform only.
pub fn hits(index: &Index, domain: &Domain) -> Vec<Hit> {
    let mut hits = index.find(domain);
    if let Some(platform) = platform_of(domain) {
        add_aliases(index, platform, &mut hits);
    }
    hits
}

fn judge_one(index: &Index, target: &Target) -> Option<Verdict> {
    let mut hits = hits(index, &target.domain);
    let rank = |hit: &Hit| index.lists().get(hit.list).map(|list| list.rank);
    let weight = |(_, hit): &(usize, &Hit)| (rank(hit), Reverse(hit.severity));
    let (first, _) = hits.iter().enumerate().min_by_key(weight)?;
    let shown = hits.remove(first);
    Some(Verdict { target: target.clone(), shown, others: hits })
}

/// For each list that has not spoken yet, the strictest of what it says about the platform's names.
fn add_aliases(index: &Index, platform: &Platform, hits: &mut Vec<Hit>) {
    let spoken: Vec<usize> = hits.iter().map(|hit| hit.list).collect();
    for name in platform.domains.iter().flat_map(names_of) {
        for hit in index.find_name(&name).into_iter().filter(|hit| !spoken.contains(&hit.list)) {
            let hit = Hit { how: How::Alias, ..hit };
            match hits.iter_mut().find(|earlier| earlier.list == hit.list) {
                Some(earlier) if earlier.severity < hit.severity => *earlier = hit,
                Some(_) => {}
                None => hits.push(hit),
            }
        }
    }
}

/// A platform's domain and its `www`, which lists name as well.
fn names_of(domain: &Domain) -> [String; 2] {
    [domain.to_string(), format!("www.{domain}")]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::Blocklist;
    use crate::index::Rank;
    use crate::target::{is_more, recognise};

    /// Lists as `rank name: domain severity, …`; the verdict as `severity listed how [lists]`.
    #[track_caller]
    fn check(lists: &[(Rank, &str, &str)], address: &str, expected: &str) {
        let read: Vec<_> = lists
            .iter()
            .map(|(rank, name, rows)| {
                let csv = format!("domain,severity\n{}", rows.replace(' ', ",").replace(";", "\n"));
                (*rank, *name, Blocklist::read(csv.as_bytes(), &NativeParser).unwrap())
            })
            .collect();
        let entries: Vec<_> = read.iter().map(|(rank, name, list)| (*name, *rank, list)).collect();
        let index = Index::of(&entries).unwrap();
        let verdict = judge(&index, &recognise(address, &NativeParser));
        let text = verdict.map_or("none".to_owned(), |it| {
            format!(
                "{} {} {:?} {:?}",
                it.severity().as_str(),
                it.shown.listed,
                it.shown.how,
                it.lists(&index)
            )
        });
        assert_eq!(text, expected, "{address}");
        assert!(text == "none" || index.may_know(address) || is_more(address), "{address}");
    }

    const THREADS: &[(Rank, &str, &str)] = &[(Rank::Home, "home", "threads.net suspend")];

    #[test]
    fn names_and_what_is_below_them() {
        check(THREADS, "threads.net", "suspend threads.net Exact [\"home\"]");
        check(THREADS, "www.threads.net", "suspend threads.net Ancestor [\"home\"]");
        check(THREADS, "notthreads.net", "none");
        check(THREADS, "threads.net.example.org", "none");
        check(
            THREADS,
            "https://m.example/@zuck@threads.net",
            "suspend threads.net Exact [\"home\"]",
        );
    }

    #[test]
    fn the_longest_name_wins_even_when_milder() {
        let lists = [(Rank::Home, "home", "example.com suspend;good.example.com silence")];
        check(&lists, "a.good.example.com", "silence good.example.com Ancestor [\"home\"]");
        check(&lists, "example.com", "suspend example.com Exact [\"home\"]");
    }

    #[test]
    fn one_platform_under_all_its_names() {
        check(THREADS, "www.threads.com", "suspend threads.net Alias [\"home\"]");
        check(
            &[(Rank::Home, "home", "www.threads.net suspend")],
            "threads.com",
            "suspend www.threads.net Alias [\"home\"]",
        );
        check(
            &[(Rank::Home, "home", "twitter.com suspend")],
            "https://t.co/x",
            "suspend twitter.com Alias [\"home\"]",
        );
        // The same owner is not the same platform, and a whole top-level domain is no platform's name.
        check(THREADS, "instagram.com", "none");
        check(&[(Rank::Home, "home", "net suspend")], "threads.com", "none");
    }

    #[test]
    fn a_list_that_names_both_speaks_by_the_name_asked_for() {
        let lists = [(Rank::Home, "home", "threads.net suspend;threads.com silence")];
        check(&lists, "threads.com", "silence threads.com Exact [\"home\"]");
    }

    #[test]
    fn the_highest_authority_is_shown_then_the_strictest() {
        let lists = [
            (Rank::Other, "b", "example.com suspend"),
            (Rank::Home, "a", "example.com silence"),
            (Rank::Brand, "c", "example.com suspend"),
        ];
        check(&lists, "example.com", "silence example.com Exact [\"b\", \"a\", \"c\"]");
        let lists = [(Rank::Other, "b", "example.com silence"), (Rank::Other, "a", "com suspend")];
        check(&lists, "example.com", "suspend com Ancestor [\"b\", \"a\"]");
    }
}
