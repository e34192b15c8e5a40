//! How wrappers write the address that they lead to.

use percent_encoding::percent_decode_str;

/// Undoes percent-encoding; `None` when no UTF-8 comes out.
pub(super) fn percent(text: &str) -> Option<String> {
    Some(percent_decode_str(text).decode_utf8().ok()?.into_owned())
}

/// Base64 in its usual alphabet or that for addresses, with or without padding (RFC 4648).
pub(super) fn base64(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Proofpoint's second way: percent-encoding with `-` for `%`, and `_` for `/`.
pub(super) fn proofpoint(text: &str) -> Option<String> {
    percent(&text.replace('-', "%").replace('_', "/"))
}

/// A host name in one label, as AMP caches and Google Translate write it: `-` for a dot, `--` for a dash
/// (<https://amp.dev/documentation/guides-and-tutorials/learn/amp-caches-and-cors/amp-cache-urls/>).
///
/// Names in other scripts (`xn--…`) are one Punycode over all of that, and are not undone.
pub(super) fn dashes(label: &str) -> Option<String> {
    if label.starts_with("xn--") {
        return None;
    }
    let parts: Vec<_> = label.split("--").map(|part| part.replace('-', ".")).collect();
    Some(parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alphabets_of_base64() {
        assert_eq!(base64("aHR0cHM6Ly9hLmV4YW1wbGUv").as_deref(), Some("https://a.example/"));
        assert_eq!(base64("Pz8_Pj4-").as_deref(), Some("???>>>"));
        assert_eq!(base64("Pz8/Pj4+").as_deref(), Some("???>>>"));
        assert_eq!(base64("YQ==").as_deref(), Some("a"));
        assert_eq!(base64("YQ").as_deref(), Some("a"));
        assert_eq!(base64(""), Some(String::new()));
        assert_eq!(base64("a b"), None);
        assert_eq!(base64("_____w"), None);
    }

    #[test]
    fn proofpoints_percent_encoding() {
        let text = "https-3A__a-2Db.example_x-5Fy";
        assert_eq!(proofpoint(text).as_deref(), Some("https://a-b.example/x_y"));
    }

    #[test]
    fn hosts_in_one_label() {
        assert_eq!(dashes("www-example-com").as_deref(), Some("www.example.com"));
        assert_eq!(dashes("my--site-example").as_deref(), Some("my-site.example"));
        assert_eq!(dashes("xn--mnchen-example-9db"), None);
    }
}
