//! Whatever is answered.

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
    let hosts = prop::sample::select(vec!["", "", "", "https://web.example/", "http://a.example/"]);
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
