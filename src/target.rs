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
    // Hosts hold neither; but for IPv6 addresses, which are in brackets.
    if !text.contains(['/', ':']) || text.starts_with('[') {
        return parser.domain(text).map(plain).into_iter().collect();
    }
    let Some(address) = parser.parse(text) else { return Vec::new() };
    if !matches!(address.scheme.as_str(), "http" | "https") {
        return Vec::new();
    }
    let profile = remote_profile(&address, parser);
    let profile =
        profile.map(|handle| Target { domain: handle.domain.clone(), handle: Some(handle) });
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

    /// `tests/web.rs` runs the same cases on the browsers' own parsers.
    #[test]
    fn cases() {
        for line in include_str!("../tests/data/targets.txt").lines() {
            let Some((text, expected)) = line.split_once(" → ") else { continue };
            let labels: Vec<_> = recognise(text, &NativeParser).iter().map(Target::label).collect();
            assert_eq!(labels.join(" "), expected, "{text}");
        }
    }
}
