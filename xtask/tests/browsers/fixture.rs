//! One session for each browser, shared by all trials; each begins with no list and no rule, all sites granted and marks shown.

use std::env;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Result, anyhow, ensure};
use fencepost::choices::{Choice, Choices};
use fencepost::domain::Domain;
use fencepost::severity::Severity;
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};
use xtask::Files;
use xtask::browser::{Browser, Install, Proxy, Scheme, Session, Setup};
use xtask::running::{self, ask};

use super::servers::mastodon;

static SHARED: [Mutex<Option<Session>>; 2] = [Mutex::new(None), Mutex::new(None)];

/// The trials of all subjects, each once for every browser.
pub struct Trials {
    wanted: Length,
    trials: Vec<Trial>,
}

/// How long a trial may take.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Length {
    /// Seconds: it is one of the tests.
    Short,
    /// Minutes: it is run by `./build.sh soak`.
    Long,
}

impl Trials {
    /// Gathers the tests, or what `./build.sh soak` runs.
    pub fn new() -> Trials {
        let is_long = env::var_os(xtask::soak::VARIABLE).is_some();
        Trials { wanted: if is_long { Length::Long } else { Length::Short }, trials: Vec::new() }
    }

    /// Adds a trial in the shared session, with the neutral brand.
    pub fn add(&mut self, name: &str, test: fn(&Session) -> Result<()>) {
        self.push(Length::Short, name, move |browser| {
            let mut shared = shared(browser).lock().unwrap_or_else(PoisonError::into_inner);
            // Taken out, so that one that breaks is not met again.
            let session = match mem::take(&mut *shared) {
                Some(session) => session,
                None => session(browser, "fencepost", Install::Temporary)?,
            };
            reset(&session)?;
            test(&session)?;
            *shared = Some(session);
            Ok(())
        });
    }

    /// Adds a trial that starts what it needs.
    pub fn alone(&mut self, name: &str, test: fn(Browser) -> Result<()>) {
        self.push(Length::Short, name, test);
    }

    /// Adds a trial of minutes, for `./build.sh soak`, that starts what it needs.
    pub fn long(&mut self, name: &str, test: fn(Browser) -> Result<()>) {
        self.push(Length::Long, name, test);
    }

    /// All of them but those that `expected_failures.txt` leaves out.
    pub fn all(self) -> Vec<Trial> {
        let lines = include_str!("expected_failures.txt").lines();
        let left_out: Vec<_> = lines.filter_map(|it| it.split_once(" → ")).map(|it| it.0).collect();
        self.trials.into_iter().filter(|it| !left_out.contains(&it.name())).collect()
    }

    fn push(
        &mut self,
        length: Length,
        name: &str,
        test: impl Fn(Browser) -> Result<()> + Copy + Send + 'static,
    ) {
        if length != self.wanted {
            return;
        }
        for (browser, prefix) in [(Browser::Chromium, "chromium"), (Browser::Firefox, "firefox")] {
            self.trials.push(Trial::test(format!("{prefix}::{name}"), move || {
                test(browser).map_err(|error| Failed::from(format!("{error:?}")))
            }));
        }
    }
}

/// Ends the shared sessions, side by side.
pub fn quit() {
    thread::scope(|scope| {
        for shared in &SHARED {
            scope.spawn(|| mem::take(&mut *shared.lock().unwrap_or_else(PoisonError::into_inner)));
        }
    });
}

/// A session of its own with the extension of a brand.
pub fn session(browser: Browser, brand: &str, install: Install) -> Result<Session> {
    session_with(browser, built(brand, browser)?, install)
}

