//! What links are judged as: the cases in `tests/data/targets`, for whichever parser reads addresses.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a file that cannot be read is a failed test"
)]

use std::collections::BTreeSet;

use fencepost::address::AddressParser;
use fencepost::blocklist::Blocklist;
use fencepost::index::{Index, Rank};
use fencepost::target::recognise;
use fencepost::verdict::judge;

const FILES: [&str; 4] = [
    include_str!("../data/targets/direct.txt"),
    include_str!("../data/targets/profiles.txt"),
    include_str!("../data/targets/strangers.txt"),
    include_str!("../data/targets/wrappers.txt"),
];
const EXPECTED_FAILURES: &str = include_str!("../data/targets/expected_failures.txt");

/// Judges every case; tells all that are wrong at once, also expected failures that are none.
pub fn check(parser: &dyn AddressParser) {
    let mut expected_failures: BTreeSet<_> =
        cases(EXPECTED_FAILURES).map(|(address, _)| address).collect();
    let mut wrong = Vec::new();
    for file in FILES {
        let index = index(file, parser);
        for (address, expected) in cases(file) {
            let actual = verdict(&index, address, parser);
            let is_expected = expected_failures.remove(address);
            if (actual == expected) == is_expected {
                wrong.push(format!("{address} → {actual}, and not {expected}"));
            }
        }
    }
    wrong.extend(expected_failures.into_iter().map(|address| format!("{address} is no case")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How many cases there are.
pub fn count() -> usize {
    FILES.into_iter().flat_map(cases).count()
}

fn cases(file: &str) -> impl Iterator<Item = (&str, &str)> {
    file.lines().filter(|line| !line.starts_with("# ")).filter_map(|line| line.split_once(" → "))
}

/// The list of a file, from its line `list: NAME SEVERITY; …`.
fn index(file: &str, parser: &dyn AddressParser) -> Index {
    let list = file.lines().find_map(|line| line.strip_prefix("list: ")).expect("a list");
    let rows = list.replace("; ", "\n").replace(' ', ",");
    let list = Blocklist::read(format!("domain,severity\n{rows}\n").as_bytes(), parser).unwrap();
    assert!(list.problems.is_empty(), "{:?}", list.problems);
    Index::of(&[("list", Rank::Home, &list)]).unwrap()
}

fn verdict(index: &Index, address: &str, parser: &dyn AddressParser) -> String {
    let Some(verdict) = judge(index, &recognise(address, parser)) else { return "none".to_owned() };
    let via = verdict.target.via.as_ref().map(|via| format!(" via {via}")).unwrap_or_default();
    format!("{} {}{via}", verdict.severity().as_str(), verdict.shown.listed)
}
