use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::chromium::Chromium;
use super::driver::Driver;
use super::extension::Extension;
use super::firefox::Firefox;
use super::{Browser, Proxy, wait};
use crate::extension::{Files, copy, write};

/// How the extension gets into the browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Install {
    /// Until the browser quits.
    #[default]
    Temporary,
    /// So that it survives [`Session::restart`].
    Kept,
}

/// What a page is laid out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// To be read on a screen.
    Screen,
    /// To be printed.
    Print,
    /// To be read on a screen, in no colours but those that the person has chosen for everything.
    ForcedColours,
}

/// A colour scheme that a person prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// What a person does in the browser's own window to reach the extension.
#[derive(Clone, Debug)]
pub enum Gesture {
    /// Chooses the extension's entry in the context menu of what is here in the page, in CSS pixels.
    Menu {
        /// From the left.
        x: i64,
        /// From the top.
        y: i64,
        /// The address of the link that is there.
        link: Option<String>,
        /// The text that is selected there.
        selection: Option<String>,
    },
    /// Types the extension's keyword and this into the address bar, and presses Enter.
    AddressBar(String),
    /// Presses the keys of the command with this name.
    Command(String),
}

/// What a session starts with.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// The directory of the unpacked extension; without, the browser as it is.
    pub extension: Option<PathBuf>,
    /// The package of the same extension, which Firefox takes as it is.
    pub package: Option<PathBuf>,
    /// How it is installed.
    pub install: Install,
    /// With a window on the screen.
    pub headed: bool,
    /// Further preferences of Firefox, by their names.
    pub preferences: Vec<(&'static str, Value)>,
    /// About how many bytes an extension may keep; without, as many as the disk holds.
    pub storage: Option<u64>,
}

/// A running browser with an own profile, which ends and goes when this is dropped.
///
/// It shows one page, as a person would see it. Scripts for the extension run in a page of the extension in a
/// background tab, so that the shown page keeps the focus.
#[derive(Debug)]
pub struct Session {
    engine: Box<dyn Engine>,
    driver: Driver,
    browser: Browser,
    proxy: Arc<Proxy>,
    setup: Setup,
    extension: Option<Extension>,
    profile: TempDir,
}

impl Session {
    /// Starts a browser whose whole web is `proxy`.
    ///
    /// # Errors
    /// When browser or driver are not installed, or the extension cannot be loaded.
    pub fn open(browser: Browser, proxy: Arc<Proxy>, setup: Setup) -> Result<Self> {
        let extension = setup.extension.as_ref().map(|dir| Extension::read(dir, browser));
        let extension = extension.transpose()?;
        let profile = TempDir::with_prefix("fencepost-").context("making a profile")?;
        let mut driver = Driver::start(browser)?;
        let again = false;
        let engine = engine(
            browser,
            &mut driver,
            &proxy,
            profile.path(),
            &setup,
            extension.as_ref(),
            again,
        )?;
        Ok(Self { engine, driver, browser, proxy, setup, extension, profile })
    }

    /// Where the browser puts what it saves.
    #[must_use]
    pub fn downloads(&self) -> PathBuf {
        downloads(self.profile.path())
    }

    /// Which browser it is.
    #[must_use]
    pub fn browser(&self) -> Browser {
        self.browser
    }

    /// All of the web that it can reach.
    #[must_use]
    pub fn proxy(&self) -> &Proxy {
        &self.proxy
    }

    /// Quits the browser and starts it again with the same profile; the extension needs [`Install::Kept`].
    ///
    /// # Errors
    /// When the browser does not start again.
    pub fn restart(&mut self) -> Result<()> {
        if self.extension.is_some() && self.setup.install == Install::Temporary {
            bail!("the extension was not installed to survive a restart");
        }
        self.driver.close()?;
        self.start_again()
    }

    /// Ends the browser as a crash or a loss of power does, and starts it again with the same profile. It has to have
    /// been [restarted](Self::restart) once, so that all that installing wrote is on disk.
    ///
    /// # Errors
    /// When the browser does not start again.
    pub fn crash(&mut self) -> Result<()> {
        self.driver.kill(self.browser)?;
        self.start_again()
    }

    fn start_again(&mut self) -> Result<()> {
        let (profile, setup) = (self.profile.path(), &self.setup);
        let extension = self.extension.as_ref();
        self.engine =
            engine(self.browser, &mut self.driver, &self.proxy, profile, setup, extension, true)?;
        Ok(())
    }

