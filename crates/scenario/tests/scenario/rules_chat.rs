//! Chats on the floor: the same line, the same acceptance, the same after-call work as calls, and no sound.

use domain::agent::{Capacity, PauseReason};
use domain::contact::{Acceptance, Channel, ContactEventKind, End, LegCause, NotOffered, SystemEnd, Target};
use domain::floor::{FloorEvent, OpenState, RefusalReason, StageView, WorkKind};
use domain::ids::{AgentId, ContactId, ServiceId};

use crate::world::{A, B, C, D, World, city, contact, outside, skills};

/// An agent who has either a call or a chat, never both.
fn staff_one_at_a_time(world: &mut World, agent: AgentId, names: &[&str]) {
    let capacity = Capacity { chat: 1, chat_beside_voice: false, ..Capacity::default() };
    world.apply(FloorEvent::AgentSignedIn { agent, skills: skills(names), capacity });
    world.apply(FloorEvent::DeskUp { agent });
    world.apply(FloorEvent::SetAvailable { agent });
}

fn begin_chat(world: &mut World, id: ContactId) {
    world.arrive_at(id, "chat", Channel::Chat);
}

/// A chat with agent A.
fn chatting() -> World {
    let mut world = World::staffed();
    begin_chat(&mut world, C);
    world.answer(A, C);
    world
}

fn kinds(world: &World, id: ContactId) -> Vec<ContactEventKind> {
    world.line(id).log.into_iter().map(|event| event.kind).collect()
}

#[test]
fn a_chat_waits_rings_is_answered_ended_and_wrapped_up_like_any_contact() {
    let mut world = World::open(city());
    begin_chat(&mut world, C);
    assert_eq!(world.view(C).stage, StageView::Waiting { position: 1, callback: false });
    world.wait_ms(7_000);
    world.staff(A, &["chat", "ja"]);
    world.answer(A, C);
    world.wait_ms(60_000);
    world.caller_hangs_up(C);
    assert!(matches!(world.works(A)[..], [(C, WorkKind::WrapUp { .. })]));
    world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
    let closed = world.closed(C);
    assert_eq!(closed.acceptance, Some(Acceptance::Answered { wait_ms: 7_000 }));
    assert_eq!((closed.end, closed.talk_ms), (Some(End::CallerHungUp), 60_000));
}

#[test]
fn a_chat_has_no_sound_no_routes_and_no_recording() {
    let mut world = chatting();
    world.apply(FloorEvent::HangUp { agent: A, contact: C });
    let line = world.line(C);
    assert!(line.said.is_empty() && line.routes.is_empty() && !line.music);
    let sounding = |kind: &ContactEventKind| matches!(kind, ContactEventKind::RecordingStarted);
    assert!(!kinds(&world, C).iter().any(sounding));
}

#[test]
fn an_agent_without_the_skill_or_the_language_is_not_offered_a_chat() {
    let mut world = World::open(city());
    world.staff(A, &["phone", "ja"]);
    world.staff(B, &["chat", "en"]);
    begin_chat(&mut world, C);
    assert!(world.rings.is_empty());
    world.staff(A, &["phone", "chat", "ja"]);
    assert!(world.rings.contains_key(&(A, C)), "skills are renewed when the agent signs in again");
}

#[test]
fn a_chat_excludes_a_call_and_a_call_a_chat_unless_both_may_go_on() {
    let mut world = World::open(city());
    staff_one_at_a_time(&mut world, A, &["phone", "chat", "ja"]);
    begin_chat(&mut world, C);
    world.queue_up(D);
    world.answer(A, C);
    assert!(world.rings.is_empty(), "a call rings at an agent who chats");
    let to = "+81462551111".to_owned();
    world.apply(FloorEvent::CallOut { agent: A, contact: contact(9), service: ServiceId::from("phone"), to });
    assert_eq!(world.refusal(), Some(RefusalReason::Busy));
    world.caller_hangs_up(C);
    assert!(world.rings.is_empty(), "after-call work takes the room too");
    world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
    world.answer(A, D);
    begin_chat(&mut world, contact(7));
    assert!(world.rings.is_empty(), "a chat rings at an agent who speaks");

    let mut world = World::staffed();
    world.talk(C);
    world.apply(FloorEvent::DeskDown { agent: B });
    begin_chat(&mut world, D);
    assert!(world.rings.contains_key(&(A, D)), "who may do both is offered both");
}

#[test]
fn a_resident_who_leaves_the_line_has_abandoned_and_the_agent_rung_is_free() {
    let mut world = World::staffed();
    begin_chat(&mut world, C);
    world.wait_ms(12_000);
    world.apply(FloorEvent::CallerHungUp { contact: C, cause: LegCause::MediaLost });
    assert_eq!(world.closed(C).acceptance, Some(Acceptance::Abandoned { wait_ms: 12_000, short: false }));
    assert!(world.rings.is_empty() && world.works(A).is_empty() && world.works(B).is_empty());
}

#[test]
fn an_answer_and_a_leaving_in_either_order_leave_nobody_stuck() {
    let mut world = World::staffed();
    begin_chat(&mut world, C);
    let assignment = world.assignment(A, C);
    world.caller_hangs_up(C);
    world.apply(FloorEvent::Answer { agent: A, contact: C, assignment });
    assert_eq!((world.refusal(), world.works(A)), (Some(RefusalReason::UnknownContact), vec![]));

    let mut world = chatting();
    world.caller_hangs_up(C);
    world.apply(FloorEvent::HangUp { agent: A, contact: C });
    assert_eq!(world.refusal(), Some(RefusalReason::NotTalking));
    world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
    assert_eq!(world.closed(C).end, Some(End::CallerHungUp));
}

