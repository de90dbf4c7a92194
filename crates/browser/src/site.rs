//! What a city knows of a site it does not run: where a page may go, what it is called, what of it is secret.
//!
//! Owns site profiles: files in `sites/`, read into types, looked over, and amended at the desk. Everything here is
//! pure and fails closed: what no rule covers is unknown, and an unknown page is blank to the operator. It must never
//! know a page's values. Next: `sites/README.md` for the format, `guard` and `host` for who asks, `proxy` for the hosts.

mod amend;
mod check;
mod knowledge;
mod pattern;
mod profile;
mod selector;
mod start;
mod structure;
mod words;

#[cfg(test)]
mod tests;

pub use amend::{
    AMENDMENTS_MAX, Amendment, AmendmentFault, CONFIRM_WITHIN_MS, Draft, Marks, amend, approve, confirm,
    with_amendments,
};
pub use check::{Problem, check};
pub use pattern::{Address, HostPattern, PatternFault, Unreadable, UrlPattern};
pub use profile::{
    Answer, DialogKind, DialogRule, FORMAT, Kind, OwnControls, Page, PageRule, PageView, Profile, Unknown,
};
pub use selector::{Selector, SelectorFault};
pub use start::{Slot, SlotFault, SlotForm, StartPage};
pub use structure::{PagePart, PageStructure, PartKind, shape_of};
pub use words::{Id, IdFault, Words};

/// Bytes a profile may have.
pub const FILE_LIMIT_BYTES: usize = 64 * 1024;

/// The profiles that come with the program: file name and text.
pub const SHIPPED: [(&str, &str); 1] = [("practice.toml", include_str!("../../../sites/practice.toml"))];

/// Documented examples, none of them looked at beside the live site: file name and text.
pub const EXAMPLES: [(&str, &str); 3] = [
    ("card-application.toml", include_str!("../../../sites/examples/card-application.toml")),
    ("mynaportal.toml", include_str!("../../../sites/examples/mynaportal.toml")),
    ("reservation.toml", include_str!("../../../sites/examples/reservation.toml")),
];

/// Why a file is no profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadFault {
    /// It is longer than a profile is.
    #[error("{bytes} bytes; a site profile has at most {FILE_LIMIT_BYTES}")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// It is no TOML of this format; line and column are in the words.
    #[error("{0}")]
    Unreadable(String),
    /// It can be read and cannot be used.
    #[error("{}", told(.0))]
    Faulty(Vec<Problem>),
}

/// Reads a profile. Advice does not refuse it; `check` tells it.
///
/// # Errors
/// When it is too long, no TOML of this format (a key that does not exist is one), or breaks a rule of `check`.
pub fn read(text: &str) -> Result<Profile, ReadFault> {
    if text.len() > FILE_LIMIT_BYTES {
        return Err(ReadFault::TooLong { bytes: text.len() });
    }
    let profile: Profile = toml::from_str(text).map_err(|why| ReadFault::Unreadable(why.to_string()))?;
    let faults: Vec<Problem> = check(&profile).into_iter().filter(Problem::is_fault).collect();
    if faults.is_empty() { Ok(profile) } else { Err(ReadFault::Faulty(faults)) }
}

fn told(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
