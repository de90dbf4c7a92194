//! What callers and telephones do: arriving, the menu, waiting, giving up, calling again, being dialled.
//!
//! Owns the caller outside a conversation. It must never know what is talked about. Next: `conversation`.

use domain::calendar::Schedule;
use domain::contact::{Channel, DialPurpose, Language, LegCause};
use domain::floor::{FloorEvent, OpenState};
use domain::ids::{AgentId, AssignmentId, ContactId};
use domain::ivr::Prompt;
use domain::time::Timestamp;

use crate::agenda::{Caller, Happening};
use crate::anomaly::Anomaly;
use crate::world::{Who, World, utc};

/// Most calls of one person on a day.
const CALLS_MAX: u8 = 4;
/// Longest time between two calls of a day, in seconds.
const AGAIN_WITHIN_S: f64 = 2_400.0;

/// Somebody calls; nobody gets through a dead line.
pub(crate) fn arrives(world: &mut World<'_>, caller: Caller) {
    let now = utc(world.now);
    if world.city.anomalies.iter().filter_map(Anomaly::dead_line).any(|(from, until)| from <= now && now < until) {
        return;
    }
    let id = world.contact_id();
    world.open_line(id, Who::Caller(caller));
    let is_open = world.is_open(Schedule::Telephone);
    let open = if is_open { OpenState::Open } else { closed(world, Schedule::Telephone) };
    let city = world.city;
    let Some(service) = city.floor.services_of(Channel::Phone).next() else { return };
    let language = city.floor.ivr.language_menu.is_none().then_some(caller.language);
    world.tell(FloorEvent::Arrived {
        contact: id,
        channel: Channel::Phone,
        service: service.id.clone(),
        caller_known: caller.number.is_some(),
        language,
        open,
    });
    if !is_open {
        return;
    }
    let habits = &city.phone.habits;
    if world.chance.happens(habits.leaves_in_greeting) {
        let after_ms = world.chance.between_ms(1.0, 12.0);
        world.plan(after_ms, Happening::LeavesGreeting(id));
    }
    press_key(world, id, caller.language);
}

/// The verdict on a call out of hours.
pub(crate) fn closed(world: &World<'_>, schedule: Schedule) -> OpenState {
    let next = world.city.calendar.next_opening(schedule, utc(world.now));
    OpenState::Closed { next_open: next.map(|at| Timestamp(at.timestamp_millis())) }
}

/// Whoever wants English says so; of the others some do not press anything.
fn press_key(world: &mut World<'_>, id: ContactId, language: Language) {
    let Some(menu) = &world.city.floor.ivr.language_menu else { return };
    let Some(digit) = menu.keys.iter().find(|(_, it)| **it == language).map(|(key, _)| *key) else { return };
    let presses = language == Language::En || world.chance.happens(world.city.phone.habits.presses_key);
    if presses {
        let after_ms = match language {
            Language::Ja => world.chance.between_ms(4.0, 13.0),
            Language::En => world.chance.between_ms(10.0, 16.0),
        };
        world.tell_in(after_ms, FloorEvent::Digit { contact: id, digit });
    }
}

/// The caller reached the queue.
pub(crate) fn queued(world: &mut World<'_>, id: ContactId) {
    let patience = world.city.phone.habits.patience;
    if let Some(line) = world.lines.get_mut(&id) {
        (line.waits, line.greeted) = (true, false);
    }
    if let Some(patience) = patience {
        let after_ms = world.span_ms(patience);
        world.plan(after_ms, Happening::GivesUp(id));
    }
}

/// Patience is at an end: who still waits hangs up.
pub(crate) fn gives_up(world: &mut World<'_>, id: ContactId) {
    if world.lines.get(&id).is_some_and(|line| line.waits) {
        world.tell(FloorEvent::CallerHungUp { contact: id, cause: LegCause::Normal });
    }
}

