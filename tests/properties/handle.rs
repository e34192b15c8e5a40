//! Names of accounts, alone and in texts.

use fencepost::address::NativeParser;
use fencepost::handle::Handle;
use fencepost::target::mention::handles_in;
use fencepost::target::recognise;

/// A handle is read or not, and the handles in a text lie in it one after the other.
pub fn handle(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match Handle::parse(&text, &NativeParser) {
        Ok(handle) => {
            assert_eq!(Handle::parse(&handle.to_string(), &NativeParser).as_ref(), Ok(&handle));
            let targets = recognise(&handle.to_string(), &NativeParser);
            assert_eq!(targets.last().and_then(|it| it.handle.as_ref()), Some(&handle));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let mut end = 0;
    for mention in handles_in(&text, &NativeParser) {
        assert!(mention.range.start >= end, "one after the other");
        end = mention.range.end;
        let written = &text[mention.range];
        assert!(written.starts_with('@'), "{written:?}");
        let alone = handles_in(written, &NativeParser);
        let [alone] = alone.as_slice() else { panic!("{written:?} is {alone:?}") };
        assert_eq!((alone.range.clone(), &alone.handle), (0..written.len(), &mention.handle));
    }
}
