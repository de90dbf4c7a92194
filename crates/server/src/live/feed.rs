//! What a page is told of what changed: everything for supervisors, one's own for desks.
//!
//! Pure: from an update and who is listening to a message or none.

use domain::ids::AgentId;
use uuid::Uuid;

use super::messages::ServerMessage;
use crate::calls::alarms::{Alarm, AlarmChange};
use crate::calls::{Refusal, Update, VisitPage};

/// Who is listening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Listener {
    /// The account.
    pub(super) agent: AgentId,
    /// Whether everything is told, not only one's own.
    pub(super) everything: bool,
}

/// The message for this listener, if it is meant to know.
pub(super) fn message(update: &Update, listener: Listener) -> Option<ServerMessage> {
    match update {
        Update::Agent(state) if listener.everything || state.id == listener.agent.0 => {
            Some(ServerMessage::Agent { agent: (**state).clone() })
        }
        // Colleagues are shown by the transfer dialog, without what they are doing with whom.
        Update::Agent(state) => Some(ServerMessage::Agent {
            agent: super::messages::AgentState { contact: None, reason: None, works: Vec::new(), ..(**state).clone() },
        }),
        Update::Contact { serving, desks, .. } if desks.contains(&listener.agent) => {
            Some(ServerMessage::Contact { contact: Box::new((**serving).clone()) })
        }
        Update::Contact { public, .. } if listener.everything => {
            Some(ServerMessage::Contact { contact: Box::new((**public).clone()) })
        }
        Update::Contact { public, .. } if public.guests.iter().any(|guest| guest.id == listener.agent.0) => {
            Some(ServerMessage::Contact { contact: Box::new((**public).clone()) })
        }
        // A desk that served it a moment ago takes it off its screen.
        Update::Contact { public, .. } => Some(ServerMessage::ContactGone { contact: public.id }),
        Update::Gone(contact) => Some(ServerMessage::ContactGone { contact: contact.0 }),
        Update::Flow { contact, view, desks } if desks.contains(&listener.agent) => {
            Some(ServerMessage::Flow { contact: contact.0, view: view.as_deref().cloned().map(Box::new) })
        }
        Update::Media(agent, up) if *agent == listener.agent => Some(ServerMessage::MediaState { up: *up }),
        Update::Notice(agent, refusal) if *agent == listener.agent => Some(notice(refusal)),
        Update::Seats { contact, page: VisitPage::Agent(own) | VisitPage::Guest(own), seats }
            if *own == listener.agent =>
        {
            Some(ServerMessage::VisitSeats { contact: contact.0, seats: seats.clone() })
        }
        Update::ChatTyping { contact, by_resident: true, desks } if desks.contains(&listener.agent) => {
            Some(ServerMessage::ChatTyping { contact: contact.0 })
        }
        // What was written is read by the connection itself.
        Update::Flow { .. }
        | Update::Media(..)
        | Update::Notice(..)
        | Update::Written { .. }
        | Update::Captioned { .. }
        | Update::Chat { .. }
        | Update::ChatTyping { .. }
        | Update::Seats { .. } => None,
    }
}

/// The contact an update is about, for pages that only want to forget what they have shown.
pub(super) fn forgets(message: &ServerMessage) -> Option<Uuid> {
    match message {
        ServerMessage::ContactGone { contact } => Some(*contact),
        _ => None,
    }
}

/// A change of the alarms.
pub(super) fn alarm_change(change: AlarmChange) -> ServerMessage {
    match change {
        AlarmChange::Raised(raised) => alarm(raised),
        AlarmChange::Cleared(code) => ServerMessage::AlarmCleared { code: code.to_owned() },
    }
}

/// An alarm that stands.
pub(super) fn alarm(alarm: Alarm) -> ServerMessage {
    ServerMessage::Alarm { code: alarm.code.to_owned(), since: alarm.since, message_ja: alarm.ja, message_en: alarm.en }
}

/// A refusal as the answer to a command.
pub(super) fn refused(id: u64, refusal: Refusal) -> ServerMessage {
    ServerMessage::Refused { id, code: refusal.code.to_owned(), detail_ja: refusal.ja, detail_en: refusal.en }
}

fn notice(refusal: &Refusal) -> ServerMessage {
    ServerMessage::Notice {
        code: refusal.code.to_owned(),
        detail_ja: refusal.ja.clone(),
        detail_en: refusal.en.clone(),
    }
}
