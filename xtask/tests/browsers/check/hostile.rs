//! Remote servers that mean harm: a clear sentence, and nothing is changed.

use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};
use xtask::browser::{Answer, Session};
use xtask::running;

use super::super::fixture::{Trials, visible};
use super::super::servers::{Server, friends, mastodon, suspend, trouble};
use super::page::{HOME, ask, ask_servers, attempts, done, load_home, press, said, wait_for};

const EVIL: &str = "evil.example";
const VICTIM: &str = "victim.example";
const FINGER: &str = "/.well-known/webfinger";
const SCRIPT: &str = "<img src=x onerror='document.title=1'><script>document.title=1</script>";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("check_of_a_server_that_answers_badly", badly);
    trials.add("check_of_a_server_that_leads_elsewhere", elsewhere);
    trials.add("check_of_a_server_with_scripts_in_every_string", scripts);
    trials.add("check_is_refused_by_spelling", by_spelling);
    trials.add("check_of_a_server_that_drips", dripping);
    trials.add("check_can_be_stopped", stopped);
}

fn badly(session: &Session) -> Result<()> {
    let links: Vec<Value> = (0..10_000)
        .map(|it| json!({"rel": "self", "type": "application/activity+json", "href": format!("https://{it}.example/")}))
        .collect();
    let finger = |subject: &str, links: &[Value]| {
        Answer::json(json!({"subject": subject, "links": links}).to_string())
    };
    for (answer, sentence) in [
        (Answer::endless(), "larger than 1 MB"),
        (finger("acct:someone@evil.example", &links), "more links than any account has"),
        (
            finger("acct:other@evil.example", &links[..1]),
            "was asked about @someone@evil.example and answered about @other@evil.example",
        ),
        (finger("acct:someone@evil.example", &[]), "cannot be used"),
        (Answer::html("<p>Hello"), "cannot be used"),
        (Answer::status(500), "answered with status 500"),
        (Answer::status(404), "knows no account"),
    ] {
        let shown =
            unchanged(session, trouble::at(FINGER, answer, mastodon::open(&[])), &[], || {
                ask_servers(session)
            })?;
        assert!(shown.notes.contains(sentence), "no {sentence} in {}", shown.notes);
        assert_eq!(shown.outcomes(), ["yes"; 7], "the list counts all the same: {shown:#?}");
    }
    let endless = trouble::at(mastodon::LIST, Answer::endless(), mastodon::open(&[]));
    let shown = unchanged(session, endless, &[], || ask_servers(session))?;
    assert_eq!(shown.outcomes(), ["unknown"; 7], "{shown:#?}");
    Ok(())
}

/// Whoever is named by another is asked only after a press, and has to say the same.
fn elsewhere(session: &Session) -> Result<()> {
    let finger = json!({
        "subject": "acct:someone@evil.example",
        "links": [{"rel": "self", "type": "application/activity+json", "href": format!("https://{VICTIM}/users/someone")}],
    });
    let claims = || trouble::at(FINGER, Answer::json(finger.to_string()), mastodon::open(&[]));
    let shown = unchanged(session, claims(), &[], || {
        press(session, "ask")?;
        wait_for(session, "offer", &format!("May {VICTIM} be asked too?"))?;
        press(session, "refuse")?;
        done(session)
    })?;
    assert!(shown.notes.contains(&format!("{VICTIM} was not asked")), "{}", shown.notes);
    let shown = unchanged(session, claims(), &[VICTIM], || {
        press(session, "ask")?;
        press(session, "permit")?;
        done(session)
    })?;
    assert!(shown.notes.contains("which does not say so"), "{}", shown.notes);

    // The browser follows a redirect before anybody knows of it; what came from there is dropped.
    let redirect = Answer::redirect(&format!("https://{VICTIM}{FINGER}"));
    let server = trouble::at(FINGER, redirect, mastodon::open(&[]));
    let shown = unchanged(session, server, &[VICTIM], || {
        press(session, "ask")?;
        press(session, "refuse")?;
        done(session)
    })?;
    assert!(shown.notes.contains(&format!("{VICTIM} was not asked")), "{}", shown.notes);
    Ok(())
}

