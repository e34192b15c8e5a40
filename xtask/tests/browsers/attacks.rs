//! Pages that want to hide a mark, keep a stale one, fake one, or drown the extension.

use anyhow::Result;
use serde_json::{Value, json};
use xtask::browser::{Answer, Session, wait};
use xtask::running::{self, Marked};

use super::fixture::{
    Trials, assert_boxes, attribute, boxes, choose, load, marked, open, plain_session, show, tree,
    wait_for_marks,
};
use super::marks::WATCH;

const LIST: &str = "threads.net,suspend,false,false,,false";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("attacks_author_styles_hide_nothing", author_styles);
    trials.add("attacks_on_the_attribute", on_the_attribute);
    trials.add("attacks_by_new_documents", new_documents);
    trials.add("attacks_by_moving_marked_links", moving);
    trials.add("attacks_by_flood", flood);
    trials.add("attacks_by_clobbering", clobbering);
    trials.add("attacks_trusted_types_hear_nothing", trusted_types);
    trials.add("attacks_fields_are_left_alone", fields);
    trials.add("attacks_right_to_left", right_to_left);
}

/// What a page may say of its links and their pseudo-elements without hiding the links themselves.
const HOSTILE: [&str; 19] = [
    "a::after, a::before { content: none !important; display: none !important }",
    "a, a::after, a::before { transition: all 99999s allow-discrete !important }",
    "@keyframes k { to { opacity: 0; clip-path: inset(50%) } } a::after { animation: k 1s infinite !important }",
    "a { font-size: 0 } a b { font-size: 16px }",
    "a { color: transparent }",
    "a { display: contents }",
    "a { display: flex }",
    "a { display: grid }",
    "a { all: unset }",
    "a { writing-mode: vertical-rl; display: inline-block }",
    "* { outline: 0 !important; text-decoration: none !important }",
    "@layer one, two; @layer one { a::after { content: none !important } } @layer two { a::after { display: none !important } }",
    "a:has(b)::after, p:has(a) a::after { content: '' !important; width: 0 !important; visibility: hidden !important }",
    "@scope (p) { :scope a::after { all: unset !important; scale: 0 !important } }",
    "@starting-style { a::after { opacity: 0 !important } } a::after { transition: opacity 99999s !important }",
    "a::after { position: fixed !important; translate: -9999px !important; filter: opacity(0) !important; zoom: 0.01 !important; mask: linear-gradient(#0000, #0000) !important; mix-blend-mode: destination-over !important; content-visibility: hidden !important; offset-path: circle(9999px) !important }",
    "p { content-visibility: auto; contain: layout } a { zoom: 2; forced-color-adjust: none; -webkit-text-fill-color: #0000 }",
    "a { view-transition-name: x; anchor-name: --a } a::after { position-anchor: --a !important; inset-area: top !important; perspective: 1px !important; rotate: y 90deg !important }",
    "a::after { content: 'x' / 'not suspended' !important; line-height: 0 !important; max-height: 0 !important; overflow: clip !important }",
];

fn author_styles(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    for style in HOSTILE {
        open(
            session,
            "page.example",
            &format!("<style>{style}</style><p><a href='https://threads.net/'><b>link</b></a></p>"),
        )?;
        let marks = running::marks(session)?;
        let drawn: Vec<_> = marks.iter().map(|mark| mark.marked.clone()).collect();
        assert_eq!(drawn, [Marked::Drawn(true)], "{style}");
        // Not only there: of the colour and form that the page did not choose.
        let look = "const link = document.querySelector('a');
            const sign = ['::after', '::before'].map(it => getComputedStyle(link, it)).find(it => it.content.includes('('));
            const opacity = sign?.opacity ?? '1', colour = sign ? sign.backgroundImage : getComputedStyle(link).outlineColor;
            const plain = ['visible', 'none', 'normal', 'auto', '1', undefined];
            const odd = ['visibility', 'scale', 'rotate', 'translate', 'filter', 'zoom', 'maskImage', 'mixBlendMode',
                'contentVisibility', 'offsetPath', 'perspective', 'maxHeight'].filter(it => sign && !plain.includes(sign[it]));
            return [opacity, colour.includes('224, 32, 43'), ...odd].join(' ')";
        assert_eq!(session.in_page(look, &[])?, "1 true", "{style}");
    }
    Ok(())
}

