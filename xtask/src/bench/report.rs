//! The table, for people and for programs.

use std::time::SystemTime;
use std::{fs, thread};

use anyhow::{Context, Result};
use fencepost::day::Day;
use serde_json::json;

use super::budgets::Verdict;
use super::figure::Figure;
use crate::root::root;
use crate::tools;

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
| B4 | from a background that was stopped to its first verdict, asked by a page |
| popup | opening the popup again on a page with marks: when it paints its first text or picture, and the largest of all that follow, counted from its document's request |
| B5 | from the bytes of a list to what can be looked up |
| B6 | what opening a page adds to the running time of its main thread until it rests, as Linux counts it; when its load event is over; how long of that scripts ran, as Chromium counts it; and how long it cannot take its turn because of us |
| B7 | when the last listed link on the screen is marked, counted from the request for the page |
| B8 | the running time of the main thread of a page that changes, for each second of changes |
| B9 | the memory of all processes of the browser (`Pss`), and what each further tab adds to it |
| B10 | sizes |
| B11 | what all installations ask of one server in a day, by playing the schedule for thirty days with an outage of twelve hours |

Pages have ten links to a paragraph, to a sixth as many hosts, of which one in a hundred is listed.
Each contestant of B4 and B6 to B9 has a browser of its own with nothing else in it, headless; all are open at once and take turns.
B9 starts three pairs of browsers; pages of 100 and 50,000 links and saved pages have five turns, everything else has fifteen.
B8 and B9 run in both browsers at once, which leaves the processor idle most of the time.

What the contestants do not do:

- `HashSet`, `Set`, `fst`, the tries and the ad blockers answer yes or no: no severity, no reason, no list, and no name that is known by its digest only.
- `adblock` and `@ghostery/adblocker` are given requests that were made from hosts before the clock starts.
- In Node.js and in pages, ours is asked by a message, as the background is by a page: the hosts cross into WebAssembly as one text, and the answer crosses back as JSON. The others are called where the hosts are.
- The empty content script and the floor of B6 send no message and mark nothing. The least that marks links (`bench/extensions/least`) marks what is there when it runs, in one way that may hide or move what the page has there, and knows neither parents of a host nor reasons.
- The background that compiles our judge (`bench/extensions/compiling`) then answers without it.
- The straightforward extension was written for this bench (`bench/extensions/plain`): it parses the address of each link, sends a message for each, and puts an element behind those that are listed. It says no reason, finds no profile and no wrapper, and a page can see and remove what it adds. It has no turn on pages of 50,000 links, which take it minutes.
- Its list is JSON in `storage.local`, which it reads into a `Set`: the peer of B4.
- The peers of B10 do other things; their sizes are what they published in August 2026.
- The peers of B5 end with a set of whatever texts the list has. Ours has gone through the document twice to learn what it is, read each name as browsers do, hashed it to check the digest that the list gives, compiled an index, and reported what it could not use.
- The floor of B1 reads one place of a table for each suffix, and hashes nothing.
";

/// Writes the documentation.
///
/// # Errors
/// When it cannot be written.
pub fn write(figures: &[Figure], verdicts: &[Verdict]) -> Result<()> {
    let docs = root().join("docs");
    let machine = machine()?;
    let text = format!("{HEAD}\n{machine}\n\n{}", markdown(figures, verdicts));
    fs::write(docs.join("benchmarks.md"), text).context("cannot write docs/benchmarks.md")?;
    let mut json = serde_json::to_string_pretty(
        &json!({"machine": machine, "budgets": verdicts, "figures": figures}),
    )?;
    json.push('\n');
    fs::write(docs.join("benchmarks.json"), json).context("cannot write docs/benchmarks.json")
}

/// What it was measured on, and when.
fn machine() -> Result<String> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let day = Day::of_moment(now.as_secs_f64() * 1000.0);
    let cores = thread::available_parallelism()?;
    let browsers = [tools::chromium()?.browser, tools::firefox()?.browser];
    let [chromium, firefox] = browsers.map(|it| tools::browser_version(&it));
    let rust = tools::rust_version()?;
    Ok(format!(
        "Measured on {day}, on a machine with {cores} cores, in {} and {}, with Rust {rust}.",
        chromium?, firefox?
    ))
}

/// Which budgets are kept, what stands in the way of those that are not, and all figures.
pub fn markdown(figures: &[Figure], verdicts: &[Verdict]) -> String {
    let mut text = "## Budgets\n\n| budget | used | |\n|---|---|---|\n".to_owned();
    for verdict in verdicts {
        let kept = if verdict.is_kept() { "kept" } else { "**missed**" };
        let (what, share) = verdict.line();
        row(&mut text, &[&what, &format!("{:.0} %", share * 100.0), kept]);
    }
    let missed: Vec<_> = verdicts.iter().filter_map(Verdict::why).collect();
    if !missed.is_empty() {
        text.push_str("\n### What stands in the way of those that are missed\n\n");
    }
    for (at, why) in missed.iter().enumerate() {
        if !missed.iter().take(at).any(|it| it == why) {
            text.push_str(&lines(verdicts, why));
        }
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

/// A reason, with the budgets that are missed for it.
fn lines(verdicts: &[Verdict], why: &str) -> String {
    let is_it = |it: &&Verdict| it.why() == Some(why);
    let budgets: Vec<_> = verdicts.iter().filter(is_it).map(|it| it.line().0).collect();
    format!("- {}.\n  {}\n", budgets.join("; "), why.replace(". ", ".\n  "))
}

fn row(text: &mut String, cells: &[&str]) {
    text.push_str(&format!("| {} |\n", cells.join(" | ")));
}

fn number(value: f64) -> String {
    if value < 100.0 { format!("{value:.1}") } else { format!("{value:.0}") }
}
