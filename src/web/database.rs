//! IndexedDB as futures, no more of it than [`Store`](super::store::Store) needs:
//! <https://developer.mozilla.org/docs/Web/API/IndexedDB_API>.
//!
//! A transaction lives as long as it has a request to carry out, so nothing else may be waited for meanwhile.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

use super::error::WebError;
use super::webext;

/// How long it may take to open a database, in milliseconds. The browser waits for ever for others to close it.
const PATIENCE_MS: u32 = 10_000;

/// A database, which is opened when it is first needed, and again when the browser has closed it.
pub struct Database {
    layout: Layout,
    open: RefCell<Option<IdbDatabase>>,
}

/// What a database is made of.
#[derive(Clone, Copy)]
pub struct Layout {
    /// Its name.
    pub name: &'static str,
    /// To be raised when there are more stores.
    pub version: u32,
    /// The names of its object stores; those that it does not have are made when its version is older.
    pub stores: &'static [&'static str],
}

impl Database {
    /// A database that is not opened yet.
    pub fn unopened(layout: Layout) -> Database {
        Database { layout, open: RefCell::new(None) }
    }

    /// Opens a database.
    ///
    /// # Errors
    /// When it is of a later version, or somebody holds on to one of an earlier for too long, or the browser cannot read
    /// it.
    pub async fn open(layout: Layout) -> Result<Database, WebError> {
        Ok(Database { layout, open: RefCell::new(Some(open(layout).await?)) })
    }

    /// Begins to read some of the stores.
    pub async fn read(&self, stores: &[&str]) -> Result<Transaction, WebError> {
        self.begin(stores, IdbTransactionMode::Readonly).await
    }

    /// Begins to change some of the stores.
    pub async fn write(&self, stores: &[&str]) -> Result<Transaction, WebError> {
        let transaction = self.begin(stores, IdbTransactionMode::Readwrite).await?;
        webext::writing(&transaction.0);
        Ok(transaction)
    }

    async fn begin(
        &self,
        stores: &[&str],
        mode: IdbTransactionMode,
    ) -> Result<Transaction, WebError> {
        let stores: Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
        let begin = |database: &IdbDatabase| {
            database.transaction_with_str_sequence_and_mode(&stores, mode).map(Transaction)
        };
        if let Some(Ok(transaction)) = self.open.borrow().as_ref().map(begin) {
            return Ok(transaction);
        }
        // It was closed: for one that wanted to delete it or to have another version, or because the disk failed.
        let database = open(self.layout).await?;
        let transaction = begin(&database).map_err(refused);
        self.open.replace(Some(database));
        transaction
    }
}

async fn open(Layout { name, version, stores }: Layout) -> Result<IdbDatabase, WebError> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).map_err(refused)?;
    let factory: IdbFactory = factory.dyn_into().map_err(refused)?;
    let request: IdbOpenDbRequest = factory.open_with_u32(name, version).map_err(refused)?;
    let made = request.clone();
    // What fails in here fails the request.
    let make: Closure<dyn Fn() -> Result<(), JsValue>> = Closure::new(move || {
        let database: IdbDatabase = made.result()?.unchecked_into();
        let names = database.object_store_names();
        let mut missing = stores.iter().filter(|store| !names.contains(store));
        missing.try_for_each(|store| database.create_object_store(store).map(drop))
    });
    request.set_onupgradeneeded(Some(make.as_ref().unchecked_ref()));
    let mut late = None;
    let opened = Promise::new(&mut |done, failed| {
        request.set_onsuccess(Some(&done));
        request.set_onerror(Some(&failed));
        late = Some(Timeout::new(PATIENCE_MS, move || drop(failed.call0(&JsValue::UNDEFINED))));
    });
    let opened = JsFuture::from(opened).await;
    drop(late);
    if opened.is_err() {
        // It may be opened yet, for nobody.
        make.forget();
        let late = request.clone();
        let close = Closure::once_into_js(move || {
            late.result().map(|it| it.unchecked_into::<IdbDatabase>().close())
        });
        request.set_onsuccess(Some(close.unchecked_ref()));
        return Err(WebError::Database);
    }
    let database: IdbDatabase = request.result().map_err(refused)?.unchecked_into();
    // A page that stays open would hold up the next version of the extension for ever.
    let held = database.clone();
    let let_go = Closure::once_into_js(move || held.close());
    database.set_onversionchange(Some(let_go.unchecked_ref()));
    Ok(database)
}

