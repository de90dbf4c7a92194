//! After a rotation: every wrapped key under the ring's current key, wherever it is kept.
//!
//! Contacts' rows, one-time-code secrets and the headers of recordings; sound and sealed values stay as they
//! are. Every step may be repeated. No server may run on the same data meanwhile. It must never make keys.

use uuid::Uuid;
use vault::KeyRing;
use vault::recording;

use crate::db::Db;
use crate::objects::Objects;
use crate::recordings::{self, Recording};
use crate::spool::{Spool, SpoolError, remove};
use crate::{accounts, contacts};

/// Rows looked at in one go.
const PAGE: u64 = 500;

/// What was put under the current key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rekeyed {
    /// Secrets of one-time codes.
    pub secrets: usize,
    /// Headers of recordings.
    pub recordings: usize,
}

/// Puts everything under the ring's current key.
///
/// # Errors
/// [`SpoolError`] at the first thing that cannot be moved; what was moved before stays moved.
pub async fn rekey(db: &Db, ring: &KeyRing, spool: &Spool, objects: &Objects) -> Result<Rekeyed, SpoolError> {
    let mut after = None;
    loop {
        after = contacts::rewrap_keys(db, ring, after, PAGE).await?;
        if after.is_none() {
            break;
        }
    }
    let secrets = accounts::rewrap_totp(db, ring).await?;
    let recordings = rekey_recordings(db, ring, spool, objects).await?;
    rekey_kept(ring, spool)?;
    Ok(Rekeyed { secrets, recordings })
}

async fn rekey_recordings(db: &Db, ring: &KeyRing, spool: &Spool, objects: &Objects) -> Result<usize, SpoolError> {
    let (mut count, mut after): (usize, Option<Uuid>) = (0, None);
    loop {
        let page = recordings::of_other_key(db, &ring.current().to_string(), after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(count) };
        after = Some(last.id);
        for recording in &page {
            rekey_one(db, ring, spool, objects, recording).await?;
            count += 1;
        }
    }
}

/// Sealed files that are kept beside their copies have keys of their own.
fn rekey_kept(ring: &KeyRing, spool: &Spool) -> Result<(), SpoolError> {
    for path in spool.sealed_files()? {
        if !recording::is_destroyed(&recording::read_header(&mut std::fs::File::open(&path)?)?) {
            recording::rewrap(&path, ring)?;
        }
    }
    Ok(())
}

/// The file is changed beside its place and put there whole, so that a crash leaves the one or the other.
async fn rekey_one(
    db: &Db,
    ring: &KeyRing,
    spool: &Spool,
    objects: &Objects,
    recording: &Recording,
) -> Result<(), SpoolError> {
    let key_id = ring.current().to_string();
    let Some(object_key) = &recording.object_key else {
        let path = spool.path_of(recording.id);
        if path.exists() {
            recording::rewrap(&path, ring)?;
        }
        return Ok(recordings::rekeyed(db, recording.id, &key_id, None).await?);
    };
    let beside = spool.fetching_path(recording.id)?;
    objects.fetch(object_key, &beside).await?;
    recording::rewrap(&beside, ring)?;
    let stored = objects.put_file(&beside, object_key).await?;
    remove(&beside)?;
    remove(&spool.cached_path(recording.id))?;
    Ok(recordings::rekeyed(db, recording.id, &key_id, Some(&stored.sha256)).await?)
}
