//! Loading a list as the background does, over real TLS.

use std::time::Duration;

use fencepost::address::NativeParser;
use fencepost::blocklist::Blocklist;
use fencepost::domain::Domain;
use fencepost::index::{Index, Rank};
use fencepost::protocol::MAX_LIST_BYTES;
use fencepost::source::{Answer, AnswerHeaders, Fetching, Known, Outcome, Request, Step};
use fencepost::target::recognise;
use fencepost::verdict;
use ureq::Error;
use xtask::browser::Proxy;

use crate::browsers::servers::mastodon::LIST;
use crate::client::{Client, Limits};

/// The background's limits.
pub const PATIENT: Limits = Limits {
    first_byte: Duration::from_secs(15),
    whole: Duration::from_secs(60),
    bytes: MAX_LIST_BYTES as u64,
};
/// The same in a hundredth of the time, for lists that do not come in time.
pub const HASTY: Limits =
    Limits { first_byte: Duration::from_millis(150), whole: Duration::from_millis(600), ..PATIENT };

/// The moment at which all answers come, in milliseconds since 1970: 2026-01-01.
pub const NOW: f64 = 1_767_225_600_000.0;

/// What the person says who is asked about another host.
#[derive(Clone, Copy)]
pub enum Person {
    Agrees,
    Refuses,
}

/// Loads the list of a server.
pub fn load(proxy: &Proxy, server: &str, limits: Limits, person: Person) -> Outcome {
    finish(proxy, limits, person, Fetching::start(Domain::parse(server).unwrap(), None))
}

/// Loads it again, if it has changed since this outcome.
pub fn load_again(proxy: &Proxy, last: &Outcome) -> Outcome {
    let known = Known {
        access: last.access,
        software: last.software.clone(),
        host: last.host.clone(),
        etag: last.etag.clone(),
    };
    finish(proxy, PATIENT, Person::Refuses, Fetching::start(last.server.clone(), Some(known)))
}

/// Makes the requests until there is an outcome; the limits are those of a request for Mastodon's list, so that nothing
/// else is late where the machine is busy.
pub fn finish(
    proxy: &Proxy,
    limits: Limits,
    person: Person,
    (mut fetching, mut request): (Fetching, Request),
) -> Outcome {
    let (patient, limited) = (Client::new(proxy, PATIENT), Client::new(proxy, limits));
    loop {
        let client = if request.address.ends_with(LIST) { &limited } else { &patient };
        let mut step = fetching.answered(ask(client, &request), NOW, &NativeParser);
        if matches!(step, Step::Permit { .. }) {
            match person {
                Person::Agrees => step = fetching.permitted(),
                Person::Refuses => return fetching.refused(),
            }
        }
        match step {
            Step::Ask(next) => request = next,
            Step::Permit { host } => panic!("asked twice about {host}"),
            Step::Done(outcome) => return *outcome,
        }
    }
}

fn ask(client: &Client, request: &Request) -> Answer {
    let mut headers = vec![("accept", "application/json, text/csv, text/plain, */*")];
    if let Some(tag) = &request.if_none_match {
        headers.push(("if-none-match", tag));
    }
    match client.ask(&request.address, &headers, request.body.as_deref()) {
        Ok(got) => {
            let header = |name| got.header(name).map(str::to_owned);
            let headers = AnswerHeaders {
                etag: header("etag"),
                retry_after: header("retry-after"),
                rate_limit_reset: header("x-ratelimit-reset"),
            };
            Answer::Status { status: got.status, headers, address: got.address, body: got.body }
        }
        Err(Error::Timeout(_)) => Answer::TooLate,
        Err(Error::BodyExceedsLimit(_)) => Answer::TooLarge,
        Err(_) => Answer::Nobody,
    }
}

/// How strict this list is about a host, `-` when it says nothing.
pub fn judge(list: &Blocklist, host: &str) -> &'static str {
    let index = Index::of(&[("list", Rank::Home, list)]).unwrap();
    let targets = recognise(&format!("https://{host}/"), &NativeParser);
    verdict::judge(&index, &targets).map_or("-", |verdict| verdict.severity().as_str())
}