    /// Opens an address, and waits until it is loaded.
    ///
    /// # Errors
    /// When it cannot be loaded.
    pub fn show(&self, url: &str) -> Result<()> {
        self.driver.send("url", &json!({"url": url}))?;
        self.raise()
    }

    /// The address of the shown page, also while it goes to another: a script may never answer from a page that is left.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn address(&self) -> Result<String> {
        let url = self.driver.read("url")?;
        Ok(url.as_str().context("a page without an address")?.to_owned())
    }

    /// Opens an address in one more tab, which is shown from then on.
    ///
    /// # Errors
    /// When it cannot be loaded.
    pub fn show_more(&self, url: &str) -> Result<()> {
        let tab = self.driver.send("window/new", &json!({"type": "tab"}))?;
        self.driver.send("window", &json!({"handle": tab["handle"]}))?;
        self.show(url)
    }

    /// The browser's processes, the driver's own left out.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn processes(&self) -> Result<Vec<u32>> {
        self.driver.processes()
    }

    /// Opens a page of the extension, by its path.
    ///
    /// # Errors
    /// When there is no such page.
    pub fn show_own(&self, path: &str) -> Result<()> {
        self.show(&self.own(path)?)
    }

    /// The address of a file of the extension.
    ///
    /// # Errors
    /// Without an extension.
    pub fn own(&self, path: &str) -> Result<String> {
        Ok(format!("{}{path}", self.extension()?.base))
    }

    /// Whether the window is still there.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.driver.read("window").is_ok()
    }

    /// Runs the body of an async function in the page, in its own world, and answers what it returns.
    ///
    /// # Errors
    /// What it throws.
    pub fn in_page(&self, body: &str, args: &[Value]) -> Result<Value> {
        self.driver.run(body, args)
    }

    /// Runs the body of an async function in a page of the extension.
    ///
    /// # Errors
    /// What it throws.
    pub fn in_extension(&self, body: &str, args: &[Value]) -> Result<Value> {
        let url = self.extension()?.own_page();
        self.engine.show(&self.driver, &url)?;
        self.engine.run(&self.driver, &url, body, args)
    }

    /// Runs the body of an async function in the shown page, in the extension's world.
    ///
    /// # Errors
    /// What it throws, and when the extension may not look at the page.
    pub fn in_content(&self, body: &str, args: &[Value]) -> Result<Value> {
        let url = self.driver.read("url")?;
        self.in_content_of(url.as_str().context("a page without address")?, body, args)
    }

    /// The same in whichever tab shows exactly this address, in any window.
    ///
    /// # Errors
    /// As [`Session::in_content`].
    pub fn in_content_of(&self, url: &str, body: &str, args: &[Value]) -> Result<Value> {
        let script = format!(
            "const api = globalThis.browser ?? chrome;
             const tab = (await api.tabs.query({{}})).find(tab => tab.url === arguments[0]);
             if (!tab) throw new Error('no tab shows ' + arguments[0]);
             const [answer] = await api.scripting.executeScript({{
                 target: {{ tabId: tab.id }},
                 args: [arguments[1]],
                 func: async args => {{
                     try {{ return {{ value: await (async function () {{ {body} }}).apply(null, args) }}; }}
                     catch (error) {{ return {{ error: String(error) + '\\n' + error?.stack }}; }}
                 }},
             }});
             return answer.result ?? answer;"
        );
        let mut answer = self.in_extension(&script, &[json!(url), json!(args)])?;
        if let Some(error) = answer["error"].as_str() {
            bail!("in the content script's world: {error}");
        }
        Ok(answer["value"].take())
    }

    /// Runs the body of an async function in the tab that shows exactly this address, whichever tab that is.
    ///
    /// # Errors
    /// What it throws, and when no tab shows it.
    pub fn in_tab(&self, url: &str, body: &str, args: &[Value]) -> Result<Value> {
        self.engine.run(&self.driver, url, body, args)
    }

    /// Closes the tab that shows exactly this address, if there is one.
    ///
    /// # Errors
    /// When it does not close.
    pub fn close_tab(&self, url: &str) -> Result<()> {
        self.engine.hide(&self.driver, url)
    }

    /// Closes the background tab that [`Session::in_extension`] runs in, until it is needed again.
    ///
    /// # Errors
    /// Without an extension.
    pub fn tidy(&self) -> Result<()> {
        self.engine.hide(&self.driver, &self.extension()?.own_page())
    }

    /// Lets the extension have these origins when it asks.
    ///
    /// # Errors
    /// Without an extension.
    pub fn allow(&self, origins: &[&str]) -> Result<()> {
        self.engine.allow(&self.driver, self.extension()?, origins)
    }

    /// Grants these origins, as if the extension had asked and a person said yes.
    ///
    /// # Errors
    /// When they are not among the optional host permissions.
    pub fn grant(&self, origins: &[&str]) -> Result<()> {
        self.engine.grant(&self.driver, self.extension()?, origins)
    }

    /// Takes these origins away, as a person does in the browser's settings.
    ///
    /// # Errors
    /// Without an extension.
    pub fn revoke(&self, origins: &[&str]) -> Result<()> {
        self.engine.revoke(&self.driver, self.extension()?, origins)
    }

    /// Lets the extension into private windows, as a person does in the browser's settings. It is loaded anew for that.
    ///
    /// # Errors
    /// Without an extension.
    pub fn allow_private(&self) -> Result<()> {
        self.engine.allow_private(&self.driver, self.extension()?)
    }

    /// Ends the background as the browser does when it is idle.
    ///
    /// # Errors
    /// When it does not end.
    pub fn stop_background(&self) -> Result<()> {
        self.engine.stop_background(&self.driver, self.extension()?)
    }

    /// Exchanges the extension for what is in this directory now, as an update does. It has to have the same id, and the
    /// extension that runs has to be in a directory of its own, which is overwritten.
    ///
    /// # Errors
    /// When it cannot be loaded.
    pub fn update(&self, build: &Path) -> Result<()> {
        let dir = &self.extension()?.dir;
        let mut files = Files::new();
        copy(build, "", &mut files)?;
        write(dir, &files).with_context(|| format!("writing {}", dir.display()))?;
        self.engine.update(&self.driver, self.extension()?)
    }

    /// What the browser says against the extension: on `chrome://extensions` in Chromium
    /// (`manifestErrors`, `runtimeErrors` and `installWarnings` of `developerPrivate.getExtensionInfo`), on
    /// `about:debugging` in Firefox.
    ///
    /// # Errors
    /// Without an extension.
    pub fn complaints(&self) -> Result<Value> {
        self.engine.complaints(&self.driver, self.extension()?)
    }

    /// Presses the toolbar button, and waits for the popup to be loaded.
    ///
    /// # Errors
    /// When no popup opens.
    pub fn click_toolbar(&self) -> Result<Popup<'_>> {
        let url = self
            .in_extension("return await (globalThis.browser ?? chrome).action.getPopup({})", &[])?;
        let url = url.as_str().context("the toolbar button has no popup")?.to_owned();
        self.raise()?;
        self.engine.press_toolbar(&self.driver, self.extension()?)?;
        let popup = Popup { session: self, url };
        wait("the popup", || {
            let state = popup.run("return [document.URL, document.readyState]", &[]);
            Ok(state.is_ok_and(|state| state == json!([popup.url, "complete"])).then_some(()))
        })?;
        Ok(popup)
    }

    /// Chooses the extension's entry in the context menu of an element.
    ///
    /// # Errors
    /// When there is no such element or entry.
    pub fn choose_in_menu(&self, selector: &str) -> Result<()> {
        let (x, y) = self.place(selector)?;
        let script = "return [document.querySelector(arguments[0]).closest('a')?.href ?? null, \
                      getSelection().toString() || null]";
        let (link, selection) = serde_json::from_value(self.in_page(script, &[json!(selector)])?)?;
        self.gesture(&Gesture::Menu { x, y, link, selection })
    }

    /// Types the extension's keyword and this into the address bar, and presses Enter.
    ///
    /// # Errors
    /// When the extension has no keyword.
    pub fn type_in_address_bar(&self, text: &str) -> Result<()> {
        self.gesture(&Gesture::AddressBar(text.to_owned()))
    }

    /// Presses the keys of a command.
    ///
    /// # Errors
    /// When the extension has no such command.
    pub fn command(&self, name: &str) -> Result<()> {
        self.gesture(&Gesture::Command(name.to_owned()))
    }

    fn gesture(&self, gesture: &Gesture) -> Result<()> {
        // Whatever hears it is awake.
        self.in_extension(
            "await (globalThis.browser ?? chrome).runtime.sendMessage({ lists: 'lists' })",
            &[],
        )?;
        self.raise()?;
        self.engine.gesture(&self.driver, self.extension()?, gesture)
    }

    /// What the toolbar button says beside its icon, on the shown page.
    ///
    /// # Errors
    /// When the extension may not look at the page.
    pub fn badge(&self) -> Result<String> {
        let text = self.in_extension(
            "const api = globalThis.browser ?? chrome;
             const tab = (await api.tabs.query({})).find(tab => tab.url === arguments[0]);
             return await api.action.getBadgeText({ tabId: tab.id });",
            &[self.driver.read("url")?],
        )?;
        Ok(text.as_str().context("a badge without text")?.to_owned())
    }

    /// Sets the colour scheme of pages and popups.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn prefer(&self, scheme: Scheme) -> Result<()> {
        self.engine.scheme(&self.driver, scheme)
    }

    /// Lays the shown page out in this size, in CSS pixels, whatever the window allows; so are those that are shown after
    /// it.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn resize(&self, width: u32, height: u32) -> Result<()> {
        // Firefox sizes the tab that is in front, which an extension may have opened.
        self.raise()?;
        self.engine.resize(&self.driver, width, height)?;
        wait("the page to be laid out anew", || {
            let size = self.in_page("return [innerWidth, innerHeight]", &[])?;
            Ok((size == json!([width, height])).then_some(()))
        })
    }

    /// Lays pages out in the size of the window again.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn resize_no_more(&self) -> Result<()> {
        self.engine.resize_no_more(&self.driver)
    }

    /// Shows pages as they are printed or in forced colours, or as on a screen again.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn show_as(&self, medium: Medium) -> Result<()> {
        self.engine.medium(&self.driver, medium)
    }

    /// What was written to the console by any page since the last time, violations of its policy included.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn messages(&self) -> Result<Vec<String>> {
        self.engine.messages(&self.driver)
    }

    /// A PNG of what is seen of the page.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn screenshot(&self) -> Result<Vec<u8>> {
        let data = self.driver.read("screenshot")?;
        Ok(BASE64_STANDARD.decode(data.as_str().context("no screenshot")?)?)
    }

    /// A PNG of the whole page, in a window that is as high for as long.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn screenshot_of_all(&self) -> Result<Vec<u8>> {
        let before = self.driver.read("window/rect")?;
        let height = "return document.documentElement.scrollHeight + outerHeight - innerHeight";
        let height = self.driver.run(height, &[])?;
        self.driver.send("window/rect", &json!({"width": before["width"], "height": height}))?;
        let picture = self.screenshot();
        self.driver.send("window/rect", &before)?;
        picture
    }

    /// Moves the pointer onto the first line box of an element, after scrolling it into view.
    ///
    /// # Errors
    /// When there is no such element.
    pub fn hover(&self, selector: &str) -> Result<()> {
        let (x, y) = self.place(selector)?;
        self.point(&json!([{"type": "pointerMove", "duration": 0, "x": x, "y": y}]))
    }

    /// Moves the pointer into the page's corner.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn hover_nothing(&self) -> Result<()> {
        self.point(&json!([{"type": "pointerMove", "duration": 0, "x": 0, "y": 0}]))
    }

    /// Clicks an element with the pointer.
    ///
    /// # Errors
    /// When there is no such element.
    pub fn click(&self, selector: &str) -> Result<()> {
        let (x, y) = self.place(selector)?;
        self.point(&json!([
            {"type": "pointerMove", "duration": 0, "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]))
    }

    /// Touches an element with a finger for so long.
    ///
    /// # Errors
    /// When there is no such element.
    pub fn touch(&self, selector: &str, time: Duration) -> Result<()> {
        let (x, y) = self.place(selector)?;
        let milliseconds = u64::try_from(time.as_millis())?;
        let finger = json!({"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}, "actions": [
            {"type": "pointerMove", "duration": 0, "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pause", "duration": milliseconds},
            {"type": "pointerUp", "button": 0},
        ]});
        self.driver.send("actions", &json!({"actions": [finger]})).map(drop)
    }

    /// Clicks an element with this button of the pointer, while this key is held; the keys are as in
    /// [`Session::press`], the buttons as in <https://www.w3.org/TR/uievents/#dom-mouseevent-button>.
    ///
    /// # Errors
    /// When there is no such element.
    pub fn click_as(&self, selector: &str, button: u8, held: Option<char>) -> Result<()> {
        let (x, y) = self.place(selector)?;
        let pause = || json!({"type": "pause", "duration": 0});
        let key = |kind| held.map_or_else(pause, |key| json!({"type": kind, "value": key}));
        let keys = json!([key("keyDown"), pause(), pause(), pause(), key("keyUp")]);
        let pointer = json!([
            pause(),
            {"type": "pointerMove", "duration": 0, "x": x, "y": y},
            {"type": "pointerDown", "button": button},
            {"type": "pointerUp", "button": button},
            pause(),
        ]);
        let body = json!({"actions": [
            {"type": "key", "id": "keys", "actions": keys},
            {"type": "pointer", "id": "mouse", "actions": pointer},
        ]});
        self.driver.send("actions", &body).map(drop)
    }

    /// Presses and releases one key after another; named keys are in <https://www.w3.org/TR/webdriver2/#keyboard-actions>.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn press(&self, keys: &str) -> Result<()> {
        let actions: Vec<Value> = keys
            .chars()
            .flat_map(|key| {
                [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})]
            })
            .collect();
        let body = json!({"actions": [{"type": "key", "id": "keys", "actions": actions}]});
        self.driver.send("actions", &body).map(drop)
    }

    /// Presses a key while another is held.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn press_holding(&self, held: char, pressed: &str) -> Result<()> {
        let key = |kind, value: &str| json!({"type": kind, "value": value});
        let held = held.to_string();
        let actions = [
            key("keyDown", &held),
            key("keyDown", pressed),
            key("keyUp", pressed),
            key("keyUp", &held),
        ];
        let body = json!({"actions": [{"type": "key", "id": "keys", "actions": actions}]});
        self.driver.send("actions", &body).map(drop)
    }

    /// Picks a file in a file input.
    ///
    /// # Errors
    /// When there is no such input, or no such file.
    pub fn choose_file(&self, selector: &str, file: &Path) -> Result<()> {
        let element = self.element(selector)?;
        let file = fs::canonicalize(file).with_context(|| format!("no {}", file.display()))?;
        self.driver.send(&format!("element/{element}/value"), &json!({"text": file})).map(drop)
    }

    /// What screen readers call an element: its accessible name, as the browser computes it.
    ///
    /// # Errors
    /// When there is no such element.
    pub fn label(&self, selector: &str) -> Result<String> {
        let label =
            self.driver.read(&format!("element/{}/computedlabel", self.element(selector)?))?;
        Ok(label.as_str().context("a label without text")?.to_owned())
    }

    /// The driver's word for an element.
    fn element(&self, selector: &str) -> Result<String> {
        let query = json!({"using": "css selector", "value": selector});
        let element = self.driver.send("element", &query)?;
        let element = element.as_object().and_then(|it| it.values().next()?.as_str());
        Ok(element.with_context(|| format!("no {selector}"))?.to_owned())
    }

    /// Brings the page before tabs that the extension opened.
    fn raise(&self) -> Result<()> {
        match self.browser {
            Browser::Chromium => {
                let call = json!({"cmd": "Page.bringToFront", "params": {}});
                self.driver.send("goog/cdp/execute", &call).map(drop)
            }
            Browser::Firefox => {
                let window = self.driver.read("window")?;
                self.driver.send("window", &json!({"handle": window})).map(drop)
            }
        }
    }

    fn extension(&self) -> Result<&Extension> {
        self.extension.as_ref().context("a session without extension")
    }

    fn place(&self, selector: &str) -> Result<(i64, i64)> {
        let place = self.in_page(
            "const element = document.querySelector(arguments[0]);
             element.scrollIntoView({ block: 'center', behavior: 'instant' });
             const box = element.getClientRects()[0];
             return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];",
            &[json!(selector)],
        );
        let place = place.with_context(|| format!("looking for {selector}"))?;
        Ok(serde_json::from_value(place)?)
    }

    fn point(&self, actions: &Value) -> Result<()> {
        let pointer = json!({"type": "pointer", "id": "mouse", "actions": actions});
        self.driver.send("actions", &json!({"actions": [pointer]})).map(drop)
    }
}

