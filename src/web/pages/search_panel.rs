//! The search over all lists: by name, also by one that its server stars out, and by reason.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::{Function, JsString, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, HtmlInputElement};

use super::entries::{Entries, Place};
use super::long_table::LongTable;
use super::{ask, dom, severity_label, text};
use crate::explanation::Value;
use crate::index::Row;
use crate::search::Needle;

/// How many entries are looked at before the page may do something else: a few milliseconds.
const AT_ONCE: usize = 20_000;

struct Search {
    panel: Element,
    field: HtmlInputElement,
    entries: RefCell<Rc<Entries>>,
    /// What was found, in the order in which it is shown.
    found: RefCell<Vec<Place>>,
    /// Counts searches: only the last one goes on.
    run: Cell<u32>,
    /// Whether all are shown as long as nothing is typed.
    shows_all: Cell<bool>,
}

/// Puts the panel into the page.
pub fn mount() -> Result<(), JsValue> {
    let panel: Element = dom::part(&dom::body()?, "search-panel")?;
    dom::replace(&panel, &[dom::template("search")?]);
    let search = Rc::new(Search {
        field: dom::part(&panel, "search-field")?,
        panel: panel.clone(),
        entries: RefCell::default(),
        found: RefCell::default(),
        run: Cell::default(),
        shows_all: Cell::default(),
    });
    let (filling, choosing) = (search.clone(), search.clone());
    let table = LongTable::mount(
        dom::part(&panel, "search-table")?,
        "search-row",
        Box::new(move |element, row| filling.fill(element, row)),
        Box::new(move |row| choosing.choose(row)),
    )?;
    dom::listen(&dom::part(&panel, "search-form")?, "submit", Event::prevent_default);
    let (typing, shown) = (search.clone(), table.clone());
    dom::listen(&search.field, "input", move |_| dom::run(look(typing.clone(), shown.clone())));
    dom::listen(&dom::part(&panel, "search-all")?, "click", move |_| {
        search.shows_all.set(true);
        search.field.set_value("");
        dom::run(look(search.clone(), table.clone()));
    });
    Ok(())
}

/// Looks again, if something is shown, after the lists have changed.
pub fn follow() -> Result<(), JsValue> {
    let shown = dom::body()?.query_selector("[data-part=search-found]:not([hidden])")?;
    if shown.is_some() {
        let field: HtmlInputElement = dom::part(&dom::body()?, "search-field")?;
        field.dispatch_event(&Event::new("input")?)?;
    }
    Ok(())
}

async fn look(search: Rc<Search>, table: Rc<LongTable>) -> Result<(), JsValue> {
    let typed = search.field.value();
    let small = |text: &str| JsString::from(text).to_lower_case().into();
    let capital = |text: &str| JsString::from(text).to_upper_case().into();
    let needle = Needle::new(&typed, &small, &capital);
    let run = search.begin();
    if needle.is_empty() && !search.shows_all.get() {
        search.tell("")?;
        return dom::show(&search.panel, "search-found", false);
    }
    let entries = search.entries.borrow().clone();
    let entries = match entries.refreshed().await {
        Ok(entries) => entries,
        Err(message) => return search.tell(&text::text(&message)),
    };
    search.entries.replace(entries.clone());
    let mut found = about(&entries, &typed).await;
    let about = found.clone();
    let mut places = entries.places().peekable();
    while places.peek().is_some() {
        pause().await?;
        if search.run.get() != run {
            return Ok(());
        }
        let fits = |place: &Place| entries.row(*place).is_some_and(|row| needle.is_in(&row));
        let some = places.by_ref().take(AT_ONCE).filter(fits);
        found.extend(some.filter(|place| !about.contains(place)));
    }
    search.show(found, entries.len(), &table)
}

/// The entries that apply to what was typed, when that is a name: as links are judged.
async fn about(entries: &Entries, typed: &str) -> Vec<Place> {
    if !typed.contains('.') {
        return Vec::new();
    }
    let found = ask::find(typed).await;
    found.iter().filter_map(|(id, row)| entries.place(id, *row)).collect()
}

