//! One page's connection from hello to goodbye.
//!
//! Owns the order of things on the wire: hello first, then commands one after another, updates as
//! they come. A frame too large or not understood ends nothing but itself. Next: [`super::feed`].

mod chats;
mod suggestions;
mod transcripts;
mod visits;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use chrono::TimeDelta;
use domain::agent::{Capacity, Skill, Skills};
use domain::contact::Channel;
use domain::ids::{AgentId, ContactId};
use tokio::sync::broadcast::{self, error::RecvError};
use uuid::Uuid;

use super::desks::Held;
use super::feed::{self, Listener};
use super::messages::{ClientFrame, ClientMessage, ContactState, Page, ServerMessage};
use super::state::LiveState;
use super::suggestion_messages::SuggestionsOf;
use super::transcript_feed::TranscriptNews;
use super::{flow_wishes, listening, wishes};
use crate::calls::alarms::AlarmChange;
use crate::calls::{DeskCommand, FlowOrder, Person, Refusal, SignIn, Update};
use crate::login::role::Role;
use crate::login::staff::Staff;
use crate::problem::Problem;

/// Largest frame a page may send; an SDP offer is the largest there is.
const FRAME_BYTES_MAX: usize = 64 * 1024;
/// Longest name of a tab.
const TAB_CHARS_MAX: usize = 64;
/// How long a page may take to say hello.
const HELLO_WITHIN: Duration = Duration::from_secs(15);
/// Keeps proxies from closing a quiet connection, and finds dead ones.
const PING_EVERY: Duration = Duration::from_secs(15);
/// Nothing heard for this long: the page is gone.
const SILENCE_MAX: TimeDelta = TimeDelta::seconds(40);

/// `GET /api/live`.
pub(super) async fn connect(
    State(state): State<LiveState>,
    staff: Staff,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    Ok(upgrade.max_message_size(FRAME_BYTES_MAX).on_upgrade(move |socket| serve(state, staff, socket)))
}

/// A connection that has said hello.
struct Connected {
    state: LiveState,
    staff: Staff,
    socket: WebSocket,
    page: Page,
    tab: String,
    held: Option<Held>,
    listener: Listener,
    /// Contacts on this page's screen, so that it is told when they go.
    shown: BTreeSet<Uuid>,
    /// Visits this page is a guest of.
    joined: BTreeSet<ContactId>,
    /// The last line this page was told of each visit.
    read: BTreeMap<Uuid, u32>,
    /// Contacts this desk has in hand, whose words it reads.
    serves: BTreeSet<Uuid>,
    /// Contacts whose words this supervisor reads.
    followed: BTreeSet<Uuid>,
    /// Whether a supervisor's page may show the newest line of all contacts; None before it was noted.
    glances: Option<bool>,
    /// The last change of captions this page was told of each visit.
    captions_read: BTreeMap<Uuid, u32>,
    /// The last change this page was told of each chat.
    chats_read: BTreeMap<Uuid, u32>,
}

async fn serve(state: LiveState, staff: Staff, mut socket: WebSocket) {
    let Some((page, tab, held)) = greet(&state, &staff, &mut socket).await else { return };
    let everything = page == Page::Supervisor && staff.is_any(&[Role::Supervisor, Role::Manager]);
    let listener = Listener { agent: AgentId(staff.id), everything };
    let mut connected = Connected {
        state,
        staff,
        socket,
        page,
        tab,
        held,
        listener,
        shown: BTreeSet::new(),
        joined: BTreeSet::new(),
        read: BTreeMap::new(),
        captions_read: BTreeMap::new(),
        chats_read: BTreeMap::new(),
        serves: BTreeSet::new(),
        followed: BTreeSet::new(),
        glances: None,
    };
    let updates = connected.state.calls.follow();
    let words = connected.state.words.follow();
    let suggestions = connected.state.suggestions.follow();
    let alarms = connected.state.alarms.follow();
    if connected.welcome().await.is_ok() {
        // An error means the page is gone; what is left to do is the same.
        let _ = connected.attend(updates, alarms, words, suggestions).await;
    }
    connected.leave().await;
}

