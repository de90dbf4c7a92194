//! Reads a text token by token: digits in every form, what may stand between them, everything else.
//!
//! Owns the forms of a digit: ASCII, full-width, kanji, Japanese and English number words. It allocates
//! nothing, and looks at a character's first bytes before it compares any word, for most text is no number.
//! It must never judge what digits mean; `digits` gathers them to runs.

use crate::secret_text::fillers::filler;
use crate::secret_text::words::Words;

/// How digits are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// In figures.
    Figure,
    /// A kanji or a word that is hardly ever anything else.
    Word,
    /// A word that is most often something else: に, し, ご, く as particles, to and for.
    Weak,
}

/// Up to four digits read from one word: 九 is one, double two is two, 三千二百十四 is four.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Figures {
    values: [u8; 4],
    len: usize,
    pub(super) kind: Kind,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Atom {
    /// One or more digits.
    Digits(Figures),
    /// What may stand between two digits of one number.
    Separator,
    /// Anything else.
    Other,
}

/// How the text came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// Typed by a person.
    Written,
    /// Written by a speech recogniser, in which fillers and sentence ends may stand within a number.
    Spoken,
}

impl Figures {
    fn one(value: u8, kind: Kind) -> Self {
        Self { values: [value, 0, 0, 0], len: 1, kind }
    }

    fn times(value: u8, len: usize) -> Self {
        Self { values: [value; 4], len, kind: Kind::Word }
    }

    /// Two digits of a number below a hundred.
    fn pair(tens: u8, units: u8) -> Self {
        Self { values: [tens, units, 0, 0], len: 2, kind: Kind::Word }
    }

    /// The digits themselves.
    pub(super) fn values(&self) -> &[u8] {
        &self.values[..self.len]
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }
}

/// The token at `at` and its length in bytes; `in_number` says that a digit has been read before it, for
/// only then are fillers of any meaning. None at the end of the text.
pub(super) fn token(text: &str, at: usize, manner: Manner, in_number: bool) -> Option<(Atom, usize)> {
    let bytes = text.as_bytes();
    let first = *bytes.get(at)?;
    let read = match first {
        0..=0x7f => ascii(text, at, first, manner, in_number),
        0xe2 => dash(text, at),
        0xe3 => kana(text, at, manner),
        0xe4..=0xe9 => kanji(text, at, manner),
        0xef => wide(text, at),
        _ => (Atom::Other, char_len(first)),
    };
    if in_number && manner == Manner::Spoken && read.0 == Atom::Other {
        return Some(filler(&text[at..]).map_or(read, |len| (Atom::Separator, len)));
    }
    Some(read)
}

fn char_len(first: u8) -> usize {
    match first {
        0..=0xbf => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xff => 4,
    }
}

fn ascii(text: &str, at: usize, first: u8, manner: Manner, in_number: bool) -> (Atom, usize) {
    match first {
        b'0'..=b'9' => (Atom::Digits(Figures::one(first - b'0', Kind::Figure)), 1),
        b' ' | b'\t' | b'\r' | b'\n' | b'-' | b',' | b'.' | b'_' | b'/' | b'(' | b')' => (Atom::Separator, 1),
        b'?' | b'!' | b';' if manner == Manner::Spoken => (Atom::Separator, 1),
        b'A'..=b'Z' | b'a'..=b'z' => english(text, at, manner, in_number),
        _ => (Atom::Other, 1),
    }
}

fn english(text: &str, at: usize, manner: Manner, in_number: bool) -> (Atom, usize) {
    let word = ascii_word(&text.as_bytes()[at..]);
    let other = (Atom::Other, word.len());
    let mut lower = [0; LONGEST_WORD];
    let Some(lower) = lower.get_mut(..word.len()) else { return other };
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    if let Some(value) = unit(lower) {
        return (Atom::Digits(Figures::one(value, Kind::Word)), word.len());
    }
    let read = match &*lower {
        b"double" => repeated(text, at + word.len(), 2),
        b"triple" => repeated(text, at + word.len(), 3),
        b"hyphen" | b"dash" => Some((Atom::Separator, 0)),
        _ if manner == Manner::Written => None,
        lower if in_number => tens(text, at, lower).or_else(|| weak_english(lower)),
        lower => tens(text, at, lower),
    };
    read.map_or(other, |(atom, more)| (atom, word.len() + more))
}

