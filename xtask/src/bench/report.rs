//! The table, for people and for programs.

use std::fs;

use anyhow::{Context, Result};
use serde_json::json;

use super::budgets::Verdict;
use super::figure::Figure;
use crate::root::root;

/// What stands before the table.
const HEAD: &str = "\
# Benchmarks

`./build.sh bench` writes this file: medians, with the first and third quartile, of contestants that take turns in one run.
A figure is the time for one host or one entry, or what its unit says; its ratio is to ours.
All machines are noisy, so ratios tell more than figures.

| id | what |
|---|---|
| B1 | look-ups of 20,000 hosts in batches of 1,000: on no list, listed themselves, four labels below a listed name |
| B2 | building what is looked up in, and the bytes that it holds, for one name |
| B3 | look-ups of hosts that are on no list, with 1,000 starred-out names among the listed |
| B5 | from the bytes of a list to what can be looked up |
| B10 | sizes |
| B11 | what all installations ask of one server in a day, by playing the schedule for thirty days with an outage of twelve hours |

Not measured yet: how soon a stopped background answers (B4), what pages cost (B6, B7, B8), and the memory of tabs (B9).

What the contestants do not do:

- `HashSet`, `Set`, `fst`, the tries and the ad blockers answer yes or no: no severity, no reason, no list, and no name that is known by its digest only.
- `adblock` and `@ghostery/adblocker` are given requests that were made from hosts before the clock starts.
- In Node.js and in pages, ours is asked by a message, as the background is by a page: the keys cross into WebAssembly as JSON, and the answer crosses back. The others are called where the hosts are.
- The peers of B5 end with a set of whatever texts the list has. Ours has gone through the document twice to learn what it is, read each name as browsers do, hashed it to check the digest that the list gives, compiled an index, and reported what it could not use.
- The floor of B1 reads one place of a table for each suffix, and hashes nothing.
";

/// Writes the documentation.
///
/// # Errors
/// When it cannot be written.
pub fn write(figures: &[Figure], verdicts: &[Verdict]) -> Result<()> {
    let docs = root().join("docs");
    let text = format!("{HEAD}\n{}", markdown(figures, verdicts));
    fs::write(docs.join("benchmarks.md"), text).context("cannot write docs/benchmarks.md")?;
    let mut json = serde_json::to_string_pretty(&json!({"figures": figures, "budgets": verdicts}))?;
    json.push('\n');
    fs::write(docs.join("benchmarks.json"), json).context("cannot write docs/benchmarks.json")
}

/// Which budgets are kept, and all figures.
pub fn markdown(figures: &[Figure], verdicts: &[Verdict]) -> String {
    let mut text = "## Budgets\n\n| budget | used | |\n|---|---|---|\n".to_owned();
    for verdict in verdicts {
        let kept = if verdict.is_kept() { "kept" } else { "**missed**" };
        let (what, share) = verdict.line();
        row(&mut text, &[&what, &format!("{:.0} %", share * 100.0), kept]);
    }
    text.push_str("\n## Figures\n\n| | case | who | median | quartiles | of ours |\n|---|---|---|---|---|---|\n");
    for figure in figures {
        let ours = figures.iter().find(|it| {
            it.measure == figure.measure
                && it.case == figure.case
                && it.contestant.starts_with("ours")
        });
        let ratio =
            ours.map_or(String::new(), |ours| format!("{:.2}", figure.median / ours.median));
        row(
            &mut text,
            &[
                &figure.measure,
                &figure.case,
                &figure.contestant,
                &format!("{} {}", number(figure.median), figure.unit),
                &format!("{}–{}", number(figure.low), number(figure.high)),
                &ratio,
            ],
        );
    }
    text
}

fn row(text: &mut String, cells: &[&str]) {
    text.push_str(&format!("| {} |\n", cells.join(" | ")));
}

fn number(value: f64) -> String {
    if value < 100.0 { format!("{value:.1}") } else { format!("{value:.0}") }
}
