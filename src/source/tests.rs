//! Whole plans: what is asked, what is answered, how it ends.

use std::fmt::Write;

use super::*;
use crate::address::NativeParser;

const NOW: f64 = 1_700_000_000_000.0;

/// A request as a line, and its answer.
type Turn<'a> = (&'a str, Answer);

fn ok(body: &str) -> Answer {
    status(200, body)
}

fn status(status: u16, body: &str) -> Answer {
    Answer::Status {
        status,
        body: body.as_bytes().to_vec(),
        headers: AnswerHeaders::default(),
        address: String::new(),
    }
}

trait Change {
    fn at(self, address: &str) -> Answer;
    fn with(self, change: impl FnOnce(&mut AnswerHeaders)) -> Answer;
    fn etag(self, etag: &str) -> Answer;
}

impl Change for Answer {
    /// The answer came from there.
    fn at(mut self, end: &str) -> Answer {
        if let Answer::Status { address, .. } = &mut self {
            *address = end.to_owned();
        }
        self
    }

    fn with(mut self, change: impl FnOnce(&mut AnswerHeaders)) -> Answer {
        if let Answer::Status { headers, .. } = &mut self {
            change(headers);
        }
        self
    }

    fn etag(self, etag: &str) -> Answer {
        self.with(|it| it.etag = Some(etag.to_owned()))
    }
}

fn domain(name: &str) -> Domain {
    Domain::parse(name).unwrap()
}

fn line(request: &Request) -> String {
    let address = request.address.replace("https://example.social/", "/");
    let mut line = match request.method {
        Method::Get => address,
        Method::Post => format!("POST {address}"),
    };
    for (name, value) in [("", &request.body), ("if ", &request.if_none_match)] {
        if let Some(value) = value {
            write!(line, " {name}{value}").unwrap();
        }
    }
    line
}

fn describe(outcome: &Outcome) -> String {
    let mut text = outcome.access.as_str().to_owned();
    if outcome.host != outcome.server {
        write!(text, " at {}", outcome.host).unwrap();
    }
    if let Some(software) = &outcome.software {
        write!(text, " ({} {})", software.name, software.version).unwrap();
    }
    match &outcome.found {
        Found::List(list) => {
            let names: Vec<_> = list
                .blocks
                .iter()
                .map(|it| format!("{} {}", it.severity.as_str(), it.name.shown()))
                .collect();
            write!(text, ": {}", names.join(", ")).unwrap();
        }
        Found::NotModified => text += ": not modified",
        Found::Nothing(error) => write!(text, ": {error}").unwrap(),
    }
    if let Some(etag) = &outcome.etag {
        write!(text, " [{etag}]").unwrap();
    }
    if let Some(moment) = outcome.not_before {
        write!(text, " not for {} s", (moment - NOW) / 1000.0).unwrap();
    }
    text
}

/// Plays the answers to what is asked. Permits what is asked for in a turn `permit HOST`, whose answer is not looked at.
#[track_caller]
fn play(start: (Fetching, Request), turns: Vec<Turn<'_>>, expected: &str) -> Box<Outcome> {
    let (mut fetching, request) = start;
    let mut step = Step::Ask(request);
    let mut turns = turns.into_iter();
    let outcome = loop {
        step = match step {
            Step::Ask(request) => {
                let (asked, answer) = turns.next().unwrap_or_else(|| panic!("{request:?}"));
                assert_eq!(line(&request), asked);
                let answer = match answer {
                    Answer::Status { ref address, .. } if address.is_empty() => {
                        answer.at(&request.address)
                    }
                    answer => answer,
                };
                fetching.answered(answer, NOW, &NativeParser)
            }
            Step::Permit { host } => match turns.next() {
                Some((turn, _)) => {
                    assert_eq!(format!("permit {host}"), turn);
                    fetching.permitted()
                }
                None => Step::Done(Box::new(fetching.refused())),
            },
            Step::Done(outcome) => break outcome,
        };
        if let Step::Done(outcome) = step {
            break outcome;
        }
    };
    assert_eq!(describe(&outcome), expected);
    assert_eq!(turns.next(), None, "an answer that nobody asked for");
    outcome
}

#[track_caller]
fn check(turns: Vec<Turn<'_>>, expected: &str) {
    play(Fetching::start(domain("example.social"), None), turns, expected);
}

const LINKS: &str = r#"{"links":[{"rel":"http://nodeinfo.diaspora.software/ns/schema/2.0","href":"https://example.social/nodeinfo/2.0"}]}"#;
const NODE: &str = "/.well-known/nodeinfo";
const DOCUMENT: &str = "/nodeinfo/2.0";
const BLOCKS: &str = "/api/v1/instance/domain_blocks";
const V2: &str = "/api/v2/instance";
const V1: &str = "/api/v1/instance";
const FINGER: &str = "/.well-known/webfinger?resource=acct:example.social@example.social";
const LIST: &str = r#"[{"domain":"bad.example","severity":"suspend"}]"#;
const PERMIT: Answer = Answer::Nobody;

fn software(name: &str, version: &str) -> Answer {
    ok(&format!(
        r#"{{"version":"2.0","software":{{"name":"{name}","version":"{version}"}},"metadata":[]}}"#
    ))
}

