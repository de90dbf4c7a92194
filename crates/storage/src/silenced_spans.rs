//! Which stretches of a recording were silenced, so that a player can mark them. Times and kinds, never words.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One stretch.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "silenced_spans")]
    pub struct Model {
        /// The recording.
        #[sea_orm(primary_key, auto_increment = false)]
        pub recording: Uuid,
        /// Its place among the recording's stretches, from 0.
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i32,
        /// `left`, `right` or `both`.
        pub side: String,
        /// Begin since the recording's begin.
        pub start_ms: i64,
        /// End since the recording's begin.
        pub end_ms: i64,
        /// What stood there, such as `individual_number`, `keypad` or `held`.
        pub kind: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;
use vault::recording::{Channels, Silence};

pub use entity::Model as SilencedSpan;

use crate::db::Connection;
use crate::error::StoreError;

/// Rows of one insert; PostgreSQL and SQLite bound the values of a statement.
const ROWS_MAX: usize = 500;

/// A stretch to be silenced and noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Where.
    pub silence: Silence,
    /// What stood there: a code, never words.
    pub kind: String,
}

/// Notes the stretches of a recording in place of any noted before.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn put(db: &impl Connection, recording: Uuid, spans: &[Span]) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::Recording.eq(recording)).exec(db).await?;
    let rows: Vec<SilencedSpan> = spans.iter().zip(0..).map(|(span, place)| row(recording, span, place)).collect();
    for part in rows.chunks(ROWS_MAX) {
        let part = part.iter().cloned().map(IntoActiveModel::into_active_model);
        Entity::insert_many(part).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The stretches of a recording in order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_recording(db: &impl Connection, recording: Uuid) -> Result<Vec<SilencedSpan>, StoreError> {
    let query = Entity::find().filter(Column::Recording.eq(recording));
    Ok(query.order_by_asc(Column::StartMs).order_by_asc(Column::Place).all(db).await?)
}

fn row(recording: Uuid, span: &Span, place: i32) -> SilencedSpan {
    let ms = |ms: u64| i64::try_from(ms).unwrap_or(i64::MAX);
    let side = match span.silence.channels {
        Channels::Left => "left",
        Channels::Right => "right",
        Channels::Both => "both",
    };
    SilencedSpan {
        recording,
        place,
        side: side.to_owned(),
        start_ms: ms(span.silence.start_ms),
        end_ms: ms(span.silence.end_ms),
        kind: span.kind.clone(),
    }
}
