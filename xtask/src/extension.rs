//! The extension as it ships: for each brand and browser, its files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use fencepost::brand::{Colours, Whole};
use serde::Deserialize;

use crate::brand::{self, Brand};
use crate::browser::Browser;
use crate::root::{root, target};
use crate::words::Language;
use crate::{bundle, icons, manifest, wasm, words};

/// Files by their path in the extension, sorted.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Builds the extension of a brand for a browser, and answers the folder that it is in.
///
/// # Errors
/// When a tool is missing, or a part cannot be built.
pub fn build(brand: &str, browser: Browser) -> Result<PathBuf> {
    write_out(brand, browser, "extension", |_| Ok(()))
}

/// The same, speaking this language in place of English, in a folder of its own.
///
/// # Errors
/// As [`build`], and when the language has no messages.
pub fn build_in(language: Language, brand: &str, browser: Browser) -> Result<PathBuf> {
    let folder = match language {
        Language::Written(language) => format!("extension-{language}"),
        Language::Pseudo => "extension-pseudo".to_owned(),
    };
    write_out(brand, browser, &folder, |files| words::speak(files, language))
}

fn write_out(
    brand: &str,
    browser: Browser,
    folder: &str,
    change: impl FnOnce(&mut Files) -> Result<()>,
) -> Result<PathBuf> {
    let brand = brand::read_all(&[brand.to_owned()])?.remove(0);
    let mut files = parts()?.extension(&brand, browser)?;
    change(&mut files)?;
    let folder = target().join(folder).join(&brand.name).join(word(browser));
    write(&folder, &files).with_context(|| format!("cannot write {}", folder.display()))?;
    Ok(folder)
}

/// The parts as they were when this program first needed them: to build them takes half a minute.
fn parts() -> Result<Arc<Parts>> {
    static PARTS: Mutex<Option<Arc<Parts>>> = Mutex::new(None);

    let mut parts = PARTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(parts) = &*parts {
        return Ok(Arc::clone(parts));
    }
    Ok(Arc::clone(parts.insert(Arc::new(Parts::build()?))))
}

/// The word for a browser in the names of files.
pub fn word(browser: Browser) -> &'static str {
    match browser {
        Browser::Chromium => "chromium",
        Browser::Firefox => "firefox",
    }
}

/// What is the same in every extension, and what the rest is made from.
pub struct Parts {
    shared: Files,
    manifest: Vec<u8>,
    version: String,
}

impl Parts {
    /// Builds the parts.
    ///
    /// # Errors
    /// When a tool is missing, or a part cannot be built.
    pub fn build() -> Result<Parts> {
        let source = root().join("extension");
        let mut shared = Files::new();
        copy(&source, "", &mut shared)?;
        let manifest =
            shared.remove("manifest.json").context("there is no extension/manifest.json")?;
        // Bundled below.
        shared.retain(|path, _| {
            !["content/", "check/", "popup/", "strict/"].iter().any(|it| path.starts_with(it))
        });
        words::without_notes(&mut shared)?;

        for (name, script) in bundle::build()? {
            shared.insert(name.to_owned(), script);
        }
        for (name, file) in wasm::build()? {
            shared.insert(format!("core/{name}"), file);
        }
        shared.insert("background.js".to_owned(), bundle::background()?);
        shared.retain(|path, _| !bundle::BACKGROUND.contains(&path.as_str()));
        Ok(Parts { shared, manifest, version: version()? })
    }

