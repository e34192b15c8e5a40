//! Real pages, when there are any beside the repository: the marks against what the page itself says of its links.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use xtask::browser::{Session, wait};
use xtask::running::{self, Marked, ask, serve};

use super::fixture::{Trials, assert_boxes, attribute, boxes, load, plain_session, tree};

const LISTED: [&str; 3] = ["facebook.com", "twitter.com", "instagram.com"];
const ADDRESS: &str = "https://saved.example/page";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("pages_have_exactly_the_expected_marks", expected_marks);
}

fn expected_marks(session: &Session) -> Result<()> {
    let rows = LISTED.map(|name| format!("{name},suspend,false,false,,false")).join("\n");
    load(session, "List", &rows)?;
    let domains = domains()?;
    let plain = plain_session(session.browser())?;
    // Pages write the height of the window into their styles, and a bar of the browser makes it another.
    for session in [session, &plain] {
        serve(session.proxy(), ADDRESS, "<!doctype html>")?;
        session.show(ADDRESS)?;
        session.resize(1280, 800)?;
    }
    for file in files()? {
        let context = || file.display().to_string();
        let page = fs::read(&file).with_context(context)?;
        for session in [session, &plain] {
            serve(session.proxy(), ADDRESS, page.clone())?;
            session.show(ADDRESS).with_context(context)?;
        }
        let marks = running::marks(session).with_context(context)?;
        let found: Vec<Value> = marks
            .iter()
            .map(|mark| json!([mark.url, mark.marked == Marked::Drawn(true)]))
            .collect();
        assert_eq!(json!(found), expected(session, &domains)?, "{}", file.display());
        assert!(marks.iter().all(|mark| mark.marked != Marked::Drawn(false)), "{}", file.display());

        let name = attribute(session)?;
        let (with, without) = (tree(session, &name)?, tree(&plain, "")?);
        assert_eq!(with["links"], marks.len(), "{}", file.display());
        assert_eq!(with["html"], without["html"], "{}", file.display());
        assert_eq!(with["text"], without["text"], "{}", file.display());

        ask(session, &json!({"setMarks": false}))?;
        wait("the marks to go", || Ok((tree(session, &name)?["marked"] == 0).then_some(())))?;
        assert_boxes(session, &boxes(&plain)?, &context())?;
        ask(session, &json!({"setMarks": true}))?;
    }
    session.resize_no_more()
}

/// The links to these domains, in the page's own words, each with whether it can be seen.
fn expected(session: &Session, domains: &[String]) -> Result<Value> {
    session.in_page(
        "const [domains] = arguments;
         const within = host => domains.some(domain => host === domain || host.endsWith('.' + domain));
         const seen = link => [link, ...link.querySelectorAll('*')].some(element =>
             element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
             && [...element.getClientRects()].some(({ width, height }) => width && height));
         return [...document.links, ...document.querySelectorAll('svg a')]
             .filter(link => /^https?:$/.test(link.protocol) && within(link.hostname))
             .map(link => [link.href, seen(link)]);",
        &[json!(domains)],
    )
}

/// Every name of a platform that has one of the listed names.
fn domains() -> Result<Vec<String>> {
    let text = fs::read_to_string(xtask::root().join("data/platforms.json"))?;
    let platforms: Value = serde_json::from_str(&text)?;
    let names = platforms.as_array().into_iter().flatten().map(|platform| {
        let domains = platform["domains"].as_array().into_iter().flatten();
        domains.filter_map(|it| it["domain"].as_str()).map(str::to_owned).collect::<Vec<_>>()
    });
    let is_listed =
        |names: &Vec<String>| LISTED.iter().any(|listed| names.iter().any(|it| it == listed));
    Ok(names.filter(is_listed).flatten().collect())
}

/// The real pages beside the repository; none when there are none.
pub fn files() -> Result<Vec<PathBuf>> {
    let Ok(entries) = fs::read_dir(xtask::root().join("../shared/pages")) else {
        return Ok(Vec::new());
    };
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|it| it == "html"));
    files.sort();
    Ok(files)
}
