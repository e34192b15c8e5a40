//! What each policy does, in each software.

use super::{Kind, Policy};

/// What a server does with another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effects {
    /// What comes from there is accepted.
    pub takes_in: bool,
    /// What is written here is delivered there.
    pub sends_out: bool,
    /// That server may fetch what is public here.
    pub serves_reads: bool,
    /// What becomes of requests from there to follow somebody here.
    pub followers: Followers,
    /// What of that server is hidden from people here.
    pub hides: Hides,
}

/// What becomes of requests to follow somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followers {
    /// As the account says.
    Taken,
    /// They wait for approval, also where the account takes everybody.
    OnApproval,
    /// They are refused.
    Refused,
}

/// What of another server is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hides {
    /// Nothing.
    Nothing,
    /// Pictures, sound and video.
    Media,
    /// Its accounts, from all who neither follow them nor look them up: in public timelines, in notifications.
    Accounts,
}

const NONE: Effects = Effects {
    takes_in: true,
    sends_out: true,
    serves_reads: true,
    followers: Followers::Taken,
    hides: Hides::Nothing,
};

/// Public timelines, trends, directory and notifications go without (Mastodon: `app/models/public_feed.rb`,
/// `app/lib/status_filter.rb`, `app/services/notify_service.rb`), follow requests wait
/// (`app/lib/activitypub/activity/follow.rb`); interaction stays possible.
const SILENCE: Effects =
    Effects { followers: Followers::OnApproval, hides: Hides::Accounts, ..NONE };

/// Attachments, avatars and emoji are not stored (Mastodon: `app/lib/activitypub/activity/create.rb`).
const REJECT_MEDIA: Effects = Effects { hides: Hides::Media, ..NONE };

/// Nothing goes in or out (Mastodon: `app/controllers/activitypub/inboxes_controller.rb`,
/// `app/services/follow_service.rb`, `app/lib/status_reach_finder.rb`). Public posts can still be fetched: to read them,
/// a signature is required only with `AUTHORIZED_FETCH` (`app/controllers/statuses_controller.rb`), which no list tells.
const SUSPEND: Effects =
    Effects { takes_in: false, sends_out: false, followers: Followers::Refused, ..NONE };

/// Nothing at all, not even what is public.
const CLOSED: Effects = Effects { serves_reads: false, ..SUSPEND };

/// What a server that runs this does with a server that it has this policy for.
///
/// | software | `silence` | `suspend` | `reject_media` | allow-list without them |
/// |---|---|---|---|---|
/// | Mastodon | see `SILENCE` | see `SUSPEND` | see `REJECT_MEDIA` | `LIMITED_FEDERATION_MODE`: neither way (`app/helpers/domain_control_helper.rb`), and reading takes a signature (`app/controllers/application_controller.rb`, `authorized_fetch_mode?`) |
/// | GoToSocial | – | every request is refused with 403, reading too (`docs/admin/domain_blocks.md`) | – | as blocked (`internal/db/bundb/domain.go`) |
/// | Pleroma, Akkoma | `followers_only`, `federated_timeline_removal` | `reject`: not taken in, not delivered, not fetched (`mrf/simple_policy.ex`, `publisher.ex`, `fetcher.ex`) | `media_removal` | a filled `accept`: all others are rejected (`mrf/simple_policy.ex`) |
/// | Misskey | `isSilenced`: out of public timelines, follows want approval (`NoteCreateService.ts`, `UserFollowingService.ts`) | `isBlocked`: inbox, look-up and delivery are cut (`UtilityService.ts`) | `isMediaSilenced`: files are marked as sensitive, emoji dropped (`DriveService.ts`) | `federation: specified` (`MetaEntityService.ts`) |
/// | Lemmy | – | neither way (`crates/apub/src/lib.rs`) | – | a filled `allowed`: all others are refused (the same file) |
/// | PieFed, Mbin | – | blocked | – | all others are banned (`SettingsManager.php`) |
/// | PeerTube, Friendica | – | blocked | – | – |
/// | Threads, other | not known | not known | not known | not known |
///
/// Where there is "–", the software has no such policy. A list that says it all the same means what the word means
/// elsewhere, and so does all that is not known of a software: the words are Mastodon's, and so is the meaning.
///
/// **Whether the other server may still read** is said only of Mastodon, which lets it by default, and of GoToSocial,
/// which does not. All others are taken to be like Mastodon: what they show to everybody, they show to a stranger's
/// server. An allow-list is a suspension of everybody else, and serves nobody of them.
pub fn effects(kind: Kind, policy: Policy) -> Effects {
    let suspend = match kind {
        Kind::GoToSocial => CLOSED,
        Kind::Mastodon
        | Kind::Akkoma
        | Kind::Misskey
        | Kind::Lemmy
        | Kind::PieFed
        | Kind::Mbin
        | Kind::PeerTube
        | Kind::Friendica
        | Kind::Threads
        | Kind::Other => SUSPEND,
    };
    match policy {
        Policy::None => NONE,
        Policy::Silence => SILENCE,
        Policy::Suspend => suspend,
        Policy::RejectMedia => REJECT_MEDIA,
        Policy::AllowListWithoutUs => CLOSED,
    }
}
