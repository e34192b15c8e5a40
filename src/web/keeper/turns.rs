//! One after the other, whatever takes turns under one name.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Everybody who waits, or waited, for a turn.
#[derive(Default)]
pub struct Turns {
    /// Settled when the last turn that was taken under this name ends.
    last: RefCell<HashMap<String, Promise>>,
}

/// A turn; it ends when this is dropped.
pub struct Turn {
    end: Option<Function>,
}

impl Turns {
    /// Waits until all who came before under this name are done.
    pub async fn take(&self, name: &str) -> Turn {
        let mut end = None;
        let mine = Promise::new(&mut |resolve, _| end = Some(resolve));
        let former = self.last.borrow_mut().insert(name.to_owned(), mine);
        // From here on: whoever waits is let in also when this future is dropped.
        let turn = Turn { end };
        if let Some(former) = former {
            // It is never rejected.
            let _ = JsFuture::from(former).await;
        }
        turn
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(end) = &self.end {
            // A promise's own function does not throw.
            let _ = end.call0(&JsValue::UNDEFINED);
        }
    }
}
