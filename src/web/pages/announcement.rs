//! A server's post, whole, and what its brand says beside it: read from the package when somebody asks for it.

use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlAnchorElement};

use super::{dom, text};
use crate::announcement::Piece;
use crate::brand::{ForPages, OwnLink, Page};
use crate::explanation::Value;
use crate::web::packaged;

/// Fills the fold-out of a post with this address when it is first opened. `post` is a copy of the template
/// `announcement`.
pub fn fill_when_opened(post: &Element, server: &str, address: &str) -> Result<(), JsValue> {
    let place: Element = dom::part(post, "post-text")?;
    let (server, address) = (server.to_owned(), address.to_owned());
    dom::listen(&dom::part(post, "post")?, "toggle", move |_| {
        dom::run(fill(place.clone(), server.clone(), address.clone()));
    });
    Ok(())
}

async fn fill(place: Element, server: String, address: String) -> Result<(), JsValue> {
    let brand = packaged::for_pages().await?;
    if place.first_child().is_some() {
        return Ok(());
    }
    if let Some((_, pieces)) = brand.posts.iter().find(|(it, _)| *it == address) {
        append(&place, pieces)?;
    }
    append_more(&place, &server, &brand)
}

/// Puts pieces at the end of an element. Words become text, and links say where they lead.
fn append(parent: &Element, pieces: &[Piece]) -> Result<(), JsValue> {
    for piece in pieces {
        match piece {
            Piece::Text(words) => parent.append_with_str_1(words)?,
            Piece::Link(address, name) => {
                let (whole, inner) = link(address)?;
                append(&inner, name)?;
                parent.append_with_node_1(&whole)?;
            }
            Piece::Part(kind, pieces) => {
                let element = dom::element(kind.element(), "")?;
                append(&element, pieces)?;
                parent.append_with_node_1(&element)?;
            }
        }
    }
    Ok(())
}

/// A link with the host that it leads to, as the browser reads the address, and the element for its name.
fn link(address: &str) -> Result<(Element, Element), JsValue> {
    let whole = dom::template("post-link")?;
    let anchor: HtmlAnchorElement = dom::part(&whole, "post-address")?;
    anchor.set_href(address);
    dom::fill(&whole, "post-host", &anchor.hostname())?;
    let name = dom::part(&whole, "post-name")?;
    Ok((whole, name))
}

/// What the brand says beside its posts.
fn append_more(place: &Element, server: &str, brand: &ForPages) -> Result<(), JsValue> {
    let pages = |pages: &[Page]| -> Vec<(String, String)> {
        pages.iter().map(|page| (text::clipped(&page.name), page.address.clone())).collect()
    };
    let alternatives = brand.alternatives.iter().map(|it| {
        let (name, other) = (it.name.clone(), it.instead_of.clone());
        (text::say("postInstead", &[Value::Name(name), Value::Name(other)]), it.address.clone())
    });
    let own = brand.own.iter().map(|(link, address)| (own_label(*link), address.clone()));
    for (title, links) in [
        (text::plain("postOthers"), pages(&brand.others)),
        (text::plain("postAlternatives"), alternatives.collect()),
        (text::plain("postLeave"), pages(&brand.leave)),
        (text::plain("postReferences"), pages(&brand.references)),
        (text::say("postOwn", &[Value::Name(server.to_owned())]), own.collect()),
    ] {
        if links.is_empty() {
            continue;
        }
        let heading = dom::element("h3", &title)?;
        place.append_with_node_1(&heading)?;
        let list = dom::element("ul", "")?;
        for (name, address) in links {
            let (whole, inner) = link(&address)?;
            inner.set_text_content(Some(&name));
            let item = dom::element("li", "")?;
            item.append_with_node_1(&whole)?;
            list.append_with_node_1(&item)?;
        }
        place.append_with_node_1(&list)?;
    }
    Ok(())
}

fn own_label(link: OwnLink) -> String {
    text::plain(match link {
        OwnLink::About => "ownAbout",
        OwnLink::Rules => "ownRules",
        OwnLink::Moderation => "ownModeration",
        OwnLink::Appeals => "ownAppeals",
        OwnLink::Blog => "ownBlog",
    })
}
