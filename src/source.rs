//! How to get a list: the requests to make, one after the other, and what each answer means.
//!
//! Nothing here does I/O or reads a clock: [`Fetching::start`] says what to ask first and [`Fetching::answered`] what
//! comes next, until it is done and there is one honest [`Outcome`]. So every path runs in a test.
//!
//! **What a server is** comes first, because the same answer means different things from different software, and an
//! empty 404 is both what a Mastodon server that hides its list answers
//! (`app/controllers/api/v1/instances/domain_blocks_controller.rb`) and what any web server answers:
//!
//! 1. NodeInfo: `/.well-known/nodeinfo`, and the document that it names.
//! 2. Without it, the version that Mastodon's programming interface gives: `/api/v2/instance`, then `v1`.
//! 3. Without that, WebFinger, in case the name is used for accounts only and another host is the server.
//!
//! **Then its list**, in the way of its software (`source/ask.rs` says where each is documented):
//!
//! | software | requests |
//! |---|---|
//! | Mastodon, its forks, and what is not known | `domain_blocks`; when refused, the list in its NodeInfo, if there is one; else whether it federates with allowed servers only |
//! | GoToSocial | `domain_blocks`, then `domain_allows`, which a block gives way to |
//! | Pleroma, Akkoma | none: it is in the NodeInfo; else `/api/v1/instance` |
//! | Misskey and its forks | `/api/meta` (allowed servers only?), then `federation/instances`, page by page: blocked, silenced |
//! | Lemmy | one of three, by version |
//! | PieFed | `domain_blocks`; when that has none, whether there is an allow-list |
//! | Mbin, kbin | `defederated/v2`, else `defederated` |
//! | Friendica | `/blocklist/domain/download` |
//!
//! What is [`Known`] from an earlier load is not asked again: that begins with the list, and asks whether it changed.

mod access;
mod ask;
mod document;
mod error;
mod fetching;
mod host;
mod members;
mod moment;
mod software;

pub use access::ListAccess;
pub(crate) use ask::MISSKEY_SERVERS;
pub use error::SourceError;
pub use fetching::Fetching;
pub(crate) use host::{is_public, web_host};
pub use members::{MEMBERS_PAGE, MEMBERS_PATH, MembersAnswer, MembersList, members_path};
pub(crate) use software::Family;
pub use software::Software;

use crate::address::AddressParser;
use crate::blocklist::Blocklist;
use crate::domain::Domain;

/// The server that a person means who types `example.social`, `@me@example.social` or an address on it.
///
/// `None` for what names no server on the public web: an IP address, a single label, nothing at all.
pub fn server_name(typed: &str, parser: &dyn AddressParser) -> Option<Domain> {
    let typed = typed.trim();
    let address = typed.split_once("://").map_or(typed, |(_, rest)| rest);
    let authority = address.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    parser.domain(host.split(':').next()?).filter(is_public)
}

/// A request without credentials and without a referrer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// How.
    pub method: Method,
    /// The address, always `https`.
    pub address: String,
    /// With [`Method::Post`], the body: JSON.
    pub body: Option<String>,
    /// The value of `If-None-Match`: the list is wanted only if it changed.
    pub if_none_match: Option<String>,
}

/// The method of a [`Request`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "HTTP has these")]
pub enum Method {
    Get,
    Post,
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
        /// Some of the headers.
        headers: AnswerHeaders,
        /// The address that answered in the end, after all redirects.
        address: String,
    },
    /// Nobody answered: no such name, no connection, a bad certificate, redirects without end. A browser does not tell
    /// which.
    Nobody,
    /// No answer in time.
    TooLate,
    /// The body is longer than the limit.
    TooLarge,
}

/// The headers of an answer that matter, as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerHeaders {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Retry-After`.
    pub retry_after: Option<String>,
    /// `X-RateLimit-Reset`.
    pub rate_limit_reset: Option<String>,
}

/// What an earlier load found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// [`Outcome::access`].
    pub access: ListAccess,
    /// [`Outcome::software`].
    pub software: Option<Software>,
    /// [`Outcome::host`].
    pub host: Domain,
    /// [`Outcome::etag`].
    pub etag: Option<String>,
}

/// What to do next.
#[derive(Debug, PartialEq)]
pub enum Step {
    /// Ask this, and then call [`Fetching::answered`]. There is never a second request before that.
    Ask(Request),
    /// Ask the person whether this host may be asked too, unless that is permitted already: the server's name leads
    /// there. Then call [`Fetching::permitted`] or [`Fetching::refused`].
    Permit {
        /// The host.
        host: Domain,
    },
    /// That is all.
    Done(Box<Outcome>),
}

/// How it ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Whether the list can be had.
    pub access: ListAccess,
    /// The server that was named, or the one that holds the list's address.
    pub server: Domain,
    /// The host that was asked for the list: the server's, or another that its name leads to.
    pub host: Domain,
    /// What it runs; `None` for a list at an address, and where it was not found out.
    pub software: Option<Software>,
    /// The list.
    pub found: Found,
    /// What to send as `If-None-Match` next time. Only of a list that one request gave whole.
    pub etag: Option<String>,
    /// The moment before which the server does not want to be asked again, in milliseconds since 1970, in its own words:
    /// it may be long past or far away. Only when it was too busy to answer.
    pub not_before: Option<f64>,
}

/// What an [`Outcome`] brings.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// The list.
    List(Box<Blocklist>),
    /// The list is still the one that is [`Known`].
    NotModified,
    /// No list.
    Nothing(SourceError),
}

#[cfg(test)]
mod tests;
