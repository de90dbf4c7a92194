//! Entries of the journal in the database.

use storage::ingest::{self, Entry};
use storage::journal::{Journal, JournalConfig};
use storage::{contacts, visit_tickets};
use uuid::Uuid;
use vault::KeyRing;

use super::fresh::on_fresh;
use super::logs::{abandoned_call, answered_call, apply, entries};

const NOW: i64 = 1_790_000_000_000;

#[tokio::test]
async fn the_row_of_a_contact_follows_from_its_log() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        let (contact, agent) = (Uuid::from_u128(1), Uuid::from_u128(9));
        let log = answered_call(contact, agent, NOW);
        apply(&fresh.db, &entries(&ring, Some("+81312345678"), log.clone())).await.unwrap();
        let row = contacts::find(&fresh.db, contact).await.unwrap().unwrap();
        assert_eq!((row.channel.as_str(), row.language.as_deref()), ("phone", Some("ja")));
        assert_eq!((row.acceptance.as_deref(), row.wait_ms), (Some("answered"), Some(6_000)));
        assert_eq!((row.talk_ms, row.hold_ms, row.after_call_ms), (10_000, 3_000, 20_000));
        assert_eq!((row.ended_by.as_deref(), row.agent), (Some("caller_hung_up"), Some(agent)));
        assert_eq!((row.ended_at_ms, row.closed_at_ms), (Some(NOW + 23_000), Some(NOW + 43_000)));
        assert_eq!(ingest::log(&fresh.db, contact).await.unwrap(), log);
    })
    .await;
}

#[tokio::test]
async fn replaying_any_part_of_the_journal_again_changes_nothing() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        let mut all = entries(&ring, Some("+81312345678"), answered_call(Uuid::from_u128(1), Uuid::from_u128(9), NOW));
        all.extend(entries(&ring, None, abandoned_call(Uuid::from_u128(2), NOW + 5)));
        for cut in 0..=all.len() {
            apply(&fresh.db, &all[..cut]).await.unwrap();
        }
        let before = snapshot(&fresh.db).await;
        assert_eq!(apply(&fresh.db, &all).await.unwrap(), 0);
        for entry in all.iter().rev() {
            assert_eq!(apply(&fresh.db, std::slice::from_ref(entry)).await.unwrap(), 0);
        }
        assert_eq!(snapshot(&fresh.db).await, before);
    })
    .await;
}

#[tokio::test]
async fn events_that_come_before_their_opening_are_kept_and_joined_with_it() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        let all = entries(&ring, Some("+81312345678"), abandoned_call(Uuid::from_u128(2), NOW));
        apply(&fresh.db, &all[1..]).await.unwrap();
        apply(&fresh.db, &all[..1]).await.unwrap();
        let row = contacts::find(&fresh.db, Uuid::from_u128(2)).await.unwrap().unwrap();
        assert_eq!((row.acceptance.as_deref(), row.short_abandon), (Some("abandoned"), Some(true)));
        let key = contacts::key(&row, &ring).unwrap();
        assert_eq!(contacts::caller(&row, &key).unwrap().as_deref(), Some("+81312345678"));
    })
    .await;
}

#[tokio::test]
async fn a_batch_that_fails_leaves_nothing_behind() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        let all = entries(&ring, None, abandoned_call(Uuid::from_u128(2), NOW));
        let tx = storage::begin(&fresh.db).await.unwrap();
        ingest::apply(&tx, &all).await.unwrap();
        drop(tx);
        assert_eq!(contacts::find(&fresh.db, Uuid::from_u128(2)).await.unwrap(), None);
        assert_eq!(apply(&fresh.db, &all).await.unwrap(), all.len());
    })
    .await;
}

