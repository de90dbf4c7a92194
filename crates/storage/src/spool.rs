//! The spool: the local folder recordings are written in, and their way from there to the objects.
//!
//! Settling a file closes it if a crash left it open, stores it, compares, notes it in the database, and
//! only then deletes it; each step may be repeated, so a crash between any two loses nothing.
//! Next: `objects`, `recordings`; the file format is `vault::recording`.

use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use uuid::Uuid;
use vault::recording::{self, HEADER_LEN, Header, ReadError, Reader, RepairError, WavView};
use vault::{ContactKey, KeyRing};

use crate::contacts;
use crate::db::Db;
use crate::error::StoreError;
use crate::objects::{ObjectError, Objects};
use crate::recordings::{self, Moved, Recording};

const SUFFIX: &str = "mdgr";
/// What is noted of a recording whose file the disk refused from the start.
const NOTHING_WRITTEN: &str = "nothing of the recording could be written";

/// Why a recording could not be settled or played.
#[derive(Debug, thiserror::Error)]
pub enum SpoolError {
    /// The folder or a file in it refused.
    #[error("recording spool: {0}")]
    File(#[from] std::io::Error),
    /// The file could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The file could not be closed.
    #[error(transparent)]
    Repair(#[from] RepairError),
    /// The object store refused.
    #[error(transparent)]
    Object(#[from] ObjectError),
    /// The database or a key refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file in the folder is not named after a recording.
    #[error("{0} is not named after a recording")]
    Name(PathBuf),
    /// The work was cut off by a shutdown.
    #[error("settling a recording was cut off")]
    CutOff,
}

/// What became of a file of the spool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// It lies among the objects.
    Moved(Moved),
    /// Its contact was erased, and so was it.
    Erased,
    /// Nothing of it was ever written.
    Lost,
}

/// The local folder recordings are written in.
#[derive(Debug, Clone)]
pub struct Spool {
    folder: PathBuf,
}

impl Spool {
    /// Opens the folder, making it when missing.
    ///
    /// # Errors
    /// [`SpoolError::File`].
    pub fn open(folder: &Path) -> Result<Self, SpoolError> {
        std::fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Where the recorder writes a recording.
    #[must_use]
    pub fn path_of(&self, recording: Uuid) -> PathBuf {
        self.folder.join(format!("{recording}.{SUFFIX}"))
    }

    /// Recordings that lie here, by id. At the start they are leftovers; later some are being written.
    ///
    /// # Errors
    /// [`SpoolError::File`].
    pub fn list(&self) -> Result<Vec<Uuid>, SpoolError> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|suffix| suffix == SUFFIX) {
                found.push(id_of(&path)?);
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Brings a recording whose writer has finished or died to the objects.
    ///
    /// # Errors
    /// [`SpoolError`]; the file stays and may be settled again.
    pub async fn settle(&self, db: &Db, ring: &KeyRing, objects: &Objects, id: Uuid) -> Result<Settled, SpoolError> {
        let path = self.path_of(id);
        let Some(header) = written_header(&path)? else {
            recordings::lost(db, id, NOTHING_WRITTEN).await?;
            remove(&path)?;
            return Ok(Settled::Lost);
        };
        let contact = contacts::find(db, header.contact).await?;
        if contact.is_some_and(|contact| contact.erased_at_ms.is_some()) {
            tokio::fs::remove_file(&path).await?;
            return Ok(Settled::Erased);
        }
        let key = ring.unwrap(&header.wrapped, header.contact);
        let key = key.map_err(StoreError::from)?;
        let key_id = header.wrapped.key_id().to_string();
        recordings::begin(db, id, header.contact, &key_id, header.created_at_ms).await?;
        let duration_ms = close(path.clone(), key).await?;
        let object_key = object_key(id, header.created_at_ms);
        let stored = objects.put_file(&path, &object_key).await?;
        let moved = Moved {
            object_key,
            duration_ms,
            size_bytes: i64::try_from(stored.size_bytes).unwrap_or(i64::MAX),
            sha256: stored.sha256,
        };
        if let Err(why) = recordings::moved(db, id, &moved).await {
            // Erased meanwhile, or to be tried again: an object nobody knows of must not stay.
            objects.delete(&moved.object_key).await?;
            return Err(why.into());
        }
        tokio::fs::remove_file(&path).await?;
        Ok(Settled::Moved(moved))
    }

    /// Opens a recording for listening, wherever it lies; one that is still written ends at its last
    /// full second. Remote objects are fetched into the spool's cache once, still encrypted.
    ///
    /// # Errors
    /// [`SpoolError`].
    pub async fn listen(
        &self,
        objects: &Objects,
        recording: &Recording,
        key: &ContactKey,
    ) -> Result<WavView<File>, SpoolError> {
        let path = match &recording.object_key {
            None => self.path_of(recording.id),
            Some(object_key) => match objects.local_path(object_key) {
                Some(path) => path,
                None => self.cached(objects, recording.id, object_key).await?,
            },
        };
        Ok(WavView::new(Reader::open(File::open(path)?, key)?))
    }

    /// Empties the cache of fetched objects.
    ///
    /// # Errors
    /// [`SpoolError::File`].
    pub fn clear_cache(&self) -> Result<(), SpoolError> {
        match std::fs::remove_dir_all(self.cache()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Where a fetched object is kept.
    pub(crate) fn cached_path(&self, id: Uuid) -> PathBuf {
        self.cache().join(format!("{id}.{SUFFIX}"))
    }

    /// Where an object is fetched to before it counts.
    pub(crate) fn fetching_path(&self, id: Uuid) -> std::io::Result<PathBuf> {
        std::fs::create_dir_all(self.cache())?;
        Ok(self.cached_path(id).with_extension("fetching"))
    }

    fn cache(&self) -> PathBuf {
        self.folder.join("cache")
    }

    async fn cached(&self, objects: &Objects, id: Uuid, object_key: &str) -> Result<PathBuf, SpoolError> {
        let path = self.cached_path(id);
        if !path.exists() {
            let beside = self.fetching_path(id)?;
            objects.fetch(object_key, &beside).await?;
            tokio::fs::rename(&beside, &path).await?;
        }
        Ok(path)
    }
}

/// The header of a recording's file; `None` when the disk refused before there was one.
fn written_header(path: &Path) -> Result<Option<Header>, SpoolError> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if file.metadata()?.len() < HEADER_LEN as u64 {
        return Ok(None);
    }
    Ok(Some(recording::read_header(&mut file)?))
}

/// Removes a file; one that is not there counts as removed.
pub(crate) fn remove(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Closes a leftover and measures it, off the async threads because it reads and syncs files.
async fn close(path: PathBuf, key: ContactKey) -> Result<i64, SpoolError> {
    let closing = tokio::task::spawn_blocking(move || -> Result<i64, SpoolError> {
        recording::seal_leftover(&path, &key)?;
        let reader = Reader::open(File::open(&path)?, &key)?;
        Ok(i64::try_from(reader.duration_ms()).unwrap_or(i64::MAX))
    });
    closing.await.map_err(|_| SpoolError::CutOff)?
}

fn object_key(id: Uuid, created_at_ms: i64) -> String {
    let day = DateTime::from_timestamp_millis(created_at_ms).unwrap_or_default();
    format!("{}/{id}.{SUFFIX}", day.format("%Y/%m/%d"))
}

fn id_of(path: &Path) -> Result<Uuid, SpoolError> {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    stem.and_then(|stem| stem.parse().ok()).ok_or_else(|| SpoolError::Name(path.to_owned()))
}
