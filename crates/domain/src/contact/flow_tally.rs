//! What a contact's log says of its guided flows: the last one, how it ended, and the time spent on paying.
//!
//! Owns the one formula; `summary` and the floor both use it. Time at the payment counter is no waiting and
//! is counted apart (clause 6(2)⑤(イ)). It must never know a flow's steps. Next: `service_flow`.

use serde::{Deserialize, Serialize};

use crate::service_flow::{FlowId, FlowRecordKind, OutcomeKind};

/// Guided flows of one contact in figures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowTally {
    /// The flow begun last.
    pub flow: Option<FlowId>,
    /// How it ended; `None` while it goes on.
    pub outcome: Option<OutcomeKind>,
    /// Time at the payment counter in all flows of the contact, in milliseconds.
    pub detour_ms: u64,
}

impl FlowTally {
    /// Takes one record of the log in.
    pub(crate) fn take(&mut self, record: &FlowRecordKind) {
        use FlowRecordKind as R;
        match record {
            R::Started { flow, .. } => {
                self.flow = Some(flow.clone());
                self.outcome = None;
            }
            R::Resumed => self.outcome = None,
            R::Finished { outcome } => self.outcome = Some(*outcome),
            R::DetourEnded { away_ms } => self.detour_ms = self.detour_ms.saturating_add(*away_ms),
            R::Entered { .. }
            | R::Ticked { .. }
            | R::Chosen { .. }
            | R::GateConfirmed { .. }
            | R::DetourBegan
            | R::WrongPin { .. }
            | R::PinAccepted { .. }
            | R::PinStopped { .. }
            | R::MailChosen { .. }
            | R::PageConfirmed { .. }
            | R::WentBack
            | R::BrokenOff { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(records: &[FlowRecordKind]) -> FlowTally {
        let mut tally = FlowTally::default();
        for record in records {
            tally.take(record);
        }
        tally
    }

    #[test]
    fn the_last_flow_counts_and_every_way_to_the_payment_counter() {
        use FlowRecordKind as R;
        let started = |id: &str| R::Started { flow: FlowId(id.to_owned()), version: 1 };
        let broken_off = R::Finished { outcome: OutcomeKind::BrokenOff };
        let first = [started("lost_reissue"), R::DetourBegan, R::DetourEnded { away_ms: 60_000 }, broken_off];
        let after_first = tally(&first);
        assert_eq!((after_first.outcome, after_first.detour_ms), (Some(OutcomeKind::BrokenOff), 60_000));
        let resumed = [first.as_slice(), &[R::Resumed, R::DetourEnded { away_ms: 5_000 }]].concat();
        assert_eq!((tally(&resumed).outcome, tally(&resumed).detour_ms), (None, 65_000));
        let second = [resumed.as_slice(), &[started("pin_reset")]].concat();
        assert_eq!(tally(&second).flow, Some(FlowId("pin_reset".to_owned())));
        assert_eq!(tally(&second).detour_ms, 65_000);
    }
}
