//! After-call work, and what stays of a contact once it is closed.
//!
//! Owns what is filed and the satisfaction given. It must never change what happened. Next: `log` for the form.

use domain::contact::{Acceptance, Summary, WrapUpEnd};
use domain::floor::FloorEvent;
use domain::ids::{AgentId, ContactId};

use crate::calls;
use crate::log::{Filing, FlowTaken, Outcome, SimulatedContact};
use crate::world::{Line, Who, World};

/// How long before its limit after-call work is extended.
const EXTENDED_BEFORE_MS: u64 = 3_000;
/// A wait from which on people are less content.
const LONG_WAIT_MS: u64 = 180_000;
/// Chance of each mark from 1 to 5, for who was helped soon, and for who was not.
const MARKS: [[f64; 5]; 2] = [[0.02, 0.04, 0.12, 0.34, 0.48], [0.14, 0.18, 0.28, 0.25, 0.15]];

/// After-call work begins: it is filed after a while, or never.
pub(crate) fn wraps_up(world: &mut World<'_>, contact: ContactId, agent: AgentId) {
    let city = world.city;
    let is_call = matches!(world.lines.get(&contact).map(|line| line.who), Some(Who::Caller(_)));
    let (work, unfiled) = match is_call {
        true => (city.phone.habits.after_call, city.phone.habits.unfiled),
        false => (city.counter.habits.after_call, 0.0),
    };
    if world.chance.happens(unfiled) {
        return;
    }
    let Some(work) = work else {
        return world.tell(FloorEvent::WrapUpDone { agent, contact });
    };
    let limit_ms = city.floor.wrap_up_limit_ms.saturating_sub(EXTENDED_BEFORE_MS).max(1);
    let longest_ms = limit_ms * u64::from(city.floor.wrap_up_extensions_max + 1);
    let work_ms = world.span_ms(work).min(longest_ms);
    for extension in 1..=work_ms / limit_ms {
        if extension * limit_ms < work_ms {
            world.tell_in(extension * limit_ms, FloorEvent::ExtendWrapUp { agent, contact });
        }
    }
    world.tell_in(work_ms, FloorEvent::WrapUpDone { agent, contact });
}

/// After-call work ended.
pub(crate) fn wrapped_up(world: &mut World<'_>, contact: ContactId, by: AgentId, why: WrapUpEnd) {
    let (city, at) = (world.city, world.now);
    let Some(line) = world.lines.get_mut(&contact) else { return };
    if why != WrapUpEnd::Filed {
        return;
    }
    let topic = match line.who {
        Who::Caller(caller) => city.phone.topics.get(caller.topic).map(|topic| topic.code.clone()),
        Who::Visitor(visitor) => city.counter.wishes.get(visitor.wish).map(|wish| wish.topic.clone()),
    };
    let (outcome, booking) = (line.outcome, line.booking.clone());
    line.filing = topic.map(|topic| Filing { by, at, topic, outcome, booking });
}

/// Nothing more happens to the contact.
pub(crate) fn closed(world: &mut World<'_>, id: ContactId, summary: Summary) {
    let Some(line) = world.lines.remove(&id) else { return };
    let answered = matches!(summary.acceptance, Some(Acceptance::Answered { .. }));
    let rating = if answered { rating(world, &line, &summary) } else { None };
    let (caller, dialled) = match line.who {
        Who::Caller(caller) => (caller.number.map(number_of), Some(world.city.phone.dialled.clone())),
        Who::Visitor(_) => (None, None),
    };
    if let Who::Caller(caller) = line.who
        && matches!(summary.acceptance, Some(Acceptance::Abandoned { .. } | Acceptance::EndedBySystem { .. }))
    {
        calls::tries_again(world, caller);
    }
    let flow = line.flow.map(|walk| FlowTaken { run: walk.id, turns: walk.turns, state: walk.run.state().clone() });
    world.closed.push(SimulatedContact {
        id,
        caller,
        dialled,
        ticket: line.ticket,
        kiosk: line.kiosk,
        log: line.log,
        summary,
        filing: line.filing,
        flow,
        rating,
    });
}

fn rating(world: &mut World<'_>, line: &Line, summary: &Summary) -> Option<u8> {
    let share = match line.who {
        Who::Caller(_) => world.city.phone.habits.rates,
        Who::Visitor(_) => world.city.counter.habits.rates,
    };
    // Who was passed on speaks with the city last and is not asked.
    if line.outcome == Outcome::TransferredCity || !world.chance.happens(share) {
        return None;
    }
    let waited_ms = summary.answered_at.zip(summary.queued_at).map_or(0, |(to, from)| to.since_ms(from));
    let is_helped = line.outcome != Outcome::BrokenOff && waited_ms < LONG_WAIT_MS;
    let marks: Vec<(u8, f64)> = (1..).zip(MARKS[usize::from(!is_helped)]).collect();
    world.chance.pick(&marks, |it| it.1).map(|it| it.0)
}

/// A mobile number that is given to nobody: the digit behind 090 is never 0.
fn number_of(person: u32) -> String {
    format!("+81900{person:07}")
}
