//! The voices of one visit: packets and answers of the recogniser in, redacted captions out.
//!
//! Pure: no IO, no clock; time is what the caller says. Owns each voice's ear and stream, and the one
//! conversation in which secrets are looked for. Text that is not redacted never leaves it. It must never
//! know pages, sockets or tables. Next: `captioner`, which drives it, and [`domain::captions`].

use std::collections::BTreeMap;
use std::time::Duration;

use domain::captions::{Caption, CaptionId};
use domain::contact::Language;
use domain::secret_text::{Conversation, Redacted, SegmentId, SegmentRedaction, placeholder};
use domain::time::Timestamp;
use media::LegId;
use opus::{OpusEar, OpusFault, Packet};
use speech::SpokenLanguage;
use speech::live::{Decode, LiveStream, LiveText, Settings, Ticket};
use speech::recognition::{RecogniseError, Recognised, Word};

/// Samples in a millisecond.
const SAMPLES_A_MS: u64 = 8;
/// A voice that sends nothing for this long is silent; a jittery line is not.
const SILENT_AFTER: u64 = 400 * SAMPLES_A_MS;
/// Silence put behind the last word, so that its sentence ends.
const SILENCE_PUT: u64 = 1_500 * SAMPLES_A_MS;
/// A voice's number stands above the number of its segment.
const VOICE_SHIFT: u32 = 40;

/// Everybody who speaks in one visit.
#[derive(Debug)]
pub(super) struct Voices {
    settings: Settings,
    begun: Timestamp,
    conversation: Conversation,
    voices: BTreeMap<LegId, Voice>,
    /// Voices so far; a page that comes back with a new leg is a new voice of the same speaker.
    count: u64,
    speakers: Vec<String>,
    /// Segments whose text can still change.
    open: BTreeMap<SegmentId, Open>,
    /// What is to be kept of settled segments; None where nothing is.
    kept: Option<Vec<SettledSegment>>,
}

#[derive(Debug)]
struct Voice {
    number: u64,
    speaker: usize,
    ear: OpusEar,
    stream: LiveStream,
    /// Position after the last sound or silence that was given to the stream.
    end: u64,
    /// Silence given since the last sound.
    silence: u64,
}

/// A segment that can still change. Its text is not redacted, and is never printed.
struct Open {
    speaker: usize,
    start: u64,
    end: u64,
    text: String,
    language: Option<SpokenLanguage>,
    confidence: f32,
    engine: String,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Open").field("start", &self.start).field("end", &self.end).finish_non_exhaustive()
    }
}

/// A segment that nothing can change any more.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SettledSegment {
    /// Who spoke.
    pub(super) speaker: String,
    /// Begin and end since the captions began, in milliseconds.
    pub(super) span_ms: (u64, u64),
    /// Text and placeholders in turn; a placeholder comes with the code of what stood there.
    pub(super) pieces: Vec<(String, Option<&'static str>)>,
    /// The language heard.
    pub(super) language: Option<SpokenLanguage>,
    /// How sure the engine was, 0.0..=1.0.
    pub(super) confidence: f32,
    /// Which engine.
    pub(super) engine: String,
}

impl Voices {
    /// A visit in which nobody has spoken; `is_kept` says whether settled text is held for the books.
    pub(super) fn new(settings: Settings, begun: Timestamp, is_kept: bool) -> Self {
        Self {
            settings,
            begun,
            conversation: Conversation::new(),
            voices: BTreeMap::new(),
            count: 0,
            speakers: Vec::new(),
            open: BTreeMap::new(),
            kept: is_kept.then(Vec::new),
        }
    }

    /// Somebody joins. A leg that is known keeps its voice.
    pub(super) fn join(&mut self, leg: LegId, speaker: &str) -> Result<(), OpusFault> {
        if self.voices.contains_key(&leg) {
            return Ok(());
        }
        let known = self.speakers.iter().position(|known| known == speaker);
        let speaker = known.unwrap_or_else(|| {
            self.speakers.push(speaker.to_owned());
            self.speakers.len() - 1
        });
        let (ear, stream) = (OpusEar::new()?, LiveStream::new(self.settings.clone()));
        self.voices.insert(leg, Voice { number: self.count, speaker, ear, stream, end: 0, silence: SILENCE_PUT });
        self.count += 1;
        Ok(())
    }

