//! Pages whose scripts reach for the extension: for what its card says, for what its own scripts call, for its messages;
//! and words of strangers that want to be more than words.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use xtask::browser::{Session, wait};
use xtask::running::{self, ask, card};

use super::fixture::{Trials, load, marked, open, visible};
use super::panels::filled;

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("hostile_pages_reach_for_the_card", reach_for_the_card);
    trials.add("hostile_pages_change_what_scripts_call", change_what_scripts_call);
    trials.add("hostile_pages_speak_and_listen", speak_and_listen);
    trials.add("hostile_words_are_words", words);
}

const LIST: &str = "threads.net,suspend,false,false,Secret reason,false";
const TAB: &str = "\u{e004}";

/// Keeps in `reached` whatever a page gets hold of that is not its own, and in `said` every text that it finds.
const REACH: &str = "
    window.reached = []; window.said = [];
    const take = (thing) => {
        if (!(thing instanceof Node) || thing.getRootNode() === document || reached.includes(thing)) return;
        reached.push(thing);
        for (const element of thing.querySelectorAll?.('*') ?? []) take(element);
        for (const pseudo of ['::before', '::after'])
            if (thing instanceof Element) said.push(getComputedStyle(thing, pseudo).content);
    };
    const inside = (element) => {
        take(element.shadowRoot);
        said.push(element.outerHTML, element.innerText, element.getHTML?.({ serializableShadowRoots: true }) ?? '');
        try { take(element.attachShadow({ mode: 'open' })); } catch {}
        Object.assign(element, { inert: true, hidden: true, contentEditable: 'true', tabIndex: 0 });
        element.style.cssText = 'display: none !important; pointer-events: auto !important';
        element.focus();
    };
    new MutationObserver((records) => {
        for (const { addedNodes } of records) for (const node of addedNodes) inside(node);
    }).observe(document, { childList: true, subtree: true });
    const hear = (event) => {
        const { target, relatedTarget, originalTarget, explicitOriginalTarget, rangeParent } = event;
        for (const node of [target, relatedTarget, originalTarget, explicitOriginalTarget, rangeParent]) take(node);
        for (const node of event.composedPath()) take(node);
    };
    const types = new Set([Window, Document, HTMLElement].flatMap((it) => Object.keys(it.prototype)).concat(Object.keys(window)));
    for (const type of types) if (type.startsWith('on')) addEventListener(type.slice(2), hear, true);
    window.look = () => {
        for (const animation of document.getAnimations({ subtree: true })) take(animation.effect.target);
        for (let x = 0; x < innerWidth; x += 20)
            for (let y = 0; y < innerHeight; y += 20) {
                document.elementsFromPoint(x, y).forEach(take);
                take(document.caretPositionFromPoint?.(x, y)?.offsetNode);
            }
        getSelection().selectAllChildren(document.documentElement);
        said.push(getSelection().toString(), document.documentElement.innerText, String(window.find('Secret')));
        getSelection().removeAllRanges();
        take(document.activeElement);
        for (const element of document.documentElement.children) take(element.shadowRoot);
    };
    document.addEventListener('animationstart', look, true);
    setInterval(look, 20);";

fn reach_for_the_card(session: &Session) -> Result<()> {
    load(session, "Secret list", LIST)?;
    open(
        session,
        "page.example",
        &format!("<p><a id=one href='https://threads.net/'>one</a></p><script>{REACH}</script>"),
    )?;
    running::hover_for_card(session, "#one")?;
    session.in_page("look()", &[])?;
    let words = card(session)?.unwrap_or_default();
    ensure!(words.contains("Secret reason") && words.contains("Secret list"), "{words}");
    // Whoever takes it away makes it go, and gets another the next time.
    session.in_page("document.documentElement.lastElementChild.remove()", &[])?;
    session.hover_nothing()?;
    session.press(TAB)?;
    wait("the card", || Ok(card(session)?.map(drop)))?;
    session.in_page("look(); one.blur()", &[])?;
    wait("the card to go", || Ok(card(session)?.is_none().then_some(())))?;
    // A focus that the page moves opens it as well, and tells no more.
    session.in_page("one.focus()", &[])?;
    wait("the card", || Ok(card(session)?.map(drop)))?;
    session.in_page("look()", &[])?;

    let reached = session.in_page("return [reached.map(String), said]", &[])?;
    assert_eq!(reached[0], json!([]), "{reached}");
    ensure!(!reached.to_string().contains("Secret"), "{reached}");
    ensure!(!reached.to_string().contains("true\""), "found by a search: {reached}");
    assert_eq!(marked(session)?, ["one suspend true"]);
    Ok(())
}

