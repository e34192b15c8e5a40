//! The background ends at every point where it waits for something: all of the old is in force or all of the new, and
//! the next run finishes the work.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tempfile::TempDir;
use xtask::browser::{Browser, Install, Session};
use xtask::running;

use super::changes::{self, Change};
use super::former;
use super::kept::run;
use crate::browsers::fixture::{self, Trials};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("faults_stop_at_every_point", stop_everywhere);
}

/// What a change waits for last.
const LAST: &str = "keep";

fn stop_everywhere(browser: Browser) -> Result<()> {
    let folder = TempDir::new().context("making a folder")?;
    let extension = fixture::altered(browser, folder.path(), |files| {
        fixture::with_script(files, "stops.js", include_bytes!("stops.js"))
    })?;
    let session = fixture::session_with(browser, extension, Install::Temporary)?;
    running::grant_all(&session)?;
    for (name, change) in changes::ALL {
        at_every_point(&session, change).with_context(|| format!("{name}, {browser:?}"))?;
    }
    migration(&session).with_context(|| format!("a migration, {browser:?}"))
}

fn at_every_point(session: &Session, change: &Change) -> Result<()> {
    fixture::reset(session)?;
    let (_, states) = change.measure(session)?;
    everywhere(
        session,
        change.request,
        || (change.prepare)(session),
        || change.finish(session, &states),
    )
}

/// What was stored by version 1 is taken over with the first change.
fn migration(session: &Session) -> Result<()> {
    everywhere(
        session,
        "{ setMarks: true }",
        || former::make(session),
        || former::taken_over(session),
    )
}

/// Ends the background at one point after the other, until the request is answered before that.
fn everywhere(
    session: &Session,
    request: &str,
    prepare: impl Fn() -> Result<()>,
    check: impl Fn() -> Result<()>,
) -> Result<()> {
    let mut points = Vec::new();
    loop {
        // A page that hears of changes would have points of its own.
        session.show("about:blank")?;
        prepare()?;
        let name = stop(session, points.len() + 1, request)?;
        // Also when it was not held up: it still would be, a little later.
        session.stop_background()?;
        let Some(name) = name else { break };
        points.push(name);
        check().with_context(|| format!("stopped at the last of {points:?}"))?;
    }
    let passed = ["put index", "commit", LAST];
    ensure!(passed.iter().all(|it| points.iter().any(|name| name == it)), "{points:?}");
    Ok(())
}

/// Asks the background for something, and holds it up at the point of this number. Its name, unless the answer came first.
fn stop(session: &Session, number: usize, request: &str) -> Result<Option<String>> {
    let script = format!(
        "const {{ runtime }} = globalThis.browser ?? chrome;
         return await new Promise((done) => {{
             const port = runtime.connect();
             port.onMessage.addListener((name) => {{
                 if (name) return done(name);
                 runtime.sendMessage({{ lists: {request} }}).then(() => done(null), () => {{}});
             }});
             port.postMessage(arguments[0]);
         }});"
    );
    // `arguments` are those of the function around.
    let script = script.replace("arguments[0]", &number.to_string());
    match run(session, &script, &[])? {
        Value::Null => Ok(None),
        name => Ok(Some(name.as_str().context("a point without a name")?.to_owned())),
    }
}
