//! The lists of others that the brand offers, each with a button that subscribes to it.

use wasm_bindgen::JsValue;
use web_sys::Element;

use super::{adding, dom, text};
use crate::brand::Page;
use crate::collection::Source;
use crate::explanation::Value;
use crate::protocol::lists::{ListsReport, Request};
use crate::source::server_name;
use crate::web::packaged;
use crate::web::parser::BrowserParser;

/// Shows those that are not loaded yet; nothing when the brand offers none.
pub async fn mount(report: &ListsReport) -> Result<(), JsValue> {
    let is_loaded = |address: &str| {
        let id = Source::Subscription(address.to_owned()).id();
        report.lists.iter().any(|list| list.id == id)
    };
    let mut buttons = Vec::new();
    for page in packaged::for_pages().await?.subscriptions {
        let host = server_name(&page.address, &BrowserParser).map(|host| host.to_string());
        if let Some(host) = host.filter(|_| !is_loaded(&page.address)) {
            buttons.push(button(page, host)?);
        }
    }
    let add: Element = dom::part(&dom::body()?, "add")?;
    dom::fill(&add, "offered-title", &text::say("offeredTitle", &[Value::Name(text::brand())]))?;
    dom::replace(&dom::part(&add, "offered-lists")?, &buttons);
    dom::show(&add, "offered", !buttons.is_empty())
}

fn button(Page { name, address }: Page, host: String) -> Result<Element, JsValue> {
    let button = dom::template("answer")?;
    let words = text::say("offeredLoad", &[Value::Name(name), Value::Name(host.clone())]);
    button.set_text_content(Some(&words));
    dom::listen(&button, "click", move |_| {
        let address = address.clone();
        let request = Request::Subscribe { address, meaning: None, allowed: Vec::new() };
        adding::ask_host(host.clone(), request);
    });
    Ok(button)
}
