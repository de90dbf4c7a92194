//! A document in a visit: a desk asks for it, a kiosk shows it (clause 6(2)②).
//!
//! Owns who may say so. What the picture hides is the kiosk's; the picture itself passes through the forwarding
//! unit like any other. Next: `document`, and [`super::visit_joining`].

use domain::ids::ContactId;

use super::handle::Reply;
use super::switchboard::Switchboard;
use super::visit::VisitPage;

impl Switchboard {
    /// A desk asks for a document, or a kiosk shows one; `on` false takes it back.
    pub(super) fn document(&mut self, contact: ContactId, page: VisitPage, on: bool, reply: Reply<()>) {
        let outcome = self.may_join(contact, page);
        if outcome.is_ok() {
            let before = self.visit_documents.get(&contact).copied().unwrap_or_default();
            self.visit_documents.insert(contact, before.after(page, on));
            self.publish_contact(contact);
        }
        // A page that has gone needs no answer.
        let _ = reply.send(outcome);
    }

    /// Where the visit stands, as the pages read it.
    pub(super) fn document_word(&self, contact: ContactId) -> String {
        self.visit_documents.get(&contact).copied().unwrap_or_default().word().to_owned()
    }
}
