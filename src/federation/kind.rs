//! Software whose policies differ.

use serde::Serialize;

use crate::source::Software;

/// Software, as far as it makes a difference for what a policy does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "these are names")]
pub enum Kind {
    Mastodon,
    GoToSocial,
    /// And Pleroma.
    Akkoma,
    /// And its forks.
    Misskey,
    Lemmy,
    PieFed,
    /// And kbin.
    Mbin,
    PeerTube,
    Friendica,
    Threads,
    /// Something else, or not known what.
    Other,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 11] = [
        Kind::Mastodon,
        Kind::GoToSocial,
        Kind::Akkoma,
        Kind::Misskey,
        Kind::Lemmy,
        Kind::PieFed,
        Kind::Mbin,
        Kind::PeerTube,
        Kind::Friendica,
        Kind::Threads,
        Kind::Other,
    ];

    /// The kind of some software.
    pub fn of(software: &Software) -> Kind {
        use crate::source::Family;
        match software.family() {
            Family::Mastodon => Kind::Mastodon,
            Family::GoToSocial => Kind::GoToSocial,
            Family::Pleroma => Kind::Akkoma,
            Family::Misskey => Kind::Misskey,
            Family::Lemmy => Kind::Lemmy,
            Family::PieFed => Kind::PieFed,
            Family::Mbin => Kind::Mbin,
            Family::Friendica => Kind::Friendica,
            Family::None | Family::Unknown => match &*software.name {
                "peertube" => Kind::PeerTube,
                "threads" => Kind::Threads,
                _ => Kind::Other,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Kind) {
        let software = Software { name: name.to_owned(), version: String::new() };
        assert_eq!(Kind::of(&software), expected, "{name}");
    }

    #[test]
    fn kinds() {
        check("mastodon", Kind::Mastodon);
        check("hometown", Kind::Mastodon);
        check("pleroma", Kind::Akkoma);
        check("sharkey", Kind::Misskey);
        check("kbin", Kind::Mbin);
        check("peertube", Kind::PeerTube);
        check("threads", Kind::Threads);
        check("pixelfed", Kind::Other);
        check("unheard-of", Kind::Other);
    }
}
