//! What a page can have the background do: by messages of every kind and size from where its content script runs, as a
//! page could send that took over its own process, and by links without end.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use xtask::browser::{Answer, Session, wait};
use xtask::running::{self, ask};

use super::check::page::attempts;
use super::fixture::{Trials, choose, load, marked, open, wait_for_marks};

const LIST: &str = "threads.net,suspend,false,false,,false";
const PAGE: &str = "<p><a id=one href='https://threads.net/'>one</a></p><iframe srcdoc='<a href=https://threads.net/>two</a>'></iframe>";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("doors_messages_of_any_kind", messages);
    trials.add("doors_messages_of_any_size", sizes);
    trials.add("doors_links_without_end", links_without_end);
    trials.add("doors_addresses_without_end", addresses_without_end);
    trials.add("doors_a_frame_that_never_rests", never_rests);
    trials.add("doors_a_backup_of_somebody_else", backups);
}

/// Sends messages from the world of the content script, and says what came of each.
const SEND: &str = "
    const { runtime } = globalThis.browser ?? chrome;
    const send = async (message) => {
        try {
            const answer = await runtime.sendMessage(message);
            return Object.keys(answer ?? {})[0] ?? String(answer);
        } catch (error) {
            return 'nothing';
        }
    };";

fn messages(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", PAGE)?;
    let before = ask(session, &json!("lists"))?;
    let body = "
        const proto = JSON.parse('{\"__proto__\": {\"lists\": \"backup\"}, \"constructor\": {\"prototype\": {\"lists\": 1}}}');
        const kinds = [
            'backup', 'lists', 'more ', 'rules', '', 0, -1, NaN, Infinity, true, [], [[]], {}, proto,
            { lists: undefined }, { lists: null }, { lists: 'backup' }, { lists: 'rules' }, { lists: 'choices' },
            { lists: { restore: '{}' } }, { lists: { removeRule: 'a' } }, { lists: { setMarks: false } },
            { lists: { addServer: { server: 'evil.example', home: true, allowed: ['evil.example'] } } },
            { lists: { choose: { allowed: ['threads.net', true] } } }, { lists: { choose: { strict: false } } },
            { lists: { check: { subject: '@a@evil.example', home: '', run: 1, allowed: [], refused: [] } } },
            { lists: { stopCheck: 1 } }, { lists: { export: { id: null, form: 'csv' } } }, { lists: [] },
            { page: { tab: 1 } }, { page: { tab: 1e99 } }, { find: 'threads.net' }, { find: 5 },
            { check: { profile: 1 } }, { check: { look: { text: 'a@threads.net', home: null } } }, { check: { compareOn: 1 } },
            { check: { compare: { run: 1, text: '', servers: [] } } },
            { judge: null }, { judge: [] }, { judge: { keys: ['threads.net'], attribute: null } },
            { judge: { keys: 1, attribute: null } }, { judge: { keys: null, attribute: null } },
            { judge: { keys: 'a', attribute: 5 } }, { judge: { keys: '' }, lists: 'backup' }, { judge: {}, explain: {} },
            { mentions: {} }, { explain: { key: {}, card: true } }, { explain: 'threads.net' },
            { holdBack: { address: 5, opens: 'here' } }, { holdBack: { address: 'x', opens: 'there' } },
        ];
        const answers = [];
        for (const kind of kinds) answers.push([JSON.stringify(kind) ?? String(kind), await send(kind)]);
        const port = runtime.connect();
        port.postMessage({ lists: 'backup' });
        answers.push(['a port', await new Promise((done) => {
            port.onDisconnect.addListener(() => done('nothing'));
            port.onMessage.addListener((it) => done(JSON.stringify(it)));
        })]);
        return answers.filter(([, answer]) => !['failed', 'nothing', 'null'].includes(answer));";
    let answered = session.in_content(&format!("{SEND}{body}"), &[])?;
    assert_eq!(answered, json!([]));
    // A name that could end the style, or a script, gets neither.
    let names = json!(["x{}*{display:none}", "x a", "x]", "</style>", "", "é", "x".repeat(10_000)]);
    let script = format!(
        "{SEND}const styles = () => document.styleSheets.length, before = styles();
         for (const name of arguments[0]) await send({{ judge: {{ keys: 'threads.net', attribute: name }} }});
         return [styles() - before, getComputedStyle(document.body).display]"
    );
    assert_eq!(session.in_content(&script, &[names])?, json!([0, "block"]));
    assert_eq!(ask(session, &json!("lists"))?, before);
    is_alive(session)
}

