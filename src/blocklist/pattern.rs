//! Patterns that servers match hosts with.

/// A pattern, in the language of the server that holds it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    text: String,
    kind: PatternKind,
}

/// In which language a pattern is written. All compare without regard to case and with the whole host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum PatternKind {
    /// Shell globs: `*` is any text, `?` one character, `[a-z]` one of these, `[!a-z]` one of none of these, `\\` takes
    /// away the meaning of what follows (PHP's `fnmatch`; Friendica: `src/Util/Network.php`, `isUriBlocked`).
    Glob,
    /// `*` is one ASCII letter or digit (PieFed: `app/utils.py`, `instance_banned`).
    OneEach,
    /// `*` is any text, and what is below counts too (Akkoma: `lib/pleroma/web/activity_pub/mrf.ex`,
    /// `subdomain_regex`).
    AnyBelow,
    /// `.*` at the end is any text, also none (Pleroma, where a name is a regular expression: the same file,
    /// `subdomains_regex`).
    Beginning,
}

impl PatternKind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [PatternKind; 4] =
        [PatternKind::Glob, PatternKind::OneEach, PatternKind::AnyBelow, PatternKind::Beginning];
}

impl Pattern {
    /// A pattern; it is lower-cased.
    pub fn new(text: &str, kind: PatternKind) -> Pattern {
        Pattern { text: text.to_ascii_lowercase(), kind }
    }

    /// As people read it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its language.
    pub fn kind(&self) -> PatternKind {
        self.kind
    }
}

/// Whether a host, as [`Domain`](crate::domain::Domain) writes it, fits a pattern.
///
/// Takes time in the product of both lengths at most, whatever the pattern.
pub fn fits(kind: PatternKind, pattern: &str, host: &str) -> bool {
    match kind {
        PatternKind::Glob => glob(pattern.as_bytes(), host.as_bytes()),
        PatternKind::OneEach => one_each(pattern, host),
        PatternKind::AnyBelow => suffixes(host).any(|it| stars(pattern.as_bytes(), it.as_bytes())),
        PatternKind::Beginning => match pattern.strip_suffix(".*") {
            Some(beginning) => host.starts_with(beginning),
            None => host == pattern,
        },
    }
}

fn one_each(pattern: &str, host: &str) -> bool {
    pattern.len() == host.len()
        && pattern.bytes().zip(host.bytes()).all(|(pattern, byte)| {
            if pattern == b'*' { byte.is_ascii_alphanumeric() } else { pattern == byte }
        })
}

fn suffixes(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |it| it.split_once('.').map(|(_, parent)| parent))
}

/// `*` alone has a meaning.
fn stars(pattern: &[u8], host: &[u8]) -> bool {
    walk(pattern, host, |pattern, byte| match pattern.split_first() {
        Some((one, rest)) if *one == byte => Some(rest),
        _ => None,
    })
}

fn glob(pattern: &[u8], host: &[u8]) -> bool {
    walk(pattern, host, |pattern, byte| match *pattern {
        [b'?', ref rest @ ..] => Some(rest),
        [b'\\', escaped, ref rest @ ..] => (escaped == byte).then_some(rest),
        [b'[', ref rest @ ..] => match class(rest, byte) {
            Some((holds, rest)) => holds.then_some(rest),
            // Without an end it is only a character.
            None => (byte == b'[').then_some(rest),
        },
        [one, ref rest @ ..] => (one == byte).then_some(rest),
        [] => None,
    })
}

/// Matches from left to right, and on a mismatch lets the last `*` take one character more.
fn walk(mut pattern: &[u8], mut host: &[u8], step: impl Fn(&[u8], u8) -> Option<&[u8]>) -> bool {
    let mut retry: Option<(&[u8], &[u8])> = None;
    loop {
        if let [b'*', rest @ ..] = pattern {
            retry = Some((rest, host));
            pattern = rest;
            continue;
        }
        if let [byte, after @ ..] = host {
            if let Some(rest) = step(pattern, *byte) {
                (pattern, host) = (rest, after);
                continue;
            }
        } else if pattern.is_empty() {
            return true;
        }
        let Some((after_star, [_, shorter @ ..])) = retry else { return false };
        retry = Some((after_star, shorter));
        (pattern, host) = (after_star, shorter);
    }
}

