//! Accounts that Bridgy Fed shows under names of its own.

use crate::domain::Domain;
use crate::handle::Handle;

/// Where accounts of the fediverse have their names on other networks.
const BRIDGE: &str = "ap.brid.gy";

/// The account behind a name of the bridge: `user.host.tld.ap.brid.gy` is `@user@host.tld` on Bluesky
/// (`ids.py` in snarfed/bridgy-fed, `translate_handle`).
///
/// The bridge writes `-` for `_` and `~`, which cannot be undone; where users' names hold dots, the domain that comes
/// out is below the real one, and is covered by it.
pub(super) fn original(name: &Domain) -> Option<Handle> {
    account(name.as_str().strip_suffix(BRIDGE)?.strip_suffix('.')?)
}

/// As [`original`] for an account; also `@user.host.tld@ap.brid.gy`, the same on Nostr.
pub(super) fn original_of(handle: &Handle) -> Option<Handle> {
    if handle.domain.as_str() == BRIDGE {
        return account(&handle.user);
    }
    original(&handle.domain)
}

/// `user.host.tld`.
fn account(flat: &str) -> Option<Handle> {
    let (user, host) = flat.split_once('.')?;
    let domain = Domain::parse(host).ok().filter(|domain| domain.as_str().contains('.'))?;
    Handle::new(user, domain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        let handle = original(&Domain::parse(name).unwrap());
        assert_eq!(handle.map(|it| it.to_string()).as_deref(), expected, "{name}");
    }

    #[test]
    fn names_of_the_bridge() {
        check("zuck.threads.net.ap.brid.gy", Some("@zuck@threads.net"));
        check("u-se-r.a.b.example.ap.brid.gy", Some("@u-se-r@a.b.example"));
        check("ap.brid.gy", None);
        check("threads.net.ap.brid.gy", None);
        check("zuck.threads.netap.brid.gy", None);
        check("zuck.threads.net.bsky.brid.gy", None);
        check("-.threads.net.ap.brid.gy", None);
    }
}
