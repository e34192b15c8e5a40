//! Who is meant by what a person types or pastes.

use std::fmt;

use percent_encoding::percent_decode_str;
use thiserror::Error;

use crate::address::AddressParser;
use crate::domain::Domain;
use crate::handle::Handle;
use crate::platform::platform_of;
use crate::source::{is_public, web_host};
use crate::target::recognise;

/// Who is asked about: a server, and perhaps an account on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The handle's domain, or the host of an address.
    pub domain: Domain,
    /// The account, where one is named.
    pub user: Option<String>,
}

/// Why a text names nobody that could be asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SubjectError {
    /// There is no handle, address or name in it.
    #[error("no handle, address or server in this text")]
    Nothing,
    /// An IP address, a name without a dot, or one that exists on a person's own machine or network only.
    #[error("not the name of a server on the public web")]
    NotPublic,
    /// An address with a port of its own, a password, or of another kind than `http` and `https`.
    #[error("an address with a port or a scheme of its own is not asked")]
    Unusual,
}

/// What stands before the name of an account in the paths of its pages.
///
/// | segment | software |
/// |---|---|
/// | `users` | Mastodon, GoToSocial, Pleroma, Akkoma, Pixelfed (`config/routes.rb` in mastodon/mastodon) |
/// | `u`, `c`, `m` | Lemmy, PieFed, Mbin, Friendica (`src/shared/routes.ts` in LemmyNet/lemmy-ui) |
/// | `a`, `c`, `accounts`, `video-channels` | PeerTube (`server/core/controllers/client.ts`) |
/// | `profile` | Friendica |
const BEFORE_USERS: [&str; 8] =
    ["users", "u", "c", "m", "a", "accounts", "video-channels", "profile"];

/// The longest text that is looked into, in bytes.
const MAX_TEXT: usize = 4096;

impl Subject {
    /// Reads a handle (`@user@domain`, `user@domain`, `acct:user@domain`), the address of a profile or post, or a
    /// server's name. What people paste around them is taken off: spaces, brackets, quotation marks, full stops. Of
    /// several words the first counts that names somebody.
    ///
    /// # Errors
    /// When there is nobody, or nobody who may be asked: see [`SubjectError`].
    pub fn parse(text: &str, parser: &dyn AddressParser) -> Result<Subject, SubjectError> {
        let end = text.floor_char_boundary(MAX_TEXT);
        let text = text.get(..end).unwrap_or_default();
        let mut words: Vec<_> =
            text.split_whitespace().map(bare).filter(|it| !it.is_empty()).collect();
        if let [name, domain] = *words
            && is_split_handle(name, domain)
        {
            return read(&format!("{name}{domain}"), parser);
        }
        if words.len() > 1 {
            words.retain(|it| it.contains(['@', '.']));
        }
        let mut error = SubjectError::Nothing;
        for word in words {
            match read(word, parser) {
                Ok(subject) => return Ok(subject),
                Err(other) if error == SubjectError::Nothing => error = other,
                Err(_) => {}
            }
        }
        Err(error)
    }

    /// Reads what its [`Display`](fmt::Display) wrote.
    pub fn written(text: &str, parser: &dyn AddressParser) -> Option<Subject> {
        let subject = match Handle::parse(text, parser) {
            Ok(Handle { user, domain }) => Subject { domain, user: Some(user) },
            Err(_) => Subject { domain: Domain::parse(text).ok()?, user: None },
        };
        Some(subject).filter(|it| is_public(&it.domain))
    }

    /// Its handle; `None` when only a server is asked about.
    pub fn handle(&self) -> Option<Handle> {
        Handle::new(self.user.as_deref()?, self.domain.clone()).ok()
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.user {
            Some(user) => write!(f, "@{user}@{}", self.domain),
            None => self.domain.fmt(f),
        }
    }
}

/// A word without what stands around it.
fn bare(word: &str) -> &str {
    let word = word.trim_end_matches(['.', ':', ',', ';', '!', '?']);
    word.trim_matches(|it: char| "<>()[]{}\"'`“”‘’«»„‚,;.".contains(it))
}

