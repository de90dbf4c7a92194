//! Hand-over notes (引継ぎ票): what the city must do after a contact, until when, and whether it did.
//!
//! States go open → acknowledged → done and never back; each step records who and when. The words are
//! sealed with the contact's key. Due times come in computed by the city's calendar.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One hand-over note.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "handover_notes")]
    pub struct Model {
        /// The note.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The contact it came from.
        pub contact: Uuid,
        /// The department, an entry of the directory.
        pub department: Uuid,
        /// The officer it is meant for.
        pub owner: Option<Uuid>,
        /// `open`, `acknowledged` or `done`.
        pub state: String,
        /// The words, sealed.
        pub text_sealed: Vec<u8>,
        /// When it is due.
        pub due_at_ms: i64,
        /// The agent who wrote it.
        pub written_by: Uuid,
        /// When it was written.
        pub written_at_ms: i64,
        /// Who acknowledged it.
        pub acknowledged_by: Option<Uuid>,
        /// When it was acknowledged.
        pub acknowledged_at_ms: Option<i64>,
        /// Who finished it.
        pub done_by: Option<Uuid>,
        /// When it was finished.
        pub done_at_ms: Option<i64>,
        /// Reminders sent.
        pub reminders: i32,
        /// When the last reminder was sent.
        pub reminded_at_ms: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, UpdateMany};
use uuid::Uuid;
use vault::{ContactKey, Place};

pub use entity::Model as HandoverNote;

use crate::db::Connection;
use crate::error::StoreError;

/// Most notes of one list.
pub const LIST_MAX: u64 = 500;

/// A note to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The note's id.
    pub id: Uuid,
    /// The department, an entry of the directory.
    pub department: Uuid,
    /// The officer it is meant for.
    pub owner: Option<Uuid>,
    /// The words; secrets must have been refused before.
    pub text: String,
    /// When it is due, by the city's calendar.
    pub due_at_ms: i64,
    /// The agent who writes it.
    pub written_by: Uuid,
}

/// Writes a note for the contact of `key`.
///
/// # Errors
/// [`StoreError::Cipher`], [`StoreError::Database`].
pub async fn write(
    db: &impl Connection,
    key: &ContactKey,
    draft: Draft,
    at_ms: i64,
) -> Result<HandoverNote, StoreError> {
    let note = HandoverNote {
        id: draft.id,
        contact: key.contact(),
        department: draft.department,
        owner: draft.owner,
        state: String::from("open"),
        text_sealed: key.seal(place(draft.id), draft.text.as_bytes())?,
        due_at_ms: draft.due_at_ms,
        written_by: draft.written_by,
        written_at_ms: at_ms,
        acknowledged_by: None,
        acknowledged_at_ms: None,
        done_by: None,
        done_at_ms: None,
        reminders: 0,
        reminded_at_ms: None,
    };
    Entity::insert(note.clone().into_active_model()).exec_without_returning(db).await?;
    Ok(note)
}

/// The words of a note.
///
/// # Errors
/// [`StoreError::Cipher`] when they are another note's.
pub fn text(note: &HandoverNote, key: &ContactKey) -> Result<String, StoreError> {
    let plain = key.open(place(note.id), &note.text_sealed)?;
    Ok(String::from_utf8_lossy(&plain).into_owned())
}

/// Finds a note.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(db: &impl Connection, id: Uuid) -> Result<Option<HandoverNote>, StoreError> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// Which notes are asked for; everything left out is any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteSearch {
    /// `open`, `acknowledged` or `done`.
    pub state: Option<String>,
    /// Notes to one department.
    pub department: Option<Uuid>,
    /// Notes of one contact.
    pub contact: Option<Uuid>,
    /// Notes one person wrote.
    pub written_by: Option<Uuid>,
}

/// Where a page of notes ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoteCursor {
    /// When its last note is due.
    pub due_at_ms: i64,
    /// Its last note.
    pub id: Uuid,
}

/// Notes after `after`, the most urgent first, and where the next page begins; at most [`LIST_MAX`].
///
/// # Errors
/// [`StoreError::Database`].
pub async fn search(
    db: &impl Connection,
    wanted: &NoteSearch,
    after: Option<NoteCursor>,
    limit: u64,
) -> Result<(Vec<HandoverNote>, Option<NoteCursor>), StoreError> {
    let limit = limit.clamp(1, LIST_MAX);
    let conditions = [
        wanted.state.as_deref().map(|state| Column::State.eq(state)),
        wanted.department.map(|department| Column::Department.eq(department)),
        wanted.contact.map(|contact| Column::Contact.eq(contact)),
        wanted.written_by.map(|author| Column::WrittenBy.eq(author)),
        after.map(|at| {
            let later = Column::DueAtMs.gt(at.due_at_ms);
            later.or(Column::DueAtMs.eq(at.due_at_ms).and(Column::Id.gt(at.id)))
        }),
    ];
    let query = conditions.into_iter().flatten().fold(Entity::find(), QueryFilter::filter);
    let query = query.order_by_asc(Column::DueAtMs).order_by_asc(Column::Id);
    let mut notes = query.limit(limit + 1).all(db).await?;
    let more = notes.len() as u64 > limit;
    notes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = notes.last().filter(|_| more).map(|note| NoteCursor { due_at_ms: note.due_at_ms, id: note.id });
    Ok((notes, next))
}

/// Notes that are not done although they were due, the oldest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn overdue(db: &impl Connection, now_ms: i64) -> Result<Vec<HandoverNote>, StoreError> {
    let query = Entity::find()
        .filter(Column::State.ne("done"))
        .filter(Column::DueAtMs.lte(now_ms))
        .order_by_asc(Column::DueAtMs);
    Ok(query.limit(LIST_MAX).all(db).await?)
}

/// Acknowledges an open note; `false` when it is not open.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn acknowledge(db: &impl Connection, id: Uuid, by: Uuid, at_ms: i64) -> Result<bool, StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value("acknowledged"))
        .col_expr(Column::AcknowledgedBy, Expr::value(by))
        .col_expr(Column::AcknowledgedAtMs, Expr::value(at_ms))
        .filter(Column::State.eq("open"));
    changed_one(db, update, id).await
}

/// Finishes a note that is not done; `false` when it is.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn finish(db: &impl Connection, id: Uuid, by: Uuid, at_ms: i64) -> Result<bool, StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value("done"))
        .col_expr(Column::DoneBy, Expr::value(by))
        .col_expr(Column::DoneAtMs, Expr::value(at_ms))
        .filter(Column::State.ne("done"));
    changed_one(db, update, id).await
}

/// Claims the next reminder of a note: `true` for exactly one of several callers who saw it with
/// `reminders` sent.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn remind(db: &impl Connection, id: Uuid, reminders: i32, at_ms: i64) -> Result<bool, StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::Reminders, Expr::col(Column::Reminders).add(1))
        .col_expr(Column::RemindedAtMs, Expr::value(at_ms))
        .filter(Column::State.ne("done"))
        .filter(Column::Reminders.eq(reminders));
    changed_one(db, update, id).await
}

async fn changed_one(db: &impl Connection, update: UpdateMany<Entity>, id: Uuid) -> Result<bool, StoreError> {
    let done = update.filter(Column::Id.eq(id)).exec(db).await?;
    Ok(done.rows_affected == 1)
}

fn place(id: Uuid) -> Place<'static> {
    Place::new("handover_notes", "text_sealed", id)
}
