//! Text that goes round in circles.

/// Repeats in a row that make a loop, where they are long together.
const REPEATS: usize = 4;
/// Characters the repeats must cover: 「はいはいはいはい」 is not enough.
const CHARS: usize = 24;
/// Repeats of one or two characters that make a loop however short they are.
const SHORT_REPEATS: usize = 12;
/// Characters of a part that is said twice, Japanese and English, where it is too much for the time it took.
const TWICE_CHARS: [usize; 2] = [5, 12];
/// Characters a second of text that repeats itself; who really says a thing twice takes twice the time.
const TWICE_CHARS_PER_S: [f32; 2] = [10.0, 18.0];
/// Longest part that is looked for; a longer one does not fit four times into what is recognised at once.
const PART_CHARS_MAX: usize = 60;

/// Whether some part of it is repeated as nobody would. Blanks and punctuation do not count.
pub(super) fn is_loop(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    (1..=PART_CHARS_MAX.min(letters.len() / REPEATS)).any(|part| {
        let run = longest_run(&letters, part);
        let repeats = run / part + 1;
        repeats >= REPEATS && run + part >= CHARS || part <= 2 && repeats >= SHORT_REPEATS
    })
}

/// Whether some part of it comes twice in a row in the time of one: an engine's stammer behind the end of the sound.
pub(super) fn is_stammer(text: &str, voiced_ms: u32, is_english: bool) -> bool {
    let letters: Vec<char> = text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let language = usize::from(is_english);
    let is_fast = letters.len() as f32 * 1_000.0 > TWICE_CHARS_PER_S[language] * voiced_ms as f32;
    is_fast && (TWICE_CHARS[language]..=letters.len() / 2).any(|part| longest_run(&letters, part) >= part)
}

/// Most letters in a row that equal the letter `part` before them.
fn longest_run(letters: &[char], part: usize) -> usize {
    let (mut run, mut longest) = (0, 0);
    for (before, after) in letters.iter().zip(letters.iter().skip(part)) {
        run = if before == after { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::{is_loop, is_stammer};

    #[test]
    fn a_loop_is_long_and_a_person_who_says_yes_is_not() {
        let cases = [
            ("はい、はい、はい、はい", false),
            ("ありがとうございます。ありがとうございます。ありがとうございます。", false),
            ("1111 1111", false),
            ("000-0000-0000", false),
            ("no no no no no no", false),
            ("ありがとうございます。ありがとうございます。ありがとうございます。ありがとうございます。", true),
            ("はい、はい、はい、はい、はい、はい、はい、はい、はい、はい、はい、はい", true),
            ("電話番号は090の1234の5678の1234の5678の1234の5678の1234の5678の", true),
            ("ああああああああああああ", true),
            ("I need to go to the I need to go to the I need to go to the I need to go to the", true),
            ("", false),
        ];
        for (text, expected) in cases {
            assert_eq!(is_loop(text), expected, "{text}");
        }
    }

    #[test]
    fn what_comes_twice_in_the_time_of_one_is_a_stammer() {
        let twice = "来月引っ越しをするので、来月引っ越しをするので。";
        let english = "Can I pick up my card? Can I pick up my card?";
        let cases = [
            (twice, 1_700, false, true),
            (twice, 3_400, false, false),
            ("はい、はい、はい。", 500, false, false),
            ("電話番号は1234の1234です", 900, false, false),
            (english, 1_500, true, true),
            (english, 3_000, true, false),
            ("", 0, false, false),
        ];
        for (text, voiced_ms, is_english, expected) in cases {
            assert_eq!(is_stammer(text, voiced_ms, is_english), expected, "{text} in {voiced_ms} ms");
        }
    }
}
