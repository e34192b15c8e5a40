//! What a server says of itself.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use fencepost::brand::Colour;
use resvg::tiny_skia::{ColorU8, Pixmap};
use rustls::crypto::ring;
use serde::Deserialize;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Proxy};

/// The most that is read of an answer, in bytes.
const LARGEST: u64 = 2_000_000;
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// What a server says of itself, as far as it can be used.
#[derive(Debug, Default, PartialEq)]
pub struct Facts {
    /// What it is called.
    pub title: Option<String>,
    /// The page about it.
    pub about: Option<String>,
    /// The page with its rules.
    pub rules: Option<String>,
    /// Where to write to.
    pub appeals: Option<String>,
    /// The colour that its icon has most of.
    pub colour: Option<Colour>,
}

/// The answer to `GET /api/v2/instance` (<https://docs.joinmastodon.org/entities/Instance/>).
#[derive(Deserialize)]
struct Instance {
    #[serde(default)]
    title: String,
    #[serde(default)]
    icon: Vec<Icon>,
    thumbnail: Option<Thumbnail>,
    #[serde(default)]
    configuration: Configuration,
    #[serde(default)]
    contact: Contact,
    #[serde(default)]
    rules: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Icon {
    src: String,
}

#[derive(Deserialize)]
struct Thumbnail {
    url: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Configuration {
    urls: Urls,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Urls {
    about: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Contact {
    email: String,
    account: Option<Account>,
}

#[derive(Deserialize)]
struct Account {
    url: String,
}

/// A way to the servers of the internet, trusted as this machine trusts them, through the proxy that it is set to.
pub fn internet() -> Agent {
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier);
    agent(tls, Proxy::try_from_env())
}

fn agent(tls: ureq::tls::TlsConfigBuilder, proxy: Option<Proxy>) -> Agent {
    let tls = tls.unversioned_rustls_crypto_provider(Arc::new(ring::default_provider())).build();
    let config = Agent::config_builder().https_only(true).timeout_global(Some(PATIENCE));
    config.tls_config(tls).proxy(proxy).build().into()
}

/// Asks a server.
///
/// # Errors
/// When it cannot be reached, or has no such answer. Without its icon, only the colour is missing.
pub fn ask(agent: &Agent, server: &str) -> Result<Facts> {
    let answer = get(agent, &format!("https://{server}/api/v2/instance"))?;
    let instance: Instance =
        serde_json::from_slice(&answer).context("it does not answer as Mastodon does")?;
    let picture = instance.icon.last().map(|icon| &icon.src);
    let picture = picture.or(instance.thumbnail.as_ref().map(|it| &it.url));
    let colour = picture.and_then(|address| main_colour(&get(agent, address).ok()?));
    let is_web = |address: &String| address.starts_with("https://");
    let about = instance.configuration.urls.about.filter(is_web);
    let page = about.clone().unwrap_or_else(|| format!("https://{server}/about"));
    let mailbox = Some(instance.contact.email).filter(|it| it.contains('@'));
    let account = instance.contact.account.map(|it| it.url).filter(is_web);
    Ok(Facts {
        title: Some(instance.title.trim().to_owned()).filter(|it| !it.is_empty()),
        about,
        rules: (!instance.rules.is_empty()).then_some(page),
        appeals: mailbox.map(|it| format!("mailto:{it}")).or(account),
        colour,
    })
}

fn get(agent: &Agent, address: &str) -> Result<Vec<u8>> {
    let mut answer = agent.get(address).call().with_context(|| address.to_owned())?;
    let body = answer.body_mut().with_config().limit(LARGEST).read_to_vec();
    body.with_context(|| format!("cannot read {address}"))
}

/// The colour that a PNG has most of, where a strong one counts for more than grey.
fn main_colour(png: &[u8]) -> Option<Colour> {
    let picture = Pixmap::decode_png(png).ok()?;
    // Colours that differ little are counted as one.
    let mut counts: HashMap<[u8; 3], (u64, Colour)> = HashMap::new();
    for pixel in picture.pixels().iter().map(|pixel| pixel.demultiply()) {
        if pixel.alpha() > 127 {
            let colour = parts(pixel);
            let entry = counts.entry(colour.map(|it| it >> 4)).or_insert((0, Colour(colour)));
            entry.0 += 1 + u64::from(strength(colour));
        }
    }
    // By their value where their weight is the same, so that the same picture gives the same colour.
    let most = counts.into_iter().max_by_key(|(key, (weight, _))| (*weight, *key));
    most.map(|(_, (_, colour))| colour)
}

fn parts(pixel: ColorU8) -> [u8; 3] {
    [pixel.red(), pixel.green(), pixel.blue()]
}

fn strength(colour: [u8; 3]) -> u8 {
    let most = colour.into_iter().max().unwrap_or_default();
    most - colour.into_iter().min().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::browser::{self, Answer, Request};
    use crate::icons;

    /// Asks a server of the harness.
    fn asked(proxy: &browser::Proxy, server: &str) -> Result<Facts> {
        let way = Proxy::new(&format!("http://127.0.0.1:{}", proxy.port())).unwrap();
        ask(&agent(TlsConfig::builder().disable_verification(true), Some(way)), server)
    }

    fn icon() -> Vec<u8> {
        let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#eee" d="M0 0h8v8H0z"/><path fill="#0a7040" d="M0 0h5v8H0z"/></svg>"##;
        icons::render_all(svg).unwrap().remove(0).1
    }

    fn mastodon(request: &Request) -> Answer {
        match request.path.as_str() {
            "/api/v2/instance" => Answer::json(
                json!({
                    "domain": "example.social",
                    "title": "Example Social",
                    "icon": [{"src": "https://files.example/36.png", "size": "36x36"}],
                    "configuration": {"urls": {"about": "https://example.social/about"}},
                    "contact": {"email": "mods@example.social", "account": null},
                    "rules": [{"id": "1", "text": "Be kind"}],
                })
                .to_string(),
            ),
            _ => Answer::status(404),
        }
    }

    #[test]
    fn a_server_says_who_it_is() {
        let proxy = browser::Proxy::start().unwrap();
        proxy.answer("example.social", mastodon);
        proxy.answer("files.example", |_| Answer::html(icon()));
        let facts = asked(&proxy, "example.social").unwrap();
        assert_eq!(
            facts,
            Facts {
                title: Some("Example Social".to_owned()),
                about: Some("https://example.social/about".to_owned()),
                rules: Some("https://example.social/about".to_owned()),
                appeals: Some("mailto:mods@example.social".to_owned()),
                colour: Colour::parse("#0a7040"),
            }
        );
    }

    #[test]
    fn without_an_icon_only_the_colour_is_missing() {
        let proxy = browser::Proxy::start().unwrap();
        proxy.answer("example.social", mastodon);
        let facts = asked(&proxy, "example.social").unwrap();
        assert_eq!((facts.title.is_some(), facts.colour), (true, None));
    }

    #[test]
    fn no_server_and_no_such_answer() {
        let proxy = browser::Proxy::start().unwrap();
        proxy.answer("odd.example", |_| Answer::json("[]"));
        let error = |server| format!("{:#}", asked(&proxy, server).unwrap_err());
        assert!(error("odd.example").starts_with("it does not answer as Mastodon does"));
        assert!(error("none.example").starts_with("https://none.example/api/v2/instance"));
    }
}
