//! Who may use which endpoint: every endpoint of the description, every role.

use std::collections::BTreeMap;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::house::{Browser, House};

const EVERYBODY: &str = "everybody";
const HALF_WAY: &str = "anybody whose password was right";
const STAFF: &str = "administrator manager supervisor agent_phone agent_counter city_officer";
const MANAGERS: &str = "administrator manager";
const ADMINISTRATORS: &str = "administrator";
const READERS: &str = "manager supervisor agent_phone agent_counter city_officer";
const GUIDES: &str = "manager supervisor agent_counter city_officer";
const MANAGER: &str = "manager";
const KIOSK_KEEPERS: &str = "administrator manager supervisor agent_counter";
const APPROVERS_OF_ORIGINALS: &str = "manager city_officer";
const AI_READERS: &str = "administrator manager city_officer";
const WATCHERS: &str = "manager supervisor";
const KEEPERS: &str = "manager supervisor city_officer";

/// The table of `docs/API-DESIGN.md`: method, path, who.
const TABLE: &[(&str, &str, &str)] = &[
    ("get", "/api/health", EVERYBODY),
    ("post", "/api/setup", EVERYBODY),
    ("post", "/api/login", EVERYBODY),
    ("post", "/api/login/seat", EVERYBODY),
    ("post", "/api/login/totp", HALF_WAY),
    ("post", "/api/login/key/start", HALF_WAY),
    ("post", "/api/login/key/finish", HALF_WAY),
    ("post", "/api/logout", HALF_WAY),
    ("post", "/api/me/totp/start", HALF_WAY),
    ("post", "/api/me/totp/finish", HALF_WAY),
    ("post", "/api/me/keys/start", HALF_WAY),
    ("post", "/api/me/keys/finish", HALF_WAY),
    ("get", "/api/me", STAFF),
    ("put", "/api/me/pin", STAFF),
    ("put", "/api/me/password", STAFF),
    ("get", "/api/seats", MANAGERS),
    ("post", "/api/seats/{id}/enrol", MANAGERS),
    ("delete", "/api/seats/{id}/enrolment", MANAGERS),
    ("get", "/api/kiosks", MANAGERS),
    ("post", "/api/kiosks/codes", MANAGERS),
    ("delete", "/api/kiosks/{id}", MANAGERS),
    ("post", "/api/kiosk/enrol", EVERYBODY),
    ("get", "/api/kiosk/throughput/{pass}", EVERYBODY),
    ("post", "/api/kiosk/throughput/{pass}", EVERYBODY),
    ("get", "/api/kiosks/states", KIOSK_KEEPERS),
    ("put", "/api/kiosks/{id}/fittings", MANAGERS),
    ("post", "/api/kiosks/{id}/diagnosis", KIOSK_KEEPERS),
    ("get", "/api/kiosks/{id}/diagnosis", KIOSK_KEEPERS),
    ("delete", "/api/kiosks/{id}/diagnosis", KIOSK_KEEPERS),
    ("get", "/api/kiosks/{id}/diagnoses", KIOSK_KEEPERS),
    ("get", "/api/kiosks/{id}/faults", KIOSK_KEEPERS),
    ("post", "/api/kiosks/{id}/faults", KIOSK_KEEPERS),
    ("patch", "/api/kiosks/{id}/faults/{fault}", KIOSK_KEEPERS),
    ("post", "/api/kiosks/{id}/reload", KIOSK_KEEPERS),
    ("get", "/api/boards", MANAGERS),
    ("post", "/api/boards/codes", MANAGERS),
    ("delete", "/api/boards/{id}", MANAGERS),
    ("post", "/api/board/enrol", EVERYBODY),
    ("get", "/api/board", EVERYBODY),
    ("get", "/api/hall", KEEPERS),
    ("post", "/api/hall/numbers", KEEPERS),
    ("delete", "/api/hall/numbers/{id}", KEEPERS),
    ("post", "/api/hall/staff-calls/take", KEEPERS),
    ("get", "/api/visits/{contact}/flows", GUIDES),
    ("get", "/api/visits/{contact}/slip", GUIDES),
    ("get", "/api/visits/fees", KEEPERS),
    ("post", "/api/visits/{contact}/fee", KEEPERS),
    ("get", "/api/topics", STAFF),
    ("put", "/api/topics", MANAGERS),
    ("get", "/api/speech/state", STAFF),
    ("get", "/api/speech/vocabulary/{queue}", MANAGERS),
    ("put", "/api/speech/vocabulary/{queue}", MANAGERS),
    ("get", "/api/directory", STAFF),
    ("get", "/api/colleagues", READERS),
    ("get", "/api/agents/{id}/states", READERS),
    ("post", "/api/directory", MANAGERS),
    ("put", "/api/directory/{id}", MANAGERS),
    ("delete", "/api/directory/{id}", MANAGERS),
    ("get", "/api/pause-reasons", STAFF),
    ("get", "/api/watch-words", WATCHERS),
    ("put", "/api/watch-words", WATCHERS),
    ("get", "/api/contacts", READERS),
    ("get", "/api/contacts/{id}", READERS),
    ("post", "/api/contacts/{id}/erase", MANAGER),
    ("post", "/api/contacts/{id}/open", READERS),
    ("get", "/api/contacts/{id}/recording.wav", READERS),
    ("get", "/api/contacts/{id}/peaks", READERS),
    ("get", "/api/contacts/{id}/original.wav", KEEPERS),
    ("get", "/api/contacts/{id}/original/openings", KEEPERS),
    ("post", "/api/contacts/{id}/original/openings", KEEPERS),
    ("post", "/api/contacts/{id}/original/openings/{opening}/decision", APPROVERS_OF_ORIGINALS),
    ("get", "/api/contacts/{id}/summary", READERS),
    ("put", "/api/contacts/{id}/summary", READERS),
    ("get", "/api/contacts/{id}/questions", READERS),
    ("get", "/api/contacts/{id}/transcript", READERS),
    ("put", "/api/contacts/{id}/transcript/{segment}", READERS),
    ("get", "/api/erasure/receipts", KEEPERS),
    ("get", "/api/erasure/receipts/{number}", KEEPERS),
    ("get", "/api/erasure/receipts/{number}/file", KEEPERS),
    ("post", "/api/erasure/verify", KEEPERS),
    ("get", "/api/erasure/key", KEEPERS),
    ("get", "/api/coverage", KEEPERS),
    ("get", "/api/coverage/{day}", KEEPERS),
    ("get", "/api/transcripts/search", READERS),
    ("put", "/api/contacts/{id}/wrap-up", READERS),
    ("get", "/api/handovers", READERS),
    ("post", "/api/handovers", READERS),
    ("post", "/api/handovers/{id}/acknowledge", KEEPERS),
    ("post", "/api/handovers/{id}/done", KEEPERS),
    ("get", "/api/calendar/{channel}", STAFF),
    ("get", "/api/calendar/{channel}/exceptions", MANAGERS),
    ("post", "/api/calendar/{channel}/exceptions", MANAGERS),
    ("delete", "/api/calendar/{channel}/exceptions/{id}", MANAGERS),
    ("get", "/api/calendar/{channel}/rules", MANAGERS),
    ("put", "/api/calendar/{channel}/rules", MANAGERS),
    ("post", "/api/calendar/holidays", ADMINISTRATORS),
    ("get", "/api/accounts", ADMINISTRATORS),
    ("post", "/api/accounts", ADMINISTRATORS),
    ("put", "/api/accounts/{id}", ADMINISTRATORS),
    ("get", "/api/prompts", MANAGERS),
    ("put", "/api/prompts/{key}/{language}", MANAGERS),
    ("get", "/api/prompts/{key}/{language}/sound.wav", MANAGERS),
    ("put", "/api/prompts/{key}/{language}/sound", MANAGERS),
    ("delete", "/api/prompts/{key}/{language}/sound", MANAGERS),
    ("get", "/api/faq/entries", READERS),
    ("get", "/api/faq/entries/{key}", READERS),
    ("post", "/api/faq/entries/{key}", READERS),
    ("get", "/api/faq/entries/{key}/compare", READERS),
    ("get", "/api/faq/entries/{key}/files/{sha256}", READERS),
    ("post", "/api/faq/files", READERS),
    ("post", "/api/faq/check", READERS),
    ("get", "/api/faq/search", READERS),
    ("get", "/api/faq/state", READERS),
    ("get", "/api/faq/suggest", READERS),
    ("get", "/api/faq/questions", READERS),
    ("post", "/api/faq/questions/{id}", READERS),
    ("post", "/api/faq/import", READERS),
    ("get", "/api/faq/export", READERS),
    ("get", "/api/faq/proposals", READERS),
    ("post", "/api/faq/proposals/refresh", READERS),
    ("post", "/api/faq/proposals/{id}", READERS),
    ("get", "/api/faq/editions", READERS),
    ("post", "/api/faq/editions", APPROVERS_OF_ORIGINALS),
    ("post", "/api/faq/editions/{number}/receipt", APPROVERS_OF_ORIGINALS),
    ("get", "/api/faq/editions/{number}/files/{name}", READERS),
    ("get", "/api/faq/review-file", READERS),
    ("post", "/api/faq/review-file", APPROVERS_OF_ORIGINALS),
    ("get", "/api/ai/uses", AI_READERS),
    ("put", "/api/ai/uses/{purpose}", MANAGER),
    ("get", "/api/ai/prompts", AI_READERS),
    ("post", "/api/ai/prompts/{id}/open", MANAGER),
    ("get", "/api/audit", MANAGERS),
    ("post", "/api/audit/verify", MANAGERS),
];

