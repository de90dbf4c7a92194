//! The photo on its way from the kiosk to the page: in memory alone, and only what the national application takes.

use zeroize::Zeroizing;

use super::messages::{PhotoAsked, PhotoGiven};

/// First byte of a photo's parcel.
const MARK: u8 = 0x50;
/// Bytes of the mark and of the length after it.
const HEAD_BYTES: usize = 3;
/// Pixels a side. Source: the national application's rule (counter.md, "Photo").
const PX_MIN: u32 = 480;
const PX_MAX: u32 = 6_000;
/// Bytes of the file, by the same rule.
const BYTES_MIN: usize = 20_000;
/// The same, at most.
pub(super) const BYTES_MAX: usize = 7_000_000;
/// Width over height: the card's photo is 35 mm by 45 mm.
const RATIO: f64 = 35.0 / 45.0;
const CHECKS: &[&str] = &["face", "size", "brightness", "contrast", "background", "sharpness"];

/// A photo that is what it says.
pub(super) struct Photo {
    pub(super) given: PhotoGiven,
    pub(super) jpeg: Zeroizing<Vec<u8>>,
}

/// Asks for a photo, or takes the wish back.
pub(super) fn asked(id: u64, wanted: bool) -> PhotoAsked {
    let bytes = |it: usize| u64::try_from(it).unwrap_or(u64::MAX);
    PhotoAsked {
        id,
        wanted,
        px_min: PX_MIN,
        px_max: PX_MAX,
        bytes_min: bytes(BYTES_MIN),
        bytes_max: bytes(BYTES_MAX),
        ratio: RATIO,
        checks: CHECKS,
    }
}

/// Opens a kiosk's parcel; None when it is no photo that may be handed on, whatever it is.
pub(super) fn open(parcel: &[u8]) -> Option<Photo> {
    let [MARK, high, low, rest @ ..] = parcel else { return None };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    let (head, jpeg) = rest.split_at_checked(length)?;
    let given: PhotoGiven = serde_json::from_slice(head).ok()?;
    let fits = (BYTES_MIN..=BYTES_MAX).contains(&jpeg.len());
    let size = (given.width_px, given.height_px);
    let is_side = |side: u32| (PX_MIN..=PX_MAX).contains(&side);
    let is_photo = fits && is_side(size.0) && is_side(size.1) && browser::frame::jpeg_size(jpeg) == Some(size);
    is_photo.then(|| Photo { given, jpeg: Zeroizing::new(jpeg.to_vec()) })
}

/// Bytes a frame with a photo may have.
pub(super) const PARCEL_BYTES_MAX: usize = BYTES_MAX + HEAD_BYTES + 1_024;

#[cfg(test)]
mod tests {
    use super::*;

    fn parcel(head: &str, jpeg: &[u8]) -> Vec<u8> {
        let length = u16::try_from(head.len()).unwrap().to_be_bytes();
        [&[MARK][..], &length, head.as_bytes(), jpeg].concat()
    }

    /// The head of a JPEG of this size, long enough to be a photo: SOI, SOF0, EOI (ITU T.81 B.2).
    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xc0, 0, 11, 8];
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([1, 1, 0x11, 0]);
        bytes.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]);
        bytes.resize(BYTES_MIN + 1, 0);
        bytes.extend([0xff, 0xd9]);
        bytes
    }

    #[test]
    fn only_a_jpeg_of_the_size_it_says_and_the_rule_allows_is_a_photo() {
        let head = |width: u32| {
            format!(r#"{{"type":"photo_give","id":1,"width_px":{width},"height_px":800,"despite":null,"epoch":0}}"#)
        };
        let good = parcel(&head(600), &jpeg(600, 800));
        assert!(open(&good).is_some_and(|photo| photo.given.id == 1));
        for (what, bytes) in [
            ("another width than said", parcel(&head(601), &jpeg(600, 800))),
            ("too narrow", parcel(&head(400), &jpeg(400, 800))),
            ("no JPEG", parcel(&head(600), &vec![0; BYTES_MIN + 2])),
            ("too short", parcel(&head(600), &jpeg(600, 800)[..1_000])),
            ("a head that is longer than all", vec![MARK, 0xff, 0xff, 1]),
            ("another mark", [&[0x51][..], &good[1..]].concat()),
            ("nothing", Vec::new()),
        ] {
            assert!(open(&bytes).is_none(), "{what}");
        }
    }
}
