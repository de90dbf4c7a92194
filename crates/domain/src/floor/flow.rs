//! What happened in a guided flow of a contact, put into the contact's log in its place.
//!
//! Owns the numbering alone: the flow's own machine (`service_flow`) has decided already. It must never
//! change a contact's stage. Next: `contact::flow_tally` for what is counted of it.

use super::book::Book;
use crate::contact::ContactEventKind;
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
