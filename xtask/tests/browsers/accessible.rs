//! What people hear who do not see: axe-core over the extension's own pages, and the names of marked links.

use std::fs;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use xtask::browser::{Answer, Browser, Install, Scheme, Session, wait};
use xtask::running::{self, ask};

use super::fixture::{self, Trials, load, open, show};
use super::panels::{asked, choose_list, filled, outcome, said, submit};
use super::popups;
use super::servers::{FRIENDS, akkoma, friends, mastodon, silence, suspend, trouble};

const SCHEMES: [Scheme; 2] = [Scheme::Light, Scheme::Dark];
/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("pages_of_our_own_are_accessible", pages);
    trials.add("settings_are_accessible", settings);
    trials.add("popups_are_accessible", popups);
    trials.alone("popups_of_a_brand_are_accessible", popup_of_a_brand);
    trials.alone("accessible_names_of_marked_links", names);
}

fn pages(session: &Session) -> Result<()> {
    session.proxy().answer(FRIENDS, friends());
    session.proxy().answer("shop.example", |_| Answer::status(404));
    session.show_own("privacy.html")?;
    wait("the page", || {
        Ok((session.in_page("return !document.body.hidden", &[])? == true).then_some(()))
    })?;
    check_page(session, "privacy.html without lists")?;
    for path in ["welcome.html", "options.html"] {
        session.show_own(path)?;
        filled(session)?;
        session.in_page("document.querySelector('[data-part=account-no]')?.click()", &[])?;
        check_page(session, &format!("{path} without lists"))?;
        submit(session, "shop.example")?;
        outcome(session, "bad")?;
        check_page(session, &format!("{path} after a failure"))?;
        submit(session, FRIENDS)?;
        outcome(session, "good")?;
        check_page(session, &format!("{path} after a list was loaded"))?;
        choose_list(session, &fixture::data("blocks.csv"))?;
        wait("the problems of the file", || {
            let open = "const all = document.querySelectorAll('[data-part=problems]');
                for (const details of all) details.open = true;
                return all.length;";
            Ok((session.in_page(open, &[])? == 2).then_some(()))
        })?;
        check_page(session, &format!("{path} after a list with problems was loaded"))?;
        for id in ["file:blocks.csv", &format!("home:{FRIENDS}")] {
            ask(session, &json!({"remove": id}))?;
        }
    }
    // And it does find what is wrong.
    session.in_page("document.querySelector('.logo').removeAttribute('alt')", &[])?;
    let found = axe(|body| session.in_page(body, &[]))?;
    assert!(found.len() == 1 && found[0].starts_with("image-alt"), "{found:?}");
    Ok(())
}

/// The settings with lists in every state, their folds opened, and all questions.
fn settings(session: &Session) -> Result<()> {
    let many: Vec<_> = (0..20).map(|number| suspend(&format!("s{number}.example"))).collect();
    let few = || vec![suspend("threads.net"), silence("limited.example")];
    for (name, before, after) in [
        ("changed.example", mastodon::open(&few()), mastodon::open(&many)),
        ("held.example", mastodon::open(&many), mastodon::open(&few())),
        ("down.example", mastodon::open(&few()), trouble::down(503)),
        ("hidden.example", mastodon::open(&few()), Box::new(mastodon::hidden)),
        ("akkoma.example", akkoma::withholding(&few()), akkoma::withholding(&few())),
    ] {
        session.proxy().answer(name, before);
        ask(session, &json!({"addServer": {"server": name, "home": false, "allowed": []}}))?;
        session.proxy().answer(name, after);
        ask(session, &json!({"refresh": format!("server:{name}")}))?;
    }
    for (name, severity) in
        [("a.example", "suspend"), ("b.example", "silence"), ("c.example", "noop")]
    {
        ask(session, &json!({"setRule": {"name": name, "severity": severity, "note": "Why"}}))?;
    }
    session.show_own("options.html")?;
    filled(session)?;
    session
        .in_page("for (const it of document.querySelectorAll('details')) it.open = true", &[])?;
    wait("the changes", || {
        let script = "return document.querySelectorAll('[data-part=changes] .strong').length";
        Ok((session.in_page(script, &[])? == 1).then_some(()))
    })?;
    choose_list(session, &fixture::data("names.txt"))?;
    asked(session, "add-result")?;
    session.click("[data-do=change-rule]")?;
    session.click("[data-part=search-all]")?;
    wait("the entries", || {
        let script =
            "return document.querySelector('[data-part=search-table] [role=row]') !== null";
        Ok((session.in_page(script, &[])? == true).then_some(()))
    })?;
    session.click("[data-part=search-table] [role=row]")?;
    check_page(session, "the settings with everything")?;
    let contacted = "await (globalThis.browser ?? chrome).storage.session.set({ 'contacted a.example': Date.now() })";
    session.in_extension(contacted, &[])?;
    session.show_own("privacy.html")?;
    said(session, "contacts", "a.example")?;
    said(session, "sources", "changed.example")?;
    check_page(session, "the privacy page with everything")
}

