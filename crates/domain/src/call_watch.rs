//! What a supervisor should look at in a live contact: words, silence, hold, loud voices, waiting.
//!
//! Pure: events come in with the time, notes for the contact's log come out. A condition is noted once when
//! it begins and once when it is over; in between a supervisor may have seen it. Levels come once a second
//! from the media core, text comes with its secrets covered. It must never know pages or sound.
//! Next: `config` for the limits, `words` for the list, `voice` for loudness.

mod config;
#[cfg(test)]
mod tests;
mod voice;
mod words;

use std::collections::BTreeMap;

use crate::contact::{AlertKind, AlertNote, Party};
use crate::ids::{AgentId, ContactId};
use crate::time::Timestamp;

pub use config::{AlertLimitFault, AlertLimits};
pub use voice::VoiceSecond;
pub use words::{WATCH_WORD_CHARS_MAX, WATCH_WORDS_MAX, WatchWords, WatchWordsFault};

use voice::Voice;

/// Speech within a second that ends a silence, in milliseconds.
const SOUND_MS_MIN: u16 = 100;
/// A raised voice is over after so long without a loud second, in milliseconds.
const CALM_MS: u64 = 10_000;
/// The span one report of levels speaks of, in milliseconds.
const REPORT_MS: u64 = 1_000;

/// Where a contact stands, as far as it is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WatchedStage {
    /// The resident waits in line.
    Waiting,
    /// Agent and resident speak.
    Talking,
    /// The resident hears music while an agent has the contact.
    Held,
    /// Nothing is timed here, and the conversation goes on or is still to come.
    Between,
    /// The conversation is over.
    Elsewhere,
}

/// Something that happened to a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchEvent {
    /// The contact stands here.
    Stands(WatchedStage),
    /// A second of sound; who is not named was quiet.
    Heard(Vec<(Party, VoiceSecond)>),
    /// Somebody said this, secrets covered.
    Said(Party, String),
    /// A supervisor has seen an alert.
    Acknowledged(AlertKind, AgentId),
    /// The contact is closed.
    Gone,
}

/// An alert that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Which.
    pub kind: AlertKind,
    /// Since when.
    pub since: Timestamp,
    /// The word of the list, when it is one.
    pub word: Option<String>,
    /// Who has seen it, and when.
    pub seen: Option<(AgentId, Timestamp)>,
}

/// All contacts under watch.
#[derive(Debug, Clone, Default)]
pub struct CallWatch {
    limits: AlertLimits,
    words: WatchWords,
    contacts: BTreeMap<ContactId, Watched>,
}

#[derive(Debug, Clone)]
struct Watched {
    stage: WatchedStage,
    since: Timestamp,
    quiet_since: Option<Timestamp>,
    loud_at: Timestamp,
    voices: BTreeMap<Party, Voice>,
    alerts: BTreeMap<AlertKind, Alert>,
    /// Until when a condition that is over is not told again.
    rests: BTreeMap<AlertKind, Timestamp>,
}

impl CallWatch {
    /// A watch over nothing yet.
    #[must_use]
    pub fn new(limits: AlertLimits, words: WatchWords) -> Self {
        Self { limits, words, contacts: BTreeMap::new() }
    }

    /// Takes another list of words; what was raised by the old one stays.
    pub fn set_words(&mut self, words: WatchWords) {
        self.words = words;
    }

    /// Takes one event in and says what is to be noted of the contact, in order.
    #[must_use]
    pub fn handle(&mut self, contact: ContactId, event: WatchEvent, now: Timestamp) -> Vec<AlertNote> {
        let mut notes = Vec::new();
        let begins = matches!(event, WatchEvent::Stands(stage) if stage != WatchedStage::Elsewhere);
        if begins {
            self.contacts.entry(contact).or_insert_with(|| Watched::begin(now));
        }
        let Some(watched) = self.contacts.get_mut(&contact) else {
            return notes;
        };
        let limits = &self.limits;
        match event {
            WatchEvent::Stands(stage) => watched.stand(stage, limits, now, &mut notes),
            WatchEvent::Heard(voices) => watched.hear(&voices, limits, now, &mut notes),
            WatchEvent::Said(party, text) => {
                let counts = limits.watch_words && !matches!(party, Party::Supervisor(_));
                if let Some(word) = self.words.find(&text).filter(|_| counts) {
                    watched.raise(AlertKind::WatchWord, Some(word.to_owned()), now, &mut notes);
                }
            }
            WatchEvent::Acknowledged(kind, by) => watched.acknowledge(kind, by, limits, now, &mut notes),
            WatchEvent::Gone => watched.stage = WatchedStage::Elsewhere,
        }
        if watched.stage == WatchedStage::Elsewhere {
            self.contacts.remove(&contact);
        }
        notes
    }

    /// Acts on every limit that has been reached by now.
    #[must_use]
    pub fn tick(&mut self, now: Timestamp) -> Vec<(ContactId, AlertNote)> {
        let mut all = Vec::new();
        for (contact, watched) in &mut self.contacts {
            let mut notes = Vec::new();
            if let Some((_, kind)) = watched.due(&self.limits).filter(|(at, _)| *at <= now) {
                watched.raise(kind, None, now, &mut notes);
            }
            all.extend(notes.into_iter().map(|note| (*contact, note)));
        }
        all
    }

