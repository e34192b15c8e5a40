//! What the half of the background is asked that keeps the lists. Every request comes from one of the extension's own
//! pages, as the field `lists` of a message.

use serde::{Deserialize, Serialize};

use super::check;
use crate::blocklist::Blocklist;
use crate::changes::HistoryEntry;
use crate::choices::{Choice, Choices};
use crate::explanation::Message;
use crate::schedule::Timing;
use crate::severity::Severity;
use crate::source::{ListAccess, Software};

/// What is asked about the lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Request {
    /// Which lists are loaded, and what is set?
    Lists,
    /// Load the list of this server.
    AddServer {
        /// A server's name as typed.
        server: String,
        /// Whether the user has an account there, so that it is heard before other lists.
        home: bool,
        /// The hosts that the person allowed to be asked beside the server itself.
        allowed: Vec<String>,
    },
    /// Load the list at this address, and keep it fresh.
    Subscribe {
        /// An `https:` address as typed.
        address: String,
        /// What its names mean, when they come without a severity.
        meaning: Option<Severity>,
        /// As in [`Request::AddServer`].
        allowed: Vec<String>,
    },
    /// Load the list in this file.
    AddFile {
        /// The file's name, which becomes the list's.
        name: String,
        /// Its content.
        text: String,
        /// As in [`Request::Subscribe`].
        meaning: Option<Severity>,
    },
    /// Read a list that is not shown to strangers from the user's own open tab on its server.
    ReadInTab(InTab),
    /// Ask now for the list with this [id](ListReport::id).
    Refresh(String),
    /// Wait no longer for the server that is asked for the list with this [id](ListReport::id); nothing changes then.
    StopAsking(String),
    /// Answer the question why a list is held back.
    Settle {
        /// [`ListReport::id`].
        id: String,
        /// Whether the held back list comes into force; else it is dropped.
        accept: bool,
    },
    /// Ask for this list no more, or again.
    Pause {
        /// [`ListReport::id`].
        id: String,
        /// Whether it rests.
        paused: bool,
    },
    /// Take the list with this [id](ListReport::id) out of force, and forget it after a while.
    Remove(String),
    /// Take the removal of the list with this [id](ListReport::id) back.
    TakeBack(String),
    /// What changed lately in the list with this [id](ListReport::id)?
    Changes(String),
    /// The user's own rules.
    Rules,
    /// Add a rule of the user's own, or change the one for this name.
    SetRule(Rule),
    /// Take the user's own rule for this [name](Rule::name) back.
    RemoveRule(String),
    /// One list, or all merged, as a file.
    Export {
        /// [`ListReport::id`]; `None` for all merged.
        id: Option<String>,
        /// The form of the file.
        form: ExportForm,
    },
    /// Everything that is configured, as a file.
    Backup,
    /// Configure everything as in this file, which [`Request::Backup`] made.
    Restore(String),
    /// Forget every list, rule and choice, and begin as after the installation.
    Reset,
    /// Whether marks are shown, or none anywhere.
    SetMarks(bool),
    /// What was chosen about marks?
    Choices,
    /// Choose one thing about marks.
    Choose(Choice),
    /// Ask the servers about one profile or server.
    Check(check::Run),
    /// End this [run](check::Run::run).
    StopCheck(u32),
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Response {
    /// To [`Request::Lists`], and to every request that only changes lists or settings.
    Lists(ListsReport),
    /// A list was read and is in force, or [held back](ListReport::doubts).
    Loaded(Box<ListReport>),
    /// Before the list can be read, the person has to allow that this host is asked too.
    Permit {
        /// The server that was named.
        server: String,
        /// The host that it leads to.
        host: String,
    },
    /// A list of bare names: the person has to say what they mean.
    AsksMeaning {
        /// How many names.
        names: u32,
    },
    /// To [`Request::Changes`], newest first.
    Changes(Vec<HistoryEntry>),
    /// To [`Request::Rules`], and to every request that changes them.
    Rules(Vec<Rule>),
    /// To [`Request::Choices`] and [`Request::Choose`].
    Choices(Box<Choices>),
    /// To [`Request::Export`] and [`Request::Backup`].
    File {
        /// The name under which it is saved.
        name: String,
        /// Its content.
        text: String,
    },
    /// To [`Request::Check`]: the judge knows the answer.
    Checked,
    /// To [`Request::StopCheck`] and [`Request::StopAsking`], and to what was stopped.
    Stopped,
    /// What was asked could not be done; nothing has changed.
    Failed {
        /// A sentence for the person who asked.
        message: Message,
        /// The list that can be read in a tab where the person is signed in, when that is a way.
        in_tab: Option<InTab>,
    },
}

