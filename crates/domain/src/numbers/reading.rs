//! Reads a telephone number from whatever a trunk, an agent or a configuration writes.
//!
//! Owns the forms: national, +81, 81, 010 international, full-width, hyphens, withheld numbers and short
//! service numbers. It must never guess: what is not surely a number is refused. The result is an `E164`.

use std::fmt;

use crate::numbers::e164::{E164, NumberClass};

/// Longest text looked at; the longest true number with all its hyphens is far shorter.
const TEXT_LIMIT_CHARS: usize = 64;

/// What a text turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// A number anyone can be called at.
    Public(E164),
    /// A three-digit service number of the network, such as 110 or 117.
    Service(ServiceNumber),
    /// The caller's number was not given.
    Withheld(Withheld),
}

/// A three-digit number beginning with 1, answered by the network or an emergency service.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ServiceNumber(String);

/// Why a caller's number is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Withheld {
    /// The caller asked for it (非通知).
    ByCaller,
    /// A public telephone (公衆電話).
    Payphone,
    /// The network could not tell (表示圏外).
    Unavailable,
}

/// Why a text is not a telephone number; it never repeats the text, which may be personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberRefusal {
    /// There is nothing.
    #[error("no number was given")]
    Empty,
    /// There is far too much.
    #[error("the text is too long for a telephone number")]
    TooLong,
    /// There is a character no number has.
    #[error("the number holds a character that is neither a digit nor a hyphen")]
    StrangeCharacter,
    /// The digits fit no number of the Japanese plan.
    #[error("the digits fit no Japanese number; write the area code, or + and the country code")]
    WrongLength,
    /// A carrier's or service prefix stands before the number.
    #[error("a carrier or service prefix (184, 186, 00xx) stands before the number; write the number alone")]
    Prefixed,
}

/// Reads a number in any of the forms in use in Japan.
///
/// # Errors
/// When it is surely none; the text itself is never repeated.
pub fn read(text: &str) -> Result<Number, NumberRefusal> {
    if text.chars().count() > TEXT_LIMIT_CHARS {
        return Err(NumberRefusal::TooLong);
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(NumberRefusal::Empty);
    }
    if let Some(why) = withheld(text) {
        return Ok(Number::Withheld(why));
    }
    let (plus, digits) = plus_and_digits(text)?;
    if plus { international(&digits) } else { national(&digits) }
}

impl Number {
    /// The E.164 number, when it is one.
    #[must_use]
    pub fn public(&self) -> Option<&E164> {
        match self {
            Self::Public(number) => Some(number),
            Self::Service(_) | Self::Withheld(_) => None,
        }
    }
}

impl ServiceNumber {
    /// The three digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Police, coast guard, fire brigade and ambulance: 110, 118, 119.
    #[must_use]
    pub fn is_emergency(&self) -> bool {
        matches!(self.0.as_str(), "110" | "118" | "119")
    }
}

impl fmt::Display for ServiceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Withheld {
    /// The words for it on the screen, in Japanese.
    #[must_use]
    pub fn ja(self) -> &'static str {
        match self {
            Self::ByCaller => "非通知",
            Self::Payphone => "公衆電話",
            Self::Unavailable => "表示圏外",
        }
    }

    /// The words for it on the screen, in English.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Self::ByCaller => "number withheld",
            Self::Payphone => "public telephone",
            Self::Unavailable => "number unavailable",
        }
    }
}

/// The words Japanese trunks put in place of a number, RFC 3323 §4.1.1.3 and the carriers' display names.
fn withheld(text: &str) -> Option<Withheld> {
    match text.to_lowercase().as_str() {
        "anonymous" | "anonymous@anonymous.invalid" | "restricted" | "private" | "withheld" | "非通知" => {
            Some(Withheld::ByCaller)
        }
        "coin line/payphone" | "payphone" | "公衆電話" => Some(Withheld::Payphone),
        "unavailable" | "unknown" | "interaction with other service" | "表示圏外" => Some(Withheld::Unavailable),
        _ => None,
    }
}

fn plus_and_digits(text: &str) -> Result<(bool, String), NumberRefusal> {
    let mut plus = false;
    let mut digits = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '０'..='９' => digits.extend(char::from_u32(u32::from(c) - u32::from('０') + u32::from('0'))),
            '+' | '＋' if digits.is_empty() && !plus => plus = true,
            '-' | '－' | '‐' | '‑' | '–' | '—' | '−' | 'ー' | '―' | '.' | '．' | '(' | ')' | '（' | '）' | ' '
            | '　' => {}
            _ => return Err(NumberRefusal::StrangeCharacter),
        }
    }
    if digits.is_empty() { Err(NumberRefusal::Empty) } else { Ok((plus, digits)) }
}

fn international(digits: &str) -> Result<Number, NumberRefusal> {
    match digits.strip_prefix("81") {
        // People write +81 (0)46 252 1111; the 0 belongs to the national form.
        Some(rest) => japanese(&format!("0{}", rest.strip_prefix('0').unwrap_or(rest))),
        None => public(&format!("+{digits}")),
    }
}

fn national(digits: &str) -> Result<Number, NumberRefusal> {
    if let Some(abroad) = digits.strip_prefix("010") {
        return international(abroad);
    }
    if digits.starts_with("00") || digits.len() > 3 && (digits.starts_with("184") || digits.starts_with("186")) {
        return Err(NumberRefusal::Prefixed);
    }
    if digits.starts_with('0') {
        return japanese(digits);
    }
    if digits.len() == 3 && digits.starts_with('1') {
        return Ok(Number::Service(ServiceNumber(digits.to_owned())));
    }
    // Some trunks leave the plus sign away; no national number begins with 8 and has this length.
    match digits.strip_prefix("81") {
        Some(rest) if (11..=12).contains(&digits.len()) && !rest.starts_with('0') => japanese(&format!("0{rest}")),
        Some(_) | None => Err(NumberRefusal::WrongLength),
    }
}

fn japanese(national: &str) -> Result<Number, NumberRefusal> {
    let Some(subscriber) = national.strip_prefix('0') else { return Err(NumberRefusal::WrongLength) };
    let number = E164::parse(&format!("+81{subscriber}")).map_err(|_| NumberRefusal::WrongLength)?;
    let known_length = number.class() != NumberClass::OtherJapanese;
    if known_length { Ok(Number::Public(number)) } else { Err(NumberRefusal::WrongLength) }
}

fn public(text: &str) -> Result<Number, NumberRefusal> {
    E164::parse(text).map(Number::Public).map_err(|_| NumberRefusal::WrongLength)
}
