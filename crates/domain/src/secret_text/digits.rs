//! Reads the digits in a text, however they are written or spoken.
//!
//! Owns the forms: ASCII, full-width, kanji, Japanese and English number words, and what may stand between
//! the digits of one number. It must never judge what a run of digits means: `search` does.

use std::ops::Range;

/// Separators allowed between two digits of one number, such as a comma, a line end and two spaces.
const GAP_LIMIT: usize = 4;
/// Fewer number words in a row than this are ordinary language (に, 三人, one of).
const WORDS_MIN: usize = 3;

/// One digit and the bytes it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Digit {
    pub(super) value: u8,
    pub(super) range: Range<usize>,
    /// Whether it was a word or a kanji, not a figure.
    pub(super) word: bool,
}

/// Digits that may belong to one number, in groups as they were separated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) digits: Vec<Digit>,
    /// Ranges of indices into `digits`; never empty.
    pub(super) groups: Vec<Range<usize>>,
    /// Whether a plus sign stands before it.
    pub(super) plus: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Written in figures.
    Figure,
    /// A kanji or a word that is hardly ever anything else.
    Word,
    /// A single kana (に, し, ご, く), most often a particle or part of another word.
    SingleKana,
}

enum Atom {
    Digits { value: u8, times: usize, kind: Kind },
    Separator,
    Other,
}

struct Read {
    atom: Atom,
    range: Range<usize>,
}

/// All runs of digits in `text`, in order.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut reads = atoms(text);
    drop_lonely_words(&mut reads);
    let mut runs = Vec::new();
    let mut current: Option<Run> = None;
    let mut gap = 0;
    for read in &reads {
        match read.atom {
            Atom::Digits { value, times, kind } => {
                let word = kind != Kind::Figure;
                let run = current.get_or_insert_with(|| Run::starting(text, read.range.start));
                run.push(value, times, word, &read.range, gap > 0);
                gap = 0;
            }
            Atom::Separator if gap < GAP_LIMIT => gap += 1,
            Atom::Separator | Atom::Other => {
                runs.extend(current.take());
                gap = 0;
            }
        }
    }
    runs.extend(current);
    runs
}

impl Run {
    fn starting(text: &str, at: usize) -> Self {
        let plus = text[..at].ends_with(['+', '＋']);
        Self { digits: Vec::new(), groups: Vec::new(), plus }
    }

    fn push(&mut self, value: u8, times: usize, word: bool, range: &Range<usize>, after_gap: bool) {
        let from = self.digits.len();
        let same_kind = self.digits.last().is_some_and(|last| last.word == word);
        self.digits.extend((0..times).map(|_| Digit { value, range: range.clone(), word }));
        match self.groups.last_mut() {
            Some(group) if !after_gap && same_kind => group.end = self.digits.len(),
            Some(_) | None => self.groups.push(from..self.digits.len()),
        }
    }

    /// The values of the digits at `indices`.
    pub(super) fn values(&self, indices: Range<usize>) -> Vec<u8> {
        self.digits[indices].iter().map(|digit| digit.value).collect()
    }

    /// The bytes of the text the digits at `indices` were read from.
    pub(super) fn bytes(&self, indices: Range<usize>) -> Range<usize> {
        match (self.digits.get(indices.start), self.digits[..indices.end].last()) {
            (Some(first), Some(last)) => first.range.start..last.range.end,
            (None, _) | (_, None) => 0..0,
        }
    }
}

fn atoms(text: &str) -> Vec<Read> {
    let mut reads = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let (atom, len) = figure(first)
            .or_else(|| english(text, at))
            .or_else(|| kana(rest))
            .or_else(|| separator(rest, first))
            .unwrap_or((Atom::Other, first.len_utf8()));
        reads.push(Read { atom, range: at..at + len });
        at += len;
    }
    reads
}

fn figure(c: char) -> Option<(Atom, usize)> {
    let (value, kind) = match c {
        '0'..='9' => (u32::from(c) - u32::from('0'), Kind::Figure),
        '０'..='９' => (u32::from(c) - u32::from('０'), Kind::Figure),
        _ => (u32::try_from(KANJI.iter().position(|forms| forms.contains(c))?).ok()?, Kind::Word),
    };
    Some((Atom::Digits { value: u8::try_from(value).ok()?, times: 1, kind }, c.len_utf8()))
}

