//! B3: what it costs that a list has starred-out names, which are known by their SHA-256 only.

use std::collections::HashSet;
use std::fmt::Write;

use fencepost::address::NativeParser;
use fencepost::blocklist::Blocklist;
use fencepost::digest::Digest;
use fencepost::domain::Domain;
use fencepost::index::{Index, Rank};
use sha2::{Digest as _, Sha256};

use crate::contest::{Contestant, Figure, take_turns};
use crate::names::{BATCH, BATCHES, Corpus, star_out};

/// How many names are starred out.
const STARRED: usize = 1000;
/// How many names are in clear beside them.
const CLEAR: usize = 5000;

/// Times look-ups of hosts that are on no list.
pub fn measure(rounds: usize) -> Vec<Figure> {
    let corpus = Corpus::new(CLEAR + STARRED);
    let (clear, starred) = corpus.names.split_at(CLEAR);
    let without = index(clear, &[]);
    let with = index(clear, starred);
    let domains: Vec<_> =
        corpus.misses.iter().map(|it| Domain::parse(it).expect("a name")).collect();
    let digests: HashSet<_> = starred.iter().map(|it| Sha256::digest(it)).collect();
    for name in starred {
        let hits = with.find(&Domain::parse(&format!("www.{name}")).expect("a name"));
        assert_eq!(hits.len(), 1, "{name} is not recognised");
    }
    let count = |index: &Index| domains.iter().filter(|it| !index.find(it).is_empty()).count();
    assert_eq!(count(&with), 0);
    let contestants: Vec<Contestant<'_>> = vec![
        ("ours", Box::new(|| count(&with))),
        ("ours, none starred out", Box::new(|| count(&without))),
        (
            "hashing every suffix",
            Box::new(|| {
                let is_listed =
                    |it: &&Domain| it.ancestors().any(|it| digests.contains(&Sha256::digest(it)));
                domains.iter().filter(is_listed).count()
            }),
        ),
    ];
    let case = format!("{STARRED} names starred out, misses");
    take_turns("B3", &case, rounds, BATCH * BATCHES, contestants)
}

fn index(clear: &[String], starred: &[String]) -> Index {
    let mut json = "[".to_owned();
    for name in clear {
        write!(json, "{{\"domain\":\"{name}\",\"severity\":\"suspend\"}},").expect("memory");
    }
    for name in starred {
        let (shown, digest) = (star_out(name), Digest::of(name));
        let digest: String = digest.as_bytes().iter().map(|it| format!("{it:02x}")).collect();
        write!(
            json,
            "{{\"domain\":\"{shown}\",\"digest\":\"{digest}\",\"severity\":\"suspend\"}},"
        )
        .expect("memory");
    }
    json.pop();
    json.push(']');
    let list = Blocklist::read(json.as_bytes(), &NativeParser).expect("a list");
    Index::of(&[("list", Rank::Home, &list)]).expect("whole keys")
}
