//! What is fitted to a kiosk besides its browser: card reader and scanner.

mod entity {
    use sea_orm::entity::prelude::*;

    /// What one kiosk has.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "kiosk_fittings")]
    pub struct Model {
        /// The kiosk.
        #[sea_orm(primary_key, auto_increment = false)]
        pub kiosk: Uuid,
        /// A card reader.
        pub card_reader: bool,
        /// A scanner.
        pub scanner: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

pub use entity::Model as KioskFittings;

use crate::db::Connection;
use crate::error::StoreError;

/// What is fitted to the kiosk; nothing where nobody entered anything.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_kiosk(db: &impl Connection, kiosk: Uuid) -> Result<KioskFittings, StoreError> {
    let found = Entity::find_by_id(kiosk).one(db).await?;
    Ok(found.unwrap_or(KioskFittings { kiosk, card_reader: false, scanner: false }))
}

/// Kiosks with a card reader.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn with_card_reader(db: &impl Connection) -> Result<Vec<Uuid>, StoreError> {
    let found = Entity::find().filter(Column::CardReader.eq(true)).all(db).await?;
    Ok(found.into_iter().map(|fittings| fittings.kiosk).collect())
}

/// Enters what is fitted to the kiosk.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn save(db: &impl Connection, fittings: KioskFittings) -> Result<(), StoreError> {
    let replace = OnConflict::column(Column::Kiosk).update_columns([Column::CardReader, Column::Scanner]).to_owned();
    Entity::insert(fittings.into_active_model()).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}
