//! What is under way and can be stopped by the person who waits for it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use web_sys::{AbortController, AbortSignal};

/// All that is under way.
#[derive(Clone, Default)]
pub struct Stops(Rc<RefCell<HashMap<String, AbortController>>>);

/// One that is under way, until this is dropped.
pub struct Stop {
    all: Stops,
    name: String,
    signal: Option<AbortSignal>,
}

impl Stops {
    /// Begins what this names.
    pub fn begin(&self, name: String) -> Stop {
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        if let Some(controller) = controller {
            self.0.borrow_mut().insert(name.clone(), controller);
        }
        Stop { all: self.clone(), name, signal }
    }

    /// Stops it, if it is still under way.
    pub fn stop(&self, name: &str) {
        if let Some(controller) = self.0.borrow_mut().remove(name) {
            controller.abort();
        }
    }
}

impl Stop {
    /// Tells requests that they are not waited for any more.
    pub fn signal(&self) -> Option<&AbortSignal> {
        self.signal.as_ref()
    }

    /// Whether it was stopped.
    pub fn is_stopped(&self) -> bool {
        self.signal.as_ref().is_some_and(AbortSignal::aborted)
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        self.all.0.borrow_mut().remove(&self.name);
    }
}
