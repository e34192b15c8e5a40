//! An update from the first version: whatever it kept is in force, and pages are looked at as before.
//!
//! It is built from the history, once, into `target/former`.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::Files;
use xtask::browser::{Browser, Install, Session, wait};
use xtask::running::{self, ALL_SITES, ask};

use super::kept::Kept;
use crate::browsers::fixture::{self, Trials, marked, open};
use crate::browsers::servers::{mastodon, suspend};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("faults_of_an_update_from_the_first_version", update);
}

/// The first commit that uses the browser's database as all later ones do. What came before kept the same, with
/// libraries that nobody needs any more.
const FIRST: &str = "922205bcbcfc48b979afff1390f139036612b199";

const PAGE: &str = "<a href='https://home.example/'>a</a> <a href='https://file.example/'>b</a>";

fn update(browser: Browser) -> Result<()> {
    let folder = TempDir::new().context("making a folder")?;
    let extension = folder.path().join("extension");
    xtask::write(&extension, &first(browser)?)?;
    let session = fixture::session_with(browser, extension, Install::Temporary)?;
    running::grant_all(&session)?;
    session.proxy().answer("server.example", mastodon::open(&[suspend("home.example")]));
    tell(&session, &json!({"addServer": {"server": "server.example"}}))?;
    let file = "#domain,#severity\nfile.example,silence\n";
    tell(&session, &json!({"addFile": {"name": "List", "text": file}}))?;
    tell(&session, &json!({"setMarks": {"shown": false}}))?;

    session.update(&fixture::built("fencepost", browser)?)?;
    let script = "const { permissions, scripting } = globalThis.browser ?? chrome;
        const scripts = await scripting.getRegisteredContentScripts();
        return [scripts.length, await permissions.contains({ origins: [arguments[0]] })];";
    wait("the content script to be registered", || {
        let found = session.in_extension(script, &[json!(ALL_SITES)])?;
        Ok((found == json!([1, true])).then_some(()))
    })?;
    let marks = ["a suspend", "b silence"];
    open(&session, "page.example", PAGE)?;
    assert_eq!(marked(&session)?, marks.map(|it| format!("{it} \"setting\"")));
    let kept = Kept::read(&session)?;
    assert_eq!((kept.count("home:server.example"), kept.count("file:List")), (1, 1), "{kept:?}");
    ask(&session, &json!({"setMarks": true}))?;
    open(&session, "page.example", PAGE)?;
    assert_eq!(marked(&session)?, marks.map(|it| format!("{it} true")));
    let answer = ask(&session, &json!({"refresh": "home:server.example"}))?;
    ensure!(answer["loaded"]["failure"] == Value::Null, "{answer}");
    Kept::read(&session).map(drop)
}

/// Asks the first version for something.
fn tell(session: &Session, message: &Value) -> Result<()> {
    let script = "return await (globalThis.browser ?? chrome).runtime.sendMessage(arguments[0])";
    let answer = session.in_extension(script, std::slice::from_ref(message))?;
    ensure!(answer["failed"] == Value::Null, "{answer}");
    Ok(())
}

/// The first version.
fn first(browser: Browser) -> Result<Files> {
    static BUILDING: Mutex<()> = Mutex::new(());

    let _one = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = xtask::root().join("target/former").join(FIRST);
    let kind = match browser {
        Browser::Chromium => "zip",
        Browser::Firefox => "xpi",
    };
    if package(&folder, kind).is_none() {
        build(&folder).context("building the first version")?;
    }
    let path = package(&folder, kind).context("the first version has no package")?;
    let mut archive = zip::ZipArchive::new(File::open(&path)?)?;
    let mut files = Files::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        files.insert(file.name()?.into_owned(), bytes);
    }
    Ok(files)
}

/// The package of this kind that was built there.
fn package(folder: &Path, kind: &str) -> Option<PathBuf> {
    let entries = fs::read_dir(folder.join("dist")).ok()?;
    let mut paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.find(|path| path.extension().is_some_and(|it| it == kind))
}

/// Builds it as it was built then, with the npm packages of today.
fn build(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let sources = folder.join("sources.tar");
    let mut git = Command::new("git");
    git.args(["archive", "--output"]).arg(&sources).arg(FIRST).current_dir(xtask::root());
    run(&mut git)?;
    run(Command::new("tar").arg("xf").arg(&sources).current_dir(folder))?;
    // It was larger than it allowed itself to be.
    let budget = folder.join("xtask/src/budget.rs");
    fs::write(&budget, fs::read_to_string(&budget)?.replace("_000 }", "_000_000 }"))?;
    let modules = folder.join("node_modules");
    if !modules.exists() {
        std::os::unix::fs::symlink(xtask::tools::node_modules()?, modules)?;
    }
    let mut cargo = Command::new("cargo");
    cargo.args(["run", "--quiet", "--package", "xtask", "--", "package"]).current_dir(folder);
    run(cargo.env("CARGO_MANIFEST_DIR", folder.join("xtask")).env_remove("CARGO_TARGET_DIR"))
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("starting {command:?}"))?;
    if !status.success() {
        bail!("{command:?}: {status}");
    }
    Ok(())
}
