//! The order that holds for every question to a model, over HTTP against a server of the tests.

use storage::ai_prompts::{AiPrompt, PromptFilter};
use storage::db::{self, DbConfig};
use tokio::sync::oneshot;

use super::super::stub::{Reply, Stub, arrived, say};
use super::*;

/// What must come comes within this.
const LIMIT: std::time::Duration = std::time::Duration::from_secs(20);
const CONTACT: Uuid = Uuid::from_u128(7);
const PROMPT: Prompt = Prompt { task: "Say it shorter.", told: String::new() };

/// A database that knows one contact, and the model.
struct House {
    llm: Llm,
    db: Db,
    ring: Arc<KeyRing>,
    _folder: tempfile::TempDir,
}

impl House {
    async fn with(settings: &config::Llm) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/m.sqlite?mode=rwc", folder.path().display());
        let db = db::open(&DbConfig::new(url)).await.unwrap();
        let ring = Arc::new(KeyRing::generate().unwrap());
        arrived(&db, &ring, CONTACT).await;
        let llm = Llm::open(settings, db.clone(), Arc::clone(&ring), Clock::start());
        Self { llm, db, ring, _folder: folder }
    }

    async fn say(&self, on: bool, settings: &config::Llm) {
        say(&self.db, Purpose::Drafts, on, settings).await;
    }

    async fn ask(&self, told: &str) -> Result<String, NoAnswer> {
        let prompt = Prompt { told: told.to_owned(), ..PROMPT };
        let judge = |answer: &str| match answer {
            "wrong" => Judged::Refused("not_said:money".to_owned()),
            "half" => Judged::Partly("half".to_owned(), "lines_dropped".to_owned()),
            whole => Judged::Accepted(whole.to_owned()),
        };
        self.llm.ask(Purpose::Drafts, CONTACT, &prompt, judge).await
    }

    async fn log(&self) -> Vec<AiPrompt> {
        ai_prompts::list(&self.db, &PromptFilter::default(), 100).await.unwrap()
    }

    async fn outcomes(&self) -> Vec<(String, Option<String>)> {
        self.log().await.into_iter().rev().map(|row| (row.outcome, row.reason)).collect()
    }

    async fn key(&self) -> ContactKey {
        let contact = contacts::find(&self.db, CONTACT).await.unwrap().unwrap();
        contacts::key(&contact, &self.ring).unwrap()
    }
}

fn wrote(text: &str) -> Reply {
    Reply::Wrote(text.to_owned())
}

#[tokio::test]
async fn nothing_is_sent_that_nobody_approved_for_this_server_and_model() {
    let stub = Stub::start([wrote("はい")]).await;
    let settings = stub.settings();
    let house = House::with(&settings).await;
    assert!(matches!(house.ask("質問").await, Err(NoAnswer::NotApproved)));
    house.say(true, &config::Llm { model: "another".to_owned(), ..settings.clone() }).await;
    assert!(matches!(house.ask("質問").await, Err(NoAnswer::NotApproved)));
    let elsewhere = Some("http://127.0.0.1:1".to_owned());
    house.say(true, &config::Llm { base_url: elsewhere, ..settings.clone() }).await;
    assert!(matches!(house.ask("質問").await, Err(NoAnswer::NotApproved)));
    house.say(true, &settings).await;
    assert!(!house.llm.may_ask(Purpose::Summary).await.unwrap(), "each use is approved by itself");
    assert_eq!(house.ask("質問").await.unwrap(), "はい");
    house.say(false, &settings).await;
    assert!(matches!(house.ask("質問").await, Err(NoAnswer::NotApproved)));
    assert_eq!((stub.came().len(), house.log().await.len()), (1, 1));
    let none = House::with(&config::Llm::default()).await;
    assert!(matches!(none.ask("質問").await, Err(NoAnswer::NotSet)));
}

#[tokio::test]
async fn what_is_sent_is_in_the_log_before_and_what_became_of_it_after() {
    let (release, held) = oneshot::channel();
    let stub = Stub::start([Reply::Held(held), wrote("half"), wrote("wrong")]).await;
    let house = House::with(&stub.settings()).await;
    house.say(true, &stub.settings()).await;
    let ask = house.ask("手数料は？");
    tokio::pin!(ask);
    until_it_came(&stub, &mut ask).await;
    let row = house.log().await.remove(0);
    assert_eq!((row.outcome.as_str(), row.model.as_str()), (ai_prompts::ASKED, "test-model"));
    assert_eq!(row.place, "127.0.0.1");
    assert_eq!(ai_prompts::sent(&row, &house.key().await).unwrap().unwrap(), "Say it shorter.\n\n手数料は？");
    release.send("1,000円です。個人番号は123456789018です。".to_owned()).unwrap();
    assert!(ask.await.unwrap().contains("123456789018"));
    let row = house.log().await.remove(0);
    let kept = ai_prompts::answer(&row, &house.key().await).unwrap().unwrap();
    assert_eq!(kept, "1,000円です。個人番号は［個人番号］です。", "what must never be kept is not kept here either");
    assert_eq!(house.ask("次").await.unwrap(), "half");
    assert!(matches!(house.ask("次").await, Err(NoAnswer::Refused(why)) if why == "not_said:money"));
    let reason = |word: &str| Some(word.to_owned());
    let wanted = [("accepted", None), ("partly", reason("lines_dropped")), ("refused", reason("not_said:money"))];
    assert_eq!(house.outcomes().await, wanted.map(|(outcome, why)| (outcome.to_owned(), why)));
    let body = &stub.came()[0].body;
    assert_eq!((&body["model"], &body["temperature"]), (&"test-model".into(), &0.into()));
    assert_eq!(body["messages"][0]["role"], "system");
}

