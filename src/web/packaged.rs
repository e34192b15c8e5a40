//! Files of the package itself.

use gloo_net::http::Request;

use super::error::WebError;
use super::webext::own_address;
use crate::brand::Brand;

/// The brand of this build.
pub async fn brand() -> Result<Brand, WebError> {
    let failed = |error: gloo_net::Error| WebError::Browser {
        doing: "reading the brand",
        message: error.to_string(),
    };
    Request::get(&own_address("brand.json"))
        .send()
        .await
        .map_err(failed)?
        .json()
        .await
        .map_err(failed)
}
