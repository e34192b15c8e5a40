//! The browser around the core: the only place where values of JavaScript are met.
//!
//! It becomes two WebAssembly modules, each built with one feature of the package. The **judge** is loaded whenever the
//! background starts, so it holds only what a verdict and its explanation need. The **keeper** is loaded when lists are
//! to be read or changed; the extension's own pages are in it too.

#[cfg(feature = "judge")]
mod judge;
#[cfg(feature = "keeper")]
mod keeper;
#[cfg(feature = "keeper")]
mod pages;

mod database;
#[cfg(feature = "keeper")]
mod lists;
mod store;

mod packaged;
pub mod parser;
#[cfg(feature = "keeper")]
mod permission;
mod sender;
mod settings;

pub mod error;
pub mod message;
mod webext;
