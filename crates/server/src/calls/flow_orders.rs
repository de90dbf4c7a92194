//! Guided flows at visits: the agent who serves a visit leads, a named person beside it confirms a fee.
//!
//! Owns who may say what to a run (clause 6(2)⑤(イ)), and that a run is in the books before it is shown. What a
//! step takes is `domain::service_flow`'s. Next: `visit_flows` for what is held, `flow_picture` for what is shown.

use std::sync::Arc;

use domain::calendar::jst;
use domain::contact::{Channel, ContactEventKind, LegCause, Party};
use domain::floor::{Effect, FloorEvent, RefusalReason};
use domain::ids::{AgentId, ContactId};
use domain::service_flow::{BreakOffReason, FlowEffect, FlowEvent, FlowId, FlowRefusal, GateProof, SlipKeys};

use super::flow_picture;
use super::flow_refusals;
use super::handle::Update;
use super::picture::moment;
use super::refusals::{self, Refusal};
use super::switchboard::Switchboard;
use super::visit_flows::RUNS_MAX;
use crate::clock::fresh_id;
use crate::live::flow_messages::{AskedFee, FlowView};

/// What the agent who serves a visit says of its flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlowOrder {
    /// Begin one.
    Start(FlowId),
    /// Something happened in it; never a confirmation.
    Event(FlowEvent),
}

/// A fee confirmed from outside the visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeConfirmation {
    /// Who confirms.
    pub by: AgentId,
    /// The person's name.
    pub by_name: String,
    /// On what proof.
    pub how: GateProof,
    /// Whether it is only asked if the confirmation would be taken; nothing changes then.
    pub rehearsed: bool,
}

/// The guided flows of a visit at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowsOfVisit {
    /// What the visitor took the ticket for.
    pub wish: String,
    /// The ticket's number.
    pub ticket: String,
    /// The present run as the desk sees it.
    pub view: Option<FlowView>,
    /// Where the words of its slips stand.
    pub slips: Vec<SlipKeys>,
    /// The day of the visit in Japan.
    pub date: chrono::NaiveDate,
    /// Whether an agent has served the visit.
    pub served: bool,
}

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

impl Switchboard {
    /// Carries out what the agent who serves the visit says of its flow.
    pub(super) fn flow(&mut self, agent: AgentId, contact: ContactId, order: FlowOrder) -> Result<(), Refusal> {
        let view =
            self.floor.contact_view(contact).ok_or_else(|| refusals::from_floor(RefusalReason::UnknownContact))?;
        if view.channel != Channel::Counter {
            return Err(refusals::from_floor(RefusalReason::WrongChannel(view.channel)));
        }
        if view.agent != Some(agent) {
            return Err(refusals::from_floor(RefusalReason::NotYours));
        }
        match order {
            FlowOrder::Start(flow) => self.start_flow(contact, &flow),
            // A fee is confirmed by somebody who does not gain by a short visit.
            FlowOrder::Event(FlowEvent::GateConfirmed { .. }) => Err(flow_refusals::own_visit()),
            FlowOrder::Event(event) => self.tell_flow(contact, event),
        }
    }

    /// Takes the confirmation of a fee by a named person who does not serve the visit.
    pub(super) fn confirm_fee(&mut self, contact: ContactId, confirmation: FeeConfirmation) -> Result<(), Refusal> {
        let FeeConfirmation { by, by_name, how, rehearsed } = confirmation;
        let asked = self.visit_flows.present(contact).filter(|kept| kept.asked_fee().is_some());
        let asked = asked.ok_or_else(flow_refusals::nothing_asked)?;
        let serves = self.floor.agent_view(by).is_some_and(|it| it.works.iter().any(|work| work.contact == contact));
        if serves {
            return Err(flow_refusals::own_visit());
        }
        let at = self.now();
        let event = FlowEvent::GateConfirmed { by, how, at };
        if rehearsed {
            let outcome = asked.run.clone().handle(event, at);
            return outcome.map(drop).map_err(|refusal| flow_refusals::words(&refusal));
        }
        self.tell_flow(contact, event)?;
        self.visit_flows.names.insert(by, by_name);
        Ok(())
    }

    /// Breaks the visit's open flow off, because its visitor has gone.
    pub(super) fn break_off_flow(&mut self, contact: ContactId, reason: BreakOffReason) {
        if self.visit_flows.open(contact).is_none() {
            return;
        }
        let event = FlowEvent::BreakOff { reason, note: None };
        if let Err(refusal) = self.tell_flow(contact, event) {
            tracing::error!(contact.id = %contact, code = refusal.code, "a flow could not be broken off");
        }
    }

