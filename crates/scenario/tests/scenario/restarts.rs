//! The program stops at any instant of a visit and is started anew: one contact, closed once, its log true.

use domain::agent::{LoggedState, PauseReason};
use domain::contact::{
    Acceptance, Channel, ContactEventKind as Kind, End, LegCause, NotOffered, Party, SystemEnd, Target, WrapUpEnd,
};
use domain::floor::{AgentStatus, FloorEvent, StageView};
use domain::ids::{ContactId, QueueId};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::invariants;
use crate::seeds::{PEOPLE, any_event, config, person, staff, the_floor_still_works};
use crate::world::{A, B, C, D, World, city, contact};

const SKILLS: [&str; 5] = ["phone", "counter", "chat", "ja", "en"];
/// How long kiosk and agent are awaited.
const GRACE_MS: u64 = 60_000;
/// Days with restarts tried, unless `MADOGUCHI_SEEDS` says otherwise.
const DAYS: u64 = 1_000;
const EVENTS: usize = 150;

fn visit(world: &mut World, contact: ContactId) {
    world.arrive_at(contact, "counter", Channel::Counter);
}

/// A visit in conversation with agent A.
fn talking() -> World {
    let mut world = World::open(city());
    world.staff(A, &SKILLS);
    visit(&mut world, C);
    world.wait_ms(4_000);
    world.answer(A, C);
    world
}

fn back(world: &mut World, contact: ContactId) {
    world.apply(FloorEvent::CallerBack { contact });
}

fn agent_back(world: &mut World) {
    world.sign_in(A, &SKILLS);
    world.apply(FloorEvent::DeskUp { agent: A });
}

fn kinds(world: &World, contact: ContactId) -> Vec<Kind> {
    world.line(contact).log.iter().map(|event| event.kind.clone()).collect()
}

#[test]
fn visits_in_line_keep_ticket_time_and_order_over_a_restart() {
    let mut world = World::open(city());
    visit(&mut world, C);
    world.wait_ms(10_000);
    visit(&mut world, D);
    world.wait_ms(20_000);
    world.restart(3_000);
    assert_eq!(world.view(C).stage, StageView::Waiting { position: 1, callback: false });
    assert_eq!(world.view(D).stage, StageView::Waiting { position: 2, callback: false });
    back(&mut world, D);
    back(&mut world, C);
    world.staff(A, &SKILLS);
    assert!(world.rings.contains_key(&(A, C)), "the first ticket is served first");
    world.answer(A, C);
    assert_eq!(
        world.view(C).acceptance,
        Some(Acceptance::Answered { wait_ms: 33_000 }),
        "the wait runs from the ticket"
    );
}

#[test]
fn nobody_is_rung_for_a_visitor_who_is_not_back() {
    let mut world = World::open(city());
    visit(&mut world, C);
    world.restart(1_000);
    world.staff(A, &SKILLS);
    assert!(world.rings.is_empty());
    back(&mut world, C);
    assert!(world.rings.contains_key(&(A, C)));
}

#[test]
fn a_visit_that_rang_waits_again_and_rings_anew_under_another_assignment() {
    let mut world = World::open(city());
    world.staff(A, &SKILLS);
    visit(&mut world, C);
    let before = world.assignment(A, C);
    world.restart(1_000);
    assert_eq!(world.view(C).stage, StageView::Waiting { position: 1, callback: false });
    back(&mut world, C);
    world.staff(A, &SKILLS);
    assert_ne!(world.assignment(A, C), before);
    world.answer(A, C);
    assert_eq!(world.view(C).stage, StageView::Talking);
}

