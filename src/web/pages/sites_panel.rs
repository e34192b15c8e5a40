//! Where to look: on every site, on chosen ones, or only on a click. Shared by the welcome page and the settings.
//!
//! What is chosen is nowhere but in the permissions that the browser keeps, so nothing can say otherwise than these.

use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{dom, list_card, text};
use crate::explanation::Value;
use crate::source::server_name;
use crate::web::parser::BrowserParser;
use crate::web::permission;

/// Puts the panel into the page.
pub async fn mount() -> Result<(), JsValue> {
    let body = dom::body()?;
    let panel: Element = dom::part(&body, "sites-panel")?;
    dom::replace(&panel, &[dom::template("sites")?]);
    dom::listen(&dom::part(&body, "sites-every")?, "click", |_| {
        let given = permission::request(&[permission::EVERY_SITE]);
        dom::run(async {
            let given = given.await;
            tell(if given { "sitesNowEvery" } else { "sitesRefused" }).await?;
            // The button that was pressed is gone when it was given.
            if given { dom::focus(&dom::body()?, "sites-result") } else { Ok(()) }
        });
    });
    let field: HtmlInputElement = dom::part(&body, "site")?;
    dom::listen(&dom::part(&body, "sites-form")?, "submit", move |event| {
        event.prevent_default();
        choose(&field);
    });
    dom::listen(&panel, "click", |event| {
        let row = dom::target(event, "[data-do]").and_then(|it| it.closest("[data-site]").ok()?);
        if let Some(site) = row.and_then(|row| row.get_attribute("data-site")) {
            dom::run(async move {
                permission::withdraw(&[&permission::of_site(&site)]).await;
                told(&text::say("sitesRemoved", &[Value::Name(site)])).await?;
                // The button that had the focus is gone.
                dom::focus(&dom::body()?, "site")
            });
        }
    });
    dom::listen(&dom::part(&body, "sites-click")?, "click", |_| {
        dom::run(async {
            let chosen = permission::sites().await;
            let chosen: Vec<_> = chosen.iter().map(|site| permission::of_site(site)).collect();
            let all = chosen.iter().map(String::as_str).chain([permission::EVERY_SITE]);
            permission::withdraw(&all.collect::<Vec<_>>()).await;
            tell("sitesNowClick").await?;
            dom::focus(&dom::body()?, "sites-result")
        });
    });
    refresh().await
}

/// Has the person permit the site that was typed, before it returns.
fn choose(field: &HtmlInputElement) {
    let typed = field.value().trim().to_owned();
    let Some(site) = server_name(&typed, &BrowserParser).map(|site| site.to_string()) else {
        let focused = field.focus();
        return dom::run(async move {
            focused?;
            told(&text::say("failBadSite", &[Value::Text(typed)])).await
        });
    };
    let pattern = permission::of_site(&site);
    let given = permission::request(&[&pattern]);
    let field = field.clone();
    dom::run(async move {
        if !(given.await && only_this(&pattern).await) {
            return tell("sitesSomeRefused").await;
        }
        field.set_value("");
        told(&text::say("sitesNowSome", &[Value::Name(site)])).await
    });
}

/// Leaves no other site permitted than those that were chosen; whether this one still is.
async fn only_this(pattern: &str) -> bool {
    if !permission::is_given(permission::EVERY_SITE).await {
        return true;
    }
    permission::withdraw(&[permission::EVERY_SITE]).await;
    // Chromium takes away with it what lies below, and gives that again without a question.
    permission::is_given(pattern).await || permission::request(&[pattern]).await
}

async fn tell(key: &str) -> Result<(), JsValue> {
    told(&text::plain(key)).await
}

async fn told(words: &str) -> Result<(), JsValue> {
    refresh().await?;
    dom::fill(&dom::body()?, "sites-result", words)
}

/// Shows which choice is in force, and offers the others.
pub async fn refresh() -> Result<(), JsValue> {
    let body = dom::body()?;
    let every = permission::is_given(permission::EVERY_SITE).await;
    let sites = if every { Vec::new() } else { permission::sites().await };
    let some = !sites.is_empty();
    for (choice, in_force) in [("every", every), ("some", some), ("click", !every && !some)] {
        let choice_box: Element = dom::part(&body, &format!("choice-{choice}"))?;
        choice_box.toggle_attribute_with_force("data-chosen", in_force)?;
        dom::part::<HtmlElement>(&choice_box, "chosen")?.set_hidden(!in_force);
    }
    dom::show(&body, "sites-every", !every)?;
    dom::show(&body, "sites-click", every || some)?;
    let rows = sites.iter().map(|site| row(site)).collect::<Result<Vec<_>, _>>()?;
    dom::show(&body, "sites", some)?;
    dom::replace(&dom::part(&body, "sites")?, &rows);
    Ok(())
}

fn row(site: &str) -> Result<Element, JsValue> {
    let row = dom::template("site-row")?;
    row.set_attribute("data-site", site)?;
    dom::fill(&row, "site-name", &text::name(site))?;
    list_card::name_buttons(&row, site)?;
    Ok(row)
}
