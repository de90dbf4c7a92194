//! What cannot be what was said: loops, echoes of the prompt, more text than a mouth speaks, phrases out of silence.
//!
//! Whisper was trained on subtitles; in silence it says what subtitles say, and a telephone number may send it
//! round in circles. Pure rules over one answer; what follows from a rejection is the stream's.

mod repetition;
mod silence;

use super::segmenter::Sound;
use super::vocabulary;
use crate::SpokenLanguage;
use crate::recognition::Recognised;

/// Characters a second that nobody speaks, Japanese: kanji carry two morae each, ten morae a second are a record.
const JAPANESE_CHARS_PER_S_MAX: f32 = 14.0;
/// The same for English: six words a second.
const ENGLISH_CHARS_PER_S_MAX: f32 = 32.0;
/// Characters allowed in any stretch, since a detector may miss the ends of a word.
const CHARS_FREE: f32 = 8.0;
/// Pieces of text a second; an engine's pieces are at most a character or two in Japanese.
const WORDS_PER_S_MAX: f32 = 16.0;
const WORDS_FREE: f32 = 16.0;
/// Below this mean confidence the answer is asked for again.
const CONFIDENCE_MIN: f32 = 0.35;
/// Words of English, letters of Japanese, that an engine makes of a tone or a knock.
const SCRAP_MAX: usize = 3;

/// Why an answer is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// It says the same again and again.
    Loop,
    /// More text than can be spoken in that time.
    TooFast,
    /// The words it was told to expect, in their order.
    PromptEcho,
    /// The engine itself does not believe it.
    Unsure,
    /// The engine does not believe it, and it is so short that nothing else speaks for it.
    UnsureScrap,
    /// No words, where somebody speaks.
    NothingHeard,
}

/// What an answer is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is what was said.
    Believed,
    /// Nobody spoke; words, if any, come out of the silence.
    NoSpeech,
    /// It is not.
    Rejected(Rejection),
}

/// Judges one answer beside how the stretch sounds.
pub(super) fn judge(answer: &Recognised, sound: Sound, prompt: &str) -> Verdict {
    let text = answer.text();
    let letters = silence::letters(&text);
    let is_weak = silence::is_weak(sound);
    if letters.is_empty() || silence::is_sound_label(&text) {
        return if is_weak { Verdict::NoSpeech } else { Verdict::Rejected(Rejection::NothingHeard) };
    }
    let confidence = confidence(answer);
    if silence::is_phrase(&letters) && (is_weak || confidence < silence::PHRASE_CONFIDENCE_MIN) {
        return Verdict::NoSpeech;
    }
    let is_english = is_english(answer, &letters);
    if repetition::is_loop(&text) || repetition::is_stammer(&text, sound.voiced_ms, is_english) {
        return Verdict::Rejected(Rejection::Loop);
    }
    if is_too_fast(answer, &letters, sound, is_english) {
        return Verdict::Rejected(Rejection::TooFast);
    }
    if vocabulary::is_echo(&text, prompt) {
        return Verdict::Rejected(Rejection::PromptEcho);
    }
    if confidence >= CONFIDENCE_MIN {
        return Verdict::Believed;
    }
    let length = if is_english { text.split_whitespace().count() } else { letters.chars().count() };
    Verdict::Rejected(if length <= SCRAP_MAX { Rejection::UnsureScrap } else { Rejection::Unsure })
}

/// Mean confidence over the characters, 0.0..=1.0; 0 without any.
pub(super) fn confidence(answer: &Recognised) -> f32 {
    let (mut sum, mut chars) = (0.0, 0.0);
    for word in &answer.words {
        let count = word.text.chars().count() as f32;
        sum += word.confidence.clamp(0.0, 1.0) * count;
        chars += count;
    }
    if chars > 0.0 { sum / chars } else { 0.0 }
}

fn is_english(answer: &Recognised, letters: &str) -> bool {
    let latin = letters.chars().filter(char::is_ascii_alphabetic).count();
    answer.language == Some(SpokenLanguage::English) || 2 * latin > letters.chars().count()
}