    /// Takes a packet of a leg.
    pub(super) fn hear(&mut self, leg: LegId, packet: Packet<'_>) -> Vec<Caption> {
        let now = packet.arrived;
        let Some(voice) = self.voices.get_mut(&leg) else { return Vec::new() };
        let Some(heard) = voice.ear.hear(packet) else { return Vec::new() };
        voice.end = voice.end.max(heard.at + heard.samples.len() as u64);
        voice.silence = 0;
        let texts = voice.stream.hear(heard.at, &heard.samples);
        self.tell(leg, texts, now)
    }

    /// Lets time pass: who has become silent has ended a sentence, and old segments settle.
    pub(super) fn pass(&mut self, now: Duration) -> Vec<Caption> {
        let mut told: Vec<(LegId, Vec<LiveText>)> = Vec::new();
        for (leg, voice) in &mut self.voices {
            let until = samples(now).saturating_sub(SILENT_AFTER / 2);
            if voice.silence < SILENCE_PUT && samples(now).saturating_sub(voice.end) > SILENT_AFTER {
                let put = until.saturating_sub(voice.end).min(SILENCE_PUT - voice.silence);
                let silence = vec![0; usize::try_from(put).unwrap_or_default()];
                told.push((*leg, voice.stream.hear(voice.end, &silence)));
                voice.end += put;
                voice.silence += put;
            }
        }
        let mut captions: Vec<Caption> = told.into_iter().flat_map(|(leg, texts)| self.tell(leg, texts, now)).collect();
        let settled = self.conversation.settled(self.at(samples(now)));
        captions.extend(self.redacted(settled));
        captions
    }

    /// What is to be recognised now.
    pub(super) fn decodes(&mut self, now: Duration) -> Vec<(LegId, Decode)> {
        let mut decodes = Vec::new();
        for (leg, voice) in &mut self.voices {
            while let Some(decode) = voice.stream.next(samples(now)) {
                decodes.push((*leg, decode));
            }
        }
        decodes
    }

    /// Takes an answer of the recogniser.
    pub(super) fn answered(
        &mut self,
        leg: LegId,
        ticket: Ticket,
        answer: Result<Recognised, RecogniseError>,
        now: Duration,
    ) -> Vec<Caption> {
        let Some(voice) = self.voices.get_mut(&leg) else { return Vec::new() };
        let texts = voice.stream.heard(ticket, answer);
        self.tell(leg, texts, now)
    }

    /// Nobody speaks any more: what was said last is still recognised.
    pub(super) fn finish(&mut self, now: Duration) {
        let legs: Vec<LegId> = self.voices.keys().copied().collect();
        for leg in legs {
            let texts = self.voices.get_mut(&leg).map(|voice| voice.stream.finish()).unwrap_or_default();
            self.tell(leg, texts, now);
        }
    }

    /// Whether everything that was said has its text, after [`Self::finish`].
    pub(super) fn is_done(&self) -> bool {
        self.voices.values().all(|voice| voice.stream.is_done())
    }

    /// Everything there is to keep, in the order of speaking.
    pub(super) fn into_kept(mut self) -> Vec<SettledSegment> {
        let last = self.conversation.finish();
        self.redacted(last);
        let mut kept = self.kept.unwrap_or_default();
        kept.sort_by_key(|segment| segment.span_ms);
        kept
    }

    /// What running text of a leg means for the captions.
    fn tell(&mut self, leg: LegId, texts: Vec<LiveText>, now: Duration) -> Vec<Caption> {
        let Some(voice) = self.voices.get(&leg) else { return Vec::new() };
        let (number, speaker) = (voice.number, voice.speaker);
        texts.into_iter().flat_map(|text| self.tell_one(number, speaker, text, now)).collect()
    }

