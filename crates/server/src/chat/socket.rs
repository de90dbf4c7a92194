//! One resident's connection from hello to goodbye.
//!
//! Owns the order of things on the wire: hello first, then what the resident does, while lines and standing are told
//! as they change. A frame too large or not understood ends nothing but itself. A page that goes away keeps its chat
//! for a minute, so that one that is reloaded finds it again.

mod asking;

use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use chrono::{DateTime, TimeDelta};
use domain::chat_talk::ChatTalk;
use domain::contact::{Language, LegCause};
use domain::ids::ContactId;
use domain::knowledge::entry::TextLanguage;
use domain::time::Timestamp;
use tokio::sync::broadcast::{self, error::RecvError};

use super::conversations::{Fresh, Seat, Stage};
use super::doors::Place;
use super::messages::{ChatStanding, ResidentFrame, ResidentMessage, ServerMessage};
use super::state::{ChatState, Hours};
use super::words;
use crate::calls::{ChatPage, ChatView, Refusal, Update};
use crate::clock::{chance, fresh_id};
use crate::live::chat_messages::ChatLineView;
use crate::problem::Problem;
use crate::security::ClientAddress;

/// Largest frame a page may send: a line of 2,000 characters, escaped.
const FRAME_BYTES_MAX: usize = 32 * 1024;
/// Frames a page may send in ten seconds.
const FRAMES_MAX: u32 = 120;
/// How long a page may take to say hello.
const HELLO_WITHIN: Duration = Duration::from_secs(15);
/// How often place, estimate and hours are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Looks between two counts of frames.
const LOOKS_PER_COUNT: u32 = 10;
/// Looks between two pings, which keep proxies from closing a quiet connection.
const LOOKS_PER_PING: u32 = 15;
/// Nothing heard for this long: the page is gone.
const SILENCE_MAX: TimeDelta = TimeDelta::seconds(40);
/// How long a chat waits for a page that has gone.
const ABSENT_MAX: Duration = Duration::from_secs(60);
/// Longest secret that is looked at.
const TOKEN_CHARS_MAX: usize = 64;

/// `GET /api/chat/live`.
pub(super) async fn connect(
    State(state): State<ChatState>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    let Some(place) = state.doors.enter(address) else {
        tracing::warn!("an address has too many chats open");
        return Err(Problem::too_often(HELLO_WITHIN.as_secs()));
    };
    Ok(upgrade.max_message_size(FRAME_BYTES_MAX).on_upgrade(move |socket| serve(state, socket, place)))
}

/// A page that has said hello.
struct Resident {
    state: ChatState,
    socket: WebSocket,
    place: Place,
    seat: Seat,
    language: TextLanguage,
    told: Told,
}

/// What the page was told last.
#[derive(Default)]
struct Told {
    revision: u32,
    standing: Option<ChatStanding>,
    hours: Option<Hours>,
}

async fn serve(state: ChatState, mut socket: WebSocket, place: Place) {
    let Some((token, language)) = greet(&mut socket).await else { return };
    let fresh = Fresh {
        token: hex::encode(chance::<32>()),
        contact: ContactId(fresh_id()),
        language,
        talk: ChatTalk::new(spoken(language), state.limits),
    };
    let Some(seat) = state.conversations.sit(token.as_deref(), fresh) else {
        // Whoever is turned away is told so; one who has gone meanwhile need not be.
        let _ = send(&mut socket, &ServerMessage::Busy).await;
        return;
    };
    let language = state.conversations.with(&seat.token, |it| it.language).unwrap_or(language);
    let updates = state.calls.follow();
    let mut resident = Resident { state, socket, place, seat, language, told: Told::default() };
    if resident.welcome().await.is_ok() {
        // An error means the page is gone; what is left to do is the same.
        let _ = resident.attend(updates).await;
    }
    resident.leave();
}

/// The language an operator needs for a resident who reads this one; easy Japanese is Japanese.
fn spoken(language: TextLanguage) -> Language {
    match language {
        TextLanguage::Ja | TextLanguage::JaEasy => Language::Ja,
        TextLanguage::En => Language::En,
    }
}

