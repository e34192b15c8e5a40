//! What a link leads to.
//!
//! An address leads to its host, and often further: to a profile on another server that its path names (`profile`),
//! or through a redirector, archive, cache or front end to another address (`wrapper`).

mod bridge;
mod encoding;
pub mod mention;
mod profile;
mod wrapper;

pub use wrapper::wants_address;

use crate::address::{Address, AddressParser};
use crate::domain::Domain;
use crate::handle::Handle;
use crate::platform::platform_of;

/// How many wrappers around each other are taken off.
const MAX_WRAPPERS: usize = 5;

/// What in a link's path or query calls for its whole address, on whatever host it is.
///
/// - `@`, also percent-encoded: a profile on another server (`/@user@remote`, `/authorize_interaction?uri=user@remote`);
/// - `/authorize_interaction?uri=https%3A…`, `/instance-info/remote`: pages of a server about another one;
/// - `.ap.brid.gy`: a bridged account (`bsky.app/profile/user.remote.ap.brid.gy`).
///
/// Everything else that the path of a link can say is known from its host: see [`wants_address`].
pub const ADDRESS_HINTS: [&str; 5] =
    ["@", "%40", "/authorize_interaction?", "/instance-info/", ".ap.brid.gy"];

/// How links begin that lead to a profile though they are none of the web's. They call for the whole address.
pub const PROFILE_SCHEMES: [&str; 2] = ["web+ap:", "acct:"];

/// What a link leads to: a domain, or a profile that lives on it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// Where it leads: for a profile, the profile's own server, wherever it is shown.
    pub domain: Domain,
    /// The profile, when the address names one on another server than its host.
    pub handle: Option<Handle>,
    /// The wrapper that the link goes through: the outermost one, or of a wrapper its own domain.
    pub via: Option<Domain>,
}

impl Target {
    /// What a person is shown: the handle of a profile, otherwise the domain; the same whatever wrappers lead there.
    pub fn label(&self) -> String {
        match &self.handle {
            Some(handle) => handle.to_string(),
            None => self.domain.to_string(),
        }
    }
}

impl From<Domain> for Target {
    fn from(domain: Domain) -> Target {
        Target { domain, handle: None, via: None }
    }
}

impl From<Handle> for Target {
    fn from(handle: Handle) -> Target {
        Target { domain: handle.domain.clone(), handle: Some(handle), via: None }
    }
}

/// The places that a host, an address or a handle leads to, the most specific first: of the innermost address that
/// wrappers hold, the profile that it names, then its host; then the wrappers' hosts, from the innermost to the
/// outermost. Empty when the text is nothing of that.
///
/// - addresses: `http`, `https`; `web+ap`, which is `https` for other programs
///   (<http://fedilinks.org/spec/en/6-The-web-ap-URI>); `acct` (RFC 7565);
/// - handles: `@user@domain`.
///
/// What is judged is the first of them that is listed: `mastodon.example/@user@remote.example` leads to `remote.example`
/// when that is listed, and otherwise to `mastodon.example`.
///
/// ```
/// use fencepost::{address::NativeParser, target::recognise};
///
/// let targets = recognise("https://mastodon.example/@zuck@threads.net", &NativeParser);
/// let labels: Vec<_> = targets.iter().map(|target| target.label()).collect();
/// assert_eq!(labels, ["@zuck@threads.net", "mastodon.example"]);
/// ```
pub fn recognise(text: &str, parser: &dyn AddressParser) -> Vec<Target> {
    follow(text, parser, MAX_WRAPPERS)
}

/// Whether a host is more than a place of its own: a wrapper, a name of the bridge, or one of a platform's.
pub fn is_more(host: &str) -> bool {
    Domain::parse(host).is_ok_and(|host| {
        wants_address(&host) || platform_of(&host).is_some() || bridge::original(&host).is_some()
    })
}

/// As [`recognise`], with at most this many wrappers taken off.
fn follow(text: &str, parser: &dyn AddressParser, wrappers: usize) -> Vec<Target> {
    if let Some(targets) = profile::account(text, parser) {
        return targets;
    }
    let Some(address) = read(text, parser) else { return Vec::new() };
    let Some(host) = &address.host else { return Vec::new() };
    let mut targets = profile::named(&address, parser);
    if let Some(wrappers) = wrappers.checked_sub(1) {
        if let Some(inner) = wrapper::destination(&address, host, parser) {
            let inner = follow(&inner, parser, wrappers);
            if !inner.is_empty() {
                return through(host, inner);
            }
        }
        if let Some(subject) = profile::interaction(&address) {
            targets = follow(&subject, parser, wrappers);
        }
    }
    targets.extend(bridge::original(host).map(Target::from));
    targets.push(host.clone().into());
    targets
}

