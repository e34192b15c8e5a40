use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::driver::Driver;
use super::extension::{Extension, UUID};
use super::session::{Engine, Gesture, Install, Medium, Scheme, Setup, downloads};
use super::{Proxy, wait};
use crate::archive;
use crate::extension::{Files, copy};

/// Finds what shows `url`: a tab in any window, or an open popup.
const FIND: &str = "
    const find = url => {
        for (const window of Services.wm.getEnumerator('navigator:browser')) {
            const popup = window.document.querySelector('.webextension-popup-browser');
            if (popup?.currentURI.spec === url && popup.closest('panel')?.state === 'open') return popup;
            // One that is being closed has none.
            for (const browser of window.gBrowser?.browsers ?? [])
                if (browser.currentURI.spec === url) return browser;
        }
        return null;
    };";

/// What only Firefox does this way: by scripts in the browser's own window.
#[derive(Debug)]
pub struct Firefox;

impl Firefox {
    /// Starts the browser; `again` with a profile that it had before.
    pub fn open(
        driver: &mut Driver,
        proxy: &Proxy,
        profile: &Path,
        setup: &Setup,
        extension: Option<&Extension>,
        again: bool,
    ) -> Result<Self> {
        driver.open(&capabilities(driver, proxy, profile, setup, extension))?;
        if !setup.headed {
            driver.send("window/rect", &json!({"width": 1280, "height": 900}))?;
        }
        if let (false, Some(extension)) = (again, extension) {
            install(driver, profile, setup, extension)?;
        }
        Ok(Self)
    }
}

impl Engine for Firefox {
    fn show(&self, driver: &Driver, url: &str) -> Result<()> {
        let body = format!(
            "{FIND}
             if (find(arguments[0])) return;
             gBrowser.addTab(arguments[0], {{
                 inBackground: true,
                 triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal(),
             }});"
        );
        in_window(driver, &body, &[json!(url)])?;
        wait(url, || {
            let body = "return [document.URL, document.readyState]";
            let state = self.run(driver, url, body, &[]);
            Ok(state.is_ok_and(|state| state == json!([url, "complete"])).then_some(()))
        })
    }

    fn hide(&self, driver: &Driver, url: &str) -> Result<()> {
        let body = format!(
            "{FIND}
             const shown = find(arguments[0]);
             const tabs = shown?.ownerDocument.defaultView.gBrowser;
             const tab = tabs?.getTabForBrowser(shown);
             if (tab) tabs.removeTab(tab);
             else shown?.closest('panel').hidePopup();"
        );
        in_window(driver, &body, &[json!(url)])?;
        wait("a page to close", || {
            let body = format!("{FIND} return find(arguments[0]) === null;");
            Ok((in_window(driver, &body, &[json!(url)])? == true).then_some(()))
        })
    }

