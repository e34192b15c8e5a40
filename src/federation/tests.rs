//! The decision against the table that it has to agree with, and against a second one written in another way.

use super::*;

fn side(kind: Kind, policy: Policy, access: Access) -> Side {
    Side { kind, policy, access }
}

fn every_side() -> impl Iterator<Item = Side> {
    Kind::ALL.into_iter().flat_map(|kind| {
        Policy::ALL.into_iter().flat_map(move |policy| {
            Access::ALL.into_iter().map(move |access| side(kind, policy, access))
        })
    })
}

fn word(outcome: Outcome) -> String {
    serde_json::to_string(&outcome).unwrap().trim_matches('"').to_owned()
}

/// What each of the two does, `?` for a list that cannot be read; the outcomes in the order of [`Activity::ALL`].
#[track_caller]
fn check_between(ours: (Kind, &str), theirs: (Kind, &str), expected: &str) {
    let read = |(kind, policy): (Kind, &str)| match policy {
        "?" => side(kind, Policy::None, Access::Unknown),
        word => {
            let is_it = |it: &Policy| serde_json::to_string(it).unwrap() == format!("\"{word}\"");
            side(kind, Policy::ALL.into_iter().find(is_it).unwrap(), Access::Known)
        }
    };
    let outcomes = Activity::ALL.map(|it| word(decide(it, read(ours), read(theirs)).outcome));
    assert_eq!(outcomes.join(" "), expected, "{ours:?} {theirs:?}");
}

/// Between two Mastodon servers.
#[track_caller]
fn check(ours: &str, theirs: &str, expected: &str) {
    check_between((Kind::Mastodon, ours), (Kind::Mastodon, theirs), expected);
}

#[test]
fn row_by_row() {
    //                                follow they  I see  they   reply  direct boost
    check("none", "none", "yes yes yes yes yes yes yes");
    check("suspend", "none", "no no no partly no no no");
    check("suspend", "suspend", "no no no no no no no");
    check("none", "suspend", "no no partly no no no no");
    check("silence", "none", "yes partly partly yes yes yes yes");
    check("none", "silence", "partly yes yes partly partly partly yes");
    check("reject_media", "none", "yes yes partly yes yes yes yes");
    check("none", "reject_media", "yes yes yes partly yes yes yes");
    check("allow_list_without_us", "none", "no no no no no no no");
    check("none", "allow_list_without_us", "no no no no no no no");
}

#[test]
fn both_do_something() {
    check("silence", "silence", "partly partly partly partly partly partly yes");
    check("suspend", "silence", "no no no partly no no no");
    check("silence", "suspend", "no no partly no no no no");
    check("suspend", "allow_list_without_us", "no no no no no no no");
}

#[test]
fn a_list_that_cannot_be_read() {
    check("?", "?", "unknown unknown unknown unknown unknown unknown unknown");
    check("none", "?", "unknown unknown unknown unknown unknown unknown unknown");
    check("silence", "?", "unknown unknown unknown unknown unknown unknown unknown");
    check("suspend", "?", "no no no unknown no no no");
    check("?", "suspend", "no no unknown no no no no");
    check("?", "allow_list_without_us", "no no no no no no no");
}

#[test]
fn whoever_refuses_reads_is_not_read() {
    use Kind::{GoToSocial, Mastodon, Misskey};
    check_between((Mastodon, "none"), (GoToSocial, "suspend"), "no no no no no no no");
    check_between((GoToSocial, "suspend"), (Mastodon, "none"), "no no no no no no no");
    check_between((GoToSocial, "none"), (Misskey, "suspend"), "no no partly no no no no");
}

#[track_caller]
fn check_reasons(activity: Activity, ours: &str, theirs: &str, expected: &[(Who, Why)]) {
    let read = |policy: &str| match policy {
        "?" => side(Kind::Mastodon, Policy::None, Access::Unknown),
        "none" => side(Kind::Mastodon, Policy::None, Access::Known),
        "silence" => side(Kind::Mastodon, Policy::Silence, Access::Known),
        "suspend" => side(Kind::Mastodon, Policy::Suspend, Access::Known),
        _ => side(Kind::Mastodon, Policy::AllowListWithoutUs, Access::Known),
    };
    assert_eq!(decide(activity, read(ours), read(theirs)).because, expected);
}

