use std::cell::{Cell, RefCell};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::devtools::Devtools;
use super::driver::Driver;
use super::extension::Extension;
use super::session::{Engine, Gesture, Medium, Scheme, Setup, downloads};
use super::{Proxy, wait};

const EXTENSIONS: &str = "chrome://extensions/";

/// What only Chromium does this way.
#[derive(Debug)]
pub struct Chromium {
    tools: RefCell<Devtools>,
    scheme: Cell<Scheme>,
}

impl Chromium {
    /// Starts the browser; `again` with a profile that it had before.
    pub fn open(
        driver: &mut Driver,
        proxy: &Proxy,
        profile: &Path,
        setup: &Setup,
        extension: Option<&Extension>,
        again: bool,
    ) -> Result<Self> {
        if let (true, Some(extension)) = (again, extension) {
            keep(profile, extension)?;
        }
        let capabilities = capabilities(driver, proxy, profile, setup, extension, again);
        let answer = driver.open(&capabilities)?;
        let address = answer["goog:chromeOptions"]["debuggerAddress"].as_str();
        let tools = Devtools::connect(address.context("Chromium without developer tools")?)?;
        Ok(Self { tools: RefCell::new(tools), scheme: Cell::new(Scheme::Light) })
    }

    fn target(&self, url: &str) -> Result<Option<String>> {
        let targets = self.tools.borrow_mut().targets("page")?;
        let target = targets.iter().find(|target| target["url"] == url);
        Ok(target.and_then(|target| target["targetId"].as_str()).map(str::to_owned))
    }

    fn attached<T>(
        &self,
        url: &str,
        act: impl FnOnce(&mut Devtools, &str) -> Result<T>,
    ) -> Result<T> {
        let target = self.target(url)?.with_context(|| format!("no page shows {url}"))?;
        let mut tools = self.tools.borrow_mut();
        let session = tools.attach(&target)?;
        // It holds as long as we are attached.
        tools.call("Emulation.setEmulatedMedia", &media(self.scheme.get()), Some(&session))?;
        let answer = act(&mut tools, &session);
        // A page that closed itself has detached already.
        drop(tools.detach(&session));
        answer
    }

    /// The target of the extension's worker, while that runs.
    fn worker(&self, extension: &Extension) -> Result<Option<String>> {
        let targets = self.tools.borrow_mut().targets("service_worker")?;
        let worker = targets.iter().find(|target| {
            target["url"].as_str().is_some_and(|url| url.starts_with(&extension.base))
        });
        Ok(worker.and_then(|worker| worker["targetId"].as_str()).map(str::to_owned))
    }

    /// What a person would do on `chrome://extensions`.
    fn developer(&self, driver: &Driver, body: &str, args: &[Value]) -> Result<Value> {
        self.show(driver, EXTENSIONS)?;
        let answer = self.run(driver, EXTENSIONS, body, args)?;
        self.hide(driver, EXTENSIONS)?;
        Ok(answer)
    }
}

impl Engine for Chromium {
    fn show(&self, driver: &Driver, url: &str) -> Result<()> {
        if self.target(url)?.is_none() {
            let params = json!({"url": url, "background": true});
            self.tools.borrow_mut().call("Target.createTarget", &params, None)?;
        }
        wait(url, || {
            if self.target(url)?.is_none() {
                return Ok(None);
            }
            let state = self.run(driver, url, "return [document.URL, document.readyState]", &[])?;
            Ok((state == json!([url, "complete"])).then_some(()))
        })
    }

    fn hide(&self, _driver: &Driver, url: &str) -> Result<()> {
        if let Some(target) = self.target(url)? {
            let params = json!({"targetId": target});
            self.tools.borrow_mut().call("Target.closeTarget", &params, None)?;
            wait("a page to close", || Ok(self.target(url)?.is_none().then_some(())))?;
        }
        Ok(())
    }

    fn run(&self, _driver: &Driver, url: &str, body: &str, args: &[Value]) -> Result<Value> {
        let args = json!(args);
        let params = json!({
            "expression": format!("(async function () {{ {body} }}).apply(null, {args})"),
            "awaitPromise": true,
            "returnByValue": true,
            "userGesture": true,
        });
        self.attached(url, |tools, session| {
            let mut answer = tools.call("Runtime.evaluate", &params, Some(session))?;
            if let Some(error) = answer["exceptionDetails"]["exception"]["description"].as_str() {
                bail!("in {url}: {error}");
            }
            Ok(answer["result"]["value"].take())
        })
    }

    fn allow(&self, driver: &Driver, extension: &Extension, origins: &[&str]) -> Result<()> {
        self.developer(
            driver,
            "for (const origin of arguments[1])
                 await chrome.developerPrivate.addHostPermission(arguments[0], origin)",
            &[json!(extension.id), json!(origins)],
        )
        .map(drop)
    }

