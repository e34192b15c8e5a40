//! Files of the package itself.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

use super::error::{Doing, WebError};
use super::webext::{own_address, send, settled};
use crate::brand::{Brand, ForPages};

/// The brand of this build.
pub async fn brand() -> Result<Brand, WebError> {
    read_brand(begin("brand.json")).await
}

/// The brand whose file is being fetched.
pub async fn read_brand(begun: Promise) -> Result<Brand, WebError> {
    serde_json::from_str(&end(begun).await?).doing("reading the brand")
}

/// What own pages show of the brand.
pub async fn for_pages() -> Result<ForPages, WebError> {
    serde_json::from_str(&file("brand-pages.json").await?).doing("reading the brand")
}

/// The text of a file.
pub async fn file(path: &str) -> Result<String, WebError> {
    end(begin(path)).await
}

fn begin(path: &str) -> Promise {
    send(&own_address(path), &RequestInit::new())
}

async fn end(begun: Promise) -> Result<String, WebError> {
    const DOING: &str = "reading a packaged file";
    let response = settled(begun, DOING).await?;
    let text = response.unchecked_into::<Response>().text().doing(DOING)?;
    let text = JsFuture::from(text).await.doing(DOING)?;
    Ok(text.as_string().unwrap_or_default())
}
