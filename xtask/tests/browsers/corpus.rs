//! What links are judged as, in pages: every address of `tests/data/targets` as a link. The same cases run natively in
//! `tests/targets.rs`, and on the browsers' own parsers in `tests/web.rs`.

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow};
use serde_json::json;
use xtask::browser::Session;
use xtask::running::{self, ask};

use super::fixture::{Trials, open};

const FILES: [&str; 4] = [
    include_str!("../../../tests/data/targets/direct.txt"),
    include_str!("../../../tests/data/targets/profiles.txt"),
    include_str!("../../../tests/data/targets/strangers.txt"),
    include_str!("../../../tests/data/targets/wrappers.txt"),
];
const EXPECTED_FAILURES: &str = include_str!("../../../tests/data/targets/expected_failures.txt");

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("every_case_as_a_link", every_case);
}

fn every_case(session: &Session) -> Result<()> {
    let left_out: Vec<_> = cases(EXPECTED_FAILURES).map(|(address, _)| address).collect();
    let mut seen = 0;
    let mut wrong = Vec::new();
    for file in FILES {
        let list = file.lines().find_map(|it| it.strip_prefix("list: ")).context("a list")?;
        let rows = list.replace("; ", "\n").replace(' ', ",");
        running::load(session, "list", &format!("domain,severity\n{rows}\n"))?
            .map_err(|why| anyhow!(why))?;
        let cases: Vec<_> = cases(file)
            .filter(|(it, _)| it.contains(':') && !it.starts_with('[') && !left_out.contains(it))
            .collect();
        // As an address it is what the browser makes of it alone, and not what it would be on this page.
        let addresses: Vec<_> = cases.iter().map(|(address, _)| address).collect();
        let page = format!(
            "<script>{}.forEach((it, i) => document.body.appendChild(document.createElement('p')).append(
                 Object.assign(document.createElement('a'), {{ href: URL.canParse(it) ? new URL(it).href : it, textContent: i }})))</script>",
            json!(addresses).to_string().replace('<', "\\u003c")
        );
        open(session, "page.example", &format!("<body>{page}"))?;
        let mut verdicts = BTreeMap::new();
        for mark in running::marks(session)? {
            let via = mark.via.map(|via| format!(" via {via}")).unwrap_or_default();
            let (severity, listed) =
                (mark.severity.unwrap_or_default(), mark.listed.unwrap_or_default());
            verdicts.insert(mark.text, format!("{severity} {listed}{via}"));
        }
        for (i, (address, expected)) in cases.iter().enumerate() {
            let verdict = verdicts.remove(&i.to_string()).unwrap_or_else(|| "none".to_owned());
            if verdict != *expected {
                wrong.push(format!("{address} → {verdict}, and not {expected}"));
            }
        }
        seen += cases.len();
        ask(session, &json!({"remove": "file:list"}))?;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 600, "only {seen} cases were found");
    Ok(())
}

fn cases(file: &str) -> impl Iterator<Item = (&str, &str)> {
    file.lines().filter(|line| !line.starts_with("# ")).filter_map(|line| line.split_once(" → "))
}
