//! Texts that are no lists: what they are instead, where that can be told.

use super::ListError;

/// What begins the lines of an e-mail's header that name people.
const EMAIL: [&str; 6] =
    ["from:", "to:", "received:", "return-path:", "delivered-to:", "message-id:"];

/// What a text is whose lines name no servers; `None` when that cannot be told.
pub(super) fn recognise(text: &str) -> Option<ListError> {
    let text = text.trim_start();
    let header = || text.lines().take_while(|it| !it.trim().is_empty());
    let begins = |line: &str, names: &[&str]| {
        let line = line.to_ascii_lowercase();
        names.iter().any(|it| line.starts_with(it))
    };
    if text.starts_with("HTTP/")
        || header().any(|it| begins(it, &["content-length:", "cache-control:"]))
    {
        return Some(ListError::Headers);
    }
    if header().filter(|it| begins(it, &EMAIL)).count() > 1 {
        return Some(ListError::Email);
    }
    let lines = text.lines().filter(|it| !it.trim().is_empty() && !it.starts_with('#'));
    let (n_lines, n_yaml) =
        lines.fold((0, 0), |(all, yaml), it| (all + 1, yaml + usize::from(is_yaml(it))));
    (text.starts_with("---") || n_yaml > n_lines / 3).then_some(ListError::Yaml)
}

/// `- a.example`, or `key: value`.
fn is_yaml(line: &str) -> bool {
    let line = line.trim_start();
    let is_key = |it: &str| {
        it.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.' | b'"'))
    };
    line.starts_with("- ")
        || line
            .split_once(':')
            .is_some_and(|(key, value)| is_key(key) && (value.is_empty() || value.starts_with(' ')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<ListError>) {
        assert_eq!(recognise(text), expected);
    }

    #[test]
    fn other_texts() {
        check("---\nblocks:\n  - domain: a.example\n", Some(ListError::Yaml));
        check("- a.example\n- b.example\n", Some(ListError::Yaml));
        // Half of these lines could be names.
        check("HOST: a.example\nNAMES: >-\n  a.b,\n  c.d,\n", Some(ListError::Yaml));
        check("a.example:\n  severity: suspend\n", Some(ListError::Yaml));
        check("From: a\r\nTo: b\r\n\r\nHello\r\n", Some(ListError::Email));
        check("HTTP/2 200\r\ncontent-type: text/plain\r\n", Some(ListError::Headers));
        check("server: x\ncache-control: max-age=300\n", Some(ListError::Headers));
        check("Dear all.\nI block a lot.\n", None);
        check("a b\nc d\n", None);
    }
}
