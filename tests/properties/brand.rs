//! What a branded build is made of.

use fencepost::announcement::{Announcement, Supplement};
use fencepost::brand;
use fencepost::domain::Domain;
use url::Url;

use super::choice;
use super::list::is_message;

/// A `brand.toml`, and behind zeros its announcements.
pub fn brand(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split('\0');
    let toml = parts.next().unwrap_or_default();
    let posts: Vec<_> = ["a.md", "b.md", "c.md"].into_iter().zip(parts).collect();
    match brand::read(toml, &posts) {
        Ok(brand) => {
            let json = serde_json::to_string(&brand).unwrap();
            assert_eq!(serde_json::from_str::<brand::Brand>(&json).unwrap(), brand);
            let addresses = [&brand.about, &brand.blog];
            addresses.into_iter().flatten().for_each(|it| is_https(it));
            brand.announcements.iter().for_each(is_sound);
            assert_eq!(brand.announcements.len(), posts.len());
            assert_eq!(brand.noted.len(), brand.noted_platforms().count());
            assert!(brand.home_statements().count() >= posts.len());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A post with front matter, with or without a table for it in `brand.toml`, which the first byte chooses.
pub fn announcement(bytes: &[u8]) {
    let (is_supplemented, bytes) = choice(bytes);
    let text = String::from_utf8_lossy(bytes);
    let supplement = match is_supplemented % 2 {
        0 => Supplement::default(),
        _ => Supplement {
            file: "a.md".to_owned(),
            address: Some("https://blog.example/a".to_owned()),
            domains: Some(vec![Domain::parse("spam.example").unwrap()]),
            severity: None,
        },
    };
    match Announcement::read("a.md", &text, &supplement) {
        Ok(announcement) => is_sound(&announcement),
        Err(error) => is_message(error.to_string().get(..100).unwrap_or("short")),
    }
}

fn is_sound(announcement: &Announcement) {
    assert!(!announcement.title.trim().is_empty() && !announcement.domains.is_empty());
    assert_eq!(announcement.day().len(), 10, "{}", announcement.date);
    is_https(&announcement.address);
    let json = serde_json::to_string(announcement).unwrap();
    assert_eq!(serde_json::from_str::<Announcement>(&json).unwrap(), *announcement);
}

fn is_https(address: &str) {
    assert_eq!(Url::parse(address).unwrap().scheme(), "https");
}
