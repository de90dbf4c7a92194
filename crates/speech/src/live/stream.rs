//! One leg's running text: what is decoded when, and what of the answers counts.
//!
//! A segment ends in exactly one `Final` or `Missed`. At most one partial and one final decode are on their way;
//! when the recogniser is slow partials become rarer, then finals wait, and what waits too long is `Missed`.

use super::agreement::Agreement;
use super::ear::{Ear, FRAME_SAMPLES, Heard};
use super::guards::{self, Rejection, Verdict};
use super::language::LanguageWatch;
use super::pace::{self, samples};
use super::segmenter::{Segment, Segmenter};
use super::text::{Decode, LiveText, MissedWhy, Settings, Ticket};
use super::vocabulary::Prompts;
use crate::SpokenLanguage;
use crate::recognition::{Effort, RecogniseError, Recognised, Utterance};
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use wire::resample::Upsampler;

/// Segments that may wait for their final pass; with the open one they bound a stream's memory at 2 MB.
pub const FINALS_WAITING_MAX: usize = 8;
/// Tries of a final pass: with the prompt, then without, then greedily, which goes round in circles where a beam does
/// not, and the other way round.
const TRIES: u32 = 3;
/// Tries of what is heard from a recording, when time is no matter: the further ones hear it between silences.
const TRIES_OF_RECORDING: u32 = 5;
/// A word that is cut off at the end of a stretch may send an engine round in circles; with silence about it, it
/// seldom does. Silence on either side in the tries after [`TRIES`], by their number.
const SILENCE_AROUND_MS: u32 = 300;
/// Wait before a busy recogniser is asked for a final pass again.
const BUSY_FINAL_MS: u32 = 200;
/// Longest wait between partials of a stream whose recogniser is busy.
const PARTIAL_EVERY_MS_MAX: u32 = 8_000;
/// Shortest sound worth a partial.
const PARTIAL_FIRST_MS: u32 = 700;
/// Partials begin only while somebody speaks: a pause may be the end, and the final pass must not wait.
const PARTIAL_PAUSE_MS_MAX: u32 = 80;
/// Segments shorter than this tell no language.
const LANGUAGE_MS_MIN: u32 = 2_000;

/// What a decode on its way is for.
#[derive(Debug)]
enum Job {
    /// Text that is shown and replaced.
    Partial { segment: u64 },
    /// The final pass of a segment that is still open and silent.
    Early { segment: u64, voiced_until: u64 },
    /// The final pass of a closed segment.
    Final { waiting: Box<Waiting>, told: String },
    /// A look at the language.
    Language,
}

/// A closed segment without its text.
#[derive(Debug)]
struct Waiting {
    segment: Segment,
    /// Final passes that were made.
    tries: u32,
}

/// An early final pass that came back before its segment was closed.
#[derive(Debug)]
struct EarlyAnswer {
    segment: u64,
    voiced_until: u64,
    answer: Recognised,
}

/// The running text of one leg. Feed it with [`Self::hear`]; after each feed and each answer ask [`Self::next`]
/// until it gives None, send each decode to a recogniser without waiting, and bring the answer to [`Self::heard`].
#[derive(Debug)]
pub struct LiveStream {
    settings: Settings,
    language: LanguageWatch,
    ear: Ear,
    segmenter: Segmenter,
    agreement: Agreement,
    waiting: VecDeque<Waiting>,
    jobs: BTreeMap<Ticket, Job>,
    early: Option<EarlyAnswer>,
    /// A closed segment whose language is to be looked at, when nothing else is to do.
    language_due: Option<Segment>,
    tickets: u64,
    now: u64,
    /// Where the sound of the last partial ended, and when it was asked for.
    partial_end: u64,
    partial_asked: u64,
    partial_every: u64,
    /// A busy recogniser is not asked for a final pass before.
    final_from: u64,
    /// Of a recording: stretches that have their text; None for a leg that speaks now.
    covered: Option<Vec<Range<u64>>>,
    is_finished: bool,
}

