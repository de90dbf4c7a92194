//! The pages' side of a place: who is there, and what they want.

use std::sync::Arc;
use std::time::SystemTime;

use browser::host::input::{Button, Key, MouseAction};
use browser::host::{By, CommittedText, Input, Move, Place as Point};
use domain::browser_hold::{HoldId, KeyPress, KeypadEvent};
use domain::control_token::{ControlEpoch, ControlMessage, InputClaim, Side};
use domain::ids::ContactId;
use domain::visit_browser::{BrowserEvent, BrowserStage, PhotoEvent, PhotoId};
use zeroize::Zeroizing;

use super::effects::input_code;
use super::{Asked, Line, Order, Out, Page, Place, Visit};
use crate::calls::{Update, VisitorPrivacy};
use crate::counter::browser::machinery::{self, Traces};
use crate::counter::browser::messages::{PROMPT_CHARS_MAX, PageMessage, PointerWhat, ServerMessage};
use crate::counter::browser::photo::{self, Photo};
use crate::counter::browser::profiles::{find_start, start_id};
use crate::counter::browser::setup::WINDOW;
use crate::counter::browser::shown_words::control_act;

impl Place {
    /// A page is there: it takes the place of an earlier one, and is told everything anew.
    pub(super) async fn enter(&mut self, side: Side, line: Line) {
        let of_other_visit = self.visit.as_ref().is_some_and(|visit| visit.contact != line.contact);
        if of_other_visit && self.is_open() {
            // The visit before is not over for its browser yet; the page asks again.
            let _ = line.out.try_send(Out::Over);
            return;
        }
        if of_other_visit {
            self.visit = None;
            self.receipt = None;
        }
        if let Some(before) = self.page_mut(side).replace(Page { line, told: None }) {
            let _ = before.line.out.try_send(Out::Replaced);
        }
        self.happen(BrowserEvent::Came(side)).await;
        self.tell_anew(side);
    }

    fn tell_anew(&mut self, side: Side) {
        self.tell();
        let questions: Vec<(Asked, ServerMessage)> = self
            .visit
            .iter()
            .flat_map(|visit| visit.questions.iter().map(|(_, asked, message)| (*asked, message.clone())))
            .collect();
        for (asked, message) in questions {
            if side == Side::Resident || asked != (Asked::Dialog { for_resident_alone: true }) {
                self.say(side, message);
            }
        }
        if let Some(id) = self.visit.as_ref().and_then(|visit| visit.photo_wish) {
            self.say(side, ServerMessage::Photo(photo::asked(id, true)));
        }
        for mail in self.visit.as_ref().map(|visit| visit.mails.clone()).unwrap_or_default() {
            self.say(side, mail);
        }
        if let Some(receipt) = self.receipt.clone() {
            self.say(side, receipt);
        }
        if self.host.is_some() {
            let is_held = self
                .machine
                .view(side, self.now())
                .hold
                .is_none_or(|hold| hold.standing != domain::browser_hold::HoldStanding::Clear);
            self.send(side, Out::Covered(side == Side::Operator && is_held));
            self.pictures(true);
        }
    }

    pub(super) async fn left(&mut self, side: Side, number: u64) {
        if self.page(side).is_some_and(|page| page.line.number == number) {
            *self.page_mut(side) = None;
            self.happen(BrowserEvent::Left(side)).await;
        }
    }

    fn is_open(&self) -> bool {
        !matches!(self.machine.stage(), BrowserStage::Closed | BrowserStage::Verified)
    }

    pub(super) async fn said(&mut self, side: Side, message: PageMessage) {
        match message {
            PageMessage::Open { start, form_id, epoch } => self.open(side, &start, form_id.as_deref(), epoch).await,
            PageMessage::Control { act, epoch } => {
                let message = ControlMessage { from: side, epoch: ControlEpoch(epoch), act: control_act(act) };
                self.happen(BrowserEvent::Control(message)).await;
            }
            PageMessage::End => self.happen(BrowserEvent::End(side)).await,
            PageMessage::Secret { hold, seq, key } if side == Side::Resident => {
                self.key = Some(key);
                let press = KeyPress { hold: HoldId(hold), seq };
                self.happen(BrowserEvent::Keypad(KeypadEvent::Key(press))).await;
                self.key = None;
            }
            PageMessage::Talk { hold, on } if side == Side::Resident => {
                self.happen(BrowserEvent::Keypad(KeypadEvent::Talk { hold: HoldId(hold), on })).await;
            }
            PageMessage::StillThere { hold } if side == Side::Resident => {
                self.happen(BrowserEvent::Keypad(KeypadEvent::StillThere { hold: HoldId(hold) })).await;
            }
            PageMessage::PhotoCancel { id } if side == Side::Resident => self.photo_cancelled(id).await,
            // Pictures are the line's own business.
            PageMessage::Seen { .. } | PageMessage::KeyFrame => {}
            PageMessage::Secret { .. }
            | PageMessage::Talk { .. }
            | PageMessage::StillThere { .. }
            | PageMessage::PhotoCancel { .. } => self.refused_to(side, "not_allowed"),
            PageMessage::OpenLink { mail, number, epoch } => self.open_link(side, mail, number, epoch),
            PageMessage::MakeMailbox => self.make_mailbox(side).await,
            input => self.input(side, input),
        }
    }