/// Longest English word that means anything here.
const LONGEST_WORD: usize = 9;

/// The letters at the start of `rest`.
fn ascii_word(rest: &[u8]) -> &[u8] {
    let end = rest.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
    &rest[..end]
}

fn unit(lower: &[u8]) -> Option<u8> {
    Some(match lower {
        b"zero" | b"oh" | b"o" | b"nought" | b"naught" => 0,
        b"one" => 1,
        b"two" => 2,
        b"three" => 3,
        b"four" => 4,
        b"five" => 5,
        b"six" => 6,
        b"seven" => 7,
        b"eight" => 8,
        b"nine" => 9,
        _ => return None,
    })
}

/// What a recogniser hears for two, four, one and eight between other digits.
fn weak_english(lower: &[u8]) -> Option<(Atom, usize)> {
    let value = match lower {
        b"to" | b"too" => 2,
        b"for" | b"fore" => 4,
        b"won" => 1,
        b"ate" => 8,
        _ => return None,
    };
    Some((Atom::Digits(Figures::one(value, Kind::Weak)), 0))
}

/// The digit after double or triple, `len` times, and the bytes it took beyond that word.
fn repeated(text: &str, at: usize, len: usize) -> Option<(Atom, usize)> {
    let rest = &text.as_bytes()[at..];
    let gap = rest.iter().position(|byte| !matches!(byte, b' ' | b'-' | b'\n'))?;
    let (value, word_len) = digit_word(&rest[gap..])?;
    Some((Atom::Digits(Figures::times(value, len)), gap + word_len))
}

/// One digit as a figure or an English word, with its length.
fn digit_word(rest: &[u8]) -> Option<(u8, usize)> {
    if let [figure @ b'0'..=b'9', ..] = rest {
        return Some((figure - b'0', 1));
    }
    let word = ascii_word(rest);
    Some((unit(&word.to_ascii_lowercase())?, word.len()))
}

/// Ninety-eight, nineteen: two digits as some people say them.
fn tens(text: &str, at: usize, lower: &[u8]) -> Option<(Atom, usize)> {
    let teens: [&[u8]; 10] = [
        b"ten",
        b"eleven",
        b"twelve",
        b"thirteen",
        b"fourteen",
        b"fifteen",
        b"sixteen",
        b"seventeen",
        b"eighteen",
        b"nineteen",
    ];
    if let Some(units) = (0u8..).zip(teens).find_map(|(units, word)| (word == lower).then_some(units)) {
        return Some((Atom::Digits(Figures::pair(1, units)), 0));
    }
    let words: [&[u8]; 8] = [b"twenty", b"thirty", b"forty", b"fifty", b"sixty", b"seventy", b"eighty", b"ninety"];
    let tens = (2u8..).zip(words).find_map(|(tens, word)| (word == lower).then_some(tens))?;
    let rest = &text.as_bytes()[at + lower.len()..];
    let units = match rest {
        [b' ' | b'-', after @ ..] => digit_word(after).filter(|(units, _)| (1..10).contains(units)),
        _ => None,
    };
    let (units, more) = units.map_or((0, 0), |(units, len)| (units, len + 1));
    Some((Atom::Digits(Figures::pair(tens, units)), more))
}

/// Dashes and the signs of nothing in the block of general punctuation and mathematics.
fn dash(text: &str, at: usize) -> (Atom, usize) {
    let dashes = ["‐", "‑", "‒", "–", "—", "―", "−", "…", "\u{200b}"];
    let separator = dashes.iter().any(|dash| text[at..].starts_with(dash));
    (if separator { Atom::Separator } else { Atom::Other }, 3)
}

