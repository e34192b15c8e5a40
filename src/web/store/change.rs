//! Changing what is kept.

use js_sys::{Array, Math, Uint8Array};
use wasm_bindgen::JsCast;

use super::{
    CHANGES, CHOICES, GENERATION, HELD, HOT, INDEX, KEYS, LAYOUT, MARKS, REPORTS, ROWS, Store,
    all_reports, mend, migrate, read_choices, reports, to_bytes,
};
use crate::blocklist::Blocklist;
use crate::brand::Brand;
use crate::changes::HistoryEntry;
use crate::choices::{Choice, Choices};
use crate::collection::{Stored, compile_all};
use crate::day::Day;
use crate::index::{self, Rows};
use crate::protocol::lists::ListReport;
use crate::web::database::Transaction;
use crate::web::error::WebError;
use crate::web::message::{from_browser, to_browser};

/// One version of a list.
pub struct Version {
    pub(super) keys: Vec<u8>,
    pub(super) rows: Vec<u8>,
}

/// A newer version of a list that waits for the person's word.
pub struct Held {
    /// What is known of the list once it is in force.
    pub report: ListReport,
    /// The version.
    pub version: Version,
}

/// One change.
pub enum Change {
    /// A version of a list comes into force, with the history that the list then has.
    Put(ListReport, Version, Vec<HistoryEntry>),
    /// Only what is known of a list changes.
    Report(ListReport),
    /// A newer version of a list is held back.
    Hold(ListReport, Box<Held>),
    /// What is held back of this list is dropped.
    Drop(String),
    /// This list is forgotten.
    Remove(String),
    /// This list goes out of force at this moment, in milliseconds since 1970, and is kept to be taken back.
    SetAside(String, f64),
    /// This list that was set aside is in force again.
    TakeBack(String),
    /// This list that was set aside is forgotten.
    Forget(String),
    /// Whether marks are shown at all.
    Show(bool),
    /// One thing is chosen about marks; the others stay as they are at that moment.
    Choose(Choice),
    /// All that was chosen about marks.
    Choices(Choices),
    /// None; only the index is compiled again.
    Recompile,
    /// None; what is damaged is made anew, or noted where it cannot be.
    Mend,
}

/// Decides what to change, given what is known of each list at that moment.
pub type Decide<'d> = dyn FnMut(Vec<ListReport>) -> Vec<Change> + 'd;

impl Version {
    /// A list as it was read on a day. What was in its former version keeps the day on which it was first seen.
    pub fn of(list: &Blocklist, today: Day, former: Option<&Rows>) -> Version {
        Version { keys: index::keys(list), rows: Rows::write(list, today, former) }
    }

    /// Tells versions apart: the checksum of the keys.
    pub fn fingerprint(&self) -> String {
        index::fingerprint(&self.keys)
    }

    /// The rows.
    pub fn rows(&self) -> Result<Rows, WebError> {
        Ok(Rows::load(self.rows.clone())?)
    }
}

impl Store {
    /// What is held back of a list.
    pub async fn held(&self, id: &str) -> Result<Option<Held>, WebError> {
        let value = self.value(HELD, id).await?;
        let Some(parts) = value.dyn_ref::<Array>() else { return Ok(None) };
        let Some((keys, rows)) = to_bytes(&parts.get(1)).zip(to_bytes(&parts.get(2))) else {
            return Ok(None);
        };
        let report = from_browser(&parts.get(0), "reading what is held back")?;
        Ok(Some(Held { report, version: Version { keys, rows } }))
    }

    /// The history of a list, newest first.
    pub async fn history(&self, id: &str) -> Result<Vec<HistoryEntry>, WebError> {
        // One that cannot be read must not keep a list from being refreshed.
        let value = self.value(CHANGES, id).await?;
        Ok(from_browser(&value, "reading the history of a list").unwrap_or_default())
    }

    /// Carries out what `decide` says, and compiles the index when a list came into force or went.
    pub async fn change(&self, brand: &Brand, decide: &mut Decide<'_>) -> Result<(), WebError> {
        let transaction = self.database.write(LAYOUT.stores).await?;
        match write(&transaction, brand, decide).await {
            Ok(()) => transaction.committed().await,
            Err(error) => {
                transaction.abort();
                Err(error)
            }
        }
    }
}

