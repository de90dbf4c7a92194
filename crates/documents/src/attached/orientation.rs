//! Which way up a photograph is: the one thing of EXIF that its picture needs. Source: Exif 2.32, §4.5 and §4.6.4.

const NAME: &[u8] = b"Exif\0\0";
const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;
/// Length of an entry of a directory.
const ENTRY_BYTES: usize = 12;
/// Entries that are looked at.
const ENTRIES_MAX: u16 = 256;

/// The orientation in an EXIF segment, 2 to 8; None where there is none or it is the usual one.
pub(super) fn orientation(segment: &[u8]) -> Option<u8> {
    let tiff = Tiff::read(segment.strip_prefix(NAME)?)?;
    let from = usize::try_from(tiff.long(4)?).ok()?;
    for entry in 0..tiff.short(from)?.min(ENTRIES_MAX) {
        let at = from.checked_add(2 + usize::from(entry) * ENTRY_BYTES)?;
        if (tiff.short(at)?, tiff.short(at.checked_add(2)?)?) == (ORIENTATION, SHORT) {
            let value = u8::try_from(tiff.short(at.checked_add(8)?)?).ok()?;
            return (2..=8).contains(&value).then_some(value);
        }
    }
    None
}

/// A whole segment that says the orientation and nothing else.
pub(super) fn segment(orientation: u8) -> Vec<u8> {
    let directory = [
        &[0, 1][..],
        &ORIENTATION.to_be_bytes(),
        &SHORT.to_be_bytes(),
        &[0, 0, 0, 1],
        &[0, orientation, 0, 0],
        &[0, 0, 0, 0],
    ]
    .concat();
    let data = [NAME, b"MM\0*", &[0, 0, 0, 8], &directory].concat();
    let length = u16::try_from(data.len() + 2).unwrap_or(u16::MAX);
    [&[0xff, 0xe1][..], &length.to_be_bytes(), &data].concat()
}

struct Tiff<'b> {
    bytes: &'b [u8],
    is_big_endian: bool,
}

impl<'b> Tiff<'b> {
    fn read(bytes: &'b [u8]) -> Option<Self> {
        let is_big_endian = match bytes.get(..4)? {
            b"MM\0*" => true,
            b"II*\0" => false,
            _ => return None,
        };
        Some(Self { bytes, is_big_endian })
    }

    fn short(&self, at: usize) -> Option<u16> {
        let two = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.is_big_endian { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let four = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.is_big_endian { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) })
    }
}
