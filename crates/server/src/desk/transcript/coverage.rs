//! Whether the whole text of a contact is there, and why not.

use serde::Serialize;
use storage::contacts::Contact;
use storage::recordings::Recording;
use utoipa::ToSchema;

/// How much of a contact is there as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CoverageState {
    /// All of it.
    Complete,
    /// It is being written, or completed from the recording.
    Waiting,
    /// Recognition was switched off.
    Off,
    /// The recording was lost; what was heard live is there.
    Lost,
    /// Nothing was recorded, or before there was text.
    None,
}

/// Whether the whole text is there.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Coverage {
    /// How much there is.
    pub state: CoverageState,
    /// Why, in the words of whoever noted it.
    pub why: Option<String>,
}

/// The coverage of a contact by the states of its recordings.
pub(in crate::desk) fn of(contact: &Contact, recordings: &[Recording], any_text: bool) -> Coverage {
    let in_state = |wanted: &[&str]| recordings.iter().find(|one| wanted.contains(&one.state.as_str()));
    let why = |recording: &Recording| recording.held_why.clone().or_else(|| recording.fault.clone());
    if contact.ended_at_ms.is_none() && contact.closed_at_ms.is_none() {
        return Coverage { state: CoverageState::Waiting, why: None };
    }
    if let Some(open) = in_state(&["open"]) {
        return Coverage { state: CoverageState::Waiting, why: why(open) };
    }
    if let Some(off) = in_state(&["unredacted", "expiring", "expired"]) {
        return Coverage { state: CoverageState::Off, why: why(off) };
    }
    if let Some(lost) = in_state(&["lost"]) {
        return Coverage { state: CoverageState::Lost, why: why(lost) };
    }
    let complete = in_state(&["final"]).is_some() || any_text;
    Coverage { state: if complete { CoverageState::Complete } else { CoverageState::None }, why: None }
}
