//! The hold itself. It begins covered, since nothing is known of a page yet, and whatever is in doubt stays held.
//!
//! What uncovers is one verified picture with a mark beyond everything that made the picture unsafe: any focus, any
//! blur, any change of the guard. Marks, not times of arrival, so that a picture made before the blur and told after
//! it uncovers nothing.

use std::collections::BTreeMap;

use super::words::{
    CameraState, FIELDS_MAX, FieldId, HoldChange, HoldEffect, HoldEvent, HoldFact, HoldId, HoldRefusal, HoldStanding,
    HoldView, HostMark, KEYS_MAX, KeyPress, KeypadEvent, KeypadView, MicrophoneState, PageEvent, STILL_THERE_AFTER_MS,
    SecretField, TALK_MS_MAX,
};
use crate::time::Timestamp;

/// A secret field that has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Focus {
    secret: SecretField,
    mark: HostMark,
}

/// The keypad that is shown for one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Typing {
    hold: HoldId,
    field: FieldId,
    secret: SecretField,
    keys: u32,
    last_seq: u32,
    ask_at: Timestamp,
    is_asked: bool,
}

/// The hold of one shared browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowserHold {
    holds: u64,
    focused: BTreeMap<FieldId, Focus>,
    typing: Option<Typing>,
    is_guarded: bool,
    /// More fields took the focus than are remembered.
    is_flooded: bool,
    /// A picture uncovers only when it was made after this.
    unsafe_until: HostMark,
    is_covered: bool,
    is_private: bool,
    talk_until: Option<Timestamp>,
}

impl BrowserHold {
    /// The hold of a browser that is about to show its first page, and what is to be done first: covered, until the
    /// guard is healthy and a picture verified.
    pub fn begin() -> (Self, Vec<HoldEffect>) {
        let hold = Self {
            holds: 0,
            focused: BTreeMap::new(),
            typing: None,
            is_guarded: false,
            is_flooded: false,
            unsafe_until: HostMark::default(),
            is_covered: true,
            is_private: false,
            talk_until: None,
        };
        (hold, vec![HoldEffect::LockOperator { on: true }, HoldEffect::CoverPicture { on: true }])
    }

    /// Takes one event in and says what is to be done.
    #[must_use]
    pub fn handle(&mut self, event: HoldEvent, now: Timestamp) -> Vec<HoldEffect> {
        let mut effects = self.overdue(now);
        effects.extend(match event {
            HoldEvent::Page(event) => self.follow_page(event, now),
            HoldEvent::Keypad(event) => self.follow_keypad(event, now),
            HoldEvent::ResidentLeft => self.stop_talk().into_iter().collect(),
            HoldEvent::Tick => Vec::new(),
        });
        effects
    }

