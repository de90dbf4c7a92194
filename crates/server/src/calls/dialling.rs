//! Calls out: the dial plan asked first, then the number as the carrier wants it.
//!
//! Owns the guard's state and the trunk's name; the rules are `domain::dial_plan`'s.

use chrono::{DateTime, Utc};
use domain::dial_plan::{DialGuard, DialPlan, DialRefusal};
use domain::ids::AgentId;
use domain::numbers::E164;

use super::refusals::Refusal;

/// The guard and the way out.
#[derive(Debug)]
pub(super) struct Dialling {
    guard: Option<DialGuard>,
    trunk: Option<String>,
}

impl Dialling {
    /// A plan that contradicts itself allows nothing, and says so in the log.
    pub(super) fn new(plan: &DialPlan, trunk: Option<String>) -> Self {
        let guard = DialGuard::new(plan.clone());
        if let Err(why) = &guard {
            tracing::error!(%why, "the dial plan cannot be used; nobody can be called");
        }
        Self { guard: guard.ok(), trunk }
    }

    /// The number in dialling form, when the plan lets `agent` call it; counted.
    pub(super) fn check(&mut self, agent: AgentId, number: &str, now: DateTime<Utc>) -> Result<String, Refusal> {
        if self.trunk.is_none() {
            return Err(Refusal::new("no_trunk", "外線の回線が設定されていません。", "No outside line is configured."));
        }
        let Some(guard) = self.guard.as_mut() else {
            return Err(Refusal::new(
                "no_dial_plan",
                "発信の設定に誤りがあるため、発信できません。",
                "The dial plan is faulty, so nobody can be called.",
            ));
        };
        match guard.check(agent, number, now) {
            Ok(target) => Ok(target.dial_string().to_owned()),
            Err(refusal) => {
                tracing::warn!(agent = %agent, why = %refusal, "a call out was refused");
                Err(Refusal { code: code(&refusal), ja: refusal.message_ja(), en: refusal.to_string() })
            }
        }
    }

    /// Whether the plan lets a caller be called back at this number: a forged one must not make us dial abroad.
    pub(super) fn may_call_back(&self, number: &E164) -> bool {
        let plan_allows = self.guard.as_ref().is_some_and(|guard| guard.allows(number.as_str()).is_ok());
        self.trunk.is_some() && plan_allows
    }

    /// The trunk calls go out on.
    pub(super) fn trunk(&self) -> Option<&str> {
        self.trunk.as_deref()
    }
}

/// What carriers in Japan expect in the request: the national form.
pub(super) fn carrier_form(dialled: &str) -> String {
    E164::parse(dialled).ok().and_then(|number| number.national()).unwrap_or_else(|| dialled.to_owned())
}

fn code(refusal: &DialRefusal) -> &'static str {
    match refusal {
        DialRefusal::NotANumber(_) => "dial_not_a_number",
        DialRefusal::Emergency => "dial_emergency",
        DialRefusal::ServiceNumber => "dial_service_number",
        DialRefusal::International => "dial_international",
        DialRefusal::Satellite => "dial_satellite",
        DialRefusal::Premium => "dial_premium",
        DialRefusal::NaviDial => "dial_0570",
        DialRefusal::NotAllowed => "dial_not_allowed",
        DialRefusal::TooManyThisMinute { .. } => "dial_too_many_minute",
        DialRefusal::TooManyToday { .. } => "dial_too_many_today",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_called_back_abroad_or_without_a_line() {
        let at = |trunk: Option<&str>, number: &str| {
            let dialling = Dialling::new(&DialPlan::default(), trunk.map(str::to_owned));
            dialling.may_call_back(&E164::parse(number).unwrap())
        };
        assert!(at(Some("carrier"), "+819012345678"));
        assert!(!at(Some("carrier"), "+881612345678"), "a forged satellite number");
        assert!(!at(Some("carrier"), "+81990123456"), "a forged premium number");
        assert!(!at(None, "+819012345678"), "nothing to dial on");
    }
}