/// What scripts call to look at a page does nothing any more; ours have their own. What the driver of the browser calls
/// stays.
const SABOTAGE: &str = "
    const nothing = () => undefined;
    for (const name of ['href', 'hostname', 'protocol', 'host'])
        Object.defineProperty(HTMLAnchorElement.prototype, name, { get: () => 'https://harmless.example/' });
    for (const name of ['body', 'documentElement', 'readyState', 'contentType', 'visibilityState'])
        Object.defineProperty(Document.prototype, name, { get: nothing });
    Object.defineProperty(Node.prototype, 'isConnected', { get: () => false });
    const all = [
        [Document.prototype, ['querySelectorAll', 'querySelector', 'createElement', 'createRange', 'createTreeWalker']],
        [Element.prototype, ['setAttribute', 'getAttribute', 'hasAttribute', 'removeAttribute', 'querySelectorAll', 'matches', 'closest', 'attachShadow', 'append', 'remove', 'getBoundingClientRect', 'getClientRects', 'checkVisibility']],
        [Node.prototype, ['appendChild', 'getRootNode', 'compareDocumentPosition']],
        [EventTarget.prototype, ['addEventListener', 'removeEventListener']],
        [MutationObserver.prototype, ['observe', 'takeRecords']],
        [Crypto.prototype, ['getRandomValues']],
        [window, ['requestAnimationFrame', 'setTimeout', 'requestIdleCallback', 'getComputedStyle', 'MutationObserver', 'URL', 'Map', 'WeakMap', 'Set']],
    ];
    for (let i = 0; i < all.length; i++)
        for (let j = 0; j < all[i][1].length; j++) all[i][0][all[i][1][j]] = nothing;";

fn change_what_scripts_call(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(
        session,
        "page.example",
        &format!(
            "<p><a href='https://threads.net/'>one</a> <a href='https://other.example/'>two</a></p>
             <script>{SABOTAGE}</script>"
        ),
    )?;
    assert_eq!(marked(session)?, ["one suspend true"]);
    session.press(TAB)?;
    wait("the card", || Ok(card(session)?.map(drop)))
}