/// Kanji for 0 to 9, with those of deeds; the circle of a blanked-out number (○) is none.
const KANJI: [&str; 10] = ["〇零", "一壱", "二弐", "三参", "四", "五伍", "六", "七", "八", "九"];

/// Longer words first where one begins another.
const KANA: [(&str, u8); 19] = [
    ("ぜろ", 0),
    ("れい", 0),
    ("れー", 0),
    ("まる", 0),
    ("いち", 1),
    ("に", 2),
    ("さん", 3),
    ("よん", 4),
    ("しち", 7),
    ("し", 4),
    ("ご", 5),
    ("ろく", 6),
    ("ろっ", 6),
    ("なな", 7),
    ("はち", 8),
    ("はっ", 8),
    ("きゅう", 9),
    ("きゅー", 9),
    ("く", 9),
];

fn kana(rest: &str) -> Option<(Atom, usize)> {
    KANA.iter().find_map(|(word, value)| {
        let mut text = rest.chars();
        let alike = word.chars().all(|kana| text.next().map(hiragana) == Some(kana));
        let kind = if word.chars().count() == 1 { Kind::SingleKana } else { Kind::Word };
        // Hiragana and katakana take three bytes each, so the word's length is the text's.
        alike.then_some((Atom::Digits { value: *value, times: 1, kind }, word.len()))
    })
}

fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    }
}

const ENGLISH: [(&str, u8); 12] = [
    ("zero", 0),
    ("oh", 0),
    ("o", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
];

fn english(text: &str, at: usize) -> Option<(Atom, usize)> {
    if text[..at].ends_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let word = ascii_word(&text[at..]);
    let times = match word.to_ascii_lowercase().as_str() {
        "double" => 2,
        "triple" => 3,
        _ => return Some((Atom::Digits { value: english_value(word)?, times: 1, kind: Kind::Word }, word.len())),
    };
    let after = &text[at + word.len()..];
    let next = after.trim_start_matches([' ', '-']);
    let repeated = ascii_word(next);
    let value = match next.chars().next()? {
        figure @ '0'..='9' => u8::try_from(figure.to_digit(10)?).ok()?,
        _ => english_value(repeated)?,
    };
    let repeated_len = repeated.len().max(1);
    let len = word.len() + (after.len() - next.len()) + repeated_len;
    Some((Atom::Digits { value, times, kind: Kind::Word }, len))
}

fn ascii_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    &text[..end]
}

fn english_value(word: &str) -> Option<u8> {
    ENGLISH.iter().find(|(known, _)| word.eq_ignore_ascii_case(known)).map(|(_, value)| *value)
}

const SEPARATOR_CHARS: &str = " \u{3000}\t\r\n-‐‑‒–—―−－ーｰ,，、､.．・･_/／()（）\u{200b}\u{feff}の";
const SEPARATOR_WORDS: [&str; 4] = ["ハイフン", "はいふん", "hyphen", "dash"];

fn separator(rest: &str, first: char) -> Option<(Atom, usize)> {
    let word = SEPARATOR_WORDS.iter().find(|word| rest.starts_with(**word)).map(|word| word.len());
    let len = word.or_else(|| SEPARATOR_CHARS.contains(first).then_some(first.len_utf8()))?;
    Some((Atom::Separator, len))
}

/// Number words count only in company: "5678に" ends in a particle, not in a 2, and "入力しにくく" is no 4299.
fn drop_lonely_words(reads: &mut [Read]) {
    let mut company: Vec<usize> = Vec::new();
    for index in 0..=reads.len() {
        match reads.get(index).map(|read| &read.atom) {
            Some(Atom::Digits { kind: Kind::Word | Kind::SingleKana, .. }) => company.push(index),
            Some(Atom::Separator) => {}
            Some(Atom::Digits { kind: Kind::Figure, .. } | Atom::Other) | None => {
                if !is_spoken_number(reads, &company) {
                    company.iter().for_each(|index| reads[*index].atom = Atom::Other);
                }
                company.clear();
            }
        }
    }
}

fn is_spoken_number(reads: &[Read], company: &[usize]) -> bool {
    let (mut digits, mut sure) = (0, false);
    for index in company {
        if let Atom::Digits { times, kind, .. } = reads[*index].atom {
            digits += times;
            sure |= kind == Kind::Word;
        }
    }
    sure && digits >= WORDS_MIN
}
