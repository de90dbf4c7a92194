//! The engine itself: whisper.cpp with the settings this house listens by.
//!
//! Owns the loaded model and how a stretch is listened to (see speech's ADR 0018 for the measures). One
//! thread, the window cut to the sound, no memory of the stretch before.

use std::path::Path;

use speech::workers::protocol::{Outcome, Request, Tongue};
use whisper_rs::{FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperError, WhisperState};

use crate::pieces::{self, Piece};

/// Frames the encoder makes of a second.
const FRAMES_A_SECOND: usize = 50;
/// Frames of the whole window, thirty seconds.
const FRAMES_MAX: usize = 1_500;
/// Frames listened to when only the language is looked for: ten seconds.
const LANGUAGE_FRAMES: i32 = 500;
/// Samples a second and a millisecond.
const RATE: usize = 16_000;
/// Shorter sound is filled up with silence to this, in samples.
const SAMPLES_MIN: usize = RATE + RATE / 10;
/// Tokens a second of speech can have, and what comes on top of it; ends a loop early.
const TOKENS_A_SECOND: usize = 12;
const TOKENS_EXTRA: usize = 16;
/// Tokens of a prompt that are kept.
const PROMPT_TOKENS_MAX: usize = 512;
/// Sound below this mean square is silence, for which Whisper would make up thanks for watching.
const SILENCE_POWER: f64 = 9.0;
/// How freely the second try of a stretch chooses.
const SECOND_TRY_TEMPERATURE: f32 = 0.4;

/// What may be chosen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hearing {
    /// Ways followed at once in the last pass.
    pub(crate) final_beam: u8,
    /// Frames listened to behind the end.
    pub(crate) context_pad: u16,
}

/// A loaded model.
pub(crate) struct Ears {
    context: WhisperContext,
    state: WhisperState,
    /// A state of its own for the language, since the window of the last stretch stays in a state.
    language: Option<WhisperState>,
    hearing: Hearing,
    japanese: Settings,
    english: Settings,
}

/// What every stretch of a language is listened to with. Made once: the library keeps each name it is given.
struct Settings {
    quick: FullParams<'static, 'static>,
    careful: FullParams<'static, 'static>,
}

impl Ears {
    /// Loads the model.
    pub(crate) fn open(model: &Path, hearing: Hearing) -> Result<Self, String> {
        let failed = |why: WhisperError| format!("the model {} cannot be loaded: {why}", model.display());
        let mut parameters = WhisperContextParameters::default();
        parameters.use_gpu(false);
        let context = WhisperContext::new_with_params(model, parameters).map_err(failed)?;
        if !context.is_multilingual() {
            return Err(format!("the model {} knows English alone", model.display()));
        }
        let state = context.create_state().map_err(failed)?;
        let beam = hearing.final_beam;
        let (japanese, english) = (Settings::of("ja", beam), Settings::of("en", beam));
        Ok(Self { context, state, language: None, hearing, japanese, english })
    }

    /// Listens to one stretch.
    pub(crate) fn hear(&mut self, request: &Request, samples: &[i16]) -> Result<Outcome, String> {
        if is_silent(samples) {
            return Ok(Outcome::Heard { words: Vec::new(), language: None });
        }
        let duration_ms = u32::try_from(samples.len() * 1_000 / RATE).unwrap_or(u32::MAX);
        let mut sound: Vec<f32> = samples.iter().map(|sample| f32::from(*sample) / 32_768.0).collect();
        sound.resize(sound.len().max(SAMPLES_MIN), 0.0);
        let found = match request.language {
            Some(_) => None,
            None => Some(self.language_of(&sound).map_err(told)?),
        };
        let language = request.language.or(found.flatten()).unwrap_or(Tongue::Japanese);
        let pieces = self.listen(request, language, &sound).map_err(told)?;
        Ok(Outcome::Heard { words: pieces::words(&pieces, duration_ms), language: found.flatten() })
    }

    fn listen(&mut self, request: &Request, language: Tongue, sound: &[f32]) -> Result<Vec<Piece>, WhisperError> {
        let prompt = match request.prompt.trim() {
            "" => Vec::new(),
            text => self.context.tokenize(&text.replace('\0', ""), PROMPT_TOKENS_MAX).unwrap_or_default(),
        };
        let mut parameters = self.parameters(language, request.last_pass, sound.len());
        parameters.set_tokens(&prompt);
        self.state.full(parameters, sound)?;
        let first = self.pieces();
        if !(request.last_pass && pieces::loops(&first)) {
            return Ok(first);
        }
        let mut parameters = self.parameters(language, false, sound.len());
        parameters.set_temperature(SECOND_TRY_TEMPERATURE);
        self.state.full(parameters, sound)?;
        Ok(self.pieces())
    }

