//! Phrases an engine makes up where nobody speaks, and what counts as nobody speaking.

use crate::live::segmenter::Sound;

/// Voice shorter than this may be a cough.
const VOICED_MS_WEAK: u32 = 200;
/// The detector doubts a voice below this score.
const SCORE_WEAK: f32 = 0.6;
/// Root mean square of a voice nobody could follow: 46 dB under full scale.
const LEVEL_WEAK: f32 = 160.0;
/// An engine that is surer of a subtitle's phrase is believed, where the sound is strong.
pub(super) const PHRASE_CONFIDENCE_MIN: f32 = 0.5;

/// Subtitles' phrases, without blanks and punctuation, in small letters.
const PHRASES: [&str; 20] = [
    "ご視聴ありがとうございました",
    "ご視聴ありがとうございます",
    "ご清聴ありがとうございました",
    "ご覧いただきありがとうございます",
    "最後までご視聴いただきありがとうございました",
    "最後までご視聴ありがとうございました",
    "字幕視聴ありがとうございました",
    "視聴ありがとうございました",
    "チャンネル登録お願いします",
    "チャンネル登録をお願いします",
    "チャンネル登録よろしくお願いします",
    "高評価チャンネル登録お願いします",
    "次の動画でお会いしましょう",
    "字幕",
    "字幕作成者",
    "thanksforwatching",
    "thankyouforwatching",
    "pleasesubscribe",
    "subtitlesbytheamaraorgcommunity",
    "you",
];

/// Whether the stretch hardly holds a voice.
pub(super) fn is_weak(sound: Sound) -> bool {
    sound.score < SCORE_WEAK || sound.level < LEVEL_WEAK || sound.voiced_ms < VOICED_MS_WEAK && sound.score < 0.8
}

/// The text without blanks and punctuation, in small letters.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether `letters` is a phrase of subtitles, once or several times over.
pub(super) fn is_phrase(letters: &str) -> bool {
    PHRASES.iter().any(|phrase| !letters.is_empty() && letters.replace(phrase, "").is_empty())
}

/// Whether all of it is a label of a sound, such as `[音楽]` or `♪`.
pub(super) fn is_sound_label(text: &str) -> bool {
    let text = text.trim();
    let is_bracketed = [('[', ']'), ('(', ')'), ('（', '）'), ('【', '】'), ('*', '*'), ('<', '>')]
        .iter()
        .any(|(open, close)| text.strip_prefix(*open).is_some_and(|rest| rest.strip_suffix(*close).is_some()));
    is_bracketed || text.chars().all(|letter| matches!(letter, '♪' | '♫' | '～' | '・' | '…' | '.' | ' '))
}
