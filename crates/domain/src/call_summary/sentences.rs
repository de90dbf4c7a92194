//! What was said, cut into sentences without the sounds people make while they think.

use super::{Speaker, Statement};
use crate::contact::Language;

/// The longest sentence that is taken over whole, in letters.
pub(super) const SENTENCE_LETTERS_MAX: usize = 160;

/// Sounds and openings that carry nothing; the longer first.
const FILLERS: &[&str] = &[
    "すみませんが",
    "すいませんが",
    "すみません",
    "すいません",
    "もしもし",
    "えーっと",
    "えーと",
    "ええと",
    "えっと",
    "あのですね",
    "あのー",
    "あのう",
    "あの",
    "えー",
    "ええ",
    "そうですね",
    "はい",
    "うーん",
    "うん",
    "まあ",
    "ちょっとですね",
    "お世話になります",
    "Excuse me",
    "Hello",
    "Hi",
    "Yes",
    "Well",
    "Um",
    "Uh",
    "So",
    "Okay",
    "OK",
    "Sorry",
];

/// A sentence and the statement it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sentence<'a> {
    /// Index of its statement.
    pub(super) statement: usize,
    pub(super) speaker: Speaker,
    pub(super) language: Language,
    /// The words, without fillers at the begin and marks at the end.
    pub(super) text: &'a str,
    /// Whether it ends in a question mark.
    pub(super) asks: bool,
}

/// All sentences in order.
pub(super) fn sentences(statements: &[Statement]) -> Vec<Sentence<'_>> {
    let mut all = Vec::new();
    for (index, statement) in statements.iter().enumerate() {
        for piece in pieces(&statement.text) {
            let asks = piece.ends_with(['？', '?']);
            let text = without_fillers(piece.trim_end_matches(is_end).trim());
            if text.chars().count() > 1 {
                let (speaker, language) = (statement.speaker, statement.language);
                all.push(Sentence { statement: index, speaker, language, text, asks });
            }
        }
    }
    all
}

/// Cut after 。？！ and after . ? ! that a blank or the end follows, so that 3.5 and e-mail addresses stay whole.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let until = at + c.len_utf8();
        let next = text[until..].chars().next();
        let ends = match c {
            '。' | '？' | '！' | '\n' => true,
            '.' | '?' | '!' => next.is_none_or(char::is_whitespace),
            _ => false,
        };
        if ends {
            pieces.push(text[from..until].trim());
            from = until;
        }
    }
    pieces.push(text[from..].trim());
    pieces
}

fn is_end(c: char) -> bool {
    matches!(c, '。' | '？' | '！' | '.' | '?' | '!' | '、' | ',')
}

fn without_fillers(sentence: &str) -> &str {
    let mut text = sentence;
    while let Some(rest) = FILLERS.iter().find_map(|filler| after_filler(text, filler)) {
        text = rest;
    }
    text
}

/// The rest after a filler; a Latin one must be a word of its own, a Japanese one is followed by a mark, a blank, or
/// is long enough to be nothing else.
fn after_filler<'a>(text: &'a str, filler: &str) -> Option<&'a str> {
    let head = text.get(..filler.len()).filter(|head| head.eq_ignore_ascii_case(filler))?;
    let rest = &text[head.len()..];
    let apart = rest.starts_with(['、', ',', ' ', '　', '…', '.']) || rest.is_empty();
    let sure = !filler.is_ascii() && filler.chars().count() > 2;
    (apart || sure).then(|| rest.trim_start_matches(['、', ',', ' ', '　', '…', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_lose_their_fillers_and_keep_their_places() {
        let check = |text: &str, wanted: &[&str]| {
            let statement = Statement { speaker: Speaker::Resident, language: Language::Ja, text: text.to_owned() };
            let found = sentences(std::slice::from_ref(&statement));
            assert_eq!(found.iter().map(|one| one.text).collect::<Vec<_>>(), wanted, "{text}");
        };
        check("もしもし。えっと、カードの更新をしたいのですが。", &["カードの更新をしたいのですが"]);
        check("はい、3.5センチの写真ですか？はい。", &["3.5センチの写真ですか"]);
        check("Hello, um, I lost my card. What should I do?", &["I lost my card", "What should I do"]);
        check("はいしゃに行きます", &["はいしゃに行きます"]);
        check("Support is open", &["Support is open"]);
        check("", &[]);
    }
}
