//! What a conversation speaks of when a number is said.
//!
//! Owns the words by which a caller or an agent announces, or asks for, a number. The last word before the
//! digits decides: after "マイナンバーカードの件で、お電話番号は" comes a telephone number. Knows no digits.

use crate::secret_text::words::{Words, begins};

/// What the next number is likely to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    /// The individual number, by its name.
    IndividualNumber,
    /// A number that is not named: 番号をお願いします.
    SomeNumber,
    /// The application ID.
    ApplicationId,
    /// A PIN.
    Pin,
    /// A password.
    Password,
    /// A payment card.
    Card,
    /// A number that is no secret, such as a telephone number.
    Harmless,
}

use Topic::{ApplicationId, Card, Harmless, IndividualNumber, Password, Pin, SomeNumber};

/// In lower case. Of two that end at one place the longer counts.
const TERMS: [(&str, Topic); 124] = [
    ("マイナンバー", IndividualNumber),
    ("マイナンバ", IndividualNumber),
    ("マイ・ナンバー", IndividualNumber),
    ("マイ ナンバー", IndividualNumber),
    ("まいなんばー", IndividualNumber),
    ("毎ナンバー", IndividualNumber),
    ("個人番号", IndividualNumber),
    ("個人 番号", IndividualNumber),
    ("小人番号", IndividualNumber),
    ("カードの番号", IndividualNumber),
    ("カード番号", IndividualNumber),
    ("12桁", IndividualNumber),
    ("１２桁", IndividualNumber),
    ("十二桁", IndividualNumber),
    ("12ケタ", IndividualNumber),
    ("12けた", IndividualNumber),
    ("12 桁", IndividualNumber),
    ("my number", IndividualNumber),
    ("my numbers", IndividualNumber),
    ("mynumber", IndividualNumber),
    ("individual number", IndividualNumber),
    ("twelve digit", IndividualNumber),
    ("twelve-digit", IndividualNumber),
    ("12 digit", IndividualNumber),
    ("12-digit", IndividualNumber),
    ("card number", IndividualNumber),
    ("番号", SomeNumber),
    ("ナンバー", SomeNumber),
    ("number", SomeNumber),
    ("your number", SomeNumber),
    ("申請書id", ApplicationId),
    ("申請書ｉｄ", ApplicationId),
    ("申請書 id", ApplicationId),
    ("申請書のid", ApplicationId),
    ("申請書番号", ApplicationId),
    ("申請書の番号", ApplicationId),
    ("申請id", ApplicationId),
    ("申請番号", ApplicationId),
    ("23桁", ApplicationId),
    ("二十三桁", ApplicationId),
    ("application id", ApplicationId),
    ("application number", ApplicationId),
    ("暗証番号", Pin),
    ("暗証", Pin),
    ("パスコード", Pin),
    ("ピンコード", Pin),
    ("4桁の数字", Pin),
    ("4桁の番号", Pin),
    ("四桁の数字", Pin),
    ("passcode", Pin),
    ("pin", Pin),
    ("pin number", Pin),
    ("pin code", Pin),
    ("パスワード", Password),
    ("パスワ", Password),
    ("署名用", Password),
    ("password", Password),
    ("クレジットカード", Card),
    ("クレジットカード番号", Card),
    ("クレジットカードの番号", Card),
    ("クレジット", Card),
    ("クレジットの番号", Card),
    ("デビットカード", Card),
    ("credit card", Card),
    ("credit card number", Card),
    ("debit card", Card),
    ("debit card number", Card),
    ("書留の番号", Harmless),
    ("書留番号", Harmless),
    ("受理番号", Harmless),
    ("免許証の番号", Harmless),
    ("免許証番号", Harmless),
    ("電話番号", Harmless),
    ("電話", Harmless),
    ("携帯", Harmless),
    ("携帯番号", Harmless),
    ("携帯の番号", Harmless),
    ("携帯電話の番号", Harmless),
    ("電話の番号", Harmless),
    ("連絡先", Harmless),
    ("連絡先の番号", Harmless),
    ("折り返し", Harmless),
    ("内線", Harmless),
    ("内線番号", Harmless),
    ("フリーダイヤル", Harmless),
    ("受付番号", Harmless),
    ("受付の番号", Harmless),
    ("整理番号", Harmless),
    ("整理券", Harmless),
    ("整理券の番号", Harmless),
    ("予約番号", Harmless),
    ("予約の番号", Harmless),
    ("伝票番号", Harmless),
    ("追跡番号", Harmless),
    ("問い合わせ番号", Harmless),
    ("問合せ番号", Harmless),
    ("管理番号", Harmless),
    ("案件番号", Harmless),
    ("郵便番号", Harmless),
    ("部屋番号", Harmless),
    ("口座番号", Harmless),
    ("会員番号", Harmless),
    ("お客様番号", Harmless),
    ("製造番号", Harmless),
    ("番号札", Harmless),
    ("生年月日", Harmless),
    ("住所", Harmless),
    ("番地", Harmless),
    ("手数料", Harmless),
    ("phone", Harmless),
    ("phone number", Harmless),
    ("telephone number", Harmless),
    ("mobile number", Harmless),
    ("mobile", Harmless),
    ("contact number", Harmless),
    ("call me back", Harmless),
    ("reference number", Harmless),
    ("reception number", Harmless),
    ("ticket number", Harmless),
    ("booking number", Harmless),
    ("room number", Harmless),
    ("postal code", Harmless),
    ("date of birth", Harmless),
    ("address", Harmless),
];

