//! The browser around the core: the only place where values of JavaScript are met.
//!
//! It becomes three WebAssembly modules, each built with one feature of the package, and each loaded only where it is
//! needed. The **judge** is loaded whenever the background starts, so it holds only what a verdict and its explanation
//! need. The **keeper** is loaded beside it when lists are to be read or changed. The extension's own **pages** load the
//! third.

// Each module leaves out what only the others use.
#![cfg_attr(
    not(all(feature = "judge", feature = "keeper", feature = "pages")),
    allow(dead_code, unused_imports)
)]

#[cfg(feature = "judge")]
mod judge;
#[cfg(feature = "keeper")]
mod keeper;
#[cfg(feature = "pages")]
mod pages;

mod database;
mod lists;
mod store;

#[cfg(any(feature = "judge", feature = "keeper"))]
mod renewal;

mod contacts;
mod generation;
mod packaged;
pub mod parser;
mod permission;
mod sender;
mod settings;

pub mod error;
pub mod message;
mod webext;
