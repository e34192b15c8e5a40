//! What to write instead, where the readers of TOML and YAML only say what is wrong.

/// How such a message begins or ends, and what helps.
const ADVICE: &[(&str, &str)] = &[
    ("no name holds", "write a server's name and nothing else, as in example.social"),
    ("invalid basic string", "write \" on both sides of the text"),
    ("string values must be quoted", "write \" on both sides of the text"),
    ("expected a sequence", "write it as a list, as in [\"example.social\"]"),
    (
        "illegal placement of ':'",
        "close every [ with ], and put \" on both sides of a text with a colon",
    ),
    ("simple key expected", "write each line as key: value, and a line `---` after the last"),
];

/// The message with advice, where there is some.
pub fn advised(message: &str) -> String {
    let helps = |(known, _): &&(&str, &str)| message.starts_with(known) || message.ends_with(known);
    match ADVICE.iter().find(helps) {
        Some((_, advice)) => format!("{message}: {advice}"),
        None => message.to_owned(),
    }
}
