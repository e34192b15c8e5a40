//! Every page in a language that is 40 % longer and in one that runs from right to left: nothing sticks out at any
//! width, sides are exchanged, axe-core finds nothing; and the way of the focus through each.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use xtask::Language;
use xtask::browser::{Browser, Install, Medium, Scheme, Session, wait};
use xtask::running::{self, ask};

use super::accessible::{axe, check_page};
use super::fixture::{self, Trials, load};
use super::popups;
use super::servers::{FRIENDS, friends};

const PAGES: [&str; 5] =
    ["welcome.html", "options.html", "privacy.html", "check.html", "compare.html"];
/// A phone, a desk, and that desk at 400 % zoom, in CSS pixels.
const WIDTHS: [u32; 3] = [360, 1280, 320];

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("layout_with_longer_texts", longer);
    trials.alone("layout_from_right_to_left", mirrored);
    trials.add("focus_goes_through_every_page", focus);
    trials.add("focus_is_seen_in_forced_colours", forced);
}

fn longer(browser: Browser) -> Result<()> {
    let session = session_in(Language::Pseudo, browser)?;
    for page in PAGES {
        full(&session, page)?;
        for width in WIDTHS {
            session.resize(width, 900)?;
            let out: Vec<String> = serde_json::from_value(session.in_page(STICKING_OUT, &[])?)?;
            assert!(out.is_empty(), "{page} at {width} pixels: {out:#?}");
        }
        session.resize_no_more()?;
    }
    popups::every_state(&session, &[Scheme::Light], |popup, state| {
        let out: Vec<String> = serde_json::from_value(popup.run(STICKING_OUT, &[])?)?;
        assert!(out.is_empty(), "popup, {state}: {out:#?}");
        Ok(())
    })
}

fn mirrored(browser: Browser) -> Result<()> {
    let session = session_in(Language::Written("ar"), browser)?;
    for page in PAGES {
        full(&session, page)?;
        let sides = "
            const { left, right } = document.querySelector('h1').getBoundingClientRect();
            const range = document.createRange();
            range.selectNodeContents(document.querySelector('h1'));
            const words = range.getBoundingClientRect();
            return [getComputedStyle(document.body).direction, right - words.right < words.left - left + 1]";
        assert_eq!(session.in_page(sides, &[])?, json!(["rtl", true]), "{page}");
        check_page(&session, &format!("{page} in Arabic"))?;
        session.resize(360, 900)?;
        let out: Vec<String> = serde_json::from_value(session.in_page(STICKING_OUT, &[])?)?;
        assert!(out.is_empty(), "{page} in Arabic: {out:#?}");
        session.resize_no_more()?;
    }
    popups::every_state(&session, &[Scheme::Light], |popup, state| {
        let direction = popup.run("return getComputedStyle(document.body).direction", &[])?;
        assert_eq!(direction, "rtl", "popup, {state}");
        let found = axe(|body| popup.run(body, &[]))?;
        assert!(found.is_empty(), "popup in Arabic, {state}: {found:#?}");
        let out: Vec<String> = serde_json::from_value(popup.run(STICKING_OUT, &[])?)?;
        assert!(out.is_empty(), "popup in Arabic, {state}: {out:#?}");
        Ok(())
    })
}

/// With the keyboard alone everything that can be used is reached, in the order in which it is read, and seen.
fn focus(session: &Session) -> Result<()> {
    load(session, "My list", "bad.example,suspend,false,false,Why,false")?;
    for page in PAGES {
        full(session, page)?;
        walk(session, page)?;
    }
    Ok(())
}

/// The same in the colours of somebody who has chosen a few for everything; and what is a colour elsewhere, is a form.
fn forced(session: &Session) -> Result<()> {
    load(session, "My list", "bad.example,suspend,false,false,Why,false")?;
    full(session, "options.html")?;
    session.show_as(Medium::ForcedColours)?;
    wait("forced colours", || {
        let forced = "return matchMedia('(forced-colors: active)').matches";
        Ok((session.in_page(forced, &[])? == true).then_some(()))
    })?;
    walk(session, "options.html")?;
    // A sign, a share of a bar and a switch are drawn with backgrounds, which are the first to go.
    let unseen: Vec<String> = serde_json::from_value(session.in_page(UNSEEN, &[])?)?;
    assert!(unseen.is_empty(), "{unseen:#?}");
    // The chosen row is drawn in a pair of the system's colours.
    session.click("[data-part=search-table] [role=row]")?;
    let chosen = "const row = getComputedStyle(document.querySelector('[role=row][aria-selected=true]'));
        const pair = document.body.appendChild(document.createElement('p'));
        pair.style.cssText = 'forced-color-adjust: none; color: HighlightText; background: Highlight';
        const [expected, shown] = [getComputedStyle(pair), row].map((it) => [it.color, it.backgroundColor].join());
        pair.remove();
        return [shown === expected, shown, expected]";
    let chosen = session.in_page(chosen, &[])?;
    assert_eq!(chosen[0], true, "{chosen}");
    session.show_as(Medium::Screen)
}

/// Goes through a page from its beginning.
fn walk(session: &Session, page: &str) -> Result<()> {
    const TAB: &str = "\u{e004}";
    let stops = session.in_page(STOPS, &[])?;
    let stops = stops.as_u64().with_context(|| format!("no stops on {page}"))?;
    assert!(stops > 2, "{page}: {stops}");
    let mut before = Value::Null;
    for stop in 0..stops {
        session.press(TAB)?;
        let now = session.in_page(FOCUSED, &[])?;
        assert_eq!(now["seen"], true, "{page}, stop {stop}: {now}");
        assert_eq!(now["isSmall"], false, "{page}, stop {stop}: {now}");
        assert!(now["order"].as_i64() > before["order"].as_i64(), "{page}: {before}, {now}");
        before = now;
    }
    Ok(())
}