    /// The flows of a visit; None when it is closed.
    pub(super) fn flows_of(&self, contact: ContactId) -> Option<FlowsOfVisit> {
        let view = self.floor.contact_view(contact).filter(|view| view.channel == Channel::Counter)?;
        let visit = self.particulars.get(&contact)?.visit.as_ref()?;
        Some(FlowsOfVisit {
            wish: view.service.0.clone(),
            ticket: visit.ticket.clone(),
            view: self.flow_view(contact),
            slips: self.visit_flows.slips(contact),
            date: jst(moment(view.arrived_at)).date_naive(),
            served: view.answered_at.is_some(),
        })
    }

    /// Fees that wait to be confirmed, the longest asked first.
    pub(super) fn asked_fees(&self) -> Vec<AskedFee> {
        let asked = self.visit_flows.all().filter_map(|(contact, kept)| {
            let (fee, asked_at) = kept.asked_fee()?;
            let visit = self.particulars.get(&contact)?.visit.as_ref()?;
            Some(AskedFee {
                contact: contact.0,
                ticket: visit.ticket.clone(),
                kiosk: visit.kiosk.clone().unwrap_or_default(),
                title: flow_picture::resident(&kept.run.flow().title),
                fee: flow_picture::fee_view(fee),
                asked_at: moment(asked_at),
                detour_since: kept.run.state().detour_since.map(moment),
            })
        });
        let mut asked: Vec<AskedFee> = asked.collect();
        asked.sort_by_key(|fee| fee.asked_at);
        asked
    }

    /// The visit's present run as the desk sees it.
    pub(super) fn flow_view(&self, contact: ContactId) -> Option<FlowView> {
        let kept = self.visit_flows.present(contact)?;
        Some(flow_picture::flow_view(&kept.run, self.now(), &self.visit_flows.names, &self.deps.flows.call_number))
    }

    /// Shows runs that changed to the desks that serve them; what changed is in the books by then.
    pub(super) fn publish_flows(&mut self) {
        for contact in self.visit_flows.take_changed() {
            let Some((_, _, desks)) = self.picture_of(contact) else { continue };
            let view = self.flow_view(contact).map(Arc::new);
            self.tell(Update::Flow { contact, view, desks });
        }
    }

    fn start_flow(&mut self, contact: ContactId, flow: &FlowId) -> Result<(), Refusal> {
        if self.visit_flows.open(contact).is_some() {
            return Err(flow_refusals::another_open());
        }
        if self.visit_flows.count(contact) >= RUNS_MAX {
            return Err(flow_refusals::too_many());
        }
        let today = jst(self.deps.clock.now()).date_naive();
        let book = Arc::clone(&self.deps.flows);
        let flow = book.catalogue.valid_on(flow, today).ok_or_else(flow_refusals::unknown_flow)?;
        let kiosk = self.particulars.get(&contact).and_then(|it| it.visit.as_ref()?.kiosk.as_deref());
        let settings = book.settings_at(kiosk.unwrap_or_default());
        let now = self.now();
        let effects = self.visit_flows.start(contact, fresh_id(), flow, settings, now);
        self.do_flow(contact, effects);
        Ok(())
    }

    fn tell_flow(&mut self, contact: ContactId, event: FlowEvent) -> Result<(), Refusal> {
        let now = self.now();
        let effects = self.visit_flows.handle(contact, event, now).ok_or_else(flow_refusals::no_flow)?;
        let effects = effects.map_err(|refusal: FlowRefusal| flow_refusals::words(&refusal))?;
        self.do_flow(contact, effects);
        Ok(())
    }

    /// Puts a turn of a run into the books; showing follows when they are written.
    fn do_flow(&mut self, contact: ContactId, effects: Vec<FlowEffect>) {
        let mut note = None;
        for effect in effects {
            match effect {
                FlowEffect::Record(record) => self.happen(FloorEvent::FlowNoted { contact, record: record.kind }),
                FlowEffect::KeepNote { text } => note = Some(text),
                // What is shown, asked and printed follows from the run's state.
                FlowEffect::Show { .. }
                | FlowEffect::AskGate { .. }
                | FlowEffect::AskLogOut
                | FlowEffect::Slip(_)
                | FlowEffect::Finished { .. } => {}
            }
        }
        self.note_flow(contact, note.as_deref());
    }
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
