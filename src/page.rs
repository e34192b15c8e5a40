//! What the open page itself is: where it is, and what its head says of it.

use serde::{Deserialize, Serialize};

use crate::explanation::{Message, Value};
use crate::target::Target;

/// What an address has to do with the open page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Relation {
    /// It is the page's own.
    At,
    /// The page shows the same thing, which lives there: a profile or post of another server.
    Shows,
    /// Whoever the page belongs to says to be there too.
    Me,
}

/// The elements of a page that say this of it, as selectors, with the relation of what they lead to.
///
/// - `alternate`: the ActivityPub form of what the page shows, as on Mastodon's pages (`app/views/accounts/show.html.haml`,
///   `app/views/statuses/show.html.haml`): <https://www.w3.org/TR/activitypub/#retrieving-objects>;
/// - `me`: <https://microformats.org/wiki/rel-me>.
pub const SELVES: [(Relation, &str); 2] = [
    (Relation::Shows, "link[rel~=alternate][type*=\"activity+json\"][href]"),
    (Relation::Me, "link[rel~=me][href],a[rel~=me][href]"),
];

/// What only the pages of fediverse servers have, as a selector: somebody who is there may have an account there.
///
/// In the servers' own sources: Mastodon `app/views/shared/_web_app.html.haml`; Misskey and its forks
/// `packages/backend/src/server/web/views/base.pug`; PeerTube `client/src/index.html`; lemmy-ui
/// `src/server/utils/create-ssr-html.tsx`; Friendica `view/templates/head.tpl`; Pleroma and Akkoma
/// `lib/pleroma/web/preload.ex`; GoToSocial `web/template/page_footer.tmpl`; Pixelfed
/// `resources/views/layouts/app.blade.php`; Mbin, which was kbin, `templates/base.html.twig`; PieFed
/// `app/templates/base.html`.
pub const SERVER_SIGNS: &str = "#mastodon[data-props],\
    meta[name=application-name][content=Misskey],\
    meta[property=instance_url],\
    script#misskey_meta[type=\"application/json\"],\
    script#initial-results[type=\"application/json\"],\
    #version>a[name=\"Source code\"][href*=gotosocial],\
    meta[name=medium][content=image]+meta[name=theme-color][content=\"#10c5f8\"],\
    body[data-controller~=kbin],\
    body[data-controller~=mbin],\
    link[rel=apple-touch-icon][href^=\"/static/images/piefed_logo\"],\
    meta[property=\"og:platform\"][content=PeerTube],\
    meta[name=Description][content=Lemmy],\
    meta[name=generator][content^=Friendica]";

/// What a person is told first of a page whose address with this relation leads to a listed target.
pub fn sentence(relation: Relation, target: &Target) -> Message {
    Message::new(
        match relation {
            Relation::At if target.handle.is_none() && target.via.is_none() => "pageIsOn",
            Relation::At | Relation::Shows => "pageShows",
            Relation::Me => "pageIsBySomeoneOn",
        },
        [Value::name(target.label())],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::target::recognise;

    #[test]
    fn sentences() {
        #[track_caller]
        fn check(relation: Relation, address: &str, expected: &str) {
            let targets = recognise(address, &NativeParser);
            let Message { key, values } = sentence(relation, targets.first().unwrap());
            let [Value::Name(name)] = values.as_slice() else { panic!("{values:?}") };
            assert_eq!(format!("{key} {name}"), expected, "{address}");
        }
        check(Relation::At, "https://a.example/@b", "pageIsOn a.example");
        check(Relation::At, "https://a.example/@b@c.example", "pageShows @b@c.example");
        check(
            Relation::At,
            "https://web.archive.org/web/2020/https://a.example/",
            "pageShows a.example",
        );
        check(Relation::Shows, "https://c.example/users/b", "pageShows c.example");
        check(Relation::Me, "https://c.example/@b", "pageIsBySomeoneOn c.example");
    }
}
