//! What each software's list says of hosts, by its own rule.

use crate::browsers::servers::{
    akkoma, allow, corgidon, friendica, gotosocial, lemmy, mastodon, mbin, misskey, peertube,
    piefed, pixelfed, pleroma, sharkey, silence, suspend, writefreely,
};
use crate::check::{fails, judged};
use crate::load::PATIENT;

#[test]
fn mastodon_covers_what_is_below_and_the_longest_name_wins() {
    let entries = [
        suspend("bad.example"),
        silence("milder.bad.example"),
        silence("limited.example"),
        suspend("starred.example").starred(),
    ];
    let cases = [
        "bad.example suspend",
        "www.bad.example suspend",
        "milder.bad.example silence",
        "a.milder.bad.example silence",
        "notbad.example -",
        "a.limited.example silence",
        "a.starred.example suspend",
        "other.example -",
    ];
    judged(mastodon::open(&entries), "mastodon public", &cases);
    judged(mastodon::fork("somefork", &entries), "somefork public", &cases);
}

#[test]
fn mastodon_that_shows_no_list() {
    let expected = "mastodon notShown: server.example does not show its list to strangers";
    fails(Box::new(mastodon::hidden), PATIENT, expected);
    fails(mastodon::members_only(&[suspend("bad.example")]), PATIENT, expected);
    fails(
        Box::new(mastodon::limited_federation),
        PATIENT,
        "mastodon allowList: server.example exchanges posts only with servers that it allows, and does not say which",
    );
}

#[test]
fn mastodon_forks_with_names_in_node_info() {
    let entries = [suspend("bad.example"), silence("limited.example")];
    let cases = ["a.bad.example suspend", "limited.example silence", "other.example -"];
    judged(corgidon::open(&entries), "corgidon public", &cases);
}

#[test]
fn gotosocial_lets_a_permission_win() {
    let entries = [
        suspend("bad.example"),
        allow("good.bad.example"),
        suspend("bücher.example"),
        suspend("starred.example").starred(),
    ];
    let cases = [
        "a.bad.example suspend",
        "good.bad.example noop",
        "xn--bcher-kva.example suspend",
        // Without a digest, nobody can tell which name this was.
        "starred.example -",
        "other.example -",
    ];
    judged(gotosocial::open(&entries), "gotosocial public", &cases);
    fails(
        Box::new(gotosocial::hidden),
        PATIENT,
        "gotosocial notShown: server.example does not show its list to strangers",
    );
}

#[test]
fn akkoma_knows_patterns_and_the_strictest_wins() {
    let entries = [
        suspend("bad.example"),
        silence("milder.bad.example"),
        suspend("*.worse.example"),
        suspend("worst.*"),
        silence("limited.example"),
    ];
    let cases = [
        "a.bad.example suspend",
        "milder.bad.example suspend",
        "worse.example suspend",
        "a.worse.example suspend",
        "worst.example suspend",
        "limited.example silence",
        "other.example -",
    ];
    judged(akkoma::open(&entries), "akkoma public", &cases);
    judged(akkoma::withholding(&entries), "akkoma withheld", &cases);
    fails(
        akkoma::hidden(),
        PATIENT,
        "akkoma unpublished: server.example does not publish its list",
    );
}

#[test]
fn akkoma_with_an_allow_list() {
    let entries = [allow("good.example"), suspend("bad.example")];
    judged(
        akkoma::open(&entries),
        "akkoma allowList",
        &["bad.example suspend", "a.good.example noop"],
    );
}

#[test]
fn pleroma_of_old_takes_names_literally() {
    let entries = [suspend("bad.example"), suspend("*.worse.example")];
    let cases = [
        "bad.example suspend",
        "a.bad.example -",
        "worse.example suspend",
        "a.worse.example suspend",
        "other.example -",
    ];
    judged(pleroma::open(&entries), "pleroma public", &cases);
}

#[test]
fn misskey_gives_pages() {
    let mut entries: Vec<_> = (0..250).map(|it| suspend(&format!("bad{it}.example"))).collect();
    entries.extend([silence("quiet.example"), allow("fine.example")]);
    let cases = [
        "bad0.example suspend",
        "a.bad249.example suspend",
        "quiet.example silence",
        "fine.example -",
        "asleep.example -",
    ];
    judged(misskey::open(&entries), "misskey public", &cases);
    fails(
        misskey::specified(&entries),
        PATIENT,
        "misskey allowList: server.example exchanges posts only with servers that it allows, and does not say which",
    );
    fails(
        sharkey::open(&entries),
        PATIENT,
        "sharkey unpublished: server.example does not publish its list",
    );
}

#[test]
fn lemmy_means_one_name() {
    let entries = [suspend("bad.example")];
    let cases = ["bad.example suspend", "www.bad.example -", "a.bad.example -", "other.example -"];
    for server in [lemmy::v0_17(&entries), lemmy::v0_19(&entries), lemmy::v1(&entries)] {
        judged(server, "lemmy public", &cases);
    }
    let allowing = [suspend("bad.example"), allow("good.example")];
    let cases = [&cases[..], &["good.example noop", "a.good.example -"]].concat();
    for server in [lemmy::v0_17(&allowing), lemmy::v0_19(&allowing), lemmy::v1(&allowing)] {
        judged(server, "lemmy allowList", &cases);
    }
    let many: Vec<_> = (0..120).map(|it| suspend(&format!("bad{it}.example"))).collect();
    judged(lemmy::v1(&many), "lemmy public", &["bad0.example suspend", "bad119.example suspend"]);
}

#[test]
fn lemmy_that_is_private() {
    fails(
        Box::new(lemmy::private),
        PATIENT,
        "lemmy notShown: server.example does not show its list to strangers",
    );
}

#[test]
fn piefed_means_one_name_and_a_star_one_character() {
    let entries = [suspend("bad.example"), suspend("wor**.example")];
    let cases = [
        "bad.example suspend",
        "a.bad.example -",
        "worse.example suspend",
        "worst.example suspend",
        "worsts.example -",
        "wor.e.example -",
    ];
    judged(piefed::open(&entries), "piefed public", &cases);
    let allowing = [suspend("bad.example"), allow("good.example")];
    judged(
        piefed::open(&allowing),
        "piefed allowList",
        &["bad.example suspend", "a.bad.example -", "good.example noop", "a.good.example -"],
    );
    judged(piefed::open(&[]), "piefed public", &["bad.example -"]);
}

#[test]
fn mbin_means_one_name_and_its_www() {
    let cases =
        ["bad.example suspend", "www.bad.example suspend", "a.bad.example -", "other.example -"];
    for server in [mbin::open(&[suspend("bad.example")]), mbin::v1(&[suspend("bad.example")])] {
        judged(server, "mbin public", &cases);
    }
}

#[test]
fn friendica_means_what_its_patterns_say() {
    let entries = [suspend("bad.example").because("Spam, mostly"), suspend("*.worse.example")];
    let cases = [
        "bad.example suspend",
        "a.bad.example -",
        "worse.example -",
        "a.worse.example suspend",
        "other.example -",
    ];
    judged(friendica::open(&entries), "friendica public", &cases);
}

#[test]
fn software_without_a_list() {
    let unsupported = |software: &str| {
        format!(
            "{software} unsupported: server.example runs {software}, which does not publish its list in this way"
        )
    };
    fails(peertube::open(&[suspend("bad.example")]), PATIENT, &unsupported("peertube"));
    fails(Box::new(pixelfed::open), PATIENT, &unsupported("pixelfed"));
    fails(Box::new(writefreely::open), PATIENT, &unsupported("writefreely"));
}