fn scripts(session: &Session) -> Result<()> {
    let list = json!([{"domain": HOME, "severity": "suspend", "comment": SCRIPT}]);
    let server = trouble::at(
        mastodon::LIST,
        Answer::json(list.to_string()),
        trouble::at(
            FINGER,
            Answer::json(
                json!({"subject": SCRIPT, "links": [{"rel": SCRIPT, "href": SCRIPT}]}).to_string(),
            ),
            mastodon::fork("<script>", &[suspend(HOME)]),
        ),
    );
    let shown = unchanged(session, server, &[], || ask_servers(session))?;
    assert_eq!(shown.row("Follow them")?.outcome, "no");
    assert!(said(session, "bases")?.contains("<script>"), "{}", said(session, "bases")?);
    let script =
        "return [document.querySelectorAll('main img, main script').length, document.title]";
    let found = session.in_page(script, &[])?;
    assert_eq!(found[0], 0);
    assert_ne!(found[1], "1");
    assert_eq!(session.messages()?, Vec::<String>::new());
    Ok(())
}

fn by_spelling(session: &Session) -> Result<()> {
    load_home(session, &[])?;
    for text in [
        "127.0.0.1",
        "@a@192.0.2.7",
        "https://[::1]/@a",
        "localhost",
        "@a@printer.local",
        "db.internal",
        "@a@abcdef.onion",
        "https://intranet/",
        "https://theirs.example:8443/@a",
        "@a@theirs.example:80",
    ] {
        ask(session, text)?;
        let said = said(session, "looked")?;
        assert!(said.contains("so it is not asked"), "{text}: {said}");
        assert!(!said.contains("Ask "), "{text}: {said}");
    }
    assert_eq!(attempts(session), Vec::<String>::new());
    Ok(())
}

/// A byte now and then would hold a check up for ever.
fn dripping(session: &Session) -> Result<()> {
    let drip = Answer::json(" ".repeat(10_000)).dripping(1, Duration::from_millis(500));
    let shown = unchanged(session, trouble::at(FINGER, drip, mastodon::open(&[])), &[], || {
        ask_servers(session)
    })?;
    assert!(shown.notes.contains("did not answer within 15 seconds"), "{}", shown.notes);
    // It is not asked for more.
    assert_eq!(shown.outcomes(), ["unknown"; 7], "{shown:#?}");
    Ok(())
}

fn stopped(session: &Session) -> Result<()> {
    load_home(session, &[])?;
    session.proxy().answer(EVIL, |_| Answer::never());
    ask(session, &format!("someone@{EVIL}"))?;
    press(session, "ask")?;
    press(session, "stop")?;
    wait_for(session, "offer", &format!("Ask {EVIL}"))
}

/// Checks somebody on this server: nobody else is asked, and nothing that is kept changes.
#[track_caller]
fn unchanged<T>(
    session: &Session,
    server: Server,
    others: &[&str],
    check: impl FnOnce() -> Result<T>,
) -> Result<T> {
    load_home(session, &[])?;
    session.proxy().answer(EVIL, server);
    session.proxy().answer(VICTIM, friends());
    let kept = || -> Result<String> { Ok(running::ask(session, &json!("lists"))?.to_string()) };
    let before = kept()?;
    session.in_extension("await (globalThis.browser ?? chrome).storage.session.clear()", &[])?;
    ask(session, &format!("someone@{EVIL}"))?;
    let answer = check()?;
    assert_eq!(visible(&kept()?), visible(&before));
    let mut expected = [&[EVIL, HOME], others].concat();
    expected.sort_unstable();
    assert_eq!(attempts(session), expected);
    Ok(answer)
}
