//! Where links can be: in shadow roots, in frames, in pages that come back, behind wrappers and in other schemes.

use anyhow::Result;
use serde_json::json;
use xtask::browser::{Answer, Session, wait};
use xtask::running::{self, card};

use super::fixture::{Trials, load, marked, open, visible, wait_for_marks};

const LIST: &str = "threads.net,suspend,false,false,,false\nlimited.example,silence,false,false,,false\nhref.li,silence,false,false,,false";

/// Sees the value of a link's mark, wherever the link is.
const CARRIES: &str = "
    const name = arguments[0];
    const open = host => host.openOrClosedShadowRoot ?? globalThis.chrome?.dom?.openOrClosedShadowRoot(host);
    const all = root => [...root.querySelectorAll('*')].flatMap(it => [it, ...(open(it) ? all(open(it)) : [])]);
    await fencepost.present();
    return all(document).filter(it => it.hasAttribute(fencepost.attribute)).map(it => it.id).sort().join(' ');";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("reach_shadow_roots", shadow_roots);
    trials.add("reach_frames", frames);
    trials.add("reach_pages_that_come_back", coming_back);
    trials.add("reach_wrapped_links", wrapped);
    trials.add("reach_relative_links", relative);
}

fn shadow_roots(session: &Session) -> Result<()> {
    load(session, "My list", LIST)?;
    open(
        session,
        "page.example",
        "<div id=host></div><section id=shut></section><x-late id=late></x-late>
         <script>
             const fill = (host, mode, html) => Object.assign(host.attachShadow({ mode }), { innerHTML: html });
             const link = id => `<p><a id=${id} href=https://threads.net/>${id}</a></p>`;
             fill(host, 'open', link('a'));
             const root = fill(shut, 'closed', link('b') + '<div id=inner></div>');
             fill(root.getElementById('inner'), 'closed', link('c'));
             window.later = () => { customElements.define('x-late', class extends HTMLElement {
                 constructor() { super(); fill(this, 'closed', link('d') + '<i>@u@limited.example</i>'); } }); };
             window.more = () => root.append(Object.assign(document.createElement('a'),
                 { id: 'e', href: 'https://threads.net/', textContent: 'e' }));
             window.turn = () => { root.getElementById('b').href = 'https://harmless.example/'; };
         </script>",
    )?;
    assert_eq!(session.in_content(CARRIES, &[json!(null)])?, "a b c");
    session.in_page("later(); more()", &[])?;
    wait("the marks in new roots", || {
        Ok((session.in_content(CARRIES, &[json!(null)])? == "a b c d e").then_some(()))
    })?;
    session.in_page("turn()", &[])?;
    wait("the mark to go", || {
        Ok((session.in_content(CARRIES, &[json!(null)])? == "a c d e").then_some(()))
    })?;
    let drawn = "const root = (document.querySelector('#shut').openOrClosedShadowRoot ?? globalThis.chrome?.dom?.openOrClosedShadowRoot(document.querySelector('#shut')));
        return getComputedStyle(root.getElementById('e'), '::after').content";
    assert!(session.in_content(drawn, &[])?.as_str().unwrap_or_default().contains("suspended"));

    // The card of what is in a closed root.
    session.in_page(
        "document.body.innerHTML = '<div id=alone></div>'; alone.attachShadow({ mode: 'closed' })
        .innerHTML = '<a href=https://threads.net/ style=\"display: block; height: 100px\">f</a>'",
        &[],
    )?;
    wait("the mark", || {
        let count = "await fencepost.present(); return fencepost.links().length";
        Ok((session.in_content(count, &[])? == 1).then_some(()))
    })?;
    running::hover_for_card(session, "#alone")?;
    session.hover_nothing()?;
    wait("the card to go", || Ok(card(session)?.is_none().then_some(())))
}

