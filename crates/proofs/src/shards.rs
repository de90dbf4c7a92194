//! What of a long suite was done, kept in a folder, so that a run that was stopped can be gone on with.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The folder of one suite.
#[derive(Debug, Clone)]
pub struct Shards {
    folder: PathBuf,
}

/// Why a record could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum ShardFault {
    /// The system's word.
    #[error("{path}: {cause}")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// It cannot be read; take it away to have the shard done again.
    #[error("{path} is no record of this suite: {cause}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        cause: serde_json::Error,
    },
}

impl Shards {
    /// The folder, made if it is not there.
    ///
    /// # Errors
    /// [`ShardFault`] when it cannot be made.
    pub fn open(folder: &Path) -> Result<Self, ShardFault> {
        fs::create_dir_all(folder).map_err(|cause| ShardFault::File { path: folder.to_owned(), cause })?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// What was kept of a shard; None when it was not done.
    ///
    /// # Errors
    /// [`ShardFault`] when it cannot be read.
    pub fn done<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, ShardFault> {
        let path = self.path(name);
        match fs::read(&path) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).map(Some).map_err(|cause| ShardFault::Unreadable { path, cause })
            }
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(ShardFault::File { path, cause }),
        }
    }

    /// Keeps a shard that was done. Half a record is never left: it is renamed when whole.
    ///
    /// # Errors
    /// [`ShardFault`] when it cannot be written.
    pub fn keep<T: Serialize>(&self, name: &str, what: &T) -> Result<(), ShardFault> {
        let path = self.path(name);
        let begun = path.with_extension("begun");
        let text =
            serde_json::to_vec_pretty(what).map_err(|cause| ShardFault::Unreadable { path: path.clone(), cause })?;
        let file = |cause| ShardFault::File { path: path.clone(), cause };
        fs::write(&begun, text).map_err(file)?;
        fs::rename(&begun, &path).map_err(file)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_that_was_kept_is_done_and_half_a_record_is_not_taken_for_one() {
        let folder = tempfile::tempdir().unwrap();
        let shards = Shards::open(&folder.path().join("suite")).unwrap();
        assert_eq!(shards.done::<u32>("eye-1").unwrap(), None);
        shards.keep("eye-1", &7_u32).unwrap();
        assert_eq!(shards.done("eye-1").unwrap(), Some(7_u32));
        fs::write(folder.path().join("suite/eye-2.json"), "{").unwrap();
        assert!(shards.done::<u32>("eye-2").is_err());
    }
}
