//! Servers compared by whom of the followed one would lose there.

use anyhow::Result;
use serde_json::{Value, json};
use xtask::browser::{Session, wait};
use xtask::running;

use super::super::accessible::check_page;
use super::super::care::saved;
use super::super::fixture::{self, Trials, visible};
use super::super::servers::{mastodon, silence, suspend};
use super::page::{attempts, said};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("check_compares_servers", compares);
}

fn compares(session: &Session) -> Result<()> {
    let strict = [suspend("bad.example").because("Spam"), silence("loud.example")];
    for (name, list) in [("strict.example", &strict[..]), ("mild.example", &[])] {
        session.proxy().answer(name, mastodon::open(list));
        running::ask(
            session,
            &json!({"addServer": {"server": name, "home": false, "allowed": []}}),
        )?;
    }
    session.proxy().clear();
    session.show_own("compare.html")?;
    wait("the servers", || {
        let script = "return document.querySelectorAll('[data-part=servers] input').length";
        Ok((session.in_page(script, &[])? == 2).then_some(()))
    })?;
    session.click("form [type=submit]")?;
    wait("the failure", || Ok(said(session, "result")?.contains("Choose a file").then_some(())))?;
    session.choose_file("[data-part=file]", &fixture::data("follows.csv"))?;
    session.click("form [type=submit]")?;
    wait("the comparison", || {
        let script = "return document.querySelector('[data-part=summaries]') !== null";
        Ok((session.in_page(script, &[])? == true).then_some(()))
    })?;
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

/// What the cells of a table say, row by row.
fn cells(session: &Session, part: &str) -> Result<Vec<Vec<String>>> {
    let cells: Value = session.in_page(
        "const rows = [...document.querySelectorAll(`[data-part=${arguments[0]}] > tr`)];
         return rows.map(row => [...row.children].map(cell => cell.innerText.trim()));",
        &[json!(part)],
    )?;
    Ok(serde_json::from_str(&visible(&cells.to_string()))?)
}
