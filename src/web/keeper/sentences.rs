//! What people are told when a list could not be had.

use crate::explanation::{Message, Value};
use crate::holdback::Doubt;
use crate::source::SourceError;
use crate::web::error::WebError;

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

/// A host that the browser does not let the extension ask.
pub fn not_allowed(host: String) -> Message {
    Message::new("failNotAllowed", [Value::Name(host)])
}

/// What happened when the extension or the browser failed.
pub fn broken(error: &WebError) -> Message {
    let key = match error {
        WebError::Database | WebError::Aborted => "failStore",
        _ => "failInternal",
    };
    Message::new(key, [])
}

/// Why a version of a list is held back.
pub fn doubt(doubt: &Doubt) -> Message {
    match doubt {
        Doubt::Emptied { from } => Message::new("doubtEmptied", [Value::Count(*from)]),
        Doubt::Shrunk { from, to } => {
            Message::new("doubtShrunk", [Value::Count(*from), Value::Count(*to)])
        }
        Doubt::NamesHome { home, listed } => {
            Message::new(NAMES_HOME, [Value::name(home), Value::name(listed)])
        }
        Doubt::NamesOrdinarySites { of, hit, examples } => {
            let examples = Value::Text(examples.join(", "));
            Message::new(NAMES_SITES, [Value::Count(*hit), Value::Count(*of), examples])
        }
    }
}

const NAMES_HOME: &str = "doubtNamesHome";
const NAMES_SITES: &str = "doubtNamesSites";

/// Whether a doubt that was put aside once is not raised again: what a list names, it names in its next version too.
pub fn is_lasting(doubt: &Message) -> bool {
    doubt.key == NAMES_HOME || doubt.key == NAMES_SITES
}
