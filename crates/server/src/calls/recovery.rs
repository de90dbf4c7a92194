//! What a crash left open, closed at start: every contact's and every agent's log gets an end.
//!
//! Owns the order: the journal into the database, then the ends of what is open, then on. What the
//! end says is `domain`'s. Clause 6(3)①d.

use domain::agent::{AgentEvent, LoggedState};
use domain::contact::recovered_events;
use domain::ids::AgentId;
use domain::time::Timestamp;
use storage::ingest::Entry;
use storage::{accounts, agent_states, contacts, ingest};

use super::books::{Books, BooksError};
use super::deps::CallsDeps;
use super::flow_books;
use crate::clock::fresh_id;

/// Contacts looked at in one go.
const PAGE: u64 = 1_000;

/// Closes every contact that was open when the process ended; returns how many there were.
pub(super) async fn close_leftovers(books: &mut Books, deps: &CallsDeps) -> Result<usize, BooksError> {
    books.catch_up(&deps.db).await?;
    let stopped_at = books.last_alive().unwrap_or_else(|| last_written(deps));
    sign_out_leftovers(books, deps, stopped_at).await?;
    let mut closed = 0;
    loop {
        let open = contacts::unclosed(&deps.db, PAGE).await?;
        if open.is_empty() {
            break;
        }
        for contact in &open {
            let mut log = ingest::log(&deps.db, contact.id).await?;
            let (broken_off, turns) = flow_books::broken_off(&deps.db, &deps.flows.catalogue, &log, stopped_at).await?;
            log.extend(broken_off.iter().cloned());
            let ends = recovered_events([log.as_slice()], stopped_at, deps.floor.short_abandon_ms);
            let events = broken_off.into_iter().chain(ends).map(|event| Entry::Event { event });
            books.write(turns.into_iter().chain(events).collect());
        }
        books.catch_up(&deps.db).await?;
        let before = closed;
        closed += open.len();
        if contacts::unclosed(&deps.db, PAGE).await?.len() >= open.len() {
            tracing::error!(left = open.len(), "contacts of an earlier run could not be closed");
            return Ok(before);
        }
    }
    if closed > 0 {
        tracing::warn!(contacts = closed, "contacts left open by an earlier run were closed");
    }
    Ok(closed)
}

/// Ends the day of agents who were signed in when the process ended.
async fn sign_out_leftovers(books: &mut Books, deps: &CallsDeps, stopped_at: Timestamp) -> Result<(), BooksError> {
    let accounts = accounts::list(&deps.db).await?;
    let left = agent_states::signed_in(&deps.db, accounts.iter().map(|account| account.id)).await?;
    let entries = left.into_iter().map(|row| {
        let at = stopped_at.max(Timestamp(row.at_ms));
        let event = AgentEvent { agent: AgentId(row.agent), at, contact: None, state: LoggedState::Stopped };
        Entry::Agent { id: fresh_id(), event }
    });
    books.write(entries.collect());
    books.catch_up(&deps.db).await
}

/// When the process was last seen alive, where it left no sign of its own: recordings of open contacts are
/// written each second. Contacts without one end at their last event.
fn last_written(deps: &CallsDeps) -> Timestamp {
    let ids = deps.spool.list().unwrap_or_default();
    let written = ids.iter().filter_map(|id| std::fs::metadata(deps.spool.path_of(*id)).ok()?.modified().ok());
    let latest = written.filter_map(|at| at.duration_since(std::time::UNIX_EPOCH).ok()).max();
    Timestamp(latest.and_then(|at| i64::try_from(at.as_millis()).ok()).unwrap_or(0))
}
