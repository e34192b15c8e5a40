//! A table of any number of rows, of which the page holds only those in sight.
//!
//! It is a grid as <https://www.w3.org/WAI/ARIA/apg/patterns/grid/> describes it, of which whole rows are chosen: the
//! grid keeps the focus and names the chosen row (`aria-activedescendant`), each row says which of how many it is.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::dom;

/// How many rows are there before and behind those in sight: browsers scroll before the page hears of it.
const BEYOND: usize = 8;
/// The style sheet lets a table be no higher than this, in pixels, because browsers do not. One that would be is
/// scrolled in proportion.
const HIGHEST: f64 = 8_000_000.0;

/// The table.
pub struct LongTable {
    /// Scrolls, and has the focus.
    view: HtmlElement,
    /// As high as all rows would be: the style sheet makes that of `--rows`, and moves the rows by `--top`.
    body: HtmlElement,
    template: &'static str,
    /// The rows that are there, in their order.
    rows: RefCell<Vec<Element>>,
    count: Cell<usize>,
    chosen: Cell<Option<usize>>,
    fill: Box<Fill>,
    choose: Box<dyn Fn(usize) -> Result<(), JsValue>>,
}

/// Fills an element for the row with this number, from 0.
type Fill = dyn Fn(&Element, usize) -> Result<(), JsValue>;

impl LongTable {
    /// Makes a table of a grid with one row group in it, and listens to it. `fill` fills a copy of the template for a
    /// row, `choose` is told which the person chose.
    pub fn mount(
        view: HtmlElement,
        template: &'static str,
        fill: Box<Fill>,
        choose: Box<dyn Fn(usize) -> Result<(), JsValue>>,
    ) -> Result<Rc<LongTable>, JsValue> {
        let body = view.first_element_child().ok_or("a grid without rows")?.dyn_into()?;
        let table = Rc::new(LongTable {
            view,
            body,
            template,
            rows: RefCell::default(),
            count: Cell::default(),
            chosen: Cell::default(),
            fill,
            choose,
        });
        let scrolled = table.clone();
        dom::listen(&table.view, "scroll", move |_| dom::note(scrolled.draw()));
        let resized = table.clone();
        if let Some(window) = web_sys::window() {
            dom::listen(&window, "resize", move |_| dom::note(resized.draw()));
        }
        let pressed = table.clone();
        dom::listen(&table.view, "keydown", move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            if let Some(row) = pressed.wanted(&event.key()) {
                event.prevent_default();
                dom::note(pressed.choose(row));
            }
        });
        let clicked = table.clone();
        dom::listen(&table.view, "click", move |event| {
            let row = dom::target(event, "[role=row]").and_then(|it| number(&it)?.checked_sub(1));
            if let Some(row) = row {
                dom::note(clicked.choose(row));
            }
        });
        Ok(table)
    }

    /// Shows this many rows from the first. The table has to be in sight.
    pub fn show(&self, count: usize) -> Result<(), JsValue> {
        self.count.set(count);
        self.chosen.set(None);
        self.view.set_attribute("aria-rowcount", &count.to_string())?;
        self.body.style().set_property("--rows", &count.to_string())?;
        // One is there to be measured.
        self.provide(count.min(1))?;
        self.view.set_scroll_top(0);
        self.draw()
    }

    /// The row that a key leads to; `None` for a key that leads nowhere.
    fn wanted(&self, key: &str) -> Option<usize> {
        let last = self.count.get().checked_sub(1)?;
        let at = self.geometry();
        let page = (at.in_sight() as usize).saturating_sub(1).max(1);
        let from = self.chosen.get();
        Some(match (key, from) {
            ("Home", _) => 0,
            ("End", _) => last,
            ("ArrowDown" | "PageDown", None) => at.first().min(last),
            ("ArrowDown", Some(from)) => (from + 1).min(last),
            ("PageDown", Some(from)) => (from + page).min(last),
            ("ArrowUp", from) => from.unwrap_or_default().saturating_sub(1),
            ("PageUp", from) => from.unwrap_or_default().saturating_sub(page),
            _ => return None,
        })
    }

    fn choose(&self, row: usize) -> Result<(), JsValue> {
        self.chosen.set(Some(row));
        if let Some(scroll) = self.geometry().scroll_to(row) {
            self.view.set_scroll_top(scroll);
        }
        self.draw()?;
        (self.choose)(row)
    }

    /// Puts the rows in sight into the page.
    fn draw(&self) -> Result<(), JsValue> {
        let at = self.geometry();
        let first = at.first().saturating_sub(BEYOND);
        let rest = self.count.get().saturating_sub(first);
        let count = rest.min(at.in_sight() as usize + 2 + 2 * BEYOND);
        self.body.style().set_property("--top", &pixels(at.top_of(first)))?;
        self.provide(count)?;
        for (row, element) in (first..).zip(self.rows.borrow().iter()) {
            self.fill_row(element, row)?;
        }
        match self.chosen.get().filter(|it| (first..first + count).contains(it)) {
            Some(row) => self.view.set_attribute("aria-activedescendant", &id(row)),
            None => self.view.remove_attribute("aria-activedescendant"),
        }
    }

    fn fill_row(&self, element: &Element, row: usize) -> Result<(), JsValue> {
        element.set_attribute("aria-rowindex", &(row + 1).to_string())?;
        element.set_id(&id(row));
        let is_chosen = self.chosen.get() == Some(row);
        element.set_attribute("aria-selected", if is_chosen { "true" } else { "false" })?;
        (self.fill)(element, row)
    }

    /// Has exactly this many rows there.
    fn provide(&self, count: usize) -> Result<(), JsValue> {
        let mut rows = self.rows.borrow_mut();
        while rows.len() > count {
            rows.pop().inspect(|row| row.remove());
        }
        while rows.len() < count {
            let row = dom::template(self.template)?;
            self.body.append_child(&row)?;
            rows.push(row);
        }
        Ok(())
    }

    fn geometry(&self) -> Geometry {
        let row = self.rows.borrow().first().map_or(0, |row| row.client_height());
        Geometry {
            count: self.count.get() as f64,
            row: f64::from(row.max(1)),
            page: f64::from(self.view.client_height()),
            scroll: f64::from(self.view.scroll_top()),
        }
    }
}

