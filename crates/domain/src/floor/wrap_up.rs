//! After-call work: it begins when an agent's part in a conversation ends.
//!
//! Owns its limit and its extensions. It must never know what is filed.
//! Next: `joining`.

use super::book::Book;
use super::refusal::RefusalReason;
use super::view::WorkKind;
use crate::contact::{ContactEventKind, WrapUpEnd};
use crate::ids::{AgentId, ContactId};

/// Begins an agent's after-call work.
pub(super) fn start(book: &mut Book, id: ContactId, agent: AgentId) {
    let until = book.now.plus_ms(book.config.wrap_up_limit_ms);
    book.give(agent, id, WorkKind::WrapUp { until });
    book.record(id, ContactEventKind::WrapUpStarted { agent });
}

/// Ends an agent's after-call work, when there is any; the agent is free.
pub(super) fn finish(book: &mut Book, id: ContactId, agent: AgentId, why: WrapUpEnd) -> bool {
    let Some(WorkKind::WrapUp { .. }) = book.work(agent, id) else {
        return false;
    };
    let Some(work) = book.free(agent, id) else {
        return false;
    };
    let now = book.now;
    if let Some(contact) = book.contact(id) {
        contact.tally.after_call_ms += now.since_ms(work.since);
    }
    book.record(id, ContactEventKind::WrapUpEnded { agent, why });
    true
}

/// The agent filed the contact.
pub(super) fn done(book: &mut Book, agent: AgentId, id: ContactId) {
    if !finish(book, id, agent, WrapUpEnd::Filed) {
        book.refuse(agent, Some(id), RefusalReason::NotInWrapUp);
    }
}

/// The agent asks for another limit's worth of time.
pub(super) fn extend(book: &mut Book, agent: AgentId, id: ContactId) {
    let Some(WorkKind::WrapUp { until }) = book.work(agent, id) else {
        return book.refuse(agent, Some(id), RefusalReason::NotInWrapUp);
    };
    let (extensions_max, limit_ms) = (book.config.wrap_up_extensions_max, book.config.wrap_up_limit_ms);
    let Some(work) = book.agent(agent).and_then(|it| it.works.get_mut(&id)) else {
        return;
    };
    if work.extensions >= extensions_max {
        return book.refuse(agent, Some(id), RefusalReason::ExtendedEnough);
    }
    work.extensions += 1;
    work.kind = WorkKind::WrapUp { until: until.plus_ms(limit_ms) };
}
