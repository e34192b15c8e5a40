//! `./build.sh screenshots`: every page and state of the extension in both browsers and colour schemes, at the widths
//! of a phone and of a desk, in `docs/screenshots`.

mod palette;
mod scene;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use lexopt::prelude::*;
use serde_json::json;

use crate::browser::{Browser, Popup, Proxy, Scheme, Session, Setup, wait};
use crate::extension::word;
use crate::running;
use crate::{Language, build, build_in, root};

/// The widths that pages are laid out in, in CSS pixels. A popup has its own.
const WIDTHS: [u32; 2] = [360, 1280];
const SCHEMES: [(Scheme, &str); 2] = [(Scheme::Light, "light"), (Scheme::Dark, "dark")];
/// The languages beside English, one of which is read from right to left.
const LANGUAGES: [&str; 2] = ["ar", "de"];
/// What a build under another name looks like.
const BRAND: &str = "datasci.social";

/// Takes all pictures.
///
/// # Errors
/// When the arguments are wrong, the extension cannot be built, or a browser does not do as it should.
pub fn screenshots(mut args: lexopt::Parser) -> Result<()> {
    let mut browsers = vec![Browser::Chromium, Browser::Firefox];
    while let Some(arg) = args.next()? {
        match arg {
            Long("browser") => browsers = vec![args.value()?.parse()?],
            _ => return Err(arg.unexpected().into()),
        }
    }
    for browser in browsers {
        eprintln!("build.sh: taking pictures in {}", word(browser));
        scene::play(&Camera::open(browser, "", build("fencepost", browser)?)?)?;
        for language in LANGUAGES {
            let other = build_in(Language::Written(language), "fencepost", browser)?;
            scene::play_in_short(&Camera::open(browser, &format!("-{language}"), other)?)?;
        }
        scene::play_of_a_brand(&Camera::open(
            browser,
            &format!("-{BRAND}"),
            build(BRAND, browser)?,
        )?)?;
    }
    Ok(())
}

/// A browser with the extension, and where its pictures go.
struct Camera {
    session: Session,
    folder: PathBuf,
    /// What the names of pictures end with.
    suffix: String,
}

impl Camera {
    fn open(browser: Browser, suffix: &str, extension: PathBuf) -> Result<Camera> {
        let setup = Setup { extension: Some(extension), ..Setup::default() };
        let session = Session::open(browser, Arc::new(Proxy::start()?), setup)?;
        let folder = root().join("docs/screenshots").join(word(browser));
        fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        Ok(Camera { session, folder, suffix: suffix.to_owned() })
    }

    /// The shown page, whole, at every width in every scheme.
    fn page(&self, name: &str) -> Result<()> {
        let session = &self.session;
        for (scheme, light) in SCHEMES {
            session.prefer(scheme)?;
            for width in WIDTHS {
                session.resize(width, 800)?;
                let height = session
                    .in_page("return Math.ceil(document.documentElement.scrollHeight)", &[])?;
                let height = height.as_u64().and_then(|it| u32::try_from(it).ok());
                session
                    .resize(width, height.context("a page without height")?.clamp(400, 9_000))?;
                self.save(&format!("{name}-{width}-{light}"), &session.screenshot()?)?;
            }
        }
        session.prefer(Scheme::Light)?;
        session.resize_no_more()
    }

    /// The card of a link of the shown page, in every scheme.
    fn card(&self, link: &str) -> Result<()> {
        let session = &self.session;
        session.resize(720, 520)?;
        for (scheme, light) in SCHEMES {
            session.prefer(scheme)?;
            running::hover_for_card(session, link)?;
            self.save(&format!("card-{light}"), &session.screenshot()?)?;
            session.hover_nothing()?;
        }
        session.prefer(Scheme::Light)?;
        session.resize_no_more()
    }

    /// The popup on the shown page once it has come to this state, in every scheme.
    fn popup(&self, name: &str, state: &str) -> Result<()> {
        self.popup_during(name, state, ["", ""])
    }

    /// The same between two scripts that run in it.
    fn popup_during(&self, name: &str, state: &str, [before, after]: [&str; 2]) -> Result<()> {
        for (scheme, light) in SCHEMES {
            self.session.prefer(scheme)?;
            let popup: Popup = self.session.click_toolbar()?;
            wait("the popup to be filled", || {
                let now = popup.run("return document.body.dataset.state", &[])?;
                Ok((now == json!(state)).then_some(()))
            })?;
            settled(&popup)?;
            popup.run(before, &[])?;
            settled(&popup)?;
            self.save(&format!("popup-{name}-{light}"), &popup.screenshot()?)?;
            popup.run(after, &[])?;
            settled(&popup)?;
            popup.close()?;
        }
        self.session.prefer(Scheme::Light)
    }

    fn save(&self, name: &str, png: &[u8]) -> Result<()> {
        let path = self.folder.join(format!("{name}{}.png", self.suffix));
        let small = palette::reduced(png).with_context(|| format!("making {name} smaller"))?;
        fs::write(&path, small).with_context(|| format!("writing {}", path.display()))
    }

    /// Opens one of the extension's own pages, and waits until it is filled.
    fn open_own(&self, path: &str) -> Result<()> {
        self.session.show_own(path)?;
        wait("the page to be filled", || {
            let script = "return !document.body.hidden
                && (!document.querySelector('[data-part=sites-panel]') || !!document.querySelector('[data-chosen]'))";
            Ok((self.session.in_page(script, &[])? == json!(true)).then_some(()))
        })
    }

    /// Waits until an element is there.
    fn there(&self, selector: &str) -> Result<()> {
        wait(selector, || {
            let script = "return document.querySelector(arguments[0])?.checkVisibility() ?? false";
            Ok((self.session.in_page(script, &[json!(selector)])? == json!(true)).then_some(()))
        })
    }

    /// Asks the background about the lists.
    fn ask(&self, request: &serde_json::Value) -> Result<()> {
        running::ask(&self.session, request).map(drop)
    }
}

/// Waits until nothing in a popup changes from one frame to the next.
fn settled(popup: &Popup<'_>) -> Result<()> {
    let mut last = json!(null);
    wait("the popup to be still", || {
        let frame = "await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
            return document.body.outerHTML";
        let now = popup.run(frame, &[])?;
        let still = now == last;
        last = now;
        Ok(still.then_some(()))
    })
}