    /// When to call [`Self::tick`], when nothing else happens before.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.contacts.values().filter_map(|watched| watched.due(&self.limits)).map(|(at, _)| at).min()
    }

    /// Whether levels of the contact are of use.
    #[must_use]
    pub fn listens(&self, contact: ContactId) -> bool {
        self.contacts.get(&contact).is_some_and(|watched| watched.stage == WatchedStage::Talking)
    }

    /// Alerts of a contact that stand, by kind.
    pub fn alerts(&self, contact: ContactId) -> impl Iterator<Item = &Alert> {
        self.contacts.get(&contact).into_iter().flat_map(|watched| watched.alerts.values())
    }
}

impl Watched {
    fn begin(now: Timestamp) -> Self {
        Self {
            stage: WatchedStage::Elsewhere,
            since: now,
            quiet_since: None,
            loud_at: now,
            voices: BTreeMap::new(),
            alerts: BTreeMap::new(),
            rests: BTreeMap::new(),
        }
    }

    /// What belongs to the stage before is over with it; a word stands until it is seen or all is over.
    fn stand(&mut self, stage: WatchedStage, limits: &AlertLimits, now: Timestamp, notes: &mut Vec<AlertNote>) {
        if self.stage == stage {
            return;
        }
        self.stage = stage;
        self.since = now;
        self.quiet_since = None;
        for kind in AlertKind::ALL {
            if kind != AlertKind::WatchWord || stage == WatchedStage::Elsewhere {
                self.clear(kind, limits, now, notes);
            }
        }
    }

    fn hear(
        &mut self,
        voices: &[(Party, VoiceSecond)],
        limits: &AlertLimits,
        now: Timestamp,
        notes: &mut Vec<AlertNote>,
    ) {
        if self.stage != WatchedStage::Talking {
            return;
        }
        let own = voices.iter().filter(|(party, _)| !matches!(party, Party::Supervisor(_)));
        let mut is_loud = false;
        for (party, second) in own {
            is_loud |= self.voices.entry(*party).or_default().hear(*second, limits);
        }
        if is_loud {
            self.loud_at = now;
            self.raise(AlertKind::RaisedVoice, None, now, notes);
        } else if now.since_ms(self.loud_at) > CALM_MS {
            self.clear(AlertKind::RaisedVoice, limits, now, notes);
        }
        self.mind_silence(voices.iter().any(|(_, second)| second.spoke_ms >= SOUND_MS_MIN), limits, now, notes);
    }

    fn mind_silence(&mut self, is_sound: bool, limits: &AlertLimits, now: Timestamp, notes: &mut Vec<AlertNote>) {
        if is_sound {
            self.quiet_since = None;
            return self.clear(AlertKind::LongSilence, limits, now, notes);
        }
        let began = Timestamp(now.0.saturating_sub(REPORT_MS.cast_signed())).max(self.since);
        let since = *self.quiet_since.get_or_insert(began);
        if limits.long_silence_s > 0 && now.since_ms(since) >= u64::from(limits.long_silence_s) * 1_000 {
            self.raise(AlertKind::LongSilence, None, now, notes);
        }
    }

    /// The limit that is reached by time alone, and when.
    fn due(&self, limits: &AlertLimits) -> Option<(Timestamp, AlertKind)> {
        let (kind, limit_s) = match self.stage {
            WatchedStage::Waiting => (AlertKind::LongWait, limits.long_wait_s),
            WatchedStage::Held => (AlertKind::LongHold, limits.long_hold_s),
            WatchedStage::Talking | WatchedStage::Between | WatchedStage::Elsewhere => return None,
        };
        if limit_s == 0 || self.alerts.contains_key(&kind) {
            return None;
        }
        let at = self.since.plus_ms(u64::from(limit_s) * 1_000);
        Some((self.rests.get(&kind).map_or(at, |rest| at.max(*rest)), kind))
    }

    fn raise(&mut self, kind: AlertKind, word: Option<String>, now: Timestamp, notes: &mut Vec<AlertNote>) {
        let rests = self.rests.get(&kind).is_some_and(|until| now < *until);
        if rests || self.alerts.contains_key(&kind) {
            return;
        }
        self.alerts.insert(kind, Alert { kind, since: now, word, seen: None });
        notes.push(AlertNote::Raised(kind));
    }

    fn clear(&mut self, kind: AlertKind, limits: &AlertLimits, now: Timestamp, notes: &mut Vec<AlertNote>) {
        if self.alerts.remove(&kind).is_some() {
            self.rests.insert(kind, now.plus_ms(u64::from(limits.again_after_s) * 1_000));
            notes.push(AlertNote::Cleared(kind));
        }
    }

    /// Whoever saw it first is kept; a word that was seen is over.
    fn acknowledge(
        &mut self,
        kind: AlertKind,
        by: AgentId,
        limits: &AlertLimits,
        now: Timestamp,
        notes: &mut Vec<AlertNote>,
    ) {
        let Some(alert) = self.alerts.get_mut(&kind).filter(|alert| alert.seen.is_none()) else {
            return;
        };
        alert.seen = Some((by, now));
        notes.push(AlertNote::Acknowledged(kind, by));
        if kind == AlertKind::WatchWord {
            self.clear(kind, limits, now, notes);
        }
    }
}
