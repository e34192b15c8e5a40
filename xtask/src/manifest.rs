//! The two manifests that ship, made from one.
//!
//! `extension/manifest.json` holds what both browsers need, each ignoring or refusing some of it; what each is not
//! given is said here and nowhere else.

use anyhow::{Context, Result};
use fencepost::brand::Facade;
use serde_json::{Map, Value, json};

use crate::browser::Browser;
use crate::words;

/// What Firefox is not given: it runs `background.scripts` and warns of a worker.
const NOT_FOR_FIREFOX: &[&str] = &["/background/service_worker", "/minimum_chrome_version"];
/// What Chromium is not given: it runs the worker and warns of scripts.
const NOT_FOR_CHROMIUM: &[&str] =
    &["/background/scripts", "/action/default_area", "/browser_specific_settings"];

/// The manifest of a brand for a browser. Its words are in the messages, where [`words`](crate::words) puts them.
///
/// # Errors
/// When the source is no JSON object.
pub fn write(source: &[u8], browser: Browser, brand: &Facade, version: &str) -> Result<Vec<u8>> {
    let mut manifest: Value = serde_json::from_slice(source).context("extension/manifest.json")?;
    let keys = manifest.as_object_mut().context("extension/manifest.json is no object")?;
    for (key, message) in words::MANIFEST {
        keys.insert(key.to_owned(), json!(format!("__MSG_{message}__")));
    }
    keys.insert("version".to_owned(), json!(version));
    if let Some(gecko) = object_at(&mut manifest, "/browser_specific_settings/gecko") {
        gecko.insert("id".to_owned(), json!(brand.gecko_id));
    }
    let absent = match browser {
        Browser::Firefox => NOT_FOR_FIREFOX,
        Browser::Chromium => NOT_FOR_CHROMIUM,
    };
    for pointer in absent {
        let (parent, key) = pointer.rsplit_once('/').context("a pointer without a key")?;
        object_at(&mut manifest, parent).and_then(|parent| parent.remove(key));
    }
    serde_json::to_vec_pretty(&manifest).context("cannot write the manifest")
}

fn object_at<'a>(manifest: &'a mut Value, pointer: &str) -> Option<&'a mut Map<String, Value>> {
    manifest.pointer_mut(pointer)?.as_object_mut()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use fencepost::brand::Words;

    use super::*;
    use crate::root::root;

    fn manifest(browser: Browser) -> Value {
        let source = std::fs::read(root().join("extension/manifest.json")).unwrap();
        let brand = Facade {
            gecko_id: "a@b.example".to_owned(),
            words: Words {
                name: "A name".to_owned(),
                short_name: "Name".to_owned(),
                description: "What it does.".to_owned(),
            },
            localised: BTreeMap::new(),
            colours: None,
            icon: Vec::new(),
        };
        serde_json::from_slice(&write(&source, browser, &brand, "1.2.3").unwrap()).unwrap()
    }

    /// Every value that is no object, with its place.
    fn leaves(value: &Value, place: &str, found: &mut Vec<String>) {
        match value.as_object() {
            Some(keys) => {
                keys.iter().for_each(|(key, value)| leaves(value, &format!("{place}/{key}"), found))
            }
            None => found.push(format!("{place} = {value}")),
        }
    }

    /// What one manifest has and the other has not.
    #[track_caller]
    fn check_only_in(one: Browser, other: Browser, expected: &[&str]) {
        let (mut here, mut there) = (Vec::new(), Vec::new());
        leaves(&manifest(one), "", &mut here);
        leaves(&manifest(other), "", &mut there);
        here.retain(|leaf| !there.contains(leaf));
        assert_eq!(here, expected);
    }

    #[test]
    fn chromium_alone_has() {
        let expected = [
            r#"/background/service_worker = "background.js""#,
            r#"/minimum_chrome_version = "123""#,
        ];
        check_only_in(Browser::Chromium, Browser::Firefox, &expected);
    }

    #[test]
    fn firefox_alone_has() {
        let expected = [
            r#"/action/default_area = "navbar""#,
            r#"/background/scripts = ["background.js"]"#,
            r#"/browser_specific_settings/gecko/data_collection_permissions/required = ["none"]"#,
            r#"/browser_specific_settings/gecko/id = "a@b.example""#,
            r#"/browser_specific_settings/gecko/strict_min_version = "140.0""#,
            r#"/browser_specific_settings/gecko_android/strict_min_version = "142.0""#,
        ];
        check_only_in(Browser::Firefox, Browser::Chromium, &expected);
    }

    #[test]
    fn both_speak_for_the_brand_and_ask_for_no_host() {
        for browser in [Browser::Chromium, Browser::Firefox] {
            let manifest = manifest(browser);
            assert_eq!(manifest["name"], "__MSG_brandName__");
            assert_eq!(manifest["short_name"], "__MSG_brandShortName__");
            assert_eq!(manifest["description"], "__MSG_brandDescription__");
            assert_eq!(manifest["version"], "1.2.3");
            assert_eq!(manifest["background"]["type"], "module");
            for key in ["host_permissions", "content_scripts", "web_accessible_resources"] {
                assert!(manifest.get(key).is_none(), "{key}");
            }
        }
    }

    /// Each permission is a row of the table, and is asked for because the browser is called by that name.
    #[test]
    fn every_permission_is_used_and_justified() {
        let text = |path| std::fs::read_to_string(root().join(path)).unwrap();
        let privacy = text("PRIVACY.md");
        let (_, table) = privacy.split_once("| permission | for |").unwrap();
        let rows = table.lines().take_while(|it| it.is_empty() || it.starts_with('|'));
        let named: Vec<_> = rows.flat_map(|row| row.split('`').skip(1).step_by(2)).collect();
        let mut asked: Vec<String> =
            serde_json::from_value(manifest(Browser::Firefox)["permissions"].take()).unwrap();
        for permission in &asked {
            assert!(named.contains(&permission.as_str()), "{permission} is in no row");
        }
        assert_eq!(named.len(), asked.len(), "{named:?}");

        let scripts = text("extension/bridge.js") + &text("extension/asking.js");
        // These two are no part of the API: they say what the others may do.
        asked.retain(|it| !["activeTab", "unlimitedStorage"].contains(&it.as_str()));
        for api in asked {
            assert!(scripts.contains(&format!("browser.{api}")), "{api} is not used");
        }
    }

    /// Nothing is loaded from elsewhere, evaluated, framed or sent by a form. Lists are asked for over HTTPS.
    #[test]
    fn own_pages_have_the_strictest_policy_that_works() {
        let manifest = manifest(Browser::Chromium);
        let policy = manifest["content_security_policy"]["extension_pages"].as_str().unwrap();
        assert_eq!(
            policy.split("; ").collect::<Vec<_>>(),
            [
                "default-src 'none'",
                "script-src 'self' 'wasm-unsafe-eval'",
                "style-src 'self'",
                "img-src 'self'",
                "connect-src https: 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
            ]
        );
    }
}
