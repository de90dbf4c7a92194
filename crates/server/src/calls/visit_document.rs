//! Whether a visitor shows a document to the camera, and whether the agent has asked for it (clause 6(2)②).
//!
//! Owns that one word. What the picture hides is the kiosk's; the picture itself passes through the forwarding
//! unit like any other. Next: [`super::visit_joining`].

use domain::ids::ContactId;

use super::handle::Reply;
use super::refusals::Refusal;
use super::switchboard::Switchboard;
use super::visit::VisitPage;

/// Where a visit stands with documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Document {
    /// The picture is the visitor's.
    #[default]
    None,
    /// The agent would like to see one.
    Asked,
    /// The picture is a document's.
    Shown,
}

impl Document {
    /// After what a page has said; an agent who no longer asks has it put away.
    fn after(self, page: VisitPage, on: bool) -> Self {
        match (page, on, self) {
            (VisitPage::Kiosk, true, _) | (VisitPage::Agent(_), true, Self::Shown) => Self::Shown,
            (VisitPage::Agent(_), true, Self::None | Self::Asked) => Self::Asked,
            (VisitPage::Kiosk | VisitPage::Agent(_), false, _) => Self::None,
            // A guest neither asks for a document nor puts one away.
            (VisitPage::Guest(_), _, now) => now,
        }
    }

    /// As the pages read it.
    fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Asked => "asked",
            Self::Shown => "shown",
        }
    }
}

impl Switchboard {
    /// A desk asks for a document, or a kiosk shows one; `on` false takes it back.
    pub(super) fn document(&mut self, contact: ContactId, page: VisitPage, on: bool, reply: Reply<()>) {
        let outcome: Result<(), Refusal> = self.may_join(contact, page);
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

#[cfg(test)]
mod tests {
    use domain::ids::AgentId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_document_is_asked_for_by_the_desk_and_shown_by_the_kiosk_alone() {
        let agent = VisitPage::Agent(AgentId(Uuid::from_u128(1)));
        let after = |steps: &[(VisitPage, bool)]| {
            steps.iter().fold(Document::None, |state, (page, on)| state.after(*page, *on)).word()
        };
        assert_eq!(after(&[(agent, true)]), "asked");
        assert_eq!(after(&[(agent, true), (VisitPage::Kiosk, true)]), "shown");
        assert_eq!(after(&[(VisitPage::Kiosk, true), (agent, true)]), "shown");
        assert_eq!(after(&[(VisitPage::Kiosk, true), (agent, false)]), "none");
        assert_eq!(after(&[(agent, true), (VisitPage::Kiosk, false)]), "none");
    }
}