    fn grant(&self, driver: &Driver, extension: &Extension, origins: &[&str]) -> Result<()> {
        self.allow(driver, extension, origins)?;
        let url = extension.own_page();
        self.show(driver, &url)?;
        let body = "return await chrome.permissions.request({ origins: arguments[0] })";
        let granted = self.run(driver, &url, body, &[json!(origins)])?;
        if granted != true {
            bail!("{origins:?} not granted");
        }
        Ok(())
    }

    fn revoke(&self, driver: &Driver, extension: &Extension, origins: &[&str]) -> Result<()> {
        self.developer(
            driver,
            "for (const origin of arguments[1])
                 await chrome.developerPrivate.removeHostPermission(arguments[0], origin)",
            &[json!(extension.id), json!(origins)],
        )
        .map(drop)
    }

    fn allow_private(&self, driver: &Driver, extension: &Extension) -> Result<()> {
        self.developer(
            driver,
            "const [extensionId] = arguments;
             await chrome.developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true })",
            &[json!(extension.id)],
        )
        .map(drop)
    }

    fn stop_background(&self, _driver: &Driver, extension: &Extension) -> Result<()> {
        let Some(target) = self.worker(extension)? else { return Ok(()) };
        let params = json!({"targetId": target});
        wait("the worker to stop", || {
            if self.worker(extension)?.as_ref() != Some(&target) {
                return Ok(Some(()));
            }
            // One that is still starting does not hear it, and one that is gone by now is what was asked for.
            drop(self.tools.borrow_mut().call("Target.closeTarget", &params, None));
            Ok(None)
        })
    }

    fn update(&self, driver: &Driver, extension: &Extension) -> Result<()> {
        // Only with errors asked for does the answer wait until the extension is loaded.
        let body = "const options = { failQuietly: true, populateErrorForUnpacked: true };
            const error = await chrome.developerPrivate.reload(arguments[0], options);
            if (error) throw new Error(error.error)";
        self.developer(driver, body, &[json!(extension.id)]).map(drop)
    }

    fn complaints(&self, driver: &Driver, extension: &Extension) -> Result<Value> {
        let body = "const info = await chrome.developerPrivate.getExtensionInfo(arguments[0]);
            const { installWarnings = [], manifestErrors = [], runtimeErrors = [] } = info;
            return [...installWarnings, ...manifestErrors, ...runtimeErrors]";
        self.developer(driver, body, &[json!(extension.id)])
    }

    /// Chromium's tools reach neither menus, nor the address bar, nor keys that are the browser's: whether the extension
    /// is there is asked, and the event is sent to its worker.
    fn gesture(&self, driver: &Driver, extension: &Extension, gesture: &Gesture) -> Result<()> {
        let shown = driver.read("url")?;
        let (body, info) = match gesture {
            Gesture::Menu { link, selection, .. } => (
                "await chrome.contextMenus.update('check', {});
                 chrome.contextMenus.onClicked.dispatch({ menuItemId: 'check', ...info }, tab);",
                json!({"linkUrl": link, "selectionText": selection}),
            ),
            Gesture::AddressBar(text) => (
                "if (!chrome.runtime.getManifest().omnibox.keyword) throw new Error('no keyword');
                 chrome.omnibox.onInputEntered.dispatch(info, 'currentTab');",
                json!(text),
            ),
            Gesture::Command(name) => (
                "const commands = await chrome.commands.getAll();
                 if (!commands.some(it => it.name === info)) throw new Error('no such command');
                 chrome.commands.onCommand.dispatch(info, tab);",
                json!(name),
            ),
        };
        let body = format!(
            "const [info, url] = arguments;
             for (const key in info) info[key] ??= undefined;
             const tab = (await chrome.tabs.query({{}})).find(tab => tab.url === url);
             {body}"
        );
        let target = self.worker(extension)?.context("no worker")?;
        let mut tools = self.tools.borrow_mut();
        let session = tools.attach(&target)?;
        let params = json!({
            "expression": format!("(async function () {{ {body} }}).apply(null, {})", json!([info, shown])),
            "awaitPromise": true,
        });
        let answer = tools.call("Runtime.evaluate", &params, Some(&session))?;
        tools.detach(&session)?;
        match answer["exceptionDetails"]["exception"]["description"].as_str() {
            Some(error) => bail!("in the worker: {error}"),
            None => Ok(()),
        }
    }

    fn press_toolbar(&self, driver: &Driver, extension: &Extension) -> Result<()> {
        let shown = driver.read("url")?;
        let tabs = self.tools.borrow_mut().targets("tab")?;
        let tab = tabs.iter().find(|tab| tab["url"] == shown).context("the page has no tab")?;
        let params = json!({"id": extension.id, "targetId": tab["targetId"]});
        self.tools.borrow_mut().call("Extensions.triggerAction", &params, None).map(drop)
    }

    fn picture(&self, _driver: &Driver, url: &str) -> Result<String> {
        self.attached(url, |tools, session| {
            let mut answer = tools.call("Page.captureScreenshot", &json!({}), Some(session))?;
            match answer["data"].take() {
                Value::String(data) => Ok(data),
                other => bail!("no picture but {other}"),
            }
        })
    }

    /// It has no effect on an extension with the permission `unlimitedStorage`.
    fn scheme(&self, driver: &Driver, scheme: Scheme) -> Result<()> {
        self.scheme.set(scheme);
        let params = json!({"cmd": "Emulation.setEmulatedMedia", "params": media(scheme)});
        driver.send("goog/cdp/execute", &params).map(drop)
    }

    fn medium(&self, driver: &Driver, medium: Medium) -> Result<()> {
        let mut params = media(self.scheme.get());
        params["media"] = json!(if medium == Medium::Print { "print" } else { "" });
        if let Some(features) = params["features"].as_array_mut() {
            let forced = if medium == Medium::ForcedColours { "active" } else { "none" };
            features.push(json!({"name": "forced-colors", "value": forced}));
        }
        let command = json!({"cmd": "Emulation.setEmulatedMedia", "params": params});
        driver.send("goog/cdp/execute", &command).map(drop)
    }

    fn resize(&self, driver: &Driver, width: u32, height: u32) -> Result<()> {
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        let command = json!({"cmd": "Emulation.setDeviceMetricsOverride", "params": size});
        driver.send("goog/cdp/execute", &command).map(drop)
    }

    fn resize_no_more(&self, driver: &Driver) -> Result<()> {
        let command = json!({"cmd": "Emulation.clearDeviceMetricsOverride", "params": {}});
        driver.send("goog/cdp/execute", &command).map(drop)
    }

    fn messages(&self, driver: &Driver) -> Result<Vec<String>> {
        let log = driver.send("se/log", &json!({"type": "browser"}))?;
        let entries = log.as_array().context("no log")?;
        let text = |entry: &Value| entry["message"].as_str().unwrap_or_default().to_owned();
        Ok(entries.iter().map(text).collect())
    }
}

