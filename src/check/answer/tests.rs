use super::*;
use crate::address::NativeParser;
use crate::check::{Account, Findings, FingerError, Trouble};
use crate::day::Day;
use crate::source::Software;

fn domain(name: &str) -> Domain {
    Domain::parse(name).unwrap()
}

fn home() -> Home {
    Home { domain: domain("home.example"), host: domain("home.example"), kind: Kind::Mastodon }
}

fn state() -> ListState {
    ListState {
        server: domain("home.example"),
        kind: Kind::Mastodon,
        access: ListAccess::Public,
        in_force: true,
        allow_list: false,
        withheld: false,
        loaded: Day::parse("2026-01-02"),
    }
}

fn does(policy: Policy) -> Statement {
    Statement { policy, ..Statement::default() }
}

fn found(theirs: Statement) -> Findings {
    Findings {
        place: Place::from(domain("them.example")),
        account: Account::Found,
        software: Some(Software { name: "mastodon".to_owned(), version: String::new() }),
        theirs,
        day: Day::parse("2026-01-03"),
        at_home: None,
        troubles: Vec::new(),
    }
}

fn ask(ours: &Statement, findings: Option<&Findings>) -> Answer {
    let subject = Subject::parse("@zoe@them.example", &NativeParser).unwrap();
    let found = findings.map(|it| Found::of(&subject, it.clone(), 0.0, String::new()));
    answer(&subject, &home(), &state(), ours, found.as_ref())
}

fn spell(message: &Message) -> String {
    let values = message.values.iter().map(|value| match value {
        Value::Text(it) | Value::Name(it) | Value::Date(it) => it.clone(),
        Value::Count(it) => it.to_string(),
    });
    format!("{}({})", message.key, values.collect::<Vec<_>>().join(" "))
}

/// One row as `word: reasons | list date`, and the notes.
#[track_caller]
fn check(activity: &str, ours: &Statement, findings: Option<&Findings>, row: &str, notes: &str) {
    let answer = ask(ours, findings);
    let it = answer.rows.iter().find(|it| it.activity.key == activity).unwrap();
    let reasons: Vec<_> = it.reasons.iter().map(spell).collect();
    let lists: Vec<_> = it
        .lists
        .iter()
        .map(|it| format!("{} {}", it.server, it.dated.as_ref().map_or("?".to_owned(), spell)))
        .collect();
    let actual = format!("{}: {} | {}", it.word.key, reasons.join(" "), lists.join(" "));
    assert_eq!(actual, row);
    let actual: Vec<_> = answer.notes.iter().map(spell).collect();
    assert_eq!(actual.join(" "), notes);
}

#[test]
fn nobody_does_anything() {
    check(
        "checkFollow",
        &does(Policy::None),
        Some(&found(does(Policy::None))),
        "checkYes: checkNotListed(home.example them.example) checkNotListed(them.example home.example) \
         | home.example checkReadOn(2026-01-02) them.example checkReadOn(2026-01-03)",
        "",
    );
}

#[test]
fn a_known_no_needs_no_other_side() {
    let ours = Statement {
        since: Day::parse("2025-01-20"),
        listed: Some("example".to_owned()),
        ..does(Policy::Suspend)
    };
    check(
        "checkFollow",
        &ours,
        None,
        "checkNo: checkSuspends(home.example them.example) | home.example decidedOn(2025-01-20)",
        "checkNotAsked(them.example)",
    );
    let ours = Statement { first_seen: Day::parse("2025-02-01"), ..does(Policy::Silence) };
    let theirs = found(does(Policy::Suspend));
    check(
        "checkReply",
        &ours,
        Some(&theirs),
        "checkNo: checkSuspends(them.example home.example) | them.example checkReadOn(2026-01-03)",
        "",
    );
    check(
        "checkISee",
        &ours,
        Some(&theirs),
        "checkPartly: checkHidesFromOthers(home.example them.example) checkServesPublicOnly(them.example home.example) \
         | home.example firstSeenOn(2025-02-01) them.example checkReadOn(2026-01-03)",
        "",
    );
}

#[test]
fn what_could_not_be_known() {
    let hidden = found(Statement::unclear(Unclear::NoList(ListAccess::NotShown)));
    check(
        "checkBoost",
        &does(Policy::None),
        Some(&hidden),
        "checkUnknown: checkListNotShown(them.example) | ",
        "checkListNotShown(them.example)",
    );
    let starred = found(Statement::unclear(Unclear::LooksLike("h***.example".to_owned())));
    check(
        "checkBoost",
        &Statement::unclear(Unclear::Withheld),
        Some(&starred),
        "checkUnknown: checkWithheld(home.example) checkLooksLike(them.example h***.example) | ",
        "checkWithheld(home.example) checkLooksLike(them.example h***.example)",
    );
}

#[test]
fn what_the_home_shows_of_the_account() {
    let findings = Findings { at_home: Some(Policy::Suspend), ..found(does(Policy::None)) };
    check(
        "checkFollow",
        &does(Policy::Silence),
        Some(&findings),
        "checkNo: checkShownSuspended(home.example them.example) | ",
        "",
    );
    let findings = Findings { at_home: Some(Policy::None), ..found(does(Policy::None)) };
    check(
        "checkBoost",
        &Statement::unclear(Unclear::OnlyMet),
        Some(&findings),
        "checkYes: checkNotListed(home.example them.example) checkNotListed(them.example home.example) \
         | them.example checkReadOn(2026-01-03)",
        "",
    );
}

#[test]
fn accounts_and_troubles_are_told() {
    let findings = Findings {
        account: Account::Gone,
        troubles: vec![
            Trouble::NotAsked(domain("web.them.example")),
            Trouble::Finger(FingerError::TooManyLinks { server: domain("them.example") }),
        ],
        ..found(does(Policy::None))
    };
    check(
        "checkDirectMessage",
        &does(Policy::None),
        Some(&findings),
        "checkYes: checkNotListed(home.example them.example) checkNotListed(them.example home.example) \
         | home.example checkReadOn(2026-01-02) them.example checkReadOn(2026-01-03)",
        "checkAccountGone(them.example @zoe@them.example) checkNotAsked(web.them.example) \
         checkTooManyLinks(them.example)",
    );
}
