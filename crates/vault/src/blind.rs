//! The blind index: finds a telephone number without storing it.
//!
//! HMAC-SHA256 over the normalised E.164 form with a key of its own, which rotation leaves alone.
//! Whoever calls must normalise first; this module refuses what is not E.164.

use crate::cipher::{derive, mac};
use crate::secret::Secret32;

/// Length of an index value in bytes.
pub const BLIND_LEN: usize = 16;

/// Turns telephone numbers into index values.
#[derive(Clone, Debug)]
pub struct BlindIndex(Secret32);

/// The text is not a number in E.164 form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an E.164 number: a plus sign and 3 to 15 digits are expected")]
pub struct NotE164;

impl BlindIndex {
    pub(crate) fn new(root: &Secret32) -> Self {
        Self(derive(root, &[b"madoguchi blind index: telephone number"]))
    }

    /// The index value of a number such as `+81312345678`.
    ///
    /// # Errors
    /// [`NotE164`] for any other form, because two forms of a number would give two values.
    pub fn of(&self, e164: &str) -> Result<[u8; BLIND_LEN], NotE164> {
        let digits = e164.strip_prefix('+').ok_or(NotE164)?;
        let plausible = (3..=15).contains(&digits.len());
        if !plausible || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotE164);
        }
        let mut value = [0; BLIND_LEN];
        value.copy_from_slice(&mac(&self.0, &[digits.as_bytes()])[..BLIND_LEN]);
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::KeyRing;

    #[test]
    fn one_number_has_one_value_before_and_after_rotation() {
        let mut ring = KeyRing::generate().unwrap();
        let before = ring.blind_index().of("+81462000000").unwrap();
        ring.rotate().unwrap();
        assert_eq!(ring.blind_index().of("+81462000000").unwrap(), before);
        assert_ne!(ring.blind_index().of("+81462000001").unwrap(), before);
    }

    #[test]
    fn a_number_that_is_not_normalised_is_refused() {
        let index = KeyRing::generate().unwrap().blind_index();
        for bad in ["0462000000", "+81-46", "", "+", "+1234567890123456", "+８１３"] {
            assert_eq!(index.of(bad), Err(NotE164), "{bad}");
        }
    }
}