/// Reads a class after its `[`: whether it holds the byte, and what follows it.
fn class(pattern: &[u8], byte: u8) -> Option<(bool, &[u8])> {
    let (negated, mut rest) = match *pattern {
        [b'!' | b'^', ref rest @ ..] => (true, rest),
        _ => (false, pattern),
    };
    let mut holds = false;
    let mut is_first = true;
    loop {
        match *rest {
            [b']', ref after @ ..] if !is_first => return Some((holds != negated, after)),
            [from, b'-', to, ref after @ ..] if to != b']' => {
                holds |= (from..=to).contains(&byte);
                rest = after;
            }
            [b'\\', one, ref after @ ..] | [one, ref after @ ..] => {
                holds |= one == byte;
                rest = after;
            }
            [] => return None,
        }
        is_first = false;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(kind: PatternKind, pattern: &str, fitting: &[&str], others: &[&str]) {
        for host in fitting {
            assert!(fits(kind, pattern, host), "{pattern} fits {host}");
        }
        for host in others {
            assert!(!fits(kind, pattern, host), "{pattern} does not fit {host}");
        }
    }

    #[test]
    fn globs() {
        let check = |pattern, fitting: &[&str], others: &[&str]| {
            check(PatternKind::Glob, pattern, fitting, others)
        };
        check("a.example", &["a.example"], &["b.a.example", "a.example.org", ""]);
        check("*.a.example", &["b.a.example", "c.b.a.example"], &["a.example", "xa.example"]);
        check("*spam*", &["spam", "antispam.example", "spam.example"], &["example"]);
        check("a?.example", &["ab.example"], &["a.example", "abc.example"]);
        check("[ab]x.example", &["ax.example", "bx.example"], &["cx.example"]);
        check("[!ab]x.example", &["cx.example"], &["ax.example", "bx.example"]);
        check("[a-c]x", &["bx"], &["dx"]);
        check("[]x]a", &["]a", "xa"], &["a"]);
        check("\\*.example", &["*.example"], &["a.example"]);
        check("[a.example", &["[a.example"], &["a.example"]);
        check("*", &["a.example"], &[]);
        check("", &[""], &["a"]);
        check("*a*a*b", &["aab", "xaxaxb"], &["ab", "aaba"]);
    }

    #[test]
    fn one_character_for_each_star() {
        let check = |pattern, fitting: &[&str], others: &[&str]| {
            check(PatternKind::OneEach, pattern, fitting, others)
        };
        check(
            "a**.example",
            &["abc.example", "a12.example"],
            &["a.example", "abcd.example", "a-b.example", "a.b.example"],
        );
        check("a.example", &["a.example"], &["b.a.example"]);
    }

    #[test]
    fn any_text_and_what_is_below() {
        let check = |pattern, fitting: &[&str], others: &[&str]| {
            check(PatternKind::AnyBelow, pattern, fitting, others)
        };
        check(
            "bad.*",
            &["bad.example", "x.bad.example", "bad.example.org"],
            &["notbad.example", "bad"],
        );
    }

    #[test]
    fn any_text_after_a_beginning() {
        let check = |pattern, fitting: &[&str], others: &[&str]| {
            check(PatternKind::Beginning, pattern, fitting, others)
        };
        check("bad.*", &["bad.example", "badly.example", "bad"], &["x.bad.example", "ba.example"]);
    }

    proptest! {
        #[test]
        fn any_pattern_ends(pattern in r"[a\*\?\[\]\\!.-]{0,40}", host in "[ab.]{0,40}") {
            for kind in PatternKind::ALL {
                fits(kind, &pattern, &host);
            }
        }

        #[test]
        fn a_text_without_meaning_fits_itself(text in "[a-z0-9.-]{0,40}") {
            for kind in PatternKind::ALL {
                prop_assert!(fits(kind, &text, &text));
            }
        }
    }
}
