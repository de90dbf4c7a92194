//! What the form of details must say, and the words for what it does not.

use super::calendar::{FIRST_YEAR, LAST_YEAR, days_of};
use crate::posted::Posted;
use crate::sheet::Fault;
use crate::tongue::Tongue;

/// Characters of a name or a line of an address.
const LINE_CHARS_MAX: usize = 80;

/// The ways to answer the question for gender: value, Japanese, English.
pub(super) const GENDERS: [(&str, &str, &str); 4] = [
    ("female", "女性", "Female"),
    ("male", "男性", "Male"),
    ("other", "その他", "Other"),
    ("unsaid", "回答しない", "Rather not say"),
];

type Rule = (&'static str, fn(&Posted, &str) -> bool, (&'static str, &'static str));

/// Field, whether its value is good, and what to say if it is not.
const RULES: [Rule; 14] = [
    ("family_name", |_, text| is_line(text), ("氏（漢字）を入力してください", "Enter your family name")),
    ("given_name", |_, text| is_line(text), ("名（漢字）を入力してください", "Enter your given name")),
    (
        "family_kana",
        |_, text| is_katakana(text),
        ("氏（カナ）は全角カタカナで入力してください", "Enter the family name in katakana"),
    ),
    (
        "given_kana",
        |_, text| is_katakana(text),
        ("名（カナ）は全角カタカナで入力してください", "Enter the given name in katakana"),
    ),
    (
        "birth_year",
        |posted, _| is_birthday(posted),
        ("生年月日を正しく選択してください", "Choose a date of birth that exists"),
    ),
    (
        "gender",
        |_, text| GENDERS.iter().any(|(code, _, _)| *code == text),
        ("性別を選択してください", "Choose a gender"),
    ),
    (
        "postcode",
        |_, text| is_digits(text, 7, 7),
        ("郵便番号は7桁の数字で入力してください", "Enter a postcode of 7 digits"),
    ),
    ("prefecture", |_, text| is_line(text), ("都道府県を選択してください", "Choose a prefecture")),
    ("address", |_, text| is_line(text), ("住所を入力してください", "Enter your address")),
    (
        "telephone",
        |_, text| is_digits(text, 10, 11),
        ("電話番号は10桁または11桁の数字で入力してください", "Enter a telephone number of 10 or 11 digits"),
    ),
    ("email", |_, text| is_email(text), ("メールアドレスを正しく入力してください", "Enter an e-mail address")),
    (
        "email_again",
        |posted, text| text == posted.value("email"),
        ("確認用のメールアドレスが一致しません", "The two e-mail addresses differ"),
    ),
    ("wanted_on", |_, text| is_day(text), ("受け取り希望日を選択してください", "Choose a day")),
    ("consent", |_, text| text == "yes", ("注意事項への同意が必要です", "Please agree to the terms")),
];

/// Everything that is wrong with the form, in the order of the page.
pub(super) fn faults(posted: &Posted, tongue: Tongue) -> Vec<Fault> {
    let wrong = RULES.iter().filter(|(field, good, _)| !good(posted, posted.value(field)));
    wrong.map(|(field, _, (japanese, english))| Fault { field, says: tongue.say(japanese, english) }).collect()
}

fn is_line(text: &str) -> bool {
    (1..=LINE_CHARS_MAX).contains(&text.chars().count())
}

fn is_katakana(text: &str) -> bool {
    is_line(text) && text.chars().all(|c| matches!(c, 'ァ'..='ヶ' | 'ー' | '・' | '　' | ' '))
}

/// Digits with or without hyphens between them.
fn is_digits(text: &str, least: usize, most: usize) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (least..=most).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || c == '-')
}

/// A name, an at sign and a host with a point in it; enough for practice, and nothing that could end a header.
pub(crate) fn is_email(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | ',' | ';' | '\\');
    let Some((name, host)) = text.split_once('@') else { return false };
    let whole = !name.is_empty() && host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
    text.len() <= 254 && text.chars().all(plain) && !host.contains('@') && whole
}

fn is_birthday(posted: &Posted) -> bool {
    let number = |field: &str| posted.value(field).parse::<u16>().unwrap_or_default();
    is_date(number("birth_year"), number("birth_month"), number("birth_day"))
}

/// A day as `<input type=date>` writes it: 2026-12-01.
fn is_day(text: &str) -> bool {
    let mut parts = text.split('-').map(|part| part.parse::<u16>().unwrap_or_default());
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    parts.next().is_none() && is_date(year.unwrap_or_default(), month.unwrap_or_default(), day.unwrap_or_default())
}

fn is_date(year: u16, month: u16, day: u16) -> bool {
    (FIRST_YEAR..=LAST_YEAR).contains(&year) && (1..=days_of(year, month)).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kana_is_katakana_alone() {
        let check = |text: &str, good: bool| assert_eq!(is_katakana(text), good, "{text}");
        check("ヤマダ", true);
        check("ヴァン・ダー", true);
        check("やまだ", false);
        check("山田", false);
        check("", false);
    }

    #[test]
    fn dates_exist() {
        let check = |text: &str, good: bool| assert_eq!(is_day(text), good, "{text}");
        check("2026-12-01", true);
        check("2026-02-29", false);
        check("2026-12-01-01", false);
        check("", false);
        check("9999-01-01", false);
    }

    #[test]
    fn an_address_cannot_end_a_header() {
        let check = |text: &str, good: bool| assert_eq!(is_email(text), good, "{text:?}");
        check("taro@example.jp", true);
        check("v7k2@visit.example", true);
        check("taro@example", false);
        check("taro@@example.jp", false);
        check("@example.jp", false);
        check("taro@example.jp\r\nBcc: x@y.z", false);
        check("a@b.c>", false);
    }

    #[test]
    fn telephone_numbers_may_have_hyphens() {
        let check = |text: &str, good: bool| assert_eq!(is_digits(text, 10, 11), good, "{text}");
        check("046-000-0000", true);
        check("09000000000", true);
        check("046", false);
        check("046 000 0000", false);
    }
}
