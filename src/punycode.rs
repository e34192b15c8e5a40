//! Names of servers in their own script.

use crate::address::AddressParser;

/// Of the encoding (<https://www.rfc-editor.org/rfc/rfc3492#section-5>).
const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;

/// What a name stands for of which a part is the ASCII form of another script (`xn--mnchen-3ya.de`). `None` for any
/// other, and for one that stands for nothing: the address parser has to make the same name of it again.
pub fn in_its_script(name: &str, parser: &dyn AddressParser) -> Option<String> {
    let encoded = |label: &str| label.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("xn--"));
    if !name.split('.').any(encoded) {
        return None;
    }
    let labels = name.split('.').map(|label| match label.get(4..) {
        Some(rest) if encoded(label) => decode(rest),
        _ => Some(label.to_owned()),
    });
    let spelled = labels.collect::<Option<Vec<_>>>()?.join(".");
    parser.domain(&spelled).is_some_and(|it| it.as_str() == name).then_some(spelled)
}

fn decode(text: &str) -> Option<String> {
    let (plain, encoded) = text.rsplit_once('-').unwrap_or(("", text));
    let mut letters: Vec<char> = plain.chars().collect();
    let (mut code, mut place, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut digits = encoded.bytes().peekable();
    while digits.peek().is_some() {
        let before = place;
        let (mut weight, mut step) = (1_u32, BASE);
        loop {
            let digit = digit(digits.next()?)?;
            place = place.checked_add(digit.checked_mul(weight)?)?;
            let threshold = step.saturating_sub(bias).clamp(T_MIN, T_MAX);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            step += BASE;
        }
        let count = u32::try_from(letters.len()).ok()?.checked_add(1)?;
        bias = adapted(place - before, count, before == 0);
        code = code.checked_add(place / count)?;
        place %= count;
        letters.insert(usize::try_from(place).ok()?, char::from_u32(code)?);
        place += 1;
    }
    Some(letters.into_iter().collect())
}

fn digit(byte: u8) -> Option<u32> {
    match byte.to_ascii_lowercase() {
        byte @ b'a'..=b'z' => Some(u32::from(byte - b'a')),
        byte @ b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    }
}

fn adapted(way: u32, count: u32, is_first: bool) -> u32 {
    let mut way = if is_first { way / 700 } else { way / 2 };
    way += way / count;
    let mut bias = 0;
    while way > (BASE - T_MIN) * T_MAX / 2 {
        way /= BASE - T_MIN;
        bias += BASE;
    }
    bias + (BASE - T_MIN + 1) * way / (way + 38)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::address::NativeParser;

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        assert_eq!(in_its_script(name, &NativeParser).as_deref(), expected, "{name}");
    }

    #[test]
    fn names_of_other_scripts() {
        check("xn--mnchen-3ya.de", Some("münchen.de"));
        check("xn--80ak6aa92e.com", Some("аррӏе.com"));
        check("www.xn--exmple-4nf.com", Some("www.exаmple.com"));
        check("xn--r9j5b5b", Some("にゃん"));
        check("xn--fa-hia.de", Some("faß.de"));
        check("xn--ls8h.la", Some("💩.la"));
        check("xn--mgba3gch31f060k.com", Some("نامه\u{200c}ای.com"));
    }

    #[test]
    fn all_others_are_what_they_are() {
        for name in [
            "",
            "a.example",
            "xn--",
            "xn---",
            "xn--a",
            "xn--google-.com",
            "xn--a-b.xn--",
            "xn--99999999999999999999",
            "axn--mnchen-3ya.de",
            "*.xn--mnchen-3ya.de",
            "xn--é",
        ] {
            check(name, None);
        }
    }

    proptest! {
        #[test]
        fn any_text_ends(text in r"(xn--)?[a-z0-9.-]{0,70}|.{0,70}") {
            in_its_script(&text, &NativeParser);
        }

        #[test]
        fn what_was_encoded_comes_back(label in "[a-zäöüßàéа-яא-ת가-힣ぁ-ん💩]{1,16}") {
            let Some(domain) = NativeParser.domain(&format!("{label}.example")) else { return Ok(()) };
            let spelled = in_its_script(domain.as_str(), &NativeParser);
            prop_assert_eq!(spelled.is_some(), domain.as_str().starts_with("xn--"));
            let again = spelled.and_then(|it| NativeParser.domain(&it));
            prop_assert!(again.is_none_or(|it| it == domain));
        }
    }
}
