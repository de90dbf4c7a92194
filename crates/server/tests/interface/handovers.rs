//! Hand-over notes from writing to done, and the alarm when nobody comes.

use chrono::{DateTime, Datelike as _, TimeDelta, Utc, Weekday};
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::clock::Clock;

use crate::house::{Browser, House, on_each};

async fn department(browser: &Browser) -> Value {
    let directory = browser.get("/api/directory").await.body;
    directory.as_array().unwrap().iter().find(|row| row["kind"] == "department").unwrap()["id"].clone()
}

/// Writes a note that falls due after `due`, or by the calendar.
async fn written(house: &House, due: Option<TimeDelta>) -> Value {
    let agent = house.logged_in("denwa1").await;
    let contact = house.answered_call(house.account("denwa1").await, "+81462551111", 0).await;
    let department = department(&agent).await;
    let due_at = due.map(|due| Clock::start().now() + due);
    let body =
        json!({"contact": contact, "department": department, "text": "折返しをお願いします。", "due_at": due_at});
    let answer = agent.post("/api/handovers", body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    answer.body
}

#[tokio::test]
async fn a_note_is_due_by_the_citys_calendar() {
    on_each(true, |house| async move {
        let note = written(&house, None).await;
        let due: DateTime<Utc> = note["due_at"].as_str().unwrap().parse().unwrap();
        let local = due + TimeDelta::hours(9);
        assert!(!matches!(local.weekday(), Weekday::Sat | Weekday::Sun), "{local}");
        assert!((8..=17).contains(&chrono::Timelike::hour(&local)), "{local}");
        assert_eq!((note["state"].as_str(), note["overdue"].as_bool()), (Some("open"), Some(false)));
    })
    .await;
}

#[tokio::test]
async fn a_note_is_acknowledged_and_done_once_by_those_who_may() {
    on_each(true, |house| async move {
        let note = written(&house, None).await;
        let path = |step: &str| format!("/api/handovers/{}/{step}", note["id"].as_str().unwrap());
        let agent = house.logged_in("denwa1").await;
        assert_eq!(agent.post(&path("acknowledge"), json!({})).await.code(), "role_wanted");
        let officer = house.logged_in("shi1").await;
        let taken = officer.post(&path("acknowledge"), json!({})).await.body;
        assert_eq!(
            (taken["state"].as_str(), taken["acknowledged_by"]["name"].as_str()),
            (Some("acknowledged"), Some("市 職員"))
        );
        assert_eq!(officer.post(&path("acknowledge"), json!({})).await.code(), "conflict");
        assert_eq!(officer.post(&path("done"), json!({})).await.body["state"], "done");
        assert_eq!(officer.post(&path("done"), json!({})).await.code(), "conflict");
        let open = officer.get("/api/handovers?state=open").await.body;
        assert_eq!(open["items"], json!([]));
        let all = officer.get("/api/handovers").await.body;
        assert_eq!(all["items"][0]["text"], "折返しをお願いします。");
    })
    .await;
}

#[tokio::test]
async fn a_note_nobody_finishes_is_overdue() {
    on_each(true, |house| async move {
        let note = written(&house, Some(TimeDelta::seconds(3))).await;
        let officer = house.logged_in("shi1").await;
        let clock = Clock::start();
        let limit = clock.now() + TimeDelta::seconds(60);
        loop {
            let list = officer.get("/api/handovers").await.body;
            assert_eq!(list["items"][0]["id"], note["id"]);
            if list["items"][0]["overdue"] == true {
                return;
            }
            assert!(clock.now() < limit, "the note never fell due");
        }
    })
    .await;
}

#[tokio::test]
async fn a_note_that_holds_a_secret_is_refused() {
    on_each(true, |house| async move {
        let agent = house.logged_in("denwa1").await;
        let contact = house.answered_call(house.account("denwa1").await, "+81462551111", 0).await;
        let text = "個人番号は 9832 0567 3214 です";
        let body = json!({"contact": contact, "department": department(&agent).await, "text": text});
        assert_eq!(agent.post("/api/handovers", body).await.code(), "secret_in_note");
        let past = json!({"contact": contact, "department": department(&agent).await, "text": "至急", "due_at": "2020-01-01T00:00:00Z"});
        assert_eq!(agent.post("/api/handovers", past).await.code(), "invalid");
    })
    .await;
}
