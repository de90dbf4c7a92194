//! Guided flows beside the live connections: who may confirm a fee, and slips behind their address.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{Days, NaiveDate};
use domain::calendar::jst;
use reqwest::StatusCode;
use serde_json::json;
use server::clock::Clock;
use uuid::Uuid;

use crate::house::{House, on_each};

/// The address of a slip for a visit of `date`: no flow, or the lost card sent off.
fn address(house: &House, language: u8, date: NaiveDate, with_flow: bool) -> String {
    let epoch: NaiveDate = "2026-01-01".parse().unwrap();
    let day = |date: NaiveDate| u16::try_from((date - epoch).num_days()).unwrap().to_be_bytes();
    let mut bytes = vec![1, language];
    bytes.extend(day(date));
    bytes.extend(day(date + Days::new(30)));
    bytes.push(u8::from(with_flow));
    if with_flow {
        bytes.extend([b"\x0clost_reissue".as_slice(), &1u32.to_be_bytes(), b"\x04done"].concat());
    }
    let mac = house.ring().stamp("slip address").of(&[&bytes]);
    bytes.extend(&mac[..16]);
    format!("/s/{}", URL_SAFE_NO_PAD.encode(bytes))
}

fn today() -> NaiveDate {
    jst(Clock::start().now()).date_naive()
}

#[tokio::test]
async fn a_fee_that_nobody_asks_for_is_confirmed_by_nobody() {
    on_each(true, |house| async move {
        let visit = Uuid::new_v4();
        let path = format!("/api/visits/{visit}/fee");
        let officer = house.logged_in("shi1").await;
        assert_eq!(officer.get("/api/visits/fees").await.body, json!([]));
        let refused = officer.post(&path, json!({"proof": "payment"})).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::CONFLICT, "nothing_asked"));
        let unknown = officer.post(&path, json!({"proof": "promise"})).await;
        assert!(unknown.status.is_client_error() && unknown.status != StatusCode::CONFLICT, "{unknown:?}");
        let agent = house.logged_in("mado1").await;
        assert_eq!(agent.post(&path, json!({"proof": "payment"})).await.code(), "role_wanted");
        assert_eq!(agent.get("/api/visits/fees").await.code(), "role_wanted");
        let audit = house.logged_in("sekinin").await.get("/api/audit?action=visit.fee_confirmed").await.body;
        assert_eq!(audit["items"], json!([]), "what did not happen is not in the audit log");
    })
    .await;
}

#[tokio::test]
async fn a_visit_that_is_not_there_has_neither_flows_nor_a_slip() {
    let house = House::open(true, None).await;
    let agent = house.logged_in("mado1").await;
    let visit = Uuid::new_v4();
    for what in ["flows", "slip"] {
        assert_eq!(agent.get(&format!("/api/visits/{visit}/{what}")).await.status, StatusCode::NOT_FOUND, "{what}");
    }
}

#[tokio::test]
async fn a_slips_page_is_read_by_whoever_has_its_address_also_without_a_database() {
    let house = House::open(true, None).await;
    let stranger = house.browser();
    house.running.db.clone().close().await.unwrap();
    for (language, wanted) in [(0, "お渡し票"), (1, "What was done today"), (2, "<ruby>渡<rt>わた</rt></ruby>")]
    {
        for with_flow in [false, true] {
            let page = stranger.get(&address(&house, language, today(), with_flow)).await;
            let html = String::from_utf8(page.bytes).unwrap();
            assert_eq!(page.status, StatusCode::OK, "{html}");
            assert!(html.contains(wanted) && html.contains("tel:0120101366"), "{html}");
            assert_eq!(html.contains("<ul>") || html.contains("<h2>"), true);
            assert!(page.headers["content-security-policy"].contains("script-src 'self'"));
            assert_eq!(page.headers["x-robots-tag"], "noindex");
        }
    }
    let style = stranger.get("/s/slip.css").await;
    assert!(style.headers["content-type"].starts_with("text/css"));
    assert!(String::from_utf8(style.bytes).unwrap().contains("@media print"));
}

#[tokio::test]
async fn an_address_that_is_guessed_or_over_says_nothing_and_the_guesser_waits() {
    let house = House::open(true, None).await;
    let stranger = house.browser();
    let over = stranger.get(&address(&house, 0, today() - Days::new(31), true)).await;
    assert_eq!(over.status, StatusCode::NOT_FOUND);
    let html = String::from_utf8(over.bytes).unwrap();
    assert!(html.contains("見つかりません") && html.contains("could not be found"), "{html}");
    let good = address(&house, 0, today(), false);
    let mut last = StatusCode::OK;
    for n in 0..40 {
        last = stranger.get(&format!("/s/{n}{}", &good[3..])).await.status;
        if last == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
        assert_eq!(last, StatusCode::NOT_FOUND);
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}
