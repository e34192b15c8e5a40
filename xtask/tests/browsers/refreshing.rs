//! Lists that are asked for again: what did not change, what did, what is held back, what is no longer shown; and what
//! can go wrong with an answer, while the last good list stays in force.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use xtask::browser::{Answer, Browser, Install, Session};
use xtask::running::{self, ask};

use super::fixture::{self, Trials, marked, open, sign_in, wait_for_marks};
use super::servers::{curated, friends, mastodon, silence, split, suspend, trouble};

const SERVER: &str = "server.example";
const HOME: &str = "home:server.example";
const PAGE: &str = "<a href='https://threads.net/'>a</a> <a href='https://limited.example/'>b</a>
    <a href='https://starred.example/'>c</a>";
const MARKED: [&str; 3] = ["a suspend true", "b silence true", "c suspend true"];

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("refreshing_what_did_not_change", unchanged);
    trials.add("refreshing_what_changed", changed);
    trials.add("refreshing_what_is_held_back", held_back);
    trials.add("refreshing_what_is_no_longer_shown", hidden);
    trials.add("refreshing_in_spite_of_everything", in_spite_of_everything);
    trials.add("refreshing_a_list_at_an_address", subscription);
    trials.add("refreshing_on_its_own", on_its_own);
    trials.add("refreshing_while_the_settings_are_open", while_open);
    trials.add("lists_of_a_server_elsewhere", elsewhere);
    trials.add("lists_for_members", members);
    trials.alone("refreshing_what_drips", drips);
}

fn unchanged(session: &Session) -> Result<()> {
    session.proxy().answer(SERVER, friends());
    let first = loaded(&add(session)?)?;
    ensure!(first["etag"].is_string(), "{first}");
    session.proxy().clear();
    let again = refresh(session)?;
    assert_eq!(again["fetchedAt"], first["fetchedAt"], "the list is as old as it was");
    let requests = session.proxy().requests();
    let [request] = &requests[..] else { anyhow::bail!("{} requests", requests.len()) };
    assert_eq!(request.path, mastodon::LIST);
    assert_eq!(request.header("if-none-match"), first["etag"].as_str());
    for name in ["cookie", "referer", "origin"] {
        assert_eq!(request.header(name), None);
    }
    assert_eq!(ask(session, &json!({"changes": HOME}))?["changes"], json!([]));
    Ok(())
}

