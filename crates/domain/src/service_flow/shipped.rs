//! The flow files that come with the program, by name and text.
//!
//! Owns the list only; a city adds files of its own beside them. It must never read a folder.
//! Next: `catalogue`, which loads them.

/// Name and text of each file in `flows/`.
pub const SHIPPED: [(&str, &str); 15] = [
    ("new-card-with-form.json", include_str!("../../../../flows/new-card-with-form.json")),
    ("new-card-without-form.json", include_str!("../../../../flows/new-card-without-form.json")),
    ("card-renewal.json", include_str!("../../../../flows/card-renewal.json")),
    ("lost-reissue.json", include_str!("../../../../flows/lost-reissue.json")),
    ("other-reissue.json", include_str!("../../../../flows/other-reissue.json")),
    ("express.json", include_str!("../../../../flows/express.json")),
    ("insurance-card.json", include_str!("../../../../flows/insurance-card.json")),
    ("public-money-account.json", include_str!("../../../../flows/public-money-account.json")),
    ("portal-login.json", include_str!("../../../../flows/portal-login.json")),
    ("other-links.json", include_str!("../../../../flows/other-links.json")),
    ("e-application.json", include_str!("../../../../flows/e-application.json")),
    ("certificate-renewal.json", include_str!("../../../../flows/certificate-renewal.json")),
    ("pin-reset.json", include_str!("../../../../flows/pin-reset.json")),
    ("guardian.json", include_str!("../../../../flows/guardian.json")),
    ("proxy.json", include_str!("../../../../flows/proxy.json")),
];
