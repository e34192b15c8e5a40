//! Strict mode: a listed link first opens a page that says why the place is listed.

use anyhow::{Context, Result};
use serde_json::json;
use xtask::browser::{Answer, Browser, Session, wait};
use xtask::running::ask;

use super::accessible::check_page;
use super::fixture::{Trials, choose, load, open, visible, wait_for_marks};
use super::panels::{filled, said};

const LIST: &str = "threads.net,suspend,false,false,Asks for too much,false\nlimited.example,silence,false,false,,false";
const PAGE: &str = "<p><a id=one href='https://www.threads.net/@a?b#c'>one</a>
    <a id=two href='https://limited.example/'>two</a> <a id=none href='https://harmless.example/'>none</a></p>";
const ONE: &str = "strict.html#https://www.threads.net/@a?b#c";
const MARKS: [&str; 2] = ["one suspend true", "two silence true"];

const ENTER: &str = "\u{e007}";
const CONTROL: char = '\u{e009}';

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("strict_mode_asks_first", asks_first);
    trials.add("strict_mode_page_is_accessible", page_is_accessible);
    trials.add("strict_mode_opens_tabs_beside", tabs_beside);
    trials.add("strict_mode_lets_a_domain_through", lets_through);
    trials.add("strict_mode_holds_nothing_else_back", nothing_else);
    trials.add("strict_mode_is_of_no_use_to_a_page", no_use_to_a_page);
}

fn prepare(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    for host in ["www.threads.net", "limited.example", "harmless.example"] {
        session.proxy().answer(host, |_| Answer::html("<!doctype html><title>There</title>"));
    }
    choose(session, &json!({"strict": true}))
}

fn asks_first(session: &Session) -> Result<()> {
    prepare(session)?;
    open(session, "page.example", PAGE)?;
    session.click("#one")?;
    shows(session, &session.own(ONE)?)?;
    says(session, "Before you go to www.threads.net")?;
    for words in ["Suspended", "List", "Asks for too much", "https://www.threads.net/@a?b#c"] {
        says(session, words)?;
    }
    session.click("[data-part=go]")?;
    shows(session, "https://www.threads.net/@a?b#c")?;
    session.in_page("setTimeout(() => history.back())", &[])?;
    shows(session, "https://page.example/page")?;

    // With the keyboard, and back again.
    session.in_page("two.focus()", &[])?;
    session.press(ENTER)?;
    shows(session, &session.own("strict.html#https://limited.example/")?)?;
    says(session, "Limited")?;
    session.click("[data-part=back]")?;
    shows(session, "https://page.example/page")
}

fn page_is_accessible(session: &Session) -> Result<()> {
    prepare(session)?;
    for (path, words) in [
        (ONE, "Asks for too much"),
        ("strict.html#https://harmless.example/", "not on your lists"),
        ("strict.html#javascript:alert(1)", "not on your lists"),
    ] {
        session.show_own(path)?;
        says(session, words)?;
        check_page(session, path)?;
        assert_eq!(session.in_page("return document.activeElement.dataset.part", &[])?, "title");
        session.show("about:blank")?;
    }
    Ok(())
}

fn tabs_beside(session: &Session) -> Result<()> {
    const SHUT: &str = "<div id=host></div><script>
        host.attachShadow({ mode: 'closed' }).innerHTML = '<a href=https://limited.example/shut style=display:block>shut</a>'</script>";
    prepare(session)?;
    open(
        session,
        "page.example",
        &format!(
            "{PAGE}{SHUT}<a id=blank target=_blank href='https://limited.example/blank'>blank</a>"
        ),
    )?;
    wait("the closed root", || {
        let count = "await fencepost.present(); return fencepost.links().length";
        Ok((session.in_content(count, &[])? == 4).then_some(()))
    })?;
    let beside = |path: &str, act: &dyn Fn() -> Result<()>| -> Result<()> {
        act()?;
        let url = session.own(path)?;
        wait(&url, || {
            Ok(session
                .in_tab(&url, "return document.body.hidden", &[])
                .ok()
                .filter(|it| it == false))
        })
        .map(drop)?;
        session.close_tab(&url)
    };
    beside(ONE, &|| session.click_as("#one", 1, None))?;
    beside("strict.html#https://limited.example/", &|| session.click_as("#two", 0, Some(CONTROL)))?;
    beside("strict.html#https://limited.example/blank", &|| session.click("#blank"))?;
    beside("strict.html#https://limited.example/shut", &|| session.click_as("#host", 1, None))?;
    assert_eq!(session.in_page("return document.URL", &[])?, "https://page.example/page");
    assert!(session.proxy().requests().iter().all(|it| it.host == "page.example"));
    Ok(())
}

