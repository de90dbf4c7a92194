//! Who carries a visit's picture: the machine's verdicts carried out, and pages let in (clause 6(2)⑧; ADR 0013).
//!
//! Owns the translation: words of pages and of Zoom into events, effects into the contact's log, pages
//! that are told, and orders to Zoom. A grant goes to the page it belongs to and is kept nowhere.

use domain::contact::{Channel, ContactEvent, ContactEventKind, VideoCause, VideoProvider};
use domain::floor::{ContactView, FloorEvent, StageView};
use domain::ids::{AgentId, ContactId};
use domain::video_epoch::{VideoChoice, VideoEffect, VideoEpoch, VideoEvent, VideoLine, VideoSide, ZoomState};
use domain::visit_ladder::LineStep;
use zoom::grant::{Grant, Role};

use super::chance;
use super::refusals::{self, Refusal};
use super::switchboard::Switchboard;
use super::videos::Video;
use super::visit::{VideoSaid, VisitPage};
use super::zoom_link::{ZoomNews, ZoomOrder};
use crate::live::video_messages::{VideoGrant, VideoState};

/// How our topics begin at Zoom, so that what a crash left there is found again.
pub const TOPIC_PREFIX: &str = "madoguchi-";

impl Switchboard {
    /// An agent who joins a visit begins its video, or takes it over.
    pub(super) fn follow_into_video(&mut self, event: &ContactEvent) {
        let ContactEventKind::Joined { agent } = event.kind else { return };
        let view = self.floor.contact_view(event.contact);
        if view.is_some_and(|view| view.channel == Channel::Counter) {
            self.begin_video(event.contact, agent);
        }
    }

    /// What a page says of its visit's video.
    pub(super) fn hear_of_video(
        &mut self,
        contact: ContactId,
        page: VisitPage,
        epoch: u32,
        said: VideoSaid,
    ) -> Result<Option<VideoGrant>, Refusal> {
        use domain::floor::RefusalReason::NotYours;
        self.may_join(contact, page)?;
        let side = side_of(page).ok_or_else(|| refusals::from_floor(NotYours))?;
        match said {
            VideoSaid::Ask => {
                let grant = self.grant(contact, side, epoch)?;
                self.video_event(contact, VideoEvent::Asked { side, epoch });
                return Ok(Some(grant));
            }
            VideoSaid::Joined => self.video_event(contact, VideoEvent::Joined { side, epoch }),
            VideoSaid::Failed(cause) => {
                tracing::warn!(contact.id = %contact, ?side, epoch, ?cause, "a page could not use Zoom");
                self.video_event(contact, VideoEvent::Failed { side, epoch, cause });
            }
        }
        Ok(None)
    }

    /// Zoom says that something happened in a session; one that no visit is in any more is none of ours.
    pub(super) fn hear_zoom(&mut self, topic: &str, news: ZoomNews) {
        if let Some((contact, epoch)) = self.videos.of_topic(topic) {
            self.video_event(contact, VideoEvent::Broken { epoch, cause: news.cause() });
        }
    }

    /// A page's built-in line stands.
    pub(super) fn page_connected(&mut self, contact: ContactId, page: VisitPage) {
        let Some(side) = side_of(page) else { return };
        let video = self.videos.running.get(&contact);
        let builtin = video.filter(|video| video.machine.provider() == VideoProvider::Builtin);
        if let Some(epoch) = builtin.map(|video| video.machine.epoch()) {
            self.video_event(contact, VideoEvent::Joined { side, epoch });
        }
    }

    /// A guest has no place in a Zoom session: everybody goes over to the built-in way.
    pub(super) fn make_room_for_guest(&mut self, contact: ContactId) {
        let video = self.videos.running.get(&contact);
        let zoom = video.filter(|video| video.machine.provider() == VideoProvider::Zoom);
        if let Some(epoch) = zoom.map(|video| video.machine.epoch()) {
            self.video_event(contact, VideoEvent::Broken { epoch, cause: VideoCause::GuestJoined });
        }
    }

    /// What the built-in line of a visit carries, as the ladder found.
    pub(super) fn line_carries(&mut self, contact: ContactId, step: LineStep) {
        let line = match step {
            LineStep::Video | LineStep::LowVideo | LineStep::Still => VideoLine::Picture,
            LineStep::Audio => VideoLine::SoundOnly,
            LineStep::Telephone => VideoLine::Nothing,
        };
        self.video_event(contact, VideoEvent::Line(line));
    }

    /// Acts on every visit whose deadline at Zoom has come.
    pub(super) fn tick_videos(&mut self) {
        for contact in self.videos.due(self.now()) {
            self.video_event(contact, VideoEvent::Tick);
        }
    }

    /// The visit is over for the visitor: nothing of it stays at Zoom.
    pub(super) fn end_video(&mut self, contact: ContactId) {
        self.videos.restarted.remove(&contact);
        let Some(video) = self.videos.running.remove(&contact) else { return };
        if video.machine.end().is_some() {
            self.order(ZoomOrder::Purge { topic: video.topic });
        }
    }