/// Who has heard enough of the greeting hangs up.
pub(crate) fn leaves_greeting(world: &mut World<'_>, id: ContactId) {
    if world.lines.get(&id).is_some_and(|line| line.greeted) {
        world.tell(FloorEvent::CallerHungUp { contact: id, cause: LegCause::Cancelled });
    }
}

/// A prompt is played: it ends by itself, and some callers take an offered call-back.
pub(crate) fn hears(world: &mut World<'_>, id: ContactId, prompt: &Prompt, tag: u32) {
    let habits = &world.city.phone.habits;
    let length_ms = if habits.prompts { length_ms(prompt) } else { 0 };
    world.tell_in(length_ms, FloorEvent::PromptEnded { contact: id, tag });
    if let Prompt::CallbackOffer { digit } = prompt
        && world.chance.happens(habits.takes_callback)
    {
        world.tell_in(length_ms / 2, FloorEvent::Digit { contact: id, digit: *digit });
    }
}

/// How long prompts are, as measured of the demonstration's wording.
fn length_ms(prompt: &Prompt) -> u64 {
    match prompt {
        Prompt::Greeting => 9_000,
        Prompt::LanguageMenu => 4_000,
        Prompt::Closed { .. } | Prompt::QueueFull | Prompt::WaitTooLong => 10_000,
        Prompt::PleaseWait => 4_000,
        Prompt::Position { .. } | Prompt::EstimatedWait { .. } => 3_000,
        Prompt::CallbackOffer { .. } | Prompt::CallbackAccepted => 6_000,
        Prompt::NoSuchService | Prompt::TransferFailed => 5_000,
    }
}

/// It rings at an agent: most answer after a moment, some do not see it.
pub(crate) fn rings(world: &mut World<'_>, agent: AgentId, contact: ContactId, assignment: AssignmentId) {
    let is_call = matches!(world.lines.get(&contact).map(|line| line.who), Some(Who::Caller(_)));
    let habits = &world.city.phone.habits;
    let (after, misses) = if is_call {
        (habits.answers_after, habits.misses_ring)
    } else {
        (world.city.counter.habits.answers_after, 0.0)
    };
    if !world.chance.happens(misses) {
        let after_ms = world.span_ms(after);
        world.tell_in(after_ms, FloorEvent::Answer { agent, contact, assignment });
    }
}

/// Somebody is dialled: the resident for a call-back, or the city.
pub(crate) fn dialled(world: &mut World<'_>, contact: ContactId, attempt: u32, purpose: DialPurpose) {
    let habits = &world.city.phone.habits;
    let failing = match purpose {
        DialPurpose::Callback | DialPurpose::Outbound => 1.0 - habits.answers_callback,
        DialPurpose::Consult | DialPurpose::Blind => habits.transfers.failing,
    };
    let after_ms = world.span_ms(habits.transfers.ring);
    let event = if world.chance.happens(failing) {
        FloorEvent::ThirdFailed { contact, attempt, cause: LegCause::NoAnswer }
    } else {
        FloorEvent::ThirdAnswered { contact, attempt }
    };
    world.tell_in(after_ms, event);
}

/// A call is over that nobody answered: some try again.
pub(crate) fn tries_again(world: &mut World<'_>, caller: Caller) {
    if caller.calls_before + 1 < CALLS_MAX && world.chance.happens(world.city.phone.habits.tries_again) {
        let after_ms = world.chance.between_ms(60.0, AGAIN_WITHIN_S);
        let again = Caller { at: world.now.plus_ms(after_ms), calls_before: caller.calls_before + 1, ..caller };
        world.plan(after_ms, Happening::Calls(again));
    }
}

/// The line dies: every call is cut off.
pub(crate) fn line_dies(world: &mut World<'_>) {
    let is_call = |who| matches!(who, Who::Caller(_));
    let calls: Vec<ContactId> =
        world.lines.iter().filter(|(_, line)| is_call(line.who)).map(|(contact, _)| *contact).collect();
    for contact in calls {
        world.tell(FloorEvent::CallerHungUp { contact, cause: LegCause::MediaLost });
    }
}
