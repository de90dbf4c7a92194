//! What two answers claim differently.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::knowledge::grounding::{Claim, ClaimKind, Value, claims};

/// Something one answer says otherwise than the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What kind of thing.
    pub kind: ClaimKind,
    /// What the first alone says, in plain form.
    pub one: Vec<String>,
    /// What the second alone says, in plain form.
    pub other: Vec<String>,
}

/// What the two texts claim differently: amounts of one kind that both name and that are not the same, and denials.
/// What one alone speaks of is no difference.
#[must_use]
pub fn differences(one: &str, other: &str) -> Vec<Difference> {
    let (one, other) = (by_subject(one), by_subject(other));
    let mut found = Vec::new();
    for (subject, said) in &one {
        let Some(also) = other.get(subject) else { continue };
        let alone = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
        let (first, second) = (alone(said, also), alone(also, said));
        // A longer answer names more; only where each has its own do they speak against each other.
        if !first.is_empty() && !second.is_empty() {
            found.push(Difference { kind: subject.0, one: first, other: second });
        }
    }
    found
}

/// What is claimed of each subject: the kind with the unit for figures, the family for phrases.
fn by_subject(text: &str) -> BTreeMap<(ClaimKind, String), BTreeSet<String>> {
    let mut subjects: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for claim in claims(text) {
        if let Some(subject) = subject(&claim) {
            subjects.entry((claim.kind, subject)).or_default().insert(claim.value.to_string());
        }
    }
    subjects
}

fn subject(claim: &Claim) -> Option<String> {
    match (&claim.value, claim.kind) {
        (Value::Number { unit, .. }, _) => Some((*unit).to_owned()),
        (Value::Date { year, month, day }, _) => {
            // A year and a day are no two statements of one thing.
            Some([year, month, day].map(|part| if part.is_some() { "x" } else { "-" }).concat())
        }
        (Value::Minute(_), _) => Some(String::new()),
        (Value::Word(_), ClaimKind::Telephone) => Some(String::new()),
        (Value::Phrase(value), ClaimKind::Polarity) => denied(value).map(str::to_owned),
        (Value::Word(_) | Value::Phrase(_), _) => None,
    }
}

/// The subject of a denial or its contrary, where both mean the same thing whatever stands around them.
fn denied(value: &str) -> Option<&'static str> {
    match value {
        "can" | "cannot" => Some("can"),
        "needed" | "not needed" | "forbidden" => Some("need"),
        "free" | "paid" => Some("pay"),
        "covered" | "not covered" => Some("target"),
        "valid" | "invalid" => Some("valid"),
        _ => None,
    }
}
