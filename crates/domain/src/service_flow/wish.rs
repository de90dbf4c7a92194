//! Which procedures fit what a visitor took a ticket for.
//!
//! Owns the one table; wishes are the names of the counter's services in the configuration. It must never
//! hide a flow: one that fits nothing is only shown further down. Source: specification 6(2)⑤.

use super::words::Procedure;

impl Procedure {
    /// Whether it fits a ticket for `wish`; a wish the city named itself fits nothing.
    #[must_use]
    pub fn fits_wish(self, wish: &str) -> bool {
        self.wishes().contains(&wish)
    }

    fn wishes(self) -> &'static [&'static str] {
        match self {
            Self::NewCard => &["new_card"],
            Self::CardRenewal | Self::CertificateRenewal => &["renewal"],
            Self::LostReissue => &["lost"],
            Self::OtherReissue => &["lost", "renewal", "other"],
            Self::Express => &["new_card", "lost", "renewal"],
            Self::InsuranceCard => &["insurance"],
            Self::PublicMoneyAccount => &["bank_account"],
            Self::PortalLogin | Self::OtherLink => &["mynaportal"],
            Self::EApplication => &["mynaportal", "other"],
            Self::PinReset => &["mynaportal", "renewal", "other"],
            Self::Guardian | Self::Proxy => &["new_card", "renewal", "lost", "other"],
            Self::Other => &["other"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_procedure_is_found_by_a_wish_and_every_wish_finds_one() {
        for procedure in Procedure::ALL {
            assert!(!procedure.wishes().is_empty(), "{procedure:?}");
        }
        for wish in ["new_card", "renewal", "lost", "insurance", "bank_account", "mynaportal", "other"] {
            assert!(Procedure::ALL.into_iter().any(|it| it.fits_wish(wish)), "{wish}");
        }
        assert!(Procedure::LostReissue.fits_wish("lost") && !Procedure::LostReissue.fits_wish("insurance"));
        assert!(!Procedure::NewCard.fits_wish("wedding"));
    }
}