fn wide(text: &str, at: usize) -> (Atom, usize) {
    let atom = match text[at..].chars().next() {
        Some(figure @ '０'..='９') => {
            let value = u32::from(figure) - u32::from('０');
            u8::try_from(value).map_or(Atom::Other, |value| Atom::Digits(Figures::one(value, Kind::Figure)))
        }
        Some('－' | 'ｰ' | '，' | '．' | '／' | '（' | '）' | '･' | '､' | '\u{feff}') => Atom::Separator,
        Some(_) | None => Atom::Other,
    };
    (atom, 3)
}

/// Kana and Japanese punctuation: the block from U+3000, three bytes each.
fn kana(text: &str, at: usize, manner: Manner) -> (Atom, usize) {
    let bytes = text.as_bytes();
    let place = usize::from(bytes[at + 1] & 0x3f) << 6 | usize::from(bytes[at + 2] & 0x3f);
    match KANA_CLASS.get(place).copied().unwrap_or(Class::Other) {
        Class::Other => (Atom::Other, 3),
        Class::Separator => (Atom::Separator, 3),
        Class::Stop if manner == Manner::Spoken => (Atom::Separator, 3),
        Class::Stop => (Atom::Other, 3),
        Class::Ring => (Atom::Digits(Figures::one(0, Kind::Word)), 3),
        Class::Word => kana_word(&text[at..], manner).unwrap_or((Atom::Other, 3)),
    }
}

#[derive(Clone, Copy)]
enum Class {
    Other,
    Separator,
    /// The end of a sentence, which speech has in the middle of a number.
    Stop,
    /// 〇.
    Ring,
    /// The first kana of a number word.
    Word,
}

const KANA_CLASS: [Class; 256] = kana_classes();

const fn kana_classes() -> [Class; 256] {
    let mut classes = [Class::Other; 256];
    // 、 and 。, the ideographic space, 〇, の, ・, ー.
    classes[0x00] = Class::Separator;
    classes[0x01] = Class::Separator;
    classes[0x02] = Class::Stop;
    classes[0x07] = Class::Ring;
    classes[0x6e] = Class::Separator;
    classes[0xfb] = Class::Separator;
    classes[0xfc] = Class::Separator;
    // ぜ れ ま い に さ よ し ご ろ な は き く, each also in katakana.
    let firsts = [0x5c, 0x8c, 0x7e, 0x44, 0x6b, 0x55, 0x88, 0x57, 0x54, 0x8d, 0x6a, 0x6f, 0x4d, 0x4f];
    let mut index = 0;
    while index < firsts.len() {
        classes[firsts[index]] = Class::Word;
        classes[firsts[index] + 0x60] = Class::Word;
        index += 1;
    }
    // ハイフン, and the English words of ゼロ ワン ツー スリー フォー ファイブ シックス セブン エイト ナイン ダブル トリプル.
    let mut index = 0;
    let english = [0xef, 0xc4, 0xb9, 0xd5, 0xbb, 0xa8];
    while index < english.len() {
        classes[english[index]] = Class::Word;
        index += 1;
    }
    classes
}

/// Longer words first where one begins another.
static KANA: Words<20> = Words::new([
    "ぜろ",
    "れい",
    "れー",
    "まる",
    "いち",
    "に",
    "さん",
    "よん",
    "しち",
    "し",
    "ご",
    "ろく",
    "ろっ",
    "なな",
    "はち",
    "はっ",
    "きゅう",
    "きゅー",
    "きゅ",
    "く",
]);
const KANA_VALUES: [u8; 20] = [0, 0, 0, 0, 1, 2, 3, 4, 7, 4, 5, 6, 6, 7, 8, 8, 9, 9, 9, 9];

/// English digits as Japanese people say them, from one to nine.
static KATAKANA: Words<9> =
    Words::new(["ワン", "ツー", "スリー", "フォー", "ファイブ", "シックス", "セブン", "エイト", "ナイン"]);
const KATAKANA_VALUES: [u8; 9] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

