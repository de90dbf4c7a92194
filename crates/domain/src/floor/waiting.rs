//! In line: reaching the queue, coming back to it, announcements, giving up.
//!
//! Owns the wait from `Queued` to the answer or the end. Choosing the agent is
//! `offer`'s. It must never know what a third party does. Next: `callback`.

use std::sync::Arc;

use super::book::Book;
use super::contact_state::{CallerLeg, Stage, Waiting};
use super::view::WorkKind;
use super::{ending, ring, voice};
use crate::agent::Skills;
use crate::contact::{
    Acceptance, ContactEventKind, DialPurpose, End, LegCause, NotOffered, RingEnd, RingPurpose, SystemEnd, WrapUpEnd,
};
use crate::ids::{AgentId, ContactId, QueueId};
use crate::ivr::Prompt;
use crate::queue::estimated_wait_minutes;

/// The contact reaches its queue for the first time, or finds it full.
pub(super) fn enqueue(book: &mut Book, id: ContactId) {
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    let queue = contact.queue.clone();
    if is_full(book, &queue) {
        return turn_away(book, id, NotOffered::QueueFull, &[Prompt::QueueFull]);
    }
    let now = book.now;
    if let Some(contact) = book.contact(id) {
        contact.queued_at = Some(now);
        contact.tally.queue = Some(queue);
    }
    stand_in_line(book, id, false, false);
    say(book, id, Prompt::PleaseWait);
}

/// The contact comes back to its queue after it had left waiting.
pub(super) fn requeue(book: &mut Book, id: ContactId, returned: bool) {
    stand_in_line(book, id, returned, true);
}

/// The contact moves to another queue, at its own place there.
pub(super) fn requeue_to(book: &mut Book, id: ContactId, queue: QueueId) {
    let skills = queue_skills(book, &queue);
    if let Some(contact) = book.contact(id) {
        contact.queue = queue;
        contact.skills = skills;
    }
    requeue(book, id, false);
}

/// True when no more contacts fit into the queue.
pub(super) fn is_full(book: &Book, queue: &QueueId) -> bool {
    let waiting_max = book.config.queue(queue).map_or(0, |it| it.waiting_max);
    book.waiting_in(queue) >= usize::try_from(waiting_max).unwrap_or(usize::MAX)
}

/// Skills a queue asks for besides the channel's and the language's.
pub(super) fn queue_skills(book: &Book, queue: &QueueId) -> Skills {
    book.config.queue(queue).map(|it| it.skills.clone()).unwrap_or_default()
}

/// The contact is turned away before the queue, with messages in each language.
pub(super) fn turn_away(book: &mut Book, id: ContactId, reason: NotOffered, prompts: &[Prompt]) {
    book.record(id, ContactEventKind::TurnedAway { reason });
    if let Some(contact) = book.contact(id) {
        contact.accept(Acceptance::NotOffered { reason });
    }
    farewell(book, id, prompts);
}

/// The longest wait is over: a message, then the end.
pub(super) fn wait_over(book: &mut Book, id: ContactId) {
    let reason = SystemEnd::WaitTooLong;
    system_end(book, id, reason);
    farewell(book, id, &[Prompt::WaitTooLong]);
}

/// Fixes that we end the contact of our own accord.
pub(super) fn system_end(book: &mut Book, id: ContactId, reason: SystemEnd) {
    book.record(id, ContactEventKind::SystemEnded { reason });
    if let Some(contact) = book.contact(id) {
        contact.accept(Acceptance::EndedBySystem { reason });
        if contact.answered_at.is_some() {
            contact.end.get_or_insert(End::System { reason });
        }
    }
}

/// The last message has been said, or cannot be: the contact ends.
pub(super) fn farewell_over(book: &mut Book, id: ContactId) {
    let reason = SystemEnd::WaitTooLong;
    ending::end(book, id, Acceptance::EndedBySystem { reason }, End::System { reason }, RingEnd::Withdrawn);
}

/// Estimated wait of a contact in line, in whole minutes.
pub(super) fn estimated_minutes(book: &Book, id: ContactId) -> u32 {
    estimate(book, id, book.position(id)).1
}

/// Announces place and estimated wait, and offers a call-back when it is time.
pub(super) fn announce(book: &mut Book, id: ContactId) {
    let position = book.position(id);
    let (now, default) = (book.now, book.config.ivr.default_language);
    let config = Arc::clone(&book.config);
    let callback = &config.callback;
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    let Some(waiting) = contact.waiting() else {
        return;
    };
    let language = contact.language_or(default);
    let offers = callback.enabled
        && contact.caller_known
        && contact.acceptance.is_none()
        && now.since_ms(waiting.since) >= callback.offer_after_ms;
    let (interval_ms, minutes) = estimate(book, id, position);
    if let Some(contact) = book.contact(id)
        && let Stage::Waiting(waiting) = &mut contact.stage
    {
        waiting.announce_at = now.plus_ms(interval_ms);
    }
    let mut prompts = vec![(Prompt::Position { position }, language), (Prompt::EstimatedWait { minutes }, language)];
    book.record(id, ContactEventKind::PositionAnnounced { position });
    book.record(id, ContactEventKind::WaitAnnounced { minutes });
    if offers {
        let digit = callback.digit;
        prompts.push((Prompt::CallbackOffer { digit }, language));
        book.record(id, ContactEventKind::CallbackOffered);
    }
    voice::say(book, id, prompts);
}

