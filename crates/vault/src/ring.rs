//! The key ring: key-encryption keys by id, one of them current, and a root for keys that never rotate.
//!
//! Rotation adds a key and makes it current; older keys stay to unwrap what they wrapped, and
//! rewrapping moves data keys to the current one without touching sealed data.
//! Losing the ring loses every recording, number and note: `save` to a second place is the backup.
//! Next: `ring_text` for the file form, `envelope` for what a data key does.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use uuid::Uuid;

use crate::blind::BlindIndex;
use crate::chance;
use crate::cipher::{Cipher, CipherError, derive, mac};
use crate::envelope::{self, ContactKey, Place, WRAPPED_LEN, WrappedKey};
use crate::key_id::KeyId;
use crate::ring_text::{self, KEYS_MAX, Parts, RingTextError};
use crate::secret::Secret32;

/// Why a key ring could not be loaded, saved or rotated.
#[derive(Debug, thiserror::Error)]
pub enum RingError {
    /// The file could not be read or written.
    #[error("key file {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Others than the owner may read the file.
    #[error("key file {0} can be read by others; set its mode to 600")]
    Exposed(PathBuf),
    /// The text is not a key ring.
    #[error("key ring: {0}")]
    Text(#[from] RingTextError),
    /// The ring holds as many keys as it may.
    #[error("the key ring is full ({KEYS_MAX} keys)")]
    Full,
    /// No random bytes for a fresh key.
    #[error(transparent)]
    Cipher(#[from] CipherError),
}

/// Key-encryption keys, the current one, and the root of the keys that never rotate.
#[derive(Clone, Debug)]
pub struct KeyRing(Parts);

impl KeyRing {
    /// A ring with one fresh key.
    ///
    /// # Errors
    /// [`CipherError::NoRandomness`].
    pub fn generate() -> Result<Self, CipherError> {
        let key = Secret32::new(chance::bytes()?);
        let current = KeyId::of(&key);
        Ok(Self(Parts { keys: BTreeMap::from([(current, key)]), current, root: Secret32::new(chance::bytes()?) }))
    }

    /// Loads the ring from `path`, or makes one there (mode 600) when the file does not exist.
    /// The second value tells whether it was made, so that the operator can be asked to back it up.
    ///
    /// # Errors
    /// [`RingError`]; an unreadable or exposed file is never replaced.
    pub fn load_or_create(path: &Path) -> Result<(Self, bool), RingError> {
        if path.exists() {
            return Ok((Self::load(path)?, false));
        }
        let ring = Self::generate()?;
        ring.save(path)?;
        Ok((ring, true))
    }

    /// Loads the ring from `path`.
    ///
    /// # Errors
    /// [`RingError`].
    pub fn load(path: &Path) -> Result<Self, RingError> {
        let at = |source| RingError::File { path: path.to_owned(), source };
        let mode = std::fs::metadata(path).map_err(at)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(RingError::Exposed(path.to_owned()));
        }
        let text = zeroize::Zeroizing::new(std::fs::read_to_string(path).map_err(at)?);
        Ok(Self(ring_text::parse(&text)?))
    }

    /// Reads the text form, as given in an environment variable; `;` may stand for a line end.
    ///
    /// # Errors
    /// [`RingTextError`].
    pub fn from_text(text: &str) -> Result<Self, RingTextError> {
        ring_text::parse(text).map(Self)
    }

    /// The text form, for a backup the operator keeps elsewhere.
    #[must_use]
    pub fn to_text(&self) -> SecretString {
        ring_text::print(&self.0)
    }

    /// Writes the ring to `path` with mode 600, whole or not at all.
    ///
    /// # Errors
    /// [`RingError::File`].
    pub fn save(&self, path: &Path) -> Result<(), RingError> {
        write_private(path, &self.to_text()).map_err(|source| RingError::File { path: path.to_owned(), source })
    }

    /// Adds a fresh key and makes it current; save the ring before anything is wrapped with it.
    ///
    /// # Errors
    /// [`RingError::Full`] at [`KEYS_MAX`].
    pub fn rotate(&mut self) -> Result<KeyId, RingError> {
        if self.0.keys.len() >= KEYS_MAX {
            return Err(RingError::Full);
        }
        let key = Secret32::new(chance::bytes().map_err(CipherError::from)?);
        self.0.current = KeyId::of(&key);
        self.0.keys.insert(self.0.current, key);
        Ok(self.0.current)
    }

    /// The key that wraps from here on.
    #[must_use]
    pub fn current(&self) -> KeyId {
        self.0.current
    }

    /// All keys of the ring, in order of id.
    pub fn ids(&self) -> impl Iterator<Item = KeyId> + '_ {
        self.0.keys.keys().copied()
    }

