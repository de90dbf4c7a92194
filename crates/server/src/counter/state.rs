//! What the room needs, and what it holds: codes that stand, kiosks that are connected, ticket numbers.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use domain::calendar::{Calendar, Schedule};
use storage::Db;
use tokio::sync::watch;
use uuid::Uuid;
use vault::ring::Stamp;

use super::browser::Places;
use super::codes::Codes;
use super::diagnosis::care::Care;
use super::doorstep::Doorstep;
use super::hall_tickets::Reception;
use super::present::{Present, Ticket};
use super::staff_calls::{StaffCall, StaffCalls};
use super::tickets::Tickets;
use crate::calls::alarms::Alarms;
use crate::calls::{CallsHandle, FlowBook, ResumedVisit};
use crate::clock::Clock;
use crate::config::Diagnosis;
use crate::config::SlipPaper;
use crate::login::limits::Attempts;
use crate::trail::Trail;

/// Wrong codes an address may type before it waits.
const WRONG_CODES_MAX: u32 = 5;
/// Addresses of slips that say nothing which an address may try before it waits.
const WRONG_SLIPS_MAX: u32 = 20;

/// Wrong numbers a kiosk may be given before it waits.
const WRONG_NUMBERS_MAX: u32 = 5;
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
    /// Whether pages are encrypted on their way, so that cookies may say `Secure`.
    pub encrypted: bool,
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
    /// When kiosks are looked after by themselves, and what they are asked for.
    pub diagnosis: Diagnosis,
    /// What the printer of a kiosk takes, by the kiosk's name.
    pub slip_printers: BTreeMap<String, SlipPaper>,
    /// Shared browsers, where visits may have one.
    pub places: Option<Places>,
}

/// The room's state; cheap to clone.
#[derive(Clone)]
pub struct CounterState {
    parts: Arc<CounterParts>,
    pub(super) present: Present,
    pub(super) care: Care,
    pub(super) reception: Arc<Reception>,
    pub(super) doorstep: Doorstep,
    memory: Arc<Memory>,
}

struct Memory {
    codes: Mutex<Codes>,
    tickets: Mutex<Tickets>,
    wrong_codes: Mutex<Attempts>,
    board_codes: Mutex<Codes>,
    wrong_numbers: Mutex<Attempts>,
    staff_calls: Mutex<StaffCalls>,
    wrong_slips: Mutex<Attempts>,
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
            board_codes: Mutex::default(),
            wrong_numbers: Mutex::new(Attempts::new(WRONG_NUMBERS_MAX)),
            staff_calls: Mutex::default(),
            wrong_slips: Mutex::new(Attempts::new(WRONG_SLIPS_MAX)),
        };
        Self {
            parts: Arc::new(parts),
            present: Present::default(),
            care: Care::default(),
            reception: Arc::default(),
            doorstep: Doorstep::default(),
            memory: Arc::new(memory),
        }
    }

    /// Gives kiosks the visits and the hall the numbers back that they had when the program stopped.
    pub fn resume(&self, visits: Vec<ResumedVisit>) {
        for ResumedVisit { contact, kiosk, ticket, language, service, issued_at } in visits {
            let ticket = Ticket { contact, number: ticket, language, wish: service.0, issued_at };
            match kiosk {
                Some(kiosk) => {
                    self.present.begin(kiosk, ticket);
                }
                None => self.reception.resume(ticket, self.clock.now()),
            }
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
        lock(&self.memory.staff_calls).call(kiosk, self.clock.now());
        self.tell_staff_calls();
    }

    /// Somebody is on the way to a kiosk; false when nobody calls there, or somebody else was first.
    pub(super) fn take_staff_call(&self, kiosk: &str, by: &str) -> bool {
        let taken = lock(&self.memory.staff_calls).take(kiosk, by, self.clock.now());
        if taken {
            self.tell_staff_calls();
        }
        taken
    }

    /// Takes calls for staff back that have stood for their time.
    pub(super) fn end_staff_calls(&self) {
        if lock(&self.memory.staff_calls).forget_old(self.clock.now()) {
            self.tell_staff_calls();
        }
    }

    /// Calls for staff, taken or not, the oldest first.
    pub(super) fn staff_calls(&self) -> Vec<StaffCall> {
        lock(&self.memory.staff_calls).all()
    }

    /// Raises, changes or ends the alarm, as there are calls that nobody has taken.
    fn tell_staff_calls(&self) {
        let open = lock(&self.memory.staff_calls).open();
        self.alarms.clear(STAFF_CALLED);
        if open.is_empty() {
            return;
        }
        let ja = format!("{}で利用者が職員を呼んでいます。", open.join("、"));
        let en = format!("A visitor at {} is asking for staff.", open.join(", "));
        self.alarms.raise(STAFF_CALLED, self.clock.now(), &ja, &en);
    }

    /// Seconds a kiosk has to wait before another number may be typed there.
    pub(super) fn number_wait_s(&self, kiosk: Uuid, now: DateTime<Utc>) -> Option<u64> {
        lock(&self.memory.wrong_numbers).wait_s(&kiosk.to_string(), now)
    }

    /// Counts a wrong number against a kiosk.
    pub(super) fn wrong_number(&self, kiosk: Uuid, now: DateTime<Utc>) {
        lock(&self.memory.wrong_numbers).failed(&kiosk.to_string(), now);
    }

    pub(super) fn board_codes(&self) -> MutexGuard<'_, Codes> {
        lock(&self.memory.board_codes)
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
