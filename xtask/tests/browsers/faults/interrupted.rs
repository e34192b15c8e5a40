//! The browser ends in the middle of a change: all of the old is in force or all of the new, and the next run finishes
//! the work.

use std::thread;

use anyhow::Result;
use xtask::browser::{Browser, Install};
use xtask::running;

use super::changes::LARGE_IMPORT;
use super::kept::send;
use crate::browsers::fixture::{self, Trials};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("faults_browser_ends_in_an_import", crashes);
}

/// At which fractions of the time that the change takes it is interrupted.
const MOMENTS: [f64; 3] = [0.2, 0.6, 1.0];

/// The browser ends as when the power fails.
fn crashes(browser: Browser) -> Result<()> {
    let mut session = fixture::session(browser, "fencepost", Install::Kept)?;
    running::grant_all(&session)?;
    session.restart()?;
    let (time, states) = LARGE_IMPORT.measure(&session)?;
    for moment in MOMENTS {
        (LARGE_IMPORT.prepare)(&session)?;
        send(&session, LARGE_IMPORT.request)?;
        thread::sleep(time.mul_f64(moment));
        session.crash()?;
        LARGE_IMPORT.finish(&session, &states)?;
    }
    Ok(())
}
