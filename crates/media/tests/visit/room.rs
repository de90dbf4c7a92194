//! A visit for tests: the engine, its events, and the pages that meet.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use media::{GroupId, LegId, MediaConfig, MediaEngine, MediaEvent, MediaHandle, VisitEvent, VisitRoute, What};
use tokio::sync::mpsc::Receiver;

use crate::page::{Page, offer};

pub(crate) const GROUP: GroupId = GroupId(1);
/// Longest wait for anything.
const LIMIT: Duration = Duration::from_secs(30);
/// Time between two sounds, and between two pictures.
const SOUND: Duration = Duration::from_millis(20);
const PICTURE: Duration = Duration::from_millis(40);

pub(crate) struct Room {
    pub(crate) engine: MediaHandle,
    pub(crate) pages: BTreeMap<u64, Page>,
    pub(crate) told: Vec<(LegId, VisitEvent)>,
    events: Receiver<MediaEvent>,
    next_sound: Instant,
    next_picture: Instant,
}

pub(crate) fn room() -> Room {
    let (engine, events) = MediaEngine::start(MediaConfig::default()).unwrap();
    let now = Instant::now();
    Room { engine, pages: BTreeMap::new(), told: Vec::new(), events, next_sound: now, next_picture: now }
}

/// Everybody sees and hears everybody.
pub(crate) fn all(legs: &[u64]) -> Vec<VisitRoute> {
    let from = |from: u64| legs.iter().filter(move |to| **to != from).map(move |to| route(from, *to));
    legs.iter().flat_map(|leg| from(*leg)).collect()
}

pub(crate) fn route(from: u64, to: u64) -> VisitRoute {
    VisitRoute { from: LegId(from), to: LegId(to), what: What::BOTH }
}

impl Room {
    /// A page comes in on a leg, or again on its old one.
    pub(crate) fn enter(&mut self, leg: u64, pairs: usize) {
        let (mut page, offer) = offer(leg as u8, pairs);
        let answer = self.engine.open_visit_leg(LegId(leg), 0, &offer).unwrap();
        page.accept(&answer);
        self.pages.insert(leg, page);
        self.until("the page is connected", |room| room.pages[&leg].is_connected());
    }

    /// Pages on legs 1 to `count` that see and hear each other.
    pub(crate) fn meet(&mut self, count: u64) {
        let legs: Vec<u64> = (1..=count).collect();
        for leg in &legs {
            self.enter(*leg, 4);
        }
        self.routes(&legs, all(&legs));
    }

    pub(crate) fn routes(&self, legs: &[u64], routes: Vec<VisitRoute>) {
        let legs = legs.iter().map(|leg| LegId(*leg)).collect();
        self.engine.set_visit_routes(GROUP, legs, routes).unwrap();
    }

    /// Everybody goes on until it is so.
    pub(crate) fn until(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + LIMIT;
        while !done(self) {
            assert!(Instant::now() < deadline, "never: {what}; told {:?}", self.told);
            self.turn();
            std::thread::park_timeout(Duration::from_millis(1));
        }
    }

    /// Everybody goes on until `leg` has heard so many more packets of sound in its first line.
    pub(crate) fn until_heard(&mut self, leg: u64, more: usize) {
        let wanted = self.pages[&leg].sounds(0).len() + more;
        self.until("sound is heard", |room| room.pages[&leg].sounds(0).len() >= wanted);
    }

    pub(crate) fn was_told(&self, leg: u64, wanted: impl Fn(&VisitEvent) -> bool) -> bool {
        self.told.iter().any(|(of, event)| *of == LegId(leg) && wanted(event))
    }

    fn turn(&mut self) {
        let now = Instant::now();
        if now >= self.next_sound {
            self.next_sound = now + SOUND;
            self.pages.values_mut().for_each(Page::say);
        }
        if now >= self.next_picture {
            self.next_picture = now + PICTURE;
            self.pages.values_mut().for_each(Page::show);
        }
        self.pages.values_mut().for_each(Page::turn);
        while let Ok(event) = self.events.try_recv() {
            if let MediaEvent::Visit { leg, event } = event {
                self.told.push((leg, event));
            }
        }
    }
}
