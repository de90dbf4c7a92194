//! What visitors do: taking a ticket, being called up, sitting down, leaving; and kiosks that fail.
//!
//! Owns the visitor outside a conversation; whose number is called is `domain::hall`'s. Next: `flow_walk`.

use domain::calendar::Schedule;
use domain::contact::{Channel, LegCause};
use domain::floor::{FloorEvent, OpenState};
use domain::hall::{HallEffect, HallEvent};
use domain::ids::{ContactId, KioskId, ServiceId};

use crate::agenda::{Happening, Visitor};
use crate::calls::closed;
use crate::flow_walk;
use crate::world::{Who, World};

/// Somebody comes to the counter.
pub(crate) fn comes(world: &mut World<'_>, visitor: Visitor) {
    let Some(wish) = world.city.counter.wishes.get(visitor.wish) else { return };
    let contact = world.contact_id();
    world.open_line(contact, Who::Visitor(visitor));
    let is_open = world.is_open(Schedule::Counter);
    let open = if is_open { OpenState::Open } else { closed(world, Schedule::Counter) };
    let service = ServiceId(wish.service.clone());
    if is_open {
        world.tickets += 1;
        let number = world.tickets;
        if let Some(line) = world.lines.get_mut(&contact) {
            line.ticket = Some(number);
        }
    }
    let straight = world.city.counter.habits.straight_to_kiosk;
    let free = free_for_nobody(world);
    if let Some(kiosk) = free.filter(|_| is_open)
        && world.chance.happens(straight)
    {
        sit(world, contact, kiosk);
        let (channel, language) = (Channel::Counter, Some(visitor.language));
        return world.tell(FloorEvent::Arrived { contact, channel, service, caller_known: false, language, open });
    }
    let number = world.tickets;
    world.tell(FloorEvent::TicketIssued { contact, service, language: visitor.language, open });
    if is_open {
        tell_hall(world, HallEvent::Issued { contact, number });
    }
}

/// The visitor is in line: patience begins.
pub(crate) fn queued(world: &mut World<'_>, id: ContactId) {
    let patience = world.city.counter.habits.patience;
    if let Some(line) = world.lines.get_mut(&id) {
        (line.waits, line.greeted) = (true, false);
    }
    if let Some(patience) = patience {
        let after_ms = world.span_ms(patience);
        world.plan(after_ms, Happening::GivesUp(id));
    }
}

/// The hall is told something, and what it wants is done.
pub(crate) fn tell_hall(world: &mut World<'_>, event: HallEvent) {
    let now = world.now;
    for effect in world.hall.handle(event, now) {
        match effect {
            HallEffect::CallUp { contact, kiosk, times } => {
                world.tell(FloorEvent::CalledUp { contact, times });
                let habits = &world.city.counter.habits;
                if !world.chance.happens(habits.ignores_call) {
                    let after_ms = world.span_ms(habits.walk);
                    world.plan(after_ms, Happening::SitsDown { contact, kiosk });
                }
            }
            HallEffect::SetAside { contact } => world.tell(FloorEvent::SetAside { contact }),
        }
    }
}

/// The visitor is at the kiosk they were called to; a call that was withdrawn meanwhile lets them wait on.
pub(crate) fn sits_down(world: &mut World<'_>, contact: ContactId, kiosk: KioskId) {
    let is_called = world.hall.called_to(kiosk).is_some_and(|view| view.contact == contact);
    if is_called {
        sit(world, contact, kiosk);
        world.tell(FloorEvent::Seated { contact });
    }
}

/// The visitor has left, from wherever they were.
pub(crate) fn left(world: &mut World<'_>, contact: ContactId) {
    tell_hall(world, HallEvent::Gone { contact });
    if world.kiosks.leave(contact) {
        let free = world.kiosks.free();
        tell_hall(world, HallEvent::Free(free));
    }
}

/// A kiosk fails, or works again.
pub(crate) fn kiosk_changes(world: &mut World<'_>, kiosk: KioskId, fails: bool) {
    let visit = world.kiosks.set_broken(kiosk, fails);
    if let Some(contact) = visit.filter(|_| fails) {
        flow_walk::cut_off(world, contact);
        world.tell(FloorEvent::CallerHungUp { contact, cause: LegCause::MediaLost });
    }
    let free = world.kiosks.free();
    tell_hall(world, HallEvent::Free(free));
}

fn sit(world: &mut World<'_>, contact: ContactId, kiosk: KioskId) {
    world.kiosks.take(kiosk, contact);
    if let Some(line) = world.lines.get_mut(&contact) {
        line.kiosk = Some(kiosk);
    }
    tell_hall(world, HallEvent::Came { contact, kiosk });
    let free = world.kiosks.free();
    tell_hall(world, HallEvent::Free(free));
}

/// A free kiosk that no number is called to.
fn free_for_nobody(world: &World<'_>) -> Option<KioskId> {
    world.kiosks.free().into_iter().find(|kiosk| world.hall.called_to(*kiosk).is_none())
}