    fn run(&self, driver: &Driver, url: &str, body: &str, args: &[Value]) -> Result<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1], args = [...arguments].slice(0, -1);
             (async function () {{ {body} }}).apply(null, args).then(
                 value => done(JSON.stringify({{ value }})),
                 error => done(JSON.stringify({{ error: String(error) + '\\n' + error?.stack }})))"
        );
        let outer = format!(
            "{FIND}
             const shown = find(arguments[0]);
             if (!shown) return JSON.stringify({{ error: 'no page shows it' }});
             const actor = shown.browsingContext.currentWindowGlobal.getActor('MarionetteCommands');
             return await actor.executeScript(arguments[1], arguments[2], {{ async: true, timeout: 30000 }});"
        );
        let answer = in_window(driver, &outer, &[json!(url), json!(script), json!(args)])?;
        let text = answer.as_str().with_context(|| format!("no answer from {url}: {answer}"))?;
        let mut answer: Value = serde_json::from_str(text)?;
        if let Some(error) = answer["error"].as_str() {
            bail!("in {url}: {error}");
        }
        Ok(answer["value"].take())
    }

    fn allow(&self, _driver: &Driver, _extension: &Extension, _origins: &[&str]) -> Result<()> {
        // A preference has every question answered with yes.
        Ok(())
    }

    fn grant(&self, driver: &Driver, extension: &Extension, origins: &[&str]) -> Result<()> {
        permissions(driver, extension, "add", origins)
    }

    fn revoke(&self, driver: &Driver, extension: &Extension, origins: &[&str]) -> Result<()> {
        permissions(driver, extension, "remove", origins)
    }

    fn allow_private(&self, driver: &Driver, extension: &Extension) -> Result<()> {
        in_window(
            driver,
            "const [id] = arguments;
             const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
             const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
             await ExtensionPermissions.add(id, { permissions: ['internal:privateBrowsingAllowed'], origins: [] });
             await (await AddonManager.getAddonByID(id)).reload();",
            &[json!(extension.id)],
        )
        .map(drop)
    }

    fn stop_background(&self, driver: &Driver, extension: &Extension) -> Result<()> {
        in_window(
            driver,
            "const { extension } = WebExtensionPolicy.getByID(arguments[0]);
             await extension.terminateBackground({ ignoreDevToolsAttached: true });",
            &[json!(extension.id)],
        )
        .map(drop)
    }

    fn update(&self, driver: &Driver, extension: &Extension) -> Result<()> {
        let call = json!({"path": extension.dir, "temporary": true});
        driver.send("moz/addon/install", &call).map(drop)
    }

    fn gesture(&self, driver: &Driver, extension: &Extension, gesture: &Gesture) -> Result<()> {
        let (body, info) = match gesture {
            Gesture::Menu { x, y, .. } => {
                let actions = json!([
                    {"type": "pointerMove", "duration": 0, "x": x, "y": y},
                    {"type": "pointerDown", "button": 2},
                    {"type": "pointerUp", "button": 2},
                ]);
                let pointer = json!({"type": "pointer", "id": "mouse", "actions": actions});
                driver.send("actions", &json!({"actions": [pointer]}))?;
                wait("the menu", || {
                    let state = "return document.getElementById('contentAreaContextMenu').state";
                    Ok((in_window(driver, state, &[])? == "open").then_some(()))
                })?;
                (
                    "const menu = document.getElementById('contentAreaContextMenu');
                     const item = [...menu.children].find(it => it.id.startsWith(widget + '-menuitem-'));
                     if (!item || item.hidden) throw new Error('no entry');
                     menu.activateItem(item);",
                    json!(null),
                )
            }
            Gesture::AddressBar(text) => (
                "gURLBar.focus();
                 gURLBar.search(info);
                 await gURLBar.lastQueryContextPromise;
                 gURLBar.handleCommand(new KeyboardEvent('keydown', { key: 'Enter' }));",
                json!(format!("fence {text}")),
            ),
            Gesture::Command(name) => (
                "const keys = [...document.querySelectorAll(`#ext-keyset-id-${widget} key`)];
                 const { extension } = WebExtensionPolicy.getByID(id);
                 const { shortcut } = (await extension.shortcuts.allCommands()).find(it => it.name === info);
                 const key = keys.find(it => it.getAttribute('key') === shortcut.at(-1));
                 key.doCommand();",
                json!(name),
            ),
        };
        let body = format!(
            "const [id, info] = arguments;
             const widget = id.toLowerCase().replace(/[^a-z0-9_-]/g, '_');
             {body}"
        );
        in_window(driver, &body, &[json!(extension.id), info]).map(drop)
    }

    fn complaints(&self, driver: &Driver, extension: &Extension) -> Result<Value> {
        let body = "const { extension } = WebExtensionPolicy.getByID(arguments[0]);
             return [...extension.errors, ...extension.warnings]";
        in_window(driver, body, &[json!(extension.id)])
    }

    fn press_toolbar(&self, driver: &Driver, extension: &Extension) -> Result<()> {
        in_window(
            driver,
            "const name = arguments[0].toLowerCase().replace(/[^a-z0-9_-]/g, '_');
             CustomizableUI.addWidgetToArea(name + '-browser-action', 'nav-bar');
             document.getElementById(name + '-BAP').click();",
            &[json!(extension.id)],
        )
        .map(drop)
    }

    fn picture(&self, driver: &Driver, url: &str) -> Result<String> {
        // A screenshot of the window would show it without the popup.
        let body = format!(
            "{FIND}
             const shown = find(arguments[0]).browsingContext.currentWindowGlobal;
             const bitmap = await shown.drawSnapshot(null, 2, 'white');
             const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
             canvas.getContext('2d').drawImage(bitmap, 0, 0);
             const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
             return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));"
        );
        match in_window(driver, &body, &[json!(url)])? {
            Value::String(data) => Ok(data),
            other => bail!("no picture but {other}"),
        }
    }

    fn scheme(&self, driver: &Driver, scheme: Scheme) -> Result<()> {
        let value = match scheme {
            Scheme::Dark => 0,
            Scheme::Light => 1,
        };
        // The first is for pages; popups look like the browser around them, which looks like the system.
        let body = "
            Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', arguments[0]);
            Services.prefs.setIntPref('ui.systemUsesDarkTheme', 1 - arguments[0]);";
        in_window(driver, body, &[json!(value)]).map(drop)
    }

    fn medium(&self, driver: &Driver, medium: Medium) -> Result<()> {
        let body = "
            gBrowser.selectedBrowser.browsingContext.mediumOverride = arguments[0];
            Services.prefs.setIntPref('browser.display.document_color_use', arguments[1]);";
        let forced = if medium == Medium::ForcedColours { 2 } else { 0 };
        let medium = if medium == Medium::Print { "print" } else { "" };
        in_window(driver, body, &[json!(medium), json!(forced)]).map(drop)
    }

    fn resize(&self, driver: &Driver, width: u32, height: u32) -> Result<()> {
        // The window cannot be as narrow as a phone, but what shows the page in it can.
        let body = "
            const [width, height] = arguments;
            window.resizeTo(Math.max(width, 800) + 20, height + 200);
            const size = { width: `${width}px`, height: `${height}px` };
            for (const [name, length] of Object.entries(size)) {
                for (const bound of ['', 'min-', 'max-']) {
                    gBrowser.selectedBrowser.style.setProperty(bound + name, length);
                }
            }";
        in_window(driver, body, &[json!(width), json!(height)]).map(drop)
    }

    fn resize_no_more(&self, driver: &Driver) -> Result<()> {
        let body = "gBrowser.selectedBrowser.removeAttribute('style'); window.resizeTo(1280, 960);";
        in_window(driver, body, &[]).map(drop)
    }

    fn messages(&self, driver: &Driver) -> Result<Vec<String>> {
        let body = "
            const all = Services.console.getMessageArray().filter(it => it instanceof Ci.nsIScriptError);
            Services.console.reset();
            return all.filter(it => it.innerWindowID).map(it => `${it.sourceName} ${it.category}: ${it.errorMessage}`);";
        let messages = in_window(driver, body, &[])?;
        Ok(serde_json::from_value(messages)?)
    }
}

