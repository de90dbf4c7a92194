//! Guided flows in the books: every turn once, the last one kept, notes sealed.

use std::sync::Arc;

use domain::contact::{ContactEvent, ContactEventKind};
use domain::ids::ContactId;
use domain::service_flow::{
    BreakOffReason, Catalogue, CheckedFlow, FlowEvent, FlowId, FlowRecordKind, FlowRun, FlowSettings, SHIPPED,
};
use domain::time::Timestamp;
use storage::flow_runs::{self, FlowTurn};
use storage::ingest::{self, Entry};
use storage::{contacts, erasure};
use uuid::Uuid;
use vault::KeyRing;

use super::fresh::on_fresh;
use super::logs::{answered_call, apply, entries};

const NOW: i64 = 1_790_000_000_000;
const VISIT: Uuid = Uuid::from_u128(1);

fn catalogue() -> Catalogue {
    Catalogue::load(&SHIPPED, |text| serde_json::from_str(text).map_err(|why| why.to_string())).unwrap()
}

fn lost_reissue() -> Arc<CheckedFlow> {
    catalogue().version(&FlowId("lost_reissue".to_owned()), 1).unwrap()
}

fn turn(run: &FlowRun, turn: u32, note_sealed: Option<Vec<u8>>) -> Entry {
    let id = Uuid::from_u128(50);
    Entry::Flow { turn: FlowTurn { id, contact: VISIT, place: 1, turn, state: run.state().clone(), note_sealed } }
}

#[tokio::test]
async fn a_run_is_found_as_it_was_and_an_older_turn_changes_nothing() {
    on_fresh(|fresh| async move {
        let (mut run, _) = FlowRun::start(lost_reissue(), FlowSettings::default(), Timestamp(NOW));
        let first = turn(&run, 1, None);
        let _ = run.handle(FlowEvent::Continue, Timestamp(NOW + 1_000)).unwrap();
        let second = turn(&run, 2, None);
        assert_eq!(apply(&fresh.db, &[first.clone(), second.clone()]).await.unwrap(), 2);
        assert_eq!(apply(&fresh.db, &[first, second]).await.unwrap(), 0, "replayed after a crash");
        let rows = flow_runs::of_contact(&fresh.db, VISIT).await.unwrap();
        assert_eq!((rows.len(), rows[0].turn, rows[0].flow.as_str()), (1, 2, "lost_reissue"));
        let state = flow_runs::state(&rows[0]).unwrap();
        assert_eq!(FlowRun::restore(state, &catalogue()).unwrap(), run);
    })
    .await;
}

#[tokio::test]
async fn the_note_on_breaking_off_is_sealed_and_gone_with_the_contact() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        let mut all = entries(&ring, None, answered_call(VISIT, Uuid::from_u128(9), NOW));
        apply(&fresh.db, &all[..1]).await.unwrap();
        let row = contacts::find(&fresh.db, VISIT).await.unwrap().unwrap();
        let key = contacts::key(&row, &ring).unwrap();
        let (mut run, _) = FlowRun::start(lost_reissue(), FlowSettings::default(), Timestamp(NOW));
        all.push(turn(&run, 1, None));
        let broken_off =
            FlowEvent::BreakOff { reason: BreakOffReason::Other, note: Some("家族が迎えに来た".to_owned()) };
        let _ = run.handle(broken_off, Timestamp(NOW + 5)).unwrap();
        let sealed = flow_runs::seal_note(&key, Uuid::from_u128(50), "家族が迎えに来た").unwrap();
        let bytes = turn(&run, 2, Some(sealed.clone())).to_bytes().unwrap();
        assert!(!String::from_utf8(bytes).unwrap().contains("家族"));
        all.push(turn(&run, 2, Some(sealed)));
        all.push(turn(&run, 3, None));
        apply(&fresh.db, &all).await.unwrap();
        let rows = flow_runs::of_contact(&fresh.db, VISIT).await.unwrap();
        assert_eq!(rows[0].outcome.as_deref(), Some("broken_off"));
        assert_eq!(flow_runs::note(&rows[0], &key).unwrap().as_deref(), Some("家族が迎えに来た"));
        let tx = storage::begin(&fresh.db).await.unwrap();
        assert!(erasure::erase(&tx, VISIT, NOW + 9).await.unwrap());
        storage::commit(tx).await.unwrap();
        assert_eq!(flow_runs::of_contact(&fresh.db, VISIT).await.unwrap()[0].note_sealed, None);
    })
    .await;
}

#[tokio::test]
async fn time_at_the_payment_counter_stands_in_the_contacts_row_apart_from_its_wait() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        let mut log = answered_call(VISIT, Uuid::from_u128(9), NOW);
        let flow = |seq: u32, at_ms: i64, record| ContactEvent {
            contact: ContactId(VISIT),
            seq,
            at: Timestamp(NOW + at_ms),
            kind: ContactEventKind::Flow { record },
        };
        let closed = log.pop().unwrap();
        let next = closed.seq;
        log.push(flow(next, 44_000, FlowRecordKind::DetourBegan));
        log.push(flow(next + 1, 104_000, FlowRecordKind::DetourEnded { away_ms: 60_000 }));
        log.push(ContactEvent { seq: next + 2, ..closed });
        apply(&fresh.db, &entries(&ring, None, log.clone())).await.unwrap();
        let row = contacts::find(&fresh.db, VISIT).await.unwrap().unwrap();
        assert_eq!((row.detour_ms, row.wait_ms), (60_000, Some(6_000)));
        assert_eq!(ingest::log(&fresh.db, VISIT).await.unwrap(), log);
    })
    .await;
}
