//! HTTP/1.1 as the test web speaks it, to browsers that behave and from servers that do not.

mod answer;
mod request;
mod write;

pub use answer::Answer;
pub use request::{Request, read};
pub use write::{Connection, write};
