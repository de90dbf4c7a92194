//! After a call: its text is completed from the recording, and what of its sound must not stay is found.
//!
//! Owns the order: the live words are kept first, then what has none is heard from the recording, then the
//! whole is read once more, then secrets become spans, and each span is listened to again. Any step that
//! fails holds the recording back, sealed. Next: `completing`, `whole`, `spans`, `second_listening`.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::contact::Language;
use domain::ids::QueueId;
use media::LegId;
use speech::live::Settings;
use storage::transcripts::{self, TimedText, TranscriptSegment};
use storage::{StoreError, contacts, recordings, voices};
use uuid::Uuid;
use vault::ContactKey;

use super::completing::{complete, one_side, samples, speaker};
use super::keeping::{Keeping, Place};
use super::pauses::{back_to_pause, on_to_pause};
use super::pieces::{pieces, text_of};
use super::recorded::Recorded;
use super::room::TranscriptRoom;
use super::second_listening::hears_digits;
use super::sheet::{Heard, Line};
use super::spans::{Secret, secrets, side_of};
use super::voice::Voice;
use super::whole::{Origin, Part, read_again};
use crate::calls::{Channels, FinishedRecording, HeldBack, Scribe, SilencedSpan};
use crate::clock::fresh_id;

/// How far a span's end may be moved outward to a pause.
const PAUSE_REACH_MS: i64 = 1_000;
/// Kind of a stretch whose text cannot be believed.
const GARBLED: &str = "not_understood";

/// Completes texts.
#[derive(Debug, Clone)]
pub struct RoomScribe {
    room: TranscriptRoom,
}

impl RoomScribe {
    /// The scribe of a room.
    #[must_use]
    pub fn new(room: TranscriptRoom) -> Self {
        Self { room }
    }
}

#[async_trait]
impl Scribe for RoomScribe {
    async fn finish(&self, recording: FinishedRecording) -> Result<Vec<SilencedSpan>, HeldBack> {
        self.room.heard_out(recording.id).await;
        Work::open(&self.room, recording).await?.run().await
    }
}

/// One recording in work.
struct Work<'a> {
    room: &'a TranscriptRoom,
    recording: FinishedRecording,
    recorded: Recorded,
    key: ContactKey,
    language: Option<Language>,
    queue: Option<QueueId>,
    voices: BTreeMap<LegId, Voice>,
    /// Speech that has no text, in milliseconds.
    untold_ms: i64,
}

