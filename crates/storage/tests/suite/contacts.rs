//! Filing, sealed values, erasure and rotation.

use sea_orm::ConnectionTrait;
use storage::contacts::{self, Booking, Contact, WrapUp};
use storage::{Db, StoreError};
use uuid::Uuid;
use vault::{CipherError, KeyRing};

use super::fresh::on_fresh;
use super::logs::{answered_call, apply, entries};

const NOW: i64 = 1_790_000_000_000;
const AGENT: Uuid = Uuid::from_u128(9);

fn wrap_up(note: &str) -> WrapUp {
    WrapUp {
        topic: String::from("ア-1"),
        outcome: String::from("resolved"),
        booking: Some(Booking {
            result: String::from("made"),
            kind: String::from("renewal"),
            reference: Some(String::from("R-204")),
        }),
        note: Some(note.to_owned()),
    }
}

async fn filed(db: &Db, ring: &KeyRing, number: u128, caller: &str, note: &str) -> Contact {
    let id = Uuid::from_u128(number);
    apply(db, &entries(ring, Some(caller), answered_call(id, AGENT, NOW))).await.unwrap();
    contacts::file(db, ring, id, &wrap_up(note), AGENT, NOW + 50_000).await.unwrap();
    contacts::find(db, id).await.unwrap().unwrap()
}

#[tokio::test]
async fn what_is_filed_reads_back_and_stands_nowhere_in_the_clear() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        let contact = filed(&fresh.db, &ring, 1, "+81312345678", "折り返し希望").await;
        let key = contacts::key(&contact, &ring).unwrap();
        assert_eq!(contacts::note(&contact, &key).unwrap().as_deref(), Some("折り返し希望"));
        assert_eq!(contacts::caller(&contact, &key).unwrap().as_deref(), Some("+81312345678"));
        assert_eq!(contacts::booking_reference(&contact, &key).unwrap().as_deref(), Some("R-204"));
        assert_eq!(contact.topic.as_deref(), Some("ア-1"));
        let shown = format!("{contact:?}");
        assert!(!shown.contains("折り返し") && !shown.contains("12345678"));
    })
    .await;
}

#[tokio::test]
async fn a_sealed_value_swapped_between_rows_or_columns_is_rejected() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        let one = filed(&fresh.db, &ring, 1, "+81312345678", "one").await;
        let two = filed(&fresh.db, &ring, 2, "+81312345679", "two").await;
        let steps = [
            "UPDATE contacts SET booking_reference_sealed = note_sealed",
            "UPDATE contacts SET caller_sealed = note_sealed, note_sealed = \
             (SELECT o.booking_reference_sealed FROM contacts o WHERE o.id <> contacts.id)",
        ];
        for step in steps {
            fresh.db.execute_unprepared(step).await.unwrap();
        }
        for id in [one.id, two.id] {
            let row = contacts::find(&fresh.db, id).await.unwrap().unwrap();
            let key = contacts::key(&row, &ring).unwrap();
            let refused = |found| matches!(found, Err(StoreError::Cipher(CipherError::Refused)));
            assert!(refused(contacts::note(&row, &key)));
            assert!(refused(contacts::caller(&row, &key)));
        }
        let stolen = Contact { wrapped_key: two.wrapped_key, ..one };
        assert!(contacts::key(&stolen, &ring).is_err());
    })
    .await;
}

#[tokio::test]
async fn rotation_moves_every_key_and_nothing_else() {
    on_fresh(|fresh| async move {
        let mut ring = KeyRing::generate().unwrap();
        let mut before = Vec::new();
        for number in 1..=5 {
            before.push(filed(&fresh.db, &ring, number, "+81312345678", "note").await);
        }
        ring.rotate().unwrap();
        let mut after = None;
        while let Some(last) = contacts::rewrap_keys(&fresh.db, &ring, after, 2).await.unwrap() {
            after = Some(last);
        }
        let current = KeyRing::from_text(&only_current(&ring)).unwrap();
        for old in before {
            let row = contacts::find(&fresh.db, old.id).await.unwrap().unwrap();
            assert_ne!(row.wrapped_key, old.wrapped_key);
            assert_eq!(row.note_sealed, old.note_sealed);
            let key = contacts::key(&row, &current).unwrap();
            assert_eq!(contacts::note(&row, &key).unwrap().as_deref(), Some("note"));
            assert!(contacts::key(&old, &current).is_err());
        }
    })
    .await;
}

/// The ring as it is once the old key is thrown away.
fn only_current(ring: &KeyRing) -> String {
    use secrecy::ExposeSecret;
    let text = ring.to_text().expose_secret().to_owned();
    let current = format!("key {}", ring.current());
    let kept = |line: &&str| !line.starts_with("key ") || line.starts_with(&current);
    text.lines().filter(kept).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn an_erased_contact_keeps_its_figures_and_loses_its_person() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        let id = filed(&fresh.db, &ring, 1, "+81312345678", "note").await.id;
        assert!(contacts::erase(&fresh.db, id, NOW).await.unwrap());
        assert!(!contacts::erase(&fresh.db, id, NOW).await.unwrap());
        let row = contacts::find(&fresh.db, id).await.unwrap().unwrap();
        assert!(matches!(contacts::key(&row, &ring), Err(StoreError::Erased(_))));
        assert_eq!((row.caller_index, row.caller_sealed, row.note_sealed), (None, None, None));
        assert_eq!(row.talk_ms, 10_000);
        let again = entries(&ring, Some("+81312345678"), answered_call(id, AGENT, NOW));
        apply(&fresh.db, &again).await.unwrap();
        let row = contacts::find(&fresh.db, id).await.unwrap().unwrap();
        assert_eq!(row.caller_sealed, None, "a replay must not bring the person back");
        let refused = contacts::file(&fresh.db, &ring, id, &wrap_up("x"), AGENT, NOW).await;
        assert!(matches!(refused, Err(StoreError::Erased(_))));
    })
    .await;
}

#[tokio::test]
async fn filing_survives_events_that_come_after_it() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        let id = Uuid::from_u128(1);
        let all = entries(&ring, None, answered_call(id, AGENT, NOW));
        apply(&fresh.db, &all[..10]).await.unwrap();
        contacts::file(&fresh.db, &ring, id, &wrap_up("note"), AGENT, NOW).await.unwrap();
        apply(&fresh.db, &all).await.unwrap();
        let row = contacts::find(&fresh.db, id).await.unwrap().unwrap();
        assert_eq!((row.topic.as_deref(), row.filed_by), (Some("ア-1"), Some(AGENT)));
        assert!(row.closed_at_ms.is_some());
    })
    .await;
}