impl Search {
    fn begin(&self) -> u32 {
        self.run.set(self.run.get().wrapping_add(1));
        self.run.get()
    }

    fn show(&self, found: Vec<Place>, all: usize, table: &LongTable) -> Result<(), JsValue> {
        let count = |count| Value::Count(u32::try_from(count).unwrap_or(u32::MAX));
        let words = match found.len() {
            0 if all == 0 => text::plain("listsNone"),
            0 => text::plain("searchNone"),
            some => text::say("searchFound", &[count(some), count(all)]),
        };
        let rows = found.len();
        self.found.replace(found);
        dom::show(&self.panel, "search-found", rows > 0)?;
        dom::show(&self.panel, "search-entry", false)?;
        self.tell(&words)?;
        table.show(rows)
    }

    fn fill(&self, element: &Element, row: usize) -> Result<(), JsValue> {
        self.with_row(row, |row, list| {
            dom::fill(element, "found-name", &text::name(row.shown))?;
            dom::fill(element, "found-list", &list)?;
            dom::fill(element, "found-reason", &text::clipped(row.comment.unwrap_or_default()))?;
            let severity: Element = dom::part(element, "found-severity")?;
            severity.set_attribute("data-severity", row.severity.as_str())?;
            severity.set_text_content(Some(&severity_label::word(row.severity)));
            Ok(())
        })
    }

    /// Shows all that the list says of the chosen entry.
    fn choose(&self, row: usize) -> Result<(), JsValue> {
        dom::show(&self.panel, "search-entry", true)?;
        self.with_row(row, |row, list| {
            let entry: Element = dom::part(&self.panel, "search-entry")?;
            dom::fill(&entry, "entry-name", &text::name(row.shown))?;
            dom::fill(&entry, "entry-list", &list)?;
            let word = severity_label::word(row.severity);
            let label = severity_label::label("span", row.severity, &word)?;
            dom::replace(&dom::part(&entry, "entry-severity")?, &[label]);
            let starred = match (row.digest(), row.is_starred_out()) {
                (Some(_), _) => text::plain("starredOut"),
                (None, true) => text::plain("searchStarred"),
                _ => String::new(),
            };
            dom::fill(&entry, "entry-starred", &starred)?;
            let dated = match row.since {
                Some(day) => text::say("decidedOn", &[Value::Date(day.to_string())]),
                None => text::say("firstSeenOn", &[Value::Date(row.first_seen.to_string())]),
            };
            dom::fill(&entry, "entry-dated", &dated)?;
            dom::show(&entry, "entry-reason", row.comment.is_some())?;
            dom::show(&entry, "entry-no-reason", row.comment.is_none())?;
            dom::fill(&entry, "entry-comment", &text::clipped(row.comment.unwrap_or_default()))
        })
    }

    /// Does something with a row that was found and the name of its list; nothing with one that is gone.
    fn with_row(
        &self,
        row: usize,
        act: impl FnOnce(Row<'_>, String) -> Result<(), JsValue>,
    ) -> Result<(), JsValue> {
        let Some(place) = self.found.borrow().get(row).copied() else { return Ok(()) };
        let entries = self.entries.borrow();
        let list = match entries.list(place) {
            "" => text::plain("rulesTitle"),
            name => name.to_owned(),
        };
        entries.row(place).map_or(Ok(()), |row| act(row, list))
    }

    fn tell(&self, words: &str) -> Result<(), JsValue> {
        dom::fill(&self.panel, "search-said", words)
    }
}

/// Lets the page do what waits.
async fn pause() -> Result<(), JsValue> {
    let wait = |done: Function, _: Function| {
        Timeout::new(0, move || drop(done.call0(&JsValue::UNDEFINED))).forget();
    };
    JsFuture::from(Promise::new(&mut { wait })).await.map(drop)
}
