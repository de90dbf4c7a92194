//! One clause: what it does in a talk, what of it may be searched, and how much it says.

use super::cuts::{self, Cut};
use super::privacy::public;
use super::said::Voice;
use super::{words_english, words_japanese};
use crate::knowledge::entry::TextLanguage;
use crate::text_fold::Folded;

/// Letters that may be left of a courtesy without making it anything else.
const COURTESY_REST_MAX: usize = 4;
/// Hiragana from which on a clause without kanji may say something, and how many count as one.
const KANA_MIN: usize = 10;
const KANA_A_POINT: usize = 5;
/// A clause of hiragana counts at most so much.
const KANA_WEIGHT_MAX: u32 = 6;
/// What a word of trouble says.
const TROUBLE_WEIGHT: u32 = 2;
/// What a word in Latin letters says.
const WORD_WEIGHT: u32 = 2;
/// What a restatement must say where its tail alone does not make it one.
const RESTATED_WEIGHT_MIN: u32 = 4;
/// Longest word before です that may be a name.
const NAME_LETTERS_MAX: usize = 6;

/// What a clause does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Greets, agrees, thanks, thinks.
    Empty,
    /// Names somebody, or tells a number or an address.
    Private,
    /// Tells something a question may rest on.
    Tells,
    /// Tells of trouble.
    Troubles,
    /// Asks.
    Asks,
    /// An agent says the wish again.
    Restates,
}

/// A clause as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) kind: Kind,
    /// What may be searched.
    pub(super) text: String,
    /// How much it says; a greeting nothing.
    pub(super) weight: u32,
    /// Whether it turns to another subject.
    pub(super) turns: bool,
}

impl Clause {
    /// Whether a caller's question may rest on it.
    pub(super) fn is_ground(&self) -> bool {
        matches!(self.kind, Kind::Tells | Kind::Troubles | Kind::Asks)
    }
}

/// The clauses of what somebody said.
pub(super) fn clauses(text: &str, language: TextLanguage, voice: Voice) -> Vec<Clause> {
    match language {
        TextLanguage::Ja | TextLanguage::JaEasy => {
            cuts::japanese(text).into_iter().map(|cut| japanese(cut, voice)).collect()
        }
        TextLanguage::En => cuts::english(text).into_iter().map(|cut| english(cut, voice)).collect(),
    }
}

/// Whether an agent asks for a name, a number or an address.
pub(super) fn asks_identity(text: &str, language: TextLanguage) -> bool {
    let folded = Folded::of(text).text();
    match language {
        TextLanguage::Ja | TextLanguage::JaEasy => {
            let asks = ["か", "ください", "お願い", "いただけ"].iter().any(|word| folded.contains(word));
            asks && has(&folded, words_japanese::IDENTITY)
        }
        TextLanguage::En => words_english::IDENTITY.iter().any(|word| text.to_lowercase().contains(word)),
    }
}

fn japanese(cut: Cut<'_>, voice: Voice) -> Clause {
    let own = public(cut.text);
    let text = without_openings(&without_sounds(&own.text)).to_owned();
    let folded = Folded::of(&text).text();
    let rest = without_courtesy(&folded);
    let weight = weight(&text);
    let turns = has(&folded, words_japanese::TURNS);
    let restated = if voice == Voice::Agent { restated(&text, weight) } else { None };
    let asks = cut.asks || ends(&folded, words_japanese::ASKS_AT_END) || has(&folded, words_japanese::ASKS);
    let troubles = has(&folded, words_japanese::TROUBLES);
    let is_courtesy = rest.chars().count() <= COURTESY_REST_MAX && (rest.len() < folded.len() || weight == 0);
    let kind = if is_courtesy && !(asks && self::weight(&rest) > 0) {
        Kind::Empty
    } else if is_private(&folded, own.numbers, own.names, asks || troubles) {
        Kind::Private
    } else if let Some(wish) = restated {
        return Clause { kind: Kind::Restates, weight: self::weight(&wish), text: wish, turns };
    } else if voice != Voice::Agent && asks {
        Kind::Asks
    } else if voice != Voice::Agent && troubles {
        Kind::Troubles
    } else {
        Kind::Tells
    };
    let trouble = if troubles { TROUBLE_WEIGHT } else { 0 };
    Clause { kind, text, weight: weight + trouble, turns }
}

