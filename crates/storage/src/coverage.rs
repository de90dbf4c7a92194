//! Conversations of a time that should be recorded, with their recordings: what coverage is counted from.
//!
//! Rows alone; what counts as covered is `domain::recording_coverage`'s.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::contacts::{Column, Contact, Entity};
use crate::db::Connection;
use crate::error::StoreError;
use crate::recordings::{self, Recording};

/// Contacts asked for in one query; databases bound the values of a statement.
const IDS_MAX: usize = 500;

/// Telephone contacts that arrived in the time and were joined with an agent, each with its recordings, oldest
/// first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn conversations(
    db: &impl Connection,
    from_ms: i64,
    until_ms: i64,
) -> Result<Vec<(Contact, Vec<Recording>)>, StoreError> {
    let query = Entity::find()
        .filter(Column::ArrivedAtMs.gte(from_ms))
        .filter(Column::ArrivedAtMs.lt(until_ms))
        .filter(Column::Channel.eq("phone"))
        .filter(Column::AnsweredAtMs.is_not_null())
        .order_by_asc(Column::ArrivedAtMs)
        .order_by_asc(Column::Id);
    let contacts = query.all(db).await?;
    let mut found: BTreeMap<Uuid, Vec<Recording>> = BTreeMap::new();
    let ids: Vec<Uuid> = contacts.iter().map(|contact| contact.id).collect();
    for part in ids.chunks(IDS_MAX) {
        for recording in recordings::of_contacts(db, part).await? {
            found.entry(recording.contact).or_default().push(recording);
        }
    }
    let with_recordings = contacts.into_iter().map(|contact| {
        let recordings = found.remove(&contact.id).unwrap_or_default();
        (contact, recordings)
    });
    Ok(with_recordings.collect())
}