fn is_too_fast(answer: &Recognised, letters: &str, sound: Sound, is_english: bool) -> bool {
    let seconds = sound.voiced_ms as f32 / 1_000.0;
    let rate = if is_english { ENGLISH_CHARS_PER_S_MAX } else { JAPANESE_CHARS_PER_S_MAX };
    letters.chars().count() as f32 > CHARS_FREE + rate * seconds
        || answer.words.len() as f32 > WORDS_FREE + WORDS_PER_S_MAX * seconds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognition::Word;

    const SPEECH: Sound = Sound { voiced_ms: 3_000, score: 0.9, level: 2_000.0 };
    const HISS: Sound = Sound { voiced_ms: 96, score: 0.55, level: 60.0 };

    fn answer(text: &str, confidence: f32) -> Recognised {
        let word = |part: char| Word { text: part.to_string(), start_ms: 0, end_ms: 0, confidence };
        Recognised { words: text.chars().map(word).collect(), language: None, engine: "test".to_owned() }
    }

    fn check(text: &str, confidence: f32, sound: Sound, expected: Verdict) {
        let prompt = vocabulary::prompt(SpokenLanguage::Japanese, &[]);
        assert_eq!(judge(&answer(text, confidence), sound, &prompt), expected, "{text}");
    }

    #[test]
    fn what_is_said_is_believed() {
        for text in [
            "はい。",
            "はいはいはい。",
            "もしもし、もしもし。",
            "マイナンバーカード",
            "署名用電子証明書の暗証番号を忘れました。",
            "電話番号は090-1234-5678です。",
            "00-0000-0000",
            "番号は一一一一です",
            "いえいえいえいえ",
        ] {
            check(text, 0.8, SPEECH, Verdict::Believed);
        }
        check("はい", 0.8, Sound { voiced_ms: 200, ..SPEECH }, Verdict::Believed);
        check("ご視聴ありがとうございました", 0.9, SPEECH, Verdict::Believed);
    }

    #[test]
    fn what_nobody_can_have_said_is_rejected() {
        let rejected = |rejection| Verdict::Rejected(rejection);
        check(&"090-1234-".repeat(12), 0.9, SPEECH, rejected(Rejection::Loop));
        check(&"です".repeat(30), 0.9, SPEECH, rejected(Rejection::Loop));
        check(&"あ".repeat(40), 0.9, SPEECH, rejected(Rejection::Loop));
        let long = "転出届の手続きについて教えてください、来月引っ越しをするので、窓口は何時までですか";
        check(long, 0.9, Sound { voiced_ms: 900, ..SPEECH }, rejected(Rejection::TooFast));
        check("マイナンバーカード、個人番号、電子証明書", 0.9, SPEECH, rejected(Rejection::PromptEcho));
        check("更新の予約をしたい", 0.2, SPEECH, rejected(Rejection::Unsure));
        check("he said it is so", 0.2, SPEECH, rejected(Rejection::Unsure));
        check("", 0.0, SPEECH, rejected(Rejection::NothingHeard));
        check("[音楽]", 0.9, SPEECH, rejected(Rejection::NothingHeard));
    }

    #[test]
    fn a_scrap_is_believed_with_ordinary_confidence_alone() {
        // A tone of 1000 Hz gave the first one with 0.227.
        for text in [" s**t", "Oh.", "Thank you.", "はい", "いいえ", "ん", "11"] {
            check(text, 0.227, SPEECH, Verdict::Rejected(Rejection::UnsureScrap));
            check(text, 0.34, SPEECH, Verdict::Rejected(Rejection::UnsureScrap));
            check(text, 0.36, SPEECH, Verdict::Believed);
        }
    }

    #[test]
    fn what_comes_out_of_silence_is_no_speech() {
        for text in [
            "",
            "ご視聴ありがとうございました。",
            "ご視聴ありがとうございました",
            "Thanks for watching!",
            "♪",
            "(拍手)",
        ] {
            check(text, 0.9, HISS, Verdict::NoSpeech);
        }
        check("字幕視聴ありがとうございました", 0.3, SPEECH, Verdict::NoSpeech);
        check("はい", 0.9, HISS, Verdict::Believed);
    }
}
