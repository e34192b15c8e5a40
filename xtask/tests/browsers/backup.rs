//! Everything that is configured, saved as a file and taken back from it.

use std::fs;

use anyhow::Result;
use serde_json::json;
use xtask::browser::{Session, wait};
use xtask::running::ask;

use super::care::saved;
use super::fixture::{self, Trials, load, marked, open, wait_for_marks};
use super::panels::{asked, cards, filled, said};
use super::servers::{FRIENDS, mastodon, silence};

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const PAGE: &str = "<a href='https://threads.net/'>a</a> <a href='https://limited.example/'>b</a>
    <a href='https://mine.example/'>c</a>";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("backup_and_back", and_back);
    trials.add("backup_that_is_none", none);
    trials.add("backup_and_reset", reset);
}

fn and_back(session: &Session) -> Result<()> {
    session.proxy().answer(FRIENDS, mastodon::open(&[silence("limited.example")]));
    ask(session, &json!({"addServer": {"server": FRIENDS, "home": true, "allowed": []}}))?;
    load(session, "My list", "threads.net,suspend,false,false,,false")?;
    ask(session, &json!({"setRule": {"name": "mine.example", "severity": "suspend", "note": ""}}))?;
    session.show_own("options.html")?;
    filled(session)?;
    session.click("[data-part=backup]")?;
    said(session, "backup-result", "Your browser saves fencepost-")?;
    let text = saved(session, "fencepost-", ".json")?;

    for id in [format!("home:{FRIENDS}"), "file:My list".to_owned()] {
        ask(session, &json!({"remove": id}))?;
    }
    ask(session, &json!({"removeRule": "mine.example"}))?;
    load(session, "Other", "other.example,suspend,false,false,,false")?;
    session.show_own("options.html")?;
    filled(session)?;
    let file = session.downloads().join("backup.json");
    fs::write(&file, text)?;
    session.choose_file("[data-part=restore]", &file)?;
    let question = asked(session, "backup-result")?;
    for part in ["1 list and 0 rules", "2 lists and 1 rule"] {
        assert!(question.contains(part), "no {part} in {question}");
    }
    session.click("[data-part=question-answers] button:nth-child(2)")?;
    said(session, "backup-result", "Nothing has changed.")?;
    session.choose_file("[data-part=restore]", &file)?;
    asked(session, "backup-result")?;
    session.click("[data-part=question-answers] button:nth-child(1)")?;
    said(session, "backup-result", "Everything is as in the backup.")?;
    let names = "return [...document.querySelectorAll('[data-part=rules] [data-part=rule-row-name]')].map(it => it.textContent)";
    assert_eq!(session.in_page(names, &[])?, json!(["mine.example"]));
    assert!(cards(session)?[0].contains("not read yet"));
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["a suspend true", "c suspend true"]);
    session.show_own("options.html")?;
    filled(session)?;
    session.click("[data-do=refresh]")?;
    said(session, "lists-result", "is up to date")?;
    open(session, "page.example", PAGE)?;
    wait_for_marks(session, &["a suspend true", "b silence true", "c suspend true"])
}

/// Everything is forgotten, after a question that the keyboard answers either way.
fn reset(session: &Session) -> Result<()> {
    session.proxy().answer(FRIENDS, mastodon::open(&[silence("limited.example")]));
    ask(session, &json!({"addServer": {"server": FRIENDS, "home": true, "allowed": []}}))?;
    load(session, "My list", "threads.net,suspend,false,false,,false")?;
    ask(session, &json!({"setRule": {"name": "mine.example", "severity": "suspend", "note": ""}}))?;
    ask(session, &json!({"choose": {"muted": ["other.example", true]}}))?;
    ask(session, &json!({"setMarks": false}))?;
    let contacted =
        "await (globalThis.browser ?? chrome).storage.session.set({ 'contacted a.example': 1 })";
    session.in_extension(contacted, &[])?;
    session.show_own("options.html")?;
    filled(session)?;

    session.click("[data-part=reset]")?;
    let question = asked(session, "backup-result")?;
    for part in ["You lose 2 lists and 1 rule, all settings", "cannot be undone"] {
        assert!(question.contains(part), "no {part} in {question}");
    }
    session.press(TAB)?;
    session.press(ESCAPE)?;
    said(session, "backup-result", "Nothing has changed.")?;
    assert_eq!(cards(session)?.len(), 2);

    session.click("[data-part=reset]")?;
    asked(session, "backup-result")?;
    session.press(TAB)?;
    session.press(ENTER)?;
    said(session, "backup-result", "Everything is as after the installation.")?;
    assert_eq!(cards(session)?.len(), 0);
    said(session, "lists-none", "No list is loaded yet.")?;
    said(session, "rules-none", "You have no rules yet.")?;
    said(session, "muted-none", "None.")?;
    wait("marks to be shown, and sites to be given back", || {
        let script = "return document.querySelector('[data-part=shown]').checked
            && document.querySelector('[data-part=choice-click]').matches('[data-chosen]')";
        Ok((session.in_page(script, &[])? == true).then_some(()))
    })?;
    let left = "const { permissions, storage } = globalThis.browser ?? chrome;
        return [(await permissions.getAll()).origins, Object.keys(await storage.session.get(null))]";
    assert_eq!(session.in_extension(left, &[])?, json!([[], []]));
    Ok(())
}

fn none(session: &Session) -> Result<()> {
    load(session, "My list", "threads.net,suspend,false,false,,false")?;
    session.show_own("options.html")?;
    filled(session)?;
    session.choose_file("[data-part=restore]", &fixture::data("blocks.csv"))?;
    said(session, "backup-result", "not a backup that can be read. Nothing has changed.")?;
    assert_eq!(cards(session)?.len(), 1);
    Ok(())
}
