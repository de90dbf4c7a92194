//! Where a visit stands with documents: nothing, asked for, or shown.
//!
//! Pure: one word and how it changes. Next: [`super::visit_document`].

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
    /// After what a page has said; an agent who takes the question back has it put away.
    pub(super) fn after(self, page: VisitPage, on: bool) -> Self {
        match (page, on, self) {
            (VisitPage::Kiosk, true, _) | (VisitPage::Agent(_), true, Self::Shown) => Self::Shown,
            (VisitPage::Agent(_), true, Self::None | Self::Asked) => Self::Asked,
            (VisitPage::Kiosk | VisitPage::Agent(_), false, _) => Self::None,
            // A guest neither asks for a document nor puts one away.
            (VisitPage::Guest(_), _, now) => now,
        }
    }

    /// As the pages read it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Asked => "asked",
            Self::Shown => "shown",
        }
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
        let guest = VisitPage::Guest(AgentId(Uuid::from_u128(2)));
        assert_eq!(after(&[(guest, true), (agent, true), (guest, false)]), "asked");
    }
}
