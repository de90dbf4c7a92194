//! One simulated day: the loop that lets things happen in order and gives the real floor every event.
//!
//! Owns the order: what is due earliest happens; what the floor answers is carried out before time goes on. It
//! must never decide what anybody does. Next: `calls`, `visits`, `conversation`, `seats`.

use std::collections::{BTreeMap, VecDeque};

use chrono::{NaiveDate, Utc};
use domain::contact::{ContactEvent, ContactEventKind, Party, RingEnd};
use domain::floor::{Effect, Floor, FloorEvent, FloorFault};
use domain::hall::{Hall, HallConfig, HallEvent};
use domain::ids::{ContactId, KioskId};
use domain::time::Timestamp;

use crate::agenda::{Agenda, Happening};
use crate::anomaly::Anomaly;
use crate::chance::{Chance, Purpose};
use crate::city::City;
use crate::demand::{callers, instant, midnight, visitors};
use crate::kiosks::Kiosks;
use crate::log::{AgentEntry, DayLog, KioskFault};
use crate::roster::seats_of;
use crate::world::{Who, World};
use crate::{calls, conversation, filing, seats, visits};

/// Most events of one day; a city that needs more is not one that a floor of this size serves.
const EVENTS_MAX: u32 = 20_000_000;

/// Why a day could not be simulated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SimulationFault {
    /// The floor's configuration is at fault.
    #[error(transparent)]
    Floor(#[from] FloorFault),
    /// More happened than a day may hold.
    #[error("{0}: more than {EVENTS_MAX} events; the city's numbers are too large")]
    TooMuch(NaiveDate),
    /// A contact is open and nothing will ever happen to it.
    #[error("{date}: contact {contact} does not close")]
    Stuck {
        /// The day.
        date: NaiveDate,
        /// The contact.
        contact: ContactId,
    },
}

/// Simulates one day from midnight to the moment everybody has gone home.
///
/// # Errors
/// [`SimulationFault`].
pub fn simulate_day(city: &City, seed: u64, date: NaiveDate) -> Result<DayLog, SimulationFault> {
    let mut world = World {
        city,
        date,
        now: midnight(date),
        chance: Chance::of(seed, date, Purpose::Day),
        floor: Floor::new(city.floor.clone())?,
        hall: Hall::new(HallConfig::default()),
        agenda: Agenda::default(),
        inbox: VecDeque::new(),
        lines: BTreeMap::new(),
        seats: seats_of(city, date),
        kiosks: Kiosks::of(&city.counter.kiosks),
        tickets: 0,
        closed: Vec::new(),
        agents: Vec::new(),
        faults: Vec::new(),
    };
    plan_day(&mut world, seed);
    run(&mut world)?;
    if let Some(contact) = world.lines.keys().next() {
        return Err(SimulationFault::Stuck { date, contact: *contact });
    }
    let mut contacts = world.closed;
    contacts.sort_by_key(|contact| (contact.summary.arrived_at, contact.id));
    Ok(DayLog { date, contacts, agents: world.agents, faults: world.faults })
}

/// Enters into the agenda what is known before the day begins.
fn plan_day(world: &mut World<'_>, seed: u64) {
    let (city, date) = (world.city, world.date);
    seats::plan_day(world);
    for caller in callers(city, seed, date) {
        world.agenda.put(caller.at, Happening::Calls(caller));
    }
    for visitor in visitors(city, seed, date) {
        world.agenda.put(visitor.at, Happening::Comes(visitor));
    }
    for (from, _) in city.anomalies.iter().filter_map(Anomaly::dead_line) {
        if is_on(date, from) {
            world.agenda.put(Timestamp(from.timestamp_millis()), Happening::LineDies);
        }
    }
    for (kiosk, from, until) in kiosk_faults(city, seed, date) {
        world.agenda.put(from, Happening::Kiosk { kiosk, fails: true });
        world.agenda.put(until, Happening::Kiosk { kiosk, fails: false });
        let id = world.chance.id(from);
        world.faults.push(KioskFault { id, kiosk, from, until });
    }
    let free = world.kiosks.free();
    visits::tell_hall(world, HallEvent::Free(free));
}

/// Faults by chance and by design, on this day.
fn kiosk_faults(city: &City, seed: u64, date: NaiveDate) -> Vec<(KioskId, Timestamp, Timestamp)> {
    let mut chance = Chance::of(seed, date, Purpose::Faults);
    let mut faults = Vec::new();
    if let Some((open, close)) = city.calendar.hours(domain::calendar::Schedule::Counter, date).open {
        let open_ms = instant(date, close).since_ms(instant(date, open));
        for kiosk in &city.counter.kiosks {
            if chance.happens(city.counter.kiosk_faults) {
                let open_s = open_ms as f64 / 1_000.0;
                let from = instant(date, open).plus_ms(chance.between_ms(0.0, open_s));
                let until = from.plus_ms(chance.between_ms(20.0 * 60.0, 90.0 * 60.0));
                faults.push((*kiosk, from, until));
            }
        }
    }
    for (kiosk, from, until) in city.anomalies.iter().filter_map(Anomaly::broken_kiosk) {
        if is_on(date, from) {
            faults.push((kiosk, Timestamp(from.timestamp_millis()), Timestamp(until.timestamp_millis())));
        }
    }
    faults
}