/// The popup under the toolbar button, open.
#[derive(Debug)]
pub struct Popup<'s> {
    session: &'s Session,
    url: String,
}

impl Popup<'_> {
    /// Runs the body of an async function in the popup.
    ///
    /// # Errors
    /// What it throws, and when the popup is closed.
    pub fn run(&self, body: &str, args: &[Value]) -> Result<Value> {
        self.session.engine.run(&self.session.driver, &self.url, body, args)
    }

    /// The text that a person reads in it.
    ///
    /// # Errors
    /// When the popup is closed.
    pub fn text(&self) -> Result<String> {
        let text = self.run("return document.body.innerText", &[])?;
        Ok(text.as_str().context("a popup without text")?.to_owned())
    }

    /// Clicks an element in it.
    ///
    /// # Errors
    /// When there is no such element.
    pub fn click(&self, selector: &str) -> Result<()> {
        self.run("document.querySelector(arguments[0]).click()", &[json!(selector)]).map(drop)
    }

    /// A PNG of it.
    ///
    /// # Errors
    /// When the popup is closed.
    pub fn screenshot(&self) -> Result<Vec<u8>> {
        let data = self.session.engine.picture(&self.session.driver, &self.url)?;
        Ok(BASE64_STANDARD.decode(data)?)
    }

    /// Closes it.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn close(self) -> Result<()> {
        self.session.engine.hide(&self.session.driver, &self.url)
    }
}

