//! Where a blocklist comes from, and so who is heard first.

use crate::domain::Domain;
use crate::index::Rank;

/// Where a blocklist comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The user's own rules.
    Own,
    /// A server where the user has an account.
    Home(Domain),
    /// Another server.
    Server(Domain),
    /// A list at an address, which others keep.
    Subscription(String),
    /// A file.
    File(String),
    /// The maker of this build.
    Brand(String),
}

impl Source {
    /// The source of a list with this id; an id of an unknown kind is a file's.
    pub fn of(id: &str) -> Source {
        let (kind, rest) = id.split_once(':').unwrap_or((id, ""));
        let domain = || Domain::parse(rest).ok();
        match kind {
            "own" => Source::Own,
            "home" => domain().map(Source::Home).unwrap_or_else(|| Source::File(id.to_owned())),
            "server" => domain().map(Source::Server).unwrap_or_else(|| Source::File(id.to_owned())),
            "subscription" => Source::Subscription(rest.to_owned()),
            "brand" => Source::Brand(rest.to_owned()),
            _ => Source::File(rest.to_owned()),
        }
    }

    /// What names the list between parts of the program: `home:datasci.social`, `file:NAME`.
    pub fn id(&self) -> String {
        match self {
            Source::Own => "own".to_owned(),
            Source::Home(domain) => format!("home:{domain}"),
            Source::Server(domain) => format!("server:{domain}"),
            Source::Subscription(address) => format!("subscription:{address}"),
            Source::File(name) => format!("file:{name}"),
            Source::Brand(name) => format!("brand:{name}"),
        }
    }

    /// What people read; nothing for the user's own rules, which pages name in the user's language.
    pub fn name(&self) -> String {
        match self {
            Source::Own => String::new(),
            Source::Home(domain) | Source::Server(domain) => domain.to_string(),
            Source::Subscription(name) => name.strip_prefix("https://").unwrap_or(name).to_owned(),
            Source::File(name) | Source::Brand(name) => name.clone(),
        }
    }

    /// Who is heard first: the user, then homes, then the brand. A file says what its maker thinks, not what a server
    /// does, so it ranks with other people's lists.
    pub fn rank(&self) -> Rank {
        match self {
            Source::Own => Rank::Own,
            Source::Home(_) => Rank::Home,
            Source::Brand(_) => Rank::Brand,
            Source::Server(_) | Source::Subscription(_) | Source::File(_) => Rank::Other,
        }
    }

    /// Whether the list is asked for again from time to time.
    pub fn is_refreshed(&self) -> bool {
        matches!(self, Source::Home(_) | Source::Server(_) | Source::Subscription(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(id: &str, rank: Rank, name: &str) {
        let source = Source::of(id);
        assert_eq!((source.id().as_str(), source.rank(), source.name().as_str()), (id, rank, name));
    }

    #[test]
    fn ids_come_back() {
        check("own", Rank::Own, "");
        check("home:datasci.social", Rank::Home, "datasci.social");
        check("server:a.example", Rank::Other, "a.example");
        check("subscription:https://a.example/list.csv", Rank::Other, "a.example/list.csv");
        check("file:a:b.csv", Rank::Other, "a:b.csv");
        check("brand:datasci.social", Rank::Brand, "datasci.social");
    }

    #[test]
    fn an_odd_id_is_a_files() {
        assert_eq!(Source::of("home:a b"), Source::File("home:a b".to_owned()));
        assert_eq!(Source::of("").rank(), Rank::Other);
    }
}
