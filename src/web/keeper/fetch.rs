//! One request, as [`source`](crate::source) wants it made: without credentials, referrer or cache, and bounded in time
//! and size.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials,
    RequestInit, Response,
};

use crate::protocol::MAX_LIST_BYTES;
use crate::source::{Answer, AnswerHeaders, Method, Request};
use crate::web::webext::send;

/// How long a server may take until its answer begins, in milliseconds.
const FIRST_BYTE_MS: u32 = 15_000;
/// How long an answer may take in all, in milliseconds.
const WHOLE_MS: u32 = 60_000;

/// Makes the request and reads the whole answer.
pub async fn fetch(request: &Request) -> Answer {
    let Ok(controller) = AbortController::new() else { return Answer::Nobody };
    let late = Rc::new(Cell::new(false));
    let deadline = |after| {
        let (controller, late) = (controller.clone(), late.clone());
        Timeout::new(after, move || {
            late.set(true);
            controller.abort();
        })
    };
    let first_byte = deadline(FIRST_BYTE_MS);
    let whole = deadline(WHOLE_MS);
    let options = options(request);
    options.set_signal(Some(&controller.signal()));
    let response = JsFuture::from(send(&request.address, &options)).await;
    drop(first_byte);
    let answer = match response {
        Ok(response) => read(response.unchecked_into()).await,
        Err(_) => None,
    };
    drop(whole);
    if late.get() {
        return Answer::TooLate;
    }
    if answer == Some(Answer::TooLarge) {
        controller.abort();
    }
    answer.unwrap_or(Answer::Nobody)
}

fn options(request: &Request) -> RequestInit {
    let options = RequestInit::new();
    let headers = Array::new();
    let header = |name: &str, value: &str| {
        headers.push(&Array::of2(&name.into(), &value.into()));
    };
    header("Accept", "application/json, */*;q=0.1");
    if let Some(etag) = &request.if_none_match {
        header("If-None-Match", etag);
    }
    if request.method == Method::Post {
        options.set_method("POST");
    }
    if let Some(body) = &request.body {
        header("Content-Type", "application/json");
        options.set_body(&JsValue::from_str(body));
    }
    options.set_headers(&headers);
    options.set_credentials(RequestCredentials::Omit);
    options.set_referrer_policy(ReferrerPolicy::NoReferrer);
    // With the browser's cache between, a 304 would look like a new list.
    options.set_cache(RequestCache::NoStore);
    options
}

/// Reads the body piece by piece, so that one without end is noticed. `None` when it breaks off.
async fn read(response: Response) -> Option<Answer> {
    let mut body = Vec::new();
    if let Some(stream) = response.body() {
        let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
        loop {
            let piece = JsFuture::from(reader.read()).await.ok()?;
            if Reflect::get(&piece, &"done".into()).ok()?.is_truthy() {
                break;
            }
            let bytes: Uint8Array = Reflect::get(&piece, &"value".into()).ok()?.dyn_into().ok()?;
            if body.len() + bytes.length() as usize > MAX_LIST_BYTES {
                return Some(Answer::TooLarge);
            }
            body.extend(bytes.to_vec());
        }
    }
    let header = |name| response.headers().get(name).ok().flatten();
    let headers = AnswerHeaders {
        etag: header("ETag"),
        retry_after: header("Retry-After"),
        rate_limit_reset: header("X-RateLimit-Reset"),
    };
    Some(Answer::Status { status: response.status(), body, headers, address: response.url() })
}
