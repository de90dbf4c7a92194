//! Ringing, pausing, capacity, desks that reload, after-call work, supervisors.

use domain::agent::{Capacity, LoggedState, PauseReason, Presence};
use domain::contact::{Channel, End, MonitorMode, Party, RingEnd};
use domain::floor::{AgentStatus, Effect, FloorEvent, RefusalReason, StageView, WorkKind};
use domain::ids::AgentId;

use crate::world::{A, B, C, D, S, World, city, contact, skills};

fn presence(world: &World, agent: AgentId) -> Option<Presence> {
    world.floor.agent_view(agent).map(|view| view.presence)
}

fn status(world: &World, agent: AgentId) -> Option<AgentStatus> {
    world.floor.agent_view(agent).map(|view| view.status)
}

#[test]
fn the_log_of_an_agent_says_what_was_done_since_when_and_with_which_contact() {
    let mut world = World::staffed();
    world.queue_up(C);
    world.wait_ms(3_000);
    world.answer(A, C);
    world.wait_ms(10_000);
    world.caller_hangs_up(C);
    world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
    world.apply(FloorEvent::DeskDown { agent: A });
    world.apply(FloorEvent::AgentSignedOut { agent: A });
    let log = &world.agent_logs[&A];
    let said: Vec<_> = log.iter().map(|entry| (entry.state.clone(), entry.contact)).collect();
    let wanted = [
        (LoggedState::SignedIn, None),
        (LoggedState::Available, None),
        (LoggedState::Ringing, Some(C)),
        (LoggedState::Talking, Some(C)),
        (LoggedState::WrapUp, Some(C)),
        (LoggedState::Available, None),
        (LoggedState::DeskAway, None),
        (LoggedState::SignedOut, None),
    ];
    assert_eq!(said, wanted);
    let talked = log[4].at.since_ms(log[3].at);
    assert_eq!((log[3].at.since_ms(log[2].at), talked), (3_000, 10_000));
}

#[test]
fn agent_who_does_not_answer_is_paused_and_the_contact_rings_at_the_next() {
    let mut world = World::staffed();
    world.queue_up(C);
    world.wait_ms(19_999);
    assert!(world.rings.contains_key(&(A, C)));
    world.wait_ms(1);
    assert!(world.rings.contains_key(&(B, C)) && world.rings.len() == 1);
    assert_eq!(presence(&world, A), Some(Presence::Paused(PauseReason::NoAnswer)));
    world.answer(B, C);
    assert_eq!(world.view(C).agent, Some(B));
}

#[test]
fn agent_who_refuses_is_paused_and_the_contact_rings_at_the_next() {
    let mut world = World::staffed();
    world.queue_up(C);
    world.refuse(A, C);
    assert_eq!(presence(&world, A), Some(Presence::Paused(PauseReason::Refused)));
    assert!(world.rings.contains_key(&(B, C)));
    world.refuse(B, C);
    assert_eq!(world.view(C).stage, StageView::Waiting { position: 1, callback: false });
}

#[test]
fn agent_who_pauses_while_it_rings_passes_the_contact_on() {
    let mut world = World::staffed();
    world.queue_up(C);
    world.apply(FloorEvent::SetPaused { agent: A, reason: PauseReason::Chosen("break".to_owned()) });
    let stopped = world.last.iter().any(|it| matches!(it, Effect::StopRing { why: Some(RingEnd::AgentPaused), .. }));
    assert!(stopped && world.rings.contains_key(&(B, C)));
}

#[test]
fn agent_who_pauses_in_a_call_finishes_it_first() {
    let mut world = World::staffed();
    world.talk(C);
    world.apply(FloorEvent::SetPaused { agent: A, reason: PauseReason::Chosen("break".to_owned()) });
    assert_eq!(status(&world, A), Some(AgentStatus::Talking));
    world.caller_hangs_up(C);
    world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
    assert_eq!(status(&world, A), Some(AgentStatus::Paused(PauseReason::Chosen("break".to_owned()))));
}