/// Waits for hello, and for a desk until it is held.
async fn greet(state: &LiveState, staff: &Staff, socket: &mut WebSocket) -> Option<(Page, String, Option<Held>)> {
    loop {
        let frame = tokio::time::timeout(HELLO_WITHIN, next_frame(socket)).await;
        let ClientMessage::Hello { page, tab, take_over } = frame.unwrap_or(None)?.message else { return None };
        if tab.is_empty() || tab.chars().count() > TAB_CHARS_MAX {
            return None;
        }
        if matches!(page, Page::Supervisor | Page::City) {
            return Some((page, tab, None));
        }
        match state.desks.take(staff.id, &tab, take_over) {
            Some(held) => return Some((page, tab, Some(held))),
            None => send(socket, &ServerMessage::SeatTaken).await.ok()?,
        }
    }
}

/// The next frame that can be understood; None when the page is gone.
async fn next_frame(socket: &mut WebSocket) -> Option<ClientFrame> {
    loop {
        match socket.recv().await?.ok()? {
            Message::Text(text) => match serde_json::from_str(&text) {
                Ok(frame) => return Some(frame),
                Err(why) => tracing::debug!(%why, "a frame was not understood"),
            },
            Message::Close(_) => return None,
            Message::Binary(_) | Message::Ping(_) | Message::Pong(_) => {}
        }
    }
}

/// The number of a frame that is not understood otherwise, so that its page hears of it at once; 0 without one.
fn number_of(text: &str) -> u64 {
    #[derive(serde::Deserialize)]
    struct Numbered {
        #[serde(default)]
        id: u64,
    }
    serde_json::from_str(text).map_or(0, |Numbered { id }| id)
}

impl Connected {
    async fn welcome(&mut self) -> Result<(), axum::Error> {
        self.sign_in().await;
        let me = serde_json::json!({
            "id": self.staff.id,
            "login": self.staff.login,
            "name": self.staff.name,
            "roles": self.staff.roles,
            "skills": self.staff.skills,
            "seat": self.staff.seat,
        });
        self.say(&ServerMessage::Welcome { me, now: self.state.clock.now(), zoom: self.state.zoom }).await?;
        self.reset().await?;
        for alarm in self.state.alarms.standing() {
            self.say(&feed::alarm(alarm)).await?;
        }
        Ok(())
    }

    /// Sits the person down; a supervisor without a desk takes no contacts.
    async fn sign_in(&mut self) {
        let at_desk = self.page == Page::Desk;
        let phone = at_desk && self.staff.is(Role::AgentPhone);
        let counter = at_desk && self.staff.is(Role::AgentCounter);
        if !at_desk && self.held.is_none() {
            return;
        }
        let skills: Skills =
            if at_desk { self.staff.skills.iter().map(|skill| Skill(skill.clone())).collect() } else { Skills::new() };
        let chats = self.staff.skills.iter().any(|skill| *skill == Skill::channel(Channel::Chat).0);
        let capacity = Capacity {
            phone: u8::from(phone),
            counter: u8::from(counter),
            chat: if (phone || counter) && chats { self.state.chats_at_once } else { 0 },
            chat_beside_voice: false,
        };
        let person = Person { name: self.staff.name.clone(), seat: self.staff.seat.clone() };
        self.state.calls.sign_in(SignIn { agent: self.listener.agent, person, skills, capacity }).await;
    }

    /// Tells the page everything anew.
    async fn reset(&mut self) -> Result<(), axum::Error> {
        let snapshot = self.state.calls.snapshot(Some(self.listener.agent)).await;
        let is_guest = |contact: &ContactState| contact.guests.iter().any(|guest| guest.id == self.listener.agent.0);
        let mut contacts = snapshot.contacts;
        contacts.retain(|contact| self.listener.everything || is_guest(contact));
        self.say(&ServerMessage::FloorReset { agents: snapshot.agents, contacts }).await?;
        for contact in snapshot.serving {
            self.shown.insert(contact.id);
            let id = contact.id;
            self.in_hand(&contact);
            self.say(&ServerMessage::Contact { contact: Box::new(contact) }).await?;
            self.tell_written(id).await?;
            self.tell_captions(id).await?;
            self.tell_chat(id).await?;
        }
        for (contact, view) in snapshot.flows {
            self.say(&ServerMessage::Flow { contact: contact.0, view: Some(Box::new(view)) }).await?;
        }
        self.tell_words().await?;
        self.tell_followed_chats().await?;
        self.tell_suggestions().await
    }

