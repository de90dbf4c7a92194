//! The history, personal data behind a reason, recordings, and filing.

use domain::agent::{AgentEvent, LoggedState};
use domain::ids::AgentId;
use domain::time::Timestamp;
use reqwest::{Method, StatusCode};
use serde_json::json;
use storage::contacts;
use storage::ingest::{self, Entry};
use storage::recordings::Ending;
use uuid::Uuid;

use crate::house::on_each;

const CALLER: &str = "+81462551111";

#[tokio::test]
async fn numbers_are_masked_until_a_reason_is_stated_once() {
    on_each(true, |house| async move {
        let agent = house.account("denwa1").await;
        let contact = house.answered_call(agent, CALLER, 60_000).await;
        let supervisor = house.logged_in("kantoku").await;
        let list = supervisor.get("/api/contacts").await.body;
        let row = &list["items"][0];
        assert_eq!(row["id"], json!(contact));
        assert!(row["caller_masked"].as_str().unwrap().ends_with("1111"));
        assert!(!list.to_string().contains("255"), "{list}");
        let path = format!("/api/contacts/{contact}/open");
        assert_eq!(supervisor.post(&path, json!({"reason": " "})).await.code(), "invalid");
        let opened = supervisor.post(&path, json!({"reason": "折返しの確認"})).await;
        assert_eq!(opened.body["caller"], CALLER);
        let audit = house.logged_in("sekinin").await.get("/api/audit?action=contact.opened").await.body;
        assert_eq!(audit["items"][0]["subject"], format!("contact:{contact}"));
        assert_eq!(audit["items"][0]["detail"]["reason"], "折返しの確認");
        assert_eq!(audit["items"][0]["actor_name"], "監督 一郎");
    })
    .await;
}

#[tokio::test]
async fn agents_see_their_own_contacts_of_today_and_no_others() {
    on_each(true, |house| async move {
        let (own, other) = (house.account("denwa1").await, house.account("denwa2").await);
        let mine = house.answered_call(own, CALLER, 0).await;
        let theirs = house.answered_call(other, CALLER, 0).await;
        let old = house.answered_call(own, CALLER, 3 * 24 * 3_600_000).await;
        let agent = house.logged_in("denwa1").await;
        let list = agent.get("/api/contacts").await.body;
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
        assert_eq!(list["items"][0]["id"], json!(mine));
        for hidden in [theirs, old, Uuid::nil()] {
            assert_eq!(agent.get(&format!("/api/contacts/{hidden}")).await.status, StatusCode::NOT_FOUND);
        }
        let asked = agent.get(&format!("/api/contacts?agent={other}&from=2020-01-01T00:00:00Z")).await.body;
        assert_eq!(asked["items"].as_array().unwrap().len(), 1, "asking wider shows no more");
    })
    .await;
}

#[tokio::test]
async fn a_contact_is_found_by_the_number_in_any_form_and_pages_join() {
    on_each(true, |house| async move {
        let agent = house.account("denwa1").await;
        for n in 0..5 {
            house.answered_call(agent, CALLER, n * 1_000).await;
        }
        house.answered_call(agent, "+81312345678", 0).await;
        let supervisor = house.logged_in("kantoku").await;
        let found = supervisor.get("/api/contacts?number=046-255-1111&limit=2").await.body;
        assert_eq!(found["items"].as_array().unwrap().len(), 2);
        let mut seen = 2;
        let mut cursor = found["next_cursor"].as_str().map(str::to_owned);
        while let Some(at) = cursor {
            let page = supervisor.get(&format!("/api/contacts?number=0462551111&limit=2&cursor={at}")).await.body;
            seen += page["items"].as_array().unwrap().len();
            cursor = page["next_cursor"].as_str().map(str::to_owned);
        }
        assert_eq!(seen, 5);
        assert_eq!(supervisor.get("/api/contacts?number=hello").await.code(), "invalid");
        assert_eq!(supervisor.get("/api/contacts?cursor=hello").await.code(), "invalid");
    })
    .await;
}

