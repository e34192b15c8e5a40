//! The native twin of the browser's `URL`.

use url::Url;

use super::{Address, AddressParser};
use crate::domain::Domain;

/// Reads addresses with the crate `url`, where there is no browser.
#[derive(Clone, Copy, Debug, Default)]
pub struct NativeParser;

impl AddressParser for NativeParser {
    fn parse(&self, text: &str) -> Option<Address> {
        let url = Url::parse(text).ok()?;
        let non_empty = |it: &str| Some(it.to_owned()).filter(|it| !it.is_empty());
        Some(Address {
            scheme: url.scheme().to_owned(),
            host: url.host_str().and_then(|it| Domain::parse(it).ok()),
            path: url.path().to_owned(),
            query: url.query().and_then(non_empty),
            fragment: url.fragment().and_then(non_empty),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let actual = match NativeParser.parse(text) {
            None => "no address".to_owned(),
            Some(Address { scheme, host, path, query, fragment }) => {
                let host = host.as_ref().map_or("-", Domain::as_str);
                let query = query.unwrap_or("-".to_owned());
                let fragment = fragment.unwrap_or("-".to_owned());
                format!("{scheme} {host} {path} {query} {fragment}")
            }
        };
        assert_eq!(actual, expected);
    }

    #[test]
    fn addresses() {
        check("https://WWW.Threads.NET./@zuck?a=b#c", "https www.threads.net /@zuck a=b c");
        check("https://user:password@threads.net:8080", "https threads.net / - -");
        check("https://にゃん/ä?ö", "https xn--r9j5b5b /%C3%A4 %C3%B6 -");
        check("https://0x7f.1/?#", "https 127.0.0.1 / - -");
        check("https://[2001:DB8::1]/", "https [2001:db8::1] / - -");
        check("https://a*b.example/", "https - / - -");
        check("mailto:someone@example.com", "mailto - someone@example.com - -");
        check("acct:user@example.com", "acct - user@example.com - -");
        check("/relative", "no address");
        check("https://", "no address");
        check("https://a b/", "no address");
    }
}
