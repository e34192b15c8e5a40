//! The welcome page: my server, where to look, how marks look.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    adding, dom, lists_panel, offered, panels, severity_label, sites_panel, style_panel, text,
};
use crate::explanation::Value;
use crate::severity::Severity;

/// What the example says of a link: what its list does, the message that says so, and the name that the link leads to.
const EXAMPLES: [(Severity, &str, &str); 3] = [
    (Severity::Suspend, "suspendedOn", "videos.example"),
    (Severity::Silence, "limitedOn", "threads.example"),
    (Severity::Noted, "notedBy", "photos.example"),
];

/// Fills the welcome page and listens to it.
#[wasm_bindgen]
pub async fn welcome() -> Result<(), JsValue> {
    let Some(report) = panels::open(&["panels.html"]).await? else { return Ok(()) };
    let body = dom::body()?;
    let title = text::say("welcomeTitle", &[Value::Name(text::brand())]);
    dom::document()?.set_title(&title);
    dom::fill(&body, "title", &title)?;
    lists_panel::mount(&report)?;
    adding::mount(&report)?;
    dom::listen(&dom::part(&body, "account")?, "change", |_| dom::note(account()));
    let examples = EXAMPLES.iter().map(|it| example(*it)).collect::<Result<Vec<_>, _>>()?;
    dom::replace(&dom::part(&body, "examples")?, &examples);
    offered::mount(&report).await?;
    style_panel::mount().await?;
    sites_panel::mount().await
}

/// Offers what fits to whether the person has an account.
fn account() -> Result<(), JsValue> {
    let body = dom::body()?;
    let none = dom::part::<HtmlInputElement>(&body, "account-no")?.checked();
    body.toggle_attribute_with_force("data-no-account", none)?;
    dom::part::<HtmlElement>(&body, "no-account")?.set_hidden(!none);
    let whose = if none { "server-other" } else { "server-home" };
    dom::part::<HtmlInputElement>(&body, whose)?.set_checked(true);
    dom::part::<Element>(&body, "ways")?.toggle_attribute_with_force("open", none).map(drop)
}

/// A marked link with what its card would say.
fn example((severity, sentence, place): (Severity, &str, &str)) -> Result<Element, JsValue> {
    const LIST: &str = "example.social";
    const DAY: &str = "2025-03-12";

    let row = dom::template("example")?;
    let link: Element = dom::part(&row, "example-link")?;
    link.set_attribute("data-severity", severity.as_str())?;
    dom::fill(&link, "example-name", place)?;
    let card = format!("example-{}", severity.as_str());
    dom::part::<Element>(&row, "example-card")?.set_id(&card);
    link.set_attribute("aria-describedby", &card)?;
    let word = severity_label::label("span", severity, &severity_label::word(severity))?;
    dom::replace(&dom::part(&row, "example-severity")?, &[word]);
    let values = [Value::name(LIST), Value::name(place), Value::Date(DAY.to_owned())];
    dom::fill(&row, "example-sentence", &text::say(sentence, &values))?;
    let means = match severity {
        Severity::Suspend => "legendSuspended",
        Severity::Silence => "legendLimited",
        Severity::Noted | Severity::Noop => "legendNoted",
    };
    dom::fill(&row, "example-means", &text::plain(means))?;
    Ok(row)
}