fn on_the_attribute(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(
        session,
        "page.example",
        "<a id=one href='https://threads.net/'>one</a> <a id=two href='https://harmless.example/'>two</a>
         <p id=three>three</p>",
    )?;
    let name = json!(attribute(session)?);
    let carriers = || -> Result<Value> {
        session.in_page(
            "return [...document.querySelectorAll(`[${arguments[0]}]`)].map(it => it.id)",
            std::slice::from_ref(&name),
        )
    };
    let only_one = |what: &str| wait(what, || Ok((carriers()? == json!(["one"])).then_some(())));
    // A copy of a marked link that leads elsewhere; an element that is no link; a link whose target changes as it moves.
    session.in_page("const copy = one.cloneNode(true); copy.id = 'copy'; copy.href = two.href; document.body.append(copy)", &[])?;
    only_one("the copied mark to go")?;
    session.in_page("three.setAttribute(arguments[0], 'sa')", std::slice::from_ref(&name))?;
    only_one("the mark of a paragraph to go")?;
    session.in_page("one.setAttribute(arguments[0], 'nq')", std::slice::from_ref(&name))?;
    wait("the value to be put right", || {
        let value = session
            .in_page("return one.getAttribute(arguments[0])", std::slice::from_ref(&name))?;
        Ok((value == "sa").then_some(()))
    })?;
    let stale =
        "one.remove(); one.href = 'https://harmless.example/'; document.body.append(one); await 0;
        return one.hasAttribute(arguments[0])";
    let script = format!("const one = document.getElementById('one'); {stale}");
    assert_eq!(session.in_page(&script, std::slice::from_ref(&name))?, false);
    // A page that never gives up costs no more than its own time, and ends with marks that are right.
    session.in_page(
        "window.one = document.getElementById('one'); one.href = 'https://threads.net/'",
        &[],
    )?;
    wait_for_marks(session, &["one suspend true"])?;
    let fight = "const [name] = arguments; let turns = 0;
        const observer = new MutationObserver(() => { turns++; if (turns < 5000) one.removeAttribute(name); });
        observer.observe(one, { attributes: true }); one.removeAttribute(name);
        await new Promise(done => setTimeout(done, 200)); observer.disconnect(); return turns";
    let turns = session.in_page(fight, std::slice::from_ref(&name))?;
    assert!(turns.as_u64().is_some_and(|turns| turns < 1000), "{turns}");
    only_one("the mark to be put back")
}

fn flood(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", "<a href='https://threads.net/'>one</a><main></main>")?;
    session.in_page(
        "const many = (count, text) => Array.from({ length: count }, (_, i) => text(i)).join('');
         document.querySelector('main').innerHTML =
             many(5000, i => `<p>@u${i}@threads.net and @v${i}@h${i}.example</p>`)
             + many(5000, i => `<a href=https://h${i}.example/@a@b${i}.example>x</a>`)
             + '<a href=\"https://h.example/@' + 'a'.repeat(100000) + '\">long</a><p>' + '@a@a'.repeat(50000) + '</p>'
             + '<a id=last href=https://threads.net/last>last</a>'",
        &[],
    )?;
    wait_for_marks(session, &["one suspend true", "last suspend true"])?;
    let count = "return [...CSS.highlights.values()].reduce((sum, it) => sum + it.size, 0)";
    wait("the highlights", || Ok((session.in_page(count, &[])? == 2000).then_some(())))
}

/// Names that a page's elements put over the methods of its document, in the extension's world too.
fn clobbering(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    let names = [
        "querySelectorAll",
        "body",
        "documentElement",
        "createRange",
        "createTreeWalker",
        "addEventListener",
        "fencepost",
        "browser",
        "chrome",
        "baseURI",
        "evaluate",
        "designMode",
        "caretPositionFromPoint",
        "location2",
    ];
    let images: String = names
        .iter()
        .map(|name| format!("<img name={name}><form name={name} id={name}></form>"))
        .collect();
    open(
        session,
        "page.example",
        &format!(
            "{images}<a href='https://threads.net/'>one</a> <p>@a@threads.net</p><form><input name=querySelectorAll><a href='https://www.threads.net/'>two</a></form>"
        ),
    )?;
    assert_eq!(marked(session)?, ["one suspend true", "two suspend true"]);
    let highlighted = "return [...CSS.highlights.values()].flatMap(it => [...it].map(String))";
    assert_eq!(session.in_page(highlighted, &[])?, json!(["@a@threads.net"]));
    Ok(())
}

