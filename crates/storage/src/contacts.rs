//! Contacts as rows: who reached whom and when, what came of it, and the sealed parts.
//!
//! The row's times and ends are derived from the contact's log by `ingest` and are never set by hand;
//! this file adds what people file (topic, outcome, note) and opens what is sealed.
//! Next: `ingest` for how a row comes to be, `history` for finding it.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One contact.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "contacts")]
    pub struct Model {
        /// The contact.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// `phone`, `counter` or `chat`.
        pub channel: String,
        /// The service reached.
        pub service: String,
        /// `inbound` or `outbound`.
        pub direction: String,
        /// `ja` or `en`, once settled.
        pub language: Option<String>,
        /// The city's number that was dialled, E.164.
        pub dialled: Option<String>,
        /// The first queue reached.
        pub queue: Option<String>,
        /// `answered`, `abandoned`, `ended_by_system`, `callback_unreached` or `not_offered`.
        pub acceptance: Option<String>,
        /// Why the system ended it or why it was not offered.
        pub acceptance_reason: Option<String>,
        /// How an answered contact ended, such as `caller_hung_up`.
        pub ended_by: Option<String>,
        /// When it came to be.
        pub arrived_at_ms: i64,
        /// When it first reached a queue.
        pub queued_at_ms: Option<i64>,
        /// When agent and resident were first joined.
        pub answered_at_ms: Option<i64>,
        /// When the last party left.
        pub ended_at_ms: Option<i64>,
        /// When the log was closed.
        pub closed_at_ms: Option<i64>,
        /// Wait until answered or abandoned.
        pub wait_ms: Option<i64>,
        /// Whether an abandon was short.
        pub short_abandon: Option<bool>,
        /// The agent who had it last.
        pub agent: Option<Uuid>,
        /// Joined and not on hold.
        pub talk_ms: i64,
        /// On hold while an agent had it.
        pub hold_ms: i64,
        /// After-call work of all agents.
        pub after_call_ms: i64,
        /// Away to pay, in a guided flow.
        pub detour_ms: i64,
        /// Times it was passed on.
        pub transfers: i32,
        /// Times it rang at an agent.
        pub assignments: i32,
        /// Times the resident was dialled for a call-back.
        pub callback_attempts: i32,
        /// Topic code (clause 6(3)②).
        pub topic: Option<String>,
        /// Outcome as filed.
        pub outcome: Option<String>,
        /// Booking: `made`, `changed`, `cancelled` or `full`.
        pub booking_result: Option<String>,
        /// Booking: `collection`, `renewal` or `other`.
        pub booking_kind: Option<String>,
        /// The contact's data key, wrapped; absent once erased.
        pub wrapped_key: Option<Vec<u8>>,
        /// The caller's number, sealed.
        pub caller_sealed: Option<Vec<u8>>,
        /// The caller's number as blind index.
        pub caller_index: Option<Vec<u8>>,
        /// The booking's reference, sealed.
        pub booking_reference_sealed: Option<Vec<u8>>,
        /// The note, sealed.
        pub note_sealed: Option<Vec<u8>>,
        /// Who filed it.
        pub filed_by: Option<Uuid>,
        /// When it was filed.
        pub filed_at_ms: Option<i64>,
        /// When its key was deleted.
        pub erased_at_ms: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use vault::{CipherError, ContactKey, KeyRing, Place, WrappedKey};

pub use entity::Model as Contact;
pub(crate) use entity::{ActiveModel, Column, Entity};

use crate::db::Connection;
use crate::error::StoreError;

const TABLE: &str = "contacts";

/// What an agent files after a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrapUp {
    /// Topic code (clause 6(3)②).
    pub topic: String,
    /// Outcome: `resolved`, `transferred_city`, `referred`, `call_back` or `broken_off`.
    pub outcome: String,
    /// What came of a booking by proxy (clause 6(3)③).
    pub booking: Option<Booking>,
    /// Free words; secrets must have been refused before.
    pub note: Option<String>,
}

/// What came of a booking by proxy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// `made`, `changed`, `cancelled` or `full`.
    pub result: String,
    /// `collection`, `renewal` or `other`.
    pub kind: String,
    /// The reservation site's reference.
    pub reference: Option<String>,
}

/// Finds a contact.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(db: &impl Connection, id: Uuid) -> Result<Option<Contact>, StoreError> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// Contacts whose log is not closed, by id from after `after`, for the start after a crash.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn unclosed(db: &impl Connection, after: Option<Uuid>, limit: u64) -> Result<Vec<Contact>, StoreError> {
    let mut query = Entity::find().filter(Column::ClosedAtMs.is_null());
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after));
    }
    Ok(query.order_by_asc(Column::Id).limit(limit).all(db).await?)
}

/// How many contacts of a channel, such as `counter`, have arrived since then.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn arrived_since(db: &impl Connection, channel: &str, at_ms: i64) -> Result<u64, StoreError> {
    let query = Entity::find().filter(Column::Channel.eq(channel)).filter(Column::ArrivedAtMs.gte(at_ms));
    Ok(query.count(db).await?)
}

/// Opens the contact's data key.
///
/// # Errors
/// [`StoreError::Erased`] when it was deleted; [`StoreError::Cipher`].
pub fn key(contact: &Contact, ring: &KeyRing) -> Result<ContactKey, StoreError> {
    let wrapped = contact.wrapped_key.as_deref();
    let wrapped = WrappedKey::from_bytes(wrapped.ok_or(StoreError::Erased(contact.id))?)?;
    Ok(ring.unwrap(&wrapped, contact.id)?)
}

