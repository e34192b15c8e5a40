//! Entries that no server is behind.

use crate::domain::Domain;

/// Names that makers of lists are known to put into them: to see who loads a list unread, or where it is truncated.
///
/// They are in the lists of <https://seirdy.one/posts/2023/05/02/fediverse-blocklists/>, in those made with Oliphant's
/// tools (<https://codeberg.org/oliphant/blocklists>), and in IFTAS's, whose canaries are under `.invalid`.
const KNOWN: [&str; 5] = [
    "000delete.this.line.if.you.have.read.the.documentation.on.seirdy.one",
    "000this.is.generated.from.overlap.across.trusted.sources.example.com",
    "canary.fedinuke.example.com",
    "canary.tier0.example.com",
    "canary.tier1.example.com",
];

/// A top-level domain that no server can have (RFC 2606, section 2).
const RESERVED: &str = ".invalid";

/// Whether this is a known canary or lies under `.invalid`.
pub(crate) fn is_canary(domain: &Domain) -> bool {
    KNOWN.contains(&domain.as_str()) || domain.as_str().ends_with(RESERVED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: bool) {
        assert_eq!(is_canary(&Domain::parse(name).unwrap()), expected);
    }

    #[test]
    fn canaries() {
        check("canary.tier0.example.com", true);
        check("dni.invalid", true);
        check("a.b.invalid", true);
        check("invalid.example", false);
        check("notinvalid", false);
        check("example.com", false);
        check("seirdy.one", false);
    }
}