#[test]
fn reasons() {
    use Who::{Ours, Theirs};
    let none = [(Ours, Why::NotListed), (Theirs, Why::NotListed)];
    check_reasons(Activity::Follow, "none", "none", &none);
    check_reasons(Activity::Follow, "suspend", "?", &[(Ours, Why::Suspends)]);
    check_reasons(Activity::Follow, "none", "?", &[(Theirs, Why::ListUnknown)]);
    check_reasons(Activity::Follow, "none", "silence", &[(Theirs, Why::WantsApproval)]);
    check_reasons(Activity::ISee, "none", "suspend", &[(Theirs, Why::ServesPublicOnly)]);
    check_reasons(Activity::ISee, "silence", "none", &[(Ours, Why::HidesFromOthers)]);
    check_reasons(Activity::Reply, "none", "silence", &[(Theirs, Why::FiltersNotifications)]);
    let both = [(Ours, Why::Suspends), (Theirs, Why::DoesNotAllow)];
    check_reasons(Activity::Boost, "suspend", "allow list", &both);
    let silence = [(Ours, Why::NoDifference), (Theirs, Why::NotListed)];
    check_reasons(Activity::Boost, "silence", "none", &silence);
}

/// The whole table once more: first who has cut the other off, then who cannot be known, then what is left.
fn oracle(activity: Activity, ours: Side, theirs: Side) -> Outcome {
    let is = |side: Side, policy| side.access == Access::Known && side.policy == policy;
    let walls_off = |side: Side| {
        is(side, Policy::AllowListWithoutUs)
            || (is(side, Policy::Suspend) && side.kind == Kind::GoToSocial)
    };
    let cuts = |side: Side| is(side, Policy::Suspend) || walls_off(side);
    let reads = |reader: Side, writer: Side| {
        if cuts(reader) || walls_off(writer) {
            return Outcome::No;
        }
        if reader.access == Access::Unknown || writer.access == Access::Unknown {
            return Outcome::Unknown;
        }
        let is_whole = reader.policy == Policy::None && !cuts(writer);
        if is_whole { Outcome::Yes } else { Outcome::Partly }
    };
    match activity {
        Activity::ISee => return reads(ours, theirs),
        Activity::TheySee => return reads(theirs, ours),
        _ if cuts(ours) || cuts(theirs) => return Outcome::No,
        _ if ours.access == Access::Unknown || theirs.access == Access::Unknown => {
            return Outcome::Unknown;
        }
        _ => {}
    }
    let who_may_limit = match activity {
        Activity::TheyFollow => Some(ours),
        Activity::Boost => None,
        _ => Some(theirs),
    };
    match who_may_limit {
        Some(side) if side.policy == Policy::Silence => Outcome::Partly,
        _ => Outcome::Yes,
    }
}

#[test]
fn every_combination() {
    let mut count = 0;
    for ours in every_side() {
        for theirs in every_side() {
            count += 1;
            for activity in Activity::ALL {
                let ruling = decide(activity, ours, theirs);
                let expected = oracle(activity, ours, theirs);
                assert_eq!(ruling.outcome, expected, "{activity:?} {ours:?} {theirs:?}");
                assert!(!ruling.because.is_empty());
            }
        }
    }
    assert_eq!(count, 12_100);
}

#[test]
fn both_ends_see_the_same() {
    for ours in every_side() {
        for theirs in every_side() {
            let outcome = |activity, ours, theirs| decide(activity, ours, theirs).outcome;
            let pairs =
                [(Activity::Follow, Activity::TheyFollow), (Activity::ISee, Activity::TheySee)];
            for (mine, other) in pairs {
                assert_eq!(outcome(mine, ours, theirs), outcome(other, theirs, ours));
            }
        }
    }
}
