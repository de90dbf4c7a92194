//! Text of contacts, what a search reads of it, and summaries: sealed, in step, gone with their contact.

use storage::transcripts::{self, SegmentToKeep, TimedText};
use storage::{Db, call_summaries, contacts, erasure, transcript_texts};
use uuid::Uuid;
use vault::{ContactKey, KeyRing};

use super::fresh::on_fresh;
use super::logs::{answered_call, apply, entries};

const NOW: i64 = 1_790_000_000_000;
const ANNA: Uuid = Uuid::from_u128(100);

fn segment(contact: Uuid, id: u128, start_ms: i64, text: &str) -> SegmentToKeep {
    let word = TimedText { text: text.to_owned(), start_ms, end_ms: start_ms + 500, redacted: None };
    SegmentToKeep {
        id: Uuid::from_u128(id),
        contact,
        recording: Uuid::from_u128(9),
        party: "caller".to_owned(),
        agent: None,
        start_ms,
        end_ms: start_ms + 500,
        language: Some("ja".to_owned()),
        confidence: 0.5,
        engine: "test".to_owned(),
        source: "live",
        words: vec![word],
    }
}

async fn call(db: &Db, ring: &KeyRing, number: u128) -> (Uuid, ContactKey) {
    let id = Uuid::from_u128(number);
    apply(db, &entries(ring, Some("+81311111111"), answered_call(id, ANNA, NOW))).await.unwrap();
    let row = contacts::find(db, id).await.unwrap().unwrap();
    let key = contacts::key(&row, ring).unwrap();
    (id, key)
}

#[tokio::test]
async fn segments_come_back_in_order_and_a_correction_stands_beside_the_original() {
    on_fresh(|fresh| async move {
        let (db, ring) = (&fresh.db, KeyRing::generate().unwrap());
        let (contact, key) = call(db, &ring, 1).await;
        for (id, start_ms, text) in [(12, 900, "後"), (11, 100, "先")] {
            assert!(transcripts::keep(db, &key, &segment(contact, id, start_ms, text)).await.unwrap());
        }
        assert!(!transcripts::keep(db, &key, &segment(contact, 11, 100, "別")).await.unwrap(), "the same id again");
        let first = &transcripts::of_contact(db, contact).await.unwrap()[0];
        assert_eq!(transcripts::words(first, &key).unwrap()[0].text, "先");
        transcripts::correct(db, &key, contact, first.id, "訂正", ANNA, NOW).await.unwrap();
        let first = &transcripts::of_contacts(db, &[contact]).await.unwrap()[0];
        assert_eq!(transcripts::corrected(first, &key).unwrap().as_deref(), Some("訂正"));
        assert_eq!(transcripts::words(first, &key).unwrap()[0].text, "先");
        assert_eq!((first.corrected_by, first.corrected_at_ms), (Some(ANNA), Some(NOW)));
        let (other, _) = call(db, &ring, 2).await;
        let foreign = transcripts::correct(db, &key, other, first.id, "訂正", ANNA, NOW).await;
        assert!(matches!(foreign, Err(storage::StoreError::Missing(_))));
    })
    .await;
}

#[tokio::test]
async fn the_mark_of_a_text_changes_with_every_segment_and_correction() {
    on_fresh(|fresh| async move {
        let (db, ring) = (&fresh.db, KeyRing::generate().unwrap());
        let (contact, key) = call(db, &ring, 1).await;
        let mark = async || transcripts::bases(db, &[contact]).await.unwrap().remove(&contact);
        assert_eq!(mark().await, None);
        transcripts::keep(db, &key, &segment(contact, 11, 0, "一")).await.unwrap();
        let one = mark().await.unwrap();
        transcripts::keep(db, &key, &segment(contact, 12, 900, "二")).await.unwrap();
        let two = mark().await.unwrap();
        transcripts::correct(db, &key, contact, Uuid::from_u128(11), "訂正", ANNA, NOW).await.unwrap();
        let corrected = mark().await.unwrap();
        assert!(one != two && two != corrected, "{one} {two} {corrected}");
    })
    .await;
}

#[tokio::test]
async fn the_text_of_a_search_is_sealed_and_replaced() {
    on_fresh(|fresh| async move {
        let (db, ring) = (&fresh.db, KeyRing::generate().unwrap());
        let (contact, key) = call(db, &ring, 1).await;
        for (basis, text) in [("1:0", "かーど"), ("2:0", "かーどのこうしん")] {
            transcript_texts::keep(db, &key, basis, text).await.unwrap();
        }
        let rows = transcript_texts::of_contacts(db, &[contact, ANNA]).await.unwrap();
        assert_eq!((rows.len(), rows[0].basis.as_str()), (1, "2:0"));
        assert_eq!(transcript_texts::folded(&rows[0], &key).unwrap(), "かーどのこうしん");
        let plain = "かーど".as_bytes();
        assert!(!rows[0].folded_sealed.windows(plain.len()).any(|window| window == plain));
        let (_, stranger) = call(db, &ring, 2).await;
        assert!(transcript_texts::folded(&rows[0], &stranger).is_err());
    })
    .await;
}

#[tokio::test]
async fn a_confirmed_summary_is_never_replaced_by_a_draft() {
    on_fresh(|fresh| async move {
        let (db, ring) = (&fresh.db, KeyRing::generate().unwrap());
        let (contact, key) = call(db, &ring, 1).await;
        for text in ["一", "二"] {
            call_summaries::draft(db, &key, "rules", text, &vec![text], NOW).await.unwrap();
        }
        let draft = call_summaries::find(db, contact).await.unwrap().unwrap();
        assert_eq!((draft.state.as_str(), draft.basis.as_str()), ("draft", "二"));
        assert_eq!(call_summaries::body::<Vec<String>>(&draft, &key).unwrap(), ["二"]);
        call_summaries::confirm(db, &key, &vec!["三"], ANNA, NOW + 1).await.unwrap();
        call_summaries::draft(db, &key, "rules", "x", &vec!["四"], NOW + 2).await.unwrap();
        let kept = call_summaries::find(db, contact).await.unwrap().unwrap();
        assert_eq!((kept.state.as_str(), kept.source.as_str(), kept.confirmed_by), ("confirmed", "rules", Some(ANNA)));
        assert_eq!(call_summaries::body::<Vec<String>>(&kept, &key).unwrap(), ["三"]);
    })
    .await;
}

#[tokio::test]
async fn an_erased_contact_leaves_no_text_and_no_summary() {
    on_fresh(|fresh| async move {
        let (db, ring) = (&fresh.db, KeyRing::generate().unwrap());
        let (contact, key) = call(db, &ring, 1).await;
        transcripts::keep(db, &key, &segment(contact, 11, 0, "一")).await.unwrap();
        transcript_texts::keep(db, &key, "1:0", "一").await.unwrap();
        call_summaries::draft(db, &key, "rules", "1:0", &vec!["一"], NOW).await.unwrap();
        let tx = storage::begin(db).await.unwrap();
        assert!(erasure::erase(&tx, contact, NOW).await.unwrap());
        storage::commit(tx).await.unwrap();
        assert!(transcripts::of_contact(db, contact).await.unwrap().is_empty());
        assert!(transcript_texts::of_contacts(db, &[contact]).await.unwrap().is_empty());
        assert!(call_summaries::find(db, contact).await.unwrap().is_none());
    })
    .await;
}
