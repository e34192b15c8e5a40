//! What `build.sh` does, in Rust.
#![allow(clippy::print_stdout, reason = "a command's answer goes to standard output")]

pub mod browser;
pub mod build;
pub mod marks;
pub mod run;
pub mod running;
