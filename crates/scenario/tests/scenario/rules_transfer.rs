//! Blind, consult, complete, conference, and the way back (clause 6(3)②).

use domain::contact::{DialPurpose, End, LegCause, MonitorMode, Party, RingPurpose, Target, TargetKind};
use domain::floor::{AgentStatus, Effect, FloorEvent, RefusalReason, StageView, WorkKind};
use domain::ids::QueueId;

use crate::world::{A, B, C, S, World, outside};

const THIRD: Party = Party::Third { attempt: 1 };

fn consult(world: &mut World, to: Target) {
    world.apply(FloorEvent::Consult { agent: A, contact: C, to });
}

#[test]
fn consultation_keeps_the_caller_on_music_and_joins_agent_and_third() {
    let mut world = World::staffed();
    world.talk(C);
    consult(&mut world, outside());
    assert!(world.line(C).music && world.line(C).routes.is_empty());
    assert_eq!(world.floor.agent_view(A).map(|agent| agent.status), Some(AgentStatus::Consulting));
    assert!(!world.view(C).third.is_some_and(|third| third.rings));
    world.apply(FloorEvent::ThirdRinging { contact: C, attempt: 1 });
    assert!(world.view(C).third.is_some_and(|third| third.rings && !third.answered));
    world.apply(FloorEvent::CompleteTransfer { agent: A, contact: C });
    assert_eq!(world.refusal(), Some(RefusalReason::ThirdNotAnswered));
    world.third_answers(C);
    assert!(world.hears(C, THIRD, Party::Agent(A)) && !world.hears(C, THIRD, Party::Caller));
    assert!(world.line(C).music);
}

#[test]
fn completed_transfer_leaves_caller_and_third_and_stops_the_recording() {
    let mut world = World::staffed();
    world.talk(C);
    consult(&mut world, outside());
    world.third_answers(C);
    world.apply(FloorEvent::CompleteTransfer { agent: A, contact: C });
    assert!(world.hears(C, Party::Caller, THIRD) && world.hears(C, THIRD, Party::Caller));
    assert!(!world.line(C).recording && !world.line(C).music);
    assert!(matches!(world.works(A)[..], [(C, WorkKind::WrapUp { .. })]));
    world.third_hangs_up(C);
    assert!(!world.line(C).caller_up, "the caller is not left alone on the line");
    world.everybody_leaves();
    assert_eq!(world.closed(C).end, Some(End::Transferred { to: TargetKind::External }));
    assert_eq!(world.closed(C).transfers, 1);
}

#[test]
fn recording_goes_on_after_a_transfer_where_it_is_configured() {
    let mut config = crate::world::city();
    config.record_after_transfer = true;
    let mut world = World::open(config);
    world.staff(A, &["phone", "ja"]);
    world.talk(C);
    consult(&mut world, outside());
    world.third_answers(C);
    world.apply(FloorEvent::CompleteTransfer { agent: A, contact: C });
    assert!(world.line(C).recording);
}

#[test]
fn conference_lets_all_three_hear_each_other_and_split_back_parts_them() {
    let mut world = World::staffed();
    world.talk(C);
    consult(&mut world, outside());
    world.third_answers(C);
    world.apply(FloorEvent::Conference { agent: A, contact: C });
    for (from, to) in [(Party::Caller, THIRD), (THIRD, Party::Agent(A)), (Party::Agent(A), Party::Caller)] {
        assert!(world.hears(C, from, to) && world.hears(C, to, from), "{from:?} {to:?}");
    }
    assert!(!world.line(C).music);
    world.apply(FloorEvent::SplitBack { agent: A, contact: C });
    assert!(world.line(C).music && !world.hears(C, Party::Caller, THIRD));
    world.apply(FloorEvent::CancelConsult { agent: A, contact: C });
    assert!(world.hears(C, Party::Caller, Party::Agent(A)) && world.line(C).dials.is_empty());
}

#[test]
fn agent_who_hangs_up_in_a_conference_leaves_the_others_to_each_other() {
    let mut world = World::staffed();
    world.talk(C);
    consult(&mut world, outside());
    world.third_answers(C);
    world.apply(FloorEvent::Conference { agent: A, contact: C });
    world.apply(FloorEvent::HangUp { agent: A, contact: C });
    assert_eq!(world.view(C).stage, StageView::Transferred);
    assert!(world.hears(C, Party::Caller, THIRD));
}

