//! Whatever servers answer.

use std::collections::HashSet;

use fencepost::address::NativeParser;
use fencepost::domain::Domain;
use fencepost::source::{
    Answer, AnswerHeaders, Fetching, Found, Known, ListAccess, Method, Outcome, Request, Software,
    Step,
};
use url::Url;

use super::choice;
use super::list::is_message;

/// More requests than any way to a list has: twice 200 pages of two kinds, since what is known may have changed, and
/// what comes before.
const MOST_REQUESTS: usize = 900;
/// Stands between two answers.
pub(super) const END: u8 = 0x1e;
const SERVER: &str = "example.social";
pub(super) const NOW: f64 = 1_700_000_000_000.0;

/// What begins: a server of which nothing is known, one that is known, an address. What follows are the answers, which
/// come again from the first when all were given. It ends, and asks nobody but the server and who was permitted.
pub fn source(bytes: &[u8]) {
    let (start, bytes) = choice(bytes);
    let answers: Vec<_> = bytes.split(|it| *it == END).collect();
    let (mut fetching, request) = begin(start);
    let mut hosts = HashSet::from([SERVER.to_owned()]);
    let mut step = Step::Ask(request);
    let mut n_requests = 0;
    let outcome = loop {
        step = match step {
            Step::Ask(request) => {
                is_allowed(&request, &hosts);
                n_requests += 1;
                assert!(n_requests <= MOST_REQUESTS, "no end");
                let answer = answer(answers[(n_requests - 1) % answers.len()], &request);
                fetching.answered(answer, NOW, &NativeParser)
            }
            Step::Permit { host } => {
                hosts.insert(host.to_string());
                if start >= 128 {
                    break fetching.refused();
                }
                fetching.permitted()
            }
            Step::Done(outcome) => break *outcome,
        };
    };
    is_sound(&outcome);
}

fn begin(start: usize) -> (Fetching, Request) {
    const SOFTWARE: [(&str, &str); 10] = [
        ("mastodon", "4.5.0"),
        ("gotosocial", "0.19"),
        ("akkoma", "3.16"),
        ("misskey", "2026.3"),
        ("sharkey", "2024.9"),
        ("lemmy", "1.0.0"),
        ("lemmy", "0.19.5"),
        ("piefed", "1.6"),
        ("mbin", "1.8"),
        ("friendica", "2024.12"),
    ];
    let server = Domain::parse(SERVER).unwrap();
    let known = |software: Option<Software>| Known {
        access: ListAccess::Public,
        software,
        host: server.clone(),
        etag: Some("\"1\"".to_owned()),
    };
    match start % 128 {
        0 => Fetching::start(server, None),
        1 => {
            let address = "https://example.social/list.csv";
            Fetching::subscription(address, Some(known(None)), &NativeParser).unwrap()
        }
        other => {
            let (name, version) = SOFTWARE[other % SOFTWARE.len()];
            let (name, version) = (name.to_owned(), version.to_owned());
            let known = known(Some(Software { name, version }));
            Fetching::start(server, Some(known))
        }
    }
}

/// An answer of a status, a place and headers, which a byte each chooses, and a body.
pub(super) fn answer(bytes: &[u8], request: &Request) -> Answer {
    const STATUSES: [u16; 12] = [200, 200, 200, 304, 400, 401, 403, 404, 410, 422, 429, 503];
    let (status, bytes) = choice(bytes);
    let (place, bytes) = choice(bytes);
    let (headers, body) = choice(bytes);
    let address = match place % 8 {
        0 => "https://web.example/nodeinfo".to_owned(),
        1 => "https://other.example/".to_owned(),
        2 => "http://example.social/".to_owned(),
        3 => "https://192.0.2.1/".to_owned(),
        _ => request.address.clone(),
    };
    let text = || Some(String::from_utf8_lossy(body).into_owned());
    let headers = match headers % 4 {
        0 => AnswerHeaders { etag: Some("\"2\"".to_owned()), ..AnswerHeaders::default() },
        1 => AnswerHeaders { retry_after: text(), ..AnswerHeaders::default() },
        2 => AnswerHeaders { rate_limit_reset: text(), ..AnswerHeaders::default() },
        _ => AnswerHeaders::default(),
    };
    match STATUSES.get(status % 16) {
        Some(status) => Answer::Status { status: *status, body: body.to_vec(), headers, address },
        None => [Answer::Nobody, Answer::TooLate, Answer::TooLarge][status % 3].clone(),
    }
}

/// Asked over `https`, without a port, and of nobody who was not named or permitted.
pub(super) fn is_allowed(request: &Request, hosts: &HashSet<String>) {
    let url = Url::parse(&request.address).expect("an address");
    assert_eq!((url.scheme(), url.port(), url.username()), ("https", None, ""));
    assert!(hosts.contains(url.host_str().unwrap()), "{} was not permitted", request.address);
    assert_eq!(request.method == Method::Post, request.body.is_some());
}

fn is_sound(outcome: &Outcome) {
    let has_list =
        matches!(outcome.access, ListAccess::Public | ListAccess::Withheld | ListAccess::AllowList);
    match &outcome.found {
        Found::List(list) => {
            assert!(has_list);
            assert!(list.blocks.len() <= list.entries as usize);
        }
        Found::NotModified => assert!(has_list && outcome.etag.is_some()),
        Found::Nothing(error) => is_message(&error.to_string()),
    }
    assert!(outcome.not_before.is_none_or(f64::is_finite));
}
