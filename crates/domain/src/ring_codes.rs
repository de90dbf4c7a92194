//! Codes with which a visitor whose line is dead comes back to the visit by telephone (clause 6(2)⑧).
//!
//! Pure. Owns the codes that stand: five digits, bound to one visit, good once and for fifteen minutes, and few
//! wrong tries a call. It must never know telephones or pages.

use std::collections::BTreeMap;

use crate::ids::ContactId;
use crate::time::Timestamp;

/// How long a code is good.
pub const GOOD_FOR_MS: u64 = 15 * 60 * 1_000;
/// How old a code may get before the visitor is shown a new one; the old one stays good.
pub const RENEW_AFTER_MS: u64 = 10 * 60 * 1_000;
/// Digits of a code.
pub const CODE_DIGITS: usize = 5;
/// The key before a code, which no menu uses.
pub const CODE_KEY: char = '*';
/// Wrong codes one call may enter.
pub const TRIES_MAX: u8 = 3;
/// Codes there are: the first digit is never 0, so that a number shown is a number read.
const CODES: u32 = 90_000;
const FIRST: u32 = 10_000;
/// Codes that stand at once; each visit has two at most.
const STANDING_MAX: usize = 1_000;

/// The codes that stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RingCodes {
    standing: BTreeMap<u32, Standing>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    contact: ContactId,
    issued_at: Timestamp,
}

impl RingCodes {
    /// The visit's code; a new one when it has none or its own is old. `None` when too many stand.
    pub fn code_of(&mut self, contact: ContactId, chance: u32, now: Timestamp) -> Option<u32> {
        self.standing.retain(|_, code| now.since_ms(code.issued_at) < GOOD_FOR_MS);
        let own = self.standing.iter().filter(|(_, code)| code.contact == contact);
        let newest = own.max_by_key(|(_, code)| code.issued_at).map(|(code, standing)| (*code, standing.issued_at));
        if let Some((code, _)) = newest.filter(|(_, issued_at)| now.since_ms(*issued_at) < RENEW_AFTER_MS) {
            return Some(code);
        }
        if self.standing.len() >= STANDING_MAX {
            return newest.map(|(code, _)| code);
        }
        let begin = chance % CODES;
        let code = (0..CODES).map(|n| FIRST + (begin + n) % CODES).find(|code| !self.standing.contains_key(code))?;
        self.standing.insert(code, Standing { contact, issued_at: now });
        Some(code)
    }

    /// Uses a code as it was keyed; gives the visit. All codes of that visit end with it.
    pub fn take(&mut self, keyed: &str, now: Timestamp) -> Option<ContactId> {
        let code: u32 = keyed.parse().ok()?;
        let standing = self.standing.get(&code).filter(|code| now.since_ms(code.issued_at) < GOOD_FOR_MS)?;
        let contact = standing.contact;
        self.forget(contact);
        Some(contact)
    }

    /// The visit is over.
    pub fn forget(&mut self, contact: ContactId) {
        self.standing.retain(|_, code| code.contact != contact);
    }

    /// Whether any code stands, so that a call's keys are looked at.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.standing.is_empty()
    }
}

/// What a call has keyed of a code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keying {
    digits: Option<String>,
    wrong: u8,
}

/// What a key of a call means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keyed {
    /// Nothing for us; the call's menu has it.
    NotOurs,
    /// Part of a code.
    More,
    /// A whole code.
    Code(String),
}

impl Keying {
    /// Takes a key; a code is the key `*` and five digits.
    pub fn key(&mut self, key: char) -> Keyed {
        if self.wrong >= TRIES_MAX {
            return Keyed::NotOurs;
        }
        if key == CODE_KEY {
            self.digits = Some(String::new());
            return Keyed::More;
        }
        let Some(digits) = &mut self.digits else { return Keyed::NotOurs };
        if !key.is_ascii_digit() {
            self.digits = None;
            return Keyed::NotOurs;
        }
        digits.push(key);
        if digits.len() < CODE_DIGITS {
            return Keyed::More;
        }
        Keyed::Code(self.digits.take().unwrap_or_default())
    }

    /// The code was none.
    pub fn was_wrong(&mut self) {
        self.wrong = self.wrong.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const START: Timestamp = Timestamp(1_790_000_000_000);

    fn visit(n: u128) -> ContactId {
        ContactId(Uuid::from_u128(n))
    }

    #[test]
    fn a_code_leads_to_its_visit_once_and_no_other_code_does() {
        let mut codes = RingCodes::default();
        let code = codes.code_of(visit(1), 7, START).unwrap();
        let other = codes.code_of(visit(2), 7, START).unwrap();
        assert_eq!((code, other), (10_007, 10_008), "a code that stands is not given twice");
        assert_eq!(codes.code_of(visit(1), 99, START), Some(code), "the same as long as it is fresh");
        assert_eq!(codes.take("10009", START), None);
        assert_eq!(codes.take("10007", START), Some(visit(1)));
        assert_eq!(codes.take("10007", START), None, "replayed");
    }

    #[test]
    fn a_code_is_renewed_after_ten_minutes_and_ends_after_fifteen() {
        let mut codes = RingCodes::default();
        let old = codes.code_of(visit(1), 7, START).unwrap();
        let later = START.plus_ms(RENEW_AFTER_MS);
        let fresh = codes.code_of(visit(1), 50, later).unwrap();
        assert_ne!(old, fresh);
        let mut same = codes.clone();
        assert_eq!(same.take(&old.to_string(), later), Some(visit(1)), "what is still on a screen is good");
        assert_eq!(codes.take(&old.to_string(), START.plus_ms(GOOD_FOR_MS)), None);
        assert_eq!(codes.take(&fresh.to_string(), START.plus_ms(GOOD_FOR_MS)), Some(visit(1)));
    }

    #[test]
    fn a_visit_that_is_over_leaves_no_code() {
        let mut codes = RingCodes::default();
        codes.code_of(visit(1), 7, START);
        codes.forget(visit(1));
        assert!(codes.is_empty());
    }

    #[test]
    fn a_call_keys_a_star_and_five_digits_and_three_wrong_codes_at_most() {
        let mut keying = Keying::default();
        let mut press = |keys: &str| keys.chars().map(|key| keying.key(key)).last();
        assert_eq!(press("1"), Some(Keyed::NotOurs), "the menu's");
        assert_eq!(press("*1234"), Some(Keyed::More));
        assert_eq!(press("*12345"), Some(Keyed::Code("12345".to_owned())), "a star begins anew");
        assert_eq!(press("2"), Some(Keyed::NotOurs));
        assert_eq!(press("*12#"), Some(Keyed::NotOurs));
        for _ in 0..TRIES_MAX {
            assert!(matches!(keying.key('*'), Keyed::More));
            keying.was_wrong();
        }
        assert_eq!(keying.key('*'), Keyed::NotOurs);
    }
}
