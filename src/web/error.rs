//! What can go wrong in the browser, as one type.

use wasm_bindgen::{JsCast, JsValue};

use crate::index::IndexError;

/// A call to the browser that failed, or gave something unexpected.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// The browser threw or rejected; its own words, which differ between browsers, are for the console only.
    #[error("{doing}: {message}")]
    Browser {
        /// What was being done.
        doing: &'static str,
        /// The browser's words.
        message: String,
    },
    /// A value had another shape than expected.
    #[error("{doing}: {error}")]
    Shape {
        /// What was being read.
        doing: &'static str,
        /// What serde says.
        error: serde_json::Error,
    },
    /// A stranger sent more than anybody needs to.
    #[error("{doing}: too long")]
    TooLong {
        /// What was being read.
        doing: &'static str,
    },
    /// The database refused.
    #[error("database: refused")]
    Database,
    /// The database took back a change while committing it; a full disk does that.
    #[error("database: not committed")]
    Aborted,
    /// What was compiled a moment ago, or stored, cannot be read.
    #[error("index: {0}")]
    Index(#[from] IndexError),
}

impl From<WebError> for JsValue {
    fn from(error: WebError) -> JsValue {
        js_sys::Error::new(&error.to_string()).into()
    }
}

/// Says what was being done when the browser failed.
pub trait Doing<T> {
    /// Names what was being done, as in `reading the brand`.
    fn doing(self, doing: &'static str) -> Result<T, WebError>;
}

impl<T> Doing<T> for Result<T, JsValue> {
    fn doing(self, doing: &'static str) -> Result<T, WebError> {
        self.map_err(|error| {
            let message = error
                .dyn_ref::<js_sys::Error>()
                .map_or_else(|| format!("{error:?}"), |it| it.message().into());
            WebError::Browser { doing, message }
        })
    }
}

impl<T> Doing<T> for Result<T, serde_json::Error> {
    fn doing(self, doing: &'static str) -> Result<T, WebError> {
        self.map_err(|error| WebError::Shape { doing, error })
    }
}
