use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Browser;

/// Firefox gives every installation a random host; a setting pins it to this.
pub const UUID: &str = "5f0e9a52-4c1f-4d0b-9d53-fe9ce905700a";

/// An unpacked extension on disk.
#[derive(Clone, Debug)]
pub struct Extension {
    /// Its directory, absolute.
    pub dir: PathBuf,
    /// As the browser names it.
    pub id: String,
    /// The address of its root, with a slash at the end.
    pub base: String,
    /// The path of its own page that scripts are run in.
    pub page: String,
}

impl Extension {
    /// Reads the manifest in this directory.
    ///
    /// # Errors
    /// When there is none, or it names no options page, or (for Firefox) no id.
    pub fn read(dir: &Path, browser: Browser) -> Result<Self> {
        let dir =
            fs::canonicalize(dir).with_context(|| format!("looking for {}", dir.display()))?;
        let path = dir.join("manifest.json");
        let context = || format!("reading {}", path.display());
        let text = fs::read_to_string(&path).with_context(context)?;
        let manifest: Value = serde_json::from_str(&text).with_context(context)?;
        let page = manifest["options_ui"]["page"].as_str().with_context(context)?.to_owned();
        let (id, base) = match browser {
            Browser::Chromium => {
                let id = chromium_id(&dir, manifest["key"].as_str()).with_context(context)?;
                let base = format!("chrome-extension://{id}/");
                (id, base)
            }
            Browser::Firefox => {
                let id = manifest["browser_specific_settings"]["gecko"]["id"].as_str();
                (id.with_context(context)?.to_owned(), format!("moz-extension://{UUID}/"))
            }
        };
        Ok(Self { dir, id, base, page })
    }

    /// The address of the page that scripts are run in; the fragment tells it from one that is opened by hand.
    pub fn own_page(&self) -> String {
        format!("{}{}#scripts", self.base, self.page)
    }
}

/// The first 128 bits of the SHA-256 of the manifest's key, or else of the path, written with a to p.
fn chromium_id(dir: &Path, key: Option<&str>) -> Result<String> {
    let hash = match key {
        Some(key) => Sha256::digest(BASE64_STANDARD.decode(key)?),
        None => Sha256::digest(dir.as_os_str().as_encoded_bytes()),
    };
    let digits = hash.iter().take(16).flat_map(|byte| [byte >> 4, byte & 15]);
    Ok(digits.map(|digit| char::from(b'a' + digit)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(dir: &str, key: Option<&str>, id: &str) {
        assert_eq!(chromium_id(Path::new(dir), key).unwrap(), id);
    }

    #[test]
    fn computes_ids_as_chromium_does() {
        check("", None, "odlameecjipmbmbejkplpemijjgpljce");
        check("/elsewhere", Some(""), "odlameecjipmbmbejkplpemijjgpljce");
    }
}
