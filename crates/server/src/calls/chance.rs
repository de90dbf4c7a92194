//! The edge at which ids of contacts and recordings are drawn.

use uuid::Uuid;

/// A fresh contact id (RFC 9562 §5.4).
pub(super) fn contact_id() -> Uuid {
    Uuid::new_v4()
}

/// A number by chance, for codes.
pub(super) fn number() -> u32 {
    rand::random()
}

/// A fresh recording id.
pub(super) fn recording_id() -> Uuid {
    Uuid::new_v4()
}
