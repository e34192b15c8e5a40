//! What people are told when a list could not be had.

use crate::explanation::{Message, Value};
use crate::holdback::Doubt;
use crate::source::SourceError;

/// What happened, about the server.
pub fn failure(error: &SourceError) -> Message {
    let about = |key, server: &_| Message::new(key, [Value::name(server)]);
    match error {
        SourceError::NoSuchServer(server) => about("failNoSuchServer", server),
        SourceError::NotFediverse(server) => about("failNotFediverse", server),
        SourceError::NotShown(server) => about("failHidden", server),
        SourceError::Unpublished(server) => about("failUnpublished", server),
        SourceError::AllowedNotShown(server) => about("failAllowedNotShown", server),
        SourceError::TooLarge(server) => about("failTooLarge", server),
        SourceError::TooLate(server) => about("failTimeout", server),
        SourceError::Unsupported { server, software } => {
            Message::new("failUnsupported", [Value::name(server), Value::Text(software.clone())])
        }
        SourceError::Answered { server, status } => Message::new(
            "failServerAnswered",
            [Value::name(server), Value::Text(status.to_string())],
        ),
        SourceError::NotAList { server, error } => {
            Message::new("failNotAList", [Value::name(server), Value::Text(error.to_string())])
        }
        SourceError::Astray { server, address } => {
            Message::new("failAstray", [Value::name(server), Value::Text(address.clone())])
        }
    }
}