/// Whether two words are one handle, pasted with a space before its second `@`.
fn is_split_handle(name: &str, domain: &str) -> bool {
    let user = name.strip_prefix('@').unwrap_or(name);
    !user.is_empty() && !user.contains('@') && domain.starts_with('@')
}

fn read(word: &str, parser: &dyn AddressParser) -> Result<Subject, SubjectError> {
    let address = match word.split_once("://") {
        Some((scheme, rest)) => {
            let is_web =
                ["http", "https", "web+ap"].iter().any(|it| it.eq_ignore_ascii_case(scheme));
            Some(rest).filter(|_| is_web).ok_or(SubjectError::Unusual)?.into()
        }
        None if word.starts_with('@') => None,
        None => word.contains('/').then_some(word),
    };
    match address {
        Some(rest) => read_address(&format!("https://{rest}"), parser),
        None => match word.strip_prefix("acct:").unwrap_or(word) {
            name if name.contains('@') => read_handle(name, parser),
            name => {
                let host = name.strip_suffix(":443").unwrap_or(name);
                if host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u32>().is_ok()) {
                    let is_ipv6 = host.matches(':').count() > 1;
                    return Err(if is_ipv6 {
                        SubjectError::NotPublic
                    } else {
                        SubjectError::Unusual
                    });
                }
                let domain = parser.domain(host).ok_or(SubjectError::Nothing)?;
                public(domain, None)
            }
        },
    }
}

fn read_handle(name: &str, parser: &dyn AddressParser) -> Result<Subject, SubjectError> {
    let name = name.strip_prefix('@').unwrap_or(name);
    let name = name.strip_suffix(":443").unwrap_or(name);
    if let Ok(handle) = Handle::parse(name, parser) {
        return public(handle.domain, Some(handle.user));
    }
    // A bridge's name of an account, as Bluesky shows it.
    if let Some(handle) =
        recognise(&format!("@{name}"), parser).into_iter().find_map(|it| it.handle)
    {
        return public(handle.domain, Some(handle.user));
    }
    let has_port = name
        .rsplit_once(':')
        .is_some_and(|(before, port)| port.parse::<u32>().is_ok() && !before.contains(':'));
    Err(if has_port { SubjectError::Unusual } else { SubjectError::Nothing })
}

fn read_address(address: &str, parser: &dyn AddressParser) -> Result<Subject, SubjectError> {
    let Some(host) = web_host(address, parser) else {
        let is_server = parser.parse(address).and_then(|it| it.host);
        return Err(match is_server {
            Some(host) if !is_public(&host) => SubjectError::NotPublic,
            Some(_) => SubjectError::Unusual,
            None => SubjectError::Nothing,
        });
    };
    let target = recognise(address, parser).into_iter().next();
    match target {
        Some(target) if target.handle.is_some() || target.domain != host => {
            public(target.domain, target.handle.map(|it| it.user))
        }
        _ => {
            let path = parser.parse(address).map(|it| it.path).unwrap_or_default();
            public(host, local_user(&path))
        }
    }
}

/// The account of a server itself that a path names.
fn local_user(path: &str) -> Option<String> {
    let mut segments = path.split('/').filter(|it| !it.is_empty());
    let first = segments.next()?;
    let decoded = percent_decode_str(first).decode_utf8().ok()?;
    let user = match decoded.strip_prefix(['@', '~']) {
        Some(user) => user.to_owned(),
        None if BEFORE_USERS.contains(&first) => {
            let second = percent_decode_str(segments.next()?).decode_utf8().ok()?;
            second.strip_prefix('@').unwrap_or(&second).to_owned()
        }
        None => return None,
    };
    let any = Domain::parse("any").ok()?;
    Handle::new(&user, any).is_ok().then_some(user)
}

