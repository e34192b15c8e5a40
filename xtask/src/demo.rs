//! `./build.sh run`: the demo page in a browser with the extension of a brand.

use std::env;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use lexopt::prelude::*;
use serde_json::json;

use crate::browser::{Answer, Browser, Proxy, Request, Session, Setup, wait};
use crate::running::{self, Mark};
use crate::{build, root};

/// The brand that has something to show.
const BRAND: &str = "datasci.social";
const HOST: &str = "demo.fencepost.example";

/// Opens the browser; without a display, prints the marks and saves pictures instead.
///
/// # Errors
/// When the arguments are wrong, the extension cannot be built, or the browser does not start.
pub fn run(mut args: lexopt::Parser) -> Result<()> {
    let (mut browser, mut brand) = (None, BRAND.to_owned());
    while let Some(arg) = args.next()? {
        match arg {
            Long("brand") => brand = args.value()?.string()?,
            Long("browser") => browser = Some(args.value()?.parse()?),
            _ => return Err(arg.unexpected().into()),
        }
    }
    let browser = browser.unwrap_or_else(Browser::installed);
    let extension = build(&brand, browser)?;
    let proxy = Arc::new(Proxy::start()?);
    let root = root();
    let demo = root.join("docs/demo");
    proxy.answer(HOST, move |request| file(&demo, request));

    let headed = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some());
    let setup = Setup { extension: Some(extension), headed, ..Setup::default() };
    let session = Session::open(browser, proxy, setup)?;
    running::grant_all(&session)?;
    session.tidy()?;
    session.show(&format!("https://{HOST}/"))?;
    if headed { until_closed(&session) } else { report(&session, &root.join("target/run")) }
}

fn until_closed(session: &Session) -> Result<()> {
    const PAUSE: Duration = Duration::from_millis(500);

    eprintln!("the demo page is open; close its window to end");
    while session.is_open() {
        thread::sleep(PAUSE);
    }
    Ok(())
}

fn report(session: &Session, dir: &Path) -> Result<()> {
    let marks = running::marks(session)?;
    print_table(&marks);

    fs::create_dir_all(dir).with_context(|| format!("making {}", dir.display()))?;
    save(dir, "page.png", &session.screenshot_of_all()?)?;
    let attribute = session.in_content("return fencepost.attribute", &[])?;
    let attribute = attribute.as_str().context("no name of the attribute")?;
    running::hover_for_card(session, &format!("a[{attribute}]"))?;
    save(dir, "card.png", &session.screenshot()?)?;
    session.hover_nothing()?;
    let popup = session.click_toolbar()?;
    wait("the popup to show what is on the page", || {
        let busy = popup.run("return document.querySelector('[aria-busy=true]') !== null", &[])?;
        let filled = marks.first().and_then(|mark| mark.target.as_deref()).unwrap_or_default();
        Ok((busy == json!(false) && popup.text()?.contains(filled)).then_some(()))
    })?;
    save(dir, "popup.png", &popup.screenshot()?)?;
    popup.close()?;
    eprintln!("pictures of the page, a card and the popup are in {}", dir.display());
    Ok(())
}

fn print_table(marks: &[Mark]) {
    let rows = marks.iter().map(|mark| {
        [
            mark.text.clone(),
            mark.target.clone().unwrap_or_default(),
            mark.severity.clone().unwrap_or_default(),
            mark.lists.join(", "),
            mark.reason.clone().unwrap_or_default(),
        ]
    });
    let head = ["text", "target", "severity", "list", "reason"].map(str::to_owned);
    let rows: Vec<[String; 5]> = std::iter::once(head).chain(rows).collect();
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|it| it.chars().count()).max()
    };
    let widths: Vec<usize> = (0..5).map(|column| width(column).unwrap_or(0)).collect();
    for row in &rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        println!("{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}

fn save(dir: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    fs::write(dir.join(name), bytes).with_context(|| format!("writing {name}"))
}

fn file(dir: &Path, request: &Request) -> Answer {
    let name = match request.path.trim_start_matches('/') {
        "" => "index.html",
        name if name.contains('/') || name.starts_with('.') => return Answer::status(404),
        name => name,
    };
    let Ok(bytes) = fs::read(dir.join(name)) else { return Answer::status(404) };
    match name.rsplit_once('.') {
        Some((_, "html")) => Answer::html(bytes),
        Some((_, "css")) => Answer::of("text/css; charset=utf-8", bytes),
        Some((_, "svg")) => Answer::of("image/svg+xml", bytes),
        _ => Answer::of("application/octet-stream", bytes),
    }
}
