//! Names as lists write them.

use std::net::Ipv6Addr;

use thiserror::Error;

use super::pattern::{Pattern, PatternKind};
use super::{BlockName, Covers};
use crate::address::AddressParser;
use crate::digest::Digest;
use crate::domain::{Domain, DomainError};

/// The longest pattern, in bytes, and the longest name of which stars took the place of some characters: that of a name.
const MAX_PATTERN: usize = 253;

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
    /// A character that nobody sees, or that changes the direction of what follows it.
    #[error("holds the invisible character U+{0:04X}")]
    Invisible(u32),
    /// A name in another script for which there is no ASCII form (<https://url.spec.whatwg.org/#idna>).
    #[error("cannot be converted to ASCII")]
    Unconvertible,
    /// Something else is wrong with it.
    #[error(transparent)]
    Domain(DomainError),
}

/// What `*` means in a name, and how far the name reaches, where that depends on how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stars {
    /// Stored as such, or put there so that readers do not see the name; the digest tells.
    Mastodon,
    /// `*.` and `.` before a name say what is so anyway: that names below it are covered.
    Stripped,
    /// One letter or digit.
    OneEach,
    /// One of the characters of a shell glob.
    Glob,
    /// `*.name` covers the name and what is below it, and a name alone nothing else. The rest is a regular expression
    /// (`lib/pleroma/web/activity_pub/mrf.ex`, `subdomains_regex`), so that `name.*` is any text that begins with
    /// `name`.
    Pleroma,
    /// `*.name` is the same as the name; `name.*` covers every ending of it (the same file in Akkoma). All others were
    /// put there for readers (`mrf/simple_policy.ex`, `obfuscate`).
    Akkoma,
}

/// A name as it is compared.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) name: BlockName,
    /// Unless it is what the list's software always means.
    pub(super) covers: Option<Covers>,
    pub(super) digest: DigestFit,
}

/// The name in the form in which it is compared, and whether the digest that the list gives is its own.
///
/// Mastodon trims and lower-cases names in the same way (`app/lib/tag_manager.rb`, `normalize_domain`).
pub(super) fn read(
    text: &str,
    digest: Option<Digest>,
    stars: Stars,
    parser: &dyn AddressParser,
) -> Result<Named, NameError> {
    // What is not ASCII is lower-cased by the address parser.
    let name = text.trim().to_ascii_lowercase();
    let name = name.strip_suffix('/').unwrap_or(&name);
    let name = name.strip_suffix('.').unwrap_or(name);
    // Nearly all names are of ASCII that is seen.
    let is_seen = name.bytes().all(|it| it.is_ascii_graphic());
    if let Some(character) = name.chars().find(|it| !is_seen && is_invisible(*it)) {
        return Err(NameError::Invisible(character.into()));
    }
    let named = |name, covers| Ok(Named { name, covers, digest: DigestFit::Own });
    let below = name.strip_prefix("*.");
    let (name, covers) = match (stars, below) {
        (Stars::Stripped, below) => (below.or(name.strip_prefix('.')).unwrap_or(name), None),
        (Stars::Akkoma, Some(below)) => (below, None),
        (Stars::Pleroma, Some(below)) => (below, Some(Covers::Below)),
        _ => (name, None),
    };
    let is_glob = stars == Stars::Glob && name.contains(['?', '[', '\\']) && !is_ipv6(name);
    if !name.contains('*') && !is_glob {
        let stands_for_itself = digest.is_some_and(|it| it == Digest::of(name));
        let domain = domain(name, parser)?;
        let fits = stands_for_itself || digest.is_none_or(|it| it == Digest::of(domain.as_str()));
        let digest = if fits { DigestFit::Own } else { DigestFit::Other };
        return Ok(Named { name: BlockName::Domain(domain), covers, digest });
    }
    // A class of a glob may hold a dot, which looks defanged.
    is_shaped(&if is_glob { name.replace("[.]", ".") } else { name.to_owned() })?;
    if name.chars().nth(MAX_PATTERN).is_some() {
        return Err(NameError::Domain(DomainError::TooLong));
    }
    let beginning = name.strip_suffix(".*").filter(|it| !it.is_empty() && !it.contains('*'));
    match (stars, beginning) {
        (Stars::Glob, _) => named(pattern(name, PatternKind::Glob)?, None),
        (Stars::OneEach, _) => named(pattern(name, PatternKind::OneEach)?, None),
        (Stars::Akkoma, Some(_)) => named(pattern(name, PatternKind::AnyBelow)?, None),
        (Stars::Pleroma, Some(_)) if covers.is_none() => {
            named(pattern(name, PatternKind::Beginning)?, None)
        }
        (Stars::Akkoma | Stars::Pleroma, _) => {
            named(BlockName::Obfuscated { shown: text.trim().to_ascii_lowercase(), digest }, None)
        }
        (Stars::Mastodon | Stars::Stripped, _) => named(starred(name, digest), None),
    }
}

/// A name with stars as Mastodon publishes it.
fn starred(name: &str, digest: Option<Digest>) -> BlockName {
    let is_wildcard = name.strip_prefix("*.").is_some_and(|it| !it.contains('*'));
    match digest {
        Some(digest) if digest == Digest::of(name) => BlockName::Literal(name.to_owned()),
        None if is_wildcard => BlockName::Literal(name.to_owned()),
        digest => BlockName::Obfuscated { shown: name.to_owned(), digest },
    }
}

