//! What the judge holds in memory, as far as it was needed since the worker started.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::brand::Brand;
use crate::explanation::{Explanation, explain};
use crate::index::{Index, Rows};
use crate::target::recognise;
use crate::verdict::{Verdict, judge};
use crate::web::error::WebError;
use crate::web::parser::BrowserParser;
use crate::web::store::Store;
use crate::web::{generation, packaged, settings};

/// The index and what explains its verdicts.
pub struct State {
    store: Store,
    brand: Brand,
    index: RefCell<Rc<Index>>,
    is_damaged: Cell<bool>,
    /// Of each list that was explained, by its id; `None` for what is damaged or gone.
    rows: RefCell<HashMap<String, Option<Rc<Rows>>>>,
    shown: Cell<bool>,
}

impl State {
    /// Loads what the first verdict needs.
    pub async fn start() -> Result<State, WebError> {
        let state = State {
            store: Store::open().await?,
            brand: packaged::brand().await?,
            index: RefCell::default(),
            is_damaged: Cell::default(),
            rows: RefCell::default(),
            shown: Cell::new(true),
        };
        state.reload().await?;
        Ok(state)
    }

    /// Takes over what is stored now.
    pub async fn reload(&self) -> Result<(), WebError> {
        let shown = settings::shown(&self.store).await?;
        let index = self.store.hot().await?.and_then(|hot| Index::load(hot).ok());
        self.shown.set(shown);
        self.is_damaged.set(index.is_none());
        self.index.replace(Rc::new(index.unwrap_or_default()));
        self.rows.replace(HashMap::new());
        Ok(())
    }

    /// Tells pages of a change, unless they know.
    pub async fn tell(&self) -> Result<(), WebError> {
        generation::tell(&self.store).await
    }

    /// Whether something of what was needed since the last time that this was asked could not be read.
    pub fn found_damage(&self) -> bool {
        self.is_damaged.take()
    }

    /// What is kept on disk.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Whether marks are shown at all.
    pub fn shown(&self) -> bool {
        self.shown.get()
    }

    /// The verdict on a host or address.
    pub fn verdict(&self, key: &str) -> Option<Verdict> {
        judge(&self.index(), &recognise(key, &BrowserParser))
    }

    /// A verdict, explained.
    pub async fn explanation(&self, verdict: &Verdict) -> Explanation {
        let index = self.index();
        let list = index.lists().get(verdict.shown.list);
        // Without the rows a comment is missing, which is better than no explanation.
        let rows = match list {
            Some(list) => self.rows(&list.id).await,
            None => None,
        };
        explain(verdict, &index, rows.as_deref(), &self.brand)
    }

    /// The index of all lists.
    pub fn index(&self) -> Rc<Index> {
        self.index.borrow().clone()
    }

    /// The rows of a list; `None` when they are damaged or gone.
    pub async fn rows(&self, id: &str) -> Option<Rc<Rows>> {
        if let Some(rows) = self.rows.borrow().get(id) {
            return rows.clone();
        }
        let stored = self.store.rows(id).await.ok().flatten().map(Rows::load);
        if let Some(Err(_)) = stored {
            self.is_damaged.set(true);
        }
        let rows = stored.and_then(Result::ok).map(Rc::new);
        self.rows.borrow_mut().insert(id.to_owned(), rows.clone());
        rows
    }
}