/// Runs the body of an async function in the browser's own window, with all its rights.
fn in_window(driver: &Driver, body: &str, args: &[Value]) -> Result<Value> {
    driver.send("moz/context", &json!({"context": "chrome"}))?;
    let answer = driver.run(body, args);
    driver.send("moz/context", &json!({"context": "content"}))?;
    answer
}

fn permissions(
    driver: &Driver,
    extension: &Extension,
    method: &str,
    origins: &[&str],
) -> Result<()> {
    in_window(
        driver,
        "const [id, method, origins] = arguments;
         const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
         await ExtensionPermissions[method](id, { permissions: [], origins }, WebExtensionPolicy.getByID(id).extension);",
        &[json!(extension.id), json!(method), json!(origins)],
    )
    .map(drop)
}

fn install(driver: &Driver, profile: &Path, setup: &Setup, extension: &Extension) -> Result<()> {
    let (path, temporary) = match setup.install {
        Install::Temporary => (setup.package.as_ref().unwrap_or(&extension.dir).clone(), true),
        Install::Kept => {
            let file = profile.join("installed.xpi");
            let mut files = Files::new();
            copy(&extension.dir, "", &mut files)?;
            fs::write(&file, archive::zip(&files, archive::Effort::Little)?)
                .context("packing the extension")?;
            (file, false)
        }
    };
    driver.send("moz/addon/install", &json!({"path": path, "temporary": temporary})).map(drop)
}

fn capabilities(
    driver: &Driver,
    proxy: &Proxy,
    profile: &Path,
    setup: &Setup,
    extension: Option<&Extension>,
) -> Value {
    let mut args = vec!["-profile".to_owned(), profile.display().to_string()];
    if !setup.headed {
        args.push("-headless".to_owned());
    }
    let mut prefs = json!({
        "network.proxy.type": 1,
        "network.proxy.http": "127.0.0.1",
        "network.proxy.http_port": proxy.port(),
        "network.proxy.ssl": "127.0.0.1",
        "network.proxy.ssl_port": proxy.port(),
        // All of the web is the proxy, the computer's own addresses included.
        "network.proxy.no_proxies_on": "",
        "network.proxy.allow_hijacking_localhost": true,
        "extensions.webextOptionalPermissionPrompts": false,
        "xpinstall.signatures.required": false,
        // A folder of ours: https://kb.mozillazine.org/About:config_entries#Browser.
        "browser.download.folderList": 2,
        "browser.download.dir": downloads(profile),
        "layout.css.prefers-color-scheme.content-override": 1,
    });
    if let Some(bytes) = setup.storage {
        // In kilobytes, of which one extension gets a quarter.
        prefs["dom.quotaManager.temporaryStorage.fixedLimit"] = json!(bytes / 1024 * 4);
    }
    for (name, value) in &setup.preferences {
        prefs[*name] = value.clone();
    }
    if let Some(extension) = extension {
        let uuids = json!({extension.id.clone(): UUID}).to_string();
        prefs["extensions.webextensions.uuids"] = uuids.into();
    }
    json!({
        "browserName": "firefox",
        "acceptInsecureCerts": true,
        "moz:firefoxOptions": {"binary": driver.browser(), "args": args, "prefs": prefs},
    })
}
