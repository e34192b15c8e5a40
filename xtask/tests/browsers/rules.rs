//! The user's own rules: heard before every list.

use anyhow::Result;
use xtask::browser::{Session, wait};

use super::fixture::{Trials, load, marked, open, visible};
use super::panels::{filled, said};

const PAGE: &str =
    "<a href='https://threads.net/'>a</a> <a href='https://www.limited.example/'>b</a>";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("rules_by_keyboard", by_keyboard);
    trials.add("rules_that_are_none", none);
}

fn by_keyboard(session: &Session) -> Result<()> {
    const TAB: &str = "\u{e004}";
    const ENTER: &str = "\u{e007}";
    load(session, "My list", "threads.net,suspend,false,false,,false")?;
    session.show_own("options.html")?;
    filled(session)?;
    assert_eq!(rules(session)?, [""; 0]);
    session.in_page("document.querySelector('[data-part=rule-name]').focus()", &[])?;
    session.press(&format!("https://Limited.example/@me{TAB}l{TAB}Too loud{ENTER}"))?;
    said(session, "rules-result", "The rule for limited.example is in force.")?;
    assert_eq!(rules(session)?, ["limited.example Limited Too loud Change Remove"]);
    // The form is ready for the next.
    session.press(&format!("threads.net{TAB}a{ENTER}"))?;
    session.click("[data-part=rule-submit]")?;
    said(session, "rules-result", "The rule for threads.net is in force.")?;
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["b silence true"]);
    let popup = session.click_toolbar()?;
    wait("the popup", || {
        let text = visible(&popup.text()?);
        Ok((text.contains("You limit limited.example") && text.contains("2 rules")).then_some(()))
    })?;
    popup.close()?;

    session.show_own("options.html")?;
    filled(session)?;
    session.click("[data-part=rules] li:nth-child(2) [data-do=change-rule]")?;
    session.press(&format!("b{TAB}Now blocked{ENTER}"))?;
    wait("the change", || {
        Ok(rules(session)?
            .iter()
            .any(|it| it == "threads.net Blocked Now blocked Change Remove")
            .then_some(()))
    })?;
    session.click("[data-part=rules] li:nth-child(1) [data-do=remove-rule]")?;
    said(session, "rules-result", "The rule for limited.example is removed.")?;
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["a suspend true"]);
    Ok(())
}

fn none(session: &Session) -> Result<()> {
    session.show_own("options.html")?;
    filled(session)?;
    session.click("[data-part=rule-name]")?;
    session.press("not a name\u{e007}")?;
    said(session, "rules-result", "“not a name” is not a server’s name")?;
    let typed =
        session.in_page("return document.querySelector('[data-part=rule-name]').value", &[])?;
    assert_eq!(typed, "not a name");
    assert_eq!(rules(session)?, [""; 0]);
    Ok(())
}

/// Each rule as a person reads it.
fn rules(session: &Session) -> Result<Vec<String>> {
    let rows = session.in_page(
        "return [...document.querySelectorAll('[data-part=rules] > li')].map(it => it.innerText.replace(/\\s+/g, ' '))",
        &[],
    )?;
    Ok(serde_json::from_value(rows)?)
}
