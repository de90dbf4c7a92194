//! The FAQ in the books: entries with their history, editions, questions and proposals.

use std::collections::BTreeMap;

use domain::ids::AgentId;
use domain::knowledge::entry::{Entry, EntryKey, RawEntry, RawSource, RawText, Version};
use domain::knowledge::workflow::{
    Actor, Dossier, Duty, Effect, Event, Occasion, PublishAt, Record, RecordKind, Revision, Verdict,
};
use domain::time::Timestamp;
use storage::faq_editions::{self, FaqEdition, Receipt};
use storage::faq_entries::Turn;
use storage::faq_proposals::{self, Proposal};
use storage::faq_questions::{self, AskedQuestion, QuestionFilter};
use storage::{StoreError, begin, faq_entries};
use uuid::Uuid;

use super::fresh::on_fresh;

const NOW: i64 = 1_790_000_000_000;
const CONTACT: Uuid = Uuid::from_u128(77);

fn entry(key: &str) -> Entry {
    let text = RawText {
        question: "手数料はいくらですか".to_owned(),
        answer: "1,000円です。".to_owned(),
        ..RawText::default()
    };
    let source =
        RawSource { title: "市の案内".to_owned(), place: "窓口案内".to_owned(), date: "2026-10".to_owned() };
    let raw = RawEntry {
        key: key.to_owned(),
        topic: "o".to_owned(),
        audience: "resident".to_owned(),
        risk: "low".to_owned(),
        publish: "yes".to_owned(),
        ja: text,
        sources: vec![source],
        owner: "マイナンバー係".to_owned(),
        review_by: "2027-03-31".to_owned(),
        ..RawEntry::default()
    };
    raw.read().unwrap()
}

fn records(effects: &[Effect]) -> Vec<Record> {
    let record = |effect: &Effect| match effect {
        Effect::Record(record) => Some(record.clone()),
        Effect::Show(_) | Effect::Hide(..) => None,
    };
    effects.iter().filter_map(record).collect()
}

/// A draft of two people, approved as a demonstration and set to come a minute later.
fn scheduled(key: &str) -> (Dossier, Vec<Record>) {
    let mut dossier = Dossier::new(EntryKey::read(key).unwrap());
    let by = |id: u128, duty| Occasion {
        by: Actor { id: AgentId(Uuid::from_u128(id)), duty },
        now: Timestamp(NOW),
        demonstration: true,
    };
    let (seen, version) = (Revision(1), Version(1));
    let content = Box::new(entry(key));
    let steps = [
        (Event::Edit { content, seen: Revision(0), still_right: Default::default() }, by(1, Duty::Agent)),
        (Event::Submit { seen }, by(1, Duty::Agent)),
        (Event::Review { seen, verdict: Verdict::Passed, remark: String::new() }, by(2, Duty::Agent)),
        (Event::ApproveAsDemonstration { seen, version }, by(3, Duty::Manager)),
        (Event::Publish { version, at: PublishAt::At(Timestamp(NOW + 60_000)), until: None }, by(3, Duty::Manager)),
    ];
    let mut lines = Vec::new();
    for (event, occasion) in steps {
        lines.extend(records(&dossier.handle(event, &occasion).unwrap()));
    }
    (dossier, lines)
}

