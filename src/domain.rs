//! Names of servers.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The longest name, in bytes (RFC 1035, section 2.3.4).
const MAX_LENGTH: usize = 253;
/// The longest part between two dots, in bytes (RFC 1035, section 2.3.4).
const MAX_LABEL: usize = 63;

/// The normalised host name of a server, or its IP address.
///
/// - lower case, ASCII (a name in another script is its `xn--` form), without a trailing dot;
/// - labels of 1 to 63 letters, digits, `-` and `_` (no server is registered under a name with `_`, but hosts of
///   pages hold it), at most 253 bytes in all; a single label is a domain too, as `google` is;
/// - or an IPv4 address (`192.0.2.1`), or an IPv6 address in brackets (`[2001:db8::1]`), both as the URL standard
///   writes them.
///
/// ```
/// use fencepost::domain::Domain;
///
/// let domain = Domain::parse("WWW.Threads.net.")?;
/// assert_eq!(domain.as_str(), "www.threads.net");
/// assert_eq!(domain.ancestors().collect::<Vec<_>>(), ["www.threads.net", "threads.net", "net"]);
/// # Ok::<(), fencepost::domain::DomainError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Domain(String);

/// Why a text is no [`Domain`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DomainError {
    /// Nothing, or only a dot.
    #[error("empty name")]
    Empty,
    /// A name in another script, which [`AddressParser::domain`](crate::address::AddressParser::domain) converts.
    #[error("name is not ASCII")]
    NotAscii,
    /// Two dots with nothing between them, or a dot at the start.
    #[error("name has an empty part between its dots")]
    EmptyLabel,
    /// The part of the name that begins like this is longer than 63 bytes.
    #[error("part \"{0}…\" of the name is longer than 63 characters")]
    LabelTooLong(String),
    /// Longer than 253 bytes.
    #[error("name is longer than 253 characters")]
    TooLong,
    /// No name holds this character.
    #[error("no name holds {0:?}")]
    Character(char),
    /// The last part is a number, so browsers read the whole as an IPv4 address, and it is none
    /// (<https://url.spec.whatwg.org/#ends-in-a-number-checker>).
    #[error("name ends in a number but is no IPv4 address")]
    EndsInNumber,
}

impl Domain {
    /// Reads a name in any case, with or without a trailing dot.
    pub fn parse(text: &str) -> Result<Domain, DomainError> {
        // Nearly all are, and a page has thousands.
        if is_normal(text) && !ends_in_number(text) {
            return Ok(Domain(text.to_owned()));
        }
        if !text.is_ascii() {
            return Err(DomainError::NotAscii);
        }
        if let Some(address) = text.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            let address = address.parse().map_err(|_| DomainError::Character('['))?;
            return Ok(Domain(format!("[{}]", ipv6_text(address))));
        }
        let text = text.strip_suffix('.').unwrap_or(text);
        if text.is_empty() {
            return Err(DomainError::Empty);
        }
        if let Some(character) = text.chars().find(|it| !is_name_character(*it) && *it != '.') {
            return Err(DomainError::Character(character));
        }
        if text.split('.').any(str::is_empty) {
            return Err(DomainError::EmptyLabel);
        }
        if let Some(label) = text.split('.').find(|it| it.len() > MAX_LABEL) {
            return Err(DomainError::LabelTooLong(label.chars().take(MAX_LABEL).collect()));
        }
        if text.len() > MAX_LENGTH {
            return Err(DomainError::TooLong);
        }
        if ends_in_number(text) && text.parse::<Ipv4Addr>().is_err() {
            return Err(DomainError::EndsInNumber);
        }
        Ok(Domain(text.to_ascii_lowercase()))
    }

    /// The name as it is compared and stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is an IP address, which has no ancestors.
    pub fn is_ip(&self) -> bool {
        self.0.starts_with('[') || ends_in_number(&self.0)
    }

    /// The name itself, then each parent, down to and including the top-level domain; of an IP address only itself.
    ///
    /// These are the names that can hold a rule for this domain on Mastodon
    /// (`app/models/concerns/domain_normalizable.rb` and `app/models/domain_block.rb`, `rule_for`).
    pub fn ancestors(&self) -> impl Iterator<Item = &str> {
        let is_ip = self.is_ip();
        std::iter::successors(Some(self.as_str()), move |name| {
            if is_ip {
                return None;
            }
            name.split_once('.').map(|(_, parent)| parent)
        })
    }

    /// Whether this is the other domain or lies below it.
    pub fn is_within(&self, other: &Domain) -> bool {
        match self.0.strip_suffix(other.as_str()) {
            Some("") => true,
            Some(below) => below.ends_with('.') && !self.is_ip(),
            None => false,
        }
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Domain {
    type Error = DomainError;

    fn try_from(text: String) -> Result<Domain, DomainError> {
        Domain::parse(&text)
    }
}

impl From<Domain> for String {
    fn from(domain: Domain) -> String {
        domain.0
    }
}

/// An IPv6 address as <https://url.spec.whatwg.org/#concept-ipv6-serializer> writes it: unlike Rust, never with an
/// IPv4 address inside.
fn ipv6_text(address: Ipv6Addr) -> String {
    let pieces = address.segments();
    let zeros = |start| pieces.iter().skip(start).take_while(|it| **it == 0).count();
    // The last of the longest is the first here.
    let longest = (0..pieces.len()).rev().max_by_key(|start| zeros(*start)).unwrap_or_default();
    let hexadecimal =
        |pieces: &[u16]| pieces.iter().map(|it| format!("{it:x}")).collect::<Vec<_>>().join(":");
    let (before, rest) = pieces.split_at(longest);
    match rest.split_at(zeros(longest)) {
        (&[] | &[_], _) => hexadecimal(&pieces),
        (_, after) => format!("{}::{}", hexadecimal(before), hexadecimal(after)),
    }
}

/// Whether nothing is to be changed in a name, and nothing is wrong with it but that it may end in a number.
fn is_normal(name: &str) -> bool {
    let mut label = 0;
    for byte in name.bytes() {
        label = match byte {
            b'.' if label == 0 => return false,
            b'.' => 0,
            _ if label < MAX_LABEL && is_normal_byte(byte) => label + 1,
            _ => return false,
        };
    }
    label > 0 && name.len() <= MAX_LENGTH
}

/// Whether labels may have this byte, which is to be changed in none.
#[inline(always)]
pub(crate) fn is_normal_byte(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_')
}

fn is_name_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '-' || character == '_'
}

