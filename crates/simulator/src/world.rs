//! The state of a simulated day: floor, hall, kiosks, seats, and what is known of each contact.
//!
//! Owns saying things to the floor and planning what comes later. It must never decide what anybody does: `calls`,
//! `conversation`, `visits` and `seats` do, and `day` runs it.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::Schedule;
use domain::contact::{ContactEvent, DialPurpose};
use domain::floor::{Floor, FloorEvent};
use domain::hall::Hall;
use domain::ids::{AgentId, ContactId, KioskId};
use domain::service_flow::FlowRun;
use domain::time::Timestamp;
use uuid::Uuid;

use crate::agenda::{Agenda, Caller, Happening, TalkStep, Visitor};
use crate::chance::{Chance, Spread};
use crate::city::City;
use crate::kiosks::Kiosks;
use crate::log::{AgentEntry, Booking, Filing, KioskFault, Outcome, SimulatedContact};
use crate::roster::Seat;

/// Who a contact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// A caller.
    Caller(Caller),
    /// A visitor.
    Visitor(Visitor),
}

/// What is known of an open contact beside the floor.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) who: Who,
    pub(crate) log: Vec<ContactEvent>,
    /// The conversation under way, from 1; a number that is past is over.
    pub(crate) turn: u32,
    /// Who speaks with the resident.
    pub(crate) agent: Option<AgentId>,
    /// In the queue and not answered yet.
    pub(crate) waits: bool,
    /// In the greeting.
    pub(crate) greeted: bool,
    /// Passing on was tried already.
    pub(crate) tried_city: bool,
    /// What is filed in the end.
    pub(crate) outcome: Outcome,
    pub(crate) booking: Option<Booking>,
    pub(crate) filing: Option<Filing>,
    pub(crate) ticket: Option<u32>,
    pub(crate) kiosk: Option<KioskId>,
    /// The newest dial attempt, and what for.
    pub(crate) dial: Option<(u32, DialPurpose)>,
    pub(crate) flow: Option<Walk>,
}

/// A flow being gone through.
#[derive(Debug)]
pub(crate) struct Walk {
    pub(crate) id: Uuid,
    pub(crate) turns: u32,
    pub(crate) run: FlowRun,
}

/// A simulated day under way.
#[derive(Debug)]
pub(crate) struct World<'a> {
    pub(crate) city: &'a City,
    pub(crate) date: NaiveDate,
    pub(crate) now: Timestamp,
    pub(crate) chance: Chance,
    pub(crate) floor: Floor,
    pub(crate) hall: Hall,
    pub(crate) agenda: Agenda,
    /// What the floor is told next, before time goes on.
    pub(crate) inbox: VecDeque<FloorEvent>,
    pub(crate) lines: BTreeMap<ContactId, Line>,
    pub(crate) seats: Vec<Seat>,
    pub(crate) kiosks: Kiosks,
    pub(crate) tickets: u32,
    pub(crate) closed: Vec<SimulatedContact>,
    pub(crate) agents: Vec<AgentEntry>,
    pub(crate) faults: Vec<KioskFault>,
}

impl World<'_> {
    /// Tells the floor something at this instant.
    pub(crate) fn tell(&mut self, event: FloorEvent) {
        self.inbox.push_back(event);
    }

    /// Tells the floor something later.
    pub(crate) fn tell_in(&mut self, after_ms: u64, event: FloorEvent) {
        self.plan(after_ms, Happening::Tell(event));
    }

    /// Has something happen later.
    pub(crate) fn plan(&mut self, after_ms: u64, happening: Happening) {
        self.agenda.put(self.now.plus_ms(after_ms), happening);
    }

    /// Has the conversation under way go on later.
    pub(crate) fn plan_talk(&mut self, contact: ContactId, after_ms: u64, step: TalkStep) {
        if let Some(line) = self.lines.get(&contact) {
            let turn = line.turn;
            self.plan(after_ms, Happening::Talk { contact, turn, step });
        }
    }

    /// A length of time by chance, in milliseconds.
    pub(crate) fn span_ms(&mut self, spread: Spread) -> u64 {
        self.chance.span_ms(spread)
    }

    /// Whether a schedule is open at this instant.
    pub(crate) fn is_open(&self, schedule: Schedule) -> bool {
        self.city.calendar.is_open(schedule, utc(self.now))
    }

    /// The line of a fresh contact.
    pub(crate) fn open_line(&mut self, id: ContactId, who: Who) {
        let line = Line {
            who,
            log: Vec::new(),
            turn: 0,
            agent: None,
            waits: false,
            greeted: true,
            tried_city: false,
            outcome: Outcome::BrokenOff,
            booking: None,
            filing: None,
            ticket: None,
            kiosk: None,
            dial: None,
            flow: None,
        };
        self.lines.insert(id, line);
    }

    /// A fresh contact's id.
    pub(crate) fn contact_id(&mut self) -> ContactId {
        ContactId(self.chance.id(self.now))
    }
}

/// The instant as the calendar takes it.
pub(crate) fn utc(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default()
}
