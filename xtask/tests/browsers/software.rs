//! From a server's name to marked links, for every software by its own rule, and what is said where there is no list.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use xtask::browser::Session;
use xtask::running::ask;

use super::fixture::{Trials, marked, open};
use super::servers::{
    Server, akkoma, allow, corgidon, friendica, gotosocial, lemmy, mastodon, mbin, misskey,
    peertube, piefed, pixelfed, pleroma, sharkey, shop, silence, suspend, threads, writefreely,
};

const SERVER: &str = "server.example";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("software_with_names_that_cover_what_is_below", below);
    trials.add("software_with_names_that_mean_themselves", only);
    trials.add("software_without_a_list", without);
}

fn below(session: &Session) -> Result<()> {
    let entries = [
        suspend("bad.example"),
        silence("milder.bad.example"),
        silence("limited.example"),
        suspend("starred.example").starred(),
    ];
    let longest = [
        "a.bad.example suspend",
        "b.milder.bad.example silence",
        "notbad.example",
        "limited.example silence",
    ];
    let starred = [&longest[..], &["a.starred.example suspend"]].concat();
    judged(session, mastodon::open(&entries), "mastodon public", &starred)?;
    judged(session, mastodon::fork("somefork", &entries), "somefork public", &starred)?;
    judged(session, corgidon::open(&entries[..3]), "corgidon public", &longest)?;

    let entries = [suspend("bad.example"), allow("good.bad.example"), suspend("bücher.example")];
    let cases = ["a.bad.example suspend", "a.good.bad.example", "xn--bcher-kva.example suspend"];
    judged(session, gotosocial::open(&entries), "gotosocial public", &cases)?;

    let entries = [
        suspend("bad.example"),
        silence("milder.bad.example"),
        suspend("*.worse.example"),
        suspend("worst.*"),
    ];
    let strictest =
        ["milder.bad.example suspend", "worse.example suspend", "worst.example suspend"];
    judged(session, akkoma::open(&entries), "akkoma public", &strictest)?;
    judged(session, akkoma::withholding(&entries), "akkoma withheld", &strictest)?;
    let entries = [allow("good.example"), suspend("bad.example")];
    let cases = ["a.bad.example suspend", "a.good.example", "other.example"];
    judged(session, akkoma::open(&entries), "akkoma allowList", &cases)?;

    let mut entries: Vec<_> = (0..150).map(|it| suspend(&format!("bad{it}.example"))).collect();
    entries.push(silence("quiet.example"));
    let cases = ["a.bad149.example suspend", "quiet.example silence", "bad150.example"];
    judged(session, misskey::open(&entries), "misskey public", &cases)
}

/// What differs from Mastodon, where each of these names would cover all below it and no other.
fn only(session: &Session) -> Result<()> {
    let entries = [suspend("bad.example")];
    let exact = ["bad.example suspend", "www.bad.example", "a.bad.example"];
    for server in [lemmy::v0_17(&entries), lemmy::v0_19(&entries), lemmy::v1(&entries)] {
        judged(session, server, "lemmy public", &exact)?;
    }
    let allowing = [suspend("bad.example"), allow("good.example")];
    let cases = [&exact[..], &["good.example", "other.example"]].concat();
    judged(session, lemmy::v1(&allowing), "lemmy allowList", &cases)?;
    judged(session, piefed::open(&allowing), "piefed allowList", &cases)?;
    let entries = [suspend("bad.example"), suspend("wor**.example")];
    let cases =
        [&exact[..], &["worse.example suspend", "worsts.example", "wor.e.example"]].concat();
    judged(session, piefed::open(&entries), "piefed public", &cases)?;
    let cases = ["bad.example suspend", "www.bad.example suspend", "a.bad.example"];
    judged(session, mbin::open(&entries[..1]), "mbin public", &cases)?;
    judged(session, mbin::v1(&entries[..1]), "mbin public", &cases)?;
    let entries = [suspend("bad.example").because("Spam, mostly"), suspend("*.worse.example")];
    let cases = [&exact[..], &["worse.example", "a.worse.example suspend"]].concat();
    judged(session, friendica::open(&entries), "friendica public", &cases)?;
    let entries = [suspend("bad.example"), suspend("*.worse.example")];
    let cases = [
        "bad.example suspend",
        "a.bad.example",
        "worse.example suspend",
        "a.worse.example suspend",
    ];
    judged(session, pleroma::open(&entries), "pleroma public", &cases)
}

fn without(session: &Session) -> Result<()> {
    let entries = [suspend("bad.example")];
    let cases: [(Server, &str); 15] = [
        (Box::new(mastodon::hidden), "failHidden in the tab"),
        (mastodon::members_only(&entries), "failHidden in the tab"),
        (Box::new(mastodon::limited_federation), "failAllowedNotShown"),
        (Box::new(gotosocial::hidden), "failHidden"),
        (akkoma::hidden(), "failUnpublished"),
        (misskey::specified(&entries), "failAllowedNotShown"),
        (sharkey::open(&entries), "failUnpublished"),
        (Box::new(lemmy::private), "failHidden"),
        (peertube::open(&entries), "failUnsupported"),
        (Box::new(pixelfed::open), "failUnsupported"),
        (Box::new(writefreely::open), "failUnsupported"),
        (Box::new(shop::open), "failNotFediverse"),
        (Box::new(shop::application), "failNotFediverse"),
        (Box::new(threads::open), "failNotFediverse"),
        (super::servers::trouble::down(500), "failServerAnswered"),
    ];
    for (server, expected) in cases {
        session.proxy().answer(SERVER, server);
        let answer = add(session)?;
        let failed = &answer["failed"];
        let key = failed["message"]["key"].as_str().unwrap_or_default();
        let in_tab = if failed["inTab"].is_null() { "" } else { " in the tab" };
        assert_eq!(format!("{key}{in_tab}"), expected, "{answer}");
    }
    let report = ask(session, &json!("lists"))?;
    assert_eq!(report["lists"]["lists"], json!([]), "what cannot be had is not kept");
    Ok(())
}

/// Loads the list of a server, which is `software access`, and looks at links to hosts: `host severity`, or only `host`
/// for one that is not marked.
#[track_caller]
fn judged(session: &Session, server: Server, expected: &str, cases: &[&str]) -> Result<()> {
    session.proxy().answer(SERVER, server);
    let answer = add(session)?;
    let list = &answer["loaded"];
    ensure!(list.is_object(), "{expected}: {answer}");
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let actual = format!("{} {}", word(&list["software"]["name"]), word(&list["access"]));
    assert_eq!(actual, expected, "{list}");

    let hosts = cases.iter().map(|case| case.split(' ').next().unwrap_or_default());
    let links: String =
        hosts.map(|host| format!("<a href='https://{host}/'>{host}</a> ")).collect();
    open(session, "page.example", &links)?;
    let listed = cases.iter().filter(|case| case.contains(' '));
    assert_eq!(
        marked(session)?,
        listed.map(|case| format!("{case} true")).collect::<Vec<_>>(),
        "{expected}"
    );
    ask(session, &json!({"remove": format!("home:{SERVER}")}))?;
    Ok(())
}

fn add(session: &Session) -> Result<Value> {
    ask(session, &json!({"addServer": {"server": SERVER, "home": true, "allowed": []}}))
}