/// What the browsers do in different ways.
pub trait Engine: Debug + Send {
    /// Opens an address in a background tab, if none shows it yet, and waits until it is loaded.
    fn show(&self, driver: &Driver, url: &str) -> Result<()>;
    /// Closes the tab or popup that shows this address, if there is one.
    fn hide(&self, driver: &Driver, url: &str) -> Result<()>;
    /// Runs the body of an async function in the tab or popup that shows exactly this address.
    fn run(&self, driver: &Driver, url: &str, body: &str, args: &[Value]) -> Result<Value>;
    /// See [`Session::allow`].
    fn allow(&self, driver: &Driver, extension: &Extension, origins: &[&str]) -> Result<()>;
    /// See [`Session::grant`].
    fn grant(&self, driver: &Driver, extension: &Extension, origins: &[&str]) -> Result<()>;
    /// See [`Session::revoke`].
    fn revoke(&self, driver: &Driver, extension: &Extension, origins: &[&str]) -> Result<()>;
    /// See [`Session::allow_private`].
    fn allow_private(&self, driver: &Driver, extension: &Extension) -> Result<()>;
    /// See [`Session::stop_background`].
    fn stop_background(&self, driver: &Driver, extension: &Extension) -> Result<()>;
    /// Loads the extension anew from its directory.
    fn update(&self, driver: &Driver, extension: &Extension) -> Result<()>;
    /// See [`Gesture`].
    fn gesture(&self, driver: &Driver, extension: &Extension, gesture: &Gesture) -> Result<()>;
    /// See [`Session::complaints`].
    fn complaints(&self, driver: &Driver, extension: &Extension) -> Result<Value>;
    /// Presses the extension's toolbar button.
    fn press_toolbar(&self, driver: &Driver, extension: &Extension) -> Result<()>;
    /// A PNG, in base64, of the popup that shows this address.
    fn picture(&self, driver: &Driver, url: &str) -> Result<String>;
    /// See [`Session::prefer`].
    fn scheme(&self, driver: &Driver, scheme: Scheme) -> Result<()>;
    fn medium(&self, driver: &Driver, medium: Medium) -> Result<()>;
    /// See [`Session::resize`].
    fn resize(&self, driver: &Driver, width: u32, height: u32) -> Result<()>;
    /// See [`Session::resize_no_more`].
    fn resize_no_more(&self, driver: &Driver) -> Result<()>;
    /// See [`Session::messages`].
    fn messages(&self, driver: &Driver) -> Result<Vec<String>>;
}

/// See [`Session::downloads`].
pub(super) fn downloads(profile: &Path) -> PathBuf {
    profile.join("downloads")
}

fn engine(
    browser: Browser,
    driver: &mut Driver,
    proxy: &Proxy,
    profile: &Path,
    setup: &Setup,
    extension: Option<&Extension>,
    again: bool,
) -> Result<Box<dyn Engine>> {
    Ok(match browser {
        Browser::Chromium => {
            Box::new(Chromium::open(driver, proxy, profile, setup, extension, again)?)
        }
        Browser::Firefox => {
            Box::new(Firefox::open(driver, proxy, profile, setup, extension, again)?)
        }
    })
}
