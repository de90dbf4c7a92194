//! Agent and resident together: talk, hold, passing on to the city, and how it ends.
//!
//! Owns what a conversation is about and what comes of it. It must never know how somebody came to be joined.
//! Next: `flow_walk` for the counter's flows, `filing` for what is filed.

use domain::calendar::Schedule;
use domain::contact::{DialPurpose, LegCause, Target};
use domain::floor::FloorEvent;
use domain::ids::{AgentId, ContactId};

use crate::agenda::{Caller, Happening, TalkStep, Visitor};
use crate::city::Topic;
use crate::flow_walk;
use crate::log::{Booking, BookingKind, BookingResult, Outcome};
use crate::world::{Who, World};

/// Share of conversations that the resident ends; agents wait for it.
const RESIDENT_ENDS: f64 = 0.85;
/// Share of conversations that break off in the middle.
const BREAKS_OFF: f64 = 0.01;
/// Share of consultations after which the agent answers the caller.
const ANSWERED_BY_CITY: f64 = 0.1;
/// What is said to the city before the caller is passed on, in seconds.
const ANNOUNCED_S: (f64, f64) = (15.0, 40.0);
/// What is said to the caller once the city was not reached, in seconds.
const EXPLAINED_S: (f64, f64) = (15.0, 45.0);

/// Agent and resident are joined.
pub(crate) fn joined(world: &mut World<'_>, id: ContactId, agent: AgentId) {
    let Some(line) = world.lines.get_mut(&id) else { return };
    line.turn += 1;
    line.agent = Some(agent);
    line.waits = false;
    match line.who {
        Who::Caller(caller) => call(world, id, caller),
        Who::Visitor(visitor) => visit(world, id, visitor),
    }
}

/// The conversation goes on, if it is the one this was planned for.
pub(crate) fn goes_on(world: &mut World<'_>, contact: ContactId, turn: u32, step: TalkStep) {
    let Some(line) = world.lines.get(&contact) else { return };
    let Some(agent) = line.agent.filter(|_| line.turn == turn) else { return };
    match step {
        TalkStep::Hold => world.tell(FloorEvent::Hold { agent, contact }),
        TalkStep::Resume => world.tell(FloorEvent::Resume { agent, contact }),
        TalkStep::Ending => ends(world, contact, agent),
        TalkStep::Complete => world.tell(FloorEvent::CompleteTransfer { agent, contact }),
        TalkStep::DropThird => {
            if let Some(line) = world.lines.get_mut(&contact) {
                line.outcome = Outcome::Resolved;
            }
            world.tell(FloorEvent::CancelConsult { agent, contact });
            explain(world, contact);
        }
        TalkStep::FlowBegins => flow_walk::begins(world, contact),
        TalkStep::FlowGoesOn => flow_walk::goes_on(world, contact),
        TalkStep::BackFromPaying => flow_walk::back_from_paying(world, contact),
    }
}

/// A dialled party answered.
pub(crate) fn reached(world: &mut World<'_>, id: ContactId, attempt: u32) {
    match purpose_of(world, id, attempt) {
        Some(DialPurpose::Consult) => {
            let after_ms = world.chance.between_ms(ANNOUNCED_S.0, ANNOUNCED_S.1);
            let is_answered = world.chance.happens(ANSWERED_BY_CITY);
            let step = if is_answered { TalkStep::DropThird } else { TalkStep::Complete };
            world.plan_talk(id, after_ms, step);
        }
        Some(DialPurpose::Blind) => passed_on(world, id),
        Some(DialPurpose::Callback | DialPurpose::Outbound) | None => {}
    }
}

/// A dialled party was not reached.
pub(crate) fn not_reached(world: &mut World<'_>, id: ContactId, attempt: u32) {
    if purpose_of(world, id, attempt) == Some(DialPurpose::Consult) {
        if let Some(line) = world.lines.get_mut(&id) {
            line.outcome = Outcome::CallBack;
        }
        explain(world, id);
    }
}

/// City and caller go on without us.
pub(crate) fn passed_on(world: &mut World<'_>, id: ContactId) {
    let after = world.city.phone.habits.transfers.after;
    let after_ms = world.span_ms(after);
    world.plan(after_ms, Happening::CityDone(id));
}

/// City and caller have said everything.
pub(crate) fn city_done(world: &mut World<'_>, contact: ContactId) {
    if world.lines.contains_key(&contact) {
        world.tell(FloorEvent::CallerHungUp { contact, cause: LegCause::Normal });
    }
}

