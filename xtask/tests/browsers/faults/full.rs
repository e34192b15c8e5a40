//! The disk is full: the person is told, what is there stays, and a smaller change still works.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::Files;
use xtask::browser::{Answer, Browser, Install, Proxy, Session, Setup, wait};
use xtask::running::{self, ask};

use super::clock::{due, ring};
use super::kept::Kept;
use crate::browsers::fixture::{self, Trials, marked, open};
use crate::browsers::panels::{filled, outcome};
use crate::browsers::servers::{mastodon, suspend, trouble};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("faults_of_a_full_disk", full_disk);
}

const PAGE: &str =
    "<a href='https://bad.example/'>a</a> <a href='https://mark.small.example/'>b</a>
    <a href='https://mark.large.example/'>c</a>";
/// How many names take more than the browser lets the extension keep.
const TOO_MANY: usize = 300_000;
/// How many bytes these are.
const LIMIT: u64 = 10_000_000;

fn full_disk(browser: Browser) -> Result<()> {
    let folder = TempDir::new().context("making a folder")?;
    let session = small(browser, folder.path())?;
    running::grant_all(&session)?;
    session.proxy().answer("server.example", mastodon::open(&[suspend("bad.example")]));
    ask(
        &session,
        &json!({"addServer": {"server": "server.example", "home": true, "allowed": []}}),
    )?;
    let before = Kept::read(&session)?;

    // The person hears of it who loads a file,
    choose(&session, folder.path(), "large", TOO_MANY)?;
    let text = outcome(&session, "bad")?;
    ensure!(text.contains("storage may be full"), "{text}");
    assert_eq!(Kept::read(&session)?, before);
    open(&session, "page.example", PAGE)?;
    assert_eq!(marked(&session)?, ["a suspend true"]);

    // and who finds a list that could not be refreshed.
    let row = |it| format!(r#"{{"domain":"n{it}.example","severity":"suspend"}}"#);
    let rows: Vec<_> = (0..TOO_MANY).map(row).collect();
    let many = Answer::json(format!("[{}]", rows.join(",")));
    let server = trouble::at(mastodon::LIST, many, mastodon::open(&[]));
    session.proxy().answer("server.example", server);
    due(&session, "home:server.example")?;
    ring(&session)?;
    wait("the failure to be noted", || {
        let answer = ask(&session, &json!("lists"))?;
        let list = &answer["lists"]["lists"][0];
        Ok((list["failure"]["key"] == "failStore").then(|| list["timing"].clone()))
    })
    .and_then(|timing| {
        let waits = timing["nextAt"].as_f64().zip(timing["askedAt"].as_f64());
        ensure!(waits.is_some_and(|(next, asked)| next >= asked + 3_600_000.0), "{timing}");
        Ok(())
    })?;
    assert_eq!(Kept::read(&session)?, before);

    choose(&session, folder.path(), "small", 100)?;
    outcome(&session, "good")?;
    open(&session, "page.example", PAGE)?;
    assert_eq!(marked(&session)?, ["a suspend true", "b suspend true"]);
    Kept::read(&session).map(drop)
}

/// A browser in which an extension may keep a few megabytes.
fn small(browser: Browser, folder: &Path) -> Result<Session> {
    let extension = match browser {
        Browser::Firefox => fixture::built("fencepost", browser)?,
        Browser::Chromium => fixture::altered(browser, folder, limitable)?,
    };
    let setup = Setup {
        extension: Some(extension),
        install: Install::Temporary,
        storage: Some(LIMIT),
        ..Setup::default()
    };
    Session::open(browser, Proxy::start()?.into(), setup)
}

/// Without the permission that Chromium gives unlimited storage for.
fn limitable(files: &mut Files) -> Result<()> {
    let manifest = files.get_mut("manifest.json").context("no manifest")?;
    let mut json: Value = serde_json::from_slice(manifest)?;
    let permissions = json["permissions"].as_array_mut().context("no permissions")?;
    permissions.retain(|it| it != "unlimitedStorage");
    *manifest = serde_json::to_vec(&json)?;
    Ok(())
}

fn choose(session: &Session, folder: &Path, tag: &str, names: usize) -> Result<()> {
    let rows: String = (1..names).map(|it| format!("n{it}.{tag}.example,suspend\n")).collect();
    let file = folder.join(format!("{tag}.csv"));
    fs::write(&file, format!("domain,severity\nmark.{tag}.example,suspend\n{rows}"))?;
    session.show_own("options.html")?;
    filled(session)?;
    session.choose_file("[data-part=file]", &file)
}
