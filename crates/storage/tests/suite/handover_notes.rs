//! Hand-over notes.

use storage::handover_notes::{self as notes, Draft};
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
        let open = notes::list(db, Some("open")).await.unwrap();
        assert_eq!(open.iter().map(|note| note.id.as_u128()).collect::<Vec<_>>(), [2]);
        assert_eq!(notes::of_contact(db, Uuid::from_u128(1)).await.unwrap().len(), 2);
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
