//! Numbers from the reception and the call-up display, from outside.

use reqwest::StatusCode;
use serde_json::json;

use crate::house::on_each;

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_counted_from_the_reception_on_and_can_be_taken_back() {
    on_each(true, |house| async move {
        let officer = house.logged_in("shi1").await;
        let answer = officer.post("/api/hall/numbers", json!({"wish": "lost", "language": "en"})).await;
        assert_eq!((answer.status, answer.body["ticket"].as_str()), (StatusCode::OK, Some("1")));
        assert_eq!(answer.body["position"], 1);
        let second = officer.post("/api/hall/numbers", json!({"wish": "renewal", "language": "ja"})).await;
        assert_eq!(second.body["ticket"], "2");
        let hall = officer.get("/api/hall").await.body;
        let seen = |at: usize, name: &str| hall["visits"][at][name].as_str().unwrap_or("").to_owned();
        assert_eq!((seen(0, "ticket"), seen(0, "state"), seen(0, "wish")), ("1".into(), "hall".into(), "lost".into()));
        assert_eq!((seen(1, "ticket"), seen(1, "language")), ("2".into(), "ja".into()));
        let contact = seen(0, "contact");
        let path = format!("/api/hall/numbers/{contact}");
        assert_eq!(officer.delete(&path).await.status, StatusCode::NO_CONTENT);
        assert_eq!(officer.delete(&path).await.status, StatusCode::NOT_FOUND, "once is enough");
        let left = officer.get("/api/hall").await.body;
        assert_eq!(left["visits"].as_array().unwrap().len(), 1, "{left}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wishes_and_languages_nobody_offers_are_refused() {
    let house = crate::house::House::open(true, None).await;
    let officer = house.logged_in("shi1").await;
    for wrong in [json!({"wish": "tea", "language": "ja"}), json!({"wish": "lost", "language": "xx"})] {
        let answer = officer.post("/api/hall/numbers", wrong).await;
        assert_eq!((answer.status, answer.code()), (StatusCode::UNPROCESSABLE_ENTITY, "invalid"));
    }
    let nobody = officer.post("/api/hall/staff-calls/take", json!({"kiosk": "端末1"})).await;
    assert_eq!(nobody.status, StatusCode::CONFLICT, "nobody calls there");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_display_sees_numbers_alone_until_it_is_revoked() {
    on_each(true, |house| async move {
        let (manager, screen) = (house.logged_in("sekinin").await, house.browser());
        assert_eq!(screen.get("/api/board").await.code(), "board_not_enrolled");
        let code = manager.post("/api/boards/codes", json!({"name": "待合ホール"})).await.body["code"].clone();
        let wrong = screen.post("/api/board/enrol", json!({"code": "2222-2222"})).await;
        assert_eq!((wrong.status, wrong.code()), (StatusCode::FORBIDDEN, "code_wrong"));
        assert_eq!(screen.post("/api/board/enrol", json!({"code": code})).await.status, StatusCode::NO_CONTENT);
        let replayed = house.browser().post("/api/board/enrol", json!({"code": code})).await;
        assert_eq!(replayed.code(), "code_wrong", "a code is good once");
        let officer = house.logged_in("shi1").await;
        officer.post("/api/hall/numbers", json!({"wish": "lost", "language": "ja"})).await;
        let shown = screen.get("/api/board").await;
        assert_eq!((&shown.body["waiting"], &shown.body["calls"]), (&json!(["1"]), &json!([])));
        assert!(!String::from_utf8_lossy(&shown.bytes).contains("lost"), "no wish stands on the wall");
        let boards = manager.get("/api/boards").await.body;
        let path = format!("/api/boards/{}", boards[0]["id"].as_str().unwrap());
        assert_eq!(manager.delete(&path).await.status, StatusCode::NO_CONTENT);
        assert_eq!(screen.get("/api/board").await.code(), "board_not_enrolled");
    })
    .await;
}
