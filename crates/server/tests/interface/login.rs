//! Getting in, and being kept out.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::house::{House, PASSWORD, configuration, on_each};

const STRONG: &str = "iroha-nihoheto-2026";

#[tokio::test]
async fn a_demonstration_login_is_in_with_its_password_alone() {
    on_each(true, |house| async move {
        let browser = house.logged_in("denwa1").await;
        let me = browser.get("/api/me").await;
        assert_eq!(me.status, StatusCode::OK);
        assert_eq!(me.body["roles"], json!(["agent_phone"]));
        assert_eq!(me.body["languages"], json!(["ja", "en"]));
        let out = browser.post("/api/logout", json!({})).await;
        assert_eq!(out.status, StatusCode::NO_CONTENT);
        assert_eq!(browser.get("/api/me").await.code(), "not_logged_in");
    })
    .await;
}

#[tokio::test]
async fn the_setup_code_makes_one_administrator_and_then_nobody() {
    on_each(false, |house| async move {
        let code = house.running.setup_code.clone().unwrap();
        let body = |code: &str, login: &str| json!({"code": code, "login": login, "name": "管理", "password": STRONG});
        let wrong = house.browser().post("/api/setup", body("AAAA-AAAA-AAAA-AAAA", "first")).await;
        assert_eq!((wrong.status, wrong.code()), (StatusCode::FORBIDDEN, "wrong_setup_code"));
        let first = house.browser();
        let weak = json!({"code": code, "login": "first", "name": "管理", "password": "short"});
        assert_eq!(first.post("/api/setup", weak).await.code(), "weak_password");
        let made = first.post("/api/setup", body(&code, "first")).await;
        assert_eq!(made.body["next"], "enrol_totp");
        let again = house.browser().post("/api/setup", body(&code, "second")).await;
        assert_eq!(again.code(), "wrong_setup_code");
        assert_eq!(first.get("/api/me").await.status, StatusCode::UNAUTHORIZED, "half way is not in");
    })
    .await;
}

