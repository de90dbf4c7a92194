//! A real site's letter: the practice site mails its link, and the visit's mailbox shows it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use mailbox::{Address, Gate, Limits, Mailboxes, Policy, Verdict, Visit, serve};
use practice::{Origins, Postman, Practice, main_site};
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

const PATIENCE: Duration = Duration::from_secs(20);

struct PracticeSite;

impl Policy for PracticeSite {
    fn is_on(&self) -> bool {
        true
    }

    fn recipient(&self, _: &Address) -> Verdict {
        Verdict::Accept
    }

    fn sender(&self, _: Visit, domain: &str) -> Verdict {
        if domain == "practice.example" { Verdict::Accept } else { Verdict::Refuse }
    }
}

#[tokio::test]
async fn the_link_that_a_site_mails_opens_the_application_and_goes_with_the_visit() {
    let mailboxes = Arc::new(Mailboxes::default());
    let visit = Visit(1);
    let address = mailboxes.open(visit, "visit.example", [9; 8]).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = listener.local_addr().unwrap();
    let gate = Gate { mailboxes: mailboxes.clone(), policy: Arc::new(PracticeSite), host: "mail.example".to_owned() };
    tokio::spawn(serve(listener, gate, Limits::default(), None, CancellationToken::new()));
    let origins = Origins::at("http://127.0.0.1:8081", "http://127.0.0.1:8082").unwrap();
    let outbox = Arc::new(Postman::start(server, "noreply@practice.example"));
    let site = main_site(&Practice::open(origins, 1, outbox));

    let mut arrivals = mailboxes.arrivals();
    let form = format!("form_id=12345678901234567890123&name=%E8%8A%B1%E5%AD%90&email={address}");
    let request = Request::post("/mail").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let sent = site.clone().oneshot(request.body(Body::from(form)).unwrap()).await.unwrap();
    assert_eq!(sent.headers().get(header::LOCATION).unwrap(), "/mail/sent");
    timeout(PATIENCE, arrivals.changed()).await.unwrap().unwrap();

    let letters = mailboxes.letters(visit);
    let [letter] = letters.as_slice() else { panic!("one letter came: {letters:?}") };
    assert_eq!(letter.subject(), "【練習市】オンライン申請のご案内");
    assert!(letter.text().starts_with("花子 様"), "{}", letter.text());
    let [link] = letter.links() else { panic!("one link: {:?}", letter.links()) };
    let path = link.strip_prefix("http://127.0.0.1:8081").unwrap();
    let opened = site.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(opened.status(), StatusCode::SEE_OTHER);
    assert_eq!(opened.headers().get(header::LOCATION).unwrap(), "/apply");
    assert_eq!(mailboxes.close(visit), Some(1));
    assert!(mailboxes.letters(visit).is_empty());
}
