//! Turns prompts into sound without holding up the switchboard.
//!
//! Owns the texts and recordings in force and a cache of rendered sound. Rendering runs beside
//! the switchboard; a prompt that cannot be spoken is reported, and the call goes on without it. Next: [`super::wording`] for the words, `speech` for the voice.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use domain::contact::{Language, Party};
use domain::ids::ContactId;
use domain::ivr::Prompt;
use speech::{SpokenLanguage, Synthesiser};

use super::wording;

/// Rendered texts kept in memory; beyond it the cache begins anew (the disk still has them).
const SOUNDS_MAX: usize = 500;
/// Places in line rendered at start, so that nobody waits for the first announcement.
const POSITIONS_READY: u32 = 5;

/// Sound ready to play, 8 kHz.
pub type Sound = Arc<media::Sound>;

/// Texts and recordings that replace the defaults; changed on the prompts page.
#[derive(Debug, Clone, Default)]
pub struct PromptBook {
    shared: Arc<RwLock<Overrides>>,
}

#[derive(Debug, Default)]
struct Overrides {
    texts: BTreeMap<(String, Language), String>,
    sounds: BTreeMap<(String, Language), Sound>,
}

impl PromptBook {
    /// Replaces the text under `key`.
    pub fn set_text(&self, key: &str, language: Language, text: String) {
        let mut book = self.shared.write().unwrap_or_else(PoisonError::into_inner);
        book.texts.insert((key.to_owned(), language), text);
    }

    /// Replaces the sound under `key` by a recording, or takes the recording away.
    pub fn set_sound(&self, key: &str, language: Language, sound: Option<Sound>) {
        let mut book = self.shared.write().unwrap_or_else(PoisonError::into_inner);
        match sound {
            Some(sound) => book.sounds.insert((key.to_owned(), language), sound),
            None => book.sounds.remove(&(key.to_owned(), language)),
        };
    }

    fn text(&self, key: &str, language: Language) -> String {
        let book = self.shared.read().unwrap_or_else(PoisonError::into_inner);
        let changed = book.texts.get(&(key.to_owned(), language)).cloned();
        changed.unwrap_or_else(|| wording::default_text(key, language).unwrap_or_default().to_owned())
    }

    fn sound(&self, key: &str, language: Language) -> Option<Sound> {
        let book = self.shared.read().unwrap_or_else(PoisonError::into_inner);
        book.sounds.get(&(key.to_owned(), language)).cloned()
    }
}

/// A prompt on its way to a leg.
#[derive(Debug)]
pub(super) struct Spoken {
    pub(super) contact: ContactId,
    pub(super) party: Party,
    pub(super) tag: u32,
    /// None when it could not be spoken.
    pub(super) sound: Option<Sound>,
}

/// Speaks prompts.
#[derive(Debug, Clone)]
pub struct Prompter {
    synthesiser: Arc<Synthesiser>,
    book: PromptBook,
    sounds: Arc<Mutex<BTreeMap<(String, Language), Sound>>>,
}

impl Prompter {
    /// A prompter over `synthesiser` with the texts of `book`.
    #[must_use]
    pub fn new(synthesiser: Arc<Synthesiser>, book: PromptBook) -> Self {
        Self { synthesiser, book, sounds: Arc::default() }
    }

    /// Renders what most calls need, so that the first caller waits for nothing.
    pub async fn warm_up(&self) {
        let fixed = [
            Prompt::Greeting,
            Prompt::LanguageMenu,
            Prompt::PleaseWait,
            Prompt::QueueFull,
            Prompt::CallbackOffer { digit: '9' },
            Prompt::CallbackAccepted,
            Prompt::WaitTooLong,
            Prompt::NoSuchService,
            Prompt::TransferFailed,
            Prompt::Closed { next_open: None },
        ];
        let places = (1..=POSITIONS_READY).map(|position| Prompt::Position { position });
        let waits = (1..=POSITIONS_READY).map(|minutes| Prompt::EstimatedWait { minutes });
        for prompt in fixed.into_iter().chain(places).chain(waits) {
            for language in [Language::Ja, Language::En] {
                if self.sound_of(&prompt, language).await.is_none() {
                    return;
                }
            }
        }
    }

    /// The sound when it is at hand, without waiting.
    pub(super) fn at_hand(&self, prompt: &Prompt, language: Language) -> Option<Sound> {
        if let Some(recorded) = self.book.sound(wording::key(prompt), language) {
            return Some(recorded);
        }
        let text = self.text_of(prompt, language);
        self.sounds.lock().unwrap_or_else(PoisonError::into_inner).get(&(text, language)).cloned()
    }

    /// The sound of any text in force, rendered when needed; None when no engine can speak it.
    pub(super) async fn sound_of(&self, prompt: &Prompt, language: Language) -> Option<Sound> {
        if let Some(sound) = self.at_hand(prompt, language) {
            return Some(sound);
        }
        let text = self.text_of(prompt, language);
        match self.synthesiser.render(&text, spoken_language(language)).await {
            Ok(samples) => Some(self.keep(text, language, Arc::new(media::Sound::from_samples(samples)))),
            Err(why) => {
                tracing::error!(prompt = wording::key(prompt), %why, "a prompt cannot be spoken");
                None
            }
        }
    }

    fn keep(&self, text: String, language: Language, sound: Sound) -> Sound {
        let mut sounds = self.sounds.lock().unwrap_or_else(PoisonError::into_inner);
        if sounds.len() >= SOUNDS_MAX {
            sounds.clear();
        }
        sounds.insert((text, language), Arc::clone(&sound));
        sound
    }

    fn text_of(&self, prompt: &Prompt, language: Language) -> String {
        wording::words(prompt, language, &|key| self.book.text(key, language))
    }
}

/// The voice for a language of service.
#[must_use]
pub fn spoken_language(language: Language) -> SpokenLanguage {
    match language {
        Language::Ja => SpokenLanguage::Japanese,
        Language::En => SpokenLanguage::English,
    }
}
