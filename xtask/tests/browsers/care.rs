//! Looking after lists: asking again, pausing, what changed, what is held back, what is gone, saving and removing.

use std::fs;

use anyhow::Result;
use serde_json::json;
use xtask::browser::{Session, wait};
use xtask::running::ask;

use super::fixture::{Trials, load, marked, open};
use super::panels::{asked, cards, filled, said};
use super::servers::{Entry, FRIENDS, Server, curated, mastodon, silence, suspend, trouble};

const PAGE: &str = "<a href='https://threads.net/'>a</a> <a href='https://limited.example/'>b</a>";
const LIST: &str = "https://lists.example/blocklist.csv";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("care_of_what_changed", what_changed);
    trials.add("care_of_a_list_that_is_held_back", held_back);
    trials.add("care_of_a_list_that_is_public_no_more", public_no_more);
    trials.add("care_of_a_list_that_rests", rests);
    trials.add("care_by_keyboard", by_keyboard);
    trials.add("care_of_copies", copies);
}

fn what_changed(session: &Session) -> Result<()> {
    loaded(
        session,
        &[suspend("threads.net"), silence("limited.example"), suspend("gone.example")],
    )?;
    press(session, FRIENDS, "[data-part=list-changes] > summary")?;
    changes(session, "Nothing has changed")?;
    let now = [
        suspend("threads.net").because("Spam"),
        suspend("limited.example"),
        silence("new.example"),
    ];
    session.proxy().answer(FRIENDS, mastodon::open(&now));
    press(session, FRIENDS, "[data-part=list-refresh]")?;
    said(session, "lists-result", "The list friends.example is up to date.")?;
    // What was open stays open, and follows.
    let text = changes(session, "1 added")?;
    for part in [
        "new.example",
        "1 removed",
        "gone.example",
        "1 treated differently",
        "1 with another reason",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    Ok(())
}

fn held_back(session: &Session) -> Result<()> {
    let names: Vec<_> = (0..20).map(|number| suspend(&format!("s{number}.example"))).collect();
    let many: Vec<_> = names.into_iter().chain([suspend("threads.net")]).collect();
    let few = [silence("limited.example")];
    for (answer, words, expected) in [
        ("refuse", "The new version of the list", &["a suspend true"]),
        ("accept", "The new version of the list", &["b silence true"]),
    ] {
        session.proxy().answer("lists.example", curated::host(&many));
        ask(session, &json!({"subscribe": {"address": LIST, "meaning": null, "allowed": []}}))?;
        session.proxy().answer("lists.example", curated::host(&few));
        session.show_own("options.html")?;
        filled(session)?;
        press(session, "lists.example/blocklist.csv", "[data-part=list-refresh]")?;
        let question = asked(session, "lists")?;
        assert!(question.contains("Of 21 names in the version before, 1 are left."), "{question}");
        open(session, "page.example", PAGE)?;
        assert_eq!(marked(session)?, ["a suspend true"]);
        session.show_own("options.html")?;
        filled(session)?;
        session.click(&format!("[data-do={answer}]"))?;
        said(session, "lists-result", words)?;
        open(session, "page.example", PAGE)?;
        assert_eq!(marked(session)?, expected);
        ask(session, &json!({"remove": format!("subscription:{LIST}")}))?;
    }
    Ok(())
}

fn public_no_more(session: &Session) -> Result<()> {
    loaded(session, &[suspend("threads.net")])?;
    session.proxy().answer(FRIENDS, trouble::down(503));
    press(session, FRIENDS, "[data-part=list-refresh]")?;
    said(session, "lists-result", "status 503")?;
    let card = cards(session)?.remove(0);
    for part in
        ["Asked just now, without success.", "stays in force", "Not reachable", "1 suspended"]
    {
        assert!(card.contains(part), "no {part} in {card}");
    }
    session.proxy().answer(FRIENDS, Box::new(mastodon::hidden) as Server);
    press(session, FRIENDS, "[data-part=list-refresh]")?;
    said(session, "lists-result", "does not show its list to strangers")?;
    let card = cards(session)?.remove(0);
    for part in ["No longer public since", "Not shown to strangers", "Read it from your open tab"] {
        assert!(card.contains(part), "no {part} in {card}");
    }
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["a suspend true"]);
    session.show_own("options.html")?;
    filled(session)?;
    press(session, FRIENDS, "[data-part=list-drop]")?;
    said(session, "lists-result", "is removed")?;
    assert_eq!(cards(session)?, [""; 0]);
    Ok(())
}

