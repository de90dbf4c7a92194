//! Text of what was said in a contact, segment by segment, sealed with the contact's key.
//!
//! Only redacted text comes here: individual numbers, PINs and passwords were taken out before. Times are
//! counted from the recording's begin, so that a word leads to its sound. A correction keeps what stood
//! before it and who made it. It must never know how text is recognised. Clause 6(3)①d.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One segment.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "transcript_segments")]
    pub struct Model {
        /// The segment.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The contact.
        pub contact: Uuid,
        /// The recording its times count from.
        pub recording: Uuid,
        /// `caller`, `agent`, `third` or `supervisor`.
        pub party: String,
        /// Which agent or supervisor.
        pub agent: Option<Uuid>,
        /// Begin since the recording's begin.
        pub start_ms: i64,
        /// End since the recording's begin.
        pub end_ms: i64,
        /// `ja` or `en`.
        pub language: Option<String>,
        /// Mean confidence of the words, in thousandths.
        pub confidence_permille: i32,
        /// The engine that heard it.
        pub engine: String,
        /// `live`, or `after` when it was completed from the recording.
        pub source: String,
        /// The words with their times, as JSON, sealed.
        pub words_sealed: Vec<u8>,
        /// The text a person put in its place, sealed.
        pub corrected_sealed: Option<Vec<u8>>,
        /// Who corrected it last.
        pub corrected_by: Option<Uuid>,
        /// When it was corrected last.
        pub corrected_at_ms: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use std::collections::BTreeMap;

use entity::{ActiveModel, Column, Entity};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, TryInsertResult};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vault::{ContactKey, Place};

pub use entity::Model as TranscriptSegment;

use crate::db::Connection;
use crate::error::StoreError;

const TABLE: &str = "transcript_segments";
const WORDS: &str = "transcript_segments.words";

/// A piece of a segment's text with its time; the pieces joined are the whole text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimedText {
    /// The text; a placeholder where something was taken out.
    pub text: String,
    /// Begin since the recording's begin, in milliseconds.
    pub start_ms: i64,
    /// End since the recording's begin, in milliseconds.
    pub end_ms: i64,
    /// What kind of secret stood here, such as `individual_number`; absent for plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted: Option<String>,
}

/// A segment to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct SegmentToKeep {
    /// The segment; the same id again changes nothing.
    pub id: Uuid,
    /// The contact.
    pub contact: Uuid,
    /// The recording its times count from.
    pub recording: Uuid,
    /// `caller`, `agent`, `third` or `supervisor`.
    pub party: String,
    /// Which agent or supervisor.
    pub agent: Option<Uuid>,
    /// Begin since the recording's begin, in milliseconds.
    pub start_ms: i64,
    /// End since the recording's begin, in milliseconds.
    pub end_ms: i64,
    /// `ja` or `en`.
    pub language: Option<String>,
    /// Mean confidence, 0.0..=1.0.
    pub confidence: f32,
    /// The engine that heard it.
    pub engine: String,
    /// `live` or `after`.
    pub source: &'static str,
    /// The redacted text.
    pub words: Vec<TimedText>,
}

/// Keeps a segment; answers whether it was not known before.
///
/// # Errors
/// [`StoreError`].
pub async fn keep(db: &impl Connection, key: &ContactKey, segment: &SegmentToKeep) -> Result<bool, StoreError> {
    let words = serde_json::to_vec(&segment.words).map_err(|source| StoreError::Form { what: WORDS, source })?;
    let row = ActiveModel {
        id: Set(segment.id),
        contact: Set(segment.contact),
        recording: Set(segment.recording),
        party: Set(segment.party.clone()),
        agent: Set(segment.agent),
        start_ms: Set(segment.start_ms),
        end_ms: Set(segment.end_ms),
        language: Set(segment.language.clone()),
        confidence_permille: Set((segment.confidence.clamp(0.0, 1.0) * 1_000.0) as i32),
        engine: Set(segment.engine.clone()),
        source: Set(segment.source.to_owned()),
        words_sealed: Set(key.seal(Place::new(TABLE, "words", segment.id), &words)?),
        corrected_sealed: Set(None),
        corrected_by: Set(None),
        corrected_at_ms: Set(None),
    };
    let insert = Entity::insert(row).on_conflict_do_nothing();
    Ok(matches!(insert.exec_without_returning(db).await?, TryInsertResult::Inserted(1..)))
}

