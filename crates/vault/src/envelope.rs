//! The envelope of a contact: one data key, wrapped by a key-encryption key, sealing that contact's fields.
//!
//! Every sealed value carries its place (`table.column:row`) as associated data, so a value copied to
//! another row, column or table does not open. Never knows where the bytes are stored.
//! Next: `ring` wraps and unwraps; `recording` uses the same contact key for sound.

use uuid::Uuid;

use crate::chance;
use crate::cipher::{Cipher, CipherError, NONCE_LEN, TAG_LEN, derive};
use crate::key_id::KeyId;
use crate::secret::Secret32;

/// Length of a wrapped key in bytes: key id, nonce, key, tag.
pub const WRAPPED_LEN: usize = 4 + NONCE_LEN + 32 + TAG_LEN;
/// Largest value one field may hold, in bytes.
pub const FIELD_LEN_MAX: usize = 1024 * 1024;

/// Where a sealed value lives; it opens nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// Table of the value.
    pub table: &'a str,
    /// Column of the value.
    pub column: &'a str,
    /// Row of the value.
    pub row: Uuid,
}

impl<'a> Place<'a> {
    /// Names a place.
    #[must_use]
    pub fn new(table: &'a str, column: &'a str, row: Uuid) -> Self {
        Self { table, column, row }
    }

    pub(crate) fn aad(&self) -> Vec<u8> {
        format!("{}.{}:{}", self.table, self.column, self.row).into_bytes()
    }
}

/// A data key under a key-encryption key; safe to store, useless without the ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrappedKey([u8; WRAPPED_LEN]);

impl WrappedKey {
    /// The bytes as they are stored.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; WRAPPED_LEN] {
        &self.0
    }

    /// Reads stored bytes.
    ///
    /// # Errors
    /// [`CipherError::Length`] when they cannot be a wrapped key.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CipherError> {
        Ok(Self(bytes.try_into().map_err(|_| CipherError::Length)?))
    }

    /// Which key-encryption key wrapped it.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        KeyId::from_bytes([self.0[0], self.0[1], self.0[2], self.0[3]])
    }
}

/// The open data key of one contact together with its wrapped form.
#[derive(Clone, Debug)]
pub struct ContactKey {
    contact: Uuid,
    data: Secret32,
    wrapped: WrappedKey,
}

impl ContactKey {
    /// Whose key this is.
    #[must_use]
    pub fn contact(&self) -> Uuid {
        self.contact
    }

    /// The form to store beside the contact.
    #[must_use]
    pub fn wrapped(&self) -> &WrappedKey {
        &self.wrapped
    }

    /// Seals a field; the answer is nonce, ciphertext, tag.
    ///
    /// # Errors
    /// [`CipherError::Length`] above [`FIELD_LEN_MAX`]; [`CipherError::NoRandomness`].
    pub fn seal(&self, place: Place<'_>, plain: &[u8]) -> Result<Vec<u8>, CipherError> {
        if plain.len() > FIELD_LEN_MAX {
            return Err(CipherError::Length);
        }
        self.field_cipher().seal(&place.aad(), plain)
    }

    /// Opens a field sealed at the same place with the same key.
    ///
    /// # Errors
    /// [`CipherError::Refused`] for another place, another key or changed bytes.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, CipherError> {
        self.field_cipher().open(&place.aad(), sealed)
    }

    /// The cipher of one recording file; the salt makes it unique, so counted nonces never repeat.
    pub(crate) fn recording_cipher(&self, salt: &[u8; 16]) -> Cipher {
        Cipher::new(&derive(&self.data, &[b"madoguchi recording", salt]))
    }

    fn field_cipher(&self) -> Cipher {
        Cipher::new(&derive(&self.data, &[b"madoguchi field"]))
    }
}

/// Makes a data key for `contact` and wraps it.
pub(crate) fn make(kek: &Secret32, id: KeyId, contact: Uuid) -> Result<ContactKey, CipherError> {
    let data = Secret32::new(chance::bytes()?);
    let wrapped = wrap(kek, id, &data, contact)?;
    Ok(ContactKey { contact, data, wrapped })
}

/// Unwraps with the key-encryption key the wrapped form names.
pub(crate) fn unwrap(kek: &Secret32, wrapped: &WrappedKey, contact: Uuid) -> Result<ContactKey, CipherError> {
    let plain = Cipher::new(kek).open(&wrap_aad(contact), &wrapped.0[4..])?;
    let data: [u8; 32] = plain.try_into().map_err(|_| CipherError::Length)?;
    Ok(ContactKey { contact, data: Secret32::new(data), wrapped: *wrapped })
}

/// The same data key under another key-encryption key; sealed fields stay as they are.
pub(crate) fn rewrap(kek: &Secret32, id: KeyId, key: &ContactKey) -> Result<WrappedKey, CipherError> {
    wrap(kek, id, &key.data, key.contact)
}

fn wrap(kek: &Secret32, id: KeyId, data: &Secret32, contact: Uuid) -> Result<WrappedKey, CipherError> {
    let sealed = Cipher::new(kek).seal(&wrap_aad(contact), data.bytes())?;
    WrappedKey::from_bytes(&[id.as_bytes().as_slice(), &sealed].concat())
}

fn wrap_aad(contact: Uuid) -> Vec<u8> {
    Place::new("contacts", "wrapped_key", contact).aad()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::KeyRing;

    #[test]
    fn a_field_opens_only_at_its_own_place() {
        let ring = KeyRing::generate().unwrap();
        let contact = Uuid::from_u128(1);
        let key = ring.contact_key(contact).unwrap();
        let place = Place::new("contacts", "note", contact);
        let sealed = key.seal(place, "予約を変更".as_bytes()).unwrap();
        assert_eq!(key.open(place, &sealed).unwrap(), "予約を変更".as_bytes());
        for elsewhere in [
            Place::new("contacts", "note", Uuid::from_u128(2)),
            Place::new("contacts", "caller", contact),
            Place::new("handover_notes", "note", contact),
        ] {
            assert_eq!(key.open(elsewhere, &sealed), Err(CipherError::Refused));
        }
    }

    #[test]
    fn a_wrapped_key_moved_to_another_contact_is_refused() {
        let ring = KeyRing::generate().unwrap();
        let wrapped = *ring.contact_key(Uuid::from_u128(1)).unwrap().wrapped();
        assert!(matches!(ring.unwrap(&wrapped, Uuid::from_u128(2)), Err(CipherError::Refused)));
    }

    #[test]
    fn every_flipped_bit_of_a_sealed_field_is_refused() {
        let ring = KeyRing::generate().unwrap();
        let key = ring.contact_key(Uuid::from_u128(1)).unwrap();
        let place = Place::new("contacts", "note", Uuid::from_u128(1));
        let sealed = key.seal(place, b"abc").unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut bad = sealed.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(key.open(place, &bad), Err(CipherError::Refused));
        }
    }

    #[test]
    fn sealing_the_same_text_twice_never_gives_the_same_bytes() {
        let ring = KeyRing::generate().unwrap();
        let key = ring.contact_key(Uuid::from_u128(1)).unwrap();
        let place = Place::new("contacts", "note", Uuid::from_u128(1));
        assert_ne!(key.seal(place, b"a").unwrap(), key.seal(place, b"a").unwrap());
    }
}
