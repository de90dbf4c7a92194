//! One kiosk's connection from challenge to goodbye.
//!
//! Owns the order of things on the wire: the proof first, then what the visitor does, while the visit is
//! told as it changes. A frame too large or not understood ends nothing but itself. A kiosk that goes away
//! keeps its visit for a while, so that a page that is reloaded finds it again.

mod said;
mod talk;

use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use chrono::TimeDelta;
use domain::contact::{Language, LegCause};
use domain::ids::{ContactId, ServiceId};
use storage::kiosks::{self, Kiosk};
use tokio::sync::broadcast::{self, error::RecvError};
use uuid::Uuid;

use super::doorstep::Place;
use super::messages::{KioskFrame, KioskMessage, ServerMessage, TelephoneWay, VisitState};
use super::present::{Connection, LetGo, Ticket};
use super::state::CounterState;
use super::tickets::closed;
use super::{diagnosis, identity};
use crate::calls::{Refusal, Seat, Update, Visit, VisitPage, VisitView};
use crate::clock::{chance, fresh_id};
use crate::live::flow_messages::FlowView;
use crate::live::video_messages::VisitorDevices;
use crate::problem::Problem;
use crate::security::ClientAddress;

/// Largest frame a kiosk may send.
const FRAME_BYTES_MAX: usize = 64 * 1024;
/// How long a kiosk may take to prove itself.
pub(super) const HELLO_WITHIN: Duration = Duration::from_secs(15);
/// How often place, estimate and hours are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Looks between two pings, which keep proxies from closing a quiet connection.
const LOOKS_PER_PING: u32 = 15;
/// Nothing heard for this long: the kiosk is gone.
const SILENCE_MAX: TimeDelta = TimeDelta::seconds(40);
/// How long a visit waits for a kiosk that has gone.
const ABSENT_MAX: Duration = Duration::from_secs(60);

/// `GET /api/kiosk/live`.
pub(super) async fn connect(
    State(state): State<CounterState>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    let Some(place) = state.doorstep.enter(address) else {
        tracing::warn!(%address, "an address has too many connections that prove nothing");
        return Err(Problem::too_often(HELLO_WITHIN.as_secs()));
    };
    Ok(upgrade.max_message_size(FRAME_BYTES_MAX).on_upgrade(move |socket| serve(state, socket, place)))
}

/// A kiosk that has proved itself.
pub(super) struct Connected {
    pub(super) state: CounterState,
    socket: WebSocket,
    kiosk: Kiosk,
    connection: Connection,
    pub(super) told: Told,
}

/// What the kiosk was told last.
#[derive(Default, PartialEq)]
pub(super) struct Told {
    pub(super) visit: Option<VisitState>,
    hours: Option<(bool, Option<chrono::DateTime<chrono::Utc>>)>,
    called: Option<String>,
    said: said::Said,
    pub(super) flow: Option<FlowView>,
}

async fn serve(state: CounterState, mut socket: WebSocket, place: Place) {
    let Some(kiosk) = prove(&state, &mut socket).await else { return };
    drop(place);
    let now_ms = state.clock.now().timestamp_millis();
    if let Err(why) = kiosks::seen(&state.db, kiosk.id, now_ms).await {
        tracing::warn!(%why, "a kiosk's sign of life could not be kept");
    }
    let connection = state.present.connect(kiosk.id);
    if let Some(visit) = state.present.visit(kiosk.id) {
        state.calls.visitor_back(visit.contact).await;
    }
    let updates = state.calls.follow();
    let orders = state.care.follow();
    state.care.heard(kiosk.id, state.clock.now());
    let mut connected = Connected { state, socket, kiosk, connection, told: Told::default() };
    if connected.welcome().await.is_ok() {
        // An error means the kiosk is gone; what is left to do is the same.
        let _ = connected.attend(updates, orders).await;
    }
    connected.leave();
}

/// Sends a challenge and waits for its proof; None when it fails.
async fn prove(state: &CounterState, socket: &mut WebSocket) -> Option<Kiosk> {
    let nonce = identity::challenge(chance::<32>());
    send(socket, &ServerMessage::Challenge { nonce: nonce.clone() }).await.ok()?;
    let frame = tokio::time::timeout(HELLO_WITHIN, next_frame(socket)).await.ok()??;
    let KioskMessage::Hello { kiosk, signature } = frame.message else { return None };
    let known = kiosks::in_service(&state.db, kiosk).await;
    let known = known.inspect_err(|why| tracing::error!(%why, "a kiosk could not be looked up")).ok()?;
    let proved = known.filter(|known| identity::proves(&known.public_key, kiosk, &nonce, &signature));
    if proved.is_none() {
        tracing::warn!(kiosk.id = %kiosk, "a kiosk that is not in service, or did not prove itself, was turned away");
        send(socket, &ServerMessage::Revoked).await.ok()?;
    }
    proved
}