/// The segments of a contact in the order they were said.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_contact(db: &impl Connection, contact: Uuid) -> Result<Vec<TranscriptSegment>, StoreError> {
    let query = Entity::find().filter(Column::Contact.eq(contact));
    Ok(query.order_by_asc(Column::StartMs).order_by_asc(Column::Id).all(db).await?)
}

/// The segments of several contacts, each contact's in the order they were said.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_contacts(db: &impl Connection, contacts: &[Uuid]) -> Result<Vec<TranscriptSegment>, StoreError> {
    let query = Entity::find().filter(Column::Contact.is_in(contacts.iter().copied()));
    let query = query.order_by_asc(Column::Contact).order_by_asc(Column::StartMs);
    Ok(query.order_by_asc(Column::Id).all(db).await?)
}

/// What the text of a contact is made of at this moment, as a short mark: it differs once a segment came or was
/// corrected. Contacts without text have none.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn bases(db: &impl Connection, contacts: &[Uuid]) -> Result<BTreeMap<Uuid, String>, StoreError> {
    let rows: Vec<(Uuid, i64, Option<i64>)> = Entity::find()
        .select_only()
        .column(Column::Contact)
        .column_as(Column::Id.count(), "segments")
        .column_as(Column::CorrectedAtMs.max(), "corrected")
        .filter(Column::Contact.is_in(contacts.iter().copied()))
        .group_by(Column::Contact)
        .into_tuple()
        .all(db)
        .await?;
    let mark = |(contact, segments, corrected): (Uuid, i64, Option<i64>)| {
        (contact, format!("{segments}:{}", corrected.unwrap_or_default()))
    };
    Ok(rows.into_iter().map(mark).collect())
}

/// Takes the text of an erased contact away.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn forget(db: &impl Connection, contact: Uuid) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::Contact.eq(contact)).exec(db).await?;
    Ok(())
}

/// The words of a segment as they were recognised.
///
/// # Errors
/// [`StoreError`] when the key is another contact's or the bytes were changed.
pub fn words(segment: &TranscriptSegment, key: &ContactKey) -> Result<Vec<TimedText>, StoreError> {
    let plain = key.open(Place::new(TABLE, "words", segment.id), &segment.words_sealed)?;
    serde_json::from_slice(&plain).map_err(|source| StoreError::Form { what: WORDS, source })
}

/// Puts words with less in them in place of a segment's, when what was said beside it turned out to make it secret.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such segment of the contact.
pub async fn redact_further(
    db: &impl Connection,
    key: &ContactKey,
    contact: Uuid,
    segment: Uuid,
    words: &[TimedText],
) -> Result<(), StoreError> {
    let words = serde_json::to_vec(words).map_err(|source| StoreError::Form { what: WORDS, source })?;
    let sealed = key.seal(Place::new(TABLE, "words", segment), &words)?;
    let row = ActiveModel { words_sealed: Set(sealed), ..ActiveModel::default() };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(segment)).filter(Column::Contact.eq(contact));
    match update.exec(db).await?.rows_affected {
        1 => Ok(()),
        _ => Err(StoreError::Missing(TABLE)),
    }
}

/// Puts a person's text in place of a segment's; what was recognised stays beside it. Secrets must have been
/// refused before.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such segment of the contact.
pub async fn correct(
    db: &impl Connection,
    key: &ContactKey,
    contact: Uuid,
    segment: Uuid,
    text: &str,
    by: Uuid,
    at_ms: i64,
) -> Result<(), StoreError> {
    let row = ActiveModel {
        corrected_sealed: Set(Some(key.seal(Place::new(TABLE, "corrected", segment), text.as_bytes())?)),
        corrected_by: Set(Some(by)),
        corrected_at_ms: Set(Some(at_ms)),
        ..ActiveModel::default()
    };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(segment)).filter(Column::Contact.eq(contact));
    match update.exec(db).await?.rows_affected {
        1 => Ok(()),
        _ => Err(StoreError::Missing(TABLE)),
    }
}

/// The text a person put in a segment's place, if anybody did.
///
/// # Errors
/// [`StoreError`] when the key is another contact's or the bytes were changed.
pub fn corrected(segment: &TranscriptSegment, key: &ContactKey) -> Result<Option<String>, StoreError> {
    let Some(sealed) = &segment.corrected_sealed else { return Ok(None) };
    let plain = key.open(Place::new(TABLE, "corrected", segment.id), sealed)?;
    Ok(Some(String::from_utf8_lossy(&plain).into_owned()))
}