    /// What pages are told: the epoch that goes on, or what is going to be tried.
    pub(super) fn video_state(&self, view: &ContactView) -> Option<VideoState> {
        if view.channel != Channel::Counter {
            return None;
        }
        if let Some(video) = self.videos.running.get(&view.contact) {
            return Some(VideoState { epoch: video.machine.epoch(), provider: word(video.machine.provider()) });
        }
        let is_coming = matches!(view.stage, StageView::Waiting { .. } | StageView::Ringing { .. });
        is_coming.then(|| VideoState { epoch: 0, provider: word(VideoChoice::of(self.zoom_state()).provider) })
    }

    fn begin_video(&mut self, contact: ContactId, agent: AgentId) {
        let now = self.now();
        if let Some(video) = self.videos.running.get_mut(&contact) {
            if std::mem::replace(&mut video.agent, agent) != agent {
                self.video_event(contact, VideoEvent::AgentChanged);
            }
            return;
        }
        let restarted = self.videos.restarted.remove(&contact) && self.deps.zoom.is_some();
        let zoom = if restarted { ZoomState::Restarted } else { self.zoom_state() };
        let (machine, effects) = VideoEpoch::select(zoom, now);
        self.videos.running.insert(contact, Video { machine, agent, topic: fresh_topic() });
        self.carry_out_video(contact, effects);
    }

    fn video_event(&mut self, contact: ContactId, event: VideoEvent) {
        let now = self.now();
        if let Some(video) = self.videos.running.get_mut(&contact) {
            let effects = video.machine.handle(event, now);
            self.carry_out_video(contact, effects);
        }
    }

    fn carry_out_video(&mut self, contact: ContactId, effects: Vec<VideoEffect>) {
        let mut ended_topic = None;
        for effect in effects {
            match effect {
                VideoEffect::Begin { epoch, provider, cause } => {
                    if let Some(video) = self.videos.running.get_mut(&contact).filter(|_| epoch > 1) {
                        ended_topic = Some(std::mem::replace(&mut video.topic, fresh_topic()));
                    }
                    if self.deps.zoom.is_some() {
                        tracing::info!(contact.id = %contact, epoch, ?provider, ?cause, "a visit's video begins");
                        self.happen(FloorEvent::VideoProvider { contact, epoch, provider, cause });
                    }
                    self.publish_contact(contact);
                }
                VideoEffect::Purge { .. } => {
                    if let Some(topic) = ended_topic.take() {
                        self.order(ZoomOrder::Purge { topic });
                    }
                }
                VideoEffect::CountFailure => {
                    let now = self.now();
                    self.videos.breaker.failed(now);
                }
            }
        }
    }

    fn zoom_state(&self) -> ZoomState {
        match &self.deps.zoom {
            None => ZoomState::Off,
            Some(link) if !link.sdk_installed => ZoomState::SdkMissing,
            Some(link) if !*link.well.borrow() => ZoomState::Unreachable,
            Some(_) if self.videos.breaker.open_until(self.now()).is_some() => ZoomState::BreakerOpen,
            Some(_) => ZoomState::Ready,
        }
    }

    fn grant(&self, contact: ContactId, side: VideoSide, epoch: u32) -> Result<VideoGrant, Refusal> {
        use domain::floor::RefusalReason::UnknownContact;
        let video = self.videos.running.get(&contact).ok_or_else(|| refusals::from_floor(UnknownContact))?;
        let link = self.deps.zoom.as_ref().ok_or_else(moved_on)?;
        if video.machine.epoch() != epoch || video.machine.provider() != VideoProvider::Zoom {
            return Err(moved_on());
        }
        let (role, name) = match side {
            VideoSide::Agent => (Role::Host, "agent"),
            VideoSide::Visitor => (Role::Participant, "visitor"),
        };
        let grant = Grant { role, topic: &video.topic, user_key: name, geo_regions: &link.geo_regions };
        let token = link.keys.sign(&grant, self.deps.clock.now().timestamp()).map_err(|why| {
            tracing::error!(%why, "no grant for Zoom could be signed");
            moved_on()
        })?;
        Ok(VideoGrant { epoch, topic: video.topic.clone(), token, name: name.to_owned() })
    }

    /// A full line to who speaks with Zoom loses nothing for good: what is left over is swept.
    fn order(&self, order: ZoomOrder) {
        let Some(link) = &self.deps.zoom else { return };
        if link.orders.try_send(order).is_err() {
            tracing::error!("an order to Zoom was dropped; the next sweep deletes what is left");
        }
    }
}

/// The side a page is; a guest is on none, and in the built-in way alone.
fn side_of(page: VisitPage) -> Option<VideoSide> {
    match page {
        VisitPage::Kiosk => Some(VideoSide::Visitor),
        VisitPage::Agent(_) => Some(VideoSide::Agent),
        VisitPage::Guest(_) => None,
    }
}

fn word(provider: VideoProvider) -> &'static str {
    match provider {
        VideoProvider::Zoom => "zoom",
        VideoProvider::Builtin => "builtin",
    }
}

fn fresh_topic() -> String {
    format!("{TOPIC_PREFIX}{}", chance::contact_id().simple())
}

fn moved_on() -> Refusal {
    Refusal::new(
        "video_moved_on",
        "映像は別の方式に切り替わりました。そのままお待ちください。",
        "The video has moved on to another way. Please wait as you are.",
    )
}