    /// When to send `Tick`, when nothing else happens before.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.typing.map(|typing| typing.ask_at).into_iter().chain(self.talk_until).min()
    }

    /// Whether the operator's side is held: no input acts by any route, and the picture is the placeholder.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.is_covered
    }

    /// How it stands.
    #[must_use]
    pub fn standing(&self) -> HoldStanding {
        match (self.typing, self.is_private, self.is_covered) {
            (Some(typing), _, _) => HoldStanding::Held(typing.secret.kind),
            (None, true, _) => HoldStanding::Leaving,
            (None, false, true) => HoldStanding::Unguarded,
            (None, false, false) => HoldStanding::Clear,
        }
    }

    /// How it stands, for a screen.
    #[must_use]
    pub fn view(&self) -> HoldView {
        let keypad =
            |typing: Typing| KeypadView { hold: typing.hold, secret: typing.secret, asks_still_there: typing.is_asked };
        HoldView {
            standing: self.standing(),
            is_private: self.is_private,
            is_talking: self.talk_until.is_some(),
            hold: self.last_hold(),
            keypad: self.typing.map(keypad),
        }
    }

    fn follow_page(&mut self, event: PageEvent, now: Timestamp) -> Vec<HoldEffect> {
        match event {
            PageEvent::Focused { field, secret, mark } => {
                self.doubt(mark);
                self.focus(field, Focus { secret, mark }, now)
            }
            PageEvent::Blurred { field, mark } => {
                self.doubt(mark);
                // A blur from before the focus is late and ends nothing.
                if self.focused.get(&field).is_some_and(|focus| focus.mark < mark) {
                    self.focused.remove(&field);
                }
                self.follow_focus(now)
            }
            PageEvent::FieldsGone { mark } => {
                self.doubt(mark);
                self.focused.retain(|_, focus| focus.mark > mark);
                self.is_flooded = false;
                self.follow_focus(now)
            }
            PageEvent::GuardHealthy { mark } => {
                // A guard that was never lost puts no picture in doubt.
                if !std::mem::replace(&mut self.is_guarded, true) {
                    self.doubt(mark);
                }
                Vec::new()
            }
            PageEvent::GuardLost { mark } => {
                self.doubt(mark);
                self.lose_guard(now)
            }
            PageEvent::FrameVerified { mark } => self.uncover(mark, now),
        }
    }

    /// Pictures made until this mark show something that was not yet known.
    fn doubt(&mut self, mark: HostMark) {
        self.unsafe_until = self.unsafe_until.max(mark);
    }

    fn focus(&mut self, field: FieldId, focus: Focus, now: Timestamp) -> Vec<HoldEffect> {
        if self.focused.len() >= FIELDS_MAX && !self.focused.contains_key(&field) {
            let is_news = !std::mem::replace(&mut self.is_flooded, true);
            return is_news.then(|| self.fact(HoldChange::TooManyFields, now)).into_iter().collect();
        }
        // A focus that is told late makes no newer one older, or a blur between the two would end it.
        let is_late = self.focused.get(&field).is_some_and(|newer| newer.mark > focus.mark);
        if !is_late {
            self.focused.insert(field, focus);
        }
        self.follow_focus(now)
    }

    /// Makes the keypad that of the field that took the focus last, or takes it away when none has it.
    fn follow_focus(&mut self, now: Timestamp) -> Vec<HoldEffect> {
        let last = self.focused.iter().max_by_key(|(_, focus)| focus.mark).map(|(field, focus)| (*field, focus.secret));
        let shown = self.typing.map(|typing| (typing.field, typing.secret));
        if last == shown {
            return Vec::new();
        }
        let hidden = self.typing.take().map(|typing| HoldEffect::HideKeypad { hold: typing.hold });
        match last {
            Some((field, secret)) => {
                let mut effects = self.enclose(now, secret);
                effects.extend(hidden);
                effects.push(self.show_keypad(field, secret, now));
                effects
            }
            None => hidden.into_iter().chain([self.fact(HoldChange::Leaving, now)]).collect(),
        }
    }

    /// A secret field has the focus: first what protects, then what tells.
    fn enclose(&mut self, now: Timestamp, secret: SecretField) -> Vec<HoldEffect> {
        self.holds = self.holds.saturating_add(1);
        let was_private = std::mem::replace(&mut self.is_private, true);
        let mut effects = self.cover();
        if was_private {
            effects.push(self.fact(HoldChange::MovedOn(secret.kind), now));
        } else {
            effects.push(HoldEffect::Camera(CameraState::Paused));
            effects.push(HoldEffect::Microphone(MicrophoneState::Closed));
            effects.push(self.fact(HoldChange::Began(secret.kind), now));
        }
        effects
    }

    fn show_keypad(&mut self, field: FieldId, secret: SecretField, now: Timestamp) -> HoldEffect {
        let hold = HoldId(self.holds);
        let ask_at = now.plus_ms(STILL_THERE_AFTER_MS);
        self.typing = Some(Typing { hold, field, secret, keys: 0, last_seq: 0, ask_at, is_asked: false });
        HoldEffect::ShowKeypad { hold, secret }
    }

    fn cover(&mut self) -> Vec<HoldEffect> {
        if std::mem::replace(&mut self.is_covered, true) {
            return Vec::new();
        }
        vec![HoldEffect::LockOperator { on: true }, HoldEffect::CoverPicture { on: true }]
    }

    fn lose_guard(&mut self, now: Timestamp) -> Vec<HoldEffect> {
        let was_guarded = std::mem::replace(&mut self.is_guarded, false);
        let mut effects = self.cover();
        effects.extend(was_guarded.then(|| self.fact(HoldChange::GuardLost, now)));
        effects
    }

    /// The only way out.
    fn uncover(&mut self, made: HostMark, now: Timestamp) -> Vec<HoldEffect> {
        let is_clean = self.focused.is_empty() && !self.is_flooded && self.is_guarded && made > self.unsafe_until;
        if !is_clean || !self.is_covered {
            return Vec::new();
        }
        self.is_covered = false;
        let mut effects = vec![HoldEffect::CoverPicture { on: false }];
        let change = if std::mem::replace(&mut self.is_private, false) {
            self.talk_until = None;
            effects.push(HoldEffect::Camera(CameraState::AsBefore));
            effects.push(HoldEffect::Microphone(MicrophoneState::AsBefore));
            HoldChange::Ended
        } else {
            HoldChange::GuardBack
        };
        effects.push(HoldEffect::LockOperator { on: false });
        effects.push(self.fact(change, now));
        effects
    }

    fn follow_keypad(&mut self, event: KeypadEvent, now: Timestamp) -> Vec<HoldEffect> {
        let judged = match event {
            KeypadEvent::Key(press) => self.key(press, now).map(|()| Some(HoldEffect::PassKey(press))),
            KeypadEvent::Talk { hold, on: true } => self.talk(hold, now),
            KeypadEvent::Talk { hold, on: false } => self.known(hold).map(|()| self.stop_talk()),
            KeypadEvent::StillThere { hold } => self.still_there(hold, now).map(|()| None),
        };
        match judged {
            Ok(effect) => effect.into_iter().collect(),
            Err(reason) => vec![HoldEffect::Refused(reason)],
        }
    }

    fn key(&mut self, press: KeyPress, now: Timestamp) -> Result<(), HoldRefusal> {
        self.known(press.hold)?;
        let typing = self.typing_in(press.hold)?;
        if press.seq <= typing.last_seq {
            return Err(HoldRefusal::Replayed { seq: press.seq });
        }
        if typing.keys >= KEYS_MAX {
            return Err(HoldRefusal::TooManyKeys);
        }
        typing.keys += 1;
        typing.last_seq = press.seq;
        typing.ask_at = now.plus_ms(STILL_THERE_AFTER_MS);
        typing.is_asked = false;
        Ok(())
    }

    fn still_there(&mut self, hold: HoldId, now: Timestamp) -> Result<(), HoldRefusal> {
        self.known(hold)?;
        let typing = self.typing_in(hold)?;
        if !typing.is_asked {
            return Err(HoldRefusal::NotAsked);
        }
        typing.is_asked = false;
        typing.ask_at = now.plus_ms(STILL_THERE_AFTER_MS);
        Ok(())
    }

    /// Talking goes on over the fields of one page: any hold since the camera was paused may ask for it.
    fn talk(&mut self, hold: HoldId, now: Timestamp) -> Result<Option<HoldEffect>, HoldRefusal> {
        self.known(hold)?;
        if !self.is_private {
            return Err(HoldRefusal::HoldOver(hold));
        }
        let was_open = self.talk_until.replace(now.plus_ms(TALK_MS_MAX)).is_some();
        Ok((!was_open).then_some(HoldEffect::Microphone(MicrophoneState::Open)))
    }

    fn stop_talk(&mut self) -> Option<HoldEffect> {
        self.talk_until.take().map(|_| HoldEffect::Microphone(MicrophoneState::Closed))
    }

    fn known(&self, hold: HoldId) -> Result<(), HoldRefusal> {
        if hold.0 > self.holds { Err(HoldRefusal::UnknownHold(hold)) } else { Ok(()) }
    }

    fn typing_in(&mut self, hold: HoldId) -> Result<&mut Typing, HoldRefusal> {
        self.typing.as_mut().filter(|typing| typing.hold == hold).ok_or(HoldRefusal::HoldOver(hold))
    }

    /// Asks again who has been asked; nothing is ever ended here but talking.
    fn overdue(&mut self, now: Timestamp) -> Vec<HoldEffect> {
        let mut effects = Vec::new();
        if self.talk_until.is_some_and(|until| until <= now) {
            effects.extend(self.stop_talk());
        }
        if let Some(typing) = self.typing.as_mut().filter(|typing| typing.ask_at <= now) {
            typing.ask_at = now.plus_ms(STILL_THERE_AFTER_MS);
            typing.is_asked = true;
            let hold = typing.hold;
            effects.push(HoldEffect::AskStillThere { hold });
            effects.push(self.fact(HoldChange::AskedStillThere, now));
        }
        effects
    }

    fn last_hold(&self) -> Option<HoldId> {
        (self.holds > 0).then_some(HoldId(self.holds))
    }

    fn fact(&self, change: HoldChange, now: Timestamp) -> HoldEffect {
        HoldEffect::Changed(HoldFact { at: now, hold: self.last_hold(), change })
    }
}