/// Discovery of this software, then these turns.
fn found<'a>(name: &str, version: &str, turns: Vec<Turn<'a>>) -> Vec<Turn<'a>> {
    let mut all = vec![(NODE, ok(LINKS)), (DOCUMENT, software(name, version))];
    all.extend(turns);
    all
}

/// The list of a server that is known to run this.
#[track_caller]
fn check_known(
    name: &str,
    version: &str,
    etag: Option<&str>,
    turns: Vec<Turn<'_>>,
    expected: &str,
) {
    let known = Known {
        access: ListAccess::Public,
        software: Software::new(name, version),
        host: domain("example.social"),
        etag: etag.map(str::to_owned),
    };
    play(Fetching::start(domain("example.social"), Some(known)), turns, expected);
}

mod discovery {
    use super::*;

    #[test]
    fn by_the_version_of_the_interface() {
        let rest = |instance: &str| {
            vec![
                (NODE, status(404, "")),
                (V2, status(404, "<html>")),
                (V1, ok(instance)),
                (BLOCKS, ok("[]")),
            ]
        };
        check(rest(r#"{"uri":"example.social","version":"3.5.3"}"#), "public (mastodon 3.5.3): ");
        let v2 = ok(r#"{"domain":"example.social","version":"4.5.0"}"#);
        check(
            vec![(NODE, ok("<!doctype html>")), (V2, v2.clone()), (BLOCKS, ok(LIST))],
            "public (mastodon 4.5.0): suspend bad.example",
        );
        check(
            vec![(NODE, ok(LINKS)), (DOCUMENT, ok("{}")), (V2, v2), (BLOCKS, ok(LIST))],
            "public (mastodon 4.5.0): suspend bad.example",
        );
    }

    #[test]
    fn no_fediverse_server() {
        let no = "notFediverse: example.social is not a fediverse server";
        let not_found = || status(404, "<html>");
        check(
            vec![(NODE, not_found()), (V2, not_found()), (V1, not_found()), (FINGER, not_found())],
            no,
        );
        let page = || ok("<!doctype html><title>Welcome</title>");
        check(vec![(NODE, page()), (V2, page()), (V1, page()), (FINGER, page())], no);
        let other = || ok(r#"{"version":"1.0"}"#);
        check(vec![(NODE, other()), (V2, other()), (V1, other()), (FINGER, status(500, ""))], no);
    }

    #[test]
    fn what_stands_before_a_server_says_nothing_about_it() {
        let no = || status(403, "<title>Just a moment...</title>");
        check(
            vec![(NODE, no()), (V2, no()), (V1, no())],
            "unreachable: example.social answered with status 403",
        );
    }

    #[test]
    fn trouble() {
        check(vec![(NODE, Answer::Nobody)], "unreachable: nobody answers at example.social");
        check(vec![(NODE, Answer::TooLate)], "unreachable: example.social did not answer in time");
        check(
            vec![(NODE, Answer::TooLarge)],
            "unreachable: the list of example.social is too large",
        );
        check(
            vec![(NODE, status(503, ""))],
            "unreachable: example.social answered with status 503",
        );
        check(
            vec![(NODE, ok(LINKS)), (DOCUMENT, status(500, ""))],
            "unreachable: example.social answered with status 500",
        );
    }

    #[test]
    fn a_server_that_is_busy_says_when_to_ask_again() {
        let busy = |code| status(code, "").with(|it| it.retry_after = Some("120".to_owned()));
        check(
            vec![(NODE, busy(503))],
            "unreachable: example.social answered with status 503 not for 120 s",
        );
        check(
            found("mastodon", "4.5.0", vec![(BLOCKS, busy(429))]),
            "unreachable (mastodon 4.5.0): example.social answered with status 429 not for 120 s",
        );
        let reset = |it: &mut AnswerHeaders| {
            it.rate_limit_reset = Some("2023-11-14T22:18:20.000000Z".to_owned());
        };
        check(
            found("mastodon", "4.5.0", vec![(BLOCKS, status(429, "{}").with(reset))]),
            "unreachable (mastodon 4.5.0): example.social answered with status 429 not for 300 s",
        );
        check(
            found("mastodon", "4.5.0", vec![(BLOCKS, busy(500))]),
            "unreachable (mastodon 4.5.0): example.social answered with status 500",
        );
    }
}

mod another_host {
    use super::*;

    const ELSEWHERE: &str = "https://web.example";

    fn links() -> Answer {
        ok(&LINKS.replace("https://example.social", ELSEWHERE))
    }

    #[test]
    fn the_node_info_is_elsewhere() {
        let turns = vec![
            (NODE, links()),
            ("permit web.example", PERMIT),
            ("https://web.example/nodeinfo/2.0", software("mastodon", "4.5.0")),
            ("https://web.example/api/v1/instance/domain_blocks", ok(LIST).etag("W/\"1\"")),
        ];
        check(turns, "public at web.example (mastodon 4.5.0): suspend bad.example [W/\"1\"]");
    }

    #[test]
    fn nobody_permits_it() {
        check(
            vec![(NODE, links())],
            "unreachable: example.social leads to web.example, which is not followed",
        );
    }

    #[test]
    fn the_answer_came_from_elsewhere() {
        let v1 = r#"{"uri":"example.social","version":"4.5.0"}"#;
        check(
            vec![
                (NODE, status(404, "")),
                (V2, status(404, "")),
                (V1, ok(v1).at("https://web.example/api/v1/instance")),
                ("permit web.example", PERMIT),
                ("https://web.example/api/v1/instance/domain_blocks", ok("[]")),
            ],
            "public at web.example (mastodon 4.5.0): ",
        );
    }

    #[test]
    fn only_accounts_are_named_so() {
        let finger = r#"{"subject":"acct:example.social@example.social"}"#;
        check(
            vec![
                (NODE, status(404, "").at("https://www.example.social/404")),
                (V2, status(404, "")),
                (V1, status(404, "")),
                (FINGER, ok(finger).at("https://web.example/.well-known/webfinger?resource=a")),
                ("permit web.example", PERMIT),
                ("https://web.example/.well-known/nodeinfo", links()),
                ("https://web.example/nodeinfo/2.0", software("mastodon", "4.5.0")),
                ("https://web.example/api/v1/instance/domain_blocks", ok(LIST)),
            ],
            "public at web.example (mastodon 4.5.0): suspend bad.example",
        );
    }

    #[test]
    fn a_way_that_does_not_end() {
        let links = |host: &str| ok(&LINKS.replace("example.social", host));
        check(
            vec![
                (NODE, links("b.example")),
                ("permit b.example", PERMIT),
                (
                    "https://b.example/nodeinfo/2.0",
                    software("mastodon", "4.5.0").at("https://c.example/nodeinfo/2.0"),
                ),
                ("permit c.example", PERMIT),
                (
                    "https://c.example/api/v1/instance/domain_blocks",
                    ok("[]").at("https://d.example/"),
                ),
            ],
            "unreachable at c.example (mastodon 4.5.0): example.social leads to https://d.example/, which is not followed",
        );
        let finger = ok(r#"{"subject":"acct:a@b.example"}"#).at("https://b.example/");
        let nothing = || status(404, "");
        check(
            vec![
                (NODE, nothing()),
                (V2, nothing()),
                (V1, nothing()),
                (FINGER, finger),
                ("permit b.example", PERMIT),
                ("https://b.example/.well-known/nodeinfo", links("c.example")),
                ("permit c.example", PERMIT),
                (
                    "https://c.example/nodeinfo/2.0",
                    software("mastodon", "4.5.0").at("https://d.example/"),
                ),
            ],
            "unreachable at c.example (mastodon 4.5.0): example.social leads to d.example, which is not followed",
        );
    }

    #[test]
    fn addresses_that_are_not_followed() {
        for address in [
            "http://example.social/nodeinfo/2.0",
            "https://192.0.2.1/nodeinfo/2.0",
            "https://localhost/nodeinfo/2.0",
            "https://intranet/nodeinfo/2.0",
            "https://example.social:8443/nodeinfo/2.0",
        ] {
            let links = LINKS.replace("https://example.social/nodeinfo/2.0", address);
            let expected =
                format!("unreachable: example.social leads to {address}, which is not followed");
            check(vec![(NODE, ok(&links))], &expected);
            check(vec![(NODE, ok(LINKS).at(address))], &expected);
            let expected = expected.replace("able:", "able (mastodon 4.5.0):");
            check(found("mastodon", "4.5.0", vec![(BLOCKS, ok(LIST).at(address))]), &expected);
        }
    }

    #[test]
    fn a_list_from_elsewhere_is_dropped() {
        let list = ok(LIST).at("https://web.example/api/v1/instance/domain_blocks");
        check(
            found("mastodon", "4.5.0", vec![(BLOCKS, list)]),
            "unreachable (mastodon 4.5.0): example.social leads to https://web.example/api/v1/instance/domain_blocks, which is not followed",
        );
    }
}

mod known {
    use super::*;

    #[test]
    fn begins_with_the_list() {
        let asked = "/api/v1/instance/domain_blocks if \"1\"";
        check_known(
            "mastodon",
            "4.5.0",
            Some("\"1\""),
            vec![(asked, status(304, ""))],
            "public (mastodon 4.5.0): not modified [\"1\"]",
        );
        check_known(
            "mastodon",
            "4.5.0",
            Some("\"1\""),
            vec![(asked, ok(LIST).etag("\"2\""))],
            "public (mastodon 4.5.0): suspend bad.example [\"2\"]",
        );
        check_known(
            "mastodon",
            "4.5.0",
            None,
            vec![(BLOCKS, ok(LIST))],
            "public (mastodon 4.5.0): suspend bad.example",
        );
    }

    #[test]
    fn what_only_the_software_is_known_of_is_found_again() {
        let known = Known {
            access: ListAccess::Unsupported,
            software: Software::new("peertube", "6"),
            host: domain("web.example"),
            etag: None,
        };
        play(
            Fetching::start(domain("example.social"), Some(known)),
            vec![(NODE, Answer::Nobody)],
            "unreachable: nobody answers at example.social",
        );
    }

    #[test]
    fn what_has_changed_is_found_again() {
        let moved = |first: Answer| {
            let mut turns = vec![(BLOCKS, first)];
            turns.extend(found("sharkey", "2025.1", vec![("POST /api/meta {}", Answer::TooLate)]));
            turns
        };
        for first in [
            status(404, ""),
            status(401, "{}"),
            ok("<!doctype html>"),
            ok(""),
            ok(r#"{"error":"no"}"#),
            ok(LIST).at("https://web.example/"),
            status(304, ""),
        ] {
            let first = if matches!(first, Answer::Status { status: 401, .. }) {
                status(410, "")
            } else {
                first
            };
            check_known(
                "mastodon",
                "4.5.0",
                None,
                moved(first),
                "unreachable (sharkey 2025.1): example.social did not answer in time",
            );
        }
    }

    #[test]
    fn a_list_that_is_no_longer_shown() {
        let mut turns = vec![(BLOCKS, status(404, ""))];
        turns.extend(found("mastodon", "4.5.0", vec![(BLOCKS, status(404, ""))]));
        check_known(
            "mastodon",
            "4.4.0",
            None,
            turns,
            "notShown (mastodon 4.5.0): example.social does not show its list to strangers",
        );
    }

    #[test]
    fn what_passes_is_waited_for() {
        check_known(
            "mastodon",
            "4.5.0",
            None,
            vec![(BLOCKS, status(503, ""))],
            "unreachable (mastodon 4.5.0): example.social answered with status 503",
        );
        check_known(
            "mastodon",
            "4.5.0",
            None,
            vec![(BLOCKS, Answer::Nobody)],
            "unreachable (mastodon 4.5.0): nobody answers at example.social",
        );
    }

    #[test]
    fn a_host_that_is_gone_is_found_again() {
        let known = Known {
            access: ListAccess::Public,
            software: Software::new("mastodon", "4.5.0"),
            host: domain("web.example"),
            etag: None,
        };
        play(
            Fetching::start(domain("example.social"), Some(known)),
            vec![
                ("https://web.example/api/v1/instance/domain_blocks", Answer::Nobody),
                (NODE, ok(LINKS)),
                (DOCUMENT, software("mastodon", "4.5.0")),
                (BLOCKS, ok(LIST)),
            ],
            "public (mastodon 4.5.0): suspend bad.example",
        );
    }
}

mod mastodon {
    use super::*;

    #[test]
    fn a_public_list() {
        check(
            found("mastodon", "4.5.0", vec![(BLOCKS, ok(LIST).etag("W/\"1\""))]),
            "public (mastodon 4.5.0): suspend bad.example [W/\"1\"]",
        );
        check(found("hometown", "1.1", vec![(BLOCKS, ok("[]"))]), "public (hometown 1.1): ");
    }

    #[test]
    fn a_list_that_is_not_shown() {
        for code in [404, 410, 403] {
            check(
                found("mastodon", "4.5.0", vec![(BLOCKS, status(code, ""))]),
                "notShown (mastodon 4.5.0): example.social does not show its list to strangers",
            );
        }
        check(
            found(
                "mastodon",
                "4.5.0",
                vec![(BLOCKS, status(403, "<title>Just a moment...</title>"))],
            ),
            "unreachable (mastodon 4.5.0): example.social answered with status 403",
        );
    }

    #[test]
    fn limited_federation() {
        let refused = || status(401, r#"{"error":"This method requires an authenticated user"}"#);
        let limited = "allowList (mastodon 4.5.0): example.social exchanges posts only with servers that it allows, and does not say which";
        let instance = |limited: bool| {
            ok(&format!(
                r#"{{"domain":"a","version":"4.5.0","configuration":{{"limited_federation":{limited}}}}}"#
            ))
        };
        check(found("mastodon", "4.5.0", vec![(BLOCKS, refused()), (V2, instance(true))]), limited);
        check(found("mastodon", "4.5.0", vec![(BLOCKS, refused()), (V2, refused())]), limited);
        check(
            found("mastodon", "4.5.0", vec![(BLOCKS, refused()), (V2, instance(false))]),
            "notShown (mastodon 4.5.0): example.social does not show its list to strangers",
        );
    }

    #[test]
    fn what_is_no_list() {
        check(
            found("mastodon", "4.5.0", vec![(BLOCKS, ok("<!doctype html>"))]),
            "unreachable (mastodon 4.5.0): what example.social answered is not a list: not a list but a web page, a picture or a feed",
        );
        check(
            found("mastodon", "4.5.0", vec![(BLOCKS, ok(""))]),
            "unreachable (mastodon 4.5.0): what example.social answered is not a list: the list is empty",
        );
        check(
            found("mastodon", "4.5.0", vec![(BLOCKS, ok(r#"{"error":"no"}"#))]),
            "unreachable (mastodon 4.5.0): what example.social answered is not a list: not a list but a single JSON object, perhaps an error message of the server",
        );
        check(
            found("mastodon", "4.5.0", vec![(BLOCKS, ok(r#"[{"domain":"a.exa"#))]),
            "unreachable (mastodon 4.5.0): what example.social answered is not a list: the JSON is damaged or incomplete: EOF while parsing a string in line 1, column 17",
        );
    }

    #[test]
    fn bytes_that_are_no_utf8_cost_themselves() {
        let mut answer = ok(r#"[{"domain":"bad.example","comment":"~"}]"#);
        if let Answer::Status { body, .. } = &mut answer {
            body.iter_mut().filter(|it| **it == b'~').for_each(|it| *it = 0xff);
        }
        check(
            found("mastodon", "4.5.0", vec![(BLOCKS, answer)]),
            "public (mastodon 4.5.0): suspend bad.example",
        );
    }

    #[test]
    fn a_fork_with_its_list_in_the_node_info() {
        let document = ok(
            r#"{"software":{"name":"corgidon","version":"2"},"metadata":{"federation":{"silence":["meh.example"],"suspend":["bad.example"],"rejectMedia":[],"rejectReports":[]}}}"#,
        );
        check(
            vec![(NODE, ok(LINKS)), (DOCUMENT, document.clone()), (BLOCKS, status(404, ""))],
            "public (corgidon 2): silence meh.example, suspend bad.example",
        );
        check(
            vec![(NODE, ok(LINKS)), (DOCUMENT, document), (BLOCKS, ok(LIST))],
            "public (corgidon 2): suspend bad.example",
        );
    }

    #[test]
    fn unheard_of_software() {
        check(
            found("ownfork", "1", vec![(BLOCKS, ok(LIST))]),
            "public (ownfork 1): suspend bad.example",
        );
        check(
            found("ownfork", "1", vec![(BLOCKS, status(404, ""))]),
            "unsupported (ownfork 1): example.social runs ownfork, which does not publish its list in this way",
        );
        check(
            found("ownfork", "1", vec![(BLOCKS, status(401, "{}"))]),
            "notShown (ownfork 1): example.social does not show its list to strangers",
        );
    }
}

mod other_software {
    use super::*;

    #[test]
    fn without_a_list() {
        for name in ["peertube", "pixelfed", "writefreely", "iceshrimp.net"] {
            check(
                found(name, "1", vec![]),
                &format!(
                    "unsupported ({name} 1): example.social runs {name}, which does not publish its list in this way"
                ),
            );
        }
    }

    #[test]
    fn gotosocial() {
        const ALLOWS: &str = "/api/v1/instance/domain_allows";
        let blocks = || (BLOCKS, ok(LIST).etag("\"1\""));
        for refusal in [401, 404] {
            check(
                found("gotosocial", "0.19", vec![blocks(), (ALLOWS, status(refusal, "{}"))]),
                "public (gotosocial 0.19): suspend bad.example",
            );
        }
        check(
            found(
                "gotosocial",
                "0.19",
                vec![blocks(), (ALLOWS, ok(r#"[{"domain":"good.bad.example"}]"#))],
            ),
            "public (gotosocial 0.19): suspend bad.example, noop good.bad.example",
        );
        check(
            found("gotosocial", "0.19", vec![(BLOCKS, status(401, r#"{"error":"Unauthorized"}"#))]),
            "notShown (gotosocial 0.19): example.social does not show its list to strangers",
        );
        check(
            found("gotosocial", "0.19", vec![blocks(), (ALLOWS, ok("<html>"))]),
            "unreachable (gotosocial 0.19): what example.social answered is not a list: not a list but a web page, a picture or a feed",
        );
    }

    fn akkoma(federation: &str) -> String {
        format!(
            r#"{{"software":{{"name":"akkoma","version":"3.16"}},"metadata":{{"federation":{federation}}}}}"#
        )
    }

    const POLICY: &str = r#"{"enabled":true,"exclusions":false,"mrf_policies":["SimplePolicy"],"mrf_simple":{"reject":["bad.example"],"accept":[]}}"#;

    #[test]
    fn pleroma_in_its_node_info() {
        let check = |federation: &str, expected: &str| {
            check(
                vec![(NODE, ok(LINKS)), (DOCUMENT, ok(&akkoma(federation)).etag("\"1\""))],
                expected,
            );
        };
        check(POLICY, "public (akkoma 3.16): suspend bad.example");
        check(
            &POLICY.replace(r#""exclusions":false"#, r#""exclusions":true"#),
            "withheld (akkoma 3.16): suspend bad.example",
        );
        check(
            r#"{"enabled":true}"#,
            "unpublished (akkoma 3.16): example.social does not publish its list",
        );
    }

    #[test]
    fn pleroma_in_its_interface() {
        let instance = |federation: &str| {
            ok(&format!(
                r#"{{"uri":"https://example.social","version":"2.7.2 (compatible; Akkoma 3.16)","pleroma":{{"metadata":{{"federation":{federation}}}}}}}"#
            ))
        };
        check(
            vec![(NODE, status(404, "")), (V2, status(404, "")), (V1, instance(POLICY))],
            "public (akkoma 3.16): suspend bad.example",
        );
        check(
            found("akkoma", "3.16", vec![(V1, instance(POLICY).etag("\"1\""))]),
            "public (akkoma 3.16): suspend bad.example [\"1\"]",
        );
        check_known(
            "akkoma",
            "3.16",
            None,
            vec![(V1, instance(POLICY))],
            "public (akkoma 3.16): suspend bad.example",
        );
    }

    const META: &str = "POST /api/meta {}";

    fn page(flag: &str, offset: usize) -> String {
        format!(r#"POST /api/federation/instances {{"{flag}":true,"limit":100,"offset":{offset}}}"#)
    }

    fn rows(flag: &str, names: &[String]) -> Answer {
        let rows: Vec<_> =
            names.iter().map(|it| format!(r#"{{"host":"{it}","{flag}":true}}"#)).collect();
        ok(&format!("[{}]", rows.join(",")))
    }

    #[test]
    fn misskey() {
        let (first, second) = (page("blocked", 0), page("blocked", 100));
        let silenced = page("silenced", 0);
        let many: Vec<_> = (0..100).map(|it| format!("n{it}.example")).collect();
        let outcome = play(
            Fetching::start(domain("example.social"), None),
            found(
                "misskey",
                "2026.3.1",
                vec![
                    (META, ok(r#"{"federation":"all"}"#)),
                    (&first, rows("isBlocked", &many)),
                    (&second, rows("isBlocked", &[])),
                    (&silenced, rows("isSilenced", &["meh.example".to_owned()])),
                ],
            ),
            &format!(
                "public (misskey 2026.3.1): suspend {}, silence meh.example",
                many.join(", suspend ")
            ),
        );
        assert!(matches!(outcome.found, Found::List(list) if list.blocks.len() == 101));
    }

    #[test]
    fn forks_of_misskey() {
        let (blocked, silenced) = (page("blocked", 0), page("silenced", 0));
        let bad = || rows("isBlocked", &["bad.example".to_owned()]);
        let list = "public (firefish 1): suspend bad.example";
        check(
            found(
                "firefish",
                "1",
                vec![(META, status(404, "")), (&blocked, bad()), (&silenced, status(400, "{}"))],
            ),
            list,
        );
        let unfiltered = rows("isNSFW", &["any.example".to_owned()]);
        check(
            found(
                "firefish",
                "1",
                vec![(META, ok("{}")), (&blocked, bad()), (&silenced, unfiltered.clone())],
            ),
            list,
        );
        check(
            found("sharkey", "2024.9", vec![(META, ok("{}")), (&blocked, unfiltered)]),
            "unpublished (sharkey 2024.9): example.social does not publish its list",
        );
        for code in [401, 403] {
            check(
                found(
                    "cherrypick",
                    "1",
                    vec![(META, ok("{}")), (&blocked, status(code, r#"{"error":{}}"#))],
                ),
                "notShown (cherrypick 1): example.social does not show its list to strangers",
            );
        }
        check(
            found("misskey", "10", vec![(META, ok("{}")), (&blocked, status(404, ""))]),
            "unsupported (misskey 10): example.social runs misskey, which does not publish its list in this way",
        );
        check(
            found("misskey", "2026", vec![(META, ok(r#"{"federation":"specified"}"#))]),
            "allowList (misskey 2026): example.social exchanges posts only with servers that it allows, and does not say which",
        );
    }

    #[test]
    fn pages_without_end() {
        let many: Vec<_> = (0..100).map(|it| format!("n{it}.example")).collect();
        let blocked: Vec<_> = (0..200).map(|it| page("blocked", it * 100)).collect();
        let silenced = page("silenced", 0);
        let mut turns = found("misskey", "1", vec![(META, ok("{}"))]);
        turns.extend(blocked.iter().map(|it| (it.as_str(), rows("isBlocked", &many))));
        turns.push((&silenced, rows("isSilenced", &[])));
        play_prefix(turns, "withheld (misskey 1): suspend n0.example, ");
    }

    /// As [`check`], where the names are too many to be written down.
    #[track_caller]
    fn play_prefix(turns: Vec<Turn<'_>>, expected: &str) {
        let (mut fetching, request) = Fetching::start(domain("example.social"), None);
        let mut step = Step::Ask(request);
        for (asked, answer) in turns {
            let Step::Ask(request) = step else { panic!("{step:?}") };
            assert_eq!(line(&request), asked);
            step = fetching.answered(answer.at(&request.address), NOW, &NativeParser);
        }
        let Step::Done(outcome) = step else { panic!("{step:?}") };
        let text = describe(&outcome);
        assert!(text.starts_with(expected), "{text}");
    }

    #[test]
    fn lemmy_by_version() {
        const V3: &str = "/api/v3/federated_instances";
        let list = || {
            ok(
                r#"{"federated_instances":{"linked":[],"allowed":[],"blocked":[{"id":1,"domain":"bad.example","published":"2024-01-01T00:00:00Z"}]}}"#,
            )
        };
        check(
            found("lemmy", "0.19.5", vec![(V3, list().etag("\"1\""))]),
            "public (lemmy 0.19.5): suspend bad.example [\"1\"]",
        );
        check(
            found("lemmy", "nightly", vec![(V3, list())]),
            "public (lemmy nightly): suspend bad.example",
        );
        let site =
            ok(r#"{"federated_instances":{"linked":[],"allowed":null,"blocked":["bad.example"]}}"#);
        check(
            found("lemmy", "0.17.4", vec![("/api/v3/site", site)]),
            "public (lemmy 0.17.4): suspend bad.example",
        );
        check(
            found("lemmy", "0.19.5", vec![(V3, status(404, ""))]),
            "unsupported (lemmy 0.19.5): example.social runs lemmy, which does not publish its list in this way",
        );
        let allowed = ok(
            r#"{"federated_instances":{"linked":[],"allowed":[{"id":1,"domain":"good.example","published":"2024-01-01T00:00:00Z"}],"blocked":[]}}"#,
        );
        check(
            found("lemmy", "0.19.5", vec![(V3, allowed)]),
            "allowList (lemmy 0.19.5): noop good.example",
        );
    }

    #[test]
    fn lemmy_in_pages() {
        let blocked = "/api/v4/federated_instances?kind=blocked&limit=50";
        let next = "/api/v4/federated_instances?kind=blocked&limit=50&page_cursor=a%26b";
        let allowed = "/api/v4/federated_instances?kind=allowed&limit=50";
        let page = |name: &str, next: &str| {
            ok(&format!(
                r#"{{"items":[{{"instance":{{"id":1,"domain":"{name}","published_at":"2024-01-01T00:00:00Z"}},"blocked":{{"published_at":"2024-01-01T00:00:00Z"}}}}],"next_page":{next}}}"#
            ))
        };
        check(
            found(
                "lemmy",
                "1.0.0",
                vec![
                    (blocked, page("bad.example", r#""a&b""#)),
                    (next, page("worse.example", "null")),
                    (allowed, ok(r#"{"items":[]}"#)),
                ],
            ),
            "public (lemmy 1.0.0): suspend bad.example, suspend worse.example",
        );
        check(
            found(
                "lemmy",
                "1.0.0",
                vec![(blocked, status(403, r#"{"error":"instance_is_private"}"#))],
            ),
            "notShown (lemmy 1.0.0): example.social does not show its list to strangers",
        );
        let long = format!("\"{}\"", "a".repeat(1001));
        check(
            found(
                "lemmy",
                "1.0.0",
                vec![(blocked, page("bad.example", &long)), (allowed, ok(r#"{"items":[]}"#))],
            ),
            "withheld (lemmy 1.0.0): suspend bad.example",
        );
    }

    #[test]
    fn piefed() {
        const V3: &str = "/api/v3/federated_instances";
        check(
            found("piefed", "1.6", vec![(BLOCKS, ok(LIST).etag("\"1\""))]),
            "public (piefed 1.6): suspend bad.example [\"1\"]",
        );
        let allowed = ok(
            r#"{"federated_instances":{"linked":[],"allowed":[{"id":1,"domain":"good.example","published":"2024-01-01T00:00:00Z"}],"blocked":[]}}"#,
        );
        check(
            found("piefed", "1.6", vec![(BLOCKS, ok("[]\n").etag("\"1\"")), (V3, allowed)]),
            "allowList (piefed 1.6): noop good.example",
        );
        let open = ok(r#"{"federated_instances":{"linked":[],"allowed":[],"blocked":[]}}"#);
        for second in [open, status(404, ""), ok("<html>")] {
            check(
                found("piefed", "1.6", vec![(BLOCKS, ok("[]")), (V3, second)]),
                "public (piefed 1.6): ",
            );
        }
    }

    #[test]
    fn mbin() {
        let (second, first) = ("/api/defederated/v2", "/api/defederated");
        check(
            found(
                "mbin",
                "1.8",
                vec![(
                    second,
                    ok(r#"{"instances":[{"domain":"bad.example","software":"a","version":"1"}]}"#)
                        .etag("\"1\""),
                )],
            ),
            "public (mbin 1.8): suspend bad.example [\"1\"]",
        );
        check(
            found(
                "kbin",
                "0.10",
                vec![
                    (second, status(404, "")),
                    (first, ok(r#"{"instances":["bad.example"]}"#).etag("\"1\"")),
                ],
            ),
            "public (kbin 0.10): suspend bad.example",
        );
        check(
            found("kbin", "0.10", vec![(second, status(404, "")), (first, status(404, ""))]),
            "unsupported (kbin 0.10): example.social runs kbin, which does not publish its list in this way",
        );
    }

    #[test]
    fn friendica() {
        check(
            found(
                "friendica",
                "2024.12",
                vec![("/blocklist/domain/download", ok("bad.example,spam\n").etag("W/\"1\""))],
            ),
            "public (friendica 2024.12): suspend bad.example [W/\"1\"]",
        );
    }
}

mod subscription {
    use super::*;

    const ADDRESS: &str = "https://lists.example/list.csv";
    const CSV: &str = "domain,severity\nbad.example,suspend\n";

    #[track_caller]
    fn check(known: Option<(&str, &str)>, turns: Vec<Turn<'_>>, expected: &str) {
        let known = known.map(|(host, etag)| Known {
            access: ListAccess::Public,
            software: None,
            host: domain(host),
            etag: Some(etag.to_owned()),
        });
        play(Fetching::subscription(ADDRESS, known, &NativeParser).unwrap(), turns, expected);
    }

    #[test]
    fn a_list_at_an_address() {
        check(None, vec![(ADDRESS, ok(CSV).etag("\"1\""))], "public: suspend bad.example [\"1\"]");
        check(None, vec![(ADDRESS, ok("[]"))], "public: ");
        let asked = format!("{ADDRESS} if \"1\"");
        check(
            Some(("lists.example", "\"1\"")),
            vec![(&asked, status(304, ""))],
            "public: not modified [\"1\"]",
        );
        check(
            Some(("lists.example", "\"1\"")),
            vec![(&asked, status(404, ""))],
            "unreachable: lists.example answered with status 404",
        );
        check(
            None,
            vec![(ADDRESS, ok("<!doctype html>"))],
            "unreachable: what lists.example answered is not a list: not a list but a web page, a picture or a feed",
        );
    }

    #[test]
    fn an_address_that_leads_elsewhere() {
        let end = "https://raw.example/list.csv";
        check(
            None,
            vec![
                (ADDRESS, ok(CSV).at(end)),
                ("permit raw.example", PERMIT),
                (ADDRESS, ok(CSV).at(end).etag("\"1\"")),
            ],
            "public at raw.example: suspend bad.example [\"1\"]",
        );
        check(
            None,
            vec![(ADDRESS, ok(CSV).at(end))],
            "unreachable: lists.example leads to raw.example, which is not followed",
        );
        check(
            None,
            vec![(ADDRESS, ok(CSV).at("http://lists.example/list.csv"))],
            "unreachable: lists.example leads to http://lists.example/list.csv, which is not followed",
        );
        let asked = format!("{ADDRESS} if \"1\"");
        check(
            Some(("raw.example", "\"1\"")),
            vec![(&asked, status(304, "").at(end))],
            "public at raw.example: not modified [\"1\"]",
        );
    }

    #[test]
    fn addresses_that_are_none() {
        for address in [
            "",
            "http://lists.example/",
            "https://192.0.2.1/",
            "https://a.example:8080/",
            "list.csv",
        ] {
            assert!(Fetching::subscription(address, None, &NativeParser).is_none(), "{address}");
        }
    }
}

mod any_answers {
    use proptest::prelude::*;

    use super::*;

    fn answer() -> impl Strategy<Value = Answer> {
        let bodies = prop::sample::select(vec![
            "",
            "<html>",
            "[]",
            LIST,
            LINKS,
            r#"{"links":[{"rel":"/schema/2.0","href":"https://web.example/n"}]}"#,
            r#"{"software":{"name":"misskey"}}"#,
            r#"{"software":{"name":"lemmy","version":"1.0"}}"#,
            r#"{"software":{"name":"gotosocial"}}"#,
            r#"{"software":{"name":"piefed"}}"#,
            r#"{"domain":"a","version":"4"}"#,
            r#"{"subject":"acct:a@b"}"#,
            r#"{"items":[],"next_page":"a"}"#,
            r#"[{"host":"a.example","isBlocked":true}]"#,
        ]);
        let codes = prop::sample::select(vec![200, 200, 200, 304, 401, 404, 429]);
        let hosts =
            prop::sample::select(vec!["", "", "", "https://web.example/", "http://a.example/"]);
        prop_oneof![
            9 => (codes, bodies, hosts).prop_map(|(code, body, host)| status(code, body).at(host)),
            1 => Just(Answer::Nobody),
        ]
    }

    proptest! {
        #[test]
        fn a_plan_ends(answers in prop::collection::vec(answer(), 700)) {
            let (mut fetching, request) = Fetching::start(domain("example.social"), None);
            let mut step = Step::Ask(request);
            let mut answers = answers.into_iter();
            while !matches!(step, Step::Done(_)) {
                step = match step {
                    Step::Ask(request) => {
                        prop_assert!(request.address.starts_with("https://"));
                        prop_assert_eq!(request.method == Method::Post, request.body.is_some());
                        let answer = answers.next().unwrap();
                        let answer = match answer {
                            Answer::Status { ref address, .. } if address.is_empty() => answer.at(&request.address),
                            answer => answer,
                        };
                        fetching.answered(answer, NOW, &NativeParser)
                    }
                    _ => fetching.permitted(),
                };
            }
        }
    }
}

#[track_caller]
fn typed(text: &str, expected: Option<&str>) {
    let server = server_name(text, &NativeParser);
    assert_eq!(server.as_ref().map(Domain::as_str), expected, "{text}");
}

#[test]
fn what_people_type() {
    for text in [
        "example.social",
        "  Example.Social./\n",
        "@me@example.social",
        "acct:me@example.social",
        "https://example.social",
        "https://example.social/@you@elsewhere.example",
        "example.social/@me?x=1#y",
        "https://user:word@example.social:8443/",
    ] {
        typed(text, Some("example.social"));
    }
    typed("bücher.example", Some("xn--bcher-kva.example"));
    for text in ["", "@me", "localhost", "192.0.2.1", "https://[::1]/", "two words", "https://"] {
        typed(text, None);
    }
}
