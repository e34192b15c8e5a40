//! Brands as folders: one that uses every field, and everything that can be wrong with one.
#![allow(clippy::unwrap_used, clippy::panic, reason = "all of it is a test")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use fencepost::announcement::Piece;
use fencepost::severity::Severity;
use tempfile::TempDir;
use xtask::brand::{Brand, Verdict, look};

fn everything() -> PathBuf {
    xtask::root().join("xtask/tests/data/brand-everything")
}

#[test]
fn a_brand_that_uses_every_field() {
    let Verdict { brand, hints, .. } = look(&everything()).unwrap();
    let says = brand.unwrap().says;
    assert_eq!(hints, [""; 0]);
    let titles: Vec<_> = says.brand.announcements.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["Threads suspended: \"enough\"", "limited.example is limited"]);
    assert_eq!(says.brand.list.as_deref(), Some("2025-06-01"));
    assert_eq!(says.pages.own.len(), 5);
    assert_eq!(says.facade.localised.len(), 2);
    let mut links = Vec::new();
    says.pages.posts.iter().for_each(|(_, pieces)| collect_links(pieces, &mut links));
    assert_eq!(
        links,
        [
            "https://blog.everything.example/rules",
            "https://good.example@elsewhere.example/promise",
            "mailto:appeals@everything.example",
            "https://pact.example/",
        ]
    );
}

fn collect_links(pieces: &[Piece], links: &mut Vec<String>) {
    for piece in pieces {
        match piece {
            Piece::Text(_) => {}
            Piece::Link(address, _) => links.push(address.clone()),
            Piece::Part(_, pieces) => collect_links(pieces, links),
        }
    }
}

/// A copy of that brand, to be broken.
struct Copy(TempDir);

impl Copy {
    fn new() -> Copy {
        let copy = Copy(tempfile::tempdir().unwrap());
        fs::create_dir_all(copy.path("announcements")).unwrap();
        for (path, bytes) in Brand::read("xtask/tests/data/brand-everything").unwrap().files {
            fs::write(copy.path(&path), bytes).unwrap();
        }
        copy
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder().join(path)
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("copy")
    }

    /// Puts one text in place of another.
    fn replace(self, path: &str, old: &str, new: &str) -> Copy {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(old), "no {old} in {path}");
        fs::write(self.path(path), text.replacen(old, new, 1)).unwrap();
        self
    }

    /// There is one error, and no package.
    #[track_caller]
    fn check(self, error: &str) {
        let folder = &self.folder();
        let errors = look(folder).unwrap().errors;
        assert_eq!(errors, [format!("{}/{error}", folder.display())]);
        assert_no_package(folder, error);
    }
}

impl Copy {
    /// It cannot even be read, and there is no package.
    #[track_caller]
    fn check_unreadable(self, error: &str) {
        let folder = &self.folder();
        let said = look(folder).err().unwrap().to_string();
        assert_eq!(said, format!("{}/{error}", folder.display()));
        assert_no_package(folder, error);
    }
}

#[track_caller]
fn assert_no_package(folder: &Path, error: &str) {
    let refused = xtask::package::make(&[folder.display().to_string()]).unwrap_err().to_string();
    assert!(refused.contains(error), "{refused}");
}

const POST: &str = "announcements/2025-06-01-suspended.md";

#[test]
fn a_copy_is_as_good() {
    let copy = Copy::new().replace("brand.toml", "@everything.example", "@copy.example");
    let Verdict { errors, hints, .. } = look(&copy.folder()).unwrap();
    assert_eq!((errors, hints), (Vec::new(), Vec::new()));
}

#[test]
fn bad_toml() {
    Copy::new()
        .replace("brand.toml", "[links]", "[links")
        .check("brand.toml line 16: unclosed table, expected `]`");
}

#[test]
fn an_unknown_key() {
    Copy::new()
        .replace("brand.toml", "rules =", "rule =")
        .check("brand.toml line 18: unknown field `rule`, expected one of `about`, `rules`, `moderation`, `appeals`, `blog`");
}

#[test]
fn a_bad_colour() {
    Copy::new()
        .replace("brand.toml", "#5b2a86", "purple")
        .check("brand.toml line 13: `purple` is not a colour: write one like #12384a");
}

#[test]
fn too_low_in_contrast() {
    Copy::new()
        .replace("brand.toml", "#5b2a86", "#c9a6e8")
        .check("brand.toml line 13: `#c9a6e8` has a contrast of 1.82 to the ground of light pages (#f0f0ed), text needs 4.5: write #79648b");
}

