//! The floor: agents, queues and live contacts as one pure machine.
//!
//! `Floor::handle(event, now)` returns effects as data and never awaits, reads a
//! clock or draws a number; `Floor::next_deadline()` says when to send `Tick`.
//! This file only routes events to the rules, offers what became free, acts on
//! what became due and closes what has ended. It must never know sockets, SQL or
//! sound. Next: `event` for what comes in, `effect` for what goes out, `view` for
//! what live pages show; rules live in `arrival`, `waiting`, `handling`, `transfer`,
//! `taking_up`.

mod agent_state;
mod arrival;
mod book;
mod callback;
mod caller;
mod config;
mod contact_state;
mod deadlines;
mod desk;
mod effect;
mod ending;
mod event;
mod flow;
mod guests;
mod hand;
mod handling;
mod joining;
mod monitor;
mod offer;
mod reception;
mod refusal;
mod ring;
mod secret_hold;
mod snapshot;
mod take_over;
mod taking_up;
mod third;
mod transfer;
mod view;
mod visit_line;
mod voice;
mod waiting;
mod wrap_up;

use std::sync::Arc;

use book::Book;
use contact_state::Stage;

use crate::contact::{Acceptance, ContactEventKind, NotOffered};
use crate::ids::{AgentId, ContactId};
use crate::time::Timestamp;

pub use config::{CallbackConfig, FloorConfig, FloorFault, ListenNotice, ServiceConfig};
pub use effect::{DialTo, Effect, RejectCause};
pub use event::{FloorEvent, OpenState};
pub use refusal::RefusalReason;
pub use view::{AgentStatus, AgentView, ContactView, DeskView, StageView, ThirdView, WorkKind, WorkView};

/// Most deadlines acted upon in one event; the rest are due at once in the next.
const DUE_PER_EVENT_MAX: usize = 10_000;

/// Agents, queues and live contacts.
#[derive(Debug, Clone)]
pub struct Floor {
    book: Book,
}

impl Floor {
    /// An empty floor.
    ///
    /// # Errors
    /// The configuration's first fault.
    pub fn new(config: FloorConfig) -> Result<Self, FloorFault> {
        config.check()?;
        let book = Book::open(config);
        Ok(Self { book })
    }

    /// Takes another configuration; it counts for what happens from then on.
    ///
    /// # Errors
    /// The configuration's first fault, or a queue taken away while contacts are
    /// served from it; the configuration before it stays.
    pub fn configure(&mut self, config: FloorConfig) -> Result<(), FloorFault> {
        config.check()?;
        let orphan = self
            .book
            .contacts
            .values()
            .find(|it| self.book.config.queue(&it.queue).is_some() && config.queue(&it.queue).is_none());
        if let Some(contact) = orphan {
            return Err(FloorFault::NoSuchQueue { service: contact.service.clone(), queue: contact.queue.clone() });
        }
        self.book.config = Arc::new(config);
        Ok(())
    }

    /// Takes one event in and says what is to be done, in order.
    ///
    /// `now` never goes back: an instant before the last one is taken as the last
    /// one. Records of the batch are to be journalled before its other effects.
    #[must_use]
    pub fn handle(&mut self, event: FloorEvent, now: Timestamp) -> Vec<Effect> {
        self.book.now = self.book.now.max(now);
        route(&mut self.book, event);
        offer::run(&mut self.book);
        for _ in 0..DUE_PER_EVENT_MAX {
            if !deadlines::act_on_one(&mut self.book) {
                break;
            }
            offer::run(&mut self.book);
        }
        report(&mut self.book);
        std::mem::take(&mut self.book.outbox)
    }

    /// When to send `Tick`, when nothing else happens before.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        deadlines::next(&self.book)
    }

    /// One agent at this instant; `None` when not signed in.
    #[must_use]
    pub fn agent_view(&self, id: AgentId) -> Option<AgentView> {
        self.book.agents.get(&id).map(snapshot::agent)
    }

    /// One contact at this instant; `None` when it is not open.
    #[must_use]
    pub fn contact_view(&self, id: ContactId) -> Option<ContactView> {
        let contact = self.book.contacts.get(&id)?;
        Some(snapshot::contact(&self.book, contact))
    }

    /// Every signed-in agent, by id.
    pub fn agent_views(&self) -> impl Iterator<Item = AgentView> + '_ {
        self.book.agents.values().map(snapshot::agent)
    }

    /// Every open contact, by id.
    pub fn contact_views(&self) -> impl Iterator<Item = ContactView> + '_ {
        let contacts = self.book.contacts.values();
        contacts.map(|contact| snapshot::contact(&self.book, contact))
    }

    /// True once `Drain` has come.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.book.draining
    }
}

