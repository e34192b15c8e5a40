//! What can be seen of a starred-out name, so that most hosts are told from it before anything is hashed.
//!
//! Of a name of *n* letters, Mastodon shows the first *n* / 4 + 1, the last *n* / 4 and every dot
//! (`app/models/domain_block.rb`, `public_domain`), and no other software publishes digests.
//! Whether a name *is* the one that was starred out, its digest alone says; a list that shows even one name in another
//! way has all of them hashed.

use super::lookup::{ideal_slot, mix};

/// How many bits there are for each name. One in sixteen hosts is hashed for nothing.
const BITS: usize = 16;

/// The glimpse of a name that is not starred out as Mastodon does.
pub(super) const UNKNOWN: u64 = 0;

/// What is seen of a starred-out name, hashed; [`UNKNOWN`] when it has another form than Mastodon's.
pub(super) fn of_shown(shown: &str) -> u64 {
    let kept = shown.len() / 4;
    let middle = kept + 1..shown.len() - kept;
    let is_as_mastodon_writes = shown.bytes().enumerate().all(|(at, byte)| {
        let is_hidden = middle.contains(&at) && byte != b'.';
        byte.is_ascii() && is_hidden == (byte == b'*')
    });
    // Without a dot it is no server's name, but something that a person wrote.
    if is_as_mastodon_writes && shown.contains('.') { of_name(shown) } else { UNKNOWN }
}

/// What would be seen of a name if it were starred out, hashed. At most four letters from each end make it.
fn of_name(name: &str) -> u64 {
    let kept = name.len() / 4;
    let head = name.bytes().take((kept + 1).min(4));
    let tail = name.bytes().rev().take(kept.min(4));
    let letters = head.chain(tail);
    mix(letters.fold(name.len() as u64, |seen, byte| seen.rotate_left(7) ^ u64::from(byte)))
}

/// A bit for each of these glimpses; nothing when one is unknown.
pub(super) fn write(glimpses: &[u64]) -> Vec<u8> {
    if glimpses.contains(&UNKNOWN) {
        return Vec::new();
    }
    let mut bits = vec![0; glimpses.len() * BITS / 8];
    for &glimpse in glimpses {
        let (byte, bit) = place(glimpse, &bits);
        if let Some(byte) = bits.get_mut(byte) {
            *byte |= bit;
        }
    }
    bits
}

/// Whether a name may be one of those that [`write`] was given.
pub(super) fn may_be(name: &str, bits: &[u8]) -> bool {
    let (byte, bit) = place(of_name(name), bits);
    bits.get(byte).is_none_or(|byte| byte & bit != 0)
}

fn place(glimpse: u64, bits: &[u8]) -> (usize, u8) {
    let place = ideal_slot(glimpse, bits.len() * 8);
    (place / 8, 1 << (place % 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(shown: &str, name: &str, expected: bool) {
        let bits = write(&[of_shown(shown)]);
        assert_eq!(may_be(name, &bits), expected, "{shown} and {name}");
    }

    #[test]
    fn what_mastodon_shows_tells_names_apart() {
        check("hostna**.******e.com", "hostname.example.com", true);
        check("exa****.*om", "example.com", true);
        check("exa****.*om", "example.net", false);
        check("exa****.*om", "www.example.com", false);
        check("exa****.*om", "com", false);
        check("a.*c", "a.sc", true);
        check("a.*c", "a.sd", false);
    }

    #[test]
    fn whatever_is_shown_otherwise_may_be_anything() {
        for shown in ["e*am*l**or*", "ex***.com", "s***", "e**", "*.example.com", "ä**", "*", ""] {
            check(shown, "example.net", true);
        }
    }

    #[test]
    fn every_name_is_found_again() {
        for length in 1..=253 {
            let name = "abcdefghij.".chars().cycle().take(length).collect::<String>();
            let kept = length / 4;
            let star =
                |(at, it)| if at > kept && at < length - kept && it != '.' { '*' } else { it };
            let shown: String = name.chars().enumerate().map(star).collect();
            assert_eq!(of_shown(&shown) == UNKNOWN, length <= 10, "{shown}");
            check(&shown, &name, true);
        }
    }
}
