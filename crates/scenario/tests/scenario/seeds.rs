//! Long days by chance: many agents and contacts, any event at any moment.
//!
//! `MADOGUCHI_SEEDS` sets how many days are tried (2,000 by default). A day that
//! failed is told by its seed; put it into `seeds.txt` and it is tried for ever.

use domain::agent::{Capacity, PauseReason};
use domain::contact::{Channel, Language, LegCause, MonitorMode, Party, Target};
use domain::floor::{FloorConfig, FloorEvent, ListenNotice, OpenState};
use domain::ids::{AgentId, AssignmentId, ContactId, QueueId, ServiceId};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use crate::invariants;
use crate::world::{World, city, contact, outside, skills};

/// Days tried, unless `MADOGUCHI_SEEDS` says otherwise.
const SEEDS: u64 = 2_000;
/// Events a day.
const EVENTS: usize = 200;
/// Agents and supervisors on the floor.
pub(crate) const PEOPLE: u128 = 6;
/// Days that failed once.
const FAILED_ONCE: &str = include_str!("seeds.txt");

#[test]
fn days_that_failed_once_do_not_fail_again() {
    for line in FAILED_ONCE.lines().filter(|line| !line.starts_with('#')) {
        let Ok(seed) = line.trim().parse() else {
            panic!("seeds.txt: {line:?} is not a seed");
        };
        live_a_day(seed);
    }
}

#[test]
fn no_day_leaves_an_agent_stuck_or_a_contact_counted_twice() {
    let seeds = std::env::var("MADOGUCHI_SEEDS").ok().and_then(|it| it.parse().ok()).unwrap_or(SEEDS);
    let mut tally = Tally::default();
    for seed in 0..seeds {
        tally.add(&live_a_day(seed));
    }
    println!("{seeds} days of {EVENTS} events: {tally:?}");
    assert!(tally.answered > 0 && tally.abandoned > 0 && tally.by_system > 0 && tally.unreached > 0);
}

#[derive(Debug, Default)]
struct Tally {
    answered: u64,
    abandoned: u64,
    by_system: u64,
    unreached: u64,
    not_offered: u64,
}

impl Tally {
    fn add(&mut self, world: &World) {
        use domain::contact::Acceptance as Is;
        for closed in world.lines.values().filter_map(|line| line.closed.as_ref()) {
            match closed.acceptance {
                Some(Is::Answered { .. }) => self.answered += 1,
                Some(Is::Abandoned { .. }) => self.abandoned += 1,
                Some(Is::EndedBySystem { .. }) => self.by_system += 1,
                Some(Is::CallbackUnreached) => self.unreached += 1,
                Some(Is::NotOffered { .. }) => self.not_offered += 1,
                None => panic!("closed without acceptance"),
            }
        }
    }
}

/// Prints the seed when a check fails.
struct Trace(u64);

impl Drop for Trace {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("the seed was {}", self.0);
        }
    }
}

fn live_a_day(seed: u64) -> World {
    let _trace = Trace(seed);
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut world = World::open(config(&mut chance));
    for n in 1..=PEOPLE {
        staff(&mut world, person(n), &mut chance);
    }
    for _ in 0..EVENTS {
        pass_time(&mut world, &mut chance);
        let event = any_event(&world, &mut chance);
        if !begins_again(&world, &event) {
            world.apply(event);
        }
    }
    invariants::check_recovery(&world);
    world.everybody_leaves();
    invariants::check_equation(&world);
    the_floor_still_works(&mut world);
    world
}

/// The edge mints ids; none is used again for another contact.
fn begins_again(world: &World, event: &FloorEvent) -> bool {
    match event {
        FloorEvent::Arrived { contact, .. } | FloorEvent::CallOut { contact, .. } => {
            world.lines.get(contact).is_some_and(|line| line.closed.is_some())
        }
        _ => false,
    }
}

/// After whatever happened, an agent who is there and available is rung.
pub(crate) fn the_floor_still_works(world: &mut World) {
    let agent = person(1);
    if world.floor.is_draining() {
        return;
    }
    world.staff(agent, &["phone", "ja", "en"]);
    world.apply(FloorEvent::Monitor { supervisor: agent, contact: contact(1), mode: None });
    for n in 2..=PEOPLE {
        world.apply(FloorEvent::AgentSignedOut { agent: person(n) });
    }
    let last = contact(99_999);
    world.arrive(last);
    world.apply(FloorEvent::Digit { contact: last, digit: '2' });
    world.end_prompts(last);
    assert!(world.rings.contains_key(&(agent, last)), "an idle agent is not rung");
    world.answer(agent, last);
    assert!(world.hears(last, Party::Caller, Party::Agent(agent)), "answered and not joined");
    world.everybody_leaves();
}

