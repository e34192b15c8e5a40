//! What most fediverse servers have in common.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use xtask::browser::{Answer, Request};

/// What a server says of itself (<https://nodeinfo.diaspora.software/protocol.html>).
pub struct NodeInfo {
    /// Version and path of each document.
    pub documents: &'static [(&'static str, &'static str)],
    pub software: &'static str,
    pub version: &'static str,
    /// Null for software that has none.
    pub metadata: Value,
}

/// The usual place of the document.
pub const PLAIN: &[(&str, &str)] = &[("2.0", "/nodeinfo/2.0")];
/// The usual places of software that has two versions of it.
pub const BOTH: &[(&str, &str)] = &[("2.0", "/nodeinfo/2.0"), ("2.1", "/nodeinfo/2.1")];

impl NodeInfo {
    /// The answer to a request for the discovery document or for one that it names.
    pub fn answer(&self, request: &Request) -> Option<Answer> {
        if request.route() == "/.well-known/nodeinfo" {
            let link = |(version, path): &(&str, &str)| {
                let rel = format!("http://nodeinfo.diaspora.software/ns/schema/{version}");
                json!({"rel": rel, "href": format!("https://{}{path}", request.host)})
            };
            let links: Vec<Value> = self.documents.iter().map(link).collect();
            return Some(open(json(&json!({"links": links}))));
        }
        let (version, _) = self.documents.iter().find(|(_, path)| *path == request.route())?;
        let mut document = json!({
            "version": version,
            "software": {"name": self.software, "version": self.version},
            "protocols": ["activitypub"],
            "services": {"inbound": [], "outbound": []},
            "openRegistrations": false,
            "usage": {"users": {"total": 12, "activeMonth": 3, "activeHalfyear": 5}, "localPosts": 345},
        });
        if !self.metadata.is_null() {
            document["metadata"] = self.metadata.clone();
        }
        let kind = format!(
            "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/{version}#\""
        );
        Some(open(Answer::of(&kind, document.to_string())))
    }
}

/// The answer to a WebFinger request for `user@domain` (<https://www.rfc-editor.org/rfc/rfc7033>); `{}` in the paths of
/// the actor and of its profile stands for the user.
pub fn webfinger(request: &Request, domain: &str, actor: &str, profile: &str) -> Option<Answer> {
    if request.route() != "/.well-known/webfinger" {
        return None;
    }
    let resource = request.query("resource").into_iter().next().unwrap_or_default();
    let user = resource.strip_prefix("acct:").and_then(|it| it.split_once('@'));
    let Some((user, _)) = user.filter(|(user, at)| *user != "nobody" && *at == domain) else {
        return Some(Answer::status(404));
    };
    let address = |path: &str| format!("https://{}{}", request.host, path.replace("{}", user));
    let document = json!({
        "subject": format!("acct:{user}@{domain}"),
        "aliases": [address(profile), address(actor)],
        "links": [
            {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": address(profile)},
            {"rel": "self", "type": "application/activity+json", "href": address(actor)},
        ],
    });
    Some(open(Answer::of("application/jrd+json; charset=utf-8", document.to_string())))
}

/// The same answer, readable for every site.
pub fn open(answer: Answer) -> Answer {
    answer.with("access-control-allow-origin", "*")
}

/// A JSON document.
pub fn json(value: &Value) -> Answer {
    Answer::json(value.to_string())
}

/// A page with this title.
pub fn page(title: &str) -> Answer {
    Answer::html(format!(
        "<!doctype html><html lang=en><title>{title}</title><h1>{title}</h1></html>"
    ))
}

/// 32 hexadecimal digits that change with the text, as most servers make their entity tags.
pub fn hash(text: &str) -> String {
    Sha256::digest(text).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
