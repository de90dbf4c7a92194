//! Secrets from a file or an environment variable, never from the configuration's text.

use std::path::{Path, PathBuf};

use secrecy::SecretString;
use thiserror::Error;

/// A secret that prints as nothing.
pub type Secret = SecretString;

/// Longest secret that is read, in bytes.
const BYTES_MAX: u64 = 4_096;

/// Why a secret could not be had.
#[derive(Debug, Error)]
pub enum SecretFault {
    /// The file could not be read.
    #[error("secret file {path} cannot be read: {why}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// The file is no secret of a sensible length.
    #[error("secret file {path} must hold between 1 and {BYTES_MAX} bytes of text")]
    Unfit {
        /// The file.
        path: PathBuf,
    },
}

/// Reads a secret from a file; white space around it is not part of it.
///
/// # Errors
/// Says which file and why, never what it holds.
pub fn from_file(path: &Path) -> Result<Secret, SecretFault> {
    let unreadable = |why| SecretFault::Unreadable { path: path.to_owned(), why };
    let unfit = || SecretFault::Unfit { path: path.to_owned() };
    if std::fs::metadata(path).map_err(unreadable)?.len() > BYTES_MAX {
        return Err(unfit());
    }
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    let text = text.trim();
    if text.is_empty() { Err(unfit()) } else { Ok(Secret::from(text.to_owned())) }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn a_secret_is_read_without_the_white_space_around_it_and_prints_as_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, "  s3cret\n").unwrap();
        let secret = from_file(&path).unwrap();
        assert_eq!(secret.expose_secret(), "s3cret");
        assert!(!format!("{secret:?}").contains("s3cret"));
        std::fs::write(&path, "\n").unwrap();
        assert!(matches!(from_file(&path), Err(SecretFault::Unfit { .. })));
        assert!(matches!(from_file(&folder.path().join("none")), Err(SecretFault::Unreadable { .. })));
    }
}
