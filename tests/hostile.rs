//! Lists that somebody wrote to do harm: each is read or refused, in memory that its size accounts for.
//!
//! Nothing here is timed. What would take a time in the square of its length would take days.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what cannot be read here fails the test"
)]

#[path = "properties/memory.rs"]
mod memory;

use std::sync::{Mutex, MutexGuard};

use fencepost::address::NativeParser;
use fencepost::blocklist::{Blocklist, Format, ListError, MAX_ENTRIES, MAX_PATTERNS};
use fencepost::domain::Domain;
use fencepost::index::{Index, Rank};
use fencepost::severity::Severity;
use fencepost::source::{Answer, AnswerHeaders, Fetching, Found, Request, Step};

/// How many bytes of memory reading takes for each byte of a list, at most: that much when each row is a few bytes long
/// and two things are wrong with it.
const MULTIPLE: usize = 80;
/// The longest row, in bytes.
const LONG: usize = 30 << 20;

/// What all threads use is counted, so one test waits for the other.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(|it| it.into_inner())
}

#[track_caller]
fn read(text: &str) -> Result<Blocklist, ListError> {
    bounded(text, || Blocklist::read(text.as_bytes(), &NativeParser))
}

#[track_caller]
fn read_as(format: Format, text: &str) -> Result<Blocklist, ListError> {
    bounded(text, || Blocklist::read_as(format, text.as_bytes(), &NativeParser))
}

#[track_caller]
fn bounded<T>(text: &str, read: impl FnOnce() -> T) -> T {
    let (result, memory) = memory::peak(read);
    assert!(memory <= MULTIPLE * text.len() + (1 << 20), "{memory} for {}", text.len());
    result
}

/// `head`, then a row for each number.
fn rows(head: &str, count: usize, row: impl Fn(usize) -> String) -> String {
    (0..count).fold(head.to_owned(), |mut text, number| {
        text.push_str(&row(number));
        text
    })
}

#[test]
fn a_million_rows() {
    let _turn = turn();
    let text = rows("domain,severity\n", MAX_ENTRIES, |it| format!("host-{it}.example,suspend\n"));
    let list = read(&text).unwrap();
    assert_eq!((list.blocks.len(), list.problems.len()), (MAX_ENTRIES, 0));
    let index = Index::of(&[("list", Rank::Home, &list)]).unwrap();
    for host in ["host-0.example", "www.host-999999.example"] {
        assert_eq!(index.find(&Domain::parse(host).unwrap()).len(), 1);
    }
    assert_eq!(read(&(text + "one.too.many.example,suspend\n")), Err(ListError::TooLong));
}

#[test]
fn a_million_rows_that_cannot_be_read() {
    let _turn = turn();
    let text = rows("domain,severity\n", MAX_ENTRIES, |it| format!("host {it},suspended\n"));
    let list = read(&text).unwrap();
    assert_eq!((list.blocks.len(), list.problems.len()), (0, MAX_ENTRIES));
    let json = rows("[", MAX_ENTRIES, |it| format!("{{\"host\":{it}}},")) + "0]";
    assert_eq!(read_as(Format::Mastodon, &json), Err(ListError::TooLong));
}