fn sizes(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", PAGE)?;
    let body = "
        const long = 'a'.repeat(30_000_000), many = {}, deep = [];
        for (let i = 0; i < 1_000_000; i++) many['k' + i] = i;
        for (let i = 0, inner = deep; i < 3_000; i++) inner.push((inner = []));
        const answers = [];
        for (const message of [
            { judge: { keys: long, attribute: null } }, { judge: { keys: 'threads.net', attribute: long } },
            { explain: { key: long, card: false } }, { lists: { restore: long } }, { lists: many }, { lists: deep },
            { holdBack: { address: long, opens: 'here' } }, { judge: many }, { judge: deep }, many, deep, long,
            { [long]: 1 },
        ]) answers.push(await send(message));
        return answers.filter((answer) => !['failed', 'nothing', 'null'].includes(answer));";
    assert_eq!(session.in_content(&format!("{SEND}{body}"), &[])?, json!([]));
    let keys = "const keys = Array.from({ length: 1_000_000 }, (_, i) => 'k' + i);
        return send({ judge: { keys: [...keys, 'threads.net'].join(' '), attribute: null } })";
    session.in_content(&format!("{SEND}{keys}"), &[])?;
    assert_eq!(session.in_page("return document.URL", &[])?, "https://page.example/page");
    is_alive(session)
}

/// The background answers as before, and the core did not trap.
fn is_alive(session: &Session) -> Result<()> {
    let trapped = "return (await (globalThis.browser ?? chrome).storage.session.get('trapped')).trapped ?? null";
    assert_eq!(session.in_extension(trapped, &[])?, Value::Null);
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["one suspend true"]);
    Ok(())
}

/// A page that links to a great many places below a listed one, and to one more all the time.
fn links_without_end(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", "<main></main>")?;
    session.in_page(
        "document.querySelector('main').innerHTML =
             Array.from({ length: 20_000 }, (_, i) => `<p><a href=https://h${i}.threads.net/>x</a>`).join('');
         window.more = 0;
         setInterval(() => {
             const link = document.createElement('a');
             link.href = `https://m${more++}.threads.net/`;
             link.textContent = 'y';
             // In a line of its own, or the browser lays all of them out anew for each.
             document.querySelector('main').appendChild(document.createElement('p')).append(link);
         }, 50)",
        &[],
    )?;
    wait("the count", || {
        let count: usize = session.badge()?.parse().unwrap_or_default();
        Ok((count >= 5_000).then_some(()))
    })?;
    // Whoever asks meanwhile is answered.
    let answer = ask(session, &json!("lists"))?;
    ensure!(answer["lists"].is_object(), "{answer}");
    let popup = session.click_toolbar()?;
    wait("the popup", || Ok(popup.text()?.contains("more").then_some(())))?;
    let rows = "return document.querySelectorAll('[data-part=targets] > li').length";
    assert_eq!(popup.run(rows, &[])?, 300, "{}", popup.text()?);
    popup.close()
}

