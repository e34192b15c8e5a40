//! One request, as [`source`](crate::source) wants it made: without credentials, referrer or cache, and bounded in time
//! and size.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache,
    RequestCredentials, RequestInit, Response,
};

use crate::check;
use crate::protocol::MAX_LIST_BYTES;
use crate::source::{Answer, AnswerHeaders, Method, Request};
use crate::web::webext::send;

/// What a request may take.
pub struct Limits {
    /// Until its answer begins, in milliseconds.
    first_byte_ms: u32,
    /// In all, in milliseconds.
    whole_ms: u32,
    /// The length of its answer.
    bytes: usize,
}

/// A list, for which nobody waits.
pub const LIST: Limits = Limits { first_byte_ms: 15_000, whole_ms: 60_000, bytes: MAX_LIST_BYTES };
/// A question that somebody waits for.
pub const CHECK: Limits = Limits {
    first_byte_ms: check::TIME_LIMIT_MS,
    whole_ms: check::TIME_LIMIT_MS,
    bytes: check::MAX_BYTES,
};

/// Makes the request and reads the whole answer; `stop` ends that early, as [`Answer::Nobody`].
pub async fn fetch(request: &Request, limits: &Limits, stop: Option<&AbortSignal>) -> Answer {
    let Ok(controller) = AbortController::new() else { return Answer::Nobody };
    let late = Rc::new(Cell::new(false));
    let deadline = |after| {
        let (controller, late) = (controller.clone(), late.clone());
        Timeout::new(after, move || {
            late.set(true);
            controller.abort();
        })
    };
    let first_byte = deadline(limits.first_byte_ms);
    let whole = deadline(limits.whole_ms);
    let options = options(request);
    options.set_signal(Some(&match stop {
        Some(stop) => AbortSignal::any(&Array::of2(&controller.signal(), stop)),
        None => controller.signal(),
    }));
    let response = JsFuture::from(send(&request.address, &options)).await;
    drop(first_byte);
    let answer = match response {
        Ok(response) => read(response.unchecked_into(), limits.bytes).await,
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
async fn read(response: Response, limit: usize) -> Option<Answer> {
    let mut body = Vec::new();
    if let Some(stream) = response.body() {
        let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
        loop {
            let piece = JsFuture::from(reader.read()).await.ok()?;
            if Reflect::get(&piece, &"done".into()).ok()?.is_truthy() {
                break;
            }
            let bytes: Uint8Array = Reflect::get(&piece, &"value".into()).ok()?.dyn_into().ok()?;
            if body.len() + bytes.length() as usize > limit {
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
