//! The site as a browser meets it: forms sent, cookies kept, pages read.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use tower::ServiceExt as _;

use crate::{Letter, NotSent, Origins, Outbox, Practice, main_site, other_site};

const BOUNDARY: &str = "----practice";
const PAGES: [&str; 21] = [
    "/",
    "/apply",
    "/apply/photo",
    "/apply/password",
    "/apply/password?eye=replace",
    "/apply/pin",
    "/apply/pin?scramble=1&flash=1",
    "/apply/frame",
    "/apply/shadow",
    "/apply/scroll",
    "/apply/scroll?zoom=1",
    "/apply/mirror/autofill",
    "/apply/mirror/shake",
    "/apply/popup",
    "/apply/popup/form",
    "/apply/print",
    "/apply/download",
    "/apply/dialog",
    "/mail",
    "/reserve",
    "/reserve/cancel",
];
const DETAILS: [(&str, &str); 17] = [
    ("family_name", "山田"),
    ("given_name", "花子"),
    ("family_kana", "ヤマダ"),
    ("given_kana", "ハナコ"),
    ("birth_year", "1985"),
    ("birth_month", "2"),
    ("birth_day", "28"),
    ("gender", "female"),
    ("postcode", "252-0000"),
    ("prefecture", "神奈川県"),
    ("address", "練習市みどり1-2-3"),
    ("telephone", "046-000-0000"),
    ("email", "hanako@example.jp"),
    ("email_again", "hanako@example.jp"),
    ("wanted_on", "2026-12-01"),
    ("consent", "yes"),
    ("document", ""),
];
const SECRETS: [(&str, &str); 4] =
    [("account", "hanako85"), ("password", "Sakura#2026"), ("password_again", "Sakura#2026"), ("answer", "鎌倉")];

/// An outbox that keeps letters, or takes none.
#[derive(Default)]
struct Tray {
    letters: Mutex<Vec<Letter>>,
    full: bool,
}

impl Outbox for Tray {
    fn send(&self, letter: Letter) -> Result<(), NotSent> {
        if self.full {
            return Err(NotSent);
        }
        self.letters.lock().unwrap().push(letter);
        Ok(())
    }
}

fn site(full: bool) -> (Practice, Arc<Tray>) {
    let origins = Origins::at("http://127.0.0.1:8081", "http://127.0.0.1:8082").unwrap();
    let tray = Arc::new(Tray { letters: Mutex::default(), full });
    (Practice::open(origins, 7, tray.clone()), tray)
}

/// A browser with cookies and nothing else.
struct Citizen {
    practice: Practice,
    cookies: BTreeMap<String, String>,
}

/// What came back: status, where to go, the page.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn leads_to(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }
}

impl Citizen {
    fn at(practice: &Practice) -> Self {
        Self { practice: practice.clone(), cookies: BTreeMap::new() }
    }

    async fn get(&mut self, address: &str) -> Answer {
        self.ask(Request::get(address).body(Body::empty()).unwrap()).await
    }

    async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let request = Request::post(address).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(pairs.join("&"))).unwrap()).await
    }

    async fn post_file(&mut self, address: &str, field: &str, name: &str, bytes: &[u8]) -> Answer {
        let mut body = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: image/jpeg\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.ask(Request::post(address).header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap()).await
    }

    async fn ask(&mut self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        let answer = read(main_site(&self.practice).oneshot(request).await.unwrap()).await;
        for line in answer.headers.get_all(header::SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        answer
    }

    /// Goes the whole road up to the confirmation.
    async fn fill(&mut self) {
        assert_eq!(self.post("/apply", &DETAILS).await.leads_to(), "/apply/photo");
        let photo = self.post_file("/apply/photo", "photo", "face.jpg", &jpeg(480, 640, 30_000)).await;
        assert_eq!(photo.leads_to(), "/apply/photo");
        assert_eq!(self.post("/apply/password", &SECRETS).await.leads_to(), "/apply/pin");
        assert_eq!(self.post("/apply/pin", &[("pin", "4071")]).await.leads_to(), "/apply/confirm");
    }
}

async fn read(response: Response) -> Answer {
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 16 * 1024 * 1024).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn jpeg(width: u16, height: u16, length: usize) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xc0, 0, 11, 8];
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.resize(length, 0);
    bytes
}

