//! Pages that are made and made over by scripts: React and Vue, Mastodon's own web client, lists that recycle and grow.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::json;
use xtask::browser::{Answer, Session, wait};
use xtask::running::settled;
use xtask::tools;

use super::fixture::{Trials, attribute, data, load, marked, open, tree, wait_for_marks};
use super::marks::WATCH;

const LIST: &str =
    "threads.net,suspend,false,false,,false\nlimited.example,silence,false,false,,false";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("frameworks_react", react);
    trials.add("frameworks_vue", vue);
    trials.add("frameworks_mastodon", mastodon);
    trials.add("frameworks_recycled_rows", recycled);
    trials.add("frameworks_endless_scroll", endless);
    trials.add("frameworks_storm", storm);
}

/// A page that hydrates what came from its server, then renders it again with other links.
const REACT: &str = "
    const App = () => { const [turn, setTurn] = useState(0); window.setTurn = to => flushSync(() => setTurn(to));
        return h('main', null, [['a', 'https://threads.net/'], ['b', 'https://harmless.example/'],
            ['c', 'https://limited.example/']].map(([id, href], i, all) =>
                h('p', { key: id }, h('a', { id, href: all[(i + turn) % 3][1] }, id)))); };
    hydrateRoot(document.getElementById('app'), h(App));";
const VUE: &str = "
    const { createSSRApp, ref, h, nextTick } = Vue, turn = ref(0);
    const links = [['a', 'https://threads.net/'], ['b', 'https://harmless.example/'], ['c', 'https://limited.example/']];
    window.setTurn = async to => { turn.value = to; await nextTick(); };
    createSSRApp({ render: () => h('main', links.map(([id], i) =>
        h('p', { key: id }, [h('a', { id, href: links[(i + turn.value) % 3][1] }, id)]))) }).mount('#app');";
const RENDERED: &str = "<main><p><a id=\"a\" href=\"https://threads.net/\">a</a></p>\
    <p><a id=\"b\" href=\"https://harmless.example/\">b</a></p>\
    <p><a id=\"c\" href=\"https://limited.example/\">c</a></p></main>";

fn react(session: &Session) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let bundle = folder.path().join("react.js");
    esbuild(tools::node_program("esbuild")?.arg(data("react.js")).args([
        "--bundle",
        "--format=iife",
        "--define:process.env.NODE_ENV=\"development\"",
        &format!("--outfile={}", bundle.display()),
    ]))?;
    hydrated(session, fs::read_to_string(bundle)?, REACT)
}

