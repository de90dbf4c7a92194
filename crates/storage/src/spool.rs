//! The spool: the local folder recordings are written in, sealed, and the way of their copies to the objects.
//!
//! A recording is closed if a crash left it open (`close`); its silenced copy is made, stored, compared and
//! noted (`finish`); only then its sealed file is kept or loses its key and goes. Each step may be repeated,
//! so a crash between any two loses nothing. Next: `objects`, `recordings`; the file format is `vault::recording`.

use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use uuid::Uuid;
use vault::recording::{
    self, HEADER_LEN, Header, ReadError, Reader, RepairError, Silence, Silences, WavView, is_destroyed,
};
use vault::{ContactKey, KeyRing};

use crate::contacts;
use crate::db::Db;
use crate::error::StoreError;
use crate::objects::{ObjectError, Objects};
use crate::recordings::{self, Ending, Finished, Recording};
use crate::silenced_spans::{self, Span};

const SUFFIX: &str = "mdgr";
/// What is noted of a recording whose file the disk refused from the start.
const NOTHING_WRITTEN: &str = "nothing of the recording could be written";
/// What is noted of a recording whose key is gone though it has no copy, as after an older database was put back.
const KEY_DESTROYED: &str = "the key of the sealed recording was destroyed before";
/// How much more is silenced on both ends of a stretch, in milliseconds: the recorder places sound to within a
/// packet, and a syllable has an edge.
const MARGIN_MS: u64 = 80;

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
    /// The recording waits sealed for its text.
    #[error("recording {0} is sealed")]
    Sealed(Uuid),
    /// The work was cut off by a shutdown.
    #[error("settling a recording was cut off")]
    CutOff,
}

/// What a file of the spool turned out to be.
#[derive(Debug, Clone)]
pub enum Closed {
    /// Its sound is complete and sealed.
    Sealed(Sealed),
    /// Its copy is stored; only the sealed file is left.
    Finished(Box<Recording>),
    /// Its contact was erased, and so was it; whether there was a key to destroy.
    Erased {
        /// Whether there was a key to destroy.
        had_key: bool,
    },
    /// Nothing of it can be heard.
    Lost,
}

/// A closed recording under a key of its own.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// The recording.
    pub id: Uuid,
    /// Whose.
    pub contact: Uuid,
    /// Its file.
    pub path: PathBuf,
    /// Its key, which stands nowhere but in its header.
    pub key: ContactKey,
    /// When it began.
    pub started_at_ms: i64,
    /// How long it is.
    pub duration_ms: u64,
    /// Frames of 8 kHz.
    pub frames: u64,
    sample_rate: u32,
}

