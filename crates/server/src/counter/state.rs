//! What the room needs, and what it holds: codes that stand, kiosks that are connected, ticket numbers.

use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use domain::calendar::{Calendar, Schedule};
use storage::Db;
use tokio::sync::watch;
use vault::ring::Stamp;

use super::codes::Codes;
use super::present::{Present, Ticket};
use super::tickets::Tickets;
use crate::calls::alarms::Alarms;
use crate::calls::{CallsHandle, FlowBook, ResumedVisit};
use crate::clock::Clock;
use crate::login::limits::Attempts;
use crate::trail::Trail;

/// Wrong codes an address may type before it waits.
const WRONG_CODES_MAX: u32 = 5;
/// Addresses of slips that say nothing which an address may try before it waits.
const WRONG_SLIPS_MAX: u32 = 20;

/// How long it is said that staff are called, unless they are called again.
const STAFF_CALL_STANDS: TimeDelta = TimeDelta::minutes(5);
/// The alarm of a visitor who calls staff.
const STAFF_CALLED: &str = "staff_called";

/// What the room is handed by the composition.
pub struct CounterParts {
    /// The database.
    pub db: Db,
    /// Counted time.
    pub clock: Clock,
    /// The audit log.
    pub trail: Trail,
    /// The switchboard.
    pub calls: CallsHandle,
    /// Guided flows.
    pub flows: Arc<FlowBook>,
    /// What is wrong.
    pub alarms: Alarms,
    /// Opening hours.
    pub calendar: watch::Receiver<Arc<Calendar>>,
    /// Open at all hours.
    pub always_open: bool,
    /// The city's name in Japanese.
    pub city_ja: String,
    /// The city's name in English.
    pub city_en: String,
    /// The number to ring when nothing else works.
    pub call_number: Option<String>,
    /// The address people type, without a slash at its end.
    pub public_url: String,
    /// Signs the addresses of slips.
    pub slip_stamp: Stamp,
    /// What visitors can come for.
    pub wishes: Vec<String>,
}

/// The room's state; cheap to clone.
#[derive(Clone)]
pub struct CounterState {
    parts: Arc<CounterParts>,
    pub(super) present: Present,
    memory: Arc<Memory>,
}

struct Memory {
    codes: Mutex<Codes>,
    tickets: Mutex<Tickets>,
    wrong_codes: Mutex<Attempts>,
    wrong_slips: Mutex<Attempts>,
    staff_called_until: Mutex<Option<DateTime<Utc>>>,
}

impl fmt::Debug for CounterState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CounterState")
    }
}

impl std::ops::Deref for CounterState {
    type Target = CounterParts;

    fn deref(&self) -> &CounterParts {
        &self.parts
    }
}

impl CounterState {
    /// Puts the room together.
    #[must_use]
    pub fn new(parts: CounterParts) -> Self {
        let memory = Memory {
            codes: Mutex::default(),
            tickets: Mutex::default(),
            wrong_codes: Mutex::new(Attempts::new(WRONG_CODES_MAX)),
            wrong_slips: Mutex::new(Attempts::new(WRONG_SLIPS_MAX)),
            staff_called_until: Mutex::default(),
        };
        Self { parts: Arc::new(parts), present: Present::default(), memory: Arc::new(memory) }
    }

    /// Gives kiosks the visits back that they had when the program stopped.
    pub fn resume(&self, visits: Vec<ResumedVisit>) {
        for ResumedVisit { contact, kiosk, ticket, language, service, issued_at } in visits {
            self.present.begin(kiosk, Ticket { contact, number: ticket, language, wish: service.0, issued_at });
        }
    }

    /// Whether the counter is open, and the next opening when it is not.
    pub(super) fn hours(&self) -> (bool, Option<DateTime<Utc>>) {
        let now = self.clock.now();
        let calendar = self.calendar.borrow();
        if self.always_open || calendar.is_open(Schedule::Counter, now) {
            return (true, None);
        }
        (false, calendar.next_opening(Schedule::Counter, now).map(|at| at.to_utc()))
    }

    /// Tells everybody on duty that a visitor at this kiosk asks for staff.
    pub(super) fn call_staff(&self, kiosk: &str) {
        let now = self.clock.now();
        *lock(&self.memory.staff_called_until) = Some(now + STAFF_CALL_STANDS);
        let ja = format!("{kiosk}で利用者が職員を呼んでいます。");
        let en = format!("A visitor at {kiosk} is asking for staff.");
        self.alarms.raise(STAFF_CALLED, now, &ja, &en);
    }

    /// Takes the call for staff back once it has stood for its time.
    pub(super) fn end_staff_call(&self) {
        let now = self.clock.now();
        if lock(&self.memory.staff_called_until).take_if(|until| *until <= now).is_some() {
            self.alarms.clear(STAFF_CALLED);
        }
    }

    pub(super) fn codes(&self) -> MutexGuard<'_, Codes> {
        lock(&self.memory.codes)
    }

    pub(super) fn tickets(&self) -> MutexGuard<'_, Tickets> {
        lock(&self.memory.tickets)
    }

    /// Seconds an address has to wait before it may type another code.
    pub(super) fn wait_s(&self, address: IpAddr) -> Option<u64> {
        lock(&self.memory.wrong_codes).wait_s(&address.to_string(), self.clock.now())
    }

    /// Seconds an address has to wait before it may try another slip.
    pub(super) fn slip_wait_s(&self, address: IpAddr) -> Option<u64> {
        lock(&self.memory.wrong_slips).wait_s(&address.to_string(), self.clock.now())
    }

    /// Counts a slip's address that says nothing against whoever tried it.
    pub(super) fn wrong_slip(&self, address: IpAddr) {
        lock(&self.memory.wrong_slips).failed(&address.to_string(), self.clock.now());
    }

    /// Counts a wrong code against an address.
    pub(super) fn wrong_code(&self, address: IpAddr) {
        lock(&self.memory.wrong_codes).failed(&address.to_string(), self.clock.now());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
