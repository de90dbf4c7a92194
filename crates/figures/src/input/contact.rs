//! One contact's log and what is kept beside it: what was filed, who called, how content they were, what was recorded.

use domain::contact::ContactEvent;
use domain::recording_coverage::Shortfall;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One contact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ContactRecord {
    /// Its log. Entries may be out of order or double; they are put in order by their `seq`.
    pub log: Vec<ContactEvent>,
    /// What the agent filed.
    pub filing: Option<Filing>,
    /// Who called, where the number was not withheld.
    pub caller: Option<CallerMark>,
    /// The question after the contact, where it was asked.
    pub survey: Option<Survey>,
    /// How it stands with the recording; `None` when there is none in the books.
    pub recording: Option<Covered>,
    /// How the traces of a visit were erased, where there were any.
    pub erasure: Option<Erasure>,
}

/// A caller without a number: the same for the same caller, such as the first half of the blind index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallerMark(pub u64);

/// What an agent filed (clause 6(3)②).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// The one primary topic's code, such as `ア` or `ア-1`.
    pub topic: String,
    /// What became of it.
    pub outcome: Outcome,
    /// A booking by proxy (clause 6(3)③).
    #[serde(default)]
    pub booking: Option<Booking>,
}

/// What became of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Answered on the spot.
    Resolved,
    /// Passed on to the city.
    TransferredCity,
    /// Pointed to the right agency.
    ReferredAgency,
    /// Will be called back.
    CallBack,
    /// Broke off.
    BrokenOff,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 5] =
        [Self::Resolved, Self::TransferredCity, Self::ReferredAgency, Self::CallBack, Self::BrokenOff];

    /// The outcome of the word it is stored under.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "resolved" => Some(Self::Resolved),
            "transferred_city" => Some(Self::TransferredCity),
            "referred_agency" => Some(Self::ReferredAgency),
            "call_back" => Some(Self::CallBack),
            "broken_off" => Some(Self::BrokenOff),
            _ => None,
        }
    }
}

/// What came of a booking by proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Booking {
    /// What was booked.
    pub kind: BookingKind,
    /// The result.
    pub result: BookingResult,
}

/// What was booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingKind {
    /// Collecting a card.
    Collection,
    /// Renewing certificates.
    Renewal,
    /// Something else.
    Other,
}

impl BookingKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Collection, Self::Renewal, Self::Other];

    /// The kind of the word it is stored under.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "collection" => Some(Self::Collection),
            "renewal" => Some(Self::Renewal),
            "other" => Some(Self::Other),
            _ => None,
        }
    }
}

/// The result of a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingResult {
    /// Made.
    Made,
    /// Changed.
    Changed,
    /// Cancelled.
    Cancelled,
    /// Nothing was free.
    Full,
}

impl BookingResult {
    /// Every result.
    pub const ALL: [Self; 4] = [Self::Made, Self::Changed, Self::Cancelled, Self::Full];

    /// The result of the word it is stored under.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "made" => Some(Self::Made),
            "changed" => Some(Self::Changed),
            "cancelled" => Some(Self::Cancelled),
            "full" => Some(Self::Full),
            _ => None,
        }
    }
}

/// The question after a contact (clause 8(1)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Survey {
    /// Asked and passed over.
    Skipped,
    /// Answered, 1 to 5; any other number is no answer.
    Answered(u8),
}

/// How a conversation stands with its recording and its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Covered {
    /// Recorded, and all of it is text.
    Whole,
    /// Something is missing.
    Short(Shortfall),
}

impl Covered {
    /// From what `domain::recording_coverage::shortfall` says.
    #[must_use]
    pub fn of(shortfall: Option<Shortfall>) -> Self {
        shortfall.map_or(Self::Whole, Self::Short)
    }
}

/// How the traces of a visit were erased (clause 6(2)③d).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erasure {
    /// When the visit's shared browser ended.
    pub ended_at: Timestamp,
    /// When all was proved to be gone; `None` where it is not.
    pub erased_at: Option<Timestamp>,
    /// Photos there were.
    pub photos: u32,
    /// Photos proved to be gone.
    pub photos_erased: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(choice: impl Serialize) -> String {
        serde_json::to_value(choice).unwrap().as_str().unwrap().to_owned()
    }

    #[test]
    fn every_choice_is_read_back_from_the_word_it_is_stored_under() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::of_word(&word(outcome)), Some(outcome));
        }
        for kind in BookingKind::ALL {
            assert_eq!(BookingKind::of_word(&word(kind)), Some(kind));
        }
        for result in BookingResult::ALL {
            assert_eq!(BookingResult::of_word(&word(result)), Some(result));
        }
        assert_eq!(Outcome::of_word("solved"), None);
    }
}