#[test]
fn one_row_that_is_all_of_the_list() {
    let _turn = turn();
    let long = "a".repeat(LONG);
    assert_error(&long, "not a list: 1 of 1 lines do not name a server, such as line 1: \"aaaa");
    let name = format!("domain,severity\n{long},suspend\n");
    assert_eq!(read(&name).unwrap().problems.len(), 1);
    let quoted = format!("domain,public_comment\na.example,\"{long}\"\n");
    assert_eq!(read(&quoted).unwrap().blocks[0].public_comment, Some(long.clone()));
    let json = format!(r#"[{{"domain":"{long}","severity":"suspend"}}]"#);
    assert_eq!(read(&json).unwrap().problems.len(), 1);
    let stars = format!("domain,severity\n{},suspend\n", "*".repeat(LONG));
    assert_eq!(read(&stars).unwrap().problems.len(), 1);
    let script = format!("domain,severity\n{},suspend\n", "ü.".repeat(LONG / 3));
    assert_eq!(read(&script).unwrap().problems.len(), 1);
    let columns = format!("domain,severity\na.example,suspend{}\n", ",".repeat(LONG));
    assert_eq!(read(&columns).unwrap().blocks.len(), 1);
    let names = "domain,".repeat(LONG / 7);
    assert_eq!(read(&names).unwrap().blocks.len(), 0);
}

#[test]
fn quotation_marks_that_are_never_closed() {
    let _turn = turn();
    let open = rows("domain,public_comment\n", 300_000, |_| "a\",\"b\n".to_owned());
    assert_eq!(read(&open).unwrap().entries, 300_000);
    let quotes = format!("domain,public_comment\na.example,{}\n", "\"".repeat(LONG));
    assert_eq!(read(&quotes).unwrap().entries, 1);
}

#[test]
fn nothing_but_comments() {
    let _turn = turn();
    assert_eq!(read(&"#\n".repeat(LONG / 2)), Err(ListError::Empty));
    assert_eq!(read(&"#,\n".repeat(LONG / 3)), Err(ListError::Empty));
}

#[test]
fn a_hundred_thousand_arrays_in_each_other() {
    let _turn = turn();
    for text in ["[", "{\"a\":", "[{\"domain\":", "{\"metadata\":{\"federation\":["] {
        let result = read(&text.repeat(100_000));
        assert!(matches!(result, Err(ListError::Json { .. })), "{result:?}");
    }
    let closed = "[".repeat(100_000) + &"]".repeat(100_000);
    assert_eq!(read(&closed), Err(ListError::NoEntries));
}

#[test]
fn all_below_one_long_key() {
    let _turn = turn();
    let key = "k".repeat(1 << 20);
    let values = rows("", 200_000, |it| format!("\"{it}\":\"\",")) + "\"\":0";
    for path in [
        format!("\"{key}\":{{"),
        format!("\"metadata\":{{\"federation\":{{\"x_info\":{{\"{key}\":{{"),
        format!("\"metadata\":{{\"federation\":{{\"mrf_simple_info\":{{\"{key}\":{{"),
        "\"metadata\":{\"federation\":{\"mrf_simple_info\":{\"reject\":{".to_owned(),
    ] {
        let json = format!("{{{path}{values}{}", "}".repeat(path.matches('{').count() + 1));
        let result = read_as(Format::Pleroma, &json);
        assert!(matches!(result, Err(ListError::Hidden | ListError::Object)), "{result:?}");
    }
    let many = format!(
        "{{\"metadata\":{{\"federation\":{{\"mrf_simple\":{{\"reject\":[{}0]}}}}}}}}",
        "0,".repeat(MAX_ENTRIES)
    );
    assert_eq!(read_as(Format::Pleroma, &many), Err(ListError::TooLong));
}

#[test]
fn comments_of_a_mebibyte() {
    let _turn = turn();
    let comment = "why ".repeat(1 << 18);
    let csv = rows("domain,public_comment\n", 10, |it| format!("{it}.example,\"{comment}\"\n"));
    let row = |it| format!("{{\"domain\":\"{it}.example\",\"comment\":\"{comment}\"}},");
    let json = rows("[", 10, row) + "null]";
    for text in [csv, json] {
        let list = read(&text).unwrap();
        assert_eq!(list.blocks.len(), 10);
        let comments = list.blocks.iter().filter_map(|it| it.public_comment.as_deref());
        assert!(comments.map(str::len).all(|it| it == comment.trim().len()));
    }
}

/// What comes of these names: each that is taken, and each problem.
#[track_caller]
fn check_names(names: &[&str], expected: &[&str]) {
    let rows: Vec<_> =
        names.iter().map(|it| serde_json::json!({"domain": it, "digest": null})).collect();
    let list = read(&serde_json::to_string(&rows).unwrap()).unwrap();
    let blocks = list.blocks.iter().map(|it| it.name.shown().to_owned());
    let lines: Vec<_> = blocks.chain(list.problems.iter().map(ToString::to_string)).collect();
    assert_eq!(lines, expected);
}

#[test]
fn names_that_are_none() {
    let _turn = turn();
    check_names(
        &["com", "*", "*.*", ".", "..", "__proto__", "constructor", "localhost", "0", "-"],
        &[
            "com",
            "*",
            "*.*",
            "constructor",
            "localhost",
            "-",
            "entry 4: \".\": empty name",
            "entry 5: \"..\": begins with a dot; names below a listed name are covered without it",
            "entry 6: \"__proto__\": no name holds '_'",
            "entry 9: \"0\": name ends in a number but is no IPv4 address",
        ],
    );
    let index = |names: &str| {
        let list = read(&format!("domain,severity\n{names}")).unwrap();
        Index::of(&[("", Rank::Home, &list)]).unwrap()
    };
    let hits = |index: Index| index.find(&Domain::parse("www.example.com").unwrap()).len();
    assert_eq!(hits(index("*,suspend\n*.*,suspend\n*.example.com,suspend\n")), 0);
    assert_eq!(hits(index("com,suspend\n")), 1);
}

#[test]
fn names_that_look_like_others() {
    let _turn = turn();
    check_names(
        &[
            "a\u{202e}moc.elpmaxe",
            "\u{2066}a.example\u{2069}",
            "exa\u{200b}mple.com",
            "exa\u{2060}mple.com",
            "exa\u{7}mple.com",
            "exa\u{1b}[31mmple.com",
            "exаmple.com",
            "example․com",
            "example。com",
            "ｅｘａｍｐｌｅ.com",
            "e\u{301}.example",
            "\u{e9}.example",
            "exa\u{200d}mple.com",
            "example.com\u{a0}",
        ],
        &[
            "xn--exmple-4nf.com",
            "example.com",
            "xn--9ca.example",
            "entry 1: \"a\\u{202e}moc.elpmaxe\": holds the invisible character U+202E",
            "entry 2: \"\\u{2066}a.example\\u{2069}\": holds the invisible character U+2066",
            "entry 3: \"exa\\u{200b}mple.com\": holds the invisible character U+200B",
            "entry 4: \"exa\\u{2060}mple.com\": holds the invisible character U+2060",
            "entry 5: \"exa\\u{7}mple.com\": holds the invisible character U+0007",
            "entry 6: \"exa\\u{1b}[31mmple.com\": holds the invisible character U+001B",
            "entry 8: \"example․com\": cannot be converted to ASCII",
            "entry 10: \"example.com\": listed twice, also in entry 9; the strictest counts",
            "entry 12: \"xn--9ca.example\": listed twice, also in entry 11; the strictest counts",
            "entry 13: \"exa\\u{200d}mple.com\": cannot be converted to ASCII",
            "entry 14: \"example.com\": listed twice, also in entry 9; the strictest counts",
        ],
    );
}

#[test]
fn markup_in_every_field() {
    let _turn = turn();
    const SCRIPT: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    let list = read(&format!(
        r#"[{{"domain":"{SCRIPT}","severity":"suspend"}},
            {{"domain":"a.example","severity":"{SCRIPT}"}},
            {{"domain":"b.example","severity":"suspend","digest":"{SCRIPT}","reject_media":"{SCRIPT}",
              "created_at":"{SCRIPT}","comment":"{SCRIPT}"}},
            {{"domain":"{SCRIPT}*","severity":"suspend"}}]"#
    ));
    let list = list.unwrap();
    let [block] = list.blocks.as_slice() else { panic!("{:?}", list.blocks) };
    assert_eq!(block.public_comment.as_deref(), Some(SCRIPT), "text that is shown as text");
    assert_eq!((block.since, block.reject_media, &block.word), (None, false, &None));
    let problems: Vec<_> = list.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 5, "{problems:?}");
    assert!(problems[0].ends_with("looks like a part of a server; only whole servers are listed"));
    assert_eq!(problems[1], format!("entry 2: \"a.example\": unknown severity {SCRIPT:?}"));
}

