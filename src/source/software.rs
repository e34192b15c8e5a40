//! What software a server runs, and so how it publishes its list.

use serde::{Deserialize, Serialize};

/// The software of a server, as the server says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Software {
    /// Its name in lower case: `mastodon`, `akkoma`.
    pub name: String,
    /// Its version in its own words; empty when the server does not say.
    pub version: String,
}

/// Software that publishes its list alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Mastodon,
    GoToSocial,
    Pleroma,
    Misskey,
    Lemmy,
    PieFed,
    Mbin,
    Friendica,
    /// Without a list that can be had as a whole. What answers about one host at a time is not asked: it would tell the
    /// server which pages a person looks at.
    None,
    /// It may be a fork of Mastodon under a name of its own.
    Unknown,
}

/// By the names that servers give in their NodeInfo.
const FAMILIES: [(&str, Family); 26] = [
    ("akkoma", Family::Pleroma),
    ("calckey", Family::Misskey),
    ("catodon", Family::Misskey),
    ("cherrypick", Family::Misskey),
    ("corgidon", Family::Mastodon),
    ("firefish", Family::Misskey),
    ("foundkey", Family::Misskey),
    ("friendica", Family::Friendica),
    ("glitch", Family::Mastodon),
    ("glitch-soc", Family::Mastodon),
    ("gotosocial", Family::GoToSocial),
    ("hometown", Family::Mastodon),
    ("iceshrimp", Family::Misskey),
    ("iceshrimp.net", Family::None),
    ("kbin", Family::Mbin),
    ("lemmy", Family::Lemmy),
    ("mastodon", Family::Mastodon),
    ("mbin", Family::Mbin),
    ("misskey", Family::Misskey),
    ("peertube", Family::None),
    ("piefed", Family::PieFed),
    ("pixelfed", Family::None),
    ("pleroma", Family::Pleroma),
    ("sharkey", Family::Misskey),
    ("writefreely", Family::None),
    ("yamisskey", Family::Misskey),
];

impl Software {
    /// From the words of a server; `None` without a name. What is too long to be shown is cut.
    pub(super) fn new(name: &str, version: &str) -> Option<Software> {
        const LENGTH: usize = 60;
        let cut = |text: &str| text.trim().chars().take(LENGTH).collect::<String>();
        let name = cut(name).to_lowercase();
        (!name.is_empty()).then(|| Software { name, version: cut(version) })
    }

    /// From the version that a server's programming interface gives: what only offers Mastodon's names itself there,
    /// `2.7.2 (compatible; Akkoma 3.16)`
    /// (Pleroma: `lib/pleroma/web/mastodon_api/views/instance_view.ex`).
    pub(super) fn of_version(version: &str) -> Option<Software> {
        let Some((_, own)) = version.split_once("(compatible;") else {
            return Software::new("mastodon", version);
        };
        let own = own.split(')').next().unwrap_or_default().trim();
        let (name, version) = own.split_once(' ').unwrap_or((own, ""));
        Software::new(name, version)
    }

    pub(crate) fn family(&self) -> Family {
        FAMILIES
            .iter()
            .find(|(name, _)| *name == self.name)
            .map_or(Family::Unknown, |(_, family)| *family)
    }

    /// The first two numbers of the version; what cannot be read is 0.
    pub(super) fn release(&self) -> (u32, u32) {
        let mut numbers = self
            .version
            .trim_start_matches('v')
            .splitn(3, |it: char| !it.is_ascii_digit())
            .map(|it| it.parse().unwrap_or_default());
        (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(version: &str, expected: Option<(&str, &str)>) {
        let software = Software::of_version(version);
        assert_eq!(software.as_ref().map(|it| (&*it.name, &*it.version)), expected, "{version}");
    }

    #[test]
    fn from_the_version_of_an_interface() {
        check("4.5.0", Some(("mastodon", "4.5.0")));
        check("4.3.0-alpha.2+glitch", Some(("mastodon", "4.3.0-alpha.2+glitch")));
        check("2.7.2 (compatible; Akkoma 3.16)", Some(("akkoma", "3.16")));
        check(
            "2.7.2 (compatible; Pleroma 2.2.50-5-g1 extra)",
            Some(("pleroma", "2.2.50-5-g1 extra")),
        );
        check("2.7.2 (compatible; Akkoma", Some(("akkoma", "")));
        check("2.7.2 (compatible; )", None);
    }

    #[test]
    fn releases() {
        let release = |version| Software::new("lemmy", version).unwrap().release();
        assert_eq!(release("0.19.5"), (0, 19));
        assert_eq!(release("v1.0.0-alpha.1"), (1, 0));
        assert_eq!(release("1.0"), (1, 0));
        assert_eq!(release("unknown version"), (0, 0));
        assert_eq!(release(""), (0, 0));
        assert_eq!(release("99999999999.1"), (0, 1));
    }

    #[test]
    fn families() {
        let family = |name| Software::new(name, "").unwrap().family();
        assert_eq!(family("Mastodon"), Family::Mastodon);
        assert_eq!(family(" sharkey "), Family::Misskey);
        assert_eq!(family("Iceshrimp.NET"), Family::None);
        assert_eq!(family("somethingelse"), Family::Unknown);
        assert!(FAMILIES.is_sorted_by_key(|it| it.0), "the table is in alphabetical order");
    }
}