fn esbuild(command: &mut Command) -> Result<()> {
    let output = command.output().context("esbuild")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

fn vue(session: &Session) -> Result<()> {
    let library = tools::node_modules()?.join("vue/dist/vue.global.js");
    hydrated(session, fs::read_to_string(library)?, VUE)
}

/// The framework finds nothing wrong with its page, and the marks follow what it renders.
fn hydrated(session: &Session, library: String, app: &'static str) -> Result<()> {
    load(session, "List", LIST)?;
    session.proxy().answer("framework.example", move |request| match request.path.as_str() {
        "/library.js" => Answer::script(library.clone()),
        "/app.js" => Answer::script(app),
        "/watch.js" => Answer::script(WATCH),
        _ => Answer::html(format!(
            "<!doctype html><title>App</title><script src=/watch.js></script><div id=app>{RENDERED}</div>
             <script src=/library.js></script><script src=/app.js></script>"
        )),
    });
    session.show("https://framework.example/")?;
    settled(session)?;
    assert_eq!(marked(session)?, ["a suspend true", "c silence true"]);
    let name = attribute(session)?;
    for (turn, marks) in [
        (1, ["b silence true", "c suspend true"]),
        (2, ["a silence true", "b suspend true"]),
        (0, ["a suspend true", "c silence true"]),
    ] {
        // Also before the page is painted, no mark is on a link that leads elsewhere.
        let stale = "await setTurn(arguments[1]); await 0;
            return [...document.querySelectorAll(`[${arguments[0]}]`)].map(it => it.href + it.getAttribute(arguments[0]))
                .filter(it => /harmless|threads.*\\/l|limited.*\\/s/.test(it))";
        assert_eq!(session.in_page(stale, &[json!(name), json!(turn)])?, json!([]));
        wait_for_marks(session, &marks)?;
    }
    let heard = session.in_page(
        "return heard.filter(it => !/devtools|development build|favicon/i.test(it))",
        &[],
    )?;
    assert_eq!(heard, json!([]));
    Ok(())
}

/// The markup of Mastodon's own web client (`app/javascript/mastodon/components/status/handled_link.tsx`), on a server
/// that shows profiles of others.
fn mastodon(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(
        session,
        "mastodon.example",
        "<article><span class=h-card translate=no>
           <a class='u-url mention' href='/@zuck@threads.net' title='@zuck@threads.net' data-hover-card-account=1>@<span>zuck</span></a></span>
         <a class='u-url mention' href='/@friend' title='@friend'>@<span>friend</span></a>
         <a class='mention hashtag' href='/tags/threads' rel=tag>#<span>threads</span></a>
         <a href='/@other@limited.example/1' class=status__relative-time><time>1 h</time></a>
         <a class='unhandled-link' href='https://www.threads.net/@a' title='https://www.threads.net/@a'><span class=invisible>https://www.</span><span class=ellipsis>threads.net/</span><span class=invisible>@a</span></a>
         <span class=display-name__account>@far@threads.net</span></article>",
    )?;
    assert_eq!(
        marked(session)?,
        ["@zuck suspend true", "1 h silence true", "https://www.threads.net/@a suspend true"]
    );
    let highlighted = "return [...CSS.highlights.values()].flatMap(it => [...it].map(String))";
    assert_eq!(session.in_page(highlighted, &[])?, json!(["@far@threads.net"]));
    // It goes to another view without loading a page; the same nodes show others.
    session.in_page(
        "history.pushState(null, '', '/@zuck@threads.net');
         document.querySelector('.mention').setAttribute('href', '/@friend');
         document.querySelector('.display-name__account').firstChild.data = '@near@mastodon.example';",
        &[],
    )?;
    wait_for_marks(session, &["1 h silence true", "https://www.threads.net/@a suspend true"])?;
    wait("the handle to go", || {
        Ok((session.in_page(highlighted, &[])? == json!([])).then_some(()))
    })?;
    wait("the page itself", || Ok((session.badge()? == "!").then_some(())))
}

/// Twenty rows that are filled anew as a list of thousands is scrolled.
fn recycled(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(
        session,
        "page.example",
        "<main></main><script>
            const main = document.querySelector('main');
            for (let i = 0; i < 20; i++) main.insertAdjacentHTML('beforeend', '<p><a>x</a></p>');
            const host = i => i % 7 === 0 ? 'threads.net' : 'h' + i + '.example';
            window.scrollTo = first => [...main.querySelectorAll('a')].forEach((a, i) => {
                a.href = 'https://' + host(first + i) + '/'; a.textContent = host(first + i); });
            scrollTo(0);
        </script>",
    )?;
    let name = attribute(session)?;
    let script = "const [name] = arguments, wrong = [];
        const frame = () => new Promise(done => requestAnimationFrame(done));
        for (let first = 0; first < 400; first++) {
            scrollTo(first);
            await 0;
            for (const a of document.querySelectorAll(`[${name}]`)) if (!a.href.includes('threads')) wrong.push(a.href);
            if (first % 10 === 0) await frame();
        }
        return wrong";
    assert_eq!(session.in_page(script, &[json!(name)])?, json!([]));
    wait_for_marks(session, &["threads.net suspend true"; 3])
}

/// Items are added at the end, a hundred at a time, to five thousand.
fn endless(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", "<main></main>")?;
    let script = "const main = document.querySelector('main');
        const frame = () => new Promise(done => requestAnimationFrame(done));
        for (let i = 0; i < 5000; i += 100) {
            main.insertAdjacentHTML('beforeend', Array.from({ length: 100 }, (_, j) =>
                `<article><p>Words <a href='https://${(i + j) % 100 ? `h${i + j}.example` : 'threads.net'}/'>${i + j}</a>
                 and <b>more</b></p></article>`).join(''));
            await frame();
        }";
    session.in_page(script, &[])?;
    wait("all marks", || {
        let count = "await fencepost.present();
            return fencepost.links().filter(it => it.hasAttribute(fencepost.attribute)).length";
        Ok((session.in_content(count, &[])? == 50).then_some(()))
    })
}

/// 50,000 nodes that come and go.
fn storm(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", "<a href='https://threads.net/'>one</a><main></main>")?;
    let before = tree(session, &attribute(session)?)?;
    let script = "const main = document.querySelector('main');
        for (let round = 0; round < 10; round++) {
            for (let i = 0; i < 5000; i++) main.append(Object.assign(document.createElement('span'), { textContent: 'x' }));
            await 0;
            main.textContent = '';
        }
        const began = performance.now();
        await new Promise(done => setTimeout(done));
        return performance.now() - began";
    session.in_page(script, &[])?;
    assert_eq!(marked(session)?, ["one suspend true"]);
    assert_eq!(tree(session, &attribute(session)?)?, before);
    session.in_page(
        "document.querySelector('main').innerHTML = '<a href=https://limited.example/>two</a>'",
        &[],
    )?;
    wait_for_marks(session, &["one suspend true", "two silence true"])
}
