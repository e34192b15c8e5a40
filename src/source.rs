//! How to get a server's list: the requests to make, in order, and what each answer means.
//!
//! Nothing here does I/O: [`Fetching::start`] says what to ask first, [`Fetching::answered`] what comes next, so that
//! every path runs in a test.
//!
//! A Mastodon server that does not show its list answers 404 with an empty body, as a web server that is no fediverse
//! server would (`app/controllers/api/v1/instances/domain_blocks_controller.rb` in mastodon/mastodon, where the
//! documentation says 401). NodeInfo tells the two apart
//! (<https://github.com/jhass/nodeinfo/blob/main/PROTOCOL.md>).

mod access;

pub use access::ListAccess;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::address::AddressParser;
use crate::blocklist::{Blocklist, ListError};
use crate::domain::Domain;

/// The server that a person means who types `example.social`, `@me@example.social` or an address on it.
///
/// `None` for what names no server on the public web: an IP address, a single label, nothing at all.
pub fn server_name(typed: &str, parser: &dyn AddressParser) -> Option<Domain> {
    let typed = typed.trim();
    let address = typed.split_once("://").map_or(typed, |(_, rest)| rest);
    let authority = address.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let domain = parser.domain(host.split(':').next()?)?;
    (!domain.is_ip() && domain.as_str().contains('.')).then_some(domain)
}

/// A `GET` without credentials and without a referrer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The address.
    pub address: String,
}

/// What came of a [`Request`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The server answered.
    Status {
        /// The HTTP status.
        status: u16,
        /// The body, at most [`MAX_LIST_BYTES`](crate::protocol::MAX_LIST_BYTES) long.
        body: Vec<u8>,
    },
    /// Nobody answered: no such name, no connection, a bad certificate. A browser does not tell which.
    Nobody,
    /// No answer in time.
    TooLate,
    /// The body is longer than the limit.
    TooLarge,
}

/// Why a server's list could not be loaded.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum SourceError {
    /// Nobody answers under this name.
    #[error("nobody answers at {0}")]
    NoSuchServer(Domain),
    /// Something answers that is no fediverse server.
    #[error("{0} is not a fediverse server")]
    NotFediverse(Domain),
    /// A fediverse server that answers as if it had no list.
    #[error("{0} does not show its list to strangers")]
    NotShown(Domain),
    /// A fediverse server whose software has another way to publish its list, or none.
    #[error("{server} runs {software}, which does not publish its list in this way")]
    Unsupported {
        /// The server.
        server: Domain,
        /// The software's name, as its NodeInfo says.
        software: String,
    },
    /// The server answers with an error of its own.
    #[error("{server} answered with status {status}")]
    Answered {
        /// The server.
        server: Domain,
        /// The HTTP status.
        status: u16,
    },
    /// No answer in time.
    #[error("{0} did not answer in time")]
    TooLate(Domain),
    /// The answer is longer than the limit.
    #[error("the list of {0} is too large")]
    TooLarge(Domain),
    /// The answer is not a list.
    #[error("what {server} answered is not a list: {error}")]
    NotAList {
        /// The server.
        server: Domain,
        /// What is wrong with it.
        error: ListError,
    },
}

/// What to do next.
#[derive(Debug, PartialEq)]
pub enum Step {
    /// Ask this.
    Ask(Request),
    /// The list, as read and as it was answered.
    Loaded(Box<Blocklist>, Vec<u8>),
    /// It cannot be had.
    Failed(SourceError),
}

/// The loading of one server's public list.
#[derive(Debug)]
pub struct Fetching {
    server: Domain,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    List,
    /// Looking for NodeInfo, with what the failure is if this turns out to be a fediverse server.
    NodeInfo(SourceError),
    Software(SourceError),
}

/// Software that answers `GET /api/v1/instance/domain_blocks`, so that a refusal there means a list that is not shown.
const HAS_THE_ENDPOINT: [&str; 4] = ["gotosocial", "hometown", "mastodon", "piefed"];

