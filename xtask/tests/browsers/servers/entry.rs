use fencepost::digest::Digest;

/// What a server decided about a name, or a pattern where it knows such. Each software says it in its own way, or not at
/// all.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: String,
    pub kind: Kind,
    /// The reason that is published.
    pub comment: Option<String>,
    /// The day of the decision, `2025-01-20`, where the software publishes it.
    pub since: String,
    /// Whether readers see the name in part only.
    pub starred: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Suspend,
    Silence,
    Allow,
}

/// A name with which nothing is exchanged.
pub fn suspend(name: &str) -> Entry {
    entry(name, Kind::Suspend)
}

/// A name that is limited.
pub fn silence(name: &str) -> Entry {
    entry(name, Kind::Silence)
}

/// A name that is explicitly allowed. Most software then exchanges nothing with any other.
pub fn allow(name: &str) -> Entry {
    entry(name, Kind::Allow)
}

impl Entry {
    /// With a reason that is published.
    pub fn because(mut self, comment: &str) -> Self {
        self.comment = Some(comment.to_owned());
        self
    }

    /// Decided on this day.
    pub fn since(mut self, day: &str) -> Self {
        day.clone_into(&mut self.since);
        self
    }

    /// Shown to readers in part only.
    pub fn starred(mut self) -> Self {
        self.starred = true;
        self
    }

    /// SHA-256 of the whole name.
    pub fn digest(&self) -> String {
        Digest::of(&self.name).to_string()
    }

    /// The name as readers see it, when this tells which characters stay (position, length). Dots always do.
    pub fn shown(&self, stays: impl Fn(usize, usize) -> bool) -> String {
        let length = self.name.chars().count();
        let star = |(at, character): (usize, char)| {
            if !self.starred || character == '.' || stays(at, length) { character } else { '*' }
        };
        self.name.chars().enumerate().map(star).collect()
    }
}

/// The names of all entries of this kind.
pub fn names(entries: &[Entry], kind: Kind) -> Vec<&str> {
    entries.iter().filter(|it| it.kind == kind).map(|it| it.name.as_str()).collect()
}

fn entry(name: &str, kind: Kind) -> Entry {
    let since = "2025-01-20".to_owned();
    Entry { name: name.to_owned(), kind, comment: None, since, starred: false }
}
