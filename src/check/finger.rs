//! What WebFinger answers about an account (<https://www.rfc-editor.org/rfc/rfc7033>,
//! <https://docs.joinmastodon.org/spec/webfinger/>).

use thiserror::Error;

use crate::address::AddressParser;
use crate::blocklist::json::{self, Event};
use crate::domain::Domain;
use crate::handle::Handle;
use crate::source::{Method, Request, web_host};

/// How many links an answer may have. Real ones have about five.
const MAX_LINKS: usize = 100;

/// What an answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finger {
    /// Whose answer it is.
    pub(super) subject: Handle,
    /// The host of the account's address.
    pub(super) actor: Domain,
}

/// Why an answer cannot be used. `server` is who gave it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FingerError {
    /// Not what WebFinger answers.
    #[error("what {server} answered about the account cannot be read")]
    Unreadable {
        /// Who answered.
        server: Domain,
    },
    /// More links than any account has.
    #[error("{server} answered with more than {MAX_LINKS} links about the account")]
    TooManyLinks {
        /// Who answered.
        server: Domain,
    },
    /// There is no link to an account, or one that is not followed: a port of its own, no server of the public web.
    #[error("{server} names no address of the account that could be used")]
    NoAddress {
        /// Who answered.
        server: Domain,
    },
    /// It is about another account.
    #[error("{server} was asked about {asked} and answered about {answered}")]
    OtherAccount {
        /// Who answered.
        server: Domain,
        /// The account that was asked about.
        asked: Handle,
        /// The account that the answer is about.
        answered: Handle,
    },
    /// It says that the account is on a server which does not say so itself.
    #[error("{server} says that the account is on {other}, which does not say so")]
    NotConfirmed {
        /// Who answered.
        server: Domain,
        /// The server that is named.
        other: Domain,
    },
}

/// The question about an account, put to this host.
pub(super) fn request(host: &Domain, account: &Handle) -> Request {
    let address = format!(
        "https://{host}/.well-known/webfinger?resource=acct:{}@{}",
        account.user, account.domain
    );
    Request { method: Method::Get, address, body: None, if_none_match: None }
}

/// Reads what this server answered.
pub(super) fn read(
    body: &[u8],
    server: &Domain,
    parser: &dyn AddressParser,
) -> Result<Finger, FingerError> {
    let server = || server.clone();
    let text = String::from_utf8_lossy(body);
    let mut subject = None;
    let mut links = 0;
    let mut actor: Option<String> = None;
    let read = json::read(text.trim_start_matches('\u{feff}'), &mut |path, event| {
        match event {
            Event::Fact(text) if path == "subject" => subject = Some(text.to_owned()),
            Event::Row(link) if path == "links" => {
                links += 1;
                if actor.is_none()
                    && link.get("rel") == Some("self")
                    && is_activity(link.get("type"))
                {
                    actor = link.get("href").map(str::to_owned);
                }
            }
            _ => {}
        }
        Ok(())
    });
    if read.is_err() {
        return Err(FingerError::Unreadable { server: server() });
    }
    if links > MAX_LINKS {
        return Err(FingerError::TooManyLinks { server: server() });
    }
    let subject = subject
        .and_then(|it| Handle::parse(it.strip_prefix("acct:")?, parser).ok())
        .ok_or_else(|| FingerError::Unreadable { server: server() })?;
    let actor = actor
        .and_then(|it| web_host(&it, parser))
        .ok_or_else(|| FingerError::NoAddress { server: server() })?;
    Ok(Finger { subject, actor })
}

/// The media types of accounts (<https://www.w3.org/TR/activitypub/#retrieving-objects>).
fn is_activity(media_type: Option<&str>) -> bool {
    media_type.is_some_and(|it| {
        it.starts_with("application/activity+json") || it.starts_with("application/ld+json")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::address::NativeParser;

    #[track_caller]
    fn check(body: &str, expected: &str) {
        let server = Domain::parse("remote.example").unwrap();
        let actual = match read(body.as_bytes(), &server, &NativeParser) {
            Ok(finger) => format!("{} {}", finger.subject, finger.actor),
            Err(error) => error.to_string(),
        };
        assert_eq!(actual, expected, "{body}");
    }

    const SELF: &str = r#"{"rel":"self","type":"application/activity+json","href":"https://web.remote.example/users/zoe"}"#;

    fn jrd(subject: &str, links: &str) -> String {
        format!(r#"{{"subject":"{subject}","aliases":["a"],"links":[{links}]}}"#)
    }

    #[test]
    fn accounts() {
        let expected = "@zoe@remote.example web.remote.example";
        check(&jrd("acct:zoe@remote.example", SELF), expected);
        let profile = r#"{"rel":"http://webfinger.net/rel/profile-page","type":"text/html","href":"https://other.example/"}"#;
        check(&jrd("acct:zoe@Remote.Example", &format!("{profile},null,1,{SELF}")), expected);
        let ld = SELF.replace(
            "application/activity+json",
            r#"application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""#,
        );
        check(&jrd("acct:zoe@remote.example", &ld), expected);
        check(&format!("\u{feff}{}", jrd("acct:zoe@remote.example", SELF)), expected);
    }

    #[test]
    fn what_cannot_be_used() {
        let unreadable = "what remote.example answered about the account cannot be read";
        for body in ["", "<html>", "[]", "{}", r#"{"subject":1}"#, &jrd("zoe@remote.example", SELF)]
        {
            check(body, unreadable);
        }
        check(&jrd("acct:<script>alert(1)</script>@remote.example", SELF), unreadable);
        let no_address = "remote.example names no address of the account that could be used";
        check(&jrd("acct:zoe@remote.example", ""), no_address);
        check(&jrd("acct:zoe@remote.example", &SELF.replace("self", "me")), no_address);
        for href in [
            "http://web.remote.example/",
            "https://a.example:8443/",
            "https://192.0.2.1/",
            "https://printer.local/",
            "javascript:alert(1)",
        ] {
            let link = SELF.replace("https://web.remote.example/users/zoe", href);
            check(&jrd("acct:zoe@remote.example", &link), no_address);
        }
        let many = [SELF; 10_000].join(",");
        let too_many = "remote.example answered with more than 100 links about the account";
        check(&jrd("acct:zoe@remote.example", &many), too_many);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_not(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes, &Domain::parse("a.example").unwrap(), &NativeParser);
        }
    }
}
