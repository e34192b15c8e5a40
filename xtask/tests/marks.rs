//! What `./build.sh marks` refuses before it builds anything or starts a browser.
#![allow(clippy::unwrap_used, reason = "all of it is a test")]

use std::path::Path;
use std::process::{Command, Output};

const URL: &str = "https://page.example/";

/// Runs the command where there is no other program, so that it could not build if it tried.
fn marks(list: &str, page: &str, url: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data"))
        .env("PATH", "")
        .args(["marks", "--browser", "firefox", "--url", url])
        .args(["--blocklist", "good=blocks.csv"])
        .args(["--blocklist", &format!("list={list}")])
        .args(["--page", page])
        .output()
        .unwrap()
}

#[track_caller]
fn check(list: &str, page: &str, url: &str, expected: &str) {
    let output = marks(list, page, url);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with(expected), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
}

#[test]
fn a_list_that_cannot_be_used() {
    check("no-such-file", "probe/popup.html", URL, "build.sh: no-such-file: ");
    check("probe/popup.html", "probe/popup.html", URL, "build.sh: probe/popup.html: ");
}

#[test]
fn a_page_that_cannot_be_read() {
    check("blocks.csv", "no-such-page", URL, "build.sh: no-such-page: ");
    check("blocks.csv", "probe", URL, "build.sh: probe: ");
}

#[test]
fn an_address_that_is_none() {
    let expected = "build.sh: --url wants an address with a host, not \"page.example\"";
    check("blocks.csv", "probe/popup.html", "page.example", expected);
}

#[test]
fn what_can_be_used_is_not_refused() {
    let output = marks("blocks.csv", "probe/popup.html", URL);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
}
