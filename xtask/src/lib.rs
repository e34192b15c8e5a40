//! What `build.sh` does, in Rust.
#![allow(clippy::print_stdout, reason = "a command's answer goes to standard output")]

mod root;
mod run;
mod stamp;
pub mod tools;

pub mod brand;
mod budget;
mod bundle;
mod extension;
mod icons;
mod manifest;
mod wasm;
mod words;

mod archive;
pub mod package;
pub mod reproduce;

pub mod lists;

pub mod judge;

pub mod truth_table;

mod tidy;

pub mod bench;
pub mod deny;
pub mod fuzz;
pub mod lint;
pub mod soak;
pub mod test;

pub mod browser;
pub mod demo;
pub mod marks;
pub mod running;
pub mod screenshots;

pub use archive::unzip;
pub use extension::{Files, build, build_in, copy, write};
pub use root::root;
pub use run::forget_own_package;
pub use words::Language;
