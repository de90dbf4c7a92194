//! What the mailbox of one visit takes in, and which links of its mail may be opened (ADR 0035).
//!
//! Some sites mail the applicant's link, and many residents have no e-mail; a visit may have an address of its own,
//! made from chance, that takes mail of the site's senders alone and nothing after the visit. Pure; it must never know
//! SMTP, and whether a sender is who it says (SPF, DKIM) is found out before. Next: `names` for whom, `mailbox` for
//! what, `links` for where to.

mod links;
mod mailbox;
mod names;
#[cfg(test)]
mod tests;

pub use links::{LINK_CHARS_MAX, LINKS_MAX, LinkRefusal, may_open, openable_links};
pub use mailbox::{
    ADDRESS_CHARS_MAX, ALL_BYTES_MAX, ArrivedMail, MESSAGE_BYTES_MAX, MESSAGES_MAX, MailRefusal, SiteMailbox,
    VisitAddress,
};
pub use names::{DOMAIN_CHARS_MAX, DomainName, DomainRule};
