//! Joining a visit as a guest: who may, and that it stands in the audit log (clause 6(2)②).
//!
//! Owns that nobody is in a visit unnamed: when the entry cannot be written, the guest is taken out again.
//! A guest is seen and heard by everybody; there is no silent watching of a visit.

use domain::ids::{AgentId, ContactId};
use serde_json::json;

use super::state::LiveState;
use crate::calls::{Guest, Refusal};
use crate::login::role::Role;
use crate::login::staff::Staff;
use crate::trail;

/// Makes `staff` a guest of the visit.
///
/// # Errors
/// When the role is missing, the visit does not take the guest, or the audit log cannot be written.
pub(super) async fn join(state: &LiveState, staff: &Staff, contact: ContactId) -> Result<(), Refusal> {
    let role = role_of(staff).ok_or_else(role_wanted)?;
    let guest = Guest { agent: AgentId(staff.id), name: staff.name.clone(), role };
    state.calls.join_visit(contact, guest).await?;
    let detail = json!({"role": role});
    let written = state.trail.add(&staff.actor(), "visit.joined", &trail::contact(contact.0), detail).await;
    let Err(why) = written else { return Ok(()) };
    tracing::error!(%why, "joining a visit could not be written into the audit log");
    state.calls.leave_visit(contact, AgentId(staff.id)).await;
    Err(Refusal::new(
        "audit_unavailable",
        "監査記録に書けないため、参加できません。しばらくしてからもう一度お試しください。",
        "The audit log cannot be written, so you cannot join. Please try again shortly.",
    ))
}

/// Takes `staff` out of the visit.
pub(super) async fn leave(state: &LiveState, staff: &Staff, contact: ContactId) {
    state.calls.leave_visit(contact, AgentId(staff.id)).await;
    if let Err(why) = state.trail.add(&staff.actor(), "visit.left", &trail::contact(contact.0), json!({})).await {
        tracing::error!(%why, "leaving a visit could not be written into the audit log");
    }
}

/// As what the visitor is told the guest comes.
fn role_of(staff: &Staff) -> Option<&'static str> {
    if staff.is(Role::CityOfficer) {
        return Some("city_officer");
    }
    staff.is_any(&[Role::Supervisor, Role::Manager]).then_some("supervisor")
}

fn role_wanted() -> Refusal {
    Refusal::new(
        "role_wanted",
        "応対に参加できるのは、市の職員と管理者だけです。",
        "Only city officers and supervisors may join a visit.",
    )
}
