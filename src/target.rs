//! What a link leads to.
//!
//! The path of an address decides only where it names a profile on another server: `/@user@remote` on Mastodon and
//! Misskey, `/u/user@remote` and `/c/name@remote` on Lemmy and PieFed (their routes: `config/routes.rb` in
//! mastodon/mastodon, `MkMention.vue` in misskey-dev/misskey, `src/shared/routes.ts` in LemmyNet/lemmy-ui).
//! Any host may run such software, so the shape counts on every host, but only when the whole path segment has it.

use percent_encoding::percent_decode_str;

use crate::address::{Address, AddressParser};
use crate::domain::Domain;
use crate::handle::Handle;

/// What a link leads to: a domain, or a profile that lives on it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// Where it leads: for a profile, the profile's own server, wherever it is shown.
    pub domain: Domain,
    /// The profile, when the address names one on another server than its host.
    pub handle: Option<Handle>,
}

impl Target {
    /// What a person is shown: the handle of a profile, otherwise the domain.
    pub fn label(&self) -> String {
        match &self.handle {
            Some(handle) => handle.to_string(),
            None => self.domain.to_string(),
        }
    }
}

/// The places that a host or an http(s) address leads to, the most specific first: a remote profile that the path
/// names, then the host itself. Empty when the text is neither.
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
    if !text.contains('/') {
        return parser.domain(text).map(plain).into_iter().collect();
    }
    let Some(address) = parser.parse(text) else { return Vec::new() };
    if !matches!(address.scheme.as_str(), "http" | "https") {
        return Vec::new();
    }
    let profile = remote_profile(&address, parser);
    let profile = profile.map(|handle| Target { domain: handle.domain.clone(), handle: Some(handle) });
    profile.into_iter().chain(address.host.map(plain)).collect()
}

fn plain(domain: Domain) -> Target {
    Target { domain, handle: None }
}

/// The profile on another server that a whole path segment names, if any.
fn remote_profile(address: &Address, parser: &dyn AddressParser) -> Option<Handle> {
    let mut before = "";
    for segment in address.path.split('/') {
        let after_letter = matches!(std::mem::replace(&mut before, segment), "u" | "c");
        let Ok(decoded) = percent_decode_str(segment).decode_utf8() else { continue };
        if !decoded.starts_with('@') && !after_letter {
            continue;
        }
        if let Ok(handle) = Handle::parse(&decoded, parser) {
            return Some(handle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let targets = recognise(text, &NativeParser);
        let labels: Vec<_> = targets.iter().map(Target::label).collect();
        assert_eq!(labels, expected, "{text}");
    }

    #[test]
    fn hosts_and_plain_addresses() {
        check("threads.net", &["threads.net"]);
        check("THREADS.NET.", &["threads.net"]);
        check("https://www.threads.com/", &["www.threads.com"]);
        check("http://me:secret@threads.net:8080/a?b#c", &["threads.net"]);
        check("https://bücher.example/", &["xn--bcher-kva.example"]);
        check("https://[2001:db8::1]/", &["[2001:db8::1]"]);
    }

    #[test]
    fn what_is_no_place() {
        for text in ["", "mailto:x@threads.net", "tel:1", "javascript:0", "data:,x", "ftp://threads.net/", "https://", "a b"] {
            check(text, &[]);
        }
    }

    #[test]
    fn remote_profiles() {
        check("https://m.example/@zuck@threads.net", &["@zuck@threads.net", "m.example"]);
        check("https://m.example/%40zuck%40threads.net", &["@zuck@threads.net", "m.example"]);
        check("https://m.example/@zuck@threads.net/113798?x#y", &["@zuck@threads.net", "m.example"]);
        check("https://m.example/web/@zuck@Threads.NET", &["@zuck@threads.net", "m.example"]);
        check("https://l.example/u/a@b.example", &["@a@b.example", "l.example"]);
        check("https://l.example/c/news@b.example", &["@news@b.example", "l.example"]);
        check("https://mk.example/@a@bücher.example", &["@a@xn--bcher-kva.example", "mk.example"]);
    }

    #[test]
    fn what_only_looks_like_a_remote_profile() {
        check("https://m.example/@zuck", &["m.example"]);
        check("https://m.example/x/a@b.example", &["m.example"]);
        check("https://m.example/re-@zuck@threads.net", &["m.example"]);
        check("https://m.example/@zuck@threads.net.html/x y", &["@zuck@threads.net.html", "m.example"]);
        check("https://m.example/?to=@zuck@threads.net", &["m.example"]);
        check("https://m.example/#/@zuck@threads.net", &["m.example"]);
        check("https://m.example/@a@b@threads.net", &["m.example"]);
        check("https://m.example/u/%ff@threads.net", &["m.example"]);
        check("https://m.example/%ff/@zuck@threads.net", &["@zuck@threads.net", "m.example"]);
    }
}