    /// The version of everything.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// All files of one extension.
    ///
    /// # Errors
    /// When the brand cannot be read.
    pub fn extension(&self, brand: &Brand, browser: Browser) -> Result<Files> {
        let Whole { brand: core, pages, facade, list } = &brand.says;
        let mut files = self.shared.clone();
        let manifest = manifest::write(&self.manifest, browser, facade, &self.version)?;
        files.insert("manifest.json".to_owned(), manifest);
        words::put(&mut files, facade)?;
        let unwritten = "cannot write what the brand says";
        files.insert("brand.json".to_owned(), serde_json::to_vec(core).context(unwritten)?);
        files.insert("brand-pages.json".to_owned(), serde_json::to_vec(pages).context(unwritten)?);
        if let Some(list) = list {
            files.insert("brand-list".to_owned(), list.clone());
        }
        if let Some(colours) = facade.colours {
            files.entry("style.css".to_owned()).or_default().extend(accent(colours).bytes());
        }
        for (size, png) in icons::render_all(&facade.icon)? {
            files.insert(format!("icons/icon-{size}.png"), png);
        }
        files.insert("icons/icon.svg".to_owned(), facade.icon.clone());
        Ok(files)
    }
}

/// The brand's colours, after those of `style.css`. What is pressed or pointed at is nearer to the text's own colour.
fn accent(Colours { light, dark }: Colours) -> String {
    format!(
        "\n:root {{\n  --accent: light-dark({light}, {dark});\n  --accent-strong: color-mix(in srgb, var(--accent) 80%, var(--ink));\n}}\n"
    )
}

/// The version in `Cargo.toml`, the one place that has it.
fn version() -> Result<String> {
    #[derive(Deserialize)]
    struct Manifest {
        package: Package,
    }
    #[derive(Deserialize)]
    struct Package {
        version: String,
    }
    let text = fs::read_to_string(root().join("Cargo.toml")).context("cannot read Cargo.toml")?;
    Ok(toml::from_str::<Manifest>(&text).context("Cargo.toml")?.package.version)
}

/// Takes all files of a folder but those that only an editor or the type checker reads.
///
/// # Errors
/// When the folder cannot be read.
pub fn copy(folder: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    let context = || format!("cannot read {}", folder.display());
    for entry in fs::read_dir(folder).with_context(context)? {
        let entry = entry.with_context(context)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || name.ends_with(".d.ts") || name.ends_with(".md") {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type().with_context(context)?.is_dir() {
            copy(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.insert(path, fs::read(entry.path()).with_context(context)?);
        }
    }
    Ok(())
}

/// Makes a folder hold exactly these files.
///
/// # Errors
/// When it cannot be written.
pub fn write(folder: &Path, files: &Files) -> std::io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use fencepost::brand::{Colour, DARK, LIGHT};

    use super::*;

    #[test]
    fn a_folder_holds_exactly_what_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let files = |names: &[&str]| {
            names.iter().map(|name| (name.to_string(), b"x".to_vec())).collect::<Files>()
        };
        let read = || {
            let mut files = Files::new();
            copy(folder.path(), "", &mut files).unwrap();
            files
        };
        write(folder.path(), &files(&["a.js", "_locales/en/messages.json"])).unwrap();
        assert_eq!(read(), files(&["_locales/en/messages.json", "a.js"]));
        write(folder.path(), &files(&["b.js", "types.d.ts", "README.md"])).unwrap();
        assert_eq!(read(), files(&["b.js"]));
    }

    /// The colours that contrast is measured against are those of the pages.
    #[test]
    fn the_grounds_are_those_of_the_style() {
        let style = fs::read_to_string(root().join("extension/style.css")).unwrap();
        for ground in ["ground", "surface", "sunken"] {
            let value = style.split(&format!("--{ground}: light-dark(")).nth(1).unwrap();
            let (light, dark) = value.split_once(')').unwrap().0.split_once(", ").unwrap();
            for (colour, surface) in [(light, LIGHT), (dark, DARK)] {
                let colour = Colour::parse(colour).unwrap();
                let end = Colour(if surface == LIGHT { [0; 3] } else { [255; 3] });
                assert!(
                    colour.contrast(end) >= surface.ground.contrast(end),
                    "--{ground} {colour} is nearer to text than {}",
                    surface.ground
                );
            }
        }
    }

    #[test]
    fn the_version_is_the_core_s() {
        let text = version().unwrap();
        assert!(
            text.split('.').count() == 3 && text.split('.').all(|part| part.parse::<u16>().is_ok()),
            "{text}"
        );
    }
}
