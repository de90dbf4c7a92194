//! The front of the media engine: start it, order it about, hear its events.
//!
//! Owns the handle, the directory of which leg lives on which shard, and the sockets' opening. Every
//! method returns at once; the work is done on the shards. It must never know calls, queues or agents.
//! Go next to `shard` for the threads, `bridge` for who hears whom.

mod visits;

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddrV4;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use rand::Rng as _;
use tokio::sync::mpsc;
use wire::dtmf::Digit;
use wire::sdp::Negotiated;

use crate::clock::Clock;
use crate::command::{Command, GroupOrder, LegOrder, ShardLink};
use crate::config::MediaConfig;
use crate::event::MediaEvent;
use crate::outgoing::Seed;
use crate::player::Play;
use crate::ports::RtpPorts;
use crate::recorder::{self, RecordingTarget};
use crate::shard;
use crate::sip::{LineError, RtpLine};
use crate::tap::TapSender;
use crate::web_leg::{WebDoor, WebError};
use crate::{GroupId, LegId};

/// Events waiting for the switchboard before the shards keep them back.
const EVENTS_MAX: usize = 4_096;
/// Most legs in one group.
pub const GROUP_LEGS_MAX: usize = 16;
/// Most shards.
const SHARDS_MAX: usize = 256;

/// The media engine.
#[derive(Debug)]
pub struct MediaEngine;

/// Why the engine did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A setting makes no sense.
    #[error("media setting {0}")]
    Setting(&'static str),
    /// A socket, thread or descriptor was refused by the system.
    #[error("media engine: {0}")]
    System(#[from] io::Error),
    /// The certificate for browsers could not be made.
    #[error("media engine: {0}")]
    Web(#[from] WebError),
}

/// Why routes were refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RouteError {
    /// The leg was never opened or is closed.
    #[error("leg {0} is not open")]
    NoLeg(LegId),
    /// A route names a leg that is not in the group.
    #[error("leg {0} of a route is not in the group")]
    NotInGroup(LegId),
    /// More legs than [`GROUP_LEGS_MAX`].
    #[error("a group has at most {GROUP_LEGS_MAX} legs")]
    TooMany,
    /// Two browsers live on different shards; open browsers that may meet on the same one.
    #[error("browsers {0} and {1} live on different shards")]
    SeveralShards(LegId, LegId),
}

impl MediaEngine {
    /// Starts the threads and binds the browsers' ports.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn start(config: MediaConfig) -> Result<(MediaHandle, mpsc::Receiver<MediaEvent>), StartError> {
        check(&config)?;
        let clock = Clock::starting(Instant::now());
        let (events, receiver) = mpsc::channel(EVENTS_MAX);
        let recorder = recorder::start(clock, events.clone())?;
        let web = WebDoor::new()?;
        let mut shards = Vec::with_capacity(config.shards);
        for index in 0..config.shards {
            shards.push(shard::start(index, &config, clock, recorder.clone(), events.clone())?);
        }
        let ports = RtpPorts::new(config.rtp_ports.clone(), config.bind_ip);
        let places = Mutex::new(Places::default());
        let inner = Inner { config, shards, web, ports, places };
        Ok((MediaHandle { inner: Arc::new(inner) }, receiver))
    }
}

fn check(config: &MediaConfig) -> Result<(), StartError> {
    if config.shards == 0 || config.shards > SHARDS_MAX {
        return Err(StartError::Setting("shards must be 1 to 256"));
    }
    if config.rtp_ports.is_empty() || *config.rtp_ports.start() < 1_024 {
        return Err(StartError::Setting("rtp_ports must be a range above 1023"));
    }
    if config.shown_ip().is_unspecified() {
        return Err(StartError::Setting("public_ip is required when bind_ip is 0.0.0.0"));
    }
    let ports_left = u16::MAX - config.web_udp_port_base;
    if config.web_udp_port_base != 0 && usize::from(ports_left) + 1 < config.shards {
        return Err(StartError::Setting("web_udp_port_base leaves too few ports for the shards"));
    }
    Ok(())
}

/// A cheap, cloneable front of the running engine; the last clone dropped ends it.
#[derive(Clone)]
pub struct MediaHandle {
    inner: Arc<Inner>,
}

struct Inner {
    config: MediaConfig,
    shards: Vec<ShardLink>,
    web: WebDoor,
    ports: RtpPorts,
    places: Mutex<Places>,
}

/// Which shard each leg and group lives on.
#[derive(Default)]
struct Places {
    legs: BTreeMap<LegId, Place>,
    groups: BTreeMap<GroupId, usize>,
    /// Legs of counter visits; these never move.
    visits: BTreeMap<LegId, VisitPlace>,
    visit_groups: BTreeMap<GroupId, usize>,
}

