//! How waits and conversations end, and how they are counted.

use domain::contact::{Acceptance, End, LegCause, NotOffered, Party, SystemEnd, TargetKind, recovered_events, summary};
use domain::floor::{Effect, FloorEvent, OpenState, RefusalReason, RejectCause, StageView};
use domain::ids::ServiceId;
use domain::service_flow::{FlowId, FlowRecordKind, OutcomeKind};
use domain::time::Timestamp;

use crate::invariants;
use crate::world::{A, B, C, D, World, contact, outside};

#[test]
fn caller_who_hangs_up_while_ringing_frees_the_agent() {
    let mut world = World::staffed();
    world.queue_up(C);
    world.wait_ms(12_000);
    world.caller_hangs_up(C);
    assert_eq!(world.works(A), vec![]);
    assert!(world.rings.is_empty());
    assert_eq!(world.closed(C).acceptance, Some(Acceptance::Abandoned { wait_ms: 12_000, short: false }));
    world.queue_up(D);
    assert!(world.rings.contains_key(&(A, D)) || world.rings.contains_key(&(B, D)));
}

#[test]
fn abandon_under_ten_seconds_is_short_and_at_ten_seconds_is_not() {
    for (wait_ms, short) in [(9_999, true), (10_000, false)] {
        let mut world = World::staffed();
        world.queue_up(C);
        world.wait_ms(wait_ms);
        world.caller_hangs_up(C);
        assert_eq!(world.closed(C).acceptance, Some(Acceptance::Abandoned { wait_ms, short }));
    }
}

#[test]
fn answer_after_the_caller_hung_up_is_refused_and_frees_the_agent() {
    let mut world = World::staffed();
    world.queue_up(C);
    let assignment = world.assignment(A, C);
    world.caller_hangs_up(C);
    world.apply(FloorEvent::Answer { agent: A, contact: C, assignment });
    assert_eq!(world.refusal(), Some(RefusalReason::UnknownContact));
    assert_eq!(world.works(A), vec![]);
}

#[test]
fn second_answer_is_refused() {
    let mut world = World::staffed();
    world.queue_up(C);
    let assignment = world.assignment(A, C);
    world.answer(A, C);
    for agent in [A, B] {
        world.apply(FloorEvent::Answer { agent, contact: C, assignment });
        assert_eq!(world.refusal(), Some(RefusalReason::StaleAssignment));
    }
    assert_eq!(world.view(C).agent, Some(A));
}

#[test]
fn caller_who_hangs_up_sends_the_agent_to_after_call_work() {
    let mut world = World::staffed();
    world.talk(C);
    world.wait_ms(30_000);
    world.caller_hangs_up(C);
    assert_eq!(world.view(C).stage, StageView::WrappingUp);
    world.wait_ms(15_000);
    world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
    let closed = world.closed(C);
    assert_eq!(closed.acceptance, Some(Acceptance::Answered { wait_ms: 0 }));
    assert_eq!(closed.end, Some(End::CallerHungUp));
    assert_eq!((closed.talk_ms, closed.hold_ms, closed.after_call_ms), (30_000, 0, 15_000));
    assert_eq!(closed.agents, vec![A]);
}

#[test]
fn agent_who_hangs_up_ends_the_call() {
    let mut world = World::staffed();
    world.talk(C);
    world.apply(FloorEvent::HangUp { agent: A, contact: C });
    assert!(!world.line(C).caller_up);
    world.everybody_leaves();
    assert_eq!(world.closed(C).end, Some(End::AgentHungUp));
}

#[test]
fn hold_time_is_counted_apart_from_talk() {
    let mut world = World::staffed();
    world.talk(C);
    world.wait_ms(10_000);
    world.apply(FloorEvent::Hold { agent: A, contact: C });
    assert!(world.line(C).music && world.line(C).routes.is_empty());
    world.apply(FloorEvent::Hold { agent: A, contact: C });
    assert_eq!(world.refusal(), Some(RefusalReason::AlreadyHeld));
    world.wait_ms(7_000);
    world.apply(FloorEvent::Resume { agent: A, contact: C });
    assert!(world.hears(C, Party::Caller, Party::Agent(A)));
    world.wait_ms(3_000);
    world.caller_hangs_up(C);
    world.everybody_leaves();
    let closed = world.closed(C);
    assert_eq!((closed.talk_ms, closed.hold_ms), (13_000, 7_000));
}

#[test]
fn caller_who_leaves_in_the_greeting_is_not_offered() {
    let mut world = World::staffed();
    world.arrive(C);
    world.wait_ms(2_000);
    world.caller_hangs_up(C);
    let reason = NotOffered::LeftInIvr;
    assert_eq!(world.closed(C).acceptance, Some(Acceptance::NotOffered { reason }));
}

#[test]
fn caller_outside_opening_hours_hears_the_next_opening_in_both_languages_and_is_not_offered() {
    let mut world = World::staffed();
    world.apply(FloorEvent::Arrived {
        contact: C,
        channel: domain::contact::Channel::Phone,
        service: ServiceId::from("phone"),
        caller_known: true,
        language: None,
        open: OpenState::Closed { next_open: Some(Timestamp(1)) },
    });
    world.end_prompts(C);
    assert_eq!(world.line(C).said.len(), 2);
    assert!(world.line(C).said[0].contains("Closed"));
    let reason = NotOffered::OutOfHours;
    assert_eq!(world.closed(C).acceptance, Some(Acceptance::NotOffered { reason }));
    assert!(world.works(A).is_empty());
}

