//! Every path that a server is asked for is in `PRIVACY.md`.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "what cannot be read here fails the test")]

use std::fs;
use std::path::Path;

/// Where paths are written.
const SOURCES: [&str; 4] =
    ["source/ask.rs", "source/members.rs", "check/questions.rs", "check/finger.rs"];

#[test]
fn every_path_is_told() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let privacy = fs::read_to_string(root.join("PRIVACY.md")).unwrap();
    for source in SOURCES {
        let text = fs::read_to_string(root.join("src").join(source)).unwrap();
        let paths: Vec<_> = text.split('"').skip(1).step_by(2).filter_map(path).collect();
        assert!(!paths.is_empty(), "no path in {source}");
        for path in paths {
            assert!(privacy.contains(&format!("{path}`")), "{path} of {source} is not told");
        }
    }
}

/// The path in a text of the source; `None` when it holds none.
fn path(text: &str) -> Option<&str> {
    let path = text.strip_prefix("https://{host}").unwrap_or(text);
    let path = path.split('?').next()?;
    let is_path = ["/api/", "/.well-known/", "/blocklist/"].iter().any(|it| path.starts_with(it));
    is_path.then_some(path)
}
