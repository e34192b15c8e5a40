//! Lists as they are found: small ones in `tests/data/lists`, each beside what is read from it, and real ones.

#![allow(clippy::unwrap_used, reason = "what cannot be read here fails the test")]

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use fencepost::address::NativeParser;
use fencepost::blocklist::{BlockName, Blocklist, DomainBlock, ListError, ProblemKind};
use fencepost::day::Day;
use fencepost::digest::Digest;
use fencepost::domain::Domain;
use fencepost::index::{How, Index, Rank, Rows};
use fencepost::severity::Severity;

fn read(path: &Path) -> Result<Blocklist, ListError> {
    Blocklist::read(&fs::read(path).unwrap(), &NativeParser)
}

/// Everything but the `.expected` files.
fn fixtures() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/lists");
    let mut paths: Vec<_> = fs::read_dir(directory).unwrap().map(|it| it.unwrap().path()).collect();
    paths.retain(|it| it.extension().is_some_and(|it| it != "expected"));
    paths.sort();
    paths
}

#[test]
fn fixtures_are_read_as_expected() {
    assert!(fixtures().len() > 10);
    for path in fixtures() {
        let actual = match read(&path) {
            Ok(list) => describe(&list),
            Err(error) => format!("error: {error}\n"),
        };
        let expected =
            fs::read_to_string(format!("{}.expected", path.display())).unwrap_or_default();
        assert_eq!(actual, expected, "{}", path.display());
    }
}

fn describe(list: &Blocklist) -> String {
    let blocks = list.blocks.iter().map(|block| {
        let kind = match &block.name {
            BlockName::Domain(_) if block.canary => " (canary)",
            BlockName::Domain(_) => "",
            BlockName::Obfuscated { digest: Some(_), .. } => " (recognised)",
            BlockName::Obfuscated { digest: None, .. } => " (unrecognisable)",
            BlockName::Literal(_) => " (literal)",
            BlockName::Pattern(_) => " (pattern)",
        };
        let policies =
            [(block.reject_media, " reject_media"), (block.reject_reports, " reject_reports")];
        let policies: String = policies.iter().filter(|it| it.0).map(|it| it.1).collect();
        let comment = block.public_comment.as_ref().map_or(String::new(), |it| format!(" {it:?}"));
        format!("{} {}{kind}{policies}{comment}\n", block.severity.as_str(), block.name.shown())
    });
    let problems = list.problems.iter().map(|it| format!("{it}\n"));
    format!("{}\n{}{}", counts(list), blocks.collect::<String>(), problems.collect::<String>())
}

fn counts(list: &Blocklist) -> String {
    let it = list.counts();
    format!(
        "{:?}: suspended {}, limited {}, other {}, recognised {}, unrecognisable {}",
        list.format, it.suspended, it.limited, it.other, it.recognised, it.unrecognisable
    )
}

/// Real lists, where they are at hand; `None` elsewhere.
fn real_lists() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/blocklists");
    path.is_dir().then_some(path)
}