/// What is done wholly or not at all. One that is dropped is committed, or taken back if a request of it failed.
pub struct Transaction(IdbTransaction);

impl Transaction {
    /// The value of this key; `undefined` when there is none.
    pub async fn get(&self, store: &str, key: &str) -> Result<JsValue, WebError> {
        result(&self.store(store)?.get(&key.into()).map_err(refused)?).await
    }

    /// The values of several keys, asked for at once.
    pub async fn get_each<const N: usize>(
        &self,
        store: &str,
        keys: [&str; N],
    ) -> Result<[JsValue; N], WebError> {
        let mut requests = Vec::new();
        for key in keys {
            requests.push(self.store(store)?.get(&key.into()).map_err(refused)?);
        }
        // They are carried out in their order.
        if let Some(last) = requests.last() {
            result(last).await?;
        }
        let mut values = [const { JsValue::UNDEFINED }; N];
        for (value, request) in values.iter_mut().zip(requests) {
            *value = request.result().map_err(refused)?;
        }
        Ok(values)
    }

    /// All values, in the order of their keys.
    pub async fn all(&self, store: &str) -> Result<Array, WebError> {
        let values = result(&self.store(store)?.get_all().map_err(refused)?).await?;
        values.dyn_into().map_err(refused)
    }

    /// All keys, in their order.
    pub async fn keys(&self, store: &str) -> Result<Array, WebError> {
        let keys = result(&self.store(store)?.get_all_keys().map_err(refused)?).await?;
        keys.dyn_into().map_err(refused)
    }

    /// Sets the value of this key.
    pub async fn put(&self, store: &str, key: &str, value: &JsValue) -> Result<(), WebError> {
        let request = self.store(store)?.put_with_key(value, &key.into());
        result(&request.map_err(refused)?).await.map(drop)
    }

    /// Removes this key, if it is there.
    pub async fn delete(&self, store: &str, key: &str) -> Result<(), WebError> {
        result(&self.store(store)?.delete(&key.into()).map_err(refused)?).await.map(drop)
    }

    /// Waits until everything is on disk, which begins by itself when there is no further request.
    ///
    /// # Errors
    /// [`WebError::Aborted`] when the browser took all of it back.
    pub async fn committed(self) -> Result<(), WebError> {
        let end = promise(|done, failed| {
            self.0.set_oncomplete(Some(done));
            self.0.set_onabort(Some(failed));
        });
        JsFuture::from(end).await.map(drop).map_err(|_| WebError::Aborted)
    }

    /// Takes everything back.
    pub fn abort(self) {
        // It fails only when the browser has done that already.
        let _ = self.0.abort();
    }

    fn store(&self, name: &str) -> Result<IdbObjectStore, WebError> {
        self.0.object_store(name).map_err(refused)
    }
}

async fn result(request: &IdbRequest) -> Result<JsValue, WebError> {
    let answer = promise(|done, failed| {
        request.set_onsuccess(Some(done));
        request.set_onerror(Some(failed));
    });
    JsFuture::from(answer).await.map_err(refused)?;
    request.result().map_err(refused)
}

/// A promise that the browser's events settle.
fn promise(listen: impl Fn(&Function, &Function)) -> Promise {
    Promise::new(&mut |done, failed| listen(&done, &failed))
}

/// The browser's own words would say no more to people, and differ between browsers.
fn refused<T>(_: T) -> WebError {
    WebError::Database
}
