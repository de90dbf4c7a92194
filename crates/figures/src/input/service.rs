//! What is kept of the service besides contacts: topics, flows, outages, the FAQ, matters, names of agents.

use std::collections::BTreeMap;

use domain::contact::Channel;
use domain::ids::{AgentId, ContactId};
use domain::service_flow::{FlowId, Procedure};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::term::Day;
use crate::words::Words;

/// What an agent is called, from a day on. Figures go by the id, so a new name makes no second agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgentName {
    /// The agent.
    pub agent: AgentId,
    /// First day of the name.
    pub from: Day,
    /// The name.
    pub name: String,
}

/// One topic (clause 6(3)②).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicName {
    /// Code, such as `ア` or `ア-1`.
    pub code: String,
    /// Code of the topic above.
    pub parent: Option<String>,
    /// What it is called.
    pub name: Words,
    /// Can be filed under no more; it keeps its line where something was.
    #[serde(default)]
    pub is_retired: bool,
}

/// A line of the table of applications (clause 6(5)①).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationLine {
    /// 新規申請, with the application form.
    NewWithForm,
    /// 新規申請, without the form.
    NewWithoutForm,
    /// カードの更新.
    CardRenewal,
    /// 電子証明書の更新.
    CertificateRenewal,
    /// 紛失再交付.
    LostReissue,
    /// その他の再交付.
    OtherReissue,
    /// 健康保険証.
    InsuranceCard,
    /// 公金受取口座.
    PublicMoneyAccount,
    /// その他の紐付け.
    OtherLink,
    /// 電子申請.
    EApplication,
    /// Anything else, flows nobody has placed among it.
    Other,
}

impl ApplicationLine {
    /// Every line, in the table's order.
    pub const ALL: [Self; 11] = [
        Self::NewWithForm,
        Self::NewWithoutForm,
        Self::CardRenewal,
        Self::CertificateRenewal,
        Self::LostReissue,
        Self::OtherReissue,
        Self::InsuranceCard,
        Self::PublicMoneyAccount,
        Self::OtherLink,
        Self::EApplication,
        Self::Other,
    ];

    /// The line of a flow about this procedure; a flow for a new card says whether the form is at hand.
    #[must_use]
    pub fn of(procedure: Procedure, has_form: bool) -> Self {
        match procedure {
            Procedure::NewCard if has_form => Self::NewWithForm,
            Procedure::NewCard => Self::NewWithoutForm,
            Procedure::CardRenewal => Self::CardRenewal,
            Procedure::CertificateRenewal => Self::CertificateRenewal,
            Procedure::LostReissue => Self::LostReissue,
            Procedure::OtherReissue => Self::OtherReissue,
            Procedure::InsuranceCard => Self::InsuranceCard,
            Procedure::PublicMoneyAccount => Self::PublicMoneyAccount,
            Procedure::OtherLink => Self::OtherLink,
            Procedure::EApplication => Self::EApplication,
            Procedure::Express
            | Procedure::PortalLogin
            | Procedure::PinReset
            | Procedure::Guardian
            | Procedure::Proxy
            | Procedure::Other => Self::Other,
        }
    }
}

/// The lines of the flows the program is shipped with.
#[must_use]
pub fn shipped_flows() -> BTreeMap<FlowId, ApplicationLine> {
    use ApplicationLine as L;
    let lines = [
        ("new_card_with_form", L::NewWithForm),
        ("new_card_without_form", L::NewWithoutForm),
        ("card_renewal", L::CardRenewal),
        ("certificate_renewal", L::CertificateRenewal),
        ("lost_reissue", L::LostReissue),
        ("other_reissue", L::OtherReissue),
        ("insurance_card", L::InsuranceCard),
        ("public_money_account", L::PublicMoneyAccount),
        ("other_links", L::OtherLink),
        ("e_application", L::EApplication),
    ];
    lines.into_iter().map(|(flow, line)| (FlowId(flow.to_owned()), line)).collect()
}

/// A time in which a channel did not work; what lies in opening hours lowers availability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outage {
    /// Which channel.
    pub channel: Channel,
    /// From.
    pub from: Timestamp,
    /// Until.
    pub until: Timestamp,
}

/// Where a question was put to the FAQ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionPlace {
    /// At the desk.
    Desk,
    /// On the public pages.
    Public,
    /// In the chat.
    Chat,
    /// By the voicebot.
    Voice,
    /// Out of a running call: what was found is a suggestion.
    Call,
}

/// What came of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionOutcome {
    /// It helped.
    Helped,
    /// It did not.
    NotHelped,
    /// The agent took the suggestion.
    Taken,
    /// The answer was wrong.
    Wrong,
}

/// A question put to the FAQ, redacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// When.
    pub at: Timestamp,
    /// Where.
    pub place: QuestionPlace,
    /// The words, redacted.
    pub text: String,
    /// Whether anything was found.
    pub is_found: bool,
    /// What came of it.
    pub outcome: Option<QuestionOutcome>,
}

/// An entry of the FAQ was published, changed or withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaqRevision {
    /// When.
    pub at: Timestamp,
}

/// Secrets taken out of one text or recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redaction {
    /// When.
    pub at: Timestamp,
    /// How many stretches.
    pub stretches: u32,
}

/// What is reported to the city by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatterKind {
    /// Handed to the city.
    Escalation,
    /// 苦情.
    Complaint,
    /// 事故.
    Incident,
}

impl MatterKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Escalation, Self::Complaint, Self::Incident];
}

/// One escalation, complaint or incident, its gist without personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// Which.
    pub kind: MatterKind,
    /// When it came up.
    pub opened_at: Timestamp,
    /// When it was settled.
    pub closed_at: Option<Timestamp>,
    /// What it was.
    pub gist: Words,
    /// Whom it went to.
    pub handed_to: Words,
    /// The contact it came from.
    pub contact: Option<ContactId>,
}

#[cfg(test)]
mod tests {
    use domain::service_flow::{Flow, SHIPPED};

    use super::*;

    #[test]
    fn every_shipped_flow_stands_on_the_line_of_its_procedure() {
        let lines = shipped_flows();
        for (name, text) in SHIPPED {
            let flow: Flow = serde_json::from_str(text).unwrap();
            let wanted = ApplicationLine::of(flow.procedure, flow.id.0 == "new_card_with_form");
            assert_eq!(lines.get(&flow.id).copied().unwrap_or(ApplicationLine::Other), wanted, "{name}");
        }
    }
}
