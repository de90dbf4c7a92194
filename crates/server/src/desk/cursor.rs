//! Where a page of a list ended, as clients carry it: an instant and an id, opaque to them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::problem::Problem;

/// The cursor of a list ordered by an instant and an id.
pub(super) fn write_cursor(at_ms: i64, id: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(format!("{at_ms}:{id}"))
}

/// Reads a cursor back.
///
/// # Errors
/// `invalid` for what is not one of ours.
pub(super) fn read_cursor(text: &str) -> Result<(i64, Uuid), Problem> {
    let read = || -> Option<(i64, Uuid)> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let plain = String::from_utf8(bytes).ok()?;
        let (at, id) = plain.split_once(':')?;
        Some((at.parse().ok()?, id.parse().ok()?))
    };
    read().ok_or_else(|| Problem::invalid("続きの位置が正しくありません。", "The cursor is not one of ours."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_a_stranger_is_refused() {
        let (at_ms, id) = (1_790_000_000_123, Uuid::from_u128(7));
        assert_eq!(read_cursor(&write_cursor(at_ms, id)).unwrap(), (at_ms, id));
        for wrong in ["", "%%%", "AAAA", &URL_SAFE_NO_PAD.encode("12:nonsense")] {
            assert!(read_cursor(wrong).is_err(), "{wrong}");
        }
    }
}