#[test]
fn agent_who_hangs_up_in_a_consultation_drops_the_third_and_not_the_caller() {
    let mut world = World::staffed();
    world.talk(C);
    consult(&mut world, outside());
    world.third_answers(C);
    world.apply(FloorEvent::HangUp { agent: A, contact: C });
    assert!(world.line(C).caller_up && world.line(C).dials.is_empty());
    assert!(world.hears(C, Party::Caller, Party::Agent(A)));
}

#[test]
fn third_party_who_is_busy_brings_agent_and_caller_together_again() {
    let mut world = World::staffed();
    world.talk(C);
    consult(&mut world, outside());
    world.third_fails(C);
    assert_eq!(world.told(), Some((A, DialPurpose::Consult, LegCause::Busy)), "the agent is told why");
    assert!(world.hears(C, Party::Caller, Party::Agent(A)) && !world.line(C).music);
}

#[test]
fn caller_who_hangs_up_in_a_consultation_ends_it() {
    let mut world = World::staffed();
    world.talk(C);
    consult(&mut world, outside());
    world.third_answers(C);
    world.caller_hangs_up(C);
    let (party, cause) = (THIRD, LegCause::ContactEnded);
    assert!(world.last.contains(&Effect::HangUp { contact: C, party, cause }));
}

#[test]
fn third_party_who_answers_after_the_consultation_was_cancelled_joins_nobody() {
    let mut world = World::staffed();
    world.talk(C);
    consult(&mut world, outside());
    world.apply(FloorEvent::CancelConsult { agent: A, contact: C });
    assert!(world.last.contains(&Effect::CancelDial { contact: C, attempt: 1 }));
    world.third_answers(C);
    assert_eq!(world.view(C).third, None);
    assert!(world.hears(C, Party::Caller, Party::Agent(A)));
}

#[test]
fn late_answer_of_a_cancelled_attempt_is_not_taken_for_the_next_one() {
    let mut world = World::staffed();
    world.talk(C);
    consult(&mut world, outside());
    world.apply(FloorEvent::CancelConsult { agent: A, contact: C });
    consult(&mut world, outside());
    world.apply(FloorEvent::ThirdAnswered { contact: C, attempt: 1 });
    assert_eq!(world.view(C).third.map(|third| third.answered), Some(false));
    world.apply(FloorEvent::ThirdFailed { contact: C, attempt: 1, cause: LegCause::Busy });
    assert!(world.view(C).third.is_some(), "the second attempt still rings");
}

#[test]
fn blind_transfer_frees_the_agent_at_once_and_joins_the_caller_with_who_answers() {
    let mut world = World::staffed();
    world.talk(C);
    world.apply(FloorEvent::Blind { agent: A, contact: C, to: outside() });
    assert!(matches!(world.works(A)[..], [(C, WorkKind::WrapUp { .. })]));
    assert!(world.line(C).music);
    world.third_answers(C);
    assert!(world.hears(C, Party::Caller, THIRD));
    assert_eq!(world.view(C).stage, StageView::Transferred);
}

#[test]
fn blind_transfer_that_fails_comes_back_to_the_agent_in_after_call_work() {
    let mut world = World::staffed();
    world.talk(C);
    world.apply(FloorEvent::Blind { agent: A, contact: C, to: outside() });
    world.wait_ms(3_000);
    world.third_fails(C);
    assert_eq!(world.told(), Some((A, DialPurpose::Blind, LegCause::Busy)), "the agent is told why");
    assert!(world.rings.contains_key(&(A, C)));
    assert!(matches!(world.works(A)[..], [(C, WorkKind::Ringing { purpose: RingPurpose::Return, .. })]));
    world.answer(A, C);
    assert!(world.hears(C, Party::Caller, Party::Agent(A)));
    world.caller_hangs_up(C);
    world.everybody_leaves();
    assert_eq!(world.closed(C).end, Some(End::CallerHungUp));
    assert_eq!(world.closed(C).after_call_ms, 3_000 + 60_000);
}

#[test]
fn blind_transfer_that_fails_goes_to_the_head_of_the_line_when_the_agent_has_filed() {
    let mut world = World::staffed();
    world.talk(C);
    world.wait_ms(1_000);
    world.apply(FloorEvent::Blind { agent: A, contact: C, to: outside() });
    world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
    world.wait_ms(world.config.dial_timeout_ms);
    assert!(world.rings.contains_key(&(B, C)), "B has been idle for longest");
    world.answer(B, C);
    assert_eq!(world.view(C).agent, Some(B));
}