#[test]
fn a_chat_nobody_answers_goes_round_and_ends_with_the_longest_wait() {
    let mut world = World::staffed();
    begin_chat(&mut world, C);
    let wait_max_ms = world.config.queues.iter().find(|queue| queue.channel == Channel::Chat).unwrap().wait_max_ms;
    world.wait_ms(wait_max_ms + 60_000);
    let reason = SystemEnd::WaitTooLong;
    assert_eq!(world.closed(C).acceptance, Some(Acceptance::EndedBySystem { reason }));
}

#[test]
fn outside_hours_a_chat_is_turned_away_and_was_not_offered() {
    let mut world = World::staffed();
    world.apply(FloorEvent::Arrived {
        contact: C,
        channel: Channel::Chat,
        service: ServiceId::from("chat"),
        caller_known: false,
        language: None,
        open: OpenState::Closed { next_open: None },
    });
    let reason = NotOffered::OutOfHours;
    assert_eq!(world.closed(C).acceptance, Some(Acceptance::NotOffered { reason }));
}

#[test]
fn a_chat_is_passed_on_to_a_colleague_and_never_to_a_telephone() {
    let mut world = chatting();
    world.apply(FloorEvent::Blind { agent: A, contact: C, to: outside() });
    assert_eq!(world.refusal(), Some(RefusalReason::WrongChannel(Channel::Chat)));
    world.apply(FloorEvent::Consult { agent: A, contact: C, to: Target::Agent(B) });
    assert_eq!(world.refusal(), Some(RefusalReason::WrongChannel(Channel::Chat)));
    world.apply(FloorEvent::Blind { agent: A, contact: C, to: Target::Agent(B) });
    world.answer(B, C);
    assert_eq!(world.view(C).agent, Some(B));
}

/// Agent A with two chats while B is away.
fn two_chats() -> World {
    let mut world = World::staffed();
    world.apply(FloorEvent::SetPaused { agent: B, reason: PauseReason::Chosen("break".to_owned()) });
    for chat in [C, D] {
        begin_chat(&mut world, chat);
        world.answer(A, chat);
    }
    world.apply(FloorEvent::SetAvailable { agent: B });
    world
}

#[test]
fn one_of_two_chats_is_passed_on_and_the_other_goes_on() {
    let mut world = two_chats();
    world.apply(FloorEvent::Blind { agent: A, contact: C, to: Target::Agent(B) });
    world.answer(B, C);
    assert_eq!((world.view(C).agent, world.view(D).agent), (Some(B), Some(A)));
    let kinds: Vec<_> =
        world.works(A).into_iter().map(|(contact, kind)| (contact, kind == WorkKind::Handling)).collect();
    assert_eq!(kinds, [(C, false), (D, true)], "the record of the one is written while the other goes on");
    world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
    assert_eq!((world.view(C).stage, world.view(D).stage), (StageView::Talking, StageView::Talking));
}

#[test]
fn a_chat_put_back_in_line_is_not_offered_to_whoever_put_it_there() {
    let mut world = two_chats();
    let queue = world.config.queues.iter().find(|queue| queue.channel == Channel::Chat).unwrap().id.clone();
    world.apply(FloorEvent::Blind { agent: A, contact: C, to: Target::Queue(queue) });
    assert!(world.rings.contains_key(&(B, C)) && !world.rings.contains_key(&(A, C)));
}

#[test]
fn an_agent_is_said_to_take_one_more_chat_as_long_as_there_is_room() {
    let mut world = World::open(city());
    let capacity = Capacity { chat: 2, chat_beside_voice: false, ..Capacity::default() };
    world.apply(FloorEvent::AgentSignedIn { agent: A, skills: skills(&["chat", "ja"]), capacity });
    world.apply(FloorEvent::DeskUp { agent: A });
    let takes = |world: &World| world.floor.agent_view(A).unwrap().takes_chat;
    assert!(!takes(&world), "not before the agent is available");
    world.apply(FloorEvent::SetAvailable { agent: A });
    begin_chat(&mut world, C);
    world.answer(A, C);
    assert!(takes(&world));
    begin_chat(&mut world, D);
    world.answer(A, D);
    assert!(!takes(&world));
    world.caller_hangs_up(C);
    assert!(!takes(&world), "after-call work takes the room too");
    world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
    assert!(takes(&world));
}

#[test]
fn an_agent_whose_desk_is_lost_gives_the_chat_to_the_next() {
    let mut world = chatting();
    world.apply(FloorEvent::DeskDown { agent: A });
    world.wait_ms(world.config.desk_grace_ms);
    assert!(world.rings.contains_key(&(B, C)));
    world.answer(B, C);
    assert_eq!(world.view(C).agent, Some(B));
}

#[test]
fn a_stop_of_the_program_closes_an_open_chat_in_every_stage() {
    for stage in ["waiting", "ringing", "chatting", "wrap_up"] {
        let mut world = if stage == "waiting" { World::open(city()) } else { World::staffed() };
        begin_chat(&mut world, C);
        if stage == "chatting" || stage == "wrap_up" {
            world.answer(A, C);
        }
        if stage == "wrap_up" {
            world.caller_hangs_up(C);
        }
        world.restart(5_000);
        let closed = world.closed(C);
        let is_answered = matches!(closed.acceptance, Some(Acceptance::Answered { .. }));
        assert_eq!(is_answered, stage == "chatting" || stage == "wrap_up", "{stage}");
        let reason = SystemEnd::Restart;
        assert_eq!(closed.end == Some(End::System { reason }), stage == "chatting", "{stage}");
        assert!(world.rings.is_empty(), "{stage}");
    }
}
