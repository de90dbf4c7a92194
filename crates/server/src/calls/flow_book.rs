//! What the counter needs for guided flows beside their rules: the catalogue and what kiosks have.
//!
//! Owns nothing that changes while the program runs. It must never read a folder; `flow_files` does.

use std::collections::BTreeSet;

use domain::service_flow::{Catalogue, FlowSettings};

/// Flows of this installation.
#[derive(Debug, Default)]
pub struct FlowBook {
    /// Every version of every flow.
    pub catalogue: Catalogue,
    /// The number a slip names where the flow names none: the city's call centre.
    pub call_number: String,
    /// Kiosks, by name, that have a reader for My Number cards.
    pub card_reader_kiosks: BTreeSet<String>,
}

impl FlowBook {
    /// What is allowed at this kiosk.
    #[must_use]
    pub fn settings_at(&self, kiosk: &str) -> FlowSettings {
        // Mail is read on the resident's own telephone: no mailbox is made for a visit.
        FlowSettings { visit_mailbox: false, card_reader: self.card_reader_kiosks.contains(kiosk) }
    }
}
