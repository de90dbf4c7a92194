//! What happened beside the floor, in a guided flow or under watch, put into the contact's log in its place.
//!
//! Owns the numbering alone: the machines of their own (`service_flow`, `call_watch`) have decided already. It must never
//! change a contact's stage. Next: `contact::flow_tally` for what is counted of it.

use super::book::Book;
use crate::contact::{AlertNote, ContactEventKind};
use crate::ids::ContactId;
use crate::service_flow::FlowRecordKind;

/// Appends a flow's record; one that comes for a contact that has closed is let pass.
pub(super) fn note(book: &mut Book, id: ContactId, record: FlowRecordKind) {
    let Some(contact) = book.contact(id) else {
        return;
    };
    contact.tally.flow.take(&record);
    book.record(id, ContactEventKind::Flow { record });
}

/// Appends what was noted of a watched condition; one that comes for a contact that has closed is let pass.
pub(super) fn note_alert(book: &mut Book, id: ContactId, note: AlertNote) {
    let kind = match note {
        AlertNote::Raised(alert) => ContactEventKind::AlertRaised { alert },
        AlertNote::Cleared(alert) => ContactEventKind::AlertCleared { alert },
        AlertNote::Acknowledged(alert, by) => ContactEventKind::AlertAcknowledged { alert, by },
    };
    book.record(id, kind);
}
