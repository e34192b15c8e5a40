//! What is kept on disk: the lists as they were read, and the index compiled from them.
//!
//! One IndexedDB database with three object stores: `reports` (list id → [`ListReport`]), `bodies` (list id → bytes)
//! and `index` (`hot`, `cold` → bytes). Every change reads the lists, compiles them and writes the index within one
//! transaction, in which nothing but the database is waited for. So a worker that is stopped, a full disk or a crash
//! leaves either all of the old or all of the new, and two changes at once happen one after the other.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;

use super::database::{Database, Transaction};
use super::error::WebError;
use super::message::{from_browser, to_browser};
use crate::collection::Loaded;
use crate::index::Compiled;
use crate::protocol::ListReport;

const NAME: &str = "fencepost";
const VERSION: u32 = 1;
const REPORTS: &str = "reports";
const BODIES: &str = "bodies";
const INDEX: &str = "index";
const HOT: &str = "hot";
const COLD: &str = "cold";

/// One change to the lists.
pub enum Change {
    /// A list that is new, or takes the place of the one with the same id.
    Put(ListReport, Vec<u8>),
    /// This list is forgotten.
    Remove(String),
    /// None; only the index is compiled again.
    Recompile,
}

/// The open database.
pub struct Store {
    database: Database,
}

impl Store {
    /// Opens the database, and makes it when there is none.
    pub async fn open() -> Result<Store, WebError> {
        Ok(Store { database: Database::open(NAME, VERSION, &[REPORTS, BODIES, INDEX]).await? })
    }

    /// The hot part of the index; `None` before anything was ever compiled.
    pub async fn hot(&self) -> Result<Option<Vec<u8>>, WebError> {
        self.index_part(HOT).await
    }

    /// The cold part of the index.
    pub async fn cold(&self) -> Result<Option<Vec<u8>>, WebError> {
        self.index_part(COLD).await
    }

    /// What is known of each loaded list.
    pub async fn reports(&self) -> Result<Vec<ListReport>, WebError> {
        reports(&self.database.read(&[REPORTS])?).await
    }

    /// Carries out a change: `compile` makes the index of all lists that are then loaded.
    pub async fn change(
        &self,
        change: Change,
        compile: impl FnOnce(Vec<Loaded>) -> Compiled,
    ) -> Result<Compiled, WebError> {
        let transaction = self.database.write(&[REPORTS, BODIES, INDEX])?;
        match write(&transaction, change, compile).await {
            Ok(compiled) => transaction.committed().await.map(|()| compiled),
            Err(error) => {
                transaction.abort();
                Err(error)
            }
        }
    }

    async fn index_part(&self, key: &str) -> Result<Option<Vec<u8>>, WebError> {
        let value = self.database.read(&[INDEX])?.get(INDEX, key).await?;
        Ok(value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec))
    }
}

async fn write(
    transaction: &Transaction,
    change: Change,
    compile: impl FnOnce(Vec<Loaded>) -> Compiled,
) -> Result<Compiled, WebError> {
    match change {
        Change::Put(report, body) => {
            let value = to_browser(&report, "keeping a list's report")?;
            transaction.put(REPORTS, &report.id, &value).await?;
            put_bytes(transaction, BODIES, &report.id, &body).await?;
        }
        Change::Remove(id) => {
            transaction.delete(REPORTS, &id).await?;
            transaction.delete(BODIES, &id).await?;
        }
        Change::Recompile => {}
    }
    let compiled = compile(loaded(transaction).await?);
    put_bytes(transaction, INDEX, HOT, &compiled.hot).await?;
    put_bytes(transaction, INDEX, COLD, &compiled.cold).await?;
    Ok(compiled)
}

async fn put_bytes(
    transaction: &Transaction,
    store: &str,
    key: &str,
    bytes: &[u8],
) -> Result<(), WebError> {
    transaction.put(store, key, &Uint8Array::from(bytes)).await
}

async fn reports(transaction: &Transaction) -> Result<Vec<ListReport>, WebError> {
    let reports = transaction.all(REPORTS).await?;
    from_browser(&reports, "reading the lists' reports")
}

/// All lists, in the order of their ids.
async fn loaded(transaction: &Transaction) -> Result<Vec<Loaded>, WebError> {
    let reports = reports(transaction).await?;
    let bodies = transaction.all(BODIES).await?;
    let loaded = |(report, body): (ListReport, _)| Loaded {
        id: report.id,
        name: report.name,
        body: Uint8Array::new(&body).to_vec(),
    };
    Ok(reports.into_iter().zip(bodies.iter()).map(loaded).collect())
}