#[tokio::test]
async fn an_answer_that_comes_after_the_switch_was_turned_off_is_not_used() {
    let (release, held) = oneshot::channel();
    let stub = Stub::start([Reply::Held(held)]).await;
    let house = House::with(&stub.settings()).await;
    house.say(true, &stub.settings()).await;
    let ask = house.ask("質問");
    tokio::pin!(ask);
    until_it_came(&stub, &mut ask).await;
    house.say(false, &stub.settings()).await;
    release.send("はい".to_owned()).unwrap();
    assert!(matches!(ask.await, Err(NoAnswer::Refused(why)) if why == "switched_off"));
    assert_eq!(house.outcomes().await, [("refused".to_owned(), Some("switched_off".to_owned()))]);
}

#[tokio::test]
async fn a_server_that_fails_is_left_alone_and_says_so() {
    let elsewhere = Stub::start([wrote("not for you")]).await;
    let away = Reply::Elsewhere(format!("http://{}/v1/chat/completions", elsewhere.address));
    let huge = json_of(&"あ".repeat(200_000));
    let stub = Stub::start([Reply::Status(503), away, Reply::Raw(huge), wrote("はい")]).await;
    let house = House::with(&stub.settings()).await;
    house.say(true, &stub.settings()).await;
    assert_eq!(house.llm.endpoint().unwrap().fault(), None);
    for _ in 0..3 {
        assert!(matches!(house.ask("質問").await, Err(NoAnswer::Endpoint(_))));
    }
    assert!(matches!(house.ask("質問").await, Err(NoAnswer::LeftAlone)));
    assert_eq!(house.llm.endpoint().unwrap().fault().as_deref(), Some("too_long"));
    let reasons: Vec<Option<String>> = house.outcomes().await.into_iter().map(|(_, why)| why).collect();
    assert_eq!(reasons, ["status_503", "status_307", "too_long"].map(|why| Some(why.to_owned())));
    assert!(elsewhere.came().is_empty(), "no redirect is followed");
    assert_eq!(stub.came().len(), 3);
    let page = Stub::start([Reply::Raw(b"<html>".to_vec())]).await;
    let house = House::with(&page.settings()).await;
    house.say(true, &page.settings()).await;
    assert!(matches!(house.ask("質問").await, Err(NoAnswer::Endpoint(EndpointError::NotUnderstood))));
}

#[tokio::test]
async fn a_key_comes_from_its_file_and_a_missing_one_sends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    std::fs::write(&file, "s3cret\n").unwrap();
    let stub = Stub::start([wrote("はい")]).await;
    let settings = config::Llm { key_file: Some(file.clone()), ..stub.settings() };
    let house = House::with(&settings).await;
    house.say(true, &settings).await;
    house.ask("質問").await.unwrap();
    assert_eq!(stub.came()[0].authorization.as_deref(), Some("Bearer s3cret"));
    std::fs::remove_file(file).unwrap();
    assert!(matches!(house.ask("質問").await, Err(NoAnswer::Endpoint(EndpointError::Key(_)))));
    assert_eq!(stub.came().len(), 1);
}

#[tokio::test]
async fn too_much_to_send_and_a_contact_nobody_knows_send_nothing() {
    let stub = Stub::start([wrote("はい")]).await;
    let house = House::with(&stub.settings()).await;
    house.say(true, &stub.settings()).await;
    assert!(matches!(house.ask(&"あ".repeat(TOLD_BYTES_MAX)).await, Err(NoAnswer::TooLong(_))));
    let judge = |answer: &str| Judged::Accepted(answer.to_owned());
    let unknown = house.llm.ask(Purpose::Drafts, Uuid::from_u128(8), &PROMPT, judge).await;
    assert!(matches!(unknown, Err(NoAnswer::Store(StoreError::Missing(_)))));
    assert!(stub.came().is_empty() && house.log().await.is_empty());
}

/// Until the server has the question that `ask` asks.
async fn until_it_came(stub: &Stub, ask: &mut (impl Future<Output = Result<String, NoAnswer>> + Unpin)) {
    let waiting = async {
        while stub.came().is_empty() {
            assert!(futures::poll!(&mut *ask).is_pending());
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LIMIT, waiting).await.unwrap();
}

fn json_of(text: &str) -> Vec<u8> {
    serde_json::to_vec(&serde_json::json!({"choices": [{"message": {"content": text}}]})).unwrap()
}
