//! `./build.sh brand new NAME --home example.social`: a folder to begin with.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use fencepost::address::{AddressParser, NativeParser};
use fencepost::brand::{Colour, DARK, Files, LIGHT, Words};
use fencepost::domain::Domain;
use lexopt::Parser;
use lexopt::prelude::*;

use super::server::{self, Facts};
use super::{is_folder_name, shown, today};
use crate::root::root;
use crate::run::say;

/// The accent colour where none can be had: that of own pages (`--accent` in `extension/style.css`).
const COLOUR: Colour = Colour([0x2c, 0x5f, 0xb8]);

/// What was asked for.
struct Wishes {
    folder: String,
    home: Domain,
    name: Option<String>,
    colour: Option<Colour>,
}

/// Writes the folder of a new brand, with what its server says of itself.
///
/// # Errors
/// When the arguments are wrong, or there is such a folder: nothing is ever overwritten.
pub fn new(args: Parser) -> Result<()> {
    let wishes = wishes(args)?;
    let folder = root().join("brands").join(&wishes.folder);
    if folder.exists() {
        bail!("{} is there already; nothing was changed", shown(&folder));
    }
    say(&format!("asking {} for its name, links and icon", wishes.home));
    let facts = server::ask(&server::internet(), wishes.home.as_str()).unwrap_or_else(|error| {
        say(&format!(
            "{} cannot be reached, so names and links are guessed ({error:#})",
            wishes.home
        ));
        Facts::default()
    });
    let files = files(&wishes, &facts)?;
    write(&folder, &files)?;
    println!("{}", shown(&folder));
    say(&format!(
        "look through brand.toml and put your own icon.svg there, then: ./build.sh package --brand {}",
        wishes.folder
    ));
    Ok(())
}

fn wishes(mut args: Parser) -> Result<Wishes> {
    let (mut folder, mut home, mut name, mut colour) = (None, None, None, None);
    while let Some(arg) = args.next()? {
        match arg {
            Value(value) if folder.is_none() => folder = Some(folder_name(&value.string()?)?),
            Long("home") => home = Some(domain(&args.value()?.string()?)?),
            Long("name") => name = Some(args.value()?.string()?),
            Long("colour") => colour = Some(args.value()?.parse_with(read_colour)?),
            other => return Err(other.unexpected().into()),
        }
    }
    let (Some(folder), Some(home)) = (folder, home) else {
        let usage = "say what and for whom: `brand new NAME --home example.social`";
        return Err(lexopt::Error::from(usage).into());
    };
    Ok(Wishes { folder, home, name, colour })
}

fn folder_name(name: &str) -> Result<String, lexopt::Error> {
    if is_folder_name(name) {
        return Ok(name.to_owned());
    }
    let message = format!("\"{name}\" is no name for a folder: take letters, digits, `-` and `.`");
    Err(lexopt::Error::from(message))
}

fn domain(text: &str) -> Result<Domain, lexopt::Error> {
    let no_server = || format!("\"{text}\" is no server: write its name, as in example.social");
    let domain = NativeParser.domain(text).filter(|it| it.as_str().contains('.') && !it.is_ip());
    domain.ok_or_else(|| lexopt::Error::from(no_server()))
}

fn read_colour(text: &str) -> Result<Colour, String> {
    Colour::parse(text).ok_or_else(|| format!("\"{text}\" is not a colour like #12384a"))
}

/// The files of the new brand.
fn files(wishes: &Wishes, facts: &Facts) -> Result<Files> {
    let colour = wishes.colour.or(facts.colour).unwrap_or(COLOUR);
    let files = Files::from([
        ("brand.toml".to_owned(), toml(wishes, facts, colour).into_bytes()),
        ("icon.svg".to_owned(), icon(colour).into_bytes()),
    ]);
    match fencepost::brand::read(&files, today()) {
        Ok(_) => Ok(files),
        // A server may say anything of itself.
        Err(_) if *facts != Facts::default() => {
            say(&format!(
                "no brand can be made of what {} says, so names and links are guessed",
                wishes.home
            ));
            self::files(wishes, &Facts::default())
        }
        Err(findings) => {
            let lines: String = findings.iter().map(|it| format!("\n  {}", it.problem)).collect();
            bail!("no brand can be made with this --name:{lines}")
        }
    }
}

fn toml(wishes: &Wishes, facts: &Facts, colour: Colour) -> String {
    let home = &wishes.home;
    let called = facts.title.as_deref().unwrap_or(home.as_str());
    let name = wishes.name.clone().unwrap_or_else(|| {
        let name = format!("Fencepost for {called}");
        let fits = name.chars().count() <= Words::LONGEST_NAME;
        let own = format!("Fencepost for {home}");
        let own_fits = own.chars().count() <= Words::LONGEST_NAME;
        if fits {
            name
        } else if own_fits {
            own
        } else {
            "Fencepost".to_owned()
        }
    });
    let description =
        format!("Marks links to places that {home} has suspended or limited, and says why.");
    let description = match description.chars().count() {
        0..=Words::LONGEST_DESCRIPTION => description,
        _ => "Marks links to places that our server has suspended or limited, and says why."
            .to_owned(),
    };
    let about = facts.about.clone().unwrap_or_else(|| format!("https://{home}/about"));
    let link = |key: &str, address: &Option<String>, example: &str| match address {
        Some(address) => format!("{key} = {}\n", quoted(address)),
        None => format!("# {key} = {}\n", quoted(example)),
    };
    [
        format!("# The brand of https://{home}. What every key means is told in docs/brands.md.\n\n"),
        format!("name = {}\n", quoted(&name)),
        "short_name = \"Fencepost\"\n".to_owned(),
        format!("description = {}\n", quoted(&description)),
        format!("home = [{}]\n\n", quoted(home.as_str())),
        "[ids]\n# Written like an e-mail address because Firefox wants it so; nothing is delivered there.\n".to_owned(),
        format!("gecko = {}\n\n", quoted(&format!("fencepost@{home}"))),
        "# Of links and buttons, on light and on dark pages.\n[colours]\n".to_owned(),
        format!("light = \"{}\"\n", colour.readable_on(LIGHT)),
        format!("dark = \"{}\"\n\n", colour.readable_on(DARK)),
        "[links]\n".to_owned(),
        format!("about = {}\n", quoted(&about)),
        link("rules", &facts.rules, &about),
        link("moderation", &None, &format!("https://{home}/moderation")),
        link("appeals", &facts.appeals, &format!("mailto:moderation@{home}")),
        link("blog", &None, &format!("https://blog.{home}/")),
        localised(home),
    ]
    .concat()
}

