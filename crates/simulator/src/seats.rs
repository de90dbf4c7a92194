//! The seats of a day: who sits down when, pauses, hands over and goes home.
//!
//! Owns the shifts. Never two people at one seat: the next signs in when the one before has signed out, and nobody
//! leaves while a resident is in their hands. It must never know what agents talk about. Next: `roster`.

use domain::agent::{Capacity, PauseReason, Presence};
use domain::calendar::{Schedule, TimeOfDay};
use domain::contact::Channel;
use domain::floor::{FloorEvent, StageView};
use domain::ids::AgentId;

use crate::agenda::{Happening, SeatTurn};
use crate::city::Crew;
use crate::demand::instant;
use crate::world::World;

/// How long before the opening agents sit down.
const EARLY_MS: u64 = 5 * 60_000;
/// How long it takes to see that a call was missed, in seconds.
const MISS_SEEN_S: (f64, f64) = (30.0, 120.0);

/// Enters the turns of every seat into the agenda; a closed service has nobody in.
pub(crate) fn plan_day(world: &mut World<'_>) {
    let city = world.city;
    let mut first = 0;
    let sides = [
        (Channel::Phone, Schedule::Telephone, &city.phone.crew),
        (Channel::Counter, Schedule::Counter, &city.counter.crew),
    ];
    for (channel, schedule, crew) in sides {
        let seats = world.seats.iter().filter(|seat| seat.channel == channel).count();
        if let Some((open, close)) = city.calendar.hours(schedule, world.date).open {
            for place in 0..seats {
                plan_seat(world, first + place, place, crew, (open, close));
            }
        }
        first += seats;
    }
}

/// A seat's turn.
pub(crate) fn turns(world: &mut World<'_>, seat: usize, turn: SeatTurn) {
    let Some(it) = world.seats.get_mut(seat) else { return };
    let sits = it.sits;
    match turn {
        SeatTurn::Opens => sits_down(world, seat),
        SeatTurn::Change => it.hands_over = !it.next.is_empty(),
        SeatTurn::Closes => it.goes_home = true,
        SeatTurn::Breaks(reason) => {
            it.rests = true;
            if let Some(agent) = sits {
                world.tell(FloorEvent::SetPaused { agent, reason: PauseReason::Chosen(reason) });
            }
        }
        SeatTurn::Returns => {
            it.rests = false;
            if let Some(agent) = sits {
                world.tell(FloorEvent::SetAvailable { agent });
            }
        }
    }
}

/// Lets those leave who are done; called after every event.
pub(crate) fn settle(world: &mut World<'_>) {
    for seat in 0..world.seats.len() {
        let Some(it) = world.seats.get(seat).filter(|it| it.hands_over || it.goes_home) else { continue };
        let (Some(agent), channel, goes_home) = (it.sits, it.channel, it.goes_home) else { continue };
        let is_busy = world.floor.agent_view(agent).is_some_and(|view| !view.works.is_empty());
        if is_busy || (goes_home && somebody_waits(world, channel)) {
            if !goes_home {
                pause_to_leave(world, agent);
            }
            continue;
        }
        world.tell(FloorEvent::AgentSignedOut { agent });
        if let Some(it) = world.seats.get_mut(seat) {
            (it.sits, it.hands_over) = (None, false);
        }
        if !goes_home {
            sits_down(world, seat);
        }
    }
}

/// An agent did not see a ring, and will see that after a while.
pub(crate) fn missed(world: &mut World<'_>, agent: AgentId) {
    let after_ms = world.chance.between_ms(MISS_SEEN_S.0, MISS_SEEN_S.1);
    world.plan(after_ms, Happening::SeesMiss(agent));
}

/// The agent is back at the desk, unless they left or rest meanwhile.
pub(crate) fn sees_miss(world: &mut World<'_>, agent: AgentId) {
    let missed = Presence::Paused(PauseReason::NoAnswer);
    if world.floor.agent_view(agent).is_some_and(|view| view.presence == missed) {
        world.tell(FloorEvent::SetAvailable { agent });
    }
}

fn plan_seat(world: &mut World<'_>, seat: usize, place: usize, crew: &Crew, (open, close): (TimeOfDay, TimeOfDay)) {
    let date = world.date;
    let mut put = |at, turn| world.agenda.put(at, Happening::Seat { seat, turn });
    let opens = instant(date, open);
    put(domain::time::Timestamp(opens.0.saturating_sub_unsigned(EARLY_MS)), SeatTurn::Opens);
    if (open..close).contains(&crew.change) {
        put(instant(date, crew.change), SeatTurn::Change);
    }
    for pause in crew.breaks.get(place).into_iter().flatten() {
        if (open..close).contains(&pause.from) {
            let begins = instant(date, pause.from);
            put(begins, SeatTurn::Breaks(pause.reason.clone()));
            put(begins.plus_ms(u64::from(pause.minutes) * 60_000), SeatTurn::Returns);
        }
    }
    put(instant(date, close), SeatTurn::Closes);
}

fn sits_down(world: &mut World<'_>, seat: usize) {
    let Some(it) = world.seats.get_mut(seat) else { return };
    let Some(person) = it.next.pop_front() else { return };
    it.sits = Some(person.agent);
    let (agent, rests) = (person.agent, it.rests);
    world.tell(FloorEvent::AgentSignedIn { agent, skills: person.skills, capacity: Capacity::default() });
    world.tell(FloorEvent::DeskUp { agent });
    if !rests {
        world.tell(FloorEvent::SetAvailable { agent });
    }
}

/// Nothing further rings at who is about to hand over.
fn pause_to_leave(world: &mut World<'_>, agent: AgentId) {
    let available = world.floor.agent_view(agent).is_some_and(|view| view.presence == Presence::Available);
    if available {
        world.tell(FloorEvent::SetPaused { agent, reason: PauseReason::Chosen("desk_work".to_owned()) });
    }
}

fn somebody_waits(world: &World<'_>, channel: Channel) -> bool {
    world.floor.contact_views().any(|view| {
        let may_want_an_agent = match view.stage {
            StageView::Ivr
            | StageView::Waiting { .. }
            | StageView::Ringing { .. }
            | StageView::Reaching
            | StageView::Talking
            | StageView::Interrupted
            | StageView::TransferRinging => true,
            StageView::Farewell | StageView::Transferred | StageView::WrappingUp => false,
        };
        view.channel == channel && may_want_an_agent
    })
}
