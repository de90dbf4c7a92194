//! Follows one conversation and says when a wish is due, and which.
//!
//! Pure, on virtual time: [`QuestionWatch::hear`] takes what was said, [`QuestionWatch::next_deadline`] says when to
//! ask, [`QuestionWatch::due`] gives the wish. Everything it keeps is bounded.

use std::collections::VecDeque;
use std::fmt;

use uuid::Uuid;

use super::clause::{Clause, Kind, asks_identity, clauses};
use super::said::{Said, Voice, WISH_CHARS_MAX, Wish};
use crate::knowledge::entry::TextLanguage;
use crate::knowledge::question_form::QuestionForm;
use crate::secret_text::{TextContext, redact};
use crate::time::Timestamp;

/// How long a question waits for more of the same, in milliseconds.
pub const SETTLE_MS: u64 = 250;
/// How long it waits at most while more comes, in milliseconds.
pub const SETTLE_MS_MAX: u64 = 600;
/// Letters of one segment that are read.
const SAID_CHARS_MAX: usize = 2_000;
/// Segments whose words are remembered.
const RECENT_MAX: usize = 12;
/// Segments that are known when they are told again; older ones have settled long since.
const KNOWN_MAX: usize = 512;
/// How long what was said may be a question's ground, in milliseconds.
const GROUND_MS: u64 = 45_000;
/// Clauses of one wish.
const CLAUSES_MAX: usize = 4;
/// What a question says that stands by itself, and the least with which anything is searched.
const WEIGHT_ENOUGH: u32 = 4;
const WEIGHT_MIN: u32 = 2;
/// A wish is another one when this much of it is new: pairs of letters, and their share.
const NEW_PAIRS_MIN: usize = 4;
const NEW_SHARE_MIN: f64 = 0.25;

/// One conversation.
#[derive(Default)]
pub struct QuestionWatch {
    recent: VecDeque<Heard>,
    known: VecDeque<Uuid>,
    /// The agent asked who somebody is, and what follows is the answer.
    identity_asked: bool,
    waiting: Option<Waiting>,
    told: Option<QuestionForm>,
}

struct Heard {
    segment: Uuid,
    voice: Voice,
    language: TextLanguage,
    at: Timestamp,
    clauses: Vec<Clause>,
}

#[derive(Clone, Copy)]
struct Waiting {
    segment: Uuid,
    heard_at: Timestamp,
    due: Timestamp,
    latest: Timestamp,
}

impl QuestionWatch {
    /// Takes a segment; one that is known is read anew and asks nothing again.
    pub fn hear(&mut self, said: &Said, now: Timestamp) {
        let is_known = self.known.contains(&said.segment);
        if is_known && self.recent.iter().all(|heard| heard.segment != said.segment) {
            return;
        }
        let text: String = said.text.chars().take(SAID_CHARS_MAX).collect();
        let language = said.language.unwrap_or_else(|| language_of(&text));
        let mut clauses = clauses(&text, language, said.voice);
        if let Some(known) = self.recent.iter_mut().find(|heard| heard.segment == said.segment) {
            known.clauses = clauses;
            return;
        }
        let asks = match said.voice {
            Voice::Agent => clauses.iter().any(|clause| clause.kind == Kind::Restates),
            Voice::Caller | Voice::Other => {
                clauses.iter().any(|clause| matches!(clause.kind, Kind::Asks | Kind::Troubles))
            }
        };
        self.mind_identity(said.voice, &text, language, asks, &mut clauses);
        self.remember(Heard { segment: said.segment, voice: said.voice, language, at: now, clauses });
        if asks && said.voice != Voice::Other {
            self.wait_for(said.segment, now);
        }
    }