/// File, and what is read from it: suspended, limited, other, recognised, unrecognisable; canaries, literal stars;
/// problems of each kind.
const REAL: &[(&str, &str)] = &[
    ("archaeo-social/domain_blocks.csv", "83 0 0 0 0; 0 0; severities=1"),
    ("azcoigreach/oliphant.social.txt", "175 0 0 0 0; 0 0;"),
    ("fediblockhole/admin-domain_blocks.json", "7 2 1 0 0; 0 0;"),
    ("fediblockhole/data-suspends-01.csv", "13 0 0 0 0; 0 0;"),
    ("fires/import-domain-only.csv", "7 0 0 0 0; 0 0;"),
    ("fires/import-fediblockhole.csv", "4 0 0 0 0; 0 0;"),
    ("fires/import-mastodon.csv", "4 0 0 0 0; 1 0;"),
    ("fyrfli/blocklist.txt", "407 0 0 0 0; 0 0; names=2"),
    ("gardenfence/gardenfence-mastodon.csv", "143 0 0 0 0; 0 0;"),
    ("gardenfence/gardenfence.txt", "143 0 0 0 0; 0 0;"),
    ("icosahedron-api/domain_blocks-2025-02-15.json", "1084 338 0 5 0; 0 4;"),
    ("icosahedron-api/domain_blocks-2025-11-06.json", "1173 339 0 5 0; 0 4;"),
    (
        "iftas/cariad_audit-2024-04-10.csv",
        "error: no column is named \"domain\"; the columns are observed_domain, blocked_by, majority_action",
    ),
    ("iftas/dni-2024-06-25.csv", "34 0 0 0 0; 0 0;"),
    ("jakejarvis/domain_blocks.csv", "584 7 2 0 0; 0 0;"),
    ("lea-lgbt/blocklist.csv", "212 14 0 0 0; 0 0; duplicates=10 flags=11"),
    ("mastodon-de/spam-domain_mutes.csv", "0 46 0 0 0; 0 0;"),
    ("mastodon-de/spam-domain_mutes.txt", "46 0 0 0 0; 0 0;"),
    ("oliphant/allowlist.csv", "0 0 0 0 0; 8 0;"),
    ("oliphant/iftas-aud.csv", "30 6 0 0 0; 1 0;"),
    ("oliphant/mastodon.social.fediblockhole.csv", "366 30 0 0 130; 0 0;"),
    ("oliphant/mastodon.social.mastodon-header.csv", "366 30 0 0 130; 0 0;"),
    ("oliphant/rage.love-2024-03-14.csv", "1358 42 0 0 4; 0 1; names=2"),
    ("oliphant/seirdy-tier0.csv", "373 0 0 0 0; 2 0;"),
    ("oliphant/seirdy-tier0.misheadered.csv", "373 0 0 0 0; 2 0; header=1"),
    ("oliphant/unified-max-2023-04-28.csv", "3011 62 0 0 0; 0 0; names=2"),
    (
        "icosahedron-api/domain_blocks-2025-11-06.headers.json",
        "error: not a list but a single JSON object, perhaps an error message of the server",
    ),
    (
        "mastodon-social-api/nodeinfo-2.0.json",
        "error: not a list but a single JSON object, perhaps an error message of the server",
    ),
    (
        "relay-nodeinfo/corgidon-nodeinfo-2.1-metadata-federation.json",
        "error: not a list but a single JSON object, perhaps an error message of the server",
    ),
    (
        "relay-nodeinfo/misskey-12-meta.json",
        "error: not a list but a single JSON object, perhaps an error message of the server",
    ),
    ("takouhai/blocklist_part_2.csv", "3542 0 0 0 0; 0 0; duplicates=20"),
];

#[test]
fn real_lists_are_read_whole() {
    let Some(directory) = real_lists() else { return };
    for &(file, expected) in REAL {
        let actual = match read(&directory.join(file)) {
            Ok(list) => summary(&list),
            Err(error) => format!("error: {error}"),
        };
        assert_eq!(actual, expected, "{file}");
    }
}

/// Numbers only: real lists hold words that need not be repeated.
fn summary(list: &Blocklist) -> String {
    let canaries = list.blocks.iter().filter(|it| it.canary).count();
    let literals = list.blocks.iter().filter(|it| matches!(it.name, BlockName::Literal(_))).count();
    let mut kinds = BTreeMap::new();
    for problem in &list.problems {
        let kind = match problem.kind {
            ProblemKind::Name(_) => "names",
            ProblemKind::Severity(_) => "severities",
            ProblemKind::Duplicate(_) => "duplicates",
            ProblemKind::Flag { .. } => "flags",
            ProblemKind::Header(_) => "header",
            _ => "others",
        };
        *kinds.entry(kind).or_insert(0) += 1;
    }
    let it = list.counts();
    let kinds: String = kinds.iter().map(|(kind, n)| format!(" {kind}={n}")).collect();
    format!(
        "{} {} {} {} {}; {canaries} {literals};{kinds}",
        it.suspended, it.limited, it.other, it.recognised, it.unrecognisable
    )
}