const LOGINS: &[(&str, &str)] = &[
    ("administrator", "kanri"),
    ("manager", "sekinin"),
    ("supervisor", "kantoku"),
    ("agent_phone", "denwa1"),
    ("agent_counter", "mado1"),
    ("city_officer", "shi1"),
];

#[tokio::test]
async fn the_table_names_every_endpoint_of_the_description_and_no_other() {
    let description: Value = serde_json::from_str(&server::router::openapi_json().unwrap()).unwrap();
    let mut described = Vec::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            described.push((method.clone(), path.clone()));
        }
    }
    described.sort();
    let mut listed: Vec<_> = TABLE.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    listed.sort();
    assert_eq!(described, listed);
}

/// Pages of the server outside every login; the description tells of `/api` alone.
const OPEN_PAGES: [&str; 10] = [
    "/guide",
    "/guide/search?q=a",
    "/guide/topics/a",
    "/guide/no-such-entry",
    "/guide/no-such-entry/thanks",
    "/guide/no-such-entry/files/0",
    "/guide/guide.css",
    "/sitemap.xml",
    "/robots.txt",
    "/s/no-such-slip",
];

#[tokio::test]
async fn pages_for_residents_ask_for_no_login_and_leave_no_cookie_with_anybody() {
    let house = House::open(true, None).await;
    let manager = house.logged_in("sekinin").await;
    let stranger = house.browser();
    for path in OPEN_PAGES {
        let (open, known) = (stranger.get(path).await, manager.get(path).await);
        assert_eq!(open.status, known.status, "{path}: a login changes nothing");
        assert!(open.status.is_success() || open.status == StatusCode::NOT_FOUND, "{path}: {}", open.status);
        assert!(!open.headers.contains_key("set-cookie") && !known.headers.contains_key("set-cookie"), "{path}");
    }
}

