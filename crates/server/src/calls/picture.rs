//! From the floor's views to what live pages are told.
//!
//! Owns the one-word states and nothing that decides. The floor knows no personal data, so
//! numbers come in beside the view, and leave in full for the serving desk only.
//! Next: [`crate::live::messages`] for the shapes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::agent::Presence;
use domain::contact::{Channel, Direction, HoldReason, Language, RingPurpose, TargetKind};
use domain::floor::{
    AgentStatus, AgentView, ContactView, DeskView, ListenNotice, StageView, ThirdView, WorkKind, WorkView,
};
use domain::ids::AgentId;
use domain::time::Timestamp;

use super::visit::{Guest, Seat};
use crate::live::messages::{
    AgentState, AlertState, AssignmentState, ContactState, GuestState, PreviousContact, ThirdState, WorkState,
};
use crate::live::video_messages::VisitorDevices;

/// What the switchboard knows of a person beside the floor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Display name.
    pub name: String,
    /// The seat, when at one.
    pub seat: Option<String>,
}

/// What the switchboard knows of a contact beside the floor.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Particulars {
    /// The resident's number in E.164, when it was shown.
    pub number: Option<String>,
    /// The same, masked.
    pub masked: Option<String>,
    /// The number that was dialled.
    pub dialled: Option<String>,
    /// What the desk shows for the third party.
    pub third_label: Option<String>,
    /// Earlier contacts of the same number.
    pub previous: Vec<PreviousContact>,
    /// Ticket and kiosk, for a visit at the counter.
    pub visit: Option<VisitDetails>,
    /// Whether the resident of a chat reads easy Japanese.
    pub reads_easy: bool,
    /// Names of those who joined a visit.
    pub guests: BTreeMap<AgentId, Guest>,
}

/// What a visit at the counter is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitDetails {
    /// The ticket's number, as the visitor reads it.
    pub ticket: String,
    /// The kiosk; None while the visitor waits in the hall.
    pub kiosk: Option<Seat>,
}

/// One agent for the live pages.
#[must_use]
pub fn agent_state(view: &AgentView, person: &Person) -> AgentState {
    let lost = view.desk != DeskView::Up;
    AgentState {
        id: view.agent.0,
        name: person.name.clone(),
        seat: person.seat.clone(),
        skills: view.skills.iter().map(|skill| skill.0.clone()).collect(),
        state: if lost { "lost".to_owned() } else { status_word(view).to_owned() },
        reason: reason_code(&view.status),
        since: moment(view.since),
        contact: in_hand(&view.works).map(|work| work.contact.0),
        desk_up: !lost,
        available_next: view.presence == Presence::Available,
        takes_chat: view.takes_chat,
        works: works(&view.works),
    }
}

/// Oldest first, so that nothing moves on a screen when something is added.
fn works(works: &[WorkView]) -> Vec<WorkState> {
    let mut works: Vec<&WorkView> = works.iter().collect();
    works.sort_by_key(|work| (work.since, work.contact));
    works.into_iter().map(work_state).collect()
}

fn work_state(work: &WorkView) -> WorkState {
    let (kind, until) = match work.kind {
        WorkKind::Ringing { ring_until, .. } => ("ringing", Some(ring_until)),
        WorkKind::Handling => ("handling", None),
        WorkKind::Consulted => ("consulted", None),
        WorkKind::WrapUp { until } => ("wrap_up", Some(until)),
    };
    WorkState {
        contact: work.contact.0,
        channel: channel_word(work.channel),
        kind,
        since: moment(work.since),
        until: until.map(moment),
    }
}

