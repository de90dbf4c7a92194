//! The FAQ during a call: hears the question in the running text, finds approved entries, tells the serving desk.
//!
//! Owns the order of things: final words go to the pure watch, a due wish is searched beside everything else, the
//! newest answer is told and then logged, and an entry that is taken away while it is shown is named at once. Where a
//! language model is approved, a condensed draft follows, or none does. Nothing here holds a call up: where search fails
//! or is absent, nothing is shown. Next: `domain::knowledge::asked` for what is a question, `told` for what a desk
//! reads, `drafting` for drafts. Source: specification 6(3)①b, 6(4)c.

mod drafting;
mod told;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use domain::knowledge::asked::{QuestionWatch, Said, Voice, Wish};
use domain::knowledge::bands::Band;
use domain::knowledge::entry::{FaqChannel, TextLanguage};
use domain::time::Timestamp;
use search::SearchError;
use storage::Db;
use storage::faq_questions::{self, AskedQuestion};
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinSet;
use uuid::Uuid;

use self::told::Shown;
use crate::clock::{Clock, fresh_id};
use crate::faq_shelf::{Answer, Asked, FaqShelf};
use crate::live::suggestion_feed::SuggestionFeed;
use crate::live::suggestion_messages::{DraftedSentence, SuggestedDraft, SuggestedEntry, SuggestionsOf};
use crate::live::transcript_feed::{TranscriptFeed, TranscriptNews};
use crate::live::transcript_messages::TranscriptLine;
use crate::llm::{Llm, NoAnswer, Purpose};

/// Entries a desk is shown at once.
const HITS_MAX: usize = 3;
/// Calls that are followed at once; beyond that the one in which nothing was said longest is let go.
const CALLS_MAX: usize = 200;
/// A channel of the question log.
const CALL: &str = "call";

/// What assisting is built on.
#[derive(Clone, Debug)]
pub struct AssistDeps {
    /// What is said.
    pub words: TranscriptFeed,
    /// Where desks read.
    pub suggestions: SuggestionFeed,
    /// What is live.
    pub shelf: FaqShelf,
    /// The question log.
    pub db: Db,
    /// Counted time.
    pub clock: Clock,
    /// The language model, which may condense what is shown.
    pub llm: Llm,
}