/// The caller's number in E.164; `None` when it was withheld.
///
/// # Errors
/// [`StoreError::Cipher`] when the value is not this contact's.
pub fn caller(contact: &Contact, key: &ContactKey) -> Result<Option<String>, StoreError> {
    open_text(key, "caller_sealed", contact.caller_sealed.as_deref())
}

/// The note as filed.
///
/// # Errors
/// [`StoreError::Cipher`] when the value is not this contact's.
pub fn note(contact: &Contact, key: &ContactKey) -> Result<Option<String>, StoreError> {
    open_text(key, "note_sealed", contact.note_sealed.as_deref())
}

/// The booking's reference as filed.
///
/// # Errors
/// [`StoreError::Cipher`] when the value is not this contact's.
pub fn booking_reference(contact: &Contact, key: &ContactKey) -> Result<Option<String>, StoreError> {
    let sealed = contact.booking_reference_sealed.as_deref();
    open_text(key, "booking_reference_sealed", sealed)
}

/// Seals the caller's number for the row of its contact.
pub(crate) fn seal_caller(key: &ContactKey, e164: &str) -> Result<Vec<u8>, CipherError> {
    key.seal(place(key, "caller_sealed"), e164.as_bytes())
}

/// Files a contact; filing again replaces what was filed.
///
/// # Errors
/// [`StoreError::Missing`], [`StoreError::Erased`], [`StoreError::Cipher`], [`StoreError::Database`].
pub async fn file(
    db: &impl Connection,
    ring: &KeyRing,
    id: Uuid,
    wrap_up: &WrapUp,
    by: Uuid,
    at_ms: i64,
) -> Result<(), StoreError> {
    let contact = find(db, id).await?.ok_or(StoreError::Missing(TABLE))?;
    let key = key(&contact, ring)?;
    let booking = wrap_up.booking.as_ref();
    let reference = booking.and_then(|b| b.reference.as_deref());
    let row = ActiveModel {
        id: Set(id),
        topic: Set(Some(wrap_up.topic.clone())),
        outcome: Set(Some(wrap_up.outcome.clone())),
        booking_result: Set(booking.map(|b| b.result.clone())),
        booking_kind: Set(booking.map(|b| b.kind.clone())),
        booking_reference_sealed: Set(seal_text(&key, "booking_reference_sealed", reference)?),
        note_sealed: Set(seal_text(&key, "note_sealed", wrap_up.note.as_deref())?),
        filed_by: Set(Some(by)),
        filed_at_ms: Set(Some(at_ms)),
        ..ActiveModel::default()
    };
    Entity::update(row).exec(db).await?;
    Ok(())
}

/// Deletes the contact's key: number, note and recording cannot be read by anybody from here on.
/// The recording's file must be deleted too, because its header holds the key in wrapped form.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn erase(db: &impl Connection, id: Uuid, at_ms: i64) -> Result<bool, StoreError> {
    let gone = || Expr::value(Option::<Vec<u8>>::None);
    let done = Entity::update_many()
        .col_expr(Column::WrappedKey, gone())
        .col_expr(Column::CallerSealed, gone())
        .col_expr(Column::CallerIndex, gone())
        .col_expr(Column::NoteSealed, gone())
        .col_expr(Column::BookingReferenceSealed, gone())
        .col_expr(Column::ErasedAtMs, Expr::value(at_ms))
        .filter(Column::Id.eq(id))
        .filter(Column::ErasedAtMs.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Moves wrapped keys to the ring's current key-encryption key, `limit` contacts after `after`, and
/// answers the last contact looked at, or `None` at the end. Sealed values are not touched.
///
/// # Errors
/// [`StoreError::Cipher`] when a key needs a key-encryption key the ring does not hold.
pub async fn rewrap_keys(
    db: &impl Connection,
    ring: &KeyRing,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Option<Uuid>, StoreError> {
    let mut query = Entity::find().filter(Column::WrappedKey.is_not_null());
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after));
    }
    let contacts = query.order_by_asc(Column::Id).limit(limit).all(db).await?;
    for contact in &contacts {
        rewrap_key(db, ring, contact).await?;
    }
    Ok(contacts.last().map(|contact| contact.id))
}

async fn rewrap_key(db: &impl Connection, ring: &KeyRing, contact: &Contact) -> Result<(), StoreError> {
    let Some(stored) = contact.wrapped_key.as_deref() else {
        return Ok(());
    };
    let Some(wrapped) = ring.rewrap(&WrappedKey::from_bytes(stored)?, contact.id)? else {
        return Ok(());
    };
    Entity::update_many()
        .col_expr(Column::WrappedKey, Expr::value(wrapped.as_bytes().to_vec()))
        .filter(Column::Id.eq(contact.id))
        .filter(Column::WrappedKey.eq(stored.to_vec()))
        .exec(db)
        .await?;
    Ok(())
}

fn place<'a>(key: &ContactKey, column: &'a str) -> Place<'a> {
    Place::new(TABLE, column, key.contact())
}

fn seal_text(key: &ContactKey, column: &str, text: Option<&str>) -> Result<Option<Vec<u8>>, CipherError> {
    text.filter(|text| !text.is_empty()).map(|text| key.seal(place(key, column), text.as_bytes())).transpose()
}

fn open_text(key: &ContactKey, column: &str, sealed: Option<&[u8]>) -> Result<Option<String>, StoreError> {
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    let plain = key.open(place(key, column), sealed)?;
    Ok(Some(String::from_utf8_lossy(&plain).into_owned()))
}
