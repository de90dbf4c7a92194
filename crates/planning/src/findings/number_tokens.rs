//! The numbers in a text, whatever way they are written.
//!
//! Owns finding digits (also full-width), clock times, dates, kanji numerals, English number words and words that say a
//! multiple. It must never know what the numbers should be. What it cannot read it returns as such: better one number
//! too many than one overlooked.

use std::collections::BTreeSet;

/// A number of a text in a form that two spellings of it share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Token {
    /// A plain number, decimals without trailing zeros.
    Number(String),
    /// A number of per cent.
    Percent(String),
    /// A time of day.
    Clock(String),
    /// Month and day.
    Date(u32, u32),
    /// Something numeric that has no value here: ①, ½, Ⅳ, 数十, 半数.
    Unreadable(String),
}

/// Kanji numerals inside these words say no number.
const NO_NUMBERS: [&str; 18] = [
    "一部",
    "一方",
    "一般",
    "一時的",
    "一定",
    "統一",
    "一覧",
    "一緒",
    "同一",
    "唯一",
    "万一",
    "一層",
    "一因",
    "一致",
    "一律",
    "一連",
    "十分な",
    "十分に",
];
/// These say a number without a digit.
const VAGUE: [&str; 8] = ["倍増", "半減", "半数", "半分", "過半", "数十", "数百", "数千"];
const ENGLISH: [(&str, u32); 40] = [
    ("zero", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("hundred", 100),
    ("hundreds", 100),
    ("thousand", 1000),
    ("thousands", 1000),
    ("dozen", 12),
    ("dozens", 12),
    ("double", 2),
    ("doubled", 2),
    ("twice", 2),
    ("triple", 3),
    ("tripled", 3),
    ("thrice", 3),
];
const ENGLISH_VAGUE: [&str; 8] = ["half", "halved", "halves", "quarter", "quarters", "third", "thirds", "million"];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Every number in `text`.
pub(super) fn tokens(text: &str) -> BTreeSet<Token> {
    let mut plain: String = text.chars().map(narrow).collect::<String>().to_lowercase();
    let mut found = BTreeSet::new();
    for word in VAGUE {
        if plain.contains(word) {
            found.insert(Token::Unreadable(word.to_owned()));
            plain = plain.replace(word, " ");
        }
    }
    for word in NO_NUMBERS {
        plain = plain.replace(word, " ");
    }
    plain = plain.replace("half hour", " ").replace("half-hour", " ");
    let letters: Vec<char> = plain.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let letter = letters[at];
        if letter.is_ascii_digit() {
            at = digits(&letters, at, &mut found);
        } else if kanji(letter).is_some() {
            at = numerals(&letters, at, &mut found);
        } else if letter.is_ascii_alphabetic() {
            at = word(&letters, at, &mut found);
        } else {
            if letter.is_numeric() {
                found.insert(Token::Unreadable(letter.to_string()));
            }
            at += 1;
        }
    }
    found
}

/// Full-width digits and signs as plain ones.
fn narrow(letter: char) -> char {
    match letter {
        '０'..='９' | '：' | '％' | '．' | '，' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' => {
            char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter)
        }
        _ => letter,
    }
}

/// Reads what begins with a digit. Returns where it ends.
fn digits(letters: &[char], from: usize, found: &mut BTreeSet<Token>) -> usize {
    let (number, end) = number_at(letters, from);
    let next = letters.get(end).copied();
    let follows_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    if next == Some(':') && follows_digit(end + 1) {
        let (minutes, past) = whole_at(letters, end + 1);
        found.insert(Token::Clock(format!("{number}:{minutes}")));
        return past;
    }
    if next == Some('月') && follows_digit(end + 1) {
        let (day, past) = whole_at(letters, end + 1);
        if letters.get(past) == Some(&'日') {
            found.insert(date(&number, &day));
            return past + 1;
        }
    }
    let rest: String = letters.iter().skip(end).take(14).collect();
    let rest = rest.trim_start();
    if ["%", "パーセント", "percent", "per cent"].iter().any(|sign| rest.starts_with(sign)) {
        found.insert(Token::Percent(number));
        return end;
    }
    if let Some(month) = MONTHS.iter().position(|month| rest.starts_with(month)) {
        found.insert(date(&(month + 1).to_string(), &number));
        return end;
    }
    found.insert(Token::Number(number));
    end
}

fn date(month: &str, day: &str) -> Token {
    Token::Date(month.parse().unwrap_or(0), day.parse().unwrap_or(0))
}

