//! B10: what is downloaded, and what runs on every page.

use anyhow::Result;

use super::figure::Figure;
use crate::budget::gzip_len;
use crate::{bundle, package, wasm};

/// What peers publish, in bytes: their packages' or sources' sizes, read in August 2026.
const PEERS: [(&str, &str, f64); 4] = [
    ("script on every page", "FMHY SafeGuard, content.js", 19_000.0),
    ("script on every page", "Shinigami Eyes, content.ts", 42_000.0),
    ("script on every page", "uBlacklist 10.0.0", 1_400_000.0),
    ("look-ups, as WebAssembly", "uBlock Origin, hntrie.wasm", 1_034.0),
];

/// Builds everything and looks at it.
///
/// # Errors
/// When it cannot be built.
pub fn measure() -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for (name, script) in bundle::build()? {
        let case = if name == "content.js" { "script on every page" } else { name };
        figures.push(figure(case, "ours", script.len() as f64));
    }
    for (name, code) in wasm::build()?.iter().filter(|(name, _)| name.ends_with(".wasm")) {
        let module = name.trim_end_matches("_bg.wasm");
        figures.push(figure(
            &format!("WebAssembly after gzip, {module}"),
            "ours",
            gzip_len(code)? as f64,
        ));
    }
    for (name, bytes) in package::make(&["fencepost".to_owned()])? {
        let kind = name.rsplit('.').next().unwrap_or_default();
        figures.push(figure(&format!("package, {kind}"), "ours", bytes.len() as f64));
    }
    figures.extend(PEERS.iter().map(|(case, peer, bytes)| figure(case, peer, *bytes)));
    Ok(figures)
}

fn figure(case: &str, contestant: &str, bytes: f64) -> Figure {
    Figure {
        measure: "B10".to_owned(),
        case: case.to_owned(),
        contestant: contestant.to_owned(),
        unit: "bytes".to_owned(),
        median: bytes,
        low: bytes,
        high: bytes,
    }
}