fn english(cut: Cut<'_>, voice: Voice) -> Clause {
    let own = public(cut.text);
    let lower = own.text.to_lowercase().replace('’', "'");
    let spaced = format!(" {} ", words(&lower).collect::<Vec<_>>().join(" "));
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| spaced.contains(&format!(" {phrase} ")));
    let first = words(&lower).find(|word| !words_english::OPENINGS.contains(word)).unwrap_or_default();
    let asks = cut.asks || words_english::FIRST_WORDS.contains(&first) || says(words_english::ASKS);
    let troubles = says(words_english::TROUBLES);
    let telling =
        words(&lower).filter(|word| word.chars().count() > 2 && !words_english::EVERYDAY.contains(word)).count();
    let weight = u32::try_from(telling).unwrap_or(u32::MAX).saturating_mul(WORD_WEIGHT);
    let rest = without_courtesies(&spaced);
    let is_courtesy = rest.chars().filter(|letter| letter.is_alphanumeric()).count() <= COURTESY_REST_MAX;
    let names = own.names || says(words_english::NAMES);
    let kind = if is_courtesy {
        Kind::Empty
    } else if (names || own.numbers) && !asks && !troubles || own.numbers && says(words_english::NAMES) {
        Kind::Private
    } else if voice == Voice::Agent && says(words_english::RESTATES) {
        Kind::Restates
    } else if voice != Voice::Agent && asks {
        Kind::Asks
    } else if voice != Voice::Agent && troubles {
        Kind::Troubles
    } else {
        Kind::Tells
    };
    let text = if kind == Kind::Restates { after_restating(&own.text) } else { own.text };
    Clause { kind, text, weight, turns: says(words_english::TURNS) }
}

/// The text without courtesies; twice over, since neighbours share the blank between them.
fn without_courtesies(spaced: &str) -> String {
    let phrases = || words_english::COURTESY.iter().map(|phrase| format!(" {phrase} "));
    phrases().chain(phrases()).fold(spaced.to_owned(), |rest, phrase| rest.replace(&phrase, " "))
}

fn words(lower: &str) -> impl Iterator<Item = &str> {
    lower.split(|letter: char| !letter.is_alphanumeric() && letter != '\'').filter(|word| !word.is_empty())
}

/// What follows the words by which an agent says a wish again.
fn after_restating(text: &str) -> String {
    let lower = text.to_ascii_lowercase().replace('’', "'");
    // Where another apostrophe changed the length, the whole is searched: more words, and no wrong ones.
    let found = words_english::RESTATES.iter().find_map(|phrase| Some((lower.find(phrase)?, phrase.len())));
    let rest = found.filter(|_| lower.len() == text.len()).and_then(|(at, length)| text.get(at + length..));
    rest.unwrap_or(text).trim_matches(|letter: char| letter.is_whitespace() || letter == ',').to_owned()
}

/// The wish in an agent's restatement; one whose tail is common must say more.
fn restated(text: &str, weight: u32) -> Option<String> {
    let (tail, cut) = *words_japanese::RESTATES.iter().find(|(tail, _)| text.ends_with(*tail))?;
    let sure = !tail.starts_with('で');
    let wish = text.strip_suffix(cut)?;
    (sure || weight >= RESTATED_WEIGHT_MIN).then(|| wish.to_owned()).filter(|wish| !wish.is_empty())
}

fn without_sounds(text: &str) -> String {
    words_japanese::SOUNDS.iter().fold(text.to_owned(), |text, sound| text.replace(sound, ""))
}

fn without_openings(text: &str) -> &str {
    let is_gap = |letter: char| letter.is_whitespace() || matches!(letter, '、' | ',');
    let mut text = text.trim_matches(is_gap);
    while let Some(rest) = words_japanese::OPENINGS.iter().find_map(|opening| after_opening(text, opening)) {
        text = rest.trim_start_matches(is_gap);
    }
    text
}