/// A number with its thousands and decimals, and where it ends.
fn number_at(letters: &[char], from: usize) -> (String, usize) {
    let (mut number, mut end) = whole_at(letters, from);
    while letters.get(end) == Some(&',') && (1..=3).all(|on| letters.get(end + on).is_some_and(char::is_ascii_digit)) {
        let (group, past) = whole_at(letters, end + 1);
        if past != end + 4 {
            break;
        }
        number.push_str(&group);
        end = past;
    }
    if letters.get(end) == Some(&'.') && letters.get(end + 1).is_some_and(char::is_ascii_digit) {
        let (decimals, past) = whole_at(letters, end + 1);
        let decimals = decimals.trim_end_matches('0');
        end = past;
        if !decimals.is_empty() {
            number = format!("{}.{decimals}", without_zeros(&number));
            return (number, end);
        }
    }
    (without_zeros(&number), end)
}

/// The digits from here on, as they stand.
fn whole_at(letters: &[char], from: usize) -> (String, usize) {
    let digits: String = letters.iter().skip(from).take_while(|letter| letter.is_ascii_digit()).collect();
    let end = from + digits.len();
    (digits, end)
}

fn without_zeros(number: &str) -> String {
    let kept = number.trim_start_matches('0');
    if kept.is_empty() { "0".to_owned() } else { kept.to_owned() }
}

/// The value of a kanji numeral: (a digit, or a power of ten that multiplies).
fn kanji(letter: char) -> Option<(u64, bool)> {
    let digit = "〇一二三四五六七八九".chars().position(|numeral| numeral == letter);
    match letter {
        '零' => Some((0, false)),
        '十' => Some((10, true)),
        '百' => Some((100, true)),
        '千' => Some((1_000, true)),
        '万' => Some((10_000, true)),
        '億' => Some((100_000_000, true)),
        _ => digit.map(|value| (value as u64, false)),
    }
}

/// Reads a run of kanji numerals, positional (二〇) or with powers (二十三). Returns where it ends.
fn numerals(letters: &[char], from: usize, found: &mut BTreeSet<Token>) -> usize {
    let run: Vec<(u64, bool)> = letters.iter().skip(from).map_while(|letter| kanji(*letter)).collect();
    let end = from + run.len();
    let (mut sum, mut section, mut digit) = (0_u64, 0_u64, None);
    for (value, multiplies) in run {
        match (multiplies, value >= 10_000) {
            (false, _) => digit = Some(digit.unwrap_or(0_u64).saturating_mul(10).saturating_add(value)),
            (true, false) => section = section.saturating_add(digit.take().unwrap_or(1).saturating_mul(value)),
            (true, true) => {
                let before = section.saturating_add(digit.take().unwrap_or(0)).max(1);
                sum = sum.saturating_add(before.saturating_mul(value));
                section = 0;
            }
        }
    }
    let value = sum.saturating_add(section).saturating_add(digit.unwrap_or(0));
    found.insert(Token::Number(value.to_string()));
    end
}

/// Reads an English word: a number, a month before its day, or nothing of the kind. Returns where it ends.
fn word(letters: &[char], from: usize, found: &mut BTreeSet<Token>) -> usize {
    let word: String = letters.iter().skip(from).take_while(|letter| letter.is_ascii_alphabetic()).collect();
    let end = from + word.len();
    if let Some(month) = MONTHS.iter().position(|month| *month == word) {
        let day_at = end + 1;
        if letters.get(end) == Some(&' ') && letters.get(day_at).is_some_and(char::is_ascii_digit) {
            let (day, past) = whole_at(letters, day_at);
            found.insert(date(&(month + 1).to_string(), &day));
            return past;
        }
        return end;
    }
    if ENGLISH_VAGUE.contains(&word.as_str()) {
        found.insert(Token::Unreadable(word));
        return end;
    }
    let Some(value) = english(&word) else {
        return end;
    };
    if (20..100).contains(&value) && letters.get(end) == Some(&'-') {
        let unit: String = letters.iter().skip(end + 1).take_while(|letter| letter.is_ascii_alphabetic()).collect();
        if let Some(ones) = english(&unit).filter(|ones| (1..10).contains(ones)) {
            found.insert(Token::Number((value + ones).to_string()));
            return end + 1 + unit.len();
        }
    }
    found.insert(Token::Number(value.to_string()));
    end
}

fn english(word: &str) -> Option<u32> {
    ENGLISH.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}
