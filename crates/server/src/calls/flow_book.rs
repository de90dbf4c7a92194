//! What the counter needs for guided flows beside their rules: the catalogue and what kiosks have.
//!
//! Owns which kiosks have a card reader, as managers entered it. It must never read a folder; `flow_files` does.

use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock};

use domain::service_flow::{Catalogue, FlowSettings};
use uuid::Uuid;

/// Flows of this installation.
#[derive(Debug, Default)]
pub struct FlowBook {
    /// Every version of every flow.
    pub catalogue: Catalogue,
    /// The number a slip names where the flow names none: the city's call centre.
    pub call_number: String,
    /// Kiosks that have a reader for My Number cards.
    pub card_readers: CardReaders,
}

impl FlowBook {
    /// What is allowed at this kiosk; None is a visitor without one.
    #[must_use]
    pub fn settings_at(&self, kiosk: Option<Uuid>) -> FlowSettings {
        let card_reader = kiosk.is_some_and(|kiosk| self.card_readers.is_at(kiosk));
        // Mail is read on the resident's own telephone: no mailbox is made for a visit.
        FlowSettings { visit_mailbox: false, card_reader }
    }
}

/// Which kiosks have a reader for My Number cards, by what managers entered as fitted to them.
#[derive(Debug, Default)]
pub struct CardReaders(RwLock<BTreeSet<Uuid>>);

impl CardReaders {
    /// Those of these kiosks.
    #[must_use]
    pub fn of(kiosks: impl IntoIterator<Item = Uuid>) -> Self {
        Self(RwLock::new(kiosks.into_iter().collect()))
    }

    /// Notes that the kiosk has one, or has none any more; a flow that runs keeps what it began with.
    pub fn note(&self, kiosk: Uuid, is_fitted: bool) {
        let mut readers = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if is_fitted {
            readers.insert(kiosk);
        } else {
            readers.remove(&kiosk);
        }
    }

    fn is_at(&self, kiosk: Uuid) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains(&kiosk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_is_where_it_was_entered_and_nowhere_else() {
        let (first, second) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let book = FlowBook { card_readers: CardReaders::of([first]), ..FlowBook::default() };
        let has = |kiosk| book.settings_at(kiosk).card_reader;
        assert_eq!((has(Some(first)), has(Some(second)), has(None)), (true, false, false));
        book.card_readers.note(second, true);
        book.card_readers.note(first, false);
        assert_eq!((has(Some(first)), has(Some(second))), (false, true));
    }
}