#[tokio::test]
async fn a_second_factor_must_be_set_up_and_is_asked_for_from_then_on() {
    on_each(false, |house| async move {
        let code = house.running.setup_code.clone().unwrap();
        let browser = house.browser();
        let setup = json!({"code": code, "login": "first", "name": "管理", "password": STRONG});
        browser.post("/api/setup", setup).await;
        let secret = browser.post("/api/me/totp/start", json!({})).await.body;
        assert!(secret["qr_svg"].as_str().unwrap().contains("<svg"));
        let wrong = browser.post("/api/me/totp/finish", json!({"code": "000000"})).await;
        assert_eq!(wrong.code(), "wrong_code");
        let right = one_time_code(secret["secret"].as_str().unwrap());
        let done = browser.post("/api/me/totp/finish", json!({"code": right})).await;
        assert_eq!(done.body["next"], "done");
        assert_eq!(browser.get("/api/me").await.body["totp_enrolled"], true);

        let other = house.browser();
        let next = other.post("/api/login", json!({"login": "first", "password": STRONG})).await;
        assert_eq!(next.body["next"], "totp");
        assert_eq!(other.get("/api/me").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(other.post("/api/me/totp/start", json!({})).await.status, StatusCode::UNAUTHORIZED);
        let used = other.post("/api/login/totp", json!({"code": right})).await;
        assert_eq!(used.code(), "wrong_code", "a code is good once");
    })
    .await;
}

#[tokio::test]
async fn wrong_passwords_wait_longer_and_longer_even_for_the_right_one() {
    on_each(true, |house| async move {
        let browser = house.browser();
        for _ in 0..5 {
            let wrong = browser.post("/api/login", json!({"login": "denwa1", "password": "wrong wrong wrong"})).await;
            assert_eq!(wrong.code(), "wrong_login");
        }
        let right = browser.post("/api/login", json!({"login": "denwa1", "password": PASSWORD})).await;
        assert_eq!((right.status, right.code()), (StatusCode::TOO_MANY_REQUESTS, "too_often"));
        assert!(right.headers["retry-after"].parse::<u64>().unwrap() >= 10);
        house.logged_in("denwa2").await;
    })
    .await;
}

#[tokio::test]
async fn an_unknown_login_and_a_wrong_password_look_the_same() {
    on_each(true, |house| async move {
        let browser = house.browser();
        let unknown = browser.post("/api/login", json!({"login": "nobody", "password": PASSWORD})).await;
        let wrong = browser.post("/api/login", json!({"login": "denwa1", "password": "wrong wrong wrong"})).await;
        assert_eq!(unknown.body, wrong.body);
        assert_eq!(unknown.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn another_sites_request_changes_nothing() {
    on_each(true, |house| async move {
        let browser = house.logged_in("denwa1").await;
        for extra in [
            vec![("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "same-site")],
            vec![("sec-fetch-site", "cross-site"), ("origin", "http://evil.example")],
        ] {
            let answer = browser.send(Method::POST, "/api/logout", None, &extra).await;
            assert_eq!((answer.status, answer.code()), (StatusCode::FORBIDDEN, "foreign_origin"), "{extra:?}");
        }
        let upgrade = [("sec-fetch-site", "cross-site"), ("upgrade", "websocket"), ("connection", "upgrade")];
        let live = browser.send(Method::GET, "/api/live", None, &upgrade).await;
        assert_eq!(live.code(), "foreign_origin");
        assert_eq!(browser.get("/api/me").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn every_answer_tells_the_browser_what_it_may_do() {
    on_each(true, |house| async move {
        for path in ["/", "/api/health", "/api/me", "/assets/none.js"] {
            let answer = house.browser().get(path).await;
            let policy = &answer.headers["content-security-policy"];
            assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"), "{path}");
            assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
            assert_eq!(answer.headers["referrer-policy"], "no-referrer", "{path}");
            assert!(answer.headers["permissions-policy"].contains("microphone=(self)"), "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once() {
    on_each(true, |house| async move {
        let agent = house.logged_in("denwa1").await;
        let administrator = house.logged_in("kanri").await;
        let id = house.account("denwa1").await;
        let shut = json!({"login": "denwa1", "name": "電話", "roles": ["agent_phone"], "disabled": true});
        let answer = administrator.put(&format!("/api/accounts/{id}"), shut).await;
        assert_eq!(answer.body["disabled"], true);
        assert_eq!(agent.get("/api/me").await.code(), "not_logged_in");
        let again = house.browser().post("/api/login", json!({"login": "denwa1", "password": PASSWORD})).await;
        assert_eq!(again.code(), "wrong_login");
    })
    .await;
}

#[tokio::test]
async fn a_pin_is_enough_at_an_enrolled_seat_and_nowhere_else() {
    on_each(true, |house| async move {
        let agent = house.logged_in("denwa1").await;
        assert_eq!(agent.put("/api/me/pin", json!({"pin": "123456"})).await.code(), "weak_password");
        assert_eq!(agent.put("/api/me/pin", json!({"pin": "482915"})).await.status, StatusCode::NO_CONTENT);
        let at_seat = json!({"login": "denwa1", "pin": "482915"});
        assert_eq!(agent.post("/api/login/seat", at_seat.clone()).await.code(), "seat_not_enrolled");
        let device = house.logged_in("sekinin").await;
        assert_eq!(device.post("/api/seats/phone-1/enrol", json!({})).await.status, StatusCode::NO_CONTENT);
        assert!(device.cookie("madoguchi_seat").is_some());
        let wrong = device.post("/api/login/seat", json!({"login": "denwa1", "pin": "482916"})).await;
        assert_eq!(wrong.code(), "wrong_login");
        assert_eq!(device.post("/api/login/seat", at_seat).await.body["next"], "done");
        let me = device.get("/api/me").await.body;
        assert_eq!((me["login"].as_str(), me["seat"].as_str()), (Some("denwa1"), Some("phone-1")));
    })
    .await;
}

#[tokio::test]
async fn a_fresh_password_ends_every_other_login() {
    on_each(true, |house| async move {
        let (here, there) = (house.logged_in("denwa1").await, house.logged_in("denwa1").await);
        let wrong = here.put("/api/me/password", json!({"current": "not this one", "wanted": STRONG})).await;
        assert_eq!(wrong.code(), "wrong_login");
        let done = here.put("/api/me/password", json!({"current": PASSWORD, "wanted": STRONG})).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT);
        assert_eq!(here.get("/api/me").await.status, StatusCode::OK);
        assert_eq!(there.get("/api/me").await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn two_servers_never_share_a_data_folder() {
    let house = House::open(true, None).await;
    let again = server::start(configuration(&house.config.data_dir, true)).await;
    assert!(again.unwrap_err().to_string().contains("in use"));
}

#[tokio::test]
async fn hostile_bodies_are_refused_in_one_form() {
    let house = House::open(true, None).await;
    let browser = house.browser();
    for (kind, bytes, status) in [
        ("application/json", b"{".to_vec(), StatusCode::BAD_REQUEST),
        ("application/json", b"[]".to_vec(), StatusCode::UNPROCESSABLE_ENTITY),
        ("application/json", br#"{"login":"a","password":"b","more":1}"#.to_vec(), StatusCode::UNPROCESSABLE_ENTITY),
        ("text/plain", b"{}".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("application/json", vec![b' '; 300 * 1_024], StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let answer = browser.send_bytes(Method::POST, "/api/login", kind, bytes).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        assert!(answer.body["detail_ja"].is_string());
    }
    assert_eq!(browser.get("/api/nothing/here").await.code(), "not_found");
}

fn one_time_code(secret: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    totp_rs::Builder::new()
        .with_secret(secret)
        .with_account_name("first")
        .build()
        .unwrap()
        .generate_current()
        .to_string()
}