    /// Makes the data key of a contact.
    ///
    /// # Errors
    /// [`CipherError::NoRandomness`].
    pub fn contact_key(&self, contact: Uuid) -> Result<ContactKey, CipherError> {
        envelope::make(self.kek(self.0.current)?, self.0.current, contact)
    }

    /// Opens the data key of a contact.
    ///
    /// # Errors
    /// [`CipherError::UnknownKey`], or [`CipherError::Refused`] when it is another contact's.
    pub fn unwrap(&self, wrapped: &WrappedKey, contact: Uuid) -> Result<ContactKey, CipherError> {
        envelope::unwrap(self.kek(wrapped.key_id())?, wrapped, contact)
    }

    /// The same data key under the current key-encryption key; `None` when it already is.
    ///
    /// # Errors
    /// As [`KeyRing::unwrap`].
    pub fn rewrap(&self, wrapped: &WrappedKey, contact: Uuid) -> Result<Option<WrappedKey>, CipherError> {
        if wrapped.key_id() == self.0.current {
            return Ok(None);
        }
        let key = self.unwrap(wrapped, contact)?;
        envelope::rewrap(self.kek(self.0.current)?, self.0.current, &key).map(Some)
    }

    /// Seals a value that belongs to no contact (such as a TOTP secret) with a data key of its own,
    /// which travels wrapped in front of it.
    ///
    /// # Errors
    /// As [`ContactKey::seal`].
    pub fn seal_alone(&self, place: Place<'_>, plain: &[u8]) -> Result<Vec<u8>, CipherError> {
        let key = self.contact_key(place.row)?;
        let sealed = key.seal(place, plain)?;
        Ok([key.wrapped().as_bytes().as_slice(), &sealed].concat())
    }

    /// Opens what [`KeyRing::seal_alone`] sealed at the same place.
    ///
    /// # Errors
    /// As [`ContactKey::open`].
    pub fn open_alone(&self, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, CipherError> {
        let (wrapped, field) = sealed.split_at_checked(WRAPPED_LEN).ok_or(CipherError::Length)?;
        let key = self.unwrap(&WrappedKey::from_bytes(wrapped)?, place.row)?;
        key.open(place, field)
    }

    /// What [`KeyRing::seal_alone`] sealed for this row, its data key under the current key-encryption key;
    /// `None` when it already is. The value is not sealed again.
    ///
    /// # Errors
    /// As [`KeyRing::unwrap`].
    pub fn rewrap_alone(&self, row: Uuid, sealed: &[u8]) -> Result<Option<Vec<u8>>, CipherError> {
        let (wrapped, field) = sealed.split_at_checked(WRAPPED_LEN).ok_or(CipherError::Length)?;
        let moved = self.rewrap(&WrappedKey::from_bytes(wrapped)?, row)?;
        Ok(moved.map(|wrapped| [wrapped.as_bytes().as_slice(), field].concat()))
    }

    /// The blind index of telephone numbers; the same before and after rotation.
    #[must_use]
    pub fn blind_index(&self) -> BlindIndex {
        BlindIndex::new(&self.0.root)
    }

    /// An authenticator for one purpose, such as the head of the audit chain.
    #[must_use]
    pub fn stamp(&self, purpose: &str) -> Stamp {
        Stamp(derive(&self.0.root, &[b"madoguchi stamp", purpose.as_bytes()]))
    }

    /// The cipher of small local records that belong to no row, such as lines of the journal;
    /// the same before and after rotation.
    #[must_use]
    pub fn envelope_for(&self, purpose: &str) -> LocalSeal {
        let key = derive(&self.0.root, &[b"madoguchi local", purpose.as_bytes()]);
        LocalSeal(Cipher::new(&key))
    }

    fn kek(&self, id: KeyId) -> Result<&Secret32, CipherError> {
        self.0.keys.get(&id).ok_or(CipherError::UnknownKey(id))
    }
}

/// Authenticates text for one purpose.
#[derive(Clone, Debug)]
pub struct Stamp(Secret32);

impl Stamp {
    /// HMAC-SHA256 over the parts.
    #[must_use]
    pub fn of(&self, parts: &[&[u8]]) -> [u8; 32] {
        mac(&self.0, parts)
    }
}

/// Seals local records for one purpose.
#[derive(Clone)]
pub struct LocalSeal(Cipher);

impl LocalSeal {
    /// Seals a record with `name` as its place.
    ///
    /// # Errors
    /// [`CipherError::NoRandomness`].
    pub fn seal(&self, name: &[u8], plain: &[u8]) -> Result<Vec<u8>, CipherError> {
        self.0.seal(name, plain)
    }

