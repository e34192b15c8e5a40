//! What a person types to name their server.

/// The part that names the server: of an address its host and port, of a handle what follows the last `@`, of
/// anything else all of it. Whether it names one is for the address parser to say.
///
/// ```
/// use fencepost::server_name::server_name;
///
/// assert_eq!(server_name("https://example.social/@me"), "example.social");
/// ```
pub fn server_name(typed: &str) -> &str {
    let typed = typed.trim();
    let address = typed.split_once("://").map_or(typed, |(_, rest)| rest);
    let authority = address.split(['/', '?', '#']).next().unwrap_or(address);
    authority.rsplit('@').next().unwrap_or(authority)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: &str) {
        assert_eq!(server_name(typed), expected);
    }

    #[test]
    fn a_name_is_itself() {
        check("example.social", "example.social");
        check("  example.social\n", "example.social");
        check("not a server", "not a server");
        check("", "");
    }

    #[test]
    fn a_handle_names_its_server() {
        check("@me@example.social", "example.social");
        check("me@example.social", "example.social");
        check("acct:me@example.social", "example.social");
        check("@me", "me");
    }

    #[test]
    fn an_address_names_its_host() {
        check("https://example.social", "example.social");
        check("https://example.social/@me", "example.social");
        check("https://example.social/@you@elsewhere.example", "example.social");
        check("example.social/@me?x=1#y", "example.social");
        check("https://user:word@example.social:8443/", "example.social:8443");
    }
}