/// Waits for hello.
async fn greet(socket: &mut WebSocket) -> Option<(Option<String>, TextLanguage)> {
    let first = tokio::time::timeout(HELLO_WITHIN, socket.recv()).await.ok()??.ok()?;
    let Message::Text(text) = first else { return None };
    let ResidentFrame { message, .. } = serde_json::from_str(&text).ok()?;
    let ResidentMessage::Hello { token, language } = message else { return None };
    let language = TextLanguage::from_code(&language)?;
    Some((token.filter(|token| token.len() <= TOKEN_CHARS_MAX), language))
}

impl Resident {
    async fn welcome(&mut self) -> Result<(), axum::Error> {
        let welcome = ServerMessage::Welcome {
            token: self.seat.token.clone(),
            city_ja: self.state.city_ja.clone(),
            city_en: self.state.city_en.clone(),
            telephone: self.state.telephone.clone(),
            line_chars_max: self.state.limits.line_chars_max,
            now: self.state.clock.now(),
        };
        self.say(&welcome).await?;
        self.tell_hours().await?;
        self.tell_all().await
    }

    async fn attend(&mut self, mut updates: broadcast::Receiver<Update>) -> Result<(), axum::Error> {
        let mut looks = tokio::time::interval(LOOK_EVERY);
        let (mut until_ping, mut until_count, mut frames) = (LOOKS_PER_PING, LOOKS_PER_COUNT, 0);
        let mut heard_at = self.state.clock.now();
        loop {
            tokio::select! {
                frame = self.socket.recv() => {
                    heard_at = self.state.clock.now();
                    frames += 1;
                    match frame {
                        _ if frames > FRAMES_MAX => return Ok(()),
                        Some(Ok(Message::Text(text))) => self.hear(&text).await?,
                        Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(()),
                        Some(Ok(_)) => {}
                    }
                }
                update = updates.recv() => match update {
                    Ok(update) => self.pass_on(&update).await?,
                    Err(RecvError::Lagged(_)) => self.tell_all().await?,
                    Err(RecvError::Closed) => return Ok(()),
                },
                _ = &mut self.seat.let_go => return self.say(&ServerMessage::Replaced).await,
                _ = looks.tick() => {
                    self.tell_hours().await?;
                    self.tell_standing().await?;
                    until_count -= 1;
                    if until_count == 0 {
                        (until_count, frames) = (LOOKS_PER_COUNT, 0);
                    }
                    until_ping -= 1;
                    if until_ping == 0 {
                        until_ping = LOOKS_PER_PING;
                        if self.state.clock.now() - heard_at > SILENCE_MAX {
                            return Ok(());
                        }
                        self.socket.send(Message::Ping(axum::body::Bytes::new())).await?;
                    }
                }
            }
        }
    }

    /// What changed on the floor, when it is about this chat.
    async fn pass_on(&mut self, update: &Update) -> Result<(), axum::Error> {
        let own = self.seat.contact;
        match update {
            Update::Chat { contact, .. } if *contact == own => self.tell_lines().await,
            Update::ChatTyping { contact, by_resident: false, .. } if *contact == own => {
                self.say(&ServerMessage::Typing).await
            }
            Update::Contact { public, .. } if public.id == own.0 => self.tell_standing().await,
            Update::Gone(contact) if *contact == own => self.tell_standing().await,
            Update::Chat { .. }
            | Update::ChatTyping { .. }
            | Update::Contact { .. }
            | Update::Gone(_)
            | Update::Agent(_)
            | Update::Media(..)
            | Update::Notice(..)
            | Update::Written { .. }
            | Update::Captioned { .. }
            | Update::Flow { .. }
            | Update::Seats { .. } => Ok(()),
        }
    }

    async fn hear(&mut self, text: &str) -> Result<(), axum::Error> {
        let Ok(ResidentFrame { id, message }) = serde_json::from_str(text) else {
            return self.say(&refused(0, words::not_understood())).await;
        };
        let outcome = match message {
            ResidentMessage::Hello { .. } => Err(words::not_understood()),
            ResidentMessage::Say { text } => self.take_line(&text).await,
            ResidentMessage::Choose { line, key } => self.choose(line, &key).await,
            ResidentMessage::Helped { line, helped } => self.helped(line, helped).await,
            ResidentMessage::HandOver => self.hand_over().await,
            ResidentMessage::Typing => {
                self.state.calls.types_in_chat(self.seat.contact, ChatPage::Resident).await;
                Ok(())
            }
            ResidentMessage::Leave => self.end_chat().await,
        };
        match outcome {
            Ok(()) => {
                self.tell_all().await?;
                self.say(&ServerMessage::Done { id }).await
            }
            Err(refusal) => self.say(&refused(id, refusal)).await,
        }
    }

