//! Throw-away.
use std::fs;

use anyhow::Result;
use serde_json::json;
use xtask::browser::{Answer, Scheme, Session, wait};
use xtask::running::ask;

use super::fixture::{self, Trials};
use super::panels::{choose_list, filled, outcome, submit};
use super::servers::{
    FRIENDS, Server, akkoma, curated, friends, mastodon, silence, split, suspend, trouble,
};

pub fn trials(trials: &mut Trials) {
    trials.add("pictures", pictures);
}

fn shot(session: &Session, name: &str) -> Result<()> {
    let browser = format!("{:?}", session.browser()).to_lowercase();
    fs::create_dir_all("/tmp/ui_shots")?;
    for scheme in [Scheme::Light, Scheme::Dark] {
        session.prefer(scheme)?;
        fs::write(
            format!("/tmp/ui_shots/{browser}-{name}-{scheme:?}.png"),
            session.screenshot_of_all()?,
        )?;
    }
    session.prefer(Scheme::Light)
}

fn narrow(session: &Session, path: &str, name: &str) -> Result<()> {
    session.show_own(path)?;
    filled(session)?;
    session
        .in_page("for (const it of document.querySelectorAll('details')) it.open = true;", &[])?;
    session.narrow(360, 800)?;
    let size = session.in_page("await new Promise(done => setTimeout(done, 500)); const it = document.documentElement; return [innerWidth, it.scrollWidth, it.scrollHeight]", &[])?;
    eprintln!("{name}: {size}");
    session.narrow(360, size[2].as_u64().unwrap_or(800) as u32 + 100)?;
    let browser = format!("{:?}", session.browser()).to_lowercase();
    fs::write(format!("/tmp/ui_shots/{browser}-{name}.png"), session.screenshot()?)?;
    session.narrow(
        if session.browser() == xtask::browser::Browser::Chromium { 0 } else { 1280 },
        if session.browser() == xtask::browser::Browser::Chromium { 0 } else { 900 },
    )
}