/// What a wrapper leads to: what is in it, then itself.
fn through(wrapper: &Domain, mut targets: Vec<Target>) -> Vec<Target> {
    // A wrapper inside another one keeps its own domain: when it alone is listed, that is why.
    for target in targets.iter_mut().filter(|it| it.via.as_ref() != Some(&it.domain)) {
        target.via = Some(wrapper.clone());
    }
    targets.push(Target { via: Some(wrapper.clone()), ..wrapper.clone().into() });
    targets
}

/// Reads a host, or an address that leads to the web.
fn read(text: &str, parser: &dyn AddressParser) -> Option<Address> {
    // Hosts hold neither; but for IPv6 addresses, which are in brackets.
    if !text.contains(['/', ':']) || text.starts_with('[') {
        let host = Some(parser.domain(text)?);
        return Some(Address {
            scheme: String::new(),
            host,
            path: String::new(),
            query: None,
            fragment: None,
        });
    }
    let address = match strip_scheme(text, "web+ap:") {
        Some(rest) => parser.parse(&format!("https:{rest}")),
        None => parser.parse(text),
    };
    address.filter(|it| matches!(it.scheme.as_str(), "http" | "https"))
}

/// What follows a scheme, which is written in any case.
fn strip_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let (before, after) = text.split_at_checked(scheme.len())?;
    before.eq_ignore_ascii_case(scheme).then_some(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;

    /// `tests/web.rs` runs the same cases on the browsers' own parsers.
    #[test]
    fn cases() {
        for line in include_str!("../tests/data/targets.txt").lines() {
            let Some((text, expected)) = line.split_once(" → ") else { continue };
            let labels: Vec<_> = recognise(text, &NativeParser).iter().map(Target::label).collect();
            assert_eq!(labels.join(" "), expected, "{text}");
            let is_host = Domain::parse(text).is_ok_and(|it| it.as_str() == text);
            assert!(!is_host || is_more(text) || labels == [text], "{text}");
        }
    }

    #[test]
    fn most_hosts_are_nothing_more() {
        for host in ["example.org", "www.example.org", "notthreads.net", "agoogle.de", "192.0.2.1"]
        {
            assert!(!is_more(host), "{host}");
        }
        for host in ["t.co", "www.threads.com", "www.google.co.uk", "a.b.c.ap.brid.gy"] {
            assert!(is_more(host), "{host}");
        }
    }

    /// Targets as `label<via`.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let targets: Vec<_> = recognise(text, &NativeParser)
            .iter()
            .map(|it| match &it.via {
                Some(via) => format!("{}<{via}", it.label()),
                None => it.label(),
            })
            .collect();
        assert_eq!(targets.join(" "), expected, "{text}");
    }

    #[test]
    fn a_link_goes_through_the_outermost_wrapper() {
        check(
            "https://href.li/?https://out.reddit.com/?url=https%3A%2F%2Fa.example%2F",
            "a.example<href.li out.reddit.com<out.reddit.com href.li<href.li",
        );
        check("https://a.example/", "a.example");
        check("https://href.li/", "href.li");
        check("https://href.li/?mailto:a@b.example", "href.li");
    }

    #[test]
    fn no_more_than_five_wrappers_come_off() {
        let wrapped = |count| "https://href.li/?".repeat(count) + "https://m.example/@a@b.example";
        let labels = |count| {
            let targets = recognise(&wrapped(count), &NativeParser);
            targets.iter().map(Target::label).collect::<Vec<_>>()
        };
        assert_eq!(labels(5)[..2], ["@a@b.example", "m.example"]);
        assert_eq!(labels(6), ["href.li"; 6]);
    }

    #[test]
    fn places_are_the_same_whatever_the_way() {
        let one = |text| recognise(text, &NativeParser).swap_remove(0);
        let direct = one("https://a.example/");
        assert_eq!(direct.label(), one("https://href.li/?https://a.example/").label());
        assert_ne!(direct.label(), one("https://m.example/@u@a.example").label());
    }
}
