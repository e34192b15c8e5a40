//! How all buffers begin, and how numbers and texts are written and read.

use super::IndexError;

/// What a buffer holds.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    magic: [u8; 4],
    /// To be raised with every change of what the bytes mean.
    version: u32,
}

/// The index, which is made anew from keys.
pub(super) const HOT: Kind = Kind { magic: *b"FPhx", version: 4 };
/// The keys of a list, which are made anew from its rows.
pub(super) const KEYS: Kind = Kind { magic: *b"FPkx", version: 3 };
/// The rows of a list. Nothing else has what is in them: a new version has to read the former too.
pub(super) const ROWS: Kind = Kind { magic: *b"FPrx", version: 2 };

/// Magic, version, checksum.
const PREFIX: usize = 16;

/// Begins a buffer; [`seal`] completes it.
pub(super) fn begin(kind: Kind) -> Vec<u8> {
    let mut buffer = Vec::from(kind.magic);
    buffer.extend(kind.version.to_le_bytes());
    buffer.extend([0; 8]);
    buffer
}

/// Writes the checksum of what follows it.
pub(super) fn seal(mut buffer: Vec<u8>) -> Vec<u8> {
    let checksum = checksum(buffer.get(PREFIX..).unwrap_or_default());
    if let Some(place) = buffer.get_mut(8..PREFIX) {
        place.copy_from_slice(&checksum.to_le_bytes());
    }
    buffer
}

/// The checksum of a sealed buffer, in hexadecimal.
pub(super) fn fingerprint(buffer: &[u8]) -> String {
    let checksum = buffer.get(8..PREFIX).unwrap_or_default();
    checksum.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn push_number(buffer: &mut Vec<u8>, number: usize) {
    // 4 GiB do not fit into a browser's memory for an extension, so this cannot saturate there; and if it did, the
    // parts would not fit, which `load` notices.
    buffer.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

/// A number of two bytes; a larger one becomes the largest.
pub(super) fn push_short(buffer: &mut Vec<u8>, number: u32) {
    buffer.extend(u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes());
}

pub(super) fn push_text(buffer: &mut Vec<u8>, text: &str) {
    push_number(buffer, text.len());
    buffer.extend(text.as_bytes());
}

/// Reads from the front of a buffer.
pub(super) struct Reader<'b> {
    buffer: &'b [u8],
    position: usize,
}

impl<'b> Reader<'b> {
    /// Reads bytes without any mark.
    pub(super) fn new(buffer: &'b [u8]) -> Reader<'b> {
        Reader { buffer, position: 0 }
    }

    /// Checks that the buffer is what it should be.
    pub(super) fn open(kind: Kind, buffer: &'b [u8]) -> Result<Reader<'b>, IndexError> {
        let mut reader = Reader::new(buffer);
        if reader.take() != Some(kind.magic) {
            return Err(IndexError::Magic);
        }
        let version = u32::from_le_bytes(reader.take().ok_or(IndexError::Magic)?);
        if version != kind.version {
            return Err(IndexError::Version(version));
        }
        let expected = u64::from_le_bytes(reader.take().ok_or(IndexError::Checksum)?);
        if checksum(buffer.get(PREFIX..).unwrap_or_default()) != expected {
            return Err(IndexError::Checksum);
        }
        Ok(reader)
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    pub(super) fn number(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(self.take()?)).ok()
    }

    pub(super) fn short(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take().map(|[byte]| byte)
    }

    pub(super) fn numbers<const N: usize>(&mut self) -> Result<[usize; N], IndexError> {
        let mut numbers = [0; N];
        for number in &mut numbers {
            *number = self.number().ok_or(IndexError::Layout)?;
        }
        Ok(numbers)
    }

    /// A text with its length before it.
    pub(super) fn text(&mut self) -> Option<&'b str> {
        let length = self.number()?;
        self.text_of(length)
    }

    /// A text with its length in two bytes before it.
    pub(super) fn short_text(&mut self) -> Option<&'b str> {
        let length = self.short()?;
        self.text_of(length.into())
    }

    fn text_of(&mut self, length: usize) -> Option<&'b str> {
        let bytes = self.buffer.get(self.position..)?.get(..length)?;
        self.position += length;
        str::from_utf8(bytes).ok()
    }

    /// All that is left.
    pub(super) fn rest(&self) -> &'b [u8] {
        self.buffer.get(self.position..).unwrap_or_default()
    }

    pub(super) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let bytes = self.buffer.get(self.position..)?.first_chunk()?;
        self.position += N;
        Some(*bytes)
    }
}

/// Notices accidents, not intent: folds eight bytes at a time.
fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    let words = words.iter().chain([&last]);
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    words.fold(length, |sum, word| {
        (sum ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
    })
}
