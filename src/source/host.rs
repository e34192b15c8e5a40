//! Which addresses are followed.

use crate::address::AddressParser;
use crate::domain::Domain;

/// The server that an address is on, if it is one that may be asked: over `https`, without a port of its own, and with a
/// name of the public web.
///
/// Servers say where to go on, in redirects and in documents. Without this, they could send the browser to whatever
/// runs on the reader's own machine or network.
pub(crate) fn web_host(address: &str, parser: &dyn AddressParser) -> Option<Domain> {
    let (_, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '\\', '?', '#']).next()?;
    let name = authority.strip_suffix(":443").unwrap_or(authority);
    if name.contains([':', '@']) {
        return None;
    }
    let address = parser.parse(address).filter(|it| it.scheme == "https")?;
    address.host.filter(is_public)
}

/// The same with the address, written anew from what was understood of it: to a browser, `example.social.` is another
/// host than the one that the person permitted.
pub(crate) fn web_address(address: &str, parser: &dyn AddressParser) -> Option<(Domain, String)> {
    let host = web_host(address, parser)?;
    let parts = parser.parse(address)?;
    let query = parts.query.map(|it| format!("?{it}")).unwrap_or_default();
    let address = format!("https://{host}{}{query}", parts.path);
    Some((host, address))
}

/// Whether a name can be that of a server on the public web
/// (<https://www.iana.org/assignments/special-use-domain-names>; what is reserved for examples is not refused).
pub(crate) fn is_public(domain: &Domain) -> bool {
    let name = domain.as_str();
    let top = name.rsplit('.').next();
    !domain.is_ip()
        && name.contains('.')
        && !matches!(top, Some("localhost" | "local" | "internal" | "onion"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::address::NativeParser;

    #[track_caller]
    fn check(address: &str, expected: Option<&str>) {
        let host = web_host(address, &NativeParser);
        assert_eq!(host.as_ref().map(Domain::as_str), expected, "{address}");
    }

    #[test]
    fn servers() {
        check("https://example.social/nodeinfo/2.0", Some("example.social"));
        check("https://example.social", Some("example.social"));
        check("HTTPS://Example.Social:443/?a:b@c", Some("example.social"));
        check("https://bücher.example/", Some("xn--bcher-kva.example"));
    }

    #[test]
    fn addresses_are_written_anew() {
        for (address, expected) in [
            (
                "https://example.social./nodeinfo/2.0?a=b#c",
                "https://example.social/nodeinfo/2.0?a=b",
            ),
            ("HTTPS://Example.Social.\u{ad}:443", "https://example.social/"),
            ("https://example.social\\%2e%2e/a b?", "https://example.social/a%20b"),
        ] {
            let found = web_address(address, &NativeParser);
            assert_eq!(found.map(|it| it.1).as_deref(), Some(expected), "{address}");
        }
        assert_eq!(web_address("https://example.social:8443/", &NativeParser), None);
    }

    #[test]
    fn what_is_not_followed() {
        for address in [
            "",
            "/nodeinfo/2.0",
            "//example.social/",
            "http://example.social/",
            "ftp://example.social/",
            "https:example.social",
            "https://example.social:8443/",
            "https://example.social:80443/",
            "https://example.social:84\t43/",
            "https://user@example.social/",
            "https://192.0.2.1/",
            "https://[::1]/",
            "https://[::1]:443/",
            "https://3221225985/",
            "https://localhost/",
            "https://a.localhost/",
            "https://printer.local/",
            "https://example/",
            "https://a b/",
        ] {
            check(address, None);
        }
    }

    proptest! {
        #[test]
        fn what_is_followed_has_no_port(address in r"https://[a-z.@:\\/\[\]0-9\t]{0,30}") {
            if let Some(host) = web_host(&address, &NativeParser) {
                let parsed = url::Url::parse(&address).unwrap();
                prop_assert_eq!(parsed.port(), None);
                let name = parsed.host_str().map(|it| it.strip_suffix('.').unwrap_or(it));
                prop_assert_eq!(name, Some(host.as_str()));
            }
        }
    }
}
