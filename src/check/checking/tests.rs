//! Whole checks against servers that are played: who is asked what, and what comes of it.

use super::*;
use crate::address::NativeParser;
use crate::source::{Answer, AnswerHeaders, Method};

const NOW: f64 = 1_700_000_000_000.0;

/// What is asked, without `https://`, and what is answered: `STATUS body`, `-> ADDRESS body` from elsewhere, `nobody`,
/// `late` or `endless`. What is not here is a 404.
type Servers<'a> = &'a [(&'a str, &'a str)];

fn answer(servers: Servers<'_>, request: &Request) -> Answer {
    let asked = request.address.strip_prefix("https://").unwrap();
    let answer = servers.iter().find(|(path, _)| *path == asked).map_or("404", |it| it.1);
    let (first, rest) = answer.split_once(' ').unwrap_or((answer, ""));
    let (status, address, body) = match first {
        "nobody" => return Answer::Nobody,
        "late" => return Answer::TooLate,
        "endless" => return Answer::TooLarge,
        "->" => {
            let (address, body) = rest.split_once(' ').unwrap_or((rest, ""));
            (200, address.to_owned(), body)
        }
        status => (status.parse().unwrap(), request.address.clone(), rest),
    };
    Answer::Status {
        status,
        body: body.as_bytes().to_vec(),
        headers: AnswerHeaders::default(),
        address,
    }
}

fn home(kind: Kind) -> Home {
    let domain = Domain::parse("home.example").unwrap();
    Home { host: domain.clone(), domain, kind }
}

/// What was asked and found, a line each. The person permits what is in `permits`.
fn run(subject: &str, kind: Kind, permits: &[&str], servers: Servers<'_>) -> Vec<String> {
    let subject = Subject::parse(subject, &NativeParser).unwrap();
    let (mut checking, request) = Checking::start(subject, home(kind));
    let mut lines = Vec::new();
    let mut step = Step::Ask(request);
    for _ in 0..1000 {
        step = match step {
            Step::Ask(request) => {
                let address = request.address.strip_prefix("https://").unwrap();
                let method = if request.method == Method::Post { "POST " } else { "" };
                let body = request.body.as_deref().unwrap_or_default();
                lines.push(format!("{method}{address} {body}").trim_end().to_owned());
                checking.answered(answer(servers, &request), NOW, &NativeParser)
            }
            Step::Permit { from, host } => {
                lines.push(format!("{from} leads to {host}"));
                match permits.contains(&host.as_str()) {
                    true => checking.permitted(NOW),
                    false => checking.refused(NOW),
                }
            }
            Step::Done(findings) => {
                lines.push(describe(&findings));
                lines.extend(findings.troubles.iter().map(ToString::to_string));
                return lines;
            }
        };
    }
    panic!("it does not end");
}

fn describe(findings: &Findings) -> String {
    let theirs = match &findings.theirs.unclear {
        Some(unclear) => format!("{unclear:?}"),
        None => format!("{:?}", findings.theirs.policy),
    };
    let software = findings.software.as_ref().map_or("?", |it| it.name.as_str());
    let at_home = findings.at_home.map_or(String::new(), |it| format!(", at home {it:?}"));
    let Place { handle, actor } = &findings.place;
    format!("{handle}/{actor} {:?} {software}: {theirs}{at_home}", findings.account)
}

/// Only what was found.
#[track_caller]
fn check(subject: &str, kind: Kind, servers: Servers<'_>, expected: &[&str]) {
    let lines = run(subject, kind, &[], servers);
    let start = lines.len().saturating_sub(expected.len());
    assert_eq!(lines[start..], *expected, "{lines:#?}");
}

/// All of it.
#[track_caller]
fn check_whole(
    subject: &str,
    kind: Kind,
    permits: &[&str],
    servers: Servers<'_>,
    expected: &[&str],
) {
    assert_eq!(run(subject, kind, permits, servers), expected);
}

