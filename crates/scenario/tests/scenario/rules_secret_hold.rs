//! 「番号を言われます」: who silences the recording, and that it always ends.

use domain::contact::{Channel, ContactEventKind, SecretHoldEnd};
use domain::floor::{Effect, FloorEvent, RefusalReason};
use domain::ids::{AgentId, ContactId};

use crate::world::{A, B, C, D, World, outside};

fn hold(world: &mut World, agent: AgentId, contact: ContactId, on: bool) {
    world.apply(FloorEvent::SecretHold { agent, contact, on });
}

fn silenced(world: &World) -> Option<bool> {
    world.last.iter().rev().find_map(|effect| match effect {
        Effect::SecretHold { contact: C, on } => Some(*on),
        _ => None,
    })
}

fn ends(world: &World) -> Vec<SecretHoldEnd> {
    let log = &world.lines[&C].log;
    let ends = log.iter().filter_map(|event| match &event.kind {
        ContactEventKind::SecretHoldOff { why } => Some(*why),
        _ => None,
    });
    ends.collect()
}

/// A and C talk, and C is about to say a number.
fn silent() -> World {
    let mut world = World::staffed();
    world.talk(C);
    hold(&mut world, A, C, true);
    assert_eq!(silenced(&world), Some(true));
    world
}

#[test]
fn the_agent_silences_the_recording_and_ends_it() {
    let mut world = silent();
    assert_eq!(world.view(C).secret_hold_until, Some(world.now.plus_ms(60_000)));
    world.wait_ms(8_000);
    hold(&mut world, A, C, false);
    assert_eq!((silenced(&world), ends(&world)), (Some(false), vec![SecretHoldEnd::Agent]));
    assert_eq!(world.view(C).secret_hold_until, None);
    hold(&mut world, A, C, false);
    assert_eq!((world.refusal(), ends(&world).len()), (None, 1), "what is over is over");
}

#[test]
fn it_ends_by_itself_after_its_limit_and_asking_again_gives_the_whole_limit() {
    let mut world = silent();
    world.wait_ms(59_999);
    assert_eq!(ends(&world), []);
    hold(&mut world, A, C, true);
    assert_eq!(silenced(&world), None, "it is silenced already");
    world.wait_ms(59_999);
    assert_eq!(ends(&world), []);
    world.wait_ms(1);
    assert_eq!(ends(&world), [SecretHoldEnd::LimitOver]);
    assert_eq!(world.view(C).secret_hold_until, None);
}

#[test]
fn it_ends_with_the_agent_s_part_in_the_call_whatever_ends_that() {
    let check = |name: &str, way: fn(&mut World)| {
        let mut world = silent();
        way(&mut world);
        assert_eq!(ends(&world), [SecretHoldEnd::AgentLeft], "{name}");
        let order: Vec<bool> = world
            .last
            .iter()
            .filter_map(|effect| match effect {
                Effect::StopRecording { .. } => Some(false),
                Effect::SecretHold { .. } => Some(true),
                _ => None,
            })
            .collect();
        assert_eq!(order.last(), Some(&true), "{name}: it ends after the recording, not before");
    };
    check("agent", |world| {
        world.apply(FloorEvent::HangUp { agent: A, contact: C });
    });
    check("caller", |world| world.caller_hangs_up(C));
    check("transfer", |world| {
        world.apply(FloorEvent::Blind { agent: A, contact: C, to: outside() });
    });
}

#[test]
fn only_who_speaks_with_a_resident_by_telephone_may() {
    let mut world = silent();
    hold(&mut world, B, C, false);
    assert_eq!(world.refusal(), Some(RefusalReason::NotYours));
    hold(&mut world, A, D, true);
    assert_eq!(world.refusal(), Some(RefusalReason::UnknownContact));
    let mut world = World::staffed();
    world.queue_up(C);
    hold(&mut world, A, C, true);
    assert_eq!(world.refusal(), Some(RefusalReason::NotYours));
    world.arrive_at(D, "counter", Channel::Counter);
    world.answer(B, D);
    hold(&mut world, B, D, true);
    assert_eq!(world.refusal(), Some(RefusalReason::WrongChannel(Channel::Counter)));
}
