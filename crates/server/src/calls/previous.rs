//! Earlier contacts of the same number, so that nobody has to tell their story twice.

use domain::ids::ContactId;
use domain::numbers::E164;
use storage::Db;
use storage::history::{self, Search};
use vault::KeyRing;

use crate::live::messages::PreviousContact;

/// How many are shown.
const SHOWN_MAX: u64 = 5;

/// The latest contacts of `number` before `current`, newest first; none when the database is away.
pub(super) async fn of_number(db: &Db, ring: &KeyRing, number: &E164, current: ContactId) -> Vec<PreviousContact> {
    let Ok(index) = ring.blind_index().of(number.as_str()) else { return Vec::new() };
    let search = Search { caller_index: Some(index.to_vec()), ..Search::default() };
    let page = match history::search(db, &search, None, SHOWN_MAX + 1).await {
        Ok(page) => page,
        Err(why) => {
            tracing::warn!(%why, "earlier contacts cannot be looked up");
            return Vec::new();
        }
    };
    let earlier = page.contacts.into_iter().filter(|contact| contact.id != current.0).take(SHOWN_MAX as usize);
    earlier
        .map(|contact| PreviousContact {
            id: contact.id,
            at: chrono::DateTime::from_timestamp_millis(contact.arrived_at_ms).unwrap_or_default(),
            topic: contact.topic,
            outcome: contact.outcome,
        })
        .collect()
}