const ZOE: &str = "@zoe@them.example";
const FINGER: &str = "them.example/.well-known/webfinger?resource=acct:zoe@them.example";
const FOUND: &str = r#"200 {"subject":"acct:zoe@them.example","links":[{"rel":"self","type":"application/activity+json","href":"https://them.example/users/zoe"}]}"#;
const LINKS: &str = "them.example/.well-known/nodeinfo";
const LINKED: &str = r#"200 {"links":[{"rel":"http://nodeinfo.diaspora.software/ns/schema/2.0","href":"https://them.example/nodeinfo/2.0"}]}"#;
const NODEINFO: &str = "them.example/nodeinfo/2.0";
const BLOCKS: &str = "them.example/api/v1/instance/domain_blocks";
const LOOKUP: &str = "home.example/api/v1/accounts/lookup?acct=zoe@them.example";

fn software(name: &str) -> String {
    format!(r#"200 {{"software":{{"name":"{name}","version":"4.5.0"}}}}"#)
}

/// Servers of which theirs runs Mastodon.
fn mastodon<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    const NODE: &str = r#"200 {"software":{"name":"mastodon","version":"4.5.0"}}"#;
    [more, &[(FINGER, FOUND), (LINKS, LINKED), (NODEINFO, NODE)]].concat()
}