#[derive(Clone, Copy)]
struct Place {
    shard: usize,
    /// A browser cannot move: its port belongs to its shard.
    is_web: bool,
}

struct VisitPlace {
    shard: usize,
    /// What tells the leg's connection from a new one.
    origin: Option<String>,
}

impl MediaHandle {
    /// How many shards there are.
    #[must_use]
    pub fn shards(&self) -> usize {
        self.inner.shards.len()
    }

    /// Binds an RTP socket for `leg` on a shard and returns the address for SDP.
    ///
    /// # Errors
    /// [`LineError`] when no port is free, the shard does not exist, or the leg is already open.
    pub fn open_rtp_on(&self, leg: LegId, shard: usize) -> Result<SocketAddrV4, LineError> {
        let link = self.link(shard).map_err(LineError::Engine)?;
        let mut places = self.places();
        self.room_for(&places, leg).map_err(LineError::Engine)?;
        let (socket, port) = self.inner.ports.bind().ok_or(LineError::NoPort)?;
        link.send(Command::OpenRtp { leg, socket, seed: seed() });
        places.legs.insert(leg, Place { shard, is_web: false });
        Ok(SocketAddrV4::new(self.inner.config.shown_ip(), port))
    }

    /// Answers a browser's offer and keeps its leg on a shard, routed or not, until it is closed.
    /// Agents who may meet (supervision, conference) belong on the same shard.
    ///
    /// # Errors
    /// [`WebError`] for an offer that cannot be answered, an unknown shard or an open leg.
    pub fn open_web(&self, leg: LegId, shard: usize, offer_sdp: &str) -> Result<String, WebError> {
        let link = self.link(shard).map_err(WebError::Engine)?;
        let (end, answer) = self.inner.web.answer(offer_sdp, link.web_address, Instant::now())?;
        let mut places = self.places();
        self.room_for(&places, leg).map_err(WebError::Engine)?;
        link.send(Command::OpenWeb { leg, end: Box::new(end), seed: seed() });
        places.legs.insert(leg, Place { shard, is_web: true });
        Ok(answer)
    }

    /// Replaces everything a group is: its legs and who hears whom, as (speaker, hearer).
    /// A leg in another group leaves it; an empty list of legs ends the group and its recording, not
    /// its legs. Telephones move to the shard of the browser they are to meet.
    ///
    /// # Errors
    /// [`RouteError`]; nothing has changed then.
    pub fn set_routes(&self, group: GroupId, legs: Vec<LegId>, routes: Vec<(LegId, LegId)>) -> Result<(), RouteError> {
        if legs.len() > GROUP_LEGS_MAX {
            return Err(RouteError::TooMany);
        }
        for leg in routes.iter().flat_map(|(from, to)| [from, to]) {
            if !legs.contains(leg) {
                return Err(RouteError::NotInGroup(*leg));
            }
        }
        let mut places = self.places();
        let Some(shard) = shard_of(&places, &legs, group)? else {
            return Ok(());
        };
        if legs.is_empty() {
            places.groups.remove(&group);
        } else {
            self.gather(&mut places, group, &legs, shard);
        }
        self.order_group(shard, group, GroupOrder::Routes { legs, routes });
        Ok(())
    }

    /// Plays a sound to a leg, mixed with what is routed to it; replaces the one playing.
    pub fn play(&self, leg: LegId, play: Play) {
        self.order(leg, LegOrder::Play(play));
    }

    /// Stops what plays to a leg, within 20 ms and without [`MediaEvent::PlayEnded`].
    pub fn stop_play(&self, leg: LegId) {
        self.order(leg, LegOrder::StopPlay);
    }

    /// Replaces a leg's sound with silence for everyone, its recording and its taps.
    pub fn set_muted(&self, leg: LegId, muted: bool) {
        self.order(leg, LegOrder::Mute(muted));
    }

    /// Presses a key toward a leg's peer (RFC 4733); up to 32 keys wait for their turn.
    pub fn send_dtmf(&self, leg: LegId, digit: Digit) {
        self.order(leg, LegOrder::Key(digit));
    }

    /// Begins a group's recording; failures come as [`MediaEvent::RecordingFault`].
    pub fn record_start(&self, group: GroupId, target: RecordingTarget) {
        self.group_order(group, GroupOrder::RecordStart(Box::new(target)));
    }

    /// Ends a group's recording; [`MediaEvent::RecordingClosed`] follows.
    pub fn record_stop(&self, group: GroupId) {
        self.group_order(group, GroupOrder::RecordStop);
    }

    /// Keeps the group's sound from recorder and tap, or lets them have it again; its legs hear each other all
    /// the while. The recording is silent for that time.
    pub fn silence(&self, group: GroupId, on: bool) {
        self.group_order(group, GroupOrder::Silence(on));
    }