pub(crate) fn config(chance: &mut ChaCha8Rng) -> FloorConfig {
    let mut config = city();
    config.callback.attempts_max = chance.random_range(1..=3);
    config.record_after_transfer = chance.random();
    config.ivr.greeting = chance.random();
    config.announce =
        *[ListenNotice::None, ListenNotice::Notice, ListenNotice::Tone].choose(chance).unwrap_or(&ListenNotice::Tone);
    config.tone_to_caller = chance.random();
    config.contacts_max = *[4, 100].choose(chance).unwrap_or(&100);
    for queue in &mut config.queues {
        queue.waiting_max = chance.random_range(1..=6);
        queue.wait_max_ms = chance.random_range(20_000..=900_000);
    }
    config
}

pub(crate) fn person(n: u128) -> AgentId {
    AgentId(Uuid::from_u128(n))
}

pub(crate) fn staff(world: &mut World, agent: AgentId, chance: &mut ChaCha8Rng) {
    let all = ["phone", "counter", "chat", "ja", "en"];
    let some: Vec<&str> = all.into_iter().filter(|_| chance.random_bool(0.85)).collect();
    let capacity = Capacity { chat: chance.random_range(0..=3), ..Capacity::default() };
    world.apply(FloorEvent::AgentSignedIn { agent, skills: skills(&some), capacity });
    world.apply(FloorEvent::DeskUp { agent });
    world.apply(FloorEvent::SetAvailable { agent });
}

fn pass_time(world: &mut World, chance: &mut ChaCha8Rng) {
    match chance.random_range(0..10) {
        0..=4 => {}
        5..=7 => world.wait_ms(chance.random_range(1..3_000)),
        8 => world.wait_ms(chance.random_range(3_000..60_000)),
        _ => {
            // The shell may be late with its tick, and other events come before it.
            world.now = world.now.plus_ms(chance.random_range(1..30_000));
        }
    }
}

pub(crate) fn any_event(world: &World, chance: &mut ChaCha8Rng) -> FloorEvent {
    let open = world.open_contacts();
    let contact = match open.choose(chance) {
        Some(open) if chance.random_bool(0.95) => *open,
        _ => any_contact(chance),
    };
    let agent = likely_agent(world, contact, chance);
    match chance.random_range(0..100) {
        0..=11 => arrival(chance),
        12..=24 => by_the_caller(world, contact, chance),
        25..=42 => answer(world, chance).unwrap_or(FloorEvent::Tick),
        43..=70 => by_the_agent(world, agent, contact, chance),
        71..=82 => by_the_third(world, contact, chance),
        _ => about_the_agent(world, agent, contact, chance),
    }
}

fn any_contact(chance: &mut ChaCha8Rng) -> ContactId {
    contact(chance.random_range(1_000..1_200))
}

fn likely_agent(world: &World, contact: ContactId, chance: &mut ChaCha8Rng) -> AgentId {
    let handler = world.floor.contact_view(contact).and_then(|view| view.agent);
    match handler {
        Some(handler) if chance.random_bool(0.8) => handler,
        _ => person(chance.random_range(1..=PEOPLE)),
    }
}

fn arrival(chance: &mut ChaCha8Rng) -> FloorEvent {
    let (service, channel) = *[
        ("phone", Channel::Phone),
        ("phone", Channel::Phone),
        ("phone", Channel::Phone),
        ("counter", Channel::Counter),
        ("chat", Channel::Chat),
        ("chat", Channel::Phone),
    ]
    .choose(chance)
    .unwrap_or(&("phone", Channel::Phone));
    let open = if chance.random_bool(0.95) { OpenState::Open } else { OpenState::Closed { next_open: None } };
    FloorEvent::Arrived {
        contact: any_contact(chance),
        channel,
        service: ServiceId::from(service),
        caller_known: chance.random_bool(0.8),
        language: chance.random_bool(0.3).then_some(Language::En),
        open,
    }
}

fn by_the_caller(world: &World, contact: ContactId, chance: &mut ChaCha8Rng) -> FloorEvent {
    let digit = *['1', '2', '9', '#'].choose(chance).unwrap_or(&'1');
    let tag = world.lines.get(&contact).and_then(|line| line.playing);
    match chance.random_range(0..10) {
        0..=1 => FloorEvent::CallerHungUp { contact, cause: LegCause::Normal },
        2..=4 => FloorEvent::Digit { contact, digit },
        5 => FloorEvent::RequestCallback { contact },
        6..=8 => FloorEvent::PromptEnded { contact, tag: tag.unwrap_or(77) },
        _ => FloorEvent::MediaLost { contact, party: Party::Caller },
    }
}