/// Where rows are. Lengths are pixels.
struct Geometry {
    count: f64,
    /// How high a row is: the same for all, as the style sheet says.
    row: f64,
    /// How high the part in sight is.
    page: f64,
    /// How far the browser says that is scrolled.
    scroll: f64,
}

impl Geometry {
    /// How high all rows are.
    fn all(&self) -> f64 {
        self.count * self.row
    }

    /// How far in [`Geometry::all`] one pixel of scrolling leads.
    fn ratio(&self) -> f64 {
        if self.all() <= HIGHEST { 1.0 } else { (self.all() - self.page) / (HIGHEST - self.page) }
    }

    /// How many rows are in sight.
    fn in_sight(&self) -> f64 {
        self.page / self.row
    }

    /// The first row of which a part is in sight.
    fn first(&self) -> usize {
        (self.scroll * self.ratio() / self.row) as usize
    }

    /// Where a row begins, from the top of what is scrolled.
    fn top_of(&self, row: usize) -> f64 {
        self.scroll + row as f64 * self.row - self.scroll * self.ratio()
    }

    /// How far to scroll so that the whole row is in sight; `None` when it is.
    fn scroll_to(&self, row: usize) -> Option<i32> {
        let (from, top) = (self.scroll * self.ratio(), row as f64 * self.row);
        let to = if top < from { top } else { from.max(top + self.row - self.page) };
        (to != from).then(|| (to / self.ratio()).round() as i32)
    }
}

fn number(row: &Element) -> Option<usize> {
    row.get_attribute("aria-rowindex")?.parse().ok()
}

fn id(row: usize) -> String {
    format!("row-{row}")
}

fn pixels(length: f64) -> String {
    format!("{}px", length.round() as i64)
}
