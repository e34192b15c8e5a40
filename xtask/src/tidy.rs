//! What no committed file may hold.

use std::process::Command;

use anyhow::{Result, bail};

use crate::root::root;
use crate::run::output;

/// A pattern that is found nowhere: for `git grep -E`, in files of these names, and what it would mean.
struct Rule {
    pattern: &'static str,
    files: &'static [&'static str],
    meaning: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        pattern: "(^|[^A-Za-z0-9_.~:/-])/(home|root|work|tmp|Users)/[A-Za-z0-9_.]",
        files: &[":!*.lock", ":!*.svg", ":!*.png"],
        meaning: "a path of somebody's machine",
    },
    Rule {
        pattern: "\"resolved\":",
        files: &["*package-lock.json"],
        meaning: "a download address in a lock file",
    },
    Rule {
        pattern: "#\\[ignore|\\b(test|it|describe)\\.(skip|only)\\(",
        files: &["*.rs", "*.js", ":!xtask/src/tidy.rs"],
        meaning: "a test that does not run",
    },
];

/// Looks through all files that git knows.
///
/// # Errors
/// Names the files and lines that break a rule.
pub fn check() -> Result<()> {
    let mut found = String::new();
    for Rule { pattern, files, meaning } in RULES {
        let mut git = Command::new("git");
        git.args(["grep", "-n", "-I", "-E", "-e", pattern, "--"]).args(*files).current_dir(root());
        for line in output(&mut git)?.lines() {
            found.push_str(&format!("\n  {meaning}: {line}"));
        }
    }
    if !found.is_empty() {
        bail!("committed files hold what they should not:{found}");
    }
    Ok(())
}
