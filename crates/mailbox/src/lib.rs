//! The mailbox of one visit: an address that exists while the visit does, for the letter a site sends its applicant.
//!
//! `Mailboxes` owns the addresses and what came for them, in memory alone; `serve` lets letters in by SMTP, for these
//! addresses and from the sites' own domains, and for nothing else. It sends nothing and passes nothing on. `dialogue`
//! is the protocol without sockets, `letter` and `links` read what came. It knows no visits but by number, no
//! pages, no database and no clock; which sender may write to which visit is the caller's `Policy`.

mod address;
mod dialogue;
mod letter;
mod limits;
mod links;
mod policy;
mod refusal;
mod serve;
mod store;
mod text;

pub use address::{Address, NoAddress};
pub use letter::{Letter, Unread, read};
pub use limits::{ADDRESSES_MAX, LETTERS_MAX, LINKS_MAX, MESSAGE_BYTES_MAX, SUBJECT_CHARS_MAX, TEXT_CHARS_MAX};
pub use policy::{Gate, Policy, Verdict};
pub use serve::{Limits, Stream, Upgrade, Upgraded, serve};
pub use store::{Mailboxes, NotOpened, Visit};
