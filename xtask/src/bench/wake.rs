//! B4: from a background that was stopped to its first verdict.

use std::sync::Arc;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::figure::Figure;
use super::pages::{HOST, names};
use super::rival::{ANSWERING, COMPILING, OURS, PLAIN, Rival};
use super::turns::{figure, take_turns};
use crate::browser::{Browser, Proxy};
use crate::run::say;
use crate::running;

const SIZES: [usize; 3] = [1_000, 100_000, 1_000_000];
/// A name that every list has, in both forms of the question.
const LISTED: &str = "h7.example";

/// Measures in one browser.
///
/// # Errors
/// When a browser does not start, or nobody answers.
pub fn measure(browser: Browser, place: &str, rounds: usize) -> Result<Vec<Figure>> {
    say(&format!("measuring how backgrounds wake in {place}"));
    let proxy = Arc::new(Proxy::start()?);
    let address = format!("https://{HOST}/");
    running::serve(&proxy, &address, "<!doctype html><title>Page</title>")?;
    let open = |name| Rival::open(name, browser, &proxy, &[]);
    let rivals =
        [ANSWERING, COMPILING, PLAIN, OURS].into_iter().map(open).collect::<Result<Vec<_>>>()?;
    let mut figures = Vec::new();
    for size in SIZES {
        let names = names(size);
        for rival in &rivals {
            rival.list(&names)?;
            rival.session.show(&address)?;
            rival.session.in_content(include_str!("../../../bench/pages/ask.js"), &[])?;
            rival.session.tidy()?;
        }
        let measured = take_turns(rounds, &rivals, first_verdict)?;
        let case = format!("{size} entries, {place}");
        for (Rival { name, .. }, times) in rivals.iter().zip(measured) {
            figures.push(figure("B4", &case, name, "ms", times));
        }
    }
    Ok(figures)
}

/// In milliseconds.
fn first_verdict(Rival { name, session }: &Rival) -> Result<f64> {
    let question = match *name {
        OURS => json!({"judge": {"keys": LISTED, "attribute": null}}),
        _ => json!(LISTED),
    };
    session.stop_background()?;
    let script = "
        const answered = new Promise(done => addEventListener('bench-answer', done, { once: true }));
        dispatchEvent(new CustomEvent('bench-ask', { detail: arguments[0] }));
        return JSON.parse((await answered).detail);";
    let answer = session.in_page(script, &[json!(question.to_string())])?;
    let is_listed = match answer.get("answer") {
        Some(Value::Bool(listed)) => *listed,
        Some(answer) => answer.pointer("/judged/marks/0").is_some(),
        None => false,
    };
    match answer.get("time").and_then(Value::as_f64) {
        Some(time) if is_listed => Ok(time),
        _ => bail!("{name} answers {answer}"),
    }
}