#[test]
fn agent_and_visitor_are_joined_again_and_the_time_between_is_no_talk() {
    let mut world = talking();
    world.wait_ms(30_000);
    world.restart(5_000);
    assert_eq!(world.view(C).stage, StageView::Interrupted);
    assert_eq!(world.view(C).agent, Some(A));
    world.wait_ms(1_000);
    world.sign_in(A, &SKILLS);
    assert_eq!(world.floor.agent_view(A).map(|view| view.status), Some(AgentStatus::Holding));
    back(&mut world, C);
    assert_eq!(world.view(C).stage, StageView::Interrupted, "the agent's desk is not up");
    world.wait_ms(2_000);
    world.apply(FloorEvent::DeskUp { agent: A });
    assert_eq!(world.view(C).stage, StageView::Talking);
    world.wait_ms(10_000);
    world.caller_hangs_up(C);
    world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
    let closed = world.closed(C);
    assert_eq!((closed.talk_ms, closed.hold_ms, closed.agents), (40_000, 0, vec![A]));
    assert_eq!(closed.acceptance, Some(Acceptance::Answered { wait_ms: 4_000 }));
    assert_eq!(closed.end, Some(End::CallerHungUp));
    let log = kinds(&world, C);
    let from = log.iter().position(|kind| *kind == Kind::Interrupted).unwrap_or(log.len());
    assert_eq!(log[from..from + 4], [Kind::Interrupted, Kind::TakenUp, Kind::CallerBack, Kind::Joined { agent: A }]);
    let states: Vec<_> = world.agent_logs[&A].iter().map(|entry| entry.state.clone()).collect();
    let from = states.iter().position(|state| *state == LoggedState::Stopped).unwrap_or(states.len());
    assert_eq!(states[from..from + 3], [LoggedState::Stopped, LoggedState::Holding, LoggedState::Talking]);
}

#[test]
fn a_visitor_whose_agent_stays_away_goes_to_the_head_of_the_line() {
    let mut world = World::open(city());
    visit(&mut world, D);
    world.wait_ms(1_000);
    visit(&mut world, C);
    world.restart(3_000);
    back(&mut world, C);
    world.staff(A, &SKILLS);
    world.answer(A, C);
    back(&mut world, D);
    world.wait_ms(10_000);
    world.restart(2_000);
    back(&mut world, C);
    back(&mut world, D);
    world.wait_ms(GRACE_MS);
    assert_eq!(world.view(C).stage, StageView::Waiting { position: 1, callback: false });
    assert_eq!(world.view(D).stage, StageView::Waiting { position: 2, callback: false });
    let left = Kind::Left { party: Party::Agent(A), cause: LegCause::MediaLost };
    assert!(kinds(&world, C).contains(&left));
    world.staff(B, &SKILLS);
    world.answer(B, C);
    world.wait_ms(5_000);
    world.caller_hangs_up(C);
    world.apply(FloorEvent::WrapUpDone { agent: B, contact: C });
    let closed = world.closed(C);
    assert_eq!((closed.talk_ms, closed.agents), (15_000, vec![A, B]));
    assert_eq!(closed.acceptance, Some(Acceptance::Answered { wait_ms: 3_000 }), "fixed by the first answer");
}

#[test]
fn an_agent_who_came_back_without_a_desk_has_after_call_work_and_the_visitor_waits_again() {
    let mut world = talking();
    world.restart(2_000);
    back(&mut world, C);
    world.sign_in(A, &SKILLS);
    world.wait_ms(GRACE_MS);
    assert_eq!(world.view(C).stage, StageView::Waiting { position: 1, callback: false });
    assert_eq!(world.floor.agent_view(A).map(|view| view.status), Some(AgentStatus::WrapUp));
}

#[test]
fn a_visitor_who_does_not_come_back_is_ended_by_the_restart_and_not_counted_as_left() {
    for talks in [false, true] {
        let mut world = World::open(city());
        visit(&mut world, C);
        if talks {
            world.staff(A, &SKILLS);
            world.answer(A, C);
            world.wait_ms(7_000);
        }
        world.restart(2_000);
        if talks {
            agent_back(&mut world);
        }
        world.wait_ms(GRACE_MS - 1);
        assert!(world.floor.contact_view(C).is_some());
        world.wait_ms(1);
        let reason = SystemEnd::Restart;
        if talks {
            world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
            let closed = world.closed(C);
            assert_eq!((closed.end, closed.talk_ms), (Some(End::System { reason }), 7_000));
        } else {
            assert_eq!(world.closed(C).acceptance, Some(Acceptance::EndedBySystem { reason }));
        }
    }
}

#[test]
fn a_visitor_may_leave_and_an_agent_may_end_before_the_other_is_back() {
    for by_agent in [false, true] {
        let mut world = talking();
        world.restart(1_000);
        agent_back(&mut world);
        if by_agent {
            world.apply(FloorEvent::HangUp { agent: A, contact: C });
        } else {
            world.caller_hangs_up(C);
        }
        world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
        let end = if by_agent { End::AgentHungUp } else { End::CallerHungUp };
        assert_eq!(world.closed(C).end, Some(end));
    }
}