/// The next frame that can be understood; None when the kiosk is gone.
async fn next_frame(socket: &mut WebSocket) -> Option<KioskFrame> {
    loop {
        match socket.recv().await?.ok()? {
            Message::Text(text) => match serde_json::from_str(&text) {
                Ok(frame) => return Some(frame),
                Err(why) => tracing::debug!(%why, "a kiosk's frame was not understood"),
            },
            Message::Close(_) => return None,
            Message::Binary(_) | Message::Ping(_) | Message::Pong(_) => {}
        }
    }
}

impl Connected {
    async fn welcome(&mut self) -> Result<(), axum::Error> {
        let visit = self.visit().await;
        let hours = self.state.hours();
        let welcome = ServerMessage::Welcome {
            name: self.kiosk.name.clone(),
            now: self.state.clock.now(),
            open: hours.0,
            next_open: hours.1,
            city_ja: self.state.city_ja.clone(),
            city_en: self.state.city_en.clone(),
            call_number: self.state.call_number.clone(),
            wishes: self.state.wishes.clone(),
            slip_paper: self.state.slip_printers.get(&self.kiosk.name).copied(),
            visit: visit.clone(),
        };
        self.told = Told { visit, hours: Some(hours), called: None, said: said::Said::default(), flow: None };
        self.say(&welcome).await?;
        self.tell_said().await?;
        self.tell_flow().await
    }