/// The folder of the extension, built once: to build it again would pull it from under a browser that runs it.
pub fn built(brand: &str, browser: Browser) -> Result<PathBuf> {
    static BUILT: Mutex<Vec<(String, Browser, PathBuf)>> = Mutex::new(Vec::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((.., folder)) = built.iter().find(|it| it.0 == brand && it.1 == browser) {
        return Ok(folder.clone());
    }
    let folder = xtask::build(brand, browser)?;
    built.push((brand.to_owned(), browser, folder.clone()));
    Ok(folder)
}

/// A copy of the neutral extension in this folder, changed.
pub fn altered(
    browser: Browser,
    folder: &Path,
    change: impl FnOnce(&mut Files) -> Result<()>,
) -> Result<PathBuf> {
    let mut files = Files::new();
    xtask::copy(&built("fencepost", browser)?, "", &mut files)?;
    change(&mut files)?;
    let copy = folder.join("extension");
    xtask::write(&copy, &files)?;
    Ok(copy)
}

/// Has the background begin with another script.
pub fn with_script(files: &mut Files, name: &str, script: &[u8]) -> Result<()> {
    with_script_in(files, "background.js", name, script)
}

/// Has a script of the extension begin with another, behind what gives it the browser's API.
pub fn with_script_in(files: &mut Files, file: &str, name: &str, script: &[u8]) -> Result<()> {
    const FIRST: &str = "import\"./bridge.js\";";

    let outer = files.get_mut(file).with_context(|| format!("no {file}"))?;
    let text = String::from_utf8(outer.clone())?;
    ensure!(text.contains(FIRST), "where does {text} begin?");
    *outer = text.replace(FIRST, &format!("{FIRST}import\"./{name}\";")).into();
    files.insert(name.to_owned(), script.to_vec());
    Ok(())
}

/// A session of its own with the extension in this directory.
pub fn session_with(browser: Browser, extension: PathBuf, install: Install) -> Result<Session> {
    let setup = Setup { extension: Some(extension), install, ..Setup::default() };
    Session::open(browser, Arc::new(Proxy::start()?), setup)
}

/// A session of its own with the browser as it comes.
pub fn plain_session(browser: Browser) -> Result<Session> {
    Session::open(browser, Arc::new(Proxy::start()?), Setup::default())
}

/// A file or directory under `xtask/tests/data`.
pub fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(path)
}

/// Serves a page at `https://HOST/page`, opens it, and waits until its links are judged.
pub fn open(session: &Session, host: &str, html: &str) -> Result<()> {
    show(session, host, html)?;
    running::settled(session)
}

/// Serves a page at `https://HOST/page` and opens it.
pub fn show(session: &Session, host: &str, html: &str) -> Result<()> {
    let address = format!("https://{host}/page");
    running::serve(session.proxy(), &address, format!("<!doctype html><title>Page</title>{html}"))?;
    session.show(&address)
}

/// Has the person sign in at a Mastodon server, in the shown page.
pub fn sign_in(session: &Session, host: &str) -> Result<()> {
    session.show(&format!("https://{host}{}", mastodon::SIGN_IN))?;
    session.click("button")?;
    xtask::browser::wait("the person to be signed in", || {
        Ok((!session.address()?.ends_with(mastodon::SIGN_IN)).then_some(()))
    })
}

/// Loads a list in the columns of a Mastodon export.
pub fn load(session: &Session, name: &str, rows: &str) -> Result<Value> {
    let head = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate";
    running::load(session, name, &format!("{head}\n{rows}\n"))?.map_err(|why| anyhow!(why))
}

/// What is marked on the page, as `text severity marked`, in its order.
pub fn marked(session: &Session) -> Result<Vec<String>> {
    let marks = running::marks(session)?;
    Ok(marks
        .iter()
        .map(|mark| {
            let severity = mark.severity.as_deref().unwrap_or("nothing");
            format!("{} {severity} {}", mark.text, json!(mark.marked))
        })
        .collect())
}

/// Waits until exactly this is marked on the page.
pub fn wait_for_marks(session: &Session, expected: &[&str]) -> Result<()> {
    let mut last = Vec::new();
    let waited = xtask::browser::wait("the marks", || {
        last = marked(session)?;
        Ok((last == expected).then_some(()))
    });
    waited.map_err(|error| anyhow!("{error:#}: expected {expected:?}, found {last:?}"))
}

/// The page's serialised tree without the attribute `without`, its text, and the number of elements that carry it, and of
/// links among them.
pub fn tree(session: &Session, without: &str) -> Result<Value> {
    session.in_page(
        "const copy = document.documentElement.cloneNode(true), [name] = arguments;
         const marked = name ? [...copy.querySelectorAll(`[${name}]`)] : [];
         for (const element of marked) element.removeAttribute(name);
         return { html: copy.outerHTML, text: document.documentElement.innerText, marked: marked.length,
             links: marked.filter(it => /^(a|area)$/.test(it.localName)).length };",
        &[json!(without)],
    )
}

/// The boxes of all elements of the page, in its order: each element's bounding box as it is, then every box of it
/// after the page was laid out anew.
///
/// Into how many boxes Chromium splits the text of an element depends on how the page arrived: two loads of one page
/// differ in it, without any extension. Laid out from nothing they are alike.
pub fn boxes(session: &Session) -> Result<Vec<Value>> {
    let boxes = session.in_page(
        "const list = ({ x, y, width, height }) => [x, y, width, height];
         const elements = [...document.querySelectorAll('*')];
         const bounds = elements.map(element => list(element.getBoundingClientRect()));
         const root = document.documentElement, style = root.getAttribute('style');
         root.style.setProperty('display', 'none', 'important');
         root.getBoundingClientRect();
         // Chromium takes away only an attribute that was written as one.
         root.setAttribute('style', '');
         root.removeAttribute('style');
         if (style !== null) root.setAttribute('style', style);
         return elements.map((element, i) =>
             [element.localName, bounds[i], [...element.getClientRects()].map(list)]);",
        &[],
    )?;
    Ok(serde_json::from_value(boxes)?)
}

