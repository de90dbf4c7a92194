//! A browser while it is open: control, hold, photo and pause of one visit, put together.
//!
//! The hold wins over control: while it stands no input of the operator's acts, and no act that leads towards the
//! operator's control is taken. Such acts are refused, not remembered, since a remembered one would be carried out on a
//! page that whoever said it has not seen. What leads back to the resident is done at once, hold or not.

use std::collections::BTreeSet;

use super::erasure::Traces;
use super::event::{
    BrowserChange, BrowserEffect, BrowserFact, BrowserRefusal, HostEvent, PauseCause, PhotoEvent, PhotoRefusal,
};
use super::pause::Pause;
use super::photo::Photos;
use crate::browser_hold::{
    BrowserHold, HoldEffect, HoldEvent, HoldRefusal, HoldStanding, HoldView, KeypadEvent, PageEvent,
};
use crate::control_token::{
    ControlAct, ControlEffect, ControlEvent, ControlMessage, ControlRefusal, ControlToken, ControlView, InputClaim,
    InputRefusal, Side,
};
use crate::erasure_receipt::TraceKind;
use crate::ids::ContactId;
use crate::time::Timestamp;

/// One visit's browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) visit: ContactId,
    pub(super) is_submitted: bool,
    /// It shows its pages.
    is_live: bool,
    token: ControlToken,
    hold: BrowserHold,
    photos: Photos,
    pause: Pause,
    exists: BTreeSet<TraceKind>,
}

impl Open {
    /// Covered from the first moment.
    pub(super) fn begin(visit: ContactId) -> (Self, Vec<BrowserEffect>) {
        let (hold, effects) = BrowserHold::begin();
        let open = Self {
            visit,
            is_submitted: false,
            is_live: false,
            token: ControlToken::default(),
            hold,
            photos: Photos::default(),
            pause: Pause::default(),
            exists: BTreeSet::new(),
        };
        (open, held(effects))
    }

    /// The first page is there; without a resident it stands still.
    pub(super) fn go_live(&mut self, now: Timestamp) -> Vec<BrowserEffect> {
        self.is_live = true;
        let mut effects = vec![self.changed(BrowserChange::Live, now)];
        if !self.token.is_here(Side::Resident) {
            effects.extend(self.stand_still(PauseCause::ResidentAway, now));
        }
        effects
    }

    /// Whether input acts, all things considered.
    pub(super) fn judge_input(&self, input: InputClaim) -> Result<(), InputRefusal> {
        if !self.is_live {
            return Err(InputRefusal::NotLive);
        }
        if self.pause.until().is_some() {
            return Err(InputRefusal::Paused);
        }
        match input.holder {
            Side::Operator if self.hold.is_held() => Err(InputRefusal::HoldStands),
            Side::Operator | Side::Resident => self.token.accepts(input),
        }
    }

    pub(super) fn come(&mut self, side: Side, now: Timestamp) -> Vec<BrowserEffect> {
        let mut effects = controlled(self.token.handle(ControlEvent::Came(side), now));
        if side == Side::Resident {
            effects.extend(self.go_on(PauseCause::ResidentAway, now));
        }
        effects
    }

    pub(super) fn leave(&mut self, side: Side, now: Timestamp) -> Vec<BrowserEffect> {
        let mut effects = controlled(self.token.handle(ControlEvent::Left(side), now));
        if side == Side::Resident {
            effects.extend(held(self.hold.handle(HoldEvent::ResidentLeft, now)));
            effects.extend(self.stand_still(PauseCause::ResidentAway, now));
        }
        effects
    }

    pub(super) fn control(&mut self, message: ControlMessage, now: Timestamp) -> Vec<BrowserEffect> {
        match self.withheld(message.act) {
            Some(reason) => {
                vec![BrowserEffect::Control(ControlEffect::Refused { to: message.from, reason })]
            }
            None => controlled(self.token.handle(ControlEvent::Message(message), now)),
        }
    }

    pub(super) fn keypad(&mut self, event: KeypadEvent, now: Timestamp) -> Vec<BrowserEffect> {
        if !self.is_live || self.pause.until().is_some() {
            return vec![BrowserEffect::Hold(HoldEffect::Refused(HoldRefusal::NotLive))];
        }
        held(self.hold.handle(HoldEvent::Keypad(event), now))
    }

    pub(super) fn page(&mut self, event: PageEvent, now: Timestamp) -> Vec<BrowserEffect> {
        held(self.hold.handle(HoldEvent::Page(event), now))
    }

    /// The line to the host; while it starts, its own limit is enough.
    pub(super) fn link(&mut self, is_there: bool, now: Timestamp) -> Vec<BrowserEffect> {
        match (self.is_live, is_there) {
            (true, true) => self.go_on(PauseCause::LinkLost, now),
            (true, false) => self.stand_still(PauseCause::LinkLost, now),
            (false, true | false) => Vec::new(),
        }
    }

    /// The site has the application: its photo is not needed any more.
    pub(super) fn submitted(&mut self, now: Timestamp) -> Vec<BrowserEffect> {
        if std::mem::replace(&mut self.is_submitted, true) {
            return Vec::new();
        }
        let told = self.changed(BrowserChange::Submitted, now);
        [told].into_iter().chain(self.photos.erase_standing()).collect()
    }

