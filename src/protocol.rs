//! The only types that cross between browser contexts.
//!
//! A [`Request`] goes from a content script or one of the extension's own pages to the background, which answers
//! with one [`Response`]. Both are JSON, because that is what Chromium makes of a message: an object with one field,
//! which names the kind, or only the name of a kind that holds nothing.
//! `extension/content/protocol.js` holds the same shapes for the content script, as JSDoc types.

use serde::{Deserialize, Serialize};

use crate::explanation::{Explanation, Message};
use crate::severity::Severity;

/// The longest list that is read, in bytes: 32 MiB.
pub const MAX_LIST_BYTES: usize = 32 << 20;

/// What the background is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Request {
    /// From a content script: which of these lead to a listed place?
    Judge {
        /// Distinct hosts, or whole addresses where path or query hold `@` or `%40`.
        keys: Vec<String>,
        /// The attribute that carries the marks of this document, as long as its style is not there yet.
        attribute: Option<String>,
    },
    /// From a content script: the listed places that links in this frame lead to have changed.
    Present,
    /// From a content script: what the card about this key says.
    Explain {
        /// As in [`Request::Judge`].
        key: String,
        /// Whether this frame still lacks the card's script.
        card: bool,
    },
    /// From the popup: what is on the page in this tab?
    Page {
        /// The tab's id.
        tab: i32,
    },
    /// From an own page: which lists are loaded, and what is set?
    Lists,
    /// From an own page: load the public list of this server and make it a home.
    AddServer {
        /// A server's name as typed.
        server: String,
    },
    /// From an own page: load the list in this file.
    AddFile {
        /// The file's name, which becomes the list's.
        name: String,
        /// Its content.
        text: String,
    },
    /// From an own page: forget this list.
    RemoveList {
        /// [`ListReport::id`].
        id: String,
    },
    /// From an own page: show marks, or none anywhere.
    SetMarks {
        /// Whether marks are shown.
        shown: bool,
    },
}

/// What the background answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Response {
    /// To [`Request::Judge`].
    Judged {
        /// The position of each listed key in the request, with its severity; only what is marked.
        marks: Vec<(u32, Severity)>,
        /// Whether marks are shown at all.
        shown: bool,
    },
    /// To a request that is only carried out.
    Done,
    /// To [`Request::Explain`]; `None` when the key is not (or no longer) listed.
    Explained {
        /// What the card says.
        explanation: Option<Explanation>,
    },
    /// To [`Request::Page`].
    Page(PageReport),
    /// To [`Request::Lists`], and to every request that changes the lists or settings.
    Lists(ListsReport),
    /// To [`Request::AddServer`] and [`Request::AddFile`] when a list was loaded.
    Loaded(ListReport),
    /// What was asked could not be done; nothing has changed.
    Failed {
        /// A sentence for the person who asked.
        message: Message,
    },
}

/// What the popup shows of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageReport {
    /// Whether the page could be looked at.
    pub access: Access,
    /// The listed targets on the page, grouped by platform, strictest first.
    pub groups: Vec<Group>,
    /// What is loaded and set.
    pub lists: ListsReport,
}

/// Whether Fencepost may look at a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Access {
    /// By a permission that lasts.
    Granted,
    /// This once, because the toolbar button was pressed (`activeTab`).
    OnClick,
    /// Not at all: a page of the browser, a store, or a file.
    Restricted,
}

/// The listed targets of one platform, or of one listed name that is no platform's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// The platform's name, or the listed name.
    pub title: String,
    /// The strictest of its targets.
    pub severity: Severity,
    /// One for each distinct target.
    pub entries: Vec<Explanation>,
}

/// Everything that is loaded and set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListsReport {
    /// The loaded lists, highest authority first.
    pub lists: Vec<ListReport>,
    /// Whether marks are shown at all.
    pub shown: bool,
    /// The server that the brand is for, offered where people name theirs; `None` for a brand without one.
    pub home: Option<String>,
}

/// One loaded list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListReport {
    /// Names the list in requests: `home:datasci.social`, `file:NAME`, `brand:NAME`.
    pub id: String,
    /// The name that people read.
    pub name: String,
    /// When it was read, in milliseconds since 1970; `None` for a brand's own statement.
    pub fetched_at: Option<f64>,
    /// How many names of each severity, canaries left out.
    pub suspended: u32,
    /// See `suspended`.
    pub limited: u32,
    /// Names that say something other than suspended or limited (`noop`, `noted`).
    pub other: u32,
    /// Of all, how many are starred out for readers and yet recognised by their digest.
    pub recognised: u32,
    /// Of all, how many are starred out and cannot be recognised.
    pub unrecognisable: u32,
    /// What could not be read or needed a decision, in the order of the list; the first 100.
    pub problems: Vec<String>,
    /// How many problems there are in all.
    pub problem_count: u32,
}
