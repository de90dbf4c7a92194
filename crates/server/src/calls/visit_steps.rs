//! A visit's steps of the ladder, done: pictures capped, the log written, the pages told (clause 6(2)⑧).
//!
//! Owns the translation from a step to what the forwarding unit lets through; `domain::visit_ladder` decides
//! the step. Next: `visit_telephone` for the last one.

use domain::floor::FloorEvent;
use domain::ids::ContactId;
use domain::visit_ladder::{LineCause, LineStep};
use media::{PictureCap, VisitEvent};

use super::handle::Update;
use super::switchboard::Switchboard;
use super::visit::VisitPage;
use crate::live::messages::VisitLine;

impl Switchboard {
    /// Takes the steps that are due.
    pub(super) fn step_visits(&mut self) {
        for (contact, step, cause) in self.visit_ladders.look(self.now()) {
            tracing::info!(contact.id = %contact, ?step, ?cause, "a visit's line");
            for leg in self.visit_lines.of(contact) {
                self.deps.engine.cap_visit_picture(leg, cap(step));
            }
            self.happen(FloorEvent::LineStep { contact, step, cause });
            self.line_carries(contact, step);
            self.publish_contact(contact);
        }
    }

    /// A page that joins a visit on a poor line is capped as the others are.
    pub(super) fn cap_page(&self, contact: ContactId, leg: media::LegId) {
        if let Some(view) = self.visit_ladders.view(contact) {
            self.deps.engine.cap_visit_picture(leg, cap(view.step));
        }
    }

    /// What the forwarding unit tells of a page's leg.
    pub(super) fn visit_event(&mut self, leg: media::LegId, event: &VisitEvent) {
        let Some((contact, page)) = self.visit_lines.whose(leg) else { return };
        let now = self.now();
        if let VisitEvent::Slots(seats) = event {
            let seat = |leg: &Option<media::LegId>| Some(self.visit_lines.whose((*leg)?)?.1.seat());
            let seats = seats.iter().map(seat).collect();
            return self.tell(Update::Seats { contact, page, seats });
        }
        // The visit goes on as its two sides can; a guest on a poor line changes nothing for them.
        if matches!(page, VisitPage::Guest(_)) {
            return;
        }
        match event {
            VisitEvent::Connected => {
                self.visit_ladders.connected(contact, page, now);
                self.page_connected(contact, page);
            }
            VisitEvent::Quality(quality) => self.visit_ladders.measured(contact, page, quality, now),
            VisitEvent::LegLost => self.page_is_heard(contact, page, false),
            VisitEvent::LegBack => self.page_is_heard(contact, page, true),
            VisitEvent::Slots(_) | VisitEvent::Closed => {}
        }
    }

    /// The page is told itself: it may hear us well and believe in its line.
    fn page_is_heard(&mut self, contact: ContactId, page: VisitPage, is_heard: bool) {
        if self.visit_ladders.is_heard(contact, page, is_heard) {
            tracing::info!(contact.id = %contact, ?page, is_heard, "a page of a visit");
            self.publish_contact(contact);
        }
    }

    /// The visit's line for its pages; None for calls, and before its pages have met.
    pub(super) fn visit_line(&self, contact: ContactId) -> Option<VisitLine> {
        let view = self.visit_ladders.view(contact)?;
        Some(VisitLine {
            step: step_word(view.step),
            cause: cause_word(view.cause),
            visitor_heard: view.is_visitor_heard,
            agent_heard: view.is_agent_heard,
            by_telephone: self.has_telephone(contact),
        })
    }
}

fn step_word(step: LineStep) -> &'static str {
    match step {
        LineStep::Video => "video",
        LineStep::LowVideo => "low_video",
        LineStep::Still => "still",
        LineStep::Audio => "audio",
        LineStep::Telephone => "telephone",
    }
}

fn cause_word(cause: LineCause) -> &'static str {
    match cause {
        LineCause::Loss => "loss",
        LineCause::Delay => "delay",
        LineCause::Jitter => "jitter",
        LineCause::Narrow => "narrow",
        LineCause::Frozen => "frozen",
        LineCause::Silent => "silent",
        LineCause::Better => "better",
    }
}

fn cap(step: LineStep) -> PictureCap {
    match step {
        LineStep::Video => PictureCap::Free,
        LineStep::LowVideo => PictureCap::Small,
        LineStep::Still => PictureCap::Stills,
        LineStep::Audio | LineStep::Telephone => PictureCap::Nothing,
    }
}
