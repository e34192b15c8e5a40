//! Programs that the build and the tests need, each of one version.
//!
//! What is missing is installed where that asks nothing of the machine: crates into a folder of our own, npm packages
//! into `node_modules`, Debian packages when we are root. Otherwise one sentence says what is missing.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::root::{root, target};
use crate::run::{output, run, say};
use crate::stamp::Stamp;

/// A program from crates.io.
struct Crate {
    name: &'static str,
    version: &'static str,
    program: &'static str,
}

const WASM_PACK: Crate = Crate { name: "wasm-pack", version: "0.15.0", program: "wasm-pack" };
/// Of the same version as the crate in `Cargo.lock`: the two speak a format that changes with every version.
const WASM_BINDGEN: Crate =
    Crate { name: "wasm-bindgen-cli", version: "0.2.129", program: "wasm-bindgen" };
const GECKODRIVER: Crate = Crate { name: "geckodriver", version: "0.37.1", program: "geckodriver" };
const CARGO_FUZZ: Crate = Crate { name: "cargo-fuzz", version: "0.13.2", program: "cargo-fuzz" };

const CARGO_DENY: Crate = Crate { name: "cargo-deny", version: "0.20.2", program: "cargo-deny" };

/// A program from Debian, under any of its names.
struct Package {
    name: &'static str,
    programs: &'static [&'static str],
    version: &'static str,
    elsewhere: &'static str,
}

const CHROMIUM: Package = Package {
    name: "chromium",
    programs: &["chromium", "chromium-browser", "google-chrome"],
    version: "123 or newer",
    elsewhere: "https://www.chromium.org/getting-involved/download-chromium/",
};
const CHROMEDRIVER: Package = Package {
    name: "chromium-driver",
    programs: &["chromedriver"],
    version: "the version of Chromium",
    elsewhere: "https://googlechromelabs.github.io/chrome-for-testing/",
};
const FIREFOX: Package = Package {
    name: "firefox-esr",
    programs: &["firefox-esr", "firefox"],
    version: "140 or newer",
    elsewhere: "https://www.mozilla.org/firefox/",
};
const NPM: Package = Package {
    name: "npm",
    programs: &["npm"],
    version: "npm 10 of Node.js 20, or newer",
    elsewhere: "https://nodejs.org/",
};

/// What wasm-pack needs on its path: itself, wasm-bindgen of the same version as the crate, and Rust's target.
///
/// # Errors
/// When one of them is missing and cannot be installed.
pub fn for_wasm() -> Result<()> {
    wasm_target()?;
    install_crate(&WASM_PACK)?;
    install_crate(&WASM_BINDGEN)?;
    Ok(())
}

/// What builds and runs the targets in `fuzz`.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn cargo_fuzz() -> Result<()> {
    install_crate(&CARGO_FUZZ).map(|_| ())
}

/// What checks the crates of others.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn cargo_deny() -> Result<()> {
    install_crate(&CARGO_DENY).map(|_| ())
}

/// The version of wasm-bindgen, which writes the scripts that load the core.
pub const WASM_BINDGEN_VERSION: &str = WASM_BINDGEN.version;

/// Where Rust's own libraries for WebAssembly are.
///
/// # Errors
/// When Rust's compiler is missing.
pub fn wasm_libraries() -> Result<PathBuf> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(root()))?;
    Ok(Path::new(sysroot.trim()).join("lib/rustlib/wasm32-unknown-unknown/lib"))
}

/// Rust's standard library for WebAssembly.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn wasm_target() -> Result<()> {
    const NAME: &str = "wasm32-unknown-unknown";
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(NAME).exists() {
        return Ok(());
    }
    say("adding Rust's target wasm32-unknown-unknown");
    run(Command::new("rustup").args(["target", "add", NAME]))
        .context("Rust's target wasm32-unknown-unknown is missing; `rustup target add wasm32-unknown-unknown` adds it")
}

/// The version of Rust that everything is built with.
///
/// # Errors
/// When rustc does not say.
pub fn rust_version() -> Result<String> {
    let words = output(Command::new("rustc").arg("--version").current_dir(root()))?;
    words.split_whitespace().nth(1).map(str::to_owned).context("rustc says no version")
}

