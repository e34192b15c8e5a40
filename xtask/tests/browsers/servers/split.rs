//! Servers whose name is not where they are: handles end in the apex, the software runs elsewhere
//! (<https://docs.joinmastodon.org/admin/config/#web_domain>).

use xtask::browser::{Answer, Request};

use super::Server;
use super::fediverse::{open as cors, page, webfinger};
use super::trouble;

/// An apex that sends requests for NodeInfo and WebFinger on to the web host, readable for every site.
pub fn apex(web: &'static str) -> Server {
    Box::new(move |request| sent_on(web, request).map_or_else(|| site(request), cors))
}

/// An apex that sends them on, and lets no site read that.
pub fn apex_without_cors(web: &'static str) -> Server {
    Box::new(move |request| sent_on(web, request).unwrap_or_else(|| site(request)))
}

/// An apex that answers for NodeInfo itself, as the server on the web host does: the document is there.
pub fn apex_with_links(web: &'static str, server: Server) -> Server {
    Box::new(move |request| match request.route() {
        "/.well-known/nodeinfo" => server(&Request { host: web.to_owned(), ..request.clone() }),
        _ => sent_on(web, request).map_or_else(|| site(request), cors),
    })
}

/// The web host of a server that is called `apex`: it says so where its software does, in `GET /api/v1/instance`,
/// `GET /api/v2/instance` and WebFinger.
pub fn web(apex: &'static str, server: Server) -> Server {
    Box::new(move |request| match request.route() {
        "/.well-known/webfinger" => {
            webfinger(request, apex, "/users/{}", "/@{}").unwrap_or_else(|| trouble::page(404))
        }
        "/api/v1/instance" | "/api/v2/instance" => {
            server(&Request { host: apex.to_owned(), ..request.clone() })
        }
        _ => server(request),
    })
}

fn sent_on(web: &str, request: &Request) -> Option<Answer> {
    let on = || Answer::redirect(&format!("https://{web}{}", request.path)).but(301);
    request.path.starts_with("/.well-known/").then(on)
}

fn site(request: &Request) -> Answer {
    if request.route() == "/" { page("A site") } else { trouble::page(404) }
}
