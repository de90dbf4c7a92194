//! Lines of a call against the seed edition: what is told, what is logged, and what becomes of it.

use domain::ids::AgentId;
use domain::knowledge::entry::Version;
use domain::knowledge::workflow::{Actor, Duty, Effect, Event, Occasion, Record};
use storage::db::{self, DbConfig};
use storage::faq_entries;
use storage::faq_questions::QuestionFilter;
use tokio::sync::broadcast::Receiver;

use super::*;
use crate::config::Llm as Settings;
use crate::knowledge::demonstration;
use crate::seed;
use vault::KeyRing;

pub(super) const CALL_ID: Uuid = Uuid::from_u128(7);
pub(super) const QUESTION: &str = "マイナンバーカードの受け取りには何を持って行けばいいですか";
/// What must come comes within this; the desk's own limit is on its figure.
pub(super) const LIMIT: Duration = Duration::from_secs(20);

pub(super) struct House {
    pub(super) deps: AssistDeps,
    news: Receiver<std::sync::Arc<SuggestionsOf>>,
    pub(super) ring: Arc<KeyRing>,
    _folder: tempfile::TempDir,
}

/// The seed edition in a demonstration, with the language model of `settings`.
pub(super) async fn house_with(settings: &Settings) -> House {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/m.sqlite?mode=rwc", folder.path().display());
    let db = db::open(&DbConfig::new(url)).await.unwrap();
    let clock = Clock::start();
    seed::service(&db).await.unwrap();
    seed::demo(&db, clock.now()).await.unwrap();
    demonstration::seed(&db, Timestamp(clock.now().timestamp_millis())).await.unwrap();
    let shelf = FaqShelf::open(db.clone(), None).await.unwrap();
    let suggestions = SuggestionFeed::default();
    let news = suggestions.follow();
    let ring = Arc::new(KeyRing::generate().unwrap());
    let llm = Llm::open(settings, db.clone(), Arc::clone(&ring), clock.clone());
    let deps = AssistDeps { words: TranscriptFeed::default(), suggestions, shelf, db, clock, llm };
    House { deps, news, ring, _folder: folder }
}

async fn house() -> House {
    house_with(&Settings::default()).await
}

impl House {
    /// A call that is assisted from now on.
    async fn assisted() -> Self {
        house().await.assist().await
    }

    /// The same house, whose calls are assisted from now on.
    pub(super) async fn assist(self) -> Self {
        let house = self;
        let mut assisting = Box::pin(assist(house.deps.clone()));
        // Follows before anything is said: the first step of the task subscribes.
        assert!(futures::poll!(assisting.as_mut()).is_pending());
        tokio::spawn(assisting);
        house
    }

    pub(super) fn say(&self, segment: u128, party: &str, text: &str, is_final: bool) {
        self.deps.words.tell(CALL_ID, vec![line(segment, party, text, is_final)]);
    }

    pub(super) async fn told(&mut self) -> std::sync::Arc<SuggestionsOf> {
        tokio::time::timeout(LIMIT, self.news.recv()).await.unwrap().unwrap()
    }

    async fn logged(&self) -> Vec<AskedQuestion> {
        faq_questions::list(&self.deps.db, &QuestionFilter::default(), 10).await.unwrap()
    }

    /// Takes an entry away as a manager does.
    pub(super) async fn withdraw(&self, key: &str, version: u32) {
        let by = Actor { id: AgentId(Uuid::from_u128(9)), duty: Duty::Manager };
        let now = Timestamp(self.deps.clock.now().timestamp_millis());
        let tx = storage::begin(&self.deps.db).await.unwrap();
        let mut entry = faq_entries::find(&tx, key).await.unwrap().unwrap();
        let event = Event::Withdraw { version: Version(version), reason: "誤り".to_owned() };
        let effects = entry.dossier.handle(event, &Occasion { by, now, demonstration: true }).unwrap();
        let records: Vec<Record> = effects.into_iter().filter_map(record).collect();
        faq_entries::keep(&tx, &entry.dossier, entry.turn, &records, now).await.unwrap();
        storage::commit(tx).await.unwrap();
        self.deps.shelf.renew().await.unwrap();
    }
}

fn record(effect: Effect) -> Option<Record> {
    match effect {
        Effect::Record(record) => Some(record),
        Effect::Show(_) | Effect::Hide(..) => None,
    }
}

fn line(segment: u128, party: &str, text: &str, is_final: bool) -> TranscriptLine {
    TranscriptLine {
        id: Uuid::from_u128(segment).to_string(),
        party: party.to_owned(),
        label: None,
        text: text.to_owned(),
        pieces: Vec::new(),
        is_final,
        at: DateTime::from_timestamp_millis(1_000).unwrap(),
        language: Some("ja".to_owned()),
        confidence: 0.9,
        redacted: Vec::new(),
        settled: false,
    }
}

