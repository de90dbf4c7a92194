//! Recordings from the end of a call to whoever may hear them, and what is counted of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use media::{RecordingSummary, SideSummary};
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::calls::alarms::Alarms;
use server::calls::{
    ArchiveDeps, Channels, ClosedRecording, FinishedRecording, HeldBack, Keeping, Scribe, SilencedSpan, archive,
};
use server::clock::Clock;
use server::trail::Trail;
use storage::objects::Objects;
use storage::recordings::{self, Ending, Recording};
use storage::sealed_files;
use storage::spool::{Closed, Spool, Verdict};
use uuid::Uuid;

use super::house::{Browser, House, on_each};

const CALLER: &str = "+81462551111";

async fn opened(house: &House, login: &str, contact: Uuid) -> Browser {
    let browser = house.logged_in(login).await;
    browser.post(&format!("/api/contacts/{contact}/open"), json!({"reason": "品質確認"})).await;
    browser
}

#[tokio::test]
async fn who_hears_a_recording_depends_on_what_was_taken_out_of_it() {
    on_each(true, |house| async move {
        let agent = house.account("denwa1").await;
        let (ok, sealed, unredacted) = (
            (StatusCode::OK, ""),
            (StatusCode::LOCKED, "recording_sealed"),
            (StatusCode::FORBIDDEN, "recording_unredacted"),
        );
        for (ending, by_supervisor, by_manager, state) in [
            (Some(Ending::Final), ok, ok, "final"),
            (Some(Ending::Unredacted), unredacted, ok, "unredacted"),
            (None, sealed, sealed, "waiting"),
        ] {
            let contact = house.answered_call(agent, CALLER, 0).await;
            house.recorded(contact, ending).await;
            for (login, wanted) in [("kantoku", by_supervisor), ("sekinin", by_manager)] {
                let browser = opened(&house, login, contact).await;
                for what in ["recording.wav", "peaks"] {
                    let answer = browser.get(&format!("/api/contacts/{contact}/{what}")).await;
                    let code = if answer.status == StatusCode::OK { String::new() } else { answer.code().to_owned() };
                    assert_eq!((answer.status, &*code), wanted, "{login} {what} {state}");
                }
                let detail = browser.get(&format!("/api/contacts/{contact}")).await.body;
                assert_eq!(detail["recording"]["state"], state);
                assert_eq!(detail["recording"]["may_listen"], wanted == ok, "{login} {state}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_recording_that_waits_says_since_when_and_why_in_both_languages() {
    on_each(true, |house| async move {
        let contact = house.answered_call(house.account("denwa1").await, CALLER, 0).await;
        let id = house.recorded(contact, None).await;
        let since = "2026-11-29T00:05:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        recordings::held(&house.running.db, id, "no worker answers", since.timestamp_millis()).await.unwrap();
        let supervisor = opened(&house, "kantoku", contact).await;
        let refused = supervisor.get(&format!("/api/contacts/{contact}/recording.wav")).await.body;
        let [ja, en] = ["detail_ja", "detail_en"].map(|key| refused[key].as_str().unwrap().to_owned());
        assert!(ja.contains("2026-11-29 09:05") && ja.contains("no worker answers") && ja.contains("再試行"), "{ja}");
        assert!(en.contains("2026-11-29 09:05") && en.contains("no worker answers") && en.contains("again"), "{en}");
        let standing = supervisor.get(&format!("/api/contacts/{contact}")).await.body["recording"].clone();
        assert_eq!((&standing["state"], &standing["waiting_why"]), (&json!("waiting"), &json!("no worker answers")));
    })
    .await;
}

#[tokio::test]
async fn silenced_stretches_are_silent_in_the_file_and_marked_for_the_player() {
    on_each(true, |house| async move {
        let contact = house.answered_call(house.account("denwa1").await, CALLER, 0).await;
        house.recorded(contact, Some(Ending::Final)).await;
        let supervisor = opened(&house, "kantoku", contact).await;
        let sound = supervisor.get(&format!("/api/contacts/{contact}/recording.wav")).await.bytes;
        let left = |ms: usize| i16::from_le_bytes([sound[44 + ms * 32], sound[45 + ms * 32]]);
        assert_eq!([left(400), left(450), left(1_000), left(1_100)], [10_000, 0, 0, 10_000]);
        let detail = supervisor.get(&format!("/api/contacts/{contact}")).await.body;
        let mark = json!({"side": "left", "start_ms": 500, "end_ms": 1_000, "kind": "individual_number"});
        assert_eq!(detail["recording"]["silenced"], json!([mark]));
    })
    .await;
}

/// A scribe that fails so many times and then finds a number on the caller's side.
#[derive(Debug)]
struct Stubborn {
    failures: AtomicU32,
}

#[async_trait]
impl Scribe for Stubborn {
    async fn finish(&self, recording: FinishedRecording) -> Result<Vec<SilencedSpan>, HeldBack> {
        let sound = recording.sound.open().unwrap();
        assert_eq!((recording.duration_ms, sound.duration_ms()), (3_000, 3_000), "the scribe hears it all");
        if self.failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() {
            return Err(HeldBack::Retry("the worker died".to_owned()));
        }
        let kind = "individual_number".to_owned();
        Ok(vec![SilencedSpan { side: Channels::Left, start_ms: 1_000, end_ms: 1_500, kind }])
    }
}

fn deps(house: &House, scribe: Option<Arc<dyn Scribe>>, leftovers: Vec<Uuid>) -> ArchiveDeps {
    let (ring, clock) = (house.ring(), Clock::start());
    ArchiveDeps {
        db: house.running.db.clone(),
        trail: Trail::new(house.running.db.clone(), &ring, clock.clone(), house.config.audit_heads_file()),
        ring: Arc::new(ring),
        spool: Spool::open(&house.config.spool_dir()).unwrap(),
        leftovers,
        started_at_ms: 0,
        objects: Objects::open(&house.config.recording_store()).unwrap(),
        scribe,
        keeping: Keeping { sealed_days: 0, unredacted_days: 30 },
        alarms: Alarms::default(),
        clock,
    }
}

fn closed(house: &House, contact: Uuid, id: Uuid) -> ClosedRecording {
    let side = SideSummary::default();
    let path = Spool::open(&house.config.spool_dir()).unwrap().path_of(id);
    let summary =
        RecordingSummary { path, duration_ms: 3_000, left: side, right: side, dropped_overall: 0, fault: None };
    ClosedRecording { id, contact: domain::ids::ContactId(contact), summary, silent: None, legs: Vec::new() }
}

/// Waits for a row to be as wanted; the limit is generous.
async fn row(house: &House, id: Uuid, wanted: impl Fn(&Recording) -> bool) -> Recording {
    for _ in 0..400 {
        let row = recordings::find(&house.running.db, id).await.unwrap().unwrap();
        if wanted(&row) {
            return row;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{:?}", recordings::find(&house.running.db, id).await);
}

#[tokio::test]
async fn a_recording_whose_text_fails_stays_sealed_over_a_restart_and_is_finished_when_it_succeeds() {
    on_each(true, |house| async move {
        let contact = house.answered_call(house.account("denwa1").await, CALLER, 0).await;
        house.closed(contact).await;
        let id = house.recorded(contact, None).await;
        let scribe: Arc<dyn Scribe> = Arc::new(Stubborn { failures: AtomicU32::new(1) });
        let (sender, ready) = tokio::sync::mpsc::unbounded_channel();
        let first = tokio::spawn(archive(deps(&house, Some(Arc::clone(&scribe)), Vec::new()), ready));
        sender.send(closed(&house, contact, id)).unwrap();
        let waiting = row(&house, id, |row| row.held_why.is_some()).await;
        assert_eq!((&*waiting.state, waiting.held_why.as_deref()), ("open", Some("the worker died")));
        let sealed = std::fs::read(deps(&house, None, Vec::new()).spool.path_of(id)).unwrap();
        first.abort();

        let (_sender, ready) = tokio::sync::mpsc::unbounded_channel();
        let again = tokio::spawn(archive(deps(&house, Some(scribe), vec![id]), ready));
        let done = row(&house, id, |row| row.key_destroyed_at_ms.is_some()).await;
        assert_eq!((&*done.state, done.held_why), ("final", None));
        assert!(!deps(&house, None, Vec::new()).spool.path_of(id).exists(), "the sealed file is gone");
        let header = vault::recording::read_header(&mut sealed.as_slice()).unwrap();
        assert_ne!(header.wrapped.key_id().to_string(), "", "until then its key was in its header");
        let manager = house.logged_in("sekinin").await;
        let audit = manager.get("/api/audit?action=recording.sealed_key_destroyed").await.body;
        assert_eq!(audit["items"].as_array().unwrap().len(), 1);
        assert_eq!(audit["items"][0]["subject"], format!("recording:{id}"));
        assert_eq!(audit["items"][0]["detail"], json!({"contact": contact, "why": "redacted_copy_stored"}));
        again.abort();
    })
    .await;
}

#[tokio::test]
async fn with_recognition_off_a_recording_is_kept_unredacted_and_says_that_nothing_became_text() {
    on_each(true, |house| async move {
        let contact = house.answered_call(house.account("denwa1").await, CALLER, 0).await;
        let id = house.recorded(contact, None).await;
        let (sender, ready) = tokio::sync::mpsc::unbounded_channel();
        let task = tokio::spawn(archive(deps(&house, None, Vec::new()), ready));
        sender.send(closed(&house, contact, id)).unwrap();
        let done = row(&house, id, |row| row.key_destroyed_at_ms.is_some()).await;
        assert_eq!(done.state, "unredacted");
        assert_eq!((done.transcribed_ms, done.untranscribed_reason.as_deref()), (Some(0), Some("recognition_off")));
        task.abort();
    })
    .await;
}

#[tokio::test]
async fn a_kept_original_opens_for_two_people_together_and_for_nobody_else() {
    on_each(true, |house| async move {
        let contact = house.answered_call(house.account("denwa1").await, CALLER, 0).await;
        let id = house.recorded(contact, None).await;
        let archive = deps(&house, None, Vec::new());
        let (db, now_ms) = (&house.running.db, archive.clock.now().timestamp_millis());
        let Closed::Sealed(sealed) = archive.spool.close(db, &archive.ring, &archive.objects, id).await.unwrap() else {
            panic!("it was just written");
        };
        let kept_until_ms = Some(now_ms + 86_400_000);
        let verdict = Verdict { ending: Ending::Final, spans: Vec::new(), now_ms, kept_until_ms };
        archive.spool.finish(db, &archive.ring, &archive.objects, &sealed, &verdict).await.unwrap();
        archive.spool.keep_sealed(id).unwrap();

        let path = |what: &str| format!("/api/contacts/{contact}/original{what}");
        let (asker, manager) = (house.logged_in("kantoku").await, house.logged_in("sekinin").await);
        assert_eq!(asker.get(&path(".wav")).await.code(), "two_persons_wanted");
        assert_eq!(asker.post(&path("/openings"), json!({"reason": "苦情"})).await.code(), "invalid");
        let asked = asker.post(&path("/openings"), json!({"reason": "苦情の確認のため"})).await;
        assert_eq!(asked.status, StatusCode::NO_CONTENT);
        let own = manager.post(&path("/openings"), json!({"reason": "自分の申請です"})).await;
        assert_eq!(own.status, StatusCode::NO_CONTENT);
        let openings = manager.get(&path("/openings")).await.body;
        let of = |reason: &str| {
            let found = openings.as_array().unwrap().iter().find(|one| one["reason"] == reason);
            path(&format!("/openings/{}/decision", found.unwrap()["id"].as_str().unwrap()))
        };
        let approve = json!({"approve": true});
        assert_eq!(manager.post(&of("自分の申請です"), approve.clone()).await.code(), "conflict");
        assert_eq!(asker.post(&of("苦情の確認のため"), approve.clone()).await.code(), "role_wanted");
        assert_eq!(manager.post(&of("苦情の確認のため"), approve.clone()).await.status, StatusCode::NO_CONTENT);
        assert_eq!(manager.post(&of("苦情の確認のため"), approve).await.code(), "conflict", "a decision stands");
        for browser in [&asker, &manager] {
            assert_eq!(browser.get(&path(".wav")).await.bytes.len(), 44 + 3 * 32_000);
        }
        assert_eq!(house.logged_in("kantoku2").await.get(&path(".wav")).await.code(), "two_persons_wanted");
        let audit = manager.get("/api/audit").await.body.to_string();
        for action in ["original_asked", "original_approved", "original_heard"] {
            assert!(audit.contains(&format!("recording.{action}")), "{action}");
        }
        archive.spool.destroy_key(id).await.unwrap();
        sealed_files::key_destroyed(db, id, now_ms).await.unwrap();
        assert_eq!(asker.get(&path(".wav")).await.status, StatusCode::NOT_FOUND, "after its days nobody hears it");
    })
    .await;
}

#[tokio::test]
async fn coverage_counts_a_day_and_finds_and_explains_a_planted_gap() {
    on_each(true, |house| async move {
        let agent = house.account("denwa1").await;
        let mut calls = Vec::new();
        for ending in [Some(Ending::Final), Some(Ending::Unredacted), None] {
            let contact = house.answered_call(agent, CALLER, 0).await;
            let id = house.recorded(contact, ending).await;
            let (speech, text, reason) = match ending {
                Some(Ending::Final) => (3_000, 3_000, None),
                Some(Ending::Unredacted) | None => (3_000, 0, Some("recognition_off")),
            };
            recordings::transcribed(&house.running.db, id, speech, text, reason).await.unwrap();
            calls.push(contact);
        }
        let planted = house.answered_call(agent, CALLER, 0).await;
        let manager = house.logged_in("sekinin").await;
        let month = manager.get("/api/coverage").await.body;
        let today = month["days"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            ["due", "recorded", "transcribed", "gaps"].map(|key| today[key].as_u64().unwrap()),
            [4, 3, 1, 1],
            "{today}"
        );
        assert_eq!(today["shortfalls"], json!({"not_recorded": 1, "recognition_off": 1, "waiting": 1}));
        let day = manager.get(&format!("/api/coverage/{}", today["day"].as_str().unwrap())).await.body;
        let gaps: Vec<&Value> = day["short"].as_array().unwrap().iter().filter(|one| one["gap"] == true).collect();
        assert_eq!(gaps.len(), 1);
        assert_eq!((&gaps[0]["contact"], &gaps[0]["code"]), (&json!(planted), &json!("not_recorded")));
        assert_eq!(manager.get("/api/coverage?month=november").await.code(), "invalid");
        assert_eq!(house.logged_in("denwa1").await.get("/api/coverage").await.code(), "role_wanted");
    })
    .await;
}
