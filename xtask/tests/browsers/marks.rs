//! Which links are marked, and what a page notices of it.

use anyhow::Result;
use serde_json::{Value, json};
use xtask::browser::{Answer, Session, wait};
use xtask::running::{self, ALL_SITES, ask};

use super::fixture::{
    Trials, assert_boxes, attribute, boxes, load, marked, open, plain_session, show, tree,
    wait_for_marks,
};

const LIST: &str =
    "threads.net,suspend,false,false,,false\nlimited.example,silence,false,false,,false";

/// Every way in which a link can be there.
const PAGE: &str = r##"
    <p><a href="https://threads.net/">listed</a>, <a href="https://www.threads.net/@zuck">below</a>,
       <a href="https://threads.com/">other name</a>, <a href="//THREADS.NET.:443/">loud</a>,
       <a href="https://mastodon.social/@zuck@threads.net">profile</a>,
       <a href="https://limited.example/x">limited</a></p>
    <p><a href="https://notthreads.net/">near</a>, <a href="https://threads.net.example.org/">miss</a>,
       <a href="https://harmless.example/?to=threads.net">harmless</a>, <a href="mailto:zuck@threads.net">mail</a>,
       <a href="/threads.net">own</a>, <a>no link</a></p>
    <p><a href="https://threads.net/picture"><img alt="picture" width="20" height="20"></a>
       <svg width="90" height="30"><a href="https://threads.net/svg"><text y="20">drawing</text></a></svg></p>
    <p><a href="https://threads.net/" style="display: none">none</a>
       <a href="https://threads.net/" style="opacity: 0">transparent</a>
       <span style="visibility: hidden"><a href="https://threads.net/">invisible</a></span></p>
    <details><summary>More</summary><a href="https://threads.net/">folded</a></details>
    <p style="position: absolute; left: -4000px"><a href="https://threads.net/">beside</a></p>
    <p style="margin-top: 4000px"><a href="https://threads.net/"
       style="display: block; overflow: hidden">far down</a></p>"##;

const MARKED: [&str; 14] = [
    "listed suspend true",
    "below suspend true",
    "other name suspend true",
    "loud suspend true",
    "profile suspend true",
    "limited silence true",
    " suspend true",
    "drawing suspend true",
    "none suspend \"hidden\"",
    "transparent suspend \"hidden\"",
    "invisible suspend \"hidden\"",
    "folded suspend \"hidden\"",
    "beside suspend true",
    "far down suspend true",
];

/// Tells what a page hears of others: violations of its policy, errors, words on its console.
pub const WATCH: &str = "
    window.heard = [];
    addEventListener('securitypolicyviolation', event => heard.push(event.effectiveDirective + ' ' + event.blockedURI));
    addEventListener('error', event => heard.push('error ' + event.message));
    addEventListener('unhandledrejection', event => heard.push('rejection ' + event.reason));
    for (const name of ['debug', 'log', 'info', 'warn', 'error']) console[name] = (...words) => heard.push(words.join(' '));";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("marks_links", marks_links);
    trials.add("marks_of_many_links_come_before_they_are_seen", many);
    trials.add("marks_in_an_open_page_as_lists_change", follows_lists);
    trials.add("marks_nothing_after_the_list_is_removed", removed_list_leaves_nothing);
    trials.add("marks_follow_links", follows_links);
    trials.add("marks_are_guarded", guards_marks);
    trials.add("marks_leave_the_tree_alone", leaves_the_tree_alone);
    trials.add("marks_switched_off_move_nothing", switched_off);
    trials.add("marks_on_a_strict_page", strict_page);
    trials.add("marks_nothing_without_permission", without_permission);
}