/// Opens a page, with all that it can show opened.
fn full(session: &Session, page: &str) -> Result<()> {
    session.show_own(page)?;
    wait("the page to be filled", || {
        let script = "return !document.body.hidden
            && (!document.querySelector('[data-part=sites-panel]') || !!document.querySelector('[data-chosen]'))
            && (!document.querySelector('[data-part=ask-form]') || document.activeElement.dataset.part === 'ask')";
        Ok((session.in_page(script, &[])? == true).then_some(()))
    })?;
    let open = "for (const it of document.querySelectorAll('details')) it.open = true;
        document.querySelector('[data-part=search-all]')?.click()";
    session.in_page(open, &[])?;
    if page == "options.html" {
        wait("the entries", || {
            let script =
                "return document.querySelectorAll('[data-part=search-table] [role=row]').length";
            Ok((session.in_page(script, &[])? != 0).then_some(()))
        })?;
    }
    // A field that has had the focus would be where the Tab key goes on from.
    let begin = "document.body.tabIndex = -1;
        document.body.focus();
        document.body.removeAttribute('tabindex');
        scrollTo(0, 0)";
    session.in_page(begin, &[]).map(drop)
}

/// A session with lists and a rule whose extension speaks this language.
fn session_in(language: Language, browser: Browser) -> Result<Session> {
    let extension = xtask::build_in(language, "fencepost", browser)?;
    let session = fixture::session_with(browser, extension, Install::Temporary)?;
    running::grant_all(&session)?;
    session.proxy().answer(FRIENDS, friends());
    ask(&session, &json!({"addServer": {"server": FRIENDS, "home": true, "allowed": []}}))?;
    load(
        &session,
        "a-list-with-a-long-name-that-has-no-place-to-break.csv",
        "bad.example,suspend,false,false,Why,false",
    )?;
    ask(
        &session,
        &json!({"setRule": {"name": "mine.example", "severity": "suspend", "note": "Why"}}),
    )?;
    ask(
        &session,
        &json!({"addFile": {"name": "gone", "text": "domain,severity\nx.example,suspend", "meaning": null}}),
    )?;
    ask(&session, &json!({"remove": "file:gone"}))?;
    Ok(session)
}

/// What reaches over the page's sides, but for what is scrolled or only heard.
const STICKING_OUT: &str = "
    const width = document.documentElement.clientWidth;
    const isInside = (it) => it.closest('.heard-only, [role=grid], table, [hidden]');
    const out = [...document.body.querySelectorAll('*')].filter((it) => {
        if (isInside(it) || !it.checkVisibility()) return false;
        const { left, right } = it.getBoundingClientRect();
        return right > width + 1 || left < -1;
    });
    const wide = document.documentElement.scrollWidth > width ? ['the page itself'] : [];
    return [...wide, ...out.map((it) => `${it.localName}.${it.className} ${it.textContent.slice(0, 40)}`)];";

/// What is drawn in no other colour than what it is on.
const UNSEEN: &str = "
    const ground = getComputedStyle(document.body).backgroundColor;
    const drawn = [
        ...[...document.querySelectorAll('.severity')].map((it) => [it, getComputedStyle(it, '::before')]),
        ...[...document.querySelectorAll('.shares .severity')].map((it) => [it, getComputedStyle(it)]),
        ...[...document.querySelectorAll('[role=switch]')].map((it) => [it, getComputedStyle(it, '::before')]),
    ].filter(([it, style]) => it.checkVisibility() && style.display !== 'none');
    const isSeen = ({ backgroundImage, backgroundColor, borderTopColor, borderTopWidth }) =>
        backgroundImage !== 'none' || (backgroundColor !== ground && backgroundColor !== 'rgba(0, 0, 0, 0)')
        || (parseFloat(borderTopWidth) > 0 && borderTopColor !== ground);
    const unseen = drawn.filter(([, style]) => !isSeen(style));
    return drawn.length < 4 ? ['nothing is there'] : unseen.map(([it]) => it.outerHTML);";

/// How many stops the Tab key has: of radio buttons with one name there is one.
const STOPS: &str = "
    const all = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex=\"0\"]')];
    const names = new Set();
    return all.filter((it) => {
        if (it.disabled || !it.checkVisibility({ visibilityProperty: true })) return false;
        if (it.type !== 'radio') return true;
        const isFirst = !names.has(it.name);
        names.add(it.name);
        return isFirst;
    }).length";

/// Where the focus is: its place in the document, whether it can be seen, and whether it is smaller than 24 pixels, as
/// only links in a sentence may be (<https://www.w3.org/TR/WCAG22/#target-size-minimum>).
const FOCUSED: &str = "
    const it = document.activeElement;
    const shown = it.closest('label.button') ?? it;
    const target = (it.closest('label') ?? it).getBoundingClientRect();
    const isSmall = target.width < 24 || target.height < 24;
    const style = getComputedStyle(shown);
    const { width, height, bottom, top } = shown.getBoundingClientRect();
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 || style.boxShadow !== 'none';
    return {
        order: [...document.querySelectorAll('*')].indexOf(it),
        seen: ring && width > 0 && height > 0 && bottom > 0 && top < innerHeight,
        isSmall: isSmall && getComputedStyle(it).display !== 'inline',
        what: `${it.localName} ${it.dataset.part ?? ''} ${it.textContent.slice(0, 30)}`,
    };";