/// The npm packages of `package-lock.json`, in `node_modules`.
///
/// # Errors
/// When npm is missing, or fails.
pub fn node_modules() -> Result<PathBuf> {
    let modules = root().join("node_modules");
    let lock =
        fs::read(root().join("package-lock.json")).context("cannot read package-lock.json")?;
    let stamp = Stamp::of(modules.join(".fencepost"), &[&lock]);
    if !stamp.is_current() {
        let npm = debian(&NPM)?;
        say("installing the npm packages of package-lock.json");
        run(Command::new(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(root()))?;
        stamp.set()?;
    }
    Ok(modules)
}

/// A program of an npm package.
///
/// # Errors
/// As [`node_modules`].
pub fn node_program(name: &str) -> Result<Command> {
    let mut command = Command::new(node_modules()?.join(".bin").join(name));
    command.current_dir(root());
    Ok(command)
}

/// Chromium and its driver.
///
/// # Errors
/// When one of them is missing and cannot be installed.
pub fn chromium() -> Result<Programs> {
    Ok(Programs { browser: debian(&CHROMIUM)?, driver: debian(&CHROMEDRIVER)? })
}

/// Firefox and its driver.
///
/// # Errors
/// When one of them is missing and cannot be installed.
pub fn firefox() -> Result<Programs> {
    Ok(Programs { browser: debian(&FIREFOX)?, driver: install_crate(&GECKODRIVER)? })
}

/// A browser and what drives it.
pub struct Programs {
    /// The browser.
    pub browser: PathBuf,
    /// What speaks WebDriver for it.
    pub driver: PathBuf,
}

/// Where the crates' programs are, all of them or only those that were needed so far.
pub fn folder() -> PathBuf {
    let cache = || env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || env::home_dir().unwrap_or_default().join(".cache");
    let ours = || cache().unwrap_or_else(home).join("fencepost/tools");
    env::var_os("FENCEPOST_TOOLS").map_or_else(ours, PathBuf::from)
}

/// The search path with our own programs first.
///
/// # Errors
/// When a folder's name holds a `:`.
pub fn path() -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = [folder().join("bin")].into_iter().chain(env::split_paths(&path));
    env::join_paths(folders).context("cannot extend PATH")
}

fn install_crate(tool: &Crate) -> Result<PathBuf> {
    let program = folder().join("bin").join(tool.program);
    if version_of(&program).as_deref() == Some(tool.version) {
        return Ok(program);
    }
    say(&format!("installing {} {}; this takes a few minutes", tool.name, tool.version));
    fs::create_dir_all(folder()).with_context(|| format!("cannot make {}", folder().display()))?;
    fs::create_dir_all(target()).with_context(|| format!("cannot make {}", target().display()))?;
    let scratch = tempfile::tempdir_in(target()).context("cannot make a folder in target")?;
    let mut cargo = Command::new("cargo");
    cargo.args([
        "install",
        "--quiet",
        "--locked",
        "--force",
        tool.name,
        "--version",
        tool.version,
        "--root",
    ]);
    // Elsewhere, and without what is set for our own code: a tool is built as its authors mean it.
    cargo.arg(folder()).current_dir(folder()).env("CARGO_TARGET_DIR", scratch.path());
    for name in
        ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET", "CARGO_BUILD_RUSTFLAGS"]
    {
        cargo.env_remove(name);
    }
    run(&mut cargo).with_context(|| {
        let Crate { name, version, .. } = tool;
        format!("{name} {version} is missing; `cargo install --locked {name} --version {version}` has to work")
    })?;
    Ok(program)
}

/// The version of a browser, as it says it: `Mozilla Firefox 140.0`.
///
/// # Errors
/// When it cannot be asked.
pub fn browser_version(program: &Path) -> Result<String> {
    let words = output(Command::new(program).arg("--version"))?;
    let words = words.split_whitespace();
    let is_digit = |word: &&str| word.starts_with(|it: char| it.is_ascii_digit());
    let version = words.clone().find(is_digit).context("a browser says no version")?;
    let name = words.take_while(|word| !is_digit(word)).collect::<Vec<_>>().join(" ");
    Ok(format!("{name} {version}"))
}

/// The second word of what a program says of its version: `geckodriver 0.37.1 (…)`.
fn version_of(program: &Path) -> Option<String> {
    let output = Command::new(program).arg("--version").output().ok()?;
    String::from_utf8_lossy(&output.stdout).split_whitespace().nth(1).map(str::to_owned)
}

fn debian(package: &Package) -> Result<PathBuf> {
    if let Some(program) = package.programs.iter().find_map(|name| find(name)) {
        return Ok(program);
    }
    let Package { name, version, elsewhere, .. } = package;
    if !is_root() || find("apt-get").is_none() {
        bail!("{name} ({version}) is missing; Debian's package {name} has it, or {elsewhere}");
    }
    say(&format!("installing Debian's package {name}"));
    let apt = |args: &[&str]| {
        run(Command::new("apt-get")
            .arg("--quiet")
            .args(args)
            .env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update"])?;
    apt(&["install", "--yes", "--no-install-recommends", name])?;
    let program = package.programs.iter().find_map(|name| find(name));
    program.with_context(|| {
        format!("Debian's package {name} was installed, but brought none of its programs")
    })
}

/// The first program of this name on the search path.
fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|path| path.is_file())
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_bindgen_has_one_version() {
        let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
        let entry = format!("name = \"wasm-bindgen\"\nversion = \"{}\"\n", WASM_BINDGEN.version);
        assert!(
            lock.contains(&entry),
            "Cargo.lock has another wasm-bindgen than {}",
            WASM_BINDGEN.version
        );
    }

    #[test]
    fn what_cannot_be_found_has_no_version() {
        assert_eq!(version_of(Path::new("no-such-program")), None);
        assert_eq!(find("no-such-program"), None);
    }
}