    async fn attend(
        &mut self,
        mut updates: broadcast::Receiver<Update>,
        mut alarms: broadcast::Receiver<AlarmChange>,
        mut words: broadcast::Receiver<TranscriptNews>,
        mut suggestions: broadcast::Receiver<Arc<SuggestionsOf>>,
    ) -> Result<(), axum::Error> {
        let mut pings = tokio::time::interval(PING_EVERY);
        let mut heard_at = self.state.clock.now();
        loop {
            tokio::select! {
                frame = self.socket.recv() => {
                    heard_at = self.state.clock.now();
                    match frame {
                        Some(Ok(Message::Text(text))) => self.hear(&text).await?,
                        Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(()),
                        Some(Ok(_)) => {}
                    }
                }
                update = updates.recv() => match update {
                    Ok(update) => self.pass_on(&update).await?,
                    Err(RecvError::Lagged(_)) => self.reset().await?,
                    Err(RecvError::Closed) => return Ok(()),
                },
                news = words.recv() => match news {
                    Ok(news) => self.pass_words(&news).await?,
                    Err(RecvError::Lagged(_)) => self.tell_words().await?,
                    Err(RecvError::Closed) => return Ok(()),
                },
                news = suggestions.recv() => match news {
                    Ok(news) => self.pass_suggestions(&news).await?,
                    Err(RecvError::Lagged(_)) => self.tell_suggestions().await?,
                    Err(RecvError::Closed) => return Ok(()),
                },
                change = alarms.recv() => if let Ok(change) = change {
                    self.say(&feed::alarm_change(change)).await?;
                },
                () = taken(&mut self.held) => return self.say(&ServerMessage::TakenOver).await,
                _ = pings.tick() => {
                    if self.state.clock.now() - heard_at > SILENCE_MAX {
                        return Ok(());
                    }
                    self.socket.send(Message::Ping(axum::body::Bytes::new())).await?;
                }
            }
        }
    }

    /// Passes an update on; a desk is only told that a contact is gone when it was shown it.
    async fn pass_on(&mut self, update: &Update) -> Result<(), axum::Error> {
        if let Update::Written { contact, desks } = update {
            return if desks.contains(&self.listener.agent) { self.tell_written(contact.0).await } else { Ok(()) };
        }
        if let Update::Captioned { contact, desks } = update {
            return if desks.contains(&self.listener.agent) { self.tell_captions(contact.0).await } else { Ok(()) };
        }
        if let Update::Chat { contact, desks } = update {
            return if self.reads_chat(contact.0, desks) { self.tell_chat(contact.0).await } else { Ok(()) };
        }
        let Some(message) = feed::message(update, self.listener) else { return Ok(()) };
        let (mut fresh, mut in_hand) = (None, None);
        match (&message, feed::forgets(&message)) {
            (ServerMessage::Contact { contact }, _) => {
                fresh = self.shown.insert(contact.id).then_some(contact.id);
                in_hand = self.in_hand(contact).then_some(contact.id);
            }
            (_, Some(contact)) => {
                self.serves.remove(&contact);
                if !self.shown.remove(&contact) && !self.listener.everything {
                    return Ok(());
                }
                self.read.remove(&contact);
                self.captions_read.remove(&contact);
                self.chats_read.remove(&contact);
            }
            _ => {}
        }
        self.say(&message).await?;
        if let Some(contact) = fresh {
            self.tell_written(contact).await?;
            self.tell_captions(contact).await?;
            self.tell_chat(contact).await?;
        }
        match in_hand {
            Some(contact) => {
                self.tell_words_of(contact).await?;
                self.tell_suggestions_of(contact).await
            }
            None => Ok(()),
        }
    }

