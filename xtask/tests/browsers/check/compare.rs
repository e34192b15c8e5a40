//! Servers compared by whom of the followed one would lose there.

use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::browser::{Session, wait};
use xtask::running;

use super::super::accessible::check_page;
use super::super::care::saved;
use super::super::fixture::{self, Trials, visible};
use super::super::servers::{Entry, mastodon, silence, suspend};
use super::page::{attempts, fits, said};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("check_compares_servers", compares);
    trials.add("check_compares_many_accounts_and_can_be_stopped", many);
}

fn compares(session: &Session) -> Result<()> {
    let strict = [suspend("bad.example").because("Spam"), silence("loud.example")];
    open_with(session, &[("strict.example", &strict), ("mild.example", &[])])?;
    session.click("form [type=submit]")?;
    wait("the failure", || Ok(said(session, "result")?.contains("Choose a file").then_some(())))?;
    compare(session, &fixture::data("follows.csv"))?;
    let result = said(session, "result")?;
    assert_eq!(result, "4 accounts were looked up. 1 row holds no account.");
    assert_eq!(
        cells(session, "summaries")?,
        [
            ["mild.example", "0", "0", "0", ""],
            ["strict.example", "2", "1", "0", "Spam (2)\n\nNo reason published (1)"],
        ]
    );
    let groups = cells(session, "groups")?;
    assert_eq!(groups.len(), 2, "{groups:?}");
    check_page(session, "a comparison")?;
    session.click("[data-do=save]")?;
    assert_eq!(
        saved(session, "compared", ".csv")?,
        "account,mild.example,strict.example\n\
         yan@bad.example,kept,lost\nzoe@bad.example,kept,lost\nxia@loud.example,kept,limited\n"
    );
    assert_eq!(attempts(session), Vec::<String>::new());
    Ok(())
}

/// What was lost when servers were suspended, by the reasons of the lists; and a file that takes a while.
fn many(session: &Session) -> Result<()> {
    let strict = [
        suspend("bad.example").because("Spam"),
        suspend("worse.example").because("Scams"),
        suspend("worst.example").because("Scams"),
    ];
    let others = [suspend("bad.example")];
    let lists =
        [("strict.example", &strict[..]), ("other.example", &others), ("mild.example", &[])];
    open_with(session, &lists)?;
    let folder = TempDir::new()?;
    let file = folder.path().join("following_accounts.csv");
    let accounts: String = (0..60_000).map(|it| format!("zoe@s{it}.example\n")).collect();
    fs::write(&file, format!("Account address\n{accounts}"))?;
    session.choose_file("[data-part=file]", &file)?;
    session.click("form [type=submit]")?;
    wait("progress", || {
        let script = "return document.querySelector('progress')?.value ?? 0";
        let progress = session.in_page(script, &[])?;
        Ok(progress.as_f64().is_some_and(|it| it > 0.0 && it < 1.0).then_some(()))
    })?;
    session.click("[data-do=stop]")?;
    wait("it to be gone", || Ok(said(session, "result")?.is_empty().then_some(())))?;

    let severed = "Account address\nzoe@worse.example\nyan@worst.example\nxia@bad.example\n";
    let file = folder.path().join("severed.csv");
    fs::write(&file, severed)?;
    session.resize(360, 800)?;
    compare(session, &file)?;
    assert_eq!(
        cells(session, "summaries")?,
        [
            ["mild.example", "0", "0", "0", ""],
            ["other.example", "1", "0", "0", "No reason published (1)"],
            ["strict.example", "3", "0", "0", "Scams (2)\n\nSpam (1)"],
        ]
    );
    fits(session)?;
    session.resize_no_more()
}

/// Loads these servers' lists, and opens the page once it offers them.
fn open_with(session: &Session, servers: &[(&'static str, &[Entry])]) -> Result<()> {
    for (name, list) in servers {
        session.proxy().answer(name, mastodon::open(list));
        let request = json!({"addServer": {"server": name, "home": false, "allowed": []}});
        running::ask(session, &request)?;
    }
    session.proxy().clear();
    session.show_own("compare.html")?;
    wait("the servers", || {
        let script = "return document.querySelectorAll('[data-part=servers] input').length";
        Ok((session.in_page(script, &[])? == servers.len()).then_some(()))
    })
}

/// Compares them for the accounts in this file.
fn compare(session: &Session, file: &Path) -> Result<()> {
    session.choose_file("[data-part=file]", file)?;
    session.click("form [type=submit]")?;
    wait("the comparison", || {
        let script = "return document.querySelector('[data-part=summaries]') !== null";
        Ok((session.in_page(script, &[])? == true).then_some(()))
    })
}

/// What the cells of a table say, row by row.
fn cells(session: &Session, part: &str) -> Result<Vec<Vec<String>>> {
    let cells: Value = session.in_page(
        "const rows = [...document.querySelectorAll(`[data-part=${arguments[0]}] > tr`)];
         return rows.map(row => [...row.children].map(cell => cell.innerText.trim()));",
        &[json!(part)],
    )?;
    Ok(serde_json::from_str(&visible(&cells.to_string()))?)
}