    pub(super) fn photo(&mut self, event: PhotoEvent, now: Timestamp) -> Vec<BrowserEffect> {
        let judged = match event {
            PhotoEvent::Taken(photo) => self.photos.take(photo, now).map(|replaced| {
                let told = self.changed(BrowserChange::PhotoTaken(photo), now);
                replaced.into_iter().chain([told]).collect()
            }),
            PhotoEvent::HandOver { photo, by } => match self.judge_input(by) {
                Ok(()) => self
                    .photos
                    .hand_over(photo)
                    .map(|given| vec![given, self.changed(BrowserChange::PhotoHandedOver(photo), now)]),
                Err(reason) => return vec![BrowserEffect::Refused(BrowserRefusal::Input(reason))],
            },
            PhotoEvent::Dropped(photo) => self.photos.give_up(photo).map(|erased| erased.into_iter().collect()),
            PhotoEvent::Erased(photo) => {
                self.photos.is_erased(photo, now).map(|()| vec![self.changed(BrowserChange::PhotoErased(photo), now)])
            }
        };
        judged.unwrap_or_else(|reason: PhotoRefusal| vec![BrowserEffect::Refused(BrowserRefusal::Photo(reason))])
    }

    pub(super) fn exists(&mut self, trace: TraceKind) {
        self.exists.insert(trace);
    }

    /// All that is to be erased, and what is known to be already.
    pub(super) fn traces(&self) -> Traces {
        let mut traces: Traces = self.exists.iter().map(|trace| (*trace, None)).collect();
        if let Some(photo) = self.photos.trace() {
            traces.entry(TraceKind::Photo).or_insert(photo);
        }
        traces
    }

    /// Asks, offers, talk and photo whose time is over.
    pub(super) fn overdue(&mut self, now: Timestamp) -> Vec<BrowserEffect> {
        let mut effects = controlled(self.token.handle(ControlEvent::Tick, now));
        effects.extend(held(self.hold.handle(HoldEvent::Tick, now)));
        effects.extend(self.photos.overdue(now));
        effects
    }

    pub(super) fn next_deadline(&self) -> Option<Timestamp> {
        let parts = [self.token.next_deadline(), self.hold.next_deadline(), self.photos.next_deadline()];
        parts.into_iter().flatten().chain(self.paused_until()).min()
    }

    /// Until when it stands still, if it does.
    pub(super) fn paused_until(&self) -> Option<Timestamp> {
        self.pause.until()
    }

    pub(super) fn control_view(&self, side: Side, now: Timestamp) -> ControlView {
        let mut view = self.token.view(side, now);
        view.may.retain(|act| self.withheld(*act).is_none());
        view
    }

    pub(super) fn hold_view(&self, side: Side) -> HoldView {
        let view = self.hold.view();
        let keypad = view.keypad.filter(|_| side == Side::Resident);
        HoldView { keypad, ..view }
    }

    /// Why nothing that leads towards the operator's control is taken at present.
    fn withheld(&self, act: ControlAct) -> Option<ControlRefusal> {
        if !act.gives() {
            return None;
        }
        if !self.is_live || self.pause.until().is_some() {
            return Some(ControlRefusal::NotLive);
        }
        match self.hold.standing() {
            HoldStanding::Held(_) | HoldStanding::Leaving => Some(ControlRefusal::HoldStands),
            // Between two pages nobody is guarded for a moment; control may change hands, and does not act yet.
            HoldStanding::Unguarded | HoldStanding::Clear => None,
        }
    }

    fn stand_still(&mut self, cause: PauseCause, now: Timestamp) -> Vec<BrowserEffect> {
        if !self.is_live || !self.pause.begin(cause, now) {
            return Vec::new();
        }
        vec![BrowserEffect::Pause { on: true }, self.changed(BrowserChange::Paused(cause), now)]
    }

    fn go_on(&mut self, cause: PauseCause, now: Timestamp) -> Vec<BrowserEffect> {
        if !self.pause.end(cause) {
            return Vec::new();
        }
        vec![BrowserEffect::Pause { on: false }, self.changed(BrowserChange::Resumed, now)]
    }

    fn changed(&self, change: BrowserChange, now: Timestamp) -> BrowserEffect {
        BrowserEffect::Changed(BrowserFact { at: now, visit: Some(self.visit), change })
    }
}

/// Whether the host's word ends the browser by itself.
pub(super) fn is_the_end(event: HostEvent) -> bool {
    match event {
        HostEvent::Closed | HostEvent::Crashed | HostEvent::Lost => true,
        HostEvent::Ready | HostEvent::Page(_) | HostEvent::Submitted | HostEvent::LinkLost | HostEvent::LinkBack => {
            false
        }
    }
}

fn controlled(effects: Vec<ControlEffect>) -> Vec<BrowserEffect> {
    effects.into_iter().map(BrowserEffect::Control).collect()
}

fn held(effects: Vec<HoldEffect>) -> Vec<BrowserEffect> {
    effects.into_iter().map(BrowserEffect::Hold).collect()
}
