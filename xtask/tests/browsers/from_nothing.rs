//! A brand from nothing to installed, as an admin makes one who has never seen the repository: the commands of
//! `docs/brands.md`, in a copy of the sources in another folder. What they make there is what is made here.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::json;
use tempfile::TempDir;
use xtask::Files;
use xtask::brand::{Brand, NEUTRAL};
use xtask::browser::{Browser, Proxy, Session, Setup};
use xtask::package::source;
use xtask::reproduce;
use xtask::running::{self, card};

use super::fixture::{Trials, built, marked, open, visible};
use super::panels::{filled, look_everywhere, outcome};
use super::servers::{Server, mastodon, suspend};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("from_nothing_to_installed", installed);
}

const HOME: &str = "example.social";
/// A name that no brand in the repository has.
const BRAND: &str = "from-nothing";
/// Made of what the server says of itself.
const NAME: &str = "Fencepost for Mastodon";
const PAGE: &str = "<a id=one href='https://threads.net/'>a</a> <a href='https://a.example/'>b</a>";

fn installed(browser: Browser) -> Result<()> {
    let [chromium, firefox] = packages()?;
    let package = match browser {
        Browser::Chromium => chromium,
        Browser::Firefox => firefox,
    };
    let folder = TempDir::new().context("making a folder")?;
    let unpacked = folder.path().join("unpacked");
    xtask::write(&unpacked, &xtask::unzip(&fs::read(&package)?)?)?;
    let setup = Setup { extension: Some(unpacked), package: Some(package), ..Setup::default() };
    let session = Session::open(browser, Arc::new(Proxy::start()?), setup)?;

    // The first minute: it knows its name and its home, and asks before it asks anybody.
    session.show_own("welcome.html")?;
    filled(&session)?;
    let said = "return [document.title, document.querySelector('[data-part=server]').value]";
    let said: Vec<String> = serde_json::from_value(session.in_page(said, &[])?)?;
    let said: Vec<_> = said.iter().map(|it| visible(it)).collect();
    assert_eq!(said, [format!("Welcome to {NAME}").as_str(), HOME]);
    assert_eq!(session.proxy().attempts(), [""; 0]);
    session.proxy().answer(HOME, home());
    session.allow(&[&format!("https://{HOME}/*")])?;
    session.click("[data-part=server-form] [type=submit]")?;
    outcome(&session, "good")?;
    session.allow(&[running::ALL_SITES])?;
    look_everywhere(&session)?;

    open(&session, "page.example", PAGE)?;
    assert_eq!(marked(&session)?, ["a suspend true"]);
    running::hover_for_card(&session, "#one")?;
    let words = visible(&card(&session)?.unwrap_or_default());
    for part in ["example.social", "threads.net", "no room for elephants"] {
        assert!(words.contains(part), "no {part} in {words}");
    }
    session.hover_nothing()?;
    let name = "return (globalThis.browser ?? chrome).runtime.getManifest().name";
    assert_eq!(session.in_extension(name, &[])?, NAME);
    assert_eq!(session.complaints()?, json!([]));
    Ok(())
}

/// The server, as the commands and the extension ask it.
fn home() -> Server {
    mastodon::open(&[suspend("threads.net").because("no room for elephants")])
}

/// Chromium's package and Firefox's, made once by the commands.
fn packages() -> Result<[PathBuf; 2]> {
    static MADE: Mutex<Option<[PathBuf; 2]>> = Mutex::new(None);

    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(made) = &*made {
        return Ok(made.clone());
    }
    Ok(made.insert(make()?).clone())
}

/// Makes the brand and its packages in a copy of the sources that lies in `target`, where the next run finds compiled
/// what has not changed.
fn make() -> Result<[PathBuf; 2]> {
    let sources = source::archive(&Brand::read(NEUTRAL)?, "")?;
    let folder = xtask::root().join("target/workshop");
    lay_out(&folder, &xtask::unzip(&sources)?)?;
    let modules = folder.join("node_modules");
    if !modules.exists() {
        symlink(xtask::tools::node_modules()?, &modules)?;
    }

    let proxy = Proxy::start()?;
    proxy.answer(HOME, home());
    let trusted = folder.join("target/trusted.pem");
    fs::create_dir_all(folder.join("target"))?;
    fs::write(&trusted, proxy.certificate(HOME)?)?;
    let mut new = reproduce::at(&folder, Path::new(env!("CARGO_BIN_EXE_xtask")));
    new.env("ALL_PROXY", format!("http://127.0.0.1:{}", proxy.port()));
    new.env_remove("NO_PROXY").env_remove("no_proxy");
    run(new.env("SSL_CERT_FILE", trusted).args(["brand", "new", BRAND, "--home", HOME]))?;
    ensure!(proxy.attempts() == [HOME], "{:?}", proxy.attempts());
    let mut package = reproduce::at(&folder, Path::new(env!("CARGO_BIN_EXE_xtask")));
    run(package.args(["package", "--brand", BRAND]))?;

    let brand = folder.join("brands").join(BRAND).display().to_string();
    let mut paths = Vec::new();
    for (browser, end) in [(Browser::Chromium, "-chromium.zip"), (Browser::Firefox, "-firefox.xpi")]
    {
        let path = made_in(&folder, end)?;
        let mut files = Files::new();
        xtask::copy(&built(&brand, browser)?, "", &mut files)?;
        let there = xtask::unzip(&fs::read(&path).with_context(|| path.display().to_string())?)?;
        let other = files.keys().find(|name| there.get(*name) != files.get(*name));
        ensure!(there == files, "{} is not what is made here: {other:?}", path.display());
        paths.push(path);
    }
    paths.try_into().map_err(|paths| anyhow!("two packages, not {paths:?}"))
}

/// The package whose name ends like this.
fn made_in(folder: &Path, end: &str) -> Result<PathBuf> {
    for entry in fs::read_dir(folder.join("dist")).context("no packages")? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(end) {
            return Ok(path);
        }
    }
    bail!("no package *{end}")
}

/// Makes the folder hold these files and what was compiled of them before. What has not changed keeps its time, by
/// which Cargo knows that.
fn lay_out(folder: &Path, files: &Files) -> Result<()> {
    let made = ["target", "node_modules"];
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !made.contains(&name.as_str()) {
            forget(&entry.path(), &name, files)?;
        }
    }
    for (path, bytes) in files {
        let path = folder.join(path);
        if fs::read(&path).is_ok_and(|it| it == *bytes) {
            continue;
        }
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// Removes what is at this path unless it is among the files.
fn forget(place: &Path, path: &str, files: &Files) -> Result<()> {
    if !place.is_dir() {
        return if files.contains_key(path) { Ok(()) } else { Ok(fs::remove_file(place)?) };
    }
    for entry in fs::read_dir(place)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        forget(&entry.path(), &format!("{path}/{name}"), files)?;
    }
    // A folder that is empty now; one that is not stays.
    drop(fs::remove_dir(place));
    Ok(())
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("starting {command:?}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command:?}: {}\n{said}", output.status);
    Ok(())
}
