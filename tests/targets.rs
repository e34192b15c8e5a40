//! What links are judged as, natively; `tests/web.rs` judges the same in browsers.

#![cfg(not(target_arch = "wasm32"))]

mod corpus;

use fencepost::address::NativeParser;

#[test]
fn every_case() {
    corpus::check(&NativeParser);
    assert!(corpus::count() >= 400, "only {} cases were found", corpus::count());
}