fn kana_word(rest: &str, manner: Manner) -> Option<(Atom, usize)> {
    let first = rest.chars().next()?;
    if manner == Manner::Spoken
        && first >= 'ァ'
        && let Some((place, word)) = KATAKANA.at(rest.as_bytes()).find(|(_, word)| rest.starts_with(word))
    {
        return Some((Atom::Digits(Figures::one(KATAKANA_VALUES[place], Kind::Word)), word.len()));
    }
    let first = hiragana(first);
    if first == 'は' && (rest.starts_with("ハイフン") || rest.starts_with("はいふん")) {
        return Some((Atom::Separator, "ハイフン".len()));
    }
    if first == 'ろ'
        && let Some(len) = read_as(rest, "ろっく", Manner::Written)
    {
        // ロック of a card is no 69, and nobody says 69 so.
        return Some((Atom::Other, len));
    }
    let mut as_hiragana = [0; 4];
    KANA.at(first.encode_utf8(&mut as_hiragana).as_bytes()).find_map(|(place, word)| {
        let len = read_as(rest, word, manner)?;
        let kind = if word.len() == 3 || word == "きゅ" { Kind::Weak } else { Kind::Word };
        Some((Atom::Digits(Figures::one(KANA_VALUES[place], kind)), len))
    })
}

/// The bytes of `rest` that read as the hiragana `word`, a joint of two segments within it left aside.
fn read_as(rest: &str, word: &str, manner: Manner) -> Option<usize> {
    if rest.starts_with(word) {
        return Some(word.len());
    }
    let joint = |kana: &char| manner == Manner::Spoken && *kana == '\n';
    let mut kana = rest.char_indices().filter(|(_, kana)| !joint(kana));
    let mut end = 0;
    for expected in word.chars() {
        let (at, found) = kana.next()?;
        if hiragana(found) != expected {
            return None;
        }
        end = at + found.len_utf8();
    }
    Some(end)
}

fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    }
}

fn kanji(text: &str, at: usize, manner: Manner) -> (Atom, usize) {
    let mut rest = text[at..].chars();
    let Some(first) = rest.next() else { return (Atom::Other, 3) };
    let value = kanji_digit(first);
    let counted = matches!(first, '十' | '百' | '千') || value.is_some() && rest.next().is_some_and(is_power);
    if counted && manner == Manner::Spoken {
        return kanji_number(&text[at..]);
    }
    (value.map_or(Atom::Other, |value| Atom::Digits(Figures::one(value, Kind::Word))), 3)
}

fn is_power(kanji: char) -> bool {
    matches!(kanji, '十' | '百' | '千')
}

/// Kanji for 0 to 9, with those of deeds; the circle of a blanked-out number (○) is none.
fn kanji_digit(kanji: char) -> Option<u8> {
    Some(match kanji {
        '〇' | '零' => 0,
        '一' | '壱' => 1,
        '二' | '弐' => 2,
        '三' | '参' => 3,
        '四' => 4,
        '五' | '伍' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// 三千二百十四 as the digits of its value; at least one power of ten stands in it.
fn kanji_number(rest: &str) -> (Atom, usize) {
    let (mut value, mut digit, mut lowest, mut len, mut places) = (0u16, None, 10_000u16, 0, 0);
    for kanji in rest.chars() {
        let power = match kanji {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => match (kanji_digit(kanji), digit) {
                (Some(next), None) => {
                    digit = Some(next);
                    len += kanji.len_utf8();
                    continue;
                }
                (Some(_) | None, _) => break,
            },
        };
        if power >= lowest {
            break;
        }
        places = places.max(power);
        lowest = power;
        value += power * u16::from(digit.take().unwrap_or(1));
        len += kanji.len_utf8();
    }
    value += u16::from(digit.unwrap_or(0));
    (Atom::Digits(digits_of(value, places)), len)
}

fn digits_of(value: u16, highest: u16) -> Figures {
    let digit = |power: u16| u8::try_from(value / power % 10).unwrap_or(0);
    let powers = [1000, 100, 10, 1];
    let unused = powers.iter().take_while(|power| **power > highest).count();
    let mut values = [0; 4];
    powers[unused..].iter().zip(&mut values).for_each(|(power, place)| *place = digit(*power));
    Figures { values, len: 4 - unused, kind: Kind::Word }
}