    fn tell_one(&mut self, voice: u64, speaker: usize, text: LiveText, now: Duration) -> Vec<Caption> {
        let id = |segment: u64| SegmentId((voice << VOICE_SHIFT) + segment);
        match text {
            LiveText::Partial { segment, start, words } => {
                let text = joined(&words);
                let redacted = self.conversation.partial(speaker as u64, &text);
                let open =
                    Open { speaker, start, end: start, text, language: None, confidence: 0.0, engine: String::new() };
                let caption = self.caption(id(segment), &open, &redacted, false);
                self.open.insert(id(segment), open);
                vec![caption]
            }
            LiveText::Final { segment, start, end, words, confidence, language, engine } => {
                let open = Open { speaker, start, end, text: joined(&words), language, confidence, engine };
                self.finalise(id(segment), open, now)
            }
            // Words that were read stay, where the engine could only not look again; others are taken away.
            LiveText::Missed { segment, start, end, why } => {
                let shown = self.open.remove(&id(segment)).map(|open| open.text);
                let text = shown.filter(|_| why.is_worth_another_try()).unwrap_or_default();
                let open = Open { speaker, start, end, text, language: None, confidence: 0.0, engine: String::new() };
                self.finalise(id(segment), open, now)
            }
        }
    }

    fn finalise(&mut self, id: SegmentId, open: Open, now: Duration) -> Vec<Caption> {
        if open.text.trim().is_empty() {
            self.open.remove(&id);
            return vec![self.caption(id, &open, &Redacted::default(), true)];
        }
        let (speaker, text) = (open.speaker as u64, open.text.clone());
        self.open.insert(id, open);
        let changed = self.conversation.hear(speaker, id, &text, self.at(samples(now)));
        self.redacted(changed)
    }

    /// Segments as they read after something was heard; settled ones are let go.
    fn redacted(&mut self, changed: Vec<SegmentRedaction>) -> Vec<Caption> {
        let mut captions = Vec::new();
        for SegmentRedaction { segment, redacted, settled } in changed {
            let Some(open) = self.open.get(&segment) else { continue };
            captions.push(self.caption(segment, open, &redacted, true));
            if settled && let Some(open) = self.open.remove(&segment) {
                self.keep(&open, &redacted);
            }
        }
        captions
    }

    fn keep(&mut self, open: &Open, redacted: &Redacted) {
        let Some(speaker) = self.speakers.get(open.speaker).cloned() else { return };
        let Some(kept) = &mut self.kept else { return };
        kept.push(SettledSegment {
            speaker,
            span_ms: (open.start / SAMPLES_A_MS, open.end / SAMPLES_A_MS),
            pieces: pieces(&open.text, redacted),
            language: open.language,
            confidence: open.confidence,
            engine: open.engine.clone(),
        });
    }

    fn caption(&self, id: SegmentId, open: &Open, redacted: &Redacted, is_final: bool) -> Caption {
        Caption {
            id: CaptionId(id.0),
            speaker: self.speakers.get(open.speaker).cloned().unwrap_or_default(),
            at: self.at(open.start),
            text: redacted.text.trim().to_owned(),
            is_final,
            redacted: redacted.spans.iter().map(|span| span.kind).collect(),
        }
    }

    fn at(&self, position: u64) -> Timestamp {
        self.begun.plus_ms(position / SAMPLES_A_MS)
    }
}

fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect()
}

fn samples(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or_default() * SAMPLES_A_MS
}

/// A segment's text and placeholders in turn, as the redacted text has them.
fn pieces(text: &str, redacted: &Redacted) -> Vec<(String, Option<&'static str>)> {
    let languages = [Language::Ja, Language::En];
    let mut pieces = Vec::new();
    let (mut from, mut rest) = (0, redacted.text.as_str());
    for span in &redacted.spans {
        let plain = text.get(from..span.range.start).unwrap_or_default();
        rest = rest.get(plain.len()..).unwrap_or_default();
        let words = languages.map(|language| placeholder(span.kind, language));
        let word = words.into_iter().find(|word| rest.starts_with(word)).unwrap_or(words[0]);
        pieces.push((plain.to_owned(), None));
        pieces.push((word.to_owned(), Some(span.kind.code())));
        rest = rest.get(word.len()..).unwrap_or_default();
        from = span.range.end;
    }
    pieces.push((text.get(from..).unwrap_or_default().to_owned(), None));
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests;
