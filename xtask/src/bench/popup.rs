//! How long the popup takes to show something, beside one that is a line of text.

use std::sync::Arc;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::figure::Figure;
use super::pages::{HOST, names, page, rest};
use super::rival::{OURS, POPUP, Rival};
use super::turns::{figure, take_turns};
use crate::browser::{Browser, Proxy};
use crate::run::say;
use crate::running;

/// In milliseconds since the popup's document was asked for.
#[derive(Deserialize)]
struct Painted {
    /// The first text or picture.
    first: f64,
    /// The largest text or picture of all that came: the answer, where there is one.
    largest: f64,
}

/// Opens the popup on a page with marks, again and again in the same browser.
///
/// # Errors
/// When a browser does not start, or a popup does not open or paints nothing.
pub fn measure(browser: Browser, place: &str, rounds: usize) -> Result<Vec<Figure>> {
    say(&format!("measuring how the popup opens in {place}"));
    let proxy = Arc::new(Proxy::start()?);
    let address = format!("https://{HOST}/");
    running::serve(&proxy, &address, page(1_000))?;
    let names = names(1_000);
    let open = |name| Rival::open(name, browser, &proxy, &names);
    let rivals = [POPUP, OURS].into_iter().map(open).collect::<Result<Vec<_>>>()?;
    for Rival { session, .. } in &rivals {
        session.show(&address)?;
        rest(session)?;
    }
    let measured = take_turns(rounds, &rivals, painted)?;
    let mut figures = Vec::new();
    for (Rival { name, .. }, painted) in rivals.iter().zip(measured) {
        let mut add = |what: &str, times: Vec<f64>| {
            figures.push(figure("popup", &format!("{what}, {place}"), name, "ms", times));
        };
        add("first content", painted.iter().map(|it| it.first).collect());
        add("largest content", painted.iter().map(|it| it.largest).collect());
    }
    Ok(figures)
}

fn painted(Rival { session, .. }: &Rival) -> Result<Painted> {
    let popup = session.click_toolbar()?;
    rest(session)?;
    let script = "
        const painted = type => new Promise(done =>
            new PerformanceObserver(list => done(list.getEntries().at(-1).startTime)).observe({ type, buffered: true }));
        return { first: await painted('paint'), largest: await painted('largest-contentful-paint') };";
    let painted = serde_json::from_value(popup.run(script, &[])?).context("what was painted")?;
    popup.close()?;
    Ok(painted)
}