/// The rest after an opening; hiragana go on with one of two letters, since 「はいしゃ」 is a dentist.
fn after_opening<'t>(text: &'t str, opening: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(opening)?;
    let goes_on = rest.chars().next().is_some_and(|letter| script(letter) == Script::Hiragana);
    let apart = opening.chars().count() > 2 || !goes_on;
    (apart && !rest.is_empty()).then_some(rest)
}

fn without_courtesy(folded: &str) -> String {
    let phrases = words_japanese::COURTESY.iter().map(|phrase| Folded::of(phrase).text());
    phrases.fold(folded.to_owned(), |text, phrase| text.replace(&phrase, ""))
}

/// Whether a clause only tells who somebody is, where they live or what a number is.
fn is_private(folded: &str, numbers: bool, names: bool, asks: bool) -> bool {
    const SUBJECTS: [&str; 6] = ["電話番号は", "番号は", "生年月日", "住所は", "名前は", "氏名は"];
    const NAMED: [&str; 4] = ["と申します", "と申し", "といいます", "と言います"];
    const PLACES: [&str; 6] = ["丁目", "番地", "号室", "生まれです", "年生まれ", "日生まれ"];
    let subject = has(folded, &SUBJECTS);
    if numbers && (subject || !asks) {
        return true;
    }
    !asks && (names || subject || has(folded, &NAMED) || has(folded, &PLACES) || is_name_alone(folded))
}

/// 「山田です」, 「座間太郎ですが」: kanji alone that say nothing of the matter.
fn is_name_alone(folded: &str) -> bool {
    let name = ["ですけども", "ですけど", "ですが", "です"].into_iter().find_map(|tail| folded.strip_suffix(tail));
    name.is_some_and(|name| {
        let letters = name.chars().count();
        let is_matter = name.chars().any(|letter| words_japanese::MATTER_KANJI.contains(letter));
        (1..=NAME_LETTERS_MAX).contains(&letters) && name.chars().all(is_kanji) && !is_matter
    })
}

/// How much a Japanese clause says: kanji that not every sentence has, words in katakana and Latin letters.
fn weight(text: &str) -> u32 {
    let letters: Vec<char> = text.chars().collect();
    let mut weight = 0;
    let mut kana = 0;
    for run in letters.chunk_by(|one, other| script(*one) == script(*other)) {
        let length = u32::try_from(run.len()).unwrap_or(u32::MAX);
        match run.first().map(|letter| script(*letter)) {
            Some(Script::Kanji) => {
                weight += run.iter().filter(|letter| !words_japanese::EVERYDAY_KANJI.contains(**letter)).count() as u32;
            }
            Some(Script::Katakana) if length > 1 => weight += length.div_ceil(2),
            Some(Script::Latin) if length > 1 => weight += WORD_WEIGHT,
            Some(Script::Hiragana) => kana += run.len(),
            Some(Script::Katakana | Script::Latin | Script::Other) | None => {}
        }
    }
    if weight == 0 && kana >= KANA_MIN {
        weight = u32::try_from(kana / KANA_A_POINT).unwrap_or(u32::MAX).min(KANA_WEIGHT_MAX);
    }
    weight
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Kanji,
    Katakana,
    Hiragana,
    Latin,
    Other,
}

fn script(letter: char) -> Script {
    match letter {
        letter if is_kanji(letter) => Script::Kanji,
        'ァ'..='ヺ' | 'ー' => Script::Katakana,
        'ぁ'..='ゖ' => Script::Hiragana,
        letter if letter.is_ascii_alphabetic() => Script::Latin,
        _ => Script::Other,
    }
}

fn is_kanji(letter: char) -> bool {
    matches!(letter, '々' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

fn has(folded: &str, terms: &[&str]) -> bool {
    terms.iter().any(|term| folded.contains(term))
}

fn ends(folded: &str, terms: &[&str]) -> bool {
    terms.iter().any(|term| folded.ends_with(term))
}
