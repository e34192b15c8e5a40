//! Brands as folders: one that uses every field, and everything that can be wrong with one.
#![allow(clippy::unwrap_used, clippy::panic, reason = "all of it is a test")]

use std::fs;
use std::path::{Path, PathBuf};

use fencepost::announcement::Piece;
use tempfile::TempDir;
use xtask::brand::{Brand, check, look_at};

fn everything() -> PathBuf {
    xtask::root().join("xtask/tests/data/brand-everything")
}

#[test]
fn a_brand_that_uses_every_field() {
    let (says, hints) = look_at(&everything()).unwrap().unwrap();
    assert_eq!(hints, []);
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
        fs::create_dir(copy.path("announcements")).unwrap();
        for (path, bytes) in Brand::read("xtask/tests/data/brand-everything").unwrap().files {
            fs::write(copy.path(&path), bytes).unwrap();
        }
        copy
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
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
        let folder = self.0.path();
        let (errors, _) = check::look(folder).unwrap();
        assert_eq!(errors, [format!("{}/{error}", folder.display())]);
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
    assert_eq!(check::look(copy.0.path()).unwrap(), (Vec::new(), Vec::new()));
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
fn one_id_for_two_brands() {
    let copy = Copy::new().replace(
        "brand.toml",
        "fencepost@everything.example",
        "fencepost@fencepost.example",
    );
    let folder = copy.0.path();
    let error = format!(
        "{}/brand.toml and brands/fencepost/brand.toml have one add-on id, `fencepost@fencepost.example`: write another gecko = \"…\" into one of them",
        folder.display()
    );
    assert_eq!(check::look(folder).unwrap().0, std::slice::from_ref(&error));
    assert_no_package(folder, &error);
}
