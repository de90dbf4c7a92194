//! How contacts get in: entries of the journal, applied to the database once, however often they come.
//!
//! An entry is the opening of a contact (with what is sealed), one event of its log, the beginning of a
//! recording, a ticket, whose voice one of its legs is, one turn of a guided flow, or one event of an agent's log. Applying inserts the
//! event under its own key and derives the
//! contact's row anew from its whole log, so that replaying after a crash changes nothing. It must never decide what an event means: `domain` does.
//! Next: `journal`, which keeps entries until they are applied.

pub(crate) mod events {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "contact_events")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub contact: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i32,
        pub at_ms: i64,
        pub kind: String,
        #[sea_orm(column_type = "Text")]
        pub body: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod contact_agents {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "contact_agents")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub contact: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub agent: Uuid,
        pub place: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use std::collections::BTreeSet;

use domain::agent::AgentEvent;
use domain::contact::{self, Acceptance, ContactEvent, ContactEventKind, Party, Summary};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, TryInsertResult};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vault::{ContactKey, KeyRing};

use crate::db::Connection;
use crate::error::StoreError;
use crate::flow_runs::{self, FlowTurn};
use crate::visit_tickets::{self, VisitTicket};
use crate::words::word;

use crate::{agent_states, contacts, recordings, voices};

/// Most entries applied in one transaction.
pub const BATCH_MAX: usize = 512;
/// Until a contact is closed, an abandon below this counts as short (figures.md); its closing entry decides.
const SHORT_ABANDON_MS: u64 = 10_000;

/// One entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// A contact came to be.
    Opening(Opening),
    /// Something happened to it.
    Event {
        /// What happened.
        event: ContactEvent,
    },
    /// Whose voice a leg of the contact is.
    Voice {
        /// The contact.
        contact: Uuid,
        /// The leg, as the recording numbers it.
        leg: u64,
        /// Whose.
        party: Party,
    },
    /// The ticket of a visit at the counter.
    Ticket {
        /// The contact.
        contact: Uuid,
        /// The number, as the visitor reads it.
        number: String,
        /// The kiosk; absent while the visitor has none.
        kiosk: Option<Uuid>,
    },
    /// A recording of the contact begins; written before its file is made, so that none is missing unseen.
    Recording {
        /// The recording; its file is named after it.
        id: Uuid,
        /// The contact.
        contact: Uuid,
        /// The key-encryption key its header will name.
        key_id: String,
        /// When it begins.
        at_ms: i64,
    },
    /// A visit's guided flow took a turn.
    Flow {
        /// The run as it is from then on.
        turn: FlowTurn,
    },
    /// An agent's state changed.
    Agent {
        /// The entry's own id, so that it counts once.
        id: Uuid,
        /// The state from then on.
        event: AgentEvent,
    },
}

/// What is known of a contact beside its log, sealed where it is personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The contact.
    pub contact: Uuid,
    /// When it arrived.
    pub at_ms: i64,
    /// The city's number that was dialled, E.164.
    pub dialled: Option<String>,
    wrapped_key: Vec<u8>,
    caller_sealed: Option<Vec<u8>>,
    caller_index: Option<Vec<u8>>,
}

impl Opening {
    /// Makes the contact's data key and seals the caller's number; the key is for its recording too.
    ///
    /// # Errors
    /// [`StoreError::Cipher`]. A caller's number that is not E.164 is sealed but not indexed.
    pub fn seal(
        ring: &KeyRing,
        contact: Uuid,
        at_ms: i64,
        dialled: Option<&str>,
        caller: Option<&str>,
    ) -> Result<(Self, ContactKey), StoreError> {
        let key = ring.contact_key(contact)?;
        let caller_sealed = caller.map(|number| contacts::seal_caller(&key, number));
        let caller_index = caller.and_then(|number| ring.blind_index().of(number).ok());
        let opening = Self {
            contact,
            at_ms,
            dialled: dialled.map(str::to_owned),
            wrapped_key: key.wrapped().as_bytes().to_vec(),
            caller_sealed: caller_sealed.transpose()?,
            caller_index: caller_index.map(|index| index.to_vec()),
        };
        Ok((opening, key))
    }
}

