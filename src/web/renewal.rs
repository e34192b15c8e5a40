//! Starting anew after a trap, of which there should be none: whatever the core was doing is lost.

use wasm_bindgen::handler::schedule_reinit;
use wasm_bindgen::prelude::*;

/// Has the next call of this module run in a new instance, with nothing of what the trap left behind.
#[wasm_bindgen]
pub fn renew() {
    schedule_reinit();
}
