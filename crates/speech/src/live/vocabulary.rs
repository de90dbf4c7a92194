//! What an engine is told to expect: the queue's own terms before the words every counter hears.
//!
//! A prompt makes rare words likelier and costs time, so it is bounded. The words shipped here were written
//! before anything was measured with them (`vocabulary/ja.txt`, `vocabulary/en.txt`).

use crate::SpokenLanguage;

/// Tokens a prompt may have; Whisper takes 224 and forgets the front of what is longer.
pub const PROMPT_TOKENS_MAX: usize = 160;
/// Longest single term, in characters; a longer one is left out.
pub const TERM_CHARS_MAX: usize = 40;
/// Terms a queue may have.
pub const TERMS_MAX: usize = 200;
/// Terms in a row that are no sentence of a caller's.
const ECHO_TERMS: usize = 2;
/// Shows the engine that digits are written as digits: without it an individual number becomes a row of dates.
/// The digits are nobody's; their check digit is wrong.
const JAPANESE_STYLE: &str = "個人番号は、4 0 7 1、2 9 8 5、3 6 6 0。";
/// The same in English. A Japanese prompt for English speech leads the engine in circles, so each has its own.
const ENGLISH_STYLE: &str = "The number is 4 0 7 1, 2 9 8 5, 3 6 6 0.";
const JAPANESE: &str = include_str!("vocabulary/ja.txt");
const ENGLISH: &str = include_str!("vocabulary/en.txt");

/// The words shipped for a language, most telling first.
#[must_use]
pub fn shipped(language: SpokenLanguage) -> Vec<&'static str> {
    let file = match language {
        SpokenLanguage::Japanese => JAPANESE,
        SpokenLanguage::English => ENGLISH,
    };
    file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// Prompts of one queue, one a language, since a prompt of the other language does harm.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prompts {
    japanese: String,
    english: String,
}

impl Prompts {
    /// Prompts of a queue's own terms and the shipped ones. Terms of ASCII alone are told in both languages.
    #[must_use]
    pub fn of_terms(terms: &[String]) -> Self {
        let latin: Vec<String> = terms.iter().filter(|term| term.is_ascii()).cloned().collect();
        Self { japanese: prompt(SpokenLanguage::Japanese, terms), english: prompt(SpokenLanguage::English, &latin) }
    }

    /// The prompt for what is known of the language: none while nothing is.
    #[must_use]
    pub fn of(&self, language: Option<SpokenLanguage>) -> &str {
        match language {
            Some(SpokenLanguage::Japanese) => &self.japanese,
            Some(SpokenLanguage::English) => &self.english,
            None => "",
        }
    }

    /// The prompt of a pass whose text is replaced a moment later: how digits are written and no more, since each
    /// token of a prompt is paid for in every pass.
    #[must_use]
    pub fn short(&self, language: Option<SpokenLanguage>) -> &'static str {
        match language {
            _ if self == &Self::default() => "",
            Some(SpokenLanguage::Japanese) => JAPANESE_STYLE,
            Some(SpokenLanguage::English) => ENGLISH_STYLE,
            None => "",
        }
    }
}

/// A prompt of the queue's `terms`, then the shipped ones, as many as [`PROMPT_TOKENS_MAX`] allows, then how digits
/// are written. Terms that come twice or are too long are left out.
#[must_use]
pub fn prompt(language: SpokenLanguage, terms: &[String]) -> String {
    let (separator, end, style) = match language {
        SpokenLanguage::Japanese => ("、", "。", JAPANESE_STYLE),
        SpokenLanguage::English => (", ", ". ", ENGLISH_STYLE),
    };
    let own = terms.iter().take(TERMS_MAX).map(|term| term.trim());
    let mut taken: Vec<&str> = Vec::new();
    let mut tokens = 1 + tokens_about(style);
    for term in own.chain(shipped(language)) {
        let is_fit = !term.is_empty() && term.chars().count() <= TERM_CHARS_MAX && !term.chars().any(char::is_control);
        let cost = tokens_about(term) + 1;
        if is_fit && !taken.contains(&term) && tokens + cost <= PROMPT_TOKENS_MAX {
            tokens += cost;
            taken.push(term);
        }
    }
    taken.join(separator) + end + style
}

