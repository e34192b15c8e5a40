//! Whole plans: what is asked, what is answered, how it ends.

mod another_host;
mod any_answers;
mod discovery;
mod known;
mod mastodon;
mod misskey;
mod others;
mod pleroma;
mod subscription;
mod threadiverse;

use std::fmt::Write;

use super::*;
use crate::address::NativeParser;

const NOW: f64 = 1_700_000_000_000.0;

/// A request as a line, and its answer.
type Turn<'a> = (&'a str, Answer);

fn ok(body: &str) -> Answer {
    status(200, body)
}

fn status(status: u16, body: &str) -> Answer {
    Answer::Status {
        status,
        body: body.as_bytes().to_vec(),
        headers: AnswerHeaders::default(),
        address: String::new(),
    }
}

trait Change {
    fn at(self, address: &str) -> Answer;
    fn with(self, change: impl FnOnce(&mut AnswerHeaders)) -> Answer;
    fn etag(self, etag: &str) -> Answer;
}

impl Change for Answer {
    /// The answer came from there.
    fn at(mut self, end: &str) -> Answer {
        if let Answer::Status { address, .. } = &mut self {
            *address = end.to_owned();
        }
        self
    }

    fn with(mut self, change: impl FnOnce(&mut AnswerHeaders)) -> Answer {
        if let Answer::Status { headers, .. } = &mut self {
            change(headers);
        }
        self
    }

    fn etag(self, etag: &str) -> Answer {
        self.with(|it| it.etag = Some(etag.to_owned()))
    }
}

fn domain(name: &str) -> Domain {
    Domain::parse(name).unwrap()
}

fn line(request: &Request) -> String {
    let address = request.address.replace("https://example.social/", "/");
    let mut line = match request.method {
        Method::Get => address,
        Method::Post => format!("POST {address}"),
    };
    for (name, value) in [("", &request.body), ("if ", &request.if_none_match)] {
        if let Some(value) = value {
            write!(line, " {name}{value}").unwrap();
        }
    }
    line
}

fn describe(outcome: &Outcome) -> String {
    let mut text = outcome.access.as_str().to_owned();
    if outcome.host != outcome.server {
        write!(text, " at {}", outcome.host).unwrap();
    }
    if let Some(software) = &outcome.software {
        write!(text, " ({} {})", software.name, software.version).unwrap();
    }
    match &outcome.found {
        Found::List(list) => {
            let names: Vec<_> = list
                .blocks
                .iter()
                .map(|it| format!("{} {}", it.severity.as_str(), it.name.shown()))
                .collect();
            write!(text, ": {}", names.join(", ")).unwrap();
        }
        Found::NotModified => text += ": not modified",
        Found::Nothing(error) => write!(text, ": {error}").unwrap(),
    }
    if let Some(etag) = &outcome.etag {
        write!(text, " [{etag}]").unwrap();
    }
    if let Some(moment) = outcome.not_before {
        write!(text, " not for {} s", (moment - NOW) / 1000.0).unwrap();
    }
    text
}

/// Plays the answers to what is asked. Permits what is asked for in a turn `permit HOST`, whose answer is not looked at.
#[track_caller]
fn play(start: (Fetching, Request), turns: Vec<Turn<'_>>, expected: &str) -> Box<Outcome> {
    let (mut fetching, request) = start;
    let mut step = Step::Ask(request);
    let mut turns = turns.into_iter();
    let outcome = loop {
        step = match step {
            Step::Ask(request) => {
                let (asked, answer) = turns.next().unwrap_or_else(|| panic!("{request:?}"));
                assert_eq!(line(&request), asked);
                let answer = match answer {
                    Answer::Status { ref address, .. } if address.is_empty() => {
                        answer.at(&request.address)
                    }
                    answer => answer,
                };
                fetching.answered(answer, NOW, &NativeParser)
            }
            Step::Permit { host } => match turns.next() {
                Some((turn, _)) => {
                    assert_eq!(format!("permit {host}"), turn);
                    fetching.permitted()
                }
                None => Step::Done(Box::new(fetching.refused())),
            },
            Step::Done(outcome) => break outcome,
        };
        if let Step::Done(outcome) = step {
            break outcome;
        }
    };
    assert_eq!(describe(&outcome), expected);
    assert_eq!(turns.next(), None, "an answer that nobody asked for");
    outcome
}

#[track_caller]
fn check(turns: Vec<Turn<'_>>, expected: &str) {
    play(Fetching::start(domain("example.social"), None), turns, expected);
}

const LINKS: &str = r#"{"links":[{"rel":"http://nodeinfo.diaspora.software/ns/schema/2.0","href":"https://example.social/nodeinfo/2.0"}]}"#;
const NODE: &str = "/.well-known/nodeinfo";
const DOCUMENT: &str = "/nodeinfo/2.0";
const BLOCKS: &str = "/api/v1/instance/domain_blocks";
const V2: &str = "/api/v2/instance";
const V1: &str = "/api/v1/instance";
const FINGER: &str = "/.well-known/webfinger?resource=acct:example.social@example.social";
const LIST: &str = r#"[{"domain":"bad.example","severity":"suspend"}]"#;
const PERMIT: Answer = Answer::Nobody;

fn software(name: &str, version: &str) -> Answer {
    ok(&format!(
        r#"{{"version":"2.0","software":{{"name":"{name}","version":"{version}"}},"metadata":[]}}"#
    ))
}

/// Discovery of this software, then these turns.
fn found<'a>(name: &str, version: &str, turns: Vec<Turn<'a>>) -> Vec<Turn<'a>> {
    let mut all = vec![(NODE, ok(LINKS)), (DOCUMENT, software(name, version))];
    all.extend(turns);
    all
}

/// The list of a server that is known to run this.
#[track_caller]
fn check_known(
    name: &str,
    version: &str,
    etag: Option<&str>,
    turns: Vec<Turn<'_>>,
    expected: &str,
) {
    let known = Known {
        access: ListAccess::Public,
        software: Software::new(name, version),
        host: domain("example.social"),
        etag: etag.map(str::to_owned),
    };
    play(Fetching::start(domain("example.social"), Some(known)), turns, expected);
}

#[track_caller]
fn typed(text: &str, expected: Option<&str>) {
    let server = server_name(text, &NativeParser);
    assert_eq!(server.as_ref().map(Domain::as_str), expected, "{text}");
}

#[test]
fn what_people_type() {
    for text in [
        "example.social",
        "  Example.Social./\n",
        "@me@example.social",
        "acct:me@example.social",
        "https://example.social",
        "https://example.social/@you@elsewhere.example",
        "example.social/@me?x=1#y",
        "https://user:word@example.social:8443/",
    ] {
        typed(text, Some("example.social"));
    }
    typed("bücher.example", Some("xn--bcher-kva.example"));
    for text in ["", "@me", "localhost", "192.0.2.1", "https://[::1]/", "two words", "https://"] {
        typed(text, None);
    }
}