/// No address is too long to be marked, or to be held back; and one that holds spaces is not taken for two.
fn addresses_without_end(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(
        session,
        "page.example",
        "<a href='acct:a b@c.example'>spaces</a> <a id=one>one</a> <a id=two>two</a> <a id=three>three</a> <script>
            three.href = 'https://' + 'a'.repeat(1_000_000) + '@threads.net/';
            one.href = 'https://threads.net/@' + 'a'.repeat(9_000);
            two.href = 'https://threads.net/?@' + 'a'.repeat(1_000_000);
         </script>",
    )?;
    wait_for_marks(session, &["one suspend true", "two suspend true", "three suspend true"])?;
    choose(session, &json!({"strict": true}))?;
    running::settled(session)?;
    wait("the links to be held back", || {
        let held = "return fencepost.links().every((link) => fencepost.core.listing(link).held)";
        Ok((session.in_content(held, &[])? == true).then_some(()))
    })?;
    session.click("#one")?;
    let url = session.own("strict.html#https://threads.net/")?;
    wait("the page before it", || Ok((session.address()? == url).then_some(())))
}

/// A frame of another site that keeps its process busy: what the page itself holds is shown all the same.
fn never_rests(session: &Session) -> Result<()> {
    load(session, "List", &format!("{LIST}\nbusy.example,suspend,false,false,,false"))?;
    session.proxy().answer("frame.example", |_| {
        Answer::html(
            "<!doctype html><a href=https://busy.example/>busy</a><script>
             addEventListener('message', ({ source }) => {
                 source.postMessage('busy', '*');
                 setTimeout(() => { for (const end = Date.now() + 28_000; Date.now() < end; ); });
             })</script>",
        )
    });
    open(
        session,
        "page.example",
        "<a href=https://threads.net/>one</a><iframe src=https://frame.example/></iframe>",
    )?;
    wait("both", || Ok((session.badge()? == "2").then_some(())))?;
    session.in_page(
        "const heard = new Promise((done) => addEventListener('message', done, { once: true }));
         frames[0].postMessage('begin', '*');
         await heard",
        &[],
    )?;
    let popup = session.click_toolbar()?;
    let text = wait("the popup", || {
        let text = popup.text()?;
        Ok(text.contains("threads.net").then_some(text))
    })?;
    ensure!(!text.contains("busy.example"), "the frame was waited for: {text}");
    popup.close()
}

/// A file that somebody else wrote leads to nobody who could not be named by hand, and to no list that none could be.
fn backups(session: &Session) -> Result<()> {
    let backup = |lists: Value| {
        json!({"kind": "fencepost-backup", "version": 1, "marks": true, "rules": [], "lists": lists}).to_string()
    };
    let list = |id: &str, host: Option<&str>| {
        let report = json!({"id": id, "name": id, "host": host, "access": "public"});
        json!({"report": report, "strictest": false, "entries": null})
    };
    let ids = [
        "home:printer.local",
        "server:127.0.0.1",
        "server:intranet",
        "subscription:http://list.example/a",
        "subscription:https://list.example:8443/a",
        "subscription:https://a@list.example/a",
        "subscription:javascript:alert(1)",
    ];
    let mut lists: Vec<_> = ids.iter().map(|id| list(id, None)).collect();
    lists.push(list("server:friendly.example", Some("db.internal")));
    lists.push(list("server:kind.example", Some("*")));
    let answer = ask(session, &json!({"restore": backup(json!(lists))}))?;
    assert!(answer["lists"].is_object(), "{answer}");
    for id in ids {
        let answer = ask(session, &json!({"refresh": id}))?;
        assert_eq!(answer["failed"]["message"]["key"], "failInternal", "{id}: {answer}");
    }
    for id in ["server:friendly.example", "server:kind.example"] {
        ask(session, &json!({"refresh": id}))?;
    }
    assert_eq!(attempts(session), ["friendly.example", "kind.example"]);

    let patterns: Vec<_> = (0..10_001)
        .map(|it| json!({"domain": format!("bad{it}.*"), "severity": "suspend", "matching": "any-below"}))
        .collect();
    let report = json!({"id": "file:List", "name": "List"});
    let many = json!([{"report": report, "strictest": false, "entries": patterns}]);
    let answer = ask(session, &json!({"restore": backup(many)}))?;
    assert_eq!(answer["failed"]["message"]["key"], "failOtherBackup", "{answer}");
    Ok(())
}
