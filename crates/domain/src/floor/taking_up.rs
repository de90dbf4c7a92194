//! A visit goes on after the program was started anew: same contact, same ticket, same place, same agent.
//!
//! Owns how it comes back onto the floor and how long kiosk and agent are awaited. Who is not back in time
//! has left, and the log says so; no talk is counted until both are joined again (clause 6(2)⑧). It must
//! never know why the program stopped. Next: `contact::standing` for where it stood, `joining`.

use std::collections::{BTreeMap, BTreeSet};

use super::book::Book;
use super::contact_state::{CallerLeg, Contact, Counters, Playlist, Shown, Stage, Tally, Waiting};
use super::view::{DeskView, WorkKind};
use super::{ending, joining, waiting};
use crate::contact::{
    Acceptance, ContactEventKind, Direction, End, LegCause, RingEnd, Standing, StandingPlace, SystemEnd,
};
use crate::ids::{AgentId, ContactId};

/// Puts a contact of an earlier run back; a resident who is not there yet is awaited. An id in use is let pass.
pub(super) fn take_up(book: &mut Book, standing: Standing, awaits_caller: bool) {
    let id = standing.summary.contact;
    if book.contacts.contains_key(&id) {
        return;
    }
    let until = book.now.plus_ms(book.config.restart_grace_ms);
    let caller = if awaits_caller { CallerLeg::Awaited { until } } else { CallerLeg::Up };
    let stage = match standing.place {
        StandingPlace::InLine { since, returned } => {
            Stage::Waiting(Waiting { since, returned, announce_at: book.now, ring: None })
        }
        StandingPlace::InHand { agent } => Stage::Interrupted { agent, until },
    };
    let contact = restored(book, standing, caller, stage);
    book.contacts.insert(id, contact);
    book.record(id, ContactEventKind::TakenUp);
    let agents: Vec<AgentId> = book.agents.keys().copied().collect();
    for agent in agents {
        agent_there(book, agent);
    }
}

/// The resident's page is there again.
pub(super) fn caller_back(book: &mut Book, id: ContactId) {
    let Some(contact) = book.contact(id) else {
        return;
    };
    match contact.caller {
        CallerLeg::Awaited { .. } => contact.caller = CallerLeg::Up,
        CallerLeg::Unanswered | CallerLeg::Up | CallerLeg::Dialling { .. } | CallerLeg::Absent => return,
    }
    book.record(id, ContactEventKind::CallerBack);
    join_again(book, id);
}

/// An agent has signed in: what was in hand before the stop is in hand again.
pub(super) fn agent_there(book: &mut Book, agent: AgentId) {
    let had = |contact: &&Contact| matches!(contact.stage, Stage::Interrupted { agent: had, .. } if had == agent);
    let mine: Vec<ContactId> = book.contacts.values().filter(had).map(|contact| contact.id).collect();
    for id in mine {
        if book.work(agent, id).is_none() {
            book.give(agent, id, WorkKind::Handling);
        }
        join_again(book, id);
    }
}

/// Joins agent and resident once both are there.
pub(super) fn join_again(book: &mut Book, id: ContactId) {
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    let Stage::Interrupted { agent, .. } = contact.stage else {
        return;
    };
    let is_there = contact.caller == CallerLeg::Up;
    let desk_up = book.agents.get(&agent).is_some_and(|it| it.desk == DeskView::Up);
    if is_there && desk_up {
        joining::join(book, id, agent);
    }
}

/// The resident did not come back in time.
pub(super) fn caller_overdue(book: &mut Book, id: ContactId) {
    let reason = SystemEnd::Restart;
    waiting::system_end(book, id, reason);
    ending::end(book, id, Acceptance::EndedBySystem { reason }, End::System { reason }, RingEnd::Withdrawn);
}

/// The agent did not come back in time: the resident goes to the head of the line.
pub(super) fn agent_overdue(book: &mut Book, id: ContactId, agent: AgentId) {
    joining::part_interrupted(book, id, agent, LegCause::MediaLost);
    waiting::requeue(book, id, true);
}

fn restored(book: &Book, standing: Standing, caller: CallerLeg, stage: Stage) -> Contact {
    let Standing { summary, seq, caller_known, queue, in_hall, .. } = standing;
    let service = book.config.service(&summary.service);
    let mut skills = waiting::queue_skills(book, &queue);
    let own = service.filter(|service| service.queue == queue);
    skills.extend(own.iter().flat_map(|service| service.skills.iter().cloned()));
    Contact {
        id: summary.contact,
        channel: summary.channel,
        service: summary.service,
        direction: Direction::Inbound,
        caller_known,
        language: summary.language,
        priority: service.map_or(0, |service| service.priority),
        skills,
        queue,
        arrived_at: summary.arrived_at,
        queued_at: summary.queued_at,
        answered_at: summary.answered_at,
        ended_at: None,
        counters: Counters { seq, assignments: summary.assignments, ..Counters::default() },
        caller,
        callback: None,
        stage,
        since: book.now,
        third: None,
        supervisors: BTreeMap::new(),
        wants_tone: false,
        hand_raised_at: None,
        taken_over_by: None,
        in_hall,
        secret: None,
        // Guests join anew.
        guests: BTreeSet::new(),
        playlist: Playlist::default(),
        acceptance: summary.acceptance,
        end: None,
        tally: Tally {
            joined: None,
            queue: summary.queue,
            talk_ms: summary.talk_ms,
            hold_ms: summary.hold_ms,
            after_call_ms: summary.after_call_ms,
            agents: summary.agents,
            transfers: summary.transfers,
            callback_attempts: summary.callback_attempts,
            flow: summary.flow,
        },
        shown: Shown::default(),
    }
}