/// Assists in every call, as long as anybody may speak.
pub async fn assist(deps: AssistDeps) {
    let mut news = deps.words.follow();
    let mut live = deps.shelf.follow();
    let mut assist = Assist::of(deps);
    loop {
        let wait = assist.wait();
        tokio::select! {
            news = news.recv() => match news {
                Ok(news) => assist.hear(&news),
                // A line that was missed is told again when it is settled.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            },
            () = elapsed(wait) => assist.search_due(),
            Some(found) = assist.searches.join_next(), if !assist.searches.is_empty() => match found {
                Ok(found) => assist.found(found),
                Err(why) => tracing::error!(%why, "a search beside a call broke off"),
            },
            Some(drafted) = assist.drafts.join_next(), if !assist.drafts.is_empty() => match drafted {
                Ok(drafted) => assist.drafted(drafted),
                Err(why) => tracing::error!(%why, "a draft beside a call broke off"),
            },
            Ok(()) = live.changed() => assist.look_over(),
        }
    }
}

/// A call that is followed.
struct Call {
    watch: QuestionWatch,
    heard_at: Timestamp,
    /// Wishes that were searched; an answer to an older one is not told after a newer.
    asked: u64,
    told: u64,
    shown: Shown,
}

/// An answer on its way to the desk.
struct Found {
    contact: Uuid,
    number: u64,
    wish: Wish,
    answer: Result<Answer, SearchError>,
}

/// A draft on its way to the desk.
struct Drafted {
    contact: Uuid,
    number: u64,
    heard_at: Timestamp,
    sentences: Result<Vec<DraftedSentence>, NoAnswer>,
}

struct Assist {
    deps: AssistDeps,
    calls: BTreeMap<Uuid, Call>,
    searches: JoinSet<Found>,
    drafts: JoinSet<Drafted>,
}

impl Assist {
    fn of(deps: AssistDeps) -> Self {
        Self { deps, calls: BTreeMap::new(), searches: JoinSet::new(), drafts: JoinSet::new() }
    }

    fn now(&self) -> Timestamp {
        Timestamp(self.deps.clock.now().timestamp_millis())
    }

    /// How long until a wish is due; None while none waits.
    fn wait(&self) -> Option<Duration> {
        let due = self.calls.values().filter_map(|call| call.watch.next_deadline()).min()?;
        Some(Duration::from_millis(due.since_ms(self.now())))
    }

    fn hear(&mut self, news: &TranscriptNews) {
        // The whole is told when an unfinished line was taken back, and holds nothing new.
        let finals = news.lines.iter().filter(|line| line.is_final && !news.whole);
        let heard: Vec<Said> = finals.filter_map(said).collect();
        if heard.is_empty() {
            return;
        }
        let now = self.now();
        let call = self.call(news.contact, now);
        call.heard_at = now;
        for said in &heard {
            call.watch.hear(said, now);
        }
    }

    fn call(&mut self, contact: Uuid, now: Timestamp) -> &mut Call {
        if !self.calls.contains_key(&contact) {
            self.let_go();
        }
        self.calls.entry(contact).or_insert_with(|| Call {
            watch: QuestionWatch::default(),
            heard_at: now,
            asked: 0,
            told: 0,
            shown: Shown::default(),
        })
    }

    /// Forgets calls that are over, and one more where there are too many.
    fn let_go(&mut self) {
        let over: Vec<Uuid> = self.calls.keys().copied().filter(|contact| !self.deps.words.knows(*contact)).collect();
        for contact in over {
            self.forget(contact);
        }
        let oldest = self.calls.iter().min_by_key(|(_, call)| call.heard_at).map(|(contact, _)| *contact);
        if let Some(contact) = oldest.filter(|_| self.calls.len() >= CALLS_MAX) {
            self.forget(contact);
        }
    }

    fn forget(&mut self, contact: Uuid) {
        self.calls.remove(&contact);
        self.deps.suggestions.forget(contact);
    }

    fn search_due(&mut self) {
        let now = self.now();
        for (contact, call) in &mut self.calls {
            let Some(wish) = call.watch.due(now) else { continue };
            call.asked += 1;
            let (contact, number, shelf) = (*contact, call.asked, self.deps.shelf.clone());
            self.searches.spawn(async move {
                let asked = Asked {
                    text: wish.text.clone(),
                    language: wish.language,
                    channel: FaqChannel::Desk,
                    topic: None,
                    limit: HITS_MAX,
                };
                Found { contact, number, answer: shelf.find_heard(asked).await, wish }
            });
        }
    }

    fn found(&mut self, Found { contact, number, wish, answer }: Found) {
        let Some(call) = self.calls.get_mut(&contact).filter(|call| call.told < number) else { return };
        let answer = match answer {
            Ok(answer) => answer,
            Err(why) => {
                tracing::warn!(%why, contact.id = %contact, "the FAQ could not be searched beside a call");
                return;
            }
        };
        call.told = number;
        let live = self.deps.shelf.live();
        let hits: Vec<_> = answer.hits.iter().map(|hit| told::entry(hit, wish.language)).collect();
        call.shown.add(&hits);
        let to_condense = (answer.band != Band::HandOver).then(|| hits.clone());
        let off = call.shown.off(&live);
        let now = Timestamp(self.deps.clock.now().timestamp_millis());
        let (question_id, after_ms) = (fresh_id(), now.since_ms(wish.heard_at));
        let band = answer.band_word();
        tracing::info!(contact.id = %contact, after_ms, band, hits = hits.len(), "suggestions told");
        self.deps.suggestions.tell(SuggestionsOf {
            contact,
            question_id,
            question: wish.text.clone(),
            language: wish.language.code(),
            by: told::by(wish.by),
            heard_at: DateTime::from_timestamp_millis(wish.heard_at.0).unwrap_or_default(),
            after_ms,
            band,
            by_meaning: answer.by_meaning,
            hits,
            off,
            draft: None,
        });
        if let Some(hits) = to_condense {
            self.condense(contact, number, &wish, hits);
        }
        let edition = live.edition.map(|edition| edition.number);
        self.log(AskedQuestion {
            id: question_id,
            at_ms: wish.heard_at.0,
            channel: CALL.to_owned(),
            language: wish.language.code().to_owned(),
            text: wish.text,
            edition,
            band: band.to_owned(),
            confidence: answer.confidence,
            hits: answer.hits.iter().map(|hit| hit.text.citation()).collect(),
            contact: Some(contact),
            outcome: None,
            outcome_hit: None,
        });
    }

    /// Has what is shown condensed beside everything else. Of what no entry surely answers nothing is made.
    fn condense(&mut self, contact: Uuid, number: u64, wish: &Wish, hits: Vec<SuggestedEntry>) {
        if self.deps.llm.endpoint().is_none() || hits.is_empty() {
            return;
        }
        let given = drafting::given(&hits);
        let prompt = drafting::prompt(&wish.text, &hits, &given);
        let (llm, heard_at) = (self.deps.llm.clone(), wish.heard_at);
        self.drafts.spawn(async move {
            let judge = |answer: &str| drafting::judged(answer, &given);
            let sentences = llm.ask(Purpose::Drafts, contact, &prompt, judge).await;
            Drafted { contact, number, heard_at, sentences }
        });
    }

    /// Shows a draft beside the suggestions it was made of, unless a newer question was asked or a text went meanwhile.
    fn drafted(&self, Drafted { contact, number, heard_at, sentences }: Drafted) {
        let sentences = match sentences {
            Ok(sentences) => sentences,
            Err(NoAnswer::NotApproved) => return,
            Err(why) => {
                tracing::info!(%why, contact.id = %contact, "no draft beside a call; the approved texts stand");
                return;
            }
        };
        let Some(call) = self.calls.get(&contact).filter(|call| call.asked == number && call.told == number) else {
            tracing::info!(contact.id = %contact, "a draft came after the next question and is dropped");
            return;
        };
        let Some(newest) = self.deps.suggestions.newest(contact) else { return };
        let off = call.shown.off(&self.deps.shelf.live());
        let model = self.deps.llm.endpoint().map_or_else(String::new, |endpoint| endpoint.model().to_owned());
        let after_ms = self.now().since_ms(heard_at);
        let draft = Some(SuggestedDraft { model, after_ms, sentences });
        let draft = told::still_whole(draft, &off);
        tracing::info!(contact.id = %contact, after_ms, shown = draft.is_some(), "a draft was made");
        self.deps.suggestions.tell(SuggestionsOf { off, draft, ..Arc::unwrap_or_clone(newest) });
    }

    /// Logs a question beside everything else: a desk does not wait for the database.
    fn log(&self, question: AskedQuestion) {
        let db = self.deps.db.clone();
        tokio::spawn(async move {
            if let Err(why) = faq_questions::log(&db, &question).await {
                tracing::warn!(%why, question.id = %question.id, "a question of a call could not be logged");
            }
        });
    }

    /// Names entries that were shown and are not live any more as they were shown.
    fn look_over(&mut self) {
        let live = self.deps.shelf.live();
        for (contact, call) in &self.calls {
            let Some(newest) = self.deps.suggestions.newest(*contact) else { continue };
            let off = call.shown.off(&live);
            if off != newest.off {
                let draft = told::still_whole(newest.draft.clone(), &off);
                self.deps.suggestions.tell(SuggestionsOf { off, draft, ..(*newest).clone() });
            }
        }
    }
}

async fn elapsed(wait: Option<Duration>) {
    match wait {
        Some(wait) => tokio::time::sleep(wait).await,
        None => std::future::pending().await,
    }
}

fn said(line: &TranscriptLine) -> Option<Said> {
    let voice = match line.party.as_str() {
        "caller" => Voice::Caller,
        "agent" => Voice::Agent,
        _ => Voice::Other,
    };
    let segment = Uuid::parse_str(&line.id).ok()?;
    let language = line.language.as_deref().and_then(TextLanguage::from_code);
    Some(Said { segment, voice, language, text: line.text.clone() })
}

#[cfg(test)]
mod draft_tests;
#[cfg(test)]
mod tests;
