//! Mbin's defederated servers: `{"instances":["a.example"]}`, or in its second version objects with a `domain`
//! (`src/Controller/Api/Instance/InstanceRetrieveFederationApi.php`). There is no reason and no day.

use super::builder::Builder;
use super::groups::{self, Group};
use super::{Blocklist, ListError};

const ROOT: &str = "instances";
static GROUPS: [Group; 1] = [Group::new(ROOT, "suspend", None)];

pub(super) fn read(mut builder: Builder<'_>, text: &str) -> Result<Blocklist, ListError> {
    match groups::read(&mut builder, text, ROOT, &GROUPS)? {
        true => builder.finish_document(),
        false => Err(ListError::NoEntries),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::Format;
    use crate::blocklist::tests::describe;

    #[track_caller]
    fn check(json: &str, expected: &[&str]) {
        let list = Blocklist::read_as(Format::Mbin, json.as_bytes(), &NativeParser).unwrap();
        assert_eq!(describe(&list), expected);
    }

    #[test]
    fn both_versions() {
        check(
            r#"{"instances":["a.example","A.example",3]}"#,
            &[
                "suspend a.example with www.",
                "entry 2: \"a.example\": listed twice, also in entry 1; the strictest counts",
                "entry 3: \"3\": name ends in a number but is no IPv4 address",
            ],
        );
        check(
            r#"{"instances":[{"domain":"a.example","software":"lemmy","version":null}]}"#,
            &["suspend a.example with www."],
        );
        check(r#"{"instances":[]}"#, &[]);
    }
}