/// One contact for the live pages, numbers masked.
#[must_use]
pub fn contact_state(view: &ContactView, particulars: &Particulars, wrap_up_until: Option<Timestamp>) -> ContactState {
    ContactState {
        id: view.contact.0,
        channel: channel_word(view.channel).to_owned(),
        direction: direction_word(view.direction).to_owned(),
        language: view.language.map(|language| language_word(language).to_owned()),
        reads_easy: particulars.reads_easy,
        caller: None,
        caller_masked: particulars.masked.clone(),
        dialled: particulars.dialled.clone(),
        queue: view.queue.as_ref().map(|queue| queue.0.clone()),
        state: stage_word(view).to_owned(),
        arrived_at: moment(view.arrived_at),
        queued_at: view.queued_at.map(moment),
        answered_at: view.answered_at.map(moment),
        state_since: moment(view.since),
        position: position(&view.stage),
        callback: is_callback(&view.stage),
        agent: view.agent.map(|agent| agent.0),
        assignment: None,
        third: view.third.as_ref().map(|third| third_state(third, particulars)),
        wrap_up_until: wrap_up_until.map(moment),
        monitors: Vec::new(),
        recording: view.recording,
        secret_hold_until: view.secret_hold_until.map(moment),
        previous: Vec::new(),
        service: view.service.0.clone(),
        estimated_wait_minutes: view.estimated_wait_minutes,
        ticket: particulars.visit.as_ref().map(|visit| visit.ticket.clone()),
        kiosk: particulars.visit.as_ref().and_then(|visit| visit.kiosk.as_ref()).map(|seat| seat.name.clone()),
        guests: view.guests.iter().filter_map(|guest| particulars.guests.get(guest)).map(guest_state).collect(),
        visitor_away: false,
        visitor_devices: VisitorDevices::default(),
        document: "none".to_owned(),
        captions: "none",
        line: None,
        agent_away: false,
        video: None,
        hand_raised: view.hand_raised_at.is_some(),
        hand_raised_at: view.hand_raised_at.map(moment),
        alerts: Vec::new(),
        alert_states: Vec::new(),
    }
}

/// Codes of alerts that nobody has seen.
pub(super) fn unseen(alerts: &[AlertState]) -> Vec<String> {
    alerts.iter().filter(|alert| alert.seen_at.is_none()).map(|alert| alert.code.clone()).collect()
}

fn guest_state(guest: &Guest) -> GuestState {
    GuestState { id: guest.agent.0, name: guest.name.clone(), role: guest.role.to_owned() }
}

/// The assignment that rings at `view`'s agent for a contact, when one does.
#[must_use]
pub fn assignment_of(agent: &AgentView, contact: domain::ids::ContactId) -> Option<AssignmentState> {
    agent.works.iter().filter(|work| work.contact == contact).find_map(|work| match work.kind {
        WorkKind::Ringing { assignment, purpose, ring_until } => Some(AssignmentState {
            id: assignment.0,
            agent: agent.agent.0,
            ring_until: moment(ring_until),
            purpose: purpose_word(purpose).to_owned(),
        }),
        WorkKind::Handling | WorkKind::Consulted | WorkKind::WrapUp { .. } => None,
    })
}

/// The contact as the desk that serves it may see it: with the number and its history, without what is watched,
/// and with who only listens where the city has agents told.
#[must_use]
pub fn for_serving_desk(mut state: ContactState, particulars: &Particulars, announce: ListenNotice) -> ContactState {
    state.alerts.clear();
    state.alert_states.clear();
    if announce == ListenNotice::None {
        state.monitors.retain(|monitor| monitor.mode != "listen");
    }
    state.caller.clone_from(&particulars.number);
    state.previous.clone_from(&particulars.previous);
    state
}

/// The end of after-call work of `agent` on a contact.
#[must_use]
pub fn wrap_up_until(agent: &AgentView, contact: domain::ids::ContactId) -> Option<Timestamp> {
    agent.works.iter().filter(|work| work.contact == contact).find_map(|work| match work.kind {
        WorkKind::WrapUp { until } => Some(until),
        WorkKind::Ringing { .. } | WorkKind::Handling | WorkKind::Consulted => None,
    })
}

/// An instant as pages write it.
#[must_use]
pub fn moment(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default()
}

/// The id under which pages know an agent.
#[must_use]
pub fn agent_name(people: &std::collections::BTreeMap<AgentId, Person>, agent: AgentId) -> String {
    people.get(&agent).map(|person| person.name.clone()).unwrap_or_default()
}

/// The contact a desk shows first: what is spoken before what rings before after-call work.
fn in_hand(works: &[WorkView]) -> Option<&WorkView> {
    works.iter().min_by_key(|work| match work.kind {
        WorkKind::Handling | WorkKind::Consulted => 0,
        WorkKind::Ringing { .. } => 1,
        WorkKind::WrapUp { .. } => 2,
    })
}

fn status_word(view: &AgentView) -> &'static str {
    match &view.status {
        AgentStatus::Available => "available",
        AgentStatus::Paused(_) => "paused",
        AgentStatus::Ringing => "ringing",
        AgentStatus::Dialling => "dialling",
        AgentStatus::Talking => "talking",
        AgentStatus::Holding => "hold",
        AgentStatus::Consulting => "consulting",
        AgentStatus::WrapUp => "wrap_up",
        AgentStatus::Monitoring => "monitoring",
    }
}

