//! Where everything is.

use std::env;
use std::path::{Path, PathBuf};

/// The repository's folder.
///
/// Cargo names this crate's folder to what it runs; it is not taken at compile time, so that a moved repository does
/// not build in its old place.
pub fn root() -> PathBuf {
    let xtask = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    xtask.as_deref().and_then(Path::parent).unwrap_or(Path::new(".")).to_owned()
}

/// Where a build keeps what it makes on the way.
pub fn target() -> PathBuf {
    root().join("target")
}