#[test]
fn values_of_another_form() {
    Copy::new()
        .replace("brand.toml", "\"second.example\"", "\"second example\"")
        .check("brand.toml line 6: no name holds ' ': write a server's name and nothing else, as in example.social");
    Copy::new()
        .replace("brand.toml", "home = [\"everything.example\", \"second.example\"]", "home = \"everything.example\"")
        .check("brand.toml line 6: invalid type: string \"everything.example\", expected a sequence: write it as a list, as in [\"example.social\"]");
    Copy::new()
        .replace("brand.toml", "\"Everything\"", "\"Every\u{202e}thing\"")
        .check("brand.toml line 4: this holds a character that nobody sees (U+202E): take it out");
}

#[test]
fn one_address_for_two_posts() {
    Copy::new()
        .replace("brand.toml", "everything.example/limited", "everything.example/suspended")
        .check("announcements/2025-06-02-limited.md: announcements/2025-06-01-suspended.md has the address `https://blog.everything.example/suspended` too: write its own for each");
}

#[test]
fn a_picture_of_another_kind() {
    let copy = Copy::new();
    fs::write(copy.path("icon.svg"), b"\x89PNG\r\n\x1a\n").unwrap();
    copy.check("icon.svg: this is no SVG but a file of another kind: draw the icon as SVG, with a square viewBox");
}

#[test]
fn a_missing_icon() {
    let copy = Copy::new();
    fs::remove_file(copy.path("icon.svg")).unwrap();
    copy.check("icon.svg: there is no such file: draw one as SVG, with a square viewBox");
}

#[test]
fn a_huge_icon() {
    let copy = Copy::new();
    fs::write(copy.path("icon.svg"), vec![b' '; 2_000_000]).unwrap();
    copy.check(
        "icon.svg: the icon has 2000000 bytes, at most 30000 fit: draw it with fewer points",
    );
}

#[test]
fn a_script_in_the_icon() {
    Copy::new()
        .replace("icon.svg", "<title>A post</title>", "<script>alert(1)</script>")
        .check("icon.svg line 2: `<script>` may not be in an icon, only shapes may: draw it as a path, or save as plain SVG");
}

#[test]
fn a_script_in_a_post() {
    Copy::new()
        .replace(POST, "> Enough", "<script src=\"https://a.example/a.js\"></script>")
        .check("announcements/2025-06-01-suspended.md line 21: `<script src=\"https://a.example/a.js\"></script> is enough.` may not be in an announcement: take it out");
}

#[test]
fn wrong_dates() {
    Copy::new()
        .replace(POST, "2025-06-01T09:30:00+02:00", "2025-06-31T09:30:00+02:00")
        .check("announcements/2025-06-01-suspended.md line 3: the date `2025-06-31T09:30:00+02:00` is not complete or does not exist: write it as 2025-01-20T06:00:00+01:00");
    Copy::new()
        .replace("brand.toml", "date = \"2025-06-01\"", "date = \"2025-06-31\"")
        .check("brand.toml line 25: `2025-06-31` is not a day: write it as 2025-01-20");
}

#[test]
fn a_list_that_is_none() {
    let copy = Copy::new();
    fs::write(copy.path("list.csv"), "<!doctype html>").unwrap();
    copy.check(
        "list.csv: this is no list to start from: not a list but a web page, a picture or a feed",
    );
}

#[test]
fn what_is_no_server() {
    for (name, error) in [
        ("localhost", "`localhost` is no server"),
        ("192.0.2.1", "`192.0.2.1` is no server"),
        ("", "empty name"),
    ] {
        Copy::new()
            .replace("brand.toml", "second.example", name)
            .check(&format!("brand.toml line 6: {error}: write a server's name and nothing else, as in example.social"));
    }
    Copy::new()
        .replace("brand.toml", "second.example", "bücher.example")
        .check("brand.toml line 6: `bücher.example` has letters of another script: write xn--bcher-kva.example");
    Copy::new()
        .replace("brand.toml", "second.example", "everything.example")
        .check("brand.toml line 6: `everything.example` stands here twice: take one out");
    Copy::new()
        .replace(POST, "[threads.net]", "[threads.net, Threads.net]")
        .check("announcements/2025-06-01-suspended.md line 7: `threads.net` stands here twice: take one out");
    Copy::new()
        .replace(POST, "[threads.net]", "[everything.example]")
        .check("announcements/2025-06-01-suspended.md line 7: `everything.example` is the brand's own home: take it out");
}

#[test]
fn an_unknown_decision() {
    Copy::new()
        .replace(POST, "severity: suspend", "severity: block")
        .check("announcements/2025-06-01-suspended.md line 8: `block` is no decision: write suspend or silence");
    Copy::new()
        .replace("brand.toml", "\"silence\"", "\"noop\"")
        .check("brand.toml line 39: `noop` is no decision: write suspend or silence");
}