impl Fetching {
    /// Begins with the list itself: <https://docs.joinmastodon.org/methods/instance/#domain_blocks>.
    pub fn start(server: Domain) -> (Fetching, Request) {
        let request =
            Request { address: format!("https://{server}/api/v1/instance/domain_blocks") };
        (Fetching { server, stage: Stage::List }, request)
    }

    /// Takes the answer to the last request.
    pub fn answered(&mut self, answer: Answer, parser: &dyn AddressParser) -> Step {
        let (status, body) = match answer {
            Answer::Status { status, body } => (status, body),
            Answer::Nobody => return Step::Failed(SourceError::NoSuchServer(self.server.clone())),
            Answer::TooLate => return Step::Failed(SourceError::TooLate(self.server.clone())),
            Answer::TooLarge => return Step::Failed(SourceError::TooLarge(self.server.clone())),
        };
        let server = self.server.clone();
        match std::mem::replace(&mut self.stage, Stage::List) {
            Stage::List => self.list(status, body, parser),
            Stage::NodeInfo(error) => self.node_info(status, &body, error, parser),
            Stage::Software(error) => Step::Failed(refine(server, status, &body, error)),
        }
    }

    fn list(&mut self, status: u16, body: Vec<u8>, parser: &dyn AddressParser) -> Step {
        let server = self.server.clone();
        let error = match status {
            200..=299 => match Blocklist::read_json(&body, parser) {
                Ok(list) => return Step::Loaded(Box::new(list), body),
                Err(error) => SourceError::NotAList { server, error },
            },
            401 | 403 | 404 | 410 | 422 => SourceError::NotShown(server),
            _ => return Step::Failed(SourceError::Answered { server, status }),
        };
        self.stage = Stage::NodeInfo(error);
        Step::Ask(Request { address: format!("https://{}/.well-known/nodeinfo", self.server) })
    }

    fn node_info(
        &mut self,
        status: u16,
        body: &[u8],
        error: SourceError,
        parser: &dyn AddressParser,
    ) -> Step {
        let links = document::<Links>(status, body);
        // The relation ends in the version: the highest is the last in the alphabet.
        let newest = links.and_then(|it| it.links.into_iter().max_by(|a, b| a.rel.cmp(&b.rel)));
        let Some(Link { href: address, .. }) = newest else {
            return Step::Failed(SourceError::NotFediverse(self.server.clone()));
        };
        // Another host would need a permission that nobody was asked for.
        let here = parser
            .parse(&address)
            .is_some_and(|it| it.scheme == "https" && it.host.as_ref() == Some(&self.server));
        if !here {
            return Step::Failed(error);
        }
        self.stage = Stage::Software(error);
        Step::Ask(Request { address })
    }
}

/// Says more about a list that was not shown, once the software is known.
fn refine(server: Domain, status: u16, body: &[u8], error: SourceError) -> SourceError {
    match (error, document::<NodeInfo>(status, body)) {
        (SourceError::NotShown(_), Some(document))
            if !HAS_THE_ENDPOINT.contains(&document.software.name.as_str()) =>
        {
            SourceError::Unsupported { server, software: document.software.name }
        }
        (error, _) => error,
    }
}

/// What a server answered, when that is such a document.
fn document<T: DeserializeOwned>(status: u16, body: &[u8]) -> Option<T> {
    let text = str::from_utf8(body).ok().filter(|_| matches!(status, 200..=299))?;
    serde_json::from_str(text).ok()
}

/// The discovery document, `/.well-known/nodeinfo`.
#[derive(Deserialize)]
struct Links {
    links: Vec<Link>,
}

#[derive(Deserialize)]
struct Link {
    rel: String,
    href: String,
}

/// What is needed of <https://nodeinfo.diaspora.software/schema.html>.
#[derive(Deserialize)]
struct NodeInfo {
    software: Software,
}

#[derive(Deserialize)]
struct Software {
    name: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;