fn ends_in_number(name: &str) -> bool {
    let last = name.as_bytes().rsplit(|it| *it == b'.').next().unwrap_or_default();
    match last {
        [b'0', b'x' | b'X', digits @ ..] => digits.iter().all(u8::is_ascii_hexdigit),
        digits => digits.iter().all(u8::is_ascii_digit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let actual = match Domain::parse(text) {
            Ok(domain) => domain.ancestors().collect::<Vec<_>>().join(" < "),
            Err(error) => error.to_string(),
        };
        assert_eq!(actual, expected);
    }

    #[test]
    fn names_are_normalised() {
        check("threads.net", "threads.net < net");
        check("THREADS.NET.", "threads.net < net");
        check("a_b.-x-.example.com", "a_b.-x-.example.com < -x-.example.com < example.com < com");
        check("localhost", "localhost");
        check("xn--r9j5b5b", "xn--r9j5b5b");
        check(
            &"a.".repeat(127),
            &(1..=127).rev().map(|n| vec!["a"; n].join(".")).collect::<Vec<_>>().join(" < "),
        );
    }

    #[test]
    fn addresses_have_no_ancestors() {
        check("192.0.2.1", "192.0.2.1");
        check("192.0.2.1.", "192.0.2.1");
        check("[2001:DB8:0::1]", "[2001:db8::1]");
        check("[::ffff:192.0.2.1]", "[::ffff:c000:201]");
        assert!(Domain::parse("192.0.2.1").unwrap().is_ip());
        assert!(Domain::parse("[::1]").unwrap().is_ip());
        assert!(!Domain::parse("1.example").unwrap().is_ip());
    }

    #[test]
    fn what_is_no_name_says_why() {
        check("", "empty name");
        check(".", "empty name");
        check("にゃん", "name is not ASCII");
        check(".cf", "name has an empty part between its dots");
        check("a..b", "name has an empty part between its dots");
        check("a.b..", "name has an empty part between its dots");
        check("a b", "no name holds ' '");
        check("example.com:443", "no name holds ':'");
        check("*.example.com", "no name holds '*'");
        check("[example]", "no name holds '['");
        check("[::1", "no name holds '['");
        check("1.2.3", "name ends in a number but is no IPv4 address");
        check("256.1.1.1", "name ends in a number but is no IPv4 address");
        check("a.0x1f", "name ends in a number but is no IPv4 address");
        check(&"a.".repeat(128), "name is longer than 253 characters");
        let label = "a".repeat(64);
        check(
            &label,
            &format!("part \"{}…\" of the name is longer than 63 characters", &label[1..]),
        );
        check(&format!("{}.com", &label[1..]), &format!("{}.com < com", &label[1..]));
    }

    #[test]
    fn within_is_by_whole_labels() {
        let is_within =
            |name, other| Domain::parse(name).unwrap().is_within(&Domain::parse(other).unwrap());
        assert!(is_within("threads.net", "threads.net"));
        assert!(is_within("www.threads.net", "threads.net"));
        assert!(is_within("www.threads.net", "net"));
        assert!(!is_within("notthreads.net", "threads.net"));
        assert!(!is_within("threads.net.example.org", "threads.net"));
        assert!(!is_within("net", "threads.net"));
        assert!(is_within("192.0.2.1", "192.0.2.1"));
    }

    #[test]
    fn serialised_as_its_text() {
        let domain: Domain = serde_json::from_str(r#""Threads.NET""#).unwrap();
        assert_eq!(serde_json::to_string(&domain).unwrap(), r#""threads.net""#);
        assert!(
            serde_json::from_str::<Domain>(r#""a b""#)
                .unwrap_err()
                .to_string()
                .contains("no name holds ' '")
        );
    }
}