#[test]
fn a_second_restart_before_anybody_is_back_changes_nothing() {
    let mut world = talking();
    world.wait_ms(10_000);
    world.restart(1_000);
    world.wait_ms(500);
    world.restart(1_000);
    assert_eq!((world.view(C).stage, world.view(C).agent), (StageView::Interrupted, Some(A)));
    agent_back(&mut world);
    back(&mut world, C);
    world.wait_ms(1_000);
    world.caller_hangs_up(C);
    world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
    assert_eq!(world.closed(C).talk_ms, 11_000);
}

#[test]
fn a_visit_that_rang_at_a_colleague_is_at_the_head_of_the_line() {
    let mut world = talking();
    visit(&mut world, D);
    world.staff(B, &SKILLS);
    world.answer(B, D);
    world.caller_hangs_up(D);
    world.apply(FloorEvent::WrapUpDone { agent: B, contact: D });
    world.apply(FloorEvent::Blind { agent: A, contact: C, to: Target::Agent(B) });
    assert!(world.rings.contains_key(&(B, C)));
    visit(&mut world, contact(7));
    world.restart(1_000);
    assert_eq!(world.view(C).stage, StageView::Waiting { position: 1, callback: false });
    let ended = Kind::WrapUpEnded { agent: A, why: WrapUpEnd::Restart };
    assert!(kinds(&world, C).contains(&ended), "after-call work does not outlive the program");
}

#[test]
fn a_visit_passed_to_its_queue_keeps_its_own_place_there() {
    let mut world = World::open(city());
    visit(&mut world, D);
    world.wait_ms(1_000);
    visit(&mut world, C);
    world.restart(1_000);
    back(&mut world, C);
    world.staff(A, &SKILLS);
    world.answer(A, C);
    world.apply(FloorEvent::SetPaused { agent: A, reason: PauseReason::Chosen("break".to_owned()) });
    back(&mut world, D);
    world.apply(FloorEvent::Blind { agent: A, contact: C, to: Target::Queue(QueueId::from("counter")) });
    world.restart(1_000);
    assert_eq!(world.view(D).stage, StageView::Waiting { position: 1, callback: false }, "the older ticket");
    assert_eq!(world.view(C).stage, StageView::Waiting { position: 2, callback: false }, "not at the head");
}

#[test]
fn a_call_and_after_call_work_are_closed_as_before() {
    let mut world = World::staffed();
    world.talk(C);
    visit(&mut world, D);
    world.answer(B, D);
    world.caller_hangs_up(D);
    world.restart(1_000);
    assert!(world.open_contacts().is_empty());
    let reason = SystemEnd::Restart;
    assert_eq!(world.closed(C).end, Some(End::System { reason }));
    assert_eq!(world.closed(D).end, Some(End::CallerHungUp));
}

/// What is done in one visit, step by step.
fn whole_visit(world: &mut World, step: usize) {
    match step {
        0 => visit(world, C),
        1 => world.wait_ms(3_000),
        2 => world.refuse(A, C),
        3 => {
            world.answer(B, C);
        }
        4 => world.wait_ms(5_000),
        5 => {
            world.apply(FloorEvent::Hold { agent: B, contact: C });
        }
        6 => world.wait_ms(2_000),
        7 => {
            world.apply(FloorEvent::Resume { agent: B, contact: C });
        }
        8 => world.caller_hangs_up(C),
        _ => {
            world.apply(FloorEvent::WrapUpDone { agent: B, contact: C });
        }
    }
}

#[test]
fn a_restart_at_any_instant_of_a_visit_leaves_one_contact_closed_once() {
    for stop_after in 0..=9 {
        let mut world = World::staffed();
        for step in 0..=stop_after {
            whole_visit(&mut world, step);
        }
        let log_before = world.line(C).log.len();
        world.restart(4_000);
        back(&mut world, C);
        for agent in [A, B] {
            world.staff(agent, &SKILLS);
        }
        if world.rings.contains_key(&(A, C)) {
            world.answer(A, C);
        }
        world.wait_ms(1_000);
        world.everybody_leaves();
        invariants::check_equation(&world);
        let closed = world.closed(C);
        let log = world.line(C).log;
        let first_queued = log.iter().filter(|event| matches!(event.kind, Kind::Queued { again: false, .. })).count();
        assert_eq!(first_queued, 1, "stopped after step {stop_after}");
        assert!(matches!(closed.acceptance, Some(Acceptance::Answered { .. })), "stopped after step {stop_after}");
        let talk_ms = match stop_after {
            0..=3 => 1_000,
            4..=7 => 6_000,
            _ => 5_000,
        };
        assert_eq!(closed.talk_ms, talk_ms, "stopped after step {stop_after}");
        let is_open = stop_after < 8;
        assert_eq!(log[log_before..].iter().any(|event| event.kind == Kind::TakenUp), is_open);
    }
}