/// A transfer failed: back to the agent in after-call work on it, else to the head of the line.
pub(super) fn hand_back(book: &mut Book, id: ContactId, from: AgentId, cause: LegCause) {
    book.record(id, ContactEventKind::TransferFailed { cause });
    let wraps_up = matches!(book.work(from, id), Some(WorkKind::WrapUp { .. }));
    let is_there = book.agents.get(&from).is_some_and(|it| it.can_speak());
    if wraps_up && is_there {
        super::wrap_up::finish(book, id, from, WrapUpEnd::ContactReturned);
        book.not_reached(from, id, DialPurpose::Blind, cause);
        ring_at(book, id, from, RingPurpose::Return, None);
    } else {
        requeue(book, id, true);
    }
    say(book, id, Prompt::TransferFailed);
}

/// The contact rings at one agent, outside the order of the line.
pub(super) fn ring_at(book: &mut Book, id: ContactId, agent: AgentId, purpose: RingPurpose, from: Option<AgentId>) {
    let (now, interval_ms) = (book.now, announce_interval_ms(book, id));
    let waiting = Waiting { since: now, returned: true, announce_at: now.plus_ms(interval_ms), ring: None };
    book.enter(id, Stage::Waiting(waiting));
    let ring = ring::start(book, id, agent, purpose, from);
    keep_ring(book, id, ring);
}

/// Keeps a ring on the waiting contact.
pub(super) fn keep_ring(book: &mut Book, id: ContactId, ring: Option<super::contact_state::Ring>) {
    if let Some(contact) = book.contact(id)
        && let Stage::Waiting(waiting) = &mut contact.stage
    {
        waiting.ring = ring;
    }
}

/// Ringing of the waiting contact ended without an answer: where it goes next.
pub(super) fn ring_over(book: &mut Book, id: ContactId, why: RingEnd) {
    let Some(ring) = book.contact(id).and_then(|contact| contact.take_ring()) else {
        return;
    };
    ring::stop(book, id, ring, why);
    match (ring.purpose, ring.from) {
        (RingPurpose::Queue | RingPurpose::Consult, _) => {}
        (RingPurpose::Transfer, Some(from)) => hand_back(book, id, from, ring::cause_of(why)),
        (RingPurpose::Transfer, None) | (RingPurpose::Return, _) => requeue(book, id, true),
    }
}

fn stand_in_line(book: &mut Book, id: ContactId, returned: bool, again: bool) {
    let now = book.now;
    let waiting = Waiting { since: now, returned, announce_at: now, ring: None };
    book.enter(id, Stage::Waiting(waiting));
    let position = book.position(id);
    let Some(queue) = book.contacts.get(&id).map(|it| it.queue.clone()) else {
        return;
    };
    book.record(id, ContactEventKind::Queued { queue, position, again });
}

fn farewell(book: &mut Book, id: ContactId, prompts: &[Prompt]) {
    voice::hush(book, id);
    book.enter(id, Stage::Farewell);
    let said = said_in(book, id, prompts);
    voice::say(book, id, said);
    let is_silent = book.contacts.get(&id).is_some_and(|it| it.playlist.is_idle());
    if is_silent {
        farewell_over(book, id);
    }
}

/// The prompts in the language settled, or in every language of the menu.
fn said_in(book: &Book, id: ContactId, prompts: &[Prompt]) -> Vec<(Prompt, crate::contact::Language)> {
    let settled = book.contacts.get(&id).and_then(|it| it.language);
    let languages = settled.map_or_else(|| book.config.ivr.languages(), |it| vec![it]);
    languages.into_iter().flat_map(|language| prompts.iter().map(move |it| (it.clone(), language))).collect()
}

fn say(book: &mut Book, id: ContactId, prompt: Prompt) {
    let default = book.config.ivr.default_language;
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    if contact.caller == CallerLeg::Up {
        let language = contact.language_or(default);
        voice::say(book, id, vec![(prompt, language)]);
    }
}

fn estimate(book: &Book, id: ContactId, position: u32) -> (u64, u32) {
    let default = book.config.ivr.default_language;
    let Some(contact) = book.contacts.get(&id) else {
        return (0, 1);
    };
    let Some(queue) = book.config.queue(&contact.queue) else {
        return (0, 1);
    };
    let agents = book.agents.values().filter(|agent| contact.is_served_by(&agent.skills, default)).count();
    let agents = u32::try_from(agents).unwrap_or(u32::MAX);
    let minutes = estimated_wait_minutes(position, agents, queue.handle_time_ms);
    (queue.announce_interval_ms, minutes)
}

fn announce_interval_ms(book: &Book, id: ContactId) -> u64 {
    estimate(book, id, 1).0
}