fn rests(session: &Session) -> Result<()> {
    loaded(session, &[suspend("threads.net")])?;
    press(session, FRIENDS, "[data-part=list-pause]")?;
    said(session, "lists-result", "is not asked for until you resume it")?;
    assert!(cards(session)?[0].contains("Paused, so not asked for"));
    press(session, FRIENDS, "[data-part=list-pause]")?;
    said(session, "lists-result", "is asked for again")?;
    assert!(cards(session)?[0].contains("Asked for again in"));
    Ok(())
}

fn by_keyboard(session: &Session) -> Result<()> {
    const ENTER: &str = "\u{e007}";
    loaded(session, &[suspend("threads.net")])?;
    session.in_page("document.querySelector('[data-do=refresh]').focus()", &[])?;
    session.press(ENTER)?;
    said(session, "lists-result", "up to date")?;
    let focused = "return document.activeElement.dataset.do ?? document.activeElement.dataset.part";
    assert_eq!(session.in_page(focused, &[])?, "refresh");
    assert_eq!(
        session.label("[data-do=refresh]")?.replace(['\u{2068}', '\u{2069}'], ""),
        "Refresh now: friends.example"
    );
    session.in_page("document.querySelector('[data-do=remove]').focus()", &[])?;
    session.press(ENTER)?;
    said(session, "lists-result", "is removed")?;
    assert_eq!(session.in_page(focused, &[])?, "take-back");
    Ok(())
}

fn copies(session: &Session) -> Result<()> {
    loaded(
        session,
        &[
            suspend("threads.net").because("Asks, and \"tracks\""),
            suspend("starred.example").starred(),
        ],
    )?;
    load(session, "My list", "limited.example,silence,false,false,,false")?;
    session.show_own("options.html")?;
    filled(session)?;
    press(session, FRIENDS, "[data-part=list-export] > summary")?;
    press(session, FRIENDS, "[data-do=csv]")?;
    let head = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n";
    let row = "threads.net,suspend,false,false,\"Asks, and \"\"tracks\"\"\",false\n";
    assert_eq!(saved(session, "friends.example-", ".csv")?, format!("{head}{row}"));
    session.click("[data-part=export-all] [data-do=text]")?;
    let names = "# suspended\nthreads.net\n# limited\nlimited.example\n";
    assert_eq!(saved(session, "all-lists-", ".txt")?, names);
    Ok(())
}

/// The settings, with the list of a home.
fn loaded(session: &Session, entries: &[Entry]) -> Result<()> {
    session.proxy().answer(FRIENDS, mastodon::open(entries));
    ask(session, &json!({"addServer": {"server": FRIENDS, "home": true, "allowed": []}}))?;
    session.show_own("options.html")?;
    filled(session)
}

/// Presses something in a list's card.
fn press(session: &Session, name: &str, selector: &str) -> Result<()> {
    session.click(&format!("[data-name='{name}'] {selector}"))
}

/// What a list's history says once it has these words.
fn changes(session: &Session, expected: &str) -> Result<String> {
    wait("the changes", || {
        let text = session
            .in_page("return document.querySelector('[data-part=changes]').innerText", &[])?;
        Ok(text.as_str().filter(|text| text.contains(expected)).map(str::to_owned))
    })
}

/// The text of a file that the browser saved.
pub fn saved(session: &Session, beginning: &str, ending: &str) -> Result<String> {
    wait("the saved file", || {
        let Ok(entries) = fs::read_dir(session.downloads()) else { return Ok(None) };
        let names = entries.flatten().map(|entry| (entry.file_name(), entry.path()));
        let file = names.filter(|(name, _)| {
            let name = name.to_string_lossy();
            name.starts_with(beginning) && name.ends_with(ending)
        });
        let text = file.filter_map(|(_, path)| fs::read_to_string(path).ok());
        // A browser makes the file before it fills it.
        Ok(text.filter(|text| !text.is_empty()).last())
    })
}
