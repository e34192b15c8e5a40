//! `./build.sh test`: every test, what fails fastest first.

use std::path::Path;

use anyhow::Result;
use lexopt::Parser;

use crate::root::root;
use crate::run::{cargo, say, show};
use crate::{bench, lint, tools};

/// Runs every test.
///
/// # Errors
/// The first step that fails.
pub fn test(mut args: Parser) -> Result<()> {
    if let Some(arg) = args.next()? {
        return Err(arg.unexpected().into());
    }
    lint::sources()?;
    say("testing natively");
    show(&mut cargo(["test", "--workspace"]))?;
    bench::gate()?;
    let chromium = tools::chromium()?;
    let firefox = tools::firefox()?;
    if root().join("tests/web.rs").exists() {
        say("testing the core in Chromium");
        core_in("CHROMEDRIVER", &chromium.driver)?;
        say("testing the core in Firefox");
        core_in("GECKODRIVER", &firefox.driver)?;
    }
    lint::packages()?;
    say("testing the extension in both browsers");
    show(&mut cargo(["test", "--package", "xtask", "--test", "browsers"]))
}

/// Runs `tests/web.rs` in the browser of this driver.
fn core_in(variable: &str, driver: &Path) -> Result<()> {
    tools::for_wasm()?;
    let runner = tools::folder().join("bin/wasm-bindgen-test-runner");
    let mut cargo = cargo([
        "test",
        "--package",
        "fencepost",
        "--test",
        "web",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    for other in ["CHROMEDRIVER", "GECKODRIVER", "SAFARIDRIVER"] {
        cargo.env_remove(other);
    }
    show(cargo.env(variable, driver).env("WASM_BINDGEN_TEST_ONLY_WEB", "1"))
}
