//! Guided flows of one visit, each from its start to its end, out of the contact's log (clause 6(2)⑤).

use std::collections::BTreeMap;

use domain::contact::{ContactEvent, ContactEventKind};
use domain::service_flow::{BreakOffReason, FlowId, FlowRecordKind, OutcomeKind};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::input::ApplicationLine;

/// One guided flow gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Run {
    /// Its line in the table of applications.
    pub line: ApplicationLine,
    /// How it ended.
    pub ending: RunEnding,
    /// Why it was broken off, where it was.
    pub reason: Option<BreakOffReason>,
    /// From its start to its end, in milliseconds, without the way to the payment counter and without the time between
    /// being broken off and being taken up again.
    pub handling_ms: u64,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunEnding {
    /// Done here: a completed procedure.
    Completed,
    /// A visit at the city's counter is booked.
    Booked,
    /// The city's staff take over.
    ReferredToStaff,
    /// This counter cannot do it.
    NotPossibleHere,
    /// Broken off, with a reason.
    BrokenOff,
    /// The log does not say.
    Open,
}

impl RunEnding {
    /// Every ending.
    pub const ALL: [Self; 6] =
        [Self::Completed, Self::Booked, Self::ReferredToStaff, Self::NotPossibleHere, Self::BrokenOff, Self::Open];

    fn of(outcome: OutcomeKind) -> Self {
        match outcome {
            OutcomeKind::Done => Self::Completed,
            OutcomeKind::Booked => Self::Booked,
            OutcomeKind::ReferredToStaff => Self::ReferredToStaff,
            OutcomeKind::NotPossibleHere => Self::NotPossibleHere,
            OutcomeKind::BrokenOff => Self::BrokenOff,
        }
    }
}

/// The runs of a log, in their order. One that is taken up again goes on; its last end counts.
pub(super) fn runs(log: &[ContactEvent], lines: &BTreeMap<FlowId, ApplicationLine>) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    let mut since = None;
    for event in log {
        let ContactEventKind::Flow { record } = &event.kind else { continue };
        if let FlowRecordKind::Started { flow, .. } = record {
            let line = lines.get(flow).copied().unwrap_or(ApplicationLine::Other);
            found.push(Run { line, ending: RunEnding::Open, reason: None, handling_ms: 0 });
            since = Some((event.at, 0_u64));
        } else if let Some(run) = found.last_mut() {
            take(run, &mut since, record, event.at);
        }
    }
    found
}

/// `since` is when the run went on last, and the time at the payment counter from then.
fn take(run: &mut Run, since: &mut Option<(Timestamp, u64)>, record: &FlowRecordKind, at: Timestamp) {
    match record {
        FlowRecordKind::Finished { outcome } => {
            run.ending = RunEnding::of(*outcome);
            if let Some((from, away_ms)) = since.take() {
                run.handling_ms = run.handling_ms.saturating_add(at.since_ms(from).saturating_sub(away_ms));
            }
        }
        FlowRecordKind::Resumed => {
            run.ending = RunEnding::Open;
            run.reason = None;
            since.get_or_insert((at, 0));
        }
        FlowRecordKind::BrokenOff { reason } => run.reason = Some(*reason),
        FlowRecordKind::DetourEnded { away_ms } => {
            if let Some((_, away)) = since {
                *away = away.saturating_add(*away_ms);
            }
        }
        FlowRecordKind::Started { .. }
        | FlowRecordKind::Entered { .. }
        | FlowRecordKind::Ticked { .. }
        | FlowRecordKind::Chosen { .. }
        | FlowRecordKind::GateConfirmed { .. }
        | FlowRecordKind::DetourBegan
        | FlowRecordKind::WrongPin { .. }
        | FlowRecordKind::PinAccepted { .. }
        | FlowRecordKind::PinStopped { .. }
        | FlowRecordKind::MailChosen { .. }
        | FlowRecordKind::PageConfirmed { .. }
        | FlowRecordKind::WentBack => {}
    }
}

/// Each way to the payment counter and back; one without its end is left out.
pub(super) fn detours(log: &[ContactEvent]) -> impl Iterator<Item = (Timestamp, Timestamp)> {
    let mut began = None;
    log.iter().filter_map(move |event| {
        let ContactEventKind::Flow { record } = &event.kind else { return None };
        match record {
            FlowRecordKind::DetourBegan => {
                began = Some(event.at);
                None
            }
            FlowRecordKind::DetourEnded { .. } => began.take().map(|from| (from, event.at)),
            _ => None,
        }
    })
}