fn answer(world: &World, chance: &mut ChaCha8Rng) -> Option<FloorEvent> {
    let rings: Vec<_> = world.rings.iter().collect();
    let ((agent, contact), assignment) = *rings.choose(chance)?;
    let (agent, contact) = (*agent, *contact);
    let assignment = if chance.random_bool(0.95) { *assignment } else { AssignmentId(1) };
    Some(if chance.random_bool(0.85) {
        FloorEvent::Answer { agent, contact, assignment }
    } else {
        FloorEvent::Refuse { agent, contact, assignment }
    })
}

fn target(chance: &mut ChaCha8Rng) -> Target {
    match chance.random_range(0..6) {
        0..=2 => outside(),
        3..=4 => Target::Agent(person(chance.random_range(1..=PEOPLE))),
        _ => Target::Queue(QueueId::from(*["phone", "second", "none"].choose(chance).unwrap_or(&"phone"))),
    }
}

fn by_the_agent(world: &World, agent: AgentId, contact: ContactId, chance: &mut ChaCha8Rng) -> FloorEvent {
    let supervisor = person(chance.random_range(1..=PEOPLE));
    let mode = *[None, Some(MonitorMode::Listen), Some(MonitorMode::Whisper), Some(MonitorMode::Barge)]
        .choose(chance)
        .unwrap_or(&None);
    match chance.random_range(0..17) {
        0 => FloorEvent::HangUp { agent, contact },
        1 => FloorEvent::Hold { agent, contact },
        2 => FloorEvent::Resume { agent, contact },
        3..=4 => FloorEvent::Blind { agent, contact, to: target(chance) },
        5..=6 => FloorEvent::Consult { agent, contact, to: target(chance) },
        7 => FloorEvent::CompleteTransfer { agent, contact },
        8 => FloorEvent::Conference { agent, contact },
        9 => FloorEvent::SplitBack { agent, contact },
        10 => FloorEvent::CancelConsult { agent, contact },
        11 => wrap_up(world, agent, chance).unwrap_or(FloorEvent::WrapUpDone { agent, contact }),
        12 => FloorEvent::Monitor { supervisor, contact, mode },
        13 => FloorEvent::TakeOver { supervisor, contact },
        14 => FloorEvent::RaiseHand { agent, contact },
        15 => FloorEvent::LowerHand { by: supervisor, contact, supervises: chance.random() },
        _ => FloorEvent::CallOut {
            agent: supervisor,
            contact: any_contact(chance),
            service: ServiceId::from("phone"),
            to: "+819012345678".to_owned(),
        },
    }
}

fn wrap_up(world: &World, agent: AgentId, chance: &mut ChaCha8Rng) -> Option<FloorEvent> {
    let works = world.works(agent);
    let (contact, _) = *works.choose(chance)?;
    Some(if chance.random_bool(0.8) {
        FloorEvent::WrapUpDone { agent, contact }
    } else {
        FloorEvent::ExtendWrapUp { agent, contact }
    })
}

fn by_the_third(world: &World, contact: ContactId, chance: &mut ChaCha8Rng) -> FloorEvent {
    let last = world.lines.get(&contact).map_or(1, |line| line.last_attempt);
    let attempt = if chance.random_bool(0.9) { last } else { 1 };
    match chance.random_range(0..8) {
        0 => FloorEvent::ThirdRinging { contact, attempt },
        1..=3 => FloorEvent::ThirdAnswered { contact, attempt },
        4..=5 => FloorEvent::ThirdFailed { contact, attempt, cause: LegCause::Busy },
        6 => FloorEvent::ThirdHungUp { contact, attempt, cause: LegCause::Normal },
        _ => FloorEvent::MediaLost { contact, party: Party::Third { attempt } },
    }
}

fn about_the_agent(world: &World, agent: AgentId, contact: ContactId, chance: &mut ChaCha8Rng) -> FloorEvent {
    let is_away = world.floor.agent_view(agent).is_none();
    match chance.random_range(0..100) {
        _ if is_away => FloorEvent::AgentSignedIn {
            agent,
            skills: skills(&["phone", "counter", "chat", "ja", "en"]),
            capacity: Capacity::default(),
        },
        0..=4 => FloorEvent::AgentSignedOut { agent },
        5..=39 => FloorEvent::DeskUp { agent },
        40..=54 => FloorEvent::DeskDown { agent },
        55..=84 => FloorEvent::SetAvailable { agent },
        85..=92 => FloorEvent::SetPaused { agent, reason: PauseReason::Chosen("break".to_owned()) },
        93..=95 => FloorEvent::MediaLost { contact, party: Party::Agent(agent) },
        96..=98 => FloorEvent::MediaLost { contact, party: Party::Supervisor(agent) },
        _ if chance.random_bool(0.02) => FloorEvent::Drain,
        _ => FloorEvent::Tick,
    }
}