    /// Whether a side's input of this epoch acts; the sender is told when not.
    pub(super) fn may_act(&mut self, side: Side, epoch: u64) -> bool {
        let claim = InputClaim { holder: side, epoch: ControlEpoch(epoch) };
        match self.machine.judge_input(claim) {
            Ok(()) => true,
            Err(reason) => {
                self.refused_to(side, input_code(reason));
                false
            }
        }
    }

    fn input(&mut self, side: Side, message: PageMessage) {
        let (epoch, order) = match message {
            PageMessage::Pointer { what, button, x, y, epoch } => (epoch, pointer(side, epoch, what, button, x, y)),
            PageMessage::Wheel { x, y, right_px, down_px, epoch } => {
                let at = Point::inside(x, y, WINDOW);
                (epoch, at.map(|at| by(side, epoch, Input::Wheel { at, across: right_px, down: down_px })))
            }
            PageMessage::Key { key, shift, epoch } => {
                (epoch, key_of(&key).map(|key| by(side, epoch, Input::Key { key, shift })))
            }
            // A space alone is the key: it opens lists and ticks boxes, and is a space in a field.
            PageMessage::Text { text, epoch } if text == " " => {
                (epoch, Some(by(side, epoch, Input::Key { key: Key::Space, shift: false })))
            }
            PageMessage::Text { text, epoch } => {
                (epoch, CommittedText::new(&text).map(|text| by(side, epoch, Input::Text(text))))
            }
            PageMessage::Back { epoch } => (epoch, Some(Order::Go { side, to: Move::Back })),
            PageMessage::Reload { epoch } => (epoch, Some(Order::Go { side, to: Move::Reload })),
            PageMessage::DialogAnswer { id, ok, text, epoch } => {
                let is_asked = self.is_asked(side, id, |asked| matches!(asked, Asked::Dialog { .. }));
                let fits = text.chars().count() <= PROMPT_CHARS_MAX;
                let text = CommittedText::new(&text);
                (epoch, (is_asked && fits).then_some(Order::Dialog { by: answers(side, epoch), accept: ok, text }))
            }
            PageMessage::DateAnswer { id, value, epoch } => return self.date(side, id, value, epoch),
            _ => return self.refused_to(side, "not_allowed"),
        };
        match order {
            _ if !self.may_act(side, epoch) => {}
            Some(order) => self.order(side, order),
            None => self.refused_to(side, "not_allowed"),
        }
    }

    fn is_asked(&self, side: Side, id: u64, wanted: impl Fn(&Asked) -> bool) -> bool {
        let hidden = |asked: &Asked| side == Side::Operator && *asked == Asked::Dialog { for_resident_alone: true };
        let questions = self.visit.iter().flat_map(|visit| &visit.questions);
        questions.into_iter().any(|(own, asked, _)| *own == id && wanted(asked) && !hidden(asked))
    }

    fn date(&mut self, side: Side, id: u64, value: Option<String>, epoch: u64) {
        if !self.may_act(side, epoch) {
            return;
        }
        let asked = self.visit.iter().flat_map(|visit| &visit.questions).find(|(own, ..)| *own == id);
        let Some((_, Asked::Date(kind), _)) = asked else { return self.refused_to(side, "not_allowed") };
        let kind = *kind;
        if let Some(value) = value {
            self.order(side, Order::Date { by: answers(side, epoch), kind, value });
        }
        // A page has one picker open at a time.
        self.drop_questions(|asked| matches!(asked, Asked::Date(_)));
    }

