//! Lists as they are found: small ones in `tests/data/lists`, each beside what is read from it, and real ones.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what cannot be read here fails the test"
)]

#[path = "properties/oracle.rs"]
mod oracle;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use fencepost::address::NativeParser;
use fencepost::blocklist::{
    BlockName, Blocklist, Covers, DomainBlock, Extent, Format, ListError, Precedence, ProblemKind,
};
use fencepost::day::Day;
use fencepost::index::Rows;
use oracle::Oracle;

/// Reads a file of any kind, or as the format that its name begins with: `lemmy@off.json`.
fn read(path: &Path) -> Result<Blocklist, ListError> {
    let bytes = fs::read(path).unwrap();
    match path.file_name().unwrap().to_str().unwrap().split_once('@') {
        Some((format, _)) => {
            Blocklist::read_as(Format::named(format).unwrap(), &bytes, &NativeParser)
        }
        None => Blocklist::read(&bytes, &NativeParser),
    }
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
    let head = format!("{}, {}\n{}\n{}", list.format, list.because, counts(list), rule(list));
    let blocks: String = list.blocks.iter().map(describe_block).collect();
    let problems: String = list.problems.iter().map(|it| format!("{it}\n")).collect();
    head + &blocks + &problems
}

fn describe_block(block: &DomainBlock) -> String {
    let kind = match &block.name {
        BlockName::Domain(_) if block.canary => " (canary)",
        BlockName::Domain(_) => "",
        BlockName::Obfuscated { digest: Some(_), .. } => " (recognised)",
        BlockName::Obfuscated { digest: None, .. } => " (unrecognisable)",
        BlockName::Literal(_) => " (literal)",
        BlockName::Pattern(_) => " (pattern)",
    };
    let covers = match block.covers {
        Covers::Below => "",
        Covers::BelowBeforeAll => " before all others",
        Covers::Only => " alone",
        Covers::OnlyAndWww => " alone or with www.",
    };
    let policies =
        [(block.reject_media, " reject_media"), (block.reject_reports, " reject_reports")];
    let policies: String = policies.iter().filter(|it| it.0).map(|it| it.1).collect();
    let word = block.word.as_ref().map_or(String::new(), |it| format!(" [{it}]"));
    let since = block.since.map_or(String::new(), |it| format!(" since {it}"));
    let comment = block.public_comment.as_ref().map_or(String::new(), |it| format!(" {it:?}"));
    let (severity, shown) = (block.severity.as_str(), block.name.shown().replace('\0', "\\0"));
    format!("{severity} {shown}{kind}{covers}{policies}{word}{since}{comment}\n")
}

fn rule(list: &Blocklist) -> String {
    let precedence = match list.precedence {
        Precedence::Longest => "the longest name counts",
        Precedence::Strictest => "the strictest entry counts",
    };
    let extent = match list.extent {
        Extent::Whole => "",
        Extent::Withheld => ", some names are withheld",
        Extent::AllowList => ", nobody else is let in",
    };
    let meaning = if list.format.asks_meaning() { ", what it means is asked" } else { "" };
    format!("{precedence}{extent}{meaning}\n")
}

fn counts(list: &Blocklist) -> String {
    let it = list.counts();
    format!(
        "{} entries: suspended {}, limited {}, allowed {}, other {}, recognised {}, unrecognisable {}",
        list.entries,
        it.suspended,
        it.limited,
        it.allowed,
        it.other,
        it.recognised,
        it.unrecognisable
    )
}

/// Real lists, where they are at hand; `None` elsewhere.
fn real_lists() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/blocklists");
    path.is_dir().then_some(path)
}