/// Each is compared with every host of every page.
#[test]
fn a_million_patterns() {
    let _turn = turn();
    let patterns = |count: usize| {
        let rows = rows("", count, |it| format!("\"bad{it}.*\","));
        let policies = format!("{{\"mrf_simple\":{{\"reject\":[{rows}\"last.example\"]}}}}");
        let software = "\"software\":{\"name\":\"akkoma\"}";
        read(&format!("{{\"metadata\":{{\"federation\":{policies}}},{software}}}"))
    };
    assert_eq!(patterns(MAX_PATTERNS).unwrap().blocks.len(), MAX_PATTERNS + 1);
    for count in [MAX_PATTERNS + 1, MAX_ENTRIES - 1] {
        assert_eq!(patterns(count).err(), Some(ListError::TooManyPatterns), "{count}");
    }
}

/// Written by a program of long ago: nothing of it is lost without a word.
#[test]
fn lines_that_end_with_a_carriage_return_alone() {
    let _turn = turn();
    for text in ["domain,severity\ra.example,suspend\rb.example,silence\r", "a.example\rb.example"]
    {
        assert_eq!(read(text).unwrap().blocks.len(), 2, "{text:?}");
    }
    let json = "[\r{\"domain\":\"a.example\",\"severity\":\"suspend\"}\r]";
    assert_eq!(read(json).unwrap().blocks.len(), 1);
}

