//! From a server's name to verdicts by its list, against servers that answer as each software does.
#![allow(clippy::unwrap_used, reason = "all of it is a test")]
#![allow(clippy::panic, reason = "all of it is a test")]

#[path = "../browsers"]
mod browsers {
    pub mod servers;
}
#[path = "../client/mod.rs"]
mod client;

mod check;
mod load;

mod again;
mod members;
mod name;
mod software;
mod trouble;
