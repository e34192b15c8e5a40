//! Questions about one server or account, for software that answers these.

use crate::address::AddressParser;
use crate::blocklist::json::{self, Event};
use crate::domain::Domain;
use crate::federation::{Kind, Policy};
use crate::handle::Handle;
use crate::source::{Method, Request};

/// Asks a server what it does to another one; `None` when its software answers no such question.
///
/// | software | request |
/// |---|---|
/// | Misskey | `POST /api/federation/show-instance` (`packages/backend/src/server/api/endpoints/federation/show-instance.ts`) |
/// | PeerTube | `GET /api/v1/blocklist/status` (`server/core/controllers/api/blocklist.ts`) |
pub(super) fn about_server(kind: Kind, host: &Domain, about: &Domain) -> Option<Request> {
    match kind {
        Kind::Misskey => Some(Request {
            method: Method::Post,
            address: format!("https://{host}/api/federation/show-instance"),
            body: Some(format!(r#"{{"host":"{about}"}}"#)),
            if_none_match: None,
        }),
        Kind::PeerTube => {
            Some(get(format!("https://{host}/api/v1/blocklist/status?hosts={about}")))
        }
        _ => None,
    }
}

/// Reads the answer to [`about_server`]; `None` when it says nothing about that server. Misskey knows only servers that
/// it has met.
pub(super) fn read_about_server(kind: Kind, body: &[u8], about: &Domain) -> Option<Policy> {
    let prefix = match kind {
        Kind::PeerTube => format!("hosts/{about}/"),
        _ => String::new(),
    };
    let mut policies = Vec::new();
    let mut is_about_it = kind == Kind::PeerTube;
    let is_read = read(body, &mut |path, value| {
        is_about_it |= path == "host" && value == about.as_str();
        let policy = match path.strip_prefix(&*prefix) {
            Some("isBlocked" | "blockedByServer" | "blockedByServerSubscription") => {
                Policy::Suspend
            }
            Some("isSilenced") => Policy::Silence,
            Some("isMediaSilenced") => Policy::RejectMedia,
            _ => return,
        };
        policies.push(if value == "true" { policy } else { Policy::None });
    });
    if !is_read || !is_about_it {
        return None;
    }
    policies.into_iter().max_by_key(|it| super::listing::weight(*it))
}

/// Asks the user's own server about an account, as far as it answers strangers; `None` when its software has no such
/// question.
///
/// Mastodon: <https://docs.joinmastodon.org/methods/accounts/#lookup>.
pub(super) fn about_account(kind: Kind, host: &Domain, account: &Handle) -> Option<Request> {
    let Handle { user, domain } = account;
    let address = format!("https://{host}/api/v1/accounts/lookup?acct={user}@{domain}");
    matches!(kind, Kind::Mastodon | Kind::Akkoma | Kind::Other).then(|| get(address))
}

/// Reads the answer to [`about_account`]. `None` when it says nothing: a server that does not know the account, does
/// not answer strangers, or does nothing to it.
///
/// `suspended` and `limited`: `app/serializers/rest/account_serializer.rb`. It can be that server's whole domain, or
/// this one account.
pub(super) fn read_about_account(
    body: &[u8],
    account: &Handle,
    parser: &dyn AddressParser,
) -> Option<Policy> {
    let mut policy = None;
    let mut is_about_it = false;
    let is_read = read(body, &mut |path, value| match (path, value) {
        ("acct", acct) => {
            is_about_it = Handle::parse(acct, parser).is_ok_and(|it| it.is_same(account));
        }
        ("suspended", "true") => policy = Some(Policy::Suspend),
        ("limited", "true") => policy = policy.or(Some(Policy::Silence)),
        _ => {}
    });
    policy.filter(|_| is_read && is_about_it)
}

fn get(address: String) -> Request {
    Request { method: Method::Get, address, body: None, if_none_match: None }
}

/// Tells of each value that is in no array; says whether all of it could be read.
fn read(body: &[u8], see: &mut dyn FnMut(&str, &str)) -> bool {
    let text = String::from_utf8_lossy(body);
    json::read(&text, &mut |path, event| {
        if let Event::Fact(value) = event {
            see(path, value);
        }
        Ok(())
    })
    .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;

    fn home() -> Domain {
        Domain::parse("home.example").unwrap()
    }

    #[track_caller]
    fn check_server(kind: Kind, body: &str, expected: Option<Policy>) {
        assert_eq!(read_about_server(kind, body.as_bytes(), &home()), expected, "{body}");
    }

    #[test]
    fn misskey() {
        let check = |body: &str, expected| check_server(Kind::Misskey, body, expected);
        let row = |flags: &str| format!(r#"{{"id":"1","host":"home.example",{flags}}}"#);
        check(&row(r#""isBlocked":true,"isSilenced":true"#), Some(Policy::Suspend));
        check(&row(r#""isBlocked":false,"isSilenced":true"#), Some(Policy::Silence));
        check(&row(r#""isBlocked":false,"isMediaSilenced":true"#), Some(Policy::RejectMedia));
        check(&row(r#""isBlocked":false,"isSuspended":true"#), Some(Policy::None));
        check(&row(r#""isSuspended":true"#), None);
        check(r#"{"host":"other.example","isBlocked":true}"#, None);
        check("null", None);
        check(r#"{"error":{"code":"CREDENTIAL_REQUIRED"}}"#, None);
        check(&row(r#""isBlocked":false"#)[1..], None);
    }

    #[test]
    fn peertube() {
        let check = |body: &str, expected| check_server(Kind::PeerTube, body, expected);
        let status = |host, flag| {
            format!(
                r#"{{"hosts":{{"{host}":{{"blockedByServer":{flag},"blockedByUser":false}}}},"accounts":{{}}}}"#
            )
        };
        check(&status("home.example", "true"), Some(Policy::Suspend));
        check(&status("home.example", "false"), Some(Policy::None));
        check(&status("other.example", "true"), None);
        check("[]", None);
    }

    #[track_caller]
    fn check_account(body: &str, expected: Option<Policy>) {
        let account = Handle::parse("@zoe@remote.example", &NativeParser).unwrap();
        assert_eq!(
            read_about_account(body.as_bytes(), &account, &NativeParser),
            expected,
            "{body}"
        );
    }

    #[test]
    fn accounts() {
        let account = |rest: &str| format!(r#"{{"id":"1","acct":"Zoe@remote.example"{rest}}}"#);
        check_account(&account(r#","suspended":true"#), Some(Policy::Suspend));
        check_account(&account(r#","limited":true"#), Some(Policy::Silence));
        check_account(&account(r#","limited":true,"suspended":true"#), Some(Policy::Suspend));
        check_account(&account(""), None);
        check_account(r#"{"acct":"other@remote.example","suspended":true}"#, None);
        check_account(r#"{"error":"Record not found"}"#, None);
        check_account("<html>", None);
    }
}