#[test]
fn after_call_work_ends_by_itself_unfiled_and_the_agent_is_available() {
    let mut world = World::staffed();
    world.talk(C);
    world.caller_hangs_up(C);
    assert_eq!(status(&world, A), Some(AgentStatus::WrapUp));
    world.wait_ms(59_999);
    assert_eq!(status(&world, A), Some(AgentStatus::WrapUp));
    world.wait_ms(1);
    assert_eq!(status(&world, A), Some(AgentStatus::Available));
    assert_eq!(world.closed(C).after_call_ms, 60_000);
}

#[test]
fn after_call_work_can_be_extended_a_limited_number_of_times() {
    let mut world = World::staffed();
    world.talk(C);
    world.caller_hangs_up(C);
    for _ in 0..world.config.wrap_up_extensions_max {
        world.apply(FloorEvent::ExtendWrapUp { agent: A, contact: C });
        assert_eq!(world.refusal(), None);
    }
    world.apply(FloorEvent::ExtendWrapUp { agent: A, contact: C });
    assert_eq!(world.refusal(), Some(RefusalReason::ExtendedEnough));
    world.wait_ms(6 * 60_000);
    assert_eq!(world.closed(C).after_call_ms, 6 * 60_000);
}

#[test]
fn call_excludes_a_visit_and_a_visit_excludes_a_call() {
    for (first, second) in [("phone", "counter"), ("counter", "phone")] {
        let mut world = World::open(city());
        world.staff(A, &["phone", "counter", "ja"]);
        for (id, service) in [(C, first), (D, second)] {
            let channel = if service == "phone" { Channel::Phone } else { Channel::Counter };
            world.arrive_at(id, service, channel);
            world.apply(FloorEvent::Digit { contact: id, digit: '1' });
            world.end_prompt(id);
        }
        world.answer(A, C);
        assert!(world.rings.is_empty(), "{second} rings at an agent who has {first}");
        world.caller_hangs_up(C);
        assert!(world.rings.is_empty(), "after-call work takes the capacity too");
        world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
        assert!(world.rings.contains_key(&(A, D)));
    }
}

#[test]
fn chats_are_taken_up_to_the_agents_capacity() {
    let mut world = World::open(city());
    let capacity = Capacity { chat: 2, ..Capacity::default() };
    world.apply(FloorEvent::AgentSignedIn { agent: A, skills: skills(&["chat", "ja"]), capacity });
    world.apply(FloorEvent::DeskUp { agent: A });
    world.apply(FloorEvent::SetAvailable { agent: A });
    for n in 1..=3 {
        world.arrive_at(contact(n), "chat", Channel::Chat);
        world.answer(A, contact(n));
    }
    let handling = world.works(A).iter().filter(|(_, kind)| *kind == WorkKind::Handling).count();
    assert_eq!(handling, 2);
    assert_eq!(world.view(contact(3)).stage, StageView::Waiting { position: 1, callback: false });
}

#[test]
fn reloaded_desk_within_the_grace_is_back_in_the_call() {
    let mut world = World::staffed();
    world.talk(C);
    world.apply(FloorEvent::DeskDown { agent: A });
    world.wait_ms(9_999);
    assert_eq!(world.view(C).agent, Some(A));
    world.apply(FloorEvent::DeskUp { agent: A });
    assert!(world.last.iter().any(|it| matches!(it, Effect::Routes { .. })), "the fresh leg is bridged again");
    world.wait_ms(60_000);
    assert_eq!(world.view(C).agent, Some(A));
}

#[test]
fn ring_is_shown_again_at_a_reloaded_desk() {
    let mut world = World::staffed();
    world.queue_up(C);
    world.apply(FloorEvent::DeskDown { agent: A });
    world.answer(A, C);
    assert_eq!(world.refusal(), Some(RefusalReason::DeskDown));
    world.apply(FloorEvent::DeskUp { agent: A });
    assert!(world.last.iter().any(|it| matches!(it, Effect::Ring { .. })));
    world.answer(A, C);
    assert_eq!(world.view(C).agent, Some(A));
}

