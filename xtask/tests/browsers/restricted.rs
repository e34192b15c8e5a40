//! Places that a browser keeps extensions away from: the popup says so.

use anyhow::{Context, Result};
use serde_json::Value;
use xtask::browser::{Answer, Browser, Session, wait};

use super::fixture::{Trials, load, open, visible};

/// One page with nothing on it: <https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf>.
const PDF: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("restricted_places_say_so", say_so);
}

fn say_so(session: &Session) -> Result<()> {
    load(session, "List", "threads.net,suspend,false,false,,false")?;
    session.proxy().answer("papers.example", |_| Answer::of("application/pdf", PDF));
    let (own, store) = match session.browser() {
        Browser::Chromium => ("chrome://version/", "chromewebstore.google.com"),
        Browser::Firefox => ("about:support", "addons.mozilla.org"),
    };
    let page = "<!doctype html><title>Page</title><a href='https://threads.net/'>one</a>";
    session.proxy().answer(store, move |_| Answer::html(page));
    let mut places = vec![
        own.to_owned(),
        format!("https://{store}/"),
        "https://papers.example/paper.pdf".to_owned(),
    ];
    if session.browser() == Browser::Firefox {
        places.push("about:reader?url=https%3A%2F%2Fpage.example%2Fpage".to_owned());
    }
    open(session, "page.example", page)?;
    for place in places {
        session.show(&place)?;
        let popup = session.click_toolbar()?;
        let mut state = Value::Null;
        let waited = wait(&format!("the popup of {place}"), || {
            state = popup.run("return document.body.dataset.state", &[])?;
            Ok((state == "restricted").then_some(()))
        });
        waited.with_context(|| format!("it is {state}"))?;
        let text = visible(&popup.text()?);
        assert!(text.contains("This page cannot be looked at"), "{place}: {text}");
        assert!(!text.contains("threads.net"), "{place}: {text}");
        popup.close().with_context(|| format!("closing the popup of {place}"))?;
    }
    Ok(())
}