#[tokio::test]
async fn a_note_that_holds_an_individual_number_is_refused_with_the_reason() {
    on_each(true, |house| async move {
        let agent = house.account("denwa1").await;
        let contact = house.answered_call(agent, CALLER, 0).await;
        let browser = house.logged_in("denwa1").await;
        let path = format!("/api/contacts/{contact}/wrap-up");
        let filed = |note: &str| {
            json!({"topic": "ウ", "sub_code": "ウ-1", "outcome": "resolved", "note": note,
                "booking": {"result": "made", "kind": "collection", "reference": "A-102"}})
        };
        let refused = browser.put(&path, filed("番号は983205673214とのこと")).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::UNPROCESSABLE_ENTITY, "secret_in_note"));
        assert!(!refused.body.to_string().contains("983205673214"));
        let row = contacts::find(&house.running.db, contact).await.unwrap().unwrap();
        assert_eq!(row.filed_at_ms, None, "nothing of a refused note is kept");
        let done = browser.put(&path, filed("交付の予約を取った。持ち物を案内した。")).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT);
        let detail = browser.get(&format!("/api/contacts/{contact}")).await.body;
        assert_eq!(detail["topic"], "ウ");
        assert_eq!(detail["wrap_up"]["has_note"], true);
        assert!(!detail.to_string().contains("A-102"), "reference and note want a reason");
        let opened = browser.post(&format!("/api/contacts/{contact}/open"), json!({"reason": "確認"})).await.body;
        assert_eq!(opened["booking_reference"], "A-102");
    })
    .await;
}

