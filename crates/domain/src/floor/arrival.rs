//! From the door to the queue: opening hours, greeting, language (clause 6(3)④).
//!
//! Owns what happens before a contact counts as offered. The recording notice is
//! always heard to its end: a key pressed in the greeting is remembered and only
//! spares the caller the menu. It must never know the calendar. Next: `waiting`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::book::Book;
use super::config::ServiceConfig;
use super::contact_state::{CallerLeg, Contact, Counters, Playlist, Shown, Stage, Tally};
use super::effect::{DialTo, Effect, RejectCause};
use super::event::OpenState;
use super::refusal::RefusalReason;
use super::{callback, ending, voice, waiting};
use crate::contact::{Acceptance, Channel, ContactEventKind, Direction, End, Language, LegCause, NotOffered, RingEnd};
use crate::ids::{AgentId, ContactId, QueueId, ServiceId};
use crate::ivr::Prompt;

/// A contact at the door.
pub(super) struct Arrival {
    pub(super) contact: ContactId,
    pub(super) channel: Channel,
    pub(super) service: ServiceId,
    pub(super) caller_known: bool,
    pub(super) language: Option<Language>,
    pub(super) open: OpenState,
    /// The visitor waits in the hall, and nobody is offered the visit until a kiosk has it.
    pub(super) in_hall: bool,
}

/// A contact arrives; an id in use is let pass, for a repeated message is no second contact.
pub(super) fn arrive(book: &mut Book, arrival: Arrival) {
    let id = arrival.contact;
    if book.contacts.contains_key(&id) {
        return;
    }
    let service = book.config.service(&arrival.service).cloned();
    let fits = service.as_ref().is_some_and(|it| {
        let queue = book.config.queue(&it.queue);
        queue.is_some_and(|queue| queue.channel == arrival.channel)
    });
    let is_full = is_full(book);
    open_record(book, &arrival, service.as_ref(), Direction::Inbound);
    if !fits {
        return reject(book, id, NotOffered::UnknownService, RejectCause::NoSuchService);
    }
    if book.draining {
        return reject(book, id, NotOffered::Draining, RejectCause::Unavailable);
    }
    if is_full {
        return reject(book, id, NotOffered::FloorFull, RejectCause::Unavailable);
    }
    if arrival.channel == Channel::Phone {
        book.push(Effect::AnswerCaller { contact: id });
    }
    if let Some(contact) = book.contact(id) {
        contact.caller = CallerLeg::Up;
    }
    match arrival.open {
        OpenState::Closed { next_open } => {
            let prompt = Prompt::Closed { next_open };
            waiting::turn_away(book, id, NotOffered::OutOfHours, &[prompt]);
        }
        OpenState::Open => greet(book, id),
    }
}

/// An agent calls a resident.
pub(super) fn call_out(book: &mut Book, agent: AgentId, id: ContactId, service: ServiceId, to: String) {
    if let Err(reason) = may_call_out(book, agent, id, &service) {
        return book.refuse(agent, Some(id), reason);
    }
    let configured = book.config.service(&service).cloned();
    let arrival = Arrival {
        contact: id,
        channel: Channel::Phone,
        service,
        caller_known: true,
        language: Some(book.config.ivr.default_language),
        open: OpenState::Open,
        in_hall: false,
    };
    open_record(book, &arrival, configured.as_ref(), Direction::Outbound);
    if let Some(contact) = book.contact(id) {
        let reason = NotOffered::Outbound;
        contact.accept(Acceptance::NotOffered { reason });
    }
    callback::dial(book, id, agent, DialTo::External(to));
}

/// A key was pressed: the language in the menu, the call-back while waiting.
pub(super) fn digit(book: &mut Book, id: ContactId, digit: char) {
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    match contact.stage {
        Stage::Ivr { .. } => {
            let chosen = book.config.ivr.language_of(digit);
            if let Some(language) = chosen.filter(|_| contact.language.is_none()) {
                book.record(id, ContactEventKind::DigitPressed { digit });
                choose(book, id, language, false);
                skip_menu(book, id);
            }
        }
        Stage::Waiting(_) => {
            if digit == book.config.callback.digit {
                callback::accept(book, id);
            }
        }
        Stage::Farewell
        | Stage::Reaching { .. }
        | Stage::Talking { .. }
        | Stage::Interrupted { .. }
        | Stage::TransferRinging { .. }
        | Stage::Transferred { .. }
        | Stage::Ended => {}
    }
}

/// A prompt came to its end; what follows the last one depends on the stage.
pub(super) fn prompt_ended(book: &mut Book, id: ContactId, tag: u32) {
    if !voice::prompt_ended(book, id, tag) {
        return;
    }
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    match contact.stage {
        Stage::Ivr { .. } => after_greeting(book, id),
        Stage::Farewell => waiting::farewell_over(book, id),
        Stage::Waiting(_) => callback::release_caller(book, id),
        Stage::Reaching { .. }
        | Stage::Talking { .. }
        | Stage::Interrupted { .. }
        | Stage::TransferRinging { .. }
        | Stage::Transferred { .. }
        | Stage::Ended => {}
    }
}

/// The end of a prompt was never reported: it is stopped, and what follows it follows.
pub(super) fn prompt_overdue(book: &mut Book, id: ContactId, tag: u32) {
    voice::stop(book, id);
    prompt_ended(book, id, tag);
}

/// Nobody pressed a key: the default language.
pub(super) fn menu_over(book: &mut Book, id: ContactId) {
    let language = book.config.ivr.default_language;
    choose(book, id, language, true);
    waiting::enqueue(book, id);
}

