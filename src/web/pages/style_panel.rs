//! How marks look. Shared by the welcome page, whose examples follow, and the settings.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlInputElement};

use super::{ask, dom, text};
use crate::choices::{Choice, Choices, MarkStyle};
use crate::explanation::{Message, Value};
use crate::web::packaged;

/// The styles, each with what its field is called behind `style-`.
const STYLES: [(MarkStyle, &str); 5] = [
    (MarkStyle::Icon, "icon"),
    (MarkStyle::IconAndColour, "colour"),
    (MarkStyle::Underline, "underline"),
    (MarkStyle::Contrast, "contrast"),
    (MarkStyle::Quiet, "quiet"),
];

/// Puts the panel into the page.
pub async fn mount() -> Result<(), JsValue> {
    let panel: Element = dom::part(&dom::body()?, "style-panel")?;
    dom::replace(&panel, &[dom::template("mark-style")?]);
    dom::listen(&panel, "change", |event| {
        let field = dom::target(event, "input").and_then(|it| it.dyn_into().ok());
        if let Some(field) = field {
            dom::run(save(field));
        }
    });
    show(ask::choices().await).await.map(drop)
}

/// Shows what is chosen.
pub async fn refresh(choices: &Choices) -> Result<(), JsValue> {
    let body = dom::body()?;
    let style = choices.style_or(packaged::brand().await?.marks);
    for (it, name) in STYLES {
        let field: HtmlInputElement = dom::part(&body, &format!("style-{name}"))?;
        field.set_checked(it == style);
        if it == style {
            body.set_attribute("data-style", name)?;
        }
    }
    Ok(())
}

/// Keeps what a field stands for, and tells what became of that.
async fn save(field: HtmlInputElement) -> Result<(), JsValue> {
    let part = field.get_attribute("data-part").unwrap_or_default();
    let chosen = STYLES.into_iter().find(|(_, name)| part.strip_prefix("style-") == Some(name));
    let Some((style, _)) = chosen else { return Ok(()) };
    if !show(ask::choose(Choice::Style(style)).await).await? {
        return Ok(());
    }
    let label = field.closest("label")?.and_then(|label| label.text_content());
    tell(&text::say("marksSavedStyle", &[Value::Text(label.unwrap_or_default())]))
}

/// Shows what is chosen, or says why that is not known; whether it is.
async fn show(answer: Result<Choices, Message>) -> Result<bool, JsValue> {
    match answer {
        Ok(choices) => refresh(&choices).await.map(|()| true),
        Err(message) => tell(&text::text(&message)).map(|()| false),
    }
}

fn tell(words: &str) -> Result<(), JsValue> {
    dom::fill(&dom::body()?, "style-result", words)
}
