//! A supervisor's part in a contact, written into the audit log: whoever hears a resident is named (clause 6(3)①d).
//!
//! Owns that nobody listens unseen: when the entry cannot be written, the listening is taken back. Live sound is
//! the one place where what is secret is not covered, which the entry says. Taking over and seeing an alert stand in
//! the contact's own log already, so that a call in hand is not dropped for the audit log's sake.

use domain::contact::{AlertKind, MonitorMode};
use domain::ids::{AgentId, ContactId};
use serde_json::json;

use super::state::LiveState;
use crate::calls::{DeskCommand, Refusal};
use crate::login::staff::Staff;
use crate::trail;

/// Notes that `staff` listens in this way, or has left (None).
///
/// # Errors
/// When the audit log cannot be written; the supervisor has been taken off the contact then.
pub(super) async fn note(
    state: &LiveState,
    staff: &Staff,
    contact: ContactId,
    mode: Option<MonitorMode>,
) -> Result<(), Refusal> {
    let (action, detail) = match mode {
        Some(mode) => ("contact.monitored", json!({"mode": mode, "sound": "unredacted"})),
        None => ("contact.monitor_ended", json!({})),
    };
    let Err(why) = state.trail.add(&staff.actor(), action, &trail::contact(contact.0), detail).await else {
        return Ok(());
    };
    tracing::error!(%why, "listening in could not be written into the audit log");
    if mode.is_some() {
        // A refusal means that the supervisor is not on the contact any more, which is what is wanted.
        let _ = state.calls.command(AgentId(staff.id), DeskCommand::Monitor(contact, None)).await;
    }
    Err(Refusal::new(
        "audit_unavailable",
        "監査記録に書けないため、通話を聴けません。しばらくしてからもう一度お試しください。",
        "The audit log cannot be written, so you cannot listen in. Please try again shortly.",
    ))
}

/// Notes that `staff` has taken the contact over.
pub(super) async fn note_taken_over(state: &LiveState, staff: &Staff, contact: ContactId) {
    add(state, staff, "contact.taken_over", contact, json!({})).await;
}

/// Notes that `staff` has seen an alert.
pub(super) async fn note_seen(state: &LiveState, staff: &Staff, contact: ContactId, alert: AlertKind) {
    add(state, staff, "contact.alert_seen", contact, json!({"alert": alert.code()})).await;
}

async fn add(state: &LiveState, staff: &Staff, action: &str, contact: ContactId, detail: serde_json::Value) {
    if let Err(why) = state.trail.add(&staff.actor(), action, &trail::contact(contact.0), detail).await {
        tracing::error!(%why, action, "an entry could not be written into the audit log");
    }
}
