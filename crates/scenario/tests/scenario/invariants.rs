//! What must hold after every event, whatever came before.

use std::collections::BTreeMap;

use domain::agent::{AgentEvent, LoggedState, PauseReason, Presence};
use domain::contact::{
    Acceptance, Channel, ContactEvent, ContactEventKind, Direction, Party, TargetKind, recovered_events, summary,
};
use domain::floor::{AgentStatus, AgentView, ContactView, DeskView, Effect, StageView, WorkKind};
use domain::ids::ContactId;

use crate::world::{Line, World};

/// Checks everything.
pub(crate) fn check(world: &World) {
    let contacts: BTreeMap<ContactId, ContactView> =
        world.floor.contact_views().map(|view| (view.contact, view)).collect();
    let agents: Vec<AgentView> = world.floor.agent_views().collect();
    for agent in &agents {
        check_agent(world, agent, &contacts);
    }
    for (agent, log) in &world.agent_logs {
        check_agent_log(log, agents.iter().find(|view| view.agent == *agent));
    }
    for contact in contacts.values() {
        check_contact(world, contact, &agents);
    }
    let rings: usize = agents.iter().map(|agent| count(agent, |kind| matches!(kind, WorkKind::Ringing { .. }))).sum();
    assert_eq!(rings, world.rings.len(), "desks ring for what is not assigned");
    let touched = world.last.iter().filter_map(contact_of);
    for id in touched {
        check_line(world, id, &world.lines[&id]);
    }
    if let Some(next) = world.floor.next_deadline() {
        assert!(next > world.now, "a deadline lies behind: {next:?}");
    }
}

/// The last entry of an agent's log is what the agent does; no entry repeats the one before it.
fn check_agent_log(log: &[AgentEvent], view: Option<&AgentView>) {
    let same = |pair: &[AgentEvent]| pair[0].state == pair[1].state && pair[0].contact == pair[1].contact;
    assert!(!log.windows(2).any(same), "an entry repeats the one before it: {log:?}");
    let Some(last) = log.last() else { return };
    let Some(view) = view else {
        let is_gone = matches!(last.state, LoggedState::SignedOut | LoggedState::Stopped);
        assert!(is_gone, "an agent who is gone is logged as there: {last:?}");
        return;
    };
    let said = match &last.state {
        LoggedState::SignedIn => AgentStatus::Paused(PauseReason::SignedIn),
        LoggedState::Paused { reason } => AgentStatus::Paused(reason.clone()),
        LoggedState::Available | LoggedState::DeskAway => AgentStatus::Available,
        LoggedState::Ringing => AgentStatus::Ringing,
        LoggedState::Dialling => AgentStatus::Dialling,
        LoggedState::Talking => AgentStatus::Talking,
        // The log counts both as time in which the resident hears music.
        LoggedState::Holding if view.status == AgentStatus::Consulting => AgentStatus::Consulting,
        LoggedState::Holding => AgentStatus::Holding,
        LoggedState::WrapUp => AgentStatus::WrapUp,
        LoggedState::Monitoring => AgentStatus::Monitoring,
        LoggedState::SignedOut | LoggedState::Stopped => panic!("an agent who is there is logged as gone"),
    };
    assert_eq!(said, view.status, "the log says another thing than the page");
    assert_eq!(last.state == LoggedState::DeskAway, view.status == AgentStatus::Available && view.desk != DeskView::Up);
}

/// The contact an effect speaks of; a refusal may speak of any.
pub(crate) fn contact_of(effect: &Effect) -> Option<ContactId> {
    match effect {
        Effect::Record(event) => Some(event.contact),
        Effect::AnswerCaller { contact }
        | Effect::RejectCaller { contact, .. }
        | Effect::HangUp { contact, .. }
        | Effect::Play { contact, .. }
        | Effect::StopPlay { contact, .. }
        | Effect::Music { contact, .. }
        | Effect::Routes { contact, .. }
        | Effect::Dial { contact, .. }
        | Effect::CancelDial { contact, .. }
        | Effect::StartRecording { contact }
        | Effect::StopRecording { contact }
        | Effect::SecretHold { contact, .. }
        | Effect::Ring { contact, .. }
        | Effect::StopRing { contact, .. }
        | Effect::ContactChanged { contact }
        | Effect::NotReached { contact, .. }
        | Effect::ListenTone { contact, .. }
        | Effect::TakenOver { contact, .. }
        | Effect::Closed { contact, .. } => Some(*contact),
        Effect::RecordAgent(_) | Effect::AgentChanged { .. } | Effect::Refused { .. } => None,
    }
}

