//! A brand's names and descriptions as messages, so that browsers and stores show them in the reader's language.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use fencepost::brand::{Facade, Words};
use serde_json::{Map, Value, json};

use crate::extension::Files;

/// Keys of the manifest and the messages that fill them.
pub const MANIFEST: [(&str, &str); 3] =
    [("name", "brandName"), ("short_name", "brandShortName"), ("description", "brandDescription")];

/// The language that everything falls back to (`default_locale` of the manifest).
const DEFAULT: &str = "en";

/// Adds a brand's words to the messages of each of its languages. A language that the extension does not speak has only
/// these; browsers take the rest from the default one.
///
/// # Errors
/// When a file of messages cannot be read.
pub fn put(files: &mut Files, facade: &Facade) -> Result<()> {
    for (language, words) in languages(facade) {
        let path = format!("_locales/{language}/messages.json");
        let mut messages: Map<String, Value> = match files.get(&path) {
            Some(bytes) => serde_json::from_slice(bytes).with_context(|| path.clone())?,
            None => Map::new(),
        };
        let texts = [&words.name, &words.short_name, &words.description];
        for ((_, key), text) in MANIFEST.iter().zip(texts) {
            // A `$` begins a placeholder in messages; two stand for one.
            messages.insert((*key).to_owned(), json!({"message": text.replace('$', "$$")}));
        }
        let bytes = serde_json::to_vec(&messages).context("cannot write messages")?;
        files.insert(path, bytes);
    }
    Ok(())
}

/// Takes out of all messages what only translators read.
///
/// # Errors
/// When a file of messages cannot be read.
pub fn without_notes(files: &mut Files) -> Result<()> {
    for (path, bytes) in files.iter_mut().filter(|(path, _)| path.starts_with("_locales/")) {
        let mut messages: Map<String, Value> =
            serde_json::from_slice(bytes).with_context(|| path.clone())?;
        for message in messages.values_mut().filter_map(Value::as_object_mut) {
            message.remove("description");
        }
        *bytes = serde_json::to_vec(&messages).context("cannot write messages")?;
    }
    Ok(())
}

/// The words of each language.
pub fn languages(facade: &Facade) -> BTreeMap<&str, &Words> {
    let own = facade.localised.iter().map(|(language, words)| (language.as_str(), words));
    own.chain([(DEFAULT, &facade.words)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Words {
        let text = |what: &str| format!("{what} of {name}");
        Words { name: name.to_owned(), short_name: text("short"), description: text("$1") }
    }

    #[test]
    fn each_language_gets_its_own() {
        let facade = Facade {
            gecko_id: String::new(),
            words: words("English"),
            localised: [("de".to_owned(), words("Deutsch"))].into(),
            colours: None,
            icon: Vec::new(),
        };
        let english = br#"{"locale": {"message": "en-GB", "description": "a note"}}"#;
        let mut files = Files::from([("_locales/en/messages.json".to_owned(), english.to_vec())]);
        without_notes(&mut files).unwrap();
        put(&mut files, &facade).unwrap();
        let read = |language: &str| -> Value {
            serde_json::from_slice(&files[&format!("_locales/{language}/messages.json")]).unwrap()
        };
        assert_eq!(read("en")["locale"], json!({"message": "en-GB"}));
        assert_eq!(read("en")["brandName"]["message"], "English");
        assert_eq!(read("de")["brandDescription"]["message"], "$$1 of Deutsch");
        assert_eq!(files.len(), 2);
    }
}