fn is_on(date: NaiveDate, at: chrono::DateTime<Utc>) -> bool {
    domain::calendar::jst(at).date_naive() == date
}

/// Lets things happen until nothing is left to happen.
fn run(world: &mut World<'_>) -> Result<(), SimulationFault> {
    for _ in 0..EVENTS_MAX {
        if let Some(event) = world.inbox.pop_front() {
            tell_floor(world, event);
            continue;
        }
        seats::settle(world);
        if !world.inbox.is_empty() {
            continue;
        }
        let of_floor = world.floor.next_deadline();
        let of_hall = world.hall.next_deadline();
        let planned = world.agenda.next_at();
        let Some(at) = [planned, of_floor, of_hall].into_iter().flatten().min() else {
            return Ok(());
        };
        world.now = world.now.max(at);
        if planned == Some(at) {
            if let Some(happening) = world.agenda.take() {
                happens(world, happening);
            }
        } else if of_hall == Some(at) {
            visits::tell_hall(world, HallEvent::Tick);
        } else {
            world.tell(FloorEvent::Tick);
        }
    }
    Err(SimulationFault::TooMuch(world.date))
}

fn happens(world: &mut World<'_>, happening: Happening) {
    match happening {
        Happening::Tell(event) => world.tell(event),
        Happening::Calls(caller) => calls::arrives(world, caller),
        Happening::Comes(visitor) => visits::comes(world, visitor),
        Happening::GivesUp(contact) => calls::gives_up(world, contact),
        Happening::LeavesGreeting(contact) => calls::leaves_greeting(world, contact),
        Happening::Talk { contact, turn, step } => conversation::goes_on(world, contact, turn, step),
        Happening::CityDone(contact) => conversation::city_done(world, contact),
        Happening::SitsDown { contact, kiosk } => visits::sits_down(world, contact, kiosk),
        Happening::Seat { seat, turn } => seats::turns(world, seat, turn),
        Happening::SeesMiss(agent) => seats::sees_miss(world, agent),
        Happening::LineDies => calls::line_dies(world),
        Happening::Kiosk { kiosk, fails } => visits::kiosk_changes(world, kiosk, fails),
    }
}

fn tell_floor(world: &mut World<'_>, event: FloorEvent) {
    let now = world.now;
    for effect in world.floor.handle(event, now) {
        carry_out(world, effect);
    }
}

fn carry_out(world: &mut World<'_>, effect: Effect) {
    match effect {
        Effect::Record(event) => recorded(world, event),
        Effect::RecordAgent(event) => {
            let id = world.chance.id(event.at);
            world.agents.push(AgentEntry { id, event });
        }
        Effect::Play { contact, prompt, tag, .. } => calls::hears(world, contact, &prompt, tag),
        Effect::Dial { contact, attempt, purpose, .. } => calls::dialled(world, contact, attempt, purpose),
        Effect::Ring { agent, contact, assignment, .. } => calls::rings(world, agent, contact, assignment),
        Effect::Closed { contact, summary } => filing::closed(world, contact, *summary),
        Effect::AnswerCaller { .. }
        | Effect::RejectCaller { .. }
        | Effect::HangUp { .. }
        | Effect::StopPlay { .. }
        | Effect::Music { .. }
        | Effect::Routes { .. }
        | Effect::CancelDial { .. }
        | Effect::StartRecording { .. }
        | Effect::StopRecording { .. }
        | Effect::SecretHold { .. }
        | Effect::StopRing { .. }
        | Effect::AgentChanged { .. }
        | Effect::ContactChanged { .. }
        | Effect::NotReached { .. }
        | Effect::ListenTone { .. }
        | Effect::TakenOver { .. }
        | Effect::Refused { .. } => {}
    }
}

/// An entry of a contact's log: kept, and people act on what it says.
fn recorded(world: &mut World<'_>, event: ContactEvent) {
    use ContactEventKind as K;
    let id = event.contact;
    let Some(line) = world.lines.get_mut(&id) else { return };
    let is_call = matches!(line.who, Who::Caller(_));
    line.log.push(event.clone());
    match event.kind {
        K::Queued { again: false, .. } if is_call => calls::queued(world, id),
        K::Queued { again: false, .. } => visits::queued(world, id),
        K::TurnedAway { .. } => line.greeted = false,
        K::CallbackAccepted | K::SystemEnded { .. } => line.waits = false,
        K::Joined { agent } => conversation::joined(world, id, agent),
        K::Dialled { attempt, purpose } => line.dial = Some((attempt, purpose)),
        K::DialAnswered { attempt } => conversation::reached(world, id, attempt),
        K::DialFailed { attempt, .. } => conversation::not_reached(world, id, attempt),
        K::Transferred { attended: true, .. } => conversation::passed_on(world, id),
        K::RingEnded { agent, why: RingEnd::NoAnswer, .. } => seats::missed(world, agent),
        K::Left { party: Party::Agent(_), .. } => line.agent = None,
        K::Left { party: Party::Caller, .. } => {
            (line.waits, line.greeted) = (false, false);
            if !is_call {
                visits::left(world, id);
            }
        }
        K::WrapUpStarted { agent } => filing::wraps_up(world, id, agent),
        K::WrapUpEnded { agent, why } => filing::wrapped_up(world, id, agent, why),
        _ => {}
    }
}
