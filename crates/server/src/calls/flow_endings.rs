//! Which visits lose their visitor by what the floor does, and what that means for a flow that goes on.
//!
//! Pure. An open flow is broken off with its visit, so that every end has its slip. Next: `flow_orders`.

use domain::contact::{ContactEventKind, LegCause, Party};
use domain::floor::Effect;
use domain::ids::ContactId;
use domain::service_flow::BreakOffReason;

/// Visits whose visitor has left by these effects, and what that means for a flow that goes on.
pub(super) fn visitors_gone(effects: &[Effect]) -> Vec<(ContactId, BreakOffReason)> {
    let records =
        || effects.iter().filter_map(|effect| if let Effect::Record(event) = effect { Some(event) } else { None });
    let is_ours =
        |contact| records().any(|it| it.contact == contact && matches!(it.kind, ContactEventKind::SystemEnded { .. }));
    let gone = records().filter_map(|event| match &event.kind {
        ContactEventKind::Left { party: Party::Caller, .. } if is_ours(event.contact) => {
            Some((event.contact, BreakOffReason::Equipment))
        }
        ContactEventKind::Left { party: Party::Caller, cause } => Some((event.contact, reason_of(*cause))),
        _ => None,
    });
    gone.collect()
}

/// Why a flow ends with its visitor gone.
fn reason_of(cause: LegCause) -> BreakOffReason {
    match cause {
        LegCause::MediaLost | LegCause::Failed => BreakOffReason::Equipment,
        LegCause::Normal
        | LegCause::Cancelled
        | LegCause::Busy
        | LegCause::NoAnswer
        | LegCause::Declined
        | LegCause::Unreachable
        | LegCause::ContactEnded => BreakOffReason::LeftSilently,
    }
}

#[cfg(test)]
mod tests {
    use domain::contact::{ContactEvent, SystemEnd};
    use domain::ids::AgentId;
    use domain::time::Timestamp;
    use uuid::Uuid;

    use super::*;

    fn record(contact: u128, kind: ContactEventKind) -> Effect {
        let contact = ContactId(Uuid::from_u128(contact));
        Effect::Record(ContactEvent { contact, seq: 1, at: Timestamp(0), kind })
    }

    fn left(contact: u128, party: Party, cause: LegCause) -> Effect {
        record(contact, ContactEventKind::Left { party, cause })
    }

    #[test]
    fn a_flow_ends_with_its_visitor_for_the_reason_the_visitor_went() {
        let agent = Party::Agent(AgentId(Uuid::from_u128(9)));
        let effects = [
            left(1, Party::Caller, LegCause::Normal),
            left(2, Party::Caller, LegCause::MediaLost),
            left(3, agent, LegCause::Normal),
            record(4, ContactEventKind::SystemEnded { reason: SystemEnd::Restart }),
            left(4, Party::Caller, LegCause::ContactEnded),
            left(5, Party::Caller, LegCause::ContactEnded),
        ];
        let gone: Vec<_> = visitors_gone(&effects).into_iter().map(|(id, reason)| (id.0.as_u128(), reason)).collect();
        use BreakOffReason::{Equipment, LeftSilently};
        assert_eq!(gone, [(1, LeftSilently), (2, Equipment), (4, Equipment), (5, LeftSilently)]);
    }
}