/// What is made of a sealed recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether what must not stay was looked for.
    pub ending: Ending,
    /// What must not stay.
    pub spans: Vec<Span>,
    /// The present.
    pub now_ms: i64,
    /// Until when the sealed file is kept; absent where it goes at once.
    pub kept_until_ms: Option<i64>,
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

    /// Every sealed file with a header, those that are kept included.
    ///
    /// # Errors
    /// [`SpoolError::File`].
    pub(crate) fn sealed_files(&self) -> Result<Vec<PathBuf>, SpoolError> {
        let mut found = Vec::new();
        for folder in [self.folder.clone(), self.kept()] {
            let Some(entries) = there(std::fs::read_dir(&folder))? else { continue };
            for entry in entries {
                let path = entry?.path();
                if path.extension().is_some_and(|suffix| suffix == SUFFIX) && written_header(&path)?.is_some() {
                    found.push(path);
                }
            }
        }
        Ok(found)
    }

    /// Closes a recording whose writer has finished or died.
    ///
    /// # Errors
    /// [`SpoolError`]; the file stays and may be closed again.
    pub async fn close(&self, db: &Db, ring: &KeyRing, objects: &Objects, id: Uuid) -> Result<Closed, SpoolError> {
        let path = self.path_of(id);
        if let Some(row) = recordings::find(db, id).await?.filter(Recording::is_finished) {
            return Ok(Closed::Finished(Box::new(row)));
        }
        let Some(header) = written_header(&path)? else {
            return self.lost(db, id, NOTHING_WRITTEN).await;
        };
        let contact = contacts::find(db, header.contact).await?;
        if contact.is_some_and(|contact| contact.erased_at_ms.is_some()) {
            let had_key = self.destroy_key(id).await?;
            objects.delete(&object_key(id, header.created_at_ms)).await?;
            self.remove_sealed(id)?;
            return Ok(Closed::Erased { had_key });
        }
        if is_destroyed(&header) {
            return self.lost(db, id, KEY_DESTROYED).await;
        }
        let key = ring.unwrap(&header.wrapped, header.contact).map_err(StoreError::from)?;
        let key_id = header.wrapped.key_id().to_string();
        recordings::begin(db, id, header.contact, &key_id, header.created_at_ms).await?;
        let (frames, duration_ms) = close(path.clone(), key.clone()).await?;
        Ok(Closed::Sealed(Sealed {
            id,
            contact: header.contact,
            path,
            key,
            started_at_ms: header.created_at_ms,
            duration_ms,
            frames,
            sample_rate: header.shape.sample_rate,
        }))
    }

    /// Makes the copy for listening, stores it and notes it; the sealed file stays as it is.
    ///
    /// # Errors
    /// [`SpoolError`]; nothing has changed then, and it may be tried again.
    pub async fn finish(
        &self,
        db: &Db,
        ring: &KeyRing,
        objects: &Objects,
        sealed: &Sealed,
        verdict: &Verdict,
    ) -> Result<Finished, SpoolError> {
        let contact = contacts::find(db, sealed.contact).await?.ok_or(StoreError::Missing("contacts"))?;
        let key = contacts::key(&contact, ring)?;
        let key_id = key.wrapped().key_id().to_string();
        let copy = self.copy_path(sealed.id);
        copy_of(sealed.clone(), copy.clone(), key, &verdict.spans).await?;
        let object_key = object_key(sealed.id, sealed.started_at_ms);
        let stored = objects.put_file(&copy, &object_key).await?;
        let finished = Finished {
            ending: verdict.ending,
            key_id,
            finished_at_ms: verdict.now_ms,
            kept_until_ms: verdict.kept_until_ms,
            object_key,
            duration_ms: i64::try_from(sealed.duration_ms).unwrap_or(i64::MAX),
            size_bytes: i64::try_from(stored.size_bytes).unwrap_or(i64::MAX),
            sha256: stored.sha256,
        };
        // When this fails the object stays, because the answer alone may have been lost: the next try puts it
        // there anew, or deletes it because its contact was erased.
        note(db, sealed.id, &finished, &verdict.spans).await?;
        remove(&copy)?;
        Ok(finished)
    }

    /// Makes a sealed file unreadable for good, wherever it is kept; answers whether there was a key to destroy.
    /// The file itself goes by [`Self::remove_sealed`], once the destruction is noted.
    ///
    /// # Errors
    /// [`SpoolError`]; the key may still be there.
    pub async fn destroy_key(&self, id: Uuid) -> Result<bool, SpoolError> {
        let paths = [self.path_of(id), self.kept_path(id)];
        let destroying = tokio::task::spawn_blocking(move || -> Result<bool, SpoolError> {
            let mut had_key = false;
            for path in paths {
                had_key |= recording::destroy_key(&path)?;
            }
            Ok(had_key)
        });
        destroying.await.map_err(|_| SpoolError::CutOff)?
    }

    /// Removes a sealed file whose key is destroyed, and what was left of its copy.
    ///
    /// # Errors
    /// [`SpoolError::File`].
    pub fn remove_sealed(&self, id: Uuid) -> Result<(), SpoolError> {
        let copy = self.copy_path(id);
        for path in [self.path_of(id), self.kept_path(id), recording::unfinished(&copy), copy] {
            remove(&path)?;
        }
        Ok(())
    }

    /// Puts a sealed file where those are that are kept for some days.
    ///
    /// # Errors
    /// [`SpoolError::File`].
    pub fn keep_sealed(&self, id: Uuid) -> Result<(), SpoolError> {
        std::fs::create_dir_all(self.kept())?;
        match std::fs::rename(self.path_of(id), self.kept_path(id)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
        let copy = self.copy_path(id);
        remove(&recording::unfinished(&copy))?;
        Ok(remove(&copy)?)
    }

    /// Opens the copy of a recording for listening. Remote objects are fetched into the spool's cache once,
    /// still encrypted.
    ///
    /// # Errors
    /// [`SpoolError::Sealed`] while it waits for its text: then nobody listens.
    pub async fn listen(
        &self,
        objects: &Objects,
        recording: &Recording,
        key: &ContactKey,
    ) -> Result<WavView<File>, SpoolError> {
        let Some(object_key) = recording.object_key.as_ref().filter(|_| recording.is_finished()) else {
            return Err(SpoolError::Sealed(recording.id));
        };
        let path = match objects.local_path(object_key) {
            Some(path) => path,
            None => self.cached(objects, recording.id, object_key).await?,
        };
        Ok(WavView::new(Reader::open(File::open(path)?, key)?))
    }

    /// Opens a sealed original that is kept for some days. Whether anybody may is the caller's.
    ///
    /// # Errors
    /// [`SpoolError`]; also once its key is destroyed.
    pub fn listen_kept(&self, ring: &KeyRing, id: Uuid) -> Result<WavView<File>, SpoolError> {
        let mut file = File::open(self.kept_path(id))?;
        let header = recording::read_header(&mut file)?;
        let key = ring.unwrap(&header.wrapped, header.contact).map_err(StoreError::from)?;
        Ok(WavView::new(Reader::open(file, &key)?))
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

    /// Where a sealed file is kept that does not go at once.
    #[must_use]
    pub fn kept_path(&self, id: Uuid) -> PathBuf {
        self.kept().join(format!("{id}.{SUFFIX}"))
    }

    fn kept(&self) -> PathBuf {
        self.folder.join("kept")
    }

    /// Where the copy for listening is made.
    fn copy_path(&self, id: Uuid) -> PathBuf {
        self.folder.join(format!("{id}.copy"))
    }

    fn cache(&self) -> PathBuf {
        self.folder.join("cache")
    }

    async fn lost(&self, db: &Db, id: Uuid, why: &str) -> Result<Closed, SpoolError> {
        recordings::lost(db, id, why).await?;
        remove(&self.path_of(id))?;
        Ok(Closed::Lost)
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

/// What is there; `None` for what is not.
fn there<T>(found: std::io::Result<T>) -> std::io::Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Removes a file; one that is not there counts as removed.
pub(crate) fn remove(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Closes a leftover and measures it, off the async threads because it reads and syncs files.
async fn close(path: PathBuf, key: ContactKey) -> Result<(u64, u64), SpoolError> {
    let closing = tokio::task::spawn_blocking(move || -> Result<(u64, u64), SpoolError> {
        recording::seal_leftover(&path, &key)?;
        let reader = Reader::open(File::open(&path)?, &key)?;
        Ok((reader.frames(), reader.duration_ms()))
    });
    closing.await.map_err(|_| SpoolError::CutOff)?
}

/// Makes the silenced copy, off the async threads.
async fn copy_of(sealed: Sealed, copy: PathBuf, key: ContactKey, spans: &[Span]) -> Result<(), SpoolError> {
    let stretches: Vec<Silence> = spans.iter().map(|span| span.silence).collect();
    let silences = Silences::of(&stretches, MARGIN_MS, sealed.sample_rate, sealed.frames);
    let copying = tokio::task::spawn_blocking(move || {
        recording::silenced_copy(&sealed.path, &sealed.key, &copy, &key, &silences)
    });
    Ok(copying.await.map_err(|_| SpoolError::CutOff)??)
}

/// The copy and what was silenced in it stand in the books together or not at all.
async fn note(db: &Db, id: Uuid, finished: &Finished, spans: &[Span]) -> Result<(), StoreError> {
    let tx = crate::begin(db).await?;
    recordings::finished(&tx, id, finished).await?;
    silenced_spans::put(&tx, id, spans).await?;
    crate::commit(tx).await
}

fn object_key(id: Uuid, created_at_ms: i64) -> String {
    let day = DateTime::from_timestamp_millis(created_at_ms).unwrap_or_default();
    format!("{}/{id}.{SUFFIX}", day.format("%Y/%m/%d"))
}

fn id_of(path: &Path) -> Result<Uuid, SpoolError> {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    stem.and_then(|stem| stem.parse().ok()).ok_or_else(|| SpoolError::Name(path.to_owned()))
}
