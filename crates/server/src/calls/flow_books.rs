//! Guided flows in the books: every turn is written before it is shown, and a stop finds the runs as they were.
//!
//! Owns both ways between a held run and its row. [`Switchboard::restore_flows`] is called for a visit that is
//! on the floor again after a restart; a visit that is closed instead has its open run broken off first.

use domain::contact::{ContactEvent, ContactEventKind};
use domain::ids::{AgentId, ContactId};
use domain::service_flow::{BreakOffReason, Catalogue, FlowEffect, FlowEvent, FlowRun};
use domain::time::Timestamp;
use storage::flow_runs::{self, FlowRunRow, FlowTurn};
use storage::ingest::Entry;
use storage::{Db, StoreError, accounts};

use super::switchboard::Switchboard;
use super::visit_flows::Kept;

impl Switchboard {
    /// Writes the present run's turn, with the note it brought; the journal gets it with what comes next.
    pub(super) fn note_flow(&mut self, contact: ContactId, note: Option<&str>) {
        let Some(kept) = self.visit_flows.present(contact) else { return };
        let note_sealed = note.and_then(|note| self.sealed_note(contact, kept, note));
        self.books.note_flow(turn_of(contact, kept, note_sealed));
    }

    /// Takes up the runs the books hold of a visit that is on the floor again.
    ///
    /// # Errors
    /// When the database is away.
    pub(super) async fn restore_flows(&mut self, contact: ContactId) -> Result<(), StoreError> {
        let rows = flow_runs::of_contact(&self.deps.db, contact.0).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let runs = restored(&rows, &self.deps.flows.catalogue);
        self.visit_flows.restore(contact, runs);
        for account in accounts::list(&self.deps.db).await? {
            self.visit_flows.names.insert(AgentId(account.id), account.display_name);
        }
        Ok(())
    }

    /// Takes up the runs of every visit that is on the floor from the start.
    ///
    /// # Errors
    /// When the database is away.
    pub(super) async fn take_up_flows(&mut self) -> Result<(), StoreError> {
        let contacts: Vec<ContactId> = self.floor.contact_views().map(|view| view.contact).collect();
        for contact in contacts {
            self.restore_flows(contact).await?;
        }
        Ok(())
    }

    fn sealed_note(&self, contact: ContactId, kept: &Kept, note: &str) -> Option<Vec<u8>> {
        let key = self.books.key(&self.deps.ring, contact)?;
        let sealed = flow_runs::seal_note(&key, kept.id, note);
        sealed.inspect_err(|why| tracing::error!(%why, "a flow's note could not be sealed and is lost")).ok()
    }
}

/// What closes the open run of a contact that a stop cut off: events behind `log`, and the run's last turn.
///
/// # Errors
/// When the database is away.
pub(super) async fn broken_off(
    db: &Db,
    catalogue: &Catalogue,
    log: &[ContactEvent],
    stopped_at: Timestamp,
) -> Result<(Vec<ContactEvent>, Vec<Entry>), StoreError> {
    let Some(last) = log.last() else { return Ok((Vec::new(), Vec::new())) };
    let rows = flow_runs::of_contact(db, last.contact.0).await?;
    let open = restored(&rows, catalogue).into_iter().rfind(|kept| kept.run.outcome().is_none());
    Ok(open.map_or_else(Default::default, |kept| break_off(kept, last, stopped_at)))
}

fn break_off(mut kept: Kept, last: &ContactEvent, stopped_at: Timestamp) -> (Vec<ContactEvent>, Vec<Entry>) {
    let at = stopped_at.max(last.at);
    let event = FlowEvent::BreakOff { reason: BreakOffReason::Equipment, note: None };
    let Ok(effects) = kept.run.handle(event, at) else { return Default::default() };
    kept.turn = kept.turn.saturating_add(1);
    let records = effects.into_iter().filter_map(|effect| match effect {
        FlowEffect::Record(record) => Some(record.kind),
        FlowEffect::Show { .. }
        | FlowEffect::AskGate { .. }
        | FlowEffect::AskLogOut
        | FlowEffect::KeepNote { .. }
        | FlowEffect::Slip(_)
        | FlowEffect::Finished { .. } => None,
    });
    let events = (1u32..).zip(records).map(|(step, record)| ContactEvent {
        contact: last.contact,
        seq: last.seq.saturating_add(step),
        at,
        kind: ContactEventKind::Flow { record },
    });
    (events.collect(), vec![Entry::Flow { turn: turn_of(last.contact, &kept, None) }])
}

