//! Hand-over notes.

use storage::handover_notes::{self as notes, Draft, NoteSearch};
use uuid::Uuid;
use vault::KeyRing;

use super::fresh::on_fresh;

const NOW: i64 = 1_790_000_000_000;
const OFFICER: Uuid = Uuid::from_u128(7);

fn draft(number: u128, due_at_ms: i64) -> Draft {
    Draft {
        id: Uuid::from_u128(number),
        department: Uuid::from_u128(70),
        owner: None,
        text: format!("{number}番の件"),
        due_at_ms,
        written_by: Uuid::from_u128(9),
    }
}

#[tokio::test]
async fn a_note_is_acknowledged_once_overdue_when_it_is_and_done_once() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let key = KeyRing::generate().unwrap().contact_key(Uuid::from_u128(1)).unwrap();
        let late = notes::write(db, &key, draft(1, NOW + 100), NOW).await.unwrap();
        notes::write(db, &key, draft(2, NOW + 500), NOW).await.unwrap();
        assert_eq!(notes::text(&late, &key).unwrap(), "1番の件");
        assert_eq!(notes::overdue(db, NOW + 99).await.unwrap(), []);
        assert_eq!(notes::overdue(db, NOW + 100).await.unwrap(), std::slice::from_ref(&late));
        assert!(notes::acknowledge(db, late.id, OFFICER, NOW + 150).await.unwrap());
        assert!(!notes::acknowledge(db, late.id, OFFICER, NOW + 160).await.unwrap());
        assert_eq!(notes::overdue(db, NOW + 200).await.unwrap().len(), 1);
        assert!(notes::finish(db, late.id, OFFICER, NOW + 300).await.unwrap());
        assert!(!notes::finish(db, late.id, OFFICER, NOW + 301).await.unwrap());
        assert!(!notes::acknowledge(db, late.id, OFFICER, NOW + 302).await.unwrap());
        assert_eq!(notes::overdue(db, NOW + 400).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn pages_of_notes_join_without_a_gap_and_are_searched_by_every_field() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let key = KeyRing::generate().unwrap().contact_key(Uuid::from_u128(1)).unwrap();
        for number in 1..=5 {
            // Two and three are due at the same instant.
            notes::write(db, &key, draft(number, NOW + [1, 2, 2, 3, 4][number as usize - 1]), NOW).await.unwrap();
        }
        let any = NoteSearch::default();
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let (page, next) = notes::search(db, &any, after, 2).await.unwrap();
            seen.extend(page.iter().map(|note| note.id.as_u128()));
            after = next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, [1, 2, 3, 4, 5]);
        assert!(notes::finish(db, Uuid::from_u128(4), OFFICER, NOW).await.unwrap());
        let check = async |wanted: NoteSearch, ids: &[u128]| {
            let found = notes::search(db, &wanted, None, 50).await.unwrap().0;
            assert_eq!(found.iter().map(|note| note.id.as_u128()).collect::<Vec<_>>(), ids, "{wanted:?}");
        };
        check(NoteSearch { state: Some("open".to_owned()), ..any.clone() }, &[1, 2, 3, 5]).await;
        check(NoteSearch { contact: Some(Uuid::from_u128(2)), ..any.clone() }, &[]).await;
        check(NoteSearch { department: Some(Uuid::from_u128(70)), ..any.clone() }, &[1, 2, 3, 4, 5]).await;
        check(NoteSearch { written_by: Some(OFFICER), ..any.clone() }, &[]).await;
    })
    .await;
}

#[tokio::test]
async fn one_of_two_reminders_sent_at_once_is_claimed() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let key = KeyRing::generate().unwrap().contact_key(Uuid::from_u128(1)).unwrap();
        let note = notes::write(db, &key, draft(1, NOW), NOW).await.unwrap();
        assert!(notes::remind(db, note.id, 0, NOW + 1).await.unwrap());
        assert!(!notes::remind(db, note.id, 0, NOW + 1).await.unwrap());
        assert!(notes::remind(db, note.id, 1, NOW + 2).await.unwrap());
        let row = notes::find(db, note.id).await.unwrap().unwrap();
        assert_eq!((row.reminders, row.reminded_at_ms), (2, Some(NOW + 2)));
    })
    .await;
}