/// Tokens of a term, guessed high: Whisper's multilingual alphabet takes one to two for a kanji, and one for
/// about three Latin letters.
fn tokens_about(term: &str) -> usize {
    let latin = term.chars().filter(char::is_ascii).count();
    let others = term.chars().count() - latin;
    let kanji = term.chars().filter(|letter| matches!(letter, '\u{4e00}'..='\u{9fff}')).count();
    latin.div_ceil(3) + others + kanji / 2
}

/// Whether a text is mostly terms of the prompt in the prompt's order. A single term is what a caller may say.
pub(super) fn is_echo(text: &str, prompt: &str) -> bool {
    let plain = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let said = plain(text);
    let terms: Vec<String> = prompt.split(['、', ',', '。', '.']).map(plain).filter(|term| !term.is_empty()).collect();
    terms.windows(ECHO_TERMS).any(|pair| {
        let run = pair.concat();
        said.contains(&run) && {
            let echoed: usize = terms.iter().filter(|term| said.contains(*term)).map(|term| term.chars().count()).sum();
            3 * echoed >= 2 * said.chars().count()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SpokenLanguage::{English, Japanese};

    #[test]
    fn a_queues_terms_come_first_once_and_the_prompt_stays_bounded() {
        let terms: Vec<String> = ["みなとがわ区", "更新", " 更新 ", "", "あ\u{7}"].map(str::to_owned).to_vec();
        let made = prompt(Japanese, &terms);
        assert!(made.starts_with("みなとがわ区、更新、マイナンバーカード、"), "{made}");
        assert_eq!(made.matches("更新").count(), 1, "{made}");
        let many: Vec<String> = (0..1_000).map(|n| format!("用語{n}")).collect();
        let made = prompt(Japanese, &many);
        assert!(made.chars().count() <= 2 * PROMPT_TOKENS_MAX, "{made}");
        assert!(made.ends_with(JAPANESE_STYLE), "{made}");
        assert!(prompt(English, &["x".repeat(TERM_CHARS_MAX + 1)]).starts_with("My Number Card, "));
    }

    #[test]
    fn each_language_has_its_own_prompt_and_an_unknown_one_has_none() {
        let prompts = Prompts::of_terms(&["e-Tax".to_owned(), "支所の名前".to_owned()]);
        assert!(prompts.of(Some(Japanese)).starts_with("e-Tax、支所の名前、"));
        assert!(prompts.of(Some(English)).starts_with("e-Tax, My Number Card, "));
        assert!(prompts.of(Some(English)).is_ascii());
        assert_eq!(prompts.of(None), "");
    }

    #[test]
    fn a_pass_that_is_replaced_is_told_how_digits_are_written_and_no_more() {
        let prompts = Prompts::of_terms(&["支所の名前".to_owned()]);
        assert_eq!(prompts.short(Some(Japanese)), JAPANESE_STYLE);
        assert_eq!(prompts.short(Some(English)), ENGLISH_STYLE);
        assert_eq!((prompts.short(None), Prompts::default().short(Some(Japanese))), ("", ""));
    }

    #[test]
    fn an_echo_is_a_row_of_terms_and_a_caller_who_names_one_is_none() {
        let prompt = "電子証明書、暗証番号、再発行、更新。";
        let cases = [
            ("電子証明書、暗証番号、再発行", true),
            ("再発行、更新。", true),
            ("暗証番号", false),
            ("電子証明書の暗証番号の再発行をお願いします", false),
            ("暗証番号、再発行、それから住所の変更もお願いしたいんですけれども", false),
            ("", false),
        ];
        for (text, expected) in cases {
            assert_eq!(is_echo(text, prompt), expected, "{text}");
        }
        assert!(!is_echo("anything", ""));
    }
}
