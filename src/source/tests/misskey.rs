//! Misskey and its forks.

use super::*;

const META: &str = "POST /api/meta {}";

fn page(flag: &str, offset: usize) -> String {
    format!(r#"POST /api/federation/instances {{"{flag}":true,"limit":100,"offset":{offset}}}"#)
}

fn rows(flag: &str, names: &[String]) -> Answer {
    let rows: Vec<_> =
        names.iter().map(|it| format!(r#"{{"host":"{it}","{flag}":true}}"#)).collect();
    ok(&format!("[{}]", rows.join(",")))
}

#[test]
fn misskey() {
    let (first, second) = (page("blocked", 0), page("blocked", 100));
    let silenced = page("silenced", 0);
    let many: Vec<_> = (0..100).map(|it| format!("n{it}.example")).collect();
    let outcome = play(
        Fetching::start(domain("example.social"), None),
        found(
            "misskey",
            "2026.3.1",
            vec![
                (META, ok(r#"{"federation":"all"}"#)),
                (&first, rows("isBlocked", &many)),
                (&second, rows("isBlocked", &[])),
                (&silenced, rows("isSilenced", &["meh.example".to_owned()])),
            ],
        ),
        &format!(
            "public (misskey 2026.3.1): suspend {}, silence meh.example",
            many.join(", suspend ")
        ),
    );
    assert!(matches!(outcome.found, Found::List(list) if list.blocks.len() == 101));
}

#[test]
fn forks_of_misskey() {
    let (blocked, silenced) = (page("blocked", 0), page("silenced", 0));
    let bad = || rows("isBlocked", &["bad.example".to_owned()]);
    let list = "public (firefish 1): suspend bad.example";
    check(
        found(
            "firefish",
            "1",
            vec![(META, status(404, "")), (&blocked, bad()), (&silenced, status(400, "{}"))],
        ),
        list,
    );
    let unfiltered = rows("isNSFW", &["any.example".to_owned()]);
    check(
        found(
            "firefish",
            "1",
            vec![(META, ok("{}")), (&blocked, bad()), (&silenced, unfiltered.clone())],
        ),
        list,
    );
    check(
        found("sharkey", "2024.9", vec![(META, ok("{}")), (&blocked, unfiltered)]),
        "unpublished (sharkey 2024.9): example.social does not publish its list",
    );
    for code in [401, 403] {
        check(
            found(
                "cherrypick",
                "1",
                vec![(META, ok("{}")), (&blocked, status(code, r#"{"error":{}}"#))],
            ),
            "notShown (cherrypick 1): example.social does not show its list to strangers",
        );
    }
    check(
        found("misskey", "10", vec![(META, ok("{}")), (&blocked, status(404, ""))]),
        "unsupported (misskey 10): example.social runs misskey, which does not publish its list in this way",
    );
    check(
        found("misskey", "2026", vec![(META, ok(r#"{"federation":"specified"}"#))]),
        "allowList (misskey 2026): example.social exchanges posts only with servers that it allows, and does not say which",
    );
}

#[test]
fn pages_without_end() {
    let many: Vec<_> = (0..100).map(|it| format!("n{it}.example")).collect();
    let blocked: Vec<_> = (0..200).map(|it| page("blocked", it * 100)).collect();
    let silenced = page("silenced", 0);
    let mut turns = found("misskey", "1", vec![(META, ok("{}"))]);
    turns.extend(blocked.iter().map(|it| (it.as_str(), rows("isBlocked", &many))));
    turns.push((&silenced, rows("isSilenced", &[])));
    play_prefix(turns, "withheld (misskey 1): suspend n0.example, ");
}

/// As [`check`], where the names are too many to be written down.
#[track_caller]
fn play_prefix(turns: Vec<Turn<'_>>, expected: &str) {
    let (mut fetching, request) = Fetching::start(domain("example.social"), None);
    let mut step = Step::Ask(request);
    for (asked, answer) in turns {
        let Step::Ask(request) = step else { panic!("{step:?}") };
        assert_eq!(line(&request), asked);
        step = fetching.answered(answer.at(&request.address), NOW, &NativeParser);
    }
    let Step::Done(outcome) = step else { panic!("{step:?}") };
    let text = describe(&outcome);
    assert!(text.starts_with(expected), "{text}");
}