/// A list that its server shows to its members only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InTab {
    /// [`ListReport::id`].
    pub id: String,
    /// The host that answered for the server, where the server has another name; `None` where that is not known yet.
    pub host: Option<String>,
}

/// Everything that is loaded and set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListsReport {
    /// The lists, highest authority first; the user's own rules are not among them.
    pub lists: Vec<ListReport>,
    /// The lists that were removed and can be taken back, in the order of their ids.
    pub removed: Vec<Removed>,
    /// How many rules of the user's own there are.
    pub rules: u32,
    /// Whether marks are shown at all.
    pub shown: bool,
    /// The server that the brand is for, offered where people name theirs; `None` for a brand without one.
    pub home: Option<String>,
}

/// A list that was removed a moment ago.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// [`ListReport::id`].
    pub id: String,
    /// [`ListReport::name`].
    pub name: String,
}

/// One list: what is known of it, what came of the last attempt to read it, and when it is asked for again.
///
/// It is stored as it is, so new fields have a default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListReport {
    /// Names the list in requests: `home:datasci.social`, `file:NAME`, `brand:NAME`.
    pub id: String,
    /// The name that people read.
    pub name: String,
    /// What its server runs.
    pub software: Option<Software>,
    /// The host that is asked for the list, where that is another than the server's name.
    pub host: Option<String>,
    /// The format of the list in force: [`Format::as_str`](crate::blocklist::Format::as_str).
    pub format: Option<String>,
    /// What the format was recognised by.
    pub because: Option<Message>,
    /// How the server answered the last time.
    pub access: ListAccess,
    /// What bare names mean.
    pub meaning: Option<Severity>,
    /// Recognises the version that is in force when it is asked for again.
    pub etag: Option<String>,
    /// When the list in force was read, in milliseconds since 1970 as all times here; `None` for a brand's own
    /// statement, and when none is in force.
    pub fetched_at: Option<f64>,
    /// When it was asked for last and is asked for again; `None` for what is not.
    pub timing: Option<Timing>,
    /// What went wrong the last time.
    pub failure: Option<Message>,
    /// Since when the server does not show its list any more.
    pub hidden_since: Option<f64>,
    /// It is not asked for.
    pub paused: bool,
    /// When it was removed. It is as if it were not there, until that is taken back or it is forgotten.
    pub removed_at: Option<f64>,
    /// Why a newer version is held back until the person decides.
    pub doubts: Vec<Message>,
    /// The [keys](Message::key) of doubts that the person has put aside for good.
    pub settled: Vec<String>,
    /// The version that the person did not want, so that it is not asked about again.
    pub refused: Option<String>,
    /// Everything that is not listed is refused.
    pub allow_list: bool,
    /// The server withholds entries.
    pub withheld: bool,
    /// How many names of each severity, canaries left out.
    pub suspended: u32,
    /// See `suspended`.
    pub limited: u32,
    /// Names that are explicitly allowed.
    pub allowed: u32,
    /// Names that say something else (`noop`, `noted`).
    pub other: u32,
    /// Of all, how many are starred out for readers and yet recognised by their digest.
    pub recognised: u32,
    /// Of all, how many are starred out and cannot be recognised.
    pub unrecognisable: u32,
    /// How many rows no server is behind, beside all these.
    pub canaries: u32,
    /// What could not be read or needed a decision, in the order of the list; the first 100.
    pub problems: Vec<String>,
    /// How many problems there are in all.
    pub problem_count: u32,
}

impl ListReport {
    /// Takes over how many names a list has of which kind.
    pub fn count(&mut self, list: &Blocklist) {
        let counts = list.counts();
        self.suspended = counts.suspended;
        self.limited = counts.limited;
        self.allowed = counts.allowed;
        self.other = counts.other;
        self.recognised = counts.recognised;
        self.unrecognisable = counts.unrecognisable;
        self.canaries = counts.canaries;
    }

    /// How many names there are in all, canaries left out.
    pub fn total(&self) -> u32 {
        self.suspended + self.limited + self.allowed + self.other
    }

    /// Whether only members were shown the list.
    pub fn is_members(&self) -> bool {
        self.access == ListAccess::SignedInOnly
    }

    /// Whether a list is in force.
    pub fn is_in_force(&self) -> bool {
        self.fetched_at.is_some()
    }
}

/// A rule of the user's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// The domain that it is about, with all below it.
    pub name: String,
    /// `suspend` blocks, `silence` limits, `noop` allows.
    pub severity: Severity,
    /// Why, for the user.
    pub note: String,
}

/// The form of an exported list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ExportForm {
    /// As Mastodon's own export, which Mastodon imports.
    Csv,
    /// One name a line.
    Text,
    /// Everything that is known of each entry.
    Json,
}
