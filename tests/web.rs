//! What crosses between Rust and JavaScript, in real browsers.

#![cfg(target_arch = "wasm32")]

mod corpus;

use fencepost::protocol::{Look, Mark, Request, Response};
use fencepost::severity::Severity;
use fencepost::target::mention::{HANDLE_PATTERN, handles_in};
use fencepost::target::{Target, recognise};
use fencepost::web::message::{from_browser, judge_request, to_browser};
use fencepost::web::parser::BrowserParser;
use js_sys::{Array, JSON, JsString, RegExp};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The same cases as natively, on the browser's own URL parser.
#[wasm_bindgen_test]
fn targets() {
    let mut cases = 0;
    for line in include_str!("data/targets.txt").lines() {
        let Some((text, expected)) = line.split_once(" → ") else { continue };
        let labels: Vec<_> = recognise(text, &BrowserParser).iter().map(Target::label).collect();
        assert_eq!(labels.join(" "), expected, "{text}");
        cases += 1;
    }
    assert!(cases > 100, "only {cases} cases were found");
}

/// So are these.
#[wasm_bindgen_test]
fn verdicts() {
    corpus::check(&BrowserParser);
    assert!(corpus::count() >= 400, "only {} cases were found", corpus::count());
}

/// What the pattern finds is what the core decides about; together they find what the core finds alone.
#[wasm_bindgen_test]
fn handles() {
    let pattern = RegExp::new(HANDLE_PATTERN, "gu");
    for line in include_str!("data/handles.txt").lines() {
        let Some((text, expected)) = line.split_once(" → ") else { continue };
        let candidates = JsString::from(text).match_(&pattern).map(|it| Array::from(&it));
        let found: Vec<_> = candidates
            .unwrap_or_default()
            .iter()
            .filter_map(|candidate| candidate.as_string())
            .filter_map(|candidate| handles_in(&candidate, &BrowserParser).into_iter().next())
            .map(|it| it.handle.to_string())
            .collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }
}

#[wasm_bindgen_test]
fn a_request_as_a_content_script_sends_it() {
    let message = r#"{"judge":{"keys":"threads.net","attribute":null}}"#;
    let request = judge_request(&JSON::parse(message).unwrap());
    let expected = Request::Judge { keys: "threads.net".to_owned(), attribute: None };
    assert_eq!(request, Some(expected));
}

#[wasm_bindgen_test]
fn what_is_no_request() {
    for message in ["null", "{}", "[]", r#""nothing""#, r#"{"judge":{"keys":["threads.net"]}}"#] {
        let message = JSON::parse(message).unwrap();
        assert_eq!(judge_request(&message), None, "{message:?}");
        assert!(from_browser::<Request>(&message, "reading").is_err(), "{message:?}");
    }
    assert_eq!(judge_request(&JsValue::UNDEFINED), None);
    assert!(from_browser::<Request>(&JsValue::UNDEFINED, "reading").is_err());
}

#[wasm_bindgen_test]
fn a_response_as_a_content_script_reads_it() {
    let look =
        Look { style: "u".to_owned(), severities: vec![Severity::Silence], only_hovered: false };
    let response = Response::Judged {
        marks: vec![(3, Mark { severity: Severity::Silence, through: false, held: true })],
        whole: vec![5],
        look,
    };
    let value = to_browser(&response, "writing").unwrap();
    let text: String = JSON::stringify(&value).unwrap().into();
    let expected = r#"{"judged":{"marks":[[3,{"severity":"silence","through":false,"held":true}]],"whole":[5],"look":{"style":"u","severities":["silence"],"onlyHovered":false}}}"#;
    assert_eq!(JsValue::from_str(&text), JsValue::from_str(expected));
}
