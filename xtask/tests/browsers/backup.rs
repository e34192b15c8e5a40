//! Everything that is configured, saved as a file and taken back from it.

use std::fs;

use anyhow::Result;
use serde_json::json;
use xtask::browser::Session;
use xtask::running::ask;

use super::care::saved;
use super::fixture::{self, Trials, load, marked, open, wait_for_marks};
use super::panels::{asked, cards, filled, said};
use super::servers::{FRIENDS, mastodon, silence};

const PAGE: &str = "<a href='https://threads.net/'>a</a> <a href='https://limited.example/'>b</a>
    <a href='https://mine.example/'>c</a>";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("backup_and_back", and_back);
    trials.add("backup_that_is_none", none);
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

fn none(session: &Session) -> Result<()> {
    load(session, "My list", "threads.net,suspend,false,false,,false")?;
    session.show_own("options.html")?;
    filled(session)?;
    session.choose_file("[data-part=restore]", &fixture::data("blocks.csv"))?;
    said(session, "backup-result", "not a backup that can be read. Nothing has changed.")?;
    assert_eq!(cards(session)?.len(), 1);
    Ok(())
}