fn call(world: &mut World<'_>, id: ContactId, caller: Caller) {
    let city = world.city;
    let Some(topic) = city.phone.topics.get(caller.topic) else { return };
    let came_back = world.lines.get(&id).is_some_and(|line| line.tried_city);
    if came_back {
        if let Some(line) = world.lines.get_mut(&id) {
            line.outcome = Outcome::CallBack;
        }
        return explain(world, id);
    }
    let talk_ms = world.span_ms(topic.talk);
    let (holds, hold) = city.phone.habits.hold;
    let mut end_ms = talk_ms;
    if world.chance.happens(holds) {
        let hold_ms = world.span_ms(hold);
        world.plan_talk(id, talk_ms / 2, TalkStep::Hold);
        world.plan_talk(id, talk_ms / 2 + hold_ms, TalkStep::Resume);
        end_ms += hold_ms;
    }
    let outcome = outcome_of(world, topic);
    let booking = booking_of(world, topic, outcome);
    if let Some(line) = world.lines.get_mut(&id) {
        (line.outcome, line.booking) = (outcome, booking);
    }
    world.plan_talk(id, end_ms, TalkStep::Ending);
}

fn visit(world: &mut World<'_>, id: ContactId, visitor: Visitor) {
    let habits = &world.city.counter.habits;
    let has_flow = world.lines.get(&id).is_some_and(|line| line.flow.is_none())
        && world.city.counter.wishes.get(visitor.wish).is_some_and(|wish| !wish.flows.is_empty());
    let (talk, step) = match has_flow {
        true => (habits.talk_around, TalkStep::FlowBegins),
        false => (habits.talk_alone, TalkStep::Ending),
    };
    if let Some(line) = world.lines.get_mut(&id) {
        line.outcome = Outcome::Resolved;
    }
    let after_ms = world.span_ms(talk);
    world.plan_talk(id, after_ms, step);
}

fn outcome_of(world: &mut World<'_>, topic: &Topic) -> Outcome {
    let wants_city = world.chance.happens(topic.to_city);
    if world.chance.happens(BREAKS_OFF) {
        Outcome::BrokenOff
    } else if wants_city && world.is_open(Schedule::CityOffice) {
        Outcome::TransferredCity
    } else if wants_city {
        Outcome::CallBack
    } else if world.chance.happens(topic.referred) {
        Outcome::ReferredAgency
    } else {
        Outcome::Resolved
    }
}

fn booking_of(world: &mut World<'_>, topic: &Topic, outcome: Outcome) -> Option<Booking> {
    const RESULTS: [(BookingResult, f64); 4] = [
        (BookingResult::Made, 0.72),
        (BookingResult::Changed, 0.13),
        (BookingResult::Cancelled, 0.06),
        (BookingResult::Full, 0.09),
    ];
    let (kind, share) = topic.booking?;
    if outcome != Outcome::Resolved || !world.chance.happens(share) {
        return None;
    }
    let (result, _) = *world.chance.pick(&RESULTS, |it| it.1)?;
    let letter = match kind {
        BookingKind::Collection => 'K',
        BookingKind::Renewal => 'R',
        BookingKind::Other => 'S',
    };
    let reference = (result != BookingResult::Full).then(|| format!("{letter}-{:05}", world.chance.below(100_000)));
    Some(Booking { result, kind, reference })
}

fn ends(world: &mut World<'_>, contact: ContactId, agent: AgentId) {
    let Some(line) = world.lines.get_mut(&contact) else { return };
    // A visitor is passed on to staff who come to the kiosk: the visit ends here.
    let is_call = matches!(line.who, Who::Caller(_));
    if is_call && line.outcome == Outcome::TransferredCity && !line.tried_city {
        line.tried_city = true;
        let to = Target::External(CITY_HALL.to_owned());
        let attended = world.city.phone.habits.transfers.attended;
        let event = match world.chance.happens(attended) {
            true => FloorEvent::Consult { agent, contact, to },
            false => FloorEvent::Blind { agent, contact, to },
        };
        return world.tell(event);
    }
    let event = match world.chance.happens(RESIDENT_ENDS) {
        true => FloorEvent::CallerHungUp { contact, cause: LegCause::Normal },
        false => FloorEvent::HangUp { agent, contact },
    };
    world.tell(event);
}

/// The city's switchboard; the number stands in no log.
const CITY_HALL: &str = "+81462551111";

fn explain(world: &mut World<'_>, id: ContactId) {
    let after_ms = world.chance.between_ms(EXPLAINED_S.0, EXPLAINED_S.1);
    world.plan_talk(id, after_ms, TalkStep::Ending);
}

fn purpose_of(world: &World<'_>, id: ContactId, attempt: u32) -> Option<DialPurpose> {
    let dial = world.lines.get(&id)?.dial?;
    (dial.0 == attempt).then_some(dial.1)
}