#[tokio::test]
async fn a_whole_application_gets_one_receipt_number() {
    let (practice, _) = site(false);
    let mut citizen = Citizen::at(&practice);
    assert_eq!(citizen.get("/apply/done").await.leads_to(), "/apply");
    citizen.fill().await;
    assert!(practice.submitted().is_empty());
    assert_eq!(citizen.post("/apply/confirm", &[]).await.leads_to(), "/apply/done");
    assert_eq!(citizen.post("/apply/confirm", &[]).await.leads_to(), "/apply/done");
    let submitted = practice.submitted();
    let [application] = submitted.as_slice() else { panic!("one application was sent in") };
    assert!(citizen.get("/apply/done").await.text.contains(&application.number));
    assert!(application.fields.iter().any(|field| field.name == "family_name" && field.value == "山田"));
    assert_eq!(application.photo.as_ref().map(bytes::Bytes::len), Some(30_000));
}

#[tokio::test]
async fn everything_posted_can_be_looked_at() {
    let (practice, _) = site(false);
    Citizen::at(&practice).fill().await;
    let paths: Vec<&str> = practice.received().iter().map(|form| form.path).collect();
    assert_eq!(paths, ["/apply", "/apply/photo", "/apply/password", "/apply/pin"]);
    practice.forget();
    assert!(practice.received().is_empty());
}

#[tokio::test]
async fn what_breaks_a_rule_is_said_beside_what_was_typed() {
    let (practice, _) = site(false);
    let mut citizen = Citizen::at(&practice);
    let check = |field: &'static str, value: &'static str, says: &'static str| {
        let fields = DETAILS.map(|(name, good)| if name == field { (name, value) } else { (name, good) });
        (fields, says)
    };
    for (fields, says) in [
        check("family_kana", "やまだ", "全角カタカナ"),
        check("given_name", "", "名（漢字）を入力"),
        check("birth_day", "30", "生年月日を正しく"),
        check("gender", "x", "性別を選択"),
        check("postcode", "252", "7桁"),
        check("telephone", "12", "10桁または11桁"),
        check("email_again", "other@example.jp", "一致しません"),
        check("wanted_on", "2026-02-30", "受け取り希望日"),
        check("consent", "", "同意が必要"),
    ] {
        let answer = citizen.post("/apply", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(answer.text.contains(says), "{says}");
        assert!(answer.text.contains("練習市みどり1-2-3"), "what was right stays");
    }
}

