//! The rooms of an installation, each with the small state it asks for.
//!
//! Owns who is given what. It must never know how the installation is served or stopped. Next: `telephone` for
//! what a call needs, `router` for how the rooms become one server.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use storage::objects::Objects;
use storage::spool::Spool;
use storage::{Db, kiosk_fittings};
use vault::KeyRing;

use super::shared_browser;
use super::start_error::StartError;
use crate::admin::{self, AdminState};
use crate::ai::{self, AiState, SpeechUse, VectorsUse};
use crate::calls::alarms::Alarms;
use crate::calls::{CallsHandle, CardReaders, FlowBook, PromptBook};
use crate::chat::{self, ChatParts, ChatState};
use crate::city_calendar::CityCalendar;
use crate::clock::Clock;
use crate::config::{Config, Https};
use crate::counter::{BrowserParts, CounterParts, CounterState, Places};
use crate::desk::DeskState;
use crate::erasure::Erasure;
use crate::faq_shelf::{FaqShelf, Meaning, certainty, measurement};
use crate::flow_files;
use crate::health::HealthState;
use crate::hearing::{self, HearingDeps};
use crate::knowledge::{self, AssistDeps, Catalogue, KnowledgeState};
use crate::live::suggestion_feed::SuggestionFeed;
use crate::live::transcript_feed::TranscriptFeed;
use crate::live::{self, LiveState};
use crate::llm::{self, Llm};
use crate::login::store::SessionRows;
use crate::login::{LoginParts, LoginState};
use crate::public::{PublicParts, PublicState};
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
    let recognition = Recognition::open(config).await;
    let hearing = hearing::open(config, recognition.clone(), hearing_deps(ground, words.clone()));
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
    let knowledge = knowledge_state(config, ground).await?;
    let llm = Llm::open(&config.llm, ground.db.clone(), Arc::clone(&ground.ring), ground.clock.clone());
    let said = assisted(config, &knowledge, words, llm.clone());
    let live = live_state(config, ground, calls.clone(), said, zoom.is_some());
    let desk = desk_state(config, ground, telephone.spool, telephone.objects, llm.clone());
    let admin = AdminState {
        db: ground.db.clone(),
        clock: ground.clock.clone(),
        trail: ground.trail.clone(),
        calendar: ground.calendar.clone(),
        prompts,
        synthesiser: telephone.synthesiser,
        calls: calls.clone(),
    };
    let erasure = Erasure::open(ground.db.clone(), &ground.ring, ground.trail.clone())?;
    let places = shared_browser::open(config, browser_parts(ground, calls.clone(), erasure.clone())).await?;
    let counter = counter_state(config, ground, calls.clone(), flows, places);
    counter.resume(telephone.calls.visits);
    let chat = config.chat.enabled.then(|| chat_room(config, ground, calls.clone(), knowledge.shelf.clone()));
    let rooms = Rooms {
        login: login_state(config, ground, setup_code),
        desk,
        admin,
        counter,
        erasure,
        chat,
        transcript: hearing.state,
        public: public_state(config, ground, knowledge.shelf.clone()),
        ai: ai_state(config, ground, knowledge.shelf.clone(), llm, recognition),
        knowledge,
        health: health_state(config, ground),
        live: live::router(live),
        video: video.map(|(_, room)| room.open(calls.clone())),
        sessions: SessionRows::new(ground.db.clone(), &ground.ring, ground.clock.clone()),
    };
    Ok((rooms, telephone.listening.into_iter().map(|(_, address)| address).collect(), calls))
}

fn hearing_deps(ground: &Ground, words: TranscriptFeed) -> HearingDeps {
    let Ground { db, ring, clock, trail, .. } = ground;
    HearingDeps { db: db.clone(), ring: Arc::clone(ring), clock: clock.clone(), trail: trail.clone(), words }
}

