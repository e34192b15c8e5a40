//! Where to look: on every site, or only on a click. Shared by the welcome page and the settings.

use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

use super::{dom, text};
use crate::web::permission;

/// Puts the panel into the page.
pub async fn mount() -> Result<(), JsValue> {
    let body = dom::body()?;
    dom::replace(&dom::part(&body, "sites-panel")?, &[dom::template("sites")?]);
    dom::listen(&dom::part(&body, "sites-every")?, "click", |_| {
        let given = permission::request(&[permission::EVERY_SITE]);
        dom::run(async { tell(if given.await { "sitesNowEvery" } else { "sitesRefused" }).await });
    });
    dom::listen(&dom::part(&body, "sites-click")?, "click", |_| {
        dom::run(async {
            permission::withdraw(permission::EVERY_SITE).await;
            tell("sitesNowClick").await
        });
    });
    refresh().await
}

async fn tell(key: &str) -> Result<(), JsValue> {
    refresh().await?;
    dom::fill(&dom::body()?, "sites-result", &text::plain(key))
}

/// Shows which choice is in force, and offers the other one.
async fn refresh() -> Result<(), JsValue> {
    let body = dom::body()?;
    let every = permission::is_given(permission::EVERY_SITE).await;
    for (choice, in_force) in [("every", every), ("click", !every)] {
        let choice_box: Element = dom::part(&body, &format!("choice-{choice}"))?;
        choice_box.toggle_attribute_with_force("data-chosen", in_force)?;
        dom::part::<HtmlElement>(&choice_box, "chosen")?.set_hidden(!in_force);
        dom::part::<HtmlElement>(&body, &format!("sites-{choice}"))?.set_hidden(in_force);
    }
    Ok(())
}