fn changed(session: &Session) -> Result<()> {
    let before = [suspend("threads.net"), silence("limited.example"), suspend("old.example")];
    session.proxy().answer(SERVER, mastodon::open(&before));
    loaded(&add(session)?)?;
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED[..2]);
    let after = [
        suspend("threads.net").because("Asks for too much"),
        suspend("limited.example"),
        suspend("starred.example").starred(),
    ];
    session.proxy().answer(SERVER, mastodon::open(&after));
    refresh(session)?;
    wait_for_marks(session, &["a suspend true", "b suspend true", "c suspend true"])?;
    let history = ask(session, &json!({"changes": HOME}))?;
    let changes = &history["changes"][0]["changes"];
    let names = |kind: &str| -> Vec<String> {
        let first = changes[kind]["first"].as_array().cloned().unwrap_or_default();
        first.iter().map(|it| it["name"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(names("removed"), ["old.example"]);
    assert_eq!(names("added").len(), 1, "{changes}");
    assert_eq!(names("severity"), ["limited.example"]);
    assert_eq!(names("comment"), ["threads.net"]);
    Ok(())
}

fn held_back(session: &Session) -> Result<()> {
    let many: Vec<_> = (0..20).map(|it| suspend(&format!("bad{it}.example"))).collect();
    let page = "<a href='https://bad0.example/'>a</a> <a href='https://bad19.example/'>b</a>";
    let both = ["a suspend true", "b suspend true"];
    session.proxy().answer(SERVER, mastodon::open(&many));
    loaded(&add(session)?)?;
    open(session, "page.example", page)?;
    assert_eq!(marked(session)?, both);

    // A list that shrinks waits for the person's word; so does one without names.
    for (names, doubt) in [(5, "doubtShrunk"), (0, "doubtEmptied")] {
        session.proxy().answer(SERVER, mastodon::open(&many[..names]));
        let report = refresh(session)?;
        assert_eq!(report["doubts"][0]["key"], doubt, "{report}");
        assert_eq!(report["suspended"], 20);
        open(session, "page.example", page)?;
        assert_eq!(marked(session)?, both);
        let report = settle(session, false)?;
        assert_eq!(report["doubts"], json!([]));
        let again = refresh(session)?;
        assert_eq!(again["doubts"], json!([]), "nobody is asked twice about one version");
    }
    session.proxy().answer(SERVER, mastodon::open(&many[..4]));
    assert_eq!(refresh(session)?["doubts"][0]["key"], "doubtShrunk");
    let report = settle(session, true)?;
    assert_eq!((&report["suspended"], &report["doubts"]), (&json!(4), &json!([])));
    open(session, "page.example", page)?;
    wait_for_marks(session, &both[..1])?;

    // What would mark the home itself, or half of the web, is not even put in force the first time.
    ask(session, &json!({"remove": HOME}))?;
    for (name, doubt) in [(SERVER, "doubtNamesHome"), ("org", "doubtNamesSites")] {
        session.proxy().answer(SERVER, mastodon::open(&[suspend(name), suspend("bad0.example")]));
        let report = loaded(&add(session)?)?;
        assert_eq!(report["doubts"][0]["key"], doubt, "{report}");
        assert_eq!(report["fetchedAt"], Value::Null);
        open(session, "page.example", page)?;
        assert_eq!(marked(session)?, [""; 0]);
        let accept = name == SERVER;
        settle(session, accept)?;
        wait_for_marks(session, if accept { &both[..1] } else { &[] })?;
        if accept {
            // The person has said so: the next version may name it too.
            let next = [suspend(name), suspend("bad0.example"), suspend("bad19.example")];
            session.proxy().answer(SERVER, mastodon::open(&next));
            assert_eq!(refresh(session)?["doubts"], json!([]));
            wait_for_marks(session, &both)?;
            ask(session, &json!({"remove": HOME}))?;
        }
    }
    Ok(())
}

fn hidden(session: &Session) -> Result<()> {
    session.proxy().answer(SERVER, friends());
    loaded(&add(session)?)?;
    session.proxy().answer(SERVER, mastodon::hidden);
    let answer = ask(session, &json!({"refresh": HOME}))?;
    assert_eq!(answer["failed"]["message"]["key"], "failHidden");
    let report = home(session)?;
    let since = report["hiddenSince"].as_f64();
    ensure!(since.is_some() && report["access"] == "notShown", "{report}");
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED, "the last list stays in force");
    ask(session, &json!({"refresh": HOME}))?;
    assert_eq!(home(session)?["hiddenSince"].as_f64(), since, "since when, not until when");
    session.proxy().answer(SERVER, friends());
    refresh(session)?;
    assert_eq!(home(session)?["hiddenSince"], Value::Null);
    Ok(())
}

fn in_spite_of_everything(session: &Session) -> Result<()> {
    session.proxy().answer(SERVER, friends());
    let first = loaded(&add(session)?)?;
    let at = |answer: Answer| trouble::at(mastodon::LIST, answer, friends());
    let ok = r#"[{"domain":"threads.net","severity":"suspend"},{"domain":"limited.example","severity":"silence"},
        {"domain":"starred.example","severity":"suspend"}]"#;
    let failures = [
        (at(trouble::page(500)), "failServerAnswered"),
        (at(Answer::status(503).with("retry-after", "3600")), "failServerAnswered"),
        (mastodon::rate_limited("2099-01-01T00:05:00.000000Z"), "failServerAnswered"),
        (at(trouble::page(403)), "failServerAnswered"),
        (at(Answer::json(r#"{"error":"no"}"#).but(401)), "failHidden"),
        (at(Answer::html("<!doctype html><p>Soon")), "failNotAList"),
        (at(Answer::json(r#"{"error":"no"}"#)), "failNotAList"),
        (at(Answer::json("")), "failNotAList"),
        (at(Answer::json(&ok[..40])), "failNotAList"),
        (at(Answer::endless()), "failTooLarge"),
        (at(Answer::padded(33 << 20).gzipped()), "failTooLarge"),
        (at(Answer::padded(1000).cut_after(10)), "failNoSuchServer"),
        (at(Answer::redirect("https://elsewhere.example/list")), "failAstray"),
        // Pages of an extension may not ask over plain HTTP, and the browser does not say that this is why.
        (at(Answer::redirect("http://server.example/list")), "failNoSuchServer"),
        (at(Answer::redirect(mastodon::LIST)), "failNoSuchServer"),
    ];
    session.proxy().answer("elsewhere.example", |_| Answer::json("[]"));
    for (server, expected) in failures {
        session.proxy().answer(SERVER, server);
        let answer = ask(session, &json!({"refresh": HOME}))?;
        assert_eq!(answer["failed"]["message"]["key"], expected, "{answer}");
        let report = home(session)?;
        assert_eq!(report["fetchedAt"], first["fetchedAt"], "{expected}");
        assert_eq!(report["failure"]["key"], expected);
        ensure!(report["timing"]["nextAt"].as_f64() > report["timing"]["askedAt"].as_f64());
    }
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED);

    // What only looks odd is read all the same.
    let mut bytes = ok.as_bytes().to_vec();
    bytes.splice(2..2, *b"\"comment\":\"\xff\",");
    for answer in [
        Answer::of("text/html", ok),
        Answer::of("application/octet-stream", ok),
        Answer::json(ok).gzipped(),
        Answer::json(ok).dripping(10, Duration::from_millis(1)),
        Answer::json(bytes),
    ] {
        session.proxy().answer(SERVER, at(answer));
        let report = refresh(session)?;
        assert_eq!(report["failure"], Value::Null);
        assert_eq!((&report["suspended"], &report["limited"]), (&json!(2), &json!(1)), "{report}");
    }
    Ok(())
}

fn subscription(session: &Session) -> Result<()> {
    let entries = [suspend("threads.net"), silence("limited.example")];
    session.proxy().answer("lists.example", curated::host(&entries));
    let subscribe = |path: &str, meaning: Value| {
        let address = format!("https://lists.example{path}");
        let request = json!({"subscribe": {"address": address, "meaning": meaning, "allowed": []}});
        ask(session, &request)
    };
    let report = loaded(&subscribe(curated::CSV, Value::Null)?)?;
    assert_eq!((&report["suspended"], &report["limited"]), (&json!(1), &json!(1)));
    assert_eq!(report["id"], format!("subscription:https://lists.example{}", curated::CSV));
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED[..2]);
    session.proxy().clear();
    ask(session, &json!({"refresh": report["id"]}))?;
    ensure!(session.proxy().requests()[0].header("if-none-match").is_some());
    ask(session, &json!({"remove": report["id"]}))?;

    // Bare names may mean anything.
    let answer = subscribe(curated::PLAIN, Value::Null)?;
    assert_eq!(answer["asksMeaning"]["names"], 2, "{answer}");
    let report = loaded(&subscribe(curated::PLAIN, json!("silence"))?)?;
    assert_eq!((&report["suspended"], &report["limited"]), (&json!(0), &json!(2)));
    ask(session, &json!({"refresh": report["id"]}))?;
    wait_for_marks(session, &["a silence true", "b silence true"])?;
    for address in [
        "http://lists.example/a.csv",
        "https://192.0.2.1/a.csv",
        "https://lists.example:8443/",
        "a b",
    ] {
        let request = json!({"subscribe": {"address": address, "meaning": null, "allowed": []}});
        assert_eq!(ask(session, &request)?["failed"]["message"]["key"], "failBadAddress");
    }
    Ok(())
}

/// The alarm is set for the list that is due first, and when it rings the list is asked for.
/// The page of settings says what a refresh in the background has brought, and what was open in it stays open.
fn while_open(session: &Session) -> Result<()> {
    session.proxy().answer(SERVER, friends());
    loaded(&add(session)?)?;
    session.show_own("options.html")?;
    let shown = |session: &Session| {
        let script = "
            const card = document.querySelector(`[data-id='${arguments[0]}']`);
            const of = part => card?.querySelector(`[data-part=${part}]`);
            return [of('list-counts')?.innerText.replace(/\\s+/g, ' '), of('list-export')?.open];";
        session.in_page(script, &[json!(HOME)])
    };
    xtask::browser::wait("the card", || {
        Ok((shown(session)?[0] == "2 suspended 1 limited").then_some(()))
    })?;
    session.in_page("document.querySelector('[data-part=list-export]').open = true", &[])?;
    let after = ["threads.net", "new.example", "newer.example"].map(suspend);
    session.proxy().answer(SERVER, mastodon::open(&after));
    due(session)?;
    session.in_extension(
        "await (globalThis.browser ?? chrome).alarms.create('refresh', { when: Date.now() })",
        &[],
    )?;
    xtask::browser::wait("the new counts", || {
        Ok((shown(session)? == json!(["3 suspended", true])).then_some(()))
    })
}

fn on_its_own(session: &Session) -> Result<()> {
    session.proxy().answer(SERVER, friends());
    let report = loaded(&add(session)?)?;
    let next = report["timing"]["nextAt"].as_f64().unwrap_or_default();
    let alarm = |session: &Session| {
        session.in_extension(
            "return (await (globalThis.browser ?? chrome).alarms.get('refresh'))?.scheduledTime ?? null",
            &[],
        )
    };
    assert_eq!(alarm(session)?.as_f64().map(|it| (it - next).abs() < 2.0), Some(true));
    let hours = (next - report["timing"]["askedAt"].as_f64().unwrap_or_default()) / 3_600_000.0;
    ensure!((4.0..=28.0).contains(&hours), "{hours} hours");

    session.proxy().answer(
        SERVER,
        mastodon::open(&[
            suspend("threads.net"),
            silence("limited.example"),
            suspend("new.example"),
        ]),
    );
    session.proxy().clear();
    due(session)?;
    session.stop_background()?;
    session.in_extension(
        "await (globalThis.browser ?? chrome).alarms.create('refresh', { when: Date.now() })",
        &[],
    )?;
    xtask::browser::wait("the list to be asked for", || {
        Ok((session.proxy().requests().iter().any(|it| it.path == mastodon::LIST)).then_some(()))
    })?;
    xtask::browser::wait("the new list", || {
        Ok((home(session)?["etag"] != report["etag"]).then_some(()))
    })?;
    let next = home(session)?["timing"]["nextAt"].as_f64().unwrap_or_default();
    xtask::browser::wait("the next alarm", || {
        Ok((alarm(session)?.as_f64().is_some_and(|it| (it - next).abs() < 2.0)).then_some(()))
    })?;
    // A list that rests is not asked for.
    ask(session, &json!({"pause": {"id": HOME, "paused": true}}))?;
    assert_eq!(alarm(session)?, Value::Null);
    ask(session, &json!({"pause": {"id": HOME, "paused": false}}))?;
    ensure!(alarm(session)?.is_number());
    Ok(())
}

/// Makes the home's list due.
fn due(session: &Session) -> Result<()> {
    let script = "const database = await new Promise((done, failed) => {
            const request = indexedDB.open('fencepost');
            [request.onsuccess, request.onerror] = [() => done(request.result), failed];
        });
        const transaction = database.transaction('reports', 'readwrite');
        const store = transaction.objectStore('reports');
        const reading = store.get(arguments[0]);
        reading.onsuccess = () => {
            const report = reading.result;
            report.timing.nextAt = Date.now() - 1000;
            store.put(report, arguments[0]);
        };
        await new Promise(done => transaction.oncomplete = done);
        database.close();";
    session.in_extension(script, &[json!(HOME)]).map(drop)
}

fn elsewhere(session: &Session) -> Result<()> {
    let entries = [suspend("threads.net")];
    session.revoke(&[running::ALL_SITES])?;
    session.grant(&["https://server.example/*"])?;
    session.proxy().answer(SERVER, split::apex("web.example"));
    session.proxy().answer("web.example", split::web(SERVER, mastodon::open(&entries)));
    let answer = add(session)?;
    assert_eq!(answer["permit"], json!({"server": SERVER, "host": "web.example"}), "{answer}");
    session.grant(&["https://web.example/*"])?;
    let report = loaded(&ask(
        session,
        &json!({"addServer": {"server": SERVER, "home": true, "allowed": ["web.example"]}}),
    )?)?;
    assert_eq!((&report["host"], &report["suspended"]), (&json!("web.example"), &json!(1)));
    session.proxy().clear();
    refresh(session)?;
    let requests = session.proxy().requests();
    assert!(requests.iter().all(|it| it.host == "web.example"), "{:?}", session.proxy().attempts());

    // What is not loaded yet has no host on record.
    ask(session, &json!({"remove": HOME}))?;
    session.proxy().answer("web.example", split::web(SERVER, mastodon::members_only(&entries)));
    let answer = ask(
        session,
        &json!({"addServer": {"server": SERVER, "home": true, "allowed": ["web.example"]}}),
    )?;
    let in_tab = json!({"id": HOME, "host": "web.example"});
    assert_eq!(answer["failed"]["inTab"], in_tab, "{answer}");
    sign_in(session, "web.example")?;
    let report = loaded(&ask(session, &json!({"readInTab": in_tab}))?)?;
    assert_eq!((&report["host"], &report["suspended"]), (&json!("web.example"), &json!(1)));
    session.revoke(&["https://web.example/*"])
}

fn members(session: &Session) -> Result<()> {
    let entries = [suspend("threads.net"), silence("limited.example")];
    session.proxy().answer(SERVER, mastodon::members_only(&entries));
    assert_eq!(add(session)?["failed"]["inTab"], json!({"id": HOME, "host": null}));
    let read = || ask(session, &json!({"readInTab": {"id": HOME, "host": null}}));
    assert_eq!(read()?["failed"]["message"]["key"], "failNoTab");
    session.show(&format!("https://{SERVER}{}", mastodon::SIGN_IN))?;
    assert_eq!(read()?["failed"]["message"]["key"], "failNotSignedIn");
    sign_in(session, SERVER)?;
    session.proxy().clear();
    let report = loaded(&read()?)?;
    assert_eq!(report["access"], "signedInOnly");
    assert_eq!(report["timing"], Value::Null, "nobody asks for it in the background");
    let requests = session.proxy().requests();
    let request = requests.iter().find(|it| it.path == mastodon::LIST);
    ensure!(
        request.is_some_and(|it| it.header("cookie").is_some()),
        "asked by the page, as the person"
    );
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED[..2]);

    ask(session, &json!({"remove": HOME}))?;
    session.proxy().answer(SERVER, mastodon::hidden);
    session.show(&format!("https://{SERVER}/"))?;
    let answer = read()?;
    ensure!(answer["failed"]["message"]["key"] != "failInternal", "{answer}");
    Ok(())
}

/// A server that answers drop by drop is given up after a minute, and the list that was there stays.
fn drips(browser: Browser) -> Result<()> {
    let session = fixture::session(browser, "fencepost", Install::Temporary)?;
    running::grant_all(&session)?;
    session.proxy().answer(SERVER, friends());
    loaded(&add(&session)?)?;
    let drop_by_drop = Answer::padded(10_000_000).dripping(10, Duration::from_millis(500));
    session.proxy().answer(SERVER, trouble::at(mastodon::LIST, drop_by_drop, friends()));
    // Nobody waits: WebDriver gives up earlier.
    let script =
        "(globalThis.browser ?? chrome).runtime.sendMessage({ lists: { refresh: arguments[0] } })";
    session.in_extension(script, &[json!(HOME)])?;
    let failed = || {
        xtask::browser::wait("the end of patience", || {
            Ok((home(&session)?["failure"]["key"] == "failTimeout").then_some(()))
        })
    };
    failed().or_else(|_| failed()).or_else(|_| failed())?;
    open(&session, "page.example", PAGE)?;
    assert_eq!(marked(&session)?, MARKED);
    Ok(())
}

fn add(session: &Session) -> Result<Value> {
    ask(session, &json!({"addServer": {"server": SERVER, "home": true, "allowed": []}}))
}

/// Asks for the home's list now, and answers what is known of it then.
fn refresh(session: &Session) -> Result<Value> {
    loaded(&ask(session, &json!({"refresh": HOME}))?)
}

fn settle(session: &Session, accept: bool) -> Result<Value> {
    let answer = ask(session, &json!({"settle": {"id": HOME, "accept": accept}}))?;
    let lists = answer["lists"]["lists"].as_array().cloned().unwrap_or_default();
    Ok(lists.into_iter().find(|list| list["id"] == HOME).unwrap_or_default())
}

fn home(session: &Session) -> Result<Value> {
    let answer = ask(session, &json!("lists"))?;
    let lists = answer["lists"]["lists"].as_array().cloned().unwrap_or_default();
    Ok(lists.into_iter().find(|list| list["id"] == HOME).unwrap_or_default())
}

fn loaded(answer: &Value) -> Result<Value> {
    ensure!(answer["loaded"].is_object(), "{answer}");
    Ok(answer["loaded"].clone())
}
