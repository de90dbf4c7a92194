//! The calendar's pages.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::house::on_each;

fn day<'a>(month: &'a Value, date: &str) -> &'a Value {
    month.as_array().unwrap().iter().find(|row| row["date"] == date).unwrap()
}

#[tokio::test]
async fn a_month_tells_hours_and_reasons_and_a_one_off_entry_wins() {
    on_each(true, |house| async move {
        let manager = house.logged_in("sekinin").await;
        let month = manager.get("/api/calendar/counter?month=2026-11").await.body;
        assert_eq!(month.as_array().unwrap().len(), 30);
        assert_eq!(day(&month, "2026-11-03")["kind"], "holiday");
        assert_eq!(day(&month, "2026-11-14")["kind"], "nth");
        assert_eq!(day(&month, "2026-11-07")["kind"], "closed");
        assert_eq!(
            (&day(&month, "2026-11-04")["open"], &day(&month, "2026-11-04")["close"]),
            (&json!("08:30"), &json!("17:15"))
        );
        let closure = json!({"date": "2026-11-04", "open": null, "close": null, "reason": "庁舎停電"});
        let made = manager.post("/api/calendar/counter/exceptions", closure).await;
        assert_eq!(made.status, StatusCode::CREATED);
        let month = manager.get("/api/calendar/counter?month=2026-11").await.body;
        assert_eq!(
            (&day(&month, "2026-11-04")["kind"], &day(&month, "2026-11-04")["open"]),
            (&json!("exception"), &Value::Null)
        );
        let phone = manager.get("/api/calendar/phone?month=2026-11").await.body;
        assert_eq!(day(&phone, "2026-11-04")["kind"], "weekly", "another channel is untouched");
        let path = format!("/api/calendar/counter/exceptions/{}", made.body["id"].as_str().unwrap());
        assert_eq!(manager.delete(&path).await.status, StatusCode::NO_CONTENT);
        assert_eq!(manager.delete(&path).await.status, StatusCode::NOT_FOUND);
        let month = manager.get("/api/calendar/counter?month=2026-11").await.body;
        assert_eq!(day(&month, "2026-11-04")["kind"], "weekly");
    })
    .await;
}

#[tokio::test]
async fn wrong_entries_are_refused() {
    on_each(true, |house| async move {
        let manager = house.logged_in("sekinin").await;
        for wrong in [
            json!({"date": "2026-11-04", "open": "10:00", "close": "09:00", "reason": "x"}),
            json!({"date": "2026-11-04", "open": "10:00", "close": null, "reason": "x"}),
            json!({"date": "2026-11-04", "open": null, "close": null, "reason": ""}),
            json!({"date": "1999-11-04", "open": null, "close": null, "reason": "x"}),
            json!({"date": "2026-11-04", "open": "25:00", "close": "26:00", "reason": "x"}),
        ] {
            let answer = manager.post("/api/calendar/phone/exceptions", wrong.clone()).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        assert_eq!(manager.get("/api/calendar/phone?month=november").await.code(), "invalid");
        assert_eq!(manager.get("/api/calendar/fax?month=2026-11").await.code(), "not_found");
    })
    .await;
}

#[tokio::test]
async fn the_cabinet_offices_list_is_taken_as_it_is_published_and_wins() {
    on_each(true, |house| async move {
        let mut rows = String::from("国民の祝日・休日月日,国民の祝日・休日名称\r\n");
        for holiday in domain::calendar::holidays_of_year(2026) {
            rows.push_str(&format!("{},{}\r\n", holiday.date.format("%Y/%-m/%-d"), holiday.name_ja));
        }
        rows.push_str("2026/11/4,特別の休日\r\n");
        let (bytes, ..) = encoding_rs::SHIFT_JIS.encode(&rows);
        let administrator = house.logged_in("kanri").await;
        let path = "/api/calendar/holidays";
        let answer = administrator.send_bytes(Method::POST, path, "text/csv", bytes.to_vec()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert_eq!((&answer.body["days"], answer.body["differences"].as_array().unwrap().len()), (&json!(19), 1));
        let month = administrator.get("/api/calendar/counter?month=2026-11").await.body;
        assert_eq!(
            (day(&month, "2026-11-04")["kind"].as_str(), &day(&month, "2026-11-04")["open"]),
            (Some("holiday"), &Value::Null)
        );
        let garbage = administrator.send_bytes(Method::POST, path, "text/csv", vec![0xff; 100]).await;
        assert_eq!(garbage.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn rules_are_changed_and_checked() {
    on_each(true, |house| async move {
        let manager = house.logged_in("sekinin").await;
        let mut rules = manager.get("/api/calendar/phone/rules").await.body;
        rules["weekly"][0]["close"] = json!("18:00");
        assert_eq!(manager.put("/api/calendar/phone/rules", rules.clone()).await.status, StatusCode::NO_CONTENT);
        let month = manager.get("/api/calendar/phone?month=2026-11").await.body;
        assert_eq!(day(&month, "2026-11-05")["close"], "18:00");
        rules["weekly"][0]["open"] = json!("19:00");
        assert_eq!(manager.put("/api/calendar/phone/rules", rules).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}
