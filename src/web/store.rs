//! What is kept on disk: of each list what is known of it, what the index needs of it and what people read of it; and
//! the index.
//!
//! One IndexedDB database. Every change of a list writes all that belongs to it, compiles the index and writes that too
//! within one transaction, in which nothing but the database is waited for. So a worker that is stopped, a full disk or
//! a crash leaves either all of the old or all of the new, and two changes at once happen one after the other.
//!
//! | object store | key | value |
//! |---|---|---|
//! | `reports` | list id | [`ListReport`](crate::protocol::lists::ListReport) |
//! | `keys` | list id | bytes of [`keys`](crate::index::keys()) |
//! | `rows` | list id | bytes of [`Rows`](crate::index::Rows) |
//! | `held` | list id | a newer version that is held back |
//! | `changes` | list id | the list's history |
//! | `index` | `hot` | bytes of the index |
//! | `index` | `marks` | whether marks are shown at all, once that was set |
//! | `index` | `choices` | [`Choices`] about marks, once any was made |
//! | `index` | `generation` | a random number, another with every change that pages have to follow |
//! | `bodies` | list id | what version 1 kept of a list instead: its bytes as they were read |

mod change;
mod mend;
mod migrate;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::database::{Database, Layout, Transaction};
use super::error::WebError;
use super::message::from_browser;
use crate::choices::Choices;
use crate::protocol::lists::ListReport;
pub use change::{Change, Decide, Held, Version};

const REPORTS: &str = "reports";
const KEYS: &str = "keys";
const ROWS: &str = "rows";
const HELD: &str = "held";
const CHANGES: &str = "changes";
const INDEX: &str = "index";
const HOT: &str = "hot";
const MARKS: &str = "marks";
const CHOICES: &str = "choices";
const GENERATION: &str = "generation";
const BODIES: &str = "bodies";

const LAYOUT: Layout = Layout {
    name: "fencepost",
    version: 2,
    stores: &[REPORTS, KEYS, ROWS, HELD, CHANGES, INDEX, BODIES],
};

/// The open database.
pub struct Store {
    database: Database,
}

/// What a verdict needs, read in one go: somebody waits for it.
pub struct InForce {
    /// The index; `None` before anything was ever compiled.
    pub hot: Option<Vec<u8>>,
    /// See [`Store::marks`].
    pub marks: Option<bool>,
    /// See [`Store::choices`].
    pub choices: Choices,
    /// See [`Store::generation`]; of the same moment as the index.
    pub generation: Option<f64>,
}

impl InForce {
    /// What `extension/ahead.js` has read; `None` where it could not, or of another version's database.
    pub fn read_ahead(values: &JsValue) -> Option<InForce> {
        let values: &Array = values.dyn_ref()?;
        let is_ours = values.get(4).as_f64() == Some(LAYOUT.version.into());
        is_ours.then(|| InForce::of(&[0, 1, 2, 3].map(|it| values.get(it))))
    }

    fn of([hot, marks, choices, generation]: &[JsValue; 4]) -> InForce {
        InForce {
            hot: to_bytes(hot),
            marks: marks.as_bool(),
            choices: read_choices(choices).unwrap_or_default(),
            generation: generation.as_f64(),
        }
    }
}

impl Store {
    /// The database, to be opened when something of it is needed.
    pub fn unopened() -> Store {
        Store { database: Database::unopened(LAYOUT) }
    }

    /// Opens the database, and makes it when there is none.
    pub async fn open() -> Result<Store, WebError> {
        Ok(Store { database: Database::open(LAYOUT).await? })
    }

    /// What is known of each list, in the order of their ids.
    pub async fn reports(&self) -> Result<Vec<ListReport>, WebError> {
        Ok(self.all_reports().await?.0)
    }

    /// The same of each list that was removed and is not forgotten yet.
    pub async fn removed(&self) -> Result<Vec<ListReport>, WebError> {
        Ok(self.all_reports().await?.1)
    }

    /// Both.
    pub async fn all_reports(&self) -> Result<(Vec<ListReport>, Vec<ListReport>), WebError> {
        let all = all_reports(&self.database.read(&[REPORTS]).await?).await?;
        Ok(all.into_iter().partition(|report| report.removed_at.is_none()))
    }

    /// What a verdict needs.
    pub async fn in_force(&self) -> Result<InForce, WebError> {
        let transaction = self.database.read(&[INDEX]).await?;
        let values = transaction.get_each(INDEX, [HOT, MARKS, CHOICES, GENERATION]).await?;
        Ok(InForce::of(&values))
    }

    /// Whether marks are shown at all; `None` before that was ever set.
    pub async fn marks(&self) -> Result<Option<bool>, WebError> {
        Ok(self.value(INDEX, MARKS).await?.as_bool())
    }

    /// What was chosen about marks; `None` before anything was, and when it cannot be read: no page is left unmarked
    /// because of that.
    pub async fn choices(&self) -> Result<Option<Choices>, WebError> {
        Ok(read_choices(&self.value(INDEX, CHOICES).await?))
    }

    /// Another number with every change that pages have to follow.
    pub async fn generation(&self) -> Result<Option<f64>, WebError> {
        Ok(self.value(INDEX, GENERATION).await?.as_f64())
    }

    /// The rows of the list that is in force.
    pub async fn rows(&self, id: &str) -> Result<Option<Vec<u8>>, WebError> {
        self.bytes(ROWS, id).await
    }

    async fn bytes(&self, store: &str, key: &str) -> Result<Option<Vec<u8>>, WebError> {
        Ok(to_bytes(&self.value(store, key).await?))
    }

    async fn value(&self, store: &str, key: &str) -> Result<JsValue, WebError> {
        self.database.read(&[store]).await?.get(store, key).await
    }
}

async fn reports(transaction: &Transaction) -> Result<Vec<ListReport>, WebError> {
    let mut all = all_reports(transaction).await?;
    all.retain(|report| report.removed_at.is_none());
    Ok(all)
}

async fn all_reports(transaction: &Transaction) -> Result<Vec<ListReport>, WebError> {
    let (ids, reports) = (transaction.keys(REPORTS).await?, transaction.all(REPORTS).await?);
    let read = |(id, report): (JsValue, JsValue)| {
        let id = id.as_string().unwrap_or_default();
        // One that cannot be read, or of a later version, must not take the others with it.
        from_browser(&report, "reading a list's report").unwrap_or_else(|_| mend::unknown(&id))
    };
    Ok(ids.iter().zip(reports.iter()).map(read).collect())
}

fn read_choices(value: &JsValue) -> Option<Choices> {
    from_browser(value, "reading the settings").ok()
}

fn to_bytes(value: &JsValue) -> Option<Vec<u8>> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
}
