//! The core as WebAssembly: three modules, each of one feature of the package (`src/web.rs`).

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::budget::{self, Budget, gzip_len};
use crate::bundle;
use crate::root::{root, target};
use crate::run::{forget_own_package, output, run, say};
use crate::stamp::Stamp;
use crate::tools;

/// The modules, by the features that make them, and how large each may be.
const MODULES: [(&str, Budget); 3] =
    [("judge", budget::JUDGE), ("keeper", budget::KEEPER), ("pages", budget::PAGES)];

/// What Rust's target uses by itself; wasm-opt is told, because wasm-bindgen takes the section that says so away.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What wasm-opt does first, with the names of functions still there: a smaller result than with either half alone.
///
/// Two passes over flattened code find more than one, and what values can be anywhere in the program is worked out between
/// them. Functions with a single caller stay functions unless they are
/// tiny: gzip makes more of many small ones. The first kilobyte of memory is the end of the stack.
const SHRINK: &[&str] = &[
    "--flatten",
    "--rereloop",
    "-Oz",
    "--gufa-optimizing",
    "-Oz",
    "--one-caller-inline-max-function-size=15",
    "--low-memory-unused",
    "--debuginfo",
];

/// What it does last: instances of one function lie next to each other, which gzip likes; then names are not needed.
const STRIP: &[&str] = &["--reorder-functions-by-name", "--strip-debug", "--strip-producers"];

/// Builds the modules, in `target/core`, and returns their files: for each the script that loads it and the code.
/// Beside them are their types, which `tsconfig.json` has our scripts checked against.
///
/// # Errors
/// When a tool is missing or fails, or a module is larger than its budget.
pub fn build() -> Result<Vec<(String, Vec<u8>)>> {
    tools::for_wasm()?;
    let folder = target().join("core");
    let mut files = Vec::new();
    for (module, budget) in MODULES {
        say(&format!("building the {module}"));
        pack(module)?;
        let read = |path: PathBuf| {
            fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        let code = format!("{module}_bg.wasm");
        let wasm = read(optimise(folder.join(&code))?)?;
        budget.check(gzip_len(&wasm)?)?;
        check_paths(&wasm)?;
        let script = format!("{module}.js");
        files.push((script.clone(), bundle::minify(&folder.join(script))?));
        files.push((code, wasm));
    }
    Ok(files)
}

/// A path of this machine would make another package on every other.
fn check_paths(wasm: &[u8]) -> Result<()> {
    for (folder, _) in folders()? {
        let path = folder.as_os_str().as_encoded_bytes();
        if wasm.windows(path.len()).any(|it| it == path) {
            bail!("the core names {}, a folder of this machine", folder.display());
        }
    }
    Ok(())
}

/// Compiles one module.
fn pack(module: &str) -> Result<()> {
    let mut pack = Command::new(tools::folder().join("bin/wasm-pack"));
    pack.args(["--quiet", "build", "--target", "web", "--release", "--mode", "no-install"]);
    pack.args(["--no-pack", "--no-opt", "--out-name", module]);
    // The folder is meant relative to the crate.
    pack.args(["--out-dir", "target/core", "--", "--no-default-features", "--features", module])
        .current_dir(root())
        .env("PATH", tools::path()?)
        .env("CARGO_ENCODED_RUSTFLAGS", flags()?);
    forget_own_package(&mut pack);
    run(&mut pack)
}

/// Makes the code smaller, unless that was done before.
fn optimise(plain: PathBuf) -> Result<PathBuf> {
    let input = fs::read(&plain).with_context(|| format!("cannot read {}", plain.display()))?;
    let lock =
        fs::read(root().join("package-lock.json")).context("cannot read package-lock.json")?;
    let optimised = plain.with_extension("opt.wasm");
    let flags = [FEATURES, SHRINK, STRIP].concat().concat();
    let stamp = Stamp::of(plain.with_extension("stamp"), &[&input, &lock, flags.as_bytes()]);
    if !stamp.is_current() || !optimised.exists() {
        let named = plain.with_extension("named.wasm");
        wasm_opt(SHRINK, &plain, &named)?;
        wasm_opt(STRIP, &named, &optimised)?;
        stamp.set()?;
    }
    Ok(optimised)
}

fn wasm_opt(flags: &[&str], from: &Path, to: &Path) -> Result<()> {
    let mut opt = tools::node_program("wasm-opt")?;
    run(opt.args(FEATURES).args(flags).arg(from).arg("--output").arg(to))
}

/// Keeps the builder's folders out of the places that a panic names, so that every folder builds the same, and takes the
/// small SHA-256 of `sha2`: the fast one is four times as long.
///
/// # Errors
/// When Rust's compiler is missing.
pub fn flags() -> Result<String> {
    let remap =
        |(from, to): &(PathBuf, String)| format!("--remap-path-prefix={}={to}", from.display());
    let small = ["sha2_backend=\"soft\"", "sha2_backend_soft=\"compact\""];
    let mut flags: Vec<_> = small.iter().map(|it| format!("--cfg={it}")).collect();
    flags.extend(folders()?.iter().map(remap));
    // As Cargo separates flags that may hold spaces.
    Ok(flags.join("\u{1f}"))
}

/// Folders that sources are in, and what they are called instead.
///
/// Rust's own library names the place where its source is installed, and `/rustc/COMMIT` where it is not; it is the
/// latter everywhere.
fn folders() -> Result<[(PathBuf, String); 3]> {
    let home = env::home_dir().unwrap_or_default();
    let cargo = env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let version = output(Command::new("rustc").arg("-vV"))?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: "));
    let commit = commit.context("rustc does not say its commit")?;
    Ok([
        (root(), "fencepost".to_owned()),
        (cargo, "cargo".to_owned()),
        (Path::new(sysroot.trim()).join("lib/rustlib/src/rust"), format!("/rustc/{commit}")),
    ])
}
