//! The kiosks of a day: who sits where, and which are broken.
//!
//! Owns nothing but that. It must never call anybody up: the hall does. Next: `visits`.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{ContactId, KioskId};

#[derive(Debug, Clone, Default)]
struct Kiosk {
    visit: Option<ContactId>,
    is_broken: bool,
}

/// All of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kiosks {
    kiosks: BTreeMap<KioskId, Kiosk>,
}

impl Kiosks {
    /// These, free and whole.
    pub(crate) fn of(ids: &[KioskId]) -> Self {
        Self { kiosks: ids.iter().map(|id| (*id, Kiosk::default())).collect() }
    }

    /// Those that can be used and are not.
    pub(crate) fn free(&self) -> BTreeSet<KioskId> {
        let free = |(id, kiosk): (&KioskId, &Kiosk)| (kiosk.visit.is_none() && !kiosk.is_broken).then_some(*id);
        self.kiosks.iter().filter_map(free).collect()
    }

    /// A visitor sits down.
    pub(crate) fn take(&mut self, id: KioskId, visit: ContactId) {
        if let Some(kiosk) = self.kiosks.get_mut(&id) {
            kiosk.visit = Some(visit);
        }
    }

    /// A visitor leaves; true when they had sat at one.
    pub(crate) fn leave(&mut self, visit: ContactId) -> bool {
        let seat = self.kiosks.values_mut().find(|kiosk| kiosk.visit == Some(visit));
        seat.is_some_and(|kiosk| kiosk.visit.take().is_some())
    }

    /// It breaks, or works again; gives who sits at it.
    pub(crate) fn set_broken(&mut self, id: KioskId, is_broken: bool) -> Option<ContactId> {
        let kiosk = self.kiosks.get_mut(&id)?;
        kiosk.is_broken = is_broken;
        kiosk.visit
    }
}
