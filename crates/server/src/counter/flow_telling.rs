//! What a kiosk is told of its visit's guided flow and of the slip at its end.
//!
//! Owns that nothing is told twice, and that the operator's own words stay at the desk.
//! Next: [`super::socket`] for when it is told, [`super::slips`] for what a slip is.

use domain::calendar::jst;
use domain::ids::ContactId;

use super::messages::{ServerMessage, VisitState};
use super::slips;
use super::socket::Connected;
use crate::live::flow_messages::ActionView;

impl Connected {
    /// Tells the visit's flow when it is another than the kiosk was told last.
    pub(super) async fn tell_flow(&mut self) -> Result<(), axum::Error> {
        let Some(visit) = &self.told.visit else {
            self.told.flow = None;
            return Ok(());
        };
        let contact = visit.contact;
        let flows = self.state.calls.flows_of(ContactId(contact)).await;
        let view = flows.and_then(|flows| flows.view).map(|view| view.for_kiosk());
        if view == self.told.flow {
            return Ok(());
        }
        self.told.flow.clone_from(&view);
        let ended = view.as_ref().is_some_and(|view| matches!(view.step.action, ActionView::Outcome { .. }));
        self.say(&ServerMessage::Flow { contact, view: view.map(Box::new) }).await?;
        match self.told.visit.clone() {
            Some(visit) if ended => self.tell_slip(&visit).await,
            Some(_) | None => Ok(()),
        }
    }

    /// Tells the visit's slip; the general one when its contact has closed already.
    pub(super) async fn tell_slip(&mut self, visit: &VisitState) -> Result<(), axum::Error> {
        let flows = self.state.calls.flows_of(ContactId(visit.contact)).await;
        let date = jst(visit.issued_at).date_naive();
        let parts = flows.map(|flows| flows.slips).unwrap_or_default();
        match slips::slip_of_visit(&self.state, visit.contact, visit.ticket.clone(), date, parts) {
            Ok(slip) => self.say(&ServerMessage::Slip { slip: Box::new(slip) }).await,
            // What went wrong is logged where it was found; the visit ends without its slip on the screen.
            Err(_) => Ok(()),
        }
    }
}
