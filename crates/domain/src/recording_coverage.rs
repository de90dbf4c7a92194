//! How much of a day's conversations was recorded and became text, and why not (clause 6(3)①d).
//!
//! Pure. Owns the definition: a conversation is *due* when an agent and a resident were joined by telephone. It
//! is *recorded* when there is sound of it that nobody lost, whatever became of the sound later by rule. It is
//! *transcribed* when every recording of it has text for all its speech. What has none for a stated reason is
//! counted under that reason; what has none without one is a *gap*. It must never know tables.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Speech without text up to this share of a recording is no gap: a recogniser's edges, a breath. In thousandths.
const UNHEARD_PERMILLE_MAX: u64 = 20;

/// How one recording of a conversation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// Nothing of it can be heard, because disk or program failed.
    Lost,
    /// Its sound is there and its text is still to come.
    Waiting {
        /// For longer than recordings wait in good order.
        overdue: bool,
    },
    /// Its sound was finished.
    Finished {
        /// Speech in it, in milliseconds; `None` when nobody counted.
        speech_ms: Option<u64>,
        /// Speech that became text, in milliseconds.
        transcribed_ms: Option<u64>,
        /// Why the rest did not.
        reason: Option<String>,
    },
}

/// Why a due conversation is not recorded or not transcribed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shortfall {
    /// There is no recording in the books.
    NotRecorded,
    /// The recording was lost.
    Lost,
    /// Its text should have come.
    Overdue,
    /// It was finished and nobody said how much of it became text.
    Uncounted,
    /// Its text is still to come, in good order.
    Waiting,
    /// It has no text for a stated reason, such as `recognition_off`.
    Stated(String),
}

impl Shortfall {
    /// Whether it is a gap that somebody has to look at; the others are explained or pass by themselves.
    #[must_use]
    pub fn is_gap(&self) -> bool {
        match self {
            Self::NotRecorded | Self::Lost | Self::Overdue | Self::Uncounted => true,
            Self::Waiting | Self::Stated(_) => false,
        }
    }

    /// A stable code for figures and screens.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::NotRecorded => "not_recorded",
            Self::Lost => "lost",
            Self::Waiting => "waiting",
            Self::Overdue => "overdue",
            Self::Uncounted => "uncounted",
            Self::Stated(reason) => reason,
        }
    }
}

/// What a conversation falls short of; `None` when it is recorded and transcribed.
#[must_use]
pub fn shortfall(recordings: &[Recorded]) -> Option<Shortfall> {
    if recordings.is_empty() {
        return Some(Shortfall::NotRecorded);
    }
    // The worst counts: the order of the variants is the order of severity.
    recordings.iter().filter_map(short).min()
}

fn short(recorded: &Recorded) -> Option<Shortfall> {
    match recorded {
        Recorded::Lost => Some(Shortfall::Lost),
        Recorded::Waiting { overdue: true } => Some(Shortfall::Overdue),
        Recorded::Waiting { overdue: false } => Some(Shortfall::Waiting),
        Recorded::Finished { reason: Some(reason), .. } => Some(Shortfall::Stated(reason.clone())),
        Recorded::Finished { speech_ms: Some(speech), transcribed_ms: Some(text), reason: None } => {
            let unheard = speech.saturating_sub(*text);
            (unheard * 1_000 > speech * UNHEARD_PERMILLE_MAX).then_some(Shortfall::Uncounted)
        }
        Recorded::Finished { .. } => Some(Shortfall::Uncounted),
    }
}

/// A day's figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Conversations that should be recorded and transcribed.
    pub due: u32,
    /// Of these, recorded.
    pub recorded: u32,
    /// Of these, transcribed too.
    pub transcribed: u32,
    /// Why the others are not, by code.
    pub shortfalls: BTreeMap<String, u32>,
    /// How many of the others are gaps.
    pub gaps: u32,
}

impl Coverage {
    /// Counts one due conversation.
    pub fn count(&mut self, shortfall: Option<&Shortfall>) {
        self.due += 1;
        let Some(short) = shortfall else {
            self.recorded += 1;
            self.transcribed += 1;
            return;
        };
        self.recorded += u32::from(!matches!(short, Shortfall::NotRecorded | Shortfall::Lost));
        self.gaps += u32::from(short.is_gap());
        *self.shortfalls.entry(short.code().to_owned()).or_default() += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(speech: u64, text: u64, reason: Option<&str>) -> Recorded {
        let reason = reason.map(str::to_owned);
        Recorded::Finished { speech_ms: Some(speech), transcribed_ms: Some(text), reason }
    }

    #[test]
    fn a_conversation_is_whole_when_all_its_speech_has_text_and_else_says_its_worst_shortfall() {
        let check = |recordings: &[Recorded], wanted: Option<Shortfall>| {
            assert_eq!(shortfall(recordings), wanted, "{recordings:?}");
        };
        let waiting = |overdue| Recorded::Waiting { overdue };
        let uncounted = Recorded::Finished { speech_ms: None, transcribed_ms: None, reason: None };
        check(&[], Some(Shortfall::NotRecorded));
        check(&[finished(60_000, 60_000, None)], None);
        check(&[finished(60_000, 58_900, None)], None);
        check(&[finished(60_000, 58_000, None)], Some(Shortfall::Uncounted));
        check(&[finished(0, 0, None)], None);
        check(&[uncounted], Some(Shortfall::Uncounted));
        check(&[finished(60_000, 0, Some("recognition_off"))], Some(Shortfall::Stated("recognition_off".to_owned())));
        check(&[waiting(false)], Some(Shortfall::Waiting));
        check(&[waiting(true), waiting(false)], Some(Shortfall::Overdue));
        check(&[finished(1, 1, None), Recorded::Lost], Some(Shortfall::Lost));
        check(&[waiting(false), finished(9, 0, Some("off")), Recorded::Lost], Some(Shortfall::Lost));
    }

    #[test]
    fn a_day_s_figures_add_up_and_a_stated_reason_is_no_gap() {
        let mut day = Coverage::default();
        let stated = Shortfall::Stated("recognition_off".to_owned());
        for short in [None, None, Some(&Shortfall::NotRecorded), Some(&Shortfall::Waiting), Some(&stated)] {
            day.count(short);
        }
        assert_eq!((day.due, day.recorded, day.transcribed, day.gaps), (5, 4, 2, 1));
        assert_eq!(day.transcribed + day.shortfalls.values().sum::<u32>(), day.due);
    }
}
