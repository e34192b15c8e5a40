//! What leaves the browser while somebody reads: nothing but requests to the servers and lists that they chose.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use xtask::browser::{Session, wait};
use xtask::running::{self, ask, card};

use super::faults::clock::{due, ring};
use super::fixture::{Trials, load, visible};
use super::pages;
use super::servers::{FRIENDS, curated, friends, mastodon, suspend};
use super::walk::{self, LISTED, Walk};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("egress_of_two_hundred_pages", two_hundred_pages);
}

const PAGES: usize = 200;
const CURATED: &str = "lists.example";
/// Addresses of every kind that the core knows, and more.
const ADDRESSES: [&str; 4] = [
    include_str!("../../../tests/data/targets/direct.txt"),
    include_str!("../../../tests/data/targets/profiles.txt"),
    include_str!("../../../tests/data/targets/strangers.txt"),
    include_str!("../../../tests/data/targets/wrappers.txt"),
];

fn two_hundred_pages(session: &Session) -> Result<()> {
    load(session, "File", &format!("{LISTED},suspend,false,false,,false"))?;
    session.proxy().answer(FRIENDS, friends());
    session.proxy().answer(CURATED, curated::host(&[suspend("bad.example")]));
    let subscription = format!("https://{CURATED}{}", curated::CSV);
    let server = json!({"server": FRIENDS, "home": true, "allowed": []});
    let address = json!({"address": subscription, "meaning": null, "allowed": []});
    for request in [json!({"addServer": server}), json!({"subscribe": address})] {
        let answer = ask(session, &request)?;
        ensure!(answer["loaded"].is_object(), "{answer}");
    }
    let pages = written()?;
    let walk = Walk::serve(session, move |number| pages.get(number).cloned().unwrap_or_default());
    session.proxy().clear();

    walk.go(session, PAGES / 2)?;
    due(session, &format!("home:{FRIENDS}"))?;
    due(session, &format!("subscription:{subscription}"))?;
    ring(session)?;
    walk.go(session, PAGES / 2)?;
    running::hover_for_card(session, "[data-walk]")?;
    ensure!(card(session)?.is_some_and(|words| words.contains(LISTED)));
    session.hover_nothing()?;
    let popup = session.click_toolbar()?;
    wait("the popup", || Ok(visible(&popup.text()?).contains(LISTED).then_some(())))?;
    popup.close()?;

    // The pages themselves ask for a script and the next page.
    let requests = session.proxy().requests();
    let walked: BTreeSet<_> = walk::hosts().collect();
    let (of_pages, ours): (Vec<_>, Vec<_>) =
        requests.iter().partition(|it| walked.contains(&it.host));
    let is_page = |path: &str| {
        path.trim_start_matches("/next").trim_start_matches('/').parse::<usize>().is_ok()
    };
    let odd: Vec<_> =
        of_pages.iter().map(|it| &it.path).filter(|it| *it != "/walk.js" && !is_page(it)).collect();
    ensure!(odd.is_empty(), "{odd:?}");
    let mut asked: Vec<_> =
        ours.iter().map(|it| format!("{} {}{}", it.method, it.host, it.path)).collect();
    asked.sort();
    assert_eq!(
        asked,
        [format!("GET {FRIENDS}{}", mastodon::LIST), format!("GET {CURATED}{}", curated::CSV)]
    );
    for request in ours {
        let tells = ["cookie", "referer", "origin"].iter().find(|it| request.header(it).is_some());
        ensure!(tells.is_none() && request.body.is_empty(), "{request:?}");
    }
    let attempts: BTreeSet<_> = session.proxy().attempts().into_iter().collect();
    let known =
        |host: &String| walked.contains(host) || [FRIENDS, CURATED].contains(&host.as_str());
    ensure!(attempts.iter().all(known), "{attempts:?}");
    Ok(())
}

/// The saved pages, when there are any beside the repository; for the rest, pages with a few links of every kind.
fn written() -> Result<Vec<Vec<u8>>> {
    let mut pages = Vec::new();
    for file in pages::files()? {
        pages.push(fs::read(&file).with_context(|| file.display().to_string())?);
    }
    let lines = ADDRESSES.iter().flat_map(|it| it.lines());
    let addresses: Vec<_> = lines.filter_map(|it| it.split_once(" → ")).map(|it| it.0).collect();
    let made = PAGES.saturating_sub(pages.len());
    for page in 0..made {
        let links = addresses.iter().skip(page).step_by(made);
        pages.push(links.map(|it| element(it)).collect::<String>().into_bytes());
    }
    Ok(pages)
}

/// A link, the same in text and in a shadow root, an embed, and an element that many pages have.
fn element(address: &str) -> String {
    let address = address.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    format!(
        "<p><a href=\"{address}\">link</a> {address} @user@bad.example</p>
         <div><template shadowrootmode=open><a href=\"{address}\">deep</a></template></div>
         <blockquote class=tiktok-embed cite=\"{address}\"></blockquote><link rel=me href=\"{address}\">"
    )
}
