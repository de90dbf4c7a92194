//! A PNG put together anew from the chunks that draw it. Source: PNG (Third Edition), W3C 2025, §5 and §11.

use domain::knowledge::entry::FileKind;

use super::bounds::bad_size;
use super::fault::FileFault;

/// What every PNG begins with.
pub(super) const MAGIC: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks that draw the picture or say what its colours mean; text, times, EXIF and everything unknown goes.
const KEPT: [&[u8; 4]; 11] =
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"];

const BROKEN: FileFault = FileFault::Broken(FileKind::Png);

/// The picture alone; what stands behind its end goes too.
pub(super) fn picture(bytes: &[u8]) -> Result<Vec<u8>, FileFault> {
    let mut kept = MAGIC.to_vec();
    let mut rest = bytes.get(MAGIC.len()..).ok_or(BROKEN)?;
    let mut has_data = false;
    for number in 0.. {
        let (chunk, after) = Chunk::read(rest).ok_or(BROKEN)?;
        let is_header = chunk.name == b"IHDR";
        if is_header != (number == 0) {
            return Err(BROKEN);
        }
        if is_header {
            check_size(chunk.data)?;
        }
        has_data |= chunk.name == b"IDAT";
        if KEPT.iter().any(|name| name.as_slice() == chunk.name) {
            kept.extend_from_slice(chunk.whole);
        } else if chunk.is_critical() {
            return Err(BROKEN);
        }
        if chunk.name == b"IEND" {
            break;
        }
        rest = after;
    }
    if has_data { Ok(kept) } else { Err(BROKEN) }
}

struct Chunk<'b> {
    name: &'b [u8],
    data: &'b [u8],
    whole: &'b [u8],
}

impl<'b> Chunk<'b> {
    /// The first chunk and what follows it; None where it is cut off or its checksum is another.
    fn read(bytes: &'b [u8]) -> Option<(Self, &'b [u8])> {
        let length = usize::try_from(u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?)).ok()?;
        let end = length.checked_add(8)?;
        let (name, data) = (bytes.get(4..8)?, bytes.get(8..end)?);
        let sum = u32::from_be_bytes(bytes.get(end..end.checked_add(4)?)?.try_into().ok()?);
        let sound = crc32fast::hash(bytes.get(4..end)?) == sum;
        let (whole, after) = bytes.split_at(end + 4);
        sound.then_some((Self { name, data, whole }, after))
    }

    /// Whether no reader may leave it out: its first letter is a capital (§5.4).
    fn is_critical(&self) -> bool {
        self.name.first().is_some_and(u8::is_ascii_uppercase)
    }
}

fn check_size(header: &[u8]) -> Result<(), FileFault> {
    let number = |from: usize| {
        let four = header.get(from..from + 4).and_then(|four| four.try_into().ok());
        four.map(u32::from_be_bytes).ok_or(BROKEN)
    };
    if bad_size(number(0)?, number(4)?) { Err(FileFault::Pixels) } else { Ok(()) }
}