fn trusted_types(session: &Session) -> Result<()> {
    session.proxy().answer("strict.example", move |request| match request.path.as_str() {
        "/watch.js" => Answer::script(WATCH),
        "/" => Answer::html(
            "<!doctype html><title>Strict</title><script src=/watch.js></script>
             <a href='https://threads.net/'>one</a> <p>@a@threads.net</p><blockquote class=tiktok-embed cite='https://threads.net/'>x</blockquote><div id=host><template shadowrootmode=closed><a href='https://www.threads.net/'>deep</a></template></div>",
        )
        .with(
            "content-security-policy",
            "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
        ),
        _ => Answer::status(404),
    });
    load(session, "List", LIST)?;
    session.show("https://strict.example/")?;
    session.messages()?;
    running::settled(session)?;
    assert_eq!(session.in_page("return CSS.highlights.size", &[])?, 1);
    running::hover_for_card(session, "a")?;
    session.hover_nothing()?;
    let heard = session.in_page("return heard.filter(it => !it.includes('favicon'))", &[])?;
    assert_eq!(heard, json!([]));
    let messages: Vec<_> =
        session.messages()?.into_iter().filter(|it| !it.contains("favicon")).collect();
    assert_eq!(messages, [""; 0]);
    Ok(())
}

/// Nothing is drawn into what a person writes, and what they write is what the page gets.
fn fields(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(
        session,
        "page.example",
        "<div id=editor contenteditable><a href='https://threads.net/'>link</a> @a@threads.net</div>
         <textarea id=area>@a@threads.net</textarea><a href='https://threads.net/'>one</a>",
    )?;
    assert_eq!(marked(session)?, ["one suspend true"]);
    session.click("#editor")?;
    session.press("@b@threads.net ")?;
    session.click("#area")?;
    session.press("x @c@threads.net ")?;
    let name = attribute(session)?;
    assert_eq!(tree(session, &name)?["marked"], 1);
    assert_eq!(session.in_page("return CSS.highlights.size", &[])?, 0);
    let html = session.in_page("return editor.innerHTML", &[])?;
    assert!(!html.as_str().unwrap_or_default().contains(&name), "{html}");
    Ok(())
}

fn right_to_left(session: &Session) -> Result<()> {
    let page = "<html dir=rtl><p>שלום <a id=one href='https://threads.net/'>קישור</a> עולם @a@threads.net</p>
        <p><a id=two href='https://threads.net/'><img alt='' width=30 height=30></a></p>";
    load(session, "List", LIST)?;
    open(session, "page.example", page)?;
    let side = "const style = getComputedStyle(one, '::after'); return [style.paddingRight, style.direction].join(' ')";
    assert!(matches!(
        session.in_page(side, &[])?.as_str(),
        Some("12px ltr" | "0px rtl" | "12px rtl")
    ));
    let plain = plain_session(session.browser())?;
    show(&plain, "page.example", page)?;
    let width = "return one.getBoundingClientRect().width";
    let wider = session.in_page(width, &[])?.as_f64().unwrap_or_default()
        - plain.in_page(width, &[])?.as_f64().unwrap_or_default();
    assert!((wider - 12.0).abs() < 0.1, "{wider}");
    running::ask(session, &json!({"setMarks": false}))?;
    let name = attribute(session)?;
    wait("the marks to go", || Ok((tree(session, &name)?["marked"] == 0).then_some(())))?;
    assert_boxes(session, &boxes(&plain)?, "with marks off")
}

