//! The rooms of an installation, each with the small state it asks for.
//!
//! Owns who is given what. It must never know how the installation is served or stopped. Next: `telephone` for
//! what a call needs, `router` for how the rooms become one server.

use std::net::SocketAddr;
use std::sync::Arc;

use storage::objects::Objects;
use storage::spool::Spool;
use storage::{Db, kiosk_fittings};
use vault::KeyRing;

use super::start_error::StartError;
use crate::admin::{self, AdminState};
use crate::calls::alarms::Alarms;
use crate::calls::{CallsHandle, CardReaders, FlowBook, PromptBook};
use crate::city_calendar::CityCalendar;
use crate::clock::Clock;
use crate::config::{Config, Https};
use crate::counter::{CounterParts, CounterState};
use crate::desk::DeskState;
use crate::flow_files;
use crate::health::HealthState;
use crate::hearing::{self, HearingDeps};
use crate::live::transcript_feed::TranscriptFeed;
use crate::live::{self, LiveState};
use crate::login::store::SessionRows;
use crate::login::{LoginParts, LoginState};
use crate::recogniser::Recognition;
use crate::router::Rooms;
use crate::telephone::{self, TelephoneDeps};
use crate::trail::Trail;
use crate::video::{self, VideoDeps};

/// What every room is built on.
pub(super) struct Ground {
    pub(super) db: Db,
    pub(super) ring: Arc<KeyRing>,
    pub(super) clock: Clock,
    pub(super) trail: Trail,
    pub(super) calendar: CityCalendar,
    pub(super) alarms: Alarms,
}

/// Every room with its state, where SIP listens, and the switchboard.
pub(super) async fn rooms(
    config: &Config,
    ground: &Ground,
    setup_code: Option<String>,
) -> Result<(Rooms, Vec<SocketAddr>, CallsHandle), StartError> {
    let prompts = PromptBook::default();
    admin::load_prompts(&ground.db, &prompts).await?;
    let card_readers = CardReaders::of(kiosk_fittings::with_card_reader(&ground.db).await?);
    let flows = Arc::new(flow_files::book(config, card_readers, &ground.alarms, &ground.clock));
    let words = TranscriptFeed::default();
    let hearing = hearing::open(config, Recognition::open(config).await, hearing_deps(ground, words.clone()));
    let deps = TelephoneDeps {
        clock: ground.clock.clone(),
        db: ground.db.clone(),
        ring: Arc::clone(&ground.ring),
        calendar: ground.calendar.follow(),
        book: prompts.clone(),
        watch_words: admin::watch_words(&ground.db).await?,
        flows: Arc::clone(&flows),
        alarms: ground.alarms.clone(),
        zoom: None,
        trail: ground.trail.clone(),
        listening: hearing.post,
        scribe: hearing.scribe,
        recogniser: hearing.recogniser,
    };
    let video_deps = VideoDeps { clock: ground.clock.clone(), alarms: ground.alarms.clone() };
    let video = video::prepare(config, video_deps)?;
    let zoom = video.as_ref().map(|(link, _)| link.clone());
    let telephone = telephone::start(config, TelephoneDeps { zoom: zoom.clone(), ..deps }).await?;
    let calls = telephone.calls.handle.clone();
    tokio::spawn(hearing::watch_words(words.clone(), calls.clone()));
    let live = live_state(config, ground, calls.clone(), words, zoom.is_some());
    let desk = desk_state(config, ground, telephone.spool, telephone.objects);
    let admin = AdminState {
        db: ground.db.clone(),
        clock: ground.clock.clone(),
        trail: ground.trail.clone(),
        calendar: ground.calendar.clone(),
        prompts,
        synthesiser: telephone.synthesiser,
        calls: calls.clone(),
    };
    let counter = counter_state(config, ground, calls.clone(), flows);
    counter.resume(telephone.calls.visits);
    let rooms = Rooms {
        login: login_state(config, ground, setup_code),
        desk,
        admin,
        counter,
        transcript: hearing.state,
        health: health_state(config, ground),
        live: live::router(live),
        video: video.map(|(_, room)| room.open(calls.clone())),
        sessions: SessionRows::new(ground.db.clone(), &ground.ring, ground.clock.clone()),
    };
    let listening = telephone.listening.into_iter().map(|(_, address)| address).collect();
    Ok((rooms, listening, calls))
}

fn hearing_deps(ground: &Ground, words: TranscriptFeed) -> HearingDeps {
    let Ground { db, ring, clock, trail, .. } = ground;
    HearingDeps { db: db.clone(), ring: Arc::clone(ring), clock: clock.clone(), trail: trail.clone(), words }
}

fn live_state(config: &Config, ground: &Ground, calls: CallsHandle, words: TranscriptFeed, zoom: bool) -> LiveState {
    LiveState {
        calls,
        alarms: ground.alarms.clone(),
        clock: ground.clock.clone(),
        db: ground.db.clone(),
        trail: ground.trail.clone(),
        calendar: ground.calendar.follow(),
        always_open: config.is_always_open(),
        zoom,
        words,
        desks: live::desks::Desks::default(),
    }
}

fn desk_state(config: &Config, ground: &Ground, spool: Spool, objects: Objects) -> DeskState {
    DeskState {
        db: ground.db.clone(),
        ring: Arc::clone(&ground.ring),
        clock: ground.clock.clone(),
        trail: ground.trail.clone(),
        calendar: ground.calendar.clone(),
        always_open: config.is_always_open(),
        spool: Arc::new(spool),
        objects: Arc::new(objects),
        unredacted_days: config.recordings.unredacted_days,
        summary: Arc::new(config.summary.clone()),
    }
}

fn login_state(config: &Config, ground: &Ground, setup_code: Option<String>) -> LoginState {
    LoginState::new(LoginParts {
        db: ground.db.clone(),
        ring: Arc::clone(&ground.ring),
        clock: ground.clock.clone(),
        trail: ground.trail.clone(),
        rules: config.login.clone(),
        public_url: config.web.public_url.clone(),
        demo: config.demo.enabled,
        encrypted: config.web.https != Https::Off || config.web.public_url.starts_with("https://"),
        setup_code,
    })
}

fn counter_state(config: &Config, ground: &Ground, calls: CallsHandle, flows: Arc<FlowBook>) -> CounterState {
    let wishes = config.floor.services_of(domain::contact::Channel::Counter);
    CounterState::new(CounterParts {
        db: ground.db.clone(),
        clock: ground.clock.clone(),
        trail: ground.trail.clone(),
        calls,
        flows,
        alarms: ground.alarms.clone(),
        calendar: ground.calendar.follow(),
        always_open: config.is_always_open(),
        encrypted: config.web.https != Https::Off || config.web.public_url.starts_with("https://"),
        city_ja: config.city.name_ja.clone(),
        city_en: config.city.name_en.clone(),
        call_number: config.city.numbers.first().cloned(),
        public_url: config.web.public_url.clone(),
        slip_stamp: ground.ring.stamp("slip address"),
        wishes: wishes.map(|service| service.id.0.clone()).collect(),
        diagnosis: config.kiosk_diagnosis(),
        slip_printers: config.counter.slip_printers.clone(),
    })
}

fn health_state(config: &Config, ground: &Ground) -> HealthState {
    HealthState {
        alarms: ground.alarms.clone(),
        demo: config.demo.enabled,
        city_ja: config.city.name_ja.clone(),
        city_en: config.city.name_en.clone(),
        db: ground.db.clone(),
    }
}