/// A pattern; one that is longer than a name can be is a mistake.
fn pattern(text: &str, kind: PatternKind) -> Result<BlockName, NameError> {
    if text.len() > MAX_PATTERN {
        return Err(NameError::Domain(DomainError::TooLong));
    }
    Ok(BlockName::Pattern(Pattern::new(text, kind)))
}

fn domain(name: &str, parser: &dyn AddressParser) -> Result<Domain, NameError> {
    let error = match Domain::parse(name) {
        // Hosts of pages hold `_`, top-level domains do not: <https://www.rfc-editor.org/rfc/rfc3696#section-2>.
        Ok(domain) if last_label(&domain).contains('_') => DomainError::Character('_'),
        Ok(domain) => return Ok(domain),
        Err(error) => error,
    };
    is_shaped(name)?;
    match error {
        DomainError::NotAscii => parser.domain(name).ok_or(NameError::Unconvertible),
        error => Err(NameError::Domain(error)),
    }
}

fn last_label(domain: &Domain) -> &str {
    domain.as_str().rsplit('.').next().unwrap_or_default()
}

fn is_ipv6(name: &str) -> bool {
    let address = name.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    address.is_some_and(|it| it.parse::<Ipv6Addr>().is_ok())
}

/// Characters that the URL standard drops from names in silence (`ignored` in
/// <https://www.unicode.org/reports/tr46/#IDNA_Mapping_Table>), that turn the direction of writing, or that control
/// something.
///
/// Joiners and the mark that makes an emoji colourful are not among them: names hold them for good reasons. GoToSocial
/// leaves U+0000 where a star took the place of a letter of several bytes (`internal/processing/instance.go`).
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    ) || character.is_control() && character != '\0' && !character.is_whitespace()
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
        let actual = match read(text, digest_of.map(Digest::of), Stars::Mastodon, &NativeParser) {
            Ok(Named { name, digest: fit, .. }) => {
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
        check(&"a*".repeat(127), None, "name is longer than 253 characters");
        check("b*wü\0.**ci**", None, "unrecognisable b*wü\0.**ci** Own");
    }

    #[track_caller]
    fn check_stars(stars: Stars, text: &str, expected: &str) {
        let actual = match read(text, None, stars, &NativeParser) {
            Ok(Named { name, covers, .. }) => {
                let covers = covers.map_or(String::new(), |it| format!(" {it:?}"));
                format!("{name:?}{covers}")
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(actual, expected);
    }

    fn domain_text(name: &str) -> String {
        format!("Domain(Domain({name:?}))")
    }

    fn pattern_text(text: &str, kind: &str) -> String {
        format!("Pattern(Pattern {{ text: {text:?}, kind: {kind} }})")
    }

    fn starred_text(shown: &str) -> String {
        format!("Obfuscated {{ shown: {shown:?}, digest: None }}")
    }

    #[test]
    fn stars_that_say_what_is_so_anyway() {
        let check = |text, expected: String| check_stars(Stars::Stripped, text, &expected);
        check("*.a.example", domain_text("a.example"));
        check(".a.example", domain_text("a.example"));
        check(".cf", domain_text("cf"));
        check("a.example", domain_text("a.example"));
        check("a**.example", starred_text("a**.example"));
        check("*.", starred_text("*"));
    }

    #[test]
    fn stars_for_one_character() {
        let check = |text, expected: String| check_stars(Stars::OneEach, text, &expected);
        check("a**.Example", pattern_text("a**.example", "OneEach"));
        check("a.example", domain_text("a.example"));
    }

    #[test]
    fn globs() {
        let check = |text, expected: String| check_stars(Stars::Glob, text, &expected);
        check("a.example", domain_text("a.example"));
        check("*.a.example", pattern_text("*.a.example", "Glob"));
        check("a?.example", pattern_text("a?.example", "Glob"));
        check("a[.]example", pattern_text("a[.]example", "Glob"));
        check("[2001:db8::1]", domain_text("[2001:db8::1]"));
        check("https://*/", "looks like an address; write only the name of the server".into());
        check(&"a*".repeat(127), "name is longer than 253 characters".into());
    }

    #[test]
    fn regular_expressions() {
        let check = |text, expected: String| check_stars(Stars::Pleroma, text, &expected);
        check("a.example", domain_text("a.example"));
        check("*.a.example", format!("{} Below", domain_text("a.example")));
        check("a.*", pattern_text("a.*", "Beginning"));
        check("*.a.*", starred_text("*.a.*"));
        check("a**.example", starred_text("a**.example"));
    }

    #[test]
    fn endings() {
        let check = |text, expected: String| check_stars(Stars::Akkoma, text, &expected);
        check("a.example", domain_text("a.example"));
        check("*.a.example", domain_text("a.example"));
        check("a.*", pattern_text("a.*", "AnyBelow"));
        check("*.a.*", pattern_text("a.*", "AnyBelow"));
        check("rid*****.me", starred_text("rid*****.me"));
    }

    #[test]
    fn what_nobody_sees_is_no_part_of_a_name() {
        check("exa\u{200b}mple.com", None, "holds the invisible character U+200B");
        check("\u{feff}example.com", None, "holds the invisible character U+FEFF");
        check("a\u{202e}moc.elpmaxe", None, "holds the invisible character U+202E");
        check("a\u{ad}*.example", None, "holds the invisible character U+00AD");
        check("exa\u{7}mple.com", None, "holds the invisible character U+0007");
        check("exa\0mple.com", None, r"no name holds '\0'");
        check("exa\u{200d}mple.com", None, "cannot be converted to ASCII");
        check("__proto__", None, "no name holds '_'");
        check("a_b.example", None, "domain a_b.example Own");
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
