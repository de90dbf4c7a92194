//! The text form of a key ring, in a file or an environment variable.
//!
//! One item a line (`;` also ends a line): `root BASE64`, `key ID BASE64`, `current ID`; `#` begins a comment.
//! The id is checked against the key, so a damaged line is found before it wraps anything.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::key_id::KeyId;
use crate::secret::Secret32;

/// Largest number of key-encryption keys a ring may hold.
pub const KEYS_MAX: usize = 64;

const HEADING: &str = "# Madoguchi key ring. Whoever holds this file can read every recording and number,
# whoever loses it loses them all. Keep a copy away from this machine.
";

/// Why a text is not a key ring.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RingTextError {
    /// A line is not of the three known forms.
    #[error("line {0} is not `root`, `key` or `current`")]
    Line(usize),
    /// The key on this line is not 32 bytes in base64.
    #[error("line {0}: 32 bytes in base64 are expected")]
    Key(usize),
    /// The id on this line is not that of its key.
    #[error("line {0}: the id does not belong to the key; the line is damaged")]
    Id(usize),
    /// No root line, or more than one.
    #[error("exactly one `root` line is expected")]
    Root,
    /// No current line, or it names a key that is not there.
    #[error("one `current` line naming a key of the ring is expected")]
    Current,
    /// More keys than a ring may hold.
    #[error("more than {KEYS_MAX} keys")]
    TooMany,
}

/// What a ring is made of.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    /// Key-encryption keys by id.
    pub(crate) keys: BTreeMap<KeyId, Secret32>,
    /// The key that wraps.
    pub(crate) current: KeyId,
    /// Root of the keys that never rotate.
    pub(crate) root: Secret32,
}

/// Prints the ring.
pub(crate) fn print(ring: &Parts) -> SecretString {
    let mut text = Zeroizing::new(String::from(HEADING));
    push(&mut text, "root", None, &ring.root);
    for (id, key) in &ring.keys {
        push(&mut text, "key", Some(*id), key);
    }
    text.push_str(&format!("current {}\n", ring.current));
    SecretString::from(text.as_str())
}

/// Parses a ring.
pub(crate) fn parse(text: &str) -> Result<Parts, RingTextError> {
    let mut keys = BTreeMap::new();
    let (mut root, mut current) = (None, None);
    let lines = text.split(['\n', ';']).map(str::trim).enumerate();
    for (at, line) in lines.map(|(index, line)| (index + 1, line)) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["root", key] if root.is_none() => root = Some(key_of(key, at)?),
            ["root", _] => return Err(RingTextError::Root),
            ["key", id, key] => {
                let key = key_of(key, at)?;
                if KeyId::of(&key).to_string() != *id {
                    return Err(RingTextError::Id(at));
                }
                keys.insert(KeyId::of(&key), key);
            }
            ["current", id] if current.is_none() => current = Some((*id).to_owned()),
            ["current", _] => return Err(RingTextError::Current),
            _ => return Err(RingTextError::Line(at)),
        }
    }
    if keys.len() > KEYS_MAX {
        return Err(RingTextError::TooMany);
    }
    let wanted = current.ok_or(RingTextError::Current)?;
    let current = keys.keys().find(|id| id.to_string() == wanted).copied();
    Ok(Parts { current: current.ok_or(RingTextError::Current)?, root: root.ok_or(RingTextError::Root)?, keys })
}

fn push(text: &mut String, word: &str, id: Option<KeyId>, key: &Secret32) {
    text.push_str(word);
    if let Some(id) = id {
        text.push_str(&format!(" {id}"));
    }
    text.push(' ');
    STANDARD.encode_string(key.bytes(), text);
    text.push('\n');
}

fn key_of(word: &str, line: usize) -> Result<Secret32, RingTextError> {
    let bytes = STANDARD.decode(word).map(Zeroizing::new);
    let bytes = bytes.map_err(|_| RingTextError::Key(line))?;
    let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| RingTextError::Key(line))?;
    Ok(Secret32::new(key))
}