/// Says everything that the extension's own contexts say to each other, and hears what anybody says.
fn speak_and_listen(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(
        session,
        "page.example",
        "<p><a id=one href='https://threads.net/'>one</a></p><script>
            window.heard = [];
            const hear = (event) => heard.push(event.type);
            const channel = new BroadcastChannel('lists');
            channel.onmessage = hear;
            for (const type of ['message', 'messageerror', 'storage', 'fencepost']) addEventListener(type, hear);
            for (const port of [navigator.serviceWorker, window.opener, window.parent])
                if (port && port !== window) port.addEventListener?.('message', hear);
        </script>",
    )?;
    let before = ask(session, &json!("lists"))?;
    let messages = json!([
        {"lists": {"remove": "file:List"}}, {"lists": {"setMarks": false}}, {"lists": "backup"},
        {"judge": {"keys": "threads.net", "attribute": null}}, {"page": {"tab": 1}}, {"find": "threads.net"},
        {"holdBack": {"address": "https://threads.net/", "opens": "here"}}, "present", null,
    ]);
    let own = session.own("")?;
    let answers = session.in_page(
        "const [messages, own] = arguments, id = new URL(own).hostname, answers = [];
         const runtimes = [globalThis.chrome?.runtime, globalThis.browser?.runtime].filter((it) => it?.sendMessage);
         for (const message of messages) {
             for (const target of ['*', location.origin]) window.postMessage(message, target);
             try { window.postMessage(message, own.slice(0, -1)); } catch {}
             new BroadcastChannel('lists').postMessage(message);
             document.dispatchEvent(new CustomEvent('fencepost', { detail: message }));
             for (const runtime of runtimes)
                 try { answers.push(await runtime.sendMessage(id, message)); } catch {}
         }
         return answers.filter((it) => it !== undefined);",
        &[messages.clone(), json!(own)],
    )?;
    assert_eq!(answers, json!([]));
    // What the page heard is what it said itself.
    open_more(session)?;
    let heard = session
        .in_page("return heard.filter((it) => it !== 'message' && it !== 'fencepost')", &[])?;
    assert_eq!(heard, json!([]));
    let sent = messages.as_array().map_or(0, Vec::len);
    let count = session.in_page("return heard.filter((it) => it === 'message').length", &[])?;
    // Two of each by `postMessage`, one by the channel.
    assert_eq!(count, json!(3 * sent), "others spoke to the page");
    assert_eq!(ask(session, &json!("lists"))?, before);
    assert_eq!(marked(session)?, ["one suspend true"]);

    // A content script is asked no more than pages are: what is for own pages alone fails there.
    let refused = session.in_content(
        "const { runtime } = globalThis.browser ?? chrome, kinds = [];
         for (const message of arguments[0]) {
             const answer = await runtime.sendMessage(message);
             kinds.push(Object.keys(answer ?? {})[0] ?? answer);
         }
         return kinds",
        &[json!([
            {"lists": {"remove": "file:List"}}, {"lists": "backup"}, {"page": {"tab": 1}}, {"find": "threads.net"},
            {"judge": {"keys": 5}}, {"unknown": 1}, null, "lists", [],
        ])],
    )?;
    assert_eq!(refused, json!(vec!["failed"; 9]));
    assert_eq!(ask(session, &json!("lists"))?, before);
    Ok(())
}

/// Has the lists and choices change, which the extension's own contexts tell each other.
fn open_more(session: &Session) -> Result<()> {
    for shown in [false, true] {
        ask(session, &json!({"setMarks": shown}))?;
    }
    running::settled(session)
}

/// Markup, characters that turn the line around or that nobody sees, and a great many of them.
fn words(session: &Session) -> Result<()> {
    let reason = format!(
        "<img src=x onerror='document.title=1'>\u{202e}live\u{7} \u{1b}[31m\u{2066}end {}",
        "long ".repeat(100_000)
    );
    let answer = running::load(
        session,
        "<b>List\u{202e}</b>",
        &json!([{"domain": "threads.net", "severity": "suspend", "comment": reason}]).to_string(),
    )?;
    ensure!(answer.is_ok(), "{answer:?}");
    open(session, "page.example", "<p><a id=one href='https://threads.net/'>one</a></p>")?;
    running::hover_for_card(session, "#one")?;
    shown(&visible(&card(session)?.unwrap_or_default()))?;
    session.hover_nothing()?;
    let popup = session.click_toolbar()?;
    let text = wait("the popup", || {
        let text = visible(&popup.text()?);
        Ok(text.contains("onerror").then_some(text))
    })?;
    shown(&text)?;
    let elements = popup
        .run("return document.querySelectorAll('img[src=x], [data-part=main] b').length", &[])?;
    assert_eq!(elements, Value::from(0));
    popup.close()?;
    session.show_own("options.html")?;
    filled(session)?;
    let text = session.in_page("return document.body.innerText", &[])?;
    let text = visible(text.as_str().unwrap_or_default());
    ensure!(text.contains("<b>List‹U+202E›</b>"), "{text}");
    assert_eq!(
        session.in_page("return document.title", &[])?.as_str().map(|it| it == "1"),
        Some(false)
    );
    Ok(())
}

/// Such words as they are to be shown: as what they are, what nobody sees by its number, and not all of them.
fn shown(text: &str) -> Result<()> {
    let start =
        "<img src=x onerror='document.title=1'>‹U+202E›live‹U+0007› ‹U+001B›[31m‹U+2066›end long";
    ensure!(text.contains(start), "{}", text.chars().take(1_000).collect::<String>());
    ensure!(text.chars().count() < 5_000, "{} characters", text.chars().count());
    Ok(())
}
