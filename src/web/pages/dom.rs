//! Filling the extension's own pages: templates, parts, texts, listeners.
//!
//! HTML names what Rust fills: `data-part` an element, `data-message` its text, `data-message-label` its accessible
//! name and `data-message-placeholder` its placeholder. Text is only ever set as text.

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, HtmlTemplateElement};

use super::text;

/// The page's document.
pub fn document() -> Result<Document, JsValue> {
    web_sys::window()
        .and_then(|window| window.document())
        .ok_or_else(|| JsValue::from_str("no document"))
}

/// Closes the page's window, as the popup does when somebody goes on in the page.
pub fn close() -> Result<(), JsValue> {
    web_sys::window().map_or(Ok(()), |window| window.close())
}

/// The page's body.
pub fn body() -> Result<Element, JsValue> {
    document()?.body().map(Element::from).ok_or_else(|| JsValue::from_str("no body"))
}

/// The first element below `root` with this `data-part`.
///
/// # Errors
/// When there is none, or it is another kind of element.
pub fn part<T: JsCast>(root: &Element, name: &str) -> Result<T, JsValue> {
    root.query_selector(&format!("[data-part={name}]"))?
        .and_then(|element| element.dyn_into().ok())
        .ok_or_else(|| JsValue::from_str(&format!("no part {name}")))
}

/// Whether this page has a template with this id.
pub fn has_template(id: &str) -> bool {
    document().is_ok_and(|document| document.get_element_by_id(id).is_some())
}

/// A copy of the element in the template with this id, its messages filled in.
///
/// # Errors
/// When there is no such template, or it is empty.
pub fn template(id: &str) -> Result<Element, JsValue> {
    // Another element may have the same id.
    let template: HtmlTemplateElement = document()?
        .query_selector(&format!("template#{id}"))?
        .and_then(|element| element.dyn_into().ok())
        .ok_or_else(|| JsValue::from_str(&format!("no template {id}")))?;
    let element = template.content().first_element_child();
    let copy: Element = element
        .ok_or_else(|| JsValue::from_str("empty template"))?
        .clone_node_with_deep(true)?
        .dyn_into()?;
    localise(&copy)?;
    Ok(copy)
}

/// Fills in the page's messages and the brand's name, tells the browser their language and direction, and shows the page.
pub fn start() -> Result<(), JsValue> {
    let body = body()?;
    localise(&body)?;
    if let Some(brand) = body.query_selector("[data-part=brand]")? {
        brand.set_text_content(Some(&text::brand()));
    }
    if let Some(root) = document()?.document_element() {
        root.set_attribute("lang", &text::plain("locale"))?;
        root.set_attribute("dir", &text::plain("direction"))?;
    }
    body.remove_attribute("hidden")
}

/// Fills in the messages below and on `root`.
pub fn localise(root: &Element) -> Result<(), JsValue> {
    each(root, "data-message", |element, message| {
        element.set_text_content(Some(message));
        Ok(())
    })?;
    each(root, "data-message-label", |element, message| {
        element.set_attribute("aria-label", message)
    })?;
    each(root, "data-message-placeholder", |element, message| {
        element.set_attribute("placeholder", message)
    })
}

fn each(
    root: &Element,
    attribute: &str,
    fill: impl Fn(&Element, &str) -> Result<(), JsValue>,
) -> Result<(), JsValue> {
    for element in all(root, &format!("[{attribute}]"))?.chain([root.clone()]) {
        if let Some(key) = element.get_attribute(attribute) {
            fill(&element, &text::plain(&key))?;
        }
    }
    Ok(())
}

/// Sets the text of the part `name` below `root`.
pub fn fill(root: &Element, name: &str, text: &str) -> Result<(), JsValue> {
    part::<Element>(root, name)?.set_text_content(Some(text));
    Ok(())
}

/// Shows or hides the part `name` below `root`.
pub fn show(root: &Element, name: &str, shown: bool) -> Result<(), JsValue> {
    part::<HtmlElement>(root, name)?.set_hidden(!shown);
    Ok(())
}

/// Moves the focus to the part `name` below `root`, before what has it goes.
pub fn focus(root: &Element, name: &str) -> Result<(), JsValue> {
    part::<HtmlElement>(root, name)?.focus()
}

/// The elements below `root` that fit a selector.
pub fn all(root: &Element, selector: &str) -> Result<impl Iterator<Item = Element>, JsValue> {
    let found = root.query_selector_all(selector)?;
    let found = (0..found.length()).filter_map(move |at| found.item(at));
    Ok(found.filter_map(|node| node.dyn_into().ok()))
}

/// The element that an event is about, or the nearest around it, that fits a selector.
pub fn target(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

/// Puts `children` in place of all that is in `parent`.
pub fn replace(parent: &Element, children: &[Element]) {
    parent.replace_children_with_node(&children.iter().collect::<Array>());
}

/// A new element with a text.
pub fn element(tag: &str, text: &str) -> Result<Element, JsValue> {
    let element = document()?.create_element(tag)?;
    element.set_text_content(Some(text));
    Ok(element)
}

/// Calls `heard` at every such event on the element or below it, as long as the page lives; also at those that do not
/// rise from the element below.
pub fn listen(element: &EventTarget, event: &'static str, heard: impl Fn(&Event) + 'static) {
    let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
    EventListener::new_with_options(element, event, options, heard).forget();
}

/// Runs a task that a listener started; what goes wrong is for the console, as nobody waits for it.
pub fn run(task: impl Future<Output = Result<(), JsValue>> + 'static) {
    wasm_bindgen_futures::spawn_local(async move { note(task.await) });
}

/// Tells the console what went wrong in what a listener did.
pub fn note(done: Result<(), JsValue>) {
    if let Err(error) = done {
        web_sys::console::error_1(&error);
    }
}
