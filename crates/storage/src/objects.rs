//! Finished recordings as objects: a folder by default, S3 by URL.
//!
//! An object counts as stored only after it was read back and its hash compared.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures::TryStreamExt;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const PART_LEN: usize = 256 * 1024;
/// Most parts on their way at once.
const PARTS_MAX: usize = 4;

/// Why an object could not be stored or fetched.
#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    /// The store refused or is away.
    #[error("object store: {0}")]
    Store(#[from] object_store::Error),
    /// The local file could not be read or written.
    #[error("recording file {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// What was read back is not what was written.
    #[error("object {0} was not stored faithfully")]
    Unfaithful(String),
}

/// What was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Length in bytes.
    pub size_bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// Where finished recordings lie.
#[derive(Debug, Clone)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    folder: Option<PathBuf>,
}

impl Objects {
    /// Opens `s3://bucket` (credentials from the environment) or a folder, which is made when missing.
    ///
    /// # Errors
    /// [`ObjectError`].
    pub fn open(place: &str) -> Result<Self, ObjectError> {
        if place.starts_with("s3://") {
            let store = AmazonS3Builder::from_env().with_url(place).build()?;
            return Ok(Self { store: Arc::new(store), folder: None });
        }
        let folder = PathBuf::from(place.strip_prefix("file://").unwrap_or(place));
        std::fs::create_dir_all(&folder).map_err(at(&folder))?;
        let store = LocalFileSystem::new_with_prefix(&folder)?;
        Ok(Self { store: Arc::new(store.with_automatic_cleanup(true).with_fsync(true)), folder: Some(folder) })
    }

    /// Stores a file under `key` and reads it back to compare.
    ///
    /// # Errors
    /// [`ObjectError::Unfaithful`] when the comparison fails; the file must be kept then.
    pub async fn put_file(&self, path: &Path, key: &str) -> Result<Stored, ObjectError> {
        let location = Key::from(key);
        let upload = self.store.put_multipart(&location).await?;
        let mut write = WriteMultipart::new(upload);
        let sent = match self.send(path, &mut write).await {
            Ok(sent) => sent,
            Err(error) => {
                write.abort().await?;
                return Err(error);
            }
        };
        write.finish().await?;
        if self.read_back(&location).await? != sent {
            return Err(ObjectError::Unfaithful(key.to_owned()));
        }
        Ok(sent)
    }

    /// Fetches an object into a file.
    ///
    /// # Errors
    /// [`ObjectError`].
    pub async fn fetch(&self, key: &str, path: &Path) -> Result<(), ObjectError> {
        let mut parts = self.store.get(&Key::from(key)).await?.into_stream();
        let mut file = tokio::fs::File::create(path).await.map_err(at(path))?;
        while let Some(part) = parts.try_next().await? {
            file.write_all(&part).await.map_err(at(path))?;
        }
        file.flush().await.map_err(at(path))
    }

    /// Deletes an object; one that is not there counts as deleted.
    ///
    /// # Errors
    /// [`ObjectError::Store`].
    pub async fn delete(&self, key: &str) -> Result<(), ObjectError> {
        match self.store.delete(&Key::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Where an object lies as a file, when objects are kept in a folder.
    #[must_use]
    pub fn local_path(&self, key: &str) -> Option<PathBuf> {
        let folder = self.folder.as_ref()?;
        Some(folder.join(Key::from(key).as_ref()))
    }

    async fn send(&self, path: &Path, write: &mut WriteMultipart) -> Result<Stored, ObjectError> {
        let mut file = tokio::fs::File::open(path).await.map_err(at(path))?;
        let mut tally = Tally::default();
        let mut part = vec![0; PART_LEN];
        loop {
            let len = file.read(&mut part).await.map_err(at(path))?;
            if len == 0 {
                return Ok(tally.stored());
            }
            tally.add(&part[..len]);
            write.wait_for_capacity(PARTS_MAX).await?;
            write.write(&part[..len]);
        }
    }

    async fn read_back(&self, location: &Key) -> Result<Stored, ObjectError> {
        let mut parts = self.store.get(location).await?.into_stream();
        let mut tally = Tally::default();
        while let Some(part) = parts.try_next().await? {
            tally.add(&part);
        }
        Ok(tally.stored())
    }
}

#[derive(Default)]
struct Tally {
    size_bytes: u64,
    hash: Sha256,
}

impl Tally {
    fn add(&mut self, part: &[u8]) {
        self.size_bytes += part.len() as u64;
        self.hash.update(part);
    }

    fn stored(self) -> Stored {
        Stored { size_bytes: self.size_bytes, sha256: hex::encode(self.hash.finalize()) }
    }
}

fn at(path: &Path) -> impl FnOnce(std::io::Error) -> ObjectError {
    let path = path.to_owned();
    move |source| ObjectError::File { path, source }
}
