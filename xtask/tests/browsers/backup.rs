//! Everything that is configured, saved as a file and taken back from it.

use std::fs;

use anyhow::Result;
use serde_json::{Value, json};
use xtask::browser::Session;
use xtask::running::ask;

use super::care::saved;
use super::check::page::attempts;
use super::fixture::{self, Trials, load, marked, open, wait_for_marks};
use super::panels::{asked, cards, filled, said};
use super::servers::{FRIENDS, mastodon, silence};

const PAGE: &str = "<a href='https://threads.net/'>a</a> <a href='https://limited.example/'>b</a>
    <a href='https://mine.example/'>c</a>";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("backup_and_back", and_back);
    trials.add("backup_that_is_none", none);
    trials.add("backup_of_somebody_who_means_harm", of_harm);
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

/// A file that somebody else wrote leads to nobody who could not be named by hand, and to no list that none could be.
fn of_harm(session: &Session) -> Result<()> {
    let backup = |lists: Value| {
        json!({"kind": "fencepost-backup", "version": 1, "marks": true, "rules": [], "lists": lists}).to_string()
    };
    let list = |id: &str, host: Option<&str>| {
        let report = json!({"id": id, "name": id, "host": host, "access": "public"});
        json!({"report": report, "strictest": false, "entries": null})
    };
    let ids = [
        "home:printer.local",
        "server:127.0.0.1",
        "server:intranet",
        "subscription:http://list.example/a",
        "subscription:https://list.example:8443/a",
        "subscription:https://a@list.example/a",
        "subscription:javascript:alert(1)",
    ];
    let mut lists: Vec<_> = ids.iter().map(|id| list(id, None)).collect();
    lists.push(list("server:friendly.example", Some("db.internal")));
    lists.push(list("server:kind.example", Some("*")));
    let answer = ask(session, &json!({"restore": backup(json!(lists))}))?;
    assert!(answer["lists"].is_object(), "{answer}");
    for id in ids {
        let answer = ask(session, &json!({"refresh": id}))?;
        assert_eq!(answer["failed"]["message"]["key"], "failInternal", "{id}: {answer}");
    }
    for id in ["server:friendly.example", "server:kind.example"] {
        ask(session, &json!({"refresh": id}))?;
    }
    assert_eq!(attempts(session), ["friendly.example", "kind.example"]);

    let patterns: Vec<_> = (0..10_001)
        .map(|it| json!({"domain": format!("bad{it}.*"), "severity": "suspend", "matching": "any-below"}))
        .collect();
    let report = json!({"id": "file:List", "name": "List"});
    let many = json!([{"report": report, "strictest": false, "entries": patterns}]);
    let answer = ask(session, &json!({"restore": backup(many)}))?;
    assert_eq!(answer["failed"]["message"]["key"], "failNoBackup", "{answer}");
    Ok(())
}
