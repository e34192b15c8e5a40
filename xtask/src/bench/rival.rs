//! Who is measured in pages: browsers that differ in nothing but their extension.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, anyhow};
use serde_json::json;

use crate::browser::{Browser, Proxy, Session, Setup};
use crate::extension::{Files, copy, word, write};
use crate::root::{root, target};
use crate::running::{ALL_SITES, grant_all, load};

/// The extension that is measured.
pub const OURS: &str = "ours";
/// None at all.
pub const NOBODY: &str = "no extension";
/// One with a content script that does nothing.
pub const EMPTY: &str = "empty content script";
/// One that collects links and reads their host names.
pub const FLOOR: &str = "floor: links and their hosts";
/// What one would write first.
pub const PLAIN: &str = "straightforward extension";
/// One whose background answers and knows nothing.
pub const ANSWERING: &str = "background that only answers";
/// The same, which also compiles the WebAssembly that ours answers with.
pub const COMPILING: &str = "background that compiles our judge and answers";
/// One that asks about all hosts at once and sets an attribute where one is listed, and no more.
pub const LEAST: &str = "least that marks links";
/// One whose popup is a line of text.
pub const POPUP: &str = "popup of one line";

/// Where each is, in `bench/extensions`.
const FOLDERS: [(&str, &str); 7] = [
    (EMPTY, "empty"),
    (FLOOR, "floor"),
    (PLAIN, "plain"),
    (LEAST, "least"),
    (ANSWERING, "answering"),
    (COMPILING, "compiling"),
    (POPUP, "popup"),
];

/// The WebAssembly of our background that pages wait for.
const JUDGE: &str = "judge_bg.wasm";

/// A browser with one contestant in it.
pub struct Rival {
    /// The contestant.
    pub name: &'static str,
    /// Its browser.
    pub session: Session,
}

impl Rival {
    /// Starts the browser, with all sites granted and these names listed.
    ///
    /// # Errors
    /// When the extension cannot be built, or the browser does not start.
    pub fn open(
        name: &'static str,
        browser: Browser,
        proxy: &Arc<Proxy>,
        names: &[String],
    ) -> Result<Rival> {
        let extension = match name {
            NOBODY => None,
            OURS => Some(built(browser)?),
            _ => Some(contestant(name, browser)?),
        };
        // Otherwise Firefox's clock has steps of a millisecond.
        let preferences = vec![("privacy.reduceTimerPrecision", json!(false))];
        let setup = Setup { extension, preferences, ..Setup::default() };
        let session = Session::open(browser, proxy.clone(), setup)?;
        let rival = Rival { name, session };
        rival.prepare(browser, names)?;
        Ok(rival)
    }

    fn prepare(&self, browser: Browser, names: &[String]) -> Result<()> {
        let Rival { name, session } = self;
        match *name {
            NOBODY => return Ok(()),
            OURS => {
                grant_all(session)?;
                self.list(names)?;
            }
            _ => {
                // Chromium gives what the manifest asks for.
                if browser == Browser::Firefox {
                    session.grant(&[ALL_SITES])?;
                }
                self.list(names)?;
            }
        }
        session.tidy()
    }

    /// Gives the extension a list of these names.
    ///
    /// # Errors
    /// When it does not take it.
    pub fn list(&self, names: &[String]) -> Result<()> {
        match self.name {
            OURS => {
                // Without comments, or a million would be more than one list may have.
                let rows: String = names.iter().map(|it| format!("{it},suspend\n")).collect();
                let text = format!("#domain,#severity\n{rows}");
                load(&self.session, "list", &text)?.map(drop).map_err(|why| anyhow!(why))
            }
            PLAIN | LEAST => {
                let script = "await (globalThis.browser ?? chrome).storage.local.set({ names: arguments[0] })";
                let names = serde_json::to_string(names).context("writing names")?;
                self.session.in_extension(script, &[json!(names)]).map(drop)
            }
            _ => Ok(()),
        }
    }
}

/// The folder of ours, built once.
fn built(browser: Browser) -> Result<PathBuf> {
    static BUILT: Mutex<Vec<(Browser, PathBuf)>> = Mutex::new(Vec::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, folder)) = built.iter().find(|it| it.0 == browser) {
        return Ok(folder.clone());
    }
    let folder = crate::build("fencepost", browser)?;
    built.push((browser, folder.clone()));
    Ok(folder)
}

/// The folder of a contestant's extension.
fn contestant(name: &str, browser: Browser) -> Result<PathBuf> {
    let (_, folder) = FOLDERS.into_iter().find(|it| it.0 == name).context("no such contestant")?;
    let source = root().join("bench/extensions");
    let mut files = Files::new();
    copy(&source.join(folder), "", &mut files)?;
    files.insert("options.html".to_owned(), fs::read(source.join("options.html"))?);
    if name == COMPILING {
        let code = built(browser)?.join("core").join(JUDGE);
        let code = fs::read(&code).with_context(|| format!("cannot read {}", code.display()))?;
        files.insert(JUDGE.to_owned(), code);
    }
    files.insert("manifest.json".to_owned(), manifest(name, browser, &files)?);
    let made = target().join("bench/extensions").join(folder).join(word(browser));
    write(&made, &files).with_context(|| format!("cannot write {}", made.display()))?;
    Ok(made)
}

fn manifest(name: &str, browser: Browser, files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>> {
    let mut manifest = json!({
        "manifest_version": 3,
        "name": name,
        "version": "1",
        "permissions": ["storage", "unlimitedStorage", "scripting", "tabs"],
        "host_permissions": [ALL_SITES],
        "options_ui": {"page": "options.html"},
        "content_security_policy": {"extension_pages": "script-src 'self' 'wasm-unsafe-eval'"},
        "browser_specific_settings": {"gecko": {"id": "contestant@fencepost.example"}},
    });
    let background = match browser {
        Browser::Chromium => json!({"service_worker": "background.js"}),
        Browser::Firefox => json!({"scripts": ["background.js"]}),
    };
    let content = json!([{"matches": [ALL_SITES], "js": ["content.js"], "all_frames": true}]);
    let parts = [
        ("background.js", "background", background),
        ("content.js", "content_scripts", content),
        ("popup.html", "action", json!({"default_popup": "popup.html"})),
    ];
    for (file, key, value) in parts {
        if files.contains_key(file) {
            manifest.as_object_mut().context("a manifest")?.insert(key.to_owned(), value);
        }
    }
    serde_json::to_vec_pretty(&manifest).context("writing a manifest")
}
