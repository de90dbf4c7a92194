//! Captions of a visit: what both sides say, as text on both screens (clause 6(2)②).
//!
//! Owns who is listened to and who may read. Captions live in memory until the visit is over for the
//! visitor; nothing is heard of a page that looks away, because the forwarding unit stops its sound before
//! it is copied. Next: `captioner` for the listening, [`domain::captions`] for the order of lines.

use std::sync::Arc;

use domain::captions::{Caption, CaptionLine, Captions};
use domain::contact::{Channel, VideoProvider};
use domain::floor::ContactView;
use domain::ids::ContactId;
use media::LegId;
use speech::RecogniserState;
use speech::live::Settings;
use speech::live::vocabulary::Prompts;
use speech::recognition::Recogniser;

use super::caption_keeping::Keeper;
use super::captioner::{Captioner, Listening};
use super::handle::Update;
use super::prompter::spoken_language;
use super::switchboard::Switchboard;
use super::visit::VisitPage;

/// What captions need.
#[derive(Debug, Clone, Default)]
pub struct CaptionDeps {
    /// Who turns sound into words; None where recognition is off.
    pub recogniser: Option<Arc<dyn Recogniser>>,
    /// Whether the city keeps them after the visit.
    pub is_kept: bool,
}

/// A visit's captions and who listens.
#[derive(Debug)]
pub(super) struct VisitCaptions {
    captioner: Captioner,
    captions: Captions,
    /// What the pages were told of how captions are.
    told: &'static str,
}

impl Switchboard {
    /// A page's leg is heard from now on, where there is a recogniser.
    pub(super) fn caption_page(&mut self, contact: ContactId, page: VisitPage, leg: LegId) {
        let Some(recogniser) = self.deps.captions.recogniser.clone() else { return };
        if !self.visit_captions.contains_key(&contact) {
            let captioner = self.captioner_of(contact, recogniser);
            let captions = VisitCaptions { captioner, captions: Captions::default(), told: "none" };
            self.visit_captions.insert(contact, captions);
        }
        if let Some(visit) = self.visit_captions.get(&contact) {
            self.deps.engine.tap_visit(leg, visit.captioner.join(leg, page.seat()));
        }
    }

    fn captioner_of(&self, contact: ContactId, recogniser: Arc<dyn Recogniser>) -> Captioner {
        let view = self.floor.contact_view(contact);
        let language = view.as_ref().and_then(|view| view.language).map(spoken_language);
        let agent = view.and_then(|view| view.agent).map(|agent| agent.0);
        let key = self.deps.captions.is_kept.then(|| self.books.key(&self.deps.ring, contact)).flatten();
        Captioner::start(Listening {
            contact,
            recogniser,
            settings: Settings { language, prompts: Prompts::of_terms(&[]), local_only: true, ..Settings::default() },
            clock: self.deps.clock.clone(),
            inputs: self.inputs.clone(),
            keeper: key.map(|key| Keeper { db: self.deps.db.clone(), key, agent }),
        })
    }

    /// Takes what was heard; a visit that is over wants nothing more.
    pub(super) fn captioned(&mut self, contact: ContactId, heard: Vec<Caption>) {
        let Some(visit) = self.visit_captions.get_mut(&contact) else { return };
        let changes = heard.into_iter().filter(|caption| visit.captions.put(caption.clone())).count();
        if changes > 0 {
            let desks = self.picture_of(contact).map_or_else(Vec::new, |(_, _, desks)| desks);
            self.tell(Update::Captioned { contact, desks });
        }
    }

    /// The captions that changed after revision `known`; none for a page that is not in the visit.
    pub(super) fn captions(&self, contact: ContactId, page: VisitPage, known: u32) -> Vec<CaptionLine> {
        match self.visit_captions.get(&contact) {
            Some(visit) if self.may_join(contact, page).is_ok() => {
                visit.captions.since(known).into_iter().cloned().collect()
            }
            Some(_) | None => Vec::new(),
        }
    }

    /// Forgets what was said in a visit; where it is kept, the listener still writes the last words down.
    pub(super) fn forget_captions(&mut self, contact: ContactId) {
        self.visit_captions.remove(&contact);
    }

    /// How a visit's captions are: `none` while nobody serves it, `on`, `kept`, or why there are none:
    /// `off`, `starting`, `failed`, `zoom`.
    pub(super) fn caption_word(&self, view: &ContactView) -> &'static str {
        if view.channel != Channel::Counter || view.agent.is_none() {
            return "none";
        }
        let Some(recogniser) = &self.deps.captions.recogniser else { return "off" };
        let video = self.videos.running.get(&view.contact);
        if video.is_some_and(|video| video.machine.provider() == VideoProvider::Zoom) {
            return "zoom";
        }
        match recogniser.state() {
            RecogniserState::Ready if self.deps.captions.is_kept => "kept",
            RecogniserState::Ready => "on",
            RecogniserState::Off(_) => "off",
            RecogniserState::Starting => "starting",
            RecogniserState::Failed(_) => "failed",
        }
    }

    /// Tells the pages when a recogniser came or went.
    pub(super) fn watch_captions(&mut self) {
        let visits: Vec<ContactId> = self.visit_captions.keys().copied().collect();
        for contact in visits {
            let word = self.floor.contact_view(contact).map_or("none", |view| self.caption_word(&view));
            let told = self.visit_captions.get_mut(&contact).map(|visit| std::mem::replace(&mut visit.told, word));
            if told.is_some_and(|told| told != word) {
                self.publish_contact(contact);
            }
        }
    }
}
