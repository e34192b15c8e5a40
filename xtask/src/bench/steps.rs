//! All that is measured, in stretches of a few minutes, and what is kept of each: the whole takes more than an hour,
//! and can go on where it was stopped.

use std::fs;
use std::path::PathBuf;
use std::thread;

use anyhow::{Context, Result, anyhow};

use super::figure::Figure;
use super::{ROUNDS, changes, longest, memory, native, node, pages, popup, sizes, wake, web};
use crate::browser::Browser;
use crate::extension::word;
use crate::root::target;

/// One stretch.
pub struct Step {
    /// What it measures: `B1` and so on.
    ids: &'static [&'static str],
    /// What it is called on the command line and on disk: `pages-firefox`.
    name: String,
    /// Measures, with so many turns for each contestant.
    measure: Box<dyn Fn(usize) -> Result<Vec<Figure>>>,
}

/// Whether the two browsers may be measured at once: where they leave most of the processor idle, or time is not what
/// is measured.
#[derive(Clone, Copy)]
enum Both {
    InTurn,
    AtOnce,
}

/// What is measured in both browsers: the ids of it, its name, and what measures it so many times.
type InBrowser = (&'static [&'static str], &'static str, Both, Measure);
type Measure = fn(Browser, &str, usize) -> Result<Vec<Figure>>;

const IN_BROWSERS: [InBrowser; 7] = [
    (&["B1", "B2", "B3", "B5"], "web", Both::InTurn, web::measure),
    (&["B4"], "wake", Both::InTurn, wake::measure),
    (&["popup"], "popup", Both::InTurn, popup::measure),
    (&["B6", "B7"], "pages", Both::InTurn, pages::measure),
    (&["B6"], "longest", Both::InTurn, longest::measure),
    (&["B8"], "changes", Both::AtOnce, changes::measure),
    (&["B9"], "memory", Both::AtOnce, memory::measure),
];

/// All of them, in the order in which they are measured.
pub fn all() -> Vec<Step> {
    let step = |ids, name: &str, measure| Step { ids, name: name.to_owned(), measure };
    let mut steps = Vec::new();
    for (ids, name, sizes) in native::STEPS {
        steps.push(step(ids, name, Box::new(move |rounds| native::measure(name, rounds, sizes))));
    }
    steps.push(step(&["B1", "B2", "B3", "B5"], "node", Box::new(node::measure)));
    for (ids, name, both, measure) in IN_BROWSERS {
        match both {
            Both::AtOnce => {
                steps.push(step(ids, name, Box::new(move |rounds| at_once(measure, rounds))));
            }
            Both::InTurn => steps.extend([Browser::Chromium, Browser::Firefox].map(|browser| {
                let name = format!("{name}-{}", word(browser));
                let measure = move |rounds| measure(browser, place(browser), rounds);
                step(ids, &name, Box::new(measure))
            })),
        }
    }
    steps.push(step(&["B10"], "sizes", Box::new(|_| sizes::measure())));
    steps
}

impl Step {
    /// Whether this names it, or something that it measures.
    pub fn is(&self, word: &str) -> bool {
        self.name == word || self.ids.contains(&word)
    }

    /// Measures, and keeps what was measured often enough.
    ///
    /// # Errors
    /// When a contestant cannot be built or fails, or nothing can be kept.
    pub fn measure(&self, rounds: usize) -> Result<Vec<Figure>> {
        let figures = (self.measure)(rounds)?;
        if rounds >= ROUNDS {
            let (file, text) = (self.file(), serde_json::to_string_pretty(&figures)?);
            let written =
                fs::create_dir_all(target().join(KEPT)).and_then(|()| fs::write(&file, text));
            written.with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(figures)
    }

    /// What was kept of the last time; `None` when nothing was, or it cannot be read.
    pub fn kept(&self) -> Option<Vec<Figure>> {
        serde_json::from_slice(&fs::read(self.file()).ok()?).ok()
    }

    fn file(&self) -> PathBuf {
        target().join(KEPT).join(format!("{}.json", self.name))
    }
}

const KEPT: &str = "bench/figures";

fn place(browser: Browser) -> &'static str {
    match browser {
        Browser::Chromium => "Chromium",
        Browser::Firefox => "Firefox",
    }
}

fn at_once(measure: Measure, rounds: usize) -> Result<Vec<Figure>> {
    let measure = |browser| measure(browser, place(browser), rounds);
    thread::scope(|scope| {
        let firefox = scope.spawn(|| measure(Browser::Firefox));
        let chromium = measure(Browser::Chromium)?;
        let firefox = firefox.join().map_err(|_| anyhow!("measuring in Firefox failed"))?;
        Ok([chromium, firefox?].concat())
    })
}
