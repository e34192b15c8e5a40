//! Scripts as they ship: those that run inside pages and those that fill own pages, each one small file, and those that
//! load the core.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use fencepost::{page, target};
use serde_json::{Value, json};

use crate::budget;
use crate::root::{root, target as target_folder};
use crate::run::run;
use crate::tools;

/// The oldest browsers that the manifest allows.
const BROWSERS: &str = "--target=chrome123,firefox140";

/// The scripts by their names, each with what it imports.
///
/// - `content.js` runs in every frame of every page;
/// - `listed.js` is brought where something is listed, `card.js` when a card about it is asked for;
/// - `more.js` is brought where text, embeds or shadow roots are to be read;
/// - `visit.js` is brought when somebody goes from mark to mark;
/// - `check.js` fills the check page, `compare.js` the page that compares servers;
/// - `strict.js` fills the page that strict mode opens first;
/// - what is [`SINGLE`] stays a file of its own, without its comments;
/// - `words.js` fills in the popup's words before the core is there.
///
/// # Errors
/// When esbuild is missing or fails, or a script is larger than its budget.
pub fn build() -> Result<Vec<(&'static str, Vec<u8>)>> {
    let folder = target_folder().join("bundle");
    let mut inside = esbuild(&folder)?;
    inside.args([
        "content=extension/content/main.js",
        "listed=extension/content/listed/main.js",
        "card=extension/content/card/main.js",
        "more=extension/content/more/main.js",
        "visit=extension/content/visit/main.js",
    ]);
    let defines = data()?.map(|(name, value)| format!("--define:{name}={value}"));
    inside.args(&defines);
    // As a function of its own, so that no name of ours meets the page's other extensions or a second injection.
    run(inside.args(["--bundle", "--format=iife"]))?;

    let mut check = esbuild(&folder)?;
    run(check
        .args([
            "check=extension/check/main.js",
            "compare=extension/check/compare.js",
            "strict=extension/strict/main.js",
            "--bundle",
            "--format=esm",
        ])
        .args(&defines))?;

    let mut words = esbuild(&folder)?;
    words.args(["words=extension/popup/main.js", "--bundle", "--format=iife"]);
    run(&mut words)?;

    // Each as it is, smaller: of what people download, words for readers of the sources are left out.
    let mut single = esbuild(&folder)?;
    single.args(SINGLE.map(|name| format!("extension/{name}")));
    run(single.arg("--format=esm"))?;

    let bundled = [
        ("content.js", Some(budget::CONTENT)),
        ("listed.js", Some(budget::LISTED)),
        ("card.js", Some(budget::CARD)),
        ("more.js", Some(budget::MORE)),
        ("visit.js", Some(budget::VISIT)),
        ("check.js", None),
        ("compare.js", None),
        ("strict.js", None),
        ("words.js", None),
    ];
    let single = SINGLE.map(|name| (name, None));
    bundled
        .into_iter()
        .chain(single)
        .map(|(name, budget)| {
            let script =
                fs::read(folder.join(name)).with_context(|| format!("cannot read {name}"))?;
            let script = if BROUGHT.contains(&name) { guarded(&script)? } else { script };
            if let Some(budget) = budget {
                budget.check(script.len())?;
            }
            Ok((name, script))
        })
        .collect()
}

/// The scripts that build on the first one of their frame.
const BROUGHT: [&str; 4] = ["listed.js", "card.js", "more.js", "visit.js"];

/// A script that does nothing in a page that the first one has not reached: it was asked for by the page before.
fn guarded(script: &[u8]) -> Result<Vec<u8>> {
    const HEAD: &[u8] = b"\"use strict\";";
    let rest = script.strip_prefix(HEAD).context("a bundle that is no strict script")?;
    Ok([HEAD, b"Object.hasOwn(globalThis,\"fencepost\")&&", rest].concat())
}

/// What the scripts look for, in the words of the core: `extension/content/data.d.ts` says what each is.
fn data() -> Result<[(&'static str, Value); 5]> {
    let embeds = fs::read_to_string(root().join("data/embeds.json"))
        .context("cannot read data/embeds.json")?;
    let embeds: Vec<Value> = serde_json::from_str(&embeds).context("data/embeds.json")?;
    let embed = |row: &Value| json!([row.get("selector"), row.get("address")]);
    Ok([
        ("ADDRESS_HINTS", json!(target::ADDRESS_HINTS)),
        ("PROFILE_SCHEMES", json!(target::PROFILE_SCHEMES)),
        ("SELVES", json!(page::SELVES)),
        ("HANDLE_PATTERN", json!(target::mention::HANDLE_PATTERN)),
        ("EMBEDS", embeds.iter().map(embed).collect()),
    ])
}

/// The background's script, with what the core's two halves bring along; what [`crate::wasm::build`] writes has to be there.
///
/// # Errors
/// When esbuild is missing or fails.
pub fn background() -> Result<Vec<u8>> {
    let folder = target_folder().join("bundle/background");
    let mut esbuild = esbuild(&folder)?;
    esbuild.args(["extension/background.js", "--bundle", "--format=esm"]);
    run(esbuild.arg("--external:*/bridge.js"))?;
    fs::read(folder.join("background.js")).context("cannot read the background's script")
}

/// What only the background's script consists of.
pub const BACKGROUND: [&str; 6] =
    ["ahead.js", "asking.js", "keys.js", "private.js", "core/judge.js", "core/keeper.js"];

/// What is not bundled and the largest of that: the scripts that every context has, and all styles.
const SINGLE: [&str; 10] = [
    "bridge.js",
    "fill.js",
    "going.js",
    "check.css",
    "options.css",
    "pages.css",
    "popup.css",
    "strict.css",
    "style.css",
    "welcome.css",
];

/// A module of its own, smaller: what wasm-bindgen writes is meant to be read.
///
/// # Errors
/// When esbuild is missing or fails.
pub fn minify(module: &Path) -> Result<Vec<u8>> {
    let folder = target_folder().join("bundle/core");
    run(esbuild(&folder)?.arg("--format=esm").arg(module))?;
    let small = folder.join(module.file_name().context("a module without a name")?);
    fs::read(&small).with_context(|| format!("cannot read {}", small.display()))
}

fn esbuild(folder: &Path) -> Result<Command> {
    let mut esbuild = tools::node_program("esbuild")?;
    esbuild.args(["--minify", "--charset=utf8", "--log-level=warning", BROWSERS]);
    esbuild.arg(format!("--outdir={}", folder.display()));
    Ok(esbuild)
}
