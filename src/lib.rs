//! Fencepost shows people on the web where their fediverse server drew the line.
//!
//! The core does no input or output, reads no clock and does not panic; `web` (only on wasm32) connects it to the
//! browser. Modules in reading order; arrows between them never point back.

pub mod address;
pub mod day;
pub mod digest;
pub mod domain;
pub mod handle;
pub mod severity;

pub mod blocklist;
pub mod changes;
pub mod holdback;
pub mod index;

pub mod platform;
pub mod target;
pub mod verdict;

pub mod announcement;
pub mod brand;
pub mod choices;
pub mod explanation;
pub mod export;
pub mod marks;
pub mod page;
pub mod punycode;
pub mod schedule;
pub mod search;
pub mod source;
pub mod visible;

pub mod federation;

pub mod protocol;

pub mod collection;

pub mod check;

#[cfg(target_arch = "wasm32")]
pub mod web;