#[tokio::test]
async fn a_question_is_answered_within_a_second_with_source_and_passage_and_logged() {
    let mut house = House::assisted().await;
    house.say(1, "caller", QUESTION, true);
    let told = house.told().await;
    assert_eq!((told.contact, told.question.as_str(), told.by, told.language), (CALL_ID, QUESTION, "caller", "ja"));
    assert!(told.after_ms <= 1_000, "{} ms", told.after_ms);
    assert!((1..=HITS_MAX).contains(&told.hits.len()));
    let hit = told.hits.iter().find(|hit| hit.key == "pickup-bring").unwrap();
    assert!(hit.version == 1 && hit.demonstration && !hit.sources.is_empty() && hit.passage.is_some());
    let logged = tokio::time::timeout(LIMIT, async {
        loop {
            if let Some(first) = house.logged().await.into_iter().next() {
                return first;
            }
            tokio::task::yield_now().await;
        }
    });
    let logged = logged.await.unwrap();
    assert_eq!((logged.id, logged.channel.as_str(), logged.contact), (told.question_id, CALL, Some(CALL_ID)));
    assert_eq!(logged.text, QUESTION);
    assert_eq!(logged.hits.len(), told.hits.len());
}

#[tokio::test]
async fn unfinished_words_greetings_and_lines_told_again_disturb_nobody() {
    let mut house = House::assisted().await;
    house.say(1, "caller", "再発行の手数料はいくらですか", false);
    house.say(2, "caller", "もしもし、聞こえますか", true);
    house.say(3, "agent", "カードの更新には予約が必要です", true);
    house.say(4, "third", QUESTION, true);
    house.say(5, "caller", "健康保険証の利用登録はどこでできますか", true);
    let told = house.told().await;
    assert_eq!(told.question, "健康保険証の利用登録はどこでできますか");
    house.say(5, "caller", "健康保険証の利用登録はどこでできますか", true);
    house.say(6, "caller", QUESTION, true);
    assert_eq!(house.told().await.question, QUESTION, "nothing in between");
}

#[tokio::test]
async fn an_entry_that_is_withdrawn_while_it_is_shown_is_named_at_once_and_not_found_again() {
    let mut house = House::assisted().await;
    house.say(1, "caller", QUESTION, true);
    let told = house.told().await;
    assert!(told.off.is_empty() && told.hits.iter().any(|hit| hit.key == "pickup-bring"));
    house.withdraw("pickup-bring", 1).await;
    let after = house.told().await;
    let off: Vec<(&str, u32, &str)> = after.off.iter().map(|off| (off.key.as_str(), off.version, off.why)).collect();
    assert_eq!(off, [("pickup-bring", 1, "withdrawn")]);
    assert_eq!((after.question_id, &after.hits, after.after_ms), (told.question_id, &told.hits, told.after_ms));
    house.say(2, "caller", "手数料はいくらかかりますか、なくしたカードの再発行です", true);
    let next = house.told().await;
    assert_eq!(next.off, after.off, "what may still be pinned stays named");
    assert!(next.hits.iter().all(|hit| hit.key != "pickup-bring"));
}

#[tokio::test]
async fn an_answer_to_an_older_question_does_not_take_the_place_of_a_newer_one() {
    let house = house().await;
    let mut assist = Assist::of(house.deps.clone());
    assist.call(CALL_ID, Timestamp(0)).asked = 2;
    let found = |number: u64, text: &str| Found {
        contact: CALL_ID,
        number,
        wish: Wish { text: text.to_owned(), language: TextLanguage::Ja, by: Voice::Caller, heard_at: Timestamp(0) },
        answer: Err(SearchError::TooLong(1)),
    };
    let asked = |text: &str| Asked {
        text: text.to_owned(),
        language: TextLanguage::Ja,
        channel: FaqChannel::Desk,
        topic: None,
        limit: HITS_MAX,
    };
    let newer = house.deps.shelf.find(asked("再発行の手数料")).await;
    let older = house.deps.shelf.find(asked(QUESTION)).await;
    assist.found(Found { answer: newer, ..found(2, "newer") });
    assist.found(Found { answer: older, ..found(1, "older") });
    assert_eq!(house.deps.suggestions.newest(CALL_ID).unwrap().question, "newer");
    assist.found(found(3, "failed"));
    assert_eq!(house.deps.suggestions.newest(CALL_ID).unwrap().question, "newer", "what fails shows nothing");
}

#[tokio::test]
async fn calls_that_are_over_are_forgotten_and_there_are_never_too_many() {
    let house = house().await;
    let mut assist = Assist::of(house.deps.clone());
    for number in 0..CALLS_MAX as u128 + 5 {
        let contact = Uuid::from_u128(number);
        house.deps.words.tell(contact, vec![line(number, "caller", "もしもし", true)]);
        assist.call(contact, Timestamp(number as i64));
    }
    assert_eq!(assist.calls.len(), CALLS_MAX);
    assert!(!assist.calls.contains_key(&Uuid::from_u128(0)), "the quietest goes first");
    for number in 0..CALLS_MAX as u128 + 5 {
        house.deps.words.forget(Uuid::from_u128(number));
    }
    let next = Uuid::from_u128(10_000);
    assist.call(next, Timestamp(0));
    assert_eq!(assist.calls.keys().collect::<Vec<_>>(), [&next]);
}
