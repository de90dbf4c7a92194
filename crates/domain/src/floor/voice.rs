//! What the parties of a call hear: prompts, music, each other, and the recorder.
//!
//! Prompts are begun and stopped by the rules; music, routes and recording
//! follow from the contact's state and are only sent when they differ from what
//! was sent before. It must never change a stage. Next: `wrap_up`.

use super::book::Book;
use super::config::ListenNotice;
use super::contact_state::{CallerLeg, Contact, Shown, Stage, Third};
use super::effect::Effect;
use crate::contact::{ContactEventKind, Language, MonitorMode, Party};
use crate::ids::{AgentId, ContactId};
use crate::ivr::Prompt;

/// Says the prompts to the caller one after the other, after what is being said.
pub(super) fn say(book: &mut Book, id: ContactId, prompts: Vec<(Prompt, Language)>) {
    let Some(contact) = book.contact(id) else {
        return;
    };
    if !contact.is_voice() || contact.caller != CallerLeg::Up {
        return;
    }
    contact.playlist.next.extend(prompts);
    if contact.playlist.playing.is_none() {
        play_next(book, id);
    }
}

/// Stops what is being said and forgets what was to be said.
pub(super) fn hush(book: &mut Book, id: ContactId) {
    let Some(contact) = book.contact(id) else {
        return;
    };
    contact.playlist.next.clear();
    stop(book, id);
    if let Some(contact) = book.contact(id) {
        contact.playlist.playing = None;
    }
}

/// Stops the sound of what is being said; the playlist stays as it is.
pub(super) fn stop(book: &mut Book, id: ContactId) {
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    if contact.playlist.playing.is_some() && contact.caller == CallerLeg::Up {
        book.push(Effect::StopPlay { contact: id, party: Party::Caller });
    }
}

/// Takes the prompt under `tag` to have ended and begins the next.
/// True when it was the one being said and nothing follows.
pub(super) fn prompt_ended(book: &mut Book, id: ContactId, tag: u32) -> bool {
    let Some(contact) = book.contacts.get_mut(&id) else {
        return false;
    };
    if contact.playlist.playing.map(|(playing, _)| playing) != Some(tag) {
        return false;
    }
    contact.playlist.playing = None;
    book.touched_contacts.insert(id);
    play_next(book, id);
    book.contacts.get(&id).is_some_and(|contact| contact.playlist.is_idle())
}

/// Sends music, routes and recording as far as they differ from what was sent.
pub(super) fn sync(book: &mut Book, id: ContactId) {
    let record_after_transfer = book.config.record_after_transfer;
    let Some(contact) = book.contacts.get_mut(&id) else {
        return;
    };
    if !contact.is_voice() {
        return;
    }
    let wanted = Shown {
        routes: routes(contact),
        is_stale: false,
        music: wants_music(contact),
        recording: wants_recording(contact, record_after_transfer),
    };
    let shown = std::mem::replace(&mut contact.shown, wanted.clone());
    let caller_up = contact.caller == CallerLeg::Up;
    if shown.music != wanted.music && caller_up {
        book.push(Effect::Music { contact: id, party: Party::Caller, on: wanted.music });
    }
    if shown.is_stale || shown.routes != wanted.routes {
        book.push(Effect::Routes { contact: id, routes: wanted.routes });
    }
    sync_recording(book, id, shown.recording, wanted.recording);
    sound_tone(book, id);
}

/// Has those who speak told by a tone that somebody listens, where it is configured.
pub(super) fn want_tone(book: &mut Book, id: ContactId) {
    let is_wanted = book.config.announce == ListenNotice::Tone;
    if let Some(contact) = book.contact(id) {
        contact.wants_tone = is_wanted;
    }
}

/// Has the routes sent again, for a leg that was replaced.
pub(super) fn forget_routes(book: &mut Book, id: ContactId) {
    if let Some(contact) = book.contact(id) {
        contact.shown.is_stale = true;
    }
}

