//! The resident's photo: taken, handed to the page, erased. It lies in memory alone; here are its number and its state.

use std::collections::BTreeSet;

use super::event::{BrowserEffect, PhotoId, PhotoRefusal};
use crate::time::Timestamp;

/// How long a photo is kept for the page, in milliseconds.
pub const PHOTO_MS_MAX: u64 = 15 * 60 * 1_000;
/// Photos one visit may take.
pub const PHOTOS_MAX: u32 = 30;

/// The photo that can be handed over, or was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    photo: PhotoId,
    taken_at: Timestamp,
    is_handed_over: bool,
}

/// The photos of one visit; one at a time stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Photos {
    taken: u32,
    last: Option<PhotoId>,
    standing: Option<Standing>,
    /// Asked to be erased, and not yet known to be.
    going: BTreeSet<PhotoId>,
    erased_at: Option<Timestamp>,
}

impl Photos {
    /// A photo takes the place of the one before.
    pub(super) fn take(&mut self, photo: PhotoId, now: Timestamp) -> Result<Option<BrowserEffect>, PhotoRefusal> {
        if self.last.is_some_and(|last| photo <= last) {
            return Err(PhotoRefusal::Replayed);
        }
        if self.taken >= PHOTOS_MAX {
            return Err(PhotoRefusal::TooMany);
        }
        let replaced = self.erase_standing();
        self.taken += 1;
        self.last = Some(photo);
        self.standing = Some(Standing { photo, taken_at: now, is_handed_over: false });
        Ok(replaced)
    }

    /// The page gets it, once.
    pub(super) fn hand_over(&mut self, photo: PhotoId) -> Result<BrowserEffect, PhotoRefusal> {
        let standing = self.standing.as_mut().filter(|standing| standing.photo == photo);
        let standing = standing.ok_or(PhotoRefusal::NoSuchPhoto)?;
        if std::mem::replace(&mut standing.is_handed_over, true) {
            return Err(PhotoRefusal::AlreadyHandedOver);
        }
        Ok(BrowserEffect::GivePhoto { photo })
    }

    /// It is not wanted.
    pub(super) fn give_up(&mut self, photo: PhotoId) -> Result<Option<BrowserEffect>, PhotoRefusal> {
        match self.standing {
            Some(standing) if standing.photo == photo => Ok(self.erase_standing()),
            Some(_) | None => Err(PhotoRefusal::NoSuchPhoto),
        }
    }

    /// Whether this one was on its way out.
    pub(super) fn is_erased(&mut self, photo: PhotoId, now: Timestamp) -> Result<(), PhotoRefusal> {
        if !self.going.remove(&photo) {
            return Err(PhotoRefusal::NoSuchPhoto);
        }
        self.erased_at = Some(now);
        Ok(())
    }

    /// Asks for the one that stands to be erased.
    pub(super) fn erase_standing(&mut self) -> Option<BrowserEffect> {
        let Standing { photo, .. } = self.standing.take()?;
        self.going.insert(photo);
        Some(BrowserEffect::ErasePhoto { photo })
    }

    /// The same once its time is over.
    pub(super) fn overdue(&mut self, now: Timestamp) -> Option<BrowserEffect> {
        if self.next_deadline().is_some_and(|at| at <= now) { self.erase_standing() } else { None }
    }

    /// When that is.
    pub(super) fn next_deadline(&self) -> Option<Timestamp> {
        self.standing.map(|standing| standing.taken_at.plus_ms(PHOTO_MS_MAX))
    }

    /// Whether there was any, and if so when the last was erased; `Some(None)` while one is not known to be.
    pub(super) fn trace(&self) -> Option<Option<Timestamp>> {
        self.last?;
        let is_gone = self.standing.is_none() && self.going.is_empty();
        Some(self.erased_at.filter(|_| is_gone))
    }
}
