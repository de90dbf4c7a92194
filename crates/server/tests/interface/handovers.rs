//! Hand-over notes from writing to done, and the alarm when nobody comes.

use chrono::{DateTime, Datelike as _, TimeDelta, Utc, Weekday};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::house::{Browser, House, on_each};

async fn department(browser: &Browser) -> Value {
    let directory = browser.get("/api/directory").await.body;
    directory.as_array().unwrap().iter().find(|row| row["kind"] == "department").unwrap()["id"].clone()
}

async fn written(house: &House, more: Value) -> Value {
    let agent = house.logged_in("denwa1").await;
    let contact = house.answered_call(house.account("denwa1").await, "+81462551111", 0).await;
    let mut body =
        json!({"contact": contact, "department": department(&agent).await, "text": "折返しをお願いします。"});
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    let answer = agent.post("/api/handovers", body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    answer.body
}

#[tokio::test]
async fn a_note_is_due_by_the_citys_calendar() {
    on_each(true, |house| async move {
        let note = written(&house, json!({})).await;
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
        let note = written(&house, json!({})).await;
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
async fn a_note_nobody_finishes_is_overdue_and_raises_an_alarm() {
    on_each(true, |house| async move {
        let soon = server::clock::Clock::start().now() + TimeDelta::milliseconds(300);
        let note = written(&house, json!({"due_at": soon})).await;
        let officer = house.logged_in("shi1").await;
        for _ in 0..200 {
            let list = officer.get("/api/handovers").await.body;
            if list["items"][0]["overdue"] == true {
                assert_eq!(list["items"][0]["id"], note["id"]);
                return;
            }
            tokio::task::yield_now().await;
        }
        panic!("the note never fell due");
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