#[tokio::test]
async fn only_who_had_the_contact_or_a_supervisor_files_it_and_only_under_known_topics() {
    on_each(true, |house| async move {
        let contact = house.answered_call(house.account("denwa1").await, CALLER, 0).await;
        let path = format!("/api/contacts/{contact}/wrap-up");
        let filed = |topic: &str, sub: Option<&str>| json!({"topic": topic, "sub_code": sub, "outcome": "resolved"});
        let stranger = house.logged_in("denwa2").await;
        assert_eq!(stranger.put(&path, filed("ア", None)).await.code(), "not_your_contact");
        let supervisor = house.logged_in("kantoku").await;
        assert_eq!(supervisor.put(&path, filed("ン", None)).await.code(), "invalid");
        assert_eq!(supervisor.put(&path, filed("ア", Some("イ-1"))).await.code(), "invalid");
        assert_eq!(supervisor.put(&path, filed("ア", Some("ア-1"))).await.status, StatusCode::NO_CONTENT);
        let unknown = json!({"topic": "ア", "outcome": "forgotten"});
        assert_eq!(supervisor.put(&path, unknown).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn a_recording_is_heard_with_a_reason_and_sought_by_range() {
    on_each(true, |house| async move {
        let contact = house.answered_call(house.account("denwa1").await, CALLER, 0).await;
        house.recorded(contact, Some(Ending::Final)).await;
        let supervisor = house.logged_in("kantoku").await;
        let path = format!("/api/contacts/{contact}/recording.wav");
        assert_eq!(supervisor.get(&path).await.code(), "reason_wanted");
        assert_eq!(supervisor.get(&format!("/api/contacts/{contact}/peaks")).await.code(), "reason_wanted");
        supervisor.post(&format!("/api/contacts/{contact}/open"), json!({"reason": "品質確認"})).await;
        let whole = supervisor.get(&path).await;
        assert_eq!(&whole.bytes[..4], b"RIFF");
        assert_eq!(whole.bytes.len(), 44 + 3 * 32_000);
        let part = supervisor.send(Method::GET, &path, None, &[("range", "bytes=40000-40099")]).await;
        assert_eq!(part.status, StatusCode::PARTIAL_CONTENT);
        assert_eq!(part.headers["content-range"], format!("bytes 40000-40099/{}", whole.bytes.len()));
        assert_eq!(part.bytes, whole.bytes[40_000..40_100]);
        let outside = supervisor.send(Method::GET, &path, None, &[("range", "bytes=999999-")]).await;
        assert_eq!(outside.status, StatusCode::RANGE_NOT_SATISFIABLE);
        let peaks = supervisor.get(&format!("/api/contacts/{contact}/peaks")).await.body;
        assert_eq!(peaks["left"].as_array().unwrap().len(), 60);
        assert!(peaks["left"][0].as_u64().unwrap() > 70 && peaks["right"][0].as_u64().unwrap() == 0);
        let other = house.logged_in("kantoku2").await;
        assert_eq!(other.get(&path).await.code(), "reason_wanted", "a reason is one's own");
    })
    .await;
}

#[tokio::test]
async fn an_erased_contact_is_unreadable_for_good_and_the_audit_log_says_who_and_why() {
    on_each(true, |house| async move {
        let contact = house.answered_call(house.account("denwa1").await, CALLER, 60_000).await;
        house.recorded(contact, None).await;
        let (path, reason) = (format!("/api/contacts/{contact}/erase"), json!({"reason": "本人の請求による"}));
        let manager = house.logged_in("sekinin").await;
        assert_eq!(manager.post(&path, reason.clone()).await.code(), "conflict", "it is still in hand");
        house.closed(contact).await;
        assert_eq!(house.logged_in("kantoku").await.post(&path, reason.clone()).await.code(), "role_wanted");
        assert_eq!(manager.post(&path, json!({"reason": " "})).await.code(), "invalid");
        assert_eq!(manager.post(&path, reason.clone()).await.status, StatusCode::NO_CONTENT);
        assert_eq!(manager.post(&path, reason).await.code(), "erased");
        let opened = manager.post(&format!("/api/contacts/{contact}/open"), json!({"reason": "確認"})).await;
        assert_eq!(opened.code(), "erased");
        let found = manager.get("/api/contacts?number=0462551111").await.body;
        assert_eq!(found["items"], json!([]), "the index knows the number no longer");
        let row = manager.get(&format!("/api/contacts/{contact}")).await.body;
        assert_eq!((&row["caller_masked"], &row["has_recording"]), (&json!(null), &json!(false)));
        assert_eq!(row["acceptance"], "answered", "figures stay");
        let spool = storage::spool::Spool::open(&house.config.spool_dir()).unwrap();
        assert_eq!(spool.list().unwrap(), [] as [Uuid; 0]);
        let destroyed = manager.get("/api/audit?action=recording.sealed_key_destroyed").await.body;
        assert_eq!(destroyed["items"][0]["detail"]["why"], "contact_erased");
        let audit = manager.get("/api/audit?action=contact.erased").await.body;
        assert_eq!(audit["items"][0]["subject"], format!("contact:{contact}"));
        assert_eq!(audit["items"][0]["detail"]["reason"], "本人の請求による");
        let verdict = manager.post("/api/audit/verify", json!({})).await.body;
        assert_eq!(verdict["whole"], true, "{verdict}");
    })
    .await;
}

#[tokio::test]
async fn colleagues_are_named_to_those_at_a_desk_without_their_logins() {
    on_each(true, |house| async move {
        let colleagues = house.logged_in("denwa1").await.get("/api/colleagues").await.body;
        let own = house.account("denwa1").await;
        let rows = colleagues.as_array().unwrap();
        let me = rows.iter().find(|row| row["id"] == json!(own)).unwrap();
        assert_eq!((&me["roles"], &me["active"]), (&json!(["agent_phone"]), &json!(true)));
        assert!(rows.iter().all(|row| row["roles"] != json!(["administrator"])), "{colleagues}");
        assert!(!colleagues.to_string().contains("denwa1"));
    })
    .await;
}

#[tokio::test]
async fn an_agent_sees_the_own_day_and_a_supervisor_everybodys() {
    on_each(true, |house| async move {
        let (own, other) = (house.account("denwa1").await, house.account("denwa2").await);
        let now = server::clock::Clock::start().now();
        for (agent, ago_ms, state) in [
            (own, 3_000, LoggedState::SignedIn),
            (own, 2_000, LoggedState::Available),
            (other, 1_000, LoggedState::Available),
        ] {
            let at = Timestamp(now.timestamp_millis() - ago_ms);
            let event = AgentEvent { agent: AgentId(agent), at, contact: None, state };
            let entry = Entry::Agent { id: Uuid::now_v7(), event };
            let tx = storage::begin(&house.running.db).await.unwrap();
            ingest::apply(&tx, &[entry]).await.unwrap();
            storage::commit(tx).await.unwrap();
        }
        let from = (now - chrono::TimeDelta::minutes(1)).to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        let path = |agent: Uuid| format!("/api/agents/{agent}/states?from={from}");
        let agent = house.logged_in("denwa1").await;
        let items = agent.get(&path(own)).await.body["items"].clone();
        assert_eq!((&items[0]["state"], &items[0]["duration_ms"]), (&json!("signed_in"), &json!(1_000)));
        assert_eq!((&items[1]["state"], &items[1]["to"]), (&json!("available"), &json!(null)));
        assert_eq!(agent.get(&path(other)).await.status, StatusCode::NOT_FOUND);
        let seen = house.logged_in("kantoku").await.get(&path(other)).await.body;
        assert_eq!(seen["items"].as_array().unwrap().len(), 1);
        let long = format!("/api/agents/{own}/states?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z");
        assert_eq!(agent.get(&long).await.code(), "invalid");
    })
    .await;
}
