//! Prompts: what callers hear, as text in each language, with an own sound where the city recorded one.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One prompt in one language.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "prompts")]
    pub struct Model {
        /// Which prompt, such as `greeting`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        /// `ja` or `en`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub language: String,
        /// The words.
        #[sea_orm(column_type = "Text")]
        pub text: String,
        /// A recorded WAV that is played in place of the words.
        pub sound: Option<Vec<u8>>,
        /// Who changed it last.
        pub changed_by: Option<Uuid>,
        /// When it was changed last.
        pub changed_at_ms: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel, QueryOrder};

pub use entity::Model as StoredPrompt;

use crate::db::Connection;
use crate::error::StoreError;

/// All prompts by key and language.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(db: &impl Connection) -> Result<Vec<StoredPrompt>, StoreError> {
    let query = Entity::find().order_by_asc(Column::Key);
    Ok(query.order_by_asc(Column::Language).all(db).await?)
}

/// Finds one prompt.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(db: &impl Connection, key: &str, language: &str) -> Result<Option<StoredPrompt>, StoreError> {
    let id = (key.to_owned(), language.to_owned());
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// Writes a prompt, whether it exists or not.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn save(db: &impl Connection, prompt: StoredPrompt) -> Result<(), StoreError> {
    let changed = [Column::Text, Column::Sound, Column::ChangedBy, Column::ChangedAtMs];
    let replace = OnConflict::columns([Column::Key, Column::Language]).update_columns(changed).to_owned();
    Entity::insert(prompt.into_active_model()).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}
