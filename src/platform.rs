//! Which names are one platform (threads.net and threads.com), and who owns it.
//!
//! The table is `data/platforms.json`; every name there carries the public source of the claim, which `build.rs` leaves
//! out of what is shipped.

use std::sync::LazyLock;

use crate::domain::Domain;

/// A group of domains that are one service.
///
/// When a list holds any of them, all of them count as listed. The owner is something to tell people, no more:
/// the same owner alone never makes two names one platform, so a list that holds threads.net says nothing about
/// instagram.com.
#[derive(Debug, PartialEq, Eq)]
pub struct Platform {
    /// The name that people use, unique in the table.
    pub name: String,
    /// The company behind it.
    pub owner: String,
    /// The names that it is reached under, the best known first; subdomains are covered.
    pub domains: Vec<Domain>,
}

/// Every platform of the table, in its order. Empty if the table could not be read, which a test rules out.
pub fn platforms() -> &'static [Platform] {
    &PLATFORMS
}

/// The platform that a domain belongs to: one of whose domains it is, or is below.
///
/// | domain | platform |
/// |---|---|
/// | `www.threads.com` | Threads |
/// | `notthreads.net` | none |
pub fn platform_of(domain: &Domain) -> Option<&'static Platform> {
    platforms().iter().find(|it| it.domains.iter().any(|name| domain.is_within(name)))
}

/// The platform of exactly this name.
pub fn platform_named(name: &str) -> Option<&'static Platform> {
    platforms().iter().find(|platform| platform.name == name)
}

/// What `build.rs` makes of the table: a line for each platform.
const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/platforms.tsv"));

static PLATFORMS: LazyLock<Vec<Platform>> = LazyLock::new(|| read(TABLE).unwrap_or_default());

fn read(table: &str) -> Option<Vec<Platform>> {
    table.lines().map(read_line).collect()
}

fn read_line(line: &str) -> Option<Platform> {
    let mut cells = line.split('\t');
    Some(Platform {
        name: cells.next()?.to_owned(),
        owner: cells.next()?.to_owned(),
        domains: cells.map(|name| Domain::parse(name).ok()).collect::<Option<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde::Deserialize;

    use super::*;

    #[track_caller]
    fn check(domain: &str, platform: Option<&str>) {
        let found = platform_of(&Domain::parse(domain).unwrap());
        assert_eq!(found.map(|platform| platform.name.as_str()), platform, "{domain}");
    }

    #[test]
    fn names_of_one_platform() {
        check("threads.net", Some("Threads"));
        check("threads.com", Some("Threads"));
        check("twitter.com", Some("X"));
        check("x.com", Some("X"));
        check("t.co", Some("X"));
        check("instagr.am", Some("Instagram"));
        check("fb.watch", Some("Facebook"));
        check("redd.it", Some("Reddit"));
        check("lnkd.in", Some("LinkedIn"));
        check("wp.me", Some("WordPress.com"));
    }

    #[test]
    fn subdomains() {
        check("www.threads.net", Some("Threads"));
        check("vm.tiktok.com", Some("TikTok"));
        check("a.b.c.bsky.social", Some("Bluesky"));
    }

    #[test]
    fn near_misses() {
        check("notthreads.net", None);
        check("threads.net.example.org", None);
        check("net", None);
        check("wix.com", None);
        check("att.co", None);
        check("wordpress.org", None);
        check("flipboard.social", None);
        check("192.0.2.1", None);
    }

    #[test]
    fn one_owner_is_not_one_platform() {
        let owner = |name: &str| platform_named(name).unwrap().owner.as_str();
        assert_eq!(owner("Threads"), owner("Instagram"));
        assert_eq!(owner("Threads"), owner("Facebook"));
        assert_ne!(platform_named("Threads"), platform_named("Instagram"));
    }

    #[test]
    fn names_are_exact() {
        assert_eq!(platform_named("Truth Social").unwrap().domains[0].as_str(), "truthsocial.com");
        assert_eq!(platform_named("threads"), None);
    }

    /// What `read` forgives at run time may not ship.
    #[test]
    fn every_row_of_the_table() {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct StrictRow {
            name: String,
            owner: String,
            domains: Vec<StrictName>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct StrictName {
            domain: String,
            source: String,
        }

        let rows: Vec<StrictRow> =
            serde_json::from_str(include_str!("../data/platforms.json")).unwrap();
        assert_eq!(rows.len(), platforms().len());
        let mut platforms = BTreeSet::new();
        let mut names = BTreeSet::new();
        for row in &rows {
            assert!(platforms.insert(&row.name), "{} is there twice", row.name);
            assert!(!row.owner.is_empty(), "{} has no owner", row.name);
            assert!(!row.domains.is_empty(), "{} has no domain", row.name);
            for StrictName { domain, source } in &row.domains {
                let parsed = Domain::parse(domain).unwrap();
                assert_eq!(parsed.as_str(), domain, "{domain} is not written as it is matched");
                assert!(source.starts_with("https://"), "{domain}: {source}");
                assert!(names.insert(domain), "{domain} is there twice");
            }
        }
        for name in &names {
            let below_another = names.iter().any(|other| name.ends_with(&format!(".{other}")));
            assert!(!below_another, "{name} is covered by another row");
        }
    }

    #[test]
    fn an_unreadable_table_is_none() {
        assert_eq!(read("A"), None);
        assert_eq!(read("A\tB\tnot a domain"), None);
    }
}