#[tokio::test]
async fn a_photo_must_be_a_jpeg_of_the_right_size() {
    let (practice, _) = site(false);
    let mut citizen = Citizen::at(&practice);
    citizen.post("/apply", &DETAILS).await;
    for (bytes, says) in [
        (jpeg(479, 640, 30_000), "480から6000"),
        (jpeg(480, 6_001, 30_000), "480から6000"),
        (jpeg(480, 640, 20_479), "20KBから7MB"),
        (jpeg(480, 640, 7 * 1024 * 1024 + 1), "20KBから7MB"),
        (vec![0x89; 30_000], "JPEG形式"),
    ] {
        let answer = citizen.post_file("/apply/photo", "photo", "face.jpg", &bytes).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(answer.text.contains(says), "{says}");
    }
    assert_eq!(citizen.get("/apply/photo/file").await.status, StatusCode::NOT_FOUND);
    citizen.post_file("/apply/photo", "photo", "face.jpg", &jpeg(6_000, 480, 20_480)).await;
    assert_eq!(citizen.get("/apply/photo/file").await.status, StatusCode::OK);
    assert_eq!(Citizen::at(&practice).get("/apply/photo/file").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_confirmation_echoes_the_pin_and_on_demand_the_password() {
    let (practice, _) = site(false);
    let mut citizen = Citizen::at(&practice);
    citizen.fill().await;
    let covered = citizen.get("/apply/confirm").await.text;
    assert!(covered.contains("4071") && !covered.contains("Sakura#2026"));
    assert!(covered.contains("昭和60年（1985年）2月28日"));
    assert!(citizen.get("/apply/confirm?show=1").await.text.contains("Sakura#2026"));
}

#[tokio::test]
async fn the_mailed_link_opens_the_application_in_another_browser() {
    let (practice, tray) = site(false);
    let good = [("form_id", "12345678901234567890123"), ("name", "山田花子"), ("email", "v7k2@visit.example")];
    assert_eq!(Citizen::at(&practice).post("/mail", &good).await.leads_to(), "/mail/sent");
    let letters = tray.letters.lock().unwrap().clone();
    let [letter] = letters.as_slice() else { panic!("one letter was sent") };
    assert_eq!(letter.to, "v7k2@visit.example");
    let link = letter.text.lines().find(|line| line.starts_with("http://127.0.0.1:8081/mail/")).unwrap();
    let mut elsewhere = Citizen::at(&practice);
    let address = link.trim_start_matches("http://127.0.0.1:8081");
    assert_eq!(elsewhere.get(address).await.leads_to(), "/apply");
    elsewhere.fill().await;
    assert_eq!(elsewhere.post("/apply/confirm", &[]).await.leads_to(), "/apply/done");
    assert_eq!(elsewhere.get("/mail/0123").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn no_letter_goes_out_for_a_wrong_form() {
    let (practice, tray) = site(false);
    let mut citizen = Citizen::at(&practice);
    for (id, name, email) in [
        ("1234567890123456789012", "山田花子", "a@example.jp"),
        ("1234567890123456789012x", "山田花子", "a@example.jp"),
        ("12345678901234567890123", "", "a@example.jp"),
        ("12345678901234567890123", "山田花子", "a@example.jp\r\nBcc: b@example.jp"),
    ] {
        let answer = citizen.post("/mail", &[("form_id", id), ("name", name), ("email", email)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{id} {name} {email}");
    }
    assert!(tray.letters.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_letter_that_is_not_taken_is_said() {
    let (practice, _) = site(true);
    let good = [("form_id", "12345678901234567890123"), ("name", "山田花子"), ("email", "a@example.jp")];
    let answer = Citizen::at(&practice).post("/mail", &good).await;
    assert!(answer.text.contains("メールを送れませんでした"));
}

#[tokio::test]
async fn a_slot_is_booked_until_it_is_full_and_given_back_by_name() {
    let (practice, _) = site(false);
    let mut citizen = Citizen::at(&practice);
    let hanako = [("name", "山田花子"), ("telephone", "0460000000")];
    let booked = citizen.post("/reserve/slot/1202-1", &hanako).await;
    let number = booked.leads_to().trim_start_matches("/reserve/done?number=").to_owned();
    assert!(citizen.get(booked.leads_to()).await.text.contains(&number));
    citizen.post("/reserve/slot/1202-1", &hanako).await;
    assert_eq!(citizen.post("/reserve/slot/1202-1", &hanako).await.status, StatusCode::CONFLICT);
    let stranger = citizen.post("/reserve/cancel", &[("number", &number), ("name", "鈴木")]).await;
    assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY);
    let cancelled = citizen.post("/reserve/cancel", &[("number", &number), ("name", "山田花子")]).await;
    assert!(cancelled.text.contains("予約を取り消しました"));
    assert_eq!(citizen.post("/reserve/slot/1202-1", &hanako).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn ordinary_pages_fetch_from_the_two_origins_alone() {
    let (practice, _) = site(false);
    let mut citizen = Citizen::at(&practice);
    citizen.fill().await;
    for page in PAGES.iter().chain(&["/apply/confirm"]) {
        let answer = citizen.get(page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(answer.headers.contains_key(header::CONTENT_SECURITY_POLICY), "{page}");
        for address in attributes(&answer.text, "src").chain(attributes(&answer.text, "href")) {
            let own = address.starts_with(['/', '?', '#']) && !address.starts_with("//");
            assert!(own || address.starts_with("http://127.0.0.1:8082/"), "{page}: {address}");
        }
    }
}

fn attributes<'t>(text: &'t str, name: &str) -> impl Iterator<Item = &'t str> {
    let opening = format!(" {name}=\"");
    let ends: Vec<usize> = text.match_indices(&opening).map(|(at, found)| at + found.len()).collect();
    ends.into_iter().filter_map(|at| text.get(at..)?.split('"').next())
}

#[tokio::test]
async fn every_page_has_one_heading_and_a_label_for_each_field_in_both_languages() {
    let (practice, _) = site(false);
    for lang in ["ja", "en"] {
        let mut citizen = Citizen::at(&practice);
        citizen.get(&format!("/?lang={lang}")).await;
        for page in PAGES {
            let text = citizen.get(page).await.text;
            assert!(text.contains(&format!("<html lang=\"{lang}\">")), "{page}");
            assert_eq!(text.matches("<h1>").count(), 1, "{page}");
            let tags = text.split('<').filter(|tag| tag.starts_with("input") || tag.starts_with("select"));
            for tag in tags.filter(|tag| !tag.contains("type=\"hidden\"")) {
                let id = attributes(tag, "id").next().unwrap_or_default();
                assert!(text.contains(&format!("for=\"{id}\"")), "{page}: {tag}");
            }
        }
    }
}

#[tokio::test]
async fn the_language_is_kept_and_leaves_the_address() {
    let (practice, _) = site(false);
    let mut citizen = Citizen::at(&practice);
    assert_eq!(citizen.get("/apply/pin?flash=1&lang=en").await.leads_to(), "/apply/pin?flash=1");
    assert!(citizen.get("/apply/pin").await.text.contains("Choose a PIN"));
    assert_eq!(citizen.get("//elsewhere.example?lang=en").await.leads_to(), "/");
}

#[tokio::test]
async fn memory_is_bounded() {
    let (practice, _) = site(false);
    let mut first = Citizen::at(&practice);
    first.post("/apply", &DETAILS).await;
    for _ in 0..64 {
        Citizen::at(&practice).post("/apply", &DETAILS).await;
    }
    assert_eq!(first.get("/apply/confirm").await.leads_to(), "/apply", "the oldest made room");
    for _ in 0..300 {
        first.post("/apply/pin", &[("pin", "1")]).await;
    }
    assert_eq!(practice.received().len(), 256);
    let long = "a".repeat(5_000);
    let many: Vec<(&str, &str)> = (0..100).map(|_| ("field", long.as_str())).collect();
    first.post("/apply/dialog", &many).await;
    let newest = practice.received().pop().unwrap();
    assert_eq!(newest.fields.len(), 64);
    assert!(newest.fields.iter().all(|field| field.value.len() == 4_096));
}

#[tokio::test]
async fn old_files_make_room_for_newer_ones() {
    let (practice, _) = site(false);
    let mut citizen = Citizen::at(&practice);
    for _ in 0..5 {
        citizen.post_file("/apply/photo", "photo", "face.jpg", &jpeg(480, 640, 7 * 1024 * 1024)).await;
    }
    let kept: usize = practice.received().iter().flat_map(|form| &form.files).map(|file| file.bytes.len()).sum();
    assert_eq!(kept, 4 * 7 * 1024 * 1024);
}

#[tokio::test]
async fn the_other_origin_serves_frame_and_letters_to_the_main_one() {
    let (practice, _) = site(false);
    let ask = |address: &str| other_site(&practice).oneshot(Request::get(address).body(Body::empty()).unwrap());
    let frame = read(ask("/framed/sign-in").await.unwrap()).await;
    assert!(frame.text.contains("type=\"password\""));
    let policy = frame.headers.get(header::CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap();
    assert!(policy.contains("frame-ancestors http://127.0.0.1:8081"));
    let letters = read(ask("/letters/heading.woff2").await.unwrap()).await;
    assert_eq!(letters.headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN).unwrap(), "http://127.0.0.1:8081");
    assert_eq!(read(ask("/apply").await.unwrap()).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_copy_is_an_attachment() {
    let (practice, _) = site(false);
    let mut citizen = Citizen::at(&practice);
    citizen.fill().await;
    let file = citizen.get("/apply/download/file").await;
    assert!(file.headers.get(header::CONTENT_DISPOSITION).unwrap().to_str().unwrap().starts_with("attachment"));
    assert!(file.text.contains("山田 花子"));
}

#[tokio::test]
async fn pages_that_mean_harm_are_there_by_name() {
    let (practice, _) = site(false);
    let mut citizen = Citizen::at(&practice);
    for name in
        ["dialogs", "fullscreen", "windows", "dom", "memory", "hang", "worker", "links", "connect", "swap", "focus"]
    {
        let page = citizen.get(&format!("/fight/{name}")).await;
        assert!(page.text.contains(&format!("data-fight=\"{name}\"")), "{name}");
    }
    assert_eq!(citizen.get("/fight/redirect/metadata").await.leads_to(), "http://169.254.169.254/latest/meta-data/");
    assert_eq!(citizen.get("/fight/redirect/nowhere").await.status, StatusCode::NOT_FOUND);
    assert_eq!(citizen.get("/fight/nothing").await.status, StatusCode::NOT_FOUND);
}
