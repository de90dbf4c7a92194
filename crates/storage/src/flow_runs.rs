//! Guided flows gone through at visits (clause 6(2)⑤): one row a run, as it was after its last turn.
//!
//! The state holds no personal data; the note on breaking off is sealed with the contact's key. Turns come
//! from the journal and may come again: an older one changes nothing. It must never know a flow's rules.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One run.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "flow_runs")]
    pub struct Model {
        /// The run.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The visit.
        pub contact: Uuid,
        /// Which run of the visit it is, from 1.
        pub place: i32,
        /// Changes so far.
        pub turn: i32,
        /// The flow.
        pub flow: String,
        /// Its version.
        pub version: i32,
        /// How it ended, such as `done`; absent while it goes on.
        pub outcome: Option<String>,
        /// When it began.
        pub began_at_ms: i64,
        /// When it changed last.
        pub changed_at_ms: i64,
        /// The whole state, as JSON.
        #[sea_orm(column_type = "Text")]
        pub state: String,
        /// The note on breaking off, sealed.
        pub note_sealed: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use domain::service_flow::FlowState;
use entity::{ActiveModel, Column, Entity};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, TryInsertResult};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vault::{ContactKey, Place};

pub use entity::Model as FlowRunRow;

use crate::db::Connection;
use crate::error::StoreError;
use crate::words::word;

/// One run after one of its turns, as the journal carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowTurn {
    /// The run.
    pub id: Uuid,
    /// The visit.
    pub contact: Uuid,
    /// Which run of the visit it is, from 1.
    pub place: u32,
    /// Changes so far.
    pub turn: u32,
    /// The whole state; it holds no personal data.
    pub state: FlowState,
    /// A note on breaking off, sealed; absent when this turn brought none.
    pub note_sealed: Option<Vec<u8>>,
}

/// Keeps a turn; false when it, or a later one, is kept already.
///
/// # Errors
/// [`StoreError::Form`], [`StoreError::Database`].
pub async fn keep(db: &impl Connection, turn: &FlowTurn) -> Result<bool, StoreError> {
    let row = row_of(turn)?;
    let inserted = Entity::insert(row.clone().into_active_model()).on_conflict_do_nothing();
    if matches!(inserted.exec_without_returning(db).await?, TryInsertResult::Inserted(1..)) {
        return Ok(true);
    }
    let later = ActiveModel {
        turn: Set(row.turn),
        outcome: Set(row.outcome),
        changed_at_ms: Set(row.changed_at_ms),
        state: Set(row.state),
        note_sealed: row.note_sealed.map_or(NotSet, |note| Set(Some(note))),
        ..ActiveModel::default()
    };
    let update = Entity::update_many().set(later);
    let done = update.filter(Column::Id.eq(row.id)).filter(Column::Turn.lt(row.turn)).exec(db).await?;
    Ok(done.rows_affected == 1)
}

/// The runs of a visit, in their order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_contact(db: &impl Connection, contact: Uuid) -> Result<Vec<FlowRunRow>, StoreError> {
    let query = Entity::find().filter(Column::Contact.eq(contact));
    Ok(query.order_by_asc(Column::Place).all(db).await?)
}

/// The state of a run as its machine takes it up.
///
/// # Errors
/// [`StoreError::Form`] when it was not written by this program.
pub fn state(row: &FlowRunRow) -> Result<FlowState, StoreError> {
    serde_json::from_str(&row.state).map_err(form)
}

/// Seals the note on breaking a run off.
///
/// # Errors
/// [`StoreError::Cipher`].
pub fn seal_note(key: &ContactKey, run: Uuid, note: &str) -> Result<Vec<u8>, StoreError> {
    Ok(key.seal(place(run), note.as_bytes())?)
}

/// The note on breaking a run off.
///
/// # Errors
/// [`StoreError::Cipher`] when it is another run's.
pub fn note(row: &FlowRunRow, key: &ContactKey) -> Result<Option<String>, StoreError> {
    let Some(sealed) = row.note_sealed.as_deref() else { return Ok(None) };
    let plain = key.open(place(row.id), sealed)?;
    Ok(Some(String::from_utf8_lossy(&plain).into_owned()))
}

/// Takes the notes of a visit away.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn forget_notes(db: &impl Connection, contact: Uuid) -> Result<(), StoreError> {
    let update = Entity::update_many().col_expr(Column::NoteSealed, Expr::value(Option::<Vec<u8>>::None));
    update.filter(Column::Contact.eq(contact)).exec(db).await?;
    Ok(())
}

fn row_of(turn: &FlowTurn) -> Result<FlowRunRow, StoreError> {
    let state = &turn.state;
    Ok(FlowRunRow {
        id: turn.id,
        contact: turn.contact,
        place: number(turn.place),
        turn: number(turn.turn),
        flow: state.flow.0.clone(),
        version: number(state.flow_version),
        outcome: state.outcome.as_ref().map(word),
        began_at_ms: state.began_at.0,
        changed_at_ms: state.last_at.0,
        state: serde_json::to_string(state).map_err(form)?,
        note_sealed: turn.note_sealed.clone(),
    })
}

fn number(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn place(run: Uuid) -> Place<'static> {
    Place::new("flow_runs", "note_sealed", run)
}

fn form(source: serde_json::Error) -> StoreError {
    StoreError::Form { what: "flow_runs.state", source }
}