fn route(book: &mut Book, event: FloorEvent) {
    use FloorEvent as E;
    match event {
        E::Arrived { contact, channel, service, caller_known, language, open } => {
            let arrival = arrival::Arrival { contact, channel, service, caller_known, language, open, in_hall: false };
            arrival::arrive(book, arrival);
        }
        E::TicketIssued { contact, service, language, open } => {
            reception::issued(book, contact, service, language, open)
        }
        E::CalledUp { contact, times } => reception::called_up(book, contact, times),
        E::Seated { contact } => reception::seated(book, contact),
        E::SetAside { contact } => reception::set_aside(book, contact),
        E::GuestJoins { guest, contact } => guests::join(book, guest, contact),
        E::GuestLeaves { guest, contact } => guests::leave(book, guest, contact),
        E::TakeUp { standing, awaits_caller } => taking_up::take_up(book, *standing, awaits_caller),
        E::CallerBack { contact } => taking_up::caller_back(book, contact),
        E::PromptEnded { contact, tag } => arrival::prompt_ended(book, contact, tag),
        E::Digit { contact, digit } => arrival::digit(book, contact, digit),
        E::CallerHungUp { contact, cause } => caller::hung_up(book, contact, cause),
        E::RequestCallback { contact } => callback::accept(book, contact),
        E::AgentSignedIn { agent, skills, capacity } => desk::sign_in(book, agent, skills, capacity),
        E::AgentSignedOut { agent } => desk::sign_out(book, agent),
        E::DeskUp { agent } => desk::up(book, agent),
        E::DeskDown { agent } => desk::down(book, agent),
        E::SetAvailable { agent } => desk::set_available(book, agent),
        E::SetPaused { agent, reason } => desk::set_paused(book, agent, reason),
        E::Answer { agent, contact, assignment } => handling::answer(book, agent, contact, assignment),
        E::Refuse { agent, contact, assignment } => handling::refuse(book, agent, contact, assignment),
        E::HangUp { agent, contact } => handling::hang_up(book, agent, contact),
        E::Hold { agent, contact } => handling::hold(book, agent, contact),
        E::Resume { agent, contact } => handling::resume(book, agent, contact),
        E::Blind { agent, contact, to } => transfer::blind(book, agent, contact, to),
        E::Consult { agent, contact, to } => transfer::consult(book, agent, contact, to),
        E::CompleteTransfer { agent, contact } => transfer::complete(book, agent, contact),
        E::Conference { agent, contact } => transfer::conference(book, agent, contact),
        E::SplitBack { agent, contact } => transfer::split_back(book, agent, contact),
        E::CancelConsult { agent, contact } => transfer::cancel_consult(book, agent, contact),
        E::ThirdRinging { contact, attempt } => third::ringing(book, contact, attempt),
        E::ThirdAnswered { contact, attempt } => third::answered(book, contact, attempt),
        E::ThirdFailed { contact, attempt, cause } => third::failed(book, contact, attempt, cause, false),
        E::ThirdHungUp { contact, attempt, cause } => third::hung_up(book, contact, attempt, cause),
        E::WrapUpDone { agent, contact } => wrap_up::done(book, agent, contact),
        E::ExtendWrapUp { agent, contact } => wrap_up::extend(book, agent, contact),
        E::Monitor { supervisor, contact, mode } => monitor::set(book, supervisor, contact, mode),
        E::TakeOver { supervisor, contact } => take_over::take_over(book, supervisor, contact),
        E::RaiseHand { agent, contact } => hand::raise(book, agent, contact),
        E::LowerHand { by, contact, supervises } => hand::lower(book, by, contact, supervises),
        E::AlertNoted { contact, note } => flow::note_alert(book, contact, note),
        E::CallOut { agent, contact, service, to } => arrival::call_out(book, agent, contact, service, to),
        E::MediaLost { contact, party } => caller::media_lost(book, contact, party),
        E::FlowNoted { contact, record } => flow::note(book, contact, record),
        E::LineStep { contact, step, cause } => visit_line::stepped(book, contact, step, cause),
        E::VisitTelephone { contact, joined } => visit_line::telephone(book, contact, joined),
        E::VideoProvider { contact, epoch, provider, cause } => {
            book.record(contact, ContactEventKind::VideoProvider { epoch, provider, cause });
        }
        E::SharedBrowser { contact, note } => {
            book.record(contact, ContactEventKind::SharedBrowser { note });
        }
        E::SecretHold { agent, contact, on } => secret_hold::set(book, agent, contact, on),
        E::Drain => book.draining = true,
        E::Tick => {}
    }
}

/// Sends what changed, and closes what has ended.
fn report(book: &mut Book) {
    let touched = std::mem::take(&mut book.touched_contacts);
    for id in touched {
        voice::sync(book, id);
        secret_hold::follow(book, id);
        touch_people(book, id);
        let Some(contact) = book.contacts.get(&id) else {
            continue;
        };
        if matches!(contact.stage, Stage::Ended) && !book.is_at_hand(id) {
            close(book, id);
        } else {
            book.push(Effect::ContactChanged { contact: id });
        }
    }
    book.touched_contacts.clear();
    for id in std::mem::take(&mut book.touched_agents) {
        let shown = book.agents.get(&id).map(|it| snapshot::status(book, it));
        let now = book.now;
        if let (Some(status), Some(agent)) = (shown, book.agents.get_mut(&id))
            && agent.shown.0 != status
        {
            agent.shown = (status, now);
        }
        log_agent(book, id);
        book.push(Effect::AgentChanged { agent: id });
    }
}

/// Appends to the agent's log when state or contact differ from its last entry.
fn log_agent(book: &mut Book, id: AgentId) {
    let Some(agent) = book.agents.get_mut(&id) else { return };
    let current = snapshot::logged(agent);
    if agent.logged.as_ref() != Some(&current) {
        agent.logged = Some(current.clone());
        book.record_agent(id, current.0, current.1);
    }
}

/// An agent's status follows the contact in hand.
fn touch_people(book: &mut Book, id: ContactId) {
    let handler = book.contacts.get(&id).and_then(|it| it.handler());
    book.touched_agents.extend(handler);
}

fn close(book: &mut Book, id: ContactId) {
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    // Every way to an end fixes the acceptance; a contact that never waited was not offered.
    let reason = NotOffered::LeftInIvr;
    let acceptance = contact.acceptance.unwrap_or(Acceptance::NotOffered { reason });
    let end = contact.end.clone();
    book.record(id, ContactEventKind::Closed { acceptance, end });
    if let Some(contact) = book.contacts.remove(&id) {
        let summary = Box::new(contact.summary());
        book.push(Effect::Closed { contact: id, summary });
    }
}
