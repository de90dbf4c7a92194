//! Names of people beside what they did.

use std::collections::BTreeMap;

use domain::ids::AgentId;
use serde::Serialize;
use storage::{Db, StoreError, accounts};
use utoipa::ToSchema;
use uuid::Uuid;

/// Somebody by name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FaqPerson {
    /// The account.
    pub(super) id: Uuid,
    /// The name colleagues see.
    pub(super) name: String,
}

/// Names of everybody.
pub(super) struct People(BTreeMap<Uuid, String>);

impl People {
    pub(super) async fn gather(db: &Db) -> Result<Self, StoreError> {
        Ok(Self(accounts::names(db).await?.into_iter().collect()))
    }

    pub(super) fn of(&self, id: Uuid) -> FaqPerson {
        FaqPerson { id, name: self.0.get(&id).cloned().unwrap_or_default() }
    }

    pub(super) fn agent(&self, id: AgentId) -> FaqPerson {
        self.of(id.0)
    }
}