/// File, its format, and what is read from it: suspended, limited, other, recognised, unrecognisable; canaries, literal
/// stars; problems of each kind.
const REAL: &[(&str, &str)] = &[
    ("archaeo-social/domain_blocks.csv", "csv: 83 0 0 0 0; 0 0; severities=1"),
    ("azcoigreach/oliphant.social.txt", "names: 175 0 0 0 0; 0 0;"),
    ("fediblockhole/admin-domain_blocks.json", "mastodonAdmin: 7 2 1 0 0; 0 0;"),
    ("fediblockhole/data-suspends-01.csv", "csv: 13 0 0 0 0; 0 0;"),
    ("fires/import-domain-only.csv", "names: 7 0 0 0 0; 0 0;"),
    ("fires/import-fediblockhole.csv", "csv: 4 0 0 0 0; 0 0;"),
    ("fires/import-mastodon.csv", "csv: 4 0 0 0 0; 1 0;"),
    ("fyrfli/blocklist.txt", "names: 407 0 0 0 0; 0 0; names=2"),
    ("gardenfence/gardenfence-mastodon.csv", "csv: 143 0 0 0 0; 0 0;"),
    ("gardenfence/gardenfence.txt", "names: 143 0 0 0 0; 0 0;"),
    (
        "icosahedron-api/domain_blocks-2025-02-15.headers.json",
        "error: not a list but the headers of a server's answer",
    ),
    ("icosahedron-api/domain_blocks-2025-02-15.json", "mastodon: 1084 338 0 5 0; 0 4;"),
    (
        "icosahedron-api/domain_blocks-2025-11-06.headers.json",
        "error: not a list but the headers of a server's answer",
    ),
    ("icosahedron-api/domain_blocks-2025-11-06.json", "mastodon: 1173 339 0 5 0; 0 4;"),
    (
        "iftas/cariad_audit-2024-04-10.csv",
        "error: not a list but an audit of other lists, which decides nothing; the columns are observed_domain, blocked_by, majority_action",
    ),
    ("iftas/dni-2024-06-25.csv", "csv: 34 0 0 0 0; 0 0;"),
    ("jakejarvis/domain_blocks.csv", "csv: 584 7 2 0 0; 0 0;"),
    ("lea-lgbt/blocklist.csv", "csv: 212 14 0 0 0; 0 0; duplicates=10 flags=11"),
    ("mastodon-de/spam-domain_mutes.csv", "csv: 0 46 0 0 0; 0 0;"),
    ("mastodon-de/spam-domain_mutes.txt", "names: 46 0 0 0 0; 0 0;"),
    (
        "mastodon-social-api/nodeinfo-2.0.json",
        "error: not a list but the NodeInfo of a server that runs \"mastodon\", with no list in it",
    ),
    (
        "mastodon-social-api/well-known-nodeinfo.json",
        "error: not a list but the address of a server's NodeInfo",
    ),
    ("oliphant/allowlist.csv", "names: 0 0 0 0 0; 8 0;"),
    ("oliphant/iftas-aud.csv", "csv: 30 6 0 0 0; 1 0;"),
    ("oliphant/mastodon.social.fediblockhole.csv", "csv: 366 30 0 0 130; 0 0;"),
    ("oliphant/mastodon.social.mastodon-header.csv", "csv: 366 30 0 0 130; 0 0;"),
    ("oliphant/rage.love-2024-03-14.csv", "csv: 1358 42 0 0 4; 0 1; names=2"),
    ("oliphant/seirdy-tier0.csv", "csv: 373 0 0 0 0; 2 0;"),
    ("oliphant/seirdy-tier0.misheadered.csv", "csv: 373 0 0 0 0; 2 0; header=1"),
    ("oliphant/unified-max-2023-04-28.csv", "csv: 3011 62 0 0 0; 0 0; names=2"),
    ("relay-nodeinfo/aoderelay-nodeinfo.json", "relay: 0 0 0 0 0; 0 0;"),
    (
        "relay-nodeinfo/corgidon-nodeinfo-2.1-metadata-federation.json",
        "mastodonFork: 0 0 0 0 0; 0 0;",
    ),
    (
        "relay-nodeinfo/mastodon-4.0rc-nodeinfo-metadata-array.json",
        "error: not a list but the NodeInfo of a server that runs \"mastodon\", with no list in it",
    ),
    (
        "relay-nodeinfo/misskey-12-meta.json",
        "error: not a list but a server's description of itself",
    ),
    ("relay-nodeinfo/pleroma-2.2.50-nodeinfo.json", "pleroma: 31 7 8 0 0; 0 0;"),
    (
        "relay-nodeinfo/pleroma-well-known.json",
        "error: not a list but the address of a server's NodeInfo",
    ),
    ("takouhai/blocklist_part_2.csv", "csv: 3542 0 0 0 0; 0 0; duplicates=20"),
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

#[test]
fn every_real_list_is_named_here() {
    let Some(directory) = real_lists() else { return };
    for folder in fs::read_dir(&directory).unwrap().map(|it| it.unwrap().path()) {
        for file in fs::read_dir(&folder).into_iter().flatten().map(|it| it.unwrap().path()) {
            let file = file.strip_prefix(&directory).unwrap().display().to_string();
            assert!(REAL.iter().any(|it| it.0 == file), "{file}");
        }
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
        "{}: {} {} {} {} {}; {canaries} {literals};{kinds}",
        list.format.as_str(),
        it.suspended,
        it.limited,
        it.other,
        it.recognised,
        it.unrecognisable
    )
}

#[test]
fn the_index_agrees_with_another_matcher() {
    let mut paths = fixtures();
    if let Some(directory) = real_lists() {
        paths.extend(REAL.iter().map(|it| directory.join(it.0)));
    }
    let lists: Vec<_> = paths.iter().filter_map(|it| read(it).ok()).collect();
    let index = oracle::index(&lists);
    let today = Day::parse("2026-01-01").unwrap();
    let rows: Vec<_> =
        lists.iter().map(|it| Rows::load(Rows::write(it, today, None)).unwrap()).collect();
    let mut names: Vec<_> =
        lists.iter().flat_map(|it| &it.blocks).map(|it| it.name.shown()).collect();
    names.extend(["example.com", "good.threads.net", "example.org", "com"]);
    names.sort_unstable();
    names.dedup();
    let (n_checked, n_hits) = Oracle::new(&lists, &index, &rows).check(names);
    assert!(n_checked > 50 && n_hits > n_checked / 4, "{n_hits} hits for {n_checked} hosts");
}