impl LiveStream {
    /// A stream that has heard nothing.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            language: LanguageWatch::new(settings.language),
            ear: Ear::new(),
            segmenter: Segmenter::new(settings.pace),
            agreement: Agreement::default(),
            waiting: VecDeque::new(),
            jobs: BTreeMap::new(),
            early: None,
            language_due: None,
            tickets: 0,
            now: 0,
            partial_end: 0,
            partial_asked: 0,
            partial_every: samples(settings.pace.partial_every_ms),
            final_from: 0,
            covered: None,
            is_finished: false,
            settings,
        }
    }

    /// One channel of a recording, heard after the call: only final passes, and none over the stretches that have
    /// their text already (`covered`, samples of the same clock as the positions given to [`Self::hear`]).
    /// It runs as fast as it is fed: give a few seconds, take every decode's answer, then give more, since no more
    /// than [`FINALS_WAITING_MAX`] segments wait here either.
    #[must_use]
    pub fn of_recording(settings: Settings, covered: Vec<Range<u64>>) -> Self {
        Self { covered: Some(covered), ..Self::new(settings) }
    }

    /// Takes sound at 8 kHz whose first sample is at position `at` of the leg's clock.
    /// Missing sound up to a second is silence, more ends the sentence; what comes twice is heard once.
    #[must_use]
    pub fn hear(&mut self, at: u64, sound: &[i16]) -> Vec<LiveText> {
        if self.is_finished {
            return Vec::new();
        }
        self.now = self.now.max(at + sound.len() as u64);
        let heard = self.ear.hear(at, sound);
        self.follow(heard)
    }

    /// The leg is gone: what it said last is decoded too. Ask [`Self::next`] on until [`Self::is_done`].
    #[must_use]
    pub fn finish(&mut self) -> Vec<LiveText> {
        if std::mem::replace(&mut self.is_finished, true) {
            return Vec::new();
        }
        let heard = self.ear.finish();
        let mut out = self.follow(heard);
        out.extend(self.close());
        self.language_due = None;
        out
    }

    /// Whether everything that was said has its `Final` or `Missed`; true only after [`Self::finish`].
    #[must_use]
    pub fn is_done(&self) -> bool {
        let is_awaited = self.jobs.values().any(|job| matches!(job, Job::Final { .. }));
        self.is_finished && self.waiting.is_empty() && !is_awaited
    }

    /// Ends the stream without waiting: what has no text is `Missed`. Answers that come later are ignored.
    #[must_use]
    pub fn give_up(&mut self) -> Vec<LiveText> {
        let mut out = self.finish();
        let awaited = std::mem::take(&mut self.jobs).into_values().filter_map(|job| match job {
            Job::Final { waiting, .. } => Some(*waiting),
            Job::Partial { .. } | Job::Early { .. } | Job::Language => None,
        });
        let mut left: Vec<Waiting> = awaited.chain(std::mem::take(&mut self.waiting)).collect();
        left.sort_by_key(|waiting| waiting.segment.id);
        out.extend(left.into_iter().map(|waiting| missed(&waiting.segment, MissedWhy::GivenUp)));
        out
    }

    /// The language that is spoken instead of the chosen one; the stream goes on in it. None while they agree.
    #[must_use]
    pub fn other_language(&self) -> Option<SpokenLanguage> {
        self.language.other()
    }

    /// What the engine is told to expect from the next decode on, as when a call changes its queue.
    pub fn expect(&mut self, prompts: Prompts) {
        self.settings.prompts = prompts;
    }

    /// Whether the sound must not leave this machine, from the next decode on.
    pub fn keep_here(&mut self, local_only: bool) {
        self.settings.local_only = local_only;
    }

    /// The caller has chosen a language, or it is known in another way; what is open is told from the next decode on.
    pub fn choose(&mut self, language: Option<SpokenLanguage>) {
        if self.settings.language != language {
            self.settings.language = language;
            self.language = LanguageWatch::new(language);
        }
    }

    /// The next sound to recognise, if any is due at `now`, a position of the leg's clock that also runs on after
    /// the hang-up (a busy recogniser is asked again a little later).
    #[must_use]
    pub fn next(&mut self, now: u64) -> Option<Decode> {
        self.now = self.now.max(now);
        if !self.is_final_awaited() {
            if self.now >= self.final_from
                && let Some(waiting) = self.waiting.pop_front()
            {
                return Some(self.final_pass(waiting));
            }
            if self.now >= self.final_from
                && self.covered.is_none()
                && let Some(decode) = self.early_pass()
            {
                return Some(decode);
            }
        }
        let is_idle = self.jobs.is_empty();
        if is_idle && self.covered.is_none() { self.partial_pass().or_else(|| self.language_pass()) } else { None }
    }

    /// Takes the answer to a decode; one that is not awaited is ignored.
    #[must_use]
    pub fn heard(&mut self, ticket: Ticket, answer: Result<Recognised, RecogniseError>) -> Vec<LiveText> {
        match self.jobs.remove(&ticket) {
            None => Vec::new(),
            Some(Job::Language) => {
                if let Ok(answer) = answer {
                    self.language.heard(answer.language);
                }
                Vec::new()
            }
            Some(Job::Partial { segment }) => self.heard_partial(segment, answer),
            Some(Job::Early { segment, voiced_until }) => self.heard_early(segment, voiced_until, answer),
            Some(Job::Final { waiting, told }) => self.heard_final(*waiting, &told, answer),
        }
    }

    fn follow(&mut self, heard: Vec<Heard>) -> Vec<LiveText> {
        let mut out = Vec::new();
        for heard in heard {
            match heard {
                Heard::Frame(frame) if self.is_covered(frame.at) => {
                    out.extend(self.close());
                    self.segmenter.forget();
                }
                Heard::Frame(frame) => {
                    let closed = self.segmenter.hear(*frame);
                    out.extend(closed.and_then(|segment| self.closed(segment)));
                }
                Heard::Gap => {
                    out.extend(self.close());
                    self.segmenter.forget();
                }
            }
        }
        out
    }

    fn is_covered(&self, at: u64) -> bool {
        let middle = at + FRAME_SAMPLES as u64 / 2;
        self.covered.as_ref().is_some_and(|covered| covered.iter().any(|range| range.contains(&middle)))
    }

    fn close(&mut self) -> Option<LiveText> {
        let segment = self.segmenter.close()?;
        self.closed(segment)
    }

    /// Gives a closed segment its early answer, or lets it wait for one. Returns what falls out of the queue.
    fn closed(&mut self, segment: Segment) -> Option<LiveText> {
        self.agreement.clear();
        self.partial_end = segment.end();
        if pace::ms(segment.samples.len() as u64) >= LANGUAGE_MS_MIN && self.language.is_due() {
            self.language_due = Some(segment.clone());
        }
        let waiting = Waiting { segment, tries: 0 };
        let (id, until) = (waiting.segment.id, waiting.segment.voiced_until);
        if let Some(early) = self.early.take_if(|early| early.segment == id && early.voiced_until == until) {
            let told = self.told();
            return self.judged(waiting, &told, early.answer);
        }
        self.early = None;
        let is_its =
            |job: &Job| matches!(job, Job::Early { segment, voiced_until } if (*segment, *voiced_until) == (id, until));
        let told = self.told();
        if let Some(job) = self.jobs.values_mut().find(|job| is_its(job)) {
            *job = Job::Final { waiting: Box::new(waiting), told };
            return None;
        }
        self.waiting.push_back(waiting);
        self.drop_oldest()
    }

    /// The prompt for the language that is believed.
    fn told(&self) -> String {
        self.settings.prompts.of(self.language.told()).to_owned()
    }

    fn drop_oldest(&mut self) -> Option<LiveText> {
        if self.waiting.len() <= FINALS_WAITING_MAX {
            return None;
        }
        self.waiting.pop_front().map(|waiting| missed(&waiting.segment, MissedWhy::Behind))
    }

    fn is_final_awaited(&self) -> bool {
        self.jobs.values().any(|job| matches!(job, Job::Final { .. } | Job::Early { .. }))
    }

    fn final_pass(&mut self, waiting: Waiting) -> Decode {
        // A second try gets no prompt, which is what most often leads an engine astray, and no language.
        let (effort, language, told) = match waiting.tries {
            0 => (Effort::Final, self.language.told(), self.told()),
            1 => (Effort::Final, None, String::new()),
            TRIES => (Effort::Final, self.language.told(), String::new()),
            _ => (Effort::Partial, self.language.told(), String::new()),
        };
        let silence = vec![0; usize::try_from(samples(silence_around_ms(waiting.tries))).unwrap_or(0)];
        let samples = [silence.as_slice(), &waiting.segment.samples, &silence].concat();
        let job = Job::Final { waiting: Box::new(waiting), told: told.clone() };
        self.decode(job, effort, &samples, language, told)
    }

    fn early_pass(&mut self) -> Option<Decode> {
        let open = self.segmenter.open_state()?;
        let is_known = self
            .early
            .as_ref()
            .is_some_and(|early| early.segment == open.id && early.voiced_until == open.voiced_until);
        let silence = open.end.saturating_sub(open.voiced_until);
        if is_known || silence < samples(self.settings.pace.early_silence_ms) {
            return None;
        }
        let segment = self.segmenter.open_until_voice()?;
        let job = Job::Early { segment: open.id, voiced_until: open.voiced_until };
        let (language, prompt) = (self.language.told(), self.told());
        Some(self.decode(job, Effort::Final, &segment.samples, language, prompt))
    }

    fn partial_pass(&mut self) -> Option<Decode> {
        let open = self.segmenter.open_state()?;
        let is_spoken = open.end.saturating_sub(open.voiced_until) <= samples(PARTIAL_PAUSE_MS_MAX);
        let is_due = open.end.saturating_sub(self.partial_end.max(open.start)) >= self.partial_due(open.start);
        if !is_spoken || !is_due {
            return None;
        }
        let segment = self.segmenter.open_whole()?;
        self.partial_end = open.end;
        self.partial_asked = self.now;
        let job = Job::Partial { segment: open.id };
        let language = self.language.told();
        let prompt = self.settings.prompts.short(language).to_owned();
        Some(self.decode(job, Effort::Partial, &segment.samples, language, prompt))
    }

    /// The first partial of a segment comes a little sooner.
    fn partial_due(&self, start: u64) -> u64 {
        if self.partial_end <= start { self.partial_every.min(samples(PARTIAL_FIRST_MS)) } else { self.partial_every }
    }

    fn language_pass(&mut self) -> Option<Decode> {
        let segment = self.language_due.take()?;
        Some(self.decode(Job::Language, Effort::Partial, &segment.samples, None, String::new()))
    }

    fn decode(
        &mut self,
        job: Job,
        effort: Effort,
        sound: &[i16],
        language: Option<SpokenLanguage>,
        prompt: String,
    ) -> Decode {
        let ticket = Ticket(self.tickets);
        self.tickets += 1;
        self.jobs.insert(ticket, job);
        let utterance =
            Utterance { samples: widened(sound), language, prompt, effort, local_only: self.settings.local_only };
        Decode { ticket, effort, utterance }
    }

    fn heard_partial(&mut self, segment: u64, answer: Result<Recognised, RecogniseError>) -> Vec<LiveText> {
        let answer = match answer {
            Ok(answer) => answer,
            Err(_) => {
                self.partial_every = (2 * self.partial_every).min(samples(PARTIAL_EVERY_MS_MAX));
                return Vec::new();
            }
        };
        // One stream keeps an engine busy half of the time at most.
        let took = self.now.saturating_sub(self.partial_asked);
        let range = samples(self.settings.pace.partial_every_ms)..=samples(PARTIAL_EVERY_MS_MAX);
        self.partial_every = (2 * took).clamp(*range.start(), *range.end());
        self.agree(segment, answer)
    }

    fn agree(&mut self, segment: u64, answer: Recognised) -> Vec<LiveText> {
        let Some(open) = self.segmenter.open_until_voice().filter(|open| open.id == segment) else {
            return Vec::new();
        };
        if guards::judge(&answer, open.sound, &self.told()) != Verdict::Believed {
            return Vec::new();
        }
        let shown = self.agreement.hear(answer.words);
        shown.map(|words| LiveText::Partial { segment, start: open.start, words }).into_iter().collect()
    }

    fn heard_early(
        &mut self,
        segment: u64,
        voiced_until: u64,
        answer: Result<Recognised, RecogniseError>,
    ) -> Vec<LiveText> {
        let Ok(answer) = answer else {
            self.final_from = self.now + samples(BUSY_FINAL_MS);
            return Vec::new();
        };
        if self.segmenter.open_state().is_some_and(|open| (open.id, open.voiced_until) == (segment, voiced_until)) {
            self.early = Some(EarlyAnswer { segment, voiced_until, answer: answer.clone() });
        }
        self.agree(segment, answer)
    }

    fn heard_final(
        &mut self,
        mut waiting: Waiting,
        told: &str,
        answer: Result<Recognised, RecogniseError>,
    ) -> Vec<LiveText> {
        let text = match answer {
            Ok(answer) => self.judged(waiting, told, answer),
            Err(RecogniseError::Busy) => {
                self.final_from = self.now + samples(BUSY_FINAL_MS);
                self.waiting.push_front(waiting);
                self.drop_oldest()
            }
            Err(RecogniseError::Unavailable(_)) => Some(missed(&waiting.segment, MissedWhy::NoEngine)),
            Err(RecogniseError::Failed { .. } | RecogniseError::TooLong(_)) => {
                waiting.tries += 1;
                self.again_or(waiting, MissedWhy::EngineFailed)
            }
        };
        text.into_iter().collect()
    }

    fn judged(&mut self, mut waiting: Waiting, told: &str, mut answer: Recognised) -> Option<LiveText> {
        for word in &mut answer.words {
            let earlier = |ms: u32| ms.saturating_sub(silence_around_ms(waiting.tries));
            (word.start_ms, word.end_ms) = (earlier(word.start_ms), earlier(word.end_ms));
        }
        waiting.tries += 1;
        if self.settings.language.is_none() || told.is_empty() {
            self.language.heard(answer.language);
        }
        match guards::judge(&answer, waiting.segment.sound, told) {
            Verdict::Believed => Some(self.final_text(&waiting.segment, answer)),
            Verdict::NoSpeech => Some(self.final_text(&waiting.segment, Recognised { words: Vec::new(), ..answer })),
            // Unsure sentences are shown with their small confidence when a second look has no better ones.
            Verdict::Rejected(Rejection::Unsure) if waiting.tries >= self.tries() => {
                Some(self.final_text(&waiting.segment, answer))
            }
            Verdict::Rejected(why) => self.again_or(waiting, MissedWhy::NotUnderstood(why)),
        }
    }

    fn again_or(&mut self, waiting: Waiting, why: MissedWhy) -> Option<LiveText> {
        if waiting.tries >= self.tries() {
            return Some(missed(&waiting.segment, why));
        }
        self.waiting.push_front(waiting);
        self.drop_oldest()
    }

    fn tries(&self) -> u32 {
        if self.covered.is_some() { TRIES_OF_RECORDING } else { TRIES }
    }

    fn final_text(&self, segment: &Segment, answer: Recognised) -> LiveText {
        LiveText::Final {
            segment: segment.id,
            start: segment.start,
            end: segment.end(),
            confidence: guards::confidence(&answer),
            language: answer.language.or(self.language.told()),
            words: answer.words,
            engine: answer.engine,
        }
    }
}

/// Silence on either side of the sound in the try after so many.
fn silence_around_ms(tries: u32) -> u32 {
    SILENCE_AROUND_MS * (tries + 1).saturating_sub(TRIES)
}

fn missed(segment: &Segment, why: MissedWhy) -> LiveText {
    LiveText::Missed { segment: segment.id, start: segment.start, end: segment.end(), why }
}

/// The sound at twice the rate, in time with itself.
fn widened(sound: &[i16]) -> Vec<i16> {
    /// The filter gives its sound so many samples late.
    const LATE: usize = 8;
    let mut wide = Vec::new();
    let mut upsampler = Upsampler::default();
    upsampler.push(sound, &mut wide);
    upsampler.push(&[0; LATE], &mut wide);
    wide.drain(..2 * LATE);
    wide
}

#[cfg(test)]
mod tests;
