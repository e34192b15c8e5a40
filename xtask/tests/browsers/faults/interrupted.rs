//! The whole browser ends in the middle of a change: all of the old is in force or all of the new, and the next run
//! finishes the work.

use std::thread;
use std::time::Instant;

use anyhow::{Result, ensure};
use xtask::browser::{Browser, Install, Session};
use xtask::running;

use super::kept::{Kept, ask, import, send};
use crate::browsers::fixture::{self, Trials, marked, open};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("faults_browser_ends_in_an_import", crashes);
}

/// At which fractions of the time that the change takes it is interrupted.
const MOMENTS: [f64; 3] = [0.2, 0.6, 1.0];

/// How many names the list has: enough to be in the middle of it for a while.
const NAMES: usize = 20_000;
const REQUEST: &str = "{ addFile: { name: 'Big', text: names('new', 20_000), meaning: null } }";
const PAGE: &str =
    "<a href='https://mark.old.example/'>old</a> <a href='https://mark.new.example/'>new</a>";
const OLD: &str = "old suspend true";
const NEW: &str = "new suspend true";

/// The browser ends as when the power fails.
fn crashes(browser: Browser) -> Result<()> {
    let mut session = fixture::session(browser, "fencepost", Install::Kept)?;
    running::grant_all(&session)?;
    session.restart()?;
    import(&session, "old", NAMES)?;
    let before = Kept::read(&session)?;
    let start = Instant::now();
    ask(&session, REQUEST)?;
    let time = start.elapsed();
    let after = Kept::read(&session)?;
    ensure!(before != after, "nothing has changed: {after:?}");
    for moment in MOMENTS {
        import(&session, "old", NAMES)?;
        send(&session, REQUEST)?;
        thread::sleep(time.mul_f64(moment));
        session.crash()?;
        finish(&session, &before, &after)?;
    }
    Ok(())
}

/// What there is after an interruption is one of two states, and the page shows it. Then the work is finished.
fn finish(session: &Session, before: &Kept, after: &Kept) -> Result<()> {
    let kept = Kept::read(session)?;
    ensure!(kept == *before || kept == *after, "neither old nor new: {kept:?}");
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, [if kept == *after { NEW } else { OLD }]);
    ask(session, REQUEST)?;
    assert_eq!(Kept::read(session)?, *after);
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, [NEW]);
    Ok(())
}
