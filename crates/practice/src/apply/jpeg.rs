//! The size of a JPEG, read from its frame header.

/// Bytes of the parts before the frame header that are walked over at most.
const HEADER_BYTES_MAX: usize = 1024 * 1024;

/// Width and height in pixels, or nothing when this is no JPEG.
/// Source: ITU-T T.81 §B.1.1.3 (markers), §B.2.2 (frame header).
pub(super) fn size(bytes: &[u8]) -> Option<(u16, u16)> {
    let mut at = bytes.starts_with(&[0xff, 0xd8]).then_some(2_usize)?;
    while at < HEADER_BYTES_MAX {
        let marker = match bytes.get(at..at.checked_add(2)?)? {
            // Any number of fill bytes may stand before a marker.
            [0xff, 0xff] => {
                at = at.checked_add(1)?;
                continue;
            }
            [0xff, marker] => *marker,
            _ => return None,
        };
        let segment = bytes.get(at.checked_add(2)?..)?;
        // SOF0 to SOF15 without DHT, JPG and DAC, whose numbers lie between.
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let [_, _, _, high_h, low_h, high_w, low_w, ..] = segment else { return None };
            return Some((u16::from_be_bytes([*high_w, *low_w]), u16::from_be_bytes([*high_h, *low_h])));
        }
        let [high, low, ..] = segment else { return None };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        if length < 2 {
            return None;
        }
        at = at.checked_add(2)?.checked_add(length)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc0, 0, 11, 8];
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes
    }

    #[test]
    fn the_frame_header_has_the_size() {
        assert_eq!(size(&jpeg(480, 640)), Some((480, 640)));
    }

    #[test]
    fn what_is_no_jpeg_has_no_size() {
        let check = |bytes: &[u8]| assert_eq!(size(bytes), None, "{bytes:?}");
        check(b"");
        check(b"\x89PNG\r\n\x1a\n");
        check(&[0xff, 0xd8]);
        check(&[0xff, 0xd8, 0xff, 0xe0, 0, 0]);
        check(&[0xff, 0xd8, 0xff, 0xe0, 0, 1, 0, 0]);
        let whole = jpeg(480, 640);
        (0..whole.len()).for_each(|cut| check(&whole[..cut]));
    }
}
