//! Enrolment codes: shown on the administration page, typed once at the kiosk, good for ten minutes.
//!
//! Owns the codes that stand; they live in memory, so a restart ends them. Time and chance are arguments.

use chrono::{DateTime, TimeDelta, Utc};

/// How long a code is good.
pub(super) const GOOD_FOR: TimeDelta = TimeDelta::minutes(10);
/// Codes that stand at once; the oldest makes room.
const CODES_MAX: usize = 16;
/// Letters of a code: none that is mistaken for another.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A code that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Code {
    text: String,
    name: String,
    until: DateTime<Utc>,
}

/// The codes that stand.
#[derive(Debug, Default)]
pub(super) struct Codes {
    standing: Vec<Code>,
}

impl Codes {
    /// Makes a code for a kiosk of this name; gives it as it is shown, such as `7KQ2-M9XD`.
    pub(super) fn issue(&mut self, name: String, chance: [u8; 8], now: DateTime<Utc>) -> (String, DateTime<Utc>) {
        self.standing.retain(|code| code.until > now);
        if self.standing.len() >= CODES_MAX {
            self.standing.remove(0);
        }
        let text: String = chance.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
        let until = now + GOOD_FOR;
        let shown = format!("{}-{}", &text[..4], &text[4..]);
        self.standing.push(Code { text, name, until });
        (shown, until)
    }

    /// Uses a code as somebody typed it; gives the kiosk's name. A code is good once.
    pub(super) fn take(&mut self, typed: &str, now: DateTime<Utc>) -> Option<String> {
        let letters = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
        let text: String = letters.map(|letter| letter.to_ascii_uppercase()).collect();
        let at = self.standing.iter().position(|code| code.text == text && code.until > now)?;
        Some(self.standing.remove(at).name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).unwrap()
    }

    #[test]
    fn a_code_is_good_once_however_it_is_typed() {
        let mut codes = Codes::default();
        let (shown, until) = codes.issue("1階".to_owned(), [0, 1, 2, 3, 40, 41, 42, 255], now());
        assert_eq!((shown.as_str(), until), ("2345-ABCZ", now() + GOOD_FOR));
        assert_eq!(codes.take("2345-ABCX", now()), None);
        assert_eq!(codes.take(" 2345 abcz", now()), Some("1階".to_owned()));
        assert_eq!(codes.take("2345-ABCZ", now()), None, "replayed");
    }

    #[test]
    fn a_code_ends_after_ten_minutes_and_the_oldest_makes_room() {
        let mut codes = Codes::default();
        let (old, until) = codes.issue("a".to_owned(), [7; 8], now());
        assert_eq!(codes.take(&old, until), None);
        for n in 0..=CODES_MAX {
            codes.issue(n.to_string(), [u8::try_from(n).unwrap(); 8], now());
        }
        assert_eq!(codes.take("2222-2222", now()), None, "pushed out");
        assert_eq!(codes.take("3333-3333", now()), Some("1".to_owned()));
    }
}