async fn write(
    transaction: &Transaction,
    brand: &Brand,
    decide: &mut Decide<'_>,
) -> Result<(), WebError> {
    let mut follow = migrate::migrate(transaction).await?;
    for change in decide(reports(transaction).await?) {
        follow = follow.max(change.follow());
        apply(transaction, change).await?;
    }
    if follow == Follow::Index {
        let hot = compile_all(brand, &stored(transaction).await?);
        put_bytes(transaction, INDEX, HOT, &hot).await?;
    }
    if follow != Follow::Nothing {
        transaction.put(INDEX, GENERATION, &Math::random().into()).await?;
    }
    Ok(())
}

/// What has to follow a change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Follow {
    Nothing,
    /// Pages judge their links again.
    Pages,
    /// The index is compiled, then pages judge.
    Index,
}

impl Change {
    fn follow(&self) -> Follow {
        match self {
            Change::Report(_) | Change::Hold(..) | Change::Drop(_) | Change::Forget(_) => {
                Follow::Nothing
            }
            Change::Show(_) | Change::Choose(_) | Change::Choices(_) => Follow::Pages,
            Change::Put(..)
            | Change::Remove(_)
            | Change::SetAside(..)
            | Change::TakeBack(_)
            | Change::Recompile
            | Change::Mend => Follow::Index,
        }
    }
}

async fn apply(transaction: &Transaction, change: Change) -> Result<(), WebError> {
    match change {
        Change::Put(report, version, history) => {
            let id = report.id.clone();
            put_bytes(transaction, KEYS, &id, &version.keys).await?;
            put_bytes(transaction, ROWS, &id, &version.rows).await?;
            let history = to_browser(&history, "keeping the history of a list")?;
            transaction.put(CHANGES, &id, &history).await?;
            transaction.delete(HELD, &id).await?;
            put_report(transaction, &report).await
        }
        Change::Report(report) => put_report(transaction, &report).await,
        Change::Hold(report, held) => {
            let Held { report: next, version } = *held;
            let parts = Array::of3(
                &to_browser(&next, "holding a list back")?,
                &Uint8Array::from(&version.keys[..]),
                &Uint8Array::from(&version.rows[..]),
            );
            transaction.put(HELD, &report.id, &parts).await?;
            put_report(transaction, &report).await
        }
        Change::Drop(id) => transaction.delete(HELD, &id).await,
        Change::SetAside(id, at) => set_aside(transaction, &id, Some(at)).await,
        Change::TakeBack(id) => set_aside(transaction, &id, None).await,
        Change::Remove(id) | Change::Forget(id) => {
            for store in [REPORTS, KEYS, ROWS, HELD, CHANGES] {
                transaction.delete(store, &id).await?;
            }
            Ok(())
        }
        Change::Show(shown) => transaction.put(INDEX, MARKS, &shown.into()).await,
        Change::Choose(choice) => {
            let mut choices =
                read_choices(&transaction.get(INDEX, CHOICES).await?).unwrap_or_default();
            choices.choose(choice);
            put_choices(transaction, &choices).await
        }
        Change::Choices(choices) => put_choices(transaction, &choices).await,
        Change::Recompile => Ok(()),
        Change::Mend => mend::check_rows(transaction).await,
    }
}

/// Notes when a list was set aside; `None` has it in force again.
async fn set_aside(
    transaction: &Transaction,
    id: &str,
    removed_at: Option<f64>,
) -> Result<(), WebError> {
    let all = all_reports(transaction).await?;
    match all.into_iter().find(|report| report.id == id) {
        Some(report) => put_report(transaction, &ListReport { removed_at, ..report }).await,
        None => Ok(()),
    }
}

async fn put_choices(transaction: &Transaction, choices: &Choices) -> Result<(), WebError> {
    let choices = to_browser(choices, "keeping the settings")?;
    transaction.put(INDEX, CHOICES, &choices).await
}

pub(super) async fn put_report(
    transaction: &Transaction,
    report: &ListReport,
) -> Result<(), WebError> {
    let value = to_browser(report, "keeping a list's report")?;
    transaction.put(REPORTS, &report.id, &value).await
}

pub(super) async fn put_bytes(
    transaction: &Transaction,
    store: &str,
    key: &str,
    bytes: &[u8],
) -> Result<(), WebError> {
    transaction.put(store, key, &Uint8Array::from(bytes)).await
}

/// Every list that is in force.
async fn stored(transaction: &Transaction) -> Result<Vec<Stored>, WebError> {
    let mut stored = Vec::new();
    for report in reports(transaction).await? {
        if let Some(keys) = mend::keys(transaction, &report).await? {
            stored.push(Stored { id: report.id, name: report.name, keys });
        }
    }
    Ok(stored)
}
