//! Profiles on other servers that an address names.
//!
//! Any host may run such software, so a shape counts on every host, but only when the whole path segment has it.

use percent_encoding::percent_decode_str;

use super::wrapper::parameter;
use super::{Target, bridge, strip_scheme};
use crate::address::{Address, AddressParser};
use crate::handle::Handle;

/// What stands before `user@remote` in paths that show a profile or group of another server.
///
/// | segment | software | where its routes are |
/// |---|---|---|
/// | `u`, `c`, `m` | Lemmy, PieFed, Mbin | `src/shared/routes.ts` in LemmyNet/lemmy-ui; `app/community`, `app/user` in PieFed; `config/mbin_routes` in MbinOrg/mbin |
/// | `f` | PieFed | `app/feed/routes.py` in PieFed |
/// | `a`, `c`, `accounts`, `video-channels` | PeerTube | `server/core/controllers/client.ts` in Chocobozzz/PeerTube |
/// | `users` | Pleroma, Akkoma | `src/boot/routes.js` in pleroma-fe |
/// | `user` | BookWyrm | `bookwyrm/urls.py` in bookwyrm-social/bookwyrm |
/// | `@` | WriteFreely | `routes.go` in writefreely/writefreely |
const BEFORE_ACCOUNTS: [&str; 10] =
    ["u", "c", "m", "f", "a", "@", "accounts", "video-channels", "users", "user"];

/// The pages on which a server asks its member what to do with something of another server, as they stand in the
/// template `http://ostatus.org/schema/1.0/subscribe` of WebFinger answers: Mastodon
/// (`app/controllers/authorize_interactions_controller.rb`), Misskey (`WellKnownServerService.ts`), Pleroma
/// (`web_finger.ex`).
const INTERACTIONS: [&str; 4] =
    ["/authorize_interaction", "/authorize_follow", "/authorize-follow", "/ostatus_subscribe"];

/// What is named by `@user@domain`, `acct:user@domain` or, from Bluesky, `@user.domain.ap.brid.gy`.
///
/// `None` when the text is nothing of the kind, and has to be read as an address.
pub(super) fn account(text: &str, parser: &dyn AddressParser) -> Option<Vec<Target>> {
    if text.starts_with('@') {
        return Some(named_by(text, parser));
    }
    let account = strip_scheme(text, "acct:")?;
    let decoded = |text| percent_decode_str(text).decode_utf8().ok();
    let named = named_by(&decoded(account)?, parser);
    if !named.is_empty() {
        return Some(named);
    }
    // Of a user that no handle has, the server is known all the same: `acct:juliet%40capulet.example@shoppingsite.example`
    // (<https://www.rfc-editor.org/rfc/rfc7565#section-4>).
    let server = account.rsplit_once('@').filter(|(user, _)| !user.is_empty());
    let server = server.and_then(|(_, domain)| parser.domain(&decoded(domain)?));
    Some(server.map(Target::from).into_iter().collect())
}

/// The account `@user@domain` or `@user.domain.ap.brid.gy`, and what account that is a bridge's name of; with or
/// without the first `@`.
fn named_by(text: &str, parser: &dyn AddressParser) -> Vec<Target> {
    let mut targets = Vec::new();
    match Handle::parse(text, parser) {
        Ok(handle) => {
            targets.extend(bridge::original_of(&handle).map(Target::from));
            targets.push(handle.into());
        }
        Err(_) => {
            let name = parser.domain(text.strip_prefix('@').unwrap_or(text));
            targets.extend(name.and_then(|name| bridge::original(&name)).map(Target::from));
        }
    }
    targets
}

/// What a path names: the first profile of another server, or, behind `instance-info`, the other server itself
/// (Misskey's page about one, `packages/frontend/src/router.definition.ts` in misskey-dev/misskey).
pub(super) fn named(address: &Address, parser: &dyn AddressParser) -> Vec<Target> {
    let mut before = "";
    for segment in address.path.split('/') {
        let before = std::mem::replace(&mut before, segment);
        let Ok(decoded) = percent_decode_str(segment).decode_utf8() else { continue };
        if before == "instance-info" {
            return parser.domain(&decoded).map(Target::from).into_iter().collect();
        }
        let is_profile = match decoded.strip_prefix('@') {
            Some(name) => name.contains('@') || name.ends_with(".ap.brid.gy"),
            // Without the `@` at its start it could be many things, so it has to be where profiles are.
            None if BEFORE_ACCOUNTS.contains(&before) || address.path.get(1..) == Some(segment) => {
                decoded.split_once('@').is_some_and(|(_, domain)| domain.contains('.'))
            }
            None => false,
        };
        if !is_profile && !decoded.ends_with(".ap.brid.gy") {
            continue;
        }
        let targets = named_by(&decoded, parser);
        if !targets.is_empty() {
            return targets;
        }
    }
    Vec::new()
}

/// The account or address that a page of [`INTERACTIONS`] asks about.
pub(super) fn interaction(address: &Address) -> Option<String> {
    if !INTERACTIONS.contains(&address.path.as_str()) {
        return None;
    }
    let query = address.query.as_deref()?;
    let subject = ["uri", "acct", "url"].iter().find_map(|name| parameter(query, name))?;
    // Both `user@domain` and `acct:user@domain` are in use.
    let is_account = !subject.contains(['/', ':']) && !subject.starts_with('@');
    Some(if is_account { format!("@{subject}") } else { subject })
}
