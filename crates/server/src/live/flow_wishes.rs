//! What a desk says of a guided flow, parsed into the flow's own types.
//!
//! A confirmation of a fee has no form here: it comes from beside the visit (clause 6(2)⑤(イ)).

use domain::service_flow::{BreakOffReason, ChoiceId, FlowEvent, FlowId, ItemId, MailChoice, PageCheck};

use super::flow_messages::{Check, FlowEventRequest, Mail, Reason};
use crate::calls::{FlowOrder, Refusal};

/// Longest id of a flow, step, item or choice.
const ID_CHARS_MAX: usize = 40;

/// The order to begin a flow.
///
/// # Errors
/// When the name is longer than any flow's.
pub(super) fn start(flow: String) -> Result<FlowOrder, Refusal> {
    Ok(FlowOrder::Start(FlowId(short(flow)?)))
}

/// The order to tell a flow what happened.
///
/// # Errors
/// When a name in it is longer than any of a flow's.
pub(super) fn event(said: FlowEventRequest) -> Result<FlowOrder, Refusal> {
    use FlowEventRequest as Said;
    Ok(FlowOrder::Event(match said {
        Said::Tick { item, ticked } => FlowEvent::Tick { item: ItemId(short(item)?), ticked },
        Said::Choose { choice } => FlowEvent::Choose { choice: ChoiceId(short(choice)?) },
        Said::Continue => FlowEvent::Continue,
        Said::Back => FlowEvent::Back,
        Said::DetourBegan => FlowEvent::DetourBegan,
        Said::DetourEnded => FlowEvent::DetourEnded,
        Said::EarlierWrongPins { count } => FlowEvent::EarlierWrongPins { count },
        Said::WrongPin => FlowEvent::WrongPin,
        Said::PinAccepted => FlowEvent::PinAccepted,
        Said::MailChosen { mail } => FlowEvent::MailChosen { mail: mail_of(mail) },
        Said::PageConfirmed { check } => FlowEvent::PageConfirmed { check: check_of(check) },
        Said::BreakOff { reason, note } => FlowEvent::BreakOff { reason: reason_of(reason), note },
        Said::Resume => FlowEvent::Resume,
    }))
}

fn mail_of(mail: Mail) -> MailChoice {
    match mail {
        Mail::OwnTelephone => MailChoice::OwnTelephone,
        Mail::VisitMailbox => MailChoice::VisitMailbox,
        Mail::NoMail => MailChoice::NoMail,
    }
}

fn check_of(check: Check) -> PageCheck {
    match check {
        Check::OwnLogin => PageCheck::OwnLogin,
        Check::OwnName => PageCheck::OwnName,
        Check::LoggedOut => PageCheck::LoggedOut,
    }
}

fn reason_of(reason: Reason) -> BreakOffReason {
    match reason {
        Reason::NoTime => BreakOffReason::NoTime,
        Reason::DocumentMissing => BreakOffReason::DocumentMissing,
        Reason::NoMail => BreakOffReason::NoMail,
        Reason::PinNotKnown => BreakOffReason::PinNotKnown,
        Reason::FeeNotPaid => BreakOffReason::FeeNotPaid,
        Reason::Equipment => BreakOffReason::Equipment,
        Reason::NationalSystem => BreakOffReason::NationalSystem,
        Reason::ChangedMind => BreakOffReason::ChangedMind,
        Reason::NeedsStaff => BreakOffReason::NeedsStaff,
        Reason::LeftSilently => BreakOffReason::LeftSilently,
        Reason::Other => BreakOffReason::Other,
    }
}

fn short(id: String) -> Result<String, Refusal> {
    if id.chars().count() > ID_CHARS_MAX {
        return Err(Refusal::new("too_long", "入力が長すぎます。", "The input is too long."));
    }
    Ok(id)
}