    async fn tell_all(&mut self) -> Result<(), axum::Error> {
        self.tell_lines().await?;
        self.tell_standing().await
    }

    /// Tells the lines that came or changed since the page was told last.
    async fn tell_lines(&mut self) -> Result<(), axum::Error> {
        let known = self.told.revision;
        let own = self.state.conversations.with(&self.seat.token, |it| match &it.stage {
            Stage::Bot(talk) => Some(talk.since(known).cloned().collect::<Vec<_>>()),
            Stage::HandedOver => None,
        });
        let lines = match own {
            Some(Some(lines)) => lines,
            Some(None) => self.state.calls.chat_lines(self.seat.contact, ChatPage::Resident, known).await,
            None => return Ok(()),
        };
        let Some(revision) = lines.iter().map(|line| line.revision).max() else { return Ok(()) };
        self.told.revision = revision;
        let lines = lines.iter().map(ChatLineView::from).collect();
        self.say(&ServerMessage::Lines { lines }).await
    }

    /// Tells where the chat stands; a chat that is over is forgotten once its last lines are told.
    async fn tell_standing(&mut self) -> Result<(), axum::Error> {
        let standing = self.standing().await;
        if self.told.standing.as_ref() == Some(&standing) {
            return Ok(());
        }
        let is_over = standing.stage == "over";
        if is_over {
            self.tell_lines().await?;
        }
        self.told.standing = Some(standing.clone());
        self.say(&ServerMessage::State { state: standing }).await?;
        if is_over {
            self.state.conversations.end(&self.seat.token);
        }
        Ok(())
    }

    // Not `&self`: a socket is not shared between threads.
    async fn standing(&mut self) -> ChatStanding {
        let is_bots = self.state.conversations.with(&self.seat.token, |it| matches!(it.stage, Stage::Bot(_)));
        match is_bots {
            Some(true) => bare("bot"),
            Some(false) => self.state.calls.chat_view(self.seat.contact).await.map_or_else(|| bare("over"), shown),
            None => bare("over"),
        }
    }

    async fn tell_hours(&mut self) -> Result<(), axum::Error> {
        let hours = self.state.hours();
        if self.told.hours.as_ref() == Some(&hours) {
            return Ok(());
        }
        self.told.hours = Some(hours.clone());
        self.say(&ServerMessage::Hours { open: hours.open, next_open: hours.next_open, today: hours.today }).await
    }

    /// A chat outlives its page's connection for a while.
    fn leave(self) {
        let Self { state, seat, .. } = self;
        if !state.conversations.leave(&seat.token, seat.number) {
            return;
        }
        tokio::spawn(async move {
            tokio::time::sleep(ABSENT_MAX).await;
            if state.conversations.end_when_gone(&seat.token, seat.number) {
                state.calls.chat_left(seat.contact, LegCause::MediaLost).await;
            }
        });
    }

    async fn say(&mut self, message: &ServerMessage) -> Result<(), axum::Error> {
        send(&mut self.socket, message).await
    }
}

async fn send(socket: &mut WebSocket, message: &ServerMessage) -> Result<(), axum::Error> {
    let text = serde_json::to_string(message).map_err(axum::Error::new)?;
    socket.send(Message::Text(text.into())).await
}

fn bare(stage: &'static str) -> ChatStanding {
    ChatStanding { stage, position: None, estimate_minutes: None, agent: None, idle_until: None }
}

fn shown(view: ChatView) -> ChatStanding {
    ChatStanding {
        stage: stage_word(&view.state.state),
        position: view.state.position,
        estimate_minutes: view.state.estimated_wait_minutes,
        agent: view.agent,
        idle_until: view.idle_until.map(moment),
    }
}

/// Where the chat stands, in the resident's terms.
fn stage_word(state: &str) -> &'static str {
    match state {
        "ivr" | "waiting" | "ringing" => "waiting",
        "wrap_up" => "over",
        _ => "talking",
    }
}

fn moment(at: Timestamp) -> DateTime<chrono::Utc> {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default()
}

fn refused(id: u64, refusal: Refusal) -> ServerMessage {
    ServerMessage::Refused { id, code: refusal.code.to_owned(), detail_ja: refusal.ja, detail_en: refusal.en }
}
