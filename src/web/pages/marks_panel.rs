//! How marks look, and where there are none.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlInputElement};

use super::{ask, dom, text};
use crate::choices::{Choices, MarkStyle};
use crate::domain::Domain;
use crate::explanation::{Message, Value};
use crate::severity::Severity;

/// The styles, each with the name of its field.
const STYLES: [(MarkStyle, &str); 4] = [
    (MarkStyle::Icon, "style-icon"),
    (MarkStyle::IconAndColour, "style-colour"),
    (MarkStyle::Underline, "style-underline"),
    (MarkStyle::Quiet, "style-quiet"),
];

/// Puts the panel into the page.
pub async fn mount() -> Result<(), JsValue> {
    let panel: Element = dom::part(&dom::body()?, "marks-panel")?;
    dom::replace(&panel, &[dom::template("marks")?]);
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
    show(ask::choices().await).map(drop)
}

/// Keeps what all fields say, and tells what became of the one that was changed.
async fn save(field: HtmlInputElement) -> Result<(), JsValue> {
    let form = Form::read()?;
    let change = |choices: &mut Choices| {
        choices.style = form.style;
        choices.severities.clone_from(&form.severities);
        choices.only_hovered = form.only_hovered;
    };
    if !show(ask::choose(&change).await)? {
        return Ok(());
    }
    let is_style = field.type_() == "radio";
    let key = match (is_style, field.checked()) {
        (true, _) => "marksSavedStyle",
        (false, true) => "marksSavedOn",
        (false, false) => "marksSavedOff",
    };
    let label = field.closest("label")?.and_then(|label| label.text_content());
    tell(&text::say(key, &[Value::Text(label.unwrap_or_default())]))
}

/// Takes a name off the list in which its button was pressed.
fn press(event: &Event) {
    let Some(row) =
        dom::target(event, "[data-do]").and_then(|it| it.closest("[data-name]").ok()?)
    else {
        return;
    };
    let name = row.get_attribute("data-name").and_then(|name| Domain::parse(&name).ok());
    let is_site = row.closest("[data-part=plain-sites]").is_ok_and(|list| list.is_some());
    if let Some(name) = name {
        dom::run(remove(name, is_site));
    }
}

async fn remove(name: Domain, is_site: bool) -> Result<(), JsValue> {
    let change = |choices: &mut Choices| {
        let names = if is_site { &mut choices.plain_sites } else { &mut choices.muted };
        names.retain(|it| *it != name);
    };
    if show(ask::choose(&change).await)? {
        let key = if is_site { "marksSiteRemoved" } else { "marksDomainRemoved" };
        tell(&text::say(key, &[Value::name(&name)]))?;
    }
    // The button that had the focus is gone; the next stop of the Tab key stays where the person was.
    dom::focus(&dom::body()?, "marks-result")
}

/// Shows what is chosen, or says why that is not known; whether it is.
fn show(answer: Result<Choices, Message>) -> Result<bool, JsValue> {
    let choices = match answer {
        Ok(choices) => choices,
        Err(message) => return tell(&text::text(&message)).map(|()| false),
    };
    let body = dom::body()?;
    for (style, name) in STYLES {
        field(&body, name)?.set_checked(choices.style == style);
    }
    for severity in Severity::ALL.into_iter().filter(|it| it.is_marked()) {
        let drawn = choices.severities.contains(&severity);
        field(&body, &drawn_field(severity))?.set_checked(drawn);
    }
    field(&body, "only-hovered")?.set_checked(choices.only_hovered);
    for (part, names) in [("plain-sites", &choices.plain_sites), ("muted", &choices.muted)] {
        let rows = names.iter().map(row).collect::<Result<Vec<_>, _>>()?;
        dom::show(&body, &format!("{part}-none"), rows.is_empty())?;
        dom::show(&body, part, !rows.is_empty())?;
        dom::replace(&dom::part(&body, part)?, &rows);
    }
    Ok(true)
}

fn row(name: &Domain) -> Result<Element, JsValue> {
    let row = dom::template("marks-name")?;
    row.set_attribute("data-name", name.as_str())?;
    dom::fill(&row, "name", name.as_str())?;
    let button: Element = dom::part(&row, "name-remove")?;
    let does = Value::Text(button.text_content().unwrap_or_default());
    let named = text::say("actionNamed", &[does, Value::name(name)]);
    button.set_attribute("aria-label", &named)?;
    Ok(row)
}

fn tell(words: &str) -> Result<(), JsValue> {
    dom::fill(&dom::body()?, "marks-result", words)
}

fn field(root: &Element, name: &str) -> Result<HtmlInputElement, JsValue> {
    dom::part(root, name)
}

fn drawn_field(severity: Severity) -> String {
    format!("draw-{}", severity.as_str())
}

/// What the fields say.
struct Form {
    style: MarkStyle,
    severities: Vec<Severity>,
    only_hovered: bool,
}

impl Form {
    fn read() -> Result<Form, JsValue> {
        let body = dom::body()?;
        let is_checked = |name: &str| field(&body, name).is_ok_and(|field| field.checked());
        let style = STYLES.into_iter().find(|(_, name)| is_checked(name));
        let severities = Severity::ALL.into_iter().filter(|it| is_checked(&drawn_field(*it)));
        Ok(Form {
            style: style.map(|(style, _)| style).unwrap_or_default(),
            severities: severities.collect(),
            only_hovered: is_checked("only-hovered"),
        })
    }
}
