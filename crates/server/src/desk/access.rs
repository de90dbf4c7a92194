//! Who may see which contact, and until when it is open to them.

use chrono::{DateTime, TimeZone as _, Utc};
use domain::calendar::jst;
use storage::access_reviews::{self, AccessReview};
use storage::contacts::{self, Contact};
use storage::history;
use uuid::Uuid;

use super::state::DeskState;
use crate::login::Staff;
use crate::login::role::Role;
use crate::problem::Problem;

/// Those who see every contact; agents see their own of the day.
const OVERSEERS: &[Role] = &[Role::Supervisor, Role::Manager, Role::CityOfficer];

/// Whether the person sees every contact.
pub(super) fn sees_all(staff: &Staff) -> bool {
    staff.is_any(OVERSEERS)
}

/// The first moment of today in Japan.
pub(super) fn today_begins(now: DateTime<Utc>) -> DateTime<Utc> {
    let local = jst(now);
    let midnight = local.date_naive().and_time(chrono::NaiveTime::MIN);
    local.timezone().from_local_datetime(&midnight).single().map_or(now, |at| at.with_timezone(&Utc))
}

/// The contact, if the person may see it; what one may not see is not there.
pub(super) async fn visible(state: &DeskState, staff: &Staff, id: Uuid) -> Result<Contact, Problem> {
    let contact = contacts::find(&state.db, id).await?.ok_or_else(Problem::not_found)?;
    if sees_all(staff) {
        return Ok(contact);
    }
    let today = today_begins(state.clock.now()).timestamp_millis();
    let own = history::took_part(&state.db, id, staff.id).await?;
    if own && contact.arrived_at_ms >= today { Ok(contact) } else { Err(Problem::not_found()) }
}

/// The stated reason that still holds, or a refusal that asks for one.
pub(super) async fn grant(state: &DeskState, staff: &Staff, id: Uuid) -> Result<AccessReview, Problem> {
    let now_ms = state.clock.now().timestamp_millis();
    let review = access_reviews::current(&state.db, id, staff.id, now_ms).await?;
    review.ok_or_else(|| {
        Problem::new(
            axum::http::StatusCode::FORBIDDEN,
            "reason_wanted",
            "閲覧の理由を入力してから開いてください。",
            "State a reason first: this is personal data.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_begins_at_midnight_in_japan() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(today_begins(at("2026-11-22T14:59:00Z")), at("2026-11-21T15:00:00Z"));
        assert_eq!(today_begins(at("2026-11-22T15:00:00Z")), at("2026-11-22T15:00:00Z"));
    }
}
