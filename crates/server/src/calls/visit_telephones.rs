//! Codes that stand on screens, and what calls have keyed of them.
//!
//! Owns the state alone; a code is `domain::ring_codes`', and what a keyed one does is `visit_telephone`'s.

use std::collections::BTreeMap;

use domain::ids::ContactId;
use domain::ring_codes::{Keyed, Keying, RingCodes};
use domain::time::Timestamp;
use media::LegId;

/// Calls whose keys are followed at once; the oldest makes room.
const KEYINGS_MAX: usize = 512;

/// What a key of a call has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CodeKey {
    /// The call's own menu has it.
    NotOurs,
    /// Part of a code.
    More,
    /// The end of a code that is no visit's.
    Wrong,
    /// The end of this visit's code.
    Visit(ContactId),
}

/// The codes and the calls.
#[derive(Debug, Default)]
pub(super) struct VisitTelephones {
    codes: RingCodes,
    keyings: BTreeMap<LegId, Keying>,
}

impl VisitTelephones {
    /// The code of a visit; None when too many stand.
    pub(super) fn code_of(&mut self, visit: ContactId, chance: u32, now: Timestamp) -> Option<u32> {
        self.codes.code_of(visit, chance, now)
    }

    /// Takes a key of a call that nobody has answered.
    pub(super) fn key(&mut self, leg: LegId, key: char, now: Timestamp) -> CodeKey {
        if self.codes.is_empty() {
            return CodeKey::NotOurs;
        }
        if self.keyings.len() >= KEYINGS_MAX && !self.keyings.contains_key(&leg) {
            self.keyings.pop_first();
        }
        let keying = self.keyings.entry(leg).or_default();
        match keying.key(key) {
            Keyed::NotOurs => CodeKey::NotOurs,
            Keyed::More => CodeKey::More,
            Keyed::Code(code) => match self.codes.take(&code, now) {
                Some(visit) => CodeKey::Visit(visit),
                None => {
                    keying.was_wrong();
                    CodeKey::Wrong
                }
            },
        }
    }

    /// The visit is over.
    pub(super) fn forget_visit(&mut self, visit: ContactId) {
        self.codes.forget(visit);
    }

    /// The call is over, or is the visit's from here on.
    pub(super) fn forget_call(&mut self, leg: LegId) {
        self.keyings.remove(&leg);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const NOW: Timestamp = Timestamp(1_790_000_000_000);
    const VISIT: ContactId = ContactId(Uuid::from_u128(1));

    #[test]
    fn keys_lead_to_the_visit_whose_code_they_are_and_are_the_menus_while_no_code_stands() {
        let mut telephones = VisitTelephones::default();
        let press = |telephones: &mut VisitTelephones, keys: &str| {
            keys.chars().fold(None, |_, key| Some(telephones.key(LegId(1), key, NOW)))
        };
        assert_eq!(press(&mut telephones, "*12345"), Some(CodeKey::NotOurs));
        let code = telephones.code_of(VISIT, 5, NOW).unwrap();
        assert_eq!(press(&mut telephones, "*99999"), Some(CodeKey::Wrong));
        assert_eq!(press(&mut telephones, "1"), Some(CodeKey::NotOurs));
        assert_eq!(press(&mut telephones, &format!("*{code}")), Some(CodeKey::Visit(VISIT)));
        assert_eq!(press(&mut telephones, &format!("*{code}")), Some(CodeKey::NotOurs), "no code stands");
    }
}