#[test]
fn an_open_mastodon() {
    let blocks = r#"200 [{"domain":"home.example","severity":"silence","digest":null}]"#;
    check_whole(
        ZOE,
        Kind::Mastodon,
        &[],
        &mastodon(&[(BLOCKS, blocks)]),
        &[
            FINGER,
            LINKS,
            NODEINFO,
            BLOCKS,
            LOOKUP,
            "them.example/them.example Found mastodon: Silence",
        ],
    );
    let check = |blocks: &str, expected: &str| {
        let expected = format!("them.example/them.example Found mastodon: {expected}");
        check(ZOE, Kind::Lemmy, &mastodon(&[(BLOCKS, blocks)]), &[&expected]);
    };
    check("200 []", "None");
    check(r#"200 [{"domain":"example","severity":"suspend"}]"#, "Suspend");
    check("404", "NoList(NotShown)");
    check("endless", "NoList(Unreachable)");
}

#[test]
fn a_server_alone() {
    check_whole(
        "them.example",
        Kind::Mastodon,
        &[],
        &mastodon(&[(BLOCKS, "200 []")]),
        &[LINKS, NODEINFO, BLOCKS, "them.example/them.example NotAsked mastodon: None"],
    );
}

#[test]
fn misskey_and_peertube_are_asked_about_the_one() {
    let node = software("misskey");
    let show = "them.example/api/federation/show-instance";
    let servers = |answer| {
        vec![
            (FINGER, FOUND),
            (LINKS, LINKED),
            (NODEINFO, node.as_str()),
            ("them.example/api/meta", r#"200 {"federation":"all"}"#),
            (show, answer),
        ]
    };
    check_whole(
        ZOE,
        Kind::Lemmy,
        &[],
        &servers(r#"200 {"host":"home.example","isBlocked":true}"#),
        &[
            FINGER,
            LINKS,
            NODEINFO,
            "POST them.example/api/meta {}",
            r#"POST them.example/api/federation/show-instance {"host":"home.example"}"#,
            "them.example/them.example Found misskey: Suspend",
        ],
    );
    let check_misskey = |answer, expected| {
        let expected = format!("them.example/them.example Found misskey: {expected}");
        check(ZOE, Kind::Lemmy, &servers(answer), &[&expected]);
    };
    check_misskey(r#"200 {"host":"home.example","isBlocked":false,"isSilenced":false}"#, "None");
    check_misskey("200 null", "OnlyMet");
    check_misskey("204", "OnlyMet");
    check_misskey("401 {}", "NoList(NotShown)");

    let node = software("peertube");
    let status = "them.example/api/v1/blocklist/status?hosts=home.example";
    let blocked = r#"200 {"hosts":{"home.example":{"blockedByServer":true}},"accounts":{}}"#;
    let servers = [(FINGER, FOUND), (LINKS, LINKED), (NODEINFO, node.as_str()), (status, blocked)];
    check(
        ZOE,
        Kind::Lemmy,
        &servers,
        &[status, "them.example/them.example Found peertube: Suspend"],
    );
}

#[test]
fn allowed_servers_only() {
    let node = software("lemmy");
    let list = |allowed: &str| {
        format!(
            r#"200 {{"federated_instances":{{"linked":[],"blocked":[],"allowed":[{{"id":1,"domain":"{allowed}"}}]}}}}"#
        )
    };
    let check_lemmy = |allowed, expected: &str| {
        let list = list(allowed);
        let path = "them.example/api/v3/federated_instances";
        let node = node.replace("4.5.0", "0.19.5");
        let servers = [(FINGER, FOUND), (LINKS, LINKED), (NODEINFO, &node), (path, &list)];
        let expected = format!("them.example/them.example Found lemmy: {expected}");
        check(ZOE, Kind::Lemmy, &servers, &[&expected]);
    };
    check_lemmy("home.example", "None");
    check_lemmy("other.example", "AllowListWithoutUs");
}

#[test]
fn a_mastodon_that_only_talks_to_some() {
    let instance = "them.example/api/v2/instance";
    check(
        ZOE,
        Kind::Lemmy,
        &mastodon(&[(BLOCKS, "401 {}"), (instance, "401 {}")]),
        &[instance, "them.example/them.example Found mastodon: NoList(AllowList)"],
    );
}

#[test]
fn what_the_home_shows() {
    let account = |rest: &str| format!(r#"200 {{"acct":"zoe@them.example"{rest}}}"#);
    let check_home = |answer: &str, expected: &str| {
        let servers = mastodon(&[(BLOCKS, "200 []"), (LOOKUP, answer)]);
        let expected = format!("them.example/them.example Found mastodon: None{expected}");
        check(ZOE, Kind::Mastodon, &servers, &[&expected]);
    };
    check_home(&account(r#","suspended":true"#), ", at home Suspend");
    check_home(&account(r#","limited":true"#), ", at home Silence");
    check_home(&account(""), "");
    check_home("404 {}", "");
    check_home("401 {}", "");
    check_home("nobody", "");
    check_home("endless", "");
    let show = "home.example/api/federation/show-instance";
    let blocked = r#"200 {"host":"them.example","isBlocked":true}"#;
    check(
        ZOE,
        Kind::Misskey,
        &mastodon(&[(BLOCKS, "200 []"), (show, blocked)]),
        &["them.example/them.example Found mastodon: None, at home Suspend"],
    );
}

fn jrd(subject: &str, actor: &str) -> String {
    format!(
        r#"{{"subject":"acct:{subject}","links":[{{"rel":"self","type":"application/activity+json","href":"https://{actor}/users/zoe"}}]}}"#
    )
}

const AT_WEB: &str = "web.them.example/.well-known/webfinger?resource=acct:zoe@them.example";
const WEB_LINKS: &str = "web.them.example/.well-known/nodeinfo";

#[test]
fn handles_with_a_shorter_domain() {
    let good = format!("200 {}", jrd("zoe@them.example", "web.them.example"));
    let away = "-> https://web.them.example/.well-known/webfinger?resource=acct:zoe@them.example";
    let ends = [
        WEB_LINKS,
        "web.them.example/api/v2/instance",
        "web.them.example/api/v1/instance",
        "web.them.example/.well-known/webfinger?resource=acct:web.them.example@web.them.example",
        "them.example/web.them.example Found ?: NoList(NotFediverse)",
    ];
    // It says so, or sends the question on: either way the other host is asked when that is permitted.
    for first in [good.as_str(), away] {
        let servers = [(FINGER, first), (AT_WEB, &good)];
        let expected = [&[FINGER, "them.example leads to web.them.example", AT_WEB], &ends[..]];
        check_whole(ZOE, Kind::Lemmy, &["web.them.example"], &servers, &expected.concat());
    }
    // From the other end: an address on the web host, whose handle has the shorter domain.
    let from_web = "web.them.example/.well-known/webfinger?resource=acct:zoe@web.them.example";
    let leads = "web.them.example leads to them.example";
    for confirms in [good.as_str(), away] {
        let servers = [(from_web, good.as_str()), (FINGER, confirms)];
        let expected = [&[from_web, leads, FINGER], &ends[..]].concat();
        let subject = "https://web.them.example/@zoe";
        check_whole(subject, Kind::Lemmy, &["them.example"], &servers, &expected);
    }
}

#[test]
fn who_is_led_elsewhere_may_refuse() {
    let split = format!("200 {}", jrd("zoe@them.example", "web.them.example"));
    check_whole(
        ZOE,
        Kind::Lemmy,
        &[],
        &mastodon(&[(FINGER, &split), (BLOCKS, "200 []")]),
        &[
            FINGER,
            "them.example leads to web.them.example",
            LINKS,
            NODEINFO,
            BLOCKS,
            "them.example/them.example Unknown mastodon: None",
            "web.them.example was not asked",
        ],
    );
    let away = "-> https://web.them.example/x";
    check_whole(
        ZOE,
        Kind::Lemmy,
        &[],
        &[
            (FINGER, away),
            (LINKS, LINKED),
            (NODEINFO, &format!("{away} {{\"software\":{{\"name\":\"mastodon\"}}}}")),
        ],
        &[
            FINGER,
            "them.example leads to web.them.example",
            LINKS,
            NODEINFO,
            "them.example/them.example Unknown mastodon: NoList(Unreachable)",
            "web.them.example was not asked",
        ],
    );
}

#[test]
fn what_another_server_does_not_confirm() {
    let foreign = format!("200 {}", jrd("zoe@them.example", "victim.example"));
    let renamed = format!("200 {}", jrd("root@victim.example", "them.example"));
    let at_victim = "victim.example/.well-known/webfinger?resource=acct:zoe@them.example";
    let own = format!("200 {}", jrd("zoe@victim.example", "victim.example"));
    let root = "victim.example/.well-known/webfinger?resource=acct:root@victim.example";
    let roots = format!("200 {}", jrd("root@victim.example", "victim.example"));
    for more in [
        &[(FINGER, foreign.as_str())][..],
        &[(FINGER, &foreign), (at_victim, &own)],
        &[(FINGER, &renamed)],
        &[(FINGER, &renamed), (root, &roots)],
    ] {
        let servers = mastodon(&[more, &[(BLOCKS, "200 []")]].concat());
        let lines = run(ZOE, Kind::Lemmy, &["victim.example"], &servers);
        assert_eq!(
            lines[lines.len() - 2..],
            [
                "them.example/them.example Unknown mastodon: None",
                "them.example says that the account is on victim.example, which does not say so"
            ]
        );
    }
}

#[test]
fn hostile_answers_change_nothing() {
    let check_finger = |answer: &str, trouble: &str| {
        let servers = mastodon(&[(FINGER, answer), (BLOCKS, "200 []")]);
        let found = "them.example/them.example Unknown mastodon: None";
        check(ZOE, Kind::Lemmy, &servers, &[found, trouble]);
    };
    let sent_on =
        |to| format!("them.example sent the question on to {to}, so the answer was dropped");
    for to in [
        "http://them.example/",
        "https://them.example:8443/",
        "https://127.0.0.1/",
        "https://router.local/",
    ] {
        let away = format!("-> {to} {}", jrd("zoe@them.example", "them.example"));
        check_finger(&away, &sent_on(to));
    }
    check_finger("endless", "the answer of them.example is too large");
    check_finger(
        &format!("200 {}", "x".repeat(MAX_BYTES + 1)),
        "the answer of them.example is too large",
    );
    check_finger("500", "them.example answered with status 500");
    check_finger("200 <script>", "what them.example answered about the account cannot be read");
    check_finger(
        &format!("200 {}", jrd("adam@them.example", "them.example")),
        "them.example was asked about @zoe@them.example and answered about @adam@them.example",
    );
    check_finger(
        &format!("200 {}", jrd("zoe@a.example", "b.example")),
        "them.example was asked about @zoe@them.example and answered about @zoe@a.example",
    );
    let link = r#"{"rel":"self","type":"<script>","href":"javascript:alert(1)"}"#;
    let many = format!(
        r#"200 {{"subject":"acct:zoe@them.example","links":[{}]}}"#,
        [link; 10_000].join(",")
    );
    check_finger(&many, "them.example answered with more than 100 links about the account");
}

#[test]
fn a_list_that_comes_from_elsewhere_is_dropped() {
    let away = r#"-> https://evil.example/ [{"domain":"home.example","severity":"suspend"}]"#;
    check(
        ZOE,
        Kind::Lemmy,
        &mastodon(&[(BLOCKS, away)]),
        &["them.example/them.example Found mastodon: NoList(Unreachable)"],
    );
    let account = r#"-> https://evil.example/ {"acct":"zoe@them.example","suspended":true}"#;
    check(
        ZOE,
        Kind::Mastodon,
        &mastodon(&[(BLOCKS, "200 []"), (LOOKUP, account)]),
        &[
            "them.example/them.example Found mastodon: None",
            "home.example sent the question on to https://evil.example/, so the answer was dropped",
        ],
    );
}

#[test]
fn no_such_account_and_nobody() {
    let servers = mastodon(&[(FINGER, "404"), (BLOCKS, "200 []")]);
    check(ZOE, Kind::Lemmy, &servers, &["them.example/them.example NotFound mastodon: None"]);
    let servers = mastodon(&[(FINGER, "410"), (BLOCKS, "200 []")]);
    check(ZOE, Kind::Lemmy, &servers, &["them.example/them.example Gone mastodon: None"]);
    check_whole(
        ZOE,
        Kind::Lemmy,
        &[],
        &[(FINGER, "nobody")],
        &[
            FINGER,
            "them.example/them.example Unknown ?: NoList(Unreachable)",
            "nobody answers at them.example",
        ],
    );
    check(ZOE, Kind::Lemmy, &[(FINGER, "late")], &["them.example did not answer in time"]);
}

#[test]
fn a_list_without_end() {
    let node = software("lemmy").replace("4.5.0", "1.0.0");
    let page =
        r#"200 {"items":[{"instance":{"domain":"a.example"},"blocked":{}}],"next_page":"n"}"#;
    let first = "them.example/api/v4/federated_instances?kind=blocked&limit=50";
    let next = "them.example/api/v4/federated_instances?kind=blocked&limit=50&page_cursor=n";
    let servers =
        [(FINGER, FOUND), (LINKS, LINKED), (NODEINFO, node.as_str()), (first, page), (next, page)];
    let lines = run(ZOE, Kind::Lemmy, &[], &servers);
    assert_eq!(lines.last().unwrap(), "the list of them.example takes too many requests");
    assert!(lines.len() < 70);
}

#[test]
fn buttons_name_whom_they_ask() {
    let hosts = |subject, kind| {
        let subject = Subject::parse(subject, &NativeParser).unwrap();
        let hosts = Checking::hosts(&subject, &home(kind));
        hosts.iter().map(Domain::as_str).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(hosts(ZOE, Kind::Mastodon), "them.example home.example");
    assert_eq!(hosts("them.example", Kind::Mastodon), "them.example");
    assert_eq!(hosts("them.example", Kind::Misskey), "them.example home.example");
    assert_eq!(hosts(ZOE, Kind::Lemmy), "them.example");
    assert_eq!(hosts("home.example", Kind::Mastodon), "home.example");
}