    /// Opens a record sealed under the same name.
    ///
    /// # Errors
    /// [`CipherError::Refused`] or [`CipherError::Length`].
    pub fn open(&self, name: &[u8], sealed: &[u8]) -> Result<Vec<u8>, CipherError> {
        self.0.open(name, sealed)
    }
}

/// Writes beside `path`, syncs, then renames over it, so that a crash leaves the old file or the whole new one.
fn write_private(path: &Path, text: &SecretString) -> io::Result<()> {
    use secrecy::ExposeSecret;
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let beside = path.with_extension("writing");
    let _ = std::fs::remove_file(&beside);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    file.write_all(text.expose_secret().as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_rotated_ring_opens_what_the_old_key_wrapped_and_rewraps_without_touching_fields() {
        let mut ring = KeyRing::generate().unwrap();
        let contact = Uuid::from_u128(7);
        let place = Place::new("contacts", "note", contact);
        let key = ring.contact_key(contact).unwrap();
        let sealed = key.seal(place, b"note").unwrap();
        let old = ring.current();
        let fresh = ring.rotate().unwrap();
        assert_ne!(old, fresh);
        let again = ring.unwrap(key.wrapped(), contact).unwrap();
        assert_eq!(again.open(place, &sealed).unwrap(), b"note");
        let moved = ring.rewrap(key.wrapped(), contact).unwrap().unwrap();
        assert_eq!(moved.key_id(), fresh);
        assert_eq!(ring.rewrap(&moved, contact).unwrap(), None);
        let after = ring.unwrap(&moved, contact).unwrap();
        assert_eq!(after.open(place, &sealed).unwrap(), b"note");
    }

    #[test]
    fn a_wrapped_key_of_a_lost_key_names_the_key_that_is_missing() {
        let ring = KeyRing::generate().unwrap();
        let other = KeyRing::generate().unwrap();
        let contact = Uuid::from_u128(7);
        let wrapped = *ring.contact_key(contact).unwrap().wrapped();
        assert_eq!(other.unwrap(&wrapped, contact).unwrap_err(), CipherError::UnknownKey(ring.current()));
    }

    #[test]
    fn the_key_file_is_made_once_private_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/madoguchi.keys");
        let (made, fresh) = KeyRing::load_or_create(&path).unwrap();
        assert!(fresh);
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let (read, fresh) = KeyRing::load_or_create(&path).unwrap();
        assert!(!fresh);
        assert_eq!(read.current(), made.current());
        let wrapped = *made.contact_key(Uuid::from_u128(1)).unwrap().wrapped();
        assert!(read.unwrap(&wrapped, Uuid::from_u128(1)).is_ok());
    }

    #[test]
    fn a_key_file_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("madoguchi.keys");
        KeyRing::generate().unwrap().save(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(KeyRing::load(&path), Err(RingError::Exposed(_))));
    }

    #[test]
    fn a_value_sealed_alone_opens_only_at_its_place() {
        let ring = KeyRing::generate().unwrap();
        let place = Place::new("accounts", "totp", Uuid::from_u128(1));
        let sealed = ring.seal_alone(place, b"secret").unwrap();
        assert_eq!(ring.open_alone(place, &sealed).unwrap(), b"secret");
        let elsewhere = Place::new("accounts", "totp", Uuid::from_u128(2));
        assert!(ring.open_alone(elsewhere, &sealed).is_err());
    }

    #[test]
    fn a_ring_survives_its_text_form_also_on_one_line() {
        let mut ring = KeyRing::generate().unwrap();
        ring.rotate().unwrap();
        let text = ring.to_text();
        let lines = text.expose_secret();
        let joined: Vec<&str> = lines.lines().filter(|l| !l.starts_with('#')).collect();
        for form in [lines.to_owned(), joined.join(";")] {
            let read = KeyRing::from_text(&form).unwrap();
            assert_eq!(read.current(), ring.current());
            assert_eq!(read.to_text().expose_secret(), lines);
        }
    }

    #[test]
    fn a_damaged_ring_is_refused_with_the_line() {
        let ring = KeyRing::generate().unwrap();
        let text = ring.to_text().expose_secret().to_owned();
        let swapped = text.replace(&format!("key {}", ring.current()), "key 00000000");
        assert_eq!(KeyRing::from_text(&swapped).unwrap_err(), RingTextError::Id(4));
        assert_eq!(KeyRing::from_text("").unwrap_err(), RingTextError::Current);
        assert_eq!(KeyRing::from_text("root QQ==").unwrap_err(), RingTextError::Key(1));
        assert_eq!(KeyRing::from_text("hello").unwrap_err(), RingTextError::Line(1));
    }

    #[test]
    fn a_ring_never_shows_its_keys_in_debug_output() {
        let ring = KeyRing::generate().unwrap();
        let text = ring.to_text().expose_secret().to_owned();
        let shown = format!("{ring:?}");
        assert!(shown.contains("Secret32(..)"));
        assert!(!text.lines().any(|l| shown.contains(l.rsplit(' ').next().unwrap_or(l))
            && !l.starts_with('#')
            && !l.starts_with("current")));
    }
}
