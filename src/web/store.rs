//! What is kept on disk: the lists as they were read, and the index compiled from them.
//!
//! One IndexedDB database with three object stores: `reports` (list id → [`ListReport`]), `bodies` (list id → bytes)
//! and `index` (`hot`, `cold` → bytes). Every change reads the lists, compiles them and writes the index within one
//! transaction, in which nothing but the database is waited for. So a worker that is stopped, a full disk or a crash
//! leaves either all of the old or all of the new, and two changes at once happen one after the other.

use idb::builder::{DatabaseBuilder, ObjectStoreBuilder};
use idb::{Database, ObjectStore, Query, Transaction, TransactionMode, TransactionResult};
use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

use super::error::{Doing, WebError};
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
        let stores = [REPORTS, BODIES, INDEX].map(ObjectStoreBuilder::new);
        let database = stores
            .into_iter()
            .fold(DatabaseBuilder::new(NAME).version(VERSION), DatabaseBuilder::add_object_store);
        Ok(Store { database: database.build().await? })
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
        let transaction = self.database.transaction(&[REPORTS], TransactionMode::ReadOnly)?;
        let reports = transaction.object_store(REPORTS)?.get_all(None, None)?.await?;
        reports
            .into_iter()
            .map(|value| serde_wasm_bindgen::from_value(value).doing("reading a list's report"))
            .collect()
    }

    /// Carries out a change: `compile` makes the index of all lists that are then loaded.
    pub async fn change(
        &self,
        change: Change,
        compile: impl FnOnce(Vec<Loaded>) -> Compiled,
    ) -> Result<Compiled, WebError> {
        let transaction =
            self.database.transaction(&[REPORTS, BODIES, INDEX], TransactionMode::ReadWrite)?;
        let changed = write(&transaction, change, compile).await;
        match changed {
            Ok(compiled) => match transaction.commit()?.await? {
                TransactionResult::Committed => Ok(compiled),
                TransactionResult::Aborted => Err(WebError::Aborted),
            },
            Err(error) => {
                // Nothing was changed; why is in `error`, whatever the way back says.
                if let Ok(aborting) = transaction.abort() {
                    let _ = aborting.await;
                }
                Err(error)
            }
        }
    }

    async fn index_part(&self, key: &str) -> Result<Option<Vec<u8>>, WebError> {
        let transaction = self.database.transaction(&[INDEX], TransactionMode::ReadOnly)?;
        let value = transaction.object_store(INDEX)?.get(Query::Key(key.into()))?.await?;
        Ok(value.and_then(|value| value.dyn_into::<Uint8Array>().ok()).map(|bytes| bytes.to_vec()))
    }
}

async fn write(
    transaction: &Transaction,
    change: Change,
    compile: impl FnOnce(Vec<Loaded>) -> Compiled,
) -> Result<Compiled, WebError> {
    let reports = transaction.object_store(REPORTS)?;
    let bodies = transaction.object_store(BODIES)?;
    match change {
        Change::Put(report, body) => {
            let value = report
                .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
                .doing("keeping a report")?;
            put(&reports, &report.id, &value).await?;
            put(&bodies, &report.id, &Uint8Array::from(body.as_slice())).await?;
        }
        Change::Remove(id) => {
            reports.delete(Query::Key(id.as_str().into()))?.await?;
            bodies.delete(Query::Key(id.as_str().into()))?.await?;
        }
        Change::Recompile => {}
    }
    let compiled = compile(loaded(&reports, &bodies).await?);
    let index = transaction.object_store(INDEX)?;
    put(&index, HOT, &Uint8Array::from(compiled.hot.as_slice())).await?;
    put(&index, COLD, &Uint8Array::from(compiled.cold.as_slice())).await?;
    Ok(compiled)
}

async fn put(store: &ObjectStore, key: &str, value: &JsValue) -> Result<(), WebError> {
    store.put(value, Some(&key.into()))?.await?;
    Ok(())
}

/// All lists, in the order of their ids.
async fn loaded(reports: &ObjectStore, bodies: &ObjectStore) -> Result<Vec<Loaded>, WebError> {
    let reports = reports.get_all(None, None)?.await?;
    let bodies = bodies.get_all(None, None)?.await?;
    let mut lists = Vec::new();
    for (report, body) in reports.into_iter().zip(bodies) {
        let report: ListReport =
            serde_wasm_bindgen::from_value(report).doing("reading a list's report")?;
        lists.push(Loaded {
            id: report.id,
            name: report.name,
            body: Uint8Array::new(&body).to_vec(),
        });
    }
    Ok(lists)
}