/// Documents that a page makes: written over itself, in frames without an address, in a sandbox.
fn new_documents(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", "<a href='https://threads.net/'>before</a>")?;
    assert_eq!(marked(session)?, ["before suspend true"]);
    // It takes away every listener on the document and its window, those of other worlds too.
    session.in_page(
        "document.open(); document.write('<!doctype html><title>Page</title><p><a id=one href=https://threads.net/>after</a></p>'); document.close()",
        &[],
    )?;
    wait_for_marks(session, &["after suspend true"])?;
    running::hover_for_card(session, "#one")?;
    session.hover_nothing()?;
    session.in_page("one.href = 'https://harmless.example/'", &[])?;
    wait_for_marks(session, &[])?;

    open(
        session,
        "page.example",
        "<iframe id=blank></iframe><iframe id=srcdoc srcdoc='<a href=https://threads.net/>in srcdoc</a>'></iframe>",
    )?;
    session.in_page(
        "blank.contentDocument.body.innerHTML = '<a href=https://threads.net/>in blank</a>'",
        &[],
    )?;
    let in_frames = "return ['blank', 'srcdoc'].map((id) => {
        const inner = document.getElementById(id).contentDocument.querySelector('a');
        return inner && inner.getAttributeNames().length })";
    wait("the marks in frames", || {
        Ok((session.in_page(in_frames, &[])? == json!([2, 2])).then_some(()))
    })?;

    session.proxy().answer("sandbox.example", |_| {
        Answer::html("<!doctype html><title>Sandbox</title><a href='https://threads.net/'>one</a>")
            .with("content-security-policy", "sandbox; default-src 'none'")
    });
    session.show("https://sandbox.example/")?;
    running::settled(session)?;
    assert_eq!(marked(session)?, ["one suspend true"]);

    choose(session, &json!({"strict": true}))?;
    open(session, "page.example", "<a href='https://threads.net/'>before</a>")?;
    session.in_page(
        "document.open(); document.write('<!doctype html><title>Page</title><a id=one href=https://threads.net/>after</a>'); document.close()",
        &[],
    )?;
    wait_for_marks(session, &["after suspend true"])?;
    let listens = "await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))";
    session.in_content(listens, &[])?;
    session.click("#one")?;
    let url = session.own("strict.html#https://threads.net/")?;
    wait("the page before it", || Ok((session.address()? == url).then_some(())))
}

/// Marked links that are adopted, cloned by their page as they come, slotted, moved without being removed, or shown above
/// everything else: a mark stays with where the link leads.
fn moving(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(
        session,
        "page.example",
        "<p><a id=one href='https://threads.net/'>one</a></p><main></main><iframe id=frame></iframe>
         <dialog id=dialog><a id=modal href='https://threads.net/'>modal</a></dialog>
         <div id=host><a id=slotted href='https://threads.net/'>slotted</a></div>
         <script>
             customElements.define('x-clone', class extends HTMLElement {
                 connectedCallback() {
                     if (this.dataset.done) return;
                     this.dataset.done = 1;
                     const copy = this.firstElementChild.cloneNode(true);
                     copy.href = 'https://harmless.example/';
                     copy.textContent = 'copy';
                     this.append(copy);
                 }
             });
             host.attachShadow({ mode: 'closed' }).innerHTML =
                 '<style>::slotted(a) { outline: 0 !important; display: inline-block !important; overflow: hidden !important }</style><slot></slot>';
         </script>",
    )?;
    wait_for_marks(
        session,
        &["one suspend true", "modal suspend \"hidden\"", "slotted suspend true"],
    )?;
    // Adopted by another document, and back with another target.
    session.in_page(
        "const one = document.getElementById('one'), there = frame.contentDocument;
         there.body.append(there.adoptNode(one));
         one.href = 'https://harmless.example/';
         document.querySelector('p').append(document.adoptNode(one))",
        &[],
    )?;
    wait_for_marks(session, &["modal suspend \"hidden\"", "slotted suspend true"])?;
    session.in_page("one.href = 'https://threads.net/'", &[])?;
    wait_for_marks(
        session,
        &["one suspend true", "modal suspend \"hidden\"", "slotted suspend true"],
    )?;
    session.in_page(
        "const clone = document.createElement('x-clone'), one = document.getElementById('one');
         document.querySelector('main').append(clone);
         delete clone.dataset.done;
         clone.append(one);
         clone.connectedCallback()",
        &[],
    )?;
    wait_for_marks(
        session,
        &["one suspend true", "modal suspend \"hidden\"", "slotted suspend true"],
    )?;
    let copied = "return [...document.querySelectorAll('x-clone a')].map((it) => it.textContent + ' ' + it.hasAttribute(arguments[0]))";
    let name = json!(attribute(session)?);
    assert_eq!(session.in_page(copied, &[name])?, json!(["one true", "copy false"]));
    // Above everything: the card is shown there too.
    session.in_page("dialog.showModal()", &[])?;
    wait_for_marks(session, &["one suspend true", "modal suspend true", "slotted suspend true"])?;
    running::hover_for_card(session, "#modal")?;
    session.hover_nothing()?;
    session.in_page("dialog.close(); dialog.popover = 'auto'; dialog.showPopover()", &[])?;
    running::hover_for_card(session, "#modal")
}
