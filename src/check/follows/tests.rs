use super::*;
use crate::address::NativeParser;
use crate::blocklist::Blocklist;
use crate::check::ListState;
use crate::day::Day;
use crate::federation::Kind;
use crate::index::{Index, Rank, Rows};
use crate::source::ListAccess;

const LISTS: [(&str, &str); 2] = [
    ("one.example", "a.example,suspend,spam\nb.example,silence,loud\nd.example,suspend,spam\n"),
    ("two.example", "b.example,suspend,\n"),
];

/// Compares the lists above, so many domains at a time.
fn compare(follows: &str, hidden: &[&str], at_once: usize) -> (Comparison, Vec<f64>) {
    let today = Day::parse("2026-01-02").unwrap();
    let read = LISTS.map(|(name, rows)| {
        let text = format!("domain,severity,public_comment\n{rows}");
        (name, Blocklist::read(text.as_bytes(), &NativeParser).unwrap())
    });
    let entries: Vec<_> = read.iter().map(|(name, list)| (*name, Rank::Home, list)).collect();
    let index = Index::of(&entries).unwrap();
    let rows = read.each_ref().map(|it| Rows::load(Rows::write(&it.1, today, None)).unwrap());
    let states = LISTS.map(|(name, _)| ListState {
        server: Domain::parse(name).unwrap(),
        kind: Kind::Mastodon,
        access: ListAccess::NotShown,
        in_force: !hidden.contains(&name),
        allow_list: false,
        withheld: false,
        loaded: None,
    });
    let listing = |(list, state)| Listing { index: &index, list, rows: rows.get(list), state };
    let servers: Vec<_> = states.iter().enumerate().map(listing).collect();
    let follows = Follows::read(follows, &NativeParser).unwrap();
    let mut comparing = Comparing::start(follows, &servers);
    let mut progress = vec![comparing.progress()];
    while comparing.go_on(&servers, at_once) {
        progress.push(comparing.progress());
    }
    progress.push(comparing.progress());
    (comparing.finish(), progress)
}

const FOLLOWS: &str =
    "z@a.example\ny@a.example\nx@b.example\nw@c.example\nv@d.example\nZ@A.example\nu@two.example\n";

#[test]
fn who_would_be_lost_where() {
    let (comparison, progress) = compare(FOLLOWS, &[], 2);
    assert_eq!(progress, [0.0, 0.4, 0.8, 1.0]);
    assert_eq!(comparison.accounts, 6);
    let summaries: Vec<_> = comparison
        .servers
        .iter()
        .map(|it| (&*it.server, it.lost, it.limited, it.unknown))
        .collect();
    assert_eq!(summaries, [("one.example", 3, 1, 0), ("two.example", 1, 0, 0)]);
    let reasons = [("spam".to_owned(), 3), ("loud".to_owned(), 1)];
    assert_eq!(comparison.servers[0].reasons, reasons);
    assert_eq!(comparison.servers[1].reasons, [(String::new(), 1)]);
    assert_eq!(
        comparison.csv(),
        "account,one.example,two.example\n\
         y@a.example,lost,kept\n\
         z@a.example,lost,kept\n\
         x@b.example,limited,lost\n\
         v@d.example,lost,kept\n"
    );
}

#[test]
fn batches_make_no_difference() {
    let (whole, _) = compare(FOLLOWS, &[], usize::MAX);
    for at_once in 1..6 {
        assert_eq!(compare(FOLLOWS, &[], at_once).0, whole);
    }
}

#[test]
fn a_server_without_a_list_is_not_better() {
    let (comparison, _) = compare(FOLLOWS, &["two.example"], 10);
    let two = &comparison.servers[1];
    assert_eq!((two.lost, two.limited, two.unknown), (0, 0, 5));
}