fn frames(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    let inner = "<a href=https://threads.net/inner>inner</a>";
    session.proxy().answer("other.example", move |_| {
        Answer::html(format!("<!doctype html>{inner}<iframe srcdoc='<a href=https://www.threads.net/>deep</a>'></iframe>"))
    });
    open(
        session,
        "page.example",
        "<iframe src='https://other.example/'></iframe>
         <iframe srcdoc='<a href=https://limited.example/>srcdoc</a>'></iframe>
         <iframe id=blank></iframe>
         <script>blank.contentDocument.body.innerHTML = '<a href=https://a.threads.net/>blank</a>'</script>",
    )?;
    wait("the badge", || Ok((session.badge()? == "4").then_some(())))?;
    let drawn = "return [...document.querySelectorAll('iframe')].slice(1)
        .map(it => it.contentDocument.querySelector('a'))
        .map(it => it.ownerDocument.defaultView.getComputedStyle(it, '::after').content.includes('('))";
    wait("the marks in frames", || {
        Ok((session.in_page(drawn, &[])? == json!([true, true])).then_some(()))
    })
}

fn coming_back(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(
        session,
        "page.example",
        "<a id=one href='https://threads.net/'>one</a> <a href='https://x.com/'>two</a>",
    )?;
    wait_for_marks(session, &["one suspend true"])?;
    let address = session.in_page("return document.URL", &[])?;
    session.show("about:blank")?;
    load(session, "More", "x.com,silence,false,false,,false")?;
    session.in_page("setTimeout(() => history.back())", &[])?;
    wait("the page", || {
        Ok((session.in_page("return document.URL", &[])? == address).then_some(()))
    })?;
    wait_for_marks(session, &["one suspend true", "two silence true"])
}

fn wrapped(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(
        session,
        "page.example",
        "<a href='https://l.facebook.com/l.php?u=https%3A%2F%2Fthreads.net%2Fx'>facebook</a>
         <a id=through href='https://href.li/?https://harmless.example/'>through</a>
         <a href='https://l.facebook.com/l.php?u=https%3A%2F%2Fharmless.example%2F'>not</a>
         <a href='https://harmless.example/authorize_interaction?uri=https%3A%2F%2Fthreads.net%2Fa'>interaction</a>
         <a href='web+ap://threads.net/a'>web+ap</a> <a href='acct:zuck@threads.net'>acct</a>
         <a href='https://harmless.example/?u=https%3A%2F%2Fthreads.net%2F'>query</a>",
    )?;
    assert_eq!(
        marked(session)?,
        [
            "facebook suspend true",
            "through silence true",
            "interaction suspend true",
            "web+ap suspend true",
            "acct suspend true"
        ]
    );
    // Of a link of which only the way is listed, mark, card and popup say that.
    wait("the name", || {
        Ok((session.label("#through")? == "through (goes through a listed place)").then_some(()))
    })?;
    running::hover_for_card(session, "#through")?;
    let words = visible(&card(session)?.unwrap_or_default());
    assert!(words.contains("The link goes through href.li"), "{words}");
    let popup = session.click_toolbar()?;
    wait("the popup", || {
        Ok(visible(&popup.text()?).contains("The link goes through href.li").then_some(()))
    })?;
    popup.close()?;
    session.hover_nothing()?;
    let script = "document.querySelector('a').href = 'https://l.facebook.com/l.php?u=https%3A%2F%2Fharmless.example%2F2';
        document.querySelectorAll('a')[2].href = 'https://l.facebook.com/l.php?u=https%3A%2F%2Flimited.example%2F'";
    session.in_page(script, &[])?;
    wait_for_marks(
        session,
        &[
            "through silence true",
            "not silence true",
            "interaction suspend true",
            "web+ap suspend true",
            "acct suspend true",
        ],
    )
}

fn relative(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(
        session,
        "page.example",
        "<base href='https://threads.net/'><a href='a'>based</a> <a href='//page.example/b'>not</a>",
    )?;
    assert_eq!(marked(session)?, ["based suspend true"]);
    session.in_page("document.querySelector('base').href = 'https://harmless.example/'", &[])?;
    wait_for_marks(session, &[])?;
    session.in_page("document.querySelector('base').remove(); history.pushState(null, '', '/@a@limited.example')
        ; document.querySelector('a').setAttribute('href', '')", &[])?;
    wait_for_marks(session, &["based silence true"])
}
