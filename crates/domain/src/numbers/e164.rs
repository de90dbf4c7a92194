//! The one form in which a telephone number is compared, indexed and stored.
//!
//! Owns `+` and 7 to 15 digits, the class of a Japanese number, its display and its mask.
//! It must never print itself whole by accident: `Debug` masks. `reading` makes these from what people
//! and trunks write.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::numbers::area_codes::area_code_len;

const DIGITS_MIN: usize = 7;
/// E.164 §6.1: at most fifteen digits.
const DIGITS_MAX: usize = 15;
const SHOWN_WHEN_MASKED: usize = 4;

/// A telephone number as `+` and 7 to 15 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct E164(String);

/// Why a text is not an E.164 number; it never repeats the text, which is personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an E.164 number: a plus sign and 7 to 15 digits are wanted, the first of them not 0")]
pub struct E164Error;

/// What kind of line a number leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NumberClass {
    /// A fixed line with an area code.
    Geographic,
    /// 060, 070, 080, 090.
    Mobile,
    /// 050.
    IpPhone,
    /// 0120 and 0800: the called party pays.
    Freephone,
    /// 0570: the caller pays for a nationwide number (ナビダイヤル).
    NaviDial,
    /// 0990 and other numbers that charge for what is said.
    Premium,
    /// 0180: one announcement to very many callers (テレドーム), charged by time.
    MassAnnouncement,
    /// 020 and 0200: machines and pagers.
    Machine,
    /// +870, +881, +882, +883, +88x: satellites and networks without a country.
    Satellite,
    /// Outside Japan.
    International,
    /// In Japan, but in no range a person's telephone has.
    OtherJapanese,
}

impl E164 {
    /// Takes a text that already is in E.164 form.
    ///
    /// # Errors
    /// When it is not; `reading` understands the other forms.
    pub fn parse(text: &str) -> Result<Self, E164Error> {
        let digits = text.strip_prefix('+').ok_or(E164Error)?;
        let plain = (DIGITS_MIN..=DIGITS_MAX).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        if plain { Ok(Self(text.to_owned())) } else { Err(E164Error) }
    }

    /// The whole number, `+` first: personal data, for dialling and indexing only.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The Japanese national form with its leading 0; None for numbers outside Japan.
    #[must_use]
    pub fn national(&self) -> Option<String> {
        self.0.strip_prefix("+81").map(|rest| format!("0{rest}"))
    }

    /// What kind of line it leads to.
    #[must_use]
    pub fn class(&self) -> NumberClass {
        match self.national() {
            Some(national) => japanese_class(&national),
            None if self.0.starts_with("+870") || self.0.starts_with("+88") && !self.is_country_among_88x() => {
                NumberClass::Satellite
            }
            None if self.0.starts_with("+979") => NumberClass::Premium,
            None => NumberClass::International,
        }
    }

    /// As people in Japan write it, `046-252-1111`; a number elsewhere stays in E.164 form.
    #[must_use]
    pub fn display(&self) -> String {
        match self.national() {
            Some(national) => hyphenated(&national),
            None => self.0.clone(),
        }
    }

    /// For logs and screens without the right to see it: all but the last four digits hidden.
    #[must_use]
    pub fn masked(&self) -> String {
        let shown = self.display();
        let digits = shown.chars().filter(char::is_ascii_digit).count();
        let mut left = digits.saturating_sub(SHOWN_WHEN_MASKED);
        let hide = |c: char| {
            if c.is_ascii_digit() && left > 0 {
                left -= 1;
                '*'
            } else {
                c
            }
        };
        shown.chars().map(hide).collect()
    }

    /// +880 (Bangladesh) and +886 (Taiwan) are the countries among the 88x codes.
    fn is_country_among_88x(&self) -> bool {
        self.0.starts_with("+880") || self.0.starts_with("+886")
    }
}

impl fmt::Debug for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "E164({})", self.masked())
    }
}

impl TryFrom<String> for E164 {
    type Error = E164Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<E164> for String {
    fn from(number: E164) -> Self {
        number.0
    }
}

/// The classes by their leading digits and whole length, longest prefix first.
const CLASSES: [(&str, usize, NumberClass); 14] = [
    ("0120", 10, NumberClass::Freephone),
    ("0800", 11, NumberClass::Freephone),
    ("0570", 10, NumberClass::NaviDial),
    ("0990", 10, NumberClass::Premium),
    ("0180", 10, NumberClass::MassAnnouncement),
    ("0170", 10, NumberClass::OtherJapanese),
    ("0200", 14, NumberClass::Machine),
    ("020", 11, NumberClass::Machine),
    ("050", 11, NumberClass::IpPhone),
    ("060", 11, NumberClass::Mobile),
    ("070", 11, NumberClass::Mobile),
    ("080", 11, NumberClass::Mobile),
    ("090", 11, NumberClass::Mobile),
    ("00", 0, NumberClass::OtherJapanese),
];

fn japanese_class(national: &str) -> NumberClass {
    match CLASSES.iter().find(|(prefix, ..)| national.starts_with(prefix)) {
        Some((_, len, class)) if national.len() == *len => *class,
        // 0990 and 0180 charge whatever follows them, so their length does not excuse them.
        Some((_, _, class @ (NumberClass::Premium | NumberClass::MassAnnouncement))) => *class,
        Some(_) => NumberClass::OtherJapanese,
        None if national.len() == 10 => NumberClass::Geographic,
        None => NumberClass::OtherJapanese,
    }
}

fn hyphenated(national: &str) -> String {
    let groups = match japanese_class(national) {
        NumberClass::Geographic => {
            let area = area_code_len(national);
            (area, 6 - area)
        }
        NumberClass::Mobile | NumberClass::IpPhone | NumberClass::Machine => (3, 4),
        NumberClass::Freephone | NumberClass::NaviDial | NumberClass::Premium | NumberClass::MassAnnouncement => (4, 3),
        NumberClass::Satellite | NumberClass::International | NumberClass::OtherJapanese => {
            return national.to_owned();
        }
    };
    let (area, rest) = national.split_at(groups.0.min(national.len()));
    let (exchange, line) = rest.split_at(groups.1.min(rest.len()));
    format!("{area}-{exchange}-{line}")
}