    async fn attend(
        &mut self,
        mut updates: broadcast::Receiver<Update>,
        mut orders: broadcast::Receiver<(Uuid, ServerMessage)>,
    ) -> Result<(), axum::Error> {
        let mut looks = tokio::time::interval(LOOK_EVERY);
        let mut until_ping = LOOKS_PER_PING;
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
                    Ok(Update::Seats { contact, page: VisitPage::Kiosk, seats }) if self.has(contact) => {
                        self.say(&ServerMessage::Seats { contact: contact.0, seats }).await?;
                    }
                    Ok(Update::Written { .. } | Update::Captioned { .. }) => self.tell_said().await?,
                    Ok(update) if self.concerns(&update) => {
                        self.tell_visit().await?;
                        self.tell_flow().await?;
                    }
                    Ok(_) => {}
                    Err(RecvError::Lagged(_)) => {
                        self.tell_visit().await?;
                        self.tell_said().await?;
                        self.tell_flow().await?;
                    }
                    Err(RecvError::Closed) => return Ok(()),
                },
                order = orders.recv() => match order {
                    Ok((kiosk, message)) if kiosk == self.kiosk.id => self.say(&message).await?,
                    // A run whose order was missed ends by its own limit.
                    Ok(_) | Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return Ok(()),
                },
                reason = &mut self.connection.let_go => {
                    let revoked = reason == Ok(LetGo::Revoked);
                    return self.say(if revoked { &ServerMessage::Revoked } else { &ServerMessage::Replaced }).await;
                }
                _ = looks.tick() => {
                    self.state.end_staff_calls();
                    self.tell_hours().await?;
                    self.tell_called().await?;
                    self.tell_visit().await?;
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

    fn has(&self, contact: ContactId) -> bool {
        self.told.visit.as_ref().is_some_and(|visit| visit.contact == contact.0)
    }

    /// Whether an update is about this kiosk's visit.
    fn concerns(&self, update: &Update) -> bool {
        let Some(visit) = &self.told.visit else { return false };
        match update {
            Update::Contact { public, .. } => public.id == visit.contact,
            Update::Gone(contact) => contact.0 == visit.contact,
            Update::Flow { contact, .. } => contact.0 == visit.contact,
            Update::Agent(_)
            | Update::Media(..)
            | Update::Notice(..)
            | Update::Written { .. }
            | Update::Captioned { .. }
            | Update::Chat { .. }
            | Update::ChatTyping { .. }
            | Update::Seats { .. } => false,
        }
    }

    async fn hear(&mut self, text: &str) -> Result<(), axum::Error> {
        let Ok(KioskFrame { id, message }) = serde_json::from_str(text) else {
            return self.say(&refused(0, not_understood())).await;
        };
        self.state.care.heard(self.kiosk.id, self.state.clock.now());
        let outcome = match message {
            KioskMessage::Hello { .. } => Err(not_understood()),
            KioskMessage::Ticket { language, wish } => self.take_ticket(&language, &wish).await,
            KioskMessage::TakeNumber { number } => self.take_number(&number).await,
            KioskMessage::Leave => self.leave_visit().await,
            KioskMessage::CallStaff => {
                self.state.call_staff(&self.kiosk.name);
                Ok(())
            }
            KioskMessage::LookAway { on } => self.look_away(on).await,
            KioskMessage::Devices { camera, microphone } => {
                self.has_devices(VisitorDevices { camera, microphone }).await
            }
            KioskMessage::Echo => {
                self.say(&ServerMessage::Echo { now: self.state.clock.now() }).await?;
                return self.say(&ServerMessage::Done { id }).await;
            }
            KioskMessage::Diagnosing { run, part } => {
                diagnosis::reached(&self.state, self.kiosk.id, run, &part);
                return self.say(&ServerMessage::Done { id }).await;
            }
            KioskMessage::Diagnosed { run, measured } => {
                diagnosis::measured(&self.state, &self.kiosk, run, &measured).await;
                return self.say(&ServerMessage::Done { id }).await;
            }
            KioskMessage::Say { text } => self.say_in_visit(text).await,
            KioskMessage::ShowDocument { on } => self.show_document(on).await,
            KioskMessage::MediaOffer { sdp, away } => match self.offer_media(sdp, away).await {
                Ok(sdp) => return self.answer_media(id, sdp).await,
                Err(refusal) => Err(refusal),
            },
            KioskMessage::Video { epoch, say } => match self.speak_of_video(epoch, &say).await {
                Ok(Some(grant)) => {
                    self.say(&ServerMessage::VideoGrant { grant }).await?;
                    Ok(())
                }
                Ok(None) => Ok(()),
                Err(refusal) => Err(refusal),
            },
        };
        match outcome {
            Ok(()) => {
                self.tell_visit().await?;
                self.say(&ServerMessage::Done { id }).await
            }
            Err(refusal) => self.say(&refused(id, refusal)).await,
        }
    }

    async fn take_ticket(&mut self, language: &str, wish: &str) -> Result<(), Refusal> {
        let language = match language {
            "ja" => Language::Ja,
            "en" => Language::En,
            _ => return Err(not_understood()),
        };
        if !self.state.wishes.iter().any(|known| known == wish) {
            return Err(not_understood());
        }
        if self.state.present.visit(self.kiosk.id).is_some() {
            return Err(has_visit());
        }
        if !self.state.hours().0 {
            return Err(closed());
        }
        if let Some(number) = self.state.reception.called_to(self.kiosk.id) {
            return Err(kept(&number));
        }
        let number = self.state.next_number().await?.to_string();
        let contact = ContactId(fresh_id());
        let ticket = Ticket {
            contact,
            number: number.clone(),
            language,
            wish: wish.to_owned(),
            issued_at: self.state.clock.now(),
        };
        if !self.state.present.begin(self.kiosk.id, ticket) {
            return Err(has_visit());
        }
        let service = ServiceId::from(wish);
        let kiosk = Some(Seat { id: self.kiosk.id, name: self.kiosk.name.clone() });
        let visit = Visit { contact, language, service, ticket: number, kiosk };
        let taken = self.state.calls.visit(visit).await;
        if taken.is_err() {
            self.state.present.end(self.kiosk.id, contact);
        }
        taken
    }

    /// A visitor who waited in the hall brings the number to this kiosk.
    async fn take_number(&mut self, typed: &str) -> Result<(), Refusal> {
        let (kiosk, now) = (self.kiosk.id, self.state.clock.now());
        if self.state.present.visit(kiosk).is_some() {
            return Err(has_visit());
        }
        if let Some(wait_s) = self.state.number_wait_s(kiosk, now) {
            return Err(too_often(wait_s));
        }
        let number = typed.trim().parse().unwrap_or(0);
        let brought = self.state.bring_number(number, kiosk, &self.kiosk.name).await;
        if brought.as_ref().is_err_and(|why| why.code == "unknown_number") {
            self.state.wrong_number(kiosk, now);
        }
        brought
    }

    async fn leave_visit(&mut self) -> Result<(), Refusal> {
        if let Some(visit) = self.state.present.visit(self.kiosk.id) {
            self.state.calls.visitor_left(visit.contact, LegCause::Normal).await;
            self.state.present.end(self.kiosk.id, visit.contact);
        }
        Ok(())
    }

    /// The kiosk's visit as of now.
    async fn visit(&mut self) -> Option<VisitState> {
        let ticket = self.state.present.visit(self.kiosk.id)?;
        match self.state.calls.visit_view(ticket.contact).await {
            Some(view) if word(&view) != "over" => Some(shown(ticket, view)),
            // What is left of the contact is the agent's after-call work.
            Some(_) | None => {
                self.state.present.end(self.kiosk.id, ticket.contact);
                None
            }
        }
    }

    async fn tell_visit(&mut self) -> Result<(), axum::Error> {
        let visit = self.visit().await;
        if visit == self.told.visit {
            return Ok(());
        }
        let before = std::mem::replace(&mut self.told.visit, visit.clone());
        if before.as_ref().map(|visit| visit.contact) != visit.as_ref().map(|visit| visit.contact) {
            self.told.said = said::Said::default();
        }
        match (before, visit) {
            (_, Some(visit)) => self.say(&ServerMessage::Visit { visit }).await,
            (Some(before), None) => {
                if before.state == "talking" {
                    self.tell_slip(&before).await?;
                }
                self.told.flow = None;
                self.say(&ServerMessage::VisitGone { contact: before.contact }).await
            }
            (None, None) => Ok(()),
        }
    }

    async fn tell_hours(&mut self) -> Result<(), axum::Error> {
        let hours = self.state.hours();
        if self.told.hours.replace(hours) == Some(hours) {
            return Ok(());
        }
        self.say(&ServerMessage::Hours { open: hours.0, next_open: hours.1 }).await
    }

    /// Tells whom the reception's display sends to this kiosk.
    async fn tell_called(&mut self) -> Result<(), axum::Error> {
        let called = self.state.reception.called_to(self.kiosk.id);
        if called == self.told.called {
            return Ok(());
        }
        self.told.called.clone_from(&called);
        self.say(&ServerMessage::Called { ticket: called }).await
    }

    /// A visit outlives its kiosk's connection for a while.
    fn leave(self) {
        let Self { state, kiosk, connection, .. } = self;
        let visit = state.present.disconnect(kiosk.id, connection.number);
        diagnosis::gone(&state, kiosk.id);
        let Some(visit) = visit else { return };
        tokio::spawn(async move {
            tokio::time::sleep(ABSENT_MAX).await;
            if state.present.is_gone_since(kiosk.id, connection.number) {
                state.calls.visitor_left(visit.contact, LegCause::MediaLost).await;
                state.present.end(kiosk.id, visit.contact);
            }
        });
    }

    pub(super) async fn say(&mut self, message: &ServerMessage) -> Result<(), axum::Error> {
        send(&mut self.socket, message).await
    }
}

async fn send(socket: &mut WebSocket, message: &ServerMessage) -> Result<(), axum::Error> {
    let text = serde_json::to_string(message).map_err(axum::Error::new)?;
    socket.send(Message::Text(text.into())).await
}

fn shown(ticket: Ticket, view: VisitView) -> VisitState {
    VisitState {
        contact: ticket.contact.0,
        ticket: ticket.number,
        language: match ticket.language {
            Language::Ja => "ja".to_owned(),
            Language::En => "en".to_owned(),
        },
        wish: ticket.wish,
        state: word(&view),
        position: view.state.position,
        estimate_minutes: view.state.estimated_wait_minutes,
        agent: view.agent,
        agent_away: view.state.agent_away,
        guests: view.state.guests,
        document: view.state.document,
        captions: said::caption_word(view.state.captions),
        interrupted: view.state.state == "interrupted",
        line: view.state.line,
        telephone: view.telephone.map(|way| TelephoneWay { number: way.number, code: way.code }),
        video: view.state.video,
        issued_at: ticket.issued_at,
    }
}

/// Where the visit stands, in the visitor's terms.
fn word(view: &VisitView) -> &'static str {
    match view.state.state.as_str() {
        "ivr" | "waiting" => "waiting",
        "ringing" => "ringing",
        "wrap_up" => "over",
        _ => "talking",
    }
}

fn refused(id: u64, refusal: Refusal) -> ServerMessage {
    ServerMessage::Refused { id, code: refusal.code.to_owned(), detail_ja: refusal.ja, detail_en: refusal.en }
}

fn not_understood() -> Refusal {
    Refusal::new(
        "not_understood",
        "画面が古い可能性があります。近くの職員にお声がけください。",
        "This page may be outdated. Please ask a member of staff nearby.",
    )
}

fn kept(number: &str) -> Refusal {
    Refusal {
        code: "kept",
        ja: format!("この端末は{number}番の方をお呼びしています。ほかの端末か、受付をご利用ください。"),
        en: format!("This kiosk is kept for number {number}. Please use another one, or ask at the reception."),
    }
}

fn too_often(wait_s: u64) -> Refusal {
    Refusal {
        code: "too_often",
        ja: format!("番号の間違いが続いています。{wait_s}秒待つか、職員にお声がけください。"),
        en: format!("Several numbers were wrong. Please wait {wait_s} seconds, or ask a member of staff."),
    }
}

fn has_visit() -> Refusal {
    Refusal::new("has_visit", "受付票はもう発行されています。", "A ticket has already been taken here.")
}
