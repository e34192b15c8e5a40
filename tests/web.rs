//! What crosses between Rust and JavaScript, in real browsers.

#![cfg(target_arch = "wasm32")]

use fencepost::protocol::{Request, Response};
use fencepost::severity::Severity;
use fencepost::target::{Target, recognise};
use fencepost::web::message::{from_browser, to_browser};
use fencepost::web::parser::BrowserParser;
use js_sys::JSON;
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
    assert!(cases > 40, "only {cases} cases were found");
}

#[wasm_bindgen_test]
fn a_request_as_a_content_script_sends_it() {
    let message = r#"{"judge":{"keys":["threads.net"],"attribute":null}}"#;
    let request: Request = from_browser(&JSON::parse(message).unwrap(), "reading").unwrap();
    assert_eq!(request, Request::Judge { keys: vec!["threads.net".to_owned()], attribute: None });
}

#[wasm_bindgen_test]
fn what_is_no_request() {
    for message in ["null", "{}", "[]", r#""nothing""#, r#"{"judge":{"keys":"threads.net"}}"#] {
        let request = from_browser::<Request>(&JSON::parse(message).unwrap(), "reading");
        assert!(request.is_err(), "{message}");
    }
    assert!(from_browser::<Request>(&JsValue::UNDEFINED, "reading").is_err());
}

#[wasm_bindgen_test]
fn a_response_as_a_content_script_reads_it() {
    let response = Response::Judged { marks: vec![(3, Severity::Silence)], shown: true };
    let value = to_browser(&response, "writing").unwrap();
    let text: String = JSON::stringify(&value).unwrap().into();
    let expected = r#"{"judged":{"marks":[[3,"silence"]],"shown":true}}"#;
    assert_eq!(JsValue::from_str(&text), JsValue::from_str(expected));
}