#[tokio::test]
async fn every_role_reaches_what_the_table_says_and_nothing_else() {
    let house = House::open(true, None).await;
    let mut browsers: BTreeMap<&str, Browser> = BTreeMap::new();
    for (role, login) in LOGINS {
        browsers.insert(role, house.logged_in(login).await);
    }
    let skipped = ["/api/logout", "/api/login", "/api/setup", "/api/me"];
    for (method, path, who) in TABLE {
        if skipped.iter().any(|skipped| path.starts_with(skipped)) {
            continue;
        }
        for (role, _) in LOGINS {
            let answer = ask(&browsers[role], method, path).await;
            let expected = *who == EVERYBODY || who.split(' ').any(|one| one == *role);
            let refused = answer.1 == "role_wanted" || answer.0 == StatusCode::UNAUTHORIZED;
            assert_eq!(!refused, expected, "{role} {method} {path}: {answer:?}");
        }
    }
}

#[test]
fn every_operation_of_the_interface_has_a_name_of_its_own() {
    let description: Value = serde_json::from_str(&server::router::openapi_json().unwrap()).unwrap();
    let paths = description["paths"].as_object().unwrap().values();
    let names = paths.flat_map(|path| path.as_object().unwrap().values().filter_map(|one| one["operationId"].as_str()));
    let mut seen = std::collections::BTreeSet::new();
    let twice: Vec<_> = names.filter(|name| !seen.insert(*name)).collect();
    assert!(twice.is_empty() && seen.len() > 40, "used twice: {twice:?}");
}

#[tokio::test]
async fn a_stranger_reaches_what_is_open_to_everybody_alone() {
    let house = House::open(true, None).await;
    let stranger = house.browser();
    for (method, path, who) in TABLE {
        let (status, code) = ask(&stranger, method, path).await;
        let kept_out = status == StatusCode::UNAUTHORIZED && code == "not_logged_in";
        assert_eq!(!kept_out, *who == EVERYBODY, "{method} {path}: {status} {code}");
    }
    assert_eq!(stranger.get("/api/live").await.status, StatusCode::UNAUTHORIZED);
}

async fn ask(browser: &Browser, method: &str, path: &str) -> (StatusCode, String) {
    let path = path
        .replace("{id}", "00000000-0000-0000-0000-000000000000")
        .replace("{opening}", "00000000-0000-0000-0000-000000000000")
        .replace("{segment}", "00000000-0000-0000-0000-000000000000")
        .replace("{day}", "2026-11-02")
        .replace("{fault}", "00000000-0000-0000-0000-000000000000")
        .replace("{pass}", "none")
        .replace("{contact}", "00000000-0000-0000-0000-000000000000")
        .replace("{channel}", "phone")
        .replace("{queue}", "phone")
        .replace("{purpose}", "summary")
        .replace("{key}", "greeting")
        .replace("{number}", "1")
        .replace("{name}", "edition.pdf")
        .replace("{language}", "xx");
    let query = if path == "/api/calendar/phone" { "?month=2026-11" } else { "" };
    let method: Method = method.to_uppercase().parse().unwrap();
    let body = (method != Method::GET).then(|| json!({}));
    let answer = browser.send(method, &format!("{path}{query}"), body, &[]).await;
    let code = answer.code().to_owned();
    (answer.status, code)
}
