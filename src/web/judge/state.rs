//! What the judge holds in memory, as far as it was needed since the worker started.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::JsValue;

use crate::address::AddressParser;
use crate::brand::Brand;
use crate::choices::Choices;
use crate::explanation::{Explanation, explain};
use crate::index::{Index, Rows};
use crate::marks::letter_of_style;
use crate::protocol::Look;
use crate::target::{Target, is_more, recognise};
use crate::verdict::{Verdict, judge};
use crate::web::error::WebError;
use crate::web::parser::BrowserParser;
use crate::web::sender::Frame;
use crate::web::store::{InForce, Store};
use crate::web::{generation, packaged, settings};

/// The index and what explains its verdicts.
pub struct State {
    store: Store,
    brand: Brand,
    index: RefCell<Rc<Index>>,
    is_damaged: Cell<bool>,
    /// Of each list that was explained, by its id; `None` for what is damaged or gone.
    rows: RefCell<HashMap<String, Option<Rc<Rows>>>>,
    /// Whether marks are shown at all.
    shown: Cell<bool>,
    choices: RefCell<Choices>,
    /// Of what all of this was read from.
    generation: Cell<Option<f64>>,
}

impl State {
    /// Loads what the first verdict needs, as [`Judge::start`](super::Judge::start).
    pub async fn start(ahead: &JsValue, brand: Promise) -> Result<State, WebError> {
        let state = State {
            store: Store::unopened(),
            brand: packaged::read_brand(brand).await?,
            index: RefCell::default(),
            is_damaged: Cell::default(),
            rows: RefCell::default(),
            shown: Cell::new(true),
            choices: RefCell::default(),
            generation: Cell::default(),
        };
        match InForce::read_ahead(ahead) {
            Some(in_force) => state.take(in_force).await,
            None => state.reload().await?,
        }
        Ok(state)
    }

    /// Takes over what is stored now.
    pub async fn reload(&self) -> Result<(), WebError> {
        self.take(self.store.in_force().await?).await;
        Ok(())
    }

    async fn take(&self, InForce { hot, marks, choices, generation }: InForce) {
        let shown = settings::shown_as(marks).await;
        let index = hot.and_then(|hot| Index::load(hot).ok());
        self.shown.set(shown);
        self.choices.replace(choices);
        self.generation.set(generation);
        self.is_damaged.set(index.is_none());
        self.index.replace(Rc::new(index.unwrap_or_default()));
        self.rows.replace(HashMap::new());
    }

    /// See [`Store::generation`].
    pub fn generation(&self) -> Option<f64> {
        self.generation.get()
    }

    /// Tells pages of a change, unless they know.
    pub async fn tell(&self) -> Result<(), WebError> {
        generation::tell(self.generation.get()).await
    }

    /// Whether something of what was needed since the last time that this was asked could not be read.
    pub fn found_damage(&self) -> bool {
        self.is_damaged.take()
    }

    /// How marks are shown in a frame.
    pub fn look(&self, frame: &Frame) -> Look {
        let choices = self.choices.borrow();
        let site = frame.page.as_deref().and_then(|page| BrowserParser.parse(page)?.host);
        Look {
            style: letter_of_style(choices.style_or(self.brand.marks)).to_owned(),
            severities: match self.shown.get() {
                true => choices.drawn_on(site.as_ref()).to_vec(),
                false => Vec::new(),
            },
            only_hovered: choices.only_hovered,
        }
    }

    /// Whether a link in a frame is opened only after the person has read why it is listed. Not where the person is
    /// already: the links of a listed place to itself.
    pub fn holds_back(&self, frame: &Frame, verdict: &Verdict) -> bool {
        let is_there = || {
            let page = frame.page.as_deref().and_then(|page| self.verdict(page));
            page.is_some_and(|page| {
                let Target { handle, via, .. } = &page.target;
                handle.is_none() && via.is_none() && page.shown.listed == verdict.shown.listed
            })
        };
        frame.takes_own_pages
            && !self.choices.borrow().lets_through(&verdict.target.domain)
            && !is_there()
    }

    /// What is kept on disk.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Whether there may be a verdict on this key, or more to be asked about it; for most hosts of a page there is not,
    /// and that is seen without reading them as names.
    pub fn may_know(&self, key: &str) -> bool {
        self.index().may_know(key) || is_more(key)
    }

    /// The verdict on a host, address or handle.
    pub fn verdict(&self, key: &str) -> Option<Verdict> {
        judge(&self.index(), &recognise(key, &BrowserParser))
    }

    /// The verdict on what is shown on pages: not on what is not marked, nor on what the person wants to see no more.
    pub fn marked_verdict(&self, key: &str) -> Option<Verdict> {
        let verdict = self.verdict(key)?;
        let is_muted = self.choices.borrow().mutes(&verdict.target.domain);
        (verdict.severity().is_marked() && !is_muted).then_some(verdict)
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

    /// Whose build this is.
    pub fn brand(&self) -> &Brand {
        &self.brand
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