    /// The settings for a stretch of so many samples.
    fn parameters<'p>(&self, language: Tongue, with_care: bool, samples: usize) -> FullParams<'static, 'p> {
        let settings = match language {
            Tongue::Japanese => &self.japanese,
            Tongue::English => &self.english,
        };
        let mut parameters = if with_care { settings.careful.clone() } else { settings.quick.clone() };
        let frames = samples * FRAMES_A_SECOND / RATE + usize::from(self.hearing.context_pad);
        parameters.set_audio_ctx(number(frames.min(FRAMES_MAX)));
        parameters.set_max_tokens(number(samples * TOKENS_A_SECOND / RATE + TOKENS_EXTRA));
        parameters
    }

    /// Japanese or English, whichever is likelier; None where it is likely neither.
    fn language_of(&mut self, sound: &[f32]) -> Result<Option<Tongue>, WhisperError> {
        if self.language.is_none() {
            let mut state = self.context.create_state()?;
            let mut parameters = self.japanese.quick.clone();
            parameters.set_audio_ctx(LANGUAGE_FRAMES);
            parameters.set_max_tokens(1);
            state.full(parameters, &vec![0.0; SAMPLES_MIN])?;
            self.language = Some(state);
        }
        let Some(state) = &mut self.language else { return Ok(None) };
        state.pcm_to_mel(sound, 1)?;
        let (_, probabilities) = state.lang_detect(0, 1)?;
        let of = |code: &str| {
            let index = whisper_rs::get_lang_id(code).and_then(|id| usize::try_from(id).ok());
            index.and_then(|index| probabilities.get(index)).copied().unwrap_or(0.0)
        };
        let (japanese, english) = (of("ja"), of("en"));
        if japanese + english < 0.5 {
            return Ok(None);
        }
        Ok(Some(if japanese >= english { Tongue::Japanese } else { Tongue::English }))
    }

    fn pieces(&self) -> Vec<Piece> {
        let end_of_text = self.context.token_eot();
        let mut pieces = Vec::new();
        for segment in self.state.as_iter() {
            let tokens = (0..segment.n_tokens()).filter_map(|index| segment.get_token(index));
            for token in tokens.filter(|token| token.token_id() < end_of_text) {
                let data = token.token_data();
                pieces.push(Piece {
                    id: token.token_id(),
                    bytes: token.to_bytes().unwrap_or_default().to_vec(),
                    ms: (data.t0 * 10, data.t1 * 10),
                    probability: data.p,
                });
            }
        }
        pieces
    }
}

impl Settings {
    fn of(language: &'static str, beam: u8) -> Self {
        let quick = SamplingStrategy::Greedy { best_of: 1 };
        let careful = match beam {
            0 | 1 => quick.clone(),
            _ => SamplingStrategy::BeamSearch { beam_size: i32::from(beam), patience: -1.0 },
        };
        Self { quick: settings(quick, language), careful: settings(careful, language) }
    }
}

fn settings(strategy: SamplingStrategy, language: &'static str) -> FullParams<'static, 'static> {
    let mut parameters = FullParams::new(strategy);
    parameters.set_language(Some(language));
    parameters.set_n_threads(1);
    parameters.set_translate(false);
    parameters.set_no_context(true);
    parameters.set_single_segment(true);
    parameters.set_token_timestamps(true);
    parameters.set_suppress_blank(true);
    parameters.set_suppress_nst(true);
    parameters.set_temperature(0.0);
    parameters.set_temperature_inc(0.0);
    parameters.set_print_special(false);
    parameters.set_print_progress(false);
    parameters.set_print_realtime(false);
    parameters.set_print_timestamps(false);
    parameters
}

fn is_silent(samples: &[i16]) -> bool {
    let power: f64 = samples.iter().map(|sample| f64::from(*sample).powi(2)).sum();
    power <= SILENCE_POWER * samples.len() as f64
}

fn number(value: usize) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

fn told(why: WhisperError) -> String {
    format!("whisper.cpp: {why}")
}