fn turn_of(contact: ContactId, kept: &Kept, note_sealed: Option<Vec<u8>>) -> FlowTurn {
    FlowTurn {
        id: kept.id,
        contact: contact.0,
        place: kept.place,
        turn: kept.turn,
        state: kept.run.state().clone(),
        note_sealed,
    }
}

/// Runs from their rows; one that cannot be taken up is left out and said.
fn restored(rows: &[FlowRunRow], catalogue: &Catalogue) -> Vec<Kept> {
    rows.iter().filter_map(|row| restored_run(row, catalogue)).collect()
}

fn restored_run(row: &FlowRunRow, catalogue: &Catalogue) -> Option<Kept> {
    let state = flow_runs::state(row).inspect_err(|why| tracing::error!(%why, run = %row.id, "a flow's state"));
    let run = FlowRun::restore(state.ok()?, catalogue);
    let run = run.inspect_err(|why| tracing::error!(%why, run = %row.id, "a flow was not taken up again")).ok()?;
    let count = |number: i32| u32::try_from(number).unwrap_or_default();
    Some(Kept { id: row.id, place: count(row.place), turn: count(row.turn), run, asked_at: None })
}

#[cfg(test)]
mod tests {
    use domain::contact::{Channel, Direction};
    use domain::ids::ServiceId;
    use domain::service_flow::{FlowId, FlowRecordKind, FlowSettings, OutcomeKind};
    use storage::db::{self, DbConfig};
    use uuid::Uuid;

    use super::*;
    use crate::flow_files;

    const VISIT: ContactId = ContactId(Uuid::from_u128(7));

    async fn opened(folder: &std::path::Path) -> Db {
        db::open(&DbConfig::new(format!("sqlite://{}/m.sqlite?mode=rwc", folder.display()))).await.unwrap()
    }

    fn kept(catalogue: &Catalogue) -> Kept {
        let flow = catalogue.version(&FlowId("lost_reissue".to_owned()), 1).unwrap();
        let (mut run, _) = FlowRun::start(flow, FlowSettings::default(), Timestamp(1_000));
        let _ = run.handle(FlowEvent::Continue, Timestamp(2_000)).unwrap();
        Kept { id: Uuid::from_u128(1), place: 1, turn: 2, run, asked_at: None }
    }

    #[tokio::test]
    async fn a_restart_finds_the_run_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let db = opened(folder.path()).await;
        let (catalogue, _) = flow_files::catalogue(None);
        let before = kept(&catalogue);
        flow_runs::keep(&db, &turn_of(VISIT, &before, None)).await.unwrap();
        let rows = flow_runs::of_contact(&db, VISIT.0).await.unwrap();
        let after = restored(&rows, &catalogue);
        assert_eq!((after.len(), &after[0].run, after[0].turn), (1, &before.run, 2));
        assert!(restored(&rows, &Catalogue::default()).is_empty(), "a version that is gone is left out");
    }

    #[tokio::test]
    async fn a_run_that_a_stop_cut_off_is_broken_off_for_the_equipment_ahead_of_the_contacts_end() {
        let folder = tempfile::tempdir().unwrap();
        let db = opened(folder.path()).await;
        let (catalogue, _) = flow_files::catalogue(None);
        flow_runs::keep(&db, &turn_of(VISIT, &kept(&catalogue), None)).await.unwrap();
        let arrived = ContactEventKind::Arrived {
            channel: Channel::Counter,
            service: ServiceId::from("lost"),
            direction: Direction::Inbound,
            caller_known: false,
        };
        let log = [ContactEvent { contact: VISIT, seq: 1, at: Timestamp(500), kind: arrived }];
        let (events, entries) = broken_off(&db, &catalogue, &log, Timestamp(9_000)).await.unwrap();
        let seqs: Vec<u32> = events.iter().map(|event| event.seq).collect();
        assert_eq!(seqs, [2, 3]);
        let reason = BreakOffReason::Equipment;
        assert_eq!(events[0].kind, ContactEventKind::Flow { record: FlowRecordKind::BrokenOff { reason } });
        let Entry::Flow { turn } = &entries[0] else { panic!("{entries:?}") };
        assert_eq!((turn.turn, turn.state.outcome), (3, Some(OutcomeKind::BrokenOff)));
        flow_runs::keep(&db, turn).await.unwrap();
        let again = broken_off(&db, &catalogue, &log, Timestamp(9_000)).await.unwrap();
        assert_eq!(again, (Vec::new(), Vec::new()), "once is enough");
    }
}