/// What the brand does, in the other languages of the extension, as far as stores take so much.
fn localised(home: &Domain) -> String {
    let texts = [
        (
            "de",
            format!(
                "Markiert Links zu Orten, die {home} gesperrt oder eingeschränkt hat, und sagt, warum."
            ),
        ),
        ("ar", format!("تضع علامة على الروابط إلى مواقع حظرها {home} أو قيّدها، وتقول السبب.")),
    ];
    let fit = texts.iter().filter(|(_, it)| it.chars().count() <= Words::LONGEST_DESCRIPTION);
    fit.map(|(language, text)| {
        format!("\n[localised.{language}]\ndescription = {}\n", quoted(text))
    })
    .collect()
}

/// As TOML writes a text; JSON's form is one of its forms.
fn quoted(text: &str) -> String {
    let printable: String = text.chars().filter(|it| !it.is_control()).collect();
    serde_json::Value::from(printable).to_string()
}

/// A fence in the brand's colour.
fn icon(colour: Colour) -> String {
    let ground = colour.readable_on(LIGHT);
    let rails = colour.readable_on(DARK);
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
  <rect width="16" height="16" rx="3.5" fill="{ground}"/>
  <path d="M1 6h14v2H1zM1 10.5h14v2H1z" fill="{rails}"/>
  <path d="M5 5l3-3.5L11 5v10H5z" fill="#ffffff"/>
</svg>
"##
    )
}

fn write(folder: &Path, files: &Files) -> Result<()> {
    // Fails when somebody else made it meanwhile.
    fs::create_dir(folder).with_context(|| format!("cannot make {}", shown(folder)))?;
    for (path, bytes) in files {
        fs::write(folder.join(path), bytes)
            .with_context(|| format!("cannot write {}/{path}", shown(folder)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(args: &[&str]) -> Result<Wishes> {
        wishes(Parser::from_args(args))
    }

    #[track_caller]
    fn made(args: &[&str], facts: &Facts) -> (String, fencepost::brand::Whole) {
        let files = files(&wish(args).unwrap(), facts).unwrap();
        let toml = String::from_utf8(files["brand.toml"].clone()).unwrap();
        (toml, fencepost::brand::read(&files, today()).unwrap().0)
    }

    #[test]
    fn without_a_word_of_the_server() {
        let (toml, says) = made(&["mine", "--home", "example.social"], &Facts::default());
        assert_eq!(says.brand.name, "Fencepost for example.social");
        assert_eq!(says.facade.gecko_id, "fencepost@example.social");
        assert_eq!(says.facade.colours.unwrap().light, COLOUR);
        assert!(says.facade.localised["de"].description.contains("die example.social gesperrt"));
        assert!(toml.contains("\nabout = \"https://example.social/about\"\n# rules = "), "{toml}");
    }

    #[test]
    fn flags_come_first() {
        let flags = ["mine", "--home=example.social", "--name=A \"name\"", "--colour=#ffcc00"];
        let facts =
            Facts { title: Some("Other".to_owned()), colour: Some(COLOUR), ..Facts::default() };
        let (_, says) = made(&flags, &facts);
        assert_eq!(says.brand.name, "A \"name\"");
        assert_eq!(says.facade.colours.unwrap().dark.to_string(), "#ffcc00");
    }

    #[test]
    fn a_title_may_be_anything() {
        for title in
            ["zoo\u{202e}", "\"]\n[ids]\n\u{7f}", "\u{1F99D} zoo", &"x".repeat(200), "a\\u"]
        {
            let facts = Facts { title: Some(title.to_owned()), ..Facts::default() };
            let (_, says) = made(&["mine", "--home", "example.social"], &facts);
            assert!(says.brand.name.starts_with("Fencepost for "), "{title}");
        }
    }

    #[track_caller]
    fn check_error(args: &[&str], error: &str) {
        assert_eq!(wish(args).err().unwrap().to_string(), error);
    }

    #[test]
    fn what_cannot_be_made() {
        check_error(&["mine"], "say what and for whom: `brand new NAME --home example.social`");
        check_error(
            &["../mine", "--home", "a.example"],
            "\"../mine\" is no name for a folder: take letters, digits, `-` and `.`",
        );
        check_error(
            &["mine", "--home", "localhost"],
            "\"localhost\" is no server: write its name, as in example.social",
        );
        check_error(
            &["mine", "--home", "https://a.example/"],
            "\"https://a.example/\" is no server: write its name, as in example.social",
        );
    }

    #[test]
    fn nothing_is_overwritten() {
        let error = new(Parser::from_args(["fencepost", "--home", "a.example"])).unwrap_err();
        assert_eq!(error.to_string(), "brands/fencepost is there already; nothing was changed");
    }
}