fn lets_through(session: &Session) -> Result<()> {
    prepare(session)?;
    open(session, "page.example", PAGE)?;
    session.click("#one")?;
    shows(session, &session.own(ONE)?)?;
    says(session, "Always open www.threads.net without asking")?;
    session.click("[data-part=allow]")?;
    shows(session, "https://www.threads.net/@a?b#c")?;

    open(session, "page.example", PAGE)?;
    wait_for_marks(session, &MARKS)?;
    session.click("#one")?;
    shows(session, "https://www.threads.net/@a?b#c")?;

    session.show_own("options.html")?;
    filled(session)?;
    assert_eq!(
        session.in_page("return document.querySelector('[data-part=strict]').checked", &[])?,
        true
    );
    session.click("[data-part=allowed] [data-do]")?;
    said(session, "marks-result", "Links to www.threads.net ask again.")?;
    session.click("[data-part=strict]")?;
    said(session, "marks-result", "Switched off")?;
    open(session, "page.example", PAGE)?;
    session.click("#one")?;
    shows(session, "https://www.threads.net/@a?b#c")?;

    ask(session, &json!({"choose": {"strict": true}}))?;
    open(session, "page.example", PAGE)?;
    session.click("#one")?;
    shows(session, &session.own(ONE)?)
}

/// Links that are not listed, those of a listed place to itself, and what a page does by itself.
fn nothing_else(session: &Session) -> Result<()> {
    prepare(session)?;
    open(session, "page.example", PAGE)?;
    session.click("#none")?;
    shows(session, "https://harmless.example/")?;
    open(session, "page.example", PAGE)?;
    session.in_page("setTimeout(() => two.click())", &[])?;
    shows(session, "https://limited.example/")?;
    open(session, "a.limited.example", PAGE)?;
    wait_for_marks(session, &MARKS)?;
    session.click("#two")?;
    shows(session, "https://limited.example/")?;
    choose(session, &json!({"strict": true, "severities": ["suspend"]}))?;
    open(session, "page.example", PAGE)?;
    session.click("#two")?;
    shows(session, "https://limited.example/")
}

/// A page can neither open the page of ours, nor tell the extension to.
fn no_use_to_a_page(session: &Session) -> Result<()> {
    prepare(session)?;
    open(session, "page.example", PAGE)?;
    let own = session.own("strict.html#https://harmless.example/")?;
    session.in_page(
        "const [own] = arguments;
         for (const type of ['click', 'auxclick'])
             one.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, cancelable: true, button: 1 }));
         window.postMessage({ holdBack: { address: own, opens: 'here' } }, '*');
         document.body.append(Object.assign(document.createElement('iframe'), { src: own }));
         const image = new Image();
         await new Promise(done => { image.onload = image.onerror = done; image.src = own; });",
        &[json!(own)],
    )?;
    let offers = || {
        let body = "return document.querySelector('[data-part=go]') !== null";
        session.in_tab(&own, body, &[]).is_ok_and(|it| it == true)
    };
    assert!(!offers(), "a page opened the page of ours");
    // What is pressed is where it leads at that moment, not where it led when it was judged.
    let turned =
        "one.addEventListener('pointerdown', () => { one.href = 'https://limited.example/now'; })";
    session.in_page(turned, &[])?;
    session.click("#one")?;
    wait("another page", || {
        let url = session.in_page("return document.URL", &[]).unwrap_or_default();
        let ours = session.own("strict.html#https://limited.example/now")?;
        Ok((url == ours || url == "https://limited.example/now").then_some(()))
    })?;
    open(session, "page.example", PAGE)?;
    session.in_page("setTimeout(() => { location = arguments[0]; })", &[json!(own)])?;
    // Chromium shows an error in its place, Firefox stays where it is.
    let stays = session.browser() == Browser::Firefox;
    wait("the attempt to fail", || {
        let url = session.in_page("return document.URL", &[]);
        Ok((stays || url.is_ok_and(|it| it != "https://page.example/page")).then_some(()))
    })?;
    assert!(!offers(), "a page went to the page of ours");
    Ok(())
}

fn shows(session: &Session, url: &str) -> Result<()> {
    let mut last = String::new();
    let waited = wait("the page", || {
        // The page may be on its way out.
        let state = session.in_page("return [document.URL, document.readyState].join(' ')", &[]);
        last = state.ok().and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default();
        Ok((last == format!("{url} complete")).then_some(()))
    });
    waited.with_context(|| format!("expected {url}, found {last}"))
}

fn says(session: &Session, words: &str) -> Result<()> {
    wait(words, || {
        let text = session.in_page("return document.body.innerText", &[])?;
        Ok(visible(text.as_str().unwrap_or_default()).contains(words).then_some(()))
    })
}
