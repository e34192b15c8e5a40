//! What own pages ask about one profile or server, and about moving to another.
//!
//! The keeper asks the servers and remembers what they said, [`Found`]; the judge knows what own lists say, and puts
//! both sides together. `extension/check/protocol.js` holds the same shapes as JSDoc types.

use serde::{Deserialize, Serialize};

use crate::check::follows::Comparison;
use crate::check::{Answer, Place, Statement};
use crate::day::Day;
use crate::explanation::{Announced, Message};
use crate::federation::Policy;
use crate::severity::Severity;
use crate::source::Software;

/// What the judge is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Request {
    /// Whose profile is the page in this tab?
    Profile(i32),
    /// What do own lists say, and what the servers said earlier in this session?
    Look(Question),
    /// Begin to compare servers by whom of the followed one would lose there.
    Compare {
        /// Names this comparison.
        run: u32,
        /// The table of accounts, as Mastodon exports it.
        text: String,
        /// The [ids](crate::protocol::lists::ListReport::id) of the servers' lists.
        servers: Vec<String>,
    },
    /// Go on with this comparison.
    CompareOn(u32),
}

/// What the keeper is asked: to ask the servers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// [`Looked::subject`].
    pub subject: String,
    /// [`Looked::home`].
    pub home: String,
    /// Names this run, to stop it.
    pub run: u32,
    /// The hosts that the person allowed to be asked beside those that [`Looked::hosts`] names.
    pub allowed: Vec<String>,
    /// The hosts that the person did not want to be asked.
    pub refused: Vec<String>,
}

/// Who asks about whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// A handle, an address or a server's name, as typed or pasted.
    pub text: String,
    /// The server where the person has an account; `None` for the first of those whose lists are loaded.
    pub home: Option<String>,
}

/// What the judge answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Response {
    /// To [`Request::Profile`]: a handle, as far as the page's address tells.
    Profile(Option<String>),
    /// To [`Request::Look`].
    Looked(Box<Looked>),
    /// How much of a comparison is done, from 0 to 1.
    Comparing(f64),
    /// What a comparison found.
    Compared {
        /// The table.
        comparison: Box<Comparison>,
        /// The same for other programs.
        csv: String,
    },
}

/// What is known without asking anybody now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Looked {
    /// Who is meant: a handle, or a server's name.
    pub subject: String,
    /// The server.
    pub domain: String,
    /// What it runs, as it said.
    pub software: Option<Software>,
    /// The platform that it belongs to.
    pub platform: Option<String>,
    /// The home that is asked for.
    pub home: Option<String>,
    /// What lists say of the server, the highest authority first.
    pub said: Vec<Said>,
    /// The brand's post about it.
    pub announcement: Option<Announced>,
    /// How many lists were looked into.
    pub lists: u32,
    /// Both sides put together, as far as they are known; `None` without a home.
    pub answer: Option<Answer>,
    /// When the servers were asked, in milliseconds since 1970; `None` when they were not in this session.
    pub asked_at: Option<f64>,
    /// The hosts that a full check asks.
    pub hosts: Vec<String>,
}

/// What one list says of a server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    /// The list's name; nothing for the person's own rules.
    pub list: String,
    /// What it does.
    pub severity: Severity,
    /// The name that it has.
    pub listed: String,
    /// Since when.
    pub dated: Option<Message>,
    /// The reason that it gives, in its own words.
    pub comment: Option<String>,
}

/// What the servers said, as it is remembered until the browser is closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// When they were asked, in milliseconds since 1970.
    pub at: f64,
    /// [`Found::stamp`] of what was kept when they were asked: what they said is forgotten when a list changes.
    pub stamp: String,
    /// Where the account is, as far as both of its domains agree.
    pub place: Place,
    /// What their server runs.
    pub software: Option<Software>,
    /// What their server does to the home.
    pub theirs: Statement,
    /// The day on which their list was read.
    pub day: Option<Day>,
    /// What the home shows of the account or its server.
    pub at_home: Option<Policy>,
    /// What there is to say of the account, and what went wrong.
    pub notes: Vec<Message>,
}

impl Found {
    /// Tells one generation of what is kept from every other. A text, because a fraction is not read back to its last
    /// bit.
    pub fn stamp(generation: Option<f64>) -> String {
        generation.map_or_else(String::new, |it| it.to_bits().to_string())
    }

    /// The name under which it is remembered.
    pub fn name(home: &str, subject: &str) -> String {
        format!("check {home} {subject}")
    }
}
