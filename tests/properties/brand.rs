//! What a branded build is made of.

use fencepost::announcement::{Announcement, Post, Supplement};
use fencepost::brand::{self, Files};
use fencepost::day::Day;
use fencepost::domain::Domain;
use url::Url;

use super::choice;

/// A `brand.toml`, and behind zeros its announcements and its icon.
pub fn brand(bytes: &[u8]) {
    let names = ["brand.toml", "announcements/a.md", "announcements/b.md", "icon.svg"];
    let parts = names.into_iter().zip(bytes.split(|it| *it == 0));
    let files: Files = parts.map(|(name, part)| (name.to_owned(), part.to_vec())).collect();
    let findings = match brand::read(&files, Day::from_number(20_000).unwrap()) {
        Ok((whole, warnings)) => {
            let brand = whole.brand;
            let json = serde_json::to_string(&brand).unwrap();
            assert_eq!(serde_json::from_str::<brand::Brand>(&json).unwrap(), brand);
            brand.announcements.iter().for_each(is_sound);
            assert_eq!(brand.noted.len(), brand.noted_platforms().count());
            assert!(brand.home_statements().count() >= brand.announcements.len());
            warnings
        }
        Err(findings) => {
            assert!(!findings.is_empty());
            findings
        }
    };
    assert!(findings.iter().all(|it| !it.to_string().is_empty()));
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
    match Post::read(&text, &supplement) {
        Ok(post) => is_sound(&post.announcement),
        Err(findings) => assert!(!findings.is_empty()),
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
