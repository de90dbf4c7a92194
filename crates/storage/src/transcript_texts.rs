//! The folded text of a contact in one sealed value: what a search opens first, instead of every segment.
//!
//! It is made of the segments and says by its basis of which; where the segments have changed it is made anew. It is
//! sealed with the contact's key like they are, so it tells no more than they do and dies with them. It must never
//! know how text is folded. Next: `transcripts`.

mod entity {
    use sea_orm::entity::prelude::*;

    /// The text of one contact.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "transcript_texts")]
    pub struct Model {
        /// The contact.
        #[sea_orm(primary_key, auto_increment = false)]
        pub contact: Uuid,
        /// Of which segments it was made.
        pub basis: String,
        /// The folded text, sealed.
        pub folded_sealed: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;
use vault::{ContactKey, Place};

pub use entity::Model as TranscriptText;

use crate::db::Connection;
use crate::error::StoreError;

const TABLE: &str = "transcript_texts";

/// Keeps the text of the key's contact, whether there was one or not.
///
/// # Errors
/// [`StoreError`]; a text above `vault::envelope::FIELD_LEN_MAX` is refused.
pub async fn keep(db: &impl Connection, key: &ContactKey, basis: &str, folded: &str) -> Result<(), StoreError> {
    let row = TranscriptText {
        contact: key.contact(),
        basis: basis.to_owned(),
        folded_sealed: key.seal(place(key), folded.as_bytes())?,
    };
    let replace = OnConflict::column(Column::Contact).update_columns([Column::Basis, Column::FoldedSealed]).to_owned();
    Entity::insert(row.into_active_model()).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// The texts of several contacts, those that there are.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_contacts(db: &impl Connection, contacts: &[Uuid]) -> Result<Vec<TranscriptText>, StoreError> {
    Ok(Entity::find().filter(Column::Contact.is_in(contacts.iter().copied())).all(db).await?)
}

/// The text.
///
/// # Errors
/// [`StoreError`] when the key is another contact's or the bytes were changed.
pub fn folded(text: &TranscriptText, key: &ContactKey) -> Result<String, StoreError> {
    let plain = key.open(place(key), &text.folded_sealed)?;
    Ok(String::from_utf8_lossy(&plain).into_owned())
}

/// Takes the text of an erased contact away.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn forget(db: &impl Connection, contact: Uuid) -> Result<(), StoreError> {
    Entity::delete_by_id(contact).exec(db).await?;
    Ok(())
}

fn place(key: &ContactKey) -> Place<'static> {
    Place::new(TABLE, "folded_sealed", key.contact())
}
