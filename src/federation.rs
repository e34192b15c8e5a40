//! Can this account and that profile see each other: what both servers are known to do, and one answer.
//!
//! A server does something *to* another one: [`Policy`] says what, [`effects`] what follows from it. Whatever two people
//! do with each other needs both servers, each in a [`Role`]: who writes needs a server that sends, and one that takes
//! in. So each [`Activity`] is judged once for each side, and the worse of the two counts.
//!
//! # What is worse
//!
//! A known no beats unknown: whatever the list that cannot be read says, it is still no. Unknown beats partly and yes,
//! since that list could turn both into a no.
//!
//! # What it cannot say
//!
//! Lists do not show what one account did to another, what a moderator did to one account, that a server is gone, or
//! that an account does not take part (on Threads, who did not switch it on). So an answer reaches as far as the two
//! lists go, and people are told so.

mod effects;
mod kind;

pub use effects::{Effects, Followers, Hides, effects};
pub use kind::Kind;

use serde::{Deserialize, Serialize};

/// What one server does, and whether anybody can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// What it runs.
    #[serde(rename = "software")]
    pub kind: Kind,
    /// What it does to the other server. Says nothing when its [access](Side::access) is unknown.
    pub policy: Policy,
    /// Whether its list could be read.
    pub access: Access,
}

/// What a server does to another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// Nothing.
    #[default]
    None,
    /// It is limited: out of public timelines, still reachable.
    Silence,
    /// It is suspended: no exchange in either direction.
    Suspend,
    /// Nothing but that pictures, sound and video from there are not stored.
    RejectMedia,
    /// The server exchanges posts with allowed servers only, and the other is none of them.
    AllowListWithoutUs,
}

impl Policy {
    /// All policies.
    pub const ALL: [Policy; 5] = [
        Policy::None,
        Policy::Silence,
        Policy::Suspend,
        Policy::RejectMedia,
        Policy::AllowListWithoutUs,
    ];
}

/// Whether a server's list could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// It could, and says what the policy is.
    Known,
    /// It could not, so the policy can be any.
    Unknown,
}

impl Access {
    /// Both.
    pub const ALL: [Access; 2] = [Access::Known, Access::Unknown];
}

/// Whether something works, the better before the worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It does.
    Yes,
    /// In a way: only after approval, only for those who look, without pictures, or only what is public.
    Partly,
    /// Nobody can know.
    Unknown,
    /// It does not.
    No,
}

/// What people do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// I follow them.
    Follow,
    /// They follow me.
    TheyFollow,
    /// Their new posts reach me.
    ISee,
    /// My new posts reach them.
    TheySee,
    /// I reply to them or mention them, and they learn of it.
    Reply,
    /// I write to them alone, and they learn of it.
    DirectMessage,
    /// I pass a post of theirs on to my followers.
    Boost,
}

impl Activity {
    /// All, in the order in which people read them.
    pub const ALL: [Activity; 7] = [
        Activity::Follow,
        Activity::TheyFollow,
        Activity::ISee,
        Activity::TheySee,
        Activity::Reply,
        Activity::DirectMessage,
        Activity::Boost,
    ];

    /// What our server has to do for it, and theirs.
    fn roles(self) -> (Role, Role) {
        match self {
            Activity::Follow => (Role::Acts, Role::IsFollowed),
            Activity::TheyFollow => (Role::IsFollowed, Role::Acts),
            Activity::ISee => (Role::Reads, Role::IsRead),
            Activity::TheySee => (Role::IsRead, Role::Reads),
            Activity::Reply | Activity::DirectMessage => (Role::Acts, Role::IsWrittenTo),
            Activity::Boost => (Role::Acts, Role::IsShared),
        }
    }
}

/// What a server has to do for an [`Activity`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Its member does something about the other, which it has to know and to send.
    Acts,
    /// It has to take a follow request.
    IsFollowed,
    /// It has to take posts in and show them.
    Reads,
    /// It has to send posts out, or let them be fetched.
    IsRead,
    /// It has to take something in and tell its member.
    IsWrittenTo,
    /// It has to take in that a post of its member is passed on. Those who read it are elsewhere.
    IsShared,
}

/// Which of the two servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The server of the person who asks.
    Ours,
    /// The server of the profile.
    Theirs,
}

/// What of a server's policy a [`Ruling`] rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It does nothing to the other server.
    NotListed,
    /// What it does makes no difference here.
    NoDifference,
    /// It suspends the other server.
    Suspends,
    /// It allows others, and not this one.
    DoesNotAllow,
    /// It sends nothing to the other server, which can still fetch what is public.
    ServesPublicOnly,
    /// A follow request waits for its member's approval.
    WantsApproval,
    /// It shows posts from there to those who follow the account or look it up.
    HidesFromOthers,
    /// It tells its member only when that follows the account; otherwise it is put aside.
    FiltersNotifications,
    /// It leaves pictures, sound and video out.
    WithoutMedia,
    /// Its list could not be read.
    ListUnknown,
}

/// Whether one activity works, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// Whether it does.
    pub outcome: Outcome,
    /// What that rests on, ours first. At least one; of a side that does not decide, nothing.
    pub because: Vec<(Who, Why)>,
}

/// Whether an activity works between these two.
pub fn decide(activity: Activity, ours: Side, theirs: Side) -> Ruling {
    let (our_role, their_role) = activity.roles();
    let sides = [
        (Who::Ours, contribution(ours, our_role)),
        (Who::Theirs, contribution(theirs, their_role)),
    ];
    let outcome = sides.iter().map(|(_, (outcome, _))| *outcome).max().unwrap_or(Outcome::Unknown);
    let decisive = sides.into_iter().filter(|(_, (it, _))| *it == outcome);
    Ruling { outcome, because: decisive.map(|(who, (_, why))| (who, why)).collect() }
}

/// What one side contributes in its role.
fn contribution(side: Side, role: Role) -> (Outcome, Why) {
    if side.access == Access::Unknown {
        return (Outcome::Unknown, Why::ListUnknown);
    }
    let effects = effects(side.kind, side.policy);
    let refuses = match side.policy {
        Policy::AllowListWithoutUs => (Outcome::No, Why::DoesNotAllow),
        _ => (Outcome::No, Why::Suspends),
    };
    let works = match side.policy {
        Policy::None => (Outcome::Yes, Why::NotListed),
        _ => (Outcome::Yes, Why::NoDifference),
    };
    match role {
        Role::IsRead if !effects.sends_out && effects.serves_reads => {
            (Outcome::Partly, Why::ServesPublicOnly)
        }
        Role::IsRead if !effects.sends_out => refuses,
        Role::Acts if !(effects.takes_in && effects.sends_out) => refuses,
        Role::IsFollowed if effects.followers == Followers::Refused => refuses,
        Role::IsFollowed if effects.followers == Followers::OnApproval => {
            (Outcome::Partly, Why::WantsApproval)
        }
        Role::Reads | Role::IsWrittenTo | Role::IsShared if !effects.takes_in => refuses,
        Role::Reads if effects.hides == Hides::Accounts => (Outcome::Partly, Why::HidesFromOthers),
        Role::Reads if effects.hides == Hides::Media => (Outcome::Partly, Why::WithoutMedia),
        Role::IsWrittenTo if effects.hides == Hides::Accounts => {
            (Outcome::Partly, Why::FiltersNotifications)
        }
        _ => works,
    }
}

#[cfg(test)]
mod tests;
