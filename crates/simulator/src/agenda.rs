//! What is to happen when, in order; of two things at one instant the one entered first comes first.
//!
//! Owns the order and what can be entered. It must never decide anything. Next: `world`, which holds one.

use std::collections::BTreeMap;

use domain::contact::Language;
use domain::floor::FloorEvent;
use domain::ids::{ContactId, KioskId};
use domain::time::Timestamp;

/// Something that happens by itself at an instant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Happening {
    /// The floor is told something that holds whatever happened meanwhile; it refuses what does not fit.
    Tell(FloorEvent),
    /// Somebody calls.
    Calls(Caller),
    /// Somebody comes to the counter.
    Comes(Visitor),
    /// Who still waits has waited long enough.
    GivesUp(ContactId),
    /// Who is still in the greeting has heard enough.
    LeavesGreeting(ContactId),
    /// A conversation goes on.
    Talk {
        /// The contact.
        contact: ContactId,
        /// Which conversation of the contact; one that is over does not go on.
        turn: u32,
        /// How.
        step: TalkStep,
    },
    /// City and caller have said everything.
    CityDone(ContactId),
    /// The visitor sits down, if the number is still called there.
    SitsDown {
        /// The visit.
        contact: ContactId,
        /// Where.
        kiosk: KioskId,
    },
    /// A seat's turn in the day.
    Seat {
        /// Which seat.
        seat: usize,
        /// What.
        turn: SeatTurn,
    },
    /// Who missed a ring is back at the desk.
    SeesMiss(domain::ids::AgentId),
    /// The telephone line dies.
    LineDies,
    /// A kiosk fails, or works again.
    Kiosk {
        /// Which.
        kiosk: KioskId,
        /// Whether it fails.
        fails: bool,
    },
}

/// How a conversation goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TalkStep {
    /// The agent puts the caller on hold.
    Hold,
    /// And takes them off it.
    Resume,
    /// Everything is said: what was planned for the end.
    Ending,
    /// The agent leaves caller and city to each other.
    Complete,
    /// The agent goes on without the city.
    DropThird,
    /// The flow begins.
    FlowBegins,
    /// The flow goes on by one step.
    FlowGoesOn,
    /// The visitor is back from the payment counter.
    BackFromPaying,
}

/// A seat's turn in the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SeatTurn {
    /// Somebody sits down.
    Opens,
    /// The next one takes over as soon as the present one is done.
    Change,
    /// Signs out as soon as nobody waits any more.
    Closes,
    /// A pause begins.
    Breaks(String),
    /// And ends.
    Returns,
}

/// Somebody who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Caller {
    /// When.
    pub(crate) at: Timestamp,
    /// Seven digits that stand for the person; `None` withholds the number.
    pub(crate) number: Option<u32>,
    /// Language served in.
    pub(crate) language: Language,
    /// Which of the city's topics.
    pub(crate) topic: usize,
    /// How often this person called before on the same day.
    pub(crate) calls_before: u8,
}

/// Somebody who comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Visitor {
    /// When.
    pub(crate) at: Timestamp,
    /// Language served in.
    pub(crate) language: Language,
    /// Which of the city's wishes.
    pub(crate) wish: usize,
}

/// What is to happen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agenda {
    entries: BTreeMap<(Timestamp, u64), Happening>,
    entered: u64,
}

impl Agenda {
    /// Enters something.
    pub(crate) fn put(&mut self, at: Timestamp, happening: Happening) {
        self.entered += 1;
        self.entries.insert((at, self.entered), happening);
    }

    /// When the next thing happens.
    pub(crate) fn next_at(&self) -> Option<Timestamp> {
        self.entries.first_key_value().map(|((at, _), _)| *at)
    }

    /// Takes the next thing out.
    pub(crate) fn take(&mut self) -> Option<Happening> {
        self.entries.pop_first().map(|(_, happening)| happening)
    }
}
