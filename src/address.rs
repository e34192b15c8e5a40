//! Addresses of pages, read by the browser.
//!
//! The rules for reading addresses are long, and the tables for names in other scripts are larger than the rest of
//! the core, so the core brings neither: it asks an [`AddressParser`]. In a browser that is the browser's own `URL`,
//! natively it is [`NativeParser`]; both follow <https://url.spec.whatwg.org/>, and both must pass the same tests.

#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(not(target_arch = "wasm32"))]
pub use native::NativeParser;

use crate::domain::Domain;

/// The longest host that is converted to ASCII, in bytes: 253 characters.
const MAX_HOST: usize = 253 * 4;

/// The parts of an address that say where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Lower case, without the colon: `https`.
    pub scheme: String,
    /// `None` when there is no host (`mailto:`), or one that no server can have.
    pub host: Option<Domain>,
    /// Percent-encoded as the URL standard leaves it; of an `https` address it starts with `/`.
    pub path: String,
    /// As `path`, without the `?`; `None` also when it is empty.
    pub query: Option<String>,
    /// As `path`, without the `#`; `None` also when it is empty.
    pub fragment: Option<String>,
}

/// What reads addresses: the browser, or natively the crate `url`.
pub trait AddressParser {
    /// Reads an absolute address; `None` when it is none.
    fn parse(&self, text: &str) -> Option<Address>;

    /// Reads a host name alone, in any script; `None` when it is none, or when there is more than a host.
    fn domain(&self, host: &str) -> Option<Domain> {
        if host.is_ascii() {
            return Domain::parse(host).ok();
        }
        // No name is so long, and what converts one takes a time in the square of its length.
        if host.len() > MAX_HOST {
            return None;
        }
        // The parser would take these as the end of the host, undo them, or drop them.
        let is_more =
            |it: char| "/\\?#@:%[]".contains(it) || it.is_ascii_whitespace() || it.is_control();
        if host.contains(is_more) {
            return None;
        }
        self.parse(&format!("http://{host}/"))?.host
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(host: &str, expected: Option<&str>) {
        assert_eq!(NativeParser.domain(host).as_ref().map(Domain::as_str), expected, "{host:?}");
    }

    #[test]
    fn hosts_in_any_script() {
        check("Threads.NET.", Some("threads.net"));
        check("にゃん", Some("xn--r9j5b5b"));
        check("BÜCHER.example", Some("xn--bcher-kva.example"));
        check("bücher.example.", Some("xn--bcher-kva.example"));
        check("bücher。example", Some("xn--bcher-kva.example"));
        check("[::1]", Some("[::1]"));
    }

    #[test]
    fn only_a_host() {
        check("", None);
        check("user@bücher.example", None);
        check("bücher.example:80", None);
        check("bücher.example/", None);
        check("bücher.example\\", None);
        check("bücher.example?", None);
        check("bücher.example#", None);
        check("bü cher.example", None);
        check("bü\tcher.example", None);
        check("b%C3%BCcher.ü", None);
        check("bü*cher.example", None);
        check("example.com/", None);
        check(&"ü.".repeat(500), None);
        check(&"ü.".repeat(30), Some(&["xn--tda"; 30].join(".")));
    }
}
