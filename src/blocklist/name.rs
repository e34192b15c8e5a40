//! Names as lists write them.

use std::net::Ipv6Addr;

use thiserror::Error;

use super::BlockName;
use crate::address::AddressParser;
use crate::digest::Digest;
use crate::domain::{Domain, DomainError};

/// Why what a list calls a server is no name of one; says what it looks like.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NameError {
    /// `hxxps://`, `example[.]com`: made unreadable, so that nobody follows it.
    #[error("looks defanged; write the name with plain dots")]
    Defanged,
    /// `https://example.com`
    #[error("looks like an address; write only the name of the server")]
    Address,
    /// `@user@example.com`
    #[error("looks like an account; write only the name of the server")]
    Account,
    /// `example.com/about`
    #[error("looks like a part of a server; only whole servers are listed")]
    Path,
    /// `2001:db8::1`
    #[error("looks like an IPv6 address; write it in brackets")]
    Ipv6,
    /// `example.com:3000`
    #[error("has a port; write only the name of the server")]
    Port,
    /// `.example`
    #[error("begins with a dot; names below a listed name are covered without it")]
    LeadingDot,
    /// `example.com example.org`
    #[error("has a space")]
    Space,
    /// A name in another script for which there is no ASCII form (<https://url.spec.whatwg.org/#idna>).
    #[error("cannot be converted to ASCII")]
    Unconvertible,
    /// Something else is wrong with it.
    #[error(transparent)]
    Domain(DomainError),
}

/// The name in the form in which it is compared, and whether the digest that the list gives is its own.
///
/// Mastodon trims and lower-cases names in the same way (`app/lib/tag_manager.rb`, `normalize_domain`).
pub(super) fn read(
    text: &str,
    digest: Option<Digest>,
    parser: &dyn AddressParser,
) -> Result<(BlockName, DigestFit), NameError> {
    // What is not ASCII is lower-cased by the address parser.
    let name = text.trim().to_ascii_lowercase();
    let name = name.strip_suffix('/').unwrap_or(&name);
    let name = name.strip_suffix('.').unwrap_or(name);
    let stands_for_itself = digest.is_some_and(|it| it == Digest::of(name));
    if name.contains('*') {
        is_shaped(name)?;
        let is_wildcard = name.strip_prefix("*.").is_some_and(|it| !it.contains('*'));
        let name = match digest {
            Some(_) if stands_for_itself => BlockName::Literal(name.to_owned()),
            None if is_wildcard => BlockName::Literal(name.to_owned()),
            digest => BlockName::Obfuscated { shown: name.to_owned(), digest },
        };
        return Ok((name, DigestFit::Own));
    }
    let domain = match Domain::parse(name) {
        Ok(domain) => domain,
        Err(error) => {
            is_shaped(name)?;
            match error {
                DomainError::NotAscii => parser.domain(name).ok_or(NameError::Unconvertible)?,
                error => return Err(NameError::Domain(error)),
            }
        }
    };
    let fit = match digest {
        Some(digest) if !stands_for_itself && digest != Digest::of(domain.as_str()) => {
            DigestFit::Other
        }
        _ => DigestFit::Own,
    };
    Ok((BlockName::Domain(domain), fit))
}

/// Whose digest the list gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DigestFit {
    /// This name's; or there is none.
    Own,
    /// Another name's.
    Other,
}

/// Refuses what people write instead of a name, so that they learn what to change.
fn is_shaped(name: &str) -> Result<(), NameError> {
    let holds_any = |parts: &[&str]| parts.iter().any(|it| name.contains(it));
    if name.starts_with("hxxp") || holds_any(&["[.]", "(.)", "{.}", "[dot]", "(dot)"]) {
        return Err(NameError::Defanged);
    }
    if name.contains("://") {
        return Err(NameError::Address);
    }
    if name.contains('@') {
        return Err(NameError::Account);
    }
    if name.contains('/') {
        return Err(NameError::Path);
    }
    if name.contains(char::is_whitespace) {
        return Err(NameError::Space);
    }
    if name.parse::<Ipv6Addr>().is_ok() {
        return Err(NameError::Ipv6);
    }
    let is_port = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    if name.rsplit_once(':').is_some_and(|(_, port)| is_port(port)) {
        return Err(NameError::Port);
    }
    if name.starts_with('.') {
        return Err(NameError::LeadingDot);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;

    #[track_caller]
    fn check(text: &str, digest_of: Option<&str>, expected: &str) {
        let actual = match read(text, digest_of.map(Digest::of), &NativeParser) {
            Ok((name, fit)) => {
                let kind = match &name {
                    BlockName::Domain(_) => "domain",
                    BlockName::Obfuscated { digest: Some(_), .. } => "recognised",
                    BlockName::Obfuscated { digest: None, .. } => "unrecognisable",
                    BlockName::Literal(_) => "literal",
                    BlockName::Pattern(_) => "pattern",
                };
                format!("{kind} {} {fit:?}", name.shown())
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(actual, expected);
    }

    #[test]
    fn names_in_clear() {
        check(" Example.COM./ ", None, "domain example.com Own");
        check("example.com/", None, "domain example.com Own");
        check("google", None, "domain google Own");
        check("192.0.2.1", None, "domain 192.0.2.1 Own");
        check("[2001:DB8::1]", None, "domain [2001:db8::1] Own");
        check("BÜCHER.example", None, "domain xn--bcher-kva.example Own");
        check("example.com", Some("example.com"), "domain example.com Own");
        check("bücher.example", Some("xn--bcher-kva.example"), "domain xn--bcher-kva.example Own");
        check("example.com", Some("example.org"), "domain example.com Other");
    }

    #[test]
    fn names_with_a_star() {
        check("exa****.*om", Some("example.com"), "recognised exa****.*om Own");
        check("*.example.com", Some("*.example.com"), "literal *.example.com Own");
        check("a*b.example", Some("a*b.example"), "literal a*b.example Own");
        check("*.*ple.com", Some("example.com"), "recognised *.*ple.com Own");
        check("*.example.com", Some("a.example.com"), "recognised *.example.com Own");
        check("*.example.com", None, "literal *.example.com Own");
        check("*.e**mple.com", None, "unrecognisable *.e**mple.com Own");
        check("exa****.*om", None, "unrecognisable exa****.*om Own");
        check("*", None, "unrecognisable * Own");
        check("b*wü\0.**ci**", None, "unrecognisable b*wü\0.**ci** Own");
    }

    #[test]
    fn what_is_no_name_says_what_it_looks_like() {
        let defanged = "looks defanged; write the name with plain dots";
        check("example[.]com", None, defanged);
        check("example(dot)com", None, defanged);
        check("hxxps://example.com/", None, defanged);
        check(
            "https://example.com/",
            None,
            "looks like an address; write only the name of the server",
        );
        check(
            "https://*.example.com/",
            None,
            "looks like an address; write only the name of the server",
        );
        check(
            "@user@example.com",
            None,
            "looks like an account; write only the name of the server",
        );
        check(
            "example.com/about",
            None,
            "looks like a part of a server; only whole servers are listed",
        );
        check("2001:db8:2113::2", None, "looks like an IPv6 address; write it in brackets");
        check("localhost:51996", None, "has a port; write only the name of the server");
        check(".cf", None, "begins with a dot; names below a listed name are covered without it");
        check("a.example b.example", None, "has a space");
        check("bü\u{a0}cher.example", None, "has a space");
        check("a..example", None, "name has an empty part between its dots");
        check("a;b", None, "no name holds ';'");
        check("bü|cher.example", None, "cannot be converted to ASCII");
        check("", None, "empty name");
    }
}
