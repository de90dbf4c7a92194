//! Findings of a month: what its figures say that chance does not, each with what it rests on.
//!
//! Owns the rules, their correction for one another, the ranking and the words. It must never know where figures are
//! kept or what a model writes; it only checks that a wording has no number of its own. Start at `report`, which runs
//! every rule; `facts` is what goes in and `finding` what comes out.
//!
//! Each rule is a family of tests. Within a family p-values are corrected by Holm, and over the families by Bonferroni:
//! the chance that a month in which nothing happened yields any *strong* finding is at most one in a hundred, any
//! finding at all one in twenty, as far as the counts behave as each rule says they do.

mod days;
mod expectation;
mod facts;
mod finding;
mod kiosks;
mod number_check;
mod number_tokens;
mod outages;
mod peaks;
mod report;
mod shares;
mod topics;
mod wording;

pub use facts::{
    FactsError, HandlingTimes, KioskDay, KioskFacts, KioskMonth, MonthFacts, Part, Shares, SlotDay, TopicFacts,
};
pub use finding::{
    Channel, Confidence, ContactQuery, DayGroup, Effect, EffectOf, Family, FigureId, Finding, Observation, Only,
    Silence, SilenceReason,
};
pub use number_check::{WORDING_CHARS_MAX, WordingFault, check_wording};
pub use report::{Report, report};
pub use wording::{Language, proposal, sentence, silence};
