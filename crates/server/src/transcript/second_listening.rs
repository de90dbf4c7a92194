//! A second listening: what was silenced is heard again with the silence in place, and must hold no digits.
//!
//! Owns what counts as a digit there and how near. It cannot know the number, which is nowhere any more, so
//! any digits beside the silence count. Next: `scribe`.

use speech::SpokenLanguage;
use speech::recognition::{Effort, Recognised, Recogniser, Utterance};
use wire::resample::Upsampler;

use super::completing::{one_side, patiently};
use super::recorded::Recorded;
use super::spans::Secret;
use crate::calls::{Channels, HeldBack};

/// What is heard on each side of the silence.
const AROUND_MS: i64 = 3_000;
/// Longest silence that is listened over; longer is shortened, since nothing is in it.
const SILENCE_MS_MAX: i64 = 4_000;
/// Digits this near the silence may be the number's.
const NEAR_MS: i64 = 1_200;
/// Digits in a row that are no count or day.
const DIGITS_IN_A_ROW_MIN: usize = 2;
/// Digits in all that are none: what is left of a number may come out with other letters between.
const DIGITS_MIN: usize = 3;

/// Whether digits are heard beside a secret that is silenced.
pub(super) async fn hears_digits(
    recogniser: &dyn Recogniser,
    recorded: &mut Recorded,
    secret: &Secret,
    language: Option<SpokenLanguage>,
) -> Result<bool, HeldBack> {
    let sides: &[Channels] = match secret.side {
        Channels::Left => &[Channels::Left],
        Channels::Right => &[Channels::Right],
        Channels::Both => &[Channels::Left, Channels::Right],
    };
    for side in sides {
        let before = recorded.read_ms(secret.start_ms - AROUND_MS, secret.start_ms).await?;
        let after = recorded.read_ms(secret.end_ms, secret.end_ms + AROUND_MS).await?;
        let (before, after) = (one_side(before, *side), one_side(after, *side));
        let silence_ms = (secret.end_ms - secret.start_ms).clamp(0, SILENCE_MS_MAX);
        let begin_ms = i64::try_from(before.len() / 8).unwrap_or(0);
        let mut sound = before;
        sound.extend(std::iter::repeat_n(0, usize::try_from(silence_ms * 8).unwrap_or(0)));
        sound.extend(after);
        let utterance = Utterance {
            samples: upsampled(&sound),
            language,
            prompt: String::new(),
            effort: Effort::Final,
            local_only: true,
        };
        let heard = patiently(recogniser, utterance).await?.map_err(|why| HeldBack::Retry(why.to_string()))?;
        if digits_near(&heard, begin_ms, begin_ms + silence_ms) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn upsampled(sound: &[i16]) -> Vec<i16> {
    let mut up = Upsampler::default();
    let mut out = Vec::with_capacity(2 * sound.len());
    up.push(sound, &mut out);
    out
}

/// Whether digits in a row are heard within [`NEAR_MS`] of a silence between two times of what was heard.
fn digits_near(heard: &Recognised, start_ms: i64, end_ms: i64) -> bool {
    let is_near = |start: u32, end: u32| i64::from(end) > start_ms - NEAR_MS && i64::from(start) < end_ms + NEAR_MS;
    let near = heard.words.iter().filter(|word| is_near(word.start_ms, word.end_ms));
    let text: String = near.map(|word| word.text.as_str()).collect();
    longest_run(&text) >= DIGITS_IN_A_ROW_MIN || text.chars().filter(|letter| is_digit(*letter)).count() >= DIGITS_MIN
}

/// The longest run of digits, blanks and hyphens between them passed over.
fn longest_run(text: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for letter in text.chars() {
        if is_digit(letter) {
            run += 1;
        } else if !matches!(letter, ' ' | '\u{3000}' | '-' | '－' | 'ー' | 'の' | '、' | ',') {
            run = 0;
        }
        longest = longest.max(run);
    }
    longest.max(english_run(text))
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '０'..='９') || "〇零一二三四五六七八九".contains(letter)
}

/// The longest run of English digit words.
fn english_run(text: &str) -> usize {
    const WORDS: [&str; 11] = ["zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let (mut longest, mut run) = (0, 0);
    for word in text.split(|letter: char| !letter.is_ascii_alphabetic()).filter(|word| !word.is_empty()) {
        run = if WORDS.contains(&word.to_ascii_lowercase().as_str()) { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use speech::recognition::Word;

    use super::*;

    #[test]
    fn digits_in_a_row_are_found_however_they_are_written() {
        let check = |text, wanted| assert_eq!(longest_run(text), wanted, "{text}");
        check("はい、お願いします", 0);
        check("一度お待ちください", 1);
        check("56 78", 4);
        check("五六の七八", 4);
        check("５６－７", 3);
        check("it is five six, seven", 3);
        check("one card for two people", 1);
    }

    #[test]
    fn only_digits_beside_the_silence_count() {
        let word = |text: &str, start_ms, end_ms| Word { text: text.to_owned(), start_ms, end_ms, confidence: 0.9 };
        let heard = |words| Recognised { words, language: None, engine: String::new() };
        assert!(digits_near(&heard(vec![word("56", 2_500, 2_900)]), 3_000, 5_000));
        assert!(digits_near(&heard(vec![word("5", 2_500, 2_900), word("6", 5_100, 5_300)]), 3_000, 5_000));
        assert!(!digits_near(&heard(vec![word("56", 500, 900)]), 3_000, 5_000));
    }
}