#[tokio::test]
async fn an_entry_is_found_as_it_was_kept_and_of_two_writers_one_is_told() {
    on_fresh(|fresh| async move {
        let (mut dossier, lines) = scheduled("reissue-fee");
        let turn = faq_entries::keep(&fresh.db, &dossier, 0, &lines, Timestamp(NOW)).await.unwrap();
        let second = faq_entries::keep(&fresh.db, &dossier, 0, &[], Timestamp(NOW)).await;
        assert!(matches!(second, Err(StoreError::Stale(_))), "{second:?}");
        let found = faq_entries::find(&fresh.db, "reissue-fee").await.unwrap().unwrap();
        assert_eq!((&found.dossier, found.turn), (&dossier, turn));
        let history = faq_entries::records(&fresh.db, "reissue-fee").await.unwrap();
        assert_eq!(history.len(), 5);
        assert!(matches!(history[0].what, RecordKind::Scheduled { .. }), "the newest first");
        let turn_of = |is_live, turn| [Turn { key: "reissue-fee".to_owned(), turn, is_live }];
        assert_eq!(faq_entries::turns(&fresh.db).await.unwrap(), turn_of(false, 1));
        assert!(faq_entries::due(&fresh.db, Timestamp(NOW + 59_999)).await.unwrap().is_empty());
        let due = faq_entries::due(&fresh.db, Timestamp(NOW + 60_000)).await.unwrap();
        assert_eq!(due.len(), 1);
        let effects = dossier.tick(Timestamp(NOW + 60_000));
        faq_entries::keep(&fresh.db, &dossier, turn, &records(&effects), Timestamp(NOW + 60_000)).await.unwrap();
        assert_eq!(faq_entries::turns(&fresh.db).await.unwrap(), turn_of(true, 2));
        assert!(faq_entries::due(&fresh.db, Timestamp(NOW + 999_999)).await.unwrap().is_empty());
        let stale = faq_entries::keep(&fresh.db, &dossier, turn, &[], Timestamp(NOW)).await;
        assert!(matches!(stale, Err(StoreError::Stale(_))), "{stale:?}");
        assert_eq!(faq_entries::count(&fresh.db).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn many_new_entries_are_kept_at_once_with_their_history_or_none_is() {
    on_fresh(|fresh| async move {
        let many: Vec<_> = (0..600).map(|number| scheduled(&format!("entry-{number:03}"))).collect();
        faq_entries::keep_new(&fresh.db, &many, Timestamp(NOW)).await.unwrap();
        let all = faq_entries::all(&fresh.db).await.unwrap();
        let kept: Vec<&Dossier> = all.iter().map(|entry| &entry.dossier).collect();
        assert_eq!(kept, many.iter().map(|(dossier, _)| dossier).collect::<Vec<_>>());
        assert!(all.iter().all(|entry| entry.turn == 1));
        assert_eq!(faq_entries::records(&fresh.db, "entry-599").await.unwrap().len(), 5);
        let some = ["entry-300", "none", "entry-007"].map(str::to_owned);
        let found = faq_entries::of_keys(&fresh.db, &some).await.unwrap();
        let keys: Vec<&str> = found.iter().map(|entry| entry.dossier.parts().key.as_str()).collect();
        assert_eq!(keys, ["entry-007", "entry-300"]);
        let again = [scheduled("entry-600"), scheduled("entry-000")];
        let tx = begin(&fresh.db).await.unwrap();
        let refused = faq_entries::keep_new(&tx, &again, Timestamp(NOW)).await;
        assert!(matches!(refused, Err(StoreError::Stale(_))), "{refused:?}");
        drop(tx);
        assert_eq!(faq_entries::count(&fresh.db).await.unwrap(), 600);
    })
    .await;
}

#[tokio::test]
async fn editions_are_numbered_once_and_received_once() {
    on_fresh(|fresh| async move {
        let texts = BTreeMap::from([(EntryKey::read("reissue-fee").unwrap(), Version(1))]);
        let made_by = Uuid::from_u128(3);
        let edition =
            FaqEdition { number: 1, made_at_ms: NOW, made_by, note: "初版".to_owned(), texts, receipt: None };
        faq_editions::add(&fresh.db, &edition).await.unwrap();
        assert!(matches!(faq_editions::add(&fresh.db, &edition).await, Err(StoreError::Stale(_))));
        assert_eq!(faq_editions::list(&fresh.db).await.unwrap(), std::slice::from_ref(&edition));
        assert_eq!(faq_editions::after(&fresh.db, 0).await.unwrap(), std::slice::from_ref(&edition));
        assert!(faq_editions::after(&fresh.db, 1).await.unwrap().is_empty());
        let receipt = Receipt {
            received_by: "市 職員".to_owned(),
            received_on: "2026-12-01".parse().unwrap(),
            noted_by: made_by,
            noted_at_ms: NOW + 1,
        };
        faq_editions::receive(&fresh.db, 1, &receipt).await.unwrap();
        assert!(matches!(faq_editions::receive(&fresh.db, 1, &receipt).await, Err(StoreError::Stale(_))));
        assert_eq!(faq_editions::find(&fresh.db, 1).await.unwrap().unwrap().receipt, Some(receipt));
    })
    .await;
}

fn question(id: u128, at_ms: i64, band: &str, contact: Option<Uuid>) -> AskedQuestion {
    AskedQuestion {
        id: Uuid::from_u128(id),
        at_ms,
        channel: "desk".to_owned(),
        language: "ja".to_owned(),
        text: "手数料".to_owned(),
        edition: Some(1),
        band: band.to_owned(),
        confidence: 0.25,
        hits: vec!["reissue-fee@1".to_owned()],
        contact,
        outcome: None,
        outcome_hit: None,
    }
}

#[tokio::test]
async fn questions_are_found_by_what_became_of_them_and_go_with_their_contact() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        for one in
            [question(1, 10, "answer", None), question(2, 20, "none", Some(CONTACT)), question(3, 30, "none", None)]
        {
            faq_questions::log(db, &one).await.unwrap();
        }
        let none = QuestionFilter { band: Some("none".to_owned()), ..QuestionFilter::default() };
        let ids = |rows: Vec<AskedQuestion>| rows.into_iter().map(|row| row.id.as_u128()).collect::<Vec<_>>();
        assert_eq!(ids(faq_questions::list(db, &none, 10).await.unwrap()), [3, 2]);
        faq_questions::mark(db, Uuid::from_u128(3), "wrong", Some("reissue-fee@1")).await.unwrap();
        let wrong = QuestionFilter { outcome: Some("wrong".to_owned()), ..QuestionFilter::default() };
        assert_eq!(ids(faq_questions::list(db, &wrong, 10).await.unwrap()), [3]);
        let lost = faq_questions::mark(db, Uuid::from_u128(9), "wrong", None).await;
        assert!(matches!(lost, Err(StoreError::Missing(_))), "{lost:?}");
        assert_eq!(ids(faq_questions::of_contact(db, CONTACT).await.unwrap()), [2]);
        faq_questions::forget_contact(db, CONTACT).await.unwrap();
        assert_eq!(faq_questions::forget_before(db, 11).await.unwrap(), 1);
        assert_eq!(ids(faq_questions::list(db, &QuestionFilter::default(), 10).await.unwrap()), [3]);
        assert_eq!(faq_questions::find(db, Uuid::from_u128(3)).await.unwrap().unwrap().hits, ["reissue-fee@1"]);
    })
    .await;
}

#[tokio::test]
async fn open_proposals_are_replaced_and_what_was_decided_stays() {
    on_fresh(|fresh| async move {
        let proposal = |id: u128, count| Proposal {
            id: Uuid::from_u128(id),
            state: "open".to_owned(),
            kind: "alias".to_owned(),
            target: Some("reissue-fee".to_owned()),
            language: "ja".to_owned(),
            wording: format!("おいくら{id}"),
            count,
            examples: vec!["おいくら".to_owned()],
            made_at_ms: NOW,
            decided_by: None,
            decided_at_ms: None,
        };
        faq_proposals::replace_open(&fresh.db, &[proposal(1, 2), proposal(2, 5)]).await.unwrap();
        faq_proposals::decide(&fresh.db, Uuid::from_u128(1), "rejected", Uuid::from_u128(3), NOW).await.unwrap();
        let twice = faq_proposals::decide(&fresh.db, Uuid::from_u128(1), "accepted", Uuid::from_u128(3), NOW).await;
        assert!(matches!(twice, Err(StoreError::Stale(_))), "{twice:?}");
        faq_proposals::replace_open(&fresh.db, &[proposal(4, 1)]).await.unwrap();
        let all = faq_proposals::list(&fresh.db, None).await.unwrap();
        let states: Vec<(u128, &str)> = all.iter().map(|one| (one.id.as_u128(), one.state.as_str())).collect();
        assert_eq!(states, [(1, "rejected"), (4, "open")]);
    })
    .await;
}