    /// Opens a start page: with it the browser, or within the one that is open.
    async fn open(&mut self, side: Side, start: &str, form_id: Option<&str>, epoch: u64) {
        let Some((profile, page)) = find_start(&self.setup.profiles, start) else {
            return self.refused_to(side, "not_allowed");
        };
        let profile = Arc::clone(profile);
        let Ok(address) = page.address(form_id) else { return self.refused_to(side, "not_allowed") };
        if self.is_open() {
            let is_same = self.visit.as_ref().is_some_and(|visit| visit.profile.id == profile.id);
            if self.may_act(side, epoch) {
                match is_same {
                    true => self.order(side, Order::Open(address)),
                    false => self.refused_to(side, "not_allowed"),
                }
            }
            return;
        }
        let contact = self.operator.as_ref().filter(|_| side == Side::Operator).map(|page| page.line.contact);
        let (Some(contact), Ok(permit)) = (contact, self.machine.may_start()) else {
            return self.refused_to(side, "not_allowed");
        };
        self.receipt = None;
        let began = SystemTime::from(self.setup.parts.clock.now());
        self.visit = Some(visit(contact, profile, address, began));
        if let Err(why) = self.setup.parts.erasure.begun(contact, self.now()).await {
            tracing::error!(%why, "the opening of a shared browser could not be counted");
        }
        self.happen(BrowserEvent::Open { visit: contact, permit }).await;
        for side in [Side::Resident, Side::Operator] {
            if self.page(side).is_some() {
                self.happen(BrowserEvent::Came(side)).await;
            }
        }
    }

    // ---- the photo

    pub(super) async fn photo_given(&mut self, Photo { given, jpeg }: Photo) {
        let Some(visit) = &mut self.visit else { return self.refused_to(Side::Resident, "not_live") };
        if visit.photo_wish != Some(given.id) {
            return self.refused_to(Side::Resident, "not_allowed");
        }
        visit.photos += 1;
        let photo = PhotoId(visit.photos);
        visit.photo = Some((photo, jpeg));
        self.happen(BrowserEvent::Photo(PhotoEvent::Taken(photo))).await;
        // The person gives it; whether it acts is for whoever holds control in the epoch their screen showed.
        let holder = self.machine.view(Side::Resident, self.now()).control.map(|control| control.holder);
        let by = InputClaim { holder: holder.unwrap_or(Side::Resident), epoch: ControlEpoch(given.epoch) };
        self.happen(BrowserEvent::Photo(PhotoEvent::HandOver { photo, by })).await;
    }

    pub(super) fn give_photo(&mut self) {
        let Some(visit) = &mut self.visit else { return };
        let field = visit.label.as_deref().and_then(|label| visit.profile.rule(label)?.photo_field.clone());
        let jpeg = visit.photo.as_ref().map(|(_, jpeg)| Zeroizing::new(jpeg.to_vec()));
        let wish = visit.photo_wish.take();
        match (field, jpeg) {
            (Some(field), Some(jpeg)) => {
                self.order(Side::Resident, Order::Photo { selector: field.to_string(), jpeg });
            }
            _ => self.refused_to(Side::Resident, "not_allowed"),
        }
        if let Some(id) = wish {
            self.tell_both(&ServerMessage::Photo(photo::asked(id, false)));
        }
    }

    async fn photo_cancelled(&mut self, id: u64) {
        let Some(visit) = &mut self.visit else { return };
        if visit.photo_wish.take_if(|wish| *wish == id).is_none() {
            return;
        }
        let taken = visit.photo.as_ref().map(|(photo, _)| *photo);
        self.tell_both(&ServerMessage::Photo(photo::asked(id, false)));
        if let Some(photo) = taken {
            self.happen(BrowserEvent::Photo(PhotoEvent::Dropped(photo))).await;
        }
    }

    // ---- the visit

    /// A visit that is over takes its browser with it.
    pub(super) async fn visit_changed(&mut self, update: &Update) {
        match update {
            Update::Contact { public, .. } if self.is_ours(ContactId(public.id)) => self.look_at_visit().await,
            Update::Gone(contact) if self.is_ours(*contact) => self.visit_over().await,
            Update::Contact { .. }
            | Update::Gone(_)
            | Update::Agent(_)
            | Update::Media(..)
            | Update::Written { .. }
            | Update::Captioned { .. }
            | Update::Chat { .. }
            | Update::ChatTyping { .. }
            | Update::Flow { .. }
            | Update::Notice(..)
            | Update::Seats { .. } => {}
        }
    }

    fn is_ours(&self, contact: ContactId) -> bool {
        let lines = [&self.resident, &self.operator].into_iter().flatten().map(|page| page.line.contact);
        lines.chain(self.visit.iter().map(|visit| visit.contact)).any(|own| own == contact)
    }