#[test]
fn characters_that_nobody_sees() {
    const SEEN: &str = "this holds a character that nobody sees";
    Copy::new().replace(POST, "\"Threads", "\"\u{202e}Threads").check(&format!(
        "announcements/2025-06-01-suspended.md line 2: {SEEN} (U+202E): take it out"
    ));
    Copy::new().replace(POST, "> Enough", "> &#x202e;Enough").check(&format!(
        "announcements/2025-06-01-suspended.md line 21: {SEEN} (U+202E): take it out"
    ));
    Copy::new()
        .replace("brand.toml", "\"friends.example\"", "\"fri\u{ad}ends.example\"")
        .check(&format!("brand.toml line 46: {SEEN} (U+00AD): take it out"));
}

#[test]
fn addresses_that_are_none_of_the_web() {
    for address in [
        "http://friends.example/",
        "javascript:alert(1)",
        "https://a:b@friends.example/",
        " https://friends.example/",
    ] {
        Copy::new()
            .replace("brand.toml", "https://friends.example/why", address)
            .check(&format!("brand.toml line 47: `{address}` is not an address of the web: write one that starts with https://"));
    }
}

#[test]
fn dates_to_come() {
    const PAST: &str = "is no day of the past: write the day on which it was published";
    Copy::new().replace(POST, "2025-06-01T", "2125-06-01T").check(&format!(
        "announcements/2025-06-01-suspended.md line 3: the date `2125-06-01T09:30:00+02:00` {PAST}"
    ));
    Copy::new()
        .replace("brand.toml", "date = \"2025-06-01\"", "date = \"2125-06-01\"")
        .check(&format!("brand.toml line 25: the date `2125-06-01` {PAST}"));
}

#[test]
fn a_list_without_a_date() {
    Copy::new()
        .replace("brand.toml", "date = \"2025-06-01\"\n", "")
        .check("brand.toml line 23: there is no `date`: write date = 2025-01-20");
    let copy = Copy::new();
    fs::write(copy.path("list.csv"), "#domain,#severity\nno name,suspend\n").unwrap();
    copy.check("list.csv: no row of this list can be read, such as line 2: \"no name\": has a space: write rows like threads.net,suspend");
}

#[test]
fn what_is_no_file_of_a_brand() {
    let large = Copy::new();
    fs::write(large.path("film"), vec![b' '; 5_000_001]).unwrap();
    large.check_unreadable(
        "film has 5000001 bytes, at most 5000000 fit: shorten it, or take it out of the folder",
    );
    let elsewhere = Copy::new();
    fs::remove_file(elsewhere.path("list.csv")).unwrap();
    symlink("/etc/hostname", elsewhere.path("list.csv")).unwrap();
    elsewhere.check_unreadable(
        "list.csv leads to another place, which others do not have: put the file itself there",
    );
    let long = Copy::new();
    fs::write(long.path(POST), "> ".repeat(100_000)).unwrap();
    long.check("announcements/2025-06-01-suspended.md: this file has 200000 bytes, at most 100000 fit: shorten it");
}

#[test]
fn two_posts_about_one_server() {
    let copy = Copy::new().replace("brand.toml", "[\"limited.example\"]", "[\"threads.net\"]");
    let copy = copy.replace("brand.toml", "@everything.example", "@copy.example");
    let Verdict { brand, hints, .. } = look(&copy.folder()).unwrap();
    let statements = brand.unwrap().says.brand;
    let severities: Vec<_> = statements.home_statements().map(|it| it.1).collect();
    assert_eq!(severities, [Severity::Silence]);
    assert!(hints[0].ends_with("2025-06-01-suspended.md: announcements/2025-06-02-limited.md says something newer of `threads.net`, so this no longer counts for it"), "{hints:?}");
}

#[test]
fn one_broken_brand_among_all() {
    let copy = Copy::new().replace("brand.toml", "#5b2a86", "purple");
    let names = ["fencepost".to_owned(), copy.folder().display().to_string(), "none".to_owned()];
    let error = xtask::brand::read_all(&names).unwrap_err().to_string();
    assert!(
        error.contains("`purple` is not a colour") && error.contains("no brand \"none\""),
        "{error}"
    );
}

#[test]
fn one_id_for_two_brands() {
    let copy = Copy::new().replace(
        "brand.toml",
        "fencepost@everything.example",
        "fencepost@fencepost.example",
    );
    let folder = &copy.folder();
    let error = format!(
        "{}/brand.toml line 10: brands/fencepost/brand.toml has the add-on id `fencepost@fencepost.example` too: write another gecko = \"…\" into one of them",
        folder.display()
    );
    assert_eq!(look(folder).unwrap().errors, std::slice::from_ref(&error));
    assert_no_package(folder, &error);
}