impl<'a> Work<'a> {
    async fn open(room: &'a TranscriptRoom, recording: FinishedRecording) -> Result<Work<'a>, HeldBack> {
        let db = &room.deps.db;
        let contact = contacts::find(db, recording.contact).await.map_err(away)?;
        let contact = contact.ok_or_else(|| HeldBack::Retry("the contact is not in the books yet".to_owned()))?;
        let key = contacts::key(&contact, &room.deps.ring).map_err(away)?;
        let rows = voices::of_contact(db, recording.contact).await.map_err(away)?;
        let named = |row: &voices::Voice| {
            let leg = LegId(u64::try_from(row.leg).unwrap_or_default());
            (leg, Voice { party: row.party.clone(), agent: row.agent, name: None })
        };
        let voices = rows.iter().map(named).collect();
        let recorded = Recorded::open(recording.sound.clone()).await?;
        let language = contact.language.as_deref().and_then(language_of);
        let queue = contact.queue.clone().map(QueueId);
        Ok(Self { room, recording, recorded, key, language, queue, voices, untold_ms: 0 })
    }

    async fn run(mut self) -> Result<Vec<SilencedSpan>, HeldBack> {
        let mut parts = self.stored().await?;
        let garbled = self.complete(&mut parts).await?;
        let changed = read_again(&mut parts);
        self.keep(&parts, &changed).await?;
        self.count().await?;
        let lines: Vec<&Line> = parts.iter().map(|part| &part.line).collect();
        let mut spans = garbled;
        for mut secret in secrets(&lines) {
            self.snap(&mut secret).await?;
            if !secret.is_whole() && self.hears_digits(&secret).await? {
                secret.widen_to_line();
                self.snap(&mut secret).await?;
            }
            spans.push(span(&secret));
        }
        Ok(spans)
    }

    /// What was kept while it was spoken.
    async fn stored(&self) -> Result<Vec<Part>, HeldBack> {
        let rows = transcripts::of_contact(&self.room.deps.db, self.recording.contact).await.map_err(away)?;
        let own = rows.into_iter().filter(|row| row.recording == self.recording.id);
        own.map(|row| {
            let words = transcripts::words(&row, &self.key).map_err(away)?;
            Ok(Part { line: line_of(row, words), origin: Origin::Stored })
        })
        .collect()
    }

    /// Hears what has no text; answers stretches whose text cannot be believed.
    async fn complete(&mut self, parts: &mut Vec<Part>) -> Result<Vec<SilencedSpan>, HeldBack> {
        let language = self.language.map(crate::calls::spoken_language);
        let prompts = self.room.terms.prompts(self.queue.as_ref()).await;
        let mut garbled = Vec::new();
        for side in [Channels::Left, Channels::Right] {
            let of_side = parts.iter().filter(|part| side_of(&part.line) == side);
            let covered = of_side.map(|part| samples(part.line.start_ms, part.line.end_ms)).collect();
            let local_only = self.room.deps.stays.holds(self.queue.as_ref());
            let settings = Settings { language, prompts: prompts.clone(), local_only, ..Settings::default() };
            let recogniser = self.room.deps.recogniser.clone();
            let found = complete(recogniser.as_ref(), &mut self.recorded, side, settings, covered).await?;
            parts.extend(found.heard.into_iter().map(|heard| self.fresh(side, heard)));
            self.untold_ms += found.wordless_ms;
            self.untold_ms += found.garbled.iter().map(|(start_ms, end_ms)| end_ms - start_ms).sum::<i64>();
            garbled.extend(found.garbled.into_iter().map(|(start_ms, end_ms)| SilencedSpan {
                side,
                start_ms: start_ms.max(0).unsigned_abs(),
                end_ms: end_ms.max(0).unsigned_abs(),
                kind: GARBLED.to_owned(),
            }));
        }
        Ok(garbled)
    }

    /// A line of what was heard just now, by who spoke longest in it.
    fn fresh(&self, side: Channels, heard: Heard) -> Part {
        let party = |leg: &LegId| self.voices.get(leg).map(|voice| voice.party.as_str());
        let is_of_side = |leg: LegId| (party(&leg) == Some("caller")) == (side == Channels::Left);
        let leg = speaker(self.recorded.spoken(), heard.start_ms, heard.end_ms, is_of_side);
        let unknown = || {
            let party = if side == Channels::Left { "caller" } else { "agent" };
            Voice { party: party.to_owned(), agent: None, name: None }
        };
        let voice = leg.and_then(|leg| self.voices.get(&leg).cloned()).unwrap_or_else(unknown);
        let none = domain::secret_text::Redacted { text: text_of(&heard.words), spans: Vec::new() };
        let line = Line {
            id: fresh_id(),
            voice,
            pieces: pieces(&heard.words, &none),
            start_ms: heard.start_ms,
            end_ms: heard.end_ms,
            is_final: true,
            is_settled: true,
            language: heard.language,
            confidence: heard.confidence,
            engine: heard.engine,
        };
        Part { line, origin: Origin::Fresh }
    }

    /// Stores fresh lines, and takes out of stored ones what turned out to be secret.
    async fn keep(&self, parts: &[Part], changed: &[Uuid]) -> Result<(), HeldBack> {
        let deps = &self.room.deps;
        let place = Place { contact: self.recording.contact, recording: self.recording.id, source: "after" };
        let mut keeping = Keeping::new(place);
        for part in parts {
            match part.origin {
                Origin::Fresh => keeping.add([part.line.clone()]),
                Origin::Stored if changed.contains(&part.line.id) => {
                    let Line { id, pieces, .. } = &part.line;
                    transcripts::redact_further(&deps.db, &self.key, self.recording.contact, *id, pieces)
                        .await
                        .map_err(away)?;
                }
                Origin::Stored => {}
            }
        }
        keeping.keep(&deps.db, &deps.ring).await.map_err(away)
    }

    /// Notes how much of what was said became text.
    async fn count(&self) -> Result<(), HeldBack> {
        let spoken = self.recorded.spoken().iter().map(|one| one.end_ms.saturating_sub(one.start_ms)).sum::<u64>();
        let speech_ms = i64::try_from(spoken).unwrap_or(i64::MAX);
        let told_ms = (speech_ms - self.untold_ms).max(0);
        let reason = (told_ms < speech_ms).then_some(GARBLED);
        recordings::transcribed(&self.room.deps.db, self.recording.id, speech_ms, told_ms, reason).await.map_err(away)
    }

    /// Moves both ends outward to the nearest pause, so that no half digit stays.
    async fn snap(&mut self, secret: &mut Secret) -> Result<(), HeldBack> {
        let side = if secret.side == Channels::Left { Channels::Left } else { Channels::Right };
        let before = self.recorded.read_ms(secret.start_ms - PAUSE_REACH_MS, secret.start_ms).await?;
        let after = self.recorded.read_ms(secret.end_ms, secret.end_ms + PAUSE_REACH_MS).await?;
        let ms = |samples: usize| i64::try_from(samples / 8).unwrap_or(0);
        secret.start_ms = (secret.start_ms - ms(back_to_pause(&one_side(before, side)))).max(0);
        secret.end_ms += ms(on_to_pause(&one_side(after, side)));
        Ok(())
    }

    async fn hears_digits(&mut self, secret: &Secret) -> Result<bool, HeldBack> {
        let language = self.language.map(crate::calls::spoken_language);
        let recogniser = self.room.deps.recogniser.clone();
        hears_digits(recogniser.as_ref(), &mut self.recorded, secret, language).await
    }
}

fn span(secret: &Secret) -> SilencedSpan {
    SilencedSpan {
        side: secret.side,
        start_ms: secret.start_ms.max(0).unsigned_abs(),
        end_ms: secret.end_ms.max(0).unsigned_abs(),
        kind: secret.kind.clone(),
    }
}

fn line_of(row: TranscriptSegment, pieces: Vec<TimedText>) -> Line {
    Line {
        id: row.id,
        voice: Voice { party: row.party, agent: row.agent, name: None },
        pieces,
        start_ms: row.start_ms,
        end_ms: row.end_ms,
        is_final: true,
        is_settled: true,
        language: row.language.as_deref().and_then(language_of).map(crate::calls::spoken_language),
        confidence: f32::from(i16::try_from(row.confidence_permille).unwrap_or(0)) / 1_000.0,
        engine: row.engine,
    }
}

fn language_of(word: &str) -> Option<Language> {
    match word {
        "ja" => Some(Language::Ja),
        "en" => Some(Language::En),
        _ => None,
    }
}

fn away(why: StoreError) -> HeldBack {
    HeldBack::Retry(format!("the database: {why}"))
}