    const LINKS: &str = r#"{"links":[{"rel":"http://nodeinfo.diaspora.software/ns/schema/2.0","href":"https://example.social/nodeinfo/2.0"}]}"#;

    fn status(status: u16, body: &str) -> Answer {
        Answer::Status { status, body: body.as_bytes().to_vec() }
    }

    /// Plays the answers in order; gives the addresses asked and how it ended.
    #[track_caller]
    fn check(answers: Vec<Answer>, asked: &[&str], expected: &str) {
        let (mut fetching, mut request) = Fetching::start(Domain::parse("example.social").unwrap());
        let mut paths = Vec::new();
        let mut answers = answers.into_iter();
        let end = loop {
            paths.push(request.address.replace("https://example.social", ""));
            match fetching.answered(answers.next().expect("another answer"), &NativeParser) {
                Step::Ask(next) => request = next,
                Step::Loaded(list, _) => break format!("{} names", list.blocks.len()),
                Step::Failed(error) => break error.to_string(),
            }
        };
        assert_eq!(end, expected);
        assert_eq!(paths, asked);
        assert_eq!(answers.next(), None, "an answer that nobody asked for");
    }

    const LIST: &str = "/api/v1/instance/domain_blocks";
    const NODE: &str = "/.well-known/nodeinfo";
    const DOCUMENT: &str = "/nodeinfo/2.0";

    #[test]
    fn a_public_list() {
        let row = r#"[{"domain":"threads.net","digest":"b21d0b29503885ad18844f66c5abc26d7eac38e572c5cceee663e6ea08d1e825","severity":"suspend","comment":null}]"#;
        check(vec![status(200, row)], &[LIST], "1 names");
        check(vec![status(200, "[]")], &[LIST], "0 names");
    }

    #[test]
    fn a_list_that_is_not_shown() {
        let mastodon = r#"{"software":{"name":"mastodon","version":"4.5.0"},"metadata":[]}"#;
        let answers = vec![status(404, ""), status(200, LINKS), status(200, mastodon)];
        check(
            answers,
            &[LIST, NODE, DOCUMENT],
            "example.social does not show its list to strangers",
        );
        let answers = vec![status(401, "{}"), status(200, LINKS), status(500, "")];
        check(
            answers,
            &[LIST, NODE, DOCUMENT],
            "example.social does not show its list to strangers",
        );
    }

    #[test]
    fn software_with_another_way() {
        let lemmy = r#"{"software":{"name":"lemmy","version":"0.19.5"}}"#;
        let answers = vec![status(404, ""), status(200, LINKS), status(200, lemmy)];
        check(
            answers,
            &[LIST, NODE, DOCUMENT],
            "example.social runs lemmy, which does not publish its list in this way",
        );
    }

    #[test]
    fn what_is_no_fediverse_server() {
        let no = "example.social is not a fediverse server";
        check(vec![status(404, ""), status(404, "")], &[LIST, NODE], no);
        check(
            vec![status(200, "<!doctype html>"), status(200, "<!doctype html>")],
            &[LIST, NODE],
            no,
        );
        check(vec![status(404, ""), status(200, r#"{"links":[]}"#)], &[LIST, NODE], no);
    }

    #[test]
    fn a_document_elsewhere_is_not_asked_for() {
        let links = LINKS.replace("example.social", "elsewhere.example");
        let answers = vec![status(404, ""), status(200, &links)];
        check(answers, &[LIST, NODE], "example.social does not show its list to strangers");
    }

    #[test]
    fn trouble_on_the_way() {
        check(vec![Answer::Nobody], &[LIST], "nobody answers at example.social");
        check(vec![Answer::TooLate], &[LIST], "example.social did not answer in time");
        check(vec![Answer::TooLarge], &[LIST], "the list of example.social is too large");
        check(vec![status(503, "")], &[LIST], "example.social answered with status 503");
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
        for text in ["", "@me", "localhost", "192.0.2.1", "https://[::1]/", "two words", "https://"]
        {
            typed(text, None);
        }
    }
}