    /// When [`Self::due`] is to be asked.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.waiting.map(|waiting| waiting.due)
    }

    /// The wish that is due, where it differs from the one before.
    #[must_use]
    pub fn due(&mut self, now: Timestamp) -> Option<Wish> {
        let waiting = self.waiting.filter(|waiting| waiting.due <= now)?;
        self.waiting = None;
        let at = self.recent.iter().position(|heard| heard.segment == waiting.segment)?;
        let wish = self.wish(at, waiting.heard_at)?;
        let form = QuestionForm::of(&wish.text);
        if form.is_empty() || self.told.as_ref().is_some_and(|told| !is_another(told, &form)) {
            return None;
        }
        self.told = Some(form);
        Some(wish)
    }

    /// What answers "your name, please" is no ground of a question.
    fn mind_identity(&mut self, voice: Voice, text: &str, language: TextLanguage, asks: bool, clauses: &mut [Clause]) {
        match voice {
            Voice::Agent => self.identity_asked = asks_identity(text, language),
            Voice::Caller if asks => self.identity_asked = false,
            Voice::Caller | Voice::Other if self.identity_asked => {
                for clause in clauses.iter_mut().filter(|clause| clause.kind == Kind::Tells) {
                    clause.kind = Kind::Private;
                }
            }
            Voice::Caller | Voice::Other => {}
        }
    }

    fn remember(&mut self, heard: Heard) {
        if self.recent.len() == RECENT_MAX {
            self.recent.pop_front();
        }
        if self.known.len() == KNOWN_MAX {
            self.known.pop_front();
        }
        self.known.push_back(heard.segment);
        self.recent.push_back(heard);
    }

    /// The newest question takes the place of one that still waits, and does not make it wait beyond its limit.
    fn wait_for(&mut self, segment: Uuid, now: Timestamp) {
        let latest = self.waiting.map_or_else(|| now.plus_ms(SETTLE_MS_MAX), |waiting| waiting.latest);
        let due = now.plus_ms(SETTLE_MS).min(latest);
        self.waiting = Some(Waiting { segment, heard_at: now, due, latest });
    }

    /// The wish of the segment at `at`: what it says, on the ground of what was said before where that is little.
    fn wish(&self, at: usize, heard_at: Timestamp) -> Option<Wish> {
        let heard = self.recent.get(at)?;
        let is_agent = heard.voice == Voice::Agent;
        let mut parts: VecDeque<&Clause> = VecDeque::new();
        let fits = |clause: &&Clause| if is_agent { clause.kind == Kind::Restates } else { clause.is_ground() };
        for clause in heard.clauses.iter().filter(fits).rev().take(CLAUSES_MAX) {
            parts.push_front(clause);
        }
        let mut weight = total(&parts);
        let turned = parts.iter().any(|clause| clause.turns);
        if !is_agent && !turned {
            for clause in self.ground(at, heard_at) {
                if weight >= WEIGHT_ENOUGH || parts.len() >= CLAUSES_MAX {
                    break;
                }
                if !parts.iter().any(|part| part.text == clause.text) {
                    weight = weight.saturating_add(clause.weight);
                    parts.push_front(clause);
                }
                if clause.turns {
                    break;
                }
            }
        }
        if weight < WEIGHT_MIN {
            return None;
        }
        let text = joined(parts, heard.language)?;
        Some(Wish { text, language: heard.language, by: heard.voice, heard_at })
    }

    /// What the caller said before, newest first.
    fn ground(&self, at: usize, now: Timestamp) -> impl Iterator<Item = &Clause> {
        let before = self.recent.iter().take(at).rev();
        let own = before.filter(move |heard| heard.voice == Voice::Caller && now.since_ms(heard.at) <= GROUND_MS);
        own.flat_map(|heard| heard.clauses.iter().rev()).filter(|clause| clause.is_ground() && clause.weight > 0)
    }
}

/// Says how much is remembered and nothing of what.
impl fmt::Debug for QuestionWatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let waits = self.waiting.is_some();
        formatter
            .debug_struct("QuestionWatch")
            .field("segments", &self.recent.len())
            .field("waits", &waits)
            .finish_non_exhaustive()
    }
}

fn total(parts: &VecDeque<&Clause>) -> u32 {
    parts.iter().fold(0, |sum, clause| sum.saturating_add(clause.weight))
}

/// The clauses as one text; of one too long the end, where the question stands.
fn joined(mut parts: VecDeque<&Clause>, language: TextLanguage) -> Option<String> {
    let gap = match language {
        TextLanguage::Ja | TextLanguage::JaEasy => "、",
        TextLanguage::En => ". ",
    };
    let length = |parts: &VecDeque<&Clause>| parts.iter().map(|clause| clause.text.chars().count() + 2).sum::<usize>();
    while parts.len() > 1 && length(&parts) > WISH_CHARS_MAX {
        parts.pop_front();
    }
    let whole = parts.iter().map(|clause| clause.text.as_str()).filter(|text| !text.is_empty()).collect::<Vec<_>>();
    let safe = redact(&whole.join(gap), TextContext { spoken: true, ..TextContext::default() }).text;
    let letters: Vec<char> = safe.chars().collect();
    let from = letters.len().saturating_sub(WISH_CHARS_MAX);
    let text: String = letters.get(from..)?.iter().collect();
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

/// Whether a wish is another than the one told: it must say something that was not said.
fn is_another(told: &QuestionForm, wish: &QuestionForm) -> bool {
    let new = wish.pairs().difference(told.pairs()).count();
    let share = new as f64 / wish.pairs().len().max(1) as f64;
    new >= NEW_PAIRS_MIN && share >= NEW_SHARE_MIN
}

/// English where most letters are Latin.
fn language_of(text: &str) -> TextLanguage {
    let letters = text.chars().filter(|letter| letter.is_alphabetic());
    let (latin, other) =
        letters.fold(
            (0_usize, 0_usize),
            |(latin, other), letter| {
                if letter.is_ascii() { (latin + 1, other) } else { (latin, other + 1) }
            },
        );
    if latin > other { TextLanguage::En } else { TextLanguage::Ja }
}