#[test]
fn contact_that_finds_the_queue_full_is_told_so_and_is_not_offered() {
    let mut config = crate::world::city();
    config.queues[0].waiting_max = 1;
    let mut world = World::open(config);
    world.queue_up(C);
    world.queue_up(D);
    assert_eq!(world.view(D).stage, StageView::Farewell);
    world.end_prompts(D);
    let reason = NotOffered::QueueFull;
    assert_eq!(world.closed(D).acceptance, Some(Acceptance::NotOffered { reason }));
    assert_eq!(world.view(C).stage, StageView::Waiting { position: 1, callback: false });
}

#[test]
fn wait_beyond_the_limit_is_ended_by_the_system_with_a_message() {
    let mut world = World::open(crate::world::city());
    world.queue_up(C);
    world.wait_ms(world.config.queues[0].wait_max_ms);
    assert_eq!(world.view(C).stage, StageView::Farewell);
    assert!(world.line(C).said.iter().any(|it| it == "WaitTooLong"));
    world.end_prompts(C);
    let reason = SystemEnd::WaitTooLong;
    assert_eq!(world.closed(C).acceptance, Some(Acceptance::EndedBySystem { reason }));
    assert_eq!(world.closed(C).end, None);
}

#[test]
fn draining_floor_turns_callers_away_and_finishes_the_others() {
    let mut world = World::staffed();
    world.talk(C);
    world.apply(FloorEvent::Drain);
    world.arrive(D);
    let cause = RejectCause::Unavailable;
    assert!(world.last.contains(&Effect::RejectCaller { contact: D, cause }));
    assert_eq!(world.closed(D).acceptance, Some(Acceptance::NotOffered { reason: NotOffered::Draining }));
    assert!(world.hears(C, Party::Caller, Party::Agent(A)));
}

#[test]
fn every_effect_of_a_batch_comes_with_its_record() {
    let mut world = World::staffed();
    world.arrive(C);
    let records = world.last.iter().filter(|it| matches!(it, Effect::Record(_))).count();
    assert!(matches!(world.last.first(), Some(Effect::Record(_))), "{:?}", world.last);
    assert!(records >= 2, "arrived and recording started");
}

#[test]
fn lost_media_of_the_caller_ends_the_call_as_if_the_caller_had_hung_up() {
    let mut world = World::staffed();
    world.talk(C);
    world.apply(FloorEvent::MediaLost { contact: C, party: Party::Caller });
    let (party, cause) = (Party::Caller, LegCause::MediaLost);
    assert!(world.last.contains(&Effect::HangUp { contact: C, party, cause }));
    world.everybody_leaves();
    assert_eq!(world.closed(C).end, Some(End::CallerHungUp));
}

#[test]
fn stop_of_the_program_closes_a_wait_a_talk_and_after_call_work() {
    let mut world = World::staffed();
    world.talk(C);
    world.wait_ms(5_000);
    world.caller_hangs_up(C);
    world.queue_up(D);
    world.answer(B, D);
    let waiting = contact(3);
    world.queue_up(waiting);
    world.wait_ms(4_000);
    invariants::check_recovery(&world);
    let expected = [
        (C, Acceptance::Answered { wait_ms: 0 }, Some(End::CallerHungUp)),
        (D, Acceptance::Answered { wait_ms: 0 }, Some(End::System { reason: SystemEnd::Restart })),
        (waiting, Acceptance::EndedBySystem { reason: SystemEnd::Restart }, None),
    ];
    for (id, acceptance, end) in expected {
        let mut log = world.line(id).log;
        log.extend(recovered_events([log.as_slice()], world.now, 10_000));
        let closed = summary(&log, 10_000);
        assert_eq!(closed.as_ref().and_then(|it| it.acceptance), Some(acceptance));
        assert_eq!(closed.and_then(|it| it.end), end);
    }
}

#[test]
fn log_survives_json_without_loss() {
    let mut world = World::staffed();
    world.talk(C);
    world.apply(FloorEvent::Consult { agent: A, contact: C, to: outside() });
    world.third_answers(C);
    world.apply(FloorEvent::CompleteTransfer { agent: A, contact: C });
    world.everybody_leaves();
    let log = world.line(C).log;
    let Ok(json) = serde_json::to_string(&log) else {
        panic!("not serialised");
    };
    assert!(json.contains(r#""kind":"arrived""#) && !json.contains("+81"), "{json}");
    let back: Vec<domain::contact::ContactEvent> = match serde_json::from_str(&json) {
        Ok(back) => back,
        Err(fault) => panic!("{fault}: {json}"),
    };
    assert_eq!(back, log);
    assert_eq!(world.closed(C).end, Some(End::Transferred { to: TargetKind::External }));
}

#[test]
fn what_happens_in_a_guided_flow_stands_in_the_log_and_the_way_to_pay_is_counted_apart_from_the_wait() {
    let mut world = World::staffed();
    world.talk(C);
    let note = |world: &mut World, record| world.apply(FloorEvent::FlowNoted { contact: C, record }).len();
    let flow = FlowId("lost_reissue".to_owned());
    note(&mut world, FlowRecordKind::Started { flow: flow.clone(), version: 1 });
    note(&mut world, FlowRecordKind::DetourBegan);
    world.wait_ms(60_000);
    note(&mut world, FlowRecordKind::DetourEnded { away_ms: 60_000 });
    world.caller_hangs_up(C);
    note(&mut world, FlowRecordKind::Finished { outcome: OutcomeKind::BrokenOff });
    world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
    let closed = world.closed(C);
    assert_eq!(closed.acceptance, Some(Acceptance::Answered { wait_ms: 0 }));
    assert_eq!((closed.flow.flow, closed.flow.outcome), (Some(flow), Some(OutcomeKind::BrokenOff)));
    assert_eq!((closed.flow.detour_ms, closed.talk_ms), (60_000, 60_000));
    assert_eq!(note(&mut world, FlowRecordKind::Resumed), 0, "nothing more happens to a closed contact");
}
