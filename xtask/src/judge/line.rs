//! What a line of input leads to: people write addresses in many ways.

use fencepost::address::AddressParser;
use fencepost::target::{Target, recognise};

/// The places that a line leads to, the most specific first; none when it is no address.
///
/// A line is a whole address, one without a scheme (`threads.net:443/x`, `//threads.net/x`: `https` is meant), a bare
/// host, or a handle (`@user@domain`, `acct:user@domain`).
pub fn targets(line: &str, parser: &dyn AddressParser) -> Vec<Target> {
    let text = line.trim();
    let address = match text {
        // A host just as a list writes it, even where no address could hold it.
        _ if text.starts_with('@') || parser.domain(text).is_some() => {
            return recognise(text, parser);
        }
        "" => return Vec::new(),
        _ if text.starts_with("//") => format!("https:{text}"),
        _ if has_scheme(text) => text.to_owned(),
        _ => format!("https://{text}"),
    };
    recognise(&address, parser)
}

/// Whether what is before the first colon is a scheme, and not a host with a port behind it.
///
/// No scheme of the web is followed by nothing but digits, save `tel:`, and no host that a list could name is without
/// a dot, so `threads.net:443` is a host and `tel:443` is not.
fn has_scheme(text: &str) -> bool {
    let Some((before, after)) = text.split_once(':') else { return false };
    let is_scheme = before.starts_with(|it: char| it.is_ascii_alphabetic())
        && before.chars().all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it));
    let port = after.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let is_port = port.chars().all(|it| it.is_ascii_digit());
    is_scheme && !(before.contains('.') && is_port)
}

#[cfg(test)]
mod tests {
    use fencepost::address::NativeParser;

    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[&str]) {
        let labels: Vec<_> = targets(line, &NativeParser).iter().map(Target::label).collect();
        assert_eq!(labels, expected, "{line}");
    }

    #[test]
    fn addresses() {
        check("https://threads.net/x", &["threads.net"]);
        check("  HTTP://me:secret@THREADS.NET.:8080/x?y#z\t", &["threads.net"]);
        check("https:threads.net", &["threads.net"]);
        check("https:\\\\threads.net\\x", &["threads.net"]);
        check("https://m.example/@a@b.example", &["@a@b.example", "m.example"]);
    }

    #[test]
    fn without_a_scheme() {
        check("threads.net", &["threads.net"]);
        check("threads.net.", &["threads.net"]);
        check("threads.net/x", &["threads.net"]);
        check("threads.net:443", &["threads.net"]);
        check("threads.net:443/x", &["threads.net"]);
        check("threads.net:/x", &["threads.net"]);
        check("threads.net?to=https://example.org/", &["threads.net"]);
        check("threads.net/a:b", &["threads.net"]);
        check("//threads.net/x", &["threads.net"]);
        check("bücher.example/x", &["xn--bcher-kva.example"]);
        check("a_b.example", &["a_b.example"]);
        check("xn--a.example", &["xn--a.example"]);
        check("192.0.2.1:80", &["192.0.2.1"]);
        check("[2001:db8::1]:80/x", &["[2001:db8::1]"]);
    }

    #[test]
    fn handles() {
        check("@zuck@threads.net", &["@zuck@threads.net"]);
        check("zuck@threads.net", &["threads.net"]);
        check("acct:zuck@threads.net", &["@zuck@threads.net"]);
        check("web+ap://threads.net/@zuck", &["threads.net"]);
        check("@zuck", &[]);
    }

    #[test]
    fn no_addresses() {
        for line in [
            "",
            " ",
            "mailto:a@threads.net",
            "tel:443",
            "tel:+1-555-0100",
            "javascript:location='https://threads.net/'",
            "data:text/html,https://threads.net/",
            "about:blank",
            "ftp://threads.net/",
            "two words",
            "https://",
            "//",
            "2001:db8::1",
        ] {
            check(line, &[]);
        }
    }
}
