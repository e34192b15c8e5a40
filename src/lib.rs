//! Stub.
pub mod explanation;
pub mod protocol;
pub mod server_name;
pub mod severity;
#[cfg(target_arch = "wasm32")]
mod web;