fn pictures(session: &Session) -> Result<()> {
    let proxy = session.proxy();
    session.show_own("options.html")?;
    filled(session)?;
    shot(session, "empty")?;
    proxy.answer(FRIENDS, friends());
    proxy.answer(
        "web.split.example",
        split::web("split.example", mastodon::open(&[suspend("a.example")])),
    );
    proxy.answer("split.example", split::apex("web.split.example"));
    submit(session, "split.example")?;
    wait("x", || {
        Ok((session.in_page("return document.querySelector('[data-part=add-result]').innerText.length > 0 && !document.querySelector('[data-busy]')", &[])? == true).then_some(()))
    })?;
    shot(session, "split")?;
    submit(session, "nobody.example")?;
    outcome(session, "bad")?;
    shot(session, "failed")?;
    submit(session, FRIENDS)?;
    outcome(session, "good")?;
    let members = |entries: &[_]| mastodon::members_only(entries);
    proxy.answer("members.example", members(&[suspend("bad.example")]));
    submit(session, "members.example")?;
    outcome(session, "bad")?;
    shot(session, "members")?;
    choose_list(session, &fixture::data("blocks.csv"))?;
    outcome(session, "good")?;
    // a lot
    proxy.answer(
        "akkoma.example",
        akkoma::withholding(&[
            suspend("threads.net"),
            silence("meh.example"),
            suspend("a.example"),
        ]),
    );
    ask(
        session,
        &json!({"addServer": {"server": "akkoma.example", "home": false, "allowed": []}}),
    )?;
    let many: Vec<_> =
        (0..40).map(|i| suspend(&format!("s{i}.example"))).chain([silence("x.example")]).collect();
    proxy.answer("lists.example", curated::host(&many));
    let r = ask(
        session,
        &json!({"subscribe": {"address": "https://lists.example/blocklist.csv", "meaning": null, "allowed": []}}),
    )?;
    eprintln!("{r}");
    let mut fewer = many.clone();
    fewer.truncate(3);
    proxy.answer("lists.example", curated::host(&fewer));
    ask(session, &json!({"refresh": "subscription:https://lists.example/blocklist.csv"}))?;
    proxy.answer("friends2.example", friends());
    ask(
        session,
        &json!({"addServer": {"server": "friends2.example", "home": true, "allowed": []}}),
    )?;
    proxy.answer("friends2.example", Box::new(mastodon::hidden) as Server);
    ask(session, &json!({"refresh": "home:friends2.example"}))?;
    proxy.answer("down.example", friends());
    ask(session, &json!({"addServer": {"server": "down.example", "home": false, "allowed": []}}))?;
    proxy.answer("down.example", trouble::down(503));
    ask(session, &json!({"refresh": "server:down.example"}))?;
    proxy.answer(
        FRIENDS,
        mastodon::open(&[
            suspend("threads.net").because("Because"),
            suspend("limited.example"),
            suspend("new.example"),
            suspend("starred.example").starred(),
            silence("x.example"),
        ]),
    );
    let r = ask(session, &json!({"refresh": format!("home:{FRIENDS}")}))?;
    eprintln!("{r}");
    for (name, severity, note) in [
        ("a.example", "suspend", "Spam, every day"),
        ("b.example", "noop", ""),
        (
            "long-name-of-a-server-that-nobody-types.social.example",
            "silence",
            "Too many words for one line, so that one sees how a note breaks over several of them",
        ),
    ] {
        ask(session, &json!({"setRule": {"name": name, "severity": severity, "note": note}}))?;
    }
    session.show_own("options.html")?;
    filled(session)?;
    shot(session, "many")?;
    session.in_page("for (const it of document.querySelectorAll('.list details')) it.open = true; await new Promise(done => setTimeout(done, 500))", &[])?;
    shot(session, "open")?;
    fs::write("/tmp/ui_shots/names.json", "[domain]\n")?;
    fs::write("/tmp/ui_shots/names.txt", "a.example\nb.example\nc.example\n")?;
    choose_list(session, std::path::Path::new("/tmp/ui_shots/names.txt"))?;
    wait("x", || {
        Ok((session.in_page("return document.querySelector('[data-outcome=question] [data-part=question-answers] button') !== null", &[])? == true).then_some(()))
    })?;
    session.click("[data-do=change-rule]")?;
    session.click("[data-part=backup]")?;
    wait("x", || {
        Ok((session.in_page(
            "return document.querySelector('[data-part=backup-result]').innerText.length > 0",
            &[],
        )? == true)
            .then_some(()))
    })?;
    let file = wait("the download", || {
        Ok(fs::read_dir(session.downloads()).ok().and_then(|it| {
            it.flatten()
                .map(|it| it.path())
                .find(|it| it.extension().is_some_and(|it| it == "json"))
        }))
    })?;
    eprintln!("{}", file.display());
    session.choose_file("[data-part=restore]", &file)?;
    wait("x", || {
        Ok((session.in_page(
            "return document.querySelector('[data-part=backup-result] button') !== null",
            &[],
        )? == true)
            .then_some(()))
    })?;
    shot(session, "asked")?;
    session.show_own("welcome.html")?;
    filled(session)?;
    shot(session, "welcome")?;
    narrow(session, "options.html", "narrow")?;
    narrow(session, "welcome.html", "narrow-welcome")?;
    session.proxy().answer("page.example", |_| Answer::html("<!doctype html><a href='https://threads.net/'>a</a><a href='https://b.example/'>b</a><a href='https://a.example/'>b</a>"));
    session.show("https://page.example/")?;
    let popup = session.click_toolbar()?;
    wait("the popup", || Ok(popup.text()?.contains("threads.net").then_some(())))?;
    let browser = format!("{:?}", session.browser()).to_lowercase();
    fs::write(format!("/tmp/ui_shots/{browser}-popup.png"), popup.screenshot()?)?;
    eprintln!("{}", popup.text()?);
    popup.close()
}