impl Entry {
    /// The contact or agent the entry is about, for messages.
    #[must_use]
    pub fn subject(&self) -> Uuid {
        match self {
            Self::Opening(opening) => opening.contact,
            Self::Event { event } => event.contact.0,
            Self::Voice { contact, .. } | Self::Ticket { contact, .. } | Self::Recording { contact, .. } => *contact,
            Self::Flow { turn } => turn.contact,
            Self::Agent { event, .. } => event.agent.0,
        }
    }

    /// The contact whose row has to be derived anew after the entry.
    fn changes(&self) -> Option<Uuid> {
        match self {
            Self::Opening(opening) => Some(opening.contact),
            Self::Event { event } => Some(event.contact.0),
            Self::Voice { .. }
            | Self::Ticket { .. }
            | Self::Recording { .. }
            | Self::Flow { .. }
            | Self::Agent { .. } => None,
        }
    }

    /// The bytes kept in the journal; they hold nothing personal in the clear.
    ///
    /// # Errors
    /// [`StoreError::Form`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
        serde_json::to_vec(self).map_err(form)
    }

    /// Reads the bytes back.
    ///
    /// # Errors
    /// [`StoreError::Form`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
        serde_json::from_slice(bytes).map_err(form)
    }
}

/// Applies entries in their order; answers how many were not known before.
/// Call it inside a transaction with at most [`BATCH_MAX`] entries.
///
/// # Errors
/// [`StoreError`]; roll the transaction back then and apply the same entries again later.
pub async fn apply(db: &impl Connection, entries: &[Entry]) -> Result<usize, StoreError> {
    let mut fresh = 0;
    let mut touched = BTreeSet::new();
    for entry in entries {
        let applied = match entry {
            Entry::Opening(opening) => insert_opening(db, opening).await?,
            Entry::Event { event } => insert_event(db, event).await?,
            Entry::Voice { contact, leg, party } => voices::note(db, *contact, *leg, *party).await?,
            Entry::Ticket { contact, number, kiosk } => {
                let ticket = VisitTicket { contact: *contact, number: number.clone(), kiosk: *kiosk };
                visit_tickets::note(db, &ticket).await?
            }
            Entry::Recording { id, contact, key_id, at_ms } => {
                recordings::begin(db, *id, *contact, key_id, *at_ms).await?
            }
            Entry::Flow { turn } => flow_runs::keep(db, turn).await?,
            Entry::Agent { id, event } => agent_states::append(db, *id, event).await?,
        };
        if applied {
            fresh += 1;
            touched.extend(entry.changes());
        }
    }
    for contact in touched {
        derive(db, contact).await?;
    }
    Ok(fresh)
}

/// The log of a contact, in order.
///
/// # Errors
/// [`StoreError::Form`] when a row was not written by this program.
pub async fn log(db: &impl Connection, contact: Uuid) -> Result<Vec<ContactEvent>, StoreError> {
    let query = events::Entity::find().filter(events::Column::Contact.eq(contact));
    let rows = query.order_by_asc(events::Column::Seq).all(db).await?;
    rows.iter().map(|row| serde_json::from_str(&row.body).map_err(form)).collect()
}

async fn insert_opening(db: &impl Connection, opening: &Opening) -> Result<bool, StoreError> {
    ensure_row(db, opening.contact, opening.at_ms).await?;
    let row = contacts::Entity::update_many()
        .set(contacts::ActiveModel {
            dialled: Set(opening.dialled.clone()),
            wrapped_key: Set(Some(opening.wrapped_key.clone())),
            caller_sealed: Set(opening.caller_sealed.clone()),
            caller_index: Set(opening.caller_index.clone()),
            ..contacts::ActiveModel::default()
        })
        .filter(contacts::Column::Id.eq(opening.contact))
        .filter(contacts::Column::WrappedKey.is_null())
        .filter(contacts::Column::ErasedAtMs.is_null());
    Ok(row.exec(db).await?.rows_affected == 1)
}

async fn insert_event(db: &impl Connection, event: &ContactEvent) -> Result<bool, StoreError> {
    ensure_row(db, event.contact.0, event.at.0).await?;
    let row = events::ActiveModel {
        contact: Set(event.contact.0),
        seq: Set(i32::try_from(event.seq).unwrap_or(i32::MAX)),
        at_ms: Set(event.at.0),
        kind: Set(word(&event.kind)),
        body: Set(serde_json::to_string(event).map_err(form)?),
    };
    let inserted = events::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(db).await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1..)))
}

