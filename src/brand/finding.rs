//! What is wrong with a brand, or could be better, with its place and what to write instead.

use std::fmt;

use super::colour::{Colour, LOWEST_CONTRAST, Surface};
use super::icon::IconProblem;
use crate::announcement::PostProblem;
use crate::blocklist::ListError;
use crate::domain::Domain;

/// What is wrong with a brand, or could be better.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The file, by its path in the brand's folder.
    pub file: String,
    /// The line in it, from 1.
    pub line: Option<usize>,
    /// What it is.
    pub problem: Problem,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "{} line {line}: {}", self.file, self.problem),
            None => write!(formatter, "{}: {}", self.file, self.problem),
        }
    }
}

/// What is wrong, and what to write instead.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Problem {
    /// A file that every brand has.
    #[error("there is no such file: {0}")]
    NoFile(&'static str),
    /// A file that nothing reads.
    #[error("nothing reads this file: take it out of the folder, or name it in brand.toml")]
    UnusedFile,
    /// A file of a size that no person reads.
    #[error("this file has {0} bytes, at most {1} fit: shorten it")]
    TooLarge(usize, usize),
    /// One server twice in one place.
    #[error("`{0}` stands here twice: take one out")]
    Twice(Domain),
    /// A decision about the server that decides.
    #[error("`{0}` is the brand's own home: take it out")]
    AboutHome(Domain),
    /// A date after today.
    #[error("the date `{0}` is no day of the past: write the day on which it was published")]
    ToCome(String),
    /// A newer post about the same server.
    #[error("{1} says something newer of `{0}`, so this no longer counts for it")]
    Superseded(Domain, String),
    /// What is said in English has a place.
    #[error("English stands at the top of the file: write there what this table says")]
    English,
    /// Text in another encoding.
    #[error("this is no text in UTF-8: save it as UTF-8")]
    NotText,
    /// No TOML, a key that is missing or unknown, or an unfit value.
    #[error("{0}")]
    Toml(String),
    /// A colour that text cannot have.
    #[error(
        "`{colour}` has a contrast of {} to the ground of {} pages ({}), text needs {LOWEST_CONTRAST}: write {}",
        floored(colour.contrast(surface.ground)), surface.scheme, surface.ground,
        colour.readable_on(*surface)
    )]
    Contrast {
        /// The colour.
        colour: Colour,
        /// What it cannot be read on.
        surface: Surface,
    },
    /// A platform is noted more than once.
    #[error("the platform `{0}` is noted twice: take one out")]
    NotedTwice(String),
    /// A table `[[announcement]]` has no file.
    #[error("there is no file announcements/{0}: write the name of one that is there")]
    NoSuchPost(String),
    /// A file has two tables `[[announcement]]`.
    #[error("there are two tables [[announcement]] for announcements/{0}: take one out")]
    TwoTables(String),
    /// Two posts say that they can be read in one place.
    #[error("{1} has the address `{0}` too: write its own for each")]
    OneAddress(String, String),
    /// The icon is a picture of another kind.
    #[error(
        "this is no SVG but a file of another kind: draw the icon as SVG, with a square viewBox"
    )]
    NoDrawing,
    /// There are announcements or a list, but no server that speaks.
    #[error("there is no home that says this: write home = [\"example.social\"] in brand.toml")]
    NoHome,
    /// What is wrong with an announcement.
    #[error(transparent)]
    Post(#[from] PostProblem),
    /// What is wrong with the icon.
    #[error(transparent)]
    Icon(#[from] IconProblem),
    /// The list to start from is not there.
    #[error("there is no file {0}: write the name of one that is there")]
    NoSuchList(String),
    /// The list to start from is none.
    #[error("this is no list to start from: {0}")]
    List(ListError),
    /// A list without severities.
    #[error("this list does not say what its names mean: give it a column `severity`")]
    ListAsksMeaning,
    /// A list of which nothing can be read.
    #[error("no row of this list can be read, such as {0}: write rows like threads.net,suspend")]
    ListWithoutRows(String),
    /// A row of it.
    #[error("{0}")]
    ListRow(String),
    /// A link that people look for.
    #[error("there is no {0}: write {0} = \"{1}\" under [links]")]
    NoLink(&'static str, &'static str),
}

impl Problem {
    /// Whether the brand cannot be shipped like that.
    pub fn is_fatal(&self) -> bool {
        match self {
            Problem::Post(problem) => problem.is_fatal(),
            Problem::UnusedFile
            | Problem::ListRow(_)
            | Problem::NoLink(..)
            | Problem::Superseded(..) => false,
            _ => true,
        }
    }
}

/// With two decimals, never rounded up to what would be enough.
fn floored(ratio: f64) -> String {
    format!("{:.2}", (ratio * 100.0).floor() / 100.0)
}
