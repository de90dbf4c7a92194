//! Guided flows: what operator and resident go through together at the counter, step by step, as data.
//!
//! Owns the flow file's types and their validation, the machine that walks one flow, and the catalogue of
//! versions by date. It must never know a screen, a site, a clock or a file: flows come in as values, and
//! what is to be done comes out as data. No PIN, password or individual number has a place in any of it.
//! Start with `definition` (the file), then `check` (its laws), `run` (the machine) and `catalogue`.
//! Source: specification 6(2)⑤(ア)(イ)(ウ); ADR-0008.

mod catalogue;
mod check;
mod definition;
mod effect;
mod event;
mod fault;
mod gates;
mod graph;
mod ids;
mod movement;
mod page;
mod pins;
mod preview;
mod refusal;
mod ruby;
mod run;
mod shipped;
mod state;
mod text;
mod wish;
mod words;

pub use catalogue::{Catalogue, CatalogueFault, FILE_LIMIT_BYTES, FILES_MAX};
pub use check::{CheckedFlow, FlowFaults};
pub use definition::{Action, CallTo, Choice, Fee, Flow, Item, Slip, Step};
pub use effect::{FlowEffect, FlowRecord, FlowRecordKind, SlipKeys};
pub use event::{BreakOffReason, ExemptionReason, FlowEvent, GateProof};
pub use fault::FlowFault;
pub use graph::{Way, ways_from};
pub use ids::{ChoiceId, FlowId, ItemId, StepId};
pub use preview::preview;
pub use refusal::FlowRefusal;
pub use ruby::{RubyFault, RubyPart, parse_ruby, without_ruby};
pub use run::{FlowRun, RestoreRefusal};
pub use shipped::SHIPPED;
pub use state::{FlowSettings, FlowState, GateConfirmation, STATE_VERSION};
pub use text::{ResidentText, StaffText, TextFault};
pub use words::{Equipment, GateKind, MailChoice, OutcomeKind, PageCheck, PinKind, Procedure};

#[cfg(test)]
mod fee_tests;
#[cfg(test)]
mod run_tests;
#[cfg(test)]
mod schema_tests;
#[cfg(test)]
mod shipped_tests;
#[cfg(test)]
mod validation_tests;