/// The caller hung up in the greeting or the menu.
pub(super) fn left_in_ivr(book: &mut Book, id: ContactId, cause: LegCause) {
    ending::caller_left(book, id, cause);
    let reason = NotOffered::LeftInIvr;
    ending::end(book, id, Acceptance::NotOffered { reason }, End::CallerHungUp, RingEnd::CallerHungUp);
}

fn greet(book: &mut Book, id: ContactId) {
    let config = Arc::clone(&book.config);
    let ivr = &config.ivr;
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    let (is_voice, known) = (contact.is_voice(), contact.language);
    let mut prompts = Vec::new();
    if ivr.greeting {
        let language = known.unwrap_or(ivr.default_language);
        prompts.push((Prompt::Greeting, language));
    }
    if ivr.language_menu.is_some() && known.is_none() {
        prompts.extend(ivr.languages().into_iter().map(|it| (Prompt::LanguageMenu, it)));
    }
    book.enter(id, Stage::Ivr { menu_until: None });
    if is_voice && !prompts.is_empty() {
        voice::say(book, id, prompts);
    } else {
        after_greeting(book, id);
    }
}

fn after_greeting(book: &mut Book, id: ContactId) {
    let timeout_ms = book.config.ivr.language_menu.as_ref().map(|it| it.timeout_ms);
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    match (contact.language, timeout_ms) {
        (Some(_), _) => waiting::enqueue(book, id),
        (None, Some(timeout_ms)) if contact.is_voice() => {
            let menu_until = Some(book.now.plus_ms(timeout_ms));
            book.enter(id, Stage::Ivr { menu_until });
        }
        (None, _) => menu_over(book, id),
    }
}

fn choose(book: &mut Book, id: ContactId, language: Language, by_default: bool) {
    if let Some(contact) = book.contact(id) {
        contact.language = Some(language);
    }
    book.record(id, ContactEventKind::LanguageChosen { language, by_default });
}

fn skip_menu(book: &mut Book, id: ContactId) {
    let greeting_tag = 1;
    let greets = book.config.ivr.greeting;
    let Some(contact) = book.contact(id) else {
        return;
    };
    let playing = contact.playlist.playing.map(|(tag, _)| tag);
    if greets && playing == Some(greeting_tag) {
        contact.playlist.next.clear();
        return;
    }
    voice::hush(book, id);
    waiting::enqueue(book, id);
}

fn reject(book: &mut Book, id: ContactId, reason: NotOffered, cause: RejectCause) {
    book.record(id, ContactEventKind::TurnedAway { reason });
    book.push(Effect::RejectCaller { contact: id, cause });
    if let Some(contact) = book.contact(id) {
        contact.caller = CallerLeg::Absent;
    }
    ending::end(book, id, Acceptance::NotOffered { reason }, End::CallerHungUp, RingEnd::Withdrawn);
}

fn may_call_out(book: &Book, agent: AgentId, id: ContactId, service: &ServiceId) -> Result<(), RefusalReason> {
    let agent = book.agents.get(&agent).ok_or(RefusalReason::NotSignedIn)?;
    let queue = book.config.service(service).map(|it| &it.queue);
    let queue = queue.and_then(|it| book.config.queue(it));
    let channel = queue.ok_or(RefusalReason::UnknownTarget)?.channel;
    if channel != Channel::Phone {
        return Err(RefusalReason::WrongChannel(channel));
    }
    if book.contacts.contains_key(&id) {
        return Err(RefusalReason::IdInUse);
    }
    if book.draining {
        return Err(RefusalReason::Draining);
    }
    if is_full(book) {
        return Err(RefusalReason::FloorFull);
    }
    if agent.monitoring.is_some() || !agent.has_room(Channel::Phone) {
        return Err(RefusalReason::Busy);
    }
    if !agent.can_speak() {
        return Err(RefusalReason::DeskDown);
    }
    Ok(())
}

fn is_full(book: &Book) -> bool {
    book.contacts.len() >= usize::try_from(book.config.contacts_max).unwrap_or(usize::MAX)
}

fn open_record(book: &mut Book, arrival: &Arrival, service: Option<&ServiceConfig>, direction: Direction) {
    let queue = service.map_or_else(|| QueueId(String::new()), |it| it.queue.clone());
    let mut skills = waiting::queue_skills(book, &queue);
    skills.extend(service.iter().flat_map(|it| it.skills.iter().cloned()));
    let contact = Contact {
        id: arrival.contact,
        channel: arrival.channel,
        service: arrival.service.clone(),
        direction,
        caller_known: arrival.caller_known,
        language: arrival.language,
        priority: service.map_or(0, |it| it.priority),
        skills,
        queue,
        arrived_at: book.now,
        queued_at: None,
        answered_at: None,
        ended_at: None,
        counters: Counters::default(),
        caller: CallerLeg::Unanswered,
        callback: None,
        stage: Stage::Ivr { menu_until: None },
        since: book.now,
        third: None,
        supervisors: BTreeMap::new(),
        wants_tone: false,
        hand_raised_at: None,
        taken_over_by: None,
        in_hall: arrival.in_hall,
        secret: None,
        guests: BTreeSet::new(),
        playlist: Playlist::default(),
        acceptance: None,
        end: None,
        tally: Tally::default(),
        shown: Shown::default(),
    };
    book.contacts.insert(arrival.contact, contact);
    let kind = ContactEventKind::Arrived {
        channel: arrival.channel,
        service: arrival.service.clone(),
        direction,
        caller_known: arrival.caller_known,
    };
    book.record(arrival.contact, kind);
    if arrival.in_hall {
        book.record(arrival.contact, ContactEventKind::TicketIssued);
    }
    if let Some(language) = arrival.language {
        let by_default = direction == Direction::Outbound;
        book.record(arrival.contact, ContactEventKind::LanguageChosen { language, by_default });
    }
}