    pub(super) async fn look_at_visit(&mut self) {
        let lines = [&self.resident, &self.operator].into_iter().flatten().map(|page| page.line.contact);
        let Some(contact) = lines.chain(self.visit.iter().map(|visit| visit.contact)).next() else { return };
        let view = self.setup.parts.calls.visit_view(contact).await;
        if view.is_none_or(|view| view.state.state == "wrap_up") {
            self.visit_over().await;
        }
    }

    /// The kiosk's page stays for the receipt; the operator's line ends with the visit's erasure, by its own page.
    async fn visit_over(&mut self) {
        if matches!(self.machine.stage(), BrowserStage::Starting | BrowserStage::Live | BrowserStage::Paused) {
            self.happen(BrowserEvent::End(Side::Resident)).await;
        }
    }

    /// The program ends: so does the browser, and what is left is erased at the next start.
    pub(super) async fn give_up(mut self) {
        self.close_host();
        self.pictures(false);
    }

    // ---- telling

    pub(super) fn say(&mut self, side: Side, message: ServerMessage) {
        self.send(side, Out::Say(Box::new(message)));
    }

    pub(super) fn tell_both(&mut self, message: &ServerMessage) {
        self.say(Side::Resident, message.clone());
        self.say(Side::Operator, message.clone());
    }

    /// To a page that is there; one that takes nothing is let go, and comes back by itself.
    pub(super) fn send(&mut self, side: Side, out: Out) {
        let Some(page) = self.page(side) else { return };
        if page.line.out.try_send(out).is_err() {
            tracing::debug!("a page of the shared browser takes nothing and is let go");
            *self.page_mut(side) = None;
            self.follow_ups.push(BrowserEvent::Left(side));
        }
    }

    /// Tells both sides how everything stands, where that changed.
    pub(super) fn tell(&mut self) {
        for side in [Side::Resident, Side::Operator] {
            let Some(page) = self.page(side) else { continue };
            let state = self.state(side);
            if page.told.as_ref() != Some(&state) {
                if let Some(page) = self.page_mut(side) {
                    page.told = Some(state.clone());
                }
                self.say(side, ServerMessage::State(Box::new(state)));
            }
        }
    }

    pub(super) fn starts(&self) -> Vec<crate::counter::browser::messages::Start> {
        let is_open = self.is_open();
        let offered = self
            .setup
            .profiles
            .iter()
            .filter(|profile| !is_open || self.visit.as_ref().is_some_and(|visit| visit.profile.id == profile.id));
        let starts = offered.flat_map(|profile| profile.starts.iter().map(move |start| (profile, start)));
        starts
            .map(|(profile, start)| crate::counter::browser::messages::Start {
                id: start_id(profile, start),
                label: super::hosts::named(&start.label),
                takes_form_id: start.slot.is_some(),
            })
            .collect()
    }
}

fn visit(contact: ContactId, profile: Arc<browser::site::Profile>, address: String, began: SystemTime) -> Visit {
    Visit {
        contact,
        profile,
        traces: Traces { word: machinery::word(), home: None, began },
        first: Some(address),
        label: None,
        blank: None,
        questions: Vec::new(),
        photo_wish: None,
        photo: None,
        photos: 0,
        privacy: VisitorPrivacy::default(),
        mailbox: None,
        mails: Vec::new(),
    }
}

fn by(side: Side, epoch: u64, input: Input) -> Order {
    match side {
        Side::Operator => Order::Operator { epoch, input },
        Side::Resident => Order::Resident(input),
    }
}

fn answers(side: Side, epoch: u64) -> By {
    match side {
        Side::Operator => By::Operator { epoch },
        Side::Resident => By::Resident,
    }
}

/// The other button opens the browser's own menu, which nobody has; it does nothing.
fn pointer(side: Side, epoch: u64, what: PointerWhat, button: u8, x: f64, y: f64) -> Option<Order> {
    let at = Point::inside(x, y, WINDOW).filter(|_| button == 0)?;
    let (action, button) = match what {
        PointerWhat::Move => (MouseAction::Move, Button::None),
        PointerWhat::Down => (MouseAction::Press, Button::Left),
        PointerWhat::Up => (MouseAction::Release, Button::Left),
    };
    Some(by(side, epoch, Input::Mouse { action, at, button, clicks: 1 }))
}

fn key_of(name: &str) -> Option<Key> {
    Some(match name {
        "Tab" => Key::Tab,
        "ArrowUp" => Key::Up,
        "ArrowDown" => Key::Down,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        _ => return None,
    })
}