#[test]
fn blind_transfer_to_an_agent_who_refuses_comes_back() {
    let mut world = World::staffed();
    world.talk(C);
    world.apply(FloorEvent::Blind { agent: A, contact: C, to: Target::Agent(B) });
    assert!(world.rings.contains_key(&(B, C)));
    world.refuse(B, C);
    assert_eq!(world.told(), Some((A, DialPurpose::Blind, LegCause::Declined)));
    assert!(world.rings.contains_key(&(A, C)));
}

#[test]
fn agent_whose_colleague_does_not_answer_a_consultation_is_told_and_back_with_the_caller() {
    let mut world = World::staffed();
    world.talk(C);
    consult(&mut world, Target::Agent(B));
    let ring_timeout_ms = world.config.ring_timeout_ms;
    world.wait_ms(ring_timeout_ms - 1);
    world.now = world.now.plus_ms(1);
    world.apply(FloorEvent::Tick);
    assert_eq!(world.told(), Some((A, DialPurpose::Consult, LegCause::NoAnswer)));
    assert!(world.hears(C, Party::Caller, Party::Agent(A)));
}

#[test]
fn agent_who_gives_a_consultation_up_is_told_nothing() {
    let mut world = World::staffed();
    world.talk(C);
    consult(&mut world, outside());
    world.apply(FloorEvent::CancelConsult { agent: A, contact: C });
    assert_eq!(world.told(), None);
}

#[test]
fn agent_consulted_takes_the_caller_over_when_the_transfer_is_completed() {
    let mut world = World::staffed();
    world.talk(C);
    consult(&mut world, Target::Agent(B));
    world.answer(B, C);
    assert!(world.hears(C, Party::Agent(A), Party::Agent(B)) && !world.hears(C, Party::Caller, Party::Agent(B)));
    world.apply(FloorEvent::CompleteTransfer { agent: A, contact: C });
    assert!(world.hears(C, Party::Caller, Party::Agent(B)));
    assert_eq!(world.view(C).agent, Some(B));
    assert!(world.line(C).recording, "our side is still there");
    world.caller_hangs_up(C);
    world.everybody_leaves();
    assert_eq!(world.closed(C).agents, vec![A, B]);
    assert_eq!(world.closed(C).end, Some(End::CallerHungUp));
}

#[test]
fn blind_transfer_to_a_queue_waits_there_and_stays_answered() {
    let mut world = World::staffed();
    world.talk(C);
    let accepted = world.view(C).acceptance;
    world.apply(FloorEvent::Blind { agent: A, contact: C, to: Target::Queue(QueueId::from("second")) });
    assert!(world.rings.contains_key(&(B, C)));
    world.wait_ms(4_000);
    world.answer(B, C);
    assert_eq!(world.view(C).acceptance, accepted);
    let to = Target::Queue(QueueId::from("nowhere"));
    world.apply(FloorEvent::Blind { agent: B, contact: C, to });
    assert_eq!(world.refusal(), Some(RefusalReason::UnknownTarget));
}

#[test]
fn transfer_to_oneself_to_a_busy_agent_and_a_queue_asked_for_advice_are_refused() {
    let mut world = World::staffed();
    world.talk(C);
    consult(&mut world, Target::Agent(A));
    assert_eq!(world.refusal(), Some(RefusalReason::TargetNotAllowed));
    consult(&mut world, Target::Queue(QueueId::from("second")));
    assert_eq!(world.refusal(), Some(RefusalReason::TargetNotAllowed));
    consult(&mut world, Target::Agent(S));
    assert_eq!(world.refusal(), Some(RefusalReason::TargetUnavailable));
}

#[test]
fn supervisors_leave_when_our_side_has_left() {
    let mut world = World::staffed();
    world.talk(C);
    world.apply(FloorEvent::Monitor { supervisor: S, contact: C, mode: Some(MonitorMode::Listen) });
    consult(&mut world, outside());
    world.third_answers(C);
    world.apply(FloorEvent::CompleteTransfer { agent: A, contact: C });
    assert!(world.view(C).supervisors.is_empty());
}