#[test]
fn caller_of_a_lost_desk_goes_to_the_head_of_the_line_and_stays_answered() {
    let mut world = World::staffed();
    world.talk(C);
    world.queue_up(D);
    world.answer(B, D);
    let earlier = contact(3);
    world.queue_up(earlier);
    world.apply(FloorEvent::DeskDown { agent: A });
    world.wait_ms(10_000);
    assert_eq!(world.view(C).stage, StageView::Waiting { position: 1, callback: false });
    assert_eq!(world.view(earlier).stage, StageView::Waiting { position: 2, callback: false });
    assert_eq!(presence(&world, A), Some(Presence::Paused(PauseReason::DeskLost)));
    world.caller_hangs_up(C);
    world.everybody_leaves();
    assert!(world.closed(C).answered_at.is_some());
    assert_eq!(world.closed(C).end, Some(End::CallerHungUp));
}

#[test]
fn agent_signs_out_between_calls_and_not_in_one() {
    let mut world = World::staffed();
    world.talk(C);
    world.apply(FloorEvent::AgentSignedOut { agent: A });
    assert_eq!(world.refusal(), Some(RefusalReason::InContact));
    world.caller_hangs_up(C);
    world.apply(FloorEvent::AgentSignedOut { agent: A });
    assert!(world.floor.agent_view(A).is_none());
    assert!(world.closed(C).answered_at.is_some());
}

#[test]
fn any_number_of_supervisors_listen_and_whisper_reaches_the_agent_alone() {
    let mut world = World::staffed();
    world.talk(C);
    let supervisors: Vec<AgentId> = (50..60).map(|n| AgentId(uuid::Uuid::from_u128(n))).collect();
    for supervisor in &supervisors {
        world.sign_in(*supervisor, &[]);
        world.apply(FloorEvent::DeskUp { agent: *supervisor });
        let mode = Some(MonitorMode::Listen);
        world.apply(FloorEvent::Monitor { supervisor: *supervisor, contact: C, mode });
        assert!(world.hears(C, Party::Caller, Party::Supervisor(*supervisor)));
        assert!(!world.hears(C, Party::Supervisor(*supervisor), Party::Agent(A)));
    }
    let mode = Some(MonitorMode::Whisper);
    world.apply(FloorEvent::Monitor { supervisor: supervisors[0], contact: C, mode });
    assert!(world.hears(C, Party::Supervisor(supervisors[0]), Party::Agent(A)));
    assert!(!world.hears(C, Party::Supervisor(supervisors[0]), Party::Caller));
    let mode = Some(MonitorMode::Barge);
    world.apply(FloorEvent::Monitor { supervisor: supervisors[0], contact: C, mode });
    assert!(world.hears(C, Party::Supervisor(supervisors[0]), Party::Caller));
    world.apply(FloorEvent::Monitor { supervisor: S, contact: C, mode });
    assert_eq!(world.refusal(), Some(RefusalReason::FloorFull));
    world.caller_hangs_up(C);
    assert!(world.floor.agent_views().all(|view| view.monitoring.is_none()));
}

#[test]
fn supervisor_does_not_hear_the_caller_on_hold() {
    let mut world = World::staffed();
    world.talk(C);
    world.apply(FloorEvent::Monitor { supervisor: S, contact: C, mode: Some(MonitorMode::Listen) });
    world.apply(FloorEvent::Hold { agent: A, contact: C });
    assert!(!world.hears(C, Party::Caller, Party::Supervisor(S)));
    assert!(world.hears(C, Party::Agent(A), Party::Supervisor(S)));
}

#[test]
fn agent_in_a_call_cannot_listen_to_another() {
    let mut world = World::staffed();
    world.talk(C);
    world.queue_up(D);
    world.answer(B, D);
    world.apply(FloorEvent::Monitor { supervisor: A, contact: D, mode: Some(MonitorMode::Listen) });
    assert_eq!(world.refusal(), Some(RefusalReason::Busy));
}