/// On Threads, accounts have their handles on threads.net, the platform's first name, whichever of its names their pages
/// are on.
fn public(domain: Domain, user: Option<String>) -> Result<Subject, SubjectError> {
    if !is_public(&domain) {
        return Err(SubjectError::NotPublic);
    }
    let platform = platform_of(&domain).filter(|it| it.name == "Threads");
    let domain = platform.and_then(|it| it.domains.first().cloned()).unwrap_or(domain);
    Ok(Subject { domain, user })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::address::NativeParser;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let actual = match Subject::parse(text, &NativeParser) {
            Ok(subject) => subject.to_string(),
            Err(error) => error.to_string(),
        };
        assert_eq!(actual, expected, "{text:?}");
    }

    #[test]
    fn handles() {
        for text in [
            "@zoe@remote.example",
            "zoe@remote.example",
            " @zoe@remote.example. ",
            "<@zoe@Remote.Example>",
            "acct:zoe@remote.example",
            "@zoe @remote.example",
            "zoe\u{a0}@remote.example",
            "“@zoe@remote.example”",
            "zoe@remote.example:443",
            "ask @zoe@remote.example, please",
        ] {
            check(text, "@zoe@remote.example");
        }
        check("@zoe@bücher.example", "@zoe@xn--bcher-kva.example");
        check("@zoe.b@www.threads.com", "@zoe.b@threads.net");
        check("@zoe.remote.example.ap.brid.gy", "@zoe@remote.example");
    }

    #[test]
    fn addresses_of_profiles_and_posts() {
        for text in [
            "https://remote.example/@zoe",
            "<https://remote.example/@zoe/112233>",
            "http://remote.example/users/zoe/statuses/1",
            "https://remote.example:443/u/zoe?sort=New#top",
            "remote.example/c/zoe",
            "https://remote.example/%40zoe",
            "web+ap://remote.example/@zoe",
            "https://home.example/@zoe@remote.example",
            "https://home.example/@zoe@remote.example/112233",
        ] {
            check(text, "@zoe@remote.example");
        }
        check("https://www.threads.com/@zoe/post/x", "@zoe@threads.net");
        check("https://remote.example/ap/users/1", "remote.example");
        check("https://remote.example/about", "remote.example");
        check("https://remote.example/@a b", "@a@remote.example");
    }

    #[test]
    fn servers() {
        check("remote.example", "remote.example");
        check(" https://Remote.Example/ ", "remote.example");
        check("(remote.example).", "remote.example");
        check("remote.example:443", "remote.example");
        check("the server remote.example is it", "remote.example");
    }

    #[test]
    fn who_is_not_asked() {
        let not_public = "not the name of a server on the public web";
        for text in [
            "localhost",
            "https://localhost/@zoe",
            "@zoe@localhost",
            "printer.local",
            "db.internal",
            "abc.onion",
            "192.0.2.1",
            "https://192.0.2.1/",
            "https://3221225985/",
            "[2001:db8::1]",
            "https://[::1]/@zoe",
            "https://intranet/",
        ] {
            check(text, not_public);
        }
        let unusual = "an address with a port or a scheme of its own is not asked";
        for text in [
            "remote.example:8443",
            "https://remote.example:8443/@zoe",
            "zoe@remote.example:8443",
            "https://user:word@remote.example/",
            "ftp://remote.example/",
        ] {
            check(text, unusual);
        }
        let nothing = "no handle, address or server in this text";
        for text in ["", "   ", "<>", "@", "@@", "@zoe@", "a b c", "https://", "@zoe@a@b", "…"] {
            check(text, nothing);
        }
    }

    proptest! {
        #[test]
        fn whoever_is_asked_is_public(text in r"(https://|acct:|@)?[a-z@.:/%<> \[\]0-9é-]{0,40}") {
            if let Ok(subject) = Subject::parse(&text, &NativeParser) {
                prop_assert!(is_public(&subject.domain));
                prop_assert!(subject.user.is_none() || subject.handle().is_some());
            }
        }

        #[test]
        fn any_text_is_read_or_not(text in any::<String>()) {
            let _ = Subject::parse(&text, &NativeParser);
        }
    }
}
