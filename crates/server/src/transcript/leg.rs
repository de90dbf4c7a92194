//! One leg of a conversation: its packets put in order, its running text, and whose voice it is.
//!
//! Pure. Owns the way from a tap's frame to text with times since the recording's begin. It must never know
//! recognisers or pages. Next: `placing`, `speech::live`.

use media::{LegId, TapFrame};
use speech::SpokenLanguage;
use speech::live::vocabulary::Prompts;
use speech::live::{Decode, LiveStream, LiveText, Settings, Ticket};
use speech::recognition::{RecogniseError, Recognised};

use super::pieces::Timed;
use super::placing::Placing;
use super::sheet::{Heard, Stretch};
use super::voice::Voice;

/// Samples of one millisecond.
pub(super) const SAMPLES_PER_MS: u64 = 8;
/// How long a packet may come out of order: 100 ms.
const HOLD_SAMPLES: u64 = 800;

/// What became of a stretch.
pub(super) enum Said {
    /// It is still being said.
    Partial(Stretch, Vec<Timed>),
    /// It was heard with care.
    Final(Stretch, Heard),
    /// It has no text for now.
    Missed(Stretch),
}

/// A leg.
#[derive(Debug)]
pub(super) struct Leg {
    id: LegId,
    pub(super) voice: Voice,
    placing: Placing,
    stream: LiveStream,
}

impl Leg {
    /// A leg that is heard from `position` of the recording on, in samples.
    pub(super) fn new(id: LegId, voice: Voice, settings: Settings, position: u64) -> Self {
        Self { id, voice, placing: Placing::from(position), stream: LiveStream::new(settings) }
    }

    /// Takes a frame that arrived at `position` of the recording.
    pub(super) fn push(&mut self, frame: &TapFrame, position: u64) {
        self.placing.push(frame.timestamp, position, frame.samples.get(..frame.length).unwrap_or_default());
    }

    /// Listens to what was said until `now`, a position of the recording.
    pub(super) fn listen(&mut self, now: u64) -> Vec<Said> {
        let mut said = Vec::new();
        for run in self.placing.take(now.saturating_sub(HOLD_SAMPLES)) {
            said.extend(self.stream.hear(run.at, &run.samples));
        }
        self.told(said)
    }

    /// Nothing more comes of this leg.
    pub(super) fn finish(&mut self) -> Vec<Said> {
        let mut said = Vec::new();
        for run in self.placing.rest() {
            said.extend(self.stream.hear(run.at, &run.samples));
        }
        said.extend(self.stream.finish());
        self.told(said)
    }

    /// Ends without waiting for answers.
    pub(super) fn give_up(&mut self) -> Vec<Said> {
        let said = self.stream.give_up();
        self.told(said)
    }

    /// Whether everything said has its text, or none.
    pub(super) fn is_done(&self) -> bool {
        self.stream.is_done()
    }

    /// What the recogniser is told to expect from here on.
    pub(super) fn expect(&mut self, prompts: Prompts) {
        self.stream.expect(prompts);
    }

    /// Whether its sound stays on this machine.
    pub(super) fn keep_here(&mut self, local_only: bool) {
        self.stream.keep_here(local_only);
    }

    /// The language chosen, once it is.
    pub(super) fn choose(&mut self, language: Option<SpokenLanguage>) {
        self.stream.choose(language);
    }

    /// The next sound to recognise.
    pub(super) fn next(&mut self, now: u64) -> Option<Decode> {
        self.stream.next(now)
    }

    /// Takes an answer.
    pub(super) fn heard(&mut self, ticket: Ticket, answer: Result<Recognised, RecogniseError>) -> Vec<Said> {
        let said = self.stream.heard(ticket, answer);
        self.told(said)
    }

    fn told(&self, texts: Vec<LiveText>) -> Vec<Said> {
        texts.into_iter().map(|text| said(self.id, text)).collect()
    }
}

/// The text of a stretch with times since the recording's begin.
fn said(leg: LegId, text: LiveText) -> Said {
    match text {
        LiveText::Partial { segment, start, words } => Said::Partial((leg, segment), Timed::of(&words, ms(start))),
        LiveText::Missed { segment, .. } => Said::Missed((leg, segment)),
        LiveText::Final { segment, start, end, words, confidence, language, engine } => {
            let words = Timed::of(&words, ms(start));
            let heard = Heard { start_ms: ms(start), end_ms: ms(end), words, language, confidence, engine };
            Said::Final((leg, segment), heard)
        }
    }
}

/// A position as milliseconds since the recording's begin.
pub(super) fn ms(position: u64) -> i64 {
    i64::try_from(position / SAMPLES_PER_MS).unwrap_or(i64::MAX)
}
