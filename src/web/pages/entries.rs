//! The entries of all lists in force, read from where they are kept once somebody looks for one.

use std::rc::Rc;

use js_sys::Date;

use super::{ask, list_text, text};
use crate::collection::{Source, statements};
use crate::day::Day;
use crate::explanation::Message;
use crate::index::{Row, Rows};
use crate::web::error::WebError;
use crate::web::store::Store;
use crate::web::{lists, packaged, webext};

/// Which entry: the position of its list in [`Entries`], and its [row](Rows::row).
pub type Place = (usize, u32);

/// The entries, as they are stored: one buffer a list.
#[derive(Default)]
pub struct Entries {
    generation: Option<f64>,
    lists: Vec<Listed>,
}

struct Listed {
    id: String,
    name: String,
    rows: Rows,
}

impl Entries {
    /// The same as long as nothing has changed since they were read; otherwise what is kept now.
    ///
    /// # Errors
    /// A sentence, when it cannot be read; so in a private window, where Firefox keeps a database apart.
    pub async fn refreshed(self: Rc<Self>) -> Result<Rc<Entries>, Message> {
        if webext::is_private() {
            return Err(Message::new("searchPrivate", []));
        }
        self.refresh().await.map_err(ask::unread)
    }

    async fn refresh(self: Rc<Self>) -> Result<Rc<Entries>, WebError> {
        let store = Store::open().await?;
        let generation = store.generation().await?;
        if generation == self.generation && !self.lists.is_empty() {
            return Ok(self);
        }
        let brand = packaged::brand().await?;
        let reports = lists::report(&store, &brand).await?.lists;
        let own = Source::Own.id();
        let ids = [own.as_str()].into_iter().chain(reports.iter().map(|report| report.id.as_str()));
        let mut lists = Vec::new();
        for id in ids {
            // The index has what is lost here; the list's card says that it is.
            if let Some(Ok(rows)) = store.rows(id).await?.map(Rows::load) {
                let name = text::name(&Source::of(id).name());
                lists.push(Listed { id: id.to_owned(), name, rows });
            }
        }
        let in_force = reports.iter().filter(|report| report.is_in_force());
        let statements = statements(&brand, in_force.map(|report| report.id.as_str()));
        let today = Day::of_moment(Date::now());
        if let Some(report) = reports.iter().find(|report| list_text::is_brands(report))
            && let Ok(rows) = Rows::load(Rows::write_each(&statements, &|_| today))
        {
            lists.push(Listed { id: report.id.clone(), name: report.name.clone(), rows });
        }
        Ok(Rc::new(Entries { generation, lists }))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.lists.iter().map(|list| list.rows.len()).sum()
    }

    /// Where each is, list after list.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        let sizes =
            self.lists.iter().map(|list| u32::try_from(list.rows.len()).unwrap_or(u32::MAX));
        sizes.enumerate().flat_map(|(list, size)| (0..size).map(move |row| (list, row)))
    }

    /// Where an entry of the list with this id is.
    pub fn place(&self, id: &str, row: u32) -> Option<Place> {
        Some((self.lists.iter().position(|list| list.id == id)?, row))
    }

    /// An entry; `None` for one that is damaged or gone.
    pub fn row(&self, (list, row): Place) -> Option<Row<'_>> {
        self.lists.get(list)?.rows.row(row)
    }

    /// The name of the list that an entry is in; nothing for the user's own rules.
    pub fn list(&self, (list, _): Place) -> &str {
        self.lists.get(list).map(|list| list.name.as_str()).unwrap_or_default()
    }
}
