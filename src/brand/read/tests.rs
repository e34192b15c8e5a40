use super::*;
use crate::brand::{Alternative, Page};
use crate::choices::MarkStyle;
use crate::domain::Domain;
use crate::platform::platforms;
use crate::severity::Severity;

fn read(files: &Files) -> Result<(Whole, Vec<Finding>), Vec<Finding>> {
    super::read(files, Day::parse("2026-01-02").unwrap())
}

const MINIMAL: &str = r##"
name = "Fencepost for example.social"
short_name = "Fencepost"
description = "Marks links."
home = ["example.social"]
ids = { gecko = "fencepost@example.social" }
links = { about = "https://a.example/", rules = "https://a.example/", moderation = "https://a.example/", appeals = "mailto:a@a.example" }
"##;

const ICON: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"/>"#;

const POST: &str = "---
title: Goodbye
date: 2025-01-20T06:00:00+01:00
address: https://blog.example/goodbye
domains: [threads.net, spam.example]
---
Gone.
";

fn files(toml: &str, others: &[(&str, &str)]) -> Files {
    let fixed = [("brand.toml", toml), ("icon.svg", ICON)];
    let all = fixed.iter().chain(others);
    all.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

#[track_caller]
fn whole(toml: &str, others: &[(&str, &str)]) -> Whole {
    let (whole, warnings) = read(&files(toml, others)).unwrap();
    assert_eq!(warnings, []);
    whole
}

#[track_caller]
fn check_files(files: &Files, errors: &[&str]) {
    let findings = read(files).unwrap_err();
    let found: Vec<_> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(found, errors);
}

#[track_caller]
fn check(toml: &str, others: &[(&str, &str)], errors: &[&str]) {
    check_files(&files(toml, others), errors);
}

/// `MINIMAL` with one line replaced.
fn with(line: usize, text: &str) -> String {
    let replace = |(number, old)| if number + 1 == line { text } else { old };
    MINIMAL.lines().enumerate().map(replace).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_minimal_brand() {
    let Whole { brand, pages, facade, list } = whole(MINIMAL, &[]);
    assert_eq!(brand.name, "Fencepost for example.social");
    assert_eq!(brand.home, [Domain::parse("example.social").unwrap()]);
    assert!(brand.announcements.is_empty() && brand.noted.is_empty());
    assert_eq!((brand.list, brand.marks, list), (None, None, None));
    assert_eq!(pages.own.len(), 4);
    assert_eq!(facade.gecko_id, "fencepost@example.social");
    assert_eq!((facade.colours, facade.localised.len()), (None, 0));
}

#[test]
fn what_it_says() {
    let toml = format!("{MINIMAL}[[noted]]\nplatform = \"X\"\nreason = \"named there\"\n");
    let brand = whole(&toml, &[("announcements/goodbye.md", POST)]).brand;
    let statements: Vec<_> = brand
        .home_statements()
        .map(|(domain, severity, it)| (domain.as_str(), severity, it.day()))
        .collect();
    let expected = [
        ("threads.net", Severity::Suspend, "2025-01-20"),
        ("spam.example", Severity::Suspend, "2025-01-20"),
    ];
    assert_eq!(statements, expected);
    let noted: Vec<_> = brand
        .noted_platforms()
        .map(|(platform, reason)| (platform.name.as_str(), reason))
        .collect();
    assert_eq!(noted, [("X", "named there")]);
}

#[test]
fn what_pages_show() {
    let page = |table: &str| {
        format!("[[{table}]]\nname = \"{table}\"\naddress = \"https://{table}.example/\"\n")
    };
    let tables = ["other", "leave", "reference", "subscription", "alternative"].map(page).concat();
    let pages = whole(&format!("{MINIMAL}{tables}instead_of = \"Instagram\"\n"), &[]).pages;
    let expected =
        |table: &str| Page { name: table.to_owned(), address: format!("https://{table}.example/") };
    assert_eq!(pages.others, [expected("other")]);
    assert_eq!(pages.leave, [expected("leave")]);
    assert_eq!(pages.references, [expected("reference")]);
    assert_eq!(pages.subscriptions, [expected("subscription")]);
    let Page { name, address } = expected("alternative");
    let instead_of = "Instagram".to_owned();
    assert_eq!(pages.alternatives, [Alternative { name, address, instead_of }]);
}

#[test]
fn what_browsers_show() {
    let toml = format!(
        "marks = \"icon-and-colour\"\ncolours = {{ light = \"#12384a\", dark = \"#8FC7DC\" }}\n{MINIMAL}[localised.de]\ndescription = \"Markiert Links.\"\n"
    );
    let Whole { brand, facade, .. } = whole(&toml, &[]);
    assert_eq!(brand.marks, Some(MarkStyle::IconAndColour));
    assert_eq!(facade.colours.unwrap().dark.to_string(), "#8fc7dc");
    let german = &facade.localised["de"];
    assert_eq!(
        (german.name.as_str(), german.description.as_str()),
        (brand.name.as_str(), "Markiert Links.")
    );
}

#[test]
fn a_list_to_start_from() {
    let list = "domain,severity\na.example,suspend\n";
    let toml = format!("{MINIMAL}list = {{ file = \"list.csv\", date = \"2025-01-20\" }}\n");
    let whole = whole(&toml, &[("list.csv", list)]);
    assert_eq!(whole.brand.list.as_deref(), Some("2025-01-20"));
    let bare = toml.replace("\"2025-01-20\"", "2025-01-20");
    let (bare, _) = read(&files(&bare, &[("list.csv", list)])).unwrap();
    assert_eq!(bare, whole);
    assert_eq!(whole.list.as_deref(), Some(list.as_bytes()));
}

#[test]
fn it_ships_as_json() {
    let whole = whole(MINIMAL, &[("announcements/goodbye.md", POST)]);
    let json = serde_json::to_string(&whole.brand).unwrap();
    assert_eq!(serde_json::from_str::<Brand>(&json).unwrap(), whole.brand);
    let json = serde_json::to_string(&whole.pages).unwrap();
    assert!(
        json.contains(
            r#"["https://blog.example/goodbye",[{"part":["paragraph",[{"text":"Gone."}]]}]]"#
        ),
        "{json}"
    );
    assert_eq!(serde_json::from_str::<ForPages>(&json).unwrap(), whole.pages);
}

#[test]
fn a_table_says_what_a_post_does_not() {
    let post = "---\ntitle: Goodbye\ndate: 2025-01-20T06:00:00+01:00\n---\nGone.\n";
    let table = "[[announcement]]\nfile = \"a.md\"\naddress = \"https://blog.example/a\"\ndomains = [\"a.example\"]\nseverity = \"silence\"\n";
    let brand = whole(&format!("{MINIMAL}{table}"), &[("announcements/a.md", post)]).brand;
    assert_eq!(brand.announcements[0].severity, Severity::Silence);
    assert_eq!(brand.announcements[0].domains, [Domain::parse("a.example").unwrap()]);
}

#[test]
fn what_is_no_toml_or_lacks_a_key() {
    check(
        &with(2, "name = Fencepost"),
        &[],
        &["brand.toml line 2: `Fencepost` is no value: write name = \"Fencepost\""],
    );
    check(
        &with(4, "description: 'Marks links.'"),
        &[],
        &["brand.toml line 4: key with no value, expected `=`"],
    );
    check(
        &with(2, ""),
        &[],
        &["brand.toml line 1: there is no `name`: write name = \"Fencepost for example.social\""],
    );
    check(&with(2, "name = ' '"), &[], &["brand.toml line 2: this is empty: write some words"]);
    check(
        &with(3, "short_name = 'Fencepost for example.social'"),
        &[],
        &["brand.toml line 3: this has 28 characters, stores and browsers take 12: write fewer"],
    );
    check(
        &with(6, "ids = { gecko = 'fencepost' }"),
        &[],
        &[
            "brand.toml line 6: `fencepost` is not an add-on id: write one like fencepost@example.social",
        ],
    );
}

#[test]
fn unknown_keys() {
    check(
        &with(4, "descripton = 'Marks links.'"),
        &[],
        &[
            "brand.toml line 4: unknown field `descripton`, expected one of `name`, `short_name`, `description`, `home`, `marks`, `ids`, `colours`, `links`, `list`, `localised`, `announcement`, `noted`, `other`, `alternative`, `leave`, `reference`, `subscription`",
        ],
    );
    check(
        &format!("{MINIMAL}[[other]]\nname = 'a'\nadress = 'https://a.example'\n"),
        &[],
        &["brand.toml line 10: unknown field `adress`, expected `name` or `address`"],
    );
}

#[test]
fn unfit_values() {
    check(
        &with(7, "links.blog = 'http://blog.example'"),
        &[],
        &[
            "brand.toml line 7: `http://blog.example` is not an address of the web: write one that starts with https://",
        ],
    );
    check(
        &with(7, "links.appeals = 'mods@blog.example'"),
        &[],
        &[
            "brand.toml line 7: `mods@blog.example` is no page and no mailbox: write one like https://example.social/appeals or mailto:moderation@example.social",
        ],
    );
    let known: Vec<_> = platforms().iter().map(|platform| platform.name.as_str()).collect();
    let error = format!(
        "brand.toml line 9: no platform is named `Twitter`: write one of {}",
        known.join(", ")
    );
    check(
        &format!("{MINIMAL}[[noted]]\nplatform = 'Twitter'\nreason = 'named there'"),
        &[],
        &[&error],
    );
    let noted = "[[noted]]\nplatform = 'X'\nreason = 'named there'\n";
    check(
        &format!("{MINIMAL}{noted}{noted}"),
        &[],
        &["brand.toml line 11: the platform `X` is noted twice: take one out"],
    );
    check(
        &format!("{MINIMAL}marks = 'bold'\n"),
        &[],
        &[
            "brand.toml line 8: unknown variant `bold`, expected one of `icon`, `icon-and-colour`, `iconAndColour`, `underline`, `contrast`, `quiet`",
        ],
    );
    check(
        &format!("{MINIMAL}[localised.german]\nname = 'Zaunpfahl'\n"),
        &[],
        &["brand.toml line 8: `german` is no language: write a code like de or pt_BR"],
    );
    let error = read(&files(&with(5, "home = ['https://example.social/']"), &[]));
    assert_eq!(error.unwrap_err()[0].line, Some(5));
}

#[test]
fn colours() {
    check(
        &format!("{MINIMAL}colours = {{ light = 'blue', dark = '#ffffff' }}"),
        &[],
        &["brand.toml line 8: `blue` is not a colour: write one like #12384a"],
    );
    check(
        &format!("{MINIMAL}[colours]\nlight = '#3f9bb0'\ndark = '#12384a'\n"),
        &[],
        &[
            "brand.toml line 9: `#3f9bb0` has a contrast of 2.81 to the ground of light pages (#f0f0ed), text needs 4.5: write #307686",
            "brand.toml line 10: `#12384a` has a contrast of 1.26 to the ground of dark pages (#212327), text needs 4.5: write #788e98",
        ],
    );
}

#[test]
fn icons() {
    let mut files = files(MINIMAL, &[]);
    files.remove("icon.svg");
    check_files(
        &files,
        &["icon.svg: there is no such file: draw one as SVG, with a square viewBox"],
    );
    files.insert("icon.svg".to_owned(), ICON.replace("/>", ">\n<script/></svg>").into_bytes());
    check_files(
        &files,
        &[
            "icon.svg line 2: `<script>` may not be in an icon, only shapes may: draw it as a path, or save as plain SVG",
        ],
    );
    files.insert("icon.svg".to_owned(), vec![b' '; 1_000_000]);
    check_files(
        &files,
        &["icon.svg: the icon has 1000000 bytes, at most 30000 fit: draw it with fewer points"],
    );
}

#[test]
fn posts() {
    let table = "[[announcement]]\nfile = 'a.md'\n";
    check(
        &format!("{MINIMAL}{table}"),
        &[],
        &[
            "brand.toml line 8: there is no file announcements/a.md: write the name of one that is there",
        ],
    );
    check(
        &format!("{MINIMAL}{table}{table}"),
        &[("announcements/a.md", POST)],
        &[
            "brand.toml line 10: there are two tables [[announcement]] for announcements/a.md: take one out",
        ],
    );
    check(
        &with(5, ""),
        &[("announcements/a.md", POST)],
        &[
            "announcements/a.md: there is no home that says this: write home = [\"example.social\"] in brand.toml",
        ],
    );
    check(
        MINIMAL,
        &[
            ("announcements/a.md", ""),
            ("announcements/b.md", &POST.replace("06:00:00+01:00", "06:00:00")),
            ("announcements/c.md", &POST.replace("Gone.", "<script>alert(1)</script>")),
        ],
        &[
            "announcements/a.md line 1: there is no front matter: start the file with `---` (YAML) or `+++` (TOML), then title and date",
            "announcements/b.md line 3: the date `2025-01-20T06:00:00` is not complete or does not exist: write it as 2025-01-20T06:00:00+01:00",
            "announcements/c.md line 7: `<script>alert(1)</script>` may not be in an announcement: take it out",
            "announcements/c.md: there is no text after the front matter: say what was decided and why",
        ],
    );
}

#[test]
fn lists() {
    let toml = format!("{MINIMAL}list = {{ file = 'list.csv', date = '2025-01-20' }}\n");
    check(
        &toml,
        &[],
        &["brand.toml line 8: there is no file list.csv: write the name of one that is there"],
    );
    check(
        &toml,
        &[("list.csv", "a.example\nb.example\n")],
        &["list.csv: this list does not say what its names mean: give it a column `severity`"],
    );
    check(
        &toml,
        &[("list.csv", "<html>")],
        &[
            "list.csv: this is no list to start from: not a list but a web page, a picture or a feed",
        ],
    );
    check(
        &toml.replace("2025-01-20", "20 January 2025"),
        &[("list.csv", "")],
        &["brand.toml line 8: `20 January 2025` is not a day: write it as 2025-01-20"],
    );
    check(
        &toml.replace("home = [\"example.social\"]", ""),
        &[("list.csv", "domain,severity\na.example,suspend\n")],
        &[
            "brand.toml line 8: there is no home that says this: write home = [\"example.social\"] in brand.toml",
        ],
    );
}

#[test]
fn what_could_be_better() {
    let files = files(&with(7, ""), &[("logo.png", ""), ("announcements/notes.txt", "")]);
    let (_, warnings) = read(&files).unwrap();
    let found: Vec<_> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "announcements/notes.txt: nothing reads this file: take it out of the folder, or name it in brand.toml",
            "brand.toml: there is no about: write about = \"https://example.social/about\" under [links]",
            "brand.toml: there is no rules: write rules = \"https://example.social/about\" under [links]",
            "brand.toml: there is no moderation: write moderation = \"https://example.social/moderation\" under [links]",
            "brand.toml: there is no appeals: write appeals = \"mailto:moderation@example.social\" under [links]",
            "logo.png: nothing reads this file: take it out of the folder, or name it in brand.toml",
        ]
    );
}
