//! What happens by itself when time passes.
//!
//! Owns the list of deadlines of every state; each one, once acted upon, is gone,
//! so that the next one always lies ahead. It must never read a clock.
//! Next: the rule modules it calls.

use super::agent_state::Agent;
use super::book::Book;
use super::contact_state::{CallerLeg, Contact, Stage, ThirdLeg, Waiting};
use super::view::{DeskView, WorkKind};
use super::{arrival, callback, desk, secret_hold, taking_up, third, waiting, wrap_up};
use crate::contact::{LegCause, RingEnd, WrapUpEnd};
use crate::ids::{AgentId, ContactId};
use crate::time::Timestamp;

/// Something that becomes due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    PromptOver(ContactId, u32),
    MenuOver(ContactId),
    Announce(ContactId),
    WaitOver(ContactId),
    CallerOverdue(ContactId),
    AgentOverdue(ContactId, AgentId),
    CallbackExpired(ContactId),
    RingOver(ContactId, AgentId),
    DialOver(ContactId, u32),
    DeskOver(AgentId),
    WrapUpOver(ContactId, AgentId),
    SecretOver(ContactId),
}

/// Acts on the earliest deadline that is due; false when none is.
pub(super) fn act_on_one(book: &mut Book) -> bool {
    let due = dues(book).min().filter(|(at, _)| *at <= book.now);
    let Some((_, due)) = due else {
        return false;
    };
    act(book, due);
    true
}

/// The next instant at which something happens by itself.
pub(super) fn next(book: &Book) -> Option<Timestamp> {
    let gaps = book.contacts.values().filter_map(|contact| gap(contact, book.now));
    dues(book).map(|(at, _)| at).chain(gaps).min()
}

fn act(book: &mut Book, due: Due) {
    match due {
        Due::PromptOver(id, tag) => arrival::prompt_overdue(book, id, tag),
        Due::MenuOver(id) => arrival::menu_over(book, id),
        Due::Announce(id) => waiting::announce(book, id),
        Due::WaitOver(id) => waiting::wait_over(book, id),
        Due::CallerOverdue(id) => taking_up::caller_overdue(book, id),
        Due::AgentOverdue(id, agent) => taking_up::agent_overdue(book, id, agent),
        Due::CallbackExpired(id) => callback::expired(book, id),
        Due::RingOver(id, agent) => third::ring_over(book, id, agent, RingEnd::NoAnswer),
        Due::DialOver(id, attempt) => third::failed(book, id, attempt, LegCause::NoAnswer, true),
        Due::DeskOver(agent) => desk::lost(book, agent),
        Due::WrapUpOver(id, agent) => {
            wrap_up::finish(book, id, agent, WrapUpEnd::LimitOver);
        }
        Due::SecretOver(id) => secret_hold::over(book, id),
    }
}

fn dues(book: &Book) -> impl Iterator<Item = (Timestamp, Due)> {
    let of_contacts = book.contacts.values().flat_map(|contact| contact_dues(book, contact));
    let of_agents = book.agents.values().flat_map(agent_dues);
    of_contacts.chain(of_agents)
}

fn contact_dues(book: &Book, contact: &Contact) -> impl Iterator<Item = (Timestamp, Due)> + use<> {
    let id = contact.id;
    let prompt = contact.playlist.playing;
    let third = match contact.third.as_ref().map(|third| third.leg) {
        Some(ThirdLeg::Dialling { attempt, until }) => Some((until, Due::DialOver(id, attempt))),
        Some(ThirdLeg::Ringing(ring)) => Some((ring.until, Due::RingOver(id, ring.agent))),
        Some(ThirdLeg::External { .. } | ThirdLeg::Agent(_)) | None => None,
    };
    let caller = match contact.caller {
        CallerLeg::Dialling { attempt, until } => Some((until, Due::DialOver(id, attempt))),
        CallerLeg::Awaited { until } => Some((until, Due::CallerOverdue(id))),
        CallerLeg::Unanswered | CallerLeg::Up | CallerLeg::Absent => None,
    };
    let stage = match &contact.stage {
        Stage::Ivr { menu_until } => [menu_until.map(|at| (at, Due::MenuOver(id))), None],
        Stage::Waiting(waiting) => waiting_dues(book, contact, waiting),
        Stage::Interrupted { agent, until } => [Some((*until, Due::AgentOverdue(id, *agent))), None],
        Stage::Farewell
        | Stage::Reaching { .. }
        | Stage::Talking { .. }
        | Stage::TransferRinging { .. }
        | Stage::Transferred { .. }
        | Stage::Ended => [None, None],
    };
    let prompt = prompt.map(|(tag, until)| (until, Due::PromptOver(id, tag)));
    let secret = contact.secret.map(|secret| (secret.until, Due::SecretOver(id)));
    [prompt, third, caller, secret].into_iter().chain(stage).flatten()
}

fn waiting_dues(book: &Book, contact: &Contact, waiting: &Waiting) -> [Option<(Timestamp, Due)>; 2] {
    let id = contact.id;
    if let Some(ring) = waiting.ring {
        return [Some((ring.until, Due::RingOver(id, ring.agent))), None];
    }
    let is_up = contact.caller == CallerLeg::Up;
    if let Some(accepted) = contact.callback {
        let until = accepted.accepted_at.plus_ms(book.config.callback.expires_after_ms);
        let expiry = (!is_up).then_some((until, Due::CallbackExpired(id)));
        return [expiry, None];
    }
    let wait_max_ms = book.config.queue(&contact.queue).map_or(0, |it| it.wait_max_ms);
    let over = (waiting.since.plus_ms(wait_max_ms), Due::WaitOver(id));
    let can_hear = is_up && contact.is_voice() && contact.playlist.is_idle();
    let announce = can_hear.then_some((waiting.announce_at, Due::Announce(id)));
    [Some(over), announce]
}

/// The end of the gap between two attempts to call back; `offer` acts on it.
fn gap(contact: &Contact, now: Timestamp) -> Option<Timestamp> {
    contact.waiting()?;
    contact.callback.map(|callback| callback.not_before).filter(|not_before| *not_before > now)
}

fn agent_dues(agent: &Agent) -> impl Iterator<Item = (Timestamp, Due)> + '_ {
    let id = agent.id;
    let desk = match agent.desk {
        DeskView::Awaited { until } => Some((until, Due::DeskOver(id))),
        DeskView::Up | DeskView::Down => None,
    };
    let wrap_ups = agent.works.iter().filter_map(move |(contact, work)| match work.kind {
        WorkKind::WrapUp { until } => Some((until, Due::WrapUpOver(*contact, id))),
        WorkKind::Ringing { .. } | WorkKind::Handling | WorkKind::Consulted => None,
    });
    desk.into_iter().chain(wrap_ups)
}
