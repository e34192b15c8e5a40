//! Stub.
pub mod severity;
pub mod explanation;
pub mod protocol;
#[cfg(target_arch = "wasm32")]
mod web;
