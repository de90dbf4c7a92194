//! The prompt log: written before it is sent, sealed, counted, bounded, and without text once its contact is erased.

use storage::ai_prompts::{self, AskedPrompt, PromptEnd, PromptFilter};
use storage::{Db, StoreError, contacts, erasure};
use uuid::Uuid;
use vault::{ContactKey, KeyRing};

use super::fresh::on_fresh;
use super::logs::{answered_call, apply, entries};

const NOW: i64 = 1_790_000_000_000;
const ANNA: Uuid = Uuid::from_u128(100);
const SENT: &str = "再発行の手数料はいくらですか";
const ACCEPTED: PromptEnd<'_> =
    PromptEnd { outcome: "accepted", reason: None, took_ms: 420, answer: Some("手数料は1,000円です。") };

async fn call(db: &Db, ring: &KeyRing, number: u128) -> (Uuid, ContactKey) {
    let id = Uuid::from_u128(number);
    apply(db, &entries(ring, Some("+81311111111"), answered_call(id, ANNA, NOW))).await.unwrap();
    let row = contacts::find(db, id).await.unwrap().unwrap();
    (id, contacts::key(&row, ring).unwrap())
}

fn asked(number: u128, purpose: &'static str, at_ms: i64) -> AskedPrompt<'static> {
    let id = Uuid::from_u128(number);
    AskedPrompt { id, at_ms, purpose, model: "small-8b", place: "llm.city.example", sent: SENT }
}

async fn ids(db: &Db, filter: &PromptFilter, limit: u64) -> Vec<u128> {
    ai_prompts::list(db, filter, limit).await.unwrap().iter().map(|row| row.id.as_u128()).collect()
}

#[tokio::test]
async fn a_prompt_is_in_the_log_before_its_answer_and_both_are_sealed() {
    on_fresh(|fresh| async move {
        let (db, ring) = (&fresh.db, KeyRing::generate().unwrap());
        let (contact, key) = call(db, &ring, 1).await;
        ai_prompts::open(db, &key, &asked(7, "drafts", NOW)).await.unwrap();
        let row = ai_prompts::find(db, Uuid::from_u128(7)).await.unwrap().unwrap();
        assert_eq!((row.outcome.as_str(), row.contact, row.took_ms), (ai_prompts::ASKED, contact, None));
        ai_prompts::close(db, &key, row.id, &ACCEPTED).await.unwrap();
        let row = ai_prompts::find(db, row.id).await.unwrap().unwrap();
        assert_eq!((row.outcome.as_str(), row.reason.as_deref(), row.took_ms), ("accepted", None, Some(420)));
        assert_eq!((row.model.as_str(), row.place.as_str()), ("small-8b", "llm.city.example"));
        assert_eq!(ai_prompts::sent(&row, &key).unwrap().as_deref(), Some(SENT));
        assert_eq!(ai_prompts::answer(&row, &key).unwrap().as_deref(), ACCEPTED.answer);
        let plain = "手数料".as_bytes();
        let holds = |sealed: &[u8]| sealed.windows(plain.len()).any(|window| window == plain);
        assert!(!holds(&row.sent_sealed) && !row.answer_sealed.as_deref().is_some_and(holds));
        let (_, stranger) = call(db, &ring, 2).await;
        assert!(ai_prompts::sent(&row, &stranger).is_err());
        let gone = ai_prompts::close(db, &key, Uuid::from_u128(9), &ACCEPTED).await;
        assert!(matches!(gone, Err(StoreError::Missing(_))));
    })
    .await;
}

#[tokio::test]
async fn the_log_is_searched_by_purpose_and_outcome_page_by_page_and_counted() {
    on_fresh(|fresh| async move {
        let (db, ring) = (&fresh.db, KeyRing::generate().unwrap());
        let (_, key) = call(db, &ring, 1).await;
        let refused = PromptEnd { outcome: "refused", reason: Some("not_said:money"), took_ms: 9, answer: Some("嘘") };
        for (number, purpose) in [(1, "drafts"), (2, "summary"), (3, "drafts"), (4, "drafts")] {
            // Two of one millisecond are told apart by their ids.
            ai_prompts::open(db, &key, &asked(number, purpose, NOW + i64::from(number > 2))).await.unwrap();
        }
        ai_prompts::close(db, &key, Uuid::from_u128(1), &ACCEPTED).await.unwrap();
        ai_prompts::close(db, &key, Uuid::from_u128(3), &refused).await.unwrap();
        let all = PromptFilter::default();
        assert_eq!(ids(db, &all, 10).await, [4, 3, 2, 1]);
        let next = PromptFilter { before: Some((NOW + 1, Uuid::from_u128(4))), ..all.clone() };
        assert_eq!(ids(db, &next, 2).await, [3, 2]);
        let drafts = PromptFilter { purpose: Some("drafts".to_owned()), ..all.clone() };
        assert_eq!(ids(db, &drafts, 10).await, [4, 3, 1]);
        let refused = PromptFilter { outcome: Some("refused".to_owned()), ..drafts };
        assert_eq!(ids(db, &refused, 10).await, [3]);
        let counts = ai_prompts::counts(db).await.unwrap();
        let count = |purpose: &str, outcome: &str| counts.get(&(purpose.to_owned(), outcome.to_owned())).copied();
        assert_eq!((count("drafts", "accepted"), count("drafts", "refused")), (Some(1), Some(1)));
        assert_eq!((count("summary", "asked"), count("summary", "accepted")), (Some(1), None));
    })
    .await;
}

#[tokio::test]
async fn an_erased_contact_leaves_no_text_in_the_log_and_a_late_answer_none_either() {
    on_fresh(|fresh| async move {
        let (db, ring) = (&fresh.db, KeyRing::generate().unwrap());
        let (contact, key) = call(db, &ring, 1).await;
        let (_, other) = call(db, &ring, 2).await;
        ai_prompts::open(db, &key, &asked(1, "drafts", NOW)).await.unwrap();
        ai_prompts::open(db, &other, &asked(2, "drafts", NOW)).await.unwrap();
        let tx = storage::begin(db).await.unwrap();
        assert!(erasure::erase(&tx, contact, NOW).await.unwrap());
        storage::commit(tx).await.unwrap();
        ai_prompts::close(db, &key, Uuid::from_u128(1), &ACCEPTED).await.unwrap();
        let row = ai_prompts::find(db, Uuid::from_u128(1)).await.unwrap().unwrap();
        assert_eq!((row.outcome.as_str(), row.sent_sealed.len(), row.answer_sealed.clone()), ("accepted", 0, None));
        assert_eq!(ai_prompts::sent(&row, &key).unwrap(), None);
        let kept = ai_prompts::find(db, Uuid::from_u128(2)).await.unwrap().unwrap();
        assert_eq!(ai_prompts::sent(&kept, &other).unwrap().as_deref(), Some(SENT));
    })
    .await;
}

#[tokio::test]
async fn the_log_is_bounded_by_time_and_by_rows() {
    on_fresh(|fresh| async move {
        let (db, ring) = (&fresh.db, KeyRing::generate().unwrap());
        let (_, key) = call(db, &ring, 1).await;
        for number in 1..=6_u8 {
            ai_prompts::open(db, &key, &asked(number.into(), "drafts", NOW + i64::from(number))).await.unwrap();
        }
        assert_eq!(ai_prompts::forget_before(db, NOW + 2).await.unwrap(), 1);
        assert_eq!(ai_prompts::keep_newest(db, 5).await.unwrap(), 0);
        assert_eq!(ai_prompts::keep_newest(db, 3).await.unwrap(), 2);
        assert_eq!(ids(db, &PromptFilter::default(), 10).await, [6, 5, 4]);
        assert_eq!(ai_prompts::keep_newest(db, 10).await.unwrap(), 0);
    })
    .await;
}
