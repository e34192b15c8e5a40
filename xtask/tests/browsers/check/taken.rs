//! What people do with the answer: pass it on, follow what a brand names; and what is left behind when they leave.

use anyhow::Result;
use serde_json::{Value, json};
use xtask::browser::{Browser, Install, Session, wait};
use xtask::running::{self, ALL_SITES};

use super::super::fixture::{self, Trials, visible};
use super::super::servers::{mastodon, suspend};
use super::page::{HOME, answer, ask, ask_servers, fits, load_home, press, said, wait_for};

const THEIRS: &str = "theirs.example";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("check_answer_as_text_and_on_a_telephone", as_text);
    trials.add("check_gives_its_permissions_back", permissions);
    trials.alone("check_of_a_platform_that_a_brand_knows_a_way_out_of", ways_out);
}

fn as_text(session: &Session) -> Result<()> {
    load_home(session, &[])?;
    session.proxy().answer(THEIRS, mastodon::open(&[suspend(HOME).because("<b>Rude</b>")]));
    session.resize(360, 800)?;
    ask(session, &format!("@zoe@{THEIRS}"))?;
    fits(session)?;
    ask_servers(session)?;
    fits(session)?;
    press(session, "copy")?;
    wait_for(session, "copied", "Copied")?;
    // Pasted as a person does it.
    session.in_page(
        "document.querySelector('main').append(document.createElement('textarea'))",
        &[],
    )?;
    session.click("textarea")?;
    session.press_holding('\u{e009}', "v")?;
    let text = wait("the text", || {
        let text = session.in_page("return document.querySelector('textarea').value", &[])?;
        Ok(text.as_str().filter(|it| !it.is_empty()).map(str::to_owned))
    })?;
    let lines: Vec<_> = text.lines().collect();
    let (question, rows) = (lines[0], &lines[2..]);
    assert!(question.contains(HOME) && question.contains("@zoe@theirs.example"), "{question}");
    assert!(
        rows[0].starts_with("- Follow them: no. theirs.example suspends home.example"),
        "{rows:?}"
    );
    assert_eq!(rows.iter().filter(|it| it.starts_with("- ")).count(), 7, "{rows:?}");
    assert!(lines.last().is_some_and(|it| it.starts_with("This is as far as")), "{lines:?}");
    assert_eq!(text, visible(&text));
    session.resize_no_more()
}

fn permissions(session: &Session) -> Result<()> {
    let origins = || -> Result<Value> {
        let script = "return (await (globalThis.browser ?? chrome).permissions.getAll()).origins";
        session.in_extension(script, &[])
    };
    load_home(session, &[])?;
    session.proxy().answer(THEIRS, mastodon::open(&[]));
    session.revoke(&[ALL_SITES])?;
    let home = format!("https://{HOME}/*");
    let theirs = format!("https://{THEIRS}/*");
    session.grant(&[&home, &theirs])?;
    // What was given once is given again without a question.
    let remove =
        "await (globalThis.browser ?? chrome).permissions.remove({ origins: arguments[0] })";
    session.in_extension(remove, &[json!([theirs])])?;
    let before = origins()?;
    assert_eq!(before, json!([home]));
    ask(session, THEIRS)?;
    ask_servers(session)?;
    wait("the permission to be given back", || Ok((origins()? == before).then_some(())))?;
    if session.browser() == Browser::Firefox {
        return Ok(()); // it hears nothing more of a page that is being left
    }
    // And again, with the page that is left in the middle.
    session.proxy().answer(THEIRS, |_| xtask::browser::Answer::never());
    press(session, "again")?;
    wait_for(session, "offer", "Asking")?;
    wait("the permission", || Ok((origins()? != before).then_some(())))?;
    session.show("about:blank")?;
    wait("the permission to be given back by a page that is left", || {
        Ok((origins()? == before).then_some(()))
    })
}

fn ways_out(browser: Browser) -> Result<()> {
    let session = fixture::session(browser, "datasci.social", Install::Temporary)?;
    running::grant_all(&session)?;
    load_home(&session, &[suspend("instagram.com")])?;
    ask(&session, "https://www.instagram.com/")?;
    assert_eq!(answer(&session)?.row("Follow them")?.outcome, "no");
    wait("the ways out", || Ok((!said(&session, "ways-out")?.is_empty()).then_some(())))?;
    let links = session.in_page(
        "return [...document.querySelectorAll('[data-part=ways-out] a')].map(it => it.href)",
        &[],
    )?;
    let links: Vec<String> = serde_json::from_value(links)?;
    assert!(links.len() > 1 && links.iter().all(|it| it.starts_with("https://")), "{links:?}");
    Ok(())
}