/// The bridge matrix of a contact, as sorted pairs (speaker, listener).
pub(super) fn routes(contact: &Contact) -> Vec<(Party, Party)> {
    let (mut routes, audible) = match &contact.stage {
        Stage::Talking { agent, held } => talk_routes(contact, *agent, held.is_some()),
        Stage::Transferred { .. } => (pairs(&with_third(contact, vec![Party::Caller])), Vec::new()),
        Stage::Ivr { .. }
        | Stage::Farewell
        | Stage::Waiting(_)
        | Stage::Reaching { .. }
        | Stage::Interrupted { .. }
        | Stage::TransferRinging { .. }
        | Stage::Ended => (Vec::new(), Vec::new()),
    };
    for (supervisor, mode) in &contact.supervisors {
        let supervisor = Party::Supervisor(*supervisor);
        for party in &audible {
            routes.push((*party, supervisor));
            let hears = match mode {
                MonitorMode::Listen => false,
                MonitorMode::Whisper => matches!(party, Party::Agent(_)),
                MonitorMode::Barge => true,
            };
            if hears {
                routes.push((supervisor, *party));
            }
        }
        // Who listens hears the whole conversation, and a supervisor who speaks to everybody is part of it.
        if *mode == MonitorMode::Barge && !audible.is_empty() {
            let others = contact.supervisors.keys().map(|other| Party::Supervisor(*other));
            routes.extend(others.filter(|other| *other != supervisor).map(|other| (supervisor, other)));
        }
    }
    routes.sort_unstable();
    routes
}

fn talk_routes(contact: &Contact, agent: AgentId, held: bool) -> (Vec<(Party, Party)>, Vec<Party>) {
    let agent = Party::Agent(agent);
    let conference = contact.third.as_ref().is_some_and(|third| third.conference);
    let mut joined = vec![agent];
    if !held {
        joined.push(Party::Caller);
    }
    if held || conference {
        joined = with_third(contact, joined);
    }
    (pairs(&joined), joined)
}

fn with_third(contact: &Contact, mut parties: Vec<Party>) -> Vec<Party> {
    let third = contact.third.as_ref().map(|third: &Third| third.leg);
    parties.extend(third.and_then(super::contact_state::ThirdLeg::party));
    parties
}

fn pairs(parties: &[Party]) -> Vec<(Party, Party)> {
    let mut pairs = Vec::new();
    for from in parties {
        for to in parties {
            if from != to {
                pairs.push((*from, *to));
            }
        }
    }
    pairs
}

fn wants_music(contact: &Contact) -> bool {
    contact.caller == CallerLeg::Up
        && contact.playlist.is_idle()
        && match &contact.stage {
            Stage::Waiting(_) | Stage::TransferRinging { .. } => true,
            Stage::Talking { held, .. } => held.is_some(),
            Stage::Ivr { .. }
            | Stage::Farewell
            | Stage::Reaching { .. }
            | Stage::Interrupted { .. }
            | Stage::Transferred { .. }
            | Stage::Ended => false,
        }
}

fn wants_recording(contact: &Contact, after_transfer: bool) -> bool {
    contact.caller == CallerLeg::Up
        && match &contact.stage {
            Stage::Ivr { .. } | Stage::Waiting(_) | Stage::Talking { .. } | Stage::TransferRinging { .. } => true,
            Stage::Transferred { .. } => after_transfer,
            Stage::Farewell => contact.shown.recording,
            Stage::Reaching { .. } | Stage::Interrupted { .. } | Stage::Ended => false,
        }
}

fn sync_recording(book: &mut Book, id: ContactId, was: bool, wanted: bool) {
    if was == wanted {
        return;
    }
    if wanted {
        book.record(id, ContactEventKind::RecordingStarted);
        book.push(Effect::StartRecording { contact: id });
    } else {
        book.record(id, ContactEventKind::RecordingStopped);
        book.push(Effect::StopRecording { contact: id });
    }
}

/// The tone comes after music has been stopped, which would stop it too, and breaks into none.
fn sound_tone(book: &mut Book, id: ContactId) {
    let to_caller = book.config.tone_to_caller;
    let Some(contact) = book.contacts.get_mut(&id) else {
        return;
    };
    let is_wanted = std::mem::take(&mut contact.wants_tone);
    let Stage::Talking { agent, held } = contact.stage else {
        return;
    };
    let hears_speech = held.is_none() && contact.caller == CallerLeg::Up && contact.playlist.is_idle();
    if is_wanted {
        book.push(Effect::ListenTone { contact: id, party: Party::Agent(agent) });
    }
    if is_wanted && to_caller && hears_speech {
        book.push(Effect::ListenTone { contact: id, party: Party::Caller });
    }
}

fn play_next(book: &mut Book, id: ContactId) {
    let until = book.now.plus_ms(book.config.prompt_limit_ms);
    let Some(contact) = book.contact(id) else {
        return;
    };
    let Some((prompt, language)) = contact.playlist.next.pop_front() else {
        return;
    };
    contact.counters.tags += 1;
    let tag = contact.counters.tags;
    contact.playlist.playing = Some((tag, until));
    book.push(Effect::Play { contact: id, party: Party::Caller, prompt, language, tag });
}
