//! What the test web can do, seen by a client that comes through the proxy as a browser does.
#![allow(clippy::unwrap_used, reason = "all of it is a test")]
#![allow(clippy::panic, reason = "all of it is a test")]

mod client;

use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use client::{Answered, Client, Limits};
use ureq::{Error, Timeout};
use xtask::browser::{Answer, Proxy, Request, wait};

const PATIENT: Limits =
    Limits { first_byte: Duration::from_secs(20), whole: Duration::from_secs(30), bytes: 2 << 20 };
const HASTY: Limits = Limits { first_byte: Duration::from_millis(500), ..PATIENT };
const BRIEF: Limits = Limits { whole: Duration::from_millis(300), ..PATIENT };
const SERVER: &str = "server.example";

/// A web where one server answers this.
fn web(handler: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Proxy {
    let proxy = Proxy::start().unwrap();
    proxy.answer(SERVER, handler);
    proxy
}

fn get(proxy: &Proxy, headers: &[(&str, &str)]) -> Answered {
    Client::new(proxy, PATIENT).ask("https://server.example/", headers, None).unwrap()
}

/// What keeps a client from reading this answer; and that the server has noticed.
#[track_caller]
fn fails(answer: Answer, limits: Limits, expected: impl Fn(&Error) -> bool) {
    let proxy = web(move |_| answer.clone());
    let client = Client::new(&proxy, limits);
    let error = client.ask("https://server.example/", &[], None).unwrap_err();
    assert!(expected(&error), "{error:?}");
    drop(client);
    wait("the server to give up", || Ok((proxy.answering(SERVER) == 0).then_some(()))).unwrap();
}

/// Follows redirects from the server; gives the final address and whether it came over TLS.
fn followed(to: &'static str) -> Result<(String, bool), Error> {
    let proxy = web(move |request| match request.path.as_str() {
        "/" => Answer::redirect(to),
        _ => Answer::redirect(&format!("{}x", request.path)),
    });
    proxy.answer("other.example", |_| Answer::html("here"));
    let client = Client::new(&proxy, PATIENT);
    let got = client.ask("https://server.example/", &[], None)?;
    Ok((got.address, proxy.requests().last().unwrap().secure))
}

#[test]
fn sends_headers() {
    let answer = Answer::status(429)
        .with("retry-after", "120")
        .with("x-ratelimit-reset", "2026-01-01T00:00:00.000000Z")
        .with("cache-control", "max-age=300, public")
        .with("access-control-allow-origin", "*");
    let got = get(&web(move |_| answer.clone()), &[]);
    assert_eq!(got.status, 429);
    assert_eq!(got.header("retry-after"), Some("120"));
    assert_eq!(got.header("x-ratelimit-reset"), Some("2026-01-01T00:00:00.000000Z"));
    assert_eq!(got.header("cache-control"), Some("max-age=300, public"));
    assert_eq!(got.header("access-control-allow-origin"), Some("*"));
    assert_eq!(got.header("content-length"), Some("0"));
}

#[test]
fn knows_what_a_browser_has() {
    for tag in ["\"a\"", "W/\"a\""] {
        let proxy = web(move |request| Answer::json("[]").tagged(tag, request));
        let fresh = get(&proxy, &[]);
        assert_eq!(
            (fresh.status, fresh.header("etag"), &*fresh.body),
            (200, Some(tag), &b"[]"[..])
        );
        for known in ["\"a\"", "W/\"a\"", "\"z\", W/\"a\"", "*"] {
            let got = get(&proxy, &[("if-none-match", known)]);
            assert_eq!((got.status, got.header("etag"), got.body.len()), (304, Some(tag), 0));
            assert_eq!((got.header("content-type"), got.header("content-length")), (None, None));
        }
        assert_eq!(get(&proxy, &[("if-none-match", "\"b\"")]).status, 200);
    }
}

#[test]
fn redirects() {
    let other = |scheme: &str| format!("{scheme}://other.example/x");
    assert_eq!(followed("https://other.example/x").unwrap(), (other("https"), true));
    assert_eq!(followed("http://other.example/x").unwrap(), (other("http"), false));
    assert!(matches!(followed("/loop"), Err(Error::TooManyRedirects)));
}

#[test]
fn reads_what_is_posted() {
    let proxy = web(|request| Answer::json(request.json()["offset"].to_string()));
    let client = Client::new(&proxy, PATIENT);
    let got = client.ask("https://server.example/", &[], Some(r#"{"offset":30}"#)).unwrap();
    assert_eq!(got.body, b"30");
}

#[test]
fn keeps_the_connection_of_a_head() {
    let proxy = web(|request| Answer::json(format!("\"{}\"", request.method)));
    let client = Client::new(&proxy, PATIENT);
    let head = client.head("https://server.example/").unwrap();
    assert_eq!((head.header("content-length"), head.body.len()), (Some("6"), 0));
    assert_eq!(client.ask("https://server.example/", &[], None).unwrap().body, b"\"GET\"");
    // One name that was asked for: the second request went over the same connection.
    assert_eq!(proxy.attempts(), [SERVER]);
}

#[test]
fn packs() {
    let proxy = web(|_| Answer::padded(1 << 20).gzipped());
    let got = get(&proxy, &[]);
    assert_eq!((got.body.len(), got.body[0]), (1 << 20, b'['));
    let bomb = Answer::padded(8 << 20).gzipped();
    fails(bomb, PATIENT, |it| matches!(it, Error::BodyExceedsLimit(_)));
}

#[test]
fn sends_what_is_no_text() {
    assert_eq!(get(&web(|_| Answer::json(*b"[\"\xff\"]")), &[]).body, b"[\"\xff\"]");
}

#[test]
fn sends_too_much() {
    fails(Answer::padded(3 << 20), PATIENT, |it| matches!(it, Error::BodyExceedsLimit(_)));
    fails(Answer::endless(), PATIENT, |it| matches!(it, Error::BodyExceedsLimit(_)));
}

#[test]
fn takes_its_time() {
    let later =
        Answer::json("[]").after(Duration::from_millis(50)).dripping(1, Duration::from_millis(5));
    assert_eq!(get(&web(move |_| later.clone()), &[]).body, b"[]");

    let late = |it: &Error| matches!(it, Error::Timeout(Timeout::RecvResponse));
    fails(Answer::json("[]").after(Duration::from_secs(60)), HASTY, late);
    fails(Answer::never(), HASTY, late);
    let slow = Answer::padded(100).dripping(1, Duration::from_millis(20));
    fails(slow.clone(), BRIEF, |it| matches!(it, Error::Timeout(_)));
    // What drips is never too late for its first byte.
    let proxy = web(move |_| slow.clone());
    assert!(Client::new(&proxy, HASTY).ask("https://server.example/", &[], None).is_ok());
}

#[test]
fn breaks_off() {
    for bytes in [0, 10] {
        fails(Answer::padded(100).cut_after(bytes), PATIENT, |it| !matches!(it, Error::Timeout(_)));
    }
}

#[test]
fn counts_what_is_answered_at_once() {
    let both = Barrier::new(2);
    let proxy = web(move |_| {
        both.wait();
        Answer::json("[]")
    });
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| get(&proxy, &[]));
        }
    });
    assert_eq!(proxy.answering(SERVER), 0);
    assert_eq!(proxy.most_at_once(SERVER), 2);
    proxy.clear();
    assert_eq!(proxy.most_at_once(SERVER), 0);
}