fn popups(session: &Session) -> Result<()> {
    popups::every_state(session, &SCHEMES, |popup, state| {
        let found = axe(|body| popup.run(body, &[]))?;
        assert!(found.is_empty(), "popup, {state}: {found:#?}");
        Ok(())
    })
}

fn popup_of_a_brand(browser: Browser) -> Result<()> {
    let session = fixture::session(browser, "datasci.social", Install::Temporary)?;
    running::grant_all(&session)?;
    open(
        &session,
        "page.example",
        "<a href='https://threads.net/'>a</a> <a href='https://x.com/'>b</a>",
    )?;
    popups::once_it_is(&session, &SCHEMES, "found", |popup| {
        let found = axe(|body| popup.run(body, &[]))?;
        assert!(found.is_empty(), "popup of a brand: {found:#?}");
        Ok(())
    })
}

fn names(browser: Browser) -> Result<()> {
    const PAGE: &str = "
        <a id=suspended href='https://suspended.example/'>Suspended</a>
        <a id=limited href='https://limited.example/'>Limited <b>place</b></a>
        <a id=noted href='https://x.com/'>Noted</a>
        <a id=block href='https://suspended.example/' style='display: block'>Block</a>
        <a id=picture href='https://suspended.example/'><img alt=Picture width=40 height=40></a>
        <a id=harmless href='https://harmless.example/'>Harmless</a>";
    const BEFORE: [(&str, &str); 6] = [
        ("suspended", "Suspended"),
        ("limited", "Limited place"),
        ("noted", "Noted"),
        ("block", "Block"),
        ("picture", "Picture"),
        ("harmless", "Harmless"),
    ];
    let session = fixture::session(browser, "datasci.social", Install::Temporary)?;
    let check = |expected: [&str; 6]| -> Result<()> {
        for ((id, before), ending) in BEFORE.iter().zip(expected) {
            wait(&format!("{id} to be called {before}{ending}"), || {
                Ok((session.label(&format!("#{id}"))? == format!("{before}{ending}")).then_some(()))
            })?;
        }
        Ok(())
    };
    show(&session, "page.example", PAGE)?;
    check([""; 6])?;
    running::grant_all(&session)?;
    load(
        &session,
        "List",
        "suspended.example,suspend,false,false,,false\nlimited.example,silence,false,false,,false",
    )?;
    running::settled(&session)?;
    let (suspended, limited, noted) = (" (suspended)", " (limited)", " (noted)");
    check([suspended, limited, noted, suspended, suspended, ""])?;
    ask(&session, &json!({"remove": "file:List"}))?;
    check(["", "", noted, "", "", ""])?;
    ask(&session, &json!({"setMarks": false}))?;
    check([""; 6])
}

/// The shown page, in both colour schemes.
#[track_caller]
pub fn check_page(session: &Session, what: &str) -> Result<()> {
    for scheme in SCHEMES {
        session.prefer(scheme)?;
        let found = axe(|body| session.in_page(body, &[]))?;
        assert!(found.is_empty(), "{what}, {scheme:?}: {found:#?}");
    }
    Ok(())
}

/// What axe-core finds wrong in a document, one line for each element.
pub fn axe(run: impl Fn(&str) -> Result<Value>) -> Result<Vec<String>> {
    let script = xtask::tools::node_modules()?.join("axe-core/axe.min.js");
    let script =
        fs::read_to_string(&script).with_context(|| format!("reading {}", script.display()))?;
    let found = run(&format!(
        "{script};
         const {{ violations }} = await window.axe.run(document, {{ resultTypes: ['violations'] }});
         return violations.flatMap(({{ id, nodes }}) =>
             nodes.map(({{ target, failureSummary }}) => `${{id}}: ${{target}} ${{failureSummary}}`));"
    ))?;
    Ok(serde_json::from_value(found)?)
}
