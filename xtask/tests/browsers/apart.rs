//! Words of strangers wherever they are shown: in a direction of their own, and domains in another script with both of
//! their forms.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use xtask::browser::{Session, wait};
use xtask::running::{self, ask, card};

use super::fixture::{Trials, choose, open, visible};
use super::panels::filled;
use super::servers::mastodon;

const HOME: &str = "home.example";
/// What every text of a stranger holds here, in a script that is written from right to left.
const STRANGE: &str = "שלום";
/// A name that looks like another, as servers know it and as people see it.
const ASCII: &str = "xn--80ak6aa92e.com";
const UNICODE: &str = "аррӏе.com";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("words_of_strangers_stand_apart", stand_apart);
    trials.add("words_names_in_another_script", in_another_script);
}

/// Each place where a stranger's text is not kept apart: a text or an attribute that has something of it outside an
/// isolate, below no element that is one. An element that holds nothing else is one too.
const LOOSE: &str = "
    const [strange] = arguments;
    const outside = (text) => text.replace(/\\u2068[^\\u2068\\u2069]*(\\u2068[^\\u2069]*\\u2069[^\\u2068\\u2069]*)*\\u2069/g, '');
    const loose = [];
    let seen = 0;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
        if (!node.data.includes(strange)) continue;
        seen++;
        if (outside(node.data).includes(strange) && !node.parentElement.closest('bdi,[dir=auto]')) loose.push(node.data);
    }
    for (const element of document.querySelectorAll('*'))
        for (const { name, value } of element.attributes)
            if (/^(aria-|title$|alt$|placeholder$)/.test(name) && value.includes(strange)) {
                seen++;
                if (outside(value).includes(strange)) loose.push(name + ': ' + value);
            }
    return [seen, loose];";

#[track_caller]
fn check(found: &Value, what: &str) -> Result<()> {
    ensure!(found[1] == json!([]), "{what}: {found}");
    ensure!(
        found[0].as_u64().is_some_and(|seen| seen > 0),
        "{what}: nothing of strangers: {found}"
    );
    Ok(())
}

fn load_all(session: &Session) -> Result<()> {
    let row = |domain: &str| json!({"domain": domain, "severity": "suspend", "comment": format!("{STRANGE} (1).")});
    let list = json!([row("threads.net"), row(ASCII)]).to_string();
    session.proxy().answer(HOME, mastodon::fork("שלום 4", &[]));
    ask(session, &json!({"addServer": {"server": HOME, "home": true, "allowed": []}}))?;
    let loaded = running::load(session, &format!("{STRANGE} 7"), &list)?;
    ensure!(loaded.is_ok(), "{loaded:?}");
    let rule =
        json!({"name": "rude.example", "severity": "silence", "note": format!("{STRANGE} 3")});
    ask(session, &json!({"setRule": rule}))?;
    Ok(())
}

fn stand_apart(session: &Session) -> Result<()> {
    load_all(session)?;
    let page =
        format!("<a id=one href='https://threads.net/'>one</a> <a href='https://{ASCII}/'>two</a>");
    open(session, "page.example", &page)?;
    running::hover_for_card(session, "#one")?;
    let words = card(session)?.unwrap_or_default();
    ensure!(words.contains(&format!("\u{2068}{STRANGE} (1).\u{2069}")), "{words}");
    ensure!(words.contains(&format!("\u{2068}{STRANGE} 7\u{2069}")), "{words}");
    session.hover_nothing()?;

    let popup = session.click_toolbar()?;
    wait("the popup", || Ok(popup.text()?.contains("(1)").then_some(())))?;
    check(&popup.run(LOOSE, &[json!(STRANGE)])?, "popup")?;
    popup.close()?;

    session.show_own("options.html")?;
    filled(session)?;
    let type_in = "const [field] = document.querySelectorAll('[data-part=search-field]');
        field.value = arguments[0]; field.dispatchEvent(new Event('input'))";
    session.in_page(type_in, &[json!(STRANGE)])?;
    let rows = "return document.querySelectorAll('[role=row]').length";
    wait("the rows", || Ok((session.in_page(rows, &[])? == 3).then_some(())))?;
    session.click("[data-part=search-table] [role=row]")?;
    check(&session.in_page(LOOSE, &[json!(STRANGE)])?, "settings")?;
    session.click("[data-part=lists] [data-kind=file] [data-do=pause], [data-part=lists] [data-kind=file] [data-do=remove]")?;
    wait("the list to be removed", || {
        let shown = "return document.querySelectorAll('[data-removed]').length";
        Ok((session.in_page(shown, &[])? == 1).then_some(()))
    })?;
    check(&session.in_page(LOOSE, &[json!(STRANGE)])?, "settings, a list removed")?;
    session.click("[data-do=take-back]")?;

    session.show_own("check.html?q=threads.net")?;
    let text = "return document.body.innerText";
    wait("what own lists say", || {
        let text = session.in_page(text, &[])?;
        Ok(text.as_str().is_some_and(|it| it.contains("(1)")).then_some(()))
    })?;
    check(&session.in_page(LOOSE, &[json!(STRANGE)])?, "check")?;

    session.show_own("privacy.html")?;
    let parties = "return document.querySelectorAll('[data-part=sources] .party').length";
    wait("the sources", || Ok((session.in_page(parties, &[])? == 2).then_some(())))?;
    check(&session.in_page(LOOSE, &[json!(STRANGE)])?, "privacy")?;

    session.show_own("strict.html#https://threads.net/")?;
    wait("why it is listed", || {
        let text = session.in_page(text, &[])?;
        Ok(text.as_str().is_some_and(|it| it.contains("(1)")).then_some(()))
    })?;
    check(&session.in_page(LOOSE, &[json!(STRANGE)])?, "strict mode")
}

fn in_another_script(session: &Session) -> Result<()> {
    load_all(session)?;
    let both = format!("{ASCII} ({UNICODE})");
    let page = format!("<a id=one href='https://{UNICODE}/'>one</a>");
    open(session, "page.example", &page)?;
    running::hover_for_card(session, "#one")?;
    let words = visible(&card(session)?.unwrap_or_default());
    ensure!(words.contains(&both), "{words}");
    session.hover_nothing()?;
    let popup = session.click_toolbar()?;
    let text = wait("the popup", || {
        let text = visible(&popup.text()?);
        Ok(text.contains("(1)").then_some(text))
    })?;
    // The title, and the sentence.
    ensure!(text.matches(&both).count() >= 2, "{text}");
    popup.close()?;

    choose(session, &json!({"strict": true}))?;
    session.show_own(&format!("check.html?q={ASCII}"))?;
    for path in [format!("check.html?q={ASCII}"), format!("strict.html#https://{ASCII}/")] {
        session.show_own(&path)?;
        wait(&path, || {
            let text = session.in_page("return document.body.innerText", &[])?;
            Ok(visible(text.as_str().unwrap_or_default()).contains(&both).then_some(()))
        })?;
    }
    // What only looks as if it stood for something is what it is.
    session.show_own("check.html?q=xn--google-.com")?;
    wait("the check", || {
        let text = session.in_page("return document.body.innerText", &[])?;
        let text = visible(text.as_str().unwrap_or_default());
        Ok((text.contains("xn--google-.com") && !text.contains("(google")).then_some(()))
    })
}
