//! A simulated day put into the books, by the functions that write a real one.
//!
//! Owns the order within a day's one transaction: openings and logs as the journal's entries, what agents filed,
//! faults, what is simulated by now, and a line of the audit log. It must never make anything up.

use domain::contact::ContactEvent;
use serde::Serialize;
use serde_json::json;
use simulator::{DayLog, Filing, KioskFault, SimulatedContact};
use storage::contacts::{self, Booking, WrapUp};
use storage::flow_runs::FlowTurn;
use storage::ingest::{self, BATCH_MAX, Entry, Opening};
use storage::kiosk_faults::{self, Remedy};
use storage::{Db, Tx, accounts, kiosks};
use uuid::Uuid;
use vault::KeyRing;

use super::standing::Standing;
use crate::clock::Clock;
use crate::login::role::Role;
use crate::trail::{SYSTEM, Trail};

/// Writes days.
pub(super) struct Keeper<'a> {
    db: &'a Db,
    ring: &'a KeyRing,
    trail: &'a Trail,
    clock: &'a Clock,
    /// Enrolled kiosks; a fault of another is no row of the equipment's history.
    kiosks: Vec<Uuid>,
    /// Who enters faults.
    manager: Option<Uuid>,
}

impl<'a> Keeper<'a> {
    /// Reads who enters faults, and of which kiosks.
    pub(super) async fn of(db: &'a Db, ring: &'a KeyRing, trail: &'a Trail, clock: &'a Clock) -> anyhow::Result<Self> {
        let kiosks = kiosks::list(db).await?.iter().map(|kiosk| kiosk.id).collect();
        let is_manager = |roles: &serde_json::Value| {
            roles.as_array().is_some_and(|roles| roles.iter().any(|role| role == Role::Manager.name()))
        };
        let manager = accounts::list(db).await?.iter().find(|it| is_manager(&it.roles)).map(|it| it.id);
        Ok(Self { db, ring, trail, clock, kiosks, manager })
    }

    /// Writes one day, whole or not at all.
    pub(super) async fn keep(&self, day: &DayLog, standing: &mut Standing) -> anyhow::Result<()> {
        let tx = storage::begin(self.db).await?;
        for contact in &day.contacts {
            self.keep_contact(&tx, contact).await?;
        }
        let agents = day.agents.iter().map(|entry| Entry::Agent { id: entry.id, event: entry.event.clone() });
        apply(&tx, &agents.collect::<Vec<_>>()).await?;
        for fault in &day.faults {
            self.keep_fault(&tx, fault).await?;
        }
        let count = u64::try_from(day.contacts.len())?;
        let now_ms = self.clock.now().timestamp_millis();
        let with_day = standing.with_day(&tx, day.date, count, now_ms).await?;
        let detail = json!({"contacts": count});
        self.trail.add_in(&tx, SYSTEM, "simulation.day", &day.date.to_string(), detail).await?;
        storage::commit(tx).await?;
        *standing = with_day;
        Ok(())
    }

    async fn keep_contact(&self, tx: &Tx, contact: &SimulatedContact) -> anyhow::Result<()> {
        apply(tx, &self.entries(contact)?).await?;
        if let Some(filing) = &contact.filing {
            contacts::file(tx, self.ring, contact.id.0, &wrap_up(filing), filing.by.0, filing.at.0).await?;
        }
        Ok(())
    }

    fn entries(&self, contact: &SimulatedContact) -> anyhow::Result<Vec<Entry>> {
        let id = contact.id.0;
        let arrived_ms = contact.summary.arrived_at.0;
        let (dialled, caller) = (contact.dialled.as_deref(), contact.caller.as_deref());
        let (opening, _) = Opening::seal(self.ring, id, arrived_ms, dialled, caller)?;
        let mut entries = vec![Entry::Opening(opening)];
        if let Some(number) = contact.ticket {
            let kiosk = contact.kiosk.map(|kiosk| kiosk.0);
            entries.push(Entry::Ticket { contact: id, number: number.to_string(), kiosk });
        }
        entries.extend(contact.log.iter().map(|event: &ContactEvent| Entry::Event { event: event.clone() }));
        if let Some(flow) = &contact.flow {
            let (state, turn) = (flow.state.clone(), flow.turns);
            let turn = FlowTurn { id: flow.run, contact: id, place: 1, turn, state, note_sealed: None };
            entries.push(Entry::Flow { turn: Box::new(turn) });
        }
        Ok(entries)
    }

    async fn keep_fault(&self, tx: &Tx, fault: &KioskFault) -> anyhow::Result<()> {
        let Some(by) = self.manager.filter(|_| self.kiosks.contains(&fault.kiosk.0)) else { return Ok(()) };
        let row = kiosk_faults::KioskFault {
            id: fault.id,
            kiosk: fault.kiosk.0,
            diagnosis: None,
            words: "端末が応答しない（シミュレーション）".to_owned(),
            state: "open".to_owned(),
            opened_by: by,
            opened_at_ms: fault.from.0,
            remedy: None,
            done_by: None,
            done_at_ms: None,
        };
        kiosk_faults::open(tx, row).await?;
        let words = "再起動して復旧（シミュレーション）".to_owned();
        kiosk_faults::done(tx, fault.kiosk.0, fault.id, Remedy { words, by, at_ms: fault.until.0 }).await?;
        Ok(())
    }
}

async fn apply(tx: &Tx, entries: &[Entry]) -> anyhow::Result<()> {
    for batch in entries.chunks(BATCH_MAX) {
        ingest::apply(tx, batch).await?;
    }
    Ok(())
}

fn wrap_up(filing: &Filing) -> WrapUp {
    let booking = filing.booking.as_ref().map(|booking| Booking {
        result: word(booking.result),
        kind: word(booking.kind),
        reference: booking.reference.clone(),
    });
    WrapUp { topic: filing.topic.clone(), outcome: word(filing.outcome), booking, note: None }
}

/// The word a choice has in its column.
fn word(choice: impl Serialize) -> String {
    let value = serde_json::to_value(choice).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
