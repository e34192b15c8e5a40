//! What the keeper is asked about one profile or server. The requests come
//! from the extension's own pages, as [`lists::Request::Check`](super::lists::Request::Check).

use serde::{Deserialize, Serialize};

use crate::check::Answer;
use crate::explanation::Message;
use crate::severity::Severity;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Request {
    /// What do the person's own lists say? No server is asked.
    Look(Question),
    /// Ask the servers too.
    Run {
        /// About whom.
        question: Question,
        /// Names this run in [`Request::Stop`].
        run: u32,
        /// The hosts that the person allowed to be asked beside those that [`Looked::hosts`] names.
        allowed: Vec<String>,
        /// The hosts that the person did not want to be asked.
        refused: Vec<String>,
    },
    /// End this run.
    Stop(u32),
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

/// What is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Response {
    /// To [`Request::Look`].
    Looked(Box<Looked>),
    /// To [`Request::Run`].
    Checked(Box<Checked>),
    /// To [`Request::Stop`], and to a run that was stopped.
    Stopped,
}

/// What is known without asking anybody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Looked {
    /// Who is meant: a handle, or a server's name.
    pub subject: String,
    /// The server.
    pub domain: String,
    /// The platform that it belongs to.
    pub platform: Option<String>,
    /// The home that is asked for.
    pub home: Option<String>,
    /// What lists say of the server, the highest authority first.
    pub said: Vec<Said>,
    /// How many lists were looked into.
    pub lists: u32,
    /// What follows from the home's list alone; `None` without a home.
    pub answer: Option<Answer>,
    /// What the servers answered earlier in this session.
    pub checked: Option<Checked>,
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

/// What a full check came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    /// The answer.
    pub answer: Answer,
    /// When the servers were asked, in milliseconds since 1970.
    pub at: f64,
}
