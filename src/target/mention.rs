//! Handles in running text.
//!
//! A handle in text is `@user@domain`, where Mastodon would see a mention (`MENTION_RE` in `app/models/account.rb` of
//! mastodon/mastodon), with a domain that could be one: text also holds e-mail addresses, code and names of files.

use std::ops::Range;

use super::bridge;
use crate::address::AddressParser;
use crate::handle::Handle;

/// What may be a handle, for JavaScript's `RegExp` with the flags `gu`: too much is found, nothing is missed.
///
/// What is found is what [`handles_in`] decides about: each candidate begins with the handle, if there is one.
/// It holds no choices that could be tried again and again, so it takes a time in proportion to the text.
pub const HANDLE_PATTERN: &str =
    concat!(r"(?<![\w/=@])@[\w.~-]+", r"(?:@[\w.\-\p{L}\p{M}\p{N}]+@?|\.ap\.brid\.gy(?!\w))");

/// A handle, and where in a text it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// In bytes, from the first `@` to the end of the domain.
    pub range: Range<usize>,
    /// Who is mentioned: for a bridge's name, the account behind it.
    pub handle: Handle,
}

/// The handles in a text, in its order.
///
/// | text | handle |
/// |---|---|
/// | `Ask @zuck@threads.net.` | `@zuck@threads.net` |
/// | `(@a@b.example's)` | `@a@b.example` |
/// | `@a@例え.テスト` | `@a@xn--r8jz45g.xn--zckzah` |
/// | `@zuck.threads.net.ap.brid.gy` | `@zuck@threads.net` |
/// | `mail a@b.example`, `@a@localhost`, `@icon@2x.png` | none |
pub fn handles_in(text: &str, parser: &dyn AddressParser) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for (start, _) in text.match_indices('@') {
        let Some((before, at)) = text.split_at_checked(start) else { continue };
        if before.ends_with(|it: char| is_word(it) || "/=@".contains(it)) {
            continue;
        }
        if let Some((length, handle)) = handle_at(at, parser) {
            mentions.push(Mention { range: start..start + length, handle });
        }
    }
    mentions
}

/// The handle that a text begins with, and its length in bytes.
fn handle_at(text: &str, parser: &dyn AddressParser) -> Option<(usize, Handle)> {
    let after = text.strip_prefix('@')?;
    let user = prefix(after, |it| is_word(it) || ".~-".contains(it));
    let rest = after.get(user.len()..)?;
    let Some(rest) = rest.strip_prefix('@') else { return bridged(user, parser) };
    // Mastodon's `USERNAME_RE`, in the same file.
    if !user.starts_with(is_word) || !user.ends_with(is_word) {
        return None;
    }
    let name = domain_at(rest)?;
    if rest.get(name.len()..)?.starts_with('@') {
        return None;
    }
    let handle = Handle::new(user, parser.domain(name)?).ok()?;
    let handle = bridge::original_of(&handle).unwrap_or(handle);
    Some((2 + user.len() + name.len(), handle))
}

/// A name of the bridge: on Bluesky, handles have one `@`.
fn bridged(name: &str, parser: &dyn AddressParser) -> Option<(usize, Handle)> {
    let name = name.trim_end_matches(['.', '-', '~']);
    Some((1 + name.len(), bridge::original(&parser.domain(name)?)?))
}

/// The domain that a text begins with, as written.
fn domain_at(text: &str) -> Option<&str> {
    let name = prefix(text, |it| is_word(it) || it == '.' || it == '-' || is_letter(it));
    let name = name.trim_end_matches(['.', '-', '_']);
    let (above, last) = name.rsplit_once('.')?;
    // Japanese or Chinese goes on without a space: no top-level domain changes its script.
    let last = match last.starts_with(|it: char| it.is_ascii()) {
        true => prefix(last, |it| it < '\u{250}').trim_end_matches('-'),
        false => last,
    };
    let is_plausible = last.len() > 1
        && !name.contains('_')
        && (last.chars().all(|it| it.is_ascii_alphabetic() || !it.is_ascii())
            || last.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("xn--")))
        && !FILES.iter().any(|ending| ending.eq_ignore_ascii_case(last));
    if is_plausible { name.get(..above.len() + 1 + last.len()) } else { None }
}

/// Endings of names of files that are no top-level domains (<https://data.iana.org/TLD/tlds-alpha-by-domain.txt>).
const FILES: [&str; 18] = [
    "css", "gif", "html", "htm", "java", "jpeg", "jpg", "js", "json", "pdf", "php", "png", "svg",
    "ts", "txt", "webp", "xml", "yml",
];

fn prefix(text: &str, belongs: impl Fn(char) -> bool) -> &str {
    let end = text.find(|it| !belongs(it)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

fn is_word(it: char) -> bool {
    it.is_ascii_alphanumeric() || it == '_'
}

/// Whether a name in another script could hold this: everything but punctuation and pictures, by block
/// (<https://www.unicode.org/Public/UCD/latest/ucd/Blocks.txt>). What else is wrong with it, the browser knows.
fn is_letter(it: char) -> bool {
    !it.is_ascii()
        && !matches!(it,
            '\u{80}'..='\u{bf}' | '\u{d7}' | '\u{f7}'
            | '\u{2000}'..='\u{206f}' | '\u{2190}'..='\u{2bff}'
            | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{30fb}'
            | '\u{d7fc}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff0f}'
            | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}'
            | '\u{fff0}'..='\u{ffff}' | '\u{1f000}'..='\u{1faff}' | '\u{e0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::address::NativeParser;

    /// `tests/web.rs` finds the same by [`HANDLE_PATTERN`] in the browsers.
    #[test]
    fn cases() {
        for line in include_str!("../../tests/data/handles.txt").lines() {
            let Some((text, expected)) = line.split_once(" → ") else { continue };
            let found = handles_in(text, &NativeParser);
            let found: Vec<_> = found.iter().map(|it| it.handle.to_string()).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_mention_is_just_the_handle() {
        for (text, expected) in [
            ("Ask @zuck@threads.net.", "@zuck@threads.net"),
            ("(@a@b.example's)", "@a@b.example"),
            ("「@a@bücher.example」", "@a@bücher.example"),
            ("@a@b.socialさんへ", "@a@b.social"),
            ("@a@b.social-さんへ", "@a@b.social"),
            ("by @zuck.threads.net.ap.brid.gy.", "@zuck.threads.net.ap.brid.gy"),
        ] {
            let mentions = handles_in(text, &NativeParser);
            let written: Vec<_> = mentions.into_iter().map(|it| &text[it.range]).collect();
            assert_eq!(written, [expected], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in ".*", mostly in "[a-z@._ é。さ/-]{0,30}") {
            for text in [text, mostly] {
                for mention in handles_in(&text, &NativeParser) {
                    prop_assert!(text[mention.range].starts_with('@'));
                }
            }
        }

        #[test]
        fn a_handle_is_found_in_any_sentence(
            user in "[a-z0-9_]{1,8}([.-][a-z0-9_]{1,5})?",
            domain in "[a-z][a-z0-9-]{0,5}[a-z0-9]\\.(social|net|example|xn--p1ai)",
            before in "[a-z ]{0,5}[ (\"'>,;:.。]",
            after in "([ )\"',;:!?。、」].{0,5})?",
        ) {
            let text = format!("{before}@{user}@{domain}{after}");
            let handles = handles_in(&text, &NativeParser);
            let first = handles.first().map(|it| it.handle.to_string());
            prop_assert_eq!(first, Some(format!("@{user}@{domain}")), "{}", text);
        }
    }
}