/// Names of the individual number that say what digits near them are, whatever else is spoken of; terms, too.
pub(super) const NAMES_OF_THE_NUMBER: [&str; 9] =
    ["マイナンバー", "個人番号", "12桁", "１２桁", "十二桁", "my number", "mynumber", "individual number", "12 digit"];

/// What follows マイナンバー when a card, a system or a desk is named and no number.
pub(super) const NAMES_OF_NO_NUMBER: [&str; 14] = [
    "カード",
    "のカード",
    "制度",
    "総合",
    "コール",
    "センター",
    "ポータル",
    "通知書",
    "保険証",
    "窓口",
    "関係",
    "関連",
    "通知カード",
    "の通知",
];

/// What else follows it, or 番号, when no number is named.
const NO_NUMBER_AFTER: [&str; 13] =
    ["ーカード", "法", "札", "順", "制", "課", "担当", "係", "ー", " card", "card", "-card", " of "];

static WORDS: Words<124> = Words::new(terms());

const fn terms() -> [&'static str; 124] {
    let mut terms = [""; 124];
    let mut index = 0;
    while index < TERMS.len() {
        terms[index] = TERMS[index].0;
        index += 1;
    }
    terms
}

/// What a text names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// The last topic; None when none is named. Case counts for nothing.
    pub(super) last: Option<Topic>,
    /// Where the last of the [`NAMES_OF_THE_NUMBER`] ends, those of cards and desks left aside.
    pub(super) number_end: Option<usize>,
    /// Whether a word for a PIN or a password stands anywhere.
    pub(super) password: bool,
}

/// Whether a text names a PIN or a password, so that digits written soon after it may be one.
#[must_use]
pub fn names_password(text: &str) -> bool {
    named(text).password
}

/// The last topic named in `text`; None when none is. Case counts for nothing.
pub(super) fn last_topic(text: &str) -> Option<Topic> {
    named(text).last
}

/// What `text` names.
pub(super) fn named(text: &str) -> Named {
    let mut last: Option<(usize, usize, Topic)> = None;
    let (mut number_end, mut password) = (None, false);
    for (at, _) in text.char_indices() {
        let rest = &text.as_bytes()[at..];
        for (index, term) in WORDS.at(rest).filter(|(_, term)| begins(rest, term)) {
            let (place, topic) = ((at + term.len(), term.len()), TERMS[index].1);
            if NAMES_OF_THE_NUMBER.contains(&term) && !names_no_number(&text.as_bytes()[at + term.len()..]) {
                number_end = number_end.max(Some(at + term.len()));
            }
            password |= matches!(topic, Pin | Password);
            let later = last.is_none_or(|(end, len, _)| place > (end, len));
            if later && stands(text, at, term, topic) {
                last = Some((place.0, place.1, topic));
            }
        }
    }
    Named { last: last.map(|(_, _, topic)| topic), number_end, password }
}

fn names_no_number(after: &[u8]) -> bool {
    NAMES_OF_NO_NUMBER.iter().any(|name| begins(after, name))
}

fn stands(text: &str, at: usize, term: &str, topic: Topic) -> bool {
    let after = &text[at + term.len()..];
    let named = matches!(topic, IndividualNumber | SomeNumber);
    let bytes = after.as_bytes();
    let no_number = named && (names_no_number(bytes) || NO_NUMBER_AFTER.iter().any(|name| begins(bytes, name)));
    let letter = |c: char| c.is_ascii_alphabetic();
    let whole = !term.is_ascii() || !text[..at].ends_with(letter) && !after.starts_with(letter);
    whole && !no_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_number_is_a_term_for_it() {
        for name in NAMES_OF_THE_NUMBER {
            assert!(TERMS.contains(&(name, IndividualNumber)), "{name}");
            assert_eq!(named(&format!("{name}です")).number_end, Some(name.len()), "{name}");
        }
        assert_eq!(named("マイナンバーカードの件").number_end, None);
    }
}