#[tokio::test]
async fn unclosed_contacts_are_found_for_the_start_after_a_crash() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        let all = entries(&ring, None, abandoned_call(Uuid::from_u128(2), NOW));
        apply(&fresh.db, &all[..all.len() - 1]).await.unwrap();
        let open = contacts::unclosed(&fresh.db, None, 10).await.unwrap();
        assert_eq!(open.iter().map(|c| c.id).collect::<Vec<_>>(), [Uuid::from_u128(2)]);
        apply(&fresh.db, &all).await.unwrap();
        assert_eq!(contacts::unclosed(&fresh.db, None, 10).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn the_journal_carries_entries_over_a_crash_without_a_word_in_the_clear() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let all = entries(&ring, Some("+81312345678"), answered_call(Uuid::from_u128(1), Uuid::from_u128(9), NOW));
        let records: Vec<_> = all.iter().map(|entry| entry.to_bytes().unwrap()).collect();
        let mut journal = Journal::open(folder.path(), JournalConfig::default()).unwrap();
        journal.append(&records).unwrap();
        drop(journal);
        let journal = Journal::open(folder.path(), JournalConfig::default()).unwrap();
        let kept = journal.reader().unwrap().read(usize::MAX).unwrap();
        let read: Vec<_> = kept.iter().map(|(_, bytes)| Entry::from_bytes(bytes).unwrap()).collect();
        assert_eq!(read, all);
        assert!(!kept.iter().any(|(_, bytes)| bytes.windows(8).any(|w| w == b"12345678")));
        assert_eq!(apply(&fresh.db, &read).await.unwrap(), all.len());
    })
    .await;
}

#[tokio::test]
async fn writers_at_the_same_time_wait_for_each_other_and_lose_nothing() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        let mut writers = tokio::task::JoinSet::new();
        for number in 0..16u128 {
            let (db, all) = (fresh.db.clone(), entries(&ring, None, abandoned_call(Uuid::from_u128(number), NOW)));
            writers.spawn(async move { apply(&db, &all).await.unwrap() });
        }
        assert_eq!(writers.join_all().await, vec![5; 16]);
    })
    .await;
}

async fn snapshot(db: &storage::Db) -> Vec<contacts::Contact> {
    let search = storage::history::Search::default();
    storage::history::search(db, &search, None, 200).await.unwrap().contacts
}

#[tokio::test]
async fn a_ticket_is_kept_once_and_its_kiosk_when_there_is_one() {
    on_fresh(|fresh| async move {
        let (contact, kiosk) = (Uuid::from_u128(3), Uuid::from_u128(30));
        let ticket = |kiosk| Entry::Ticket { contact, number: String::from("12"), kiosk };
        let in_hall = [ticket(None)];
        let seated = [ticket(None), ticket(Some(kiosk))];
        assert_eq!(apply(&fresh.db, &in_hall).await.unwrap(), 1);
        assert_eq!(visit_tickets::of_contact(&fresh.db, contact).await.unwrap().unwrap().kiosk, None);
        assert_eq!(apply(&fresh.db, &seated).await.unwrap(), 1);
        assert_eq!(apply(&fresh.db, &seated).await.unwrap(), 0, "replaying changes nothing");
        let kept = visit_tickets::of_contact(&fresh.db, contact).await.unwrap().unwrap();
        assert_eq!((kept.number.as_str(), kept.kiosk), ("12", Some(kiosk)));
        assert_eq!(visit_tickets::of_contact(&fresh.db, Uuid::from_u128(4)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn unclosed_contacts_are_found_page_by_page() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        for number in 1..=3 {
            let all = entries(&ring, None, abandoned_call(Uuid::from_u128(number), NOW));
            apply(&fresh.db, &all[..all.len() - 1]).await.unwrap();
        }
        let first = contacts::unclosed(&fresh.db, None, 2).await.unwrap();
        let rest = contacts::unclosed(&fresh.db, first.last().map(|last| last.id), 2).await.unwrap();
        let ids: Vec<u128> = first.iter().chain(&rest).map(|contact| contact.id.as_u128()).collect();
        assert_eq!(ids, [1, 2, 3]);
    })
    .await;
}