/// Makes sure the contact has a row, whichever of its entries comes first.
async fn ensure_row(db: &impl Connection, contact: Uuid, at_ms: i64) -> Result<(), StoreError> {
    let row = contacts::ActiveModel {
        id: Set(contact),
        channel: Set(String::from("unknown")),
        service: Set(String::new()),
        direction: Set(String::from("unknown")),
        arrived_at_ms: Set(at_ms),
        talk_ms: Set(0),
        hold_ms: Set(0),
        after_call_ms: Set(0),
        detour_ms: Set(0),
        transfers: Set(0),
        assignments: Set(0),
        callback_attempts: Set(0),
        ..contacts::ActiveModel::default()
    };
    contacts::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(db).await?;
    Ok(())
}

/// Writes the contact's row anew from its log.
async fn derive(db: &impl Connection, contact: Uuid) -> Result<(), StoreError> {
    let log = log(db, contact).await?;
    let Some(mut summary) = contact::summary(&log, SHORT_ABANDON_MS) else {
        return Ok(());
    };
    let mut closed_at_ms = None;
    if let Some(ContactEvent { kind: ContactEventKind::Closed { acceptance, end }, at, .. }) = log.last() {
        // The floor's own verdict, by the limits that were in force.
        summary.acceptance = Some(*acceptance);
        summary.end.clone_from(end);
        closed_at_ms = Some(at.0);
    }
    let mut row = row_of(&summary, closed_at_ms);
    row.id = Set(contact);
    contacts::Entity::update(row).exec(db).await?;
    for (place, agent) in summary.agents.iter().enumerate() {
        insert_agent(db, contact, agent.0, place).await?;
    }
    Ok(())
}

fn row_of(summary: &Summary, closed_at_ms: Option<i64>) -> contacts::ActiveModel {
    let (wait_ms, short, reason) = match summary.acceptance {
        Some(Acceptance::Answered { wait_ms }) => (Some(wait_ms), None, None),
        Some(Acceptance::Abandoned { wait_ms, short }) => (Some(wait_ms), Some(short), None),
        Some(Acceptance::EndedBySystem { reason }) => (None, None, Some(word(&reason))),
        Some(Acceptance::NotOffered { reason }) => (None, None, Some(word(&reason))),
        Some(Acceptance::CallbackUnreached) | None => (None, None, None),
    };
    contacts::ActiveModel {
        channel: Set(word(&summary.channel)),
        service: Set(summary.service.0.clone()),
        direction: Set(word(&summary.direction)),
        language: Set(summary.language.as_ref().map(word)),
        queue: Set(summary.queue.as_ref().map(|queue| queue.0.clone())),
        acceptance: Set(summary.acceptance.as_ref().map(word)),
        acceptance_reason: Set(reason),
        ended_by: Set(summary.end.as_ref().map(word)),
        arrived_at_ms: Set(summary.arrived_at.0),
        queued_at_ms: Set(summary.queued_at.map(|at| at.0)),
        answered_at_ms: Set(summary.answered_at.map(|at| at.0)),
        ended_at_ms: Set(summary.ended_at.map(|at| at.0)),
        closed_at_ms: Set(closed_at_ms),
        wait_ms: Set(wait_ms.map(signed)),
        short_abandon: Set(short),
        agent: Set(summary.agents.last().map(|agent| agent.0)),
        talk_ms: Set(signed(summary.talk_ms)),
        hold_ms: Set(signed(summary.hold_ms)),
        after_call_ms: Set(signed(summary.after_call_ms)),
        detour_ms: Set(signed(summary.flow.detour_ms)),
        transfers: Set(count(summary.transfers)),
        assignments: Set(count(summary.assignments)),
        callback_attempts: Set(count(summary.callback_attempts)),
        ..contacts::ActiveModel::default()
    }
}

async fn insert_agent(db: &impl Connection, contact: Uuid, agent: Uuid, place: usize) -> Result<(), StoreError> {
    let row = contact_agents::ActiveModel {
        contact: Set(contact),
        agent: Set(agent),
        place: Set(i32::try_from(place).unwrap_or(i32::MAX)),
    };
    contact_agents::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(db).await?;
    Ok(())
}

fn signed(span_ms: u64) -> i64 {
    i64::try_from(span_ms).unwrap_or(i64::MAX)
}

fn count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn form(source: serde_json::Error) -> StoreError {
    StoreError::Form { what: "contact_events.body", source }
}
