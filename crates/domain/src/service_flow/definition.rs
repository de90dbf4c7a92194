//! The flow file as types: one flow, its steps, what each step waits for and what its slip says.
//!
//! Unknown fields are refused, so that a misspelt gate is an error and not an open door. It must never
//! judge: `check` does. Next: `graph` for the ways between steps, `run` for the machine.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::{ChoiceId, FlowId, ItemId, StepId};
use super::text::{ResidentText, StaffText};
use super::words::{Equipment, GateKind, OutcomeKind, PageCheck, PinKind, Procedure};

/// One flow in one version; its first step is where it starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// The same in all versions.
    pub id: FlowId,
    /// From 1; a change makes the next one, and a run goes on with the one it began.
    pub version: u32,
    /// First day it may be started.
    pub valid_from: NaiveDate,
    /// Last day it may be started; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    /// What it is about, in law.
    pub procedure: Procedure,
    /// What it is called on the kiosk.
    pub title: ResidentText,
    /// Who it is for.
    pub for_whom: ResidentText,
    /// The steps.
    pub steps: Vec<Step>,
}

/// One step: what both read, and what it waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name within the flow.
    pub id: StepId,
    /// Its name on the operator's desk.
    pub label: StaffText,
    /// What the operator says.
    pub script: StaffText,
    /// What the resident reads.
    pub text: ResidentText,
    /// A gate every way to this step must lead through; validation proves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires_gate: Option<GateKind>,
    /// Whether the national card application itself is made here.
    #[serde(default)]
    pub application: bool,
    /// Whether one may go back from here to the step before.
    #[serde(default = "yes")]
    pub back: bool,
    /// What the step waits for and where it leads.
    pub action: Action,
}

/// What a step waits for and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Something is said; the operator goes on.
    Explain {
        /// The next step.
        next: StepId,
    },
    /// Items to be ticked before it goes on.
    Checklist {
        /// The items.
        items: Vec<Item>,
        /// The next step.
        next: StepId,
    },
    /// One of several ways.
    Branch {
        /// The ways.
        choices: Vec<Choice>,
    },
    /// Blocks until somebody outside the flow confirms.
    Gate {
        /// What is to be confirmed.
        gate: GateKind,
        /// What is to be paid.
        fee: Fee,
        /// The next step.
        next: StepId,
    },
    /// The resident enters a PIN or password; the flow stops before the last try.
    PinGuard {
        /// Which one.
        pin: PinKind,
        /// The step after the right one.
        next: StepId,
        /// The step when one try is left.
        stopped: StepId,
    },
    /// Where the link of the national application is read.
    Email {
        /// The step with own mail or the visit mailbox.
        next: StepId,
        /// The step without any mail.
        no_mail: StepId,
    },
    /// A site opened together.
    SharedPage {
        /// What the site is called.
        site: StaffText,
        /// Its address, https only.
        url: String,
        /// What the resident confirms there before it goes on.
        checks: Vec<PageCheck>,
        /// The next step.
        next: StepId,
    },
    /// The end.
    Outcome {
        /// How it ended.
        outcome: OutcomeKind,
        /// What the take-away slip says.
        slip: Slip,
    },
}

/// One line of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its name within the list.
    pub id: ItemId,
    /// What is checked.
    pub text: ResidentText,
    /// Whether the flow may go on without it.
    #[serde(default)]
    pub optional: bool,
}

/// One way of a branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its name within the branch.
    pub id: ChoiceId,
    /// What stands on the button.
    pub text: ResidentText,
    /// What the kiosk must have for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<Equipment>,
    /// Where it leads.
    pub next: StepId,
}

/// What is to be paid at the city's payment counter, in yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// For the card.
    pub card_yen: u32,
    /// For the electronic certificates; not paid when none are wanted.
    pub certificate_yen: u32,
}

/// What the resident takes home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// What was done.
    pub was_done: ResidentText,
    /// What comes next, and when.
    pub comes_next: ResidentText,
    /// What to bring; may be empty.
    pub bring: Vec<ResidentText>,
    /// Whom to call.
    pub call: Vec<CallTo>,
}

/// A number on the slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallTo {
    /// Who answers.
    pub who: ResidentText,
    /// The number with hyphens; absent for the city's own call centre, whose number is configuration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

impl Flow {
    /// The step named `id`.
    #[must_use]
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == *id)
    }

    /// The end that breaking off leads to.
    #[must_use]
    pub fn break_off_step(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.outcome() == Some(OutcomeKind::BrokenOff))
    }

    /// Whether the flow may be started on `date`.
    #[must_use]
    pub fn is_valid_on(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && self.valid_until.is_none_or(|last| date <= last)
    }
}

impl Step {
    /// How the flow ends here; `None` when it does not.
    #[must_use]
    pub fn outcome(&self) -> Option<OutcomeKind> {
        match &self.action {
            Action::Outcome { outcome, .. } => Some(*outcome),
            Action::Explain { .. }
            | Action::Checklist { .. }
            | Action::Branch { .. }
            | Action::Gate { .. }
            | Action::PinGuard { .. }
            | Action::Email { .. }
            | Action::SharedPage { .. } => None,
        }
    }
}

impl Fee {
    /// Both parts together.
    #[must_use]
    pub fn total_yen(self) -> u32 {
        self.card_yen.saturating_add(self.certificate_yen)
    }
}

impl CallTo {
    /// The number to print, where `city` is the city's own.
    #[must_use]
    pub fn number<'a>(&'a self, city: &'a str) -> &'a str {
        self.number.as_deref().unwrap_or(city)
    }
}

fn yes() -> bool {
    true
}
