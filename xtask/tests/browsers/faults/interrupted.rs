//! The worker or the whole browser ends in the middle of a change: all of the old is in force or all of the new, and
//! the next run finishes the work.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::json;
use xtask::browser::{Browser, Install, Session};
use xtask::running;

use super::kept::{Kept, ask, run, send};
use crate::browsers::fixture::{self, Trials, marked, open};
use crate::browsers::servers::{Entry, mastodon, suspend};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("faults_worker_ends_in_an_import", |session| ends(session, &IMPORT));
    trials.add("faults_worker_ends_in_a_refresh", |session| ends(session, &REFRESH));
    trials.add("faults_worker_ends_in_a_settlement", |session| ends(session, &SETTLE));
    trials.add("faults_worker_ends_in_a_removal", |session| ends(session, &REMOVE));
    trials.add("faults_worker_ends_in_a_rule", |session| ends(session, &RULE));
    trials.add("faults_worker_ends_in_a_restoration", |session| ends(session, &RESTORE));
    trials.alone("faults_browser_ends_in_an_import", crashes);
}

/// At which fractions of the time that the change takes it is interrupted.
const MOMENTS: [f64; 3] = [0.2, 0.6, 1.0];

const PAGE: &str =
    "<a href='https://mark.old.example/'>old</a> <a href='https://mark.new.example/'>new</a>";
const OLD: &str = "old suspend true";
const NEW: &str = "new suspend true";

/// A change from one state to another.
struct Change {
    /// Makes the old state, whatever there was.
    prepare: fn(&Session) -> Result<()>,
    /// What makes the new state of it: an expression of JavaScript.
    request: &'static str,
    /// The marks of the page in the new state.
    after: &'static [&'static str],
}

const IMPORT: Change = Change {
    prepare: |session| import(session, 20_000),
    request: "{ addFile: { name: 'Big', text: names('new', 20_000), meaning: null } }",
    after: &[NEW],
};

const REFRESH: Change = Change {
    prepare: |session| {
        serve(session, "old", 5_000);
        add(session)?;
        serve(session, "new", 5_000);
        Ok(())
    },
    request: "{ refresh: 'home:server.example' }",
    after: &[NEW],
};

const SETTLE: Change = Change {
    prepare: |session| {
        ask(session, "{ remove: 'home:server.example' }")?;
        REFRESH.prepare(session)?;
        serve(session, "new", 1_000);
        let answer = ask(session, REFRESH.request)?;
        ensure!(answer["loaded"]["doubts"][0]["key"] == "doubtShrunk", "{answer}");
        Ok(())
    },
    request: "{ settle: { id: 'home:server.example', accept: true } }",
    after: &[NEW],
};

const REMOVE: Change = Change {
    prepare: |session| import(session, 20_000),
    request: "{ remove: 'file:Big' }",
    after: &[],
};

const RULE: Change = Change {
    prepare: |session| {
        ask(session, "{ removeRule: 'mark.new.example' }")?;
        import(session, 20_000)
    },
    request: "{ setRule: { name: 'mark.new.example', severity: 'suspend', note: '' } }",
    after: &[OLD, NEW],
};

/// The backup has another list, a rule, and marks that are not shown.
const RESTORE: Change = Change {
    prepare: |session| {
        ask(session, "{ setMarks: true }")?;
        for id in ["'own'", "'file:New'"] {
            ask(session, &format!("{{ remove: {id} }}"))?;
        }
        import(session, 20_000)
    },
    request: "{ restore: JSON.stringify({
        kind: 'fencepost-backup', version: 1, marks: false,
        rules: [{ name: 'rule.example', severity: 'silence', note: '' }],
        lists: [{
            report: { id: 'file:New', name: 'New', fetchedAt: 1, suspended: 10_000 },
            strictest: false,
            entries: names('new', 10_000).trim().split('\\n').slice(1).map((row) => {
                const [domain, severity] = row.split(',');
                return { domain, severity };
            }),
        }],
    }) }",
    after: &["new suspend \"setting\""],
};

impl Change {
    fn prepare(&self, session: &Session) -> Result<()> {
        (self.prepare)(session)
    }

    /// How long the change takes, undisturbed; and what is kept before and after.
    fn measure(&self, session: &Session) -> Result<(Duration, [Kept; 2])> {
        self.prepare(session)?;
        let before = Kept::read(session)?;
        let start = Instant::now();
        ask(session, self.request)?;
        let time = start.elapsed();
        let after = Kept::read(session)?;
        ensure!(before != after, "nothing has changed: {after:?}");
        Ok((time, [before, after]))
    }

    /// What there is after an interruption is one of two states, and the page shows it. Then the work is finished.
    fn finish(&self, session: &Session, [before, after]: &[Kept; 2]) -> Result<()> {
        let kept = Kept::read(session)?;
        ensure!(kept == *before || kept == *after, "neither old nor new: {kept:?}");
        let marks = if kept == *after { self.after } else { &[OLD] };
        open(session, "page.example", PAGE)?;
        assert_eq!(marked(session)?, marks);
        ask(session, self.request)?;
        assert_eq!(Kept::read(session)?, *after);
        open(session, "page.example", PAGE)?;
        assert_eq!(marked(session)?, self.after);
        Ok(())
    }
}

/// The worker ends as when it is idle, at several moments of the change.
fn ends(session: &Session, change: &Change) -> Result<()> {
    let (time, states) = change.measure(session)?;
    for moment in MOMENTS {
        change.prepare(session)?;
        send(session, change.request)?;
        thread::sleep(time.mul_f64(moment));
        session.stop_background()?;
        change.finish(session, &states)?;
    }
    Ok(())
}

/// The browser ends as when the power fails.
fn crashes(browser: Browser) -> Result<()> {
    let mut session = fixture::session(browser, "fencepost", Install::Kept)?;
    running::grant_all(&session)?;
    session.restart()?;
    let (time, states) = IMPORT.measure(&session)?;
    for moment in MOMENTS {
        IMPORT.prepare(&session)?;
        send(&session, IMPORT.request)?;
        thread::sleep(time.mul_f64(moment));
        session.crash()?;
        IMPORT.finish(&session, &states)?;
    }
    Ok(())
}

fn import(session: &Session, count: usize) -> Result<()> {
    let request =
        format!("{{ addFile: {{ name: 'Big', text: names('old', {count}), meaning: null }} }}");
    let answer = ask(session, &request)?;
    ensure!(answer["loaded"].is_object(), "{answer}");
    Ok(())
}

/// A server whose list has so many names.
fn serve(session: &Session, tag: &str, count: usize) {
    let name = |it| suspend(&format!("n{it}.{tag}.example"));
    let entries: Vec<Entry> =
        (1..count).map(name).chain([suspend(&format!("mark.{tag}.example"))]).collect();
    session.proxy().answer("server.example", mastodon::open(&entries));
}

fn add(session: &Session) -> Result<()> {
    let answer = running::ask(
        session,
        &json!({"addServer": {"server": "server.example", "home": true, "allowed": []}}),
    )?;
    ensure!(answer["loaded"].is_object(), "{answer}");
    run(session, "await kept()", &[]).map(drop)
}
