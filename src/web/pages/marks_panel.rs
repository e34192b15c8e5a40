//! Of what there are marks, and where there are none; how they look is a panel within.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlInputElement};

use super::{ask, dom, style_panel, text};
use crate::choices::{Choice, Choices};
use crate::domain::Domain;
use crate::explanation::{Message, Value};
use crate::severity::Severity;

/// The names that are listed, each with what is said when one is taken off.
const LISTS: [(&str, &str); 3] = [
    ("plain-sites", "marksSiteRemoved"),
    ("muted", "marksDomainRemoved"),
    ("allowed", "marksAllowedRemoved"),
];

/// Puts the panel into the page.
pub async fn mount() -> Result<(), JsValue> {
    let panel: Element = dom::part(&dom::body()?, "marks-panel")?;
    dom::replace(&panel, &[dom::template("marks")?]);
    style_panel::mount().await?;
    dom::listen(&panel, "change", |event| {
        let field = dom::target(event, "input").and_then(|it| it.dyn_into().ok());
        if let Some(field) = field {
            dom::run(save(field));
        }
    });
    dom::listen(&panel, "click", press);
    refresh().await
}

/// Shows what is chosen now.
pub async fn refresh() -> Result<(), JsValue> {
    show(ask::choices().await).await.map(drop)
}

/// Keeps what a field says, and tells what became of that.
async fn save(field: HtmlInputElement) -> Result<(), JsValue> {
    let Some(choice) = choice(&field) else { return Ok(()) };
    if !show(ask::choose(choice).await).await? {
        return Ok(());
    }
    let key = if field.checked() { "marksSavedOn" } else { "marksSavedOff" };
    let label = field.closest("label")?.and_then(|label| label.text_content());
    tell(&text::say(key, &[Value::Text(label.unwrap_or_default())]))
}

/// What a field that was changed stands for.
fn choice(field: &HtmlInputElement) -> Option<Choice> {
    let (name, is_on) = (field.get_attribute("data-part")?, field.checked());
    match name.as_str() {
        "only-hovered" => Some(Choice::OnlyHovered(is_on)),
        "strict" => Some(Choice::Strict(is_on)),
        name => {
            let drawn = Severity::ALL.into_iter().find(|it| drawn_field(*it) == name);
            drawn.map(|severity| Choice::Drawn(severity, is_on))
        }
    }
}

/// Takes a name off the list in which its button was pressed.
fn press(event: &Event) {
    let row = dom::target(event, "[data-do]").and_then(|it| it.closest("[data-name]").ok()?);
    let Some(row) = row else { return };
    let undoes = row.get_attribute("data-undoes");
    let list = || row.parent_element().and_then(|list| list.get_attribute("data-part"));
    let name = row.get_attribute("data-name").and_then(|name| Domain::parse(&name).ok());
    match (name, undoes) {
        (Some(name), Some(list)) => dom::run(put_back(name, list)),
        (Some(name), None) => list().map_or((), |list| dom::run(remove(name, list))),
        (None, _) => (),
    }
}

/// Takes a name off its list. The button that takes that back keeps both.
async fn remove(name: Domain, list: String) -> Result<(), JsValue> {
    let body = dom::body()?;
    if !show(ask::choose(listed(&list, name.clone(), false)).await).await? {
        // The button that had the focus is gone; the next stop of the Tab key stays where the person was.
        return dom::focus(&body, "marks-result");
    }
    let said = LISTS.into_iter().find(|(part, _)| *part == list);
    tell(&text::say(said.map_or("", |(_, key)| key), &[Value::name(&name)]))?;
    let undo: Element = dom::part(&body, "marks-undo")?;
    undo.set_attribute("data-name", name.as_str())?;
    undo.set_attribute("data-undoes", &list)?;
    dom::show(&body, "marks-undo", true)?;
    dom::focus(&body, "marks-undo")
}

/// Puts a name back on the list that it was taken off last.
async fn put_back(name: Domain, list: String) -> Result<(), JsValue> {
    let words = text::say("marksPutBack", &[Value::name(&name)]);
    if show(ask::choose(listed(&list, name, true)).await).await? {
        tell(&words)?;
    }
    dom::focus(&dom::body()?, "marks-result")
}

fn listed(list: &str, name: Domain, listed: bool) -> Choice {
    match list {
        "plain-sites" => Choice::Plain(name, listed),
        "muted" => Choice::Muted(name, listed),
        _ => Choice::Allowed(name, listed),
    }
}

/// Shows what is chosen, or says why that is not known; whether it is.
async fn show(answer: Result<Choices, Message>) -> Result<bool, JsValue> {
    let choices = match answer {
        Ok(choices) => choices,
        Err(message) => return tell(&text::text(&message)).map(|()| false),
    };
    let body = dom::body()?;
    style_panel::refresh(&choices).await?;
    for severity in Severity::ALL.into_iter().filter(|it| it.is_marked()) {
        let drawn = choices.severities.contains(&severity);
        field(&body, &drawn_field(severity))?.set_checked(drawn);
    }
    field(&body, "only-hovered")?.set_checked(choices.only_hovered);
    field(&body, "strict")?.set_checked(choices.strict);
    let lists = [&choices.plain_sites, &choices.muted, &choices.allowed];
    for ((part, _), names) in LISTS.into_iter().zip(lists) {
        dom::show(&body, &format!("{part}-none"), names.is_empty())?;
        dom::show(&body, part, !names.is_empty())?;
        show_names(&dom::part(&body, part)?, names)?;
    }
    Ok(true)
}

/// Shows these names. Rows that are there already stay, and with them the focus.
fn show_names(list: &Element, names: &[Domain]) -> Result<(), JsValue> {
    let mut missing: Vec<_> = names.iter().collect();
    for row in dom::all(list, "[data-name]")? {
        let name = row.get_attribute("data-name").unwrap_or_default();
        match missing.iter().position(|it| it.as_str() == name) {
            Some(at) => drop(missing.remove(at)),
            None => row.remove(),
        }
    }
    for name in missing {
        list.append_child(&*row(name)?)?;
    }
    Ok(())
}

fn row(name: &Domain) -> Result<Element, JsValue> {
    let row = dom::template("marks-name")?;
    row.set_attribute("data-name", name.as_str())?;
    dom::fill(&row, "name", &text::name(name.as_str()))?;
    let button: Element = dom::part(&row, "name-remove")?;
    let does = Value::Text(button.text_content().unwrap_or_default());
    let named = text::say("actionNamed", &[does, Value::name(name)]);
    button.set_attribute("aria-label", &named)?;
    Ok(row)
}

/// Says what came of something, which is the last that can be taken back.
fn tell(words: &str) -> Result<(), JsValue> {
    let body = dom::body()?;
    dom::show(&body, "marks-undo", false)?;
    dom::fill(&body, "marks-result", words)
}

fn field(root: &Element, name: &str) -> Result<HtmlInputElement, JsValue> {
    dom::part(root, name)
}

fn drawn_field(severity: Severity) -> String {
    format!("draw-{}", severity.as_str())
}
