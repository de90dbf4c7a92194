//! What a stop of the program left open: visits go on, every other contact's and every agent's log gets an end.
//!
//! Owns the order: the journal into the database, then what the stop means for what is open, then on. What the
//! logs are to say is `domain`'s. Clauses 6(2)⑧ and 6(3)①d. Next: [`super::resuming`], which puts visits back.

use domain::agent::{AgentEvent, LoggedState};
use domain::contact::{ContactEvent, Interrupted, StandingPlace, interrupted, recovered_events};
use domain::ids::AgentId;
use domain::time::Timestamp;
use storage::contacts::Contact;
use storage::ingest::Entry;
use storage::{StoreError, accounts, agent_states, contacts, ingest, kiosks, visit_tickets};

use super::books::{Books, BooksError};
use super::deps::CallsDeps;
use super::flow_books;
use super::picture::Person;
use super::resuming::LeftVisit;
use super::visit::Seat;
use crate::clock::fresh_id;

/// Contacts looked at in one go.
const PAGE: u64 = 1_000;

/// Closes what was open when the process ended; returns the visits that go on, the first ticket first.
pub(super) async fn recover(books: &mut Books, deps: &CallsDeps) -> Result<Vec<LeftVisit>, BooksError> {
    books.catch_up(&deps.db).await?;
    let stopped_at = books.last_alive().unwrap_or_else(|| last_written(deps));
    sign_out_leftovers(books, deps, stopped_at).await?;
    let (mut after, mut closed, mut left) = (None, 0_usize, Vec::new());
    loop {
        let open = contacts::unclosed(&deps.db, after, PAGE).await?;
        let Some(last) = open.last() else { break };
        after = Some(last.id);
        for contact in &open {
            let mut log = ingest::log(&deps.db, contact.id).await?;
            if let Some((events, visit)) = left_visit(deps, contact, &log, stopped_at).await? {
                write(books, events);
                left.push(visit);
                continue;
            }
            let (broken_off, turns) = flow_books::broken_off(&deps.db, &deps.flows.catalogue, &log, stopped_at).await?;
            log.extend(broken_off.iter().cloned());
            let ends = recovered_events([log.as_slice()], stopped_at, deps.floor.short_abandon_ms);
            if ends.is_empty() {
                tracing::error!(contact.id = %contact.id, "a contact of an earlier run could not be closed");
            }
            closed += 1;
            books.write(turns);
            write(books, broken_off.into_iter().chain(ends).collect());
        }
        books.catch_up(&deps.db).await?;
    }
    if closed > 0 {
        tracing::warn!(contacts = closed, "contacts left open by an earlier run were closed");
    }
    left.sort_by_key(|visit: &LeftVisit| (visit.standing.summary.arrived_at, visit.standing.summary.contact));
    Ok(left)
}

/// The visit that goes on, with what its log is to say of the stop; None when the contact is to be closed.
async fn left_visit(
    deps: &CallsDeps,
    contact: &Contact,
    log: &[ContactEvent],
    stopped_at: Timestamp,
) -> Result<Option<(Vec<ContactEvent>, LeftVisit)>, StoreError> {
    let stopped_ms = Timestamp(deps.clock.now().timestamp_millis()).since_ms(stopped_at);
    if stopped_ms > deps.floor.restart_gap_max_ms {
        return Ok(None);
    }
    let Some(Interrupted { events, standing }) = interrupted(log, stopped_at, deps.floor.short_abandon_ms) else {
        return Ok(None);
    };
    if deps.floor.queue(&standing.queue).is_none() || deps.floor.service(&standing.summary.service).is_none() {
        return Ok(None);
    }
    let Some(ticket) = visit_tickets::of_contact(&deps.db, contact.id).await? else { return Ok(None) };
    let kiosk = match ticket.kiosk.filter(|_| !standing.in_hall) {
        Some(kiosk) => kiosks::in_service(&deps.db, kiosk).await?.map(|kiosk| Seat { id: kiosk.id, name: kiosk.name }),
        None => None,
    };
    if kiosk.is_none() && !standing.in_hall {
        return Ok(None);
    }
    let agent = match standing.place {
        StandingPlace::InHand { agent } => accounts::find(&deps.db, agent.0)
            .await?
            .map(|account| (agent, Person { name: account.display_name, seat: None })),
        StandingPlace::InLine { .. } => None,
    };
    let key = match contacts::key(contact, &deps.ring) {
        Ok(key) => key,
        Err(why) => {
            tracing::error!(contact.id = %contact.id, %why, "a visit without its key cannot go on");
            return Ok(None);
        }
    };
    let visit = LeftVisit { standing, key, ticket: ticket.number, kiosk, agent };
    Ok(Some((events, visit)))
}

fn write(books: &mut Books, events: Vec<ContactEvent>) {
    books.write(events.into_iter().map(|event| Entry::Event { event }).collect());
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
