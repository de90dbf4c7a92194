//! Logs of contacts for the tests, as the floor writes them.

use domain::contact::{
    Acceptance, Channel, ContactEvent, ContactEventKind as Kind, Direction, End, HoldReason, Language, LegCause, Party,
    WrapUpEnd,
};
use domain::ids::{AgentId, AssignmentId, ContactId, QueueId, ServiceId};
use domain::time::Timestamp;
use storage::ingest::{self, Entry, Opening};
use storage::{Db, StoreError};
use uuid::Uuid;
use vault::KeyRing;

/// An answered call: 4 s of menu, 6 s of waiting, 10 s of talk with 3 s of hold after it, 20 s of filing.
pub(crate) fn answered_call(contact: Uuid, agent: Uuid, at_ms: i64) -> Vec<ContactEvent> {
    let agent = AgentId(agent);
    let assignment = AssignmentId(1);
    let kinds = [
        (0, arrived()),
        (3_000, Kind::LanguageChosen { language: Language::Ja, by_default: false }),
        (4_000, Kind::Queued { queue: QueueId::from("phone"), position: 1, again: false }),
        (4_000, Kind::Assigned { assignment, agent, purpose: domain::contact::RingPurpose::Queue }),
        (10_000, Kind::Answered { assignment, agent }),
        (10_000, Kind::Joined { agent }),
        (20_000, Kind::Held { why: HoldReason::Agent }),
        (23_000, Kind::Left { party: Party::Caller, cause: LegCause::Normal }),
        (23_000, Kind::Left { party: Party::Agent(agent), cause: LegCause::ContactEnded }),
        (23_000, Kind::WrapUpStarted { agent }),
        (43_000, Kind::WrapUpEnded { agent, why: WrapUpEnd::Filed }),
        (43_000, Kind::Closed { acceptance: Acceptance::Answered { wait_ms: 6_000 }, end: Some(End::CallerHungUp) }),
    ];
    log(contact, at_ms, kinds)
}

/// A caller who left after 5 s in the queue.
pub(crate) fn abandoned_call(contact: Uuid, at_ms: i64) -> Vec<ContactEvent> {
    let acceptance = Acceptance::Abandoned { wait_ms: 5_000, short: true };
    let kinds = [
        (0, arrived()),
        (1_000, Kind::Queued { queue: QueueId::from("phone"), position: 1, again: false }),
        (6_000, Kind::Left { party: Party::Caller, cause: LegCause::Normal }),
        (6_000, Kind::Closed { acceptance, end: None }),
    ];
    log(contact, at_ms, kinds)
}

/// Opening and log as entries of the journal.
pub(crate) fn entries(ring: &KeyRing, caller: Option<&str>, log: Vec<ContactEvent>) -> Vec<Entry> {
    let contact = log[0].contact.0;
    let opened = Opening::seal(ring, contact, log[0].at.0, Some("+81120101366"), caller);
    let (opening, _) = opened.unwrap();
    let events = log.into_iter().map(|event| Entry::Event { event });
    std::iter::once(Entry::Opening(opening)).chain(events).collect()
}

/// Applies entries in one transaction.
pub(crate) async fn apply(db: &Db, entries: &[Entry]) -> Result<usize, StoreError> {
    let tx = storage::begin(db).await?;
    let fresh = ingest::apply(&tx, entries).await?;
    storage::commit(tx).await?;
    Ok(fresh)
}

fn arrived() -> Kind {
    Kind::Arrived {
        channel: Channel::Phone,
        service: ServiceId::from("mynumber"),
        direction: Direction::Inbound,
        caller_known: true,
    }
}

fn log<const N: usize>(contact: Uuid, at_ms: i64, kinds: [(i64, Kind); N]) -> Vec<ContactEvent> {
    let seqs = 1..;
    let events = seqs.zip(kinds).map(|(seq, (after_ms, kind))| ContactEvent {
        contact: ContactId(contact),
        seq,
        at: Timestamp(at_ms + after_ms),
        kind,
    });
    events.collect()
}