/// Of a long page's many listed links those are marked that are near, and the others as they come near.
fn many(session: &Session) -> Result<()> {
    let links: String = (0..200)
        .map(|at| format!("<p style='height: 100px'><a href='https://threads.net/'>{at}</a></p>"))
        .collect();
    let beside = "<p style='position: absolute; left: -9999px; top: 12000px'><a href='https://threads.net/'>beside</a></p>";
    load(session, "List", LIST)?;
    open(session, "page.example", &format!("{links}{beside}"))?;
    running::settled(session)?;
    let name = attribute(session)?;
    let unmarked = |ends: &str| {
        let script = "const [name, ends] = arguments, windows = innerHeight * ends;
            return [...document.links].filter(link => {
                const { top } = link.getBoundingClientRect();
                return top > -windows && top < innerHeight + windows && !link.hasAttribute(name);
            }).length";
        session.in_page(script, &[json!(name), json!(ends)])
    };
    wait("marks near the window", || Ok((unmarked("0.9")? == 0).then_some(())))?;
    assert_ne!(unmarked("99")?, 0);
    session.in_page("scrollTo(0, 12000)", &[])?;
    wait("marks further down", || Ok((unmarked("0.9")? == 0).then_some(())))?;
    let beside = "return document.links[200].hasAttribute(arguments[0])";
    assert_eq!(session.in_page(beside, &[json!(name)])?, true);
    assert_eq!(running::marks(session)?.len(), 201);
    assert_eq!(unmarked("99")?, 0);
    Ok(())
}

fn marks_links(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED);
    Ok(())
}

fn follows_lists(session: &Session) -> Result<()> {
    open(
        session,
        "page.example",
        "<a href='https://threads.net/'>a</a> <a href='https://x.com/'>b</a>",
    )?;
    assert_eq!(marked(session)?, [""; 0]);
    load(session, "List", LIST)?;
    wait_for_marks(session, &["a suspend true"])?;
    load(session, "Milder", "x.com,silence,false,false,,false")?;
    wait_for_marks(session, &["a suspend true", "b silence true"])?;
    ask(session, &json!({"remove": "file:List"}))?;
    wait_for_marks(session, &["b silence true"])
}

fn removed_list_leaves_nothing(session: &Session) -> Result<()> {
    show(session, "page.example", PAGE)?;
    let before = tree(session, "")?;
    let boxes_before = boxes(session)?;
    load(session, "List", LIST)?;
    wait_for_marks(session, &MARKED)?;
    wait("the badge", || Ok((!session.badge()?.is_empty()).then_some(())))?;
    ask(session, &json!({"remove": "file:List"}))?;
    wait_for_marks(session, &[])?;
    assert_eq!(tree(session, "")?, before);
    assert_boxes(session, &boxes_before, "after the list was removed")?;
    wait("the badge to go", || Ok(session.badge()?.is_empty().then_some(())))
}

fn follows_links(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(
        session,
        "page.example",
        "<main><a id=one href='https://harmless.example/'>one</a></main>",
    )?;
    assert_eq!(marked(session)?, [""; 0]);
    let change = |script: &str| session.in_page(script, &[]);

    change(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<p><a id=two href=https://threads.net/>two</a></p>')",
    )?;
    wait_for_marks(session, &["two suspend true"])?;
    change("one.href = 'https://limited.example/'")?;
    wait_for_marks(session, &["one silence true", "two suspend true"])?;
    change("two.href = 'https://harmless.example/'")?;
    wait_for_marks(session, &["one silence true"])?;
    change("one.removeAttribute('href')")?;
    wait_for_marks(session, &[])?;
    change("one.href = 'https://threads.net/'")?;
    wait_for_marks(session, &["one suspend true"])?;
    change("one.remove()")?;
    wait_for_marks(session, &[])?;
    change(
        "document.querySelector('main').append(Object.assign(document.createElement('a'), { href: 'https://threads.net/', textContent: 'three' }))",
    )?;
    wait_for_marks(session, &["three suspend true"])
}

