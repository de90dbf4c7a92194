//! The pictures of visits: pages joined at the forwarding unit, so that everybody sees everybody (ADR 0009).
//!
//! Owns who may join. Sound and picture are forwarded and never recorded (clause 6(2)③d); a page that
//! offers anew takes the place it had. Next: [`super::visits`].

use domain::contact::Channel;
use domain::ids::ContactId;
use media::{GroupId, VisitRoute, What};

use super::handle::Reply;
use super::refusals::{self, Refusal};
use super::switchboard::Switchboard;
use super::visit::{VisitOffer, VisitPage};
use crate::live::video_messages::VisitorDevices;

/// Visits live on one shard, with the desks (ADR 0006).
const SHARD: usize = 0;

impl Switchboard {
    /// Answers a page's offer and joins it to the others of the visit.
    pub(super) async fn offer_visit(&mut self, offer: VisitOffer, reply: Reply<String>) {
        let VisitOffer { contact, page, sdp, away } = offer;
        if let Err(refusal) = self.may_join(contact, page) {
            let _ = reply.send(Err(refusal));
            return;
        }
        let leg = self.visit_lines.leg(contact, page);
        let leg = leg.unwrap_or_else(|| self.deps.leg_ids.next());
        let engine = self.deps.engine.clone();
        let answered = tokio::task::spawn_blocking(move || engine.open_visit_leg(leg, SHARD, &sdp)).await;
        let answer = match answered {
            Ok(Ok(answer)) => answer,
            Ok(Err(why)) => return refuse(reply, &why.to_string()),
            Err(why) => return refuse(reply, &why.to_string()),
        };
        self.visit_lines.enter(contact, page, leg);
        self.caption_page(contact, page, leg);
        self.cap_page(contact, leg);
        self.look_away(contact, page, away);
        self.join_visit(contact);
        // A page that has gone meanwhile offers anew when it is back.
        let _ = reply.send(Ok(answer));
    }

    /// A private moment: what the page shows and says ends at the server, and no picture goes to it.
    /// The other page is told, so that it does not go on showing the last picture it got.
    pub(super) fn look_away(&mut self, contact: ContactId, page: VisitPage, on: bool) {
        let leg = self.visit_lines.leg(contact, page);
        if leg.is_none() && self.may_join(contact, page).is_err() {
            return;
        }
        // Where Zoom carries the picture there is no leg: the page ends it, and the other page is told all the same.
        self.visit_lines.look_away(contact, page, on);
        if let Some(leg) = leg {
            self.deps.engine.set_visit_dark(leg, on);
            match page {
                VisitPage::Kiosk => self.keep_back(contact),
                VisitPage::Agent(_) | VisitPage::Guest(_) => self.deps.engine.set_visit_muted(leg, on),
            }
        }
        self.publish_contact(contact);
    }

    /// The visitor's devices, as the kiosk found them.
    pub(super) fn visitor_has(&mut self, contact: ContactId, devices: VisitorDevices) {
        let is_visit = self.floor.contact_view(contact).is_some_and(|view| view.channel == Channel::Counter);
        if is_visit && self.visit_lines.devices(contact) != devices {
            self.visit_lines.visitor_has(contact, devices);
            self.publish_contact(contact);
        }
    }

    /// Ends the pictures of a visit, and forgets what was written and heard in it.
    pub(super) fn end_visit_lines(&mut self, contact: ContactId) {
        self.end_video(contact);
        self.visit_chats.remove(&contact);
        self.forget_captions(contact);
        self.visit_documents.remove(&contact);
        let legs = self.visit_lines.take(contact);
        self.visit_ladders.forget(contact);
        self.forget_telephone(contact);
        if legs.is_empty() {
            return;
        }
        let group = self.lines.group(contact);
        let _ = self.deps.engine.set_visit_routes(group, Vec::new(), Vec::new());
        for leg in legs {
            self.deps.engine.close(leg);
        }
    }

    pub(super) fn may_join(&self, contact: ContactId, page: VisitPage) -> Result<(), Refusal> {
        use domain::floor::RefusalReason::{NotYours, UnknownContact};
        let view = self.floor.contact_view(contact).ok_or_else(|| refusals::from_floor(UnknownContact))?;
        let agent = view.agent.ok_or_else(|| refusals::from_floor(UnknownContact))?;
        let is_visit = view.channel == domain::contact::Channel::Counter;
        let is_in = match page {
            VisitPage::Kiosk => true,
            VisitPage::Agent(own) => own == agent,
            VisitPage::Guest(own) => view.guests.contains(&own),
        };
        if is_visit && is_in { Ok(()) } else { Err(refusals::from_floor(NotYours)) }
    }

    /// Takes one page out of a visit; the others go on.
    pub(super) fn end_visit_page(&mut self, contact: ContactId, page: VisitPage) {
        if let Some(leg) = self.visit_lines.take_page(contact, page) {
            self.deps.engine.close(leg);
            self.join_visit(contact);
        }
    }

    /// Everybody of a visit sees and hears everybody else; sound goes by telephone alone where there is one, or
    /// both would be heard one after the other.
    pub(super) fn join_visit(&mut self, contact: ContactId) {
        let legs = self.visit_lines.of(contact);
        let pairs = legs.iter().flat_map(|from| legs.iter().map(move |to| (*from, *to)));
        let what = What { audio: !self.has_telephone(contact), video: true };
        let routes = pairs.filter(|(from, to)| from != to).map(|(from, to)| VisitRoute { from, to, what });
        let (routes, group): (Vec<VisitRoute>, GroupId) = (routes.collect(), self.lines.group(contact));
        if let Err(why) = self.deps.engine.set_visit_routes(group, legs, routes) {
            tracing::error!(contact.id = %contact, %why, "pages of a visit could not be joined");
        }
    }
}

fn refuse(reply: Reply<String>, why: &str) {
    tracing::warn!(why, "a page's offer for a visit could not be answered");
    let refusal = Refusal::new(
        "media_refused",
        "映像と音声をつなげませんでした。もう一度お試しください。",
        "Picture and sound could not be connected. Please try again.",
    );
    let _ = reply.send(Err(refusal));
}