/// The matching rule once more, told differently: per list a map from name to severity, and the host is cut from the
/// left until something is found.
struct Oracle {
    clear: HashMap<String, Severity>,
    digests: HashMap<String, Severity>,
}

impl Oracle {
    fn new(blocks: &[DomainBlock]) -> Oracle {
        let (mut clear, mut digests) = (HashMap::new(), HashMap::new());
        for block in blocks {
            let (map, key) = match &block.name {
                BlockName::Domain(domain) => (&mut clear, domain.to_string()),
                BlockName::Obfuscated { digest: Some(digest), .. } => {
                    (&mut digests, digest.to_string())
                }
                _ => continue,
            };
            let severity = map.entry(key).or_insert(block.severity);
            *severity = block.severity.max(*severity);
        }
        Oracle { clear, digests }
    }

    fn judge(&self, host: &str) -> Option<(Severity, String, bool)> {
        let host = host.to_lowercase();
        let mut rest = host.strip_suffix('.').unwrap_or(&host);
        loop {
            let digest =
                if self.digests.is_empty() { String::new() } else { Digest::of(rest).to_string() };
            let found = [self.clear.get(rest), self.digests.get(&digest)];
            if let Some(severity) = found.into_iter().flatten().max() {
                return Some((*severity, rest.to_owned(), rest == host.trim_end_matches('.')));
            }
            rest = rest.split_once('.').filter(|_| host.parse::<std::net::Ipv4Addr>().is_err())?.1;
        }
    }
}

#[test]
fn the_index_agrees_with_another_matcher() {
    let mut paths = fixtures();
    if let Some(directory) = real_lists() {
        paths.extend(REAL.iter().map(|it| directory.join(it.0)));
    }
    let lists: Vec<_> = paths.iter().filter_map(|it| read(it).ok()).collect();
    let entries: Vec<_> = lists.iter().map(|it| ("", Rank::Other, it)).collect();
    let index = Index::of(&entries).unwrap();
    let today = Day::parse("2026-01-01").unwrap();
    let rows: Vec<_> =
        lists.iter().map(|it| Rows::load(Rows::write(it, today, None)).unwrap()).collect();
    let oracles: Vec<_> = lists.iter().map(|it| Oracle::new(&it.blocks)).collect();

    let mut names: Vec<_> =
        lists.iter().flat_map(|it| &it.blocks).map(|it| it.name.shown()).collect();
    names.extend(["example.com", "good.threads.net", "example.org", "com"]);
    names.sort_unstable();
    names.dedup();
    let (mut n_checked, mut n_hits) = (0, 0);
    for name in names {
        let sub = format!("sub.{name}");
        let not = format!("not{name}");
        let below_other = format!("{name}.example.org");
        let (upper, dotted) = (name.to_uppercase(), format!("{name}."));
        for host in [name, &sub, &not, &below_other, &upper, &dotted] {
            let Ok(domain) = Domain::parse(host) else { continue };
            let hits = index.find(&domain);
            let mut actual =
                hits.iter().map(|it| (it.list, it.severity, it.listed.clone(), it.how));
            for (list, oracle) in oracles.iter().enumerate() {
                let Some((severity, listed, is_whole)) = oracle.judge(host) else { continue };
                let found = actual.next().unwrap();
                assert_eq!((found.0, found.1, &found.2), (list, severity, &listed));
                assert!(found.3 == How::Digest || (found.3 == How::Exact) == is_whole);
            }
            assert_eq!(actual.next(), None, "no list too many");
            for hit in &hits {
                let shown = rows[hit.list].row(hit.row).unwrap().shown;
                assert!(shown == hit.listed || hit.how == How::Digest && shown.contains('*'));
            }
            n_checked += 1;
            n_hits += hits.len();
        }
    }
    assert!(n_checked > 50 && n_hits > n_checked / 4, "{n_hits} hits for {n_checked} hosts");
}