fn guards_marks(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    let page = "<a id=one href='https://threads.net/'>one</a> <a id=two href='https://harmless.example/'>two</a>";
    open(session, "page.example", page)?;
    let carries = |id: &str| -> Result<Value> {
        let name = attribute(session)?;
        session.in_page(
            "return document.getElementById(arguments[1]).getAttribute(arguments[0])",
            &[json!(name), json!(id)],
        )
    };
    let mark = carries("one")?;
    assert!(mark.is_string());
    let name = attribute(session)?;

    session.in_page("one.removeAttribute(arguments[0])", &[json!(name)])?;
    wait("the mark to be put back", || Ok((carries("one")? == mark).then_some(())))?;
    session
        .in_page("two.setAttribute(arguments[0], arguments[1])", &[json!(name), mark.clone()])?;
    wait("the false mark to be taken away", || Ok(carries("two")?.is_null().then_some(())))?;
    assert_eq!(marked(session)?, ["one suspend true"]);
    Ok(())
}

fn leaves_the_tree_alone(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", PAGE)?;
    let name = attribute(session)?;
    let with = tree(session, &name)?;
    assert_eq!(with["marked"], MARKED.len());

    let plain = plain_session(session.browser())?;
    show(&plain, "page.example", PAGE)?;
    let without = tree(&plain, "")?;
    assert_eq!(with["html"], without["html"]);
    assert_eq!(with["text"], without["text"]);

    ask(session, &json!({"setMarks": false}))?;
    wait("the marks to go", || Ok((tree(session, &name)?["marked"] == 0).then_some(())))?;
    assert_boxes(session, &boxes(&plain)?, "with marks off")
}

fn switched_off(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    ask(session, &json!({"setMarks": false}))?;
    open(session, "page.example", PAGE)?;
    assert!(marked(session)?.iter().all(|mark| mark.ends_with(" \"setting\"")));
    assert_eq!(tree(session, &attribute(session)?)?["marked"], 0);
    let switched_off = boxes(session)?;

    ask(session, &json!({"setMarks": true}))?;
    wait_for_marks(session, &MARKED)?;
    session.revoke(&[ALL_SITES])?;
    show(session, "page.example", PAGE)?;
    assert_boxes(session, &switched_off, "without the extension")
}

fn strict_page(session: &Session) -> Result<()> {
    let page = format!("<!doctype html><title>Strict</title><script src=/watch.js></script>{PAGE}");
    // The list of what each link looks like is without pictures here: the policy forbids them.
    session.proxy().answer("strict.example", move |request| match request.path.as_str() {
        "/" => Answer::html(page.replace("style=", "data-style="))
            .with("content-security-policy", "default-src 'none'; script-src 'self'"),
        "/watch.js" => Answer::script(WATCH),
        _ => Answer::status(404),
    });
    session.show("https://strict.example/")?;
    session.messages()?;

    load(session, "List", LIST)?;
    let marked = wait("the marks", || {
        let marks = marked(session)?;
        Ok((!marks.is_empty()).then_some(marks))
    })?;
    assert_eq!(marked.iter().filter(|mark| mark.ends_with(" true")).count(), 13, "{marked:?}");
    running::hover_for_card(session, "a[href='https://threads.net/']")?;
    session.hover_nothing()?;
    let messages = session.messages()?.into_iter().filter(|it| !it.contains("favicon.ico"));
    let of_ours: Vec<String> = heard(session)?.into_iter().chain(messages).collect();
    assert_eq!(of_ours, [""; 0]);
    Ok(())
}

fn without_permission(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    session.revoke(&[ALL_SITES])?;
    show(session, "page.example", PAGE)?;
    let before = tree(session, "")?;
    running::grant_all(session)?;
    running::settled(session)?;
    let after = tree(session, &attribute(session)?)?;
    assert_eq!(after["marked"], MARKED.len());
    assert_eq!((&after["html"], &after["text"]), (&before["html"], &before["text"]));
    Ok(())
}

/// What the page heard, but for the icon that browsers ask for by themselves and that its policy forbids.
fn heard(session: &Session) -> Result<Vec<String>> {
    let heard: Vec<String> = serde_json::from_value(session.in_page("return window.heard", &[])?)?;
    Ok(heard.into_iter().filter(|it| !it.contains("favicon.ico")).collect())
}