fn media(scheme: Scheme) -> Value {
    let value = match scheme {
        Scheme::Light => "light",
        Scheme::Dark => "dark",
    };
    json!({"features": [{"name": "prefers-color-scheme", "value": value}]})
}

fn capabilities(
    driver: &Driver,
    proxy: &Proxy,
    profile: &Path,
    setup: &Setup,
    extension: Option<&Extension>,
    again: bool,
) -> Value {
    let mut args = vec![
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-quic".to_owned(),
        "--no-first-run".to_owned(),
        "--window-size=1280,900".to_owned(),
        format!("--user-data-dir={}", profile.display()),
        // All of the web is the proxy, the computer's own addresses included.
        format!("--proxy-server=http://127.0.0.1:{}", proxy.port()),
        "--proxy-bypass-list=<-loopback>".to_owned(),
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".to_owned(),
        format!("--ignore-certificate-errors-spki-list={}", proxy.fingerprint()),
        // With the preferences below: Chromium asks for nothing by itself.
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--disable-features=OptimizationHints,OptimizationGuideModelDownloading,\
         OptimizationGuideOnDeviceModel,NetworkTimeServiceQuerying,PreconnectToSearch,\
         AutofillServerCommunication"
            .to_owned(),
        "--gaia-url=http://127.0.0.1:1".to_owned(),
        "--component-updater=url-source=http://127.0.0.1:1/x,disable-background-downloads"
            .to_owned(),
    ];
    if let Some(bytes) = setup.storage {
        // An origin gets three quarters of the pool (`storage/browser/quota/quota_settings.cc`).
        let pool = bytes / 3 * 4;
        args.push(format!("--enable-features=StorageQuotaSettings:PoolSizeBytes/{pool}"));
    }
    if !setup.headed {
        args.push("--headless=new".to_owned());
    }
    let mut options = json!({"binary": driver.browser()});
    if !again {
        if let Some(extension) = extension {
            args.push(format!("--load-extension={}", extension.dir.display()));
        }
        options["prefs"] = json!({
            "session": {"restore_on_startup": 4, "startup_urls": ["about:blank"]},
            "signin": {"allowed": false, "allowed_on_next_startup": false},
            "search": {"suggest_enabled": false},
            "net": {"network_prediction_options": 2},
            "download": {"default_directory": downloads(profile), "prompt_for_download": false},
            "extensions": {"ui": {"developer_mode": true}},
        });
    }
    options["args"] = json!(args);
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": {"browser": "ALL"},
    })
}

/// Turns an extension from the command line, which every start would install anew, into an unpacked one that stays.
fn keep(profile: &Path, extension: &Extension) -> Result<()> {
    /// `ManifestLocation` in Chromium's `extensions/common/mojom/manifest.mojom`.
    const UNPACKED: u8 = 4;

    let path = profile.join("Default/Preferences");
    let context = || format!("keeping the extension in {}", path.display());
    let text = fs::read_to_string(&path).with_context(context)?;
    let mut preferences: Value = serde_json::from_str(&text).with_context(context)?;
    let settings = preferences.pointer_mut("/extensions/settings").with_context(context)?;
    settings[&extension.id]["location"] = UNPACKED.into();
    fs::write(&path, preferences.to_string()).with_context(context)
}