/// The acceptance equation over everything closed so far.
pub(crate) fn check_equation(world: &World) {
    let (mut offered, mut classes) = (0, 0);
    for line in world.lines.values().filter(|line| line.closed.is_some()) {
        let reached_queue =
            line.log.iter().any(|event| matches!(event.kind, ContactEventKind::Queued { again: false, .. }));
        offered += usize::from(reached_queue);
        let closings = line.log.iter().filter_map(|event| match &event.kind {
            ContactEventKind::Closed { acceptance, .. } => Some(*acceptance),
            _ => None,
        });
        classes += closings
            .filter(|acceptance| match acceptance {
                Acceptance::Answered { .. }
                | Acceptance::Abandoned { .. }
                | Acceptance::EndedBySystem { .. }
                | Acceptance::CallbackUnreached => true,
                Acceptance::NotOffered { .. } => false,
            })
            .count();
    }
    assert_eq!(offered, classes, "offered = answered + abandoned + ended by system + call-back unreached");
}

/// A stop of the program at this instant: every open log is closed, and rightly.
pub(crate) fn check_recovery(world: &World) {
    let short_ms = world.config.short_abandon_ms;
    for line in world.lines.values().filter(|line| line.closed.is_none() && !line.log.is_empty()) {
        let closing = recovered_events([line.log.as_slice()], world.now, short_ms);
        let whole: Vec<ContactEvent> = line.log.iter().chain(&closing).cloned().collect();
        check_log(&whole);
        let Some(ContactEventKind::Closed { acceptance, end }) = whole.last().map(|event| event.kind.clone()) else {
            panic!("recovery does not close {whole:?}");
        };
        let Some(figures) = summary(&whole, short_ms) else {
            panic!("no summary of {whole:?}");
        };
        assert_eq!(figures.acceptance, Some(acceptance));
        assert_eq!(figures.end, end);
        assert_eq!(figures.queued_at.is_some(), acceptance.is_offered(), "{whole:?}");
        assert_eq!(figures.answered_at.is_some(), end.is_some(), "{whole:?}");
        assert!(figures.ended_at.is_some(), "{whole:?}");
        let again = recovered_events([whole.as_slice()], world.now, short_ms);
        assert_eq!(again, Vec::new(), "a closed log is closed again");
    }
}

fn check_agent(world: &World, agent: &AgentView, contacts: &BTreeMap<ContactId, ContactView>) {
    let voice = agent.works.iter().filter(|work| work.channel != Channel::Chat).count();
    assert!(voice <= 1, "capacity: a call excludes a visit and another call: {agent:?}");
    let chats = agent.works.len() - voice;
    assert!(chats <= usize::from(agent.capacity.chat), "capacity: too many chats: {agent:?}");
    for work in &agent.works {
        let Some(contact) = contacts.get(&work.contact) else {
            panic!("{agent:?} holds a contact that is gone");
        };
        check_work(world, agent, work.kind, contact);
    }
    if agent.works.is_empty() {
        let at_rest = match (&agent.presence, agent.monitoring) {
            (_, Some(_)) => AgentStatus::Monitoring,
            (Presence::Available, None) => AgentStatus::Available,
            (Presence::Paused(reason), None) => AgentStatus::Paused(reason.clone()),
        };
        assert_eq!(agent.status, at_rest, "an agent without a contact is stuck: {agent:?}");
    }
    if let Some((id, mode)) = agent.monitoring {
        assert_eq!(voice, 0, "a supervisor listens and speaks elsewhere: {agent:?}");
        let Some(contact) = contacts.get(&id) else {
            panic!("{agent:?} listens to a contact that is gone");
        };
        assert!(contact.supervisors.contains(&(agent.agent, mode)), "{contact:?}");
        assert_ne!(agent.desk, DeskView::Down, "{agent:?}");
    }
}

fn check_work(world: &World, agent: &AgentView, kind: WorkKind, contact: &ContactView) {
    let id = agent.agent;
    match kind {
        WorkKind::Ringing { assignment, .. } => {
            let rings = matches!(contact.stage, StageView::Ringing { agent, assignment: at, .. } if agent == id && at == assignment);
            let consults =
                contact.third.as_ref().is_some_and(|third| third.to == TargetKind::Agent(id) && !third.answered);
            assert!(rings || consults, "{id} rings for {contact:?}");
            assert_eq!(world.rings.get(&(id, contact.contact)), Some(&assignment));
        }
        WorkKind::Handling => assert_eq!(contact.agent, Some(id), "{contact:?}"),
        WorkKind::Consulted => {
            let consulted = contact.third.as_ref().filter(|third| third.answered).map(|third| &third.to);
            assert_eq!(consulted, Some(&TargetKind::Agent(id)), "{contact:?}");
        }
        WorkKind::WrapUp { until } => assert!(until > world.now, "{contact:?}"),
    }
}

