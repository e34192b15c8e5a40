//! Lists at an address.

use super::*;

const ADDRESS: &str = "https://lists.example/list.csv";
const CSV: &str = "domain,severity\nbad.example,suspend\n";

#[track_caller]
fn check(known: Option<(&str, &str)>, turns: Vec<Turn<'_>>, expected: &str) {
    let known = known.map(|(host, etag)| Known {
        access: ListAccess::Public,
        software: None,
        host: domain(host),
        etag: Some(etag.to_owned()),
    });
    play(Fetching::subscription(ADDRESS, known, &NativeParser).unwrap(), turns, expected);
}

#[test]
fn a_list_at_an_address() {
    check(None, vec![(ADDRESS, ok(CSV).etag("\"1\""))], "public: suspend bad.example [\"1\"]");
    check(None, vec![(ADDRESS, ok("[]"))], "public: ");
    let asked = format!("{ADDRESS} if \"1\"");
    check(
        Some(("lists.example", "\"1\"")),
        vec![(&asked, status(304, ""))],
        "public: not modified [\"1\"]",
    );
    check(
        Some(("lists.example", "\"1\"")),
        vec![(&asked, status(404, ""))],
        "unreachable: lists.example answered with status 404",
    );
    check(
        None,
        vec![(ADDRESS, ok("<!doctype html>"))],
        "unreachable: what lists.example answered is not a list: not a list but a web page, a picture or a feed",
    );
}

#[test]
fn an_address_that_leads_elsewhere() {
    let end = "https://raw.example/list.csv";
    check(
        None,
        vec![
            (ADDRESS, ok(CSV).at(end)),
            ("permit raw.example", PERMIT),
            (ADDRESS, ok(CSV).at(end).etag("\"1\"")),
        ],
        "public at raw.example: suspend bad.example [\"1\"]",
    );
    check(
        None,
        vec![(ADDRESS, ok(CSV).at(end))],
        "unreachable: lists.example leads to raw.example, which is not followed",
    );
    check(
        None,
        vec![(ADDRESS, ok(CSV).at("http://lists.example/list.csv"))],
        "unreachable: lists.example leads to http://lists.example/list.csv, which is not followed",
    );
    let asked = format!("{ADDRESS} if \"1\"");
    check(
        Some(("raw.example", "\"1\"")),
        vec![(&asked, status(304, "").at(end))],
        "public at raw.example: not modified [\"1\"]",
    );
}

#[test]
fn addresses_that_are_none() {
    for address in
        ["", "http://lists.example/", "https://192.0.2.1/", "https://a.example:8080/", "list.csv"]
    {
        assert!(Fetching::subscription(address, None, &NativeParser).is_none(), "{address}");
    }
}
