//! Names of accounts.

use std::fmt;

use thiserror::Error;

use crate::address::AddressParser;
use crate::domain::Domain;

/// An account on a server: `@user@domain`.
///
/// - the user is one or more ASCII letters, digits, `_`, `-`, `.` and `~`, with at least one letter, digit or `_`:
///   what WebFinger answers hold in practice (Mastodon's `USERNAME_RE` in `app/models/account.rb`, dots on Threads);
/// - the domain may be in any script; it says where the account is, not which server shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Handle {
    /// As written; servers compare it without regard to case.
    pub user: String,
    /// The handle's domain, which may differ from the host of the account's address.
    pub domain: Domain,
}

/// Why a text is no [`Handle`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum HandleError {
    /// Without an `@` between user and domain.
    #[error("no \"@\" between user and domain of a handle")]
    NoDomain,
    /// Not the name of a user.
    #[error("{0:?} is no user of a handle")]
    User(String),
    /// Not the name of a server.
    #[error("{0:?} is no domain of a handle")]
    Domain(String),
}

impl Handle {
    /// An account of this user on this server.
    pub fn new(user: &str, domain: Domain) -> Result<Handle, HandleError> {
        if !is_user(user) {
            return Err(HandleError::User(user.to_owned()));
        }
        Ok(Handle { user: user.to_owned(), domain })
    }

    /// Reads `@user@domain` or `user@domain`.
    pub fn parse(text: &str, parser: &dyn AddressParser) -> Result<Handle, HandleError> {
        let (user, domain) =
            text.strip_prefix('@').unwrap_or(text).split_once('@').ok_or(HandleError::NoDomain)?;
        if !is_user(user) {
            return Err(HandleError::User(user.to_owned()));
        }
        let domain = parser.domain(domain).ok_or_else(|| HandleError::Domain(domain.to_owned()))?;
        Handle::new(user, domain)
    }

    /// Whether both are one account: users are compared without regard to case.
    pub fn is_same(&self, other: &Handle) -> bool {
        self.domain == other.domain && self.user.eq_ignore_ascii_case(&other.user)
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "@{}@{}", self.user, self.domain)
    }
}

fn is_user(text: &str) -> bool {
    let is_word = |it: char| it.is_ascii_alphanumeric() || it == '_';
    text.chars().all(|it| is_word(it) || "-.~".contains(it)) && text.contains(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let actual = match Handle::parse(text, &NativeParser) {
            Ok(handle) => handle.to_string(),
            Err(error) => error.to_string(),
        };
        assert_eq!(actual, expected);
    }

    #[test]
    fn handles() {
        check("@zuck@threads.net", "@zuck@threads.net");
        check("zuck@THREADS.net.", "@zuck@threads.net");
        check("@Some.One_2-3~4@example.social", "@Some.One_2-3~4@example.social");
        check("@neko@にゃん", "@neko@xn--r9j5b5b");
        check("@example.com@example.com", "@example.com@example.com");
    }

    #[test]
    fn what_is_no_handle_says_why() {
        check("", "no \"@\" between user and domain of a handle");
        check("@zuck", "no \"@\" between user and domain of a handle");
        check("@@threads.net", "\"\" is no user of a handle");
        check("@...@threads.net", "\"...\" is no user of a handle");
        check("a b@threads.net", "\"a b\" is no user of a handle");
        check("@zuck@", "\"\" is no domain of a handle");
        check("@zuck@threads.net/post", "\"threads.net/post\" is no domain of a handle");
        check(
            "@zuck@threads.net@example.com",
            "\"threads.net@example.com\" is no domain of a handle",
        );
        check("@zuck@threads.net:443", "\"threads.net:443\" is no domain of a handle");
    }
}
