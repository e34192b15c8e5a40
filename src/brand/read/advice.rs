//! What to write instead, where the readers of TOML and YAML only say what is wrong.

/// How such a message begins or ends, and what helps.
const ADVICE: &[(&str, &str)] = &[
    ("invalid basic string", "write \" on both sides of the text"),
    ("string values must be quoted", "write \" on both sides of the text"),
    ("expected a string", "write \" on both sides of the text"),
    (
        "invalid type: map, expected a sequence",
        "write it in two pairs of brackets, as in [[other]]",
    ),
    ("expected a sequence", "write it as a list, as in [\"example.social\"]"),
    ("duplicate key", "take one out, or put what both say into one"),
    ("carriage return must be followed by newline", "save the file with the line ends of Unix"),
    ("expected string scalar", "write a text"),
    ("expected sequence start", "write it as a list, as in [threads.net]"),
    ("duplicate mapping key", "take one out"),
    (
        "mapping values are not allowed in this context",
        "put \" on both sides of a text with a colon",
    ),
    ("budget breached", "write it without references to other parts"),
    ("while scanning a plain scalar, found a tab", "put spaces in place of tabs"),
    (
        "illegal placement of ':'",
        "close every [ with ], and put \" on both sides of a text with a colon",
    ),
    ("simple key expected", "write each line as key: value, and a line `---` after the last"),
];

/// The message with advice, where there is some.
pub fn advised(message: &str) -> String {
    // What follows is for the programmer.
    let message = message.split(", set DuplicateKeyPolicy").next().unwrap_or_default();
    let message = message.split(": Nodes {").next().unwrap_or_default();
    let helps = |(known, _): &&(&str, &str)| message.starts_with(known) || message.ends_with(known);
    match ADVICE.iter().find(helps) {
        Some((_, advice)) => format!("{message}: {advice}"),
        None => message.to_owned(),
    }
}
