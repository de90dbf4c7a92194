//! A thousand callers and five hundred agents: everything closes, and the time is told.

use std::time::Instant;

use domain::agent::Capacity;
use domain::contact::{Channel, Language, LegCause};
use domain::floor::{Effect, Floor, FloorEvent, OpenState};
use domain::ids::{AgentId, ServiceId};
use domain::time::Timestamp;
use uuid::Uuid;

use crate::world::{city, contact, skills};

const AGENTS: u128 = 500;
const CALLERS: u128 = 1_000;

/// The floor without the world around it, so that only the floor is timed.
struct Bench {
    floor: Floor,
    now: Timestamp,
    events: u32,
    answered: u32,
    closed: u32,
}

impl Bench {
    fn send(&mut self, event: FloorEvent) {
        self.events += 1;
        let effects = self.floor.handle(event, self.now);
        for effect in effects {
            match effect {
                Effect::Closed { .. } => self.closed += 1,
                Effect::Ring { agent, contact, assignment, .. } => {
                    self.answered += 1;
                    self.send(FloorEvent::Answer { agent, contact, assignment });
                }
                _ => {}
            }
        }
    }
}

#[test]
fn thousand_callers_and_five_hundred_agents_are_all_served_and_closed() {
    let mut config = city();
    config.queues[0].waiting_max = 1_000;
    config.ivr.greeting = false;
    let Ok(floor) = Floor::new(config) else {
        panic!("the configuration is at fault");
    };
    let mut bench = Bench { floor, now: Timestamp(0), events: 0, answered: 0, closed: 0 };
    for n in 1..=AGENTS {
        let agent = AgentId(Uuid::from_u128(n));
        let capacity = Capacity::default();
        bench.send(FloorEvent::AgentSignedIn { agent, skills: skills(&["phone", "ja"]), capacity });
        bench.send(FloorEvent::DeskUp { agent });
        bench.send(FloorEvent::SetAvailable { agent });
    }
    let begun = Instant::now();
    for n in 1..=CALLERS {
        bench.now = bench.now.plus_ms(20);
        let (channel, service) = (Channel::Phone, ServiceId::from("phone"));
        let (language, open) = (Some(Language::Ja), OpenState::Open);
        bench.send(FloorEvent::Arrived { contact: contact(n), channel, service, caller_known: true, language, open });
    }
    assert_eq!(bench.answered, 500, "every agent has a caller");
    for n in 1..=CALLERS {
        bench.send(FloorEvent::CallerHungUp { contact: contact(n), cause: LegCause::Normal });
    }
    while let Some(at) = bench.floor.next_deadline() {
        bench.now = at;
        bench.send(FloorEvent::Tick);
    }
    assert_eq!(u128::from(bench.closed), CALLERS);
    let each_us = begun.elapsed().as_micros() / u128::from(bench.events);
    println!("{CALLERS} callers, {AGENTS} agents: {} events, {each_us} µs each", bench.events);
}
