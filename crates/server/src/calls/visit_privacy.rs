//! What of a visitor's picture and sound is kept back while they type a secret in the shared browser (clause 6(2)③b).
//!
//! The kiosk's page does the same by itself and first; this is the server's own hand, for a page that does not. Where
//! Zoom carries the visit there is no leg here, and the page's hand is the only one.

use domain::floor::FloorEvent;
use domain::ids::ContactId;

use super::handle::BrowserInput;
use super::switchboard::Switchboard;
use super::visit::VisitPage;

impl Switchboard {
    /// Takes in what the shared browser tells.
    pub(super) fn shared_browser(&mut self, input: BrowserInput) {
        match input {
            BrowserInput::Note { contact, note } => self.happen(FloorEvent::SharedBrowser { contact, note }),
            BrowserInput::Privacy { contact, privacy } => {
                self.visit_lines.keep_back(contact, privacy);
                self.keep_back(contact);
            }
        }
    }

    /// Has the kiosk's leg send what it may.
    pub(super) fn keep_back(&mut self, contact: ContactId) {
        let Some(leg) = self.visit_lines.leg(contact, VisitPage::Kiosk) else { return };
        let privacy = self.visit_lines.kept_back(contact);
        let (is_away, _) = self.visit_lines.away(contact);
        self.deps.engine.set_visit_covered(leg, privacy.is_camera_paused);
        self.deps.engine.set_visit_muted(leg, is_away || privacy.is_microphone_closed);
    }
}
