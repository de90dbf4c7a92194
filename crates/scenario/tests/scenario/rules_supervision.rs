//! Taking over, raised hands and the tone of listening (clause 6(3)①d).

use domain::contact::{Acceptance, AlertKind, AlertNote, ContactEventKind, End, LegCause, MonitorMode, Party, Target};
use domain::floor::{Effect, FloorEvent, ListenNotice, RefusalReason, StageView, WorkKind};
use domain::ids::AgentId;

use crate::world::{A, B, C, D, S, World, city, outside};

const BOSS: Party = Party::Supervisor(S);

fn take_over(world: &mut World) {
    world.apply(FloorEvent::TakeOver { supervisor: S, contact: C });
}

fn listen(world: &mut World, supervisor: AgentId, mode: MonitorMode) {
    world.apply(FloorEvent::Monitor { supervisor, contact: C, mode: Some(mode) });
}

fn raise(world: &mut World, agent: AgentId) {
    world.apply(FloorEvent::RaiseHand { agent, contact: C });
}

fn second_supervisor(world: &mut World) -> AgentId {
    let other = AgentId(uuid::Uuid::from_u128(0x55));
    world.sign_in(other, &[]);
    world.apply(FloorEvent::DeskUp { agent: other });
    other
}

#[test]
fn supervisor_who_takes_over_has_the_caller_in_one_step_and_the_agent_goes_to_after_call_work() {
    let mut world = World::staffed();
    world.talk(C);
    listen(&mut world, S, MonitorMode::Barge);
    world.wait_ms(60_000);
    take_over(&mut world);
    let matrices: Vec<_> = world.last.iter().filter(|effect| matches!(effect, Effect::Routes { .. })).collect();
    assert_eq!(matrices.len(), 1, "the caller hears one or the other at every instant");
    let agent = Party::Agent(S);
    assert!(world.hears(C, Party::Caller, agent) && world.hears(C, agent, Party::Caller));
    assert!(!world.hears(C, Party::Caller, Party::Agent(A)) && !world.hears(C, Party::Caller, BOSS));
    assert!(world.line(C).recording && !world.line(C).music);
    assert!(matches!(world.works(A)[..], [(C, WorkKind::WrapUp { .. })]));
    assert_eq!(world.works(S), [(C, WorkKind::Handling)]);
    assert!(world.view(C).supervisors.is_empty(), "who serves the call does not listen to it as well");
    let told = world.last.contains(&Effect::TakenOver { agent: A, contact: C, by: S });
    assert!(told, "the desk of the agent says who took over");
    let kinds: Vec<_> = world.line(C).log.iter().rev().take(5).map(|event| event.kind.clone()).collect();
    let expected = [
        ContactEventKind::Joined { agent: S },
        ContactEventKind::WrapUpStarted { agent: A },
        ContactEventKind::Left { party: Party::Agent(A), cause: LegCause::Normal },
        ContactEventKind::TakenOver { by: S, from: A },
        ContactEventKind::MonitorOff { supervisor: S },
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn a_call_taken_over_is_answered_once_and_its_times_are_each_agent_s_own() {
    let mut world = World::staffed();
    world.talk(C);
    world.wait_ms(60_000);
    take_over(&mut world);
    world.wait_ms(30_000);
    world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
    assert_eq!(world.view(C).stage, StageView::Talking, "the record of the agent does not end the call");
    world.apply(FloorEvent::HangUp { agent: S, contact: C });
    world.wait_ms(10_000);
    world.apply(FloorEvent::WrapUpDone { agent: S, contact: C });
    let closed = world.closed(C);
    assert!(matches!(closed.acceptance, Some(Acceptance::Answered { .. })));
    assert_eq!((closed.talk_ms, closed.hold_ms, closed.after_call_ms), (90_000, 0, 40_000));
    assert_eq!((closed.agents, closed.transfers), (vec![A, S], 0));
    assert_eq!(closed.end, Some(End::AgentHungUp));
}

#[test]
fn an_agent_who_hangs_up_just_after_does_not_cut_the_caller_off() {
    let mut world = World::staffed();
    world.talk(C);
    take_over(&mut world);
    world.apply(FloorEvent::HangUp { agent: A, contact: C });
    assert_eq!(world.refusal(), Some(RefusalReason::NotTalking));
    assert!(world.hears(C, Party::Caller, Party::Agent(S)));
}

#[test]
fn a_call_that_ended_just_before_cannot_be_taken_over() {
    let endings: [fn(&mut World); 2] = [
        |world| {
            world.apply(FloorEvent::HangUp { agent: A, contact: C });
        },
        |world| world.caller_hangs_up(C),
    ];
    for end in endings {
        let mut world = World::staffed();
        world.talk(C);
        end(&mut world);
        take_over(&mut world);
        assert_eq!(world.refusal(), Some(RefusalReason::NotTalking));
        assert!(world.works(S).is_empty());
    }
}

#[test]
fn a_caller_on_hold_is_off_it_when_a_supervisor_takes_over() {
    let mut world = World::staffed();
    world.talk(C);
    world.apply(FloorEvent::Hold { agent: A, contact: C });
    world.wait_ms(5_000);
    take_over(&mut world);
    assert!(!world.line(C).music && world.hears(C, Party::Agent(S), Party::Caller));
    world.caller_hangs_up(C);
    world.everybody_leaves();
    assert_eq!(world.closed(C).hold_ms, 5_000);
}

#[test]
fn what_is_being_passed_on_is_not_taken_over_and_goes_on() {
    let passing: [fn(&mut World); 4] = [
        |world| {
            world.apply(FloorEvent::Consult { agent: A, contact: C, to: outside() });
        },
        |world| {
            world.apply(FloorEvent::Consult { agent: A, contact: C, to: outside() });
            world.third_answers(C);
            world.apply(FloorEvent::Conference { agent: A, contact: C });
        },
        |world| {
            world.apply(FloorEvent::Consult { agent: A, contact: C, to: Target::Agent(B) });
        },
        |world| {
            world.apply(FloorEvent::Blind { agent: A, contact: C, to: outside() });
        },
    ];
    for pass in passing {
        let mut world = World::staffed();
        world.talk(C);
        pass(&mut world);
        let before = world.view(C);
        take_over(&mut world);
        assert_eq!(world.refusal(), Some(RefusalReason::TransferUnderWay));
        assert_eq!(world.view(C), before, "nothing changed");
    }
}

#[test]
fn a_supervisor_who_cannot_speak_does_not_take_over() {
    let mut world = World::staffed();
    world.talk(C);
    world.apply(FloorEvent::DeskDown { agent: S });
    take_over(&mut world);
    assert_eq!(world.refusal(), Some(RefusalReason::DeskDown));
    world.apply(FloorEvent::DeskUp { agent: S });
    world.queue_up(D);
    world.answer(B, D);
    world.apply(FloorEvent::TakeOver { supervisor: B, contact: C });
    assert_eq!(world.refusal(), Some(RefusalReason::Busy));
    world.apply(FloorEvent::TakeOver { supervisor: A, contact: C });
    assert_eq!(world.refusal(), Some(RefusalReason::Busy), "one's own call cannot be taken over");
    let nobody = AgentId(uuid::Uuid::from_u128(0x99));
    world.apply(FloorEvent::TakeOver { supervisor: nobody, contact: C });
    assert_eq!(world.refusal(), Some(RefusalReason::NotSignedIn));
}

#[test]
fn a_visit_and_a_call_in_line_are_not_taken_over() {
    let mut world = World::staffed();
    world.queue_up(C);
    take_over(&mut world);
    assert_eq!(world.refusal(), Some(RefusalReason::NotTalking));
    world.caller_hangs_up(C);
    let visit = domain::contact::Channel::Counter;
    world.arrive_at(D, "counter", visit);
    world.answer(A, D);
    world.apply(FloorEvent::TakeOver { supervisor: S, contact: D });
    assert_eq!(world.refusal(), Some(RefusalReason::WrongChannel(visit)));
}

#[test]
fn of_two_supervisors_who_press_at_once_the_first_has_the_call_and_others_listen_on() {
    let mut world = World::staffed();
    let other = second_supervisor(&mut world);
    world.talk(C);
    listen(&mut world, other, MonitorMode::Listen);
    take_over(&mut world);
    world.apply(FloorEvent::TakeOver { supervisor: other, contact: C });
    assert_eq!(world.refusal(), Some(RefusalReason::TakenOverAlready));
    assert!(world.hears(C, Party::Agent(S), Party::Supervisor(other)));
    assert!(world.hears(C, Party::Caller, Party::Supervisor(other)));
}

#[test]
fn four_listen_one_whispers_and_one_speaks_at_once_and_each_hears_what_is_meant_for_them() {
    let mut world = World::staffed();
    world.talk(C);
    let people: Vec<AgentId> = (0x60..0x66).map(|n| AgentId(uuid::Uuid::from_u128(n))).collect();
    for person in &people {
        world.sign_in(*person, &[]);
        world.apply(FloorEvent::DeskUp { agent: *person });
        listen(&mut world, *person, MonitorMode::Listen);
    }
    let [whispers, speaks] = [people[4], people[5]];
    listen(&mut world, whispers, MonitorMode::Whisper);
    listen(&mut world, speaks, MonitorMode::Barge);
    let (whisper, voice, agent) = (Party::Supervisor(whispers), Party::Supervisor(speaks), Party::Agent(A));
    assert!(world.hears(C, whisper, agent) && !world.hears(C, whisper, Party::Caller));
    assert!(world.hears(C, voice, agent) && world.hears(C, voice, Party::Caller));
    for listener in people.iter().map(|person| Party::Supervisor(*person)) {
        assert!(world.hears(C, Party::Caller, listener) && world.hears(C, agent, listener));
        assert_eq!(world.hears(C, voice, listener), listener != voice, "who speaks to all is heard by who listens");
        assert!(!world.hears(C, whisper, listener), "a whisper is the agent's alone");
    }
    assert_eq!(world.view(C).supervisors.len(), 6);
}

#[test]
fn a_call_passed_on_after_a_take_over_can_be_taken_over_again() {
    let mut world = World::staffed();
    let other = second_supervisor(&mut world);
    world.talk(C);
    take_over(&mut world);
    world.apply(FloorEvent::Blind { agent: S, contact: C, to: Target::Agent(B) });
    world.answer(B, C);
    world.apply(FloorEvent::TakeOver { supervisor: other, contact: C });
    assert_eq!(world.refusal(), None);
    assert!(world.hears(C, Party::Caller, Party::Agent(other)));
}

#[test]
fn a_call_whose_agent_s_desk_is_lost_can_be_saved_by_taking_it_over() {
    let mut world = World::staffed();
    world.talk(C);
    world.apply(FloorEvent::DeskDown { agent: A });
    take_over(&mut world);
    world.wait_ms(30_000);
    assert!(world.hears(C, Party::Caller, Party::Agent(S)), "the agent's lost desk takes nothing with it any more");
    assert_eq!(world.view(C).stage, StageView::Talking);
}

#[test]
fn a_supervisor_lost_after_taking_over_leaves_the_caller_at_the_head_of_the_line() {
    let mut world = World::staffed();
    world.talk(C);
    take_over(&mut world);
    world.apply(FloorEvent::DeskDown { agent: S });
    world.wait_ms(15_000);
    assert!(matches!(world.view(C).stage, StageView::Waiting { .. } | StageView::Ringing { .. }));
    assert!(world.line(C).caller_up && world.rings.contains_key(&(B, C)));
}

#[test]
fn a_supervisor_who_took_over_is_rung_for_nothing_afterwards() {
    let mut world = World::staffed();
    world.talk(C);
    take_over(&mut world);
    world.apply(FloorEvent::SetPaused { agent: B, reason: domain::agent::PauseReason::Chosen("break".to_owned()) });
    world.caller_hangs_up(C);
    world.apply(FloorEvent::WrapUpDone { agent: S, contact: C });
    world.queue_up(D);
    assert!(world.rings.keys().all(|(agent, _)| *agent != S));
}

#[test]
fn a_raised_hand_keeps_its_moment_and_goes_down_when_a_supervisor_joins() {
    let mut world = World::staffed();
    world.talk(C);
    raise(&mut world, A);
    let since = world.view(C).hand_raised_at;
    assert_eq!(since, Some(world.now));
    world.wait_ms(5_000);
    raise(&mut world, A);
    assert_eq!(world.view(C).hand_raised_at, since);
    listen(&mut world, S, MonitorMode::Whisper);
    assert_eq!(world.view(C).hand_raised_at, None);
    let lowered = ContactEventKind::HandLowered { by: Some(S) };
    assert!(world.line(C).log.iter().any(|event| event.kind == lowered));
}

#[test]
fn a_hand_is_raised_by_who_has_the_call_and_lowered_by_the_same_or_by_a_supervisor() {
    let mut world = World::staffed();
    world.queue_up(C);
    raise(&mut world, A);
    assert_eq!(world.refusal(), Some(RefusalReason::NotYours));
    world.answer(A, C);
    raise(&mut world, B);
    assert_eq!(world.refusal(), Some(RefusalReason::NotYours));
    let lower = |by, supervises| FloorEvent::LowerHand { by, contact: C, supervises };
    for (by, supervises, refusal) in
        [(B, false, Some(RefusalReason::NotYours)), (A, false, None), (S, true, None), (S, true, None)]
    {
        raise(&mut world, A);
        world.apply(lower(by, supervises));
        assert_eq!(world.refusal(), refusal);
        assert_eq!(world.view(C).hand_raised_at.is_some(), refusal.is_some());
    }
    world.apply(lower(S, true));
    assert!(world.refusal().is_none(), "a hand that is down stays down");
}

#[test]
fn a_hand_goes_down_with_the_agent_s_part() {
    let endings: [fn(&mut World); 3] = [
        |world| world.caller_hangs_up(C),
        take_over,
        |world| {
            world.apply(FloorEvent::Blind { agent: A, contact: C, to: Target::Agent(B) });
        },
    ];
    for end in endings {
        let mut world = World::staffed();
        world.talk(C);
        raise(&mut world, A);
        end(&mut world);
        assert_eq!(world.view(C).hand_raised_at, None);
    }
}

#[test]
fn the_tone_sounds_once_for_each_who_begins_to_listen_and_never_into_music() {
    let tone = |announce, tone_to_caller| {
        let mut world = World::open(domain::floor::FloorConfig { announce, tone_to_caller, ..city() });
        world.staff(A, &["phone", "ja"]);
        world.sign_in(S, &[]);
        world.apply(FloorEvent::DeskUp { agent: S });
        world.talk(C);
        world
    };
    for (announce, to_caller, heard) in [
        (ListenNotice::None, true, vec![]),
        (ListenNotice::Notice, true, vec![]),
        (ListenNotice::Tone, false, vec![Party::Agent(A)]),
        (ListenNotice::Tone, true, vec![Party::Agent(A), Party::Caller]),
    ] {
        let mut world = tone(announce, to_caller);
        listen(&mut world, S, MonitorMode::Listen);
        listen(&mut world, S, MonitorMode::Whisper);
        assert_eq!(world.line(C).tones, heard, "{announce:?}");
    }
    let mut world = tone(ListenNotice::Tone, true);
    world.apply(FloorEvent::Hold { agent: A, contact: C });
    listen(&mut world, S, MonitorMode::Listen);
    assert_eq!(world.line(C).tones, [Party::Agent(A)]);
}

#[test]
fn who_answers_a_call_that_is_listened_to_already_is_told_by_the_tone() {
    let mut world = World::open(domain::floor::FloorConfig { announce: ListenNotice::Tone, ..city() });
    world.staff(A, &["phone", "ja"]);
    world.sign_in(S, &[]);
    world.apply(FloorEvent::DeskUp { agent: S });
    world.queue_up(C);
    listen(&mut world, S, MonitorMode::Listen);
    assert!(world.line(C).tones.is_empty());
    world.answer(A, C);
    assert_eq!(world.line(C).tones, [Party::Agent(A)]);
}

#[test]
fn what_was_watched_stands_in_the_log_in_its_place_and_moves_nothing() {
    let mut world = World::staffed();
    world.talk(C);
    let kind = AlertKind::LongHold;
    let before = world.view(C);
    for note in [AlertNote::Raised(kind), AlertNote::Acknowledged(kind, S), AlertNote::Cleared(kind)] {
        world.apply(FloorEvent::AlertNoted { contact: C, note });
    }
    assert_eq!(world.view(C), before);
    let kinds: Vec<_> = world.line(C).log.iter().rev().take(3).map(|event| event.kind.clone()).collect();
    let expected = [
        ContactEventKind::AlertCleared { alert: kind },
        ContactEventKind::AlertAcknowledged { alert: kind, by: S },
        ContactEventKind::AlertRaised { alert: kind },
    ];
    assert_eq!(kinds, expected);
    world.apply(FloorEvent::AlertNoted { contact: D, note: AlertNote::Raised(kind) });
    assert!(world.last.is_empty(), "a contact that is not there is let pass");
}
