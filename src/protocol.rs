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
use crate::severity::Severity;

/// The longest list that is read, in bytes: 32 MiB.
pub const MAX_LIST_BYTES: usize = 32 << 20;

/// What the background is asked about pages.
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
    /// From an own page: about one profile or server.
    Check(check::Request),
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
        explanation: Option<Box<Explanation>>,
    },
    /// To [`Request::Page`].
    Page(PageReport),
    /// To [`Request::Check`].
    Check(check::Response),
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