async fn knowledge_state(config: &Config, ground: &Ground) -> Result<KnowledgeState, StartError> {
    let shelf = FaqShelf::open_judged(ground.db.clone(), Meaning::open(config), certainty(config)).await?;
    if llm::standing(&ground.db, ai::SEARCH).await?.is_some_and(|said| !said.on) {
        shelf.use_meaning(false);
    }
    Ok(KnowledgeState {
        db: ground.db.clone(),
        clock: ground.clock.clone(),
        trail: ground.trail.clone(),
        shelf,
        catalogue: Catalogue::default(),
        city: config.city.name_ja.clone(),
        fonts: documents::Fonts::of_debian(),
        demonstration: config.demo.enabled,
    })
}

/// What is said, with suggestions beside it where the configuration wants them.
fn assisted(config: &Config, knowledge: &KnowledgeState, words: TranscriptFeed, llm: Llm) -> Said {
    let suggestions = SuggestionFeed::default();
    if config.faq.assist {
        let KnowledgeState { db, clock, shelf, .. } = knowledge.clone();
        let deps = AssistDeps { words: words.clone(), suggestions: suggestions.clone(), shelf, db, clock, llm };
        tokio::spawn(knowledge::assist(deps));
    }
    Said { words, suggestions }
}

fn ai_state(config: &Config, ground: &Ground, shelf: FaqShelf, llm: Llm, recognition: Recognition) -> AiState {
    AiState {
        db: ground.db.clone(),
        ring: Arc::clone(&ground.ring),
        clock: ground.clock.clone(),
        trail: ground.trail.clone(),
        llm,
        shelf,
        measured: Arc::new(measurement(config)),
        vectors: VectorsUse::of(&config.faq.vectors).map(Arc::new),
        recognition,
        speech: Arc::new(SpeechUse::of(&config.speech)),
        assist: config.faq.assist,
    }
}

/// What is said in calls and what the FAQ says to it, as pages follow it.
struct Said {
    words: TranscriptFeed,
    suggestions: SuggestionFeed,
}

fn live_state(config: &Config, ground: &Ground, calls: CallsHandle, said: Said, zoom: bool) -> LiveState {
    let Said { words, suggestions } = said;
    LiveState {
        calls,
        alarms: ground.alarms.clone(),
        clock: ground.clock.clone(),
        db: ground.db.clone(),
        trail: ground.trail.clone(),
        calendar: ground.calendar.follow(),
        always_open: config.is_always_open(),
        zoom,
        chats_at_once: config.chat.at_once(),
        words,
        suggestions,
        desks: live::desks::Desks::default(),
    }
}

fn desk_state(config: &Config, ground: &Ground, spool: Spool, objects: Objects, llm: Llm) -> DeskState {
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
        llm,
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

fn browser_parts(ground: &Ground, calls: CallsHandle, erasure: Erasure) -> BrowserParts {
    BrowserParts { clock: ground.clock.clone(), calls, alarms: ground.alarms.clone(), erasure, mail: None }
}

fn counter_state(
    config: &Config,
    ground: &Ground,
    calls: CallsHandle,
    flows: Arc<FlowBook>,
    places: Option<Places>,
) -> CounterState {
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
        places,
    })
}

fn public_state(config: &Config, ground: &Ground, shelf: FaqShelf) -> PublicState {
    PublicState::new(PublicParts {
        db: ground.db.clone(),
        clock: ground.clock.clone(),
        shelf,
        calendar: ground.calendar.follow(),
        always_open: config.is_always_open(),
        city_ja: config.city.name_ja.clone(),
        city_en: config.city.name_en.clone(),
        call_number: config.city.numbers.first().cloned(),
        public_url: config.web.public_url.clone(),
    })
}

fn chat_room(config: &Config, ground: &Ground, calls: CallsHandle, faq: FaqShelf) -> Router {
    let service = config.floor_in_force().services_of(domain::contact::Channel::Chat).next().map(|it| it.id.clone());
    chat::live(ChatState::new(ChatParts {
        db: ground.db.clone(),
        clock: ground.clock.clone(),
        calls,
        faq,
        calendar: ground.calendar.follow(),
        always_open: config.is_always_open(),
        city_ja: config.city.name_ja.clone(),
        city_en: config.city.name_en.clone(),
        telephone: config.city.numbers.first().cloned(),
        // Where there is chat there is a service of it; a floor without one turns every chat away.
        service: service.unwrap_or_else(|| domain::ids::ServiceId(String::new())),
        limits: config.chat.limits(),
    }))
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
