//! One session for each browser, shared by all trials that leave it as they found it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use libtest_mimic::{Failed, Trial};
use xtask::browser::{Browser, Install, Proxy, Session, Setup};

/// The trials of all subjects, each once for every browser.
#[derive(Default)]
pub struct Trials(Vec<Trial>);

impl Trials {
    /// Adds a trial that starts what it needs.
    pub fn alone(&mut self, name: &str, test: fn(Browser) -> Result<()>) {
        for (browser, prefix) in [(Browser::Chromium, "chromium"), (Browser::Firefox, "firefox")] {
            self.0.push(Trial::test(format!("{prefix}::{name}"), move || {
                test(browser).map_err(|error| Failed::from(format!("{error:?}")))
            }));
        }
    }

    /// All of them.
    pub fn all(self) -> Vec<Trial> {
        self.0
    }
}

/// Ends the shared sessions, side by side.
pub fn quit() {}

/// A session of its own with the extension in `dir`.
pub fn session(browser: Browser, dir: PathBuf, install: Install) -> Result<Session> {
    let setup = Setup { extension: Some(dir), install, ..Setup::default() };
    Session::open(browser, Arc::new(Proxy::start()?), setup)
}

/// A file or directory under `xtask/tests/data`.
pub fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(path)
}