/// Asserts that all boxes are where they were, and names the first that is not.
#[track_caller]
pub fn assert_boxes(session: &Session, before: &[Value], what: &str) -> Result<()> {
    let now = boxes(session)?;
    let moved = now.iter().zip(before).find(|(now, before)| !is_in_place(now, before));
    assert!(moved.is_none() && now.len() == before.len(), "{what}: {moved:?}");
    Ok(())
}

/// Whether an element's boxes are where they were: exactly after the page was laid out anew; as it is, to less than a
/// pixel, because Firefox rounds what it lays out bit by bit in another way, depending on how busy the machine is.
fn is_in_place(now: &Value, before: &Value) -> bool {
    let numbers = |it: &Value| -> Vec<f64> {
        it[1].as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
    };
    let moved = numbers(now).iter().zip(numbers(before)).any(|(a, b)| (a - b).abs() >= 1.0);
    now[0] == before[0] && now[2] == before[2] && !moved
}

/// What a person reads, without the invisible characters that keep names in one piece.
pub fn visible(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

/// The name of the attribute that carries the marks of this page.
pub fn attribute(session: &Session) -> Result<String> {
    let name = session.in_content("return fencepost.attribute", &[])?;
    name.as_str().map(str::to_owned).ok_or_else(|| anyhow!("no attribute but {name}"))
}

/// Gives back every host that an earlier trial was given by itself: Firefox keeps those beside all sites.
const WITHDRAW: &str = "
    const { permissions } = globalThis.browser ?? chrome;
    const { origins } = await permissions.getAll();
    const single = origins.filter(origin => origin !== '*://*/*');
    if (single.length) await permissions.remove({ origins: single });";

/// Back to no list and no rule, all sites granted, marks shown.
pub fn reset(session: &Session) -> Result<()> {
    session.show("about:blank")?;
    // Nothing is left to be taken back either.
    let nothing =
        json!({"kind": "fencepost-backup", "version": 1, "marks": true, "rules": [], "lists": []});
    let answer = ask(session, &json!({"restore": nothing.to_string()}))?;
    ensure!(answer["lists"].is_object(), "{answer}");
    session.prefer(Scheme::Light)?;
    session.in_extension(WITHDRAW, &[])?;
    running::grant_all(session)?;
    session.proxy().clear();
    session.messages()?;
    Ok(())
}

/// Has a person choose until exactly this is chosen about marks.
pub fn choose(session: &Session, wanted: &Value) -> Result<()> {
    let wanted: Choices = serde_json::from_value(wanted.clone())?;
    let mut answer = ask(session, &json!("choices"))?;
    let now: Choices = serde_json::from_value(answer["choices"].take())?;
    let mut choices = vec![Choice::OnlyHovered(wanted.only_hovered), Choice::Strict(wanted.strict)];
    let style = wanted.style.unwrap_or_default();
    choices.extend((style != now.style.unwrap_or_default()).then_some(Choice::Style(style)));
    for severity in Severity::ALL {
        choices.push(Choice::Drawn(severity, wanted.severities.contains(&severity)));
    }
    for (listed, choices_of) in [(false, &now), (true, &wanted)] {
        let all = |names: &[Domain], choice: fn(Domain, bool) -> Choice| -> Vec<Choice> {
            names.iter().map(|name| choice(name.clone(), listed)).collect()
        };
        choices.extend(all(&choices_of.plain_sites, Choice::Plain));
        choices.extend(all(&choices_of.muted, Choice::Muted));
        choices.extend(all(&choices_of.allowed, Choice::Allowed));
    }
    let mut reached = now;
    for choice in choices {
        let before = reached.clone();
        reached.choose(choice.clone());
        if reached != before {
            let answer = ask(session, &json!({"choose": choice}))?;
            ensure!(answer["choices"] == json!(reached), "{choice:?}: {answer}");
        }
    }
    Ok(())
}

fn shared(browser: Browser) -> &'static Mutex<Option<Session>> {
    match browser {
        Browser::Chromium => &SHARED[0],
        Browser::Firefox => &SHARED[1],
    }
}
