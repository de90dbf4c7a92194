//! Guided flows at visits: the agent who serves a visit leads, a named person beside it confirms a fee.
//!
//! Owns who may say what to a run (clause 6(2)⑤(イ)), and that a run is in the books before it is shown. What a
//! step takes is `domain::service_flow`'s. Next: `visit_flows` for what is held, `flow_picture` for what is shown.

use std::sync::Arc;

use domain::calendar::jst;
use domain::contact::Channel;
use domain::floor::{FloorEvent, RefusalReason};
use domain::ids::{AgentId, ContactId};
use domain::service_flow::{BreakOffReason, FlowEffect, FlowEvent, FlowId, FlowRefusal};

use super::flow_order::{FeeConfirmation, FlowOrder, FlowsOfVisit};
use super::flow_picture;
use super::flow_refusals;
use super::handle::Update;
use super::picture::moment;
use super::refusals::{self, Refusal};
use super::switchboard::Switchboard;
use super::visit_flows::RUNS_MAX;
use crate::clock::fresh_id;
use crate::live::flow_messages::{AskedFee, FlowView};

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
                kiosk: visit.kiosk.as_ref().map(|seat| seat.name.clone()).unwrap_or_default(),
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
        let seat = self.particulars.get(&contact).and_then(|it| it.visit.as_ref()?.kiosk.as_ref());
        let settings = book.settings_at(seat.map(|seat| seat.id));
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