fn reason_code(status: &AgentStatus) -> Option<String> {
    match status {
        AgentStatus::Paused(reason) => Some(reason.code().to_owned()),
        AgentStatus::Available
        | AgentStatus::Ringing
        | AgentStatus::Dialling
        | AgentStatus::Talking
        | AgentStatus::Holding
        | AgentStatus::Consulting
        | AgentStatus::WrapUp
        | AgentStatus::Monitoring => None,
    }
}

fn stage_word(view: &ContactView) -> &'static str {
    match &view.stage {
        StageView::Ivr | StageView::Farewell => "ivr",
        StageView::Waiting { .. } => "waiting",
        StageView::Ringing { .. } => "ringing",
        StageView::Reaching => "dialling",
        StageView::Interrupted => "interrupted",
        StageView::TransferRinging => "transferring",
        StageView::Transferred => "transferred",
        StageView::WrappingUp => "wrap_up",
        StageView::Talking => talking_word(view),
    }
}

fn talking_word(view: &ContactView) -> &'static str {
    match (&view.third, view.held) {
        (Some(third), _) if third.conference => "conference",
        (Some(_), _) | (None, Some(HoldReason::Consult)) => "consulting",
        (None, Some(HoldReason::Agent)) => "held",
        (None, None) => "talking",
    }
}

fn position(stage: &StageView) -> Option<u32> {
    match stage {
        StageView::Waiting { position, .. } => Some(*position),
        StageView::Ivr
        | StageView::Farewell
        | StageView::Ringing { .. }
        | StageView::Reaching
        | StageView::Talking
        | StageView::Interrupted
        | StageView::TransferRinging
        | StageView::Transferred
        | StageView::WrappingUp => None,
    }
}

fn is_callback(stage: &StageView) -> bool {
    matches!(stage, StageView::Waiting { callback: true, .. } | StageView::Ringing { callback: true, .. })
}

fn third_state(third: &ThirdView, particulars: &Particulars) -> ThirdState {
    let label = particulars.third_label.clone().unwrap_or_else(|| match &third.to {
        TargetKind::External => "外線".to_owned(),
        TargetKind::Agent(agent) => agent.to_string(),
        TargetKind::Queue(queue) => queue.0.clone(),
    });
    let state = match (third.answered, third.rings) {
        (true, _) => "talking",
        (false, true) => "ringing",
        (false, false) => "dialling",
    };
    ThirdState { label, state: state.to_owned() }
}

fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Phone => "phone",
        Channel::Counter => "counter",
        Channel::Chat => "chat",
    }
}

fn direction_word(direction: Direction) -> &'static str {
    match direction {
        Direction::Inbound => "inbound",
        Direction::Outbound => "outbound",
    }
}

/// `ja` or `en`.
#[must_use]
pub fn language_word(language: Language) -> &'static str {
    match language {
        Language::Ja => "ja",
        Language::En => "en",
    }
}

fn purpose_word(purpose: RingPurpose) -> &'static str {
    match purpose {
        RingPurpose::Queue => "queue",
        RingPurpose::Transfer => "transfer",
        RingPurpose::Return => "return",
        RingPurpose::Consult => "consult",
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::{ContactId, ServiceId};

    use super::*;

    fn chat() -> ContactView {
        ContactView {
            contact: ContactId(uuid::Uuid::nil()),
            channel: Channel::Chat,
            service: ServiceId("chat".to_owned()),
            direction: Direction::Inbound,
            queue: None,
            language: Some(Language::Ja),
            arrived_at: Timestamp(0),
            queued_at: None,
            answered_at: None,
            stage: StageView::Talking,
            since: Timestamp(0),
            agent: None,
            held: None,
            third: None,
            supervisors: Vec::new(),
            hand_raised_at: None,
            guests: Vec::new(),
            in_hall: false,
            acceptance: None,
            recording: false,
            secret_hold_until: None,
            estimated_wait_minutes: None,
        }
    }

    #[test]
    fn a_resident_who_reads_easy_japanese_is_served_in_japanese_and_the_desk_is_told() {
        for reads_easy in [false, true] {
            let particulars = Particulars { reads_easy, ..Particulars::default() };
            let state = contact_state(&chat(), &particulars, None);
            assert_eq!((state.language.as_deref(), state.reads_easy), (Some("ja"), reads_easy));
            assert_eq!(for_serving_desk(state, &particulars, ListenNotice::None).reads_easy, reads_easy);
        }
    }
}
