//! What the background holds in memory, and how that changes together with what is on disk.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::error::WebError;
use super::packaged;
use super::parser::BrowserParser;
use super::store::{Change, Store};
use super::webext::{self, settled};
use crate::brand::Brand;
use crate::collection::{brand_report, compile_all};
use crate::explanation::{Explanation, explain};
use crate::index::{Index, Rows};
use crate::protocol::ListsReport;
use crate::target::recognise;
use crate::verdict::{Verdict, judge};

/// The lists and settings, as far as they were needed since the worker started.
pub struct State {
    store: Store,
    brand: Rc<Brand>,
    index: RefCell<Rc<Index>>,
    rows: RefCell<Option<Rc<Rows>>>,
    shown: Cell<bool>,
}

impl State {
    /// Loads what the first verdict needs. An index that is missing or of another version is compiled again.
    pub async fn start() -> Result<State, WebError> {
        let store = Store::open().await?;
        let brand = Rc::new(packaged::brand().await?);
        let shown = kept_shown().await?;
        let stored = store.hot().await?.and_then(|hot| Index::load(hot).ok());
        let (index, rows) = match stored {
            Some(index) => (index, None),
            None => {
                let (index, rows) = changed(&store, &brand, Change::Recompile).await?;
                (index, Some(rows))
            }
        };
        Ok(State {
            store,
            brand,
            index: RefCell::new(Rc::new(index)),
            rows: RefCell::new(rows.map(Rc::new)),
            shown: Cell::new(shown),
        })
    }

    /// Carries out a change on disk, then here, and tells the content scripts.
    pub async fn change(&self, change: Change) -> Result<(), WebError> {
        let (index, rows) = changed(&self.store, &self.brand, change).await?;
        self.index.replace(Rc::new(index));
        self.rows.replace(Some(Rc::new(rows)));
        self.announce().await
    }

    /// Whether marks are shown at all.
    pub fn shown(&self) -> bool {
        self.shown.get()
    }

    /// Shows marks, or none anywhere.
    pub async fn show(&self, shown: bool) -> Result<(), WebError> {
        settled(webext::keep("marks", &shown.into()), "keeping a setting").await?;
        self.shown.set(shown);
        self.announce().await
    }

    /// The verdict on a host or address.
    pub fn verdict(&self, key: &str) -> Option<Verdict> {
        judge(&self.index(), &recognise(key, &BrowserParser))
    }

    /// A verdict, explained.
    pub async fn explanation(&self, verdict: &Verdict) -> Explanation {
        // Without the rows a comment is missing, which is better than no explanation.
        let rows = self.rows().await.ok();
        explain(verdict, &self.index(), rows.as_deref(), &self.brand)
    }

    /// What is loaded and set.
    pub async fn lists(&self) -> Result<ListsReport, WebError> {
        let reports = self.store.reports().await?;
        let (mut lists, files): (Vec<_>, Vec<_>) =
            reports.into_iter().partition(|report| report.id.starts_with("home:"));
        lists.extend(files);
        lists.extend(brand_report(&self.brand));
        let home = self.brand.home.first().map(ToString::to_string);
        Ok(ListsReport { lists, shown: self.shown(), home })
    }

    fn index(&self) -> Rc<Index> {
        self.index.borrow().clone()
    }

    async fn rows(&self) -> Result<Rc<Rows>, WebError> {
        if let Some(rows) = self.rows.borrow().clone() {
            return Ok(rows);
        }
        let cold = self.store.cold().await?.unwrap_or_default();
        let rows = Rc::new(Rows::load(cold)?);
        self.rows.replace(Some(rows.clone()));
        Ok(rows)
    }

    /// Content scripts listen for this value, and judge all links again when it changes.
    async fn announce(&self) -> Result<(), WebError> {
        let generation = js_sys::Math::random().into();
        settled(webext::keep("generation", &generation), "telling pages of a change").await?;
        Ok(())
    }
}

async fn changed(store: &Store, brand: &Brand, change: Change) -> Result<(Index, Rows), WebError> {
    let compiled = store.change(change, |lists| compile_all(brand, &lists, &BrowserParser)).await?;
    Ok((Index::load(compiled.hot)?, Rows::load(compiled.cold)?))
}

async fn kept_shown() -> Result<bool, WebError> {
    let marks = settled(webext::kept("marks"), "reading the settings").await?;
    Ok(marks.as_bool().unwrap_or(true))
}