/// Written like names of another script: no address has such a host, and a list that has them keeps them.
#[test]
fn names_that_stand_for_nothing() {
    let _turn = turn();
    let names = ["xn--", "xn--a.example", "xn--google-.com", "a.xn--", "xn--80ak6aa92e.com"];
    check_names(&names, &names);
}

#[test]
fn one_name_a_hundred_thousand_times() {
    let _turn = turn();
    let severity = |it: usize| ["silence", "noop", "suspend"][it % 3];
    let text = rows("domain,severity\n", 100_000, |it| format!("A.example,{}\n", severity(it)));
    let list = read(&text).unwrap();
    assert_eq!((list.blocks.len(), list.problems.len()), (1, 99_999));
    assert_eq!(list.blocks[0].severity, Severity::Suspend, "the strictest counts");
}

/// A server that answers with one full page after the other.
#[test]
fn pages_without_end() {
    let _turn = turn();
    const LINKS: &str =
        r#"{"links":[{"rel":"/schema/2.0","href":"https://example.social/nodeinfo"}]}"#;
    const SOFTWARE: &str = r#"{"software":{"name":"lemmy","version":"1.0.0"}}"#;
    let row = |page, it| {
        let name = format!(r#"{{"domain":"{it}.{page}.example"}}"#);
        format!(r#"{{"instance":{name},"blocked":{{"published_at":""}}}},"#)
    };
    let page = |page| {
        let rows = rows("{\"items\":[", 100_000, |it| row(page, it));
        format!("{rows}null],\"next_page\":\"{page}\"}}")
    };
    let (mut fetching, request) = Fetching::start(Domain::parse("example.social").unwrap(), None);
    let mut step = Step::Ask(request);
    let mut n_requests = 0;
    while let Step::Ask(Request { address, .. }) = step {
        n_requests += 1;
        assert!(n_requests <= 15, "more than a million names");
        let body = match n_requests {
            1 => LINKS.to_owned(),
            2 => SOFTWARE.to_owned(),
            page_number => page(page_number),
        };
        let headers = AnswerHeaders::default();
        let answer = Answer::Status { status: 200, body: body.into_bytes(), headers, address };
        step = fetching.answered(answer, 0.0, &NativeParser);
    }
    let Step::Done(outcome) = step else { panic!("{step:?}") };
    let Found::Nothing(error) = outcome.found else { panic!("a list") };
    assert!(error.to_string().ends_with("the list has more than 1000000 entries"), "{error}");
}

#[track_caller]
fn assert_error(text: &str, beginning: &str) {
    let error = read(text).unwrap_err().to_string();
    assert!(error.starts_with(beginning), "{error}");
}
