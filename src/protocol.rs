//! The only types that cross between browser contexts.
//!
//! The background has two halves, each WebAssembly of its own. This module holds what the first is asked, which is
//! always awake when the background is: verdicts, cards, pages. [`lists`] holds what the second is asked, which is
//! loaded when it is needed: loading lists, rules, settings.
//! [`check`] holds what both are asked about one profile.
//!
//! All of it is JSON, because that is what Chromium makes of a message: an object with one field, which names the kind,
//! or only the name of a kind that holds nothing.
//! `extension/content/protocol.js` holds the same shapes for the content script, as JSDoc types.

pub mod check;
pub mod lists;

use serde::{Deserialize, Serialize};

use crate::explanation::{Explanation, Message};
use crate::page::Relation;
use crate::severity::Severity;

/// The longest list that is read, in bytes: 32 MiB.
pub const MAX_LIST_BYTES: usize = 32 << 20;

/// What the background is asked about pages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Request {
    /// From a content script: which of these lead to a listed place? It is not read as JSON but by `web::message`.
    #[serde(skip_deserializing)]
    Judge {
        /// Distinct hosts; whole addresses where those hold one of [`ADDRESS_HINTS`](crate::target::ADDRESS_HINTS), or
        /// where [`Response::Judged::whole`] asked for them. Between two of them is a space, which none of them holds:
        /// one text is sooner written and read than an array of as many as there are keys.
        keys: String,
        /// The attribute that carries the marks of this document, as long as its style is not there yet.
        attribute: Option<String>,
    },
    /// From a content script: which of these pieces of text are handles of a listed place?
    Mentions {
        /// What [`HANDLE_PATTERN`](crate::target::mention::HANDLE_PATTERN) found, which holds no space; between two is one.
        candidates: String,
        /// As in [`Request::Judge`].
        attribute: Option<String>,
        /// How the names of this document's highlights begin, as long as their style is not there yet.
        highlight: Option<String>,
    },
    /// From a content script: this frame holds text, embeds or shadow roots, and lacks the script that reads those.
    More,
    /// From a content script: the listed places that this frame leads to have changed.
    Present,
    /// From a content script: what the card about this key says.
    Explain {
        /// As in [`Request::Judge`], or a handle.
        key: String,
        /// Whether this frame still lacks the card's script.
        card: bool,
    },
    /// From a content script, in strict mode: a person followed a listed link. All that comes of it is that the page
    /// opens which says why the link is listed.
    HoldBack {
        /// Where the link leads.
        address: String,
        /// Where that page opens.
        opens: Opens,
    },
    /// From the popup: what is on the page in this tab?
    Page {
        /// The tab's id.
        tab: i32,
    },
    /// From an own page: which entries of which lists apply to this place?
    Find(String),
    /// From an own page: about one profile or server.
    Check(check::Request),
}

/// What the background answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Response {
    /// To [`Request::Judge`].
    Judged {
        /// The position of each listed key in the request, with what is known of it; only what is marked.
        marks: Vec<(u32, Mark)>,
        /// The positions of hosts of which nothing is known without the whole address.
        whole: Vec<u32>,
        /// How marks are shown.
        look: Look,
    },
    /// To [`Request::Mentions`].
    Mentioned {
        /// The position of each listed candidate in the request, how much of it is the handle, in UTF-16 units, and its
        /// severity; only what is marked.
        marks: Vec<(u32, u32, Severity)>,
        /// How marks are shown.
        look: Look,
    },
    /// To a request that is only carried out.
    Done,
    /// To [`Request::Explain`]; `None` when the key is not (or no longer) listed.
    Explained {
        /// What the card says.
        explanation: Option<Box<Explanation>>,
    },
    /// To [`Request::Page`].
    Page(Box<PageReport>),
    /// To [`Request::Find`]: [list](lists::ListReport::id) and [row](crate::index::Rows::row) of each.
    Found(Vec<(String, u32)>),
    /// To [`Request::Check`].
    Check(check::Response),
    /// What was asked could not be done; nothing has changed.
    Failed {
        /// A sentence for the person who asked.
        message: Message,
    },
}

/// What a page is told of a listed key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// How strictly it is listed.
    pub severity: Severity,
    /// Whether only what the link goes through is listed, and not where it leads.
    pub through: bool,
    /// Whether strict mode holds the link back.
    pub held: bool,
}

/// Where the browser would have opened a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Opens {
    /// In the same tab.
    Here,
    /// In a new tab before it.
    Before,
    /// In a new tab behind it.
    Behind,
}

/// How the marks of a page are shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Look {
    /// The letter in the value of an attribute that stands for the style; empty for signs.
    pub style: String,
    /// The severities that are drawn; none, when marks are switched off here.
    pub severities: Vec<Severity>,
    /// Whether a mark is drawn only while its link is pointed at or has the focus.
    pub only_hovered: bool,
}

/// What the frames of a page lead to: what the content script tells about one, and what [`Request::Page`] joins.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Presence {
    /// The listed keys: those of [`Request::Judge`], and handles.
    pub keys: Vec<String>,
    /// What the page itself is: keys with what they have to do with it.
    pub selves: Vec<(Relation, String)>,
}

/// What the popup shows of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageReport {
    /// Whether the page could be looked at.
    pub access: Access,
    /// What the page itself is, when that is a listed place: it is said first.
    pub itself: Option<PageItself>,
    /// The listed targets on the page, grouped by platform, strictest first.
    pub groups: Vec<Group>,
}

/// A page that is on a listed place, or shows something of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageItself {
    /// What it has to do with that place.
    pub sentence: Message,
    /// Why that is listed.
    pub explanation: Explanation,
}

/// Whether Fencepost may look at a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Access {
    /// By a permission that lasts.
    Granted,
    /// This once, because the toolbar button was pressed (`activeTab`).
    OnClick,
    /// Not at all: a page of the browser, a store, a PDF, a reader view, or a file.
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
    pub entries: Vec<Entry>,
}

/// One listed target on a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Why it is listed.
    pub explanation: Explanation,
    /// The [keys](Presence::keys) that lead to it, by which it is found on the page.
    pub keys: Vec<String>,
}
