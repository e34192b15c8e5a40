//! Changes of what is kept, each from one state to another.

use anyhow::{Result, ensure};
use serde_json::json;
use xtask::browser::Session;
use xtask::running;

use super::former::{self, LAYOUT_1};
use super::kept::{ask, import, run};
use crate::browsers::fixture;
use crate::browsers::servers::{Entry, mastodon, suspend};

/// A change from one state to another.
pub struct Change {
    /// What is changed, in words.
    pub what: &'static str,
    /// Makes the old state of one where nothing is kept.
    pub prepare: fn(&Session) -> Result<()>,
    /// What makes the new state of it: an expression of JavaScript.
    pub request: &'static str,
    /// Places that are looked up to tell what is in force.
    pub places: &'static [&'static str],
    /// Whether the judge, too, is there before, and hears of the change. It has what an old layout stored changed itself.
    pub with_judge: bool,
}

/// Every way in which what is kept is changed.
pub const ALL: [Change; 8] = [
    Change {
        what: "an import",
        prepare: |session| import(session, "old", 20),
        request: "{ addFile: { name: 'Big', text: names('new', 21), meaning: null } }",
        places: MARKS,
        with_judge: true,
    },
    Change {
        what: "a refresh",
        prepare: |session| {
            add(session)?;
            serve(session, "new", 21);
            Ok(())
        },
        request: REFRESH,
        places: MARKS,
        with_judge: true,
    },
    Change {
        what: "a settlement",
        prepare: |session| {
            add(session)?;
            serve(session, "new", 5);
            let answer = ask(session, REFRESH)?;
            ensure!(answer["loaded"]["doubts"][0]["key"] == "doubtShrunk", "{answer}");
            Ok(())
        },
        request: "{ settle: { id: 'home:server.example', accept: true } }",
        places: MARKS,
        with_judge: true,
    },
    Change {
        what: "a removal",
        prepare: |session| import(session, "old", 20),
        request: "{ remove: 'file:Big' }",
        places: MARKS,
        with_judge: true,
    },
    Change {
        what: "a rule",
        prepare: |session| import(session, "old", 20),
        request: "{ setRule: { name: 'mark.new.example', severity: 'suspend', note: '' } }",
        places: MARKS,
        with_judge: true,
    },
    Change {
        what: "a setting",
        prepare: |session| import(session, "old", 20),
        request: "{ choose: { style: 'underline' } }",
        places: MARKS,
        with_judge: true,
    },
    Change {
        what: "all of it by a backup",
        prepare: |session| import(session, "old", 20),
        // Another list, a rule, and marks that are not shown.
        request: "{ restore: JSON.stringify({
            kind: 'fencepost-backup', version: 1, marks: false,
            rules: [{ name: 'rule.example', severity: 'silence', note: '' }],
            lists: [{
                report: { id: 'file:New', name: 'New', fetchedAt: 1, suspended: 10 },
                strictest: false,
                entries: names('new', 10).trim().split('\\n').slice(1).map((row) => {
                    const [domain, severity] = row.split(',');
                    return { domain, severity };
                }),
            }],
        }) }",
        places: MARKS,
        with_judge: true,
    },
    Change {
        what: "what the first layout stored",
        prepare: |session| former::store(session, LAYOUT_1),
        request: "{ setMarks: true }",
        places: &["csv.example", "json.example", "starred.example"],
        with_judge: false,
    },
];

const REFRESH: &str = "{ refresh: 'home:server.example' }";
const MARKS: &[&str] = &["mark.old.example", "mark.new.example", "rule.example"];

impl Change {
    /// Makes the old state, whatever there was.
    pub fn make_old(&self, session: &Session) -> Result<()> {
        fixture::reset(session)?;
        (self.prepare)(session)
    }
}

/// A server whose list has so many names.
fn serve(session: &Session, tag: &str, count: usize) {
    let name = |it| suspend(&format!("n{it}.{tag}.example"));
    let entries: Vec<Entry> =
        (1..count).map(name).chain([suspend(&format!("mark.{tag}.example"))]).collect();
    session.proxy().answer("server.example", mastodon::open(&entries));
}

fn add(session: &Session) -> Result<()> {
    serve(session, "old", 20);
    let server = json!({"server": "server.example", "home": true, "allowed": []});
    let answer = running::ask(session, &json!({"addServer": server}))?;
    ensure!(answer["loaded"].is_object(), "{answer}");
    run(session, "await kept()", &[]).map(drop)
}