    /// Copies what the group's legs say to `sender` until replaced or [`Self::untap`].
    pub fn tap(&self, group: GroupId, sender: TapSender) {
        self.group_order(group, GroupOrder::Tap(Some(sender)));
    }

    /// Ends a group's tap.
    pub fn untap(&self, group: GroupId) {
        self.group_order(group, GroupOrder::Tap(None));
    }

    /// Closes a leg of any kind; [`MediaEvent::LegClosed`] follows with its figures, or
    /// [`crate::VisitEvent::Closed`] for a leg of a visit.
    pub fn close(&self, leg: LegId) {
        if self.close_visit_leg(leg) {
            return;
        }
        let place = self.places().legs.remove(&leg);
        if let Some(link) = place.and_then(|place| self.inner.shards.get(place.shard)) {
            link.send(Command::Leg { leg, order: LegOrder::Close });
        }
    }

    fn link(&self, shard: usize) -> Result<&ShardLink, String> {
        self.inner.shards.get(shard).ok_or_else(|| format!("there is no shard {shard}"))
    }

    fn room_for(&self, places: &Places, leg: LegId) -> Result<(), String> {
        if places.legs.contains_key(&leg) || places.visits.contains_key(&leg) {
            return Err(format!("leg {leg} is already open"));
        }
        let open = places.legs.len() + places.visits.len();
        if open >= self.inner.config.legs_max {
            return Err(format!("{open} legs are open, the limit"));
        }
        Ok(())
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        // The directory is whole after every statement, so a panic elsewhere does not spoil it.
        self.inner.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn order(&self, leg: LegId, order: LegOrder) {
        let place = self.places().legs.get(&leg).copied();
        if let Some(link) = place.and_then(|place| self.inner.shards.get(place.shard)) {
            link.send(Command::Leg { leg, order });
        }
    }

    /// Orders everything of a group that lives elsewhere to its new shard.
    fn gather(&self, places: &mut Places, group: GroupId, legs: &[LegId], shard: usize) {
        let Some(to) = self.inner.shards.get(shard) else {
            return;
        };
        let old = places.groups.insert(group, shard).filter(|old| *old != shard);
        if let Some(link) = old.and_then(|old| self.inner.shards.get(old)) {
            link.send(Command::MoveGroup { group, to: to.clone() });
        }
        for leg in legs {
            let place = places.legs.get_mut(leg).filter(|place| place.shard != shard);
            let Some(place) = place else {
                continue;
            };
            if let Some(link) = self.inner.shards.get(place.shard) {
                link.send(Command::MoveLeg { leg: *leg, to: to.clone() });
            }
            place.shard = shard;
        }
    }

    fn group_order(&self, group: GroupId, order: GroupOrder) {
        let shard = self.places().groups.get(&group).copied();
        if let Some(shard) = shard {
            self.order_group(shard, group, order);
        }
    }

    fn order_group(&self, shard: usize, group: GroupId, order: GroupOrder) {
        if let Some(link) = self.inner.shards.get(shard) {
            link.send(Command::Group { group, order });
        }
    }
}

/// Where a group shall live: with its browsers, else where it is, else with its first leg.
/// `None` for an unknown group without legs.
fn shard_of(places: &Places, legs: &[LegId], group: GroupId) -> Result<Option<usize>, RouteError> {
    let mut browser: Option<(LegId, usize)> = None;
    let mut first = None;
    for leg in legs {
        let place = places.legs.get(leg).ok_or(RouteError::NoLeg(*leg))?;
        first = first.or(Some(place.shard));
        match browser {
            Some((other, shard)) if place.is_web && shard != place.shard => {
                return Err(RouteError::SeveralShards(other, *leg));
            }
            Some(_) => {}
            None if place.is_web => browser = Some((*leg, place.shard)),
            None => {}
        }
    }
    let home = places.groups.get(&group).copied();
    Ok(browser.map(|(_, shard)| shard).or(home).or(first))
}

fn seed() -> Seed {
    let mut rng = rand::rng();
    // Beginning below the middle leaves room before the first wrap, which SRTP receivers count.
    Seed { ssrc: rng.random(), sequence: rng.random_range(0..0x7FFF), timestamp: rng.random() }
}

impl RtpLine for MediaHandle {
    fn open_rtp(&self, leg: LegId) -> Result<SocketAddrV4, LineError> {
        let shards = self.shards() as u64;
        let shard = usize::try_from(leg.0 % shards).unwrap_or(0);
        self.open_rtp_on(leg, shard)
    }

    fn set_rtp_remote(&self, leg: LegId, agreed: Negotiated) {
        self.order(leg, LegOrder::Agree(agreed));
    }

    fn close(&self, leg: LegId) {
        MediaHandle::close(self, leg);
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        for link in &self.shards {
            link.send(Command::Stop);
        }
    }
}
