//! Where to look: sites that a person chooses one by one, and none any more.

use anyhow::Result;
use serde_json::json;
use xtask::browser::{Session, wait};

use super::fixture::{Trials, load, marked, open, show};
use super::panels::{filled, said};

const LIST: &str = "bad.example,suspend,false,false,,false";
const PAGE: &str = "<a href='https://bad.example/'>one</a>";
const ENTER: &str = "\u{e007}";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("sites_are_chosen_one_by_one", one_by_one);
}

fn one_by_one(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    session.allow(&["*://*.news.example/*", "*://*.blog.example/*"])?;
    session.show_own("welcome.html")?;
    filled(session)?;
    choose(session, "not a site")?;
    said(session, "sites-result", "not a site")?;
    // From all sites to one, and then to one more.
    for (site, name) in
        [("news.example", "news.example"), ("https://blog.example/some/page", "blog.example")]
    {
        choose(session, site)?;
        said(session, "sites-result", &format!("{name} is looked at from now on."))?;
    }
    assert_eq!(chosen(session)?, json!(["blog.example", "news.example"]));
    for host in ["news.example", "www.news.example", "blog.example"] {
        open(session, host, PAGE)?;
        assert_eq!(marked(session)?, ["one suspend true"], "{host}");
    }
    unmarked(session, "other.example")?;

    session.show_own("options.html")?;
    filled(session)?;
    session.click("[data-site='news.example'] [data-do]")?;
    said(session, "sites-result", "news.example is not looked at any more.")?;
    assert_eq!(chosen(session)?, json!(["blog.example"]));
    unmarked(session, "news.example")?;
    open(session, "blog.example", PAGE)?;
    assert_eq!(marked(session)?, ["one suspend true"]);

    session.show_own("options.html")?;
    filled(session)?;
    session.click("[data-part=sites-click]")?;
    wait("the choice", || {
        let script =
            "return document.querySelector('[data-part=choice-click]').matches('[data-chosen]')";
        Ok((session.in_page(script, &[])? == true).then_some(()))
    })?;
    assert_eq!(chosen(session)?, json!([]));
    unmarked(session, "blog.example")
}

/// Types a site, and presses Enter.
fn choose(session: &Session, site: &str) -> Result<()> {
    session.in_page("document.querySelector('[data-part=site]').value = ''", &[])?;
    session.click("[data-part=site]")?;
    session.press(site)?;
    session.press(ENTER)
}

/// The sites that the page lists.
fn chosen(session: &Session) -> Result<serde_json::Value> {
    let script =
        "return [...document.querySelectorAll('[data-site]')].map(it => it.dataset.site).sort()";
    session.in_page(script, &[])
}

/// Nothing of the extension is in the page of this host.
fn unmarked(session: &Session, host: &str) -> Result<()> {
    show(session, host, PAGE)?;
    let script = "return document.querySelector('a').getAttributeNames()";
    assert_eq!(session.in_page(script, &[])?, json!(["href"]), "{host}");
    Ok(())
}