fn check_contact(world: &World, contact: &ContactView, agents: &[AgentView]) {
    let id = contact.contact;
    let line = &world.lines[&id];
    let with = |wanted: fn(&WorkKind) -> bool| {
        let has = |agent: &&AgentView| agent.works.iter().any(|work| work.contact == id && wanted(&work.kind));
        agents.iter().filter(has).count()
    };
    let handling = with(|kind| matches!(kind, WorkKind::Handling));
    let wanted = usize::from(contact.agent.is_some());
    // After a restart the agent who had the contact may still be away.
    let is_awaited = contact.stage == StageView::Interrupted && handling == 0;
    assert!(handling == wanted || is_awaited, "answering agents of {contact:?}");
    assert!(with(|kind| matches!(kind, WorkKind::Consulted)) <= 1, "{contact:?}");
    assert!(with(|kind| matches!(kind, WorkKind::Ringing { .. })) <= 1, "{contact:?}");
    if contact.stage == StageView::WrappingUp {
        assert!(with(|kind| matches!(kind, WorkKind::WrapUp { .. })) >= 1, "nothing keeps {contact:?} open");
        assert!(!line.caller_up && line.dials.is_empty(), "a leg is left behind: {line:?}");
        assert!(contact.acceptance.is_some(), "{contact:?}");
    }
    assert_eq!(contact.recording, line.recording, "{contact:?}");
    check_hand(contact, line);
    if contact.channel == Channel::Phone {
        check_media(contact, line);
    }
    for (supervisor, mode) in &contact.supervisors {
        let view = agents.iter().find(|agent| agent.agent == *supervisor);
        assert_eq!(view.and_then(|it| it.monitoring), Some((id, *mode)), "{contact:?}");
    }
}

/// A hand is up only while its agent speaks with the resident, and the log says the same.
fn check_hand(contact: &ContactView, line: &Line) {
    let last = line.log.iter().rev().find_map(|event| match &event.kind {
        ContactEventKind::HandRaised { agent } => Some(Some(*agent)),
        ContactEventKind::HandLowered { .. } | ContactEventKind::Interrupted => Some(None),
        _ => None,
    });
    let raised_by = last.flatten();
    assert_eq!(contact.hand_raised_at.is_some(), raised_by.is_some(), "{contact:?}");
    if raised_by.is_some() {
        assert_eq!(raised_by, contact.agent, "a hand is up for an agent who has gone: {contact:?}");
        assert_eq!(contact.stage, StageView::Talking);
    }
}

fn check_media(contact: &ContactView, line: &Line) {
    let talks = contact.stage == StageView::Talking;
    if let (true, Some(agent)) = (talks, contact.agent) {
        let joined = line.routes.contains(&(Party::Caller, Party::Agent(agent)));
        assert_eq!(joined, contact.held.is_none(), "hold and routes disagree: {contact:?} {line:?}");
        assert_eq!(line.music, contact.held.is_some(), "hold and music disagree: {contact:?} {line:?}");
        assert!(line.caller_up, "{contact:?}");
        assert_eq!(line.playing, None, "a prompt is played into the conversation: {contact:?}");
    }
    let is_bridged = talks || contact.stage == StageView::Transferred;
    assert!(is_bridged || line.routes.is_empty(), "{:?} routes {:?}", contact.stage, line.routes);
    assert!(!(line.music && line.playing.is_some()), "music and prompt at once: {line:?}");
    let answered = line.dials.iter().filter(|(_, (party, up))| *up && *party != Party::Caller).count();
    assert!(answered <= 1, "two third parties: {line:?}");
    if let Some(third) = contact.third.as_ref().filter(|third| third.to == TargetKind::External) {
        assert_eq!(answered == 1, third.answered, "third party and leg disagree: {contact:?} {line:?}");
    }
    if contact.third.is_none() {
        let thirds = line.dials.values().filter(|(party, _)| *party != Party::Caller).count();
        assert_eq!(thirds, 0, "a third party's leg is left behind: {contact:?} {line:?}");
    }
}

fn check_line(world: &World, id: ContactId, line: &Line) {
    check_log(&line.log);
    let Some(closed) = &line.closed else {
        return;
    };
    assert!(world.floor.contact_view(id).is_none());
    assert!(!line.caller_up && line.dials.is_empty() && !line.recording, "something is left behind: {line:?}");
    let from_log = summary(&line.log, world.config.short_abandon_ms);
    assert_eq!(from_log.as_ref(), Some(closed), "log and machine disagree: {:?}", line.log);
    let reached_queue = closed.queued_at.is_some() && closed.direction == Direction::Inbound;
    let Some(acceptance) = closed.acceptance else {
        panic!("closed without acceptance: {closed:?}");
    };
    assert_eq!(acceptance.is_offered(), reached_queue, "{closed:?}");
    assert_eq!(closed.answered_at.is_some(), closed.end.is_some(), "{closed:?}");
}

fn check_log(log: &[ContactEvent]) {
    let mut closings = 0;
    for (index, event) in log.iter().enumerate() {
        assert_eq!(usize::try_from(event.seq).ok(), Some(index + 1), "gap in {log:?}");
        assert_eq!(closings, 0, "{event:?} after the closing");
        closings += usize::from(matches!(event.kind, ContactEventKind::Closed { .. }));
    }
    assert!(log.is_sorted_by_key(|event| event.at), "time goes back in {log:?}");
}

fn count(agent: &AgentView, wanted: impl Fn(&WorkKind) -> bool) -> usize {
    agent.works.iter().filter(|work| wanted(&work.kind)).count()
}