#[test]
fn no_day_with_restarts_loses_a_visit_or_counts_one_twice() {
    let days = std::env::var("MADOGUCHI_SEEDS").ok().and_then(|it| it.parse().ok()).unwrap_or(DAYS);
    let mut seen = Seen::default();
    for seed in 0..days {
        live_a_day(seed, &mut seen);
    }
    println!("{days} days of {EVENTS} events with restarts: {seen:?}");
    assert!(seen.taken_up > 0 && seen.joined_again > 0 && seen.ended > 0 && seen.lined_up > 0);
}

#[derive(Debug, Default)]
struct Seen {
    taken_up: usize,
    joined_again: usize,
    lined_up: usize,
    ended: usize,
}

impl Seen {
    fn add(&mut self, world: &World) {
        for line in world.lines.values() {
            let kinds: Vec<&Kind> = line.log.iter().map(|event| &event.kind).collect();
            self.taken_up += kinds.iter().filter(|kind| **kind == &Kind::TakenUp).count();
            let again = |pair: &&[&Kind]| matches!((pair[0], pair[1]), (Kind::CallerBack, Kind::Joined { .. }));
            self.joined_again += kinds.windows(2).filter(again).count();
            let lost = LegCause::MediaLost;
            let to_line = |pair: &&[&Kind]| matches!((pair[0], pair[1]), (Kind::Left { cause, .. }, Kind::Queued { again: true, .. }) if *cause == lost);
            self.lined_up += kinds.windows(2).filter(to_line).count();
            let reason = SystemEnd::Restart;
            self.ended += kinds.iter().filter(|kind| **kind == &Kind::SystemEnded { reason }).count();
        }
    }
}

/// Prints the seed when a check fails.
struct Trace(u64);

impl Drop for Trace {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("the seed of the day with restarts was {}", self.0);
        }
    }
}

fn live_a_day(seed: u64, seen: &mut Seen) {
    let _trace = Trace(seed);
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut world = World::open(config(&mut chance));
    for n in 1..=PEOPLE {
        staff(&mut world, person(n), &mut chance);
    }
    for _ in 0..EVENTS {
        world.wait_ms(chance.random_range(0..4_000));
        match chance.random_range(0..100) {
            0..=2 => restart(&mut world, &mut chance),
            3..=15 => {
                let fresh = contact(chance.random_range(1_000..1_200));
                if !world.lines.contains_key(&fresh) {
                    visit(&mut world, fresh);
                }
            }
            16..=30 => {
                if let Some(open) = world.open_contacts().choose(&mut chance) {
                    back(&mut world, *open);
                }
            }
            _ => {
                let event = any_event(&world, &mut chance);
                let minted = match &event {
                    FloorEvent::Arrived { contact, .. } | FloorEvent::CallOut { contact, .. } => Some(*contact),
                    _ => None,
                };
                if minted.is_none_or(|id| !world.lines.contains_key(&id)) {
                    world.apply(event);
                }
            }
        }
    }
    invariants::check_recovery(&world);
    world.everybody_leaves();
    invariants::check_equation(&world);
    seen.add(&world);
    the_floor_still_works(&mut world);
}

fn restart(world: &mut World, chance: &mut ChaCha8Rng) {
    world.restart(chance.random_range(0..20_000));
    for n in 1..=PEOPLE {
        if chance.random_bool(0.5) {
            staff(world, person(n), chance);
        }
    }
    for line in world.lines.values() {
        let turned_away = NotOffered::Restart;
        let last = line.log.last().map(|event| &event.kind);
        let acceptance = Acceptance::NotOffered { reason: turned_away };
        let is_visit =
            line.log.iter().any(|event| matches!(&event.kind, Kind::Arrived { channel: Channel::Counter, .. }));
        assert!(!is_visit || !matches!(last, Some(Kind::Closed { acceptance: it, .. }) if *it == acceptance));
    }
}