    async fn hear(&mut self, text: &str) -> Result<(), axum::Error> {
        let Ok(ClientFrame { id, message }) = serde_json::from_str(text) else {
            let refusal = Refusal::new(
                "not_understood",
                "画面が古い可能性があります。開き直してください。",
                "This page may be outdated. Please reload it.",
            );
            return self.say(&feed::refused(number_of(text), refusal)).await;
        };
        let outcome = match message {
            ClientMessage::MediaOffer { sdp } => self.offer_media(sdp).await,
            ClientMessage::VisitOffer { contact, sdp, away } => self.offer_visit(ContactId(contact), sdp, away).await,
            ClientMessage::VisitJoin { contact, sdp, away } => self.join_visit(ContactId(contact), sdp, away).await,
            ClientMessage::VisitLeave { contact } => {
                self.leave_visit(ContactId(contact)).await;
                Ok(None)
            }
            ClientMessage::LookAway { contact, on } => self.look_away(ContactId(contact), on).await,
            ClientMessage::Say { contact, text } => self.say_in_visit(ContactId(contact), text).await,
            ClientMessage::ChatSay { contact, text } => self.say_in_chat(contact, text).await,
            ClientMessage::ChatTyping { contact } => self.types_in_chat(contact).await,
            ClientMessage::AskDocument { contact, on } => self.ask_document(ContactId(contact), on).await,
            ClientMessage::Follow { contact, on } => self.follow_words(ContactId(contact), on).await,
            ClientMessage::FlowStart { contact, flow } => {
                self.flow(contact, flow_wishes::start(flow)).await.map(|()| None)
            }
            ClientMessage::FlowEvent { contact, event } => {
                self.flow(contact, flow_wishes::event(event)).await.map(|()| None)
            }
            ClientMessage::Video { contact, epoch, say } => self.speak_of_video(ContactId(contact), epoch, &say).await,
            other => self.obey(other).await.map(|()| None),
        };
        match outcome {
            Ok(first) => {
                if let Some(first) = first {
                    self.say(&first).await?;
                }
                self.say(&ServerMessage::Done { id }).await
            }
            Err(refusal) => self.say(&feed::refused(id, refusal)).await,
        }
    }

    async fn flow(&mut self, contact: Uuid, order: Result<FlowOrder, Refusal>) -> Result<(), Refusal> {
        self.state.calls.flow(self.listener.agent, ContactId(contact), order?).await
    }

    async fn obey(&mut self, said: ClientMessage) -> Result<(), Refusal> {
        let command = wishes::command(&self.state, &self.staff, said).await?;
        let noted = command.clone();
        self.state.calls.command(self.listener.agent, command).await?;
        match noted {
            DeskCommand::Monitor(contact, mode) => listening::note(&self.state, &self.staff, contact, mode).await,
            DeskCommand::TakeOver(contact) => {
                listening::note_taken_over(&self.state, &self.staff, contact).await;
                Ok(())
            }
            DeskCommand::SeeAlert(contact, alert) => {
                listening::note_seen(&self.state, &self.staff, contact, alert).await;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Opens the audio leg; a supervisor's page takes the desk for it, unless a desk is in use.
    async fn offer_media(&mut self, sdp: String) -> Result<Option<ServerMessage>, Refusal> {
        if self.held.is_none() {
            let held = self.state.desks.take(self.staff.id, &self.tab, false);
            self.held = Some(held.ok_or_else(|| {
                Refusal::new(
                    "seat_taken",
                    "別の画面で席に着いています。その画面を閉じてください。",
                    "Your desk is open in another tab. Please close it.",
                )
            })?);
            self.sign_in().await;
        }
        let connection = self.held.as_ref().map_or(0, |held| held.connection);
        let sdp = self.state.calls.offer_media(self.listener.agent, connection, sdp).await?;
        Ok(Some(ServerMessage::MediaAnswer { sdp }))
    }

    async fn leave(mut self) {
        self.leave_visits().await;
        if let Some(held) = &self.held {
            self.state.desks.leave(self.staff.id, held.connection);
            self.state.calls.desk_gone(self.listener.agent, held.connection).await;
        }
    }

    async fn say(&mut self, message: &ServerMessage) -> Result<(), axum::Error> {
        send(&mut self.socket, message).await
    }
}

async fn send(socket: &mut WebSocket, message: &ServerMessage) -> Result<(), axum::Error> {
    let text = serde_json::to_string(message).map_err(axum::Error::new)?;
    socket.send(Message::Text(text.into())).await
}

/// Resolves when another tab has taken the desk; never without one.
async fn taken(held: &mut Option<Held>) {
    match held {
        // A dropped sender means the table was replaced by the same tab; that is a take-over too.
        Some(held) => drop((&mut held.taken).await),
        None => std::future::pending().await,
    }
}
