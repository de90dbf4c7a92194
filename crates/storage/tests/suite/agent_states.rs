//! The agents' log and whose voice is whose, through the journal's entries.

use domain::agent::{AgentEvent, LoggedState, PauseReason};
use domain::contact::Party;
use domain::ids::{AgentId, ContactId};
use domain::time::Timestamp;
use storage::ingest::Entry;
use storage::{agent_states, voices};
use uuid::Uuid;

use super::fresh::on_fresh;
use super::logs::apply;

const NOW: i64 = 1_790_000_000_000;
const AGENT: Uuid = Uuid::from_u128(9);

fn entry(number: u128, after_ms: i64, state: LoggedState, contact: Option<u128>) -> Entry {
    let contact = contact.map(|contact| ContactId(Uuid::from_u128(contact)));
    let event = AgentEvent { agent: AgentId(AGENT), at: Timestamp(NOW + after_ms), contact, state };
    Entry::Agent { id: Uuid::from_u128(number), event }
}

fn a_morning() -> Vec<Entry> {
    let lunch = LoggedState::Paused { reason: PauseReason::Chosen("lunch".to_owned()) };
    vec![
        entry(1, 0, LoggedState::SignedIn, None),
        entry(2, 1_000, LoggedState::Available, None),
        entry(3, 5_000, LoggedState::Ringing, Some(7)),
        entry(4, 5_000, LoggedState::Talking, Some(7)),
        entry(5, 9_000, lunch, None),
    ]
}

#[tokio::test]
async fn an_agents_log_is_kept_once_and_in_order_however_often_it_is_replayed() {
    on_fresh(|fresh| async move {
        let entries = a_morning();
        let bytes: Vec<_> = entries.iter().map(|entry| entry.to_bytes().unwrap()).collect();
        let read: Vec<_> = bytes.iter().map(|bytes| Entry::from_bytes(bytes).unwrap()).collect();
        assert_eq!(read, entries);
        assert_eq!(apply(&fresh.db, &read).await.unwrap(), 5);
        assert_eq!(apply(&fresh.db, &read).await.unwrap(), 0);
        let rows = agent_states::of_agent(&fresh.db, AGENT, NOW, NOW + 60_000).await.unwrap();
        let said: Vec<_> =
            rows.iter().map(|row| (row.at_ms - NOW, row.state.as_str(), row.reason.as_deref())).collect();
        let wanted = [
            (0, "signed_in", None),
            (1_000, "available", None),
            (5_000, "ringing", None),
            (5_000, "talking", None),
            (9_000, "paused", Some("lunch")),
        ];
        assert_eq!(said, wanted);
        assert_eq!(rows[3].contact, Some(Uuid::from_u128(7)));
    })
    .await;
}

#[tokio::test]
async fn a_stretch_begins_with_the_state_that_held_and_ends_before_its_end() {
    on_fresh(|fresh| async move {
        apply(&fresh.db, &a_morning()).await.unwrap();
        let rows = agent_states::of_agent(&fresh.db, AGENT, NOW + 2_000, NOW + 9_000).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.state.as_str()).collect::<Vec<_>>(), ["available", "ringing", "talking"]);
        let nobody = agent_states::of_agent(&fresh.db, Uuid::nil(), NOW, NOW + 9_000).await.unwrap();
        assert_eq!(nobody, []);
    })
    .await;
}

#[tokio::test]
async fn whoever_has_not_signed_out_is_found_for_the_start_after_a_stop() {
    on_fresh(|fresh| async move {
        apply(&fresh.db, &a_morning()).await.unwrap();
        let left = agent_states::signed_in(&fresh.db, [AGENT, Uuid::nil()]).await.unwrap();
        assert_eq!(left.iter().map(|row| (row.agent, row.at_ms)).collect::<Vec<_>>(), [(AGENT, NOW + 9_000)]);
        for (number, after_ms, gone) in [(11, 10_000, LoggedState::SignedOut), (12, 20_000, LoggedState::Stopped)] {
            apply(&fresh.db, &[entry(number, after_ms, gone, None)]).await.unwrap();
            assert_eq!(agent_states::signed_in(&fresh.db, [AGENT]).await.unwrap(), []);
        }
    })
    .await;
}

#[tokio::test]
async fn every_leg_of_a_contact_keeps_its_voice() {
    on_fresh(|fresh| async move {
        let contact = Uuid::from_u128(7);
        let voice = |leg, party| Entry::Voice { contact, leg, party };
        let entries = [
            voice(3, Party::Caller),
            voice(1, Party::Agent(AgentId(AGENT))),
            voice(8, Party::Agent(AgentId(AGENT))),
            voice(9, Party::Third { attempt: 1 }),
        ];
        assert_eq!(apply(&fresh.db, &entries).await.unwrap(), 4);
        assert_eq!(apply(&fresh.db, &entries).await.unwrap(), 0);
        let mut known = voices::of_contact(&fresh.db, contact).await.unwrap();
        known.sort_by_key(|voice| voice.leg);
        let said: Vec<_> = known.iter().map(|voice| (voice.leg, voice.party.as_str(), voice.agent)).collect();
        let agent = Some(AGENT);
        assert_eq!(said, [(1, "agent", agent), (3, "caller", None), (8, "agent", agent), (9, "third", None)]);
        assert_eq!(voices::of_contact(&fresh.db, Uuid::nil()).await.unwrap(), []);
    })
    .await;
}
